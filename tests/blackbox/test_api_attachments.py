"""Files of conversations over the API: handed in, kept once, evidence, handed out; on SQLite and on PostgreSQL."""
import concurrent.futures
import sqlite3
import struct
import urllib.parse
import zlib

import pytest

from desk_server import Client, Server
from desk_store import delivered, inquiry, order, path_of, served_on

STRANGER = "00000000-0000-7000-8000-000000000001"


def png(width=24, height=16, salt=b"", alpha=255):
    """A picture of one colour, which the salt decides, with a text that says where it was taken."""
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    colour = bytes(zlib.crc32(salt) >> 8 * i & 255 for i in range(3)) + bytes([alpha])
    pixels = zlib.compress((b"\0" + colour * width) * height)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"tEXt", b"Comment\0SECRET PLACE") + chunk(b"IDAT", pixels)
            + chunk(b"IEND", b""))


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def server(request):
    with served_on(request.param, "test_api_attachments") as running:
        yield running


def upload(client, ticket, content, name="IMG.png", kind="image/png", **query):
    target = f"/v1/tickets/{ticket}/attachments?" + urllib.parse.urlencode({"name": name, **query})
    answer = client.server.raw("POST", target, content, {"Authorization": f"Bearer {client.token}", "Content-Type": kind})
    client.server.description.check("POST", target, answer)
    return answer


def download(client, ticket, seq, place, query=""):
    target = f"/v1/tickets/{ticket}/messages/{seq}/attachments/{place}{query}"
    return client.server.raw("GET", target, headers={"Authorization": f"Bearer {client.token}"})


def broken(client, number, text=None):
    client.put(path_of(number), delivered(number))
    text = text or f"The chain of my necklace arrived broken. Order {number.strip('#')}."
    return client.post("/v1/inquiries", inquiry(number, text, at="2026-03-12T20:00:00Z")).json


def test_a_photo_leads_from_a_claim_to_an_offer(server):
    owner = server.owner
    taken = broken(owner, "#4001")
    assert taken["assessment"]["decisions"][0]["action"] == "request_photos"
    assert owner.get("/v1/claims?order=4001").json["data"][0]["state"] == "opened"
    ticket = taken["ticket"]["id"]
    kept = upload(owner, ticket, png(3000, 2000))
    assert kept.status == 201
    size = len(download(owner, ticket, 1, 0).body)
    assert kept.json["attachment"] == {"name": "IMG.jpg", "type": "image/jpeg", "bytes": size, "width": 3000, "height": 2000,
                                       "kept": True}
    assert kept.json["claim"]["photos"] == 1 and kept.json["claim"]["state"] == "offered"
    assert kept.json["draft"]["state"] == "open" and kept.json["draft"]["id"] != taken["draft"]["id"]
    whole = owner.get(f"/v1/tickets/{ticket}").json
    assert whole["assessment"]["decisions"][0]["action"] == "offer_remedy"
    assert [draft["state"] for draft in whole["drafts"]] == ["superseded", "open"]
    assert whole["messages"][0]["attachments"][0]["width"] == 3000
    assert len(owner.get("/v1/claims?order=4001").json["data"]) == 1


def test_the_same_file_again_changes_nothing(server):
    owner = server.owner
    ticket = broken(owner, "#4002")["ticket"]["id"]
    first, again = upload(owner, ticket, png(salt=b"a")), upload(owner, ticket, png(salt=b"a"), name="copy.png")
    assert first.status == 201 and again.status == 200
    assert (again.json["message"], again.json["place"]) == (first.json["message"], first.json["place"])
    other = upload(owner, ticket, png(salt=b"b"))
    assert other.status == 201 and other.json["place"] == 1 and other.json["claim"]["photos"] == 2


def test_files_at_once_all_stay(server):
    owner = server.owner
    ticket = broken(owner, "#4003")["ticket"]["id"]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda i: upload(owner, ticket, png(salt=b"%d" % i)), range(4)))
    assert {answer.status for answer in answers} == {201}
    assert sorted(answer.json["place"] for answer in answers) == [0, 1, 2, 3]
    assert owner.get("/v1/claims?order=4003").json["data"][0]["photos"] == 4


def test_a_file_comes_back_as_it_was_and_is_only_saved(server):
    owner = server.owner
    ticket = broken(owner, "#4004")["ticket"]["id"]
    kept = upload(owner, ticket, b"%PDF-1.7 back", name='../戒指 "1".pdf', kind="application/pdf").json
    assert kept["attachment"]["name"] == "戒指 1.pdf"
    answer = download(owner, ticket, kept["message"], kept["place"])
    assert answer.status == 200 and answer.body == b"%PDF-1.7 back"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"__ 1.pdf\"; filename*=UTF-8''%E6%88%92%E6%8C%87%201.pdf")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"] and "'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert download(server.desk, ticket, kept["message"], kept["place"]).status == 200


@pytest.mark.parametrize("content, kind, name, expected", [
    (b"<svg onload='alert(1)'/>", "image/svg+xml", "x.svg", "x.svg.bin"),
    (b"<html><script>alert(1)</script>", "text/html", "x.html", "x.html.bin"),
    (b"<html>", "image/jpeg", "photo.jpg", "photo.jpg.bin"),
    (b"MZ\x90\0", "text/plain", "a.txt", "a.txt.bin"),
    (b"MZ\x90\0", "", "setup.exe", "setup.exe.bin"),
])
def test_what_is_not_what_it_says_is_bytes_and_no_evidence(server, content, kind, name, expected):
    owner = server.owner
    number = f"#42{zlib.crc32(content + kind.encode()) % 100000}"
    ticket = broken(owner, number)["ticket"]["id"]
    kept = upload(owner, ticket, content, name=name, kind=kind)
    assert kept.status == 201
    assert kept.json["attachment"]["type"] == "application/octet-stream" and kept.json["attachment"]["name"] == expected
    assert kept.json["claim"] is None and kept.json["draft"] is None
    assert owner.get(f"/v1/claims?order={number.strip('#')}").json["data"][0]["state"] == "opened"
    answer = download(owner, ticket, kept.json["message"], kept.json["place"])
    assert answer.headers["Content-Type"] == "application/octet-stream" and answer.body == content


def sizes_of(picture):
    """Width and height of a JPEG of ours: its first frame."""
    at = picture.index(b"\xff\xc0")
    height, width = struct.unpack(">HH", picture[at + 5:at + 9])
    return width, height


@pytest.mark.parametrize("kind, name", [
    ("image/png", "IMG.png"), ("image/jpeg", "IMG.jpg"), ("application/octet-stream", "IMG"), ("text/plain", "IMG.png.txt"),
])
def test_a_photo_is_kept_anew_and_only_its_pixels(server, kind, name):
    owner = server.owner
    number = f"#43{zlib.crc32(kind.encode()) % 100000}"
    ticket = broken(owner, number)["ticket"]["id"]
    kept = upload(owner, ticket, png(3000, 2000) + b"PK\x03\x04 and an archive", name=name, kind=kind)
    assert kept.status == 201 and kept.json["claim"]["photos"] == 1
    assert kept.json["attachment"]["type"] == "image/jpeg" and kept.json["attachment"]["name"].endswith(".jpg")
    whole, thumb = download(owner, ticket, 1, 0), download(owner, ticket, 1, 0, "?size=thumb")
    for answer, size in ((whole, (2560, 1707)), (thumb, (320, 213))):
        assert answer.status == 200 and answer.headers["Content-Type"] == "image/jpeg" and sizes_of(answer.body) == size
        assert b"SECRET" not in answer.body and b"archive" not in answer.body
    assert download(owner, ticket, 1, 0, "?size=huge").status == 400


def test_what_is_transparent_stays_so(server):
    owner = server.owner
    ticket = broken(owner, "#4014")["ticket"]["id"]
    kept = upload(owner, ticket, png(alpha=100), name="logo.PNG").json
    assert kept["attachment"]["type"] == "image/png" and kept["attachment"]["name"] == "logo.png"
    for query in ("", "?size=thumb"):
        answer = download(owner, ticket, 1, 0, query)
        assert answer.headers["Content-Type"] == "image/png" and answer.body.startswith(b"\x89PNG") and b"SECRET" not in answer.body


def test_a_photo_that_cannot_be_read_is_refused_in_words(server):
    owner = server.owner
    ticket = broken(owner, "#4015")["ticket"]["id"]
    whole = png(300, 200)
    damaged = upload(owner, ticket, whole[:len(whole) // 2])
    assert damaged.status == 400 and "damaged" in damaged.json["detail"]
    huge = upload(owner, ticket, whole[:16] + struct.pack(">II", 50000, 50000) + whole[24:])
    assert huge.status == 413 and "too large" in huge.json["detail"]
    assert owner.get(f"/v1/tickets/{ticket}").json["messages"][0]["attachments"] == []
    assert owner.get("/v1/claims?order=4015").json["data"][0]["state"] == "opened"
    note = upload(owner, ticket, b"a note", name="a.txt", kind="text/plain").json
    assert download(owner, ticket, 1, note["place"], "?size=thumb").status == 404


def thumbnails(server):
    """How many there are; None where the database is no file."""
    database = server.folder / "burin.db"
    if "postgres" in (server.folder / "store.yaml").read_text():
        return None
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as reader:
        return reader.execute("SELECT COUNT(*) FROM thumbnail").fetchone()[0]


def test_who_is_forgotten_takes_photo_and_thumbnail_along(server):
    owner = server.owner
    owner.put(path_of("#4016"), order("#4016", customer={"name": "Ines", "email": "ines@example.com", "locale": "en"}))
    letter = inquiry("#4016", "Where is my order 4016?", **{"from": "ines@example.com"})
    ticket = owner.post("/v1/inquiries", letter).json["ticket"]["id"]
    upload(owner, ticket, png(salt=b"ines"))
    assert download(owner, ticket, 1, 0, "?size=thumb").status == 200
    customer = owner.get(f"/v1/tickets/{ticket}").json["ticket"]["customer"]
    before = thumbnails(server)
    assert owner.post(f"/v1/customers/{customer}/erase", {"force": True}).status == 200
    assert download(owner, ticket, 1, 0).status == download(owner, ticket, 1, 0, "?size=thumb").status == 404
    assert before is None or thumbnails(server) == before - 1


def test_other_files_are_kept_beside_the_message(server):
    owner = server.owner
    ticket = broken(owner, "#4005")["ticket"]["id"]
    bill = upload(owner, ticket, b"%PDF-1.7 bill", name="bill.pdf", kind="application/pdf")
    assert bill.status == 201 and bill.json["claim"] is None and bill.json["draft"] is None
    note = upload(owner, ticket, "备注\n".encode(), name="note.txt", kind="text/plain; charset=utf-8", message=1)
    assert note.status == 201 and note.json["attachment"]["type"] == "text/plain"
    assert len(owner.get(f"/v1/tickets/{ticket}").json["messages"][0]["attachments"]) == 2


def test_a_file_belongs_to_the_message_that_is_named(server):
    owner = server.owner
    taken = broken(owner, "#4006")
    ticket = taken["ticket"]["id"]
    owner.post(f"/v1/drafts/{taken['draft']['id']}/send")
    ours = upload(owner, ticket, png(salt=b"ours"), message=2)
    assert ours.status == 201 and ours.json["message"] == 2 and ours.json["claim"] is None and ours.json["draft"] is None
    theirs = upload(owner, ticket, png(salt=b"theirs"))
    assert theirs.json["message"] == 1 and theirs.json["claim"]["photos"] == 1 and theirs.json["draft"]
    assert upload(owner, ticket, png(), message=9).status == 404
    assert upload(owner, ticket, png(), message="x").status == 400


def test_who_may_and_what_is_there(server):
    owner = server.owner
    ticket = broken(owner, "#4007")["ticket"]["id"]
    studio = Client(server, server.token("studio"))
    kept = upload(owner, ticket, png()).json
    assert upload(server.read, ticket, png()).status == 403
    assert download(server.read, ticket, 1, 0).status == 200
    assert download(studio, ticket, 1, 0).status == 403
    assert server.raw("GET", f"/v1/tickets/{ticket}/messages/1/attachments/0").status == 401
    for seq, place in ((1, 1), (2, 0), (0, 0), ("x", 0), (1, "-1"), (99999999999, 0)):
        assert download(owner, ticket, seq, place).status == 404
    assert download(owner, STRANGER, kept["message"], kept["place"]).status == 404
    assert upload(owner, STRANGER, png()).status == 404
    assert upload(owner, ticket, b"").status == 400


def test_a_name_that_was_only_told_has_no_content(server):
    owner = server.owner
    owner.put(path_of("#4008"), delivered("#4008"))
    letter = inquiry("#4008", "The chain of my necklace arrived broken, see the photo. Order 4008.", at="2026-03-12T20:00:00Z",
                     attachments=[{"name": "IMG_1.jpg", "type": "image/jpeg", "bytes": 1000, "width": 3000, "height": 2000}])
    ticket = owner.post("/v1/inquiries", letter).json["ticket"]["id"]
    assert download(owner, ticket, 1, 0).status == 404


def test_no_more_than_25_mib(server):
    owner = server.owner
    ticket = broken(owner, "#4009")["ticket"]["id"]
    most = 25 * 1024 * 1024
    answer = server.raw("POST", f"/v1/tickets/{ticket}/attachments?name=x", None,
                        {"Authorization": f"Bearer {owner.token}", "Content-Type": "text/plain", "Content-Length": str(most + 1)})
    assert answer.status == 413
    fits = upload(owner, ticket, b"x" * most, name="long.txt", kind="text/plain")
    assert fits.status == 201
    assert download(owner, ticket, 1, fits.json["place"]).body == b"x" * most


def test_a_photo_becomes_evidence_by_hand(server):
    owner = server.owner
    ticket = broken(owner, "#4010", "Where is my order 4010?")["ticket"]["id"]
    kept = upload(owner, ticket, png(salt=b"hand")).json
    assert kept["claim"] is None
    claim = owner.post("/v1/claims", {"order": "#4010", "item": 0, "concern": "damaged"}).json
    body = {"ticket": ticket, "message": kept["message"], "place": kept["place"]}
    proved = owner.post(f"/v1/claims/{claim['id']}/evidence", body)
    assert proved.status == 200 and proved.json["photos"] == 1 and proved.json["state"] == "evidence"
    assert owner.post(f"/v1/claims/{claim['id']}/evidence", body).json["photos"] == 1
    assert owner.post(f"/v1/claims/{claim['id']}/evidence", {**body, "place": 7}).status == 404
    assert owner.post(f"/v1/claims/{claim['id']}/evidence", {**body, "ticket": STRANGER}).status == 404
    assert owner.post(f"/v1/claims/{claim['id']}/evidence", {**body, "ticket": "x"}).status == 400
    elsewhere = broken(owner, "#4011")["ticket"]["id"]
    foreign = upload(owner, elsewhere, png(salt=b"foreign")).json
    assert owner.post(f"/v1/claims/{claim['id']}/evidence",
                      {"ticket": elsewhere, "message": 1, "place": foreign["place"]}).status == 404
    text = upload(owner, ticket, b"no photo", name="a.txt", kind="text/plain").json
    assert owner.post(f"/v1/claims/{claim['id']}/evidence", {**body, "place": text["place"]}).status == 400
    assert server.read.post(f"/v1/claims/{claim['id']}/evidence", body).status == 403


def test_another_store_of_the_database_sees_nothing(server, tmp_path):
    text = (server.folder / "store.yaml").read_text()
    if "postgres" not in text:
        pytest.skip("a database of SQLite holds one store")
    ticket = broken(server.owner, "#4012")["ticket"]["id"]
    kept = upload(server.owner, ticket, png(salt=b"mine")).json
    folder = tmp_path / "other"
    import shutil
    shutil.copytree(server.folder, folder, ignore=shutil.ignore_patterns("run.sock", "mail"))
    name = next(line for line in text.splitlines() if line.startswith("name:"))
    (folder / "store.yaml").write_text(text.replace(name, "name: Another store"))
    other = Server(folder, tmp_path / "log").start()
    try:
        stranger = Client(other, other.token("owner"))
        assert stranger.get(f"/v1/tickets/{ticket}").status == 404
        assert download(stranger, ticket, kept["message"], kept["place"]).status == 404
        assert upload(stranger, ticket, png()).status == 404
    finally:
        other.stop()
