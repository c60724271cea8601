"""Photos of a piece in the making: added by the studio, seen by the customer, and gone with either's word."""
import json
import sqlite3
import subprocess

import pytest

from desk_server import BURIN, Client, Server, wait_for
from desk_store import address, order, path_of, served_on
from portal import visit
from test_api_attachments import png, sizes_of

STRANGER = "00000000-0000-7000-8000-000000000001"


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def server(request):
    with served_on(request.param, "test_api_progress") as running:
        running.studio = Client(running, running.token("studio"))
        running.owner.get("/v1/orders")  # the description is there for everybody
        yield running


def put(server, number, **more):
    answer = server.owner.put(path_of(number), order(number, **more))
    assert answer.status in (200, 201), answer.body


def add(client, number, content, kind="image/png", **query):
    target = path_of(number, "progress") + "?" + "&".join(f"{name}={value}" for name, value in query.items())
    answer = client.server.raw("POST", target, content, {"Authorization": f"Bearer {client.token}", "Content-Type": kind})
    client.server.description.check("POST", target, answer)
    return answer


def fetch(client, path):
    return client.server.raw("GET", path, headers={"Authorization": f"Bearer {client.token}"})


def listed(client, number):
    answer = client.get(path_of(number, "progress"))
    assert answer.status == 200, answer.body
    return answer.json["data"]


def test_a_photo_from_the_bench_to_the_customers_page(server):
    put(server, "P-1", events=[{"stage": "production", "at": "2026-03-03T15:00:00Z"}])
    kept = add(server.studio, "P-1", png(3000, 2000), item=0, caption="The%20letters%20are%20cut")
    assert kept.status == 201, kept.body
    one = kept.json
    assert (one["item"], one["stage"], one["caption"], one["shown"]) == (0, "production", "The letters are cut", True)
    assert (one["type"], one["width"], one["height"]) == ("image/jpeg", 3000, 2000)
    assert [each["id"] for each in listed(server.read, "P-1")] == [one["id"]]
    for query, size in (("", (2560, 1707)), ("?size=thumb", (320, 213))):
        picture = fetch(server.read, one["path"] + query)
        assert picture.status == 200 and sizes_of(picture.body) == size and b"SECRET" not in picture.body
        assert "sandbox" in picture.headers["Content-Security-Policy"]
    visitor = visit(server, "P-1", address("P-1"))
    mine = visitor.page()["photos"]
    assert [(each["id"], each["stage"], each["caption"], each["item"]) for each in mine] == \
        [(one["id"], "production", "The letters are cut", 0)]
    for query, size in (("", (2560, 1707)), ("?size=thumb", (320, 213))):
        picture = visitor.picture(mine[0]["path"] + query)
        assert picture.status == 200 and picture.headers["Content-Type"] == "image/jpeg" and sizes_of(picture.body) == size


def test_the_same_photo_again_is_the_same_and_the_newest_comes_first(server):
    put(server, "P-2")
    first, again = add(server.studio, "P-2", png(salt=b"a")), add(server.studio, "P-2", png(salt=b"a"), caption="Else")
    assert (first.status, again.status) == (201, 200) and first.json["id"] == again.json["id"] and again.json["caption"] is None
    second = add(server.desk, "P-2", png(salt=b"b"), stage="quality_check")
    assert [each["id"] for each in listed(server.read, "P-2")] == [first.json["id"], second.json["id"]]
    assert first.json["stage"] == "design" and second.json["stage"] == "quality_check"
    photos = visit(server, "P-2", address("P-2")).page()["photos"]
    assert [each["id"] for each in photos] == [second.json["id"], first.json["id"]]


def test_what_is_not_shown_stays_in_the_studio(server):
    put(server, "P-3")
    hidden = add(server.studio, "P-3", png(salt=b"c"), shown="false").json
    visitor = visit(server, "P-3", address("P-3"))
    assert visitor.page()["photos"] == [] and visitor.picture(f"/v1/my/photos/{hidden['id']}").status == 404
    assert json.dumps(visitor.get("/v1/my/data").json).find(hidden["id"]) < 0
    path = path_of("P-3", "progress", hidden["id"])
    shown = server.studio.call("PATCH", path, {"shown": True, "caption": "At the polisher's"})
    assert shown.status == 200 and shown.json["shown"] and shown.json["caption"] == "At the polisher's"
    assert visitor.page()["photos"][0]["caption"] == "At the polisher's"
    assert visitor.get("/v1/my/data").json["orders"][0]["photos"][0]["id"] == hidden["id"]
    assert server.studio.call("PATCH", path, {"shown": False}).json["caption"] == "At the polisher's"
    assert visitor.picture(f"/v1/my/photos/{hidden['id']}").status == 404
    assert server.studio.call("PATCH", path, {"colour": "red"}).status == 400


def test_a_gifts_recipient_sees_none(server):
    put(server, "P-4", recipient={"name": "Jo", "email": "jo@example.com"})
    one = add(server.studio, "P-4", png(salt=b"d")).json
    recipient = visit(server, "P-4", "jo@example.com", address="jo@example.com")
    assert recipient.page()["viewer"]["recipient"] and recipient.page()["photos"] == []
    assert recipient.picture(f"/v1/my/photos/{one['id']}").status == 404
    assert visit(server, "P-4", address("P-4")).picture(f"/v1/my/photos/{one['id']}").status == 200


def test_nobody_sees_what_belongs_to_another_order(server):
    put(server, "P-5")
    put(server, "P-6")
    one = add(server.studio, "P-5", png(salt=b"e")).json
    assert visit(server, "P-6", address("P-6")).picture(f"/v1/my/photos/{one['id']}").status == 404
    assert fetch(server.owner, path_of("P-6", "progress", one["id"])).status == 404
    assert server.studio.call("DELETE", path_of("P-6", "progress", one["id"]), {}).status == 404
    assert server.studio.call("PATCH", path_of("P-6", "progress", one["id"]), {"shown": False}).status == 404
    assert fetch(server.owner, path_of("P-5", "progress", STRANGER)).status == 404
    assert server.raw("GET", path_of("P-5", "progress", one["id"])).status == 401


def test_a_withdrawn_photo_is_gone_with_its_pixels(server):
    put(server, "P-7")
    one, other = (add(server.studio, "P-7", png(salt=salt)).json for salt in (b"f", b"g"))
    put(server, "P-8")
    add(server.studio, "P-8", png(salt=b"g"))
    visitor = visit(server, "P-7", address("P-7"))
    before = files(server)
    for each in (one, other):
        assert server.studio.call("DELETE", path_of("P-7", "progress", each["id"]), {}).json == {"id": each["id"]}
        assert visitor.picture(f"/v1/my/photos/{each['id']}").status == 404
        assert fetch(server.owner, each["path"]).status == 404
    assert listed(server.read, "P-7") == [] and visitor.page()["photos"] == []
    assert before is None or files(server) == before - 1, "the one that another order shows is still there"
    assert fetch(server.owner, listed(server.read, "P-8")[0]["path"]).status == 200
    assert server.studio.call("DELETE", path_of("P-7", "progress", one["id"]), {}).status == 404


def files(server):
    """How many contents there are; None where the database is no file."""
    if "postgres" in (server.folder / "store.yaml").read_text():
        return None
    with sqlite3.connect(f"file:{server.folder / 'burin.db'}?mode=ro", uri=True) as reader:
        return reader.execute("SELECT COUNT(*) FROM file").fetchone()[0]


def test_who_may(server):
    put(server, "P-9")
    assert add(server.read, "P-9", png()).status == 403
    one = add(server.desk, "P-9", png()).json
    path = path_of("P-9", "progress", one["id"])
    assert server.read.call("PATCH", path, {"shown": False}).status == server.read.call("DELETE", path, {}).status == 403
    assert fetch(server.studio, one["path"]).status == 200


@pytest.mark.parametrize("content, query, status", [
    (b"", {}, 400), (b"%PDF-1.7 plan", {}, 400), (b"<svg/>", {}, 400), (png()[:40], {}, 400), (png(), {"item": 7}, 400),
    (png(), {"item": "x"}, 400), (png(), {"stage": "delivered"}, 400), (png(), {"caption": "x" * 401}, 400),
    (png(), {"colour": "red"}, 400),
])
def test_what_is_refused(server, content, query, status):
    put(server, "P-10")
    assert add(server.studio, "P-10", content, **query).status == status
    assert listed(server.read, "P-10") == []


def test_what_is_over_takes_no_photo(server):
    assert add(server.studio, "P-404", png()).status == 404
    put(server, "P-11")
    assert server.owner.post(path_of("P-11", "cancel"), {}).status == 201
    assert add(server.studio, "P-11", png()).status == 409


def test_no_more_than_sixty(server):
    put(server, "P-12")
    assert {add(server.studio, "P-12", png(8, 8, b"%d" % i)).status for i in range(60)} == {201}
    assert add(server.studio, "P-12", png(8, 8, b"one more")).status == 413


def test_who_is_forgotten_takes_the_photos_along(server):
    put(server, "P-13", customer={"name": "Ines", "email": "ines13@example.com", "locale": "en"})
    one = add(server.studio, "P-13", png(salt=b"ines"), caption="For%20Ines").json
    # The same picture in a letter of theirs holds the pixels as well.
    letter = {"id": "p13", "at": "2026-03-02T16:00:00Z", "channel": "email", "from": "ines13@example.com", "subject": "",
              "text": "Where is my order P-13?"}
    ticket = server.owner.post("/v1/inquiries", letter).json["ticket"]
    target = f"/v1/tickets/{ticket['id']}/attachments?name=a.png"
    sent = server.raw("POST", target, png(salt=b"ines"), {"Authorization": f"Bearer {server.owner.token}", "Content-Type": "image/png"})
    assert sent.status == 201, sent.body
    before = files(server)
    customer = server.owner.get(path_of("P-13")).json["life"]["customer"]
    export = server.owner.get(f"/v1/customers/{customer}/export").json
    assert export["orders"][0]["photos"][0]["caption"] == "For Ines"
    assert server.owner.post(f"/v1/customers/{customer}/erase", {"force": True}).status == 200
    assert listed(server.read, "P-13") == [] and fetch(server.owner, one["path"]).status == 404
    assert before is None or files(server) == before - 1
    assert add(server.studio, "P-13", png(salt=b"again")).status == 409


def test_it_stands_in_the_audit_log_without_its_words(server):
    put(server, "P-14")
    one = add(server.studio, "P-14", png(salt=b"audit"), item=0, caption="For%20Maya%20Lin").json
    server.studio.call("PATCH", path_of("P-14", "progress", one["id"]), {"shown": False})
    server.studio.call("DELETE", path_of("P-14", "progress", one["id"]), {})

    def rows():
        found = [row for row in server.owner.get(path_of("P-14", "life")).json["audit"] if row["object"] == one["id"]]
        return found if len(found) == 3 else None
    done = wait_for(rows)
    assert [row["verb"] for row in done] == ["progress.withdrawn", "progress.changed", "progress.added"]
    assert {row["actor"].split(":")[0] for row in done} == {"token"} and "Maya" not in json.dumps(done)
    assert done[2]["detail"]["stage"] == "design" and done[2]["detail"]["item"] == 0


def test_a_backup_brings_them_back(tmp_path):
    with served_on("sqlite", "progress_backup") as server:
        studio = Client(server, server.token("studio"))
        put(server, "P-15")
        one = add(studio, "P-15", png(salt=b"backup")).json
        pixels = fetch(server.owner, one["path"]).body
        subprocess.run([BURIN, "backup", str(server.folder), str(tmp_path / "copy")], check=True, capture_output=True)
    subprocess.run([BURIN, "restore", str(tmp_path / "copy"), str(tmp_path / "again")], check=True, capture_output=True)
    again = Server(tmp_path / "again", tmp_path / "log").start()
    try:
        owner = Client(again, again.token("owner"))
        assert fetch(owner, one["path"]).body == pixels
        assert listed(owner, "P-15")[0]["id"] == one["id"]
    finally:
        again.stop()
