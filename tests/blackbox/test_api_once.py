"""Idempotency-Key: the same request under the same key is answered as before and does nothing, on every route that takes one."""
import concurrent.futures
import contextlib
import datetime
import itertools
import sqlite3
import time

import pytest

from desk_server import person, wait_for
from desk_store import address, inquiry, order, path_of, served_on
from portal import visit
from test_api_attachments import broken, png, upload
from test_shop_edit import file_path, with_window

NUMBERS = itertools.count(8100)
KEYS = itertools.count(1)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def server(request):
    with served_on(request.param, "test_once") as running:
        running.owner.get("/v1/orders")  # the description is there for everybody
        yield running


def moment(hours=0):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


# ---- what each route is asked, for the first time ----

def enter(server, hours=-1, **more):
    number = f"#{next(NUMBERS)}"
    assert server.owner.put(path_of(number), order(number, **{"placed_at": moment(hours), **more})).status == 201
    return number


def taken(server, number=None, text="Where is my order {}?", at=0):
    number = number or enter(server)
    answer = server.owner.post("/v1/inquiries", inquiry(number, text.format(number[1:]), name=str(next(KEYS)), at=moment(at)))
    assert answer.status == 201, answer.body
    return answer.json


def ticket(server, move, body=None):
    return server.owner, f"/v1/tickets/{taken(server)['ticket']['id']}/{move}", body


def draft(server, move):
    return server.owner, f"/v1/drafts/{taken(server)['draft']['id']}/{move}", None


def change(server, *moves, number=None):
    number = number or enter(server)
    taken(server, number, 'Please change the engraving on order {} to "Always".')
    one = server.owner.get(f"/v1/changes?order=%23{number[1:]}").json["data"][0]
    for move in moves[:-1]:
        assert server.owner.post(f"/v1/changes/{one['id']}/{move}").status == 200
    return server.owner, f"/v1/changes/{one['id']}/{moves[-1]}", None


def late_change(server):
    number = enter(server, -60)
    taken(server, number, 'Please change the engraving on order {} to "Always".', at=-20)
    one = server.owner.get(f"/v1/changes?order=%23{number[1:]}").json["data"][0]
    return server.owner, f"/v1/changes/{one['id']}/ask", None


def delivered(server):
    return enter(server, -240, events=[{"stage": "delivered", "at": moment(-3)}])


def claim(server, number=None, offered=False):
    body = {"order": number or delivered(server), "item": 0, "concern": "damaged"}
    one = server.owner.post("/v1/claims", body).json["id"]
    if offered:
        offer = server.owner.post(f"/v1/claims/{one}/offer", {"remedies": [{"kind": "remake"}, {"kind": "full_refund"}]})
        assert offer.status == 200, offer.body
    return one


def claimed(server, move, body=None, **more):
    return server.owner, f"/v1/claims/{claim(server, **more)}/{move}", body


def evidence(server):
    asked = broken(server.owner, f"#{next(NUMBERS)}", "Where is my order?")
    kept = upload(server.owner, asked["ticket"]["id"], png(salt=b"once")).json
    number = server.owner.get(f"/v1/tickets/{asked['ticket']['id']}").json["order"]["number"]
    one = server.owner.post("/v1/claims", {"order": number, "item": 0, "concern": "damaged"}).json["id"]
    return server.owner, f"/v1/claims/{one}/evidence", {"ticket": asked["ticket"]["id"], "message": kept["message"],
                                                        "place": kept["place"]}


def proposal(server, move):
    asked = server.desk.post(path_of(enter(server), "cancel"))
    assert asked.status == 201, asked.body
    return server.owner, f"/v1/approvals/{asked.json['id']}/{move}", {"note": "by hand"}


def acknowledge(server):
    number = enter(server)
    owner, target, body = change(server, "confirm", "apply", number=number)
    assert owner.post(target, body).status == 200
    return owner, path_of(number, "specs", "acknowledge"), {"item": 0, "version": 2}


def held(server):
    number = enter(server)
    assert server.owner.post(path_of(number, "hold"), {"reason": "photo"}).status == 200
    return server.owner, path_of(number, "release"), None


def unsent(server):
    owner, target, body = draft(server, "send")
    assert owner.post(target, body).status == 200
    return owner, target.replace("/send", "/unsend"), None


def letter(server):
    """The notice of a stage, as long as nothing is sent."""
    number = enter(server)
    server.owner.post("/v1/outbox/hold")
    server.owner.post(path_of(number, "events"), {"stage": "production"})
    waiting = lambda: [one for one in server.owner.get(path_of(number, "letters")).json["data"] if one["state"] == "queued"]
    assert wait_for(waiting)
    return server.owner, f"/v1/letters/{waiting()[0]['id']}/withdraw", None


def survey(server):
    number = enter(server)
    server.owner.post(path_of(number, "events"), {"stage": "delivered"})
    one = server.owner.get("/v1/surveys?state=open").json["data"][0]
    return server.owner, f"/v1/surveys/{one['id']}/answer", {"score": 5}


def restore(server):
    before = server.owner.get(file_path("policy.md")).json
    assert server.owner.put(file_path("policy.md"), {"text": with_window(before["text"], next(NUMBERS) % 90 + 1)}).status == 200
    return server.owner, file_path("policy.md", "revisions", str(before["version"]), "restore"), None


def merge(server):
    one, two = taken(server)["ticket"]["id"], taken(server)["ticket"]["id"]
    return server.owner, f"/v1/tickets/{one}/merge", {"into": two}


def reopen(server):
    owner, target, _ = ticket(server, "resolve")
    assert owner.post(target).status == 200
    return owner, target.replace("/resolve", "/reopen"), None


def view(server):
    return person(server, f"anna{next(NUMBERS)}", "agent"), "/v1/me/views", {"name": "Late", "query": "due=late"}


def account(server, move):
    someone = person(server, f"someone{next(NUMBERS)}", "agent")
    return server.owner, f"/v1/accounts/{someone.account}/{move}", None


def customer(server):
    return server.owner, f"/v1/customers/{server.owner.get(path_of(enter(server))).json['life']['customer']}/erase", {"force": True}


def stranger(server):
    sender = f"nobody{next(NUMBERS)}@example.org"
    message = {"id": sender, "at": moment(), "channel": "email", "from": sender, "subject": "hello", "text": "Do you make rings?"}
    assert server.owner.post("/v1/inquiries", message).status == 201
    return server.owner, "/v1/customers/erase", {"address": sender}


def guest(server, number=None):
    server.owner.post("/v1/outbox/release")
    number = number or enter(server)
    return visit(server, number, address(number))


def my_change(server, move):
    visitor = guest(server)
    assert visitor.post("/v1/my/change", {"fields": {"engraving": "Always"}}).status == 201
    return visitor, f"/v1/my/change/{visitor.page()['changes'][0]['id']}/{move}", None


def my_claim(server):
    number = delivered(server)
    one = claim(server, number, offered=True)
    return guest(server, number), f"/v1/my/claims/{one}/choose", {"remedy": "remake"}


def my_rating(server):
    number = enter(server)
    server.owner.post(path_of(number, "events"), {"stage": "delivered"})
    return guest(server, number), "/v1/my/rating", {"score": 5}


ASKED = {
    "/v1/orders/{number}/events": lambda s: (s.owner, path_of(enter(s), "events"), {"stage": "production"}),
    "/v1/orders/{number}/specs/acknowledge": acknowledge,
    "/v1/orders/{number}/hold": lambda s: (s.owner, path_of(enter(s), "hold"), {"reason": "photo"}),
    "/v1/orders/{number}/release": held,
    "/v1/orders/{number}/link": lambda s: (s.owner, path_of(enter(s), "link"), None),
    "/v1/orders/{number}/cancel": lambda s: (s.owner, path_of(enter(s), "cancel"), {"reason": "asked"}),
    "/v1/orders/{number}/remake": lambda s: (s.owner, path_of(delivered(s), "remake"), {"item": 0, "concern": "damaged"}),
    "/v1/inquiries": lambda s: (s.owner, "/v1/inquiries", inquiry(enter(s), "Where is my order?", name=str(next(KEYS)), at=moment())),
    "/v1/me/views": view,
    "/v1/tickets/bulk": lambda s: (s.owner, "/v1/tickets/bulk", {"tickets": [taken(s)["ticket"]["id"], "x"], "action": "resolve"}),
    "/v1/tickets/{id}/assign": lambda s: ticket(s, "assign"),
    "/v1/tickets/{id}/hand-over": lambda s: ticket(s, "hand-over"),
    "/v1/tickets/{id}/resolve": lambda s: ticket(s, "resolve"),
    "/v1/tickets/{id}/reopen": reopen,
    "/v1/tickets/{id}/merge": merge,
    "/v1/tickets/{id}/notes": lambda s: ticket(s, "notes", {"text": "Called her."}),
    "/v1/tickets/{id}/reassess": lambda s: ticket(s, "reassess"),
    "/v1/tickets/{id}/messages": lambda s: ticket(s, "messages", {"markdown": "Hello Maya, we are on it."}),
    "/v1/drafts/{id}/send": lambda s: draft(s, "send"),
    "/v1/drafts/{id}/unsend": unsent,
    "/v1/drafts/{id}/discard": lambda s: draft(s, "discard"),
    "/v1/changes/{id}/ask": late_change,
    "/v1/changes/{id}/confirm": lambda s: change(s, "confirm"),
    "/v1/changes/{id}/apply": lambda s: change(s, "confirm", "apply"),
    "/v1/changes/{id}/decline": lambda s: change(s, "decline"),
    "/v1/changes/{id}/withdraw": lambda s: change(s, "withdraw"),
    "/v1/claims": lambda s: (s.owner, "/v1/claims", {"order": delivered(s), "item": 0, "concern": "damaged"}),
    "/v1/claims/{id}/evidence": evidence,
    "/v1/claims/{id}/offer": lambda s: claimed(s, "offer", {"remedies": [{"kind": "remake"}]}),
    "/v1/claims/{id}/choose": lambda s: claimed(s, "choose", {"remedy": "remake"}, offered=True),
    "/v1/claims/{id}/fault": lambda s: claimed(s, "fault", {"fault": "store"}),
    "/v1/claims/{id}/reject": lambda s: claimed(s, "reject"),
    "/v1/claims/{id}/withdraw": lambda s: claimed(s, "withdraw"),
    "/v1/approvals/{id}/approve": lambda s: proposal(s, "approve"),
    "/v1/approvals/{id}/refuse": lambda s: proposal(s, "refuse"),
    "/v1/letters/{id}/withdraw": letter,
    "/v1/letters/{id}/retry": None,  # a letter fails where the disk or the transport does, which is not had from here
    "/v1/outbox/hold": lambda s: (s.owner, "/v1/outbox/hold", None),
    "/v1/outbox/release": lambda s: (s.owner, "/v1/outbox/release", None),
    "/v1/customers/{id}/erase": customer,
    "/v1/customers/erase": stranger,
    "/v1/surveys/{id}/answer": survey,
    "/v1/shop/files/{path}/revisions/{version}/restore": restore,
    "/v1/my/change": lambda s: (guest(s), "/v1/my/change", {"fields": {"engraving": "Always"}}),
    "/v1/my/change/{id}/confirm": lambda s: my_change(s, "confirm"),
    "/v1/my/change/{id}/withdraw": lambda s: my_change(s, "withdraw"),
    "/v1/my/cancel": lambda s: (guest(s), "/v1/my/cancel", None),
    "/v1/my/problem": lambda s: (guest(s, delivered(s)), "/v1/my/problem", {"item": 0, "concern": "missing"}),
    "/v1/my/claims/{id}/choose": my_claim,
    "/v1/my/message": lambda s: (guest(s), "/v1/my/message", {"text": "Is anybody there?"}),
    "/v1/my/rating": my_rating,
    "/v1/my/erase": lambda s: (guest(s), "/v1/my/erase", None),
    "/v1/accounts/{id}/disable": lambda s: account(s, "disable"),
    "/v1/accounts/{id}/enable": lambda s: account(s, "enable"),
}


def takes_key(operation):
    return any(one["name"] == "Idempotency-Key" for one in operation.get("parameters", []))


def test_every_route_that_takes_a_key_is_here(server):
    paths = server.description.document["paths"]
    assert {path for path, one in paths.items() if "post" in one and takes_key(one["post"])} == set(ASKED)


@pytest.mark.parametrize("path", [path for path, ask in ASKED.items() if ask])
def test_the_same_key_gives_the_same_answer(server, path):
    client, target, body = ASKED[path](server)
    key = f"once {next(KEYS)}"
    first = client.post(target, body, key=key)
    assert first.status in (200, 201), first.body
    assert "Idempotent-Replayed" not in first.headers
    for _ in range(2):
        again = client.post(target, body, key=key)
        assert (again.status, again.body) == (first.status, first.body)
        assert again.headers["Idempotent-Replayed"] == "true"
    other = client.post(target, {**(body or {}), "other": 1}, key=key)
    assert other.status == 400 and "Idempotency-Key" in other.json["detail"], other.body


def test_what_had_nothing_to_do_is_answered_as_before_too(server):
    asked = server.owner, "/v1/inquiries", inquiry(enter(server), "Where is my order?", name=str(next(KEYS)), at=moment())
    assert server.owner.post(*asked[1:]).status == 201
    first = server.owner.post(*asked[1:], key="k-duplicate")
    assert first.status == 200
    server.owner.post(f"/v1/tickets/{first.json['ticket']['id']}/resolve")
    again = server.owner.post(*asked[1:], key="k-duplicate")
    assert (again.status, again.body) == (200, first.body) and again.headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("path", ["/v1/claims", "/v1/inquiries", "/v1/drafts/{id}/send", "/v1/orders/{number}/hold"])
def test_requests_at_once_under_one_key_have_one_answer(server, path):
    client, target, body = ASKED[path](server)
    key = f"at once {next(KEYS)}"
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: client.post(target, body, key=key), range(12)))
    assert {(one.status, one.body) for one in answers} == {(answers[0].status, answers[0].body)}
    assert answers[0].status in (200, 201), answers[0].body
    assert sum("Idempotent-Replayed" not in one.headers for one in answers) == 1


def test_what_was_carried_out_without_an_answer_says_so():
    """As a server leaves it that ended between the two transactions."""
    with served_on("sqlite", "test_once") as server:
        number = enter(server)
        body = {"reason": "photo"}
        assert server.owner.post(path_of(number, "hold"), body, key="lost").status == 200

        def forget(age):
            server.stop()
            with contextlib.closing(sqlite3.connect(server.folder / "burin.db")) as database, database:
                [path], = database.execute("UPDATE idempotency SET status = 0, body = '', created_at = ? RETURNING key",
                                           [int((time.time() - age) * 1e6)]).fetchall()
                assert path == "lost"
            server.start()
            return server.owner.post(path_of(number, "hold"), body, key="lost")

        young = forget(0)
        assert young.status == 409 and young.headers["Retry-After"] == "1" and "still being carried out" in young.json["detail"]
        old = forget(120)
        assert old.status == 409 and "Retry-After" not in old.headers and "has been carried out" in old.json["detail"]
        assert len(server.owner.get(path_of(number)).json["holds"]) == 1


def moves(server, one):
    number = server.owner.get(f"/v1/tickets/{one}").json["order"]["number"]
    return [row["verb"] for row in server.owner.get(path_of(number, "life")).json["audit"] if row["verb"] in ("ticket.resolved", "ticket.reopened")]


def test_a_list_is_worked_once_and_its_rest_after_a_crash():
    with served_on("sqlite", "test_once") as server:
        one, two = (taken(server)["ticket"]["id"] for _ in range(2))
        for action in ("resolve", "reopen", "resolve", "reopen"):
            assert server.owner.post("/v1/tickets/bulk", {"tickets": [one, two], "action": action}).status == 200
        before = moves(server, one), moves(server, two)
        asked = {"tickets": [one, two], "action": "resolve"}
        first = server.owner.post("/v1/tickets/bulk", asked, key="list")
        assert [row["status"] for row in first.json["data"]] == [200, 200]
        server.owner.post("/v1/tickets/bulk", {"tickets": [two], "action": "reopen"})
        server.stop()
        with contextlib.closing(sqlite3.connect(server.folder / "burin.db")) as database, database:
            assert database.execute("DELETE FROM idempotency WHERE key IN ('list', ?)", ["list\n1"]).rowcount == 2
        server.start()
        assert server.owner.post("/v1/tickets/bulk", asked, key="list").body == first.body
        assert len(moves(server, one)) == len(before[0]) + 1 and len(moves(server, two)) == len(before[1]) + 3


SECRET = ["/v1/tokens", "/v1/accounts", "/v1/session", "/v1/invites/accept", "/v1/my/link", "/v1/my/session"]


@pytest.mark.parametrize("path", SECRET)
def test_no_key_is_taken_where_a_secret_is_answered(server, path):
    body = {"/v1/tokens": {"name": "twice", "scope": "read"},
            "/v1/accounts": {"email": "twice@shop.example", "name": "Twice", "role": "agent"}}.get(path, {})
    refused = server.owner.post(path, body, key="k-secret")
    assert refused.status == 400 and "Idempotency-Key" in refused.json["detail"]
    assert b"twice" not in server.owner.get("/v1/tokens").body + server.owner.get("/v1/accounts").body
