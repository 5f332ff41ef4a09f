"""Types as tuples: constants in generated code, values of TypeRep, keys of caches.

Plain tuples can be marshalled, hashed and compared; their natural order is the order of TypeRep
values: builtins < type constructors < numbers < structs (names, then types) < applications.
Source: TypeOrdering.scala; Daml-LF sheet 2.3 (its order of builtins is not the original's).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from canton.daml_lf.language import ast
from canton.daml_lf.language.builtin import BuiltinType
from canton.daml_lf.language.reference import DottedName, Identifier, ModuleName, PackageId

EncodedType = tuple[Any, ...]

BUILTIN: Final = 0
CON: Final = 1
NAT: Final = 2
STRUCT: Final = 3
APP: Final = 4
VAR: Final = 5
FORALL: Final = 6

_ORDER: Final = (
    BuiltinType.UNIT,
    BuiltinType.BOOL,
    BuiltinType.INT64,
    BuiltinType.DATE,
    BuiltinType.TIMESTAMP,
    BuiltinType.NUMERIC,
    BuiltinType.PARTY,
    BuiltinType.TEXT,
    BuiltinType.CONTRACT_ID,
    BuiltinType.OPTIONAL,
    BuiltinType.LIST,
    BuiltinType.GENMAP,
    BuiltinType.ANY,
    BuiltinType.ANY_EXCEPTION,
    BuiltinType.TYPE_REP,
    BuiltinType.ARROW,
    BuiltinType.UPDATE,
    BuiltinType.FAILURE_CATEGORY,
    BuiltinType.TEXTMAP,
    BuiltinType.BIGNUMERIC,
    BuiltinType.ROUNDING_MODE,
)
RANK: Final = {builtin: rank for rank, builtin in enumerate(_ORDER)}
BUILTIN_OF_RANK: Final = _ORDER


def builtin_type(builtin: BuiltinType) -> EncodedType:
    """A builtin type constructor."""
    return (BUILTIN, RANK[builtin])


def con_type(identifier: Identifier) -> EncodedType:
    """A type constructor."""
    return (CON, *identifier)


def identifier_of(encoded: EncodedType) -> Identifier:
    """The name of an encoded type constructor."""
    _, package, module, name = encoded
    return Identifier(PackageId(package), ModuleName(module), DottedName(name))


def head_of(encoded: EncodedType) -> tuple[EncodedType, tuple[EncodedType, ...]]:
    """The innermost function of a type application, and the arguments in order."""
    arguments: list[EncodedType] = []
    while encoded[0] == APP:
        arguments.append(encoded[2])
        encoded = encoded[1]
    arguments.reverse()
    return encoded, tuple(arguments)


FindSynonym = Callable[[Identifier], tuple[tuple[str, ...], EncodedType]]
"""A synonym's parameters and its type, encoded."""


def encode_type(type_: ast.Type, find_synonym: FindSynonym) -> EncodedType:
    """The type with its synonyms expanded."""

    def encode(here: ast.Type) -> EncodedType:
        match here:
            case ast.TypeBuiltin(builtin):
                return (BUILTIN, RANK[builtin])
            case ast.TypeCon(identifier):
                return (CON, *identifier)
            case ast.TypeApp(function, argument):
                return (APP, encode(function), encode(argument))
            case ast.TypeNat(value):
                return (NAT, value)
            case ast.TypeVar(name):
                return (VAR, name)
            case ast.TypeStruct(fields):
                labels = tuple(name for name, _ in fields)
                return (STRUCT, labels, tuple(encode(inner) for _, inner in fields))
            case ast.TypeForall(variable, _, body):
                return (FORALL, variable, encode(body))
            case ast.TypeSyn(identifier, arguments):
                names, expansion = find_synonym(identifier)
                bound = dict(zip(names, map(encode, arguments), strict=True))
                return substitute(expansion, bound)
        raise AssertionError(here)

    return encode(type_)


def substitute(encoded: EncodedType, bound: Mapping[str, EncodedType]) -> EncodedType:
    """The type with variables replaced. Bound types are closed, so nothing can be captured."""
    if not bound:
        return encoded
    match encoded[0]:
        case 5:
            return bound.get(encoded[1], encoded)
        case 4:
            return (APP, substitute(encoded[1], bound), substitute(encoded[2], bound))
        case 3:
            return (STRUCT, encoded[1], tuple(substitute(t, bound) for t in encoded[2]))
        case 6:
            inner = {name: t for name, t in bound.items() if name != encoded[1]}
            return (FORALL, encoded[1], substitute(encoded[2], inner))
        case _:
            return encoded
