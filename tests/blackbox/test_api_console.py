"""A ticket as it is worked: whatever a button says can be done, can be, and nothing else; on SQLite and on PostgreSQL."""
import itertools

import pytest

from desk_server import person
from desk_store import inquiry, order, path_of, served_on
from test_api_inbox import now

NUMBERS = itertools.count(8001)
SCENES = {
    "change": ("Please change the engraving of order {} to \"Always\".", {"placed_at": now(-60)}),
    "damaged": ("My necklace from order {} arrived broken, the chain is in two pieces.",
                {"placed_at": now(-20000), "events": [{"stage": "shipped", "at": now(-6000)}, {"stage": "delivered", "at": now(-600)}]}),
    "cancel": ("Please cancel my order {}.", {"placed_at": now(-60)}),
    "lost": ("Order {} has not arrived, the tracking has not moved for weeks. Where is it?",
             {"placed_at": now(-60000), "events": [{"stage": "shipped", "at": now(-40000)}]}),
    "status": ("Where is my order {}?", {"placed_at": now(-3000)}),
}


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def server(request):
    with served_on(request.param, "test_api_console") as running:
        running.boss = person(running, "boss", "owner")
        running.anna = person(running, "anna", "agent")
        running.vic = person(running, "vic", "viewer")
        yield running


def scene(server, name):
    text, more = SCENES[name]
    number = f"#{next(NUMBERS)}"
    server.owner.put(path_of(number), order(number, **more))
    ticket = server.owner.post("/v1/inquiries", inquiry(number, text.format(number[1:]), at=now())).json["ticket"]["id"]
    return number, ticket


def console(client, ticket, query=""):
    answer = client.get(f"/v1/tickets/{ticket}/console{query}")
    assert answer.status == 200, answer.body
    return answer.json


def all_buttons(page):
    groups = [page["buttons"]] + [one["buttons"] for name in ("decisions", "changes", "claims", "approvals") for one in page[name]]
    return [button for group in groups for button in group]


def press(client, button):
    etag = f'"v{button["version"]}"' if button["version"] else None
    return client.call(button["method"], button["path"], button["body"], match=etag)


@pytest.mark.parametrize("name", SCENES)
def test_a_button_does_what_it_says(server, name):
    number, ticket = scene(server, name)
    wanted = [(button["name"], button["remedy"]) for button in all_buttons(console(server.boss, ticket))]
    assert len(wanted) >= 9
    for key in dict.fromkeys(wanted):
        number, ticket = scene(server, name)
        button = next(one for one in all_buttons(console(server.boss, ticket)) if (one["name"], one["remedy"]) == key)
        if button["asks"]:
            continue
        answer = press(server.boss, button)
        if button["allowed"]:
            assert answer.status in (200, 201), f"{key}: {answer.body}"
        else:
            assert answer.status in (400, 404, 409) or button["why_not"] == "already", f"{key} {button['why_not']}: {answer.body}"


@pytest.mark.parametrize("name", ["change", "damaged", "cancel"])
def test_what_somebody_may_not_do_is_said(server, name):
    _, ticket = scene(server, name)
    for client in (server.vic, server.anna):
        rights = set(client.get("/v1/me").json["rights"])
        for button in all_buttons(console(client, ticket)):
            if button["why_not"] == "right":
                assert press(client, button).status == 403, button["name"]
            else:
                assert "reply" in rights
    assert all(not button["allowed"] for button in all_buttons(console(server.vic, ticket)))


def test_the_page_of_a_change(server):
    number, ticket = scene(server, "change")
    page = console(server.anna, ticket)
    decision = page["decisions"][0]
    assert decision["decision"]["action"] == "confirm_change"
    names = {button["name"] for button in decision["buttons"]}
    assert {"change_confirm", "change_apply", "change_decline", "hold", "release"} <= names
    by_name = {button["name"]: button for button in decision["buttons"]}
    assert by_name["change_confirm"]["allowed"] and by_name["change_apply"]["why_not"] == "state"
    assert by_name["release"]["why_not"] == "not_held"  # the hold is the change's own
    assert page["clauses"] and all(one["html"].startswith("<") and one["title"] and one["text"] for one in page["clauses"])
    cited = {anchor for one in page["decisions"] for anchor in one["decision"]["clauses"]}
    assert {one["anchor"] for one in page["clauses"]} == cited
    assert console(server.anna, ticket, "?lang=zh")["clauses"][0]["title"] != page["clauses"][0]["title"]
    outlook = page["outlook"][0]
    assert outlook["window"]["state"] == "open" and 80000 < outlook["window"]["seconds_left"] < 86400
    assert outlook["held"] and [point["milestone"] for point in outlook["points"]][-1] == "delivered" and outlook["next"] == "design_done"
    assert page["changes"][0]["change"]["new"] == "Always" and page["customer"]["name"] == "Maya Lin" and page["assignee"] is None
    assert page["check"]["draft"]["state"] == "open" and not page["check"]["blocked"]
    by_name = {button["name"]: button for button in page["buttons"]}
    assert by_name["send"]["allowed"] and by_name["send"]["asks"] is None and by_name["merge"]["asks"] == "into"
    assert press(server.anna, by_name["send"]).status == 200
    later = console(server.anna, ticket)
    assert later["check"] is None and {b["name"]: b for b in later["buttons"]}["send"]["why_not"] == "no_draft"
    assert later["outlook"][0]["points"][-1]["told"] or later["outlook"][0]["held"]


def test_lint_stands_in_the_way_of_sending(server):
    _, ticket = scene(server, "status")
    server.owner.post(f"/v1/tickets/{ticket}/messages", {"markdown": "It arrives on March 20, guaranteed!"})
    agents = {button["name"]: button for button in console(server.anna, ticket)["buttons"]}["send"]
    bosses = {button["name"]: button for button in console(server.boss, ticket)["buttons"]}["send"]
    assert agents["why_not"] == "lint" and bosses["allowed"] and bosses["asks"] == "override_reason"
    assert console(server.anna, ticket)["check"]["blocked"] and console(server.anna, ticket)["check"]["lint"]


def test_photos_are_asked_for_by_hand(server):
    _, ticket = scene(server, "damaged")
    page = console(server.anna, ticket)
    asked = [button for button in all_buttons(page) if button["name"] == "request_photos"]
    assert page["check"]["draft"]["awaits"] == "photos" and {button["why_not"] for button in asked} == {"already"}
    server.owner.post(f"/v1/drafts/{page['check']['draft']['id']}/discard")
    [button] = [button for button in console(server.anna, ticket)["claims"][0]["buttons"] if button["name"] == "request_photos"]
    assert button["allowed"] and button["body"] == {"photos_of": "damaged"}
    answer = press(server.anna, button)
    assert answer.status == 200 and answer.json["assessment"]["decisions"][0]["reason"] == "more_photos", answer.body
    assert answer.json["draft"]["awaits"] == "photos" and "photo" in answer.json["draft"]["markdown"]
    # Once is once: assessed again by itself, the message is read as it stands.
    again = server.anna.post(f"/v1/tickets/{ticket}/reassess")
    assert again.json["assessment"]["decisions"][0]["reason"] == "photo_needed"
    assert server.anna.post(f"/v1/tickets/{ticket}/reassess", {"photos_of": "rush"}).status == 400


def test_a_fault_that_was_not_read_can_be_named(server):
    _, ticket = scene(server, "status")
    answer = server.anna.post(f"/v1/tickets/{ticket}/reassess", {"photos_of": "wrong_spec"})
    assert answer.status == 200 and answer.json["ticket"]["concern"] == "wrong_spec"


def test_a_ticket_about_no_order(server):
    ticket = server.owner.post("/v1/inquiries", {"id": "none-1", "at": now(), "channel": "email", "from": "who@example.com",
                                                 "subject": "hi", "text": "Where is my necklace?"}).json["ticket"]["id"]
    page = console(server.anna, ticket)
    assert page["order"] is None and page["outlook"] == [] and page["changes"] == [] and page["customer"] is None
    assert "hold" not in {button["name"] for button in page["buttons"]}
    assert server.anna.get("/v1/tickets/00000000-0000-7000-8000-000000000001/console").status == 404
