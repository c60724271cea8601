"""The inbox as an agent works it, its counts, and what people keep for themselves, on SQLite and on PostgreSQL."""
import datetime

import pytest

from desk_server import person
from desk_store import inquiry, order, path_of, served_on

STRANGER = "00000000-0000-7000-8000-000000000001"


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def server(request):
    with served_on(request.param, "test_api_inbox") as running:
        running.anna = person(running, "anna", "agent")
        running.ben = person(running, "ben", "agent")
        yield running


def now(minutes=0):
    at = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=minutes)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def ask(server, number, text, at=None, **more):
    server.owner.put(path_of(number), order(number, **more))
    return server.owner.post("/v1/inquiries", inquiry(number, text, at=at or now())).json["ticket"]["id"]


def rows(client, query=""):
    answer = client.get(f"/v1/inbox{query and '?' + query}")
    assert answer.status == 200, answer.body
    return answer.json["data"]


def row_of(client, ticket, query=""):
    found = [row for row in rows(client, query) if row["id"] == ticket]
    return found[0] if found else None


def test_a_row_shows_what_a_list_needs(server):
    ticket = ask(server, "#7001", "Hello,\n\nthe necklace came   broken and I am sad.\n> when will it come\n\nWhere is my refund?")
    row = row_of(server.anna, ticket)
    assert row["order"]["number"] == "#7001" and row["order"]["total"] == "89.00" and row["order"]["currency"] == "USD"
    assert row["customer"]["name"] == "Maya Lin" and row["assignee"] is None
    assert row["snippet"].startswith("Hello, the necklace came broken") and "> when" not in row["snippet"]
    assert row["concern"] and 0 < row["confidence"] <= 1 and row["action"] and row["has_draft"]
    assert row["state"] == "open" and not row["waits"] and row["unread"] and row["channel"] == "email" and row["lang"] == "en"
    assert row["due_at"] and isinstance(row["minutes_left"], int) and 0 <= row["minutes_left"] <= 240 and not row["late"]
    assert row["last_author"] == "customer" and row["concern"] not in row["further"]


def test_a_long_message_is_cut(server):
    ticket = ask(server, "#7002", "Where is my order 7002? " + "字" * 400)
    snippet = row_of(server.anna, ticket)["snippet"]
    assert len(snippet) == 141 and snippet.endswith("字…")


def test_what_is_late_comes_first_and_says_by_how_much(server):
    late = ask(server, "#7003", "Where is my order 7003?", at="2026-03-02T16:00:00Z")
    later = ask(server, "#7004", "Where is my order 7004?", at="2026-03-03T16:00:00Z")
    ids = [row["id"] for row in rows(server.anna)]
    assert ids.index(late) < ids.index(later)
    row = row_of(server.anna, late)
    assert row["late"] and row["minutes_left"] < -1000
    assert {late, later} <= {row["id"] for row in rows(server.anna, "due=late")}
    assert all(row["late"] for row in rows(server.anna, "due=late"))
    assert late in {row["id"] for row in rows(server.anna, "due=today")}


def test_the_ticket_goes_by_the_clock_of_the_inbox(server):
    # Over a weekend hardly any opening time passes: a clock on the wall would say otherwise.
    ticket = ask(server, "#7014", "Where is my order 7014?", at="2026-03-06T21:30:00Z")
    row, page = row_of(server.anna, ticket), server.anna.get(f"/v1/tickets/{ticket}/console").json
    assert page["late"] is row["late"] is True and abs(page["minutes_left"] - row["minutes_left"]) <= 1
    wall = (datetime.datetime.fromisoformat(page["now"]) - datetime.datetime.fromisoformat(row["due_at"])).total_seconds() / 60
    assert -row["minutes_left"] < wall / 2


def test_filters(server):
    owner = server.owner
    one = ask(server, "#7005", "我的订单 7005 到哪里了？什么时候能发货？", events=[{"stage": "production", "at": "2026-03-03T15:00:00Z"}])
    other = ask(server, "#7006", "Please cancel my order 7006.")
    assert one in [row["id"] for row in rows(server.anna, "lang=zh")] and other not in [row["id"] for row in rows(server.anna, "lang=zh")]
    assert row_of(server.anna, one, "stage=production") and not row_of(server.anna, other, "stage=production")
    assert row_of(server.anna, other, "concern=cancel") and not row_of(server.anna, one, "concern=cancel")
    assert owner.post(f"/v1/tickets/{one}/assign", {"account": server.anna.account}).status == 200
    assert row_of(server.anna, one, "assignee=me")["assignee"] == {"id": server.anna.account, "name": "Anna"}
    assert not row_of(server.ben, one, "assignee=me") and row_of(server.ben, one, f"assignee={server.anna.account}")
    assert not row_of(server.anna, one, "assignee=nobody") and row_of(server.anna, other, "assignee=nobody")
    owner.post(f"/v1/tickets/{other}/hand-over")
    assert row_of(server.anna, other, "escalated=true") and not row_of(server.anna, other, "escalated=false")
    assert row_of(server.anna, one, "q=7005") and not row_of(server.anna, other, "q=7005")
    owner.post(f"/v1/tickets/{one}/resolve")
    assert not row_of(server.anna, one) and row_of(server.anna, one, "state=resolved")
    assert row_of(server.anna, one, "q=7005") and not row_of(server.anna, one, "q=7005&state=open")
    assert server.anna.get("/v1/inbox?concern=nonsense").status == 400
    assert server.anna.get("/v1/inbox?assignee=somebody").status == 400
    assert server.owner.get("/v1/inbox?assignee=me").status == 400  # a token is nobody's account
    assert server.anna.get("/v1/inbox?cursor=x").status == 400


def test_what_waits_for_the_customer_says_so(server):
    ticket = ask(server, "#7007", "Please change the engraving of order 7007.", placed_at=now(-60))
    draft = [one for one in server.owner.get(f"/v1/tickets/{ticket}").json["drafts"] if one["state"] == "open"][0]
    assert server.owner.post(f"/v1/drafts/{draft['id']}/send").status == 200
    row = row_of(server.anna, ticket)
    assert row["waits"] and row["state"] == "waiting" and row["last_author"] == "agent" and not row["has_draft"] and not row["unread"]
    assert row["due_at"] is None and row["minutes_left"] is None and not row["late"]


def test_pages_follow_each_other(server):
    whole = [row["id"] for row in rows(server.anna, "limit=200")]
    assert len(whole) >= 6
    walked, cursor = [], ""
    while cursor is not None:
        page = server.anna.get(f"/v1/inbox?limit=2{cursor and '&cursor=' + cursor}").json
        walked += [row["id"] for row in page["data"]]
        cursor = page["next"]
    assert walked == whole


def test_counts_agree_with_the_lists(server):
    counts = server.anna.get("/v1/inbox/counts").json
    everything = rows(server.anna, "limit=200")
    assert counts["total"] == len(everything)
    by_name = {view["name"]: view for view in counts["views"]}
    for name in ("all", "mine", "unassigned", "late", "today", "escalated", "open", "waiting"):
        assert by_name[name]["count"] == len(rows(server.anna, "limit=200&" + by_name[name]["query"])), name
    assert sum(one["count"] for one in counts["concerns"]) == len([row for row in everything if row["concern"]])
    for one in counts["concerns"]:
        assert one["count"] == len(rows(server.anna, f"concern={one['concern']}"))


def test_views_of_ones_own(server):
    anna, ben = server.anna, server.ben
    saved = anna.post("/v1/me/views", {"name": "Late in Chinese", "query": "lang=zh&due=late"})
    assert saved.status == 201
    assert [view["name"] for view in anna.get("/v1/me/views").json["data"]] == ["Late in Chinese"]
    assert ben.get("/v1/me/views").json["data"] == []
    counted = {view["name"]: view for view in anna.get("/v1/inbox/counts").json["views"]}
    assert counted["Late in Chinese"]["id"] == saved.json["id"] and counted["Late in Chinese"]["count"] == len(rows(anna, "lang=zh&due=late"))
    words = anna.post("/v1/me/views", {"name": "Refunds", "query": "q=refund"}).json
    assert {view["name"]: view["count"] for view in anna.get("/v1/inbox/counts").json["views"]}["Refunds"] is None
    wrong = anna.post("/v1/me/views", {"name": "x", "query": "concern=nonsense"})
    assert wrong.status == 400 and wrong.json["errors"][0]["pointer"] == "/query"
    assert ben.call("DELETE", f"/v1/me/views/{words['id']}").status == 404
    assert anna.call("DELETE", f"/v1/me/views/{words['id']}").status == 200
    assert anna.call("DELETE", f"/v1/me/views/{saved.json['id']}").status == 200 and anna.get("/v1/me/views").json["data"] == []
    assert server.owner.get("/v1/me/views").status == 403  # a token is nobody's


def test_how_the_console_looks(server):
    me = server.anna.get("/v1/me").json
    assert me["account"]["name"] == "Anna" and me["role"] == "agent" and "reply" in me["rights"]
    assert me["settings"] == {"lang": None, "theme": "auto"}
    assert server.anna.put("/v1/me/settings", {"lang": "zh"}).json == {"lang": "zh", "theme": "auto"}
    assert server.anna.put("/v1/me/settings", {"theme": "dark"}).json == {"lang": "zh", "theme": "dark"}
    assert server.anna.get("/v1/me").json["settings"] == {"lang": "zh", "theme": "dark"}
    assert server.ben.get("/v1/me").json["settings"]["theme"] == "auto"
    assert server.anna.put("/v1/me/settings", {"lang": "fr"}).status == 400
    token = server.owner.get("/v1/me").json
    assert token["account"] is None and token["role"] == "owner" and token["settings"]["theme"] == "auto"
