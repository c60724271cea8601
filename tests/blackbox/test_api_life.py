"""One order as its page shows it, on SQLite and on PostgreSQL."""
import pytest

from desk_server import person, wait_for
from desk_store import inquiry, order, path_of, served_on
from test_api_board import PIXEL, change
from test_api_inbox import now


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def server(request):
    with served_on(request.param, "test_api_life") as running:
        running.anna = person(running, "anna", "agent")
        running.boss = person(running, "boss", "manager")
        running.stu = person(running, "stu", "studio")
        yield running


def life(client, number):
    answer = client.get(path_of(number, "life"))
    assert answer.status == 200, answer.body
    return answer.json


def test_a_change_and_what_came_of_it(server):
    server.owner.put(path_of("#6001"), order("#6001", placed_at=now(-120)))
    change(server, "#6001")
    page = life(server.anna, "#6001")
    first, second = page["specs"]
    assert first["fields"] == [{"field": "engraving", "old": None, "new": "Forever"}] and first["change"] is None and first["acknowledged"]
    assert second["fields"] == [{"field": "engraving", "old": "Forever", "new": "Always"}] and not second["acknowledged"]
    assert second["change"]["channel"] == "email" and second["change"]["settled_at"] and second["change"]["settled_by"].startswith("token:")
    assert [hold["reason"] for hold in page["holds"]] == ["change"] and page["holds"][0]["to"]
    assert page["outlook"][0]["stage"] == "design" and page["changes"][0]["state"] == "applied" and len(page["tickets"]) == 1
    assert page["history"][0]["kind"] in ("message", "letter") and {entry["kind"] for entry in page["history"]} == {"message", "letter"}
    assert [entry["at"] for entry in page["history"]] == sorted(entry["at"] for entry in page["history"])
    assert page["audit"] is None
    done = life(server.boss, "#6001")["audit"]
    assert {"order.entered", "change.applied", "hold.set", "hold.lifted"} <= {row["verb"] for row in done}
    assert done[0]["at"] >= done[-1]["at"]


def test_who_did_it_is_named(server):
    server.owner.put(path_of("#6002"), order("#6002", placed_at=now(-120)))
    assert server.boss.post(path_of("#6002", "hold"), {"reason": "checking"}).status == 200
    [held] = [row for row in life(server.boss, "#6002")["audit"] if row["verb"] == "hold.set"]
    assert held["person"] == "Boss" and held["actor"].startswith("account:")


def test_a_claim_stands_beside_what_was_confirmed(server):
    server.owner.put(path_of("#6003"), order("#6003", placed_at=now(-20000), events=[{"stage": "delivered", "at": now(-300)}]))
    taken = server.owner.post("/v1/inquiries", inquiry("#6003", "The necklace from order 6003 arrived broken.", at=now())).json
    sent = server.raw("POST", f"/v1/tickets/{taken['ticket']['id']}/attachments?name=break.png", PIXEL,
                      {"Authorization": f"Bearer {server.owner.token}", "Content-Type": "image/png"})
    assert sent.status == 201
    [claim] = life(server.anna, "#6003")["claims"]
    assert claim["personalization"] == [{"field": "engraving", "value": "Forever"}] and claim["pieces"] == []
    assert [(one["name"], one["kept"]) for one in claim["evidence"]] == [("break.png", True)]
    made = server.owner.post(path_of("#6003", "remake"), {"item": 0, "concern": "damaged", "fault": "store"})
    assert made.status in (200, 201), made.body
    page = life(server.anna, "#6003")
    assert len(page["remakes"]) == 1 and page["remake_of"] is None
    assert life(server.anna, page["remakes"][0])["remake_of"] == "#6003"
    assert page["approvals"][0]["kind"] == "remake"


def test_promises_say_what_became_of_them(server):
    server.owner.put(path_of("#6004"), order("#6004", placed_at=now(-3000)))
    taken = server.owner.post("/v1/inquiries", inquiry("#6004", "When will my order 6004 arrive?", at=now())).json
    assert server.owner.post(f"/v1/drafts/{taken['draft']['id']}/send").status == 200
    page = life(server.anna, "#6004")
    assert page["promises"] and {one["state"] for one in page["promises"]} == {"open"}
    assert any(point["told"] for point in page["outlook"][0]["points"])

    def authors():
        history = life(server.anna, "#6004")["history"]
        return [entry["message"]["author"] for entry in history if entry["kind"] == "message"]

    assert authors() == ["customer"]  # for ten seconds the reply can be taken back
    assert wait_for(lambda: authors() == ["customer", "agent"])


def test_who_may_see_it(server):
    assert server.stu.get(path_of("#6001", "life")).status == 403
    assert server.anna.get(path_of("#6999", "life")).status == 404
