"""A folder with one of everything the commands take, and a way to run them."""
import json
import os
import pathlib
import subprocess

import jsonschema
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BURIN = pathlib.Path(os.environ.get("BURIN", ROOT / "build" / "burin")).resolve()

ORDER = {
    "number": "#1042",
    "placed_at": "2026-03-02T10:12:00-05:00",
    "currency": "USD",
    "total": "89.00",
    "customer": {"name": "Maya Chen", "email": "maya.chen@example.com", "locale": "en-US"},
    "items": [{
        "sku": "NECK-ENG-S", "title": "Engraved bar necklace", "kind": "custom", "quantity": 1,
        "personalization": {"engraving": "Forever & Always", "font": "Script"},
    }],
    "production": {"days": [5, 7], "rush": False, "window_waived": False},
    "shipping": {"days": [3, 5], "carrier": "USPS", "country": "US"},
    "events": [{"stage": "design", "at": "2026-03-02T10:20:00-05:00"}],
}
MESSAGE = "Hi! Could you engrave \"Always & Forever\" instead of \"Forever & Always\" on #1042? Thank you! Maya\n"
AT = "2026-03-02T16:00:00-05:00"


SCHEMA = jsonschema.Draft202012Validator(json.loads((ROOT / "docs" / "assessment.schema.json").read_text()))


def inquiry(**members):
    document = {"id": "c001", "at": AT, "channel": "email", "from": "maya.chen@example.com", "subject": "",
                "text": MESSAGE, "attachments": [], "order": ORDER}
    document.update(members)
    return document


class Run:
    """What a run of the program gave."""

    def __init__(self, process):
        self.status = process.returncode
        self.out = process.stdout.decode()
        self.err = process.stderr.decode()

    def json(self):
        return json.loads(self.out)

    def lines(self):
        return [json.loads(line) for line in self.out.splitlines()]


def run(*words, stdin="", cwd=None, env=None):
    process = subprocess.run([str(BURIN), *map(str, words)], input=stdin.encode() if isinstance(stdin, str) else stdin,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=cwd, env=env, timeout=300, check=False)
    done = Run(process)
    assert "AddressSanitizer" not in done.err and "runtime error" not in done.err, done.err
    if words[:1] == ("assess",) and done.out.startswith("{"):
        for document in done.lines()[:20]:
            if "error" not in document:
                SCHEMA.validate(document)
    return done


@pytest.fixture(scope="session")
def samples(tmp_path_factory):
    """The files that examples speak of."""
    folder = tmp_path_factory.mktemp("samples")
    (folder / "order.json").write_text(json.dumps(ORDER))
    (folder / "message.txt").write_text(MESSAGE)
    (folder / "inquiry.json").write_text(json.dumps(inquiry(), indent=2))
    documents = [inquiry(id=f"c{n:03}") for n in range(1, 4)]
    (folder / "inquiries.jsonl").write_text("".join(json.dumps(document) + "\n" for document in documents))
    (folder / "orders.jsonl").write_text(json.dumps(ORDER) + "\n")
    (folder / "orders.csv").write_text("number,placed_at,customer.email,title,personalization.engraving\n"
                                       "#1043,2026-03-02,maya.chen@example.com,Engraved bar necklace,Always\n")
    (folder / "export.csv").write_text("Name,Email,Created at,Lineitem name,Lineitem sku\n"
                                       "#1044,maya.chen@example.com,2026-03-02 10:12:00 -0500,Engraved bar necklace,NECK-ENG-S\n")
    (folder / "reply.md").write_text("Hello Maya,\n\nthank you for writing about **#1042**.\n\nAnna\n")
    (folder / "greeting.liquid").write_text("Hello {{ customer.name | split: ' ' | first }}!")
    messages = [{"lang": "en", "text": "Where is my order?", "concerns": ["status"]},
                {"lang": "zh", "text": "我的订单到哪了？", "concerns": ["status"]}]
    (folder / "messages.jsonl").write_text("".join(json.dumps(message) + "\n" for message in messages))
    for lang in ("en", "zh"):
        (folder / "corpus" / lang).mkdir(parents=True)
        for concern in ("status", "change", "damaged"):
            lines = (ROOT / "data" / "corpus" / lang / f"{concern}.txt").read_text(encoding="utf-8").splitlines()
            (folder / "corpus" / lang / f"{concern}.txt").write_text("\n".join(lines[:20]) + "\n", encoding="utf-8")
    assert run("init", "shop", cwd=folder).status == 0
    (folder / "assessment.json").write_text(run("assess", "inquiry.json", cwd=folder).out)
    return folder


@pytest.fixture(scope="session")
def on_path(tmp_path_factory):
    """A folder to put on PATH, in which the program has its own name."""
    folder = tmp_path_factory.mktemp("bin")
    (folder / "burin").symlink_to(BURIN)
    return folder
