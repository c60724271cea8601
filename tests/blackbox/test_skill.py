"""The agent skill: its front matter, its references, its script."""
import json
import os
import pathlib
import re
import subprocess
import sys

from conftest import BURIN, ROOT

SKILL = ROOT / "skill" / "custom-order-support"
SCRIPT = SKILL / "scripts" / "calculate_eta.py"


def calculate(*words, burin=str(BURIN), path="/usr/bin:/bin"):
    env = {"PATH": path, **({"BURIN": burin} if burin else {})}
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
        env.update({name: os.environ[name]} if name in os.environ else {})
    return subprocess.run([sys.executable, str(SCRIPT), *words], capture_output=True, text=True, env=env, check=False)


def test_front_matter():
    text = (SKILL / "SKILL.md").read_text(encoding="utf-8")
    front = re.match(r"---\n(.*?)\n---\n", text, re.S).group(1)
    members = dict(line.split(": ", 1) for line in front.splitlines())
    assert members["name"] == SKILL.name and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", members["name"])
    assert 0 < len(members["description"]) <= 1024 and "<" not in members["description"]
    assert len(text.splitlines()) < 500
    for path in re.findall(r"`((?:references|scripts)/[^` ]+)`", text):
        assert (SKILL / path).is_file()


def test_references_are_the_starter_stores():
    done = subprocess.run([sys.executable, str(ROOT / "tools" / "skill"), "--check"], capture_output=True, text=True,
                          check=False)
    assert done.returncode == 0, done.stdout


def test_script_asks_burin(on_path):
    done = calculate("--order-date", "2026-03-01", "--production-days", "7", "--shipping-days", "5")
    assert done.returncode == 0 and "13" in done.stdout
    rush = calculate("--order-date", "2026-03-01", "--rush", "--format", "json")
    assert json.loads(rush.stdout)["rush"] is True
    by_path = calculate("--order-date", "2026-03-01", burin=None, path=f"{on_path}:/usr/bin:/bin")
    assert by_path.returncode == 0


def test_script_passes_errors_on():
    done = calculate("--order-date", "2026-02-30")
    assert done.returncode == 3 and done.stderr.startswith("burin: --order-date")


def test_script_says_that_burin_is_missing(tmp_path: pathlib.Path):
    for burin in (None, str(tmp_path / "burin")):
        done = calculate("--order-date", "2026-03-01", burin=burin, path=str(tmp_path))
        assert done.returncode == 4 and done.stdout == "" and "not found" in done.stderr
