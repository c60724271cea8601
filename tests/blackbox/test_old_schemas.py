"""Databases of every schema there ever was (tests/data/schema) are brought up to date, keep what they hold, and are whole."""
import collections
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import time
import uuid

import pytest

from desk_server import BURIN, Client, Server, make_store
from desk_store import POSTGRES, fresh_schema

ROOT = pathlib.Path(__file__).resolve().parents[2]
OLD_SCHEMA = pathlib.Path(BURIN).resolve().parent / "tests/old_schema"
STORED = sorted((ROOT / "tests/data/schema").glob("[0-9]*.jsonl"))
NEWEST = len(list((ROOT / "sql").glob("[0-9]*.sql")))
KINDS = ["sqlite", "postgres"]
STEPS = 6  # moments at which the migration is killed
# Lists of the API, and the tables whose rows they show.
LISTS = {"/v1/orders": "orders", "/v1/customers": "customer", "/v1/tickets": "ticket", "/v1/letters": "outbox",
         "/v1/accounts": "account", "/v1/surveys": "survey"}

pytestmark = pytest.mark.skipif(not OLD_SCHEMA.exists(), reason="only a build with tests makes old databases")


def old_store(kind, top, stored):
    """A store folder whose database is as that schema's program left it; and its address."""
    if kind == "postgres" and not POSTGRES:
        pytest.skip("no PostgreSQL server here (tools/with_postgres starts one)")
    folder = top / "store"
    database = fresh_schema("test_old_schemas") if kind == "postgres" else None
    make_store(folder, database)
    url = database or f"sqlite:{folder}/burin.db"
    subprocess.run([OLD_SCHEMA, url, stored.stem, stored], check=True)
    return folder, url


def version_of(url):
    question = "SELECT max(version) FROM schema_version"
    if url.startswith("sqlite:"):
        with sqlite3.connect(url.removeprefix("sqlite:")) as base:
            return base.execute(question).fetchone()[0]
    return int(subprocess.run(["psql", "-At", "-d", url, "-c", question], check=True, capture_output=True, text=True).stdout)


def command(name, folder):
    return subprocess.run([BURIN, name, str(folder)], capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("stored", STORED, ids=lambda path: path.stem)
def test_an_old_database_is_brought_up_to_date(kind, stored, tmp_path):
    folder, url = old_store(kind, tmp_path, stored)
    assert version_of(url) == int(stored.stem)
    migrated = command("migrate", folder)
    assert migrated.returncode == 0, migrated.stderr
    assert version_of(url) == NEWEST
    checked = command("doctor", folder)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    rows = [json.loads(line) for line in stored.read_text(encoding="utf-8").splitlines()]
    count = collections.Counter(row["table"] for row in rows)
    server = Server(folder, tmp_path / "log").start()
    try:
        owner = Client(server, server.token("owner"))
        for path, table in LISTS.items():
            shown = owner.get(path + "?limit=200" if path != "/v1/accounts" else path)
            assert shown.status == 200, shown.body
            assert len(shown.json["data"]) == count[table], path
        for row in rows:
            if row["table"] == "ticket":
                assert owner.get(f"/v1/tickets/{uuid.UUID(hex=row['row']['ticket_id']['id'])}").status == 200
            elif row["table"] == "orders":
                assert owner.get(f"/v1/orders/{row['row']['number_key']}").status == 200
    finally:
        server.stop()
    assert server.errors() == []
    if kind == "sqlite":
        with sqlite3.connect(folder / "burin.db") as base:
            assert base.execute("PRAGMA foreign_key_check").fetchall() == []
            assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("kind", KINDS)
def test_killed_on_the_way_it_is_the_old_schema_or_the_new(kind, tmp_path):
    oldest = int(STORED[0].stem)
    begun = time.monotonic()
    folder, url = old_store(kind, tmp_path, STORED[0])
    assert command("migrate", folder).returncode == 0
    whole = time.monotonic() - begun
    seen = collections.Counter()
    for step in range(STEPS):
        again = tmp_path / str(step)
        again.mkdir()
        folder, url = old_store(kind, again, STORED[0])
        process = subprocess.Popen([BURIN, "migrate", str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(whole * (step + 1) / (STEPS + 1))
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        if kind == "sqlite" and version_of(url) == oldest:
            assert command("doctor", folder).returncode != 0  # it says that the schema is old, and changes nothing
        assert version_of(url) in (oldest, NEWEST)
        seen[version_of(url)] += 1
        assert command("migrate", folder).returncode == 0
        assert version_of(url) == NEWEST and command("doctor", folder).returncode == 0
    assert sum(seen.values()) == STEPS


def ask_database(url, question):
    """The rows of one statement, as text."""
    if url.startswith("sqlite:"):
        with sqlite3.connect(url.removeprefix("sqlite:")) as base:
            return [tuple(row) for row in base.execute(question).fetchall()]
    answer = subprocess.run(["psql", "-At", "-d", url, "-c", question], check=True, capture_output=True, text=True).stdout
    return [tuple(line.split("|")) for line in answer.splitlines()]


@pytest.mark.parametrize("kind", KINDS)
def test_a_chain_of_merges_is_drawn_together(kind, tmp_path):
    folder, url = old_store(kind, tmp_path, STORED[0])
    tickets = [row[0] for row in ask_database(url, "SELECT ticket_id FROM ticket ORDER BY ticket_id")]
    assert len(tickets) >= 3
    ask_database(url, "UPDATE ticket SET state = 'merged', merged_into = (SELECT n.ticket_id FROM ticket n WHERE n.ticket_id >"
                      " ticket.ticket_id ORDER BY n.ticket_id LIMIT 1) WHERE ticket_id <> (SELECT ticket_id FROM ticket"
                      " ORDER BY ticket_id DESC LIMIT 1)")
    migrated = command("migrate", folder)
    assert migrated.returncode == 0, migrated.stderr
    into = ask_database(url, "SELECT merged_into FROM ticket WHERE state = 'merged'")
    assert into == [(tickets[-1],)] * (len(tickets) - 1)


def test_every_schema_but_the_newest_is_stored():
    """tests/schema/record stores them; whoever adds a migration runs it."""
    assert {int(path.stem) for path in STORED} >= set(range(1, NEWEST))
