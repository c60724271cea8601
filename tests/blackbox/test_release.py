"""The release build (BURIN_RELEASE, made by ./test): hardened, lean in memory, and byte for byte of one mind with the
sanitized one."""
import json
import os
import pathlib
import subprocess
import time

import pytest
from conftest import inquiry, run

RELEASE = os.environ.get("BURIN_RELEASE")
pytestmark = pytest.mark.skipif(not RELEASE, reason="BURIN_RELEASE is not set")


def readelf(*options):
    return subprocess.run(["readelf", "-W", *options, RELEASE], capture_output=True, text=True, check=True).stdout


def test_hardening():
    assert "DYN (Position-Independent Executable file)" in readelf("-h")
    headers = readelf("-l")
    assert "GNU_RELRO" in headers
    assert " RWE " not in headers and "GNU_STACK" in headers
    dynamic = readelf("-d")
    assert "NOW" in dynamic and "PIE" in dynamic and "RPATH" not in dynamic and "RUNPATH" not in dynamic
    symbols = readelf("--dyn-syms")
    assert "__stack_chk_fail" in symbols and "_chk@" in symbols
    for banned in (" strcpy@", " sprintf@", " strtok@", " gets@", " localtime@", " setlocale@"):
        assert banned not in symbols


def test_same_bytes_as_the_sanitized_build(tmp_path):
    golden = pathlib.Path(__file__).resolve().parents[1] / "golden" / "decisions"
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(golden.glob("*.jsonl")))
    release = subprocess.run([RELEASE, "assess"], input=text.encode(), capture_output=True, check=True, cwd=tmp_path)
    # The lines themselves are too long for a difference to be shown.
    differing = [json.loads(one)["id"] for one, other in zip(release.stdout.decode().splitlines(),
                                                             run("assess", stdin=text).out.splitlines()) if one != other]
    assert differing == []


def peak_of(count):
    """Peak resident memory, in KiB, over that many documents."""
    text = "".join(json.dumps(inquiry(id=str(n))) + "\n" for n in range(500)).encode()
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen([RELEASE, "assess"], stdin=subprocess.PIPE, stdout=nowhere)
        for _ in range(count // 500):
            process.stdin.write(text)
        process.stdin.flush()
        time.sleep(0.1)
        status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
        process.stdin.close()
        assert process.wait(timeout=600) == 0
    return int(status.split("VmHWM:")[1].split()[0])


def test_memory_does_not_grow_with_the_input():
    few, many = peak_of(1000), peak_of(20000)
    assert many < few * 1.25 + 4096, f"{few} KiB for 1000 documents, {many} KiB for 20000"
