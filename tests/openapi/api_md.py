#!/usr/bin/env python3
"""Prints docs/API.md from the OpenAPI description of a running server.

usage: tests/openapi/api_md.py openapi.json            to stdout
The black-box tests hold docs/API.md against it; BURIN_UPDATE=1 writes it anew.
"""
import json
import sys

METHODS = ("get", "put", "post", "patch", "delete")


def name_of(schema):
    """The type of a schema in a word or two."""
    if "$ref" in schema:
        return schema["$ref"].rsplit("/", 1)[1]
    if "enum" in schema:
        return " \\| ".join("null" if word is None else f"`{word}`" for word in schema["enum"])
    for choice in ("anyOf", "oneOf"):
        if choice in schema:
            return " or ".join(name_of(one) for one in schema[choice])
    if "items" in schema:
        return "list of " + name_of(schema["items"])
    if "data" in schema.get("properties", {}):
        return "page of " + name_of(schema["properties"]["data"]["items"])
    kind = schema.get("type", "anything")
    kinds = kind if isinstance(kind, list) else [kind]
    return " or ".join([schema.get("format", kinds[0]), *kinds[1:]])


def members(schema):
    rows = []
    for name, member in schema.get("properties", {}).items():
        needed = " (required)" if name in schema.get("required", []) else ""
        rows.append(f"  - `{name}`: {name_of(member)}{needed}")
    return rows


def operation(path, method, one):
    lines = [f"### {method.upper()} {path}", "", one["summary"] + ". " + one.get("description", "")]
    if "x-right" in one:
        lines[-1] = lines[-1].rstrip() + f" Needs the right *{one['x-right']}*."
    if {"visit": []} in one.get("security", []):
        lines[-1] = lines[-1].rstrip() + " For the customer of an order, by the cookie of POST /v1/my/session."
    lines.append("")
    for parameter in one.get("parameters", []):
        needed = ", required" if parameter["required"] else ""
        lines.append(f"- `{parameter['name']}` ({parameter['in']}{needed}): {parameter['description']}")
    content = one.get("requestBody", {}).get("content", {})
    if content:
        schema = next(iter(content.values())).get("schema", {})
        what = f" {name_of(schema)}" if "$ref" in schema else ""
        lines.append(f"- Body: {', '.join(f'`{kind}`' for kind in content)}{what}")
        lines += members(schema) if "$ref" not in schema else []
        example = next(iter(content.values())).get("example")
        if example is not None:
            lines.append(f"  - for example `{json.dumps(example, ensure_ascii=False, separators=(',', ':'))}`")
    good = [f"{status} {name_of(next(iter(answer['content'].values()))['schema'])}"
            for status, answer in one["responses"].items() if "content" in answer]
    refused = [status for status, answer in one["responses"].items() if "$ref" in answer]
    lines.append(f"- Answers: {', '.join(good)}; refused with {', '.join(refused)}")
    return "\n".join(line.rstrip() for line in lines) + "\n"


def page(document):
    parts = ["# The API", "",
             "Printed from the description that `burin serve` gives at `/v1/openapi.json`; `/v1/reference` shows the same with every"
             " document's members. Not written by hand: the tests hold it against the server.", "",
             "Send `Authorization: Bearer` with a token of `burin token add`. Errors are problem details (RFC 9457).", "",
             document["info"]["description"], ""]
    for tag in document["tags"]:
        parts += [f"## {tag['name']}", "", f"{tag['description']}.", ""]
        for path, operations in document["paths"].items():
            parts += [operation(path, method, operations[method]) for method in METHODS
                      if method in operations and operations[method]["tags"][0] == tag["name"]]
    return "\n".join(parts).rstrip() + "\n"


if __name__ == "__main__":
    print(page(json.load(open(sys.argv[1]))), end="")
