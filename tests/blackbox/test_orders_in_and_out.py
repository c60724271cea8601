"""burin import and burin export: what comes in, what is refused and where it is told, the same twice, going on where it stopped."""
import copy
import csv
import fcntl
import hashlib
import io
import json
import sqlite3

import pytest
from conftest import ORDER, run


@pytest.fixture
def shop(tmp_path):
    assert run("init", "shop", cwd=tmp_path).status == 0
    return tmp_path


def order(number, **members):
    document = copy.deepcopy(ORDER)
    document["number"] = number
    document["customer"]["email"] = f"c{number.strip('#')}@example.com"
    document.update(members)
    return document


def lines(documents):
    return "".join(json.dumps(document, ensure_ascii=False) + "\n" for document in documents)


def table(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_documents_come_in_and_go_out(shop):
    documents = [order(f"#{n}") for n in range(1, 251)]
    (shop / "orders.jsonl").write_text(lines(documents))
    done = run("import", "shop", "orders.jsonl", cwd=shop)
    assert (done.status, done.err) == (0, "")
    assert done.out == "250 orders: 250 new, 0 changed, 0 as they were; 0 refused\n"
    again = run("import", "shop", "orders.jsonl", cwd=shop)
    assert again.out == "250 orders: 0 new, 0 changed, 250 as they were; 0 refused\n"
    out = run("export", "shop", cwd=shop)
    assert sorted(d["number"] for d in out.lines()) == sorted(d["number"] for d in documents)
    (shop / "again.jsonl").write_text(out.out)
    assert "250 as they were" in run("import", "shop", "again.jsonl", cwd=shop).out


def test_nobody_is_written_to(shop):
    (shop / "orders.jsonl").write_text(lines([order("#1")]))
    assert run("import", "shop", "orders.jsonl", cwd=shop).status == 0
    with sqlite3.connect(shop / "shop" / "burin.db") as database:
        assert database.execute("SELECT count(*) FROM outbox").fetchone() == (0,)
        # Beside the shop's files, which a new store takes up from its folder, the import is one row.
        assert database.execute("SELECT verb FROM audit WHERE verb <> 'shop.file_edited'").fetchall() == [("orders.imported",)]
        assert database.execute("SELECT count(*) FROM import_mark").fetchone() == (0,)


def test_what_is_refused_is_told(shop):
    good, bad = order("#1"), order("#2", placed_at="yesterday")
    (shop / "orders.jsonl").write_text(lines([good, bad]) + "{\n\n" + lines([order("#3")]))
    done = run("import", "shop", "orders.jsonl", "--report", "refused.csv", cwd=shop)
    assert done.status == 3
    assert done.out == "4 orders: 2 new, 0 changed, 0 as they were; 2 refused\n"
    assert done.err.splitlines()[0].startswith("burin: orders.jsonl:2: /placed_at: ")
    assert done.err.splitlines()[1].startswith("burin: orders.jsonl:3:")
    rows = table((shop / "refused.csv").read_text())
    assert [(row["line"], row["number"]) for row in rows] == [("2", "#2"), ("3", "")]


def test_table(shop):
    text = ("\ufeffnumber,placed_at,customer.name,customer.email,customer.phone,title,kind,quantity,shipping.days,"
            "personalization.engraving,production_at,shipped_at\r\n"
            "#7,2026-03-02 10:12:00 -0500,Maya,maya@example.com,'+1 555,Necklace,custom,1,3-5,\"Forever,\n\"\"Always\"\"\","
            "2026-03-03,2026-03-05 09:00\r\n"
            "#7,,,,,Box,stock,2,,,2026-03-03,\r\n"
            "\r\n"
            "#8,2026-03-02T10:12:00Z,王芳,wang@example.com,,项链,custom,1,,永远,,\r\n")
    (shop / "orders.csv").write_text(text, encoding="utf-8")
    done = run("import", "shop", "orders.csv", cwd=shop)
    assert (done.status, done.err) == (0, "")
    orders = {document["number"]: document for document in run("export", "shop", cwd=shop).lines()}
    seven = orders["#7"]
    assert seven["placed_at"] == "2026-03-02T15:12:00Z"
    assert seven["customer"]["phone"] == "+1 555" and seven["shipping"]["days"] == [3, 5]
    assert seven["items"][0]["personalization"] == {"engraving": "Forever,\n\"Always\""}
    assert seven["items"][1]["kind"] == "stock" and seven["items"][1]["quantity"] == 2
    assert seven["events"] == [{"stage": "production", "at": "2026-03-03T05:00:00Z"},
                               {"stage": "shipped", "at": "2026-03-05T14:00:00Z", "item": 0}]
    assert orders["#8"]["items"][0]["personalization"] == {"engraving": "永远"}
    assert run("export", "shop", "out.csv", cwd=shop).status == 0
    written = (shop / "out.csv").read_bytes().decode()
    assert "'+1 555" in written and len(table(written)) == 3
    assert "2 as they were" in run("import", "shop", "out.csv", cwd=shop).out
    assert "2 as they were" in run("import", "shop", "orders.csv", cwd=shop).out


@pytest.mark.parametrize("row, told", [
    ("#1,tomorrow,1", "orders.csv:2:2: When: a time as in "),
    ("#1,2026-03-02,many", "orders.csv:2:3: How many: "),
    (",2026-03-02,1", "orders.csv:2:1: the order's number is missing"),
    ("#1,2026-03-02,\"1", "orders.csv:2: a quote is opened here and never closed"),
    ("#1,2026-03-02,1\n#2,2026-03-02,1\n#1,2026-03-02,1", "orders.csv:4:1: the rows of this order do not stand together"),
    ("#1,2026-03-02,1\n#1,2026-03-03,1", "orders.csv:3:2: When: differs from an earlier row of the same order"),
])
def test_rows_that_are_refused(shop, row, told):
    (shop / "orders.csv").write_text("Order,When,How many\n" + row + "\n")
    done = run("import", "shop", "orders.csv", "--map", "order=number,When=placed_at,How many=quantity", cwd=shop)
    assert done.status == 3 and done.err.startswith("burin: " + told), done.err


@pytest.mark.parametrize("header, maps, status, told", [
    ("a,b", None, 3, "no column is the order's number"),
    ("a,b", "a=number,c=title", 3, "there is no column “c”"),
    ("a,b", "a=number,b=colour", 3, "“colour” is no field of an order"),
    ("number,b", "b=number", 3, "another column is the same field"),
])
def test_first_rows_that_are_refused(shop, header, maps, status, told):
    (shop / "orders.csv").write_text(header + "\n1,2\n")
    done = run("import", "shop", "orders.csv", *(["--map", maps] if maps else []), cwd=shop)
    assert done.status == status and told in done.err


def digest(*parts):
    return hashlib.sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).digest()


def test_goes_on_where_it_stopped(shop):
    """The mark is in the transaction of the orders; here it says that the first 200 lines are in."""
    documents = [order(f"#{n}") for n in range(1, 301)]
    text = lines(documents).encode()
    (shop / "orders.jsonl").write_bytes(text)
    assert run("import", "shop", "-", stdin=lines([order("#0")]), cwd=shop).status == 0
    source = digest(digest(b"jsonl", b""), text)
    with sqlite3.connect(shop / "shop" / "burin.db") as database:
        store = database.execute("SELECT store_id FROM store").fetchone()[0]
        database.execute("INSERT INTO import_mark VALUES (?, ?, ?, 200, 200, 0, 0, 0, 0)",
                         (store, source, len(lines(documents[:200]).encode())))
    database.close()
    done = run("import", "shop", "orders.jsonl", cwd=shop)
    assert done.status == 0 and "going on behind line 200" in done.err
    assert done.out == "300 orders: 300 new, 0 changed, 0 as they were; 0 refused\n"
    assert len(run("export", "shop", cwd=shop).lines()) == 101
    again = run("import", "shop", "orders.jsonl", cwd=shop)
    assert (again.err, again.out) == ("", "300 orders: 200 new, 0 changed, 100 as they were; 0 refused\n")


def test_a_server_holds_the_database(shop):
    (shop / "orders.jsonl").write_text(lines([order("#1")]))
    assert run("import", "shop", "orders.jsonl", cwd=shop).status == 0
    with open(shop / "shop" / "burin.db.lock", "r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = run("import", "shop", "orders.jsonl", cwd=shop)
        assert done.status == 4 and "a server runs on shop" in done.err and "stop it" in done.err
        assert run("export", "shop", cwd=shop).status == 0


def test_endings(shop):
    (shop / "orders.txt").write_text("")
    assert run("import", "shop", "orders.txt", cwd=shop).status == 2
    assert "no database yet" in run("export", "shop", cwd=shop).err
