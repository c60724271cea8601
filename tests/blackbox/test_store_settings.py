"""What a store says of itself in store.yaml, as its customers see it: the link that letters end with, and the store's colour."""
import pytest

from desk_server import wait_for
from desk_store import address, inquiry, order, path_of, served_on
from portal import letters, text_of

LINE = "https://desk.example/o/"
WAYS = {  # pages, as store.yaml has them: how many links each letter has
    "on": ("pages: {base_url: https://desk.example}", 1),
    "off": ("pages: {base_url: https://desk.example, links_in_letters: false}", 0),
    "nowhere": ("pages: {links_in_letters: true}", 0),
}


@pytest.mark.parametrize("way", WAYS)
def test_replies_and_notices_end_with_a_link_where_the_store_wants_it(way):
    pages, count = WAYS[way]
    with served_on("sqlite", "test_links", edits={"pickup: false": f"pickup: false\n{pages}"}) as server:
        owner = server.owner
        assert owner.put(path_of("#5001"), order("#5001")).status == 201
        assert owner.post(path_of("#5001", "events"), {"stage": "production", "at": "2026-03-03T15:00:00Z"}).status in (200, 201)
        draft = owner.post("/v1/inquiries", inquiry("#5001", "Where is my order 5001?")).json["draft"]["id"]
        assert owner.post(f"/v1/drafts/{draft}/send").status == 200

        def known():
            came = {letter["Subject"]: letter for letter in letters(server, address("#5001"))}
            return came if any("stands" in subject for subject in came) and len(came) >= 2 else None

        came = wait_for(known)
        assert came, [letter["Subject"] for letter in letters(server)]
        for subject, letter in came.items():
            wanted = 0 if "have your message" in subject else count
            html = letter.get_body(("html",)).get_content()
            assert text_of(letter).count(LINE) == wanted and (LINE in html) == bool(wanted), subject
            assert "order-page.invalid" not in text_of(letter) + html
        # The draft and the conversation have it not: each letter has a link of its own.
        assert b"/o/" not in owner.get(f"/v1/drafts/{draft}").body

        # A stranger gets none, whatever the store says.
        strange = {**inquiry("#5001", "Where is my order 5001?", name="m2"), "from": "eve@example.com"}
        other = owner.post("/v1/inquiries", strange).json["draft"]["id"]
        assert owner.post(f"/v1/drafts/{other}/send").status == 200
        told = wait_for(lambda: [one for one in letters(server, "eve@example.com") if "quick check" in one["Subject"]])
        assert told and "/o/" not in text_of(told[0])


@pytest.mark.parametrize("accent, style", [("", ""), ('\n  accent: "#6b1f2a"', ":root { --store: #6b1f2a; }\n")])
def test_the_colour_of_a_store_is_on_its_customers_pages(accent, style):
    with served_on("sqlite", "test_colour", edits={"  zh: 您": f"  zh: 您{accent}"}) as server:
        answer = server.raw("GET", "/store.css")
        assert answer.status == 200 and answer.headers["Content-Type"].startswith("text/css") and answer.body.decode() == style
        assert b'href="/store.css"' in server.raw("GET", "/order/link").body
