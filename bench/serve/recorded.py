"""The statements that an intake sends to PostgreSQL, taken from the server's log and made into scripts of pgbench.

What is told apart by intake (its ids, digests, the sender's number) varies with each run of a script, everything else is the text
that was sent, so pgbench does the very work that the desk has the database do: both transactions, with all they read.
"""
import collections
import pathlib
import re
import subprocess
import time

ENTRY = re.compile(r"@(\d+) (LOG|DETAIL):  (?:(?:statement|execute [^:]*): |parameters: )(.*)", re.S)
VALUE = re.compile(r"\$(\d+) = (NULL|'(?:[^']|'')*')")
UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
SETTINGS = {"log_statement": "'all'", "log_min_messages": "'log'", "log_line_prefix": "'@%p '"}


def log_settings(url, on):
    lines = [f"ALTER SYSTEM SET {name} = {value}" if on else f"ALTER SYSTEM RESET {name}" for name, value in SETTINGS.items()]
    words = [word for line in [*lines, "SELECT pg_reload_conf()"] for word in ("-c", line)]
    subprocess.run(["psql", "-q", url, *words], check=True, capture_output=True)
    time.sleep(0.5)


def transactions(text):
    """Each one a list of [statement, parameters or None], in the order of their ends."""
    begun, ended = collections.defaultdict(list), []
    for entry in re.split(r"\n(?=@\d+ )", text):
        found = ENTRY.match(entry)
        if not found:
            continue
        pid, kind, words = found.groups()
        if kind == "DETAIL":
            begun[pid][-1][1] = words
            continue
        begun[pid].append([words.strip(), None])
        if words.startswith(("COMMIT", "ROLLBACK")):
            ended.append(begun.pop(pid))
    return ended


def intakes(ended):
    """Pairs of what an intake read and what it wrote."""
    read = {}
    for statements in ended:
        first = [words for words in statements if "FROM received" in words[0]]
        if not first:
            continue
        if "READ ONLY" in statements[0][0]:
            read[first[0][1]] = statements
        elif any(words.startswith("INSERT INTO ticket ") for words, _ in statements):
            yield read[first[0][1]] + statements


class Script:
    """One intake for pgbench: :a and :b are drawn for each run."""

    def __init__(self, begun, number):
        self.begun, self.number, self.own = f"{int(begun * 1000):012x}", number, {}

    def place(self, value):
        return self.own.setdefault(value, len(self.own) + 1)

    def value(self, name, text):
        if text == "NULL":
            return "NULL"
        plain = text[1:-1]
        if UUID.match(plain) and plain.replace("-", "")[:12] >= self.begun:
            return f"encode(int8send(:a::bigint)||int8send(:b::bigint+{self.place(plain)}),'hex')::uuid"
        if plain.startswith("\\x"):
            return f"decode(repeat(encode(int8send(:a::bigint+{self.place(plain)}),'hex'),4),'hex')"
        if re.fullmatch(r"-?\d{1,18}", plain):
            return text if name != "row_id" else ":row_id"
        # A colon before a letter would be a variable of pgbench's.
        quoted = "E" + text.replace("\\", "\\\\").replace(":", "\\x3a")
        return "(" + quoted.replace(self.number, "'||(:a::bigint)::text||E'") + ")"

    def statement(self, words, parameters):
        row = words.startswith("INSERT INTO search (row_id")
        values = {number: self.value("row_id" if row and number == "1" else "", text)
                  for number, text in VALUE.findall(parameters or "")}
        words = re.sub(r"\$(\d+)", lambda found: values[found[1]], words.replace("::", "\0")).replace("\0", "::")
        return words + ("\n\\gset" if "RETURNING row_id" in words else ";")

    def text(self, statements):
        lines = ["\\set a random(1, 4000000000000000000)", "\\set b random(1, 4000000000000000000)"]
        return "\n".join(lines + [self.statement(*one) for one in statements]) + "\n"


def record(url, data, folder, ask):
    """Paths of scripts, one for each intake that `ask` makes, and how many statements they have. `ask` gives the numbers of
    the intakes, as they stand in what they sent."""
    log = pathlib.Path(data).parent / "log"
    behind = log.stat().st_size if log.exists() else 0
    begun = time.time()
    log_settings(url, True)
    numbers = [f"{number:08d}" for number in ask()]
    log_settings(url, False)
    with log.open("rb") as file:
        file.seek(behind)
        found = list(intakes(transactions(file.read().decode(errors="replace"))))
    paths = []
    for i, statements in enumerate(found):
        number = next((one for one in numbers if any(one in (parameters or "") for _, parameters in statements)), None)
        if number is None:
            continue
        paths.append(folder / f"intake{i}.pgbench")
        paths[-1].write_text(Script(begun - 1, number).text(statements))
    return paths, len(found[0]) if found else 0
