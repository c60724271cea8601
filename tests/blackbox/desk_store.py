"""What the tests of the API share: a served store over each database, and orders and messages to fill it with."""
import contextlib
import os
import subprocess
import urllib.parse

import pytest

from desk_server import Client, served

POSTGRES = os.environ.get("BURIN_TEST_POSTGRES")


def fresh_schema(name):
    """An address on the server with a schema of its own."""
    psql = ["psql", "-q", "-d", POSTGRES, "-c", f"DROP SCHEMA IF EXISTS {name} CASCADE", "-c", f"CREATE SCHEMA {name}"]
    subprocess.run(psql, check=True, capture_output=True)
    return f"{POSTGRES}{'&' if '?' in POSTGRES else '?'}options=-csearch_path%3D{name}"


@contextlib.contextmanager
def served_on(kind, name, **more):
    """A store on that kind of database whose log holds no error in the end."""
    if kind == "postgres" and not POSTGRES:
        pytest.skip("no PostgreSQL server here (tools/with_postgres starts one)")
    with served(fresh_schema(name) if kind == "postgres" else None, **more) as running:
        running.owner = Client(running, running.token("owner"))
        running.desk = Client(running, running.token("desk"))
        running.read = Client(running, running.token("read"))
        yield running
        assert running.errors() == []


def address(number):
    return f"maya{number.strip('#')}@example.com"


def order(number, **more):
    return {"number": number, "placed_at": "2026-03-02T14:30:00Z", "currency": "USD", "total": "89.00",
            "customer": {"name": "Maya Lin", "email": address(number), "locale": "en-US"},
            "items": [{"sku": "NECK-ENG-S", "title": "Engraved bar necklace", "personalization": {"engraving": "Forever"}}],
            "shipping": {"carrier": "USPS", "country": "US"}, **more}


def path_of(number, *rest):
    return "/v1/orders/" + "/".join([urllib.parse.quote(number, safe=""), *rest])


def delivered(number):
    return order(number, events=[{"stage": "delivered", "at": "2026-03-12T15:00:00Z"}])


def inquiry(number, text, name="m1", at="2026-03-02T16:00:00Z", **more):
    return {"id": f"{number}-{name}", "at": at, "channel": "email", "from": address(number), "subject": "my order",
            "text": text, **more}
