"""What pages are sent with, and what one of them says, without a browser."""
import gzip
import re

import pytest

from desk_server import person
from desk_store import served_on


@pytest.fixture(scope="module")
def server():
    with served_on("sqlite", "test_pages") as running:
        running.boss = person(running, "boss", "owner")
        yield running


def page(server, target):
    answer = server.raw("GET", target, headers=server.boss.who())
    assert answer.status == 200, answer.body
    return answer.body.decode()


def test_assets_are_sent_small_and_whole(server):
    names = set(re.findall(r"/assets/[\w.-]+", page(server, "/desk")))
    assert len(names) >= 3
    for name in names:
        plain = server.raw("GET", name)
        small = server.raw("GET", name, headers={"Accept-Encoding": "gzip"})
        assert plain.headers.get("Content-Encoding") is None and "immutable" in plain.headers["Cache-Control"]
        if name.endswith((".css", ".js")) and len(plain.body) > 1024:
            assert small.headers["Content-Encoding"] == "gzip" and gzip.decompress(small.body) == plain.body, name
        assert server.raw("GET", name, headers={"Accept-Encoding": "gzip"}).body == small.body


def test_settings_say_what_needs_a_restart(server):
    assert "only store.yaml counts from the next start on" in page(server, "/desk/settings")
    assert "start the desk anew" in page(server, "/desk/settings/store.yaml")
    assert "start the desk anew" not in page(server, "/desk/settings/policy.md")
