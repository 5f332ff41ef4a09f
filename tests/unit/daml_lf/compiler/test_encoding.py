"""Types as tuples: order, synonyms, substitution."""

from __future__ import annotations

from canton.daml_lf.compiler.encoding import (
    VAR,
    builtin_type,
    con_type,
    encode_type,
    head_of,
    identifier_of,
    substitute,
)
from canton.daml_lf.language import ast
from canton.daml_lf.language.builtin import BuiltinType as B
from canton.daml_lf.library.library import identifier

PAIR = identifier("p", "M:Pair")
SYNONYM = identifier("p", "M:S")


def encode(type_: ast.Type):
    """A synonym `S x = Pair x Int64` is known."""
    pair = ast.type_apply(ast.TypeCon(PAIR), [ast.TypeVar("x"), ast.INT64])
    return encode_type(type_, lambda _: (("x",), encode(pair)))


def test_type_representations_are_ordered_by_kind_then_content() -> None:
    ascending = [
        encode(ast.UNIT_TYPE),
        encode(ast.BOOL),
        encode(ast.INT64),
        encode(ast.TEXT),
        encode(ast.TypeBuiltin(B.GENMAP)),
        encode(ast.TypeCon(identifier("a", "Z:Z"))),
        encode(ast.TypeCon(identifier("b", "A:A"))),
        encode(ast.TypeCon(identifier("b", "A:B"))),
        encode(ast.TypeNat(1)),
        encode(ast.TypeNat(2)),
        encode(ast.struct_type([("a", ast.INT64)])),
        encode(ast.list_of(ast.INT64)),
        encode(ast.list_of(ast.TEXT)),
    ]
    assert ascending == sorted(ascending)


def test_synonyms_are_expanded() -> None:
    expanded = encode(ast.TypeSyn(SYNONYM, (ast.TEXT,)))
    head, arguments = head_of(expanded)
    assert identifier_of(head) == PAIR
    assert arguments == (builtin_type(B.TEXT), builtin_type(B.INT64))


def test_bound_variables_are_not_replaced() -> None:
    variable = (VAR, "x")
    forall = encode(ast.TypeForall("x", ast.STAR, ast.TypeVar("x")))
    assert substitute(variable, {"x": con_type(PAIR)}) == con_type(PAIR)
    assert substitute(forall, {"x": con_type(PAIR)}) == forall
