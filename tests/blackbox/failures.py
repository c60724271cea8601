"""What can go wrong around a served desk, made to happen: kill -9, a full disk, a database that is away, a second node, bad clients.

Each scenario asserts what must hold and returns what it measured, as a dict; tests/blackbox/test_failures.py runs them short,
tests/soak/run.py long."""
import concurrent.futures
import contextlib
import http.client
import json
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

from desk_laws import check_laws
from desk_server import BURIN, Client, Server, make_store, served, wait_for

ROOT = pathlib.Path(__file__).resolve().parents[2]
POSTGRES = os.environ.get("BURIN_TEST_POSTGRES")
SANITIZED = b"__asan_init" in pathlib.Path(shutil.which(BURIN) or BURIN).read_bytes()
READY_SECONDS = 10 if SANITIZED else 2
LOADERS = 6
CALLS = "trace=fsync,fdatasync,pwrite64,write,writev,sendto,sendmsg,read,recvfrom"


def fresh_schema(name):
    psql = ["psql", "-q", "-d", POSTGRES, "-c", f"DROP SCHEMA IF EXISTS {name} CASCADE", "-c", f"CREATE SCHEMA {name}"]
    subprocess.run(psql, check=True, capture_output=True)
    return f"{POSTGRES}{'&' if '?' in POSTGRES else '?'}options=-csearch_path%3D{name}"


def check_doctor(folder):
    run = subprocess.run([BURIN, "doctor", str(folder)], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def is_ready(server):
    try:
        return server.raw("GET", "/readyz", port=server.ops).status == 200
    except OSError:
        return False


def start_timed(server):
    began = time.monotonic()
    server.start()
    assert wait_for(lambda: is_ready(server), 30)
    return time.monotonic() - began


# ---- a ledger of what was acknowledged ----


def order_document(number):
    return {"number": number, "placed_at": "2026-03-02T14:30:00Z", "currency": "USD", "total": "89.00",
            "customer": {"name": "Maya Lin", "email": f"m{number}@example.com", "locale": "en-US"},
            "items": [{"sku": "NECK-ENG-S", "title": "Engraved bar necklace", "personalization": {"engraving": "Forever"}}],
            "shipping": {"carrier": "USPS", "country": "US"}}


def inquiry_document(number, text=None):
    return {"id": f"m-{number}", "at": "2026-03-02T16:00:00Z", "channel": "email", "from": f"m{number}@example.com",
            "text": text or f'Please change the engraving on order {number} to "Always".'}


class Ledger:
    """Writes of several clients; after a failure everything acknowledged is looked for, and what was not is whole or absent."""

    def __init__(self, servers, token):
        self.servers = servers
        self.token = token
        self.lock = threading.Lock()
        self.acknowledged, self.unsure, self.refused = [], [], {}
        self.count = self.checked = 0
        self.stopping = threading.Event()
        self.slowest = 0

    def call(self, server, method, target, body, key=None):
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        began = time.monotonic()
        answer = server.raw(method, target, json.dumps(body), headers)
        self.slowest = max(self.slowest, time.monotonic() - began)
        return answer

    def note(self, kind, what, server, method, target, body, key=None, told=None):
        """The answer where it was acknowledged, else None; `told` gives what it promises besides."""
        try:
            answer = self.call(server, method, target, body, key)
        except (OSError, http.client.HTTPException):
            answer = None
        with self.lock:
            if answer and answer.status < 300:
                self.acknowledged.append((kind, (what, *told(answer.json)) if told else what))
                return answer
            self.unsure.append((kind, what))
            status = answer.status if answer else "lost"
            self.refused[status] = self.refused.get(status, 0) + 1
        return None

    def case(self, server):
        """One order with its message, its reply, and a hold under a key."""
        with self.lock:
            self.count += 1
            number = f"L{self.count}"
        if not self.note("order", number, server, "PUT", f"/v1/orders/{number}", order_document(number)):
            return False
        self.note("hold", number, server, "POST", f"/v1/orders/{number}/hold", {"reason": f"k-{number}"}, f"hold-{number}")
        taken = self.note("inquiry", number, server, "POST", "/v1/inquiries", inquiry_document(number),
                          told=lambda answer: (answer["ticket"]["id"], answer["draft"]["id"]))
        if taken:
            self.note("reply", (number, taken.json["ticket"]["id"]), server, "POST",
                      f"/v1/drafts/{taken.json['draft']['id']}/send", {}, f"send-{number}")
        return True

    def load(self, seed):
        choice = random.Random(seed)
        while not self.stopping.is_set():
            if not self.case(choice.choice(self.servers)):
                time.sleep(0.25)

    @contextlib.contextmanager
    def loaded(self, loaders=LOADERS):
        self.stopping.clear()
        with concurrent.futures.ThreadPoolExecutor(loaders) as pool:
            futures = [pool.submit(self.load, seed) for seed in range(loaders)]
            try:
                yield
            finally:
                self.stopping.set()
        for future in futures:
            future.result()

    def get(self, target):
        """What is there; one address and one token may ask only so often."""
        answer = wait_for(lambda: self.get_now(target))
        assert answer, f"{target}: no answer but 429"
        return answer

    def get_now(self, target):
        answer = self.servers[0].raw("GET", target, headers={"Authorization": f"Bearer {self.token}"})
        assert answer.status in (200, 404, 429), f"{target}: {answer.status}"
        return answer if answer.status != 429 else None

    def find(self, kind, what):
        """How often an effect is there."""
        if kind == "order":
            return int(self.get(f"/v1/orders/{what}").status == 200)
        if kind == "hold":
            order = self.get(f"/v1/orders/{what}")
            return sum(hold["reason"] == f"k-{what}" for hold in order.json.get("holds", [])) if order.status == 200 else 0
        if kind == "inquiry":
            return self.find_inquiry(*(what if isinstance(what, tuple) else (what,)))
        letters = self.get(f"/v1/tickets/{what[1]}/letters").json["data"]
        return sum(letter["kind"] == "reply" for letter in letters)

    def find_inquiry(self, number, ticket=None, draft=None):
        """How often: its ticket, with the message, a draft and the change that was asked for, or nothing of it."""
        order = self.get(f"/v1/orders/{number}")
        if order.status != 200:
            return 0
        changes = self.get(f"/v1/changes?order={number}").json["data"]
        tickets = [one["id"] for one in self.get(f"/v1/tickets?order={order.json['life']['id']}").json["data"]]
        assert len(changes) == len(tickets), f"inquiry {number}: {len(changes)} changes, {len(tickets)} tickets"
        assert not ticket or ticket in tickets, f"inquiry {number}: ticket {ticket} was acknowledged, and is not there"
        for one in tickets:
            whole = self.get(f"/v1/tickets/{one}").json
            texts = [message["text"] for message in whole["messages"] if message["author"] == "customer"]
            assert texts == [inquiry_document(number)["text"]], f"inquiry {number}: {len(texts)} messages in its ticket"
            drafts = [known["id"] for known in whole["drafts"]]
            assert drafts and draft in (None, *drafts), f"inquiry {number}: its draft is not there"
        return len(tickets)

    def check(self):
        """Looks for everything that is new since the last check."""
        new = self.acknowledged[self.checked:]
        self.checked = len(self.acknowledged)
        for kind, what in new:
            found = self.find(kind, what)
            assert found == 1, f"{kind} {what} was acknowledged, and is there {found} times"
        for kind, what in self.unsure:
            assert self.find(kind, what) in (0, 1), f"{kind} {what} is there twice"
        self.unsure.clear()


# ---- kill -9 ----


KILLS_A_STORE = 25  # the laws are held against all of it after every kill: a store that grows on would take longer each time


def killed_under_load(kills, fresh_database=lambda: None, seed=1, delivers=True):
    """`fresh_database` gives an address for each store, or None: SQLite; `delivers`: also waits for the letters whose lease was
    lost with the process, on PostgreSQL a minute."""
    choice = random.Random(seed)
    slowest_start = acknowledged = 0
    for begun in range(0, kills, KILLS_A_STORE):
        database = fresh_database()
        with served(database) as server:
            ledger = Ledger([server], server.token("owner"))
            for _ in range(min(KILLS_A_STORE, kills - begun)):
                slowest_start = max(slowest_start, killed_once(server, ledger, choice, database))
            assert not delivers or wait_for(lambda: delivered(server, ledger.token), 150), "letters are left in the outbox"
            check_doctor(server.folder)
            server.stop()
            check_laws(database or server.folder, at_rest=delivers)
            acknowledged += len(ledger.acknowledged)
    assert slowest_start < READY_SECONDS, f"it took {slowest_start:.2f} s to be ready"
    assert acknowledged > 2 * kills
    return {"kills": kills, "acknowledged": acknowledged, "lost": 0, "half done": 0, "slowest start s": round(slowest_start, 2)}


def killed_once(server, ledger, choice, database):
    """How long it took to be ready again."""
    with ledger.loaded():
        time.sleep(choice.uniform(0.05, 0.6))
        server.kill()
    check_laws(database or server.folder)
    seconds = start_timed(server)
    ledger.check()
    return seconds


def delivered(server, token):
    """Whether no letter waits: due, within the seconds in which it may be taken back, or in somebody's hands."""
    headers = {"Authorization": f"Bearer {token}"}
    return not any(server.raw("GET", f"/v1/letters?state={state}&limit=1", headers=headers).json["data"] for state in ("queued", "leased"))


# ---- the sync comes before the answer ----


def synced_before_answer():
    if not shutil.which("strace"):
        return None
    with served() as server, tempfile.TemporaryDirectory() as top:
        client = Client(server, server.token("owner"))
        client.put("/v1/orders/S0", order_document("S0"))
        trace = pathlib.Path(top) / "trace"
        tracer = subprocess.Popen(["strace", "-f", "-y", "-s", "64", "-e", CALLS, "-o", str(trace), "-p", str(server.process.pid)], stderr=subprocess.PIPE, text=True)
        first = tracer.stderr.readline()
        if "attached" not in first:
            tracer.kill()
            tracer.wait()
            return None
        for i in range(1, 11):
            time.sleep(0.3)  # until the loops have done what followed from the one before
            assert client.put(f"/v1/orders/S{i}", order_document(f"S{i}")).status == 201
        tracer.send_signal(signal.SIGINT)
        tracer.wait(30)
        answers = answers_after_syncs(trace.read_text(errors="replace"))
        assert answers == 10, f"{answers} of 10 answers were seen"
        return {"answers": answers, "synced before": answers}


def answers_after_syncs(trace):
    """Walks the calls of all threads: request in, written to the log, log synced, answer out."""
    step, syncing, answers = "", set(), 0
    for line in trace.splitlines():
        thread = line.split()[0]
        syncs = re.search(r"f(data)?sync\(\d+<[^>]*burin\.db-wal>", line)
        if "PUT /v1/orders/S" in line:
            step = "asked"
        elif "burin.db-wal>" in line and "write" in line and step == "asked":
            step = "written"
        elif syncs and "unfinished" in line:
            syncing.add(thread)
        elif step == "written" and (syncs or ("sync resumed" in line and thread in syncing)) and "= 0" in line:
            step = "synced"
        elif "HTTP/1.1 201" in line:
            assert step == "synced", f"an answer went out when the write-ahead log was only {step}"
            step, answers = "", answers + 1
    return answers


# ---- a full disk ----


def disk_full(delivers=True):
    """On a small file system of its own; None where none may be mounted. `delivers` as above."""
    top = pathlib.Path(tempfile.mkdtemp(prefix="burin-full-"))
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(top)], capture_output=True).returncode == 0
    if not mounted:
        top.rmdir()
        return None
    server = None
    try:
        with tempfile.TemporaryDirectory() as logs:
            make_store(top / "store")
            server = Server(top / "store", pathlib.Path(logs) / "log").start()
            ledger = Ledger([server], server.token("owner"))
            assert ledger.case(server)
            (top / "ballast").write_bytes(bytes(max(0, free_bytes(top) - 1024 * 1024)))
            began = time.monotonic()
            while sum(ledger.refused.values()) < 10 and time.monotonic() - began < 120:
                ledger.case(server)
            statuses = dict(ledger.refused)
            assert statuses and set(statuses) <= {507, 503}, statuses
            assert ledger.get("/v1/orders/L1").status == 200, "it does not answer reads while the disk is full"
            (top / "ballast").unlink()
            began = time.monotonic()
            assert wait_for(lambda: ledger.case(server), 10), ledger.refused
            recovered = time.monotonic() - began
            ledger.check()
            assert not delivers or wait_for(lambda: delivered(server, ledger.token), 150), "letters are left in the outbox"
            check_doctor(server.folder)
            server.stop()
            check_laws(server.folder, at_rest=delivers)
            return {"acknowledged": len(ledger.acknowledged), "refused": statuses, "lost": 0, "recovery s": round(recovered, 2)}
    finally:
        if server and server.process:
            server.kill()
        subprocess.run(["umount", "-l", str(top)], check=False)
        top.rmdir()


def free_bytes(folder):
    about = os.statvfs(folder)
    return about.f_bavail * about.f_frsize


# ---- a database that is away ----


class Network:
    """Forwards a port of the loopback interface, until it is told to swallow everything."""

    def __init__(self, target):
        self.target = target
        self.open = threading.Event()
        self.open.set()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                client.close()
                continue
            for a, b in ((client, server), (server, client)):
                threading.Thread(target=self.pump, args=(a, b), daemon=True).start()

    def pump(self, source, sink):
        with contextlib.suppress(OSError):
            while True:
                chunk = source.recv(65536)
                if not chunk:
                    break
                self.open.wait()
                sink.sendall(chunk)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self):
        self.open.set()
        self.listener.close()


def postgres_processes():
    lead = int((pathlib.Path(os.environ["BURIN_TEST_POSTGRES_DATA"]) / "postmaster.pid").read_text().split()[0])
    found = [lead]
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rsplit(")", 1)[1].split()
            if int(fields[1]) == lead:
                found.append(int(stat.parent.name))
    return found


def signal_all(processes, number):
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, number)


@contextlib.contextmanager
def stopped():
    control = os.environ["BURIN_TEST_POSTGRES_CTL"]
    subprocess.run([control, "-m", "immediate", "stop"], check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run([control, "start"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextlib.contextmanager
def frozen():
    processes = postgres_processes()
    signal_all(processes, signal.SIGSTOP)
    try:
        yield
    finally:
        signal_all(processes, signal.SIGCONT)


@contextlib.contextmanager
def swallowed(network):
    network.open.clear()
    try:
        yield
    finally:
        network.open.set()


def database_away(how, seconds):
    """how: 'stopped', 'frozen' or 'swallowed'."""
    port = int(re.search(r":(\d+)/", POSTGRES).group(1))
    network = Network(port)
    address = fresh_schema("test_away").replace(f":{port}/", f":{network.port}/")
    away = {"stopped": stopped, "frozen": frozen, "swallowed": lambda: swallowed(network)}[how]
    try:
        with served(address) as server:
            ledger = Ledger([server], server.token("owner"))
            with ledger.loaded():
                time.sleep(0.5)
                with away():
                    began = time.monotonic()
                    assert wait_for(lambda: not is_ready(server), 20), "/readyz says 200 though the database is away"
                    noticed = time.monotonic() - began
                    time.sleep(max(0, seconds - noticed))
                    assert server.raw("GET", "/livez", port=server.ops).status == 200
                    assert server.process.poll() is None
                began = time.monotonic()
                before = len(ledger.acknowledged)
                assert wait_for(lambda: is_ready(server) and len(ledger.acknowledged) > before, 30)
                normal = time.monotonic() - began
            assert normal < 10, f"normal again after {normal:.1f} s"
            assert set(ledger.refused) <= {503, "lost"}, ledger.refused
            ledger.check()
            return {"seconds": seconds, "noticed s": round(noticed, 2), "normal again s": round(normal, 2),
                    "acknowledged": len(ledger.acknowledged), "refused": dict(ledger.refused), "lost": 0,
                    "slowest answer s": round(ledger.slowest, 2)}
    finally:
        network.close()


# ---- several nodes ----


@contextlib.contextmanager
def several_nodes(count, address):
    top = pathlib.Path(tempfile.mkdtemp(prefix="burin-nodes-"))
    nodes = []
    try:
        for number in range(count):
            make_store(top / f"node-{number}", address)
            nodes.append(Server(top / f"node-{number}", top / f"log-{number}").start())
        yield nodes
    finally:
        for node in nodes:
            if node.process:
                node.stop()
        shutil.rmtree(top, ignore_errors=True)


def race(nodes, token, target, body=None, key=None, callers=8):
    """The same request from many, to all nodes at once: the answers."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    if key:
        headers["Idempotency-Key"] = key
    gate = threading.Barrier(callers)

    def call(i):
        gate.wait()
        return nodes[i % len(nodes)].raw("POST", target, json.dumps(body or {}), headers)

    with concurrent.futures.ThreadPoolExecutor(callers) as pool:
        return list(pool.map(call, range(callers)))


def only_one_wins(answers, what):
    won = [answer.status for answer in answers if answer.status < 300]
    assert len(won) == 1, f"{what}: {[answer.status for answer in answers]}"
    assert all(answer.status in (409, 412, 503) for answer in answers if answer.status >= 300), [a.status for a in answers]


RACES = 7  # a round: a message, its draft, confirming and applying the change, a hold under a key, a choice, an approval


def races_between_nodes(rounds, count=2):
    address = fresh_schema("test_nodes")
    with several_nodes(count, address) as nodes:
        token = nodes[0].token("owner")
        clients = [Client(node, token) for node in nodes]
        for i in range(rounds):
            number = f"R{i}"
            assert clients[0].put(f"/v1/orders/{number}", order_document(number)).status == 201
            answers = race(nodes, token, "/v1/inquiries", inquiry_document(number))
            assert sorted(answer.status for answer in answers)[-1] == 201, [answer.status for answer in answers]
            assert len({answer.json["ticket"]["id"] for answer in answers}) == 1
            assert sum(answer.status == 201 for answer in answers) == 1
            only_one_wins(race(nodes, token, f"/v1/drafts/{answers[0].json['draft']['id']}/send"), "sending a draft")
            change = clients[1].get(f"/v1/changes?order={number}").json["data"][0]["id"]
            only_one_wins(race(nodes, token, f"/v1/changes/{change}/confirm"), "confirming a change")
            only_one_wins(race(nodes, token, f"/v1/changes/{change}/apply"), "applying a change")
            assert len(clients[0].get(f"/v1/orders/{number}/specs").json["data"]) == 2
            answers = race(nodes, token, f"/v1/orders/{number}/hold", {"reason": "race"}, f"hold-{number}")
            assert all(answer.status in (200, 201, 409, 503) for answer in answers), [answer.status for answer in answers]
            holds = [h for h in clients[1].get(f"/v1/orders/{number}").json["holds"] if h["reason"] == "race"]
            assert len(holds) == 1, f"one key, {len(holds)} holds"
            claim = clients[0].post("/v1/claims", {"order": number, "item": 0, "concern": "damaged"}).json["id"]
            clients[0].post(f"/v1/claims/{claim}/offer", {"remedies": [{"kind": "remake"}]})
            only_one_wins(race(nodes, token, f"/v1/claims/{claim}/choose", {"remedy": "remake"}), "choosing a remedy")
            approvals = clients[1].get(f"/v1/approvals?order={number}").json["data"]
            assert len(approvals) == 1
            only_one_wins(race(nodes, token, f"/v1/approvals/{approvals[0]['id']}/approve"), "approving")
            assert clients[1].get(f"/v1/orders/{number}-R1").status == 200
            assert clients[1].get(f"/v1/orders/{number}-R2").status == 404
        assert wait_for(lambda: delivered(nodes[0], token), 60)
        names, doubled = letters_of(nodes)
        assert not doubled, f"{len(doubled)} letters went out by two nodes"
        check_laws(address)
        return {"nodes": count, "rounds": rounds, "races": RACES * rounds, "double winners": 0, "letters": len(names), "doubled": 0}


def letters_of(nodes):
    """The letters in the Maildirs of the nodes, one each, and those that lie in more than one."""
    names = [path.name for node in nodes for path in (node.folder / "mail" / "new").iterdir()]
    return set(names), {name for name in names if names.count(name) > 1}


def node_killed_under_load(kills, count=2, seed=1, delivers=True):
    choice = random.Random(seed)
    address = fresh_schema("test_nodes")
    with several_nodes(count, address) as nodes:
        ledger = Ledger(nodes, nodes[0].token("owner"))
        for turn in range(kills):
            victim = nodes[turn % count]
            with ledger.loaded():
                time.sleep(choice.uniform(0.1, 0.6))
                victim.kill()
                time.sleep(0.2)
            check_laws(address)
            victim.start()
            ledger.check()
        assert not delivers or wait_for(lambda: delivered(nodes[0], ledger.token), 150), "letters are left in the outbox"
        check_laws(address, at_rest=delivers)
        names, doubled = letters_of(nodes)
        # Killed between the Maildir and the database, a node has handed a letter over that another one, with a Maildir of its own,
        # hands over again when the lease has run out. Nothing else may go out twice.
        again = [ledger.get(f"/v1/letters/{name}").json for name in doubled]
        assert all(letter["attempts"] > 1 for letter in again), "a letter went out by two nodes, though no lease had run out"
        assert len(doubled) <= kills, f"{len(doubled)} letters went out twice"
        return {"nodes": count, "kills": kills, "acknowledged": len(ledger.acknowledged), "lost": 0, "half done": 0, "letters": len(names), "forgotten": 0,
                "handed over again": len(doubled)}


# ---- edits of the shop ----


def edited_under_load(seconds, database=None):
    """The policy changes to and fro while orders and messages come in: nothing is lost, and each edit is in force."""
    with served(database) as server:
        ledger = Ledger([server], server.token("owner"))
        client = Client(server, ledger.token)
        text = client.get("/v1/shop/files/policy.md").json["text"]
        edits, end = 0, time.monotonic() + seconds
        with ledger.loaded(4):
            while time.monotonic() < end:
                edits += 1
                wanted = text.replace("change_window_hours: 24\n", f"change_window_hours: {24 + edits % 2 * 24}\n")
                assert ledger.call(server, "PUT", "/v1/shop/files/policy.md", {"text": wanted}).status == 200
                time.sleep(0.2)
        ledger.check()
        assert client.get("/v1/shop/files/policy.md").json["text"] == wanted
        assert not ledger.refused, ledger.refused
        return {"edits": edits, "acknowledged": len(ledger.acknowledged), "lost": 0}


# ---- bad clients ----


def answer_times(server, token, count, peer=1):
    """Sorted, in seconds; `peer` is who asks: one address may ask 500 times a second and 2,000 times at once."""
    headers = {"Authorization": f"Bearer {token}"}
    times = []
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30, source_address=(f"127.0.3.{peer}", 0))
    for _ in range(count):
        began = time.monotonic()
        connection.request("GET", "/v1/orders/P1", headers=headers)
        response = connection.getresponse()
        response.read()
        times.append(time.monotonic() - began)
        assert response.status == 200
    connection.close()
    return sorted(times)


SLOW = """
import contextlib, socket, sys, time
slow = [socket.create_connection(("127.0.0.1", int(sys.argv[1])), source_address=(f"127.0.1.{1 + i % 250}", 0))
        for i in range(int(sys.argv[2]))]  # from many addresses, as each may hold only so many connections
for one in slow:
    one.sendall(b"POST /v1/inquiries HTTP/1.1\\r\\nHost: x\\r\\n")
print("slow", flush=True)
while True:
    for one in slow:  # each a line every two seconds
        time.sleep(2 / len(slow))
        with contextlib.suppress(OSError):
            one.sendall(b"X-Slow: 1\\r\\n")
"""


# Below this a 99th percentile says more about the sanitizer and its neighbours on two cores than about the desk.
QUIET_SECONDS = 0.002 if SANITIZED else 0


def p99(times):
    return times[int(len(times) * 0.99)]


def slow_clients(count, requests, rounds=7):
    """Many who send a header line now and then and never come to an end, beside one who works. Alone and beside them in turn, so that
    both see the same machine; each pair is compared, and the median pair counts."""
    with served() as server:
        token = server.token("owner")
        Client(server, token).put("/v1/orders/P1", order_document("P1"))
        answer_times(server, token, requests)
        alone, beside = [], []
        for peer in range(2, rounds + 2):
            alone.append(p99(answer_times(server, token, requests, peer)))
            slow = subprocess.Popen([sys.executable, "-c", SLOW, str(server.port), str(count)], stdout=subprocess.PIPE)
            try:
                assert slow.stdout.readline() == b"slow\n"
                beside.append(p99(answer_times(server, token, requests, peer)))
            finally:
                slow.kill()
                slow.wait()
        ratio = statistics.median(b / max(a, QUIET_SECONDS) for a, b in zip(alone, beside))
        told = [round(statistics.median(series) * 1000, 2) for series in (alone, beside)]
        assert ratio < 2, f"p99 {told[0]} ms alone, {told[1]} ms beside {count} slow clients, the median of the pairs {ratio:.2f}"
        return {"slow clients": count, "p99 alone ms": told[0], "p99 beside them ms": told[1], "median of the pairs": round(ratio, 2)}


IDLE = """
import resource, socket, sys
port, count, freed = map(int, sys.argv[1:])
resource.setrlimit(resource.RLIMIT_NOFILE, (count + 100, max(count + 100, resource.getrlimit(resource.RLIMIT_NOFILE)[1])))
held = []
for i in range(count):  # from many addresses, as each may hold only so many connections
    one = socket.create_connection(("127.0.0.1", port), timeout=60, source_address=(f"127.0.1.{1 + i % 250}", 0))
    one.sendall(b"GET /v1/orders/P1 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n")
    assert one.recv(65536).startswith(b"HTTP/1.1 401 ")
    held.append(one)
print("idle", flush=True)
sys.stdin.readline()
for one in held[:freed]:
    one.close()
print("some gone", flush=True)
sys.stdin.readline()
"""


def files_allowed():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    return sys.maxsize if os.geteuid() == 0 or hard == resource.RLIM_INFINITY else hard


def memory_kib(server):
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1))


def idle_connections(count, requests=300):
    """That many that have asked for something and hold on, with all that a desk may take; then beside one who works. None where so
    many files may not be opened."""
    if files_allowed() < count + 256:
        return None
    limit = ["prlimit", f"--nofile={count + 256}:{max(count + 256, resource.getrlimit(resource.RLIMIT_NOFILE)[1])}"]
    with served(prefix=limit) as server:
        token = server.token("owner")
        Client(server, token).put("/v1/orders/P1", order_document("P1"))
        alone, before = answer_times(server, token, requests), memory_kib(server)
        idle = subprocess.Popen([sys.executable, "-c", IDLE, str(server.port), str(count), str(count // 50)], stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, text=True)
        try:
            assert idle.stdout.readline() == "idle\n"
            held = int(re.search(r"\nburin_http_connections (\d+)", server.raw("GET", "/metrics", port=server.ops).body.decode()).group(1))
            memory = memory_kib(server)
            idle.stdin.write("\n")
            idle.stdin.flush()
            assert idle.stdout.readline() == "some gone\n"
            beside = answer_times(server, token, requests)
        finally:
            idle.kill()
            idle.wait()
        assert held >= count, f"{held} of {count} connections were held"
        assert SANITIZED or memory < 512 * 1024, f"{memory} KiB with {count} idle connections"
        told = [round(p99(times) * 1000, 2) for times in (alone, beside)]
        return {"idle connections": held, "memory MiB": round(memory / 1024, 1), "before MiB": round(before / 1024, 1),
                "p99 alone ms": told[0], "p99 beside them ms": told[1]}


def peak_kib(server):
    return int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{server.process.pid}/status").read_text()).group(1))


def giant_upload(size):
    """Told beforehand, and in chunks that do not say how many are to come."""
    with served() as server:
        token = server.token("owner")
        Client(server, token).put("/v1/orders/P1", order_document("P1"))
        before, result = peak_kib(server), {"bytes": size}
        for chunked in (False, True):
            head = (b"POST /v1/inquiries HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                    + token.encode() + b"\r\n")
            head += b"Transfer-Encoding: chunked\r\n\r\n" if chunked else f"Content-Length: {size}\r\n\r\n".encode()
            block = b"10000\r\n" + b" " * 65536 + b"\r\n" if chunked else b" " * 65536
            sent, answer = 0, b""
            with socket.create_connection(("127.0.0.1", server.port), timeout=30) as one:
                with contextlib.suppress(OSError):
                    one.sendall(head)
                    while sent < size and not answer:
                        one.sendall(block)
                        sent += 65536
                        one.setblocking(False)
                        with contextlib.suppress(BlockingIOError):
                            answer = one.recv(4096)
                        one.settimeout(30)
                with contextlib.suppress(OSError):
                    answer = answer or one.recv(4096)
            assert b" 413 " in answer.split(b"\r\n")[0], f"chunked {chunked}: {sent} sent, answer {answer[:200]}"
            result["chunked: read" if chunked else "announced: read"] = sent
        grown = peak_kib(server) - before
        assert grown < 64 * 1024, f"memory grew by {grown} KiB"
        assert is_ready(server)
        return {**result, "memory grew KiB": grown}
