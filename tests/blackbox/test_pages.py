"""What pages are sent with, and what one of them says, without a browser."""
import gzip
import re

import pytest

from desk_server import person
from desk_store import inquiry, served_on


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


def test_a_ticket_shows_what_was_merged_into_it_and_the_other_way(server):
    owner = server.owner
    asked = [owner.post("/v1/inquiries", inquiry(number, f"Where is {words}?")).json["ticket"]["id"]
             for number, words in (("#9001", "my brass lamp"), ("#9002", "my oak table"))]
    source, into = asked
    assert owner.post(f"/v1/tickets/{source}/merge", {"into": into}).status == 200
    shown = page(server, f"/desk/tickets/{into}")
    assert shown.index("my brass lamp") < shown.index("my oak table")
    assert f'<a href="/desk/tickets/{source}">From a ticket that was merged into this one</a>' in shown
    merged = page(server, f"/desk/tickets/{source}")
    assert f'<a href="/desk/tickets/{into}">The conversation goes on in another ticket</a>' in merged
    assert "my oak table" not in merged
