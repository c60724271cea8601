"""Estimates and lint over the API: the same answers as on the command line."""
import json
import subprocess

import pytest

from desk_server import BURIN
from desk_store import served_on

BROKEN = "Your order arrives on March 20. Guaranteed!"


@pytest.fixture(scope="module")
def server():
    with served_on("sqlite", "test_api_engine") as running:
        yield running


def command(server, *arguments, **more):
    run = subprocess.run([BURIN, *arguments, "--store", str(server.folder)], capture_output=True, text=True, **more)
    return run.stdout


@pytest.mark.parametrize("body, flags", [
    ({"order_date": "2026-03-02"}, []),
    ({"order_date": "2026-03-02", "production_days": [5, 7], "shipping_days": 3, "rush": True},
     ["--production-days", "5-7", "--shipping-days", "3", "--rush"]),
    ({"order_date": "2026-03-02", "at": "2026-03-20T12:00:00Z", "stage": "production"},
     ["--at", "2026-03-20T12:00:00Z", "--stage", "production"]),
    ({"order_date": "2026-03-02", "at": "2026-03-20", "locale": "zh-CN", "rush": True},
     ["--at", "2026-03-20", "--locale", "zh-CN", "--rush"]),
])
def test_an_estimate_is_what_the_command_prints(server, body, flags):
    answer = server.read.post("/v1/estimates", body)
    assert answer.status == 200
    assert answer.json == json.loads(command(server, "eta", "--order-date", body["order_date"], "--format", "json", *flags))


@pytest.mark.parametrize("body, pointer", [
    ({}, "/order_date"),
    ({"order_date": "2026-02-30"}, "/order_date"),
    ({"order_date": "2026-03-02", "production_days": "7"}, "/production_days"),
    ({"order_date": "2026-03-02", "rush": 1}, "/rush"),
    ({"order_date": "2026-03-02", "stage": "cancelled"}, "/stage"),
    ({"order_date": "2026-03-02", "at": "soon"}, "/at"),
    ({"order_date": "2026-03-02", "colour": "red"}, "/colour"),
])
def test_a_wrong_estimate_names_the_place(server, body, pointer):
    answer = server.read.post("/v1/estimates", body)
    assert answer.status == 400 and answer.json["errors"][0]["pointer"] == pointer


def test_lint_finds_what_the_command_finds(server):
    found = server.read.post("/v1/lint", {"markdown": BROKEN}).json
    run = subprocess.run([BURIN, "lint", "--format", "json"], input=BROKEN, capture_output=True, text=True)
    assert found["lint"] == json.loads(run.stdout) and found["lint"]
    assert found["blocked"] == any(finding["severity"] == "error" for finding in found["lint"])


def test_lint_holds_a_text_against_its_assessment(server):
    assessment = server.read.post("/v1/assess", {"id": "c1", "at": "2026-03-02T16:00:00-05:00", "text": "Where is my order?"}).json
    fine = server.read.post("/v1/lint", {"markdown": assessment["reply"]["markdown"], "assessment": assessment}).json
    assert fine["blocked"] is False
    other = server.read.post("/v1/lint", {"markdown": "x", "assessment": {"schema": "burin.order/1"}})
    assert other.status == 400 and other.json["errors"][0]["pointer"] == "/schema"
    assert server.read.post("/v1/lint", {}).json["errors"][0]["pointer"] == "/markdown"
