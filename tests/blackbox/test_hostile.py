"""Inquiries that leave much away, list far too much, or bring words that were never meant for a letter."""
import copy
import json
import re
import subprocess

import pytest
from conftest import BURIN, ORDER, inquiry, run

HELD = ("****", "  ", "()", "( )", " .", " ,", "\x1a")


def order(**members):
    document = copy.deepcopy(ORDER)
    document.update(members)
    return document


def assess(**members):
    done = run("assess", stdin=json.dumps(inquiry(**members)))
    assert done.status == 0, done.err
    return done.json()


def texts(document):
    reply = document["reply"]
    yield from (reply["subject"], reply["text"], reply["sms"])
    yield from (part["markdown"] for part in document["status_messages"] + document["proactive"])
    yield from (step["step"] for step in document["next_steps"])


def assert_reads_well(document):
    assert [finding for finding in document["lint"] if finding["severity"] == "error"] == []
    for text in texts(document):
        for held in HELD:
            assert held not in text, text


ASKED = ("Where is my order?", "Please cancel my order.", "It arrived broken.", "Can you rush it?", "I want to return it.",
         "Please change the engraving to \"Ever yours\".", "The tracking says delivered, but nothing came.",
         "You are late, it should have been here weeks ago!", "我的订单到哪里了？", "收到时已经摔坏了。")


@pytest.mark.parametrize("text", ASKED)
@pytest.mark.parametrize("known", [{}, {"placed_at": "2026-03-02T10:12:00-05:00"}, {"number": "#1042"},
                                   {"number": "#1042", "items": []}, {"items": [{}]}, {"items": [{}, {}]}])
def test_order_of_which_little_is_known(known, text):
    document = assess(order=known, text=text, **{"from": "someone@example.com"})
    assert_reads_well(document)
    if not known.get("items"):
        assert document["situation"]["items"] == []
        assert all(decision["item"] is None for decision in document["decisions"])
        assert document["estimate"] is not None and document["situation"]["stage"] == "design"


def test_order_without_items_or_date_for_people(tmp_path):
    (tmp_path / "order.json").write_text("{}")
    done = run("reply", "--order", "order.json", "--at", "2026-03-03T10:00:00Z", stdin="Where is my order?", cwd=tmp_path)
    assert done.status == 0
    assert re.search(r"Date: +unknown\n", done.out) and re.search(r"Product: +unknown\n", done.out)


def test_stranger_is_not_told_that_there_are_several_pieces():
    items = [dict(ORDER["items"][0], title=title) for title in ("Engraved bar necklace", "Carved oak sign")]
    document = assess(order=order(items=items), text="Please change the ribbon to ivory.", **{"from": "stranger@example.net"})
    assert document["identity"] == "mismatch"
    assert [decision["action"] for decision in document["decisions"]] == ["verify_identity"]
    assert "several" not in document["reply"]["text"] and "piece" not in document["reply"]["sms"]


def test_large_orders_are_answered():
    many = [{"title": f"Engraved bar necklace {n}" + "y" * 1000} for n in range(500)]
    for members in ({"items": many}, {"items": [{"title": "Necklace"}] * 500}, {"number": "1" * 4096},
                    {"items": [{"title": "刻" * 1300}], "shipping": {"carrier": "长" * 1300, "tracking": "T" * 4096},
                     "events": [{"stage": "shipped", "at": "2026-03-02T15:00:00-05:00"}]},
                    {"items": [{"title": "Letter", "personalization": {"engraving": "y " * 30000}}]},
                    {"items": [{"title": "Letter", "personalization": {f"f{n}": "z" * 4000 for n in range(90)}}]},
                    {"customer": {"name": "N" * 4096, "email": "maya.chen@example.com"}}):
        for text in ("Where is my order?", "Please change the engraving.", "Please cancel it."):
            document = assess(order=order(**members), text=text)
            units = len(document["reply"]["sms"].encode("utf-16-le")) // 2
            assert units <= 306 and len(document["reply"]["subject"]) < 200


@pytest.mark.parametrize("name, greeting", [
    ("Maya Chen", "Hi Maya,"), ("李雷", "Hi 李雷,"), ("Zoë", "Hi Zoë,"), ("O'Neil", "Hi O'Neil,"),
    ("{{ customer.name }}", "Hello,"), ("<script>alert(1)</script>", "Hello,"), ("maya@example.com", "Hello,"),
    ("- li", "Hello,"), ("\u202eayaM\u202c", "Hi ayaM,"), ("\u200b", "Hello,"), ("a\n\n# b", "Hello,"), ("4711", "Hello,")])
def test_whom_a_letter_greets(name, greeting):
    document = assess(order=order(customer={"name": name, "email": "maya.chen@example.com"}), text="Where is my order?")
    assert document["reply"]["text"].splitlines()[0] == greeting


@pytest.mark.parametrize("title", ["one\n\n# two", "one\x01two", "\u202eone\u202c", "one  two", "\u200b", "   ", "\t"])
def test_titles_stay_on_their_line(title):
    document = assess(order=order(items=[{"title": title}]), text="Where is my order?")
    assert_reads_well(document)
    for text in texts(document):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u200b\u202a-\u202e]|\n\n\\\\?#", text), text


def test_goodwill_of_an_order_without_price():
    for members in ({"total": "0"}, {"currency": None}, {"total": None, "currency": None}):
        document = assess(order=order(events=[{"stage": "delivered", "at": "2026-03-02T15:00:00-05:00"}], **members),
                          text="I changed my mind, I want to return it.")
        assert_reads_well(document)
        assert not re.search(r"\b0\.00", document["reply"]["text"])


def test_template_that_cannot_be_rendered_tells_its_place(samples, tmp_path):
    run("init", "shop", cwd=tmp_path)
    folder = tmp_path / "shop" / "templates" / "en" / "answers"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "share_status.liquid").write_text("a\nb {% for i in (1..99999999) %}x{% endfor %}")
    done = run("assess", "--store", "shop", stdin=json.dumps(inquiry(text="Where is my order?")), cwd=tmp_path)
    error = done.json()["error"]
    assert done.status == 3 and error["line"] == 1
    assert error["message"].startswith("shop/templates/en/answers/share_status.liquid:2:")


def test_folder_as_input_is_named(tmp_path):
    done = run("assess", ".", cwd=tmp_path)
    assert done.status == 4 and done.err == "burin: .: cannot be read: Is a directory\n"


@pytest.mark.parametrize("words", ["assess <&-", "reply <&-", "help >&-", "eta --order-date 2026-03-01 >&-"])
def test_closed_streams_fail_and_do_not_hang(words):
    done = subprocess.run(["sh", "-c", f"exec {BURIN} {words}"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          timeout=60, check=False)
    assert done.returncode == 4 and b"Bad file descriptor" in done.stderr


@pytest.mark.parametrize("text", ["Where is my order?", "我的订单到哪里了？"])
@pytest.mark.parametrize("days", [[200, 280], [120, 360], [300, 301]])
def test_ranges_of_another_year_carry_their_year_once(text, days):
    document = assess(order=order(production={"days": days}), text=text)
    assert "2027" in document["reply"]["text"] or days[1] < 200
    assert_reads_well(document)
