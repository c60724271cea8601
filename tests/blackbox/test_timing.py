"""Whether time tells a stranger what words do not: who has an account, which order has which address, which link was once good.

Two cases are asked for in turn, in random order within each pair and each from an address of its own, so that no limit is met and whatever
else the machine does falls on both alike. They count as told apart only where two things hold: a rank test (Mann-Whitney) is sure of it
far beyond chance, and the medians are apart by more than noise. What was measured is printed (pytest -s)."""
import http.client
import itertools
import json
import random
import statistics
import time

import pytest

from desk_server import person
from desk_store import address, order, path_of, served_on
from portal import Visitor, links, wait_for

SURE = 5.0              # standard deviations of the rank sum: chance gives more than that once in two million times
APART = 0.1, 0.0003     # of the median, and seconds
SOURCES = (f"127.{a}.{b}.{c}" for a, b, c in itertools.product(range(1, 255), range(256), range(1, 255)))


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def server(request):
    with served_on(request.param, "test_timing") as running:
        yield running


def seconds(server, target, document, status):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60, source_address=(next(SOURCES), 0))
    try:
        connection.connect()
        body = json.dumps(document)
        began = time.perf_counter()
        connection.request("POST", target, body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        took = time.perf_counter() - began
    finally:
        connection.close()
    assert answer.status == status, answer.status
    return took


def rank_test(one, other):
    """How many standard deviations the rank sum of `one` is from what it is where both are the same."""
    ranked = sorted([(each, 0) for each in one] + [(each, 1) for each in other])
    ranks = sum(rank for rank, (_, which) in enumerate(ranked, 1) if which == 0)
    n, m = len(one), len(other)
    return (ranks - n * (n + m + 1) / 2) / (n * m * (n + m + 1) / 12) ** 0.5


def told_apart(name, count, one, other, capsys):
    took = [], []
    for at in range(count + 5):
        for which in random.sample((0, 1), 2):
            passed = (one, other)[which](at)
            if at >= 5:  # the first ones warm up
                took[which].append(passed)
    medians = [statistics.median(each) for each in took]
    sure, gap = rank_test(*took), abs(medians[0] - medians[1])
    with capsys.disabled():
        print(f"\n{name}: medians {medians[0] * 1000:.3f} and {medians[1] * 1000:.3f} ms of {count} each, rank test {sure:+.1f} σ")
    return abs(sure) > SURE and gap > max(APART[0] * min(medians), APART[1])


def test_the_test_finds_a_difference(capsys):
    noise = lambda at: random.expovariate(1000) + 0.002
    assert not told_apart("nothing", 200, noise, noise, capsys)
    assert told_apart("half a millisecond", 200, noise, lambda at: noise(at) + 0.0005, capsys)


def test_who_has_an_account(server, capsys):
    person(server, "anna", "agent")
    invited = {"email": "new@shop.example", "name": "New", "role": "agent"}
    assert server.owner.post("/v1/accounts", invited).status == 201

    def sign_in(email):
        return lambda at: seconds(server, "/v1/session", {"email": email.format(at), "password": "a wrong pass phrase"}, 401)

    known = sign_in("anna@shop.example")
    assert not told_apart("known or unknown address", 40, known, sign_in("nobody{}@shop.example"), capsys)
    assert not told_apart("with or without a password", 30, known, sign_in("new@shop.example"), capsys)


def test_which_order_has_which_address(server, capsys):
    numbers = [f"#{4000 + each}" for each in range(405)]
    for number in numbers:
        assert server.owner.put(path_of(number), order(number)).status == 201

    def ask(number, email):
        return seconds(server, "/v1/my/link", {"number": number, "email": email}, 200)

    right = lambda at: ask(numbers[at], address(numbers[at]))
    another = lambda at: ask(numbers[200 + at % 200], f"eve{at}-{next(SOURCES)}@example.com")
    nowhere = lambda at: ask(f"#9{at:04}", f"ida{at}@example.com")
    assert not told_apart("a link for the right address or another", 150, right, another, capsys)
    assert not told_apart("a link for an order or for none", 150, lambda at: right(200 + at), nowhere, capsys)


def test_which_link_was_once_good(server, capsys):
    used = []
    for number in (f"#{4600 + each}" for each in range(4)):
        assert server.owner.put(path_of(number), order(number)).status == 201
        assert server.owner.post(path_of(number, "link"), {}).status in (200, 201)
        assert wait_for(lambda: links(server, address(number)))
        used.append(links(server, address(number))[-1])
        assert Visitor(server, used[-1]).answer.status == 200
    never = ["".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=len(used[0]))) for _ in range(4)]

    def enter(secrets):
        return lambda at: seconds(server, "/v1/my/session", {"secret": secrets[at % 4]}, 401)

    assert not told_apart("a used link or one that never was", 300, enter(used), enter(never), capsys)
