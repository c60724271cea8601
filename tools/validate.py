#!/usr/bin/env python3
"""Holds documents against a JSON Schema: JSON lines on stdin (or in files), one document a line.

usage: validate.py [--schema FILE] [--errors] [FILE...]

The schema is docs/assessment.schema.json unless told otherwise. With --errors, lines of the form {"id":…,"error":{…}},
as `burin assess` writes them for malformed input, are let pass. Prints every finding with its line and JSON pointer;
exit status 1 when there is one.
"""

import argparse
import json
import pathlib
import sys

import jsonschema

DEFAULT = pathlib.Path(__file__).resolve().parent.parent / "docs" / "assessment.schema.json"


def validator_for(path):
    schema = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def unique_members(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands twice in one object")
    return members


def no_constant(name):
    raise ValueError(f"{name} is no JSON number")


def pointer(error):
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in error.absolute_path)


def findings(validator, line, let_errors_pass=False):
    """The sentences to say about one line of bytes; none when it is fine."""
    try:
        document = json.loads(line.decode("utf-8"), object_pairs_hook=unique_members, parse_constant=no_constant)
        json.dumps(document, ensure_ascii=False).encode("utf-8")  # no half surrogates
    except (ValueError, RecursionError) as error:
        return [f"not JSON: {error}"]
    if let_errors_pass and isinstance(document, dict) and set(document) == {"id", "error"}:
        return []
    return [f"{pointer(error) or 'document'}: {error.message[:300]}" for error in validator.iter_errors(document)]


def check_stream(name, stream, validator, let_errors_pass):
    bad = 0
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        for sentence in findings(validator, line, let_errors_pass):
            print(f"{name}:{number}: {sentence}")
            bad += 1
    return bad


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--schema", default=DEFAULT)
    parser.add_argument("--errors", action="store_true", help="let error lines of `burin assess` pass")
    parser.add_argument("files", nargs="*")
    options = parser.parse_args()
    validator = validator_for(options.schema)
    bad = 0
    if not options.files:
        bad += check_stream("<stdin>", sys.stdin.buffer, validator, options.errors)
    for name in options.files:
        with open(name, "rb") as stream:
            bad += check_stream(name, stream, validator, options.errors)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
