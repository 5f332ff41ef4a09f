"""Our documents of the JSON Ledger API say what the original's say: paths, parameters, shapes.

The original's are test resources of its own; a folder with `openapi.yaml` and `asyncapi.yaml` is
named by PYCANTON_ORIGINAL_JSON_API_DOCS.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from canton.json_api.document.asyncapi import asyncapi
from canton.json_api.document.openapi import openapi
from canton.json_api.endpoint.table import ENDPOINTS
from conformance import yaml_outline

FOLDER = os.environ.get("PYCANTON_ORIGINAL_JSON_API_DOCS")
pytestmark = pytest.mark.skipif(
    FOLDER is None, reason="PYCANTON_ORIGINAL_JSON_API_DOCS is not set: no documents to compare"
)
NAMED_OTHERWISE = {"DeduplicationPeriod", "DeduplicationOffset", "DeduplicationDuration"} | {
    "OffsetCheckpoint",
    "JsAssignedEvent",
    "Update1",
}
"""Components that go by another number or name in ours: their code, not the API, gives it."""

TEXT_THERE = {"format", "keySpec", "signingAlgorithmSpec"}
"""Constants of which the original's document says only that they are texts."""


@cache
def theirs(name: str) -> Any:
    assert FOLDER is not None
    return yaml_outline.load((Path(FOLDER) / name).read_text())


@dataclass
class Comparison:
    """Compares schemas of two documents by what they allow, not by what they are called."""

    ours: dict[str, Any]
    theirs: dict[str, Any]
    findings: list[str] = field(default_factory=list)
    compared: set[tuple[str, str]] = field(default_factory=set)

    def schemas(self, ours: Any, theirs: Any, where: str) -> None:
        ours, our_name = _resolved(ours, self.ours)
        theirs, their_name = _resolved(theirs, self.theirs)
        if our_name and their_name:
            if (our_name, their_name) in self.compared:
                return
            self.compared.add((our_name, their_name))
            if our_name != their_name and our_name not in NAMED_OTHERWISE:
                self.findings.append(f"{where}: {our_name} is called {their_name}")
        if "oneOf" in ours or "oneOf" in theirs:
            self._members(_tags(ours), _tags(theirs), where)
            return
        for key in ("type", "format", "enum"):
            is_text = key == "enum" and where.rpartition(".")[2] in TEXT_THERE
            if ours.get(key) != theirs.get(key) and not is_text:
                self.findings.append(f"{where}: {key} {ours.get(key)}, not {theirs.get(key)}")
        self._members(ours.get("properties", {}), theirs.get("properties", {}), where)
        for key in ("items", "additionalProperties"):
            if (key in ours) != (key in theirs):
                self.findings.append(f"{where}: only one has {key}")
            elif key in ours:
                self.schemas(ours[key], theirs[key], f"{where}[]")

    def _members(self, ours: dict[str, Any], theirs: dict[str, Any], where: str) -> None:
        differing = ours.keys() ^ theirs.keys()
        # An update that is asked for by its id is no checkpoint, so ours does not speak of one.
        if differing - ({"OffsetCheckpoint"} if where.endswith(".update") else set()):
            self.findings.append(f"{where}: only one has {sorted(differing)}")
        for name in ours.keys() & theirs.keys():
            self.schemas(ours[name], theirs[name], f"{where}.{name}")


def _resolved(schema: Any, components: dict[str, Any]) -> tuple[Any, str]:
    name = ""
    while "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        schema = components[name]
    return schema, name


def _tags(schema: Any) -> dict[str, Any]:
    return {name: each for one in schema["oneOf"] for name, each in one["properties"].items()}


def _operations(document: Any) -> Iterator[tuple[str, Any]]:
    for path, verbs in document["paths"].items():
        for verb, operation in verbs.items():
            yield f"{verb} {path}", operation


def _contents(operation: Any) -> dict[str, Any]:
    """The schemas of an operation's body and answers by where they are."""
    bodies = {"body": operation.get("requestBody", {}), **operation["responses"]}
    return {
        f"{where} {kind}": content["schema"]
        for where, body in bodies.items()
        for kind, content in body.get("content", {}).items()
    }


def _parameters(operation: Any) -> list[Any]:
    given = operation.get("parameters", [])
    return sorted(((each["in"], each["name"], each["schema"]) for each in given), key=str)


def test_every_operation_has_the_same_id_and_parameters() -> None:
    ours, original = (
        dict(_operations(openapi(ENDPOINTS, "x"))),
        dict(_operations(theirs("openapi.yaml"))),
    )
    assert ours.keys() == original.keys()
    for name, operation in original.items():
        assert ours[name]["operationId"] == operation["operationId"]
        assert _parameters(ours[name]) == _parameters(operation), name
        assert ours[name].get("deprecated") == operation.get("deprecated"), name
    assert len(original) == 61


def test_every_body_and_answer_has_the_same_shape() -> None:
    document, original = openapi(ENDPOINTS, "x"), theirs("openapi.yaml")
    ours = dict(_operations(document))
    found = Comparison(document["components"]["schemas"], original["components"]["schemas"])
    for name, operation in _operations(original):
        expected, actual = _contents(operation), _contents(ours[name])
        assert actual.keys() == expected.keys(), name
        for where, schema in expected.items():
            found.schemas(actual[where], schema, f"{name} {where}")
    assert found.findings == []
    assert len(found.compared) > 200


def test_a_request_needs_no_more_than_the_originals() -> None:
    ours = openapi(ENDPOINTS, "x")["components"]["schemas"]
    original = theirs("openapi.yaml")["components"]["schemas"]
    for name in sorted(ours.keys() & original.keys()):
        more = set(ours[name].get("required", [])) - set(original[name].get("required", []))
        assert not more or name == "ConnectedSynchronizer", (name, more)


def test_every_websocket_has_the_same_frames() -> None:
    document, original = asyncapi(ENDPOINTS, "x"), theirs("asyncapi.yaml")
    assert document["channels"].keys() == original["channels"].keys()
    found = Comparison(document["components"]["schemas"], original["components"]["schemas"])
    for path, channel in original["channels"].items():
        for side in ("subscribe", "publish"):
            ours = document["channels"][path][side]
            assert ours == channel[side]
            name = ours["message"]["$ref"].rpartition("/")[2]
            pair = [
                each["components"]["messages"][name]["payload"] for each in (document, original)
            ]
            if side == "publish":
                found.schemas(*pair, path)
    assert found.findings == []
