"""burin init, check, lint and render."""
import json

import pytest
from conftest import run


def test_init_makes_a_store_that_holds(tmp_path):
    assert run("init", "shop", cwd=tmp_path).status == 0
    done = run("check", "shop", cwd=tmp_path)
    assert (done.status, done.out, done.err) == (0, "shop: fine\n", "")
    for name in ("store.yaml", "policy.md", "faq.md", "calendars/studio.ics", "calendars/carrier.ics"):
        assert (tmp_path / "shop" / name).is_file()
    again = run("init", "shop", cwd=tmp_path)
    assert again.status in (3, 4) and "shop" in again.err


def test_init_demo(tmp_path):
    assert run("init", "--demo", "demo", cwd=tmp_path).status == 0
    assert run("check", "demo", cwd=tmp_path).status == 0


def test_check_names_file_line_and_column(tmp_path):
    assert run("init", "shop", cwd=tmp_path).status == 0
    policy = tmp_path / "shop" / "policy.md"
    text = policy.read_text().replace("change_window_hours: 24", "change_window_hours: -3\nno_such_key: 1")
    policy.write_text(text)
    line = text.split("\n").index("change_window_hours: -3") + 1
    done = run("check", "shop", cwd=tmp_path)
    assert done.status == 1
    assert f"burin: shop/policy.md:{line}:" in done.err and f"burin: shop/policy.md:{line + 1}:" in done.err
    assert done.out == "shop: 2 findings\n"
    opened = run("eta", "--order-date", "2026-03-01", "--store", "shop", cwd=tmp_path)
    assert opened.status == 3 and f"burin: shop/policy.md:{line}:" in opened.err


def test_check_of_nothing(tmp_path):
    assert run("check", "nothing", cwd=tmp_path).status in (1, 4)


def test_lint_without_an_assessment(tmp_path):
    good = run("lint", stdin="Your portrait should ship **Mar 11 – 13**.\n")
    assert good.status == 0
    bad = run("lint", stdin="Line one.\nIt will arrive on March 11. {{ name }}\n")
    assert bad.status == 1 and "standard input:2:" in bad.out and ": error: " in bad.out
    document = run("lint", "--format", "json", stdin="Hello {{ name }}\n")
    assert document.status == 1
    finding = document.json()[0]
    assert list(finding) == ["severity", "rule", "start", "end", "message"] and finding["severity"] == "error"


def test_lint_against_an_assessment(samples):
    reply = json.loads((samples / "assessment.json").read_text())["reply"]["markdown"]
    assert run("lint", "--assessment", "assessment.json", cwd=samples, stdin=reply).status == 0
    wrong = reply + "\nIt will be with you by **May 5 – 7**.\n"
    assert run("lint", "--assessment", "assessment.json", cwd=samples, stdin=wrong).status == 1
    assert run("lint", "--assessment", "message.txt", cwd=samples, stdin=reply).status == 3


@pytest.mark.parametrize("words, text, status", [
    (["--locale", "zh-CN"], "Your order is on its way.\n", 1),
    (["--sms"], "a" * 400, 1),
    (["--locale", "de"], "Hallo\n", 3),
    ([], b"\xff", 3),
])
def test_lint_options(words, text, status):
    assert run("lint", *words, stdin=text).status == status


def render(tmp_path, template, data=None, *words):
    (tmp_path / "t.liquid").write_text(template)
    if data is not None:
        (tmp_path / "d.json").write_text(data)
        words = ("--data", "d.json", *words)
    return run("render", *words, "t.liquid", cwd=tmp_path)


def test_render_gives_the_text_as_it_is(tmp_path):
    done = render(tmp_path, "<{{ name }}> {{ at | date: '%Y-%m-%d %H:%M' }}", '{"name":"<b>&","at":1772409600}')
    assert (done.status, done.out, done.err) == (0, "<<b>&> 2026-03-02 00:00", "")
    assert render(tmp_path, "").out == ""


def test_render_partials(tmp_path):
    folder = tmp_path / "partials"
    (folder / "a").mkdir(parents=True)
    (folder / "a" / "foot.liquid").write_text("-{{ who }}")
    assert render(tmp_path, "x{% render 'a/foot', who: 'me' %}", None, "--partials", "partials").out == "x-me"
    (folder / "bad.liquid").write_text("{% if %}")
    done = render(tmp_path, "{% render 'bad' %}", None, "--partials", "partials")
    assert done.status == 3 and "partials/bad.liquid:1:" in done.err
    for name in ("../t", "/etc/passwd", "a//foot", "none", ".hidden"):
        assert render(tmp_path, "{% render '" + name + "' %}", None, "--partials", "partials").status == 3
    assert render(tmp_path, "{% render 'a/foot' %}").status == 3


def test_render_errors_have_their_place(tmp_path):
    done = render(tmp_path, "one\n{% if %}")
    assert done.status == 3 and done.err.startswith("burin: t.liquid:2:")
    done = render(tmp_path, "x", "[1]")
    assert done.status == 3 and done.err.startswith("burin: d.json:1:1: an object is expected")
    done = render(tmp_path, "x", "{")
    assert done.status == 3 and done.err.startswith("burin: d.json:1:")


def test_render_is_bounded(tmp_path):
    done = render(tmp_path, "{% for a in (1..100000) %}{% for b in (1..100000) %}x{% endfor %}{% endfor %}")
    assert done.status == 3
