"""What a request says beside its body: If-Match, Prefer, and the parameters behind the question mark."""
import pytest

from desk_store import order, path_of, served_on
from test_api_once import ASKED, enter, taken


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def server(request):
    with served_on(request.param, "test_conditions") as running:
        running.owner.get("/v1/orders")
        yield running


def takes(server, path, name, method="post"):
    return any(one["name"] == name for one in server.description.document["paths"][path][method].get("parameters", []))


@pytest.mark.parametrize("path", [path for path, ask in ASKED.items() if ask and "/my/" not in path and "/me/" not in path])
def test_another_version_is_refused(server, path):
    client, target, body = ASKED[path](server)
    if not takes(server, path, "If-Match"):
        pytest.skip("nothing of it has a version")
    assert client.post(target, body, match='"v99999"').status == 412
    assert client.post(target, body, match='"nonsense"').status == 412
    assert client.post(target, body, match="*").status in (200, 201)


def test_what_is_read_with_an_etag_is_changed_with_it(server):
    number = enter(server)
    customer = f"/v1/customers/{server.owner.get(path_of(number)).json['life']['customer']}"
    etag = server.owner.get(customer).etag
    assert server.owner.put(f"{customer}/consents", {"sms": True}, match='"v99"').status == 412
    given = server.owner.put(f"{customer}/consents", {"sms": True}, match=etag)
    assert given.status == 200 and given.etag == server.owner.get(customer).etag != etag
    assert server.owner.put(f"{customer}/consents", {"sms": False}, match=etag).status == 412
    assert server.owner.get(customer).json["consents"] == ["sms"]
    assert server.owner.post(f"{customer}/erase", {"force": True}, match=etag).status == 412
    read = server.owner.get(path_of(number))
    held = server.owner.post(path_of(number, "hold"), {"reason": "photo"}, match=read.etag)
    assert held.status == 200 and held.etag != read.etag
    assert server.owner.post(path_of(number, "release"), match=read.etag).status == 412
    assert server.owner.post(path_of(number, "release"), match=held.etag).status == 200
    assert server.owner.post(path_of(number, "events"), {"stage": "production"}, match=held.etag).status == 412


def test_a_state_narrows_the_list_of_an_order(server):
    number = enter(server)
    taken(server, number, 'Please change the engraving on order {} to "Always".')
    plain = f"order=%23{number[1:]}"
    [one] = server.owner.get(f"/v1/changes?{plain}").json["data"]
    assert [each["id"] for each in server.owner.get(f"/v1/changes?{plain}&state=awaiting_confirmation").json["data"]] == [one["id"]]
    assert server.owner.get(f"/v1/changes?{plain}&state=declined").json["data"] == []
    claim = server.owner.post("/v1/claims", {"order": number, "item": 0, "concern": "damaged"}).json["id"]
    assert [each["id"] for each in server.owner.get(f"/v1/claims?{plain}&state=opened").json["data"]] == [claim]
    assert server.owner.get(f"/v1/claims?{plain}&state=rejected").json["data"] == []
    assert server.desk.post(path_of(number, "cancel")).status == 201
    assert len(server.owner.get(f"/v1/approvals?{plain}&state=proposed").json["data"]) == 1
    assert server.owner.get(f"/v1/approvals?{plain}&state=approved").json["data"] == []


@pytest.mark.parametrize("target", ["/v1/tickets?state=open&state=resolved", "/v1/orders?limit=2&limit=3", "/v1/inbox?lang=en&lang=zh"])
def test_a_parameter_stands_there_once(server, target):
    refused = server.owner.get(target)
    assert refused.status == 400 and "twice" in refused.json["detail"]


@pytest.mark.parametrize("prefer, minimal", [
    ("return=minimal", True), ("respond-async, return=minimal", True), ("Return=minimal; foo=bar", True), ('wait=10,return="minimal"', True),
    ("return = minimal", True), ("return=representation, return=minimal", False), ("respond-async", False), ("xreturn=minimal", False)])
def test_what_is_preferred_is_a_list(server, prefer, minimal):
    number = enter(server)
    answer = server.owner.put(path_of(number), order(number), prefer=prefer)
    assert answer.status == (204 if minimal else 200) and (answer.body == b"") is minimal and answer.etag
