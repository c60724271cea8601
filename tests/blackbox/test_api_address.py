"""Who wrote without being a customer: exported and erased by the address, on SQLite and on PostgreSQL; nothing of them is left in the file."""
import sqlite3

import pytest

from desk_server import wait_for
from desk_store import order, path_of, served_on
from test_api_attachments import png, upload

STRANGER, RECIPIENT = "Strange.Plantedname@Example.com", "plantedgrandma@example.com"


def letter(name, sender, text, subject="plantedsubject"):
    return {"id": name, "at": "2026-03-02T16:00:00Z", "channel": "email", "from": sender, "subject": subject, "text": text}


@pytest.fixture(params=["sqlite", "postgres"])
def server(request):
    with served_on(request.param, "test_api_address") as running:
        running.is_file = request.param == "sqlite"
        yield running


def write(server):
    """A stranger writes twice, with files, and somebody answers; a gift's recipient writes about it; so does the customer."""
    owner = server.owner
    owner.put(path_of("#9101"), order("#9101", customer={"name": "Maya", "email": "maya9101@example.com", "locale": "en"},
                                      recipient={"name": "Rose", "email": "rose@example.com"}))
    taken = owner.post("/v1/inquiries", letter("s1", STRANGER, "plantedword: where is my parcel? I am Ida Plantedperson.")).json
    ticket = taken["ticket"]["id"]
    assert owner.get(f"/v1/tickets/{ticket}").json["ticket"]["customer"] is None
    assert upload(owner, ticket, b"plantedfile", name="plantednote.txt", kind="text/plain").status == 201
    assert upload(owner, ticket, png(salt=b"stranger"), name="plantedphoto.png").status == 201
    if taken["draft"]:
        owner.post(f"/v1/drafts/{taken['draft']['id']}/send")
    owner.post(f"/v1/tickets/{ticket}/notes", {"text": "plantedword again"})
    owner.post("/v1/inquiries", letter("s2", STRANGER.lower(), "plantedword, a second time"), key="thekey")
    gift = owner.post("/v1/inquiries", letter("r1", RECIPIENT, "plantedword: my gift came broken")).json["ticket"]["id"]
    owner.post("/v1/inquiries", letter("c1", "maya9101@example.com", "keptword: where is my order 9101?", "order"))
    return ticket, gift


def left(server):
    """What is left of what was planted, of every table and in the bytes of the file."""
    server.stop()
    found = []
    with sqlite3.connect(f"file:{server.folder / 'burin.db'}?mode=ro", uri=True) as reader:
        for (table,) in reader.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in reader.execute(f'SELECT * FROM "{table}"'):
                if any(b"planted" in (value if isinstance(value, bytes) else str(value).encode()).lower() for value in row):
                    found.append((table, row))
    for path in server.folder.glob("burin.db*"):
        if b"planted" in path.read_bytes().lower():
            found.append(path.name)
    return found


def test_who_wrote_without_an_order_is_handed_out_and_erased(server):
    ticket, gift = write(server)
    owner = server.owner
    kept = owner.post("/v1/customers/export", {"address": " " + STRANGER.upper()})
    assert kept.status == 200 and [one["ticket"]["id"] for one in kept.json["tickets"]] == [ticket]
    [one] = kept.json["tickets"]
    assert "plantedword" in one["messages"][0]["text"] and one["assessments"] and one["letters"]
    for address, count in ((STRANGER, 1), (RECIPIENT, 1), (STRANGER, 0)):
        gone = owner.post("/v1/customers/erase", {"address": address})
        assert gone.status == 200 and gone.json["tickets"] == count, gone.body
    assert owner.post("/v1/customers/export", {"address": STRANGER}).json == {"tickets": [], "messages": [], "letters": [], "surveys": []}
    assert owner.get("/v1/search?q=plantedword").json["data"] == []
    assert len(owner.get("/v1/search?q=keptword").json["data"]) == 1
    for each in (ticket, gift):
        page = owner.get(f"/v1/tickets/{each}").json
        assert page["messages"] and all(message["erased"] for message in page["messages"])
    letters = [one for one in owner.get("/v1/letters").json["data"] if one["ticket"] in (ticket, gift)]
    assert letters and all(one["state"] in ("withheld", "sent") and not one["recipient"] for one in letters)
    assert not server.is_file or left(server) == []


def test_what_went_on_in_the_ticket_of_another_goes_alone(server):
    owner = server.owner
    theirs = owner.post("/v1/inquiries", letter("g1", RECIPIENT, "plantedword: is it on its way?")).json["ticket"]["id"]
    other = owner.post("/v1/inquiries", letter("o1", "other@example.com", "keptword: where is my order?", "order")).json["ticket"]["id"]
    assert owner.post(f"/v1/tickets/{theirs}/merge", {"into": other}).status == 200
    went = owner.post("/v1/inquiries", letter("g2", RECIPIENT, "plantedword, and again: when does it come?"), key="again")
    assert went.json["ticket"]["id"] == other
    assert upload(owner, other, b"plantedfile", name="plantednote.txt", kind="text/plain", message=2).status == 201
    kept = owner.post("/v1/customers/export", {"address": RECIPIENT}).json
    assert [one["ticket"]["id"] for one in kept["tickets"]] == [theirs]
    assert [one["text"] for one in kept["messages"]] == ["plantedword, and again: when does it come?"]
    assert owner.post("/v1/customers/erase", {"address": RECIPIENT}).status == 200
    assert owner.get("/v1/search?q=plantedword").json["data"] == []
    assert len(owner.get("/v1/search?q=keptword").json["data"]) == 1
    kept = [one["text"] for one in owner.get(f"/v1/tickets/{other}").json["messages"] if not one["erased"]]
    assert "keptword: where is my order?" in kept
    assert owner.post("/v1/inquiries", letter("o2", "other@example.com", "And now, where is it?", "order")).status == 201
    assert not server.is_file or left(server) == []


def test_it_stands_in_the_audit_log_by_its_digest(server):
    owner = server.owner
    owner.post("/v1/inquiries", letter("a1", STRANGER, "plantedword"))
    assert owner.post("/v1/customers/erase", {"address": STRANGER}).status == 200
    rows = []

    def seen():
        rows[:] = [row for row in owner.get("/v1/audit?limit=200").json["data"] if row["verb"] == "address.erased"]
        return rows
    wait_for(seen)
    assert rows[0]["detail"]["tickets"] == 1 and len(rows[0]["detail"]["address_sha256"]) == 64
    assert "planted" not in str(rows).lower()


def test_who_may_and_which_addresses(server):
    owner = server.owner
    owner.put(path_of("#9102"), order("#9102", customer={"name": "Maya", "email": "maya9102@example.com", "locale": "en"}))
    customer = owner.get(path_of("#9102")).json["life"]["customer"]
    for route in ("/v1/customers/export", "/v1/customers/erase"):
        refused = owner.post(route, {"address": "MAYA9102@example.com"})
        assert refused.status == 409 and customer in refused.json["detail"]
        assert server.desk.post(route, {"address": STRANGER}).status == 403
        assert owner.post(route, {}).status == 400 and owner.post(route, {"address": "  "}).status == 400
    assert owner.get(path_of("#9102")).json["customer"]["email"] == "maya9102@example.com"
