"""Types of values that grow without end are refused before anything is prepared for them."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from canton.daml_lf.validation.errors import Fault, ValidationError

Check = Callable[..., ValidationError | None]

TEMPLATE = """
  record @serializable T = {{ p: Party, held: {held} }};
  template (this: T) = {{
    precondition True;
    signatories Cons @Party [M:T {{ p }} this] (Nil @Party);
    observers Nil @Party;
  }};
"""
PAIR = "record @serializable Pair (a: *) (b: *) = { fst: a, snd: b };"


def module(held: str, *types: str) -> str:
    """A template whose argument holds something of these types."""
    return f"module M {{ {' '.join(types)} {TEMPLATE.format(held=held)} }}"


def doubling(depth: int) -> list[str]:
    """Types of which each doubles the argument of the one before."""
    first = "record @serializable D0 (a: *) = { x: a };"
    return [first] + [
        f"record @serializable D{i} (a: *) = {{ x: M:D{i - 1} (M:Pair a a) }};"
        for i in range(1, depth)
    ]


def branching(depth: int) -> list[str]:
    """Types of which each holds the one before with two different arguments."""
    first = "record @serializable B0 (a: *) = { x: a };"
    return [first] + [
        f"record @serializable B{i} (a: *) = {{ "
        f"x: M:B{i - 1} (List a), y: M:B{i - 1} (Option a) }};"
        for i in range(1, depth)
    ]


@pytest.mark.parametrize(
    "text",
    [
        module(
            "M:Nest Text",
            "variant @serializable Nest (a: *) = Flat: a | Deep: M:Nest (List a);",
        ),
        module(
            "M:Nest Text",
            PAIR,
            "variant @serializable Nest (a: *) = Flat: a | Deep: M:Nest (M:Pair a a);",
        ),
        module("M:D40 Text", PAIR, *doubling(41)),
        module("M:B40 Text", *branching(41)),
    ],
    ids=["grows", "doubles in itself", "doubles by many", "branches"],
)
def test_types_that_are_too_many_or_too_large_are_refused_soon(check: Check, text: str) -> None:
    began = time.monotonic()
    error = check(text)
    assert error is not None
    assert error.fault is Fault.TOO_COMPLEX
    assert "M:T" in str(error)
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    "text",
    [
        module(
            "M:Tree Text",
            "variant @serializable Tree (a: *) = Leaf: a | Node: List (M:Tree a);",
        ),
        module(
            "M:Swap Text Int64",
            "variant @serializable Swap (a: *) (b: *) = One: a | Other: M:Swap b a;",
        ),
        module(
            "M:Link Text",
            "record @serializable Link (a: *) = { next: ContractId (M:Link (List a)) };",
        ),
        module("M:D8 Text", PAIR, *doubling(9)),
    ],
    ids=["contains itself", "swaps", "refers to contracts of larger types", "doubles a little"],
)
def test_types_that_contain_themselves_are_accepted(check: Check, text: str) -> None:
    assert check(text) is None
