"""What was said about an order and what became of its changes, on the customer's page: their own, and only what has really left."""
import datetime

import pytest

from desk_server import wait_for
from desk_store import address, inquiry, order, path_of, served_on
from portal import visit

WAIT = 30  # seconds: a letter of a person leaves ten after it was sent


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def server(request):
    with served_on(request.param, "test_portal_talk") as running:
        running.owner.get("/v1/orders")  # the description is there for everybody
        yield running


def put(server, number, **more):
    answer = server.owner.put(path_of(number), order(number, **more))
    assert answer.status in (200, 201), answer.body


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def write(server, number, text, name="m1", **more):
    answer = server.owner.post("/v1/inquiries", inquiry(number, text, name, at=now(), **more))
    assert answer.status == 201, answer.body
    return answer.json


def send(server, taken):
    answer = server.owner.post(f"/v1/drafts/{taken['draft']['id']}/send")
    assert answer.status == 200, answer.body
    return answer.json["draft"]["id"] if "draft" in answer.json else answer.json["id"]


def said(visitor):
    return [(line["by"], line["text"]) for line in visitor.page()["conversation"]]


def told(visitor):
    """Once the store's answer has left."""
    return wait_for(lambda: [line for line in visitor.page()["conversation"] if line["by"] == "store"], WAIT)


def test_a_reply_is_there_when_it_has_left_and_not_before(server):
    put(server, "#8801")
    visitor = visit(server, "#8801", address("#8801"))
    taken = write(server, "#8801", "Where is my order 8801?")
    ticket = taken["ticket"]["id"]
    server.owner.post(f"/v1/tickets/{ticket}/notes", {"text": "She is nervous, be quick"})
    assert said(visitor) == [("customer", "Where is my order 8801?")], "no draft, no note"
    draft = send(server, taken)

    def unseen():
        assert said(visitor) == [("customer", "Where is my order 8801?")]
        data = visitor.get("/v1/my/data").json
        assert [one["author"] for one in data["tickets"][0]["messages"]] == ["customer"]
        assert not any(one["kind"] == "reply" for one in data["tickets"][0]["letters"] + data["orders"][0]["letters"])
        assert data["orders"][0]["promises"] == []
        history = server.owner.get(path_of("#8801", "life")).json["history"]
        assert [one["message"]["author"] for one in history if one["kind"] == "message"] == ["customer"]
    unseen()
    assert server.owner.post(f"/v1/drafts/{draft}/unsend").status == 200
    unseen()
    send(server, taken)
    unseen()
    answer, = told(visitor)
    assert "#8801" in answer["text"] and not answer["automatic"]
    data = visitor.get("/v1/my/data").json
    assert [one["author"] for one in data["tickets"][0]["messages"]] == ["customer", "agent"]
    assert any(one["kind"] == "reply" for one in data["tickets"][0]["letters"]) and data["orders"][0]["promises"]
    history = server.owner.get(path_of("#8801", "life")).json["history"]
    assert [one["message"]["author"] for one in history if one["kind"] == "message"] == ["customer", "agent"]
    assert "nervous" not in str(visitor.page())


def test_each_sees_their_own_conversation(server):
    put(server, "#8802", recipient={"name": "Jo", "email": "jo.t2@example.com"})
    write(server, "#8802", "Is 8802 on its way? It is for my sister.")
    write(server, "#8802", "Order 8802: the parcel was open when it came.", "m2", **{"from": "jo.t2@example.com"})
    write(server, "#8802", "Tell me all about order 8802 please.", "m3", **{"from": "stranger@example.com"})
    giver = visit(server, "#8802", address("#8802"))
    recipient = visit(server, "#8802", "jo.t2@example.com", address="jo.t2@example.com")
    assert [text for by, text in said(giver)] == ["Is 8802 on its way? It is for my sister."]
    assert [text for by, text in said(recipient)] == ["Order 8802: the parcel was open when it came."]
    recipient.post("/v1/my/message", {"text": "Thank you for looking at it"})
    assert [text for by, text in said(recipient)][-1] == "Thank you for looking at it"


def test_what_became_of_changes_with_date_and_reason(server):
    put(server, "#8803", placed_at=now())
    visitor = visit(server, "#8803", address("#8803"))
    visitor.post("/v1/my/change", {"item": 0, "fields": {"engraving": "Always"}})
    change, = visitor.page()["changes"]
    visitor.post(f"/v1/my/change/{change['id']}/confirm")
    visitor.post("/v1/my/change", {"item": 0, "fields": {"engraving": "Ever"}})
    visitor.post("/v1/my/change", {"item": 0, "fields": {"engraving": "Never"}})
    last, = visitor.page()["changes"]
    visitor.post(f"/v1/my/change/{last['id']}/withdraw")
    settled = visitor.page()["settled"]
    assert [(one["old"], one["new"], one["state"], one["reason"]) for one in settled] == [
        ("Always", "Never", "withdrawn", "by_customer"), ("Always", "Ever", "withdrawn", "later_wish"),
        ("Forever", "Always", "applied", None)]
    assert all(one["settled_at"] and one["label"]["en"] == "engraving" for one in settled) and visitor.page()["changes"] == []
    assert server.owner.get("/v1/changes?order=8803").json["data"][0]["reason"] is None


def test_a_no_is_read_in_the_letter_first(server):
    put(server, "#8804", events=[{"stage": "production", "at": "2026-03-03T15:00:00Z"}])
    visitor = visit(server, "#8804", address("#8804"))
    taken = write(server, "#8804", "Please change the engraving on order 8804 to \"Always\" instead of \"Forever\".")
    assert taken["assessment"]["decisions"][0]["action"] == "decline_change"
    assert visitor.page()["settled"] == []
    send(server, taken)
    assert visitor.page()["settled"] == []
    assert told(visitor)
    one, = visitor.page()["settled"]
    assert (one["state"], one["reason"], one["new"]) == ("declined", "production_begun", "Always")


def test_a_recipient_sees_no_change(server):
    put(server, "#8805", placed_at=now(), recipient={"name": "Jo", "email": "jo.t5@example.com"})
    visitor = visit(server, "#8805", address("#8805"))
    visitor.post("/v1/my/change", {"item": 0, "fields": {"engraving": "Always"}})
    visitor.post(f"/v1/my/change/{visitor.page()['changes'][0]['id']}/confirm")
    recipient = visit(server, "#8805", "jo.t5@example.com", address="jo.t5@example.com").page()
    assert visitor.page()["settled"] and recipient["settled"] == recipient["changes"] == recipient["conversation"] == []


NECKLACE = {"sku": "NECK-ENG-S", "title": "Engraved bar necklace", "personalization": {"engraving": "Layla", "font": "Script"}}
BLANKET = {"sku": "BLANKET-EMB", "title": "Embroidered baby blanket", "personalization": {"name": "Zayn", "thread": "sage"}}


def test_a_change_says_what_the_piece_has_and_not_what_another_has(server):
    put(server, "#8806", placed_at=now(), items=[NECKLACE, BLANKET])
    taken = write(server, "#8806", "Could you make these changes on 8806: \"Layla\" on the necklace should read \"Leila\", and on the blanket "
                                 "please use navy thread instead of sage. Sorry for the trouble!")
    change = next(one for one in server.owner.get("/v1/changes?order=8806").json["data"] if one["new"] == "Leila")
    assert (change["item"], change["field"], change["old"]) == (0, "engraving", "Layla")
    read = next(one for one in taken["assessment"]["request"]["changes"] if one["new"] == "Leila")
    assert read["old"] == "Layla" and not any("sage" in str(one) for one in taken["assessment"]["conflicts"])
    cards = [card for column in server.owner.get("/v1/board").json["columns"] for card in column["cards"] if card["order"] == "#8806"]
    pending = [(card["item"], each["old"], each["new"]) for card in cards for each in card["pending"]]
    assert (0, "Layla", "Leila") in pending and not any(old == "sage" and new == "Leila" for _, old, new in pending)


def test_a_change_keeps_the_confirmed_text_where_the_customer_remembers_another(server):
    put(server, "#8807", placed_at=now())
    taken = write(server, "#8807", "Please change the engraving on order 8807 from \"Four ever\" to \"Always\".")
    change, = server.owner.get("/v1/changes?order=8807").json["data"]
    assert (change["old"], change["new"]) == ("Forever", "Always"), "what is to be made, on the record and on the board"
    assert "Four ever" in str(taken["assessment"]["conflicts"])
