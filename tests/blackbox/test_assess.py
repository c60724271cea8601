"""burin assess: documents in, assessments out, as a stream."""
import json
import select
import subprocess

import pytest
from conftest import BURIN, inquiry, run


def lines(documents):
    return "".join(json.dumps(document, ensure_ascii=False) + "\n" for document in documents)


def test_one_document_over_many_lines():
    done = run("assess", stdin=json.dumps(inquiry(), indent=2))
    assert done.status == 0 and done.err == ""
    (document,) = done.lines()
    assert document["schema"] == "burin.assessment/1" and document["id"] == "c001"


def test_file_or_standard_input(samples):
    by_file = run("assess", "inquiry.json", cwd=samples)
    assert by_file.status == 0
    assert run("assess", "-", stdin=(samples / "inquiry.json").read_text()).out == by_file.out
    assert run("assess", stdin=(samples / "inquiry.json").read_text()).out == by_file.out


def test_order_of_input_is_kept_and_bytes_repeat():
    documents = [inquiry(id=f"n{n}", text="Where is my order? " + "Please tell me. " * (n % 7)) for n in range(300)]
    done = run("assess", stdin=lines(documents))
    assert done.status == 0
    assert [document["id"] for document in done.lines()] == [document["id"] for document in documents]
    for jobs in ("1", "7"):
        again = run("assess", "--jobs", jobs, stdin=lines(documents))
        assert again.out.splitlines() == done.out.splitlines()


def test_malformed_lines_are_told_and_the_others_assessed():
    wrong_type = inquiry(id="wrong", text=5)
    text = lines([inquiry(id="first")]) + "{\"id\": \n\n" + lines([wrong_type, inquiry(id="last")])
    done = run("assess", stdin=text)
    first, broken, wrong, last = done.lines()
    assert done.status == 3
    assert first["id"] == "first" and last["id"] == "last" and "error" not in last
    assert broken["id"] is None and broken["error"]["line"] == 2 and broken["error"]["message"]
    assert wrong["id"] == "wrong" and wrong["error"]["line"] == 4 and "/text" in wrong["error"]["message"]
    assert done.err.splitlines()[0].startswith("burin: standard input:2:")
    assert done.err.splitlines()[1] == "burin: standard input: 2 of 4 documents could not be assessed"


@pytest.mark.parametrize("text", ["[]", "5", "\"text\"", "null", "{", "}", "{}", "\xff", "{\"id\":\"a\",\"id\":\"b\"}"])
def test_not_an_inquiry(text):
    done = run("assess", stdin=text)
    assert done.status == 3 and list(done.json()) == ["id", "error"]


def test_nothing_in_nothing_out():
    for text in ("", "\n\n  \n"):
        done = run("assess", stdin=text)
        assert (done.status, done.out, done.err) == (0, "", "")


def test_a_line_too_long_is_refused_and_skipped():
    text = lines([inquiry(id="long", text="x" * (2 << 20)), inquiry(id="next")])
    done = run("assess", stdin=text)
    refused, assessed = done.lines()
    assert done.status == 3 and "too long" in refused["error"]["message"] and assessed["id"] == "next"


def test_answers_come_while_the_input_is_open():
    with subprocess.Popen([str(BURIN), "assess"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        for name in ("one", "two", "three"):
            process.stdin.write(lines([inquiry(id=name)]).encode())
            process.stdin.flush()
            ready, _, _ = select.select([process.stdout], [], [], 60)
            assert ready, "no answer although the document was complete"
            assert json.loads(process.stdout.readline())["id"] == name
        process.stdin.close()
        assert process.wait(timeout=60) == 0


def test_reader_that_goes_away_is_a_system_failure():
    with subprocess.Popen([str(BURIN), "assess"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as process:
        process.stdout.close()
        process.stdin.write(lines([inquiry()]).encode())
        process.stdin.flush()  # stays open: the program must not wait for more
        assert process.wait(timeout=60) == 4
        assert process.stderr.read().decode() == "burin: cannot write standard output: Broken pipe\n"


def test_full_disk_is_a_system_failure():
    with open("/dev/full", "wb") as full:
        done = subprocess.run([str(BURIN), "assess"], input=lines([inquiry()]).encode(), stdout=full,
                              stderr=subprocess.PIPE, check=False)
    assert done.returncode == 4


def test_missing_file():
    done = run("assess", "/no/such/file")
    assert done.status == 4
    assert done.err == "burin: cannot open /no/such/file: No such file or directory\n"


@pytest.mark.parametrize("jobs", ["0", "65", "-1", "many"])
def test_bad_jobs(jobs):
    done = run("assess", f"--jobs={jobs}")
    assert done.status == 3 and "1 – 64 is expected" in done.err
