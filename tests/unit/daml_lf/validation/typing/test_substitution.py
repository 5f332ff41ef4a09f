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


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        ("forall a b. a -> b", "forall b a. b -> a", True),
        ("forall a b. a -> b", "forall a b. b -> a", False),
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
