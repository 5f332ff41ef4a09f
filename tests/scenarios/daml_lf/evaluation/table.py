"""Tables of expressions and what comes of them.

They are read from text files. A line is one expression with its outcome:

    ADD_INT64 1 2  =>  3                an expression of the same value
    ADD_INT64 {9*18} 1  !>  arithmetic  an ArithmeticError of the expression's own builtin
    ERROR @Unit "no"  !>  CODE: part    an error's code and, if one likes, a part of its text
    throw @Unit @M:E (M:E {})  !>  text the text of an exception

`{9*18}` stands for eighteen nines. Lines that are indented continue the one before; `== name`
begins a group, `--` a comment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from canton.daml_lf.builtins.application import PartialApplication
from canton.daml_lf.builtins.big_numeric import BigNumeric
from canton.daml_lf.builtins.comparison import SortedMap
from canton.daml_lf.builtins.errors import DamlException, InterpretationError
from canton.daml_lf.builtins.running import limited
from canton.daml_lf.interpreter.work import never_late
from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import PackageId
from canton.daml_lf.language.version import V2_DEV
from canton.daml_lf.library.library import Library, identifier
from canton.daml_lf.text.reader import parse_package
from unit.daml_lf.textual import TUPLE2, library_of

_FOLDER = Path(__file__).parent
_REPEATED = re.compile(r"\{(.)\*(\d+)\}")
_ROW = re.compile(r"(?P<expression>.*?)\s+(?P<sign>=>|!>)\s+(?P<outcome>.*)", re.DOTALL)
_CODE = re.compile(r"([A-Z]{2,}_[A-Z_]+)(?:: (.*))?")


class Case(NamedTuple):
    """An expression, and the expression that it equals or how it fails."""

    group: str
    expression: str
    fails: bool
    outcome: str


class Failure(NamedTuple):
    """How an expression failed: the code of an error or the type of an exception, and the text."""

    kind: str
    text: str

    def is_told_by(self, case: Case) -> bool:
        """Whether the failure is the one that the case expects."""
        if case.outcome == "arithmetic":
            builtin = case.expression.split()[0]
            begin = f"ArithmeticError while evaluating ({builtin} "
            return self.kind.endswith(":ArithmeticError") and self.text.startswith(begin)
        code = _CODE.fullmatch(case.outcome)
        if code is not None:
            return self.kind == code[1] and (code[2] or "") in " ".join(self.text.split())
        return ":" in self.kind and self.text == case.outcome


def repeated(text: str) -> str:
    """The text with `{x*n}` written out."""
    return _REPEATED.sub(lambda match: match[1] * int(match[2]), text)


def read_table(name: str) -> list[Case]:
    """The cases of a file of this folder, in order."""
    cases: list[Case] = []
    group = ""
    for line in re.split(r"\n(?! )", (_FOLDER / name).read_text()):
        if line.startswith("== "):
            group = line.removeprefix("== ")
        elif line and not line.startswith("--"):
            row = _ROW.fullmatch(repeated(re.sub(r"\n +", " ", line.strip())))
            assert row is not None, f"{name}: {line}"
            cases.append(Case(group, row["expression"], row["sign"] == "!>", row["outcome"]))
    return cases


def rows(cases: Sequence[Case]) -> list[Any]:
    """The cases as parameters of a test, named by what they evaluate."""
    return [
        pytest.param(case, id=f"{case.group}: {' '.join(case.expression.split())[:60]}")
        for case in cases
    ]


class Evaluation:
    """Expressions beside the definitions that they mention, compiled as one package."""

    def __init__(
        self, expressions: Sequence[str], definitions: str = "", *others: ast.Package
    ) -> None:
        values = "\n".join(f"val it{i}: Unit = {each};" for i, each in enumerate(expressions))
        text = f"metadata ( 'table' : '1.0.0' ) module It {{ {values} }} {definitions}"
        self._package_id = PackageId("-table-")
        package = parse_package(text.replace("$tuple", TUPLE2), V2_DEV, self._package_id)
        self.library: Library = library_of(*others, package)
        self._numbers = {each: i for i, each in enumerate(expressions)}

    def value(self, expression: str) -> Any:
        """The run-time value of one of the expressions."""
        number = self._numbers[expression]
        with limited(never_late):
            return self.library.value(identifier(self._package_id, f"It:it{number}"))

    def outcome(self, expression: str) -> Any:
        """The value of one of the expressions in a form that compares, or its failure."""
        try:
            return comparable(self.value(expression))
        except InterpretationError as error:
            return Failure(error.code.id, error.cause)
        except DamlException as error:
            text = self.library.any_exception_message((error.type_rep, error.value))
            return Failure(":".join(map(str, error.type_rep[2:])), text)


def comparable(value: Any) -> Any:
    """A run-time value as one that Python compares strictly: True is not 1 here."""
    match value:
        case bool():
            return "Bool", value
        case tuple():
            return tuple(map(comparable, value))
        case dict():
            return "struct", {name: comparable(inner) for name, inner in value.items()}
        case SortedMap(keys=keys, values=values):
            return "map", comparable(tuple(keys)), comparable(tuple(values))
        case BigNumeric(unscaled=unscaled, scale=scale):
            return "BigNumeric", unscaled, scale
        case PartialApplication():
            raise TypeError("functions do not compare")
    return value


def definitions(name: str) -> str:
    """The modules of a file of this folder."""
    return (_FOLDER / name).read_text()


@cache
def evaluation(table: str, modules: str = "") -> Evaluation:
    """All expressions of a table, compiled together with the modules of a file."""
    text = definitions(modules) if modules else ""
    cases = read_table(table)
    wanted = {case.expression for case in cases} | {c.outcome for c in cases if not c.fails}
    return Evaluation(sorted(wanted), text)


def assert_outcome(case: Case, table: str, modules: str = "") -> None:
    """Holds the engine to a case."""
    all_ = evaluation(table, modules)
    found = all_.outcome(case.expression)
    if case.fails:
        assert isinstance(found, Failure) and found.is_told_by(case), found
    else:
        assert found == all_.outcome(case.outcome)
