"""Bounces, delivery reports and out-of-office replies are known for what they are.

They are public messages in ../shared/data/mail (the name of the folder says which are bounces), decoded with Python's
mail reader: subject, sender and text are what the desk would hand over. Without the folder the test is skipped.
"""
import email
import email.policy
import json
import os
import pathlib

import pytest
from conftest import AT, ROOT, inquiry, run

SHARED = pathlib.Path(os.environ.get("BURIN_SHARED", ROOT.parent / "shared"))
BOUNCES = SHARED / "data" / "mail" / "bounces" / "maildir"


def text_of(part):
    try:
        return part.get_content()
    except (LookupError, KeyError, UnicodeError, AttributeError):
        return (part.get_payload(decode=True) or b"").decode("utf-8", "replace")


def clean(text):
    return str(text).encode("utf-8", "replace").decode().replace("\0", " ")[:200_000]


def document(path):
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    texts = [text_of(part) for part in message.walk() if part.get_content_type() in ("text/plain", "text/html")]
    return {"id": path.name, "at": AT, "channel": "email", "from": clean(message.get("From", "")),
            "subject": clean(message.get("Subject", "")), "text": clean((texts or [""])[0]), "attachments": [], "order": None}


def known(documents):
    feed = "".join(json.dumps(one, ensure_ascii=True) + "\n" for one in documents)
    return sum(one["auto_reply"] for one in run("assess", stdin=feed).lines())


def test_what_no_person_wrote_is_known(capsys):
    if not BOUNCES.is_dir():
        pytest.skip("no ../shared/data/mail beside the repository: no bounces to measure on")
    bounces = [document(path) for path in sorted((BOUNCES / "bsd").glob("*.eml"))]
    unsigned = [{**one, "from": "somebody@example.com"} for one in bounces]
    all_known, without_sender = known(bounces), known(unsigned)
    with capsys.disabled():
        print(f"\nbounces and automatic replies: {all_known} of {len(bounces)} known, "
              f"{without_sender} without their sender")
    assert all_known >= 0.99 * len(bounces) and without_sender >= 0.9 * len(bounces)
    assert known([document(path) for path in sorted((BOUNCES / "not").glob("*.eml"))]) == 0


def test_it_is_not_answered_alone():
    got = run("assess", stdin=json.dumps(inquiry(subject="Automatic reply: your order"))).json()
    assert got["auto_reply"] and got["concerns"][0]["concern"] == "unrelated"
    assert all(decision["needs_approval"] for decision in got["decisions"])
    assert not run("assess", stdin=json.dumps(inquiry())).json()["auto_reply"]
