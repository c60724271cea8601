"""A customer who comes by the link in a letter: what the tests of the order's page share."""
import email
import email.policy
import json
import re

from desk_server import wait_for

BASE = "http://127.0.0.1:8080"
LINK = re.compile(re.escape(BASE) + r"/o/([A-Za-z0-9_-]+)")


def letters(server, to=None):
    """What lies in the Maildir, oldest first."""
    found = []
    for path in sorted((server.folder / "mail" / "new").glob("*"), key=lambda one: one.stat().st_mtime_ns):
        letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        if to is None or letter["To"].lower() == to.lower():
            found.append(letter)
    return found


def text_of(letter):
    return letter.get_body(("plain",)).get_content()


def links(server, to):
    return [match for letter in letters(server, to) for match in LINK.findall(text_of(letter))]


class Visitor:
    """Carries the cookie of an order's page, and holds every answer against the description."""

    def __init__(self, server, secret):
        self.server = server
        self.answer = self.call("POST", "/v1/my/session", {"secret": secret})
        self.cookie = self.csrf = None
        if self.answer.status == 200:
            self.cookie = self.answer.headers["Set-Cookie"].split(";")[0]
            self.csrf = self.answer.json["csrf"]

    def call(self, method, target, body=None, raw=None, kind=None, key=None):
        headers = {}
        if getattr(self, "cookie", None):
            headers = {"Cookie": self.cookie, "X-CSRF-Token": self.csrf}
        if body is not None:
            headers["Content-Type"] = "application/json"
            raw = json.dumps(body)
        if kind:
            headers["Content-Type"] = kind
        if key:
            headers["Idempotency-Key"] = key
        answer = self.server.raw(method, target, raw, headers)
        self.server.description.check(method, target, answer)
        return answer

    def get(self, target):
        return self.call("GET", target)

    def picture(self, target):
        """What is no document."""
        return self.server.raw("GET", target, None, {"Cookie": self.cookie})

    def post(self, target, body=None, **more):
        return self.call("POST", target, {} if body is None and "raw" not in more else body, **more)

    def page(self, locale=None):
        answer = self.get("/v1/my/order" + (f"?locale={locale}" if locale else ""))
        assert answer.status == 200, answer.body
        return answer.json

    def action(self, name, item=None):
        return next(one for one in self.page()["actions"] if one["action"] == name and one["item"] == item)


def visit(server, number, to, address=None):
    """Comes in by a letter that the desk sends."""
    before = len(links(server, to))
    sent = server.desk.post(f"/v1/orders/{number.strip('#')}/link", {"email": address} if address else {})
    assert sent.status == 201, sent.body
    found = wait_for(lambda: links(server, to)[before:])
    assert found, "no letter has come"
    visitor = Visitor(server, found[-1])
    assert visitor.answer.status == 200, visitor.answer.body
    return visitor
