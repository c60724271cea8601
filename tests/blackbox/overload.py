"""Far more clients than a served desk can hold, all posting inquiries: it sheds some at once, and serves the rest as well as before."""
import collections
import contextlib
import json
import resource
import selectors
import socket
import sqlite3
import time

from desk_laws import check_laws
from desk_server import Client, served
from failures import SANITIZED, check_doctor, files_allowed

PEAK_CLIENTS = 64
HELD = 64 + 384  # inquiries that the desk holds at most: one for each worker, and three quarters of its queue (src/cli/cmd_serve.c)
TOKENS = 8  # one token may ask two thousand times a second
QUEUE_AGE = 0.5  # seconds: behind somebody older nobody is let in, and who has waited twice as long is shed (src/http/workers.c)
ANSWERED_WITHIN = 2 * QUEUE_AGE + (3 if SANITIZED else 1)  # what is taken from the queue is yet to be done, beside 63 others
GOODPUT_LEAST = 0.9


class Caller:
    """One connection, from an address that it shares with a few others, as each may hold only so many."""

    def __init__(self, port, number, token):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60, source_address=(f"127.0.2.{1 + number % 250}", 0))
        self.token = token

    def ask(self, number):
        self.sender = f"o{number}@example.com"
        body = json.dumps({"id": f"o-{number}", "at": "2026-03-02T16:00:00Z", "channel": "email", "from": self.sender,
                           "text": "Hello, where is my order? It was promised for last week."})
        self.received, self.asked_at = b"", time.monotonic()
        self.socket.sendall(f"POST /v1/inquiries HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.token}\r\n"
                            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())

    def hear(self):
        """(status, its head) once the answer is whole."""
        chunk = self.socket.recv(65536)
        assert chunk, f"a connection was ended instead of answered: {self.received[:200]}"
        self.received += chunk
        head, whole, body = self.received.partition(b"\r\n\r\n")
        head = head.lower()
        if not whole or len(body) < int(head.split(b"content-length: ")[1].split(b"\r\n")[0]):
            return None
        return int(head[9:12]), head


class Crowd:
    """Callers that ask again whenever they are answered, with what they were answered."""

    def __init__(self, server, tokens, count, first):
        self.callers = [Caller(server.port, number, tokens[number % len(tokens)]) for number in range(count)]
        self.number = first  # of the next inquiry
        self.taken, self.in_time, self.shed, self.slowest, self.others = [], 0, 0, 0, collections.Counter()
        self.asking, self.resting = 0, collections.deque()

    def ask(self, caller):
        caller.ask(self.number)
        self.number += 1
        self.asking += 1

    def note(self, caller, status, head):
        self.asking -= 1
        if status == 201:
            self.taken.append(caller.sender)
            self.slowest = max(self.slowest, time.monotonic() - caller.asked_at)
        elif status == 503 and b"\r\nretry-after: " in head:
            self.shed += 1
        else:
            self.others[status] += 1

    def press(self, seconds, pause=0):
        """All at once, and until the time is over; who is shed asks again after a pause. Ends when everybody is answered."""
        end = time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            for caller in self.callers:
                selector.register(caller.socket, selectors.EVENT_READ, caller)
                self.ask(caller)
            while self.asking or (self.resting and time.monotonic() < end):
                for key, _ in selector.select(0.005):
                    self.hear(key.data, end, pause)
                while self.resting and self.resting[0][0] <= time.monotonic() < end:
                    self.ask(self.resting.popleft()[1])
                assert time.monotonic() < end + 60, f"{self.asking} are not answered"
        self.resting.clear()
        self.goodput = self.in_time / seconds

    def hear(self, caller, end, pause):
        answer = caller.hear()
        if not answer:
            return
        self.note(caller, *answer)
        now = time.monotonic()
        if now < end and answer[0] == 201:
            self.in_time += 1
            self.ask(caller)
        elif now < end:
            self.resting.append((now + pause, caller))

    def close(self):
        for caller in self.callers:
            caller.socket.close()


def pressed(server, tokens, count, first, seconds, pause=0):
    crowd = Crowd(server, tokens, count, first)
    try:
        crowd.press(seconds, pause)
    finally:
        crowd.close()
    return crowd


def check_taken(folder, senders):
    """Every inquiry that was taken is one message in the database of a desk that has stopped; those that were not, one or none."""
    with contextlib.closing(sqlite3.connect(folder / "burin.db")) as database:
        counts = dict(database.execute("SELECT from_address, COUNT(*) FROM message WHERE author = 'customer' GROUP BY from_address"))
    lost = [sender for sender in senders if sender not in counts]
    assert not lost, f"{len(lost)} of {len(senders)} inquiries were acknowledged, and are not there: {lost[:5]}"
    assert set(counts.values()) == {1}, "an inquiry is there twice"


def check_normal(server, token, number):
    """The desk takes what comes at once, without a pause."""
    client = Client(server, token)
    for i in range(20):
        began = time.monotonic()
        answer = client.post("/v1/inquiries", {"id": f"n-{number + i}", "at": "2026-03-02T16:00:00Z", "channel": "email",
                                               "from": f"n{number + i}@example.com", "text": "Where is my order?"})
        assert answer.status == 201, f"after the crowd has gone it answers {answer.status}"
        assert time.monotonic() - began < ANSWERED_WITHIN


def overloaded(seconds, count=1000, compares=True):
    """`compares`: also holds the goodput against that of a desk with as much to do as it can, the mean of before and after: the books
    grow, and the machine is not the same from minute to minute. None where so many files may not be opened."""
    if files_allowed() < 2 * count:
        return None
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(2 * count, hard)), hard))
    with served() as server:
        tokens = [server.token("owner") for _ in range(TOKENS)]
        before = pressed(server, tokens, PEAK_CLIENTS, 0, max(2, seconds / 4))
        # Those whom the desk cannot hold come back so often that as many are shed as are taken: twice what it can do.
        crowd = pressed(server, tokens, count, before.number, seconds, (count - HELD) / before.goodput)
        check_normal(server, tokens[0], 0)
        after = pressed(server, tokens, PEAK_CLIENTS, crowd.number, max(2, seconds / 4))
        check_doctor(server.folder)
        server.stop()
        taken = before.taken + crowd.taken + after.taken
        check_taken(server.folder, taken)
        check_laws(server.folder)
    assert crowd.shed > 0 and not crowd.others, f"{crowd.shed} were told to come again later, and {dict(crowd.others)}"
    assert crowd.slowest < ANSWERED_WITHIN, f"{crowd.slowest:.2f} s for one that was taken"
    assert all(peak.taken and not peak.shed and not peak.others for peak in (before, after)), "64 clients are too many"
    peak = (before.goodput + after.goodput) / 2
    ratio = crowd.goodput / peak
    assert not compares or ratio >= GOODPUT_LEAST, f"{crowd.goodput:.0f}/s, {before.goodput:.0f}/s and {after.goodput:.0f}/s with {PEAK_CLIENTS} clients"
    return {"clients": count, "seconds": seconds, "acknowledged": len(taken), "lost": 0, "half done": 0,
            "shed": crowd.shed, "taken/s": round(crowd.goodput), f"taken/s with {PEAK_CLIENTS}": round(peak),
            "ratio": round(ratio, 2), "slowest taken s": round(crowd.slowest, 2)}
