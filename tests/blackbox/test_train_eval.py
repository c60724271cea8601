"""burin train and burin eval."""
import pytest
from conftest import run


def test_training_repeats_and_serves_a_store(samples, tmp_path):
    first = run("train", "corpus", tmp_path / "a.bin", cwd=samples)
    assert first.status == 0 and first.err == "" and first.out.startswith("120 lines, ")
    assert run("train", "corpus", tmp_path / "b.bin", cwd=samples).out == first.out
    assert (tmp_path / "a.bin").read_bytes() == (tmp_path / "b.bin").read_bytes()
    assert run("init", "own", cwd=tmp_path).status == 0
    (tmp_path / "a.bin").rename(tmp_path / "own" / "model.bin")
    assert run("check", "own", cwd=tmp_path).status == 0
    document = run("assess", "--store", tmp_path / "own", "inquiry.json", cwd=samples).json()
    assert document["version"]["model"] != run("assess", "inquiry.json", cwd=samples).json()["version"]["model"]


def test_broken_corpus(tmp_path):
    assert run("train", tmp_path).status == 3
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "status.txt").write_text("fine\n{nonsense}not fine\n")
    done = run("train", tmp_path)
    assert done.status == 3 and "status.txt:2:" in done.err


def test_broken_model_is_refused(tmp_path):
    assert run("init", "own", cwd=tmp_path).status == 0
    (tmp_path / "own" / "model.bin").write_bytes(b"not a model")
    assert run("check", "own", cwd=tmp_path).status == 1
    assert run("eta", "--order-date", "2026-03-01", "--store", "own", cwd=tmp_path).status == 3


def test_eval(samples):
    done = run("eval", "messages.jsonl", cwd=samples)
    assert done.status == 0 and "en: n=1 " in done.out and "zh: n=1 " in done.out
    details = run("eval", "--details", stdin=(samples / "messages.jsonl").read_text())
    assert details.status == 0 and "status" in details.out and len(details.out) > len(done.out)
    wrong = '{"lang":"en","text":"Where is my order?","concerns":["subscription"]}'
    assert run("eval", "--bar", "0.5", stdin=wrong).status == 1
    assert run("eval", "--bar", "0", stdin=wrong).status == 0
    assert run("train", "corpus", "small.bin", cwd=samples).status == 0
    assert run("eval", "--model", "small.bin", "messages.jsonl", cwd=samples).status == 0
    refused = run("eval", "--model", "message.txt", "messages.jsonl", cwd=samples)
    assert refused.status == 3 and "message.txt" in refused.err


@pytest.mark.parametrize("line, message", [
    ("{", "standard input:2:"),
    ('{"lang":"en","concerns":[]}', "standard input:2: /text"),
    ('{"lang":"fr","text":"a","concerns":[]}', "standard input:2: /lang"),
    ('{"lang":"en","text":"a"}', "standard input:2: /concerns"),
    ('{"lang":"en","text":"a","concerns":["no"]}', "standard input:2: /concerns/0"),
])
def test_eval_refuses(line, message):
    done = run("eval", stdin='{"lang":"en","text":"a","concerns":["status"]}\n' + line + "\n")
    assert done.status == 3 and done.out == "" and f"burin: {message}" in done.err


@pytest.mark.parametrize("bar", ["high", "2", "-1", "0.", "1.x", "0.12345678"])
def test_eval_bar(bar):
    assert run("eval", f"--bar={bar}", stdin="").status == 3
