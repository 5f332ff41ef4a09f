"""The OpenAPI document describes what the codecs write."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canton.json_api.document.asyncapi import asyncapi
from canton.json_api.document.openapi import openapi
from canton.json_api.endpoint.endpoint import Endpoint, JsonAnswer, JsonBody
from canton.json_api.endpoint.legacy import tree_answer
from canton.json_api.endpoint.table import ENDPOINTS
from canton.json_api.message.codec import codec_of
from unit.json_api.message.strategies import ANY_TYPES, messages

DOCUMENT = openapi(ENDPOINTS, "3.6.0")
COMPONENTS = DOCUMENT["components"]["schemas"]
KINDS = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict}


def problem(json: Any, schema: Any) -> str | None:
    """What of the JSON a schema does not allow; null is allowed anywhere, as the API has it."""
    while "$ref" in schema:
        schema = COMPONENTS[schema["$ref"].rpartition("/")[2]]
    if "oneOf" in schema:
        found = [problem(json, each) for each in schema["oneOf"]]
        return None if None in found else f"{json} is none of {found}"
    if json is None or "type" not in schema:
        return None
    if type(json) is not KINDS[schema["type"]]:
        return f"{json} is no {schema['type']}"
    if json not in schema.get("enum", [json]):
        return f"{json} is not in {schema['enum']}"
    if isinstance(json, list):
        return next((p for each in json if (p := problem(each, schema["items"]))), None)
    return _problem_of_members(json, schema) if isinstance(json, dict) else None


def _problem_of_members(json: dict[str, Any], schema: Any) -> str | None:
    missing = set(schema.get("required", [])) - json.keys()
    if missing:
        return f"{missing} is missing"
    if "properties" not in schema and "additionalProperties" not in schema:
        return None
    properties, others = schema.get("properties", {}), schema.get("additionalProperties")
    for name, each in json.items():
        if name not in properties and others is None:
            return f"{name} is unknown"
        found = problem(each, properties.get(name, others))
        if found is not None:
            return f"{name}: {found}"
    return None


def _answer_schema(endpoint: Endpoint) -> Any:
    operation = DOCUMENT["paths"][endpoint.path][endpoint.verb.lower()]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return schema["items"] if endpoint.streaming is not None else schema


@pytest.mark.parametrize(
    "endpoint",
    [each for each in ENDPOINTS if isinstance(each.answer, JsonAnswer)],
    ids=lambda each: f"{each.verb} {each.path}",
)
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_answer_is_as_described(endpoint: Endpoint, data: st.DataObject) -> None:
    response = data.draw(messages(endpoint.method.descriptor.output_type))
    json = codec_of(response.DESCRIPTOR).encode(response, ANY_TYPES)
    assert isinstance(endpoint.answer, JsonAnswer)
    if endpoint.answer.rewrite is tree_answer and json["transaction"] is None:
        return
    if endpoint.answer.rewrite is not None:
        json = endpoint.answer.rewrite(json)
    assert problem(json, _answer_schema(endpoint)) is None


@pytest.mark.parametrize(
    "endpoint",
    [each for each in ENDPOINTS if isinstance(each.body, JsonBody)],
    ids=lambda each: f"{each.verb} {each.path}",
)
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_request_that_can_be_written_is_as_described(
    endpoint: Endpoint, data: st.DataObject
) -> None:
    request = data.draw(messages(endpoint.method.descriptor.input_type))
    assert isinstance(endpoint.body, JsonBody)
    if endpoint.body.field is not None:
        request = getattr(request, endpoint.body.field)
    json = codec_of(request.DESCRIPTOR).encode(request, ANY_TYPES)
    operation = DOCUMENT["paths"][endpoint.path][endpoint.verb.lower()]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    assert problem(json, schema) is None


def test_what_is_not_as_described_is_found() -> None:
    schema = {"$ref": "#/components/schemas/Right"}
    assert problem({"kind": {"CanActAs": {"value": {"party": "p"}}}}, schema) is None
    assert problem({"kind": {"CanActAs": {"value": {"party": 1}}}}, schema)
    assert problem({"kind": {"CanDoAll": {}}}, schema)
    assert problem({"sort": {}}, schema)


def test_every_reference_leads_somewhere() -> None:
    for document in (DOCUMENT, asyncapi(ENDPOINTS, "3.6.0")):
        text = msgspec.json.encode(document).decode()
        for part in text.split('"$ref":"#/components/')[1:]:
            kind, _, name = part.partition('"')[0].partition("/")
            assert name in document["components"][kind]
        assert msgspec.json.decode(text) == document


def test_operations_have_ids_of_their_own() -> None:
    ids = [each["operationId"] for path in DOCUMENT["paths"].values() for each in path.values()]
    assert len(ids) == len(set(ids)) == 61
    assert "patchV2UsersUser-idIdentity-provider-id" in ids
