"""Maps against dictionaries, and long folds. Tables are in `tests/scenarios/daml_lf/evaluation`."""

from __future__ import annotations

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


def test_folding_a_long_list_needs_no_depth(lf) -> None:
    definitions = r"""
        val up: Int64 -> List Int64 -> List Int64 = \(n: Int64) (acc: List Int64) ->
          case EQUAL @Int64 n 0 of
            True -> acc
          | False -> M:up (SUB_INT64 n 1) (Cons @Int64 [n] acc);
    """
    total = r"FOLDR @Int64 @Int64 ADD_INT64 0 (M:up 100000 (Nil @Int64))"
    assert lf.evaluate(total, definitions) == 5_000_050_000
