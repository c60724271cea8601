"""Replies of one's own, and messages assessed again, on SQLite and on PostgreSQL."""
import pytest

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
