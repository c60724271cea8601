"""A served desk whose disk fails under the database file alone: reads, writes or syncs end with EIO (failing_disk.c)."""
import contextlib
import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time

from desk_server import Client, served, wait_for
from failures import Ledger, check_doctor, check_laws, order_document

HERE = pathlib.Path(__file__).resolve().parent


class Disk:
    def __init__(self, folder):
        self.folder = folder

    @contextlib.contextmanager
    def failing(self, what):
        """what: 'read', 'write' or 'sync'."""
        control = self.folder / what
        control.touch()
        try:
            yield
        finally:
            control.unlink()


@contextlib.contextmanager
def served_on_disk():
    """(server, disk)"""
    with tempfile.TemporaryDirectory(prefix="burin-disk-") as top:
        library = pathlib.Path(top) / "failing_disk.so"
        subprocess.run([os.environ.get("CC", "cc"), "-std=c17", "-Wall", "-Werror", "-shared", "-fPIC", str(HERE / "failing_disk.c"),
                        "-o", str(library)], check=True)
        # A program with AddressSanitizer wants its library to come first; ours stands in for nothing that it needs.
        sanitizer = ":".join(filter(None, [os.environ.get("ASAN_OPTIONS"), "verify_asan_link_order=0"]))
        prefix = ["env", f"LD_PRELOAD={library}", f"FAILING_DISK={top}", f"ASAN_OPTIONS={sanitizer}"]
        with served(prefix=prefix) as server:
            yield server, Disk(pathlib.Path(top))


def told(server):
    """What the log says of the database."""
    lines = [json.loads(line) for line in server.errors() if line.startswith("{")]
    return [line["message"] for line in lines if line["event"] == "database"]


def handed_over(server):
    """Requests that event threads did not wait for, but gave to the work pool."""
    text = server.raw("GET", "/metrics", port=server.ops).body.decode()
    return int(re.search(r"^burin_http_handed_over_total (\d+)$", text, re.M).group(1))


def disk_fails(what, seconds=2):
    """what: 'read' or 'write'. Refusals are 503 and nothing else, and all is as before once the disk works again."""
    with served_on_disk() as (server, disk):
        client = Client(server, server.token("owner"))
        ledger = Ledger([server], client.token)
        for _ in range(3):
            assert ledger.case(server)
        reads = {}
        with disk.failing(what):
            end = time.monotonic() + seconds
            while time.monotonic() < end or not ledger.refused:
                ledger.case(server)
                answer = client.get("/v1/orders/L1")
                assert answer.status != 503 or answer.headers["Retry-After"], "when to come back is not said"
                reads[answer.status] = reads.get(answer.status, 0) + 1
                assert server.raw("GET", "/livez", port=server.ops).status == 200
                assert time.monotonic() < end + 60, "nothing failed"
                time.sleep(0.05)  # more would meet the limit of requests by one address
        began = time.monotonic()
        assert wait_for(lambda: ledger.case(server), 30), ledger.refused
        recovered = time.monotonic() - began
        assert set(ledger.refused) == {503}, ledger.refused
        assert set(reads) <= {200, 503}, reads
        assert (503 in reads) == (what == "read"), reads
        assert (handed_over(server) > 0) == (what == "read")
        assert ledger.slowest < 20, f"an answer took {ledger.slowest:.1f} s"
        ledger.check()
        found = [line for line in told(server) if line.startswith("the disk cannot be read or written just now: ")]
        assert len(found) == 1 and "Input/output error" in found[0], told(server)
        check_doctor(server.folder)
        server.stop()
        check_laws(server.folder)
        return {"acknowledged": len(ledger.acknowledged), "refused": dict(ledger.refused), "reads": reads, "lost": 0,
                "recovery s": round(recovered, 2)}


def sync_fails():
    """The process ends and says why, and nobody was told that the write succeeded."""
    with served_on_disk() as (server, disk):
        ledger = Ledger([server], server.token("owner"))
        for _ in range(3):
            assert ledger.case(server)
        with disk.failing("sync"):
            before = len(ledger.acknowledged)
            ledger.note("order", "LOST", server, "PUT", "/v1/orders/LOST", order_document("LOST"))
            assert len(ledger.acknowledged) == before, "a write whose sync failed was acknowledged"
            assert server.process.wait(30) == -signal.SIGABRT
        server.process = None
        server.log.close()
        found = [line for line in told(server) if line.startswith("a sync of the database file failed: ")]
        assert len(found) == 1 and "Input/output error" in found[0], server.errors()
        server.start()
        ledger.check()
        assert ledger.case(server)
        check_doctor(server.folder)
        server.stop()
        check_laws(server.folder)
        return {"acknowledged": len(ledger.acknowledged), "lost": 0}
