"""The OpenAPI document: every endpoint, made from the table.

Source: the OpenAPI document of Canton 3.6 (paths, ids of operations, parameters).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from google.protobuf.descriptor import Descriptor

from canton.json_api.document.schema import (
    ERROR,
    Document,
    Schemas,
    name_of,
    one_member,
    reference,
)
from canton.json_api.endpoint.endpoint import (
    BytesAnswer,
    BytesBody,
    DefinitionAnswer,
    Endpoint,
    JsonAnswer,
    JsonBody,
    NoAnswer,
    Parameter,
    ParameterKind,
    Place,
)
from canton.json_api.endpoint.legacy import TREE_EVENTS, TREE_MEMBERS
from canton.wire import ledger_event_pb2

VERSION: Final = "3.0.3"
_EVENT_FORMAT: Final = ledger_event_pb2.DESCRIPTOR.message_types_by_name["EventFormat"]
_TEXT: Final[Document] = {"type": "string"}
_OCTETS: Final[Document] = {"type": "string", "format": "binary"}
_SECURITY: Final[list[Document]] = [{"httpAuth": []}, {"apiKeyAuth": []}]
_SCHEMES: Final[Document] = {
    "httpAuth": {"type": "http", "scheme": "bearer", "description": "A token of the Ledger API"},
    "apiKeyAuth": {
        "type": "apiKey",
        "name": "Sec-WebSocket-Protocol",
        "in": "header",
        "description": "A token of the Ledger API, for websockets",
    },
}
_INT64: Final[Document] = {"type": "integer", "format": "int64"}
_KINDS: Final[dict[ParameterKind, Document]] = {
    ParameterKind.TEXT: _TEXT,
    ParameterKind.INT32: {"type": "integer", "format": "int32"},
    ParameterKind.FLAG: {"type": "boolean"},
    ParameterKind.TEXTS: {"type": "array", "items": _TEXT},
}


def openapi(endpoints: Iterable[Endpoint], version: str) -> Document:
    """The document of these endpoints; `version` is the release that clients are told."""
    schemas = Schemas()
    paths: dict[str, Document] = {"/livez": _page("getLivez", None)}
    paths["/readyz"] = _page("getReadyz", "text/plain")
    for each in endpoints:
        operations = paths.setdefault(each.path, {})
        operations[each.verb.lower()] = _operation(each, schemas)
    components = dict(sorted(schemas.components.items()))
    return {
        "openapi": VERSION,
        "info": {"title": "JSON Ledger API HTTP endpoints", "version": version},
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": _SCHEMES},
    }


def description(endpoint: Endpoint) -> str:
    """What an endpoint does: the method that it stands for."""
    return f"Calls {endpoint.method.path.lstrip('/')} of the gRPC Ledger API."


def body_schema(endpoint: Endpoint, schemas: Schemas) -> Document:
    """The schema of a body in JSON."""
    assert isinstance(endpoint.body, JsonBody)
    descriptor = endpoint.method.descriptor.input_type
    if endpoint.body.field is not None:
        inner = descriptor.fields_by_name[endpoint.body.field].message_type
        assert inner is not None
        return schemas.message(inner)
    found = schemas.message(descriptor)
    if endpoint.body.rewrite is not None:
        _add_older_form(schemas, found)
    return found


def _add_older_form(schemas: Schemas, request: Document) -> None:
    """Describes `filter` and `verbose` in a request that may still be made by them."""
    events = schemas.message(_EVENT_FORMAT)
    properties = schemas.components[name_of(events)]["properties"]
    by_party = {each: properties[each] for each in ("filtersByParty", "filtersForAnyParty")}
    schemas.components["TransactionFilter"] = {"type": "object", "properties": by_party}
    older = {"filter": reference("TransactionFilter"), "verbose": {"type": "boolean"}}
    schemas.components[name_of(request)]["properties"].update(older)


def _operation(endpoint: Endpoint, schemas: Schemas) -> Document:
    parameters = [_parameter(each) for each in endpoint.parameters]
    if endpoint.streaming is not None:
        parameters += [_query(name, _INT64) for name in ("limit", "stream_idle_timeout_ms")]
    return {
        "description": description(endpoint),
        "operationId": _operation_id(endpoint),
        **({"parameters": parameters} if parameters else {}),
        **_request_body(endpoint, schemas),
        "responses": _responses({"description": "", **_answer(endpoint, schemas)}),
        **({"deprecated": True} if endpoint.is_deprecated else {}),
        "security": _SECURITY,
    }


def _operation_id(endpoint: Endpoint) -> str:
    if endpoint.path.startswith("/v2/jose/"):
        return "getV2JoseJwks"
    parts = (each.strip("{}").capitalize() for each in endpoint.segments)
    return endpoint.verb.lower() + "".join(parts)


def _parameter(parameter: Parameter) -> Document:
    if parameter.place is Place.PATH:
        return {"name": parameter.name, "in": "path", "required": True, "schema": _TEXT}
    return _query(parameter.name, _KINDS[parameter.kind])


def _query(name: str, schema: Document) -> Document:
    return {"name": name, "in": "query", "required": False, "schema": schema}


def _request_body(endpoint: Endpoint, schemas: Schemas) -> Document:
    match endpoint.body:
        case None:
            return {}
        case BytesBody():
            content: Document = {"application/octet-stream": {"schema": _OCTETS}}
        case JsonBody():
            content = {"application/json": {"schema": body_schema(endpoint, schemas)}}
    return {"requestBody": {"content": content, "required": True}}


def _answer(endpoint: Endpoint, schemas: Schemas) -> Document:
    match endpoint.answer:
        case NoAnswer():
            return {}
        case BytesAnswer(_, header, _):
            return {
                "headers": {header: {"required": True, "schema": _TEXT}},
                "content": {"application/octet-stream": {"schema": _OCTETS}},
            }
        case JsonAnswer(None):
            schema = _answer_schema(endpoint.method.descriptor.output_type, schemas)
            if endpoint.streaming is not None:
                schema = {"type": "array", "items": schema}
            return {"content": {"application/json": {"schema": schema}}}
        case DefinitionAnswer():
            return {"content": {"application/json": {"schema": {}}}}
        case JsonAnswer():
            return {"content": {"application/json": {"schema": _tree(endpoint, schemas)}}}


def _tree(endpoint: Endpoint, schemas: Schemas) -> Document:
    """The schema of a transaction as a tree: its events by the number of their node."""
    answer = schemas.message(endpoint.method.descriptor.output_type)
    transaction = schemas.components[name_of(answer)]["properties"]["transaction"]
    properties = schemas.components[name_of(transaction)]["properties"]
    events = [
        one_member(tag, one_member("value", reference(event)))
        for event, tag in sorted(TREE_EVENTS.items())
    ]
    members = {name: properties[name] for name in TREE_MEMBERS}
    members["eventsById"] = {"type": "object", "additionalProperties": {"oneOf": events}}
    return {
        "type": "object",
        "properties": {"transactionTree": {"type": "object", "properties": members}},
    }


def _answer_schema(descriptor: Descriptor, schemas: Schemas) -> Document:
    if not descriptor.fields:
        return {"type": "object"}
    return schemas.message(descriptor)


def _responses(ok: Document) -> Document:
    error = {"application/json": {"schema": reference(ERROR)}}
    unreadable = {"text/plain": {"schema": _TEXT}}
    return {
        "200": ok,
        "400": {"description": "The request cannot be read", "content": unreadable},
        "default": {"description": "An error of the ledger", "content": error},
    }


def _page(operation_id: str, content_type: str | None) -> Document:
    ok: dict[str, Any] = {"description": ""}
    if content_type is not None:
        ok["content"] = {content_type: {"schema": _TEXT}}
    return {"get": {"operationId": operation_id, "responses": _responses(ok)}}
