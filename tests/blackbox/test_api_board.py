"""The studio's board, and changes that it has to have seen, on SQLite and on PostgreSQL."""
import base64
import itertools

import pytest

from desk_server import Client, person
from desk_store import address, inquiry, order, path_of, served_on
from test_api_inbox import now

NUMBERS = itertools.count(9001)
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def server(request):
    with served_on(request.param, "test_api_board") as running:
        running.studio = person(running, "stu", "studio")
        running.anna = person(running, "anna", "agent")
        running.machine = Client(running, running.token("studio"))
        yield running


def enter(server, **more):
    number = f"#{next(NUMBERS)}"
    assert server.owner.put(path_of(number), order(number, **{"placed_at": now(-120), **more})).status == 201
    return number


def cards(client, number):
    board = client.get("/v1/board").json
    return [(column["column"], card) for column in board["columns"] for card in column["cards"] if card["order"] == number]


def change(server, number, words="Always"):
    """A change asked for, confirmed and applied."""
    taken = server.owner.post("/v1/inquiries", inquiry(number, f"Please change the engraving of order {number[1:]} to \"{words}\".",
                                                       name=words, at=now())).json
    [one] = [one for one in server.owner.get(f"/v1/changes?order=%23{number[1:]}").json["data"] if one["new"] == words]
    for step in ("confirm", "apply"):
        assert server.owner.post(f"/v1/changes/{one['id']}/{step}").status == 200
    return taken


def test_a_card_goes_from_column_to_column(server):
    number = enter(server)
    [(column, card)] = cards(server.studio, number)
    assert column == "design" and card["stage_basis"] == "estimated" and card["since"] is None
    assert card["title"] == "Engraved bar necklace" and card["quantity"] == 1 and card["unacknowledged"] == []
    assert card["personalization"] == [{"field": "engraving", "value": "Forever"}]
    assert card["due"]["milestone"] == "design_done" and card["due"]["from"] < card["due"]["to"] and not card["overdue"]
    for stage, milestone in (("production", "production_done"), ("quality_check", "quality_check_done"), ("shipped", "delivered")):
        assert server.studio.post(path_of(number, "events"), {"stage": stage}).status == 201
        [(column, card)] = cards(server.studio, number)
        assert column == stage and card["due"]["milestone"] == milestone and card["since"]
    assert server.studio.post(path_of(number, "events"), {"stage": "delivered"}).status == 201
    assert cards(server.studio, number) == []


def test_nothing_of_the_customer_is_on_it(server):
    number = enter(server)
    server.owner.post("/v1/inquiries", inquiry(number, f"Please send order {number[1:]} to 12 Rose Lane, Leeds LS1 4AP instead.", at=now()))
    board = server.studio.get("/v1/board").body.decode()
    assert number in board
    for private in (address(number), "Maya", "89.00", "Rose Lane", "USPS"):
        assert private not in board


def test_the_studio_sees_no_price_and_no_way_to_the_customer(server):
    number = enter(server)
    server.owner.post("/v1/inquiries", inquiry(number, f"Please send order {number[1:]} to 12 Rose Lane, Leeds LS1 4AP instead.", at=now()))
    assert server.anna.get(path_of(number)).json["total"] == "89.00"
    answers = [server.studio.get(path_of(number)), server.studio.get("/v1/orders?limit=200"),
               server.studio.post(path_of(number, "hold"), {"reason": "checking"}), server.machine.get(path_of(number))]
    for answer in answers:
        text = answer.body.decode()
        assert answer.status == 200 and number in text
        assert "89.00" not in text and address(number) not in text and "Rose Lane" not in text


def test_items_stand_at_their_own_stages(server):
    items = [{"sku": "NECK-ENG-S", "title": f"Piece {i}", "quantity": 2, "personalization": {"font": "serif"},
              "pieces": [{"personalization": {"engraving": "A"}}, {"personalization": {"engraving": "B & <C>"}}]} for i in range(2)]
    number = enter(server, items=items, events=[{"stage": "design", "at": now(-100)}, {"stage": "production", "at": now(-50), "item": 1}])
    found = {card["item"]: (column, card) for column, card in cards(server.studio, number)}
    assert found[0][0] == "design" and found[1][0] == "production"
    assert [piece["personalization"] for piece in found[0][1]["pieces"]] == [[{"field": "engraving", "value": "A"}], [{"field": "engraving", "value": "B & <C>"}]]


def test_old_and_cancelled_ones_are_not_there(server):
    old = enter(server, placed_at=now(-60000), events=[{"stage": "shipped", "at": now(-20000)}])
    gone = enter(server, events=[{"stage": "cancelled", "at": now(-10)}])
    late = enter(server, placed_at=now(-90000), events=[{"stage": "production", "at": now(-80000)}], production={"rush": True})
    assert cards(server.studio, old) == [] and cards(server.studio, gone) == []
    [(column, card)] = cards(server.studio, late)
    assert card["overdue"] and card["overdue_since"] and card["rush"]
    [production] = [one for one in server.studio.get("/v1/board").json["columns"] if one["column"] == "production"]
    assert production["cards"][0]["overdue"] and production["count"] == len(production["cards"])


def test_waits_for_the_customer_are_columns(server):
    number = enter(server, events=[{"stage": "design", "at": now(-100)}, {"stage": "proof_sent", "at": now(-50)}])
    assert [column for column, _ in cards(server.studio, number)] == ["proof_sent"]
    server.studio.post(path_of(number, "events"), {"stage": "proof_approved"})
    assert [column for column, _ in cards(server.studio, number)] == ["design"]


def test_holds_and_what_is_asked_for(server):
    number = enter(server)
    server.owner.post("/v1/inquiries", inquiry(number, f"Please change the engraving of order {number[1:]} to \"Always\".", at=now()))
    [(_, card)] = cards(server.studio, number)
    assert [hold["reason"] for hold in card["holds"]] == ["change"] and card["holds"][0]["since"]
    assert [(one["field"], one["old"], one["new"]) for one in card["pending"]] == [("engraving", "Forever", "Always")]
    assert card["personalization"][0]["value"] == "Forever"  # what is not confirmed is not made


def test_a_change_has_to_be_seen_before_work_goes_on(server):
    number = enter(server)
    change(server, number)
    [(_, card)] = cards(server.studio, number)
    assert card["personalization"][0]["value"] == "Always" and card["pending"] == [] and card["holds"] == []
    assert [(one["version"], one["fields"]) for one in card["unacknowledged"]] == [
        (2, [{"field": "engraving", "old": "Forever", "new": "Always"}])]
    refused = server.studio.post(path_of(number, "events"), {"stage": "production"})
    assert refused.status == 409 and "not acknowledged" in refused.json["detail"] and "version 2" in refused.json["detail"]
    assert server.studio.post(path_of(number, "events"), {"stage": "design"}).status == 201
    seen = path_of(number, "specs", "acknowledge")
    assert server.studio.post(seen, {"item": 0, "version": 3}).status == 400
    assert server.studio.post(seen, {"item": 0}).status == 400
    assert server.read.post(seen, {"item": 0, "version": 2}).status == 403
    assert server.studio.post(seen, {"item": 0, "version": 2}).json == {"unacknowledged": []}
    assert cards(server.studio, number)[0][1]["unacknowledged"] == []
    assert server.studio.post(path_of(number, "events"), {"stage": "production"}).status == 201
    verbs = [row["verb"] for row in all_audit(server)]
    assert "spec.acknowledged" in verbs


def all_audit(server):
    import time
    rows, after = [], 0
    for _ in range(40):
        page = server.owner.get(f"/v1/audit?limit=200&after={after}").json
        rows += page["data"]
        if page["next"] is None:
            if any(row["verb"] == "spec.acknowledged" for row in rows):
                break
            time.sleep(0.1)
        after = rows[-1]["seq"] if rows else 0
    return rows


def test_a_second_change_is_seen_by_itself(server):
    number = enter(server)
    change(server, number, "Always")
    server.studio.post(path_of(number, "specs", "acknowledge"), {"item": 0, "version": 2})
    change(server, number, "Ever")
    [(_, card)] = cards(server.studio, number)
    assert [(one["version"], one["fields"][0]["old"]) for one in card["unacknowledged"]] == [(3, "Always")]
    assert server.machine.post(path_of(number, "events"), {"stage": "production"}).status == 409
    assert server.machine.post(path_of(number, "specs", "acknowledge"), {"item": 0, "version": 3}).status == 200


def test_a_new_version_from_the_shop_needs_no_word(server):
    number = enter(server)
    items = [{"sku": "NECK-ENG-S", "title": "Engraved bar necklace", "personalization": {"engraving": "Never"}}]
    assert server.owner.put(path_of(number), order(number, placed_at=now(-120), items=items)).status == 200
    assert cards(server.studio, number)[0][1]["unacknowledged"] == []
    assert server.studio.post(path_of(number, "events"), {"stage": "production"}).status == 201


def test_the_customers_photo_is_named(server):
    number = enter(server)
    taken = server.owner.post("/v1/inquiries", inquiry(number, f"Here is the photo for order {number[1:]}. When will it ship?", at=now())).json
    answer = server.raw("POST", f"/v1/tickets/{taken['ticket']['id']}/attachments?name=biscuit.png", PIXEL,
                        {"Authorization": f"Bearer {server.owner.token}", "Content-Type": "image/png"})
    assert answer.status == 201, answer.body
    photo = cards(server.studio, number)[0][1]["photo"]
    assert photo["ticket"] == taken["ticket"]["id"] and photo["name"] == "biscuit.png" and photo["type"] == "image/png"
    assert photo["path"] == path_of(number, "photo")
    for client in (server.studio, server.machine):
        got = server.raw("GET", photo["path"], headers=client.who())
        assert got.status == 200 and got.headers["Content-Type"] == "image/png" and got.body.startswith(b"\x89PNG")
    assert server.studio.get(f"/v1/tickets/{taken['ticket']['id']}").status == 403
    assert server.studio.get(path_of(enter(server), "photo")).status == 404
