"""Replies of one's own, and messages assessed again, on SQLite and on PostgreSQL."""
import pytest

from desk_server import Client, wait_for
from desk_store import address, inquiry, order, path_of, served_on

STRANGER = "00000000-0000-7000-8000-000000000001"


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def server(request):
    with served_on(request.param, "test_api_replies") as running:
        yield running


def ask(client, number, text):
    client.put(path_of(number), order(number))
    return client.post("/v1/inquiries", inquiry(number, text)).json


def test_a_reply_of_ones_own_is_checked_and_sent(server):
    owner = server.owner
    taken = ask(owner, "#5001", "Where is my order 5001?")
    ticket = taken["ticket"]["id"]
    written = owner.post(f"/v1/tickets/{ticket}/messages", {"markdown": "Hello Maya,\n\nI have asked the studio about your order.",
                                                            "subject": "Your necklace", "leaves": "waiting"})
    assert written.status == 201 and written.json["draft"]["free"] and written.json["draft"]["edited_by"]
    states = {draft["id"]: draft["state"] for draft in owner.get(f"/v1/tickets/{ticket}").json["drafts"]}
    assert states == {taken["draft"]["id"]: "superseded", written.json["draft"]["id"]: "open"}
    before = owner.get(path_of("#5001", "promises")).json["data"]
    sent = owner.post(f"/v1/drafts/{written.json['draft']['id']}/send", {"override_reason": "simple answer"})
    assert sent.status == 200 and sent.json["draft"]["state"] == "sent"
    assert owner.get(path_of("#5001", "promises")).json["data"] == before  # no date was told
    whole = owner.get(f"/v1/tickets/{ticket}").json
    assert whole["ticket"]["state"] == "waiting" and whole["messages"][-1]["author"] == "agent"
    assert "asked the studio" in owner.get(f"/v1/tickets/{ticket}/letters").json["data"][0]["text"]


def test_lint_stops_a_wrong_reply_of_ones_own(server):
    owner = server.owner
    ticket = ask(owner, "#5002", "Where is my order 5002?")["ticket"]["id"]
    written = owner.post(f"/v1/tickets/{ticket}/messages", {"markdown": "It arrives on March 20, guaranteed!"}).json
    assert written["blocked"] and written["lint"]
    assert owner.post(f"/v1/drafts/{written['draft']['id']}/send").status == 409


def test_a_text_is_checked_without_being_kept_and_sent_as_it_stands(server):
    owner = server.owner
    draft = ask(owner, "#5019", "Where is my order 5019?")["draft"]["id"]
    kept = owner.get(f"/v1/drafts/{draft}").json["draft"]["markdown"]
    check = owner.post(f"/v1/drafts/{draft}/check", {"markdown": "It arrives on **March 20**, guaranteed!"}).json
    assert check["blocked"] and check["html"] == "<p>It arrives on <strong>March 20</strong>, guaranteed!</p>\n"
    assert check["text"] == check["sms"]["text"] == "It arrives on March 20, guaranteed!"
    assert (check["sms"]["segments"], check["sms"]["unicode"]) == (1, False)
    assert owner.get(f"/v1/drafts/{draft}").json["draft"]["markdown"] == kept
    refused = owner.post(f"/v1/drafts/{draft}/send", {"markdown": "It arrives on March 20, guaranteed!"})
    assert refused.status == 409
    assert owner.get(f"/v1/drafts/{draft}").json["draft"]["markdown"] == "It arrives on March 20, guaranteed!"
    sent = owner.post(f"/v1/drafts/{draft}/send", {"markdown": kept + "\n\nWith thanks", "subject": "Your order"})
    assert sent.status == 200 and sent.json["draft"]["markdown"].endswith("With thanks")
    assert sent.json["draft"]["subject"] == "Your order"


def test_what_a_reply_needs(server):
    owner = server.owner
    ticket = ask(owner, "#5003", "Where is my order 5003?")["ticket"]["id"]
    etag = owner.get(f"/v1/tickets/{ticket}").etag
    assert owner.post(f"/v1/tickets/{ticket}/messages", {}).json["errors"][0]["pointer"] == "/markdown"
    assert owner.post(f"/v1/tickets/{ticket}/messages", {"markdown": "  "}).status == 400
    wrong = owner.post(f"/v1/tickets/{ticket}/messages", {"markdown": "x", "leaves": "merged"})
    assert wrong.status == 400 and wrong.json["errors"][0]["pointer"] == "/leaves"
    assert owner.post(f"/v1/tickets/{STRANGER}/messages", {"markdown": "x"}).status == 404
    assert server.read.post(f"/v1/tickets/{ticket}/messages", {"markdown": "x"}).status == 403
    owner.post(f"/v1/tickets/{ticket}/hand-over")
    assert owner.post(f"/v1/tickets/{ticket}/messages", {"markdown": "x"}, match=etag).status == 412


def test_a_message_is_assessed_again_with_the_order_as_it_is(server):
    owner = server.owner
    taken = owner.post("/v1/inquiries", inquiry("#5004", "Where is my order 5004?")).json
    assert taken["assessment"]["decisions"][0]["action"] != "share_status"
    ticket = taken["ticket"]["id"]
    owner.put(path_of("#5004"), order("#5004"))
    again = owner.post(f"/v1/tickets/{ticket}/reassess")
    assert again.status == 200 and again.json["assessment"]["decisions"][0]["action"] == "share_status"
    whole = owner.get(f"/v1/tickets/{ticket}").json
    assert whole["order"]["number"] == "#5004" and whole["ticket"]["action"] == "share_status"
    assert [draft["state"] for draft in whole["drafts"]] == ["superseded", "open"]
    assert again.json["draft"]["id"] == whole["drafts"][1]["id"] and again.etag


def test_assessing_again_does_nothing_twice(server):
    owner = server.owner
    ticket = ask(owner, "#5005", 'Please change the engraving on order 5005 to "Always".')["ticket"]["id"]
    changes = owner.get("/v1/changes?order=5005").json["data"]
    holds = owner.get(path_of("#5005")).json["holds"]
    for _ in range(3):
        assert owner.post(f"/v1/tickets/{ticket}/reassess").status == 200
    assert owner.get("/v1/changes?order=5005").json["data"] == changes
    assert owner.get(path_of("#5005")).json["holds"] == holds
    cancelled = ask(owner, "#5006", "Please cancel my order 5006.")["ticket"]["id"]
    owner.post(f"/v1/tickets/{cancelled}/reassess")
    assert len(owner.get("/v1/approvals?order=5006").json["data"]) == 1


def test_what_cannot_be_assessed_again(server):
    owner = server.owner
    first = ask(owner, "#5007", "Where is my order 5007?")["ticket"]["id"]
    second = ask(owner, "#5008", "Where is my order 5008?")["ticket"]["id"]
    etag = owner.get(f"/v1/tickets/{first}").etag
    assert owner.post(f"/v1/tickets/{first}/merge", {"into": second}).status == 200
    assert owner.post(f"/v1/tickets/{first}/reassess").status == 409
    assert owner.post(f"/v1/tickets/{second}/reassess", match=etag.replace("v", "v9")).status == 412
    assert owner.post(f"/v1/tickets/{STRANGER}/reassess").status == 404
    assert server.read.post(f"/v1/tickets/{second}/reassess").status == 403
    automatic = owner.post("/v1/inquiries", {**inquiry("#5009", "I am out of the office until Monday. This is an automatic reply."),
                                             "from": address("#5009")}).json
    if automatic["draft"] is None:
        assert owner.post(f"/v1/tickets/{automatic['ticket']['id']}/reassess").status == 409


def test_what_was_sent_a_moment_ago_is_taken_back(server):
    owner = server.owner
    taken = ask(owner, "#5101", "Where is my order 5101?")
    ticket, draft = taken["ticket"]["id"], taken["draft"]["id"]
    before = owner.get(f"/v1/tickets/{ticket}").json
    promises = owner.get(path_of("#5101", "promises")).json["data"]
    assert owner.post(f"/v1/drafts/{draft}/unsend").status == 409
    sent = owner.post(f"/v1/drafts/{draft}/send")
    assert owner.get(f"/v1/tickets/{ticket}").json["ticket"]["state"] == "resolved"
    assert server.read.post(f"/v1/drafts/{draft}/unsend").status == 403
    assert owner.post(f"/v1/drafts/{draft}/unsend", match=f'"v{sent.json["draft"]["version"] - 1}"').status == 412
    back = owner.post(f"/v1/drafts/{draft}/unsend", match=sent.etag)
    assert back.status == 200 and back.json["draft"]["state"] == "open" and back.json["draft"]["settled_at"] is None
    after = owner.get(f"/v1/tickets/{ticket}").json
    moved = ("updated_at", "version")
    assert {k: v for k, v in after["ticket"].items() if k not in moved} == {k: v for k, v in before["ticket"].items() if k not in moved}
    assert after["messages"] == before["messages"]
    assert owner.get(path_of("#5101", "promises")).json["data"] == promises
    assert [letter["kind"] for letter in owner.get(f"/v1/tickets/{ticket}/letters").json["data"]] == ["acknowledgement"]
    assert owner.post(f"/v1/drafts/{STRANGER}/unsend").status == 404


def test_a_letter_that_has_gone_out_is_not_taken_back(server):
    owner = server.owner
    taken = ask(owner, "#5102", "Where is my order 5102?")
    owner.post(f"/v1/drafts/{taken['draft']['id']}/send")
    letters = f"/v1/tickets/{taken['ticket']['id']}/letters"
    assert wait_for(lambda: all(letter["state"] == "sent" for letter in owner.get(letters).json["data"]))
    reply = [letter for letter in owner.get(letters).json["data"] if letter["kind"] == "reply"]
    assert len(reply) == 1 and reply[0]["sent_at"] >= reply[0]["not_before"] > reply[0]["created_at"]
    refused = owner.post(f"/v1/drafts/{taken['draft']['id']}/unsend")
    assert refused.status == 409 and "on its way" in refused.json["detail"]


def test_notes_are_kept_among_the_messages(server):
    owner = server.owner
    ticket = ask(owner, "#5103", "Where is my order 5103?")["ticket"]["id"]
    etag = owner.get(f"/v1/tickets/{ticket}").etag
    kept = owner.post(f"/v1/tickets/{ticket}/notes", {"text": "Telephoned: a quokka for her mother."}, match=etag)
    assert kept.status == 201 and kept.json["internal"] and kept.json["author"] == "agent"
    whole = owner.get(f"/v1/tickets/{ticket}").json
    assert whole["messages"][-1] == kept.json and whole["ticket"]["state"] == "open"
    assert [message["internal"] for message in whole["messages"]] == [False, True]
    hits = owner.get("/v1/search?q=quokka").json["data"]
    assert len(hits) == 1 and hits[0]["ticket"]["id"] == ticket
    assert owner.post(f"/v1/tickets/{ticket}/notes", {"text": "x"}, match=etag).status == 412
    assert owner.post(f"/v1/tickets/{ticket}/notes", {}).json["errors"][0]["pointer"] == "/text"
    assert owner.post(f"/v1/tickets/{ticket}/notes", {"text": " "}).status == 400
    assert owner.post(f"/v1/tickets/{STRANGER}/notes", {"text": "x"}).status == 404
    assert server.read.post(f"/v1/tickets/{ticket}/notes", {"text": "x"}).status == 403


def test_names_are_for_everybody_at_the_desk(server):
    added = server.owner.post("/v1/accounts", {"email": "nora@example.com", "name": "Nora", "role": "agent"}).json["account"]
    server.owner.post("/v1/accounts", {"email": "sam@example.com", "name": "Sam", "role": "studio"})
    names = server.desk.get("/v1/accounts/names")
    assert names.status == 200 and names.json == {"data": [{"id": added["id"], "name": "Nora"}], "next": None}
    assert server.desk.get("/v1/accounts").status == 403
    assert Client(server, server.token("studio")).get("/v1/accounts/names").status == 403
    server.owner.post(f"/v1/accounts/{added['id']}/disable")
    assert server.desk.get("/v1/accounts/names").json["data"] == []


def test_a_yes_to_an_offered_rush_reaches_a_person(server):
    owner = server.owner
    owner.put(path_of("#5030"), order("#5030"))
    offer = owner.post("/v1/inquiries", inquiry("#5030", "Can you rush order 5030, please? I would pay for faster production.")).json
    assert [one["action"] for one in offer["assessment"]["decisions"]] == ["offer_rush"]
    assert owner.post(f"/v1/drafts/{offer['draft']['id']}/send").status in (200, 201)
    yes = owner.post("/v1/inquiries", inquiry("#5030", "Yes", "m2", at="2026-03-02T18:00:00Z")).json
    assert [one["action"] for one in yes["assessment"]["decisions"]] == ["hand_over"]
    assert yes["draft"] and "about an order" not in yes["assessment"]["reply"]["markdown"]
    assert owner.get(f"/v1/tickets/{yes['ticket']['id']}/console").json["ticket"]["escalated"] is True
