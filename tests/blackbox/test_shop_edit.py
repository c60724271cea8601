"""The shop edited while the desk runs: revisions, checks before anything is kept, the folder beside the database, several nodes."""
import concurrent.futures
import datetime
import hashlib
import pathlib
import shutil
import subprocess
import tempfile
import urllib.parse

import pytest

from desk_server import BURIN, Client, Server, make_store, wait_for
from desk_store import POSTGRES, fresh_schema, order, served_on

KINDS = ["sqlite", "postgres"]
THANK = "templates/en/answers/thank.liquid"


@pytest.fixture(scope="module", params=KINDS)
def server(request):
    with served_on(request.param, "test_shop_edit") as running:
        yield running


def file_path(path, *rest):
    return "/v1/shop/files/" + "/".join([urllib.parse.quote(path, safe=""), *rest])


def late_cancel(client):
    """The window of an order 30 hours after it was placed: closed by the 24 hours that a new store allows."""
    document = {"id": "late", "at": "2026-03-03T20:30:00Z", "channel": "email", "from": "maya1042@example.com",
                "text": "Please cancel my order 1042.", "order": order("#1042")}
    return client.post("/v1/assess", document).json["situation"]["window"]["state"]


def with_window(text, hours):
    return "".join(f"change_window_hours: {hours}\n" if line.startswith("change_window_hours:") else line
                   for line in text.splitlines(keepends=True))


def folder_text(server, path):
    file = pathlib.Path(server.folder) / path
    return file.read_text(encoding="utf-8") if file.exists() else None


def test_files_are_listed(server):
    files = {one["path"]: one for one in server.desk.get("/v1/shop/files").json["data"]}
    assert list(files) == sorted(files)
    assert files["policy.md"]["from"] == "store" and files["policy.md"]["version"] >= 1
    assert files["store.yaml"]["from"] == "folder" and not files["store.yaml"]["editable"]
    assert files["templates/en/reply.liquid"]["from"] == "built_in" and files["templates/en/reply.liquid"]["version"] is None
    assert Client(server, server.token("studio")).get("/v1/shop/files").status == 403


def test_settings_are_shown_without_the_database(server):
    shown = server.desk.get(file_path("store.yaml"))
    assert shown.status == 200 and "name:" in shown.json["text"]
    assert "search_path" not in shown.json["text"]
    assert not any(line.startswith("database:") and line != "database: …" for line in shown.json["text"].splitlines())
    assert server.owner.put(file_path("store.yaml"), {"text": "name: Mine\n"}).status == 409


def test_an_edit_is_in_force_at_once(server):
    before = server.desk.get(file_path("policy.md"))
    text = before.json["text"]
    assert late_cancel(server.desk) == "closed"
    kept = server.owner.put(file_path("policy.md"), {"text": with_window(text, 48)}, match=before.etag)
    assert kept.status == 200 and kept.json["findings"] == []
    revision = kept.json["revision"]
    assert revision["version"] == before.json["version"] + 1 and revision["origin"] == "edit"
    assert revision["sha256"] == hashlib.sha256(with_window(text, 48).encode()).hexdigest()
    assert late_cancel(server.desk) == "open"
    assert wait_for(lambda: folder_text(server, "policy.md") == with_window(text, 48))
    back = server.owner.post(file_path("policy.md", "revisions", str(before.json["version"]), "restore"))
    assert back.status == 200 and back.json["revision"]["origin"] == "restore"
    assert back.json["revision"]["restored"] == before.json["version"]
    assert late_cancel(server.desk) == "closed"
    assert wait_for(lambda: folder_text(server, "policy.md") == text)
    assert wait_for(lambda: subprocess.run(["sha256sum", "-c", "--status", "shop.sums"], cwd=server.folder,
                                           check=False).returncode == 0)
    page = server.desk.get(file_path("policy.md", "revisions") + "?limit=2").json
    assert [one["version"] for one in page["data"]] == [revision["version"] + 1, revision["version"]]
    rest = server.desk.get(file_path("policy.md", "revisions") + f"?limit=2&cursor={page['next']}").json
    assert rest["data"][0]["version"] == before.json["version"]
    old = server.desk.get(file_path("policy.md", "revisions", str(revision["version"]))).json
    assert old["text"] == with_window(text, 48) and old["made_by"].startswith("token:")
    verbs = [row["verb"] for row in server.owner.get("/v1/audit?limit=200").json["data"]]
    assert "shop.file_edited" in verbs or wait_for(
        lambda: "shop.file_edited" in [row["verb"] for row in server.owner.get("/v1/audit?limit=200").json["data"]])


def test_the_same_text_is_no_edit(server):
    now = server.desk.get(file_path("faq.md"))
    again = server.owner.put(file_path("faq.md"), {"text": now.json["text"]})
    assert again.status == 200 and again.json["revision"]["version"] == now.json["version"]
    assert server.desk.get(file_path("faq.md")).etag == now.etag


def test_an_edit_of_what_has_changed_is_refused(server):
    before = server.desk.get(file_path("faq.md"))
    text = before.json["text"]
    assert server.owner.put(file_path("faq.md"), {"text": text + "\n"}, match=before.etag).status == 200
    late = server.owner.put(file_path("faq.md"), {"text": text + "\n\n"}, match=before.etag)
    assert late.status == 412
    assert server.desk.get(file_path("faq.md")).json["text"] == text + "\n"


@pytest.mark.parametrize("path, text, line", [
    ("policy.md", None, 1),
    (THANK, "Thank you!\n{% if name %}\n", 2),
    ("calendars/studio.ics", "BEGIN:VCALENDAR\nnothing\n", None),
    ("policy.zh.md", "## 别的 {#other}\n没有这一条。\n", 1),
])
def test_a_broken_edit_changes_nothing(server, path, text, line):
    before = server.desk.get(file_path(path)).json
    if text is None:
        text = with_window(before["text"], -3)
        line = text.splitlines().index("change_window_hours: -3") + 1
    dry = server.owner.post("/v1/shop/check", {"path": path, "text": text})
    assert dry.status == 200 and not dry.json["fine"]
    refused = server.owner.put(file_path(path), {"text": text})
    assert refused.status == 422
    findings = refused.json["findings"]
    assert findings == dry.json["findings"]
    assert findings[0]["severity"] == "error" and findings[0]["path"] == path and findings[0]["message"]
    if line:
        assert findings[0]["line"] == line and findings[0]["column"] >= 1
    assert server.desk.get(file_path(path)).json == before
    assert late_cancel(server.desk) == "closed"


def test_files_that_must_be_there_stay(server):
    assert server.owner.call("DELETE", file_path("policy.md"), {}).status == 422
    assert server.desk.get(file_path("policy.md")).status == 200


def test_a_template_and_the_programs_own_again(server):
    built_in = server.desk.get(file_path(THANK))
    assert built_in.json["from"] == "built_in" and built_in.etag is None
    made = server.owner.put(file_path(THANK), {"text": "Bless you, {{ customer.name }}.\n"})
    assert made.status == 201
    thanks = {"id": "t", "at": "2026-03-03T20:30:00Z", "channel": "email", "from": "maya1042@example.com",
              "text": "Thank you so much, I love it!", "order": order("#1042")}
    assert "Bless you" in server.desk.post("/v1/assess", thanks).json["reply"]["text"]
    assert wait_for(lambda: folder_text(server, THANK))
    etag = server.desk.get(file_path(THANK)).etag
    assert server.owner.call("DELETE", file_path(THANK), {}, match='"v77"').status == 412
    gone = server.owner.call("DELETE", file_path(THANK), {}, match=etag)
    assert gone.status == 200 and gone.json["revision"]["gone"]
    assert "Bless you" not in server.desk.post("/v1/assess", thanks).json["reply"]["text"]
    assert server.desk.get(file_path(THANK)).json["text"] == built_in.json["text"]
    assert wait_for(lambda: folder_text(server, THANK) is None)
    assert server.owner.call("DELETE", file_path(THANK), {}).status == 404
    assert server.owner.put(file_path(THANK), {"text": "Bless you.\n"}).status == 201
    assert server.owner.put(file_path(THANK), {"text": "Bless you!\n"}).status == 200
    assert server.owner.call("DELETE", file_path(THANK), {}).status == 200


def test_warnings_come_along(server):
    path = "templates/en/answers/thnak.liquid"
    kept = server.owner.put(file_path(path), {"text": "Thanks!\n"})
    assert kept.status == 201
    assert [(one["severity"], one["path"]) for one in kept.json["findings"]] == [("warning", path)]
    assert server.owner.call("DELETE", file_path(path), {}).status == 200


@pytest.mark.parametrize("path, status", [
    ("burin.db", 404), ("../policy.md", 404), ("templates/en/x.txt", 404), ("/etc/passwd", 404), ("policy.de.md", 404)])
def test_only_the_shops_files_are_edited(server, path, status):
    assert server.owner.put(file_path(path), {"text": "x"}).status == status
    assert server.desk.get(file_path(path)).status == status


def test_editing_needs_the_right(server):
    text = server.desk.get(file_path("policy.md")).json["text"]
    assert server.desk.put(file_path("policy.md"), {"text": text + "\n"}).status == 403
    assert server.desk.post("/v1/shop/check", {"path": "policy.md", "text": text}).status == 403


def test_the_shop_says_what_it_is(server):
    shop = server.desk.get("/v1/shop").json
    assert shop["zone"] == "America/New_York" and shop["locales"]
    values = {one["key"]: one for one in shop["policy"]}
    assert values["change_window_hours"]["value"] == 24 and values["change_window_hours"]["clause"] == "changes"
    assert values["late_change"]["value"] in values["late_change"]["words"]
    assert {one["clause"] for one in shop["policy"]} - {None} <= {one["anchor"] for one in shop["clauses"]}
    assert any(row["country"] == "*" for row in values["law"]["value"])
    assert isinstance(values["automatic"]["value"], list)
    assert shop["products"] and all("rules" in one for one in shop["products"])
    assert {"policy.md", "store.yaml"} <= {one["path"] for one in shop["files"]}
    assert not any(one["from"] == "built_in" for one in shop["files"])
    edition = shop["edition"]
    text = server.desk.get(file_path("faq.md")).json["text"]
    assert server.owner.put(file_path("faq.md"), {"text": text + "\n"}).status == 200
    after = server.desk.get("/v1/shop").json
    assert after["edition"] == edition + 1 and after["version"] != shop["version"]


CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//test//EN\r
BEGIN:VEVENT\r
UID:1\r
DTSTART;VALUE=DATE:20260703\r
SUMMARY:Inventory\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:2\r
DTSTART;VALUE=DATE:20260711\r
CATEGORIES:WORKDAY\r
SUMMARY:Open Saturday\r
END:VEVENT\r
END:VCALENDAR\r
"""


def test_the_days_of_a_year(server):
    assert server.owner.put(file_path("calendars/studio.ics"), {"text": CALENDAR}).status == 200
    year = server.desk.get("/v1/shop/calendar?year=2026").json
    assert len(year["studio"]) == 365 and len(server.desk.get("/v1/shop/calendar?year=2028").json["carrier"]) == 366
    days = {one["day"]: one for one in year["studio"]}
    assert days["2026-07-03"] == {"day": "2026-07-03", "kind": "closed", "reason": "Inventory"}
    assert days["2026-07-11"] == {"day": "2026-07-11", "kind": "extra", "reason": "Open Saturday"}
    assert days["2026-07-12"]["kind"] == "off" and days["2026-07-13"]["kind"] == "working"
    assert {one["day"]: one for one in year["carrier"]}["2026-07-03"]["kind"] != "closed"
    for wrong in ("1969", "2200", "x", ""):
        assert server.desk.get(f"/v1/shop/calendar?year={wrong}").status == 400
    assert server.owner.post(file_path("calendars/studio.ics", "revisions", "1", "restore")).status == 200


@pytest.mark.parametrize("path, text, place", [
    (THANK, "Bless you, {{ customer.name }}.\n", "reply"),
    ("templates/zh/answers/thank.liquid", "多谢多谢。\n", "reply"),
    ("templates/en/notices/order_confirmed.liquid", "We have your order, hurrah.\n", None),
    ("templates/en/notices/invitation.liquid", "Tell your friends.\n", None),
    ("templates/en/notices/received.liquid", "It is here.\n", None),
    ("templates/en/notices/shipped.liquid", "On its way!\n", "notice:shipped"),
    ("templates/en/stages/design.liquid", "Your piece is being drawn just now.\n", "stage:design"),
    ("templates/en/sms/share_status.liquid", "All is well.\n", "sms"),
    ("templates/en/subject.liquid", "About your piece\n", "subject"),
])
def test_a_template_is_tried_on_an_order(server, path, text, place):
    now = datetime.datetime.now(datetime.timezone.utc).isoformat()
    young = order("#2042", placed_at=now, events=[{"stage": "design", "at": now}])
    assert server.owner.put("/v1/orders/%232042", young).status in (200, 201)
    tried = server.owner.post("/v1/shop/preview", {"path": path, "text": text, "order": "2042"})
    assert tried.status == 200, tried.body
    assert place is None or place in tried.json["places"]
    shown = tried.json["assessment"]
    words = text.split("{{")[0].strip()
    assert (tried.json["notice"] or "").strip() == (words if "/notices/" in path else "")
    if place is None:
        return
    found = {"reply": shown["reply"]["markdown"], "sms": shown["reply"]["sms"], "subject": shown["reply"]["subject"],
             "stage": " ".join(one["markdown"] for one in shown["status_messages"]),
             "notice": " ".join(one["markdown"] or "" for one in shown["proactive"])}[place.split(":")[0]]
    assert words in found and "BURIN" not in str(shown)
    assert server.desk.get(file_path(path)).json["from"] == "built_in"


def test_what_cannot_be_tried(server):
    assert server.owner.put("/v1/orders/%231042", order("#1042")).status in (200, 201)
    trial = {"path": THANK, "text": "Bless you.\n", "order": "#1042"}
    assert server.owner.post("/v1/shop/preview", {**trial, "order": "#nothing"}).status == 404
    assert server.owner.post("/v1/shop/preview", {**trial, "text": "{% if %}"}).status == 422
    assert server.desk.post("/v1/shop/preview", trial).status == 403
    mine = server.owner.post("/v1/shop/preview", {**trial, "message": "When will it be here?"}).json
    assert mine["message"] == "When will it be here?" and mine["places"] == []
    policy = with_window(server.desk.get(file_path("policy.md")).json["text"], 96)
    late = server.owner.post("/v1/shop/preview", {"path": "policy.md", "text": policy, "order": "#1042",
                                                 "message": "Please cancel my order."})
    assert late.status == 200 and late.json["assessment"]["decisions"]


# ---- the folder ----


@pytest.fixture(params=KINDS)
def store(request, tmp_path):
    if request.param == "postgres" and not POSTGRES:
        pytest.skip("no PostgreSQL server here (tools/with_postgres starts one)")
    make_store(tmp_path / "store", fresh_schema("test_shop_folder") if request.param == "postgres" else None)
    return tmp_path


def run_once(top, work=lambda owner: None, folder="store"):
    """Serves the folder while `work` is done, then stops."""
    server = Server(top / folder, top / f"{folder}.log").start()
    try:
        assert wait_for(lambda: (top / folder / "shop.sums").exists())
        return work(Client(server, server.token("owner")))
    finally:
        server.stop()
        assert server.errors() == []


def policy_of(client):
    return client.get(file_path("policy.md")).json


def test_a_folder_edited_by_hand_counts_at_the_next_start(store):
    file = store / "store" / "policy.md"
    text = file.read_text(encoding="utf-8")
    run_once(store)
    file.write_text(with_window(text, 48), encoding="utf-8")

    def look(owner):
        assert policy_of(owner)["text"] == with_window(text, 48)
        assert policy_of(owner)["version"] == 2 and policy_of(owner)["changed_by"] == "folder"
        assert late_cancel(owner) == "open"
    run_once(store, look)
    run_once(store, lambda owner: policy_of(owner)["version"] == 2 or pytest.fail("it was entered twice"))


def test_doctor_says_what_the_folder_says_otherwise(store):
    file = store / "store" / "policy.md"

    def doctor():
        return subprocess.run([BURIN, "doctor", str(store / "store")], capture_output=True, text=True, check=False).stdout
    run_once(store, lambda owner: wait_for(lambda: (store / "store" / "shop.sums").exists()))
    assert "shop: edition 6, as in the folder\n" in doctor()
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert "shop: policy.md of the folder was edited by hand and counts from the next start on\n" in doctor()
    (store / "store" / "shop.sums").unlink()
    assert "shop: policy.md of the folder is older and will be brought up to date\n" in doctor()


def test_a_broken_folder_is_not_taken_up(store):
    run_once(store)
    file = store / "store" / "policy.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(with_window(text, -3), encoding="utf-8")
    started = subprocess.run([BURIN, "serve", str(store / "store"), "--listen", "127.0.0.1:0", "--ops", "127.0.0.1:0"],
                             capture_output=True, text=True, timeout=60, check=False)
    assert started.returncode == 3 and "policy.md:" in started.stderr
    file.write_text(text, encoding="utf-8")
    run_once(store, lambda owner: policy_of(owner)["version"] == 1 or pytest.fail("it was entered"))


def test_an_old_folder_is_brought_up_to_date(store):
    """As after a crash between the commit and the writing of the folder: what the folder has is old, not new."""
    folder = store / "store"
    text = (folder / "policy.md").read_text(encoding="utf-8")
    run_once(store)
    sums = (folder / "shop.sums").read_text()
    run_once(store, lambda owner: owner.put(file_path("policy.md"), {"text": with_window(text, 48)}) and
             wait_for(lambda: (folder / "policy.md").read_text(encoding="utf-8") != text))
    (folder / "policy.md").write_text(text, encoding="utf-8")
    (folder / "shop.sums").write_text(sums)

    def look(owner):
        assert policy_of(owner)["version"] == 2 and late_cancel(owner) == "open"
        assert wait_for(lambda: (folder / "policy.md").read_text(encoding="utf-8") == with_window(text, 48))
    run_once(store, look)
    assert not (folder / "policy.md~").exists()


def test_a_text_written_by_hand_is_not_lost(store):
    """It is laid aside where an edit of the same file comes first."""
    folder = store / "store"
    text = (folder / "policy.md").read_text(encoding="utf-8")

    def both(owner):
        assert wait_for(lambda: (folder / "shop.sums").exists())
        (folder / "policy.md").write_text(with_window(text, 12), encoding="utf-8")
        assert owner.put(file_path("policy.md"), {"text": with_window(text, 48)}).status == 200
        assert wait_for(lambda: (folder / "policy.md").exists() and
                        (folder / "policy.md").read_text(encoding="utf-8") == with_window(text, 48))
        assert (folder / "policy.md~").read_text(encoding="utf-8") == with_window(text, 12)
    run_once(store, both)
    run_once(store, lambda owner: policy_of(owner)["version"] == 2 or pytest.fail("the text laid aside was taken up"))


def test_a_template_taken_from_the_folder_is_taken_away(store):
    folder = store / "store"
    (folder / THANK).parent.mkdir(parents=True, exist_ok=True)
    (folder / THANK).write_text("Bless you.\n")
    run_once(store, lambda owner: owner.get(file_path(THANK)).json["from"] == "store" or pytest.fail("not entered"))
    (folder / THANK).unlink()
    run_once(store, lambda owner: owner.get(file_path(THANK)).json["from"] == "built_in" or pytest.fail("still there"))


# ---- several nodes ----


@pytest.fixture()
def nodes():
    if not POSTGRES:
        pytest.skip("no PostgreSQL server here (tools/with_postgres starts one)")
    top = pathlib.Path(tempfile.mkdtemp(prefix="burin-nodes-"))
    url = fresh_schema("test_shop_nodes")
    started = []
    try:
        for name in ("one", "two"):
            make_store(top / name, url)
            server = Server(top / name, top / f"{name}.log").start()
            server.owner = Client(server, started[0].owner.token if started else server.token("owner"))
            started.append(server)
        yield started
        for server in started:
            assert server.errors() == []
    finally:
        for server in started:
            server.stop()
        shutil.rmtree(top, ignore_errors=True)


def test_an_edit_on_one_node_counts_on_the_other(nodes):
    one, two = nodes
    assert policy_of(two.owner)["version"] == 1
    text = policy_of(one.owner)["text"]
    assert late_cancel(two.owner) == "closed"
    assert one.owner.put(file_path("policy.md"), {"text": with_window(text, 48)}).status == 200
    assert wait_for(lambda: late_cancel(two.owner) == "open", seconds=5)
    assert wait_for(lambda: folder_text(two, "policy.md") == with_window(text, 48))
    broken = two.owner.put(file_path("policy.md"), {"text": with_window(text, -3)})
    assert broken.status == 422 and policy_of(one.owner)["version"] == 2
    version = policy_of(two.owner)["version"]
    assert two.owner.put(file_path("policy.md"), {"text": text}, match=f'"v{version}"').status == 200
    assert one.owner.put(file_path("policy.md"), {"text": text + "\n"}, match=f'"v{version}"').status == 412
    assert wait_for(lambda: late_cancel(one.owner) == "closed", seconds=5)


def test_edits_at_the_same_time_are_all_kept_once(nodes):
    paths = [f"templates/en/answers/{name}.liquid" for name in
             ("thank", "hand_over", "hand_off", "ask_facts", "offer_rush", "cancel_order", "trace_parcel", "review_claim")]
    before = nodes[0].owner.get("/v1/shop").json["edition"]

    def edit(pair):
        place, path = pair
        return nodes[place % 2].owner.put(file_path(path), {"text": f"Edit {place}.\n"}).status
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert set(pool.map(edit, enumerate(paths))) == {201}
    for node in nodes:
        assert wait_for(lambda: node.owner.get("/v1/shop").json["edition"] == before + len(paths), seconds=10)
    one, two = ({file["path"]: file for file in node.owner.get("/v1/shop").json["files"]} for node in nodes)
    assert one == two
    assert sorted(one[path]["edition"] for path in paths) == list(range(before + 1, before + len(paths) + 1))
    assert nodes[0].owner.get("/v1/shop").json["version"] == nodes[1].owner.get("/v1/shop").json["version"]


def test_of_two_who_read_the_same_one_wins(nodes):
    text = policy_of(nodes[0].owner)["text"]

    def edit(place):
        return nodes[place % 2].owner.put(file_path("policy.md"), {"text": text + "\n" * (place + 1)}, match='"v1"').status
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(edit, range(6))) == [200, 412, 412, 412, 412, 412]
    assert policy_of(nodes[0].owner)["version"] == 2


def test_a_node_that_joins_takes_what_is_kept(nodes):
    one, two = nodes
    text = policy_of(one.owner)["text"]
    assert one.owner.put(file_path("policy.md"), {"text": with_window(text, 48)}).status == 200
    top = pathlib.Path(one.folder).parent
    shutil.copytree(one.folder, top / "three", ignore=shutil.ignore_patterns("run.sock", "*.new.*"))
    (top / "three" / "policy.md").write_text(with_window(text, 96), encoding="utf-8")
    (top / "three" / "shop.sums").unlink()
    three = Server(top / "three", top / "three.log").start()
    try:
        owner = Client(three, one.owner.token)
        assert policy_of(owner)["version"] == 2
        assert wait_for(lambda: folder_text(three, "policy.md~") == with_window(text, 96))
    finally:
        three.stop()
    assert three.errors() == []
