"""Texts, hashes, lists, maps, exceptions, interfaces: what the original's tests hold them to."""

from __future__ import annotations

from functools import cmp_to_key
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.daml_lf.builtins.comparison import compare, less
from canton.daml_lf.builtins.errors import InterpretationError
from canton.daml_lf.builtins.text import (
    code_points_to_text,
    contract_id_to_text,
    explode_text,
    from_list,
    text_to_code_points,
    to_list,
)
from canton.daml_lf.value.contract_id import ContractId
from scenarios.daml_lf.evaluation.table import (
    Case,
    Evaluation,
    assert_outcome,
    read_table,
    rows,
)


@pytest.mark.parametrize("case", rows(read_table("collections.table")))
def test_collections(case: Case) -> None:
    assert_outcome(case, "collections.table", "collections.lf")


TEXTS = ["", "aa", "ab", "b", "a¶‱😂", "a¶‱😃", "a", "¶", "‱", "😂", "😃", "｡", "1.1"]


def test_texts_are_appended() -> None:
    pairs = {f'APPEND_TEXT "{x}" "{y}"': x + y for x, y in product(TEXTS, TEXTS)}
    evaluation = Evaluation(list(pairs))
    assert {each: evaluation.value(each) for each in pairs} == pairs


PLANES = [
    *[0x00, 0x61, 0x7F, 0x80, 0xE9, 0x8EE0, 0xD7FF, 0xE000, 0xE568, 0xFFFF],
    *[0x10000, 0x1D81A, 0x1FFFF, 0x20000, 0x245AD, 0x2FFFF, 0x30000, 0x3AE2D, 0x3FFFF],
    *[0x40000, 0x9EA6D, 0xDFFFF, 0xE0000, 0xEAE2D, 0xEFFFF, 0xF0000, 0x10AE2D, 0x10FFFF],
]
SURROGATES = [0xD800, 0xD924, 0xDBFF, 0xDC00, 0xDDE0, 0xDFFF]
OUTSIDE = [
    *[-(2**63), -(2**31), -0x23458, -1],
    *[0x110000, 0x110001, 0x345678, 2**31 - 1, 2**63 - 1],
]


@pytest.mark.parametrize("point", PLANES, ids=hex)
def test_code_points_of_all_planes_are_text(point: int) -> None:
    assert code_points_to_text(to_list([39, point, 39])) == f"'{chr(point)}'"


@pytest.mark.parametrize("point", SURROGATES + OUTSIDE, ids=hex)
def test_what_is_no_code_point_of_text_is_refused(point: int) -> None:
    with pytest.raises(InterpretationError, match="invalid code point"):
        code_points_to_text(to_list([39, point, 39]))


def test_all_code_points_but_surrogates_are_texts_in_the_order_of_their_numbers() -> None:
    legal = [*range(0xD800), *range(0xE000, 0x110000)]
    assert all(less(x, y) for x, y in pairwise(map(chr, legal)))
    some = legal[::97]
    text = code_points_to_text(to_list(some))
    assert from_list(text_to_code_points(text)) == some
    assert from_list(explode_text(text)) == [*map(chr, some)]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_texts_are_ordered_by_their_code_points(texts: list[str]) -> None:
    def by_points(text: str) -> list[int]:
        return from_list(text_to_code_points(text))

    assert sorted(texts, key=cmp_to_key(compare)) == sorted(texts, key=by_points)


def test_a_contract_id_is_no_text_on_the_ledger() -> None:
    assert contract_id_to_text(ContractId(bytes(33))) is None
