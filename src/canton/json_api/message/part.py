"""What messages are made of: scalars, enumerations and well-known messages, to JSON and back.

Source: ledger API sheet 5.3; Canton 3.6 JsSchema (scalars as circe reads and writes them).
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.descriptor import EnumDescriptor, FieldDescriptor
from google.protobuf.duration_pb2 import Duration
from google.protobuf.empty_pb2 import Empty
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message import DecodeError, Message
from google.protobuf.timestamp_pb2 import Timestamp
from google.rpc import error_details_pb2, status_pb2

from canton.json_api.daml.table import ValueTypes
from canton.json_api.message.shape import Plain, Shape
from canton.json_api.mismatch import Json, Mismatch, wrong
from canton.json_api.moment import MomentError, seconds_and_nanos, text_of_instant
from canton.wire import ledger_interactive_pb2 as interactive
from canton.wire import ledger_value_pb2 as api

Encode = Callable[[Any, ValueTypes], Json]
Decode = Callable[[Json, ValueTypes], Any]


@dataclass(frozen=True, slots=True)
class Part:
    """How something in a message is written, read and described.

    Values of Daml inside it need types. A part that is `required` must be in a request.
    """

    encode: Encode
    decode: Decode
    shape: Shape
    is_required: bool = False


def _plain(
    encode: Callable[[Any], Json], decode: Callable[[Json], Any], schema: Mapping[str, Any]
) -> Part:
    return Part(lambda value, types: encode(value), lambda json, types: decode(json), Plain(schema))


# --- scalars -------------------------------------------------------------------------------------

_SIGNED_32: Final = range(-(2**31), 2**31)
_SIGNED_64: Final = range(-(2**63), 2**63)
_UNSIGNED_32: Final = range(2**32)
_UNSIGNED_64: Final = range(2**64)


def as_is(value: Any, types: ValueTypes) -> Json:
    """A value that is its own JSON; most are."""
    return value


def _same(decode: Callable[[Json], Any], schema: Mapping[str, Any]) -> Part:
    return Part(as_is, lambda json, types: decode(json), Plain(schema))


def text(json: Json) -> str:
    """A string."""
    if type(json) is not str:
        raise wrong(json, "a string")
    return json


def _flag(json: Json) -> bool:
    if type(json) is not bool:
        raise wrong(json, "a boolean")
    return json


def _integer(allowed: range) -> Callable[[Json], int]:
    def decode(json: Json) -> int:
        number = json
        if type(json) is not int:
            try:
                number = int(json)
                is_exact = type(json) is str or number == json
            except (TypeError, ValueError, OverflowError):
                is_exact = False
            if type(json) is bool or not is_exact:
                raise wrong(json, "an integer")
        if number not in allowed:
            raise wrong(json, f"an integer from {allowed[0]} to {allowed[-1]}")
        return int(number)

    return decode


def bytes_of(json: Json) -> bytes:
    """Bytes in base64."""
    content = text(json)
    try:
        return b64decode(content + "=" * (-len(content) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise Mismatch(f"The string is not a valid Base64: {content[:60]}") from None


def _hex(json: Json) -> bytes:
    try:
        return bytes.fromhex(text(json))
    except ValueError:
        raise wrong(json, "bytes in hex") from None


_TEXT: Final = _same(text, {"type": "string"})
_BYTES: Final = _plain(lambda value: b64encode(value).decode(), bytes_of, {"type": "string"})
HEX: Final = _plain(lambda value: value.hex(), _hex, {"type": "string"})
"""Bytes in hex, as the hashes of transactions are."""
_INT_32: Final = {"type": "integer", "format": "int32"}
_INT_64: Final = {"type": "integer", "format": "int64"}

SCALARS: Final = {
    FieldDescriptor.TYPE_STRING: _TEXT,
    FieldDescriptor.TYPE_BYTES: _BYTES,
    FieldDescriptor.TYPE_BOOL: _same(_flag, {"type": "boolean"}),
    FieldDescriptor.TYPE_INT32: _same(_integer(_SIGNED_32), _INT_32),
    FieldDescriptor.TYPE_UINT32: _same(_integer(_UNSIGNED_32), _INT_32),
    FieldDescriptor.TYPE_INT64: _same(_integer(_SIGNED_64), _INT_64),
    FieldDescriptor.TYPE_UINT64: _same(_integer(_UNSIGNED_64), _INT_64),
}
"""The scalar types that occur in messages of the Ledger API."""


def enumeration(descriptor: EnumDescriptor) -> Part:
    """A constant by its name. A request must name one, as the original's must."""
    numbers = {each.name: each.number for each in descriptor.values}
    names = {each.number: each.name for each in descriptor.values}

    def decode(json: Json) -> int:
        number = numbers.get(text(json))
        if number is None:
            known = ", ".join(numbers)
            raise Mismatch(f"Unrecognized enum value {json[:60]}. Supported values: [{known}]")
        return number

    return Part(
        lambda value, types: names.get(value, "UNRECOGNIZED"),
        lambda json, types: decode(json),
        Plain({"type": "string", "enum": list(numbers)}),
        is_required=True,
    )


# --- well-known messages -------------------------------------------------------------------------

_NOTHING_UNKNOWN: Final[Json] = {"fields": {}}
"""Fields that the original's generated code does not know: there are none."""


def _object(json: Json) -> dict[str, Json]:
    if type(json) is not dict:
        raise wrong(json, "an object")
    return json


def _member(json: dict[str, Json], name: str, decode: Callable[[Json], Any]) -> Any:
    """A member that may be missing: None then."""
    if name not in json:
        return None
    try:
        return decode(json[name])
    except Mismatch as mismatch:
        raise mismatch.inside(name) from None


def _timestamp(json: Json) -> Timestamp:
    try:
        seconds, nanos = seconds_and_nanos(text(json))
    except MomentError:
        raise wrong(json, "a point in time such as 2026-01-31T10:00:00Z") from None
    return Timestamp(seconds=seconds, nanos=nanos)


def _duration_json(value: Duration) -> Json:
    return {"seconds": value.seconds, "nanos": value.nanos, "unknownFields": _NOTHING_UNKNOWN}


def _duration(json: Json) -> Duration:
    members = _object(json)
    return Duration(
        seconds=_member(members, "seconds", _integer(_SIGNED_64)),
        nanos=_member(members, "nanos", _integer(_SIGNED_32)),
    )


def _texts(json: Json) -> list[str]:
    if type(json) is not list:
        raise wrong(json, "a list")
    return [text(each) for each in json]


def _field_mask(json: Json) -> FieldMask:
    return FieldMask(paths=_member(_object(json), "paths", _texts))


def _empty(json: Json) -> Empty:
    if json not in ({}, [], None):
        raise wrong(json, "{}")
    return Empty()


def _identifier(json: Json) -> api.Identifier:
    parts = text(json).split(":")
    if len(parts) != 3 or not parts[2]:
        raise Mismatch(
            f"Invalid identifier format ({json[:200]}) not matching the expected format"
            " (<package>:<moduleName>:<entityName>)"
        )
    return api.Identifier(package_id=parts[0], module_name=parts[1], entity_name=parts[2])


def _identifier_json(value: api.Identifier) -> str:
    return f"{value.package_id}:{value.module_name}:{value.entity_name}"


def _prepared(json: Json) -> interactive.PreparedTransaction:
    try:
        return interactive.PreparedTransaction.FromString(bytes_of(json))
    except DecodeError:
        raise Mismatch("Cannot parse prepared_transaction") from None


def _prepared_json(value: interactive.PreparedTransaction) -> str:
    return b64encode(value.SerializeToString(deterministic=True)).decode()


# --- google.rpc.Status ---------------------------------------------------------------------------


def _error_info(value: error_details_pb2.ErrorInfo) -> Json:
    return {"reason": value.reason, "domain": value.domain, "metadata": dict(value.metadata)}


def _retry_info(value: error_details_pb2.RetryInfo) -> Json:
    has_delay = value.HasField("retry_delay")
    return {"retryDelay": _duration_json(value.retry_delay) if has_delay else None}


def _request_info(value: error_details_pb2.RequestInfo) -> Json:
    return {"requestId": value.request_id, "servingData": value.serving_data}


def _resource_info(value: error_details_pb2.ResourceInfo) -> Json:
    return {
        "resourceType": value.resource_type,
        "resourceName": value.resource_name,
        "owner": value.owner,
        "description": value.description,
    }


_DETAILS: Final[Mapping[str, tuple[type[Message], Callable[[Any], Json]]]] = {
    "google.rpc.ErrorInfo": (error_details_pb2.ErrorInfo, _error_info),
    "google.rpc.RetryInfo": (error_details_pb2.RetryInfo, _retry_info),
    "google.rpc.RequestInfo": (error_details_pb2.RequestInfo, _request_info),
    "google.rpc.ResourceInfo": (error_details_pb2.ResourceInfo, _resource_info),
}


def _detail_json(value: AnyMessage) -> Json:
    return {
        "typeUrl": value.type_url,
        "value": b64encode(value.value).decode(),
        "valueDecoded": _decoded(value),
        "unknownFields": _NOTHING_UNKNOWN,
    }


def _decoded(value: AnyMessage) -> Json:
    known = _DETAILS.get(value.TypeName())
    if known is None:
        return "Unknown type for decoding"
    kind, encode = known
    try:
        return {**encode(kind.FromString(value.value)), "unknownFields": _NOTHING_UNKNOWN}
    except DecodeError as error:
        return f"Failed to decode: {error}"


def _detail(json: Json) -> AnyMessage:
    members = _object(json)
    return AnyMessage(
        type_url=_member(members, "typeUrl", text), value=_member(members, "value", bytes_of)
    )


def status_json(value: status_pb2.Status) -> Json:
    """A status with its details, each as bytes and, where it is known, taken apart."""
    details = [_detail_json(each) for each in value.details]
    return {"code": value.code, "message": value.message, "details": details}


def _status(json: Json) -> status_pb2.Status:
    members = _object(json)
    return status_pb2.Status(
        code=_member(members, "code", _integer(_SIGNED_32)),
        message=_member(members, "message", text),
        details=[_detail(each) for each in members.get("details", [])],
    )


def _reference(name: str) -> Mapping[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


WELL_KNOWN: Final[Mapping[str, Part]] = {
    "google.protobuf.Timestamp": _plain(
        lambda value: text_of_instant(value.seconds, value.nanos), _timestamp, {"type": "string"}
    ),
    "google.protobuf.Duration": _plain(_duration_json, _duration, _reference("Duration")),
    "google.protobuf.Empty": _plain(lambda value: {}, _empty, {"type": "object"}),
    "google.protobuf.FieldMask": _plain(
        lambda value: {"paths": list(value.paths), "unknownFields": _NOTHING_UNKNOWN},
        _field_mask,
        _reference("FieldMask"),
    ),
    "google.rpc.Status": _plain(status_json, _status, _reference("JsStatus")),
    "com.daml.ledger.api.v2.Identifier": _plain(_identifier_json, _identifier, {"type": "string"}),
    "com.daml.ledger.api.v2.interactive.PreparedTransaction": _plain(
        _prepared_json, _prepared, {"type": "string"}
    ),
}
"""Messages that are not written field by field."""
