"""A shop folder that cannot be written: at start, while it is edited, and its Maildir. What is said says what to do; nothing is half done."""
import contextlib
import os
import pathlib
import shutil
import subprocess
import tempfile

import pytest

from desk_server import BURIN, Client, Server, make_store, wait_for
from desk_store import POSTGRES, fresh_schema
from failures import order_document

NOBODY = 65534


def not_root():
    """What runs a program so that permissions hold for it."""
    if os.geteuid() != 0:
        return []
    if not shutil.which("setpriv"):
        pytest.skip("permissions do not hold for root, and setpriv is not here")
    words = ["setpriv", f"--reuid={NOBODY}", "--clear-groups"]
    if subprocess.run([*words, BURIN, "--version"], capture_output=True).returncode != 0:
        pytest.skip("permissions do not hold for root, and nobody else may run the program where it lies")
    return words


def own(path):
    """Gives everything below to whom `not_root` runs as."""
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", str(NOBODY), str(path)], check=True)


@contextlib.contextmanager
def closed(*paths):
    """Nobody but root may write there meanwhile."""
    modes = [(path, path.stat().st_mode) for path in paths]
    for path in paths:
        path.chmod(0o555)
    try:
        yield
    finally:
        for path, mode in modes:
            path.chmod(mode)


@pytest.fixture
def shop():
    top = pathlib.Path(tempfile.mkdtemp(prefix="burin-closed-"))
    top.chmod(0o755)
    make_store(top / "store")
    own(top)
    yield top / "store"
    shutil.rmtree(top, ignore_errors=True)


@contextlib.contextmanager
def running(shop):
    server = Server(shop, shop.parent / "log", not_root())
    server.start()
    own(shop.parent)
    try:
        yield server
    finally:
        if server.process:
            server.stop()


def doctor(shop):
    run = subprocess.run([*not_root(), BURIN, "doctor", str(shop)], capture_output=True, text=True)
    return run.returncode, run.stdout + run.stderr


def refusal(shop):
    """What a start that fails says."""
    words = [*not_root(), BURIN, "serve", str(shop), "--listen", "127.0.0.1:0", "--ops", "127.0.0.1:0"]
    run = subprocess.run(words, capture_output=True, text=True, timeout=60)
    assert run.returncode == 4 and run.stdout == ""
    return run.stderr


def test_a_start_says_who_may_not_write(shop):
    before = sorted(path.name for path in shop.iterdir())
    with closed(shop):
        said = refusal(shop)
    assert f"cannot open {shop}/burin.db.lock: Permission denied; give it and its folder to the user that burin runs as" in said
    assert sorted(path.name for path in shop.iterdir()) == before
    with running(shop) as server:  # and once it may be written, all is well
        assert server.errors() == []


@pytest.mark.skipif(not POSTGRES, reason="no PostgreSQL server here (tools/with_postgres starts one)")
def test_a_start_beside_postgres_says_it_too(shop):
    settings = shop / "store.yaml"
    settings.write_text(settings.read_text() + f'database: "{fresh_schema("test_unwritable")}"\n')
    before = sorted(path.name for path in shop.iterdir())
    with closed(shop):
        assert "Permission denied; give it and its folder to the user that burin runs as" in refusal(shop)
    assert sorted(path.name for path in shop.iterdir()) == before


def test_a_start_says_that_the_maildir_is_closed(shop):
    (shop / "mail").mkdir()
    own(shop)
    with closed(shop / "mail"):
        assert f"cannot write in the folder {shop}/mail: Permission denied; give it" in refusal(shop)
    for part in ("tmp", "new", "cur"):
        (shop / "mail" / part).mkdir()
    own(shop)
    with closed(shop / "mail" / "new"):
        assert f"cannot write in the folder {shop}/mail/new: Permission denied; give it" in refusal(shop)


def edit(client, old, new):
    """The status of an edit of the policy."""
    text = client.get("/v1/shop/files/policy.md").json["text"]
    assert f"change_window_hours: {old}\n" in text
    text = text.replace(f"change_window_hours: {old}\n", f"change_window_hours: {new}\n")
    return client.put("/v1/shop/files/policy.md", {"text": text}).status


def window_in(shop):
    return next(line for line in (shop / "policy.md").read_text().splitlines() if line.startswith("change_window_hours"))


def test_an_edit_counts_though_the_folder_is_closed(shop):
    with running(shop) as server:
        client = Client(server, server.token("owner"))
        own(shop)
        with closed(shop):
            assert edit(client, 24, 48) == 200
            assert wait_for(server.errors)
            assert len(server.errors()) == 1  # told once
            assert f"cannot write {shop}/policy.md: Permission denied; give it and its folder to the user" in server.errors()[0]
            assert edit(client, 48, 36) == 200
            assert window_in(shop) == "change_window_hours: 24"
            assert not list(shop.glob("policy.md?*"))
            status, said = doctor(shop)
            assert status == 1 and f"folder: cannot write in {shop}: Permission denied; give it" in said
        assert edit(client, 36, 30) == 200
        assert wait_for(lambda: window_in(shop) == "change_window_hours: 30")
        status, said = doctor(shop)
        assert status == 0 and "folder: can be written\n" in said and "photos: read behind seccomp" in said


def test_what_a_closed_folder_missed_comes_with_the_next_start(shop):
    with running(shop) as server:
        client = Client(server, server.token("owner"))
        own(shop)
        with closed(shop):
            assert edit(client, 24, 48) == 200
            assert wait_for(server.errors)
    with running(shop):
        assert wait_for(lambda: window_in(shop) == "change_window_hours: 48")


def test_letters_wait_for_a_closed_maildir(shop):
    with running(shop) as server:
        client = Client(server, server.token("owner"))
        own(shop)
        inside = [shop / "mail" / part for part in ("tmp", "new", "cur")]
        with closed(*inside):
            for i in range(3):
                placed = subprocess.run(["date", "-u", "+%Y-%m-%dT%H:%M:%SZ"], capture_output=True, text=True).stdout.strip()
                assert client.put(f"/v1/orders/C{i}", {**order_document(f"C{i}"), "placed_at": placed}).status == 201
            letters = wait_for(lambda: [one for one in client.get("/v1/letters").json["data"] if one["last_error"]])
            assert letters and all(one["state"] == "queued" and "Permission denied; give it" in one["last_error"] for one in letters)
            assert wait_for(server.errors)
            assert len(server.errors()) == 1 and f"cannot write {shop}/mail/tmp/" in server.errors()[0]
            status, said = doctor(shop)
            assert status == 1 and f"folder: cannot write in {shop}/mail/tmp: Permission denied" in said
        assert list((shop / "mail" / "new").iterdir()) == []
