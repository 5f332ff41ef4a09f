"""Random messages of the Ledger API, and types of values that take any value."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from typing import Any, cast

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from hypothesis import strategies as st

from canton.json_api.daml.codec import AtomCodec
from canton.json_api.daml.table import ValueTypes
from canton.json_api.message.mirror import mirror_of
from canton.json_api.message.part import WELL_KNOWN
from canton.json_api.message.value_field import value_fields
from canton.wire import ledger_value_pb2 as api

_DEPTH_MAX = 5
_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=4)
_NAME = st.sampled_from(["a", "M.N", "#name", "T"])
_SCALARS: dict[int, st.SearchStrategy[Any]] = {
    FieldDescriptor.TYPE_STRING: _TEXT,
    FieldDescriptor.TYPE_BYTES: st.binary(max_size=4),
    FieldDescriptor.TYPE_BOOL: st.booleans(),
    FieldDescriptor.TYPE_INT32: st.integers(-(2**31), 2**31 - 1),
    FieldDescriptor.TYPE_UINT32: st.integers(0, 2**32 - 1),
    FieldDescriptor.TYPE_INT64: st.integers(-(2**63), 2**63 - 1),
    FieldDescriptor.TYPE_UINT64: st.integers(0, 2**64 - 1),
}
_NANOS = st.integers(0, 999_999_999)
_ANY = {"type_url": st.just("type.googleapis.com/a.Detail"), "value": st.just(b"")}
_FIELDS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "google.protobuf.Timestamp": {
        "seconds": st.integers(-62_135_596_800, 253_402_300_799),
        "nanos": _NANOS,
    },
    "google.protobuf.Duration": {"seconds": st.integers(-(2**63), 2**63 - 1), "nanos": _NANOS},
    "google.protobuf.Empty": {},
    "google.protobuf.FieldMask": {"paths": st.lists(_TEXT, max_size=2)},
    "google.protobuf.Any": _ANY,
    "com.daml.ledger.api.v2.Identifier": {
        "package_id": _NAME,
        "module_name": _NAME,
        "entity_name": _NAME,
    },
    "com.daml.ledger.api.v2.interactive.PreparedTransaction": {},
    "com.daml.ledger.api.v2.Value": {"text": _TEXT},
    "com.daml.ledger.api.v2.Record": {
        "fields": st.lists(st.builds(api.RecordField, label=_TEXT), max_size=2)
    },
}


def messages(descriptor: Descriptor, depth: int = 0) -> st.SearchStrategy[Any]:
    """Messages of which every field may be there or not, as far as it may be absent."""
    kind: type[Message] = GetMessageClass(descriptor)
    known = _FIELDS.get(descriptor.full_name)
    if known is not None:
        return st.builds(kind, **known)
    mirror = mirror_of(descriptor.full_name)
    required = {*mirror.required, *value_fields(descriptor.full_name)}
    fields: dict[str, st.SearchStrategy[Any]] = {}
    for field in descriptor.fields:
        oneof = field.containing_oneof
        if oneof is None or oneof.name.startswith("_"):
            fields[field.name] = _field(field, depth, field.name in mirror.json_texts)
    always = {name: each for name, each in fields.items() if name in required}
    sometimes = {name: each for name, each in fields.items() if name not in required}
    parts = [st.fixed_dictionaries(always, optional=sometimes)]
    for oneof in descriptor.oneofs:
        if not oneof.name.startswith("_"):
            chosen = st.one_of(
                st.fixed_dictionaries({field.name: _field(field, depth)}) for field in oneof.fields
            )
            is_needed = mirror.empty_tag is None
            parts.append(chosen if is_needed else st.one_of(st.just({}), chosen))
    return st.tuples(*parts).map(lambda found: kind(**{k: v for p in found for k, v in p.items()}))


def _field(field: FieldDescriptor, depth: int, is_json: bool = False) -> st.SearchStrategy[Any]:
    message = field.message_type
    if message is not None and message.GetOptions().map_entry:
        value = message.fields_by_name["value"]
        return st.dictionaries(_TEXT, _one(value, depth), max_size=2)
    one = (
        st.just(json.dumps({"kty": "EC"}, separators=(",", ":"))) if is_json else _one(field, depth)
    )
    if not field.is_repeated:
        return one
    return st.lists(one, max_size=2 if depth < _DEPTH_MAX else 0)


def _one(field: FieldDescriptor, depth: int) -> st.SearchStrategy[Any]:
    if field.enum_type is not None:
        return st.sampled_from([each.number for each in field.enum_type.values])
    if field.message_type is None:
        return _SCALARS[field.type]
    message = field.message_type
    is_plain = message.full_name in WELL_KNOWN and message.full_name not in _FIELDS
    return st.deferred(lambda: messages(message, depth + 1 + is_plain))


def _to_json(value: api.Value) -> Any:
    return b64encode(value.SerializeToString()).decode()


class _AnyTypes:
    """Types of which every value is one."""

    def __getattr__(self, name: str) -> Any:
        codec = AtomCodec(_to_json, lambda text: api.Value.FromString(b64decode(text)))
        return lambda *arguments: codec


ANY_TYPES = cast(ValueTypes, _AnyTypes())
