"""Values, types and parties as texts of errors show them, letter by letter as in the original.

pretty          for readers: `{ owner = 'alice', note = Option("x") }`
structure       the tree of the value: `Record(None,ImmArray((None,Party(alice))))`
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from canton.daml_lf.value import value as v
from canton.daml_lf.value.coder import numeric_text
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.identifier import Identifier
from canton.timestamps import Timestamp, iso

_EPOCH: Final = date(1970, 1, 1)
_PACKAGE_SHOWN: Final = 8


def pretty_type(identifier: Identifier) -> str:
    """The name of a type with the beginning of its package's id."""
    return f"{identifier.qualified_name}@{identifier.package[:_PACKAGE_SHOWN]}"


def pretty_parties(parties: Iterable[str]) -> str:
    """A set of parties."""
    return "{ " + ",".join(f"'{party}'" for party in sorted(parties)) + " }"


def pretty(value: v.Value, *, is_verbose: bool = False) -> str:
    """The value; with its own type where that is known, if `is_verbose`."""
    match value:
        case v.RecordValue():
            labels = value.labels or ("",) * len(value.fields)
            fields = (
                f"{label or '<no-label>'} = {pretty(field, is_verbose=True)}"
                for label, field in zip(labels, value.fields, strict=True)
            )
            return f"{_type(value.type_id, is_verbose)}{{ {', '.join(fields)} }}"
        case v.VariantValue(constructor, inner, type_id):
            head = _type(type_id, is_verbose, ":") + constructor
            return f"{head}({pretty(inner, is_verbose=True)})"
        case v.EnumValue(constructor, type_id):
            return _type(type_id, is_verbose, ":") + constructor
        case v.ListValue(elements):
            return f"[{', '.join(pretty(each, is_verbose=True) for each in elements)}]"
        case v.OptionalValue(inner):
            return "None" if inner is None else f"Option({pretty(inner, is_verbose=is_verbose)})"
        case v.TextMapValue(texts):
            shown = (f"{key} -> {pretty(each, is_verbose=is_verbose)}" for key, each in texts)
            return f"TextMap({', '.join(shown)})"
        case v.GenMapValue(entries):
            shown = (
                " -> ".join(pretty(each, is_verbose=is_verbose) for each in entry)
                for entry in entries
            )
            return f"GenMap({', '.join(shown)})"
    return _pretty_atom(value)


def _type(type_id: Identifier | None, is_verbose: bool, end: str = "") -> str:
    return pretty_type(type_id) + end if is_verbose and type_id is not None else ""


def _pretty_atom(value: v.Value) -> str:
    match value:
        case v.UnitValue():
            return "<unit>"
        case v.NumericValue(number):
            return numeric_text(number)
        case v.TextValue(text):
            return f'"{text}"'
        case v.PartyValue(party):
            return f"'{party}'"
    return _atom(value)


def structure(value: v.Value) -> str:
    """The value with the names of its parts."""
    match value:
        case v.RecordValue(fields, labels, type_id):
            pairs = (
                f"({_option(label)},{structure(field)})"
                for label, field in zip(labels or ("",) * len(fields), fields, strict=True)
            )
            return f"Record({_option(type_id)},ImmArray({','.join(pairs)}))"
        case v.VariantValue(constructor, inner, type_id):
            return f"Variant({_option(type_id)},{constructor},{structure(inner)})"
        case v.EnumValue(constructor, type_id):
            return f"Enum({_option(type_id)},{constructor})"
        case v.ListValue(elements):
            return f"List(FrontStack({','.join(map(structure, elements))}))"
        case v.OptionalValue(inner):
            return f"Optional({_option(None if inner is None else structure(inner))})"
        case v.TextMapValue(texts):
            shown = (f"({key},{structure(each)})" for key, each in texts)
            return f"TextMap(SortedLookupList({','.join(shown)}))"
        case v.GenMapValue(entries):
            shown = (f"({structure(key)},{structure(each)})" for key, each in entries)
            return f"GenMap({','.join(shown)})"
        case v.UnitValue():
            return "Unit"
        case ContractId():
            return f"ContractId(ContractId({value}))"
        case v.NumericValue(number):
            return f"Numeric({number})"
        case v.TextValue(text) | v.PartyValue(text):
            return f"{_kind(value)}({text})"
    return f"{_kind(value)}({_atom(value)})"


def _option(inner: object) -> str:
    return f"Some({inner})" if inner else "None"


def _kind(value: v.Value) -> str:
    return type(value).__name__.removesuffix("Value")


def _atom(value: v.Value) -> str:
    match value:
        case v.BoolValue(flag):
            return "true" if flag else "false"
        case v.Int64Value(number):
            return str(number)
        case v.DateValue(days):
            return (_EPOCH + timedelta(days=days)).isoformat()
        case v.TimestampValue(micros):
            return iso(Timestamp(micros))
        case ContractId():
            return str(value)
    raise AssertionError(value)
