"""Reading text, held to the table of forms; what is printed is read again as the same."""

from __future__ import annotations

import pytest

from canton.daml_lf.language import ast
from canton.daml_lf.language.builtin import BuiltinFunction, BuiltinType
from canton.daml_lf.text.expression_printer import ExpressionPrinter
from canton.daml_lf.text.lexer import TextError
from canton.daml_lf.text.reader import SELF_PACKAGE, parse_expression, parse_kind, parse_type
from canton.daml_lf.text.type_printer import TypePrinter, kind_text
from scenarios.daml_lf.packages import syntax_cases


@pytest.mark.parametrize(("text", "kind"), syntax_cases.KINDS.items(), ids=syntax_cases.KINDS)
def test_kinds(text: str, kind: ast.Kind) -> None:
    assert parse_kind(text) == kind
    assert kind_text(kind) == text


def test_every_builtin_type_has_a_name() -> None:
    assert set(syntax_cases.BUILTIN_TYPES.values()) == set(BuiltinType)
    for text, builtin in syntax_cases.BUILTIN_TYPES.items():
        assert parse_type(text) == ast.TypeBuiltin(builtin)


@pytest.mark.parametrize(("text", "type_"), syntax_cases.TYPES.items(), ids=syntax_cases.TYPES)
def test_types(text: str, type_: ast.Type) -> None:
    assert parse_type(text) == type_
    assert parse_type(TypePrinter(SELF_PACKAGE).type(type_)) == type_


@pytest.mark.parametrize("function", BuiltinFunction, ids=lambda function: function.name)
def test_builtin_functions_are_called_by_their_names(function: BuiltinFunction) -> None:
    assert parse_expression(function.name) == ast.Builtin(function)


@pytest.mark.parametrize(
    ("text", "expr"), syntax_cases.EXPRESSIONS.items(), ids=syntax_cases.EXPRESSIONS
)
def test_expressions(text: str, expr: ast.Expr) -> None:
    assert parse_expression(text) == expr
    assert parse_expression(text.replace("M:", f"'{SELF_PACKAGE}':M:")) == expr
    assert parse_expression(ExpressionPrinter(SELF_PACKAGE).expression(expr, 0)) == expr


@pytest.mark.parametrize("text", syntax_cases.WRONG_LITERALS + syntax_cases.WRONG_EXPRESSIONS)
def test_texts_without_meaning_are_refused(text: str) -> None:
    with pytest.raises(TextError):
        parse_expression(text)


@pytest.mark.parametrize("keyword", syntax_cases.KEYWORDS.split())
def test_a_keyword_means_nothing_alone(keyword: str) -> None:
    for parse in (parse_kind, parse_type, parse_expression):
        with pytest.raises(TextError):
            parse(keyword)
