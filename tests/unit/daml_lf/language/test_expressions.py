"""The canonical form: chains are flat, whoever builds them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import Name

F, X, Y = ast.Var(Name("f")), ast.Var(Name("x")), ast.Var(Name("y"))


def test_chains_of_applications_and_functions_are_flat() -> None:
    assert ast.apply(ast.apply(F, [X]), [Y]) == ast.App(F, (X, Y))
    assert ast.apply_types(ast.apply_types(F, [ast.TEXT]), [ast.BOOL]) == ast.TyApp(
        F, (ast.TEXT, ast.BOOL)
    )
    x, y = (Name("x"), ast.TEXT), (Name("y"), ast.BOOL)
    assert ast.abstract([x], ast.abstract([y], F)) == ast.Abs((x, y), F)
    one, two = (ast.Binding(name, type_, F) for name, type_ in (x, y))
    assert ast.let([one], ast.let([two], F)) == ast.Let((one, two), F)


def test_nothing_is_built_of_nothing() -> None:
    for build in (ast.apply, ast.apply_types):
        assert build(F, []) is F  # type: ignore[operator]
    assert ast.abstract([], F) is F
    assert ast.abstract_types([], F) is F
    assert ast.let([], F) is F


def test_a_type_application_is_taken_apart() -> None:
    type_ = ast.gen_map_of(ast.TEXT, ast.BOOL)
    head, arguments = ast.type_head(type_)
    assert arguments == (ast.TEXT, ast.BOOL)
    assert ast.type_apply(head, arguments) == type_


def test_fields_of_structs_are_in_order_of_name() -> None:
    b, a = (Name("b"), ast.TEXT), (Name("a"), ast.BOOL)
    assert ast.struct_type([b, a]) == ast.TypeStruct((a, b))


@given(st.integers(-(10**38) + 1, 10**38 - 1), st.integers(0, 37))
def test_a_numeric_keeps_its_scale(unscaled: int, scale: int) -> None:
    literal = ast.NumericLit(unscaled, scale)
    assert literal.decimal.as_tuple().exponent == -scale
    assert Decimal(literal.text) == literal.decimal


@pytest.mark.parametrize(("unscaled", "scale", "text"), [(5, 2, "0.05"), (-10, 0, "-10.")])
def test_a_numeric_prints_all_of_its_digits(unscaled: int, scale: int, text: str) -> None:
    assert ast.NumericLit(unscaled, scale).text == text
