"""Decoding packages, held to the table of what each language version accepts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from canton.daml_lf.archive.decoding.package import decode_package
from canton.daml_lf.archive.errors import ArchiveError
from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import DottedName, ModuleName, PackageId
from canton.daml_lf.language.version import ALL_VERSIONS, V2_1, V2_DEV, LanguageVersion
from scenarios.daml_lf.packages import decoding_cases as cases
from scenarios.daml_lf.packages.decoding_cases import (
    NAMES,
    STRINGS,
    TYPE_0,
    UNIT,
    UNIT_TYPE,
    Case,
    text,
)
from scenarios.daml_lf.packages.protobuf import Message, encode

Build = Callable[[Any], Message]


def package(module: Message, **tables: Any) -> Message:
    """A package of one module; tables may be replaced."""
    flags = tables.get("flags", {1: 1, 2: 1, 3: 1})
    return {
        1: {1: NAMES.index("M"), 2: flags, **module},
        2: list(tables.get("strings", STRINGS)),
        3: [{1: text(name)} for name in NAMES],
        4: {1: 0, 2: 1},
        5: [UNIT_TYPE, *tables.get("types", [])],
        6: tables.get("kinds", []),
        7: tables.get("exprs", []),
    }


def value(expr: Message, **tables: Any) -> Message:
    """A package with one value of type Unit, which decoders do not check."""
    return package({5: {2: {1: NAMES.index("v"), 2: TYPE_0}, 3: expr}}, **tables)


def of_metadata(part: tuple[Message | None, list[str]]) -> Message:
    metadata, strings = part
    return {2: strings} if metadata is None else {2: strings, 4: metadata}


BUILDERS: dict[str, tuple[Iterable[Case], Build]] = {
    "kind": (
        cases.KINDS,
        lambda kind: package({4: {2: 1, 3: {3: text("x"), 2: kind}, 5: {}}}),
    ),
    "kinds table": (cases.KIND_TABLES, lambda kinds: package({}, kinds=kinds)),
    "type": (cases.TYPES, lambda type_: package({}, types=[type_])),
    "type outside the table": (
        cases.TYPES_OUTSIDE_THE_TABLE,
        lambda type_: package({5: {2: {1: NAMES.index("v"), 2: type_}, 3: UNIT}}),
    ),
    "builtin": (cases.BUILTINS, value),
    "expression": (cases.EXPRESSIONS, value),
    "expressions table": (
        cases.EXPRESSION_TABLES,
        lambda part: value(part[0], exprs=part[1]),
    ),
    "module": (cases.MODULES, package),
    "flags": (cases.FLAGS, lambda flags: package({}, flags=flags)),
    "metadata": (cases.METADATA, of_metadata),
}


def decode(message: Message, version: LanguageVersion) -> ast.Package:
    return decode_package(encode(message), PackageId("p"), version)


@pytest.mark.parametrize(
    ("case", "build"),
    [
        pytest.param(case, build, id=f"{group}: {case.id}")
        for group, (table, build) in BUILDERS.items()
        for case in table
    ],
)
def test_versions_accept_what_they_have(case: Case, build: Build) -> None:
    message = build(case.part)
    for version in ALL_VERSIONS:
        if version in case.accepted:
            decode(message, version)
        else:
            with pytest.raises(ArchiveError) as caught:
                decode(message, version)
            assert caught.value.code.id == "DAR_PARSE_ERROR"
            assert re.search(case.reason, caught.value.context["reason"])


def literal(numeric: str, version: LanguageVersion) -> ast.Expr:
    message = value({6: {3: len(STRINGS)}}, strings=[*STRINGS, numeric])
    module = decode(message, version).modules[ModuleName("M")]
    return module.values[DottedName("v")].body


@pytest.mark.parametrize("version", ALL_VERSIONS, ids=str)
@pytest.mark.parametrize("numeric", cases.NUMERICS)
def test_numeric_literals(numeric: str, version: LanguageVersion) -> None:
    unscaled, scale = cases.NUMERICS[numeric]
    assert literal(numeric, version) == ast.NumericLit(unscaled, scale)


@pytest.mark.parametrize("version", ALL_VERSIONS, ids=str)
@pytest.mark.parametrize("numeric", cases.WRONG_NUMERICS)
def test_wrong_numeric_literals_are_refused(numeric: str, version: LanguageVersion) -> None:
    with pytest.raises(ArchiveError):
        literal(numeric, version)


@pytest.mark.parametrize(
    ("version", "depth", "is_accepted"),
    [(V2_DEV, 48, True), (V2_DEV, 500, False), (V2_1, 498, True), (V2_1, 600, False)],
    ids=str,
)
def test_messages_are_nested_up_to_the_limit_of_their_version(
    version: LanguageVersion, depth: int, is_accepted: bool
) -> None:
    expr = encode(UNIT)
    for _ in range(depth):
        expr = encode({15: {1: expr, 2: UNIT}})
    message = package({5: {2: {1: NAMES.index("v"), 2: TYPE_0}, 3: expr}})
    if is_accepted:
        decode(message, version)
    else:
        with pytest.raises(ArchiveError) as caught:
            decode(message, version)
        assert "nested too deeply" in caught.value.context["reason"]


def test_unknown_fields_of_a_package_are_refused() -> None:
    for version in ALL_VERSIONS:
        with pytest.raises(ArchiveError) as caught:
            decode({**package({}), 17: b"\x01\x23"}, version)
        assert "unknown field 17" in caught.value.context["reason"]
