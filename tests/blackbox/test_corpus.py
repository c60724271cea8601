"""The corpus is written by hand, no two of its lines are alike, and nothing held out for measuring stands in it."""
import collections
import json
import re

import pytest

from conftest import ROOT


def bare(line):
    """The line without markers, case and punctuation; a line of nothing but signs stays as it is."""
    text = re.sub(r"\{[a-z_-]+\}|\\n", " ", line).lower().strip()
    return re.sub(r"[\W_]+", " ", text).strip() or text


def grams(text, length=5):
    return frozenset(text[at:at + length] for at in range(max(1, len(text) - length + 1)))


def alike(lines):
    """Pairs of lines that share more than half of their runs of five characters.

    Lines are taken from short to long. Two that alike share a third of both their sets together, and so, with the rarest
    runs first, one of the first third of the shorter and one of the first half of the longer.
    """
    sets = sorted(((grams(bare(text)), place, text) for place, text in lines), key=lambda entry: len(entry[0]))
    common = collections.Counter(run for runs, _, _ in sets for run in runs)
    index = collections.defaultdict(list)
    for number, (runs, place, text) in enumerate(sets):
        ordered = sorted(runs, key=lambda run: (common[run], run))
        seen = {other for run in ordered[:len(runs) // 2 + 1] for other in index[run]}
        for other in seen:
            shared = len(runs & sets[other][0])
            if 3 * shared > len(runs) + len(sets[other][0]):
                yield f"{place} and {sets[other][1]}: {text} | {sets[other][2]}"
        for run in ordered[:len(runs) // 3 + 1]:
            index[run].append(number)


def lines_of(lang):
    for path in sorted((ROOT / "data" / "corpus" / lang).glob("*.txt")):
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if text.strip():
                yield f"{path.name}:{number}", text


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_two_lines_of_the_corpus_are_alike(lang):
    assert list(alike(lines_of(lang))) == []


def test_the_corpus_holds_nothing_that_is_held_out():
    with (ROOT / "tests" / "data" / "reading" / "held_out.jsonl").open(encoding="utf-8") as file:
        held_out = [json.loads(line) for line in file]
    assert collections.Counter(message["lang"] for message in held_out) == {"en": 180, "zh": 120}
    assert len({message["id"] for message in held_out}) == len(held_out)
    for lang in ("en", "zh"):
        measured = [(f"held out, {message['id']}", message["text"]) for message in held_out if message["lang"] == lang]
        assert list(alike([*lines_of(lang), *measured])) == []


def test_likeness():
    pair = [("a:1", "{-}Hi! {status}Where is my order?"), ("b:2", "hi where is my order")]
    assert list(alike(pair)) == ["b:2 and a:1: hi where is my order | {-}Hi! {status}Where is my order?"]
    assert list(alike([("a:1", "Where is my order?"), ("b:2", "Please cancel my order.")])) == []
    assert list(alike([("a:1", "🙏"), ("b:2", "❤️")])) == []
