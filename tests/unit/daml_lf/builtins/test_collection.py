"""Folds and maps, the maps against dictionaries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.daml_lf.builtins import collection as c
from canton.daml_lf.builtins.text import from_list

KEYS = st.one_of(
    st.integers(0, 20), st.sampled_from([(1, 2), (2, 1), (0, 5)]).map(lambda t: (0, t))
)
OPERATIONS = st.lists(st.tuples(st.booleans(), st.integers(0, 20), st.integers()))


@given(OPERATIONS, st.booleans())
def test_a_map_behaves_as_a_sorted_dictionary_and_never_changes(operations, wraps) -> None:
    def wrap(key: int) -> object:
        # Wrapped keys take the way of the generic comparison.
        return (key,) if wraps else key

    model: dict[object, int] = {}
    map_ = c.EMPTY_MAP
    for inserts, plain, value in operations:
        key = wrap(plain)
        before = (list(map_.keys), list(map_.values))
        changed = c.map_insert(key, value, map_) if inserts else c.map_delete(key, map_)
        assert (map_.keys, map_.values) == before
        map_ = changed
        if inserts:
            model[key] = value
        else:
            model.pop(key, None)
    assert from_list(c.map_keys(map_)) == sorted(model)
    assert from_list(c.map_values(map_)) == [model[key] for key in sorted(model)]
    assert c.map_size(map_) == len(model)
    for plain in range(21):
        found = c.map_lookup(wrap(plain), map_)
        assert found == ((model[wrap(plain)],) if wrap(plain) in model else None)


FOLDS = [
    (r"FOLDL @Int64 @Int64 (\(a: Int64) (x: Int64) -> SUB_INT64 a x) 10 {xs}", 4),
    (r"FOLDR @Int64 @Int64 (\(x: Int64) (a: Int64) -> SUB_INT64 x a) 10 {xs}", -8),
    (r"FOLDL @Int64 @Int64 M:curried 10 {xs}", 4),
    (r"EQUAL_LIST @Int64 (EQUAL @Int64) {xs} {xs}", True),
    (r"EQUAL_LIST @Int64 (EQUAL @Int64) {xs} (Nil @Int64)", False),
    (r"EQUAL_LIST @Int64 (LESS @Int64) {twos} {ones}", True),
]
ONES = "(Cons @Int64 [1] (Nil @Int64))"
TWOS = "(Cons @Int64 [2] (Nil @Int64))"
XS = "(Cons @Int64 [1, 2, 3] (Nil @Int64))"
CURRIED = r"""val curried: Int64 -> Int64 -> Int64 = \(a: Int64) ->
    let f: Int64 -> Int64 = \(x: Int64) -> SUB_INT64 a x in f;"""


@pytest.mark.parametrize(("expression", "expected"), FOLDS)
def test_folds_and_equality_of_lists(lf, expression, expected) -> None:
    filled = expression.replace("{xs}", XS).replace("{ones}", ONES).replace("{twos}", TWOS)
    assert lf.outcome(filled, CURRIED) == expected


def test_a_text_map_as_list_has_structs_of_key_and_value(lf) -> None:
    insert = 'TEXTMAP_INSERT @Int64 "b" 1 (TEXTMAP_EMPTY @Int64)'
    assert lf.evaluate(f"TEXTMAP_TO_LIST @Int64 ({insert})") == ({"key": "b", "value": 1}, ())


def test_a_function_as_key_fails_even_in_an_empty_map(lf) -> None:
    type_ = "(Int64 -> Int64)"
    function = r"(\(x: Int64) -> x)"
    expression = f"GENMAP_LOOKUP @{type_} @Int64 {function} (GENMAP_EMPTY @{type_} @Int64)"
    assert lf.outcome(expression) == "NON_COMPARABLE_VALUES"


def test_folding_a_long_list_needs_no_depth(lf) -> None:
    definitions = r"""
        val up: Int64 -> List Int64 -> List Int64 = \(n: Int64) (acc: List Int64) ->
          case EQUAL @Int64 n 0 of
            True -> acc
          | False -> M:up (SUB_INT64 n 1) (Cons @Int64 [n] acc);
    """
    total = r"FOLDR @Int64 @Int64 ADD_INT64 0 (M:up 100000 (Nil @Int64))"
    assert lf.evaluate(total, definitions) == 5_000_050_000
