"""The order's page as a browser without scripts posts to it: forms with files."""
import datetime
import html
import re
import socket

import pytest

from desk_store import address, order, served_on
from portal import visit
from test_api_attachments import download, png

BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW"


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def server(request):
    with served_on(request.param, "test_order_page_forms") as running:
        running.owner.get("/v1/orders")
        yield running


def ago(**span):
    return (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(**span)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Page:
    """What a browser holds of the page: its forms by what they do, and how they are sent."""

    def __init__(self, server, number, **more):
        answer = server.owner.put(f"/v1/orders/{number}", order(number, **more))
        assert answer.status in (200, 201), answer.body
        self.server, self.visitor = server, visit(server, number, address(number))

    def get(self, target="/order"):
        answer = self.server.raw("GET", target, None, {"Cookie": self.visitor.cookie})
        assert answer.status == 200, answer.body
        return answer.body.decode()

    def hidden(self, route):
        """The hidden fields of the form with that route."""
        for form in re.findall(r"<form method=\"post\".*?</form>", self.get(), re.S):
            if f'value="{route}' in html.unescape(form):
                return [(name, html.unescape(value)) for name, value in
                        re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)]
        raise AssertionError(f"no form does {route}")

    def send(self, body, kind=None):
        headers = {"Cookie": self.visitor.cookie, "Content-Type": kind or f"multipart/form-data; boundary={BOUNDARY}"}
        return self.server.raw("POST", "/order", body, headers)


def multipart(fields, files=(), end=f"--{BOUNDARY}--\r\n"):
    """As browsers do; files as (field, name, type, content)."""
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields]
    for field, name, kind, content in files:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'
        parts.append(head.encode() + content + b"\r\n")
    return b"".join(parts) + end.encode()


def report(page, files, text="The bar is bent."):
    fields = page.hidden("POST /v1/my/problem") + [("concern", "damaged"), ("text", text)]
    return multipart(fields, files)


def delivered(server, number):
    return Page(server, number, events=[{"stage": "delivered", "at": ago(hours=3)}])


def sandboxed(answer):
    if b"sandbox" in answer.body:
        pytest.skip("photos cannot be read in a sandbox here")
    return answer


def test_a_report_brings_its_photos_along(server):
    page = delivered(server, "P-100")
    sent = sandboxed(page.send(report(page, [("photos", "bent.png", "image/png", png()), ("photos", "a%22b.jpg", "image/jpeg", png(30, 20))])))
    assert sent.status == 303 and sent.headers["Location"] == "/order?done=reported", sent.body
    claim, = page.visitor.page()["claims"]
    assert claim["state"] == "offered" and claim["photos"] == 2
    attached = server.desk.get(f"/v1/tickets/{claim['ticket']}").json["messages"][0]["attachments"]
    assert [(one["name"], one["width"]) for one in attached] == [("bent.jpg", 24), ("ab.jpg", 30)]
    assert "we are sorry" in page.get("/order?done=reported")


def test_a_photo_is_written_anew_as_by_the_script(server):
    page = delivered(server, "P-101")
    content = png()
    assert sandboxed(page.send(report(page, [("photos", "x.png", "image/png", content)]))).status == 303
    ticket = page.visitor.page()["claims"][0]["ticket"]
    kept = server.desk.get(f"/v1/tickets/{ticket}").json["messages"][0]["attachments"][0]
    assert kept["bytes"] != len(content) and kept["width"] == 24
    got = download(server.owner, ticket, 1, 0)
    assert got.status == 200 and got.body != content and b"SECRET" not in got.body


def test_no_photo_chosen_is_a_report_alone(server):
    page = delivered(server, "P-102")
    sent = page.send(report(page, [("photos", "", "application/octet-stream", b"")]))
    assert sent.status == 303
    claim, = page.visitor.page()["claims"]
    assert claim["photos"] == 0 and claim["photos_due"]
    assert 'enctype="multipart/form-data"' in page.get()


def test_photos_come_afterwards_by_a_form_of_their_own(server):
    page = delivered(server, "P-103")
    page.send(report(page, []))
    ticket = page.visitor.page()["claims"][0]["ticket"]
    fields = page.hidden(f"POST /v1/my/problem/{ticket}/photos")
    assert page.send(multipart(fields)).status == 400
    sent = sandboxed(page.send(multipart(fields, [("photos", "bent.png", "image/png", png())])))
    assert sent.status == 303 and sent.headers["Location"] == "/order?done=photos"
    assert page.visitor.page()["claims"][0]["photos"] == 1


def test_the_same_form_sent_twice_reports_once(server):
    page = delivered(server, "P-104")
    body = report(page, [("photos", "bent.png", "image/png", png())])
    assert sandboxed(page.send(body)).status == page.send(body).status == 303
    assert len(page.visitor.page()["claims"]) == 1 and page.visitor.page()["claims"][0]["photos"] == 1
    assert len(server.desk.get("/v1/orders/P-104/life").json["tickets"]) == 1


def test_a_refused_photo_leaves_the_report(server):
    page = delivered(server, "P-105")
    broken = png()[:40]
    sent = sandboxed(page.send(report(page, [("photos", "<cut>.png", "image/png", broken), ("photos", "good.png", "image/png", png())])))
    text = sent.body.decode()
    assert sent.status == 400 and "&lt;cut&gt;.png" in text and "did not arrive" in text and "we are sorry" in text
    assert page.visitor.page()["claims"][0]["photos"] == 1


def test_each_photo_is_bounded(server):
    page = delivered(server, "P-106")
    sent = page.send(report(page, [("photos", "large.png", "image/png", bytes(25 * 1024 * 1024 + 1))]))
    assert sent.status == 413 and "too large" in sent.body.decode()
    assert page.visitor.page()["claims"][0]["photos"] == 0


def test_a_form_of_anybody_else_is_not_followed(server):
    page = delivered(server, "P-107")
    fields = [(name, "x" * 43 if name == "_csrf" else value) for name, value in page.hidden("POST /v1/my/problem")]
    assert page.send(multipart(fields + [("concern", "damaged"), ("text", "x")])).status == 403
    headers = {"Cookie": page.visitor.cookie, "Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Sec-Fetch-Site": "cross-site"}
    assert server.raw("POST", "/order", report(page, []), headers).status == 403
    other = delivered(server, "P-108")
    other.send(report(other, []))
    theirs = other.visitor.page()["claims"][0]["ticket"]
    fields = [("_csrf", page.visitor.csrf), ("_files", f"POST /v1/my/problem/{theirs}/photos")]
    assert page.send(multipart(fields, [("photos", "x.png", "image/png", png())])).status == 404
    assert other.visitor.page()["claims"][0]["photos"] == 0 and page.visitor.page()["claims"] == []


@pytest.mark.parametrize("body, kind, status", [
    (b"", None, 400),
    (b"no form at all", None, 400),
    (multipart([("text", "x")], end=""), None, 400),
    (multipart([("text", "x")], end=f"--{BOUNDARY}--\r\nmore"), None, 400),
    (multipart([("text", "x")]), "multipart/form-data", 400),
    (multipart([("text", "x")]), "multipart/form-data; boundary=" + "x" * 71, 400),
    (multipart([("text", "\x00")]), None, 400),
    (multipart([("text", "x")] * 257), None, 413),
    (multipart([("text", "x" * (1024 * 1024 + 1))]), None, 413),
    (multipart([], [("f", str(i), "image/png", b"x") for i in range(21)]), None, 413),
    (b"text=" + b"x" * (2 * 1024 * 1024), "application/x-www-form-urlencoded", 413),
])
def test_what_is_no_form_is_refused(server, body, kind, status):
    page = getattr(server, "page", None) or delivered(server, "P-109")
    server.page = page
    answer = page.send(body, kind)
    assert answer.status == status and b"<main" in answer.body, (answer.status, answer.body[-300:])


def test_a_form_that_takes_no_files_says_so(server):
    page = delivered(server, "P-110")
    fields = page.hidden("POST /v1/my/message") + [("text", "Hello")]
    assert page.send(multipart(fields, [("f", "x.png", "image/png", png())])).status == 400
    assert page.send(multipart(fields)).headers["Location"] == "/order?done=message"


def test_more_than_fits_is_not_read(server):
    page = delivered(server, "P-111")
    head = f"POST /order HTTP/1.1\r\nHost: x\r\nCookie: {page.visitor.cookie}\r\nContent-Length: {64 * 1024 * 1024 + 1}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(head.encode())
        assert b" 413 " in connection.recv(4096)
