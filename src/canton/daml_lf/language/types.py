"""Kinds and types.

Types are binary trees, as substitution wants them; `type_head` takes an application apart.
Source: Canton 3.6 Daml-LF 2 (LF sheet 1.4).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from canton.daml_lf.language.builtin import BuiltinType
from canton.daml_lf.language.reference import Identifier, Name

# --- kinds ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KindStar:
    """The kind of types that have values."""


@dataclass(frozen=True, slots=True)
class KindNat:
    """The kind of type-level numbers."""


@dataclass(frozen=True, slots=True)
class KindArrow:
    """The kind of type constructors with parameters."""

    parameter: Kind
    result: Kind


Kind: TypeAlias = KindStar | KindNat | KindArrow

STAR = KindStar()
NAT = KindNat()

# --- types ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TypeVar:
    """A type variable."""

    name: Name


@dataclass(frozen=True, slots=True)
class TypeNat:
    """A type-level number: the scale of a numeric, 0..37."""

    value: int


@dataclass(frozen=True, slots=True)
class TypeCon:
    """A data type or interface by its full name."""

    id: Identifier


@dataclass(frozen=True, slots=True)
class TypeBuiltin:
    """A built-in type constructor."""

    builtin: BuiltinType


@dataclass(frozen=True, slots=True)
class TypeApp:
    """A type applied to one argument."""

    function: Type
    argument: Type


@dataclass(frozen=True, slots=True)
class TypeSyn:
    """A synonym applied to all of its arguments."""

    id: Identifier
    arguments: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class TypeForall:
    """A polymorphic type over one variable."""

    variable: Name
    kind: Kind
    body: Type


@dataclass(frozen=True, slots=True)
class TypeStruct:
    """A structural record; fields are in order of name."""

    fields: tuple[tuple[Name, Type], ...]


Type: TypeAlias = (
    TypeVar | TypeNat | TypeCon | TypeBuiltin | TypeApp | TypeSyn | TypeForall | TypeStruct
)


@dataclass(frozen=True, slots=True)
class TypeConApp:
    """A data type with arguments, as constructors and projections name it."""

    id: Identifier
    arguments: tuple[Type, ...] = ()

    @property
    def type(self) -> Type:
        """The same as a type."""
        return type_apply(TypeCon(self.id), self.arguments)


def type_apply(function: Type, arguments: Iterable[Type]) -> Type:
    """The type applied to the arguments from left to right."""
    for argument in arguments:
        function = TypeApp(function, argument)
    return function


def type_head(type_: Type) -> tuple[Type, tuple[Type, ...]]:
    """The innermost function of a type application and its arguments in order."""
    arguments: list[Type] = []
    while isinstance(type_, TypeApp):
        arguments.append(type_.argument)
        type_ = type_.function
    arguments.reverse()
    return type_, tuple(arguments)


def struct_type(fields: Iterable[tuple[Name, Type]]) -> TypeStruct:
    """A structural record type with its fields put in order."""
    return TypeStruct(tuple(sorted(fields, key=_first)))


def _first(field: tuple[Name, object]) -> Name:
    return field[0]


UNIT_TYPE = TypeBuiltin(BuiltinType.UNIT)
BOOL = TypeBuiltin(BuiltinType.BOOL)
INT64 = TypeBuiltin(BuiltinType.INT64)
TEXT = TypeBuiltin(BuiltinType.TEXT)
PARTY = TypeBuiltin(BuiltinType.PARTY)
DATE = TypeBuiltin(BuiltinType.DATE)
TIMESTAMP = TypeBuiltin(BuiltinType.TIMESTAMP)
ARROW = TypeBuiltin(BuiltinType.ARROW)
ANY = TypeBuiltin(BuiltinType.ANY)
ANY_EXCEPTION = TypeBuiltin(BuiltinType.ANY_EXCEPTION)
TYPE_REP = TypeBuiltin(BuiltinType.TYPE_REP)
BIGNUMERIC = TypeBuiltin(BuiltinType.BIGNUMERIC)
ROUNDING_MODE = TypeBuiltin(BuiltinType.ROUNDING_MODE)
FAILURE_CATEGORY = TypeBuiltin(BuiltinType.FAILURE_CATEGORY)


def arrow(parameter: Type, result: Type) -> Type:
    """The type of functions."""
    return TypeApp(TypeApp(ARROW, parameter), result)


def list_of(element: Type) -> Type:
    """The type of lists."""
    return TypeApp(TypeBuiltin(BuiltinType.LIST), element)


def optional_of(element: Type) -> Type:
    """The type of optional values."""
    return TypeApp(TypeBuiltin(BuiltinType.OPTIONAL), element)


def update_of(result: Type) -> Type:
    """The type of updates."""
    return TypeApp(TypeBuiltin(BuiltinType.UPDATE), result)


def contract_id_of(template: Type) -> Type:
    """The type of contract ids."""
    return TypeApp(TypeBuiltin(BuiltinType.CONTRACT_ID), template)


def numeric_of(scale: Type) -> Type:
    """The type of numerics of a scale."""
    return TypeApp(TypeBuiltin(BuiltinType.NUMERIC), scale)


def text_map_of(value: Type) -> Type:
    """The type of maps from text."""
    return TypeApp(TypeBuiltin(BuiltinType.TEXTMAP), value)


def gen_map_of(key: Type, value: Type) -> Type:
    """The type of maps from anything comparable."""
    return TypeApp(TypeApp(TypeBuiltin(BuiltinType.GENMAP), key), value)


PARTIES = list_of(PARTY)
