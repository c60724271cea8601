"""The page of an order: links that let in once, who is let in, and what is shown to whom."""
import json

import pytest

from desk_server import wait_for
from desk_store import address, order, served_on
from portal import Visitor, letters, links, text_of, visit


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def server(request):
    with served_on(request.param, "test_portal") as running:
        running.owner.get("/v1/orders")  # the description is there for everybody
        yield running


def put(server, number, **more):
    answer = server.owner.put(f"/v1/orders/{number}", order(number, **more))
    assert answer.status in (200, 201), answer.body
    return answer.json


# ---- the way in ----

def test_a_link_lets_in_once(server):
    put(server, "A-100")
    visitor = visit(server, "A-100", address("A-100"))
    cookie = visitor.answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-burin-order=") and "Max-Age=2592000" in cookie
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    secret = links(server, address("A-100"))[-1]
    again = Visitor(server, secret)
    assert again.answer.status == 401
    made_up = Visitor(server, "A" * 43)
    assert made_up.answer.status == 401 and made_up.answer.json["detail"] == again.answer.json["detail"]
    assert visitor.get("/v1/my/session").json["order"] == "A-100"
    assert visitor.page()["order"]["number"] == "A-100"


def test_the_link_stands_in_the_letter_and_nowhere_else(server):
    put(server, "A-101")
    visit(server, "A-101", address("A-101"))
    secret = links(server, address("A-101"))[-1]
    kept = server.owner.get("/v1/orders/A-101/letters").json["data"]
    letter = next(one for one in kept if one["kind"] == "link")
    assert "order-page.invalid" in letter["text"] and secret not in json.dumps(kept)
    for path in server.folder.glob("burin.db*"):
        assert secret.encode() not in path.read_bytes()


def test_the_letter_is_clean(server):
    for number, locale, word in (("A-102", "en-US", "within 7 days"), ("A-103", "zh-CN", "7天内有效")):
        put(server, number, customer={"name": "Maya Lin", "email": address(number), "locale": locale})
        visit(server, number, address(number))
        text = text_of(letters(server, address(number))[-1])
        assert word in text and number in text and "Maya" not in text
        found = server.owner.post("/v1/lint", {"markdown": text}).json["lint"]
        assert [one for one in found if one["severity"] == "error"] == []


def test_leaving_and_being_shown_out(server):
    put(server, "A-104")
    one, other = (visit(server, "A-104", address("A-104")) for _ in range(2))
    left = one.call("DELETE", "/v1/my/session", {})
    assert left.status == 200 and "Max-Age=0" in left.headers["Set-Cookie"]
    assert one.get("/v1/my/order").status == 401 and other.get("/v1/my/order").status == 200
    assert server.desk.call("DELETE", "/v1/orders/A-104/access", {}).json == {"ended": 1}
    assert other.get("/v1/my/order").status == 401
    assert server.read.call("DELETE", "/v1/orders/A-104/access", {}).status == 403


def test_only_addresses_of_the_order_get_a_link(server):
    put(server, "A-105")
    assert server.desk.post("/v1/orders/A-105/link", {"email": "eve@example.com"}).status == 400
    assert server.desk.post("/v1/orders/NOPE-9/link").status == 404
    assert server.read.post("/v1/orders/A-105/link").status == 403


def test_a_visit_ends_with_the_address(server):
    put(server, "A-106", recipient={"name": "Sam", "email": "sam106@example.com"})
    visitor = visit(server, "A-106", "sam106@example.com", "sam106@example.com")
    assert visitor.get("/v1/my/order").status == 200
    put(server, "A-106", recipient={"name": "Sam", "email": "samuel106@example.com"})
    assert visitor.get("/v1/my/order").status == 401


# ---- asking for a link ----

def ask(server, number, email):
    return server.raw("POST", "/v1/my/link", json.dumps({"number": number, "email": email}),
                      {"Content-Type": "application/json"})


def test_asking_tells_nothing(server):
    put(server, "A-107")
    cases = [("A-107", address("A-107")), ("A-107", "eve107@example.com"), ("NOPE-107", "eva107@example.com"),
             ("#a107", "ida107@example.com")]
    answers = [ask(server, *case) for case in cases]
    assert {(one.status, one.body) for one in answers} == {(200, b'{"accepted":true}')}
    names = [sorted(name for name in one.headers.keys() if name != "Date") for one in answers]
    assert all(one == names[0] for one in names)
    assert wait_for(lambda: links(server, address("A-107")))
    assert Visitor(server, links(server, address("A-107"))[-1]).answer.status == 200
    assert [one for one in letters(server) if "107@example" in one["To"]][:-1] == []


def test_asking_too_often_has_to_wait(server):
    put(server, "A-108")
    for email in (address("A-108"), "nobody108@example.com"):
        answers = [ask(server, "A-108", email) for _ in range(6)]
        assert [one.status for one in answers] == [200] * 5 + [429]
        assert int(answers[-1].headers["Retry-After"]) >= 1
    assert ask(server, "", "x@example.com").status == 400 and ask(server, "1", "nobody").status == 400


# ---- what is shown ----

def test_the_page_shows_where_the_order_stands(server):
    put(server, "B-200", events=[{"stage": "design", "at": "2026-03-02T15:00:00Z"}],
        shipping={"carrier": "USPS", "country": "US", "tracking": "9400111"})
    page = visit(server, "B-200", address("B-200")).page()
    item = page["items"][0]
    assert item["stage"] == "design" and item["stage_basis"] == "reported" and item["words"]
    assert [one["milestone"] for one in item["milestones"]][-1] == "delivered"
    assert all(one["from"] < one["to"] for one in item["milestones"] if not one["actual"])
    assert item["tracking"] == {"carrier": "USPS", "number": "9400111"}
    engraving = item["fields"][0]
    assert engraving["field"] == "engraving" and engraving["value"] == "Forever" and engraving["max"] > 0
    assert page["order"]["total"] == "89.00" and page["viewer"] == {
        "name": "Maya Lin", "email": address("B-200").lower(), "recipient": False}
    assert page["consents"] == {"sms": False, "marketing": False}


def test_what_cannot_be_done_says_why(server):
    put(server, "B-201", events=[{"stage": "production", "at": "2026-03-03T15:00:00Z"}])
    visitor = visit(server, "B-201", address("B-201"))
    change = visitor.action("change", 0)
    assert not change["allowed"]
    why = change["why_not"]
    assert why["reason"] == "production_begun" and why["since"] == "2026-03-03T15:00:00Z"
    assert "Mar 3" in why["sentence"]["en"] and "3月3日" in why["sentence"]["zh"]
    assert "\\" not in why["sentence"]["en"] and "message" in why["instead"]
    assert visitor.action("report")["allowed"] and visitor.action("message")["allowed"]
    assert visitor.action("confirm")["why_not"]["reason"] == "nothing_to_confirm"
    assert visitor.page("zh")["locale"] == "zh" and "正在刻字" in visitor.page("zh")["items"][0]["words"]


def test_a_recipient_sees_no_price_and_no_words(server):
    put(server, "B-202", recipient={"name": "Sam", "email": "sam202@example.com"})
    visitor = visit(server, "B-202", "sam202@example.com", "sam202@example.com")
    answer = visitor.get("/v1/my/order")
    for secret in (b"Forever", b"89.00", b"Maya", address("B-202").encode()):
        assert secret not in answer.body
    page = answer.json
    assert page["viewer"]["recipient"] and page["items"][0]["fields"] == [] and page["consents"] is None
    allowed = {one["action"] for one in page["actions"] if one["allowed"]}
    assert allowed == {"report", "message"}


def test_nothing_of_the_desk_is_shown(server):
    put(server, "B-203")
    put(server, "B-204", customer={"name": "Somebody Else", "email": "else204@example.com"})
    told = server.owner.post("/v1/orders/B-203/hold", {"reason": "the laser is broken again"})
    assert told.status == 200
    body = visit(server, "B-203", address("B-203")).get("/v1/my/order").body
    assert b"laser" not in body and b"else204" not in body and b"Somebody" not in body
