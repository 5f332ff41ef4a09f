"""The AsyncAPI document: the websockets, made from the table of endpoints.

Source: the AsyncAPI document of Canton 3.6 (channels, ids of operations).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from canton.json_api.document.openapi import body_schema, description
from canton.json_api.document.schema import ERROR, Document, Schemas, name_of, reference
from canton.json_api.endpoint.endpoint import Endpoint

VERSION: Final = "2.6.0"
_SCHEMES: Final[Document] = {
    "httpAuth": {"type": "http", "scheme": "bearer", "description": "A token of the Ledger API"},
    "httpApiKeyAuth": {
        "type": "httpApiKey",
        "name": "Sec-WebSocket-Protocol",
        "in": "header",
        "description": "A token of the Ledger API, for websockets",
    },
}


def asyncapi(endpoints: Iterable[Endpoint], version: str) -> Document:
    """The document of the websockets among these endpoints."""
    schemas = Schemas()
    messages: dict[str, Document] = {}
    channels = {
        each.path: _channel(each, schemas, messages)
        for each in endpoints
        if each.streaming is not None
    }
    components = dict(sorted(schemas.components.items()))
    return {
        "asyncapi": VERSION,
        "info": {"title": "JSON Ledger API WebSocket endpoints", "version": version},
        "channels": channels,
        "components": {
            "schemas": components,
            "messages": messages,
            "securitySchemes": _SCHEMES,
        },
    }


def _channel(endpoint: Endpoint, schemas: Schemas, messages: dict[str, Document]) -> Document:
    request = body_schema(endpoint, schemas)
    element = schemas.message(endpoint.method.descriptor.output_type)
    answer = f"Either_{ERROR}_{name_of(element)}"
    schemas.components[answer] = {"title": answer, "oneOf": [reference(ERROR), element]}
    for name, payload in ((name_of(request), request), (answer, reference(answer))):
        messages[name] = {"payload": payload, "contentType": "application/json"}
    operation = "".join(each.capitalize() for each in endpoint.segments)
    return {
        "description": description(endpoint),
        "subscribe": {
            "operationId": f"on{operation}",
            "message": {"$ref": f"#/components/messages/{answer}"},
        },
        "publish": {
            "operationId": f"send{operation}",
            "message": {"$ref": f"#/components/messages/{name_of(request)}"},
        },
        "bindings": {"ws": {"method": "GET"}},
    }
