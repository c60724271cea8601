"""Measures, surveys, bulk actions, consents, export and erasure over HTTP; the client holds every answer against its schema."""
import json

import pytest
from conftest import run
from desk_server import Client, served
from test_serve import inquiry, order, path_of


@pytest.fixture(scope="module")
def server():
    with served(None) as running:
        yield running
        assert running.errors() == []


@pytest.fixture(scope="module")
def owner(server):
    return Client(server, server.token("owner"))


def ticket_of(owner, number, text):
    owner.put(path_of(number), order(number))
    return owner.post("/v1/inquiries", inquiry(number, text)).json["ticket"]["id"]


def test_bulk_actions_have_their_own_results(owner):
    one, two = ticket_of(owner, "#2001", "Where is my order 2001?"), ticket_of(owner, "#2002", "Is 2002 on its way?")
    nobody = "00000000-0000-7000-8000-000000000000"
    done = owner.post("/v1/tickets/bulk", {"tickets": [one, nobody, two], "action": "resolve"})
    assert done.status == 200
    assert [(row["status"], row["state"]) for row in done.json["data"]] == [(200, "resolved"), (404, None), (200, "resolved")]
    again = owner.post("/v1/tickets/bulk", {"tickets": [one], "action": "resolve"})
    assert again.json["data"][0]["status"] == 409
    assert owner.post("/v1/tickets/bulk", {"tickets": [one], "action": "burn"}).status == 400
    assert owner.post("/v1/tickets/bulk", {"tickets": [], "action": "resolve"}).status == 400


def test_a_survey_is_answered_once_and_counted(owner):
    surveys = owner.get("/v1/surveys?state=open").json["data"]
    assert surveys
    answered = owner.post(f"/v1/surveys/{surveys[0]['id']}/answer", {"score": 5, "comment": "lovely"})
    assert answered.status == 200 and answered.json["score"] == 5
    assert owner.post(f"/v1/surveys/{surveys[0]['id']}/answer", {"score": 1}).status == 409
    assert owner.post(f"/v1/surveys/{surveys[0]['id']}/answer", {"score": 6}).status == 400
    csat = {m["measure"]: m for m in owner.get("/v1/metrics?by=concern").json["measures"]}["csat"]
    assert (csat["share"], csat["n"]) == (1.0, 1)
    things = owner.get("/v1/metrics/csat/things?outcome=hit").json["data"]
    assert [thing["id"] for thing in things] == [surveys[0]["id"]]


def test_measures_refuse_what_they_do_not_know(owner):
    assert owner.get("/v1/metrics?from=soon").status == 400
    assert owner.get("/v1/metrics?from=2026-03-02&to=2026-03-01").status == 400
    assert owner.get("/v1/metrics?by=moon").status == 400
    assert owner.get("/v1/metrics/luck/things").status == 404
    assert owner.get("/v1/metrics/first_response/things?limit=1").status == 200


def test_consents_export_and_erasure(owner):
    ticket_of(owner, "#2003", "Please tell plantedword about 2003. Where is it?")
    customer = owner.get("/v1/orders/2003").json["life"]["customer"]
    given = owner.put(f"/v1/customers/{customer}/consents", {"sms": True})
    assert given.status == 200 and given.json["consents"] == ["sms"]
    kept = owner.get(f"/v1/customers/{customer}/export")
    assert kept.status == 200 and "plantedword" in kept.body.decode()
    assert owner.post(f"/v1/customers/{customer}/erase", {}).status == 409
    gone = owner.post(f"/v1/customers/{customer}/erase", {"force": True})
    assert gone.status == 200 and gone.json["erased_at"]
    assert "plantedword" not in owner.get(f"/v1/customers/{customer}/export").body.decode()
    assert owner.get("/v1/search?q=plantedword").json["data"] == []


def test_metrics_at_the_command_line(tmp_path):
    assert run("init", "shop", cwd=tmp_path).status == 0
    document = order("#1", events=[{"stage": "shipped", "at": "2026-03-05T12:00:00Z"}])
    (tmp_path / "orders.jsonl").write_text(json.dumps(document) + "\n")
    assert run("import", "shop", "orders.jsonl", cwd=tmp_path).status == 0
    words = ["metrics", "shop", "--from", "2026-03-01", "--to", "2026-03-31"]
    text = run(*words, cwd=tmp_path)
    assert text.status == 0 and "Remakes\n  0.0 % of custom orders shipped (0 of 1)\n" in text.out
    measures = {m["measure"]: m for m in run(*words, "--format", "json", cwd=tmp_path).json()["measures"]}
    assert measures["remake"]["n"] == 1 and measures["remake"]["groups"][0]["key"] == "2026-03"
    table = run(*words, "--format", "csv", cwd=tmp_path).out
    assert table.startswith("measure,by,key,share,") and "remake,month,2026-03,0.0000,0,1,0,,\r\n" in table.replace("\n", "\r\n").replace("\r\r", "\r")
    assert run(*words[:2], "--from", "soon", cwd=tmp_path).status == 3


def test_figures_come_as_tables_too(server, owner):
    ticket_of(owner, "#2050", "Where is my order 2050?")
    headers = {"Authorization": f"Bearer {owner.token}"}
    table = server.raw("GET", "/v1/metrics?by=concern&format=csv&from=2026-01-01", headers=headers)
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8" and "measures.csv" in table.headers["Content-Disposition"]
    lines = table.body.decode().split("\r\n")
    assert lines[0] == "measure,group,share,hits,n,pending,median_hours,p90_hours,late,late_hits" and lines[-1] == ""
    document = owner.get("/v1/metrics?by=concern&from=2026-01-01").json
    assert len(lines) - 2 == sum(1 + len(m["groups"]) for m in document["measures"])
    assert {m["measure"]: (m["target"], m["better"]) for m in document["measures"]}["remake"] == (0.03, "less")
    behind = server.raw("GET", "/v1/metrics/first_response/things?from=2026-01-01", headers={**headers, "Accept": "text/csv"})
    rows = behind.body.decode().split("\r\n")
    assert rows[0] == "kind,id,ticket,order,number,outcome,group,at,day"
    assert len(rows) - 2 == len(owner.get("/v1/metrics/first_response/things?from=2026-01-01&limit=200").json["data"])
    assert server.raw("GET", "/v1/metrics?format=xls", headers=headers).status == 400
