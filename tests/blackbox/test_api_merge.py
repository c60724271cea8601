"""Tickets merged into others, as the API tells it, on SQLite and on PostgreSQL."""
import pytest

from desk_store import address, inquiry, order, path_of, served_on

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000"
                    "050001a5f645400000000049454e44ae426082")


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def server(request):
    with served_on(request.param, "test_api_merge") as running:
        yield running


def ask(client, number, text, message="m1"):
    client.put(path_of(number), order(number))
    return client.post("/v1/inquiries", inquiry(number, text, message)).json


def merge(client, source, into):
    answer = client.post(f"/v1/tickets/{source}/merge", {"into": into})
    assert answer.status == 200 and answer.json["merged_into"] == into, answer.body


def test_what_is_open_is_shown_in_the_inbox(server):
    owner = server.owner
    settled = ask(owner, "#7001", "Where is my order 7001?")["ticket"]["id"]
    owner.post(f"/v1/tickets/{settled}/resolve")
    urgent = ask(owner, "#7002", "My necklace from order 7002 arrived broken!")["ticket"]["id"]
    owner.post(f"/v1/tickets/{urgent}/hand-over")
    before = owner.get(f"/v1/tickets/{urgent}").json["ticket"]
    merge(owner, urgent, settled)
    after = owner.get(f"/v1/tickets/{settled}").json["ticket"]
    assert after["state"] == "open" and after["escalated"] and after["resolved_at"] is None
    assert after["due_at"] == before["due_at"] and after["received_at"] == before["received_at"]
    assert after["contacts"] == 2
    shown = {row["id"]: row for row in owner.get("/v1/inbox?limit=200").json["data"]}
    assert shown[settled]["escalated"] and urgent not in shown


def test_the_messages_of_both_are_read_in_the_target(server):
    owner = server.owner
    source = ask(owner, "#7003", "Where is my order 7003?")["ticket"]["id"]
    into = ask(owner, "#7004", "Where is my order 7004?")["ticket"]["id"]
    photo = server.raw("POST", f"/v1/tickets/{source}/attachments?name=ring.png", PNG,
                       {"Authorization": f"Bearer {owner.token}", "Content-Type": "image/png"})
    assert photo.status == 201, photo.body
    assert all(message["merged_from"] is None for message in owner.get(f"/v1/tickets/{into}").json["messages"])
    merge(owner, source, into)
    for path in (f"/v1/tickets/{into}", f"/v1/tickets/{into}/console"):
        messages = owner.get(path).json["messages"]
        assert [message["merged_from"] for message in messages].count(source) >= 1
        assert any(message["merged_from"] is None for message in messages)
        assert [message["at"] for message in messages] == sorted(message["at"] for message in messages)
        for message in messages:
            for place, file in enumerate(message["attachments"]):
                home = message["merged_from"] or into
                kept = server.raw("GET", f"/v1/tickets/{home}/messages/{message['seq']}/attachments/{place}", None,
                                  {"Authorization": f"Bearer {owner.token}"})
                assert file["kept"] and kept.status == 200
    assert owner.get(f"/v1/tickets/{source}").json["ticket"]["due_at"] is None


def test_its_sender_goes_on_in_the_target_and_a_yes_is_found(server):
    owner = server.owner
    asked = ask(owner, "#7005", 'Please change the engraving on order 7005 to "Always".')
    source = asked["ticket"]["id"]
    assert owner.post(f"/v1/drafts/{asked['draft']['id']}/send").status == 200
    other = owner.post("/v1/inquiries", {**inquiry("#7006", "Do you ship to Malta?"), "from": "jo7006@example.org"}).json
    into = other["ticket"]["id"]
    owner.post(f"/v1/tickets/{into}/resolve")
    merge(owner, source, into)
    ticket = owner.get(f"/v1/tickets/{into}").json["ticket"]
    assert ticket["awaiting"] == "confirm_change" and ticket["state"] == "waiting"
    yes = owner.post("/v1/inquiries", {**inquiry("#7005", "Yes, that is correct, please go ahead with order 7005.", "m2"),
                                       "from": address("#7005")}).json
    assert yes["ticket"]["id"] == into
    change = owner.get("/v1/changes?order=7005").json["data"][0]
    assert change["state"] == "confirmed" and change["ticket"] == source
    assert owner.post(f"/v1/drafts/{yes['draft']['id']}/send").status == 200
    assert owner.get("/v1/changes?order=7005").json["data"][0]["state"] == "applied"


def test_a_merged_one_is_merged_no_further_and_its_draft_not_sent(server):
    owner = server.owner
    first = ask(owner, "#7007", "Where is my order 7007?")
    second = ask(owner, "#7008", "Where is my order 7008?")["ticket"]["id"]
    third = ask(owner, "#7009", "Where is my order 7009?")["ticket"]["id"]
    merge(owner, first["ticket"]["id"], second)
    assert owner.post(f"/v1/drafts/{first['draft']['id']}/send").status == 409
    assert owner.post(f"/v1/tickets/{first['ticket']['id']}/merge", {"into": third}).status == 409
    assert owner.post(f"/v1/tickets/{second}/merge", {"into": first["ticket"]["id"]}).status == 409
    merge(owner, second, third)
    assert owner.get(f"/v1/tickets/{first['ticket']['id']}").json["ticket"]["merged_into"] == third
    assert owner.post(f"/v1/tickets/{third}/merge", {"into": second}).status == 409
