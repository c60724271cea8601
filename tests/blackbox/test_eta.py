"""burin eta: the plan of an order as ranges (rule book, section 4)."""
import pytest
from conftest import run


def ranges(*words):
    done = run("eta", "--format", "json", *words)
    assert done.status == 0, done.err
    document = done.json()
    return document, {m["milestone"]: (m["from"], m["to"], m["actual"]) for m in document["milestones"]}


def test_worked_example_of_defaults():
    document, plan = ranges("--order-date", "2026-03-01")
    assert list(document) == ["order_date", "basis", "rush", "milestones", "surcharge"]
    assert (document["order_date"], document["basis"], document["rush"], document["surcharge"]) == (
        "2026-03-01", "rule", False, None)
    assert [m["milestone"] for m in document["milestones"]] == [
        "design_done", "production_done", "quality_check_done", "shipped", "delivered"]
    assert plan["shipped"] == ("2026-03-11", "2026-03-13", None)
    assert plan["delivered"] == ("2026-03-18", "2026-03-23", None)


def test_worked_example_of_rush():
    document, plan = ranges("--order-date", "2026-03-01", "--rush")
    assert document["rush"] is True and document["surcharge"]
    assert plan["shipped"] == ("2026-03-09", "2026-03-10", None)
    assert plan["delivered"] == ("2026-03-16", "2026-03-18", None)


def test_worked_example_of_pairs():
    days = ["--order-date", "2026-03-02", "--production-days", "5-7", "--shipping-days", "3-5"]
    assert ranges(*days)[1]["delivered"] == ("2026-03-12", "2026-03-18", None)
    begun = ranges(*days, "--at", "2026-03-03", "--stage", "production")[1]
    assert begun["design_done"] == ("2026-03-03", "2026-03-03", "2026-03-03")
    assert begun["shipped"] == ("2026-03-06", "2026-03-10", None)
    assert begun["delivered"] == ("2026-03-11", "2026-03-17", None)


def test_en_dash_and_defaults_said_aloud():
    assert ranges("--order-date", "2026-03-01", "--production-days", "5–7")[1] == ranges(
        "--order-date=2026-03-01", "--production-days=5-7", "--shipping-days=5")[1]


def test_text_shows_ranges_in_both_languages():
    english = run("eta", "--order-date", "2026-03-01")
    assert english.status == 0 and "Mar" in english.out and "11" in english.out and "13" in english.out
    chinese = run("eta", "--order-date", "2026-03-01", "--locale", "zh-CN")
    assert chinese.status == 0 and "3月11日" in chinese.out


def test_never_a_single_day():
    for days in ("1", "1-1", "2-2"):
        _, plan = ranges("--order-date", "2026-03-02", "--production-days", days, "--shipping-days", days)
        for start, end, _ in plan.values():
            assert start < end


@pytest.mark.parametrize("words, message", [
    (["--order-date", "2026-02-30"], "--order-date: "),
    (["--order-date", "yesterday"], "--order-date: "),
    (["--order-date", "2026-03-01", "--production-days", "soon"], "--production-days: "),
    (["--order-date", "2026-03-01", "--production-days", "0"], "--production-days"),
    (["--order-date", "2026-03-01", "--production-days", "7-5"], "--production-days"),
    (["--order-date", "2026-03-01", "--production-days", "366"], "--production-days"),
    (["--order-date", "2026-03-01", "--shipping-days", "99999999999999999999"], "--shipping-days: "),
    (["--order-date", "2026-03-01", "--shipping-days", "3-"], "--shipping-days: "),
    (["--order-date", "2026-03-01", "--at", "soon"], "--at: "),
    (["--order-date", "2026-03-01", "--at", "2026-02-01"], "earlier"),
    (["--order-date", "2026-03-01", "--stage", "packed"], "--stage: "),
    (["--order-date", "2026-03-01", "--format", "xml"], "--format: "),
])
def test_bad_values(words, message):
    done = run("eta", *words)
    assert done.status == 3 and done.out == ""
    assert done.err.startswith("burin: ") and message in done.err and "expected" in done.err
    assert done.err.count("\n") == 1


def test_missing_store_is_a_system_failure():
    done = run("eta", "--order-date", "2026-03-01", "--store", "/no/such/folder")
    assert done.status in (3, 4) and done.err.startswith("burin: ")


def test_store_of_ones_own(samples):
    starter = run("eta", "--order-date", "2026-03-01")
    assert run("eta", "--order-date", "2026-03-01", "--store", "shop", cwd=samples).out == starter.out
