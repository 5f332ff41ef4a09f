"""Which kinds exist, and the kinds of types, held to the original's tables."""

from __future__ import annotations

import pytest

from canton.daml_lf.compiler.encoding import BUILTIN_OF_RANK
from canton.daml_lf.language.builtin import BuiltinType
from canton.daml_lf.text.reader import parse_kind, parse_type
from canton.daml_lf.validation.errors import Fault, ValidationError
from canton.daml_lf.validation.typing.builtins import kind_of_builtin
from scenarios.daml_lf.packages.judgement import scope_of
from scenarios.daml_lf.packages.syntax_cases import BUILTIN_TYPES

KINDS = (
    "*",
    "* -> *",
    "* -> * -> *",
    "(* -> *) -> *",
    "nat -> *",
    "nat -> * -> *",
    "* -> nat -> *",
)
WRONG_KINDS = ("* -> nat", "* -> * -> nat", "(* -> nat) -> *")

OF_BUILTINS = {
    "nat -> *": "Numeric",
    "* -> *": "List TextMap Update ContractId Option",
    "* -> * -> *": "GenMap Arrow",
    "*": (
        "Int64 Text Timestamp Party Unit Bool Date Any RoundingMode FailureCategory BigNumeric "
        "AnyException TypeRep"
    ),
}

OF_TYPES = {
    "M:Deal": "*",
    "M:Box": "* -> *",
    "M:Amount": "nat -> *",
    "List Bool": "*",
    "M:Box M:Deal": "*",
    "ContractId M:Deal": "*",
    "Unit -> Unit": "*",
    "forall (a: *). a -> Bool -> a": "*",
    "forall (a: *) (b: *). a -> b -> a": "*",
    "<f: Int64, g: Bool>": "*",
    "Arrow Int64": "* -> *",
    "GenMap Text": "* -> *",
}


@pytest.mark.parametrize("kind", KINDS)
def test_kinds(kind: str) -> None:
    scope_of().check_kind(parse_kind(kind))


@pytest.mark.parametrize("kind", WRONG_KINDS)
def test_a_number_is_no_result(kind: str) -> None:
    with pytest.raises(ValidationError) as caught:
        scope_of().check_kind(parse_kind(kind))
    assert caught.value.fault is Fault.NAT_KIND_RIGHT_OF_ARROW
    with pytest.raises(ValidationError) as caught:
        scope_of().kind_of(parse_type(f"forall (t: {kind}). Unit"))
    assert caught.value.fault is Fault.NAT_KIND_RIGHT_OF_ARROW


def test_every_builtin_type_has_a_kind() -> None:
    named = {name: kind for kind, names in OF_BUILTINS.items() for name in names.split()}
    assert {BUILTIN_TYPES[name] for name in named} == set(BuiltinType)
    for name, kind in named.items():
        assert kind_of_builtin(BUILTIN_TYPES[name]) == parse_kind(kind)


def test_builtin_types_are_in_the_order_of_their_numbers_in_archives() -> None:
    assert list(BUILTIN_OF_RANK) == sorted(BuiltinType)


@pytest.mark.parametrize(("type_", "kind"), OF_TYPES.items(), ids=OF_TYPES)
def test_types_have_kinds(type_: str, kind: str) -> None:
    assert scope_of().kind_of(parse_type(type_)) == parse_kind(kind)
