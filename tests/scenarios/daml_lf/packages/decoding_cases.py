"""What decoders accept of each part of a package, and in which language versions.

The cases that Canton 3.6 (its archive decoder's tests) holds its decoder to, and their neighbours.
A package's texts and names are always those of `STRINGS` and `NAMES`, its type 0 is Unit.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final, NamedTuple

from canton.daml_lf.language.builtin import BuiltinFunction, BuiltinType, RoundingMode
from canton.daml_lf.language.version import ALL_VERSIONS, V2_1, V2_DEV, LanguageVersion
from scenarios.daml_lf.packages.protobuf import Message, Signed

EVERY: Final = frozenset(ALL_VERSIONS)
NONE: Final[frozenset[LanguageVersion]] = frozenset()
FLAT: Final = EVERY - {V2_1}
KEYS: Final = frozenset(ALL_VERSIONS[2:])
DEV: Final = frozenset([V2_DEV])

STRINGS: Final = ("n", "1.0.0", "M", "T", "I", "J", "v", "x", "y", "C", "f" * 64)
NAMES: Final = ("M", "T", "I", "J", "v")


def text(name: str) -> int:
    """The index of an interned text."""
    return STRINGS.index(name)


SELF: Final[Message] = {1: {1: {}}, 2: 0}


def definition(name: str) -> Message:
    """The reference to a definition of the package's only module."""
    return {1: SELF, 2: NAMES.index(name)}


class Case(NamedTuple):
    """A part of a package, the versions that accept it, and why the others do not."""

    id: str
    part: Any
    accepted: Collection[LanguageVersion]
    reason: str = ""


STAR: Final[Message] = {1: {}}
UNIT_TYPE: Final[Message] = {3: {1: BuiltinType.UNIT}}
TYPE_0: Final[Message] = {8: 0}
UNIT: Final[Message] = {5: 0}
FALSE: Final[Message] = {5: 1}
X: Final[Message] = {2: text("x")}
BINDER: Final[Message] = {3: text("x"), 2: STAR}
PARAMETER: Final[Message] = {3: text("x"), 2: TYPE_0}

KINDS: Final = (
    Case("star", STAR, EVERY),
    Case("nat", {3: {}}, EVERY),
    Case("reference beyond the table", {4: 32}, NONE, "interned kinds|not an index"),
    Case("arrow without parameters", {2: {2: STAR}}, NONE, "unexpected empty parameters"),
    Case("arrow", {2: {1: STAR, 2: STAR}}, EVERY),
    Case("arrow of two parameters", {2: {1: [STAR, STAR], 2: STAR}}, {V2_1}, "allows one"),
    Case("none", {}, NONE, "a kind is empty"),
)

KIND_TABLES: Final = (
    Case("empty", [], EVERY),
    Case("a kind", [STAR], FLAT, "Flat archive"),
    Case("a reference to an earlier one", [STAR, {2: {1: {4: 0}, 2: STAR}}], FLAT, "Flat"),
    Case("only a reference", [STAR, {4: 0}], NONE, "only a reference|Flat archive"),
    Case("a reference to a later one", [{2: {1: {4: 1}, 2: STAR}}, STAR], NONE, "index|Flat"),
)


def _fields(names: str) -> Message:
    return {5: {1: [{3: text(name), 2: UNIT_TYPE} for name in names]}}


TYPES: Final = (
    *[Case(f"number {n}", {6: Signed(n)}, EVERY) for n in (0, 1, 2, 5, 11, 35, 36, 37)],
    *[
        Case(f"number {n}", {6: Signed(n)}, NONE, "from 0 to 37")
        for n in (-(2**63), -100, -2, -1, 38, 39, 200, 2**63 - 1)
    ],
    *[
        Case(builtin.name, {3: {1: builtin}}, DEV if builtin >= 1000 else EVERY, "not supported")
        for builtin in BuiltinType
    ],
    Case("no such builtin", {3: {1: 12}}, NONE, "12 is not a built-in type"),
    Case("struct", _fields("xyC"), EVERY),
    Case("struct with a field twice", _fields("xx"), NONE, "a field twice"),
    Case("struct with a field again", _fields("xyCx"), NONE, "a field twice"),
    Case("struct with another field again", _fields("xyCy"), NONE, "a field twice"),
    Case("struct without fields", {5: {}}, NONE, "unexpected empty fields"),
    Case("variable", {1: {3: text("x")}}, EVERY),
    Case("data type", {2: {1: definition("T")}}, EVERY),
    Case("synonym", {7: {1: definition("T")}}, EVERY),
    Case("polymorphic", {4: {1: BINDER, 2: UNIT_TYPE}}, EVERY),
    Case("application", {9: {1: {3: {1: BuiltinType.LIST}}, 2: UNIT_TYPE}}, FLAT, "application"),
    Case("variable with an argument", {1: {3: text("x"), 2: UNIT_TYPE}}, {V2_1}, "beside it"),
    Case("data type with an argument", {2: {1: definition("T"), 2: UNIT_TYPE}}, {V2_1}, "beside"),
    Case("builtin with an argument", {3: {1: BuiltinType.LIST, 2: UNIT_TYPE}}, {V2_1}, "beside"),
    Case(
        "function with two arguments",
        {3: {1: BuiltinType.ARROW, 2: [UNIT_TYPE, UNIT_TYPE]}},
        {V2_1},
        "beside it",
    ),
    Case("polymorphic in two", {4: {1: [BINDER, BINDER], 2: UNIT_TYPE}}, {V2_1}, "allows one"),
    Case("polymorphic in nothing", {4: {2: UNIT_TYPE}}, NONE, "unexpected empty variables"),
    Case("reference to type 0", {9: {1: TYPE_0, 2: TYPE_0}}, FLAT, "application"),
    Case("only a reference", TYPE_0, NONE, "only a reference"),
    Case("a later reference", {5: {1: {3: text("x"), 2: {8: 7}}}}, NONE, "not an index"),
)

TYPES_OUTSIDE_THE_TABLE: Final = (
    Case("reference", TYPE_0, EVERY),
    Case("variable", {1: {3: text("x")}}, NONE, "outside the types table"),
    Case("number", {6: Signed(10)}, NONE, "outside the types table"),
    Case("synonym", {7: {1: definition("T")}}, NONE, "outside the types table"),
    Case("data type", {2: {1: definition("T")}}, NONE, "outside the types table"),
    Case("builtin", UNIT_TYPE, NONE, "outside the types table"),
    Case("polymorphic", {4: {1: BINDER, 2: UNIT_TYPE}}, NONE, "outside the types table"),
    Case("struct", _fields("x"), NONE, "outside the types table"),
)


def _builtin_versions(function: BuiltinFunction) -> Collection[LanguageVersion]:
    if function is BuiltinFunction.SECP256K1_VALIDATE_KEY:
        return KEYS
    return DEV if function >= 1000 else EVERY


BUILTINS: Final = (
    *[
        Case(function.name, {4: function}, _builtin_versions(function), "not supported")
        for function in BuiltinFunction
    ],
    Case("no such builtin", {4: 4001}, NONE, "4001 is not a built-in function"),
    *[Case(mode.name, {6: {1001: mode}}, DEV, "not supported") for mode in RoundingMode],
)

NUMERICS: Final = {
    "9999999999999999999999999999.9999999999": (10**38 - 1, 10),
    "0.0000000000": (0, 10),
    "1000000000000000000000000000000.": (10**30, 0),
    "99999999999999999999999999999999999999.": (10**38 - 1, 0),
    "-0.0": (0, 1),
    "0.": (0, 0),
    "3.1415": (31415, 4),
    "-99999999999999999999.999999999999999999": (-(10**38) + 1, 18),
}

WRONG_NUMERICS: Final = (
    "10000000000000000000000000000.0000000000",
    "-1000000000000000000000000000000000000000.",
    "0.000000000000000000000000000000000000001",
    "0000000000000000000000000000.0000000000",
    "0.0.0",
    "+0.0",
    "0",
)

T, FACE, J = definition("T"), definition("I"), definition("J")
_EXERCISE_INTERFACE: Final[Message] = {1: FACE, 2: text("C"), 3: UNIT, 4: UNIT}

EXPRESSIONS: Final = (
    Case("nothing", {}, NONE, "an expression is empty"),
    Case("to exception", {30: {1: TYPE_0, 2: UNIT}}, EVERY),
    Case("from exception", {31: {1: TYPE_0, 2: UNIT}}, EVERY),
    Case("try", {23: {11: {1: TYPE_0, 2: UNIT, 3: text("x"), 4: UNIT}}}, EVERY),
    Case("signatories", {36: {1: FACE, 2: UNIT}}, EVERY),
    Case("observers", {37: {1: FACE, 2: UNIT}}, EVERY),
    Case("to interface", {33: {1: FACE, 2: T, 3: UNIT}}, EVERY),
    Case("from interface", {34: {1: FACE, 2: T, 3: UNIT}}, EVERY),
    Case("unsafe from interface", {39: {1: FACE, 2: T, 3: UNIT, 4: FALSE}}, {V2_1}, "unsafe"),
    Case("template type rep", {40: {1: FACE, 2: UNIT}}, EVERY),
    Case("to required", {41: {1: J, 2: FACE, 3: UNIT}}, EVERY),
    Case("from required", {42: {1: J, 2: FACE, 3: UNIT}}, EVERY),
    Case("unsafe from required", {43: {1: J, 2: FACE, 3: UNIT, 4: FALSE}}, EVERY),
    Case("exercise interface", {23: {13: _EXERCISE_INTERFACE}}, EVERY),
    Case("exercise with guard", {23: {13: {**_EXERCISE_INTERFACE, 5: UNIT}}}, DEV, "guard"),
    Case("fetch interface", {23: {14: {1: FACE, 2: UNIT}}}, EVERY),
    Case("fetch by key", {23: {9: {1: T}}}, KEYS, "Contract keys is not supported"),
    Case("query by key", {23: {16: {1: T}}}, KEYS, "Contract keys is not supported"),
    Case("exercise by key", {23: {10: {1: T, 2: text("C"), 3: UNIT, 4: UNIT}}}, KEYS, "keys"),
    Case("lookup by key", {23: {8: {1: T}}}, NONE, "unknown field 8"),
    Case("experimental", {9999: {1: "ANSWER", 2: TYPE_0}}, DEV, "not supported"),
    Case("controllers", {1001: {1: T, 2: text("C"), 3: UNIT, 4: UNIT}}, NONE, "choice_controller"),
    Case("choice observers", {1002: {1: T, 2: text("C"), 3: UNIT, 4: UNIT}}, NONE, "observer"),
    Case("application to nothing", {15: {1: UNIT}}, NONE, "unexpected empty arguments"),
    Case("application to two", {15: {1: UNIT, 2: [UNIT, UNIT]}}, EVERY),
    Case("function of one", {17: {1: PARAMETER, 2: X}}, EVERY),
    Case("function of two", {17: {1: [PARAMETER, PARAMETER], 2: X}}, {V2_1}, "allows one"),
    Case("function of nothing", {17: {2: X}}, NONE, "unexpected empty parameters"),
    Case("application to a type", {16: {1: UNIT, 2: TYPE_0}}, EVERY),
    Case("application to two types", {16: {1: UNIT, 2: [TYPE_0, TYPE_0]}}, {V2_1}, "allows one"),
    Case("type function of one", {18: {1: BINDER, 2: UNIT}}, EVERY),
    Case("type function of two", {18: {1: [BINDER, BINDER], 2: UNIT}}, {V2_1}, "allows one"),
    Case("let of nothing", {20: {2: UNIT}}, NONE, "unexpected empty bindings"),
    Case("cons of nothing", {22: {1: TYPE_0, 3: UNIT}}, NONE, "unexpected empty front"),
)

EXPRESSION_TABLES: Final = (
    # What the value is, and what stands in the table.
    Case("reference", ({44: 0}, [UNIT]), FLAT, "interned expressions"),
    Case("reference beyond", ({44: 1}, [UNIT]), NONE, "not an index|interned"),
    Case("negative reference", ({44: -1}, [UNIT]), NONE, "not an index|interned"),
    Case("only a reference", ({44: 1}, [UNIT, {44: 0}]), NONE, "only a reference|interned"),
    Case("entry of itself", ({44: 0}, [{17: {1: PARAMETER, 2: {44: 0}}}]), NONE, "earlier|intern"),
    Case("later entry", ({44: 0}, [{15: {1: {44: 1}, 2: UNIT}}, UNIT]), NONE, "earlier|intern"),
    Case("earlier entry", ({44: 1}, [UNIT, {15: {1: {44: 0}, 2: UNIT}}]), FLAT, "interned"),
)

_CHOICE: Final[Message] = {
    2: text("C"),
    3: 1,
    4: X,
    10: text("y"),
    6: PARAMETER,
    8: TYPE_0,
    9: X,
}
_WITH_OBSERVERS: Final[Message] = {**_CHOICE, 5: X}
_TEMPLATE: Final[Message] = {1: NAMES.index("T"), 2: text("x"), 4: X, 7: X}
_INTERFACE: Final[Message] = {2: NAMES.index("I"), 4: text("x"), 6: TYPE_0}


def _method(name: str) -> Message:
    return {2: text(name), 3: TYPE_0}


MODULES: Final = (
    Case("template", {6: _TEMPLATE}, EVERY),
    Case("templates of one name", {6: [_TEMPLATE, _TEMPLATE]}, NONE, "defined twice"),
    Case("choice", {6: {**_TEMPLATE, 6: _WITH_OBSERVERS}}, EVERY),
    Case("choice without observers", {6: {**_TEMPLATE, 6: _CHOICE}}, NONE, "expression is empty"),
    Case("authorizers", {6: {**_TEMPLATE, 6: {**_WITH_OBSERVERS, 1001: X}}}, DEV, "authorizers"),
    Case("choices of one name", {6: {**_TEMPLATE, 6: [_WITH_OBSERVERS] * 2}}, NONE, "twice"),
    Case("key", {6: {**_TEMPLATE, 9: {1: TYPE_0, 3: X, 4: X}}}, KEYS, "Contract keys"),
    Case(
        "instances of one name", {6: {**_TEMPLATE, 10: [{1: FACE, 2: {2: X}}] * 2}}, NONE, "twice"
    ),
    Case("interface", {8: _INTERFACE}, EVERY),
    Case("interface with methods", {8: {**_INTERFACE, 3: [_method("x"), _method("y")]}}, EVERY),
    Case("methods of one name", {8: {**_INTERFACE, 3: [_method("x")] * 2}}, NONE, "twice"),
    Case("interface that requires others", {8: {**_INTERFACE, 7: [T, J]}}, EVERY),
    Case("interface that requires one twice", {8: {**_INTERFACE, 7: [J, J]}}, NONE, "twice"),
    Case(
        "interface choices of one name",
        {8: {**_INTERFACE, 5: [_WITH_OBSERVERS] * 2}},
        NONE,
        "twice",
    ),
    Case(
        "template and interface of one name", {6: {**_TEMPLATE, 1: 2}, 8: _INTERFACE}, NONE, "twice"
    ),
    Case("exceptions of one name", {7: [{1: 1, 3: X}] * 2}, NONE, "defined twice"),
    Case("exception and template of one name", {7: {1: 1, 3: X}, 6: _TEMPLATE}, NONE, "twice"),
    Case(
        "record and value of one name",
        {4: {2: 4, 5: {}}, 5: {2: {1: 4, 2: TYPE_0}, 3: UNIT}},
        NONE,
        "twice",
    ),
    Case("enum with a parameter", {4: {2: 1, 3: BINDER, 7: {}}}, NONE, "type parameters"),
    Case("unknown field", {17: b"\x01"}, NONE, "unknown field 17"),
)

FLAGS: Final = (
    Case("all", {1: 1, 2: 1, 3: 1}, EVERY),
    Case("party literals", {1: 0, 2: 1, 3: 1}, NONE, "deprecated"),
    Case("divulgence", {1: 1, 2: 0, 3: 1}, NONE, "deprecated"),
    Case("disclosure", {1: 1, 2: 1, 3: 0}, NONE, "deprecated"),
    Case("none", {}, NONE, "deprecated"),
)

METADATA: Final = (
    # The metadata, and the texts that it refers to.
    Case("name and version", ({1: 0, 2: 1}, ["foobar", "0.0.0"]), EVERY),
    Case("none", (None, ["foobar", "0.0.0"]), NONE, "no metadata"),
    Case("name with a space", ({1: 0, 2: 1}, ["foo bar", "0.0.0"]), NONE, "foo bar"),
    Case("version with a leading zero", ({1: 0, 2: 1}, ["foobar", "01.0.0"]), NONE, "01.0.0"),
    Case("version with a dash", ({1: 0, 2: 1}, ["foobar", "0.0.0-"]), NONE, "0.0.0-"),
    Case("upgraded package", ({1: 0, 2: 1, 3: {1: 2}}, ["foobar", "0.0.0", "0" * 64]), EVERY),
)
