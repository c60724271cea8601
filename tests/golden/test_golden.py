"""Every decision and every reply, kept as it should be: inquiries/NAME.json is assessed and compared with expected/NAME.json.

`python3 -m pytest tests/golden --update` writes the expected files anew; read their difference before it is committed.
The versions of build, model and store are left out: they change with every word.
"""
import json
import os
import pathlib
import subprocess

import jsonschema
import pytest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BURIN = pathlib.Path(os.environ.get("BURIN", ROOT / "build" / "burin")).resolve()
INQUIRIES = sorted((HERE / "inquiries").glob("*.json"))


@pytest.fixture(scope="module")
def assessments():
    """All of them by one run of the program, by name."""
    documents = [json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False) for path in INQUIRIES]
    done = subprocess.run([str(BURIN), "assess"], input="\n".join(documents).encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return dict(zip((path.stem for path in INQUIRIES), map(json.loads, done.stdout.decode().splitlines())))


@pytest.mark.parametrize("name", [path.stem for path in INQUIRIES])
def test_golden(name, assessments, request):
    assessment = assessments[name]
    jsonschema.Draft202012Validator(json.loads((ROOT / "docs" / "assessment.schema.json").read_text())).validate(assessment)
    del assessment["version"]
    text = json.dumps(assessment, ensure_ascii=False, indent=1) + "\n"
    expected = HERE / "expected" / f"{name}.json"
    if request.config.getoption("--update"):
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(text, encoding="utf-8")
    assert expected.exists(), f"no {expected.name}: run with --update"
    assert text.splitlines() == expected.read_text(encoding="utf-8").splitlines()


def test_no_expectation_without_inquiry():
    names = {path.stem for path in INQUIRIES}
    assert {path.stem for path in (HERE / "expected").glob("*.json")} <= names
