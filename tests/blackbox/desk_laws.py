"""Holds the laws of tests/data/laws.sql against the database of a desk, SQLite or PostgreSQL: each query must count 0."""
import contextlib
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]

# The laws join without store_id, which leads the keys; without these they take minutes on a database of some thousand orders.
INDEXES = ["audit (object, verb)", "outbox (REPLACE(SUBSTR(dedupe, 7), '-', ''))", "outbox (outbox_id)", "draft (ticket_id)",
           "draft (draft_id)", "message (ticket_id, seq)", "ticket (ticket_id)", "assessment (assessment_id)",
           "personalization (change_id)", "change_request (change_id)", "hold (change_id)", "approval (claim_id)",
           "claim (claim_id)", "orders (order_id)", "orders (remake_of)", "promise (order_id)", "search_row (object)",
           "customer (customer_id)"]

# A snapshot of a schema in tables of the session, which come before those they are named after, so that nothing is touched; and those
# functions of SQLite that the laws use (tests/unit/simulation_postgres.h has the same). All of it is rolled back.
SNAPSHOT = """
SET client_min_messages = warning;
BEGIN ISOLATION LEVEL REPEATABLE READ;
DO $do$ DECLARE name text; own text := current_schema(); BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = own LOOP
    EXECUTE format('CREATE TEMP TABLE %I AS TABLE %I.%I', name, own, name);
  END LOOP;
END $do$;
CREATE SCHEMA for_laws;
SET LOCAL search_path = pg_temp, for_laws;
CREATE FUNCTION for_laws.hex(uuid) RETURNS text IMMUTABLE LANGUAGE sql AS $f$SELECT upper(replace($1::text, '-', ''))$f$;
CREATE FUNCTION for_laws.julianday(text) RETURNS float8 IMMUTABLE LANGUAGE sql AS
  $f$SELECT ($1::date - '1970-01-01'::date) + 2440587.5::float8$f$;
CREATE FUNCTION for_laws.json_extract(text, text) RETURNS text IMMUTABLE LANGUAGE sql AS $f$SELECT $1::jsonb ->> substr($2, 3)$f$;
CREATE FUNCTION for_laws.json_each(text, text) RETURNS TABLE (value text) IMMUTABLE LANGUAGE sql AS
  $f$SELECT jsonb_array_elements(coalesce($1::jsonb -> substr($2, 3), '[]'))::text$f$;
"""


def laws(at_rest):
    """(what, query) of those that hold now."""
    text = (ROOT / "tests/data/laws.sql").read_text().split("\n\n", 1)[1]
    found = re.findall(r"^-- (.*)\n([^;]*);", text, re.M)
    assert len(found) > 30, f"only {len(found)} laws were read"
    return [(what, query) for what, query in found if at_rest or not what.startswith("at rest: ")]


def hold(what, broken):
    assert not broken, f"it must be that {what}, but {broken}"


def check_file(folder, at_rest):
    with tempfile.TemporaryDirectory() as copy:
        for part in ("burin.db", "burin.db-wal"):
            if (folder / part).exists():
                shutil.copy(folder / part, copy)
        with contextlib.closing(sqlite3.connect(pathlib.Path(copy) / "burin.db")) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            for number, columns in enumerate(INDEXES):
                database.execute(f"CREATE INDEX for_laws_{number} ON {columns}")
            for what, query in laws(at_rest):
                hold(what, database.execute(query).fetchone()[0])


def check_server(address, at_rest):
    held = laws(at_rest)
    script = SNAPSHOT + "".join(f"CREATE INDEX ON {columns};\n" for columns in INDEXES) + "ANALYZE;\n"
    script += "".join(f"{query};\n" for _, query in held) + "ROLLBACK;\n"
    psql = ["psql", "-X", "-qAt", "-v", "ON_ERROR_STOP=1", "-d", address]
    run = subprocess.run(psql, input=script, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    counts = run.stdout.split()
    assert len(counts) == len(held), f"{len(counts)} counts of {len(held)} laws"
    for (what, _), count in zip(held, counts):
        hold(what, int(count))


def check_laws(where, at_rest=False):
    """`where` is the folder of a SQLite database that nobody writes now (a copy is looked at, whole by its own check), or an address
    of a PostgreSQL server (one snapshot, whoever writes)."""
    if isinstance(where, pathlib.Path):
        check_file(where, at_rest)
    else:
        check_server(where, at_rest)
