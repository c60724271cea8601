#!/usr/bin/env python3
"""Hours of failures: runs what tests/blackbox/test_failures.py runs short, many times over, and prints a table of what was measured.

usage: tests/soak/run.py [--scale N] [--without WORD]... [SCENARIO...]
  --scale N        runs of N times the usual length: 0.01 is a minute's try; 1 if not given
  --without WORD   leaves out the scenarios whose name has WORD in it
  SCENARIO         runs only those whose name has one of the words in it
Wants BURIN and SIMULATION (release builds of the program and of tests/unit/test_simulation.c), and tools/with_postgres around it;
`make soak` brings all of it. Exit status 1 where anything was lost, 2 where a scenario that was not left out by its name could not be
run on this machine."""
import argparse
import datetime
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("BURIN", str(ROOT / "build/burin"))
SIMULATION = pathlib.Path(os.environ.get("SIMULATION", ROOT / "build/soak/tests/test_simulation"))
sys.path.insert(0, str(ROOT / "tests/blackbox"))

import failing_disk  # noqa: E402  (the path comes first)
import failures  # noqa: E402
import overload  # noqa: E402
import replication  # noqa: E402


def simulated(seeds, database):
    if not SIMULATION.exists():
        return None
    environment = {**os.environ, "SEEDS": str(seeds), "ON": database}
    run = subprocess.run([str(SIMULATION)], cwd=ROOT, capture_output=True, text=True, env=environment)
    assert run.returncode == 0, run.stdout + run.stderr
    return {"found": next(line for line in run.stdout.splitlines() if line.startswith("# "))[2:]}


def on_postgres(scenario):
    return lambda n: scenario(n) if failures.POSTGRES else None


# name, how long, what is done with it
SCENARIOS = [
    ("simulated desks, SQLite", 10000, lambda n: simulated(n, "sqlite")),
    ("simulated desks, PostgreSQL", 300, on_postgres(lambda n: simulated(n, "postgres"))),
    ("killed on SQLite", 1000, failures.killed_under_load),
    ("killed on PostgreSQL", 200, on_postgres(lambda n: failures.killed_under_load(n, lambda: failures.fresh_schema("soak_killed")))),
    ("sync before answer", 1, lambda n: failures.synced_before_answer()),
    ("disk full", 1, lambda n: failures.disk_full()),
    ("disk fails, writing", 20, lambda n: failing_disk.disk_fails("write", n)),
    ("disk fails, reading", 20, lambda n: failing_disk.disk_fails("read", n)),
    ("sync fails", 1, lambda n: failing_disk.sync_fails()),
    ("PostgreSQL stopped", 60, on_postgres(lambda n: failures.database_away("stopped", n))),
    ("PostgreSQL frozen", 60, on_postgres(lambda n: failures.database_away("frozen", n))),
    ("PostgreSQL swallowed", 60, on_postgres(lambda n: failures.database_away("swallowed", n))),
    ("races of two nodes", 200, on_postgres(failures.races_between_nodes)),
    ("races of three nodes", 200, on_postgres(lambda n: failures.races_between_nodes(n, 3))),
    ("one of two nodes killed", 100, on_postgres(failures.node_killed_under_load)),
    ("one of three nodes killed", 100, on_postgres(lambda n: failures.node_killed_under_load(n, 3))),
    ("standby promoted", 5, replication.promoted_under_load),
    ("slow clients", 500, lambda n: failures.slow_clients(n, 300)),
    ("overload", 60, lambda n: overload.overloaded(n, compares=n >= 10)),
    ("idle connections", 10000, failures.idle_connections),
    ("1 GiB upload", 1, lambda n: failures.giant_upload(1 << 30)),
]


def row(name, result, seconds):
    words = ", ".join(f"{what} {value}" for what, value in result.items()) if isinstance(result, dict) else result
    print(f"{name:<27} {seconds:>7.0f} s  {words}", flush=True)


def head():
    """What was measured, and when: the table must say it."""
    git = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    commit = subprocess.run(git, capture_output=True, text=True).stdout.strip() or "of an unknown commit"
    print(f"Burin {commit}, {datetime.date.today().isoformat()}", flush=True)


def run(name, scenario, length):
    """'failed', 'impossible' or None."""
    began = time.monotonic()
    try:
        result = scenario(length)
    except Exception as error:  # one scenario that fails must not keep the others from being run
        row(name, f"FAILED: {type(error).__name__}: {error}", time.monotonic() - began)
        return "failed"
    row(name, "not possible on this machine" if result is None else result, time.monotonic() - began)
    return "impossible" if result is None else None


def main():
    options = argparse.ArgumentParser(usage=__doc__)
    options.add_argument("--scale", type=float, default=1)
    options.add_argument("--without", action="append", default=[])
    options.add_argument("scenarios", nargs="*")
    chosen = options.parse_args()
    for word in chosen.scenarios + chosen.without:
        if not any(word in name for name, _, _ in SCENARIOS):
            options.error(f"no scenario has {word} in its name")
    head()
    ends = {}
    for name, length, scenario in SCENARIOS:
        asked = not chosen.scenarios or any(word in name for word in chosen.scenarios)
        if asked and not any(word in name for word in chosen.without):
            ends[name] = run(name, scenario, max(1, round(length * chosen.scale)))
    failed = [name for name, end in ends.items() if end == "failed"]
    impossible = [name for name, end in ends.items() if end == "impossible"]
    print(f"{len(ends) - len(failed) - len(impossible)} held, {len(failed)} failed, {len(impossible)} could not be run here")
    for name in failed:
        print(f"failed: {name}")
    for name in impossible:
        print(f"not run: {name} (--without \"{name}\" leaves it out)")
    return 1 if failed else 2 if impossible else 0


if __name__ == "__main__":
    sys.exit(main())
