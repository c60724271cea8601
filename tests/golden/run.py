#!/usr/bin/env python3
"""Golden tests: what is decided, and what is answered, for every row of the decision table and its edges.

usage: run.py [--update] [NAME...]         NAME is a file of decisions/, a case, or the beginning of one

decisions/*.jsonl holds inquiry documents, each with a `name`, what the rule book expects of its assessment (`expect`)
and, where its policy or settings are others, a `store` of stores.json. replies/LANG/NAME.md holds the reply as it reads;
--update writes these anew. BURIN names the program, build/burin unless told otherwise.

Every assessment is also held against its JSON Schema, against a second run with other threads byte by byte, and must
be free of lint errors.
"""
import argparse
import functools
import itertools
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tools"))
import validate  # noqa: E402

BURIN = pathlib.Path(os.environ.get("BURIN", ROOT / "build" / "burin")).resolve()
REPLIES = HERE / "replies"
SORRY = {"en": ("sorry", "apologi"), "zh": ("抱歉", "对不起", "很难过", "歉")}


# ---- the cases ----

def load():
    files = {}
    for path in sorted((HERE / "decisions").glob("*.jsonl")):
        files[path.stem] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return files


FILES = load()
CASES = [(file, number) for file, cases in FILES.items() for number in range(len(cases))]


# ---- the program ----

SCRATCH = tempfile.TemporaryDirectory(prefix="burin-golden-")


def run(words, stdin=b""):
    process = subprocess.run([str(BURIN), *map(str, words)], input=stdin, capture_output=True, timeout=300, check=False)
    if process.returncode != 0:
        raise AssertionError(f"burin {words[0]}: exit {process.returncode}: {process.stderr.decode()}")
    return process.stdout


@functools.lru_cache(maxsize=None)
def store_folder(name):
    """A store as `burin init` makes it, its policy or settings edited; "+PATH" is a file added to it."""
    folder = pathlib.Path(SCRATCH.name) / name
    run(["init", folder])
    for old, new in json.loads((HERE / "stores.json").read_text(encoding="utf-8"))[name].items():
        if old.startswith("+"):
            (folder / old[1:]).parent.mkdir(parents=True, exist_ok=True)
            (folder / old[1:]).write_text(new, encoding="utf-8")
            continue
        files = [folder / "policy.md", folder / "store.yaml"]
        holding = [file for file in files if file.read_text(encoding="utf-8").count(old) == 1]
        assert len(holding) == 1, f"{name}: {old!r} does not stand once in policy.md or store.yaml"
        holding[0].write_text(holding[0].read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return folder


def assess(documents, store, jobs):
    lines = "".join(json.dumps(document, ensure_ascii=False) + "\n" for document in documents)
    words = ["assess", "--jobs", jobs] + (["--store", store_folder(store)] if store else [])
    return run(words, lines.encode()).splitlines()


@functools.lru_cache(maxsize=None)
def assessed(file):
    """The assessment of each case of a file, as a line of bytes; one run for each store in it."""
    cases = FILES[file]
    answers = [b""] * len(cases)
    order = sorted(range(len(cases)), key=lambda number: cases[number].get("store", ""))
    for store, group in itertools.groupby(order, key=lambda number: cases[number].get("store", "")):
        numbers = list(group)
        documents = [cases[number] for number in numbers]
        first, second = assess(documents, store, 1), assess(documents, store, 3)
        assert len(first) == len(numbers), f"{file}: {len(numbers)} documents in, {len(first)} assessments out"
        assert first == second, f"{file}: two runs do not give the same bytes"
        for number, line in zip(numbers, first):
            answers[number] = line
    return answers


# ---- expectations ----

def differences(where, got, expected):
    """Every member expected must be there; others may be too. Lists are compared whole."""
    if isinstance(expected, dict):
        if not isinstance(got, dict):
            return [f"{where}: {got!r}, expected {expected!r}"]
        return [found for key, value in expected.items() for found in differences(f"{where}.{key}", got.get(key), value)]
    if isinstance(expected, list):
        if not isinstance(got, list) or len(got) != len(expected):
            return [f"{where}: {got!r}, expected {expected!r}"]
        return [found for n, value in enumerate(expected) for found in differences(f"{where}[{n}]", got[n], value)]
    return [] if got == expected else [f"{where}: {got!r}, expected {expected!r}"]


def told(assessment):
    """Everything that the customer gets to read."""
    reply = assessment["reply"]
    return "\n".join(reply[part] for part in ("subject", "markdown", "text", "html", "sms"))


def check_concerns(assessment, expected):
    yield from differences("concerns", [found["concern"] for found in assessment["concerns"]], expected)


def check_decisions(assessment, expected):
    short = [{key: decision[key] for key in ("concern", "action", "reason", "item")} for decision in assessment["decisions"]]
    if len(short) != len(expected):
        yield f"decisions: {short}, expected {expected}"
    else:
        yield from differences("decisions", assessment["decisions"], expected)


def check_milestones(where, milestones, expected, item):
    for name, (first, last) in expected.items():
        found = [[m["from"], m["to"]] for m in milestones if m["milestone"] == name and m["item"] == item]
        yield from differences(f"{where}.{name}", found, [[first, last]])


def check_estimate(assessment, expected):
    if expected is None:
        yield from differences("estimate", assessment["estimate"], None)
    else:
        yield from check_milestones("estimate", assessment["estimate"]["milestones"], expected, 0)


def check_rush(assessment, expected):
    yield from check_milestones("estimate.rush", assessment["estimate"]["rush"]["milestones"], expected, 0)


def check_says(assessment, expected):
    plain = assessment["reply"]["markdown"].replace("\\", "")
    yield from (f"the reply does not say {text!r}" for text in expected if text not in plain)


def check_says_not(assessment, expected):
    yield from (f"the reply says {text!r}" for text in expected if text in told(assessment))


def check_leak_none(assessment, expected):
    yield from (f"the reply gives {text!r} away" for text in expected if text in told(assessment))


def check_quiet(assessment, expected):
    if expected and re.search("[!！]", assessment["reply"]["markdown"] + assessment["reply"]["subject"]):
        yield "the reply has an exclamation mark"


def check_apologises(assessment, expected):
    """An apology, and before anything else is said."""
    body = assessment["reply"]["markdown"].split("\n\n")[1]
    if expected != any(word in body for word in SORRY[assessment["locale"]]):
        yield f"apologises: the letter begins with {body!r}"


def member(*path):
    def check(assessment, expected):
        value = functools.reduce(lambda inner, name: inner[name], path, assessment)
        yield from differences(".".join(path), value, expected)
    return check


CHECKS = {
    "locale": member("locale"),
    "concerns": check_concerns,
    "decisions": check_decisions,
    "identity": member("identity"),
    "escalate": member("escalate"),
    "missing": member("missing"),
    "conflicts": member("conflicts"),
    "in_scope": member("scope", "in"),
    "route": member("scope", "route"),
    "window": member("situation", "window"),
    "stage": member("situation", "stage"),
    "stage_basis": member("situation", "stage_basis"),
    "overdue": member("situation", "overdue"),
    "items": member("situation", "items"),
    "new_spec": member("request", "new_spec"),
    "changes": member("request", "changes"),
    "need_by": member("request", "need_by"),
    "need_by_verdict": member("request", "need_by_verdict"),
    "answer": member("request", "answer"),
    "change": member("change"),
    "claim": member("claim"),
    "promises": member("promises"),
    "estimate": check_estimate,
    "rush": check_rush,
    "says": check_says,
    "says_not": check_says_not,
    "leak_none": check_leak_none,
    "quiet": check_quiet,
    "apologises": check_apologises,
}


@functools.lru_cache(maxsize=None)
def schema():
    return validate.validator_for(validate.DEFAULT)


def findings(file, number):
    """Sentences on what is not as it should be with one case; none when all is well."""
    case, line = FILES[file][number], assessed(file)[number]
    found = [f"schema: {sentence}" for sentence in validate.findings(schema(), line)]
    if found:
        return found
    assessment = json.loads(line)
    for name, expected in case["expect"].items():
        found.extend(CHECKS[name](assessment, expected))
    found += [f"lint: {lint['rule']}: {lint['message']}" for lint in assessment["lint"] if lint["severity"] == "error"]
    return found


# ---- replies ----

def reply_path(file, number):
    assessment = json.loads(assessed(file)[number])
    return REPLIES / assessment["locale"] / f"{FILES[file][number]['name']}.md"


def reply_text(file, number):
    reply = json.loads(assessed(file)[number])["reply"]
    return f"Subject: {reply['subject']}\n\n{reply['markdown'].rstrip()}\n\n---\n\nSMS: {reply['sms']}\n"


def reply_findings(file, number):
    path = reply_path(file, number)
    if not path.is_file():
        return [f"{path.relative_to(HERE)} is not there; run.py --update writes it"]
    if path.read_text(encoding="utf-8") == reply_text(file, number):
        return []
    return [f"the reply is not {path.relative_to(HERE)}; run.py --update, then read what changed"]


def stale():
    """Kept replies that no case gives any more."""
    wanted = {reply_path(file, number) for file, number in CASES}
    return sorted(set(REPLIES.glob("*/*.md")) - wanted)


def update(cases):
    for file, number in cases:
        path = reply_path(file, number)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(reply_text(file, number), encoding="utf-8")
    if len(cases) == len(CASES):
        for path in stale():
            path.unlink()


# ---- pytest ----

def pytest_generate_tests(metafunc):
    if "place" in metafunc.fixturenames:
        metafunc.parametrize("place", CASES, ids=[f"{file}:{FILES[file][number]['id']}" for file, number in CASES])


def test_decisions(place):
    found = findings(*place)
    assert not found, "\n".join(found)


def test_reply(place):
    found = reply_findings(*place)
    assert not found, "\n".join(found)


def test_cases_are_told_apart():
    ids = [case["id"] for cases in FILES.values() for case in cases]
    assert len(ids) == len(set(ids))
    assert all(case["id"].rpartition(".")[0] == case["name"] for cases in FILES.values() for case in cases)
    assert not stale()


# ---- by hand ----

def selected(names):
    for file, number in CASES:
        case = FILES[file][number]
        if not names or any(name == file or case["id"].startswith(name) for name in names):
            yield file, number


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--update", action="store_true", help="write the replies anew")
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args()
    cases = list(selected(options.names))
    if options.update:
        update(cases)
    bad = 0
    for file, number in cases:
        found = findings(file, number) + reply_findings(file, number)
        bad += bool(found)
        for sentence in found:
            print(f"{file}:{FILES[file][number]['id']}: {sentence}")
    print(f"{len(cases)} cases, {bad} not as expected")
    return 1 if bad or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
