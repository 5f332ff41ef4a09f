"""The ledger values by type, and functions over whole values.

Nodes hold *normalised* values: no labels, no type ids, no trailing absent fields of records.
Commands and answers to users may carry labels and type ids. A contract id is a value itself.
Source: Daml-LF sheet 2.2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.identifier import Identifier

NESTING_MAX: Final = 100
"""How deep a ledger value may nest."""


@dataclass(frozen=True, slots=True)
class UnitValue:
    """The only value of type Unit."""


@dataclass(frozen=True, slots=True)
class BoolValue:
    """A Bool."""

    value: bool


@dataclass(frozen=True, slots=True)
class Int64Value:
    """An Int64."""

    value: int


@dataclass(frozen=True, slots=True)
class NumericValue:
    """A Numeric; the exponent of the decimal is minus the scale."""

    value: Decimal

    @property
    def scale(self) -> int:
        """How many digits follow the point."""
        exponent = self.value.as_tuple().exponent
        assert isinstance(exponent, int)
        return -exponent

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, NumericValue)
            and self.value == other.value
            and self.scale == other.scale
        )

    def __hash__(self) -> int:
        return hash(self.value)


@dataclass(frozen=True, slots=True)
class TextValue:
    """A Text."""

    value: str


@dataclass(frozen=True, slots=True)
class PartyValue:
    """A Party."""

    value: str


@dataclass(frozen=True, slots=True)
class DateValue:
    """A Date in days since 1970-01-01."""

    days: int


@dataclass(frozen=True, slots=True)
class TimestampValue:
    """A Timestamp in microseconds since 1970-01-01T00:00:00Z."""

    micros: int


@dataclass(frozen=True, slots=True)
class OptionalValue:
    """An Optional; None where nothing is there."""

    value: Value | None = None


@dataclass(frozen=True, slots=True)
class ListValue:
    """A List."""

    elements: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class TextMapValue:
    """A TextMap with its entries in order of the key (by code point)."""

    entries: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class GenMapValue:
    """A Map with its entries in the order of the keys' comparison."""

    entries: tuple[tuple[Value, Value], ...]


@dataclass(frozen=True, slots=True)
class RecordValue:
    """A record; `labels` is empty or as long as `fields`."""

    fields: tuple[Value, ...]
    labels: tuple[str, ...] = ()
    type_id: Identifier | None = None


@dataclass(frozen=True, slots=True)
class VariantValue:
    """A variant by constructor."""

    constructor: str
    value: Value
    type_id: Identifier | None = None


@dataclass(frozen=True, slots=True)
class EnumValue:
    """An enumeration's constructor."""

    constructor: str
    type_id: Identifier | None = None


Value = (
    UnitValue
    | BoolValue
    | Int64Value
    | NumericValue
    | TextValue
    | PartyValue
    | DateValue
    | TimestampValue
    | ContractId
    | OptionalValue
    | ListValue
    | TextMapValue
    | GenMapValue
    | RecordValue
    | VariantValue
    | EnumValue
)

UNIT: Final = UnitValue()
NONE: Final = OptionalValue()


def children(value: Value) -> tuple[Value, ...]:
    """The values directly inside a value, in order; keys of a map before their values."""
    match value:
        case RecordValue():
            return value.fields
        case ListValue():
            return value.elements
        case VariantValue():
            return (value.value,)
        case OptionalValue():
            return () if value.value is None else (value.value,)
        case TextMapValue():
            return tuple(inner for _, inner in value.entries)
        case GenMapValue():
            return tuple(inner for entry in value.entries for inner in entry)
        case _:
            return ()


def contract_ids(value: Value) -> Iterator[ContractId]:
    """The contract ids inside a value, in order."""
    pending = [value]
    while pending:
        here = pending.pop()
        if isinstance(here, ContractId):
            yield here
        else:
            pending.extend(reversed(children(here)))


def is_nested_too_deep(value: Value, *, nesting_max: int = NESTING_MAX) -> bool:
    """Whether the value nests deeper than allowed. Uses no recursion, so any value may come."""
    level = [value]
    for _ in range(nesting_max + 1):
        level = [inner for outer in level for inner in children(outer)]
        if not level:
            return False
    return True


def map_children(value: Value, change: Callable[[Value], Value]) -> Value:
    """The value with each value directly inside it changed; itself where nothing changes."""
    match value:
        case RecordValue(fields, labels, type_id):
            return RecordValue(tuple(map(change, fields)), labels, type_id)
        case ListValue(elements):
            return ListValue(tuple(map(change, elements)))
        case VariantValue(constructor, inner, type_id):
            return VariantValue(constructor, change(inner), type_id)
        case OptionalValue(inner) if inner is not None:
            return OptionalValue(change(inner))
        case TextMapValue(entries):
            return TextMapValue(tuple((key, change(inner)) for key, inner in entries))
        case GenMapValue(pairs):
            return GenMapValue(tuple((change(key), change(inner)) for key, inner in pairs))
        case _:
            return value


def map_contract_ids(value: Value, change: Callable[[ContractId], ContractId]) -> Value:
    """The value with every contract id in it changed."""

    def visit(here: Value) -> Value:
        return change(here) if isinstance(here, ContractId) else map_children(here, visit)

    return visit(value)


def normalise(value: Value) -> Value:
    """The value as nodes hold it: no labels, no type ids, no trailing absent record fields."""
    match value:
        case RecordValue():
            fields = [normalise(field) for field in value.fields]
            while fields and fields[-1] == NONE:
                fields.pop()
            return RecordValue(tuple(fields))
        case VariantValue(constructor, inner):
            return VariantValue(constructor, normalise(inner))
        case EnumValue(constructor):
            return EnumValue(constructor)
        case _:
            return map_children(value, normalise)
