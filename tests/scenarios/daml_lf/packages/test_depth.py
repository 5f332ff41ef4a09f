"""Deep trees are checked at every point where syntax may nest.

The points are those of Canton 3.6 (its tests of stack safety). Our trees have a bounded depth,
which is checked where they enter; below the bound no tree may be too deep for the checks.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from canton.daml_lf.language import ast
from canton.daml_lf.language.builtin import BuiltinFunction
from canton.daml_lf.language.recursion import DEPTH_MAX, TYPE_DEPTH_MAX, room_for_deep_trees
from canton.daml_lf.language.reference import Name
from canton.daml_lf.validation.typing.expressions import Typing
from canton.daml_lf.validation.typing.substitution import are_alpha_equal
from scenarios.daml_lf.packages.judgement import scope_of

LEVELS_OF_A_STEP = 4
STEPS = DEPTH_MAX // LEVELS_OF_A_STEP
TYPE_STEPS = TYPE_DEPTH_MAX // 2
X, Y, F, G = Name("x"), Name("y"), Name("f"), Name("g")
UNIT_T = ast.UNIT_TYPE
UPDATE = ast.update_of(UNIT_T)
LIST = ast.list_of(UNIT_T)
STRUCT = ast.struct_type([(F, UNIT_T), (G, UNIT_T)])

TYPES: dict[str, Callable[[ast.Type], ast.Type]] = {
    "body of a quantifier": lambda t: ast.TypeForall(X, ast.STAR, t),
    "result of a function": lambda t: ast.arrow(UNIT_T, t),
    "argument of a function": lambda t: ast.arrow(t, UNIT_T),
    "first field of a struct": lambda t: ast.struct_type([(F, t), (G, UNIT_T)]),
    "second field of a struct": lambda t: ast.struct_type([(F, UNIT_T), (G, t)]),
}


def of(type_: ast.Type) -> ast.Expr:
    """An expression of any type."""
    error = ast.Builtin(BuiltinFunction.ERROR)
    return ast.apply(ast.apply_types(error, [type_]), [ast.TextLit("")])


def as_(type_: ast.Type, unit: ast.Expr) -> ast.Expr:
    """An expression of any type with one of type Unit in it."""
    return ast.App(of(ast.arrow(UNIT_T, type_)), (unit,))


def used(type_: ast.Type, expr: ast.Expr) -> ast.Expr:
    """An expression of type Unit with one of any type in it."""
    return ast.App(of(ast.arrow(type_, UNIT_T)), (expr,))


def block(first: ast.Expr, second: ast.Expr, body: ast.Expr) -> ast.Expr:
    bindings = (ast.Binding(None, UNIT_T, first), ast.Binding(None, UNIT_T, second))
    return used(UPDATE, ast.UpdateBlock(bindings, body))


def case(scrutinee: ast.Expr, nil: ast.Expr, cons: ast.Expr) -> ast.Expr:
    patterns = (ast.PatternNil(), ast.PatternCons(X, Y))
    alternatives = [ast.Alternative(p, e) for p, e in zip(patterns, (nil, cons), strict=True)]
    return ast.Case(scrutinee, tuple(alternatives))


def struct(first: ast.Expr, second: ast.Expr) -> ast.Expr:
    return used(STRUCT, ast.StructCon(((F, first), (G, second))))


def try_(body: ast.Expr, handler: ast.Expr) -> ast.Expr:
    return used(UPDATE, ast.UpdateTryCatch(UNIT_T, body, X, handler))


U, V = of(UNIT_T), of(UPDATE)
OPTIONAL = ast.optional_of(UPDATE)
POLYMORPHIC = ast.TypeForall(X, ast.STAR, UNIT_T)
EXPRESSIONS: dict[str, Callable[[ast.Expr], ast.Expr]] = {
    "type application": lambda e: ast.TyApp(as_(POLYMORPHIC, e), (UNIT_T,)),
    "function": lambda e: ast.App(as_(ast.arrow(UNIT_T, UNIT_T), e), (U,)),
    "argument": lambda e: ast.App(of(ast.arrow(UNIT_T, UNIT_T)), (e,)),
    "some": lambda e: used(ast.optional_of(UNIT_T), ast.SomeCon(UNIT_T, e)),
    "lambda": lambda e: ast.App(ast.Abs(((X, UNIT_T),), e), (U,)),
    "type lambda": lambda e: ast.TyApp(ast.TyAbs(((X, ast.STAR),), e), (UNIT_T,)),
    "first field": lambda e: struct(e, U),
    "second field": lambda e: struct(U, e),
    "head": lambda e: used(LIST, ast.Cons(UNIT_T, (e,), of(LIST))),
    "tail": lambda e: used(LIST, ast.Cons(UNIT_T, (U,), as_(LIST, e))),
    "pure": lambda e: used(UPDATE, ast.UpdatePure(UNIT_T, e)),
    "first binding": lambda e: block(as_(UPDATE, e), V, V),
    "second binding": lambda e: block(V, as_(UPDATE, e), V),
    "body of a block": lambda e: block(V, V, as_(UPDATE, e)),
    "embedded": lambda e: used(UPDATE, ast.UpdateEmbedExpr(UNIT_T, as_(UPDATE, e))),
    "body of a try": lambda e: try_(as_(UPDATE, e), of(OPTIONAL)),
    "handler": lambda e: try_(V, as_(OPTIONAL, e)),
    "updated struct": lambda e: used(STRUCT, ast.StructUpd(F, as_(STRUCT, e), U)),
    "update of a struct": lambda e: used(STRUCT, ast.StructUpd(F, of(STRUCT), e)),
    "scrutinee": lambda e: case(as_(LIST, e), U, U),
    "first alternative": lambda e: case(of(LIST), e, U),
    "second alternative": lambda e: case(of(LIST), U, e),
    "bound expression": lambda e: ast.Let((ast.Binding(None, UNIT_T, e),), U),
    "body of a let": lambda e: ast.Let((ast.Binding(None, UNIT_T, U),), e),
    "location": lambda e: ast.Located(ast.Location(Name("M"), 0, 0, 0, 0, Name("p")), e),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("point", TYPES)
def test_deep_types_have_a_kind_and_are_compared(point: str) -> None:
    def deep(leaf: ast.Type) -> ast.Type:
        for _ in range(TYPE_STEPS):
            leaf = TYPES[point](leaf)
        return leaf

    with room_for_deep_trees():
        scope_of().check_type(deep(UNIT_T))
        left, right = (ast.TypeForall(n, ast.STAR, deep(ast.TypeVar(n))) for n in (F, G))
        assert are_alpha_equal(left, right)


@pytest.mark.parametrize("point", EXPRESSIONS)
def test_deep_expressions_have_a_type(point: str) -> None:
    expr = U
    for _ in range(STEPS):
        expr = EXPRESSIONS[point](expr)
    with room_for_deep_trees():
        assert Typing(scope_of()).type_of(expr) == UNIT_T
