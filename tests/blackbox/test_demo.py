"""burin demo: a store folder with a life behind it, consistent, always fresh, and the same for the same time and seed."""
import contextlib
import datetime
import json
import sqlite3
import struct

import pytest
from conftest import run

AT = "2026-03-12T20:30:00Z"
DAYS = 70


@contextlib.contextmanager
def rows(folder):
    with contextlib.closing(sqlite3.connect(f"file:{folder / 'burin.db'}?mode=ro", uri=True)) as database:
        yield lambda sql: database.execute(sql).fetchall()


def fill(parent, name, *options):
    folder = parent / name
    assert run("init", "--demo", folder).status == 0
    done = run("demo", folder, *options)
    assert (done.status, done.err) == (0, "")
    return folder, done.out


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder, people = fill(tmp_path_factory.mktemp("demo"), "shop", "--at", AT, "--days", DAYS)
    return folder, people


def counts(ask, table):
    return dict(ask(f"SELECT state, count(*) FROM {table} GROUP BY state"))


def test_everything_holds(demo):
    done = run("doctor", demo[0])
    assert done.status == 0, done.out + done.err
    assert "database: sound" in done.out and "audit log: whole" in done.out and " 0 failed" in done.out


def test_there_is_one_of_everything_now(demo):
    with rows(demo[0]) as ask:
        stages = dict(ask("SELECT stage, count(*) FROM orders GROUP BY stage"))
        assert all(stages.get(stage, 0) > 0 for stage in ("design", "production", "shipped", "delivered", "cancelled"))
        assert 30 <= sum(stages.get(stage, 0) for stage in ("design", "production", "quality_check", "shipped")) <= 140
        assert {"opened", "evidence", "offered", "chosen", "fulfilled", "rejected", "withdrawn"} <= set(counts(ask, "claim"))
        assert {"received", "awaiting_confirmation", "applied", "declined"} <= set(counts(ask, "change_request"))
        assert {"proposed", "approved"} <= set(counts(ask, "approval"))
        assert counts(ask, "ticket")["open"] >= 35 and counts(ask, "ticket")["waiting"] >= 6
        assert counts(ask, "draft")["open"] >= 30
        assert ask("SELECT count(*) FROM hold WHERE to_at IS NULL")[0][0] >= 3
        assert ask("SELECT count(*) FROM orders WHERE remake_of <> ''")[0][0] >= 1
        assert ask("SELECT count(*) FROM ticket WHERE escalated = 1 AND state = 'open'")[0][0] >= 4


def test_every_concern_is_asked_in_both_languages(demo):
    concerns = ["payment_dispute", "damaged", "wrong_spec", "not_received", "delay", "cancel", "return", "change", "answer",
                "rush", "status", "other", "faq", "general_shipping", "pre_purchase", "unrelated", "thanks"]
    with rows(demo[0]) as ask:
        asked = {row[0] for row in ask("SELECT DISTINCT concern FROM ticket")}
        assert [concern for concern in concerns if concern not in asked] == []
        chinese = ask("SELECT count(*) FROM ticket WHERE locale LIKE 'zh%'")[0][0]
        every = ask("SELECT count(*) FROM ticket")[0][0]
        assert every / 6 < chinese < every / 2


def test_photos_are_pictures_of_evidence(demo):
    with rows(demo[0]) as ask:
        theirs = "WHERE digest IN (SELECT digest FROM attachment)"
        pictures = ask(f"SELECT content FROM file {theirs}")
        assert len(pictures) > 10 and all(picture[0].startswith(b"\x89PNG\r\n") for picture in pictures)
        thumbs = ask(f"SELECT content FROM thumbnail {theirs}")
        assert len(thumbs) == len(pictures)
        assert {struct.unpack(">II", thumb[0][16:24]) for thumb in thumbs} == {(280, 210)}
        assert ask("SELECT count(*) FROM claim WHERE photos > 0")[0][0] > 8


def test_the_studio_shows_what_it_makes(demo):
    with rows(demo[0]) as ask:
        shown = dict(ask("SELECT stage, count(*) FROM progress_photo WHERE shown = 1 AND caption <> '' GROUP BY stage"))
        assert {"design", "production", "quality_check", "shipped"} == set(shown) and sum(shown.values()) > 20
        pictures = ask("SELECT content FROM file WHERE digest IN (SELECT digest FROM progress_photo)")
        assert all(picture[0].startswith(b"\xff\xd8\xff") for picture in pictures), "written anew, as any photo is"


def test_measures_have_something_to_count_in_every_month(demo):
    end = datetime.date.fromisoformat(AT[:10])
    begin = end - datetime.timedelta(days=DAYS - 2)
    done = run("metrics", demo[0], "--from", begin, "--to", end, "--by", "month", "--format", "json")
    measures = {row["measure"]: row["groups"] for row in json.loads(done.out)["measures"]}
    assert len(measures) == 6
    for name in ("first_response", "modification", "remake", "csat", "promise"):
        assert {"2026-01", "2026-02", "2026-03"} == {group["key"] for group in measures[name]}, name
    done = run("metrics", demo[0], "--from", begin, "--to", end, "--by", "agent", "--format", "json")
    agents = {group["key"] for group in json.loads(done.out)["measures"][0]["groups"]}
    assert len(agents) >= 4


def test_letters_of_the_last_days_are_there_to_be_read(demo):
    letters = list((demo[0] / "mail" / "new").iterdir())
    with rows(demo[0]) as ask:
        sent = ask("SELECT count(*) FROM outbox WHERE state = 'sent'")[0][0]
    assert 20 < len(letters) < sent / 2


def test_whoever_may_sign_in_is_told(demo):
    people = [line.split() for line in demo[1].splitlines()]
    assert [person[0] for person in people] == ["owner", "manager", "agent", "agent", "studio"]
    assert all(len(person) == 3 and person[1].endswith("@alderandfinch.example") for person in people)


def test_the_same_time_and_seed_make_the_same_life(tmp_path):
    lives = []
    for name, seed in (("one", 3), ("two", 3), ("three", 4)):
        folder, _ = fill(tmp_path, name, "--at", AT, "--days", "7", "--seed", seed)
        with rows(folder) as ask:
            lives.append(ask("SELECT ticket_id, from_address, state FROM ticket ORDER BY ticket_id") +
                         ask("SELECT order_id, number, stage, version FROM orders ORDER BY order_id"))
    assert lives[0] == lives[1] != lives[2]


def test_a_store_that_has_a_database_is_left_alone(tmp_path):
    folder, _ = fill(tmp_path, "shop", "--at", AT, "--days", "7")
    before = (folder / "burin.db").read_bytes()
    again = run("demo", folder)
    assert again.status == 3 and "has a database already" in again.err
    assert (folder / "burin.db").read_bytes() == before


@pytest.mark.parametrize("options", [("--days", "3"), ("--days", "many"), ("--at", "yesterday"), ("--seed", "-1")])
def test_odd_wishes_are_refused(tmp_path, options):
    assert run("init", "--demo", tmp_path / "shop").status == 0
    assert run("demo", tmp_path / "shop", *options).status == 3
    assert not (tmp_path / "shop" / "burin.db").exists()
