"""Printing; that all syntax is read back is tested with the archives' round trips."""

from __future__ import annotations

import pytest

from canton.daml_lf.language.version import V2_2
from canton.daml_lf.text.expression_printer import ExpressionPrinter
from canton.daml_lf.text.printer import print_package
from canton.daml_lf.text.reader import (
    SELF_PACKAGE,
    parse_expression,
    parse_package,
    parse_type,
)
from canton.daml_lf.text.type_printer import TypePrinter

PRINTER = ExpressionPrinter(SELF_PACKAGE)


@pytest.mark.parametrize(
    "text",
    [
        "a -> b",
        "(a -> b) -> c",
        "List (Option Text)",
        "forall (a: *) (n: nat). Numeric n -> a",
        "(forall (a: *). a) -> 'p':M:T a",
        "||M:S (||M:S||) `Text`||",
        "<a: Text, b: Bool>",
    ],
)
def test_types_have_no_more_parentheses_than_needed(text: str) -> None:
    assert TypePrinter(SELF_PACKAGE).type(parse_type(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "f x (g y) @Text z",
        'M:R @(List Text) { a = "x\\n\\"", b = -1.50 }',
        "(case x of\n  Nil -> (M:E:One)\n  | Cons h t -> f h) y",
        "Cons @Text [x, f y] (Nil @Text)",
        "let x: Text = y in\nlet z: Text = x in\nz",
        "ubind\n  x: Text <- y;\n  _: Unit <- (ubind\n    a: Unit <- b\n  in a)\nin z",
        "`create` `with` `True`",
        "(< a = x >).a",
        "0001-02-03",
        "0999-12-31T23:59:59.000001Z",
    ],
)
def test_expressions_are_printed_readably(text: str) -> None:
    assert PRINTER.expression(parse_expression(text), 0) == text


def test_a_package_is_printed_with_its_layout() -> None:
    text = """metadata ( 'n' : '1.0.0' )

module M {

  record @serializable T = { p: Party };

  template (this: T) = {
    precondition True;
    signatories Nil @Party;
    observers Nil @Party;
    choice C (self) (arg: Unit): Unit
      , controllers Nil @Party
      , observers Nil @Party
      to upure @Unit ();
  };

  val x: Text =
    "t";

}
"""
    assert print_package(parse_package(text, V2_2)) == text
