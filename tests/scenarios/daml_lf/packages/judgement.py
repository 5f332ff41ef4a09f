"""Judgements of types: in a context an expression has a type, or a fault is found in it.

They are read from text files, where one looks like this:

    application
      f: a -> b; x: a; g :: * -> *
      |- f x
      : b

The context may be missing; instead of `: b` there may be `! FAULT`. Lines that are indented
further continue the one before. `== name` begins a group.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from canton.daml_lf.language import ast
from canton.daml_lf.language.recursion import room_for_deep_trees
from canton.daml_lf.language.reference import DottedName, Identifier, ModuleName, Name
from canton.daml_lf.language.version import V2_3, LanguageVersion
from canton.daml_lf.text.reader import (
    SELF_PACKAGE,
    parse_expression,
    parse_kind,
    parse_package,
    parse_type,
)
from canton.daml_lf.validation.errors import Fault, Place, ValidationError
from canton.daml_lf.validation.typing.expressions import Typing
from canton.daml_lf.validation.typing.scope import Scope
from canton.daml_lf.validation.world import World
from unit.daml_lf.textual import TUPLE2

_FOLDER = Path(__file__).parent
_MARK = ast.Location(ModuleName("M"), 7, 7, 7, 7, SELF_PACKAGE)
_JUDGEMENT = re.compile(
    r"^(?P<name>\S.*)\n(?:  (?P<context>[^|\s].*)\n)?  \|- (?P<expression>.*)\n"
    r"  (?P<sign>[:!]) (?P<result>.*)$",
    re.MULTILINE,
)


class Judgement(NamedTuple):
    """What holds of an expression in a context: its type, or the name of the fault in it."""

    name: str
    context: str
    expression: str
    is_typed: bool
    result: str

    @property
    def type(self) -> ast.Type:
        """The type that the expression has."""
        return parse_type(self.result.replace("$tuple", TUPLE2))

    @property
    def fault(self) -> Fault:
        """The fault that is in the expression."""
        return Fault[self.result]


def read_judgements(file: str) -> dict[str, list[Judgement]]:
    """The judgements of a file of this folder by group."""
    text = re.sub(r"\n    +", " ", (_FOLDER / file).read_text("utf-8"))
    groups = {}
    for part in text.split("\n== ")[1:]:
        group, _, body = part.partition("\n")
        found = list(_judgements(body))
        assert len(found) == body.count("|- "), f"a judgement of {group} is not understood"
        groups[group] = found
    return groups


def _judgements(text: str) -> Iterator[Judgement]:
    for match in _JUDGEMENT.finditer(text):
        name, context, expression, sign, result = match.groups()
        yield Judgement(name, context or "", expression, sign == ":", result)


def scope_of(version: LanguageVersion = V2_3) -> Scope:
    """The scope of a value of the module in `world.lf`."""
    package = parse_package((_FOLDER / "world.lf").read_text("utf-8"), version)
    name = Identifier(SELF_PACKAGE, ModuleName("M"), DottedName("test"))
    return Scope(World({SELF_PACKAGE: package}), version, Place("value", name))


def judge(case: Judgement, version: LanguageVersion = V2_3) -> ast.Type | Fault:
    """The type of the expression, without synonyms, or the fault that is found within it."""
    scope = scope_of(version)
    _declare(scope, "a :: *; b :: *; c :: *")
    _declare(scope, case.context)
    inner = parse_expression(case.expression)
    try:
        with room_for_deep_trees():
            return scope.expand(Typing(scope).type_of(ast.Located(_MARK, inner)))
    except ValidationError as error:
        assert error.place.location == _MARK
        return error.fault


def _declare(scope: Scope, context: str) -> None:
    for declared in filter(None, context.split(";")):
        if "::" in declared:
            name, kind = declared.split("::")
            scope.kinds[Name(name.strip())] = parse_kind(kind)
        else:
            name, _, type_ = declared.partition(":")
            scope.types[Name(name.strip())] = parse_type(type_)
