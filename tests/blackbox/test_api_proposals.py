"""Cancelling and remaking by hand, on SQLite and on PostgreSQL."""
import pytest

from desk_store import delivered, inquiry, order, path_of, served_on


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def server(request):
    with served_on(request.param, "test_api_proposals") as running:
        yield running


def test_an_owner_cancels_at_once(server):
    server.owner.put(path_of("#3001"), order("#3001"))
    done = server.owner.post(path_of("#3001", "cancel"), {"reason": "asked by telephone"})
    assert done.status == 201 and done.json["state"] == "approved" and done.json["kind"] == "cancel"
    read = server.owner.get(path_of("#3001")).json
    assert read["life"]["cancelled_at"] and read["life"]["stage"] == "cancelled"
    assert server.owner.post(path_of("#3001", "cancel")).status == 409


def test_an_agent_proposes_to_cancel(server):
    server.owner.put(path_of("#3002"), order("#3002"))
    asked = server.desk.post(path_of("#3002", "cancel"))
    assert asked.status == 201 and asked.json["state"] == "proposed"
    again = server.desk.post(path_of("#3002", "cancel"))
    assert again.json["id"] == asked.json["id"]
    assert server.owner.get(path_of("#3002")).json["life"]["cancelled_at"] is None
    assert server.read.post(path_of("#3002", "cancel")).status == 403
    done = server.owner.post(path_of("#3002", "cancel"))
    assert done.json["id"] == asked.json["id"] and done.json["state"] == "approved"
    assert len(server.owner.get("/v1/approvals?order=3002").json["data"]) == 1


def test_what_is_on_its_way_is_not_cancelled(server):
    server.owner.put(path_of("#3003"), order("#3003", events=[{"stage": "shipped", "at": "2026-03-09T15:00:00Z"}]))
    refused = server.owner.post(path_of("#3003", "cancel"))
    assert refused.status == 409 and "carrier" in refused.json["detail"]
    assert server.owner.post(path_of("#9999", "cancel")).status == 404


def test_cancelling_respects_what_was_read(server):
    etag = server.owner.put(path_of("#3004"), order("#3004")).etag
    server.owner.post(path_of("#3004", "hold"), {"reason": "photo"})
    assert server.owner.post(path_of("#3004", "cancel"), match=etag).status == 412
    assert server.owner.post(path_of("#3004", "cancel"), match=server.owner.get(path_of("#3004")).etag).status == 201


def test_a_remake_is_ordered_by_hand(server):
    server.owner.put(path_of("#3005"), delivered("#3005"))
    made = server.owner.post(path_of("#3005", "remake"), {"item": 0, "concern": "wrong_spec", "fault": "store"})
    assert made.status == 201 and made.json["kind"] == "remake" and made.json["state"] == "approved"
    assert server.owner.get(path_of("#3005-R1")).json["remake_of"] == "#3005"
    claim = server.owner.get("/v1/claims?order=3005").json["data"][0]
    assert claim["state"] == "fulfilled" and claim["chosen"] == "remake" and claim["fault"] == "store"


def test_an_agent_proposes_a_remake_on_the_open_claim(server):
    server.owner.put(path_of("#3006"), delivered("#3006"))
    claim = server.desk.post("/v1/claims", {"order": "#3006", "item": 0, "concern": "damaged"}).json
    asked = server.desk.post(path_of("#3006", "remake"), {"concern": "damaged"})
    assert asked.status == 201 and asked.json["state"] == "proposed" and asked.json["claim"] == claim["id"]
    assert server.desk.post(path_of("#3006", "remake"), {"concern": "damaged"}).json["id"] == asked.json["id"]
    assert server.owner.get("/v1/claims?order=3006").json["data"][0]["state"] == "chosen"
    assert server.owner.get(path_of("#3006-R1")).status == 404


def test_a_remake_needs_an_item_and_a_concern(server):
    server.owner.put(path_of("#3007"), delivered("#3007"))
    wrong = server.owner.post(path_of("#3007", "remake"), {"concern": "late"})
    assert wrong.status == 400 and wrong.json["errors"][0]["pointer"] == "/concern"
    assert server.owner.post(path_of("#3007", "remake"), {}).status == 400
    assert server.owner.post(path_of("#3007", "remake"), {"concern": "damaged", "item": 4}).status == 400


def test_an_order_is_updated_as_it_was_read(server):
    etag = server.owner.put(path_of("#3008"), order("#3008")).etag
    newer = server.owner.put(path_of("#3008"), order("#3008", total="90.00"), match=etag)
    assert newer.status == 200 and newer.etag != etag
    late = server.owner.put(path_of("#3008"), order("#3008", total="95.00"), match=etag)
    assert late.status == 412 and server.owner.get(path_of("#3008")).json["total"] == "90.00"
    assert server.owner.put(path_of("#3099"), order("#3099"), match='"v1"').status == 412
    assert server.owner.get(path_of("#3099")).status == 404
    assert server.owner.put(path_of("#3008"), order("#3008", total="95.00"), match="anything").status == 412


def two_items(number):
    whole = order(number)
    whole["items"].append({"sku": "WALLET", "title": "Leather wallet"})
    return whole


def test_cancelling_one_item_leaves_the_other(server):
    server.owner.put(path_of("#3010"), two_items("#3010"))
    server.owner.post("/v1/inquiries", inquiry("#3010", "Please cancel the wallet, I only want to keep the necklace. Order 3010."))
    proposal, = server.owner.get("/v1/approvals?order=3010").json["data"]
    assert proposal["item"] == 1 and proposal["amount"] is None and proposal["state"] == "proposed"
    page = server.owner.get(f"/v1/tickets/{proposal['ticket']}/console").json
    assert page["approvals"][0]["approval"]["item"] == 1
    assert server.owner.post(f"/v1/approvals/{proposal['id']}/approve").json["item"] == 1
    read = server.owner.get(path_of("#3010")).json
    assert read["life"]["cancelled_at"] is None
    assert [one.get("item") for one in read["events"] if one["stage"] == "cancelled"] == [1]
    rest = server.owner.post(path_of("#3010", "cancel"))
    assert rest.status == 201 and rest.json["item"] is None
    assert server.owner.get(path_of("#3010")).json["life"]["stage"] == "cancelled"
