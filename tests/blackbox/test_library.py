"""libburin from outside: the example as it stands, linked to the shared and to the static library."""
import json
import os
import subprocess

import pytest
from conftest import BURIN, ROOT, inquiry, run

BUILD = BURIN.parent


def needs_libraries():
    if "-fsanitize" in (BUILD / "build.ninja").read_text():
        return ["-fsanitize=address,undefined"]
    return []


def packages():
    names = ["yaml-0.1", "libical", "icu-i18n", "icu-uc", "libcmark"]
    return subprocess.run(["pkg-config", "--libs", *names], capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.parametrize("kind", ["shared", "static"])
def test_example_compiles_and_assesses(kind, tmp_path):
    library = BUILD / "src" / "lib"
    link = [f"-L{library}", "-lburin", f"-Wl,-rpath,{library}"] if kind == "shared" else [
        str(library / "libburin.a"), *packages(), "-lpthread", "-lm"]
    program = tmp_path / "assess"
    subprocess.run(["cc", "-std=c17", "-Wall", "-Wextra", "-Werror", *needs_libraries(), f"-I{ROOT / 'include'}",
                    str(ROOT / "examples" / "assess.c"), *link, "-o", str(program)], check=True)
    text = json.dumps(inquiry())
    done = subprocess.run([str(program)], input=text.encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode() == run("assess", stdin=text).out
    refused = subprocess.run([str(program)], input=b"[]", capture_output=True, check=False)
    assert refused.returncode == 1 and refused.stderr.startswith(b"assess: ")
    opened = subprocess.run([str(program), "/no/such/store"], input=b"", capture_output=True, check=False)
    assert opened.returncode == 1


def defined(path, *options):
    names = subprocess.run(["nm", *options, "--defined-only", "--extern-only", str(path)], capture_output=True, text=True,
                           check=True).stdout
    return {line.split()[-1] for line in names.splitlines() if len(line.split()) == 3}


def test_only_the_public_names_are_seen():
    library = BUILD / "src" / "lib"
    public = {"burin_version", "burin_open", "burin_close", "burin_assess", "burin_estimate", "burin_render", "burin_lint",
              "burin_text_free"}
    assert defined(library / "libburin.so", "-D") == public
    if not needs_libraries():
        assert defined(library / "libburin.a") == public


def test_header_is_good_cpp(tmp_path):
    compiler = next((name for name in ("g++", "clang++") if any(
        os.access(os.path.join(folder, name), os.X_OK) for folder in os.environ["PATH"].split(":"))), None)
    if not compiler:
        pytest.skip("no C++ compiler is here")
    source = tmp_path / "use.cc"
    source.write_text("#include <burin/burin.h>\nint main() { return burin_version() == nullptr; }\n")
    subprocess.run([compiler, "-Wall", "-Werror", "-fsyntax-only", f"-I{ROOT / 'include'}", str(source)], check=True)
