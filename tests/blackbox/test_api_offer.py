"""What is offered on a claim, and offered anew, on SQLite and on PostgreSQL."""
import json

import pytest

from desk_server import wait_for
from desk_store import delivered, inquiry, path_of, served_on

WRONG = [
    ([{"kind": "fee"}], "/remedies/0/kind"),
    ([{"kind": "credit", "amount": "5.00", "currency": "USD"}], "/remedies/0/kind"),
    ([{"kind": "remake"}, {"kind": "remake"}], "/remedies/1/kind"),
    ([{"kind": "remake", "amount": "5.00"}], "/remedies/0/amount"),
    ([{"kind": "partial_refund"}], "/remedies/0/amount"),
    ([{"kind": "remake"}, {"kind": "partial_refund", "amount": "abc", "currency": "USD"}], "/remedies/1/amount"),
    ([{"kind": "partial_refund", "amount": "-5.00", "currency": "USD"}], "/remedies/0/amount"),
    ([{"kind": "partial_refund", "amount": "0.00", "currency": "USD"}], "/remedies/0/amount"),
    ([{"kind": "partial_refund", "amount": "5.005", "currency": "USD"}], "/remedies/0/amount"),
    ([{"kind": "partial_refund", "amount": "1,000", "currency": "USD"}], "/remedies/0/amount"),
    ([{"kind": "partial_refund", "amount": "1e1", "currency": "USD"}], "/remedies/0/amount"),
    ([{"kind": "partial_refund", "amount": "89.01", "currency": "USD"}], "/remedies/0/amount"),
    ([{"kind": "full_refund", "amount": "99999999.00", "currency": "USD"}], "/remedies/0/amount"),
    ([{"kind": "partial_refund", "amount": "99999999.00", "currency": "JPY"}], "/remedies/0/currency"),
    ([{"kind": "full_refund", "amount": "5.00", "currency": "usd"}], "/remedies/0/currency"),
]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def server(request):
    with served_on(request.param, "test_api_offer") as running:
        yield running


def open_claim(client, number):
    placed = client.put(path_of(number), delivered(number))
    assert placed.status in (200, 201), placed.body
    opened = client.post("/v1/claims", {"order": number, "item": 0, "concern": "damaged"})
    assert opened.status in (200, 201), opened.body
    return f"/v1/claims/{opened.json['id']}"


def offer(client, claim, remedies):
    return client.post(f"{claim}/offer", {"remedies": remedies})


def offers_told(client, claim, most):
    """The details of the log's rows on its offers, once there are that many: rows are shown when they are chained."""
    rows = [row for row in client.get("/v1/audit?limit=200").json["data"]
            if row["verb"] == "claim.offered" and row["object"] == claim]
    details = [row["detail"] if isinstance(row["detail"], dict) else json.loads(row["detail"]) for row in rows]
    return details if len(details) == most else None


def test_a_wrong_offer_is_refused_and_its_place_named(server):
    owner = server.owner
    claim = open_claim(owner, "#8001")
    for remedies, place in WRONG:
        refused = offer(owner, claim, remedies)
        assert refused.status == 400 and place in refused.json["detail"], (remedies, refused.json)
    assert owner.get(claim).json["state"] == "opened" and owner.get(claim).json["offered"] == []


def test_what_is_chosen_is_proposed_with_its_amount(server):
    owner = server.owner
    for number, remedy, amount in (("#8002", {"kind": "partial_refund", "amount": "20", "currency": "USD"}, "20.00"),
                                   ("#8003", {"kind": "partial_refund", "amount": "89.00"}, "89.00"),
                                   ("#8004", {"kind": "full_refund"}, "89.00")):
        claim = open_claim(owner, number)
        offered = offer(owner, claim, [{"kind": "remake"}, remedy])
        assert offered.status == 200, offered.body
        assert offered.json["offered"] == [{"kind": "remake", "amount": None, "currency": None},
                                           {"kind": remedy["kind"], "amount": amount, "currency": "USD"}]
        assert owner.post(f"{claim}/choose", {"remedy": remedy["kind"]}).status == 200
        proposal = owner.get(f"/v1/approvals?order={number[1:]}").json["data"][0]
        assert (proposal["kind"], proposal["amount"], proposal["currency"]) == ("refund", amount, "USD")


def test_an_offer_is_replaced_until_it_is_chosen(server):
    owner = server.owner
    claim = open_claim(owner, "#8005")
    assert offer(owner, claim, [{"kind": "partial_refund", "amount": "2.00"}]).status == 200
    assert offer(server.read, claim, [{"kind": "remake"}]).status == 403
    again = offer(owner, claim, [{"kind": "partial_refund", "amount": "20.00"}])
    assert again.status == 200 and again.json["state"] == "offered"
    assert [remedy["amount"] for remedy in again.json["offered"]] == ["20.00"]
    details = wait_for(lambda: offers_told(owner, again.json["id"], 2))
    replaced = [detail for detail in details if "instead_of" in detail]
    assert len(replaced) == 1
    assert replaced[0]["remedies"][0]["amount"] == "20.00" and replaced[0]["instead_of"][0]["amount"] == "2.00"
    assert owner.post(f"{claim}/choose", {"remedy": "partial_refund"}).status == 200
    assert owner.get("/v1/approvals?order=8005").json["data"][0]["amount"] == "20.00"


def test_the_button_offers_only_what_can_be_chosen(server):
    owner = server.owner
    open_claim(owner, "#8006")
    asked = owner.post("/v1/inquiries", inquiry("#8006", "I changed my mind and want to return the necklace of order 8006.",
                                                at="2026-03-13T16:00:00Z")).json
    named = [remedy["kind"] for decision in asked["assessment"]["decisions"] for remedy in decision["remedies"]]
    assert named and not set(named) & {"remake", "partial_refund", "full_refund"}
    page = owner.get(f"/v1/tickets/{asked['ticket']['id']}/console").json
    lists = [page["buttons"], *(each["buttons"] for part in ("decisions", "claims") for each in page[part])]
    offers = [button for buttons in lists for button in buttons if button["name"] == "claim_offer"]
    assert offers and all(button["asks"] == "remedies" and "remedies" not in button["body"] for button in offers)
