"""Substitution avoids capture; equality ignores the names of bound variables."""

from __future__ import annotations

import pytest

from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import Name
from canton.daml_lf.text.reader import parse_type
from canton.daml_lf.validation.typing.substitution import are_alpha_equal, substitute


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("a -> b", "List c -> b"),
        ("forall a. a", "forall a. a"),
        ("forall b. a -> b", "forall b. List c -> b"),
        ("forall c. a -> c", "forall d. List c -> d"),
        ("<x: a>", "<x: List c>"),
        ("<w: a, x: b, y: a, z: d>", "<w: List c, x: b, y: List c, z: d>"),
        ("b a", "b (List c)"),
        ("a a", "(List c) (List c)"),
        ("M:C (b a) ((b -> a) b)", "M:C (b (List c)) ((b -> List c) b)"),
        ("M:C (b d) ((d -> b) d)", "M:C (b d) ((d -> b) d)"),
        ("forall c. a (c d)", "forall e. List c (e d)"),
        ("||M:S a b||", "||M:S (List c) b||"),
        ("forall c. forall d. a -> c -> d", "forall e. forall f. List c -> e -> f"),
    ],
)
def test_free_variables_are_replaced_without_capture(type_: str, expected: str) -> None:
    replaced = substitute({Name("a"): parse_type("List c")}, parse_type(type_))
    assert are_alpha_equal(replaced, parse_type(expected))


def test_what_does_not_change_is_shared() -> None:
    type_ = parse_type("List Text -> Bool")
    assert substitute({Name("a"): ast.TEXT}, type_) is type_


def test_a_substitution_and_its_inverse_cancel() -> None:
    type_ = parse_type("forall b. forall e. a (b e)")
    there = substitute({Name("c"): parse_type("b")}, type_)
    assert are_alpha_equal(substitute({Name("b"): parse_type("c")}, there), type_)


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        ("forall a b. a -> b", "forall b a. b -> a", True),
        ("forall a b. a -> b", "forall a b. b -> a", False),
        ("b (forall d. d a)", "b (forall b. b a)", True),
        ("b (forall d. d -> forall e. d e a)", "b (forall e. e -> forall d. e d a)", True),
        ("b (forall d. d -> (forall e. M:C e a))", "b (forall b. b -> (forall b. M:C b a))", True),
        ("forall b. b a c", "forall a. a a c", False),
        ("forall d. d -> (forall e. d e a)", "forall e. e -> (forall e. e e a)", False),
        ("forall a. b", "forall b. b", False),
        ("forall a. b", "forall b. a", False),
        ("forall a. a -> (forall a. a)", "forall a. a -> (forall b. b)", True),
        ("forall a. a -> (forall b. a)", "forall a. a -> (forall b. b)", False),
        ("forall (a: nat). Unit", "forall (a: *). Unit", False),
        ("<a: Text, b: Bool>", "<a: Text, b: Bool>", True),
        ("<a: Text>", "<b: Text>", False),
        ("<a: Text>", "<a: Text, b: Text>", False),
        ("||M:S a||", "||M:S b||", False),
        ("Numeric 1", "Numeric 2", False),
        ("Text", "Bool", False),
        ("M:T", "M:T", True),
    ],
)
def test_equality_up_to_names_of_bound_variables(left: str, right: str, equal: bool) -> None:
    assert are_alpha_equal(parse_type(left), parse_type(right)) is equal
    assert are_alpha_equal(parse_type(right), parse_type(left)) is equal
