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


def test_a_document_cancels_only_with_the_right_to_approve(server):
    entered = order("#6101", placed_at=now(-6000))
    assert server.desk.put(path_of("#6101"), entered).status == 201
    cancelled = {**entered, "events": [{"stage": "cancelled", "at": now(-60)}]}
    assert server.desk.post(path_of("#6101", "events"), {"stage": "cancelled"}).status == 403
    refused = server.desk.put(path_of("#6101"), cancelled)
    assert refused.status == 403 and refused.json["detail"].startswith("/events: ") and "approve" in refused.json["detail"]
    assert server.desk.put(path_of("#6102"), order("#6102", placed_at=now(-6000), events=cancelled["events"])).status == 403
    assert server.owner.get(path_of("#6101")).json["life"]["cancelled_at"] is None
    assert server.owner.put(path_of("#6101"), cancelled).status == 200
    assert server.desk.put(path_of("#6101"), cancelled).status == 200  # says nothing new


def test_what_has_left_or_is_cancelled_takes_no_step_back(server):
    server.owner.put(path_of("#6103"), order("#6103", placed_at=now(-9000)))
    steps = path_of("#6103", "events")
    for stage, minutes, status in (("shipped", -500, 201), ("production", -490, 409), ("cancelled", -480, 409), ("delivered", -400, 201),
                                   ("cancelled", -390, 409), ("design", -380, 409), ("shipped", -500, 200)):
        answer = server.owner.post(steps, {"stage": stage, "at": now(minutes) if status != 200 else server.shipped})
        assert answer.status == status, (stage, answer.body)
        if stage == "shipped" and status == 201:
            server.shipped = [event["at"] for event in answer.json["events"] if event["stage"] == "shipped"][0]
        if status == 409:
            assert "cannot become" in answer.json["detail"]
    refused = server.owner.put(path_of("#6103"), order("#6103", placed_at=now(-9000), events=[{"stage": "cancelled", "at": now(-10)}]))
    assert refused.status == 409 and "a remake or a refund" in refused.json["detail"]

    server.owner.put(path_of("#6104"), order("#6104", placed_at=now(-9000), events=[{"stage": "cancelled", "at": now(-600)}]))
    assert server.owner.post(path_of("#6104", "events"), {"stage": "design"}).status == 409
    assert server.owner.post(path_of("#6104", "hold"), {"reason": "look"}).status == 409
    assert server.owner.post(path_of("#6104", "remake"), {"item": 0, "concern": "damaged", "fault": "store"}).status == 409


def test_a_stage_lies_between_the_order_and_today(server):
    server.owner.put(path_of("#6105"), order("#6105", placed_at=now(-9000)))
    for at in ("1990-01-01T00:00:00Z", now(2000)):
        refused = server.owner.post(path_of("#6105", "events"), {"stage": "design", "at": at})
        assert refused.status == 400 and refused.json["detail"].startswith("/at: ")


def test_a_document_does_not_work_on_a_held_piece(server):
    entered = order("#6106", placed_at=now(-9000))
    server.owner.put(path_of("#6106"), entered)
    assert server.owner.post(path_of("#6106", "hold"), {"reason": "look"}).status == 200
    work = {**entered, "events": [{"stage": "production", "at": now(1)}, {"stage": "shipped", "at": now(2)}]}
    refused = server.owner.put(path_of("#6106"), work)
    assert refused.status == 409 and "on hold (look)" in refused.json["detail"]
    assert server.owner.post(path_of("#6106", "release"), {}).status == 200
    assert server.owner.put(path_of("#6106"), work).status == 200
