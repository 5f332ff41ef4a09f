"""How ledger values and names enter the hash of a prepared transaction.

Source: protocol sheet 9.1.
"""

from __future__ import annotations

from canton.crypto.encoding import (
    encode_bool,
    encode_bytes,
    encode_int,
    encode_long,
    encode_optional,
    encode_sequence,
    encode_string,
)
from canton.daml_lf.value.coder import numeric_text
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.identifier import Identifier
from canton.daml_lf.value.value import (
    BoolValue,
    DateValue,
    EnumValue,
    GenMapValue,
    Int64Value,
    ListValue,
    NumericValue,
    OptionalValue,
    PartyValue,
    RecordValue,
    TextMapValue,
    TextValue,
    TimestampValue,
    UnitValue,
    Value,
    VariantValue,
)


def encode_contract_id(contract_id: ContractId) -> bytes:
    """The bytes of a contract id behind their length."""
    return encode_bytes(bytes.fromhex(contract_id.hex))


def encode_identifier(identifier: Identifier) -> bytes:
    """The package id, and the segments of the module's and the definition's names."""
    return encode_string(identifier.package) + b"".join(
        encode_sequence(map(encode_string, dotted.split(".")))
        for dotted in (identifier.module, identifier.name)
    )


def encode_value(value: Value) -> bytes:
    """A value behind the number of its kind."""
    match value:
        case UnitValue():
            return b"\x00"
        case BoolValue(flag):
            return b"\x01" + encode_bool(flag)
        case Int64Value(number):
            return b"\x02" + encode_long(number)
        case NumericValue(number):
            return b"\x03" + encode_string(numeric_text(number).rstrip("."))
        case TimestampValue(micros):
            return b"\x04" + encode_long(micros)
        case DateValue(days):
            return b"\x05" + encode_int(days)
        case PartyValue(party):
            return b"\x06" + encode_string(party)
        case TextValue(text):
            return b"\x07" + encode_string(text)
        case ContractId():
            return b"\x08" + encode_contract_id(value)
        case OptionalValue(inner):
            return b"\x09" + encode_optional(None if inner is None else encode_value(inner))
        case ListValue(elements):
            return b"\x0a" + encode_sequence(map(encode_value, elements))
        case TextMapValue(entries):
            return b"\x0b" + encode_sequence(
                encode_string(key) + encode_value(inner) for key, inner in entries
            )
        case RecordValue():
            return b"\x0c" + _type_id(value.type_id) + _fields(value)
        case VariantValue():
            named = _type_id(value.type_id) + encode_string(value.constructor)
            return b"\x0d" + named + encode_value(value.value)
        case EnumValue():
            return b"\x0e" + _type_id(value.type_id) + encode_string(value.constructor)
        case GenMapValue(entries):
            return b"\x0f" + encode_sequence(
                encode_value(key) + encode_value(inner) for key, inner in entries
            )


def _type_id(identifier: Identifier | None) -> bytes:
    return encode_optional(None if identifier is None else encode_identifier(identifier))


def _fields(record: RecordValue) -> bytes:
    labels = record.labels or (None,) * len(record.fields)
    return encode_sequence(
        encode_optional(None if label is None else encode_string(label)) + encode_value(field)
        for label, field in zip(labels, record.fields, strict=True)
    )
