"""A late change that the studio is asked about: it says that it can, and the customer is asked to confirm; on both databases."""
import datetime

import pytest

from desk_store import address, inquiry, order, path_of, served_on


def ago(hours):
    return (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def server(request):
    with served_on(request.param, "test_change_ask") as running:
        yield running


def late_wish(server, number, text=None):
    """A change that came when the window was over, though nothing had begun: its ticket, and the change."""
    server.owner.put(path_of(number), order(number, placed_at=ago(60)))
    taken = server.owner.post("/v1/inquiries", inquiry(number, text or f'Please change the engraving on order {number} to "Always".',
                                                      at=ago(20))).json
    assert [one["action"] for one in taken["assessment"]["decisions"]] == ["ask_studio"]
    return taken["ticket"]["id"], change_of(server, number)


def change_of(server, number):
    return server.owner.get(f"/v1/changes?order={number.replace('#', '%23')}").json["data"][-1]


def open_draft(server, ticket):
    return [one for one in server.owner.get(f"/v1/tickets/{ticket}").json["drafts"] if one["state"] == "open"][0]


def holds(server, number):
    return [one for one in server.owner.get(path_of(number)).json.get("holds", []) if one.get("to") is None]


def test_the_studio_can_and_the_customer_confirms(server):
    ticket, change = late_wish(server, "#5701")
    assert change["state"] == "received" and holds(server, "#5701") == []
    case = [one for one in server.owner.get(f"/v1/tickets/{ticket}/console").json["changes"] if one["change"]["id"] == change["id"]][0]
    buttons = {one["name"]: one for one in case["buttons"]}
    assert buttons["change_ask"]["why_not"] is None and buttons["change_confirm"]["why_not"] == "state"
    asked = server.owner.post(f"/v1/changes/{change['id']}/ask")
    assert asked.status == 200 and asked.json["state"] == "awaiting_confirmation" and asked.json["id"] == change["id"]
    assert asked.json["confirm_by"] > ago(-20)  # from when it was asked, not from when the message came
    assert asked.json["received_at"] == change["received_at"] and asked.json["inside_window"] == change["inside_window"]
    assert [one["reason"] for one in holds(server, "#5701")] == ["change"]
    draft = open_draft(server, ticket)
    assert draft["awaits"] == "confirm_change" and "the studio can still change" in draft["markdown"] and "Always" in draft["markdown"]
    sent = server.owner.post(f"/v1/drafts/{draft['id']}/send")
    assert sent.status == 200, (sent.json, draft["markdown"])
    assert server.owner.get(f"/v1/tickets/{ticket}").json["ticket"]["awaiting"] == "confirm_change"
    answer = server.owner.post("/v1/inquiries", {**inquiry("#5701", "Yes, that's right, please go ahead.", at=ago(1)),
                                                 "id": "yes-5701", "from": address("#5701")}).json
    assert answer["ticket"]["id"] == ticket
    assert change_of(server, "#5701")["state"] == "confirmed"
    assert server.owner.post(f"/v1/changes/{change['id']}/apply").json["state"] == "applied"
    assert holds(server, "#5701") == []
    assert server.owner.get(path_of("#5701")).json["items"][0]["personalization"]["engraving"] == "Always"


def test_the_studio_cannot(server):
    ticket, change = late_wish(server, "#5702")
    assert server.owner.post(f"/v1/changes/{change['id']}/decline").json["state"] == "declined"
    assert server.owner.post(f"/v1/changes/{change['id']}/ask").status == 409


def test_it_is_asked_once(server):
    ticket, change = late_wish(server, "#5703")
    version = server.owner.get(f"/v1/changes/{change['id']}").etag
    assert server.owner.call("POST", f"/v1/changes/{change['id']}/ask", {}, match=version).status == 200
    assert server.owner.call("POST", f"/v1/changes/{change['id']}/ask", {}, match=version).status == 412
    assert server.owner.post(f"/v1/changes/{change['id']}/ask").status == 409
    assert len(holds(server, "#5703")) == 1
    assert server.read.post(f"/v1/changes/{change['id']}/ask").status == 403


def test_who_asks_for_something_else_by_now_is_answered_first(server):
    ticket, change = late_wish(server, "#5704")
    server.owner.post("/v1/inquiries", {**inquiry("#5704", "And where is my order 5704?", at=ago(19)), "id": "later-5704"})
    refused = server.owner.post(f"/v1/changes/{change['id']}/ask")
    assert refused.status == 409 and "something else by now" in refused.json["detail"]
    assert server.owner.get(f"/v1/changes/{change['id']}").json["state"] == "received"
    assert holds(server, "#5704") == []


def test_a_piece_that_was_held_stays_so(server):
    """Production began inside the window: the piece is held while the studio is asked, and the same hold goes on."""
    number = "#5705"
    server.owner.put(path_of(number), order(number, placed_at=ago(10)))
    server.owner.post(path_of(number, "events"), {"stage": "production", "at": ago(6)})
    taken = server.owner.post("/v1/inquiries", inquiry(number, 'Please change the engraving on order 5705 to "Always".',
                                                      at=ago(4))).json
    assert [one["reason"] for one in taken["assessment"]["decisions"]] == ["production_begun_early"]
    before = holds(server, number)
    assert len(before) == 1
    assert server.owner.post(f"/v1/changes/{change_of(server, number)['id']}/ask").status == 200
    assert holds(server, number) == before
