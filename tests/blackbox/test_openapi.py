"""The description of the API: sound by a linter's rules, its examples go through, and the pages that are printed from it are true."""
import importlib.util
import json
import os
import pathlib
import shutil
import subprocess

import pytest

from desk_store import served_on

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests/openapi"
LINTER = FOLDER / "node_modules/.bin/redocly"


@pytest.fixture(scope="module")
def server():
    with served_on("sqlite", "test_openapi") as running:
        yield running


@pytest.fixture(scope="module")
def document(server):
    return server.raw("GET", "/v1/openapi.json").json


def test_a_linter_finds_nothing(document, tmp_path):
    if not shutil.which("node") or not LINTER.exists():
        pytest.skip("no node, or its packages are not installed (tools/deps does that where npm is)")
    (tmp_path / "openapi.json").write_text(json.dumps(document, indent=1))
    run = subprocess.run([LINTER, "lint", tmp_path / "openapi.json", "--config", FOLDER / "redocly.yaml", "--format", "stylish"],
                         capture_output=True, text=True, env={**os.environ, "REDOCLY_TELEMETRY": "off"}, timeout=120)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_part_is_told_apart(document):
    operations = [one for path in document["paths"].values() for one in path.values()]
    names = [one["operationId"] for one in operations]
    assert len(names) == len(set(names))
    assert {one["tags"][0] for one in operations} == {tag["name"] for tag in document["tags"]}


def test_the_words_of_a_body_are_named(document):
    body = document["paths"]["/v1/orders/{number}/events"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert {"design", "production", "shipped", "delivered"} <= set(body["properties"]["stage"]["enum"])


def test_examples_go_through_in_turn(server, document):
    count = 0
    for path, operations in document["paths"].items():
        for method, one in operations.items():
            for media in one.get("requestBody", {}).get("content", {}).values():
                if "example" not in media or "{id}" in path:
                    continue
                answer = server.owner.call(method.upper(), path.replace("{number}", "1042"), media["example"])
                assert answer.status in (200, 201), f"{method} {path}: {answer.body}"
                count += 1
    assert count >= 6


def test_the_reference_page_names_everything(server, document):
    answer = server.raw("GET", "/v1/reference")
    page = answer.body.decode()
    assert answer.status == 200 and answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"] and "<script" not in page
    for operations in document["paths"].values():
        for one in operations.values():
            assert f'id="{one["operationId"]}"' in page
    for name in document["components"]["schemas"]:
        assert f'<h3 id="{name}">' in page
    assert page.count("<table") == page.count("</table>") and page.count("<span") == page.count("</span>")


def test_answers_are_compressed_for_whoever_takes_it(server):
    plain = server.raw("GET", "/v1/openapi.json")
    small = server.raw("GET", "/v1/openapi.json", headers={"Accept-Encoding": "gzip"})
    assert plain.headers["Vary"] == small.headers["Vary"] == "Accept-Encoding"
    assert small.headers["Content-Encoding"] == "gzip" and len(small.body) * 4 < len(plain.body)


def test_the_page_in_docs_is_up_to_date(document):
    spec = importlib.util.spec_from_file_location("api_md", FOLDER / "api_md.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    path = ROOT / "docs/API.md"
    if os.environ.get("BURIN_UPDATE"):
        path.write_text(module.page(document))
    assert path.read_text() == module.page(document), "BURIN_UPDATE=1 pytest tests/blackbox/test_openapi.py writes it anew"
