"""Nothing acknowledged is ever lost: short runs of what tests/soak/run.py does for long."""
import contextlib
import sqlite3
import subprocess

import pytest

import failing_disk
import failures
import overload
import replication

needs_postgres = pytest.mark.skipif(not failures.POSTGRES, reason="no PostgreSQL server here (tools/with_postgres starts one)")


def measured(result, why):
    if result is None:
        pytest.skip(why)
    print(result)


def test_killed_under_load_on_sqlite():
    measured(failures.killed_under_load(5, delivers=False), "")


@needs_postgres
def test_killed_under_load_on_postgres():
    measured(failures.killed_under_load(2, lambda: failures.fresh_schema("test_killed"), delivers=False), "")


def test_the_log_is_synced_before_the_answer():
    measured(failures.synced_before_answer(), "strace is not here, or may not trace")


def test_a_full_disk_is_said_and_forgotten():
    measured(failures.disk_full(delivers=False), "no file system may be mounted here")


@pytest.mark.parametrize("what", ["write", "read"])
def test_a_disk_that_fails_is_said_and_forgotten(what):
    measured(failing_disk.disk_fails(what), "")


def test_a_failed_sync_ends_the_process_with_a_word():
    measured(failing_disk.sync_fails(), "")


@needs_postgres
@pytest.mark.parametrize("how", ["stopped", "frozen", "swallowed"])
def test_the_database_may_be_away(how):
    measured(failures.database_away(how, 3), "")


@needs_postgres
def test_races_between_nodes_have_one_winner():
    measured(failures.races_between_nodes(2, 3), "")


@needs_postgres
def test_a_node_may_be_killed():
    measured(failures.node_killed_under_load(3, 3, delivers=False), "")


@needs_postgres
def test_a_standby_may_be_promoted():
    measured(replication.promoted_under_load(1), "no PostgreSQL server can be made here")


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_the_shop_is_edited_under_load(kind):
    if kind == "postgres" and not failures.POSTGRES:
        pytest.skip("no PostgreSQL server here (tools/with_postgres starts one)")
    measured(failures.edited_under_load(3, failures.fresh_schema("test_edited") if kind == "postgres" else None), "")


def test_slow_clients_hold_nobody_up():
    measured(failures.slow_clients(100, 300), "")


def test_idle_connections_are_held():
    measured(failures.idle_connections(1500), "so many files may not be opened here")  # beyond the 1,024 of a shell


def test_a_giant_upload_is_refused():
    measured(failures.giant_upload(1 << 30), "")


def test_too_many_are_told_to_come_again():
    measured(overload.overloaded(3, compares=False), "so many files may not be opened here")


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_broken_law_is_seen(kind):
    if kind == "postgres" and not failures.POSTGRES:
        pytest.skip("no PostgreSQL server here (tools/with_postgres starts one)")
    address = failures.fresh_schema("test_broken") if kind == "postgres" else None
    with failures.served(address) as server:
        assert failures.Ledger([server], server.token("owner")).case(server)
        server.stop()
        where, broken = address or server.folder, "DELETE FROM search_row WHERE kind = 'order'"
        failures.check_laws(where)
        if address:
            subprocess.run(["psql", "-q", "-d", address, "-c", broken], check=True)
        else:
            with contextlib.closing(sqlite3.connect(where / "burin.db")) as database, database:
                database.execute(broken)
        with pytest.raises(AssertionError, match="every order is found by its words, but 1"):
            failures.check_laws(where)
