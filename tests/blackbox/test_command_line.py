"""What holds for every command: help, the manual, completions, mistakes on the command line, examples."""
import contextlib
import os
import re
import shlex
import shutil
import subprocess

import pytest
from conftest import BURIN, ROOT, run


def commands():
    return re.findall(r"^  (\w+) ", run("help").out.split("Commands:\n")[1].split("\n\n")[0], re.M)


COMMANDS = commands()


def examples():
    for command in COMMANDS:
        text = run(command, "--help").out
        for line in re.findall(r"^  (burin .*)$", text, re.M):
            yield line


PAGES = [page for page in ("README.md", "docs/ARCHITECTURE.md", "skill/custom-order-support/SKILL.md") if (ROOT / page).exists()]


def blocks(kind):
    """The fenced blocks of a kind in the pages that people read first."""
    for page in PAGES:
        found = re.findall(rf"```{kind}\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.S)
        for number, block in enumerate(found, 1):
            if re.search(r"^(\$ .*)?(build/|python3 |)burin|^python3 ", block, re.M):
                yield pytest.param(block, id=f"{page}-{kind}-{number}")


def test_version():
    done = run("--version")
    assert re.fullmatch(r"burin \d+\.\d+\.\d+\n", done.out) and done.status == 0


def test_overview_lists_every_command():
    for words in (["help"], ["--help"], ["-h"]):
        done = run(*words)
        assert done.status == 0 and "usage: burin" in done.out
    assert {"eta", "assess", "reply", "lint", "check", "render", "init", "help"} <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_each(command):
    done = run("help", command)
    assert done.status == 0 and done.out.startswith(f"usage: burin {command}")
    for part in ("Options:", "Exit status:"):
        assert part in done.out
    assert run(command, "--help").out == done.out
    assert max(map(len, done.out.splitlines())) <= 120


@pytest.mark.parametrize("command", COMMANDS)
def test_unknown_option(command):
    done = run(command, "--no-such-option")
    assert done.status == 2 and done.out == ""
    assert done.err.startswith("burin: there is no option --no-such-option; see ")


@pytest.mark.parametrize("words, message", [
    ([], "a command is missing; see “burin help”"),
    (["asess"], "there is no command “asess”; did you mean “assess”?"),
    (["frobnicate"], "there is no command “frobnicate”; see “burin help”"),
    (["help", "frobnicate"], "there is no command “frobnicate”; see “burin help”"),
    (["eta", "--order-dat", "2026-03-01"], "there is no option --order-dat; did you mean --order-date?"),
    (["eta"], "--order-date DATE is missing; see “burin eta --help”"),
    (["eta", "--order-date"], "--order-date needs a value; --order-date DATE is expected"),
    (["eta", "--order-date", "2026-03-01", "more"], "nothing is expected at more; see “burin eta --help”"),
    (["check"], "missing DIR; see “burin check --help”"),
    (["init"], "missing DIR; see “burin init --help”"),
    (["render"], "missing TEMPLATE; see “burin render --help”"),
])
def test_usage_errors(words, message):
    done = run(*words)
    assert (done.status, done.out, done.err) == (2, "", f"burin: {message}\n")


def test_manual():
    done = run("help", "--man")
    assert done.status == 0
    for command in COMMANDS:
        assert f".Ss burin {command}" in done.out
    if not shutil.which("mandoc"):
        pytest.skip("mandoc is not here")
    lint = subprocess.run(["mandoc", "-Tlint", "-Wwarning"], input=done.out.encode(), capture_output=True, check=False)
    assert lint.stdout == b"" and lint.returncode == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_good_script(shell):
    done = run("help", "--completion", shell)
    assert done.status == 0 and "order-date" in done.out and "production" in done.out
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not here")
    assert subprocess.run([shell, "-n"], input=done.out.encode(), check=False).returncode == 0


def complete(*words):
    """What bash would offer for the last word."""
    script = run("help", "--completion", "bash").out
    line = " ".join(shlex.quote(word) for word in words)
    script += f'\nCOMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _burin; printf "%s\\n" "${{COMPREPLY[@]}}"\n'
    return subprocess.run(["bash"], input=script.encode(), capture_output=True, check=True).stdout.decode().split()


def test_completion_offers():
    assert complete("burin", "et") == ["eta"]
    assert complete("burin", "eta", "--order") == ["--order-date"]
    assert complete("burin", "eta", "--format", "") == ["text", "json"]
    assert "eta" in complete("burin", "help", "")


def test_unknown_shell():
    done = run("help", "--completion", "tcsh")
    assert done.status == 3 and "one of bash|zsh|fish is expected" in done.err


def shell(text, on_path, folder):
    env = dict(os.environ, PATH=f"{on_path}:{os.environ['PATH']}")
    env.pop("BURIN", None)
    return subprocess.run(["sh", "-ec", text], cwd=folder, env=env, stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=300, check=False)


@pytest.mark.parametrize("line", list(dict.fromkeys(examples())))
def test_examples_of_help(line, samples, on_path, tmp_path):
    shutil.copytree(samples, tmp_path / "work")
    done = shell(line, on_path, tmp_path / "work")
    assert (done.returncode, done.stderr.decode()) == (0, "")


@contextlib.contextmanager
def serving(line, on_path, folder):
    """A server that was started by hand, at ports that are free."""
    words = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:0", line.split("#")[0]) + " --ops 127.0.0.1:0"
    env = dict(os.environ, PATH=f"{on_path}:{os.environ['PATH']}")
    process = subprocess.Popen(["sh", "-c", "exec " + words], cwd=folder, env=env, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    try:
        assert b"is served at" in process.stdout.readline()
        yield
    finally:
        process.terminate()
        assert process.wait(30) == 0


@pytest.mark.parametrize("block", list(blocks("sh")))
def test_documented_commands(block, samples, on_path, tmp_path):
    """One after the other, as somebody would type them; those that build or test are the business of others."""
    block = block.replace("\\\n", " ").replace("build/burin", "burin")
    lines = [line for line in block.splitlines() if line.split(" ")[0] in ("burin", "python3")]
    shutil.copytree(samples, tmp_path / "work")
    if "burin init shop" in block:
        shutil.rmtree(tmp_path / "work" / "shop")
    with contextlib.ExitStack() as running:
        for line in lines:
            if line.startswith("burin serve"):
                running.enter_context(serving(line, on_path, tmp_path / "work"))
                continue
            if line.startswith("python3 scripts/"):
                line = line.replace("scripts/", f"{ROOT}/skill/custom-order-support/scripts/").replace("[--rush]", "--rush")
            done = shell(line, on_path, tmp_path / "work")
            assert (done.returncode, done.stderr.decode()) == (0, ""), line


@pytest.mark.parametrize("block", list(blocks("console")))
def test_documented_sessions(block, on_path):
    """What is shown behind "$ " is typed, and what stands below it must come out."""
    for session in re.findall(r"^\$ (.*?)(?=^\$ |\Z)", block, re.S | re.M):
        command, _, expected = session.partition("\n")
        while command.endswith(("|", "\\")):
            more, _, expected = expected.partition("\n")
            command = command.removesuffix("\\") + " " + more
        done = shell(command.replace("build/burin", "burin"), on_path, ROOT)
        assert (done.returncode, done.stderr.decode()) == (0, "")
        assert done.stdout.decode() == expected


@pytest.mark.parametrize("words", [["help"], ["help", "--man"], ["eta", "--order-date", "2026-03-01"]])
def test_full_disk_is_a_system_failure(words):
    if not os.path.exists("/dev/full"):
        pytest.skip("/dev/full is not here")
    with open("/dev/full", "wb") as full:
        done = subprocess.run([str(BURIN), *words], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 4
    assert done.stderr.decode() == "burin: cannot write standard output: No space left on device\n"
