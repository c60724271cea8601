"""burin reply: one message, answered for people."""
import re

import pytest
from conftest import AT, MESSAGE, inquiry, run

ENGLISH = ["1. Situation", "2. Order status", "3. Modification", "4. Quality & returns", "5. Proactive plan", "6. Measures"]
CHINESE = ["1. 情况", "2. 订单进度", "3. 修改", "4. 质量与退货", "5. 主动通知", "6. 考核"]
FACTS = 8


def headings(text):
    return re.findall(r"^\d\. .*$", text, re.M)[:6]


def test_six_sections_then_the_reply(samples):
    done = run("reply", "--order", "order.json", "--at", AT, "message.txt", cwd=samples)
    assert done.status == 0 and done.err == ""
    assert headings(done.out) == ENGLISH
    situation = done.out.split("2. Order status")[0]
    for known in ("#1042", "Engraved bar necklace", "Forever & Always", "Change window"):
        assert known in situation
    table = situation.split("Fact ")[1].strip().splitlines()[1:]
    assert len(table) == FACTS
    assert "“Forever & Always” → “Always & Forever”" in done.out.split("3. Modification")[1].split("4. ")[0]
    assert "Not applicable, because" in done.out.split("4. Quality & returns")[1].split("5. ")[0]
    markdown = run("reply", "--order", "order.json", "--at", AT, "--format", "md", "message.txt", cwd=samples).out
    assert done.out.rstrip().endswith(markdown.rstrip())


def test_headings_in_the_agents_language_reply_in_the_customers(samples):
    done = run("reply", "--order", "order.json", "--at", AT, "--locale", "zh-CN", "message.txt", cwd=samples)
    assert done.status == 0 and headings(done.out) == CHINESE
    markdown = run("reply", "--order", "order.json", "--at", AT, "--format", "md", "message.txt", cwd=samples).out
    assert markdown.strip() in done.out and not re.search("[一-龥]", markdown)
    chinese = run("reply", "--order", "order.json", "--at", AT, "--format", "md", cwd=samples,
                  stdin="你好，我的订单#1042到哪一步了？")
    assert re.search("[一-龥]", chinese.out)


@pytest.mark.parametrize("message", ["Where is my order?", "Do you sell gift cards?", "asdf", "", "\n\n", "谢谢！",
                                     "Wo ist meine Bestellung?"])
def test_every_section_for_every_message_without_order(message):
    done = run("reply", "--at", AT, stdin=message)
    assert done.status == 0, done.err
    assert headings(done.out) == ENGLISH


def test_formats(samples):
    words = ["reply", "--order", "order.json", "--at", AT, "message.txt", "--format"]
    assert "**#1042**" in run(*words, "md", cwd=samples).out
    text = run(*words, "text", cwd=samples).out
    assert "#1042" in text and "**" not in text
    assert "<p" in run(*words, "html", cwd=samples).out
    assert len(run(*words, "sms", cwd=samples).out) <= 307
    document = run(*words, "json", cwd=samples).json()
    assert document["schema"] == "burin.assessment/1" and document["decisions"][0]["action"] == "confirm_change"
    assert run(*words, "pdf", cwd=samples).status == 3


def test_order_inside_an_inquiry_document(samples):
    plain = run("reply", "--order", "order.json", "--at", AT, "message.txt", cwd=samples)
    assert run("reply", "--order", "inquiry.json", "--at", AT, "message.txt", cwd=samples).out == plain.out


def test_a_strangers_address_is_judged(samples):
    done = run("reply", "--order", "order.json", "--at", AT, "--from", "somebody@else.example", "--format", "json",
               "message.txt", cwd=samples).json()
    assert done["identity"] == "mismatch"
    assert "Maya" not in done["reply"]["markdown"]


def test_without_time_it_is_now(samples):
    assert run("reply", "--order", "order.json", "message.txt", cwd=samples).status == 0


def test_bad_inputs(samples):
    assert run("reply", "--order", "message.txt", cwd=samples, stdin=MESSAGE).status == 3
    (samples / "bad-order.json").write_text('{"number": 5}')
    done = run("reply", "--order", "bad-order.json", cwd=samples, stdin=MESSAGE)
    assert done.status == 3 and "bad-order.json" in done.err and "/number" in done.err
    assert run("reply", "--at", "soon", stdin=MESSAGE).status == 3
    done = run("reply", stdin=b"\xff\xfe\x00")
    assert done.status == 3 and "UTF-8" in done.err
    assert run("reply", "/no/such/file").status == 4
    assert run("reply", stdin="x" * 300000).status == 3
    assert inquiry()["order"]["number"] == "#1042"
