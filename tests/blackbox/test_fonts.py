"""A store's own fonts: what is taken from its folder, and how the pages get it."""
import re
import struct

import pytest

from conftest import run
from desk_server import Server


def sfnt(magic=b"\0\1\0\0", tables=1, offset=28, length=4):
    """A font of one table, as far as anybody looks here."""
    return magic + struct.pack(">HHHH", tables, 16, 0, 0) + b"glyf" + struct.pack(">III", 0, offset, length) + b"\0" * 4


def woff2(size=None):
    body = b"wOF2" + b"\0\1\0\0" + struct.pack(">IHH", 64 if size is None else size, 1, 0) + b"\0" * 48
    return body


@pytest.fixture
def shop(tmp_path):
    assert run("init", "shop", cwd=tmp_path).status == 0
    (tmp_path / "shop" / "fonts").mkdir()
    return tmp_path / "shop"


@pytest.mark.parametrize("name, content", [("A.woff2", woff2()), ("B.ttf", sfnt()), ("C.ttf", sfnt(b"true")), ("D.otf", sfnt(b"OTTO")),
                                           ("\u5b8b\u4f53 2.woff2", woff2())])
def test_fonts_are_taken(shop, name, content):
    (shop / "fonts" / name).write_bytes(content)
    (shop / "fonts" / "OFL.txt").write_text("a licence")
    (shop / "fonts" / ".hidden").write_text("x")
    done = run("check", "shop", cwd=shop.parent)
    assert done.status == 0 and "among the choices" in done.err + done.out, done.err


@pytest.mark.parametrize("name, content, word", [
    ("A.woff2", sfnt(), "no font of the kind"), ("A.ttf", b"", "no font of the kind"), ("A.otf", sfnt(), "no font of the kind"),
    ("A.woff2", woff2(63), "not a whole one"), ("A.ttf", sfnt(tables=9), "not a whole one"), ("A.ttf", sfnt(offset=2**32 - 1), "not a whole one"),
    ("A.ttf", sfnt(tables=0), "not a whole one"), ("A.woff", woff2(), "is expected"), ("readme", b"x", "is expected"),
    ("A\"b.woff2", woff2(), "is named by"), ("A;b.woff2", woff2(), "is named by"), ("x" * 61 + ".woff2", woff2(), "is named by"),
    ("sub/A.woff2", woff2(), "is named by"), ("A.woff2", b"wOF2" + bytes(6 * 1024 * 1024), "too large"),
], ids=lambda value: value[:12] if isinstance(value, str) else "")
def test_what_is_no_font_is_told(shop, name, content, word):
    path = shop / "fonts" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    done = run("check", "shop", cwd=shop.parent)
    assert done.status == 1 and word in done.err and f"burin: shop/fonts/{name}: " in done.err, done.err


def test_two_of_a_name_are_one_too_many(shop):
    (shop / "fonts" / "A.woff2").write_bytes(woff2())
    (shop / "fonts" / "a.ttf").write_bytes(sfnt())
    assert "another font of that name" in run("check", "shop", cwd=shop.parent).err
    for i in range(21):
        (shop / "fonts" / f"F{i:02}.woff2").write_bytes(woff2())
    assert "too many fonts" in run("check", "shop", cwd=shop.parent).err


def test_pages_get_them_and_nothing_else(shop):
    (shop / "fonts" / "Script.woff2").write_bytes(woff2())
    (shop / "fonts" / "OFL.txt").write_text("a licence")
    server = Server(shop, shop.parent / "log").start()
    try:
        style = server.raw("GET", "/fonts.css")
        text = style.body.decode()
        assert style.status == 200 and style.headers["Content-Type"] == "text/css; charset=utf-8"
        assert '[data-font="Script" i] { font-family: "shop Script"' in text
        path, = re.findall(r'url\("(/fonts/[0-9a-f]{12}\.woff2)"\) format\("woff2"\)', text)
        font = server.raw("GET", path)
        assert font.status == 200 and font.body == woff2() and font.headers["Content-Type"] == "font/woff2"
        assert "immutable" in font.headers["Cache-Control"] and font.headers["X-Content-Type-Options"] == "nosniff"
        for other in ("/fonts/Script.woff2", "/fonts/OFL.txt", "/fonts/..%2fstore.yaml", "/fonts/%2e%2e", "/fonts/../store.yaml",
                      "/fonts/" + path[7:].upper(), "/fonts/", "/fonts/sub/x"):
            assert server.raw("GET", other).status in (400, 404), other
        door = server.raw("GET", "/order/link")
        assert "font-src 'self'" in door.headers["Content-Security-Policy"] and b'href="/fonts.css"' in door.body
    finally:
        server.stop()
    assert server.errors() == []


def test_a_store_without_fonts_has_an_empty_style(tmp_path):
    assert run("init", "shop", cwd=tmp_path).status == 0
    server = Server(tmp_path / "shop", tmp_path / "log").start()
    try:
        assert server.raw("GET", "/fonts.css").body == b""
    finally:
        server.stop()


def test_the_demo_store_brings_the_fonts_of_its_necklace(tmp_path):
    assert run("init", "--demo", "demo", cwd=tmp_path).status == 0
    done = run("check", "demo", cwd=tmp_path)
    assert (done.status, done.out) == (0, "demo: fine\n"), done.err
    assert {path.stem for path in (tmp_path / "demo" / "fonts").iterdir()} <= {"Script", "Serif", "Block"}
