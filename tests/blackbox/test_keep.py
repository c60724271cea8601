"""burin backup and restore: copies made under load are whole, and what was cut short is never a store that sends letters twice."""
import concurrent.futures
import contextlib
import itertools
import os
import pathlib
import shutil
import sqlite3
import subprocess
import threading

import pytest

from desk_server import BURIN, Client, Server, make_store, served, wait_for
from failures import Ledger, check_laws, order_document
from test_api_attachments import broken, download, png, upload

HERE = pathlib.Path(__file__).resolve().parent


def burin(*words, env=None):
    return subprocess.run([BURIN, *map(str, words)], capture_output=True, text=True, env={**os.environ, **(env or {})}, timeout=120)


def good(*words):
    run = burin(*words)
    assert run.returncode == 0, run.stdout + run.stderr


def is_held(folder):
    with contextlib.closing(sqlite3.connect(f"file:{folder}/burin.db?mode=ro", uri=True)) as database:
        return database.execute("SELECT min(outbox_held) FROM store").fetchone()[0] == 1


# ---- cut short ----


@pytest.fixture(scope="module")
def backup(tmp_path_factory):
    top = tmp_path_factory.mktemp("backup")
    make_store(top / "store")
    server = Server(top / "store", top / "log").start()
    assert Client(server, server.token("owner")).put("/v1/orders/K1", order_document("K1")).status == 201
    server.stop()
    good("backup", top / "store", top / "copy")
    assert not is_held(top / "copy")
    return top / "copy"


@pytest.fixture(scope="module")
def die_at(tmp_path_factory):
    """The environment in which a run dies at its call number so and so."""
    library = tmp_path_factory.mktemp("die") / "die_at.so"
    subprocess.run([os.environ.get("CC", "cc"), "-shared", "-fPIC", "-O1", "-o", library, HERE / "die_at.c", "-ldl"], check=True)
    asan = os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"

    def environment(number=0, by="", count=""):
        return {"LD_PRELOAD": str(library), "ASAN_OPTIONS": asan, "DIE_AT": str(number), "DIE_BY": by, "DIE_COUNT": str(count)}

    return environment


def calls_of(die_at, count, *words):
    run = burin(*words, env=die_at(count=count))
    assert run.returncode == 0, run.stderr
    return count.stat().st_size


def some(calls):
    """Every call of the end, where the database is held and gets its name, and some of those before."""
    return [*range(1, calls - 24, 7), *range(max(1, calls - 24), calls + 1)]


def check_nothing_to_serve(to):
    """What a restore has left is no store that sends what has gone out already."""
    if to.exists():
        assert is_held(to)
    unfinished = pathlib.Path(f"{to}.new")
    if (unfinished / "burin.db").exists() and not (unfinished / ".whole").exists():
        run = burin("serve", unfinished, "--listen", "127.0.0.1:0", "--ops", "127.0.0.1:0")
        assert run.returncode == 3 and "is not finished" in run.stderr, run.stderr
    elif (unfinished / "burin.db").exists():
        assert is_held(unfinished)


@pytest.mark.parametrize("by", ["kill", "fail"])
def test_a_restore_that_dies_leaves_nothing_that_sends(backup, die_at, tmp_path, by):
    to, total = tmp_path / "store", calls_of(die_at, tmp_path / "count", "restore", backup, tmp_path / "whole")
    assert total > 20
    names = 0
    for number in some(total):
        run = burin("restore", backup, to, env=die_at(number, by))
        assert by == "fail" or run.returncode < 0
        check_nothing_to_serve(to)
        names += to.exists()
        if not to.exists():
            good("restore", backup, to)
        assert is_held(to) and not pathlib.Path(f"{to}.new").exists()
        assert sorted(path.name for path in to.iterdir() if path.name != ".whole") == \
            sorted(path.name for path in (tmp_path / "whole").iterdir())
        shutil.rmtree(to)
    assert names < 5  # it gets its name at the very end


def test_a_backup_that_dies_leaves_no_copy(backup, die_at, tmp_path):
    to, total = tmp_path / "copy", calls_of(die_at, tmp_path / "count", "backup", backup, tmp_path / "whole")
    for number in range(1, total + 1, 5):
        burin("backup", backup, to, env=die_at(number, "kill"))
        assert not to.exists() or number > total - 5
        if not to.exists():
            good("backup", backup, to)
        shutil.rmtree(to)


def test_what_is_in_the_way_is_left_alone(backup, tmp_path):
    (tmp_path / "store.new").mkdir()
    (tmp_path / "store.new" / "mine").write_text("mine")
    run = burin("restore", backup, tmp_path / "store")
    assert run.returncode == 3 and "is in the way" in run.stderr and (tmp_path / "store.new" / "mine").exists()
    (tmp_path / "empty").mkdir()
    run = burin("restore", backup, tmp_path / "empty")
    assert run.returncode == 3 and "is there already" in run.stderr
    good("restore", backup, f"{tmp_path}/other/")
    assert is_held(tmp_path / "other")


def test_a_database_elsewhere_is_not_restored_into(backup, tmp_path):
    shutil.copytree(backup, tmp_path / "copy")
    with open(tmp_path / "copy" / "store.yaml", "a") as settings:
        settings.write('database: "postgres://nowhere.invalid/shop"\n')
    run = burin("restore", tmp_path / "copy", tmp_path / "store")
    assert run.returncode == 3 and "pg_restore" in run.stderr and not (tmp_path / "store").exists()
    assert not (tmp_path / "store.new").exists()


# ---- copied under load ----


@contextlib.contextmanager
def busy(*works):
    """Each again and again in a thread of its own."""
    over = threading.Event()

    def loop(work):
        while not over.is_set():
            work()

    with concurrent.futures.ThreadPoolExecutor(len(works)) as pool:
        futures = [pool.submit(loop, work) for work in works]
        try:
            yield
        finally:
            over.set()
    for future in futures:
        future.result()


class Pictures:
    """Handed in one after the other, and what each download gave."""

    def __init__(self, client):
        self.client, self.kept = client, []
        self.ticket = broken(client, "#9001")["ticket"]["id"]

    def add(self):
        if len(self.kept) % 5 == 4:
            self.ticket = broken(self.client, f"#90{len(self.kept):03}")["ticket"]["id"]
        answer = upload(self.client, self.ticket, png(salt=b"%d" % len(self.kept)))
        assert answer.status == 201
        place = (self.ticket, answer.json["message"], answer.json["place"])
        self.kept.append((place, download(self.client, *place).body))


def policy_editor(client):
    text = client.get("/v1/shop/files/policy.md").json["text"]
    hours = itertools.cycle((24, 48, 72))

    def edit():
        wanted = text.replace("change_window_hours: 24\n", f"change_window_hours: {next(hours)}\n")
        assert client.put("/v1/shop/files/policy.md", {"text": wanted}).status == 200
    return edit


def kept_policy(folder):
    """The last edition and the policy's text in the database."""
    with contextlib.closing(sqlite3.connect(f"file:{folder}/burin.db?mode=ro", uri=True)) as database:
        edition, = database.execute("SELECT max(edition) FROM shop_revision").fetchone()
        text, = database.execute("SELECT content FROM shop_revision WHERE path = 'policy.md' ORDER BY edition DESC LIMIT 1").fetchone()
    return edition, text if isinstance(text, str) else text.decode()


def doctor(folder):
    run = burin("doctor", folder)
    return run.returncode, run.stdout + run.stderr


def check_copy(copy, store, token, acknowledged, pictures):
    status, said = doctor(copy)
    assert status == 0 and "as in the folder" in said and "database: sound" in said, said
    good("restore", copy, store)
    status, said = doctor(store)
    assert status == 1 and ", held\n" in said and "as in the folder" in said and "audit log: whole" in said, said
    check_laws(store)
    before = kept_policy(store)
    assert (store / "policy.md").read_text() == before[1] and not list(store.rglob("*.new*"))
    server = Server(store, store.parent / f"log-{store.name}").start()
    try:
        ledger, client = Ledger([server], token), Client(server, token)
        ledger.acknowledged = acknowledged
        ledger.check()
        for place, content in pictures:
            assert download(client, *place).body == content
        assert client.get("/v1/shop/files/policy.md").json["text"] == before[1]
    finally:
        server.stop()
    assert kept_policy(store) == before
    assert server.errors() == []


def test_copies_made_under_load_are_whole(tmp_path):
    with served() as server:
        ledger = Ledger([server], server.token("owner"))
        client = Client(server, ledger.token)
        pictures = Pictures(client)
        copies = []
        with ledger.loaded(3), busy(pictures.add, policy_editor(client)):
            for turn in range(3):
                enough = (len(ledger.acknowledged) + 10, len(pictures.kept) + 3)
                assert wait_for(lambda: len(ledger.acknowledged) >= enough[0] and len(pictures.kept) >= enough[1], 60)
                known = (list(ledger.acknowledged), list(pictures.kept))
                good("backup", server.folder, tmp_path / f"copy{turn}")
                copies.append((tmp_path / f"copy{turn}", tmp_path / f"store{turn}", ledger.token, *known))
                assert len(ledger.acknowledged) > len(known[0]), "nobody wrote while it was copied"
        assert not ledger.refused, ledger.refused
    for copy in copies:
        check_copy(*copy)


def test_a_restored_shop_is_that_of_its_database(tmp_path):
    """What somebody edits in the folder by hand and the desk has not taken up is neither in force in the copy nor lost."""
    with served() as server:
        client = Client(server, server.token("owner"))
        policy_editor(client)()
        edition = client.get("/v1/shop/files/policy.md")
        policy = server.folder / "policy.md"
        assert wait_for(lambda: policy.read_text() == edition.json["text"])
        by_hand = edition.json["text"].replace("change_window_hours: 24\n", "change_window_hours: 12\n")
        policy.write_text(by_hand)
        good("backup", server.folder, tmp_path / "copy")
    good("restore", tmp_path / "copy", tmp_path / "store")
    before = kept_policy(tmp_path / "store")
    assert before[1] == edition.json["text"] == (tmp_path / "store" / "policy.md").read_text()
    assert (tmp_path / "store" / "policy.md~").read_text() == by_hand


def test_only_a_copy_of_sqlite_is_promised():
    for words in (burin("help", "backup").stdout, burin("help").stdout):
        assert "SQLite" in words
    assert "pg_dump" in burin("help", "backup").stdout
