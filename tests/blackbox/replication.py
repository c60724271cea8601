"""PostgreSQL with a synchronous standby on the loopback interface: the primary dies under load, the standby is promoted."""
import contextlib
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import tempfile
import time

import failures
from desk_laws import check_laws
from desk_server import served, wait_for

RECOVERY_SECONDS = 30


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Cluster:
    """One server process over a folder of its own."""

    def __init__(self, top, name):
        self.folder = top / name
        self.port = free_port()
        self.log = top / f"{name}.log"
        self.bin = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))[-1]

    def run(self, program, *words):
        command = [str(self.bin / program), *map(str, words)]
        if os.geteuid() == 0:  # the server refuses to run as root
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, cwd=self.folder.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def configure(self, **settings):
        with (self.folder / "postgresql.conf").open("a") as conf:
            for name, value in {"port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": self.folder.parent,
                                **settings}.items():
                conf.write(f"{name} = '{value}'\n")

    def control(self, *words):
        self.run("pg_ctl", "-D", self.folder, "-w", "-t", "60", "-l", self.log, *words)

    def stop(self):
        with contextlib.suppress(subprocess.CalledProcessError):
            self.control("-m", "immediate", "stop")

    def query(self, text):
        address = f"postgres://burin@127.0.0.1:{self.port}/postgres"
        return subprocess.run(["psql", "-qAt", "-d", address, "-c", text], check=True, capture_output=True, text=True).stdout.strip()


def start_primary(top):
    primary = Cluster(top, "primary")
    primary.run("initdb", "-D", primary.folder, "-U", "burin", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    primary.configure(synchronous_standby_names="*", max_wal_senders=8, synchronous_commit="local")
    primary.control("start")
    return primary


def start_standby(top, primary):
    standby = Cluster(top, "standby")
    standby.run("pg_basebackup", "-h", "127.0.0.1", "-p", primary.port, "-U", "burin", "-D", standby.folder, "-R", "-X", "stream",
                "-c", "fast")
    standby.configure(synchronous_standby_names="", synchronous_commit="on")
    standby.control("start")
    assert wait_for(lambda: primary.query("SELECT sync_state FROM pg_stat_replication") == "sync", 30)
    primary.query("ALTER SYSTEM SET synchronous_commit = 'on'")
    primary.query("SELECT pg_reload_conf()")
    return standby


def promoted_once():
    if not shutil.which("pg_ctl") and not list(pathlib.Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")):
        return None
    top = pathlib.Path(tempfile.mkdtemp(prefix="burin-standby-"))
    if os.geteuid() == 0:
        os.chown(top, pwd.getpwnam("postgres").pw_uid, -1)
    clusters = []
    try:
        primary = start_primary(top)
        clusters.append(primary)
        standby = start_standby(top, primary)
        clusters.append(standby)
        hosts = f"127.0.0.1:{primary.port},127.0.0.1:{standby.port}"
        address = f"postgres://burin@{hosts}/postgres?target_session_attrs=read-write"
        with served(address) as server:
            ledger = failures.Ledger([server], server.token("owner"))
            with ledger.loaded():
                time.sleep(1)
                primary.stop()
                before, began = len(ledger.acknowledged), time.monotonic()
                standby.control("promote")
                assert wait_for(lambda: failures.is_ready(server) and len(ledger.acknowledged) > before + 10, 60)
                recovery = time.monotonic() - began
            ledger.check()
            check_laws(address)
        assert recovery < RECOVERY_SECONDS, f"normal again after {recovery:.1f} s"
        return len(ledger.acknowledged), recovery
    finally:
        for cluster in clusters:
            cluster.stop()
        shutil.rmtree(top, ignore_errors=True)


def promoted_under_load(times):
    rounds = [promoted_once() for _ in range(times)]
    if None in rounds:
        return None
    return {"promotions": times, "acknowledged": sum(count for count, _ in rounds), "lost": 0, "half done": 0,
            "slowest recovery s": round(max(recovery for _, recovery in rounds), 2)}
