"""The fields that hold values of Daml, and which type each has.

The type depends on other fields of the same message, so these fields are read last.
Source: Canton 3.6 ProtocolConverters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from canton.json_api.daml.codec import ValueCodec
from canton.json_api.daml.table import ValueTypes
from canton.json_api.mismatch import Json, Mismatch
from canton.ledger_api.errors import INVALID_ARGUMENT
from canton.wire import ledger_event_pb2 as event_wire
from canton.wire import ledger_value_pb2 as api

NESTING_MAX: Final = 110
"""How deep the JSON of a value may nest."""

TypeOf = Callable[[Any, ValueTypes], ValueCodec]
"""The type of a field, by the message that it is in."""


def _argument(message: Any, types: ValueTypes) -> ValueCodec:
    return types.argument(message.template_id)


def _key(message: Any, types: ValueTypes) -> ValueCodec:
    return types.key(message.template_id)


def _choice_argument(message: Any, types: ValueTypes) -> ValueCodec:
    return types.choice_argument(message.template_id, message.choice)


def _created(message: event_wire.CreatedEvent) -> api.Identifier:
    """The template in the package in which the participant shows the contract."""
    template = api.Identifier()
    template.CopyFrom(message.template_id)
    template.package_id = message.representative_package_id or template.package_id
    return template


def _exercised(message: event_wire.ExercisedEvent) -> api.Identifier:
    """Where the choice is defined: the interface or the template."""
    return message.interface_id if message.HasField("interface_id") else message.template_id


_TYPES: Final[Mapping[str, Mapping[str, TypeOf]]] = {
    "CreateCommand": {"create_arguments": _argument},
    "ExerciseCommand": {"choice_argument": _choice_argument},
    "ExerciseByKeyCommand": {"contract_key": _key, "choice_argument": _choice_argument},
    "CreateAndExerciseCommand": {
        "create_arguments": _argument,
        "choice_argument": _choice_argument,
    },
    "PrefetchContractKey": {"contract_key": _key},
    "CreatedEvent": {
        "contract_key": lambda message, types: types.key(_created(message)),
        "create_arguments": lambda message, types: types.argument(_created(message)),
    },
    "InterfaceView": {
        "view_value": lambda message, types: types.argument(message.interface_id),
    },
    "ExercisedEvent": {
        "choice_argument": lambda message, types: types.choice_argument(
            _exercised(message), message.choice
        ),
        "exercise_result": lambda message, types: types.choice_result(
            _exercised(message), message.choice
        ),
    },
}


def value_fields(full_name: str) -> Mapping[str, TypeOf]:
    """The fields of a message that hold values, with their types."""
    package, _, name = full_name.rpartition(".")
    return _TYPES.get(name, {}) if package == "com.daml.ledger.api.v2" else {}


def encode_value(message: Any, field: str, type_of: TypeOf, types: ValueTypes) -> Json:
    """The JSON of a value in a message; null where there is none."""
    if not message.HasField(field):
        return None
    content = getattr(message, field)
    value = api.Value(record=content) if isinstance(content, api.Record) else content
    return type_of(message, types).to_json(value)


def decode_value(message: Any, field: str, type_of: TypeOf, types: ValueTypes, json: Json) -> None:
    """Puts a value into the message that it belongs to.

    Raises:
        Mismatch: it is not of its type.
        LedgerError: there is no such type.
    """
    if json is None and field == "choice_argument":
        json = {}
    if _nests_too_deep(json):
        text = f"JSON nesting exceeds the maximum allowed depth of {NESTING_MAX}"
        raise Mismatch(text, INVALID_ARGUMENT)
    value = type_of(message, types).from_json(json)
    content = getattr(message, field)
    content.CopyFrom(value.record if isinstance(content, api.Record) else value)


def _nests_too_deep(json: Json) -> bool:
    level = [json]
    for _ in range(NESTING_MAX):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return False
    return True
