"""Triage beside fastText and node-nlp: messages a second, and how often the gravest concern is found.

All three learn from data/corpus, the concern files as labels. fastText is given what suits it: lower case, a space around
each Chinese character and each mark, pairs of words. Of the settings tried these find most; the rate of learning that its
tutorial uses for larger texts (0.5), and runs of characters (-minn 2 -maxn 4), find less.
"""
import json
import os
import pathlib
import re
import resource
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORPUS = ROOT / "data" / "corpus"
# Messages of others than the corpus's authors, {"text","lang","concerns"} a line; no part of the source, but perhaps
# beside it. Without them it is not measured what is found.
MESSAGES = pathlib.Path(os.environ.get("BURIN_MESSAGES", ROOT.parent / "shared" / "cases" / "messages_dev.jsonl"))
# Gravest first, as the rule book orders them.
GRAVITY = ["payment_dispute", "damaged", "wrong_spec", "not_received", "delay", "cancel", "return", "change", "answer",
           "rush", "status", "other", "faq", "subscription", "general_shipping", "pre_purchase", "unrelated", "thanks"]
FASTTEXT = ["-lr", "0.1", "-epoch", "30", "-wordNgrams", "2", "-dim", "50", "-thread", "1"]


def utterances():
    """(text, concern) of each labelled stretch; the format is in data/corpus/README.md."""
    for path in sorted(CORPUS.glob("*/*.txt")):
        for line in path.read_text().splitlines():
            parts = re.split(r"\{([a-z_]+|-)\}", line.replace("\\n", "\n"))
            if len(parts) == 1 and line.strip():
                yield parts[0], path.stem
            for concern, text in zip(parts[1::2], parts[2::2]):
                if concern != "-" and text.strip():
                    yield text.strip(), concern


def as_words(text):
    """One line of words for fastText."""
    text = re.sub(r"([^\w\s]|[\u3400-\u9fff])", r" \1 ", text.lower())
    return " ".join(text.split())


def held_out():
    """(text, lang, gravest concern) of the messages nobody learnt from; none where they are not at hand."""
    if not MESSAGES.exists():
        return []
    rows = [json.loads(line) for line in MESSAGES.read_text().splitlines() if line.strip()]
    return [(row["text"], row["lang"], min(row["concerns"], key=GRAVITY.index)) for row in rows]


def macro_f1(wanted, found):
    """The mean F1 of the concerns that occur."""
    scores = []
    for concern in sorted(set(wanted)):
        hits = sum(a == b == concern for a, b in zip(wanted, found))
        scores.append(2 * hits / (wanted.count(concern) + found.count(concern)))
    return sum(scores) / len(scores)


def scores(wanted, found):
    return {"right": sum(a == b for a, b in zip(wanted, found)) / len(wanted), "macro_f1": macro_f1(wanted, found)}


def children_s():
    """Seconds of processor that finished children have taken."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class FastText:
    """The command-line program; what it takes to start is measured by itself and taken off."""

    def __init__(self, folder, on):
        self.folder, self.on = folder, on
        self.model = folder / "fasttext.bin"
        train = folder / "fasttext.train"
        train.write_text("".join(f"__label__{label} {as_words(text)}\n" for text, label in utterances()))
        started = children_s()
        subprocess.run(["fasttext", "supervised", "-input", train, "-output", self.model.with_suffix(""), *FASTTEXT],
                       check=True, capture_output=True)
        self.train_s = children_s() - started

    def predict(self, texts, name):
        path = self.folder / f"fasttext.{name}"
        path.write_text("".join(as_words(text) + "\n" for text in texts))
        started = children_s()
        run = subprocess.run([*self.on, "fasttext", "predict", self.model, path], check=True, capture_output=True, text=True)
        return [line.removeprefix("__label__") for line in run.stdout.split()], children_s() - started

    def cpu_us(self, texts):
        """Microseconds of processor for one message."""
        start = min(self.predict(texts[:1], "one")[1] for _ in range(3))
        return max(self.predict(texts, "all")[1] - start, 1e-6) / len(texts) * 1e6

    def tell(self, rows):
        return self.predict([text for text, _, _ in rows], "held_out")[0]


class Triage:
    """bench_triage, linked with the rooms of the build."""

    def __init__(self, program, on):
        self.command = [*on, str(program)]

    def ask(self, texts, *options):
        lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
        return subprocess.run([*self.command, *options], input=lines, text=True, check=True, capture_output=True).stdout

    def cpu_us(self, texts):
        return json.loads(self.ask(texts))["cpu_us"]

    def tell(self, rows):
        return self.ask([text for text, _, _ in rows], "--tell").split()
