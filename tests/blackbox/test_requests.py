"""Requests in words that were written without a look at the phrase tables: what is taken from them, and what is asked for.

tests/data/requests holds one a line: a message, the order's items (by their place in items.json, none without an order),
and what is wanted: the new values by field (none: the desk has to ask), the order's number, or the day it is needed. A
wrong value is worse than a question, so both are counted.
"""
import json

import pytest
from conftest import ROOT, run

FOLDER = ROOT / "tests" / "data" / "requests"
ITEMS = json.loads((FOLDER / "items.json").read_text(encoding="utf-8"))
REQUESTS = [json.loads(line) for line in (FOLDER / "requests.jsonl").read_text(encoding="utf-8").splitlines()]


def document(request):
    zh = request["lang"] == "zh"
    at = "2026-03-05T{}:00:00" + ("+08:00" if zh else "-05:00")
    order = None
    if request["items"] is not None:
        order = {"number": "#1042", "placed_at": at.format("08"), "currency": "CNY" if zh else "USD", "total": "89.00",
                 "customer": {"name": "Sam Doe", "email": "sam@example.com", "locale": "zh-CN" if zh else "en-US"},
                 "items": ITEMS[request["items"]], "production": {"days": [5, 7]}, "shipping": {"days": [3, 5]},
                 "events": [{"stage": "design", "at": at.format("09")}]}
    return {"at": at.format("11"), "channel": "email", "from": "sam@example.com", "text": request["text"], "order": order}


def taken(request, assessment):
    """What was taken: the same shape as `want`, empty for nothing."""
    if "spec" in request["want"]:
        return {change["field"]: change["new"] for change in assessment["request"]["changes"] if change["new"]}
    if "need_by" in request["want"]:
        return assessment["request"]["need_by"]
    fact = next(fact for fact in assessment["facts"] if fact["fact"] == "order_number")
    return (fact["value"] or "").replace(" ", "").lstrip("#")


def wanted(request):
    value = next(iter(request["want"].values()))
    return value.lstrip("#") if "number" in request["want"] else value


def is_part(got, want):
    """Something is missing, and nothing is wrong: the rest is asked for."""
    return not got or (isinstance(got, dict) and all(want.get(field) == value for field, value in got.items()))


@pytest.mark.parametrize("lang, least_exact, most_wrong", [("en", 49, 1), ("zh", 45, 1)])
def test_requests(lang, least_exact, most_wrong, capsys):
    requests = [request for request in REQUESTS if request["lang"] == lang]
    feed = "".join(json.dumps(document(request), ensure_ascii=False) + "\n" for request in requests)
    pairs = [(taken(request, got), wanted(request)) for request, got in zip(requests, run("assess", stdin=feed).lines())]
    exact = sum(got == want for got, want in pairs)
    wrong = [(got, want) for got, want in pairs if got != want and not is_part(got, want)]
    with capsys.disabled():
        print(f"\n{lang}: {exact} of {len(requests)} requests taken exactly, {len(wrong)} wrongly, the rest asked for")
    assert exact >= least_exact and len(wrong) <= most_wrong, wrong
