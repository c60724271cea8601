"""Who has a ticket open, told to the others, and no two answers at once, on SQLite and on PostgreSQL."""
import contextlib
import http.client
import itertools
import json
import subprocess

import pytest

import failures
from desk_server import Client, person
from desk_store import served_on
from test_api_console import console
from test_api_inbox import ask, row_of

NUMBERS = itertools.count(5501)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def server(request):
    with served_on(request.param, "test_api_presence") as running:
        running.anna = person(running, "anna", "agent")
        running.ben = person(running, "ben", "agent")
        yield running


@pytest.fixture
def ticket(server):
    number = next(NUMBERS)
    return ask(server, f"#{number}", f"Where is my order {number}?")


@pytest.fixture(scope="module")
def nodes():
    """Anna at one node and Ben at the other, of one database."""
    if not failures.POSTGRES:
        pytest.skip("no PostgreSQL server here (tools/with_postgres starts one)")
    with failures.several_nodes(2, failures.fresh_schema("test_nodes")) as running:
        running[0].owner = Client(running[0], running[0].token("owner"))
        running[0].desk = Client(running[0], running[0].token("desk"))
        anna, ben = (person(running[0], name, "agent") for name in ("anna", "ben"))
        ben.server = running[1]
        yield running[0], anna, ben


def age(seconds):
    """All that is known of who is there becomes so much older."""
    older = f"UPDATE test_nodes.presence SET seen_at = seen_at - {seconds} * 1000000::bigint"
    subprocess.run(["psql", "-q", "-d", failures.POSTGRES, "-c", older], check=True, capture_output=True)


def be(client, ticket, doing):
    answer = client.put(f"/v1/tickets/{ticket}/presence", {"doing": doing})
    assert answer.status == 200, answer.body
    return [(one["name"], one["doing"]) for one in answer.json["others"]]


def test_each_sees_the_other(server, ticket):
    assert be(server.anna, ticket, "reading") == []
    assert be(server.ben, ticket, "writing") == [("Anna", "reading")]
    seen = server.anna.get(f"/v1/tickets/{ticket}/presence").json["others"]
    assert [(one["name"], one["doing"]) for one in seen] == [("Ben", "writing")] and seen[0]["account"] == server.ben.account
    assert [one["name"] for one in console(server.anna, ticket)["others"]] == ["Ben"]
    assert [one["name"] for one in server.owner.get(f"/v1/tickets/{ticket}/presence").json["others"]] == ["Anna", "Ben"]
    be(server.ben, ticket, "gone")
    assert server.anna.get(f"/v1/tickets/{ticket}/presence").json["others"] == []


def test_what_is_open_is_read(server, ticket):
    assert row_of(server.anna, ticket)["unread"]
    version = server.anna.get(f"/v1/tickets/{ticket}").etag
    be(server.anna, ticket, "reading")
    assert not row_of(server.ben, ticket)["unread"]
    assert server.anna.get(f"/v1/tickets/{ticket}").etag == version  # nobody's work is stale for that


def test_it_is_not_written_again_for_nothing(server, ticket):
    be(server.anna, ticket, "reading")
    first = server.ben.get(f"/v1/tickets/{ticket}/presence").json["others"][0]["seen_at"]
    for _ in range(5):
        be(server.anna, ticket, "reading")
    assert server.ben.get(f"/v1/tickets/{ticket}/presence").json["others"][0]["seen_at"] == first


def test_two_do_not_answer_at_once(server, ticket):
    draft = [one for one in server.anna.get(f"/v1/tickets/{ticket}").json["drafts"] if one["state"] == "open"][0]["id"]
    be(server.ben, ticket, "writing")
    be(server.anna, ticket, "writing")
    refused = server.anna.post(f"/v1/drafts/{draft}/send")
    assert refused.status == 409 and refused.json["errors"][0]["pointer"] == "/anyway" and "Ben" in refused.json["detail"]
    assert server.owner.post(f"/v1/drafts/{draft}/send").status == 409  # a token is no person, and does not cut in either
    assert server.anna.post(f"/v1/drafts/{draft}/send", {"anyway": True}).status == 200
    page = console(server.anna, ticket)
    undo = [button for button in page["buttons"] if button["name"] == "unsend"]
    assert (page["undo_until"] is None) == (undo == [])
    if undo:
        answer = server.anna.call("POST", undo[0]["path"], {}, match=f'"v{undo[0]["version"]}"')
        assert answer.status in (200, 409), answer.body


def test_who_only_reads_is_in_nobodys_way(server, ticket):
    draft = [one for one in server.anna.get(f"/v1/tickets/{ticket}").json["drafts"] if one["state"] == "open"][0]["id"]
    be(server.ben, ticket, "reading")
    be(server.anna, ticket, "writing")
    assert server.anna.post(f"/v1/drafts/{draft}/send").status == 200


def heard(listener, does):
    """The event of presence that a listener hears when something is done."""
    connection = http.client.HTTPConnection("127.0.0.1", listener.server.port, timeout=30)
    connection.request("GET", "/v1/events", headers=listener.who())
    stream = connection.getresponse()
    assert stream.status == 200
    does()
    event = {}
    for _ in range(200):
        line = stream.readline().decode().rstrip("\n")
        if line.startswith(("event:", "data:", "id:")):
            name, _, value = line.partition(": ")
            event[name] = value
        elif not line and event.get("event") == "presence":
            break
        elif not line:
            event = {}
    connection.close()
    assert "id" not in event
    return json.loads(event["data"])


def test_others_hear_of_it(server, ticket):
    event = heard(server.anna, lambda: be(server.ben, ticket, "writing"))
    assert event == {"ticket": ticket, "account": server.ben.account, "doing": "writing"}


def test_what_presence_needs(server, ticket):
    path = f"/v1/tickets/{ticket}/presence"
    assert server.anna.put(path, {"doing": "sleeping"}).status == 400
    assert server.anna.put(path, {}).status == 400
    assert server.owner.put(path, {"doing": "reading"}).status == 403  # a token is nobody's account
    assert server.anna.put("/v1/tickets/00000000-0000-7000-8000-000000000001/presence", {"doing": "reading"}).status == 404


def test_two_at_two_nodes_are_warned(nodes):
    node, anna, ben = nodes
    ticket = ask(node, "#5601", "Where is my order 5601?")
    draft = [one for one in anna.get(f"/v1/tickets/{ticket}").json["drafts"] if one["state"] == "open"][0]["id"]
    assert be(anna, ticket, "reading") == []
    assert be(ben, ticket, "writing") == [("Anna", "reading")]
    assert be(anna, ticket, "writing") == [("Ben", "writing")]
    refused = anna.post(f"/v1/drafts/{draft}/send")
    assert refused.status == 409 and "Ben" in refused.json["detail"]
    assert "Anna" in ben.post(f"/v1/drafts/{draft}/send").json["detail"]


def test_who_works_at_another_node_is_heard_here(nodes):
    node, anna, ben = nodes
    ticket = ask(node, "#5602", "Where is my order 5602?")
    event = heard(anna, lambda: be(ben, ticket, "writing"))
    assert event == {"ticket": ticket, "account": ben.account, "doing": "writing"}


def test_who_went_without_a_word_is_forgotten(nodes):
    node, anna, ben = nodes
    ticket = ask(node, "#5603", "Where is my order 5603?")
    draft = [one for one in anna.get(f"/v1/tickets/{ticket}").json["drafts"] if one["state"] == "open"][0]["id"]
    be(ben, ticket, "writing")
    age(25)
    assert be(anna, ticket, "writing") == [("Ben", "writing")]
    age(6)
    assert be(anna, ticket, "writing") == []
    assert anna.post(f"/v1/drafts/{draft}/send").status == 200
    assert be(ben, ticket, "reading") == [("Anna", "writing")]  # who comes back is there again


@contextlib.contextmanager
def running_events(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", "/v1/events", headers=server.desk.who())
    yield connection.getresponse()
    connection.close()


def test_notices_may_come_until_a_node_has_stopped():
    """Others publish on while a node ends; the database's thread tells it until the very last."""
    for turn in range(3):
        with served_on("postgres", "test_stopped") as running:
            loop = subprocess.Popen(["psql", "-q", "-d", failures.POSTGRES], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
            try:
                loop.stdin.write("SET synchronous_commit = off;\nDO $$ DECLARE told text; BEGIN\n"
                                 "SELECT 'presence ' || store_id || ' {}' INTO told FROM test_stopped.store;\n"
                                 "LOOP PERFORM pg_notify('burin', told); COMMIT; END LOOP; END $$;\n")
                loop.stdin.flush()
                with running_events(running) as stream:
                    while not stream.readline().startswith(b"event: presence"):
                        pass
                running.stop()  # ends with 0, which a use of freed memory does not
            finally:
                loop.kill()
                loop.wait()
