"""A served store and a client that holds every answer against the API's own description."""
import contextlib
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time

import jsonschema

BURIN = os.environ.get("BURIN", "build/burin")
START_SECONDS = 60


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def etag(self):
        return self.headers.get("ETag")


class Description:
    """The OpenAPI document; finds the schema of an answer."""

    def __init__(self, document):
        self.document = document
        self.resolver = jsonschema.RefResolver.from_schema(document)
        self.patterns = [(re.compile("^" + re.sub(r"\\{[^/]*?\\}", "[^/]+", re.escape(path)) + "$"), path)
                         for path in document["paths"]]

    def operation(self, method, path):
        exact = self.document["paths"].get(path, {}).get(method.lower())
        if exact:
            return exact
        for pattern, name in self.patterns:
            operation = self.document["paths"][name].get(method.lower())
            if pattern.match(path) and operation:
                return operation
        return None

    def check(self, method, target, answer):
        path = target.split("?")[0]
        operation = self.operation(method, path)
        if operation is None:
            assert answer.status in (401, 404, 405), f"{method} {path} answers {answer.status} and is not described"
            return
        if answer.status == 204 or not answer.body:
            return
        responses = operation["responses"]
        if answer.status >= 400:
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert str(answer.status) in responses, f"{method} {path}: {answer.status} is not described"
            schema = {"$ref": "#/components/schemas/Problem"}
        else:
            assert str(answer.status) in responses, f"{method} {path}: {answer.status} is not described"
            schema = responses[str(answer.status)]["content"]["application/json"]["schema"]
        validator = jsonschema.Draft202012Validator(schema, resolver=self.resolver)
        problems = [f"{'/'.join(map(str, e.absolute_path))}: {e.message}"[:300] for e in validator.iter_errors(answer.json)]
        assert not problems, f"{method} {path} {answer.status}: {problems[:5]}"


class Server:
    def __init__(self, folder, log, prefix=()):
        self.prefix = list(prefix)  # a program that starts it, with what that is told
        self.folder = pathlib.Path(folder)
        self.log_path = log
        self.process = None
        self.port = self.ops = None
        self.description = None

    def start(self, expect_errors=False):
        self.expect_errors = expect_errors
        self.log = open(self.log_path, "ab")
        self.process = subprocess.Popen([*self.prefix, BURIN, "serve", str(self.folder), "--listen", "127.0.0.1:0", "--ops", "127.0.0.1:0"],
                                        stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        ports = re.findall(r"127\.0\.0\.1:(\d+)", line)
        assert len(ports) == 2, f"it does not start: {line!r} {pathlib.Path(self.log_path).read_text()[-2000:]}"
        self.port, self.ops = map(int, ports)
        return self

    def stop(self):
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(30)
        self.process = None
        self.log.close()
        assert status == 0, f"it ended with {status}: {pathlib.Path(self.log_path).read_text()[-3000:]}"

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process = None
        self.log.close()

    def errors(self):
        """Lines of the log that say that something failed."""
        found = []
        for line in pathlib.Path(self.log_path).read_text().splitlines():
            if not line.startswith("{"):
                found.append(line)
            elif json.loads(line)["level"] == "error":
                found.append(line)
        return found

    def token(self, scope="owner"):
        run = subprocess.run([BURIN, "token", "add", str(self.folder), "--scope", scope, "--name", f"test {scope}"],
                             capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
        return run.stdout.strip()

    def raw(self, method, target, body=None, headers=None, port=None):
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=60)
        try:
            connection.request(method, target, body=body, headers=headers or {})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()


class Client:
    def __init__(self, server, token):
        self.server = server
        self.token = token

    def who(self):
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def call(self, method, target, body=None, key=None, match=None, prefer=None):
        headers = self.who()
        if body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(body) if not isinstance(body, (str, bytes)) else body
        if key:
            headers["Idempotency-Key"] = key
        if match:
            headers["If-Match"] = match
        if prefer:
            headers["Prefer"] = prefer
        answer = self.server.raw(method, target, body, headers)
        if self.server.description is None:
            self.server.description = Description(self.server.raw("GET", "/v1/openapi.json").json)
        self.server.description.check(method, target, answer)
        return answer

    def get(self, target, **more):
        return self.call("GET", target, **more)

    def post(self, target, body=None, **more):
        return self.call("POST", target, {} if body is None else body, **more)

    def put(self, target, body, **more):
        return self.call("PUT", target, body, **more)


class Person(Client):
    """Somebody who has signed in: a cookie, and the token that goes with it."""

    def __init__(self, server, account, cookie, csrf):
        super().__init__(server, None)
        self.account = account
        self.cookie = cookie
        self.csrf = csrf

    def who(self):
        return {"Cookie": self.cookie, "X-CSRF-Token": self.csrf}


def person(server, name, role):
    """A new account of that role, signed in."""
    owner = Client(server, server.token("owner"))
    asked = {"email": f"{name}@shop.example", "name": name.title(), "role": role}
    added = owner.post("/v1/accounts", asked).json
    password = "a long enough pass phrase"
    owner.post("/v1/invites/accept", {"code": added["invite"], "password": password})
    answer = owner.server.raw("POST", "/v1/session", json.dumps({"email": asked["email"], "password": password}),
                              {"Content-Type": "application/json"})
    assert answer.status == 200, answer.body
    return Person(server, answer.json["account"]["id"], answer.headers["Set-Cookie"].split(";")[0], answer.json["csrf"])


def make_store(folder, database=None, edits=()):
    subprocess.run([BURIN, "init", str(folder)], check=True, capture_output=True)
    settings = folder / "store.yaml"
    text = settings.read_text()
    for old, new in dict(edits).items():
        assert old in text, old
        text = text.replace(old, new, 1)
    if database:
        text += f'database: "{database}"\n'
    settings.write_text(text)


@contextlib.contextmanager
def served(database=None, prefix=(), edits=()):
    """`edits` are made to the store's settings first: {old: new}."""
    top = pathlib.Path(tempfile.mkdtemp(prefix="burin-serve-"))
    try:
        make_store(top / "store", database, edits)
        server = Server(top / "store", top / "log", prefix).start()
        try:
            yield server
        finally:
            if server.process:
                server.stop()
    finally:
        shutil.rmtree(top, ignore_errors=True)


def wait_for(what, seconds=20):
    """Asks again until it is there; the loops look at least once a second."""
    end = time.monotonic() + seconds
    while True:
        got = what()
        if got or time.monotonic() > end:
            return got
        time.sleep(0.05)
