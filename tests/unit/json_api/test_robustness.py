"""Whatever is sent, the answer says what is wrong with it; nothing is a failure of the node."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canton.clock import SeededRandomness
from canton.errors import Categories
from canton.json_api.api import JsonApi
from canton.json_api.endpoint.endpoint import Endpoint, JsonBody
from canton.json_api.endpoint.table import ENDPOINTS
from canton.json_api.exchange import Incoming
from canton.json_api.message.codec import codec_of
from canton.transport.seam import Call, Services
from unit.daml_lf.textual import library_of, package_of
from unit.json_api.message.strategies import ANY_TYPES, messages

PACKAGE = package_of(
    """module M {
  record @serializable R = { p: Party, o: Option Int64 };
  template (this: R) = {
    precondition True; signatories Cons @Party [M:R {p} this] (Nil @Party);
    observers Nil @Party;
    choice C (self) (a: M:R): Unit, controllers Nil @Party to upure @Unit ();
  };
}"""
)
LIBRARY = library_of(PACKAGE)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
WORDS = st.sampled_from(
    ["value", "Empty", "CreateCommand", f"{PACKAGE.id}:M:R", "#test:M:R", "C", "a::b", "1e400"]
)


def api() -> JsonApi:
    """An API whose services answer everything with nothing."""

    def table(endpoint: Endpoint) -> Any:
        async def one(request: Any, call: Call) -> Any:
            response: Any = endpoint.method.response_type()
            if "transaction" in response.DESCRIPTOR.fields_by_name:
                response.transaction.SetInParent()
            return response

        async def many(request: Any, call: Call) -> Any:
            return
            yield

        return {endpoint.method: many if endpoint.streaming is not None else one}

    methods = {each.method: each for each in ENDPOINTS}
    services = Services(*(table(each) for each in methods.values()))
    packages = SimpleNamespace(library=LIBRARY, known=lambda each: None, details=list)
    ledger: Any = SimpleNamespace(packages=packages, connected={})
    return JsonApi(services, ledger, SeededRandomness("json"), "3.6.0")


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container in a value with each of its keys."""
    found = []
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(items):
        found.append((value, key))
        if isinstance(inner, dict | list):
            found += places(inner)
    return found


@pytest.mark.parametrize(
    "endpoint",
    [each for each in ENDPOINTS if isinstance(each.body, JsonBody)],
    ids=lambda each: f"{each.verb} {each.path}",
)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
async def test_a_request_with_something_else_in_it_is_answered(
    endpoint: Endpoint, data: st.DataObject
) -> None:
    request = data.draw(messages(endpoint.method.descriptor.input_type))
    assert isinstance(endpoint.body, JsonBody)
    if endpoint.body.field is not None:
        request = getattr(request, endpoint.body.field)
    body = json.loads(json.dumps(codec_of(request.DESCRIPTOR).encode(request, ANY_TYPES)))
    for _ in range(data.draw(st.integers(0, 2))):
        found = places(body)
        if found:
            container, key = data.draw(st.sampled_from(found))
            container[key] = data.draw(JSON | WORDS)
    path = endpoint.path.replace("{", "").replace("}", "")
    content = json.dumps(body).encode()
    answer = await api().answer(Incoming(endpoint.verb, path, body=content))
    assert answer.status in (200, 400, 404), answer
    if answer.status != 200 and answer.content_type == "application/json":
        error = json.loads(answer.body)
        internal = Categories.SYSTEM_INTERNAL_ASSUMPTION_VIOLATED.number
        assert error["errorCategory"] not in (internal, -1), error


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(["GET", "POST", "PATCH", "DELETE", "PUT"]), st.text(), st.binary())
async def test_any_path_and_body_is_answered(verb: str, path: str, body: bytes) -> None:
    answer = await api().answer(Incoming(verb, f"/{path}", {"limit": [path]}, {}, body))
    assert answer.status < 500
