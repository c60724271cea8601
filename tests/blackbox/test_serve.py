"""burin serve: a desk behind its API, on SQLite and on PostgreSQL; every answer is held against the description."""
import concurrent.futures
import email
import email.policy
import http.client
import json
import os
import pathlib
import subprocess
import urllib.parse

import pytest

import desk_server
from desk_server import BURIN, Client, served, wait_for

POSTGRES = os.environ.get("BURIN_TEST_POSTGRES")
ORDER = {
    "number": "#1042", "placed_at": "2026-03-02T14:30:00Z", "currency": "USD", "total": "89.00",
    "customer": {"name": "Maya Lin", "email": "maya@example.com", "locale": "en-US"},
    "items": [{"sku": "NECK-ENG-S", "title": "Engraved bar necklace", "personalization": {"engraving": "Forever"}}],
    "shipping": {"carrier": "USPS", "country": "US"},
}


def fresh_schema(name):
    """An address on the server with a schema of its own."""
    psql = ["psql", "-q", "-d", POSTGRES, "-c", f"DROP SCHEMA IF EXISTS {name} CASCADE", "-c", f"CREATE SCHEMA {name}"]
    subprocess.run(psql, check=True, capture_output=True)
    return f"{POSTGRES}{'&' if '?' in POSTGRES else '?'}options=-csearch_path%3D{name}"


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def server(request):
    if request.param == "postgres" and not POSTGRES:
        pytest.skip("no PostgreSQL server here (tools/with_postgres starts one)")
    with served(fresh_schema("test_serve") if request.param == "postgres" else None) as running:
        yield running
        assert running.errors() == []


@pytest.fixture(scope="module")
def owner(server):
    return Client(server, server.token("owner"))


def order(number, **more):
    return {**ORDER, "number": number, "customer": {**ORDER["customer"], "email": f"maya{number.strip('#')}@example.com"},
            **more}


def path_of(number):
    return "/v1/orders/" + urllib.parse.quote(number, safe="")


def inquiry(number, text, name="m1", at="2026-03-02T16:00:00Z"):
    return {"id": f"{number}-{name}", "at": at, "channel": "email", "from": f"maya{number.strip('#')}@example.com",
            "subject": "my order", "text": text}


def test_an_order_is_put_read_and_found(owner):
    created = owner.put(path_of("#1001"), order("#1001"))
    assert created.status == 201 and created.etag
    again = owner.put(path_of("#1001"), order("#1001"))
    assert again.status == 200 and again.etag == created.etag
    read = owner.get("/v1/orders/1001")
    assert read.status == 200 and read.json["items"][0]["personalization"] == {"engraving": "Forever"}
    assert owner.get("/v1/orders/9999").status == 404
    assert owner.put(path_of("#1001"), order("#2")).status == 400
    bad = owner.put(path_of("#1001"), order("#1001", placed_at="yesterday"))
    assert bad.status == 400 and bad.json["errors"][0]["pointer"] == "/placed_at"


def test_an_inquiry_becomes_a_ticket_once(owner):
    owner.put(path_of("#1002"), order("#1002"))
    first = owner.post("/v1/inquiries", inquiry("#1002", "Where is my order 1002?"))
    assert first.status == 201
    assert first.json["assessment"]["decisions"][0]["action"] == "share_status"
    again = owner.post("/v1/inquiries", inquiry("#1002", "Where is my order 1002?"))
    assert again.status == 200 and again.json["ticket"] == first.json["ticket"]
    ticket = owner.get(f"/v1/tickets/{first.json['ticket']['id']}")
    assert ticket.json["order"]["number"] == "#1002" and len(ticket.json["messages"]) == 1
    with_order = owner.post("/v1/inquiries", {**inquiry("#1002", "x", "m9"), "order": ORDER})
    assert with_order.status == 400 and "/order" in with_order.json["detail"]


def test_a_change_is_held_confirmed_and_applied(owner):
    owner.put(path_of("#1003"), order("#1003"))
    taken = owner.post("/v1/inquiries", inquiry("#1003", 'Please change the engraving on order 1003 to "Always".')).json
    assert taken["assessment"]["decisions"][0]["action"] == "confirm_change"
    change = owner.get("/v1/changes?order=1003").json["data"][0]
    assert change["state"] == "awaiting_confirmation" and change["new"] == "Always" and change["inside_window"]
    held = owner.post("/v1/orders/1003/events", {"stage": "production", "at": "2026-03-02T17:00:00Z"})
    assert held.status == 409 and "hold" in held.json["detail"]
    sent = owner.post(f"/v1/drafts/{taken['draft']['id']}/send")
    assert sent.status == 200 and sent.json["draft"]["state"] == "sent"
    assert owner.post(f"/v1/drafts/{taken['draft']['id']}/send").status == 409
    confirmed = owner.post(f"/v1/changes/{change['id']}/confirm", match=f'"v{change["version"]}"')
    assert confirmed.json["state"] == "confirmed"
    assert owner.post(f"/v1/changes/{change['id']}/apply", match=f'"v{change["version"]}"').status == 412
    applied = owner.post(f"/v1/changes/{change['id']}/apply")
    assert applied.json["state"] == "applied"
    assert owner.post(f"/v1/changes/{change['id']}/withdraw").status == 409
    specs = owner.get("/v1/orders/1003/specs").json["data"]
    assert [spec["personalization"]["engraving"] for spec in specs] == ["Forever", "Always"]
    assert owner.get("/v1/orders/1003").json["items"][0]["personalization"]["engraving"] == "Always"
    assert owner.post("/v1/orders/1003/events", {"stage": "production", "at": "2026-03-03T17:00:00Z"}).status == 409
    assert owner.post("/v1/orders/1003/specs/acknowledge", {"item": 0, "version": 2}).json == {"unacknowledged": []}
    assert owner.post("/v1/orders/1003/events", {"stage": "production", "at": "2026-03-03T17:00:00Z"}).status == 201


def test_a_claim_leads_to_a_remake(owner):
    owner.put(path_of("#1004"), order("#1004", events=[{"stage": "delivered", "at": "2026-03-12T15:00:00Z"}]))
    letter = {**inquiry("#1004", "The chain of my necklace arrived broken, see the photo. Order 1004.", at="2026-03-12T20:00:00Z"),
              "attachments": [{"name": "IMG_1.jpg", "type": "image/jpeg", "bytes": 1000, "width": 3000, "height": 2000}]}
    taken = owner.post("/v1/inquiries", letter).json
    claim = owner.get("/v1/claims?order=1004").json["data"][0]
    assert claim["state"] == "offered" and claim["photos"] == 1
    owner.post(f"/v1/drafts/{taken['draft']['id']}/send")
    chosen = owner.post(f"/v1/claims/{claim['id']}/choose", {"remedy": "remake"})
    assert chosen.status == 200 and chosen.json["state"] == "chosen"
    approval = owner.get("/v1/approvals?order=1004").json["data"][0]
    assert approval["kind"] == "remake" and approval["state"] == "proposed"
    desk = Client(owner.server, owner.server.token("desk"))
    assert desk.post(f"/v1/approvals/{approval['id']}/approve").status == 403
    assert owner.post(f"/v1/approvals/{approval['id']}/approve", {"note": "clear photo"}).json["state"] == "approved"
    remake = owner.get(path_of("#1004-R1")).json
    assert remake["remake_of"] == "#1004" and remake["production"]["rush"]
    assert owner.get("/v1/claims?order=1004").json["data"][0]["state"] == "fulfilled"


def test_letters_arrive_in_the_maildir(server, owner):
    owner.put(path_of("#1005"), order("#1005"))
    taken = owner.post("/v1/inquiries", inquiry("#1005", "Where is my order 1005?")).json
    owner.post(f"/v1/drafts/{taken['draft']['id']}/send")
    folder = server.folder / "mail" / "new"

    def letters():
        messages = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in folder.iterdir()]
        mine = [message for message in messages if "maya1005@example.com" in message["To"]]
        return mine if len(mine) >= 2 else None  # the receipt and the reply

    mine = wait_for(letters)
    assert mine, [path.name for path in folder.iterdir()]
    replies = [message for message in mine if message["Auto-Submitted"] is None]
    assert len(replies) == 1
    assert "1005" in replies[0].get_body(("plain",)).get_content()
    assert replies[0].get_body(("html",)) is not None
    states = [letter["state"] for letter in owner.get(f"/v1/tickets/{taken['ticket']['id']}/letters").json["data"]]
    assert wait_for(lambda: all(letter["state"] == "sent" for letter in
                                owner.get(f"/v1/tickets/{taken['ticket']['id']}/letters").json["data"])), states


def test_the_same_key_gives_the_same_answer(owner):
    owner.put(path_of("#1006"), order("#1006"))
    body = {"stage": "production", "at": "2026-03-03T15:00:00Z"}
    first = owner.post("/v1/orders/1006/events", body, key="k-1006")
    again = owner.post("/v1/orders/1006/events", body, key="k-1006")
    assert first.status == again.status == 201 and first.body == again.body
    assert again.headers["Idempotent-Replayed"] == "true"
    other = owner.post("/v1/orders/1006/events", {**body, "stage": "shipped"}, key="k-1006")
    assert other.status == 400 and "Idempotency-Key" in other.json["detail"]
    assert len(owner.get("/v1/orders/1006").json["events"]) == 1
    assert owner.post("/v1/orders/1006/events", body, key="\u00ff\u00fe").status == 400


def test_what_is_looked_up_by_has_a_length(owner):
    """PostgreSQL indexes no row over some 2,700 bytes."""
    noise = "".join(format(n * 7919 % 65536, "x") for n in range(900))
    assert owner.put(f"/v1/orders/{noise[:3000]}", {}).status == 400
    assert owner.put("/v1/orders/1007", {"customer": {"email": f"{noise}@example.com"}}).status == 400
    message = {"id": "long", "at": "2026-03-02T16:00:00Z", "channel": "email", "text": "Where is it?"}
    assert owner.post("/v1/inquiries", {**message, "from": f"{noise}@example.com"}).status == 400


def test_a_race_for_one_key_has_one_effect(owner):
    owner.put(path_of("#1007"), order("#1007"))
    body = {"reason": "photo missing"}
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: owner.post("/v1/orders/1007/hold", body, key="race"), range(16)))
    assert {(answer.status, answer.body) for answer in answers} == {(200, answers[0].body)}
    assert len(owner.get("/v1/orders/1007").json["holds"]) == 1


def test_a_race_for_one_change_has_one_winner(owner):
    owner.put(path_of("#1008"), order("#1008"))
    owner.post("/v1/inquiries", inquiry("#1008", 'Please change the engraving on order 1008 to "Always".'))
    change = owner.get("/v1/changes?order=1008").json["data"][0]
    moves = ["decline", "withdraw"] * 8
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda move: owner.post(f"/v1/changes/{change['id']}/{move}"), moves))
    assert sorted({answer.status for answer in answers}) == [200, 409]
    assert sum(answer.status == 200 for answer in answers) == 1


def test_pages_follow_each_other(owner):
    for number in range(1100, 1107):
        owner.put(path_of(f"#{number}"), order(f"#{number}"))
    seen, cursor = [], ""
    while True:
        page = owner.get(f"/v1/orders?limit=3{cursor}").json
        assert len(page["data"]) <= 3
        seen += [row["number"] for row in page["data"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert len(seen) == len(set(seen)) and seen[:7] == [f"#{number}" for number in range(1106, 1099, -1)]
    assert owner.get("/v1/orders?limit=0").status == 400
    assert owner.get("/v1/orders?cursor=x").status == 400


def test_tickets_come_by_what_is_due(owner):
    page = owner.get("/v1/tickets?state=open&sort=due&limit=2").json
    dues = [row["due_at"] for row in page["data"]]
    assert dues == sorted(dues)
    if page["next"]:
        following = owner.get(f"/v1/tickets?state=open&sort=due&limit=2&cursor={page['next']}").json
        assert not {row["id"] for row in page["data"]} & {row["id"] for row in following["data"]}


def test_search_finds_both_languages(owner):
    owner.put(path_of("#1009"), order("#1009", items=[{"title": "对戒", "personalization": {"engraving": "百年好合"}}]))
    assert owner.get("/v1/search?q=" + urllib.parse.quote("百年好合")).json["data"][0]["order"]["number"] == "#1009"
    assert owner.get("/v1/search?q=" + urllib.parse.quote("对戒")).json["data"]
    assert owner.get("/v1/search?q=nothinglikethis").json["data"] == []
    assert owner.get("/v1/search?q=%20").status == 400


def test_assess_keeps_nothing(owner):
    before = len(owner.get("/v1/tickets?limit=200").json["data"])
    answer = owner.post("/v1/assess", {"id": "c1", "at": "2026-03-02T16:00:00-05:00", "text": "Where is my order?"})
    assert answer.status == 200 and answer.json["decisions"][0]["action"] == "ask_facts"
    assert len(owner.get("/v1/tickets?limit=200").json["data"]) == before


def test_scopes_hold(server, owner):
    owner.put(path_of("#1010"), order("#1010"))
    read, studio = Client(server, server.token("read")), Client(server, server.token("studio"))
    assert read.get("/v1/tickets").status == 200
    assert read.put(path_of("#1010"), order("#1010")).status == 403
    assert studio.post("/v1/orders/1010/events", {"stage": "design", "at": "2026-03-02T18:00:00Z"}).status == 201
    assert studio.get("/v1/tickets").status == 403
    assert read.get("/v1/tokens").status == 403
    assert Client(server, None).get("/v1/tickets").status == 401
    assert Client(server, "burin_wrong").get("/v1/tickets").status == 401


def test_a_token_is_revoked(server, owner):
    made = owner.post("/v1/tokens", {"name": "short", "scope": "read"})
    assert made.status == 201
    short = Client(server, made.json["secret"])
    assert short.get("/v1/orders").status == 200
    assert owner.call("DELETE", f"/v1/tokens/{made.json['token']['id']}").json["revoked_at"]
    assert short.get("/v1/orders").status == 401
    assert owner.post("/v1/tokens", {"name": "x", "scope": "king"}).json["errors"][0]["pointer"] == "/scope"
    assert made.json["secret"] not in json.dumps(owner.get("/v1/tokens").json)


def test_bad_bodies_name_the_place(owner):
    owner.put(path_of("#1011"), order("#1011"))
    unknown = owner.post("/v1/orders/1011/events", {"stage": "production", "at": "2026-03-03T15:00:00Z", "who": "me"})
    assert unknown.status == 400 and unknown.json["errors"][0]["pointer"] == "/who"
    wrong = owner.post("/v1/orders/1011/events", {"stage": "sanding", "at": "2026-03-03T15:00:00Z"})
    assert wrong.status == 400 and wrong.json["errors"][0]["pointer"] == "/stage"
    assert owner.post("/v1/orders/1011/events", "{").status == 400
    assert owner.post("/v1/orders/1011/events", {"stage": "design", "at": "2026-03-03T15:00:00Z", "item": 7}).status == 400
    assert owner.get("/v1/orders/1011").json.get("events", []) == []


def test_minimal_answers_are_empty(owner):
    owner.put(path_of("#1012"), order("#1012"))
    answer = owner.post("/v1/orders/1012/hold", {"reason": "waiting"}, prefer="return=minimal")
    assert answer.status == 204 and answer.body == b"" and answer.etag


def test_an_etag_saves_the_body(server, owner):
    owner.put(path_of("#1013"), order("#1013"))
    read = owner.get("/v1/orders/1013")
    headers = {"Authorization": f"Bearer {owner.token}", "If-None-Match": read.etag}
    assert server.raw("GET", "/v1/orders/1013", headers=headers).status == 304


def test_changes_are_streamed(server, owner):
    import http.client
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", "/v1/events", headers={"Authorization": f"Bearer {owner.token}"})
    stream = connection.getresponse()
    assert stream.status == 200 and stream.getheader("Content-Type").startswith("text/event-stream")
    owner.put(path_of("#1014"), order("#1014"))
    lines = []
    while not any(b"order.entered" in line for line in lines):
        lines.append(stream.readline())
    connection.close()
    assert any(line.startswith(b"id: ") for line in lines)


def test_the_audit_log_is_whole(server, owner):
    rows = wait_for(lambda: owner.get("/v1/audit?limit=200").json["data"])
    assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))
    assert "maya" not in json.dumps(rows)
    run = subprocess.run([BURIN, "doctor", str(server.folder)], capture_output=True, text=True)
    assert run.returncode == 0 and "audit log: whole" in run.stdout, run.stdout + run.stderr


def test_operators_see_figures(server):
    assert server.raw("GET", "/livez", port=server.ops).status == 200
    assert server.raw("GET", "/readyz", port=server.ops).status == 200
    text = server.raw("GET", "/metrics", port=server.ops).body.decode()
    assert "burin_http_requests_total" in text and "burin_outbox_due" in text
    assert server.raw("GET", "/metrics").status == 404


def test_nothing_personal_is_logged(server, owner):
    owner.put(path_of("#QZ1015"), order("#QZ1015"))
    owner.post("/v1/inquiries", inquiry("#QZ1015", "Secret words about order QZ1015"))
    text = pathlib.Path(server.log_path).read_text()
    for word in ("maya", "Secret", "burin_", "QZ1015"):
        assert word not in text


def test_a_backup_is_restored_with_its_outbox_held(tmp_path):
    with served() as running:
        client = Client(running, running.token("owner"))
        client.put(path_of("#1"), order("#1"))
        copy = subprocess.run([BURIN, "backup", str(running.folder), str(tmp_path / "copy")], capture_output=True, text=True)
        assert copy.returncode == 0, copy.stderr
        client.put(path_of("#2"), order("#2"))
    back = subprocess.run([BURIN, "restore", str(tmp_path / "copy"), str(tmp_path / "store")], capture_output=True, text=True)
    assert back.returncode == 0, back.stderr
    restored = desk_server.Server(tmp_path / "store", tmp_path / "log").start()
    try:
        client = Client(restored, restored.token("owner"))
        assert client.get("/v1/orders/1").status == 200 and client.get("/v1/orders/2").status == 404
        assert "burin_outbox_held 1" in restored.raw("GET", "/metrics", port=restored.ops).body.decode()
    finally:
        restored.stop()


def test_a_log_that_nobody_reads_holds_nobody_up(tmp_path):
    subprocess.run([BURIN, "init", str(tmp_path / "store")], check=True, capture_output=True)
    os.mkfifo(tmp_path / "log")
    reader = os.open(tmp_path / "log", os.O_RDONLY | os.O_NONBLOCK)
    running = desk_server.Server(tmp_path / "store", tmp_path / "log").start()
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=10)
    for _ in range(1500):  # more lines than a pipe holds
        connection.request("GET", "/v1/orders")
        answer = connection.getresponse()
        answer.read()
        assert answer.status in (401, 429)
    running.stop()
    lines = os.read(reader, 1 << 20).decode().split("\n")
    os.close(reader)
    assert json.loads(lines[0])["event"] == "started" and len(lines) > 100
    assert all(json.loads(line)["event"] == "request" for line in lines[1:-1])


def test_killed_it_keeps_what_it_acknowledged():
    with served() as running:
        client = Client(running, running.token("owner"))
        acknowledged = []
        for turn in range(3):
            with concurrent.futures.ThreadPoolExecutor(8) as pool:
                numbers = [f"#{turn}{i:03d}" for i in range(40)]
                futures = {pool.submit(client.put, path_of(number), order(number)): number for number in numbers}
                for count, future in enumerate(concurrent.futures.as_completed(futures)):
                    try:
                        if future.result().status == 201:
                            acknowledged.append(futures[future])
                    except OSError:
                        continue  # it was killed under this one
                    if count == 10:
                        running.process.kill()
            running.process.wait()
            running.log.close()
            running.start()
            for number in acknowledged:
                assert client.get(path_of(number)).status == 200, number
    assert len(acknowledged) > 20


def test_people_are_added_at_the_command_line(server, owner):
    def user(*words):
        return subprocess.run([BURIN, "user", *words], capture_output=True, text=True)

    folder = str(server.folder)
    added = user("add", folder, "Nora@Shop.example", "--name", "Nora", "--role", "owner")
    assert added.returncode == 0 and added.stdout.startswith("invite_"), added.stderr
    assert user("add", folder, "nora@shop.example").returncode == 3
    code = added.stdout.strip()
    accepted = owner.post("/v1/invites/accept", {"code": code, "password": "a long enough pass phrase"})
    assert accepted.status == 200
    assert "owner    good     nora@shop.example" in user("list", folder).stdout
    assert user("add", folder, "max@shop.example", "--role", "studio").returncode == 0
    assert user("disable", folder, "max@shop.example").returncode == 0
    assert "studio   disabled max@shop.example" in user("list", folder).stdout
    assert user("enable", folder, "max@shop.example").returncode == 0
    assert user("disable", folder, "who@shop.example").returncode == 3
