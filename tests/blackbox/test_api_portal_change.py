"""Changes on the page of an order beyond its texts: a photo as the new value, one of several pieces."""
import urllib.parse

import pytest

from desk_store import served_on
from test_api_attachments import png
from test_api_portal import fresh, put

PORTRAIT = {"sku": "PET-OIL-40", "title": "Custom pet portrait", "personalization": {"photo": "dog.jpg", "pet_name": "Biscuit"},
            "rules": {"photo": {"min_width": 60, "min_height": 40}}}
MUGS = {"sku": "MUG-NAME", "title": "Name mug", "quantity": 3, "rules": {"name": {"max": 10}},
        "personalization": {"colour": "blue"}, "pieces": [{"personalization": {"name": name}} for name in ("Ada", "Ben", "Cleo")]}


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def server(request):
    with served_on(request.param, "test_api_portal_change") as running:
        running.owner.get("/v1/orders")
        yield running


def send(visitor, content, **query):
    target = "/v1/my/change/photo?" + urllib.parse.urlencode({"field": "photo", "name": "IMG_1.png", **query})
    answer = visitor.post(target, raw=content, kind="image/png")
    if b"sandbox" in answer.body:
        pytest.skip("photos cannot be read in a sandbox here")
    return answer


def own(visitor, target):
    return visitor.server.raw("GET", target, None, {"Cookie": visitor.cookie})


# ---- photos ----

def test_a_new_photo_goes_from_the_page_to_the_bench(server):
    visitor = fresh(server, "PH-1", items=[PORTRAIT])
    field = next(one for one in visitor.page()["items"][0]["fields"] if one["field"] == "photo")
    assert field["photo"] and field["picture"] is None and (field["min_width"], field["min_height"]) == (60, 40)
    asked = send(visitor, png(80, 60), name="../new dog.png")
    assert asked.status == 201 and asked.json["action"] == "confirm_change", asked.body
    change, = visitor.page()["changes"]
    assert (change["old"], change["new"]) == ("dog.jpg", "new dog.jpg")
    picture = own(visitor, change["picture"] + "&size=thumb")
    assert picture.status == 200 and picture.headers["Content-Type"] == "image/jpeg" and b"SECRET" not in picture.body
    message = server.desk.get(f"/v1/tickets/{asked.json['ticket']}").json["messages"][0]
    assert [one["name"] for one in message["attachments"]] == ["new dog.jpg"] and message["text"] == "photo: new dog.jpg"
    assert visitor.post(f"/v1/my/change/{change['id']}/confirm").status == 201
    item = visitor.page()["items"][0]
    assert item["personalization"]["photo"] == "new dog.jpg"
    assert next(one for one in item["fields"] if one["field"] == "photo")["picture"]
    board = server.owner.get("/v1/board").json
    card, = [one for column in board["columns"] for one in column["cards"] if one["order"].endswith("PH-1")]
    news, = card["unacknowledged"]
    assert [(one["old"], one["new"]) for one in news["fields"] if one["field"] == "photo"] == [("dog.jpg", "new dog.jpg")]
    assert [one["name"] for one in card["photos"]] == ["new dog.jpg"]
    got = server.raw("GET", card["photos"][0]["path"], None, {"Authorization": f"Bearer {server.owner.token}"})
    assert got.status == 200 and got.headers["Content-Type"] == "image/jpeg"


def test_a_photo_is_held_against_the_rules(server):
    visitor = fresh(server, "PH-2", items=[PORTRAIT])
    for content, query, word in ((png(59, 60), {}, "60\u00d740"), (b"no photo at all", {}, "a photo is expected"), (b"", {}, "found nothing"),
                                 (png(80, 60), {"field": "pet_name"}, "not made from a photo"), (png(80, 60), {"field": "motor"}, "no such part"),
                                 (png(80, 60), {"item": "4"}, "/item"), (png(80, 60), {"item": "x"}, "whole number"),
                                 (png(80, 60)[:50], {}, "")):
        answer = send(visitor, content, **query)
        assert answer.status == 400 and word in answer.body.decode(), answer.body
    assert visitor.post("/v1/my/change", {"fields": {"photo": "cat.jpg"}}).status == 400
    assert visitor.page()["changes"] == []


def test_photos_of_one_name_are_told_apart(server):
    visitor = fresh(server, "PH-3", items=[PORTRAIT])
    for salt, name in ((b"1", "dog-2.jpg"), (b"2", "dog-3.jpg")):
        assert send(visitor, png(80, 60, salt), name="dog.jpg").status == 201
        change, = visitor.page()["changes"]
        assert change["new"] == name
    assert own(visitor, "/v1/my/artwork?name=dog-2.jpg").body != own(visitor, "/v1/my/artwork?name=dog-3.jpg").body


def test_a_photo_is_assessed_again_from_what_is_stored(server):
    visitor = fresh(server, "PH-4", items=[PORTRAIT])
    ticket = send(visitor, png(80, 60)).json["ticket"]
    customer = server.desk.get("/v1/orders/PH-4").json["life"]["customer"]
    stored = server.owner.get(f"/v1/customers/{customer}/export").json["tickets"][0]["assessments"][-1]
    assert server.owner.post("/v1/assess", stored["input"]).json == stored["output"] == server.desk.get(f"/v1/tickets/{ticket}").json["assessment"]
    for width in (59, None):
        document = {**stored["input"], "attachments": [{**stored["input"]["attachments"][0], "width": width}] if width else []}
        decision = server.owner.post("/v1/assess", document).json["decisions"][0]
        assert decision["action"] == "ask_new_spec", decision


def test_nobody_else_sees_the_photo(server):
    visitor, other = fresh(server, "PH-5", items=[PORTRAIT]), fresh(server, "PH-6", items=[PORTRAIT])
    send(visitor, png(80, 60))
    assert own(visitor, "/v1/my/artwork?name=IMG_1.jpg").status == 200
    assert own(other, "/v1/my/artwork?name=IMG_1.jpg").status == 404
    assert own(visitor, "/v1/my/artwork").status == 404 and own(visitor, "/v1/my/artwork?name=").status == 404
    assert server.raw("GET", "/v1/my/artwork?name=IMG_1.jpg").status == 401


# ---- pieces ----

def test_one_piece_of_several_is_changed_alone(server):
    visitor = fresh(server, "PC-1", items=[MUGS])
    item = visitor.page()["items"][0]
    assert [one["field"] for one in item["fields"]] == ["colour"]
    assert [[(one["field"], one["value"], one["max"]) for one in fields] for fields in item["piece_fields"]] == [
        [("name", name, 10)] for name in ("Ada", "Ben", "Cleo")]
    asked = visitor.post("/v1/my/change", {"item": 0, "piece": 1, "fields": {"name": "Bena"}})
    assert asked.status == 201 and asked.json["action"] == "confirm_change", asked.body
    change, = visitor.page()["changes"]
    assert (change["piece"], change["old"], change["new"]) == (1, "Ben", "Bena")
    assert visitor.post(f"/v1/my/change/{change['id']}/confirm").status == 201
    assert visitor.page()["items"][0]["pieces"] == [{"name": "Ada"}, {"name": "Bena"}, {"name": "Cleo"}]
    news, = [news for column in server.owner.get("/v1/board").json["columns"] for card in column["cards"]
             if card["order"].endswith("PC-1") for news in card["unacknowledged"]]
    assert news["piece"] == 1 and news["fields"] == [{"field": "name", "old": "Ben", "new": "Bena"}]
    specs = server.owner.get("/v1/orders/PC-1/specs").json["data"]
    assert [(one["piece"], one["version"]) for one in specs if one["version"] > 1] == [(1, 2)]


def test_two_pieces_wait_side_by_side(server):
    visitor = fresh(server, "PC-2", items=[MUGS])
    for piece, name in ((0, "Adam"), (2, "Cleona")):
        assert visitor.post("/v1/my/change", {"piece": piece, "fields": {"name": name}}).status == 201
    assert sorted((one["piece"], one["new"]) for one in visitor.page()["changes"]) == [(0, "Adam"), (2, "Cleona")]


def test_which_piece_has_to_be_said(server):
    visitor = fresh(server, "PC-3", items=[MUGS])
    for body, pointer in (({"fields": {"name": "Dora"}}, "/piece"), ({"piece": 3, "fields": {"name": "Dora"}}, "/piece"),
                          ({"piece": 0, "fields": {"name": "Ada"}}, "/fields/name"), ({"piece": 0, "fields": {"name": "A name too long"}}, "/fields/name"),
                          ({"piece": -1, "fields": {"name": "Dora"}}, "/piece")):
        answer = visitor.post("/v1/my/change", {"item": 0, **body})
        assert answer.status == 400 and answer.json["errors"][0]["pointer"] == pointer, answer.body
    assert visitor.page()["changes"] == []
    assert visitor.post("/v1/my/change", {"fields": {"colour": "red"}}).status == 201


def test_a_piece_is_assessed_again_from_what_is_stored(server):
    visitor = fresh(server, "PC-4", items=[MUGS])
    ticket = visitor.post("/v1/my/change", {"piece": 2, "fields": {"name": "Cleona"}}).json["ticket"]
    kept = server.desk.get(f"/v1/tickets/{ticket}").json["assessment"]
    customer = server.desk.get("/v1/orders/PC-4").json["life"]["customer"]
    stored = server.owner.get(f"/v1/customers/{customer}/export").json["tickets"][0]["assessments"][-1]
    assert stored["input"]["request"]["changes"] == [{"item": 0, "piece": 2, "field": "name", "new": "Cleona"}]
    assert server.owner.post("/v1/assess", stored["input"]).json == stored["output"] == kept
