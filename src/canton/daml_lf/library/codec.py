"""Values by type: from run time to the ledger and back, under hashes, and with labels.

A codec knows one closed type. `to_ledger` gives the normalised value; `translate` checks a ledger
value against the type and gives the run-time value: leniently for commands, strictly for stored
contracts, where it also upgrades and downgrades; `encode` writes what the typed hash takes;
`label` puts type ids and field names into a normalised value.
Source: Daml-LF sheet 2.2, 2.7, 2.9; protocol sheet 9.2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from struct import Struct
from typing import Any, Final, Protocol

from canton.daml_lf.builtins.errors import MALFORMED_TEXT, VALUE_NESTING, crash, failed
from canton.daml_lf.builtins.numeric import (
    decimal_of_numeric,
    numeric_of_decimal,
    rescale,
)
from canton.daml_lf.hashing.encoding import numeric_bytes, string_bytes
from canton.daml_lf.library.translation import (
    Translation,
    TranslationError,
    mismatch,
    text_problem,
)
from canton.daml_lf.value import value as v
from canton.daml_lf.value.contract_id import ContractId

_INT: Final = Struct(">i")
_LONG: Final = Struct(">q")
_TAGGED_LONG: Final = Struct(">Bq")
_TAGGED_INT: Final = Struct(">Bi")

Chunks = list[bytes]


class Codec(Protocol):
    """What every type can do."""

    def to_ledger(self, x: Any, room: int) -> v.Value:
        """The normalised ledger value; `room` is how many levels may still nest."""

    def translate(self, value: v.Value, how: Translation, room: int) -> Any:
        """The run-time value of a ledger value."""

    def encode(self, x: Any, out: Chunks) -> None:
        """Writes what the typed hash takes."""

    def label(self, value: v.Value, is_whole: bool = False) -> v.Value:
        """The normalised value with type ids and field names put in.

        `is_whole`: fields that are absent at the end of a record are put in, too.
        """


def text_to_ledger(text: str) -> str:
    """The text, if the ledger may hold it."""
    problem = text_problem(text)
    if problem is not None:
        raise failed(MALFORMED_TEXT, f"Text is malformed: {problem}")
    return text


def check_room(room: int) -> None:
    """Fails where a value nests too deeply."""
    if room < 0:
        raise failed(VALUE_NESTING, f"Value exceeds maximum nesting value of {v.NESTING_MAX}")


@dataclass(frozen=True, slots=True)
class AtomCodec:
    """A type without parts: how it is wrapped, checked and hashed."""

    kind: type
    wrap: Callable[[Any], v.Value]
    unwrap: Callable[[Any], Any]
    write: Callable[[Any], bytes]

    def to_ledger(self, x: Any, room: int) -> v.Value:
        if room < 0:
            check_room(room)
        return self.wrap(x)

    def translate(self, value: v.Value, how: Translation, room: int) -> Any:
        how.check_room(room)
        if type(value) is not self.kind:
            raise mismatch(self.kind.__name__.removesuffix("Value"), value)
        return self.unwrap(value)

    def encode(self, x: Any, out: Chunks) -> None:
        out.append(self.write(x))

    def label(self, value: v.Value, is_whole: bool = False) -> v.Value:
        return value


class TextCodec(AtomCodec):
    """Text: what the ledger cannot hold is refused."""

    __slots__ = ()

    def translate(self, value: v.Value, how: Translation, room: int) -> Any:
        how.check_room(room)
        if type(value) is not v.TextValue:
            raise mismatch("Text", value)
        how.check_text(value.value)
        return value.value


UNIT: Final = AtomCodec(v.UnitValue, lambda x: v.UNIT, lambda value: (), lambda x: b"\x06")
BOOL: Final = AtomCodec(
    v.BoolValue, v.BoolValue, lambda value: value.value, lambda x: b"\x05\x01" if x else b"\x05\0"
)
INT64: Final = AtomCodec(
    v.Int64Value, v.Int64Value, lambda value: value.value, lambda x: _TAGGED_LONG.pack(0, x)
)
TEXT: Final = TextCodec(
    v.TextValue,
    lambda x: v.TextValue(text_to_ledger(x)),
    lambda value: value.value,
    lambda x: b"\x02" + string_bytes(x),
)
PARTY: Final = AtomCodec(
    v.PartyValue, v.PartyValue, lambda value: value.value, lambda x: b"\x04" + string_bytes(x)
)
DATE: Final = AtomCodec(
    v.DateValue, v.DateValue, lambda value: value.days, lambda x: _TAGGED_INT.pack(7, x)
)
TIMESTAMP: Final = AtomCodec(
    v.TimestampValue,
    v.TimestampValue,
    lambda value: value.micros,
    lambda x: _TAGGED_LONG.pack(3, x),
)


@dataclass(frozen=True, slots=True)
class NumericCodec:
    """Numeric of one scale."""

    scale: int

    def to_ledger(self, x: Any, room: int) -> v.Value:
        check_room(room)
        return v.NumericValue(decimal_of_numeric(x))

    def translate(self, value: v.Value, how: Translation, room: int) -> Any:
        how.check_room(room)
        if type(value) is not v.NumericValue:
            raise mismatch(f"Numeric {self.scale}", value)
        given = numeric_of_decimal(value.value)
        if how.is_strict and given[1] != self.scale:
            raise TranslationError(
                f"Non-normalized Numeric: the type expects scale {self.scale}, but the value has"
                f" scale {given[1]}",
                value,
                f"Numeric {self.scale}",
            )
        result = rescale(given, self.scale)
        if result is None:
            raise TranslationError(
                f"Cannot represent {value.value:f} as (Numeric {self.scale}) without loss of"
                " precision"
            )
        return result

    def encode(self, x: Any, out: Chunks) -> None:
        content = numeric_bytes(x[0])
        out.append(_TAGGED_INT.pack(1, len(content)) + content)

    def label(self, value: v.Value, is_whole: bool = False) -> v.Value:
        return value


class ContractIdCodec:
    """ContractId of anything."""

    __slots__ = ("type_text",)

    def __init__(self, type_text: str) -> None:
        self.type_text = type_text

    def to_ledger(self, x: ContractId, room: int) -> v.Value:
        check_room(room)
        return x

    def translate(self, value: v.Value, how: Translation, room: int) -> Any:
        how.check_room(room)
        if type(value) is not ContractId:
            raise mismatch(self.type_text, value)
        how.check_contract_id(value)
        return value

    def encode(self, x: ContractId, out: Chunks) -> None:
        out.append(_TAGGED_INT.pack(15, len(x.data)) + x.data)

    def label(self, value: v.Value, is_whole: bool = False) -> v.Value:
        return value


class UnserializableCodec:
    """A type that no ledger value has."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def to_ledger(self, x: Any, room: int) -> v.Value:
        raise crash(f"a value of type {self.name} cannot be stored")

    def translate(self, value: v.Value, how: Translation, room: int) -> Any:
        raise TranslationError(f"{self.name} is not a serializable type")

    def encode(self, x: Any, out: Chunks) -> None:
        raise crash(f"a value of type {self.name} cannot be hashed")

    def label(self, value: v.Value, is_whole: bool = False) -> v.Value:
        return value
