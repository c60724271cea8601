"""Letters and the outbox over the API, on SQLite and on PostgreSQL."""
import pytest

from desk_server import wait_for
from desk_store import inquiry, order, path_of, served_on

STRANGER = "00000000-0000-7000-8000-000000000001"


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def server(request):
    with served_on(request.param, "test_api_outbox") as running:
        yield running


def send_reply(owner, number):
    owner.put(path_of(number), order(number))
    taken = owner.post("/v1/inquiries", inquiry(number, f"Where is my order {number.strip('#')}?")).json
    assert owner.post(f"/v1/drafts/{taken['draft']['id']}/send").status == 200
    return taken["ticket"]["id"]


def states(owner, ticket):
    return {letter["state"] for letter in owner.get(f"/v1/tickets/{ticket}/letters").json["data"]}


def test_what_is_held_waits_until_it_is_released(server):
    owner = server.owner
    assert owner.post("/v1/outbox/hold").json["held"] is True
    ticket = send_reply(owner, "#2001")
    assert states(owner, ticket) == {"queued"}
    depth = owner.get("/v1/outbox").json
    assert depth["held"] and depth["queued"] >= 1 and depth["oldest_at"] and depth["maildir"] == "mail"
    assert owner.post("/v1/outbox/release").json["held"] is False
    assert wait_for(lambda: states(owner, ticket) == {"sent"}), states(owner, ticket)
    assert owner.get("/v1/outbox").json["queued"] == 0


def test_only_an_owner_holds_it(server):
    assert server.desk.post("/v1/outbox/hold").status == 403
    assert server.desk.post("/v1/outbox/release").status == 403
    assert server.desk.get("/v1/outbox").status == 200


def test_letters_come_newest_first_and_by_state(server):
    owner = server.owner
    tickets = [send_reply(owner, "#2002"), send_reply(owner, "#2003")]
    assert wait_for(lambda: all(states(owner, ticket) == {"sent"} for ticket in tickets))
    seen, cursor = [], ""
    while True:
        page = owner.get(f"/v1/letters?state=sent&limit=2{cursor}").json
        seen += page["data"]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    ids = [letter["id"] for letter in seen]
    assert len(ids) >= 4 and ids == sorted(set(ids), reverse=True)
    assert {letter["state"] for letter in seen} == {"sent"}
    assert [letter["id"] for letter in owner.get("/v1/letters?limit=200").json["data"]] == ids
    assert owner.get("/v1/letters?state=failed").json["data"] == []
    assert owner.get("/v1/letters?state=lost").status == 400
    one = owner.get(f"/v1/letters/{ids[0]}")
    assert one.status == 200 and one.json == seen[0]
    assert owner.get(f"/v1/letters/{STRANGER}").status == 404
    assert server.desk.get("/v1/letters").status == 403


def test_what_waits_is_withdrawn_and_promises_nothing(server):
    owner = server.owner
    owner.put(path_of("#2010"), order("#2010"))
    promises = lambda: [each["state"] for each in owner.get("/v1/orders/%232010/life").json["promises"]]
    before = promises()
    owner.post("/v1/outbox/hold")
    ticket = send_reply(owner, "#2011")
    owner.post(path_of("#2010", "events"), {"stage": "production", "at": "2026-03-03T15:00:00Z"})
    notices = lambda: [each for each in owner.get("/v1/letters?state=queued").json["data"] if each["notice"] == "production_started"]
    assert wait_for(notices), owner.get("/v1/letters").json
    notice, during = notices()[0], promises()
    assert server.read.post(f"/v1/letters/{notice['id']}/withdraw").status == 403
    gone = owner.post(f"/v1/letters/{notice['id']}/withdraw")
    assert gone.status == 200 and (gone.json["state"], gone.json["withheld"]) == ("withheld", "by_hand")
    assert owner.post(f"/v1/letters/{notice['id']}/withdraw").status == 409
    assert owner.post(f"/v1/letters/{STRANGER}/withdraw").status == 404
    assert len(promises()) < len(during) or during == before
    assert promises().count("open") == before.count("open")
    reply = [each for each in owner.get(f"/v1/tickets/{ticket}/letters").json["data"] if each["kind"] == "reply"][0]
    assert owner.post(f"/v1/letters/{reply['id']}/withdraw").status == 409, "a reply belongs to its conversation"
    owner.post("/v1/outbox/release")
    assert wait_for(lambda: owner.get(f"/v1/letters/{reply['id']}").json["state"] == "sent")
    assert owner.get(f"/v1/letters/{notice['id']}").json["state"] == "withheld"


def test_a_letter_is_shown_as_mail_programs_do(server):
    owner = server.owner
    letter = owner.get("/v1/letters?limit=1").json["data"][0]
    shown = server.raw("GET", f"/v1/letters/{letter['id']}/html", headers=owner.who())
    assert shown.status == 200 and shown.headers["Content-Type"].startswith("text/html") and b"<p" in shown.body
    assert "sandbox" in shown.headers["Content-Security-Policy"] and b"order-page.invalid" not in shown.body
    assert server.raw("GET", f"/v1/letters/{letter['id']}/html", headers=server.desk.who()).status == 403


def test_only_what_failed_is_tried_again(server):
    owner = server.owner
    sent = owner.get("/v1/letters?state=sent&limit=1").json["data"][0]
    assert owner.post(f"/v1/letters/{sent['id']}/retry").status == 409
    assert owner.post(f"/v1/letters/{STRANGER}/retry").status == 404
    assert owner.post("/v1/letters/x/retry").status == 404
    assert server.read.post(f"/v1/letters/{sent['id']}/retry").status == 403


def test_a_letter_that_failed_goes_out_when_it_is_tried_again(server):
    owner = server.owner
    assert wait_for(lambda: owner.get("/v1/outbox").json["queued"] == 0)
    owner.put(path_of("#2004"), order("#2004"))
    bad = {**inquiry("#2004", "Where is my order 2004?"), "from": "maya 2004@bad address"}
    taken = owner.post("/v1/inquiries", bad).json
    owner.post(f"/v1/drafts/{taken['draft']['id']}/send")

    def failed():
        letters = owner.get(f"/v1/tickets/{taken['ticket']['id']}/letters").json["data"]
        return [letter for letter in letters if letter["state"] == "failed"]

    letters = wait_for(failed)
    assert letters, owner.get(f"/v1/tickets/{taken['ticket']['id']}/letters").json
    assert letters[0]["last_error"]
    again = owner.post(f"/v1/letters/{letters[0]['id']}/retry")
    assert again.status == 200 and again.json["state"] == "queued"
    assert owner.get("/v1/letters?state=failed").status == 200
