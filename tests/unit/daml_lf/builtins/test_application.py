"""Partial and over-application, and running away."""

from __future__ import annotations

import pytest

from canton.daml_lf.builtins import application as a
from canton.daml_lf.builtins.errors import InterpretationError


def add3(x: int, y: int, z: int) -> int:
    return x + 10 * y + 100 * z


def curried(x: int):
    return lambda y: lambda z: add3(x, y, z)


@pytest.mark.parametrize("function", [add3, curried, a.partial(add3)])
def test_every_way_of_giving_three_arguments_is_the_same(function) -> None:
    assert a.apply3(function, 1, 2, 3) == 321
    assert a.apply1(a.apply2(function, 1, 2), 3) == 321
    assert a.apply2(a.apply1(function, 1), 2, 3) == 321
    assert a.apply_all(a.apply1(a.apply1(function, 1), 2), (3,)) == 321
    assert a.apply_all(function, (1, 2, 3)) == 321


def test_a_function_of_many_parameters_takes_them_all() -> None:
    names = [f"p{i}" for i in range(30)]
    namespace: dict = {}
    exec(f"def f({', '.join(names)}): return ({', '.join(names)})", namespace)
    arguments = tuple(range(30))
    partial = a.apply_all(namespace["f"], arguments[:10])
    assert a.apply_all(partial, arguments[10:]) == arguments


RUNAWAY = r"""
    val loop: Int64 -> Int64 = \(n: Int64) -> M:loop (ADD_INT64 n 0);
    val fib: Int64 -> Int64 = \(n: Int64) ->
      case LESS @Int64 n 2 of
        True -> n
      | False -> ADD_INT64 (M:fib (SUB_INT64 n 1)) (M:fib (SUB_INT64 n 2));
    record P = { left: M:Tree, right: M:Tree };
    variant Tree = Leaf: Int64 | Fork: M:P;
    val grown: Int64 -> M:Tree -> M:Tree = \(n: Int64) (t: M:Tree) ->
      case EQUAL @Int64 n 0 of
        True -> t
      | False -> M:grown (SUB_INT64 n 1) (M:Tree:Fork (M:P { left = t, right = t }));
    val tree: M:Tree = M:grown 60 (M:Tree:Leaf 1);
    val same: M:Tree = M:grown 60 (M:Tree:Leaf 1);
    val appended: Int64 -> Text -> Text = \(n: Int64) (t: Text) ->
      case EQUAL @Int64 n 0 of True -> t | False -> M:appended (SUB_INT64 n 1) (APPEND_TEXT t "a");
    val long: Int64 -> Text -> Text = \(n: Int64) (t: Text) ->
      case EQUAL @Int64 n 0 of True -> t | False -> M:long (SUB_INT64 n 1) (APPEND_TEXT t t);
"""


@pytest.mark.parametrize(
    "expression",
    [
        "M:loop 1",
        "M:fib 90",
        "EQUAL @M:Tree M:tree M:same",
        "LESS @M:Tree M:tree M:same",
        "GENMAP_LOOKUP @M:Tree @Int64 M:tree (GENMAP_EMPTY @M:Tree @Int64)",
        'KECCAK256_TEXT (M:long 20 "00")',
        'M:appended 1000 (M:long 20 "a")',
    ],
)
def test_what_runs_on_and_on_meets_the_deadline(lf, expression) -> None:
    asked = []

    def is_late() -> bool:
        asked.append(1)
        return len(asked) > 3

    assert lf.outcome(expression, RUNAWAY, is_late) == "INTERPRETATION_TIME_EXCEEDED"


@pytest.mark.parametrize("builtin", ["EXPLODE_TEXT", "TEXT_TO_CODE_POINTS"])
def test_what_takes_too_much_memory_is_not_begun(lf, builtin) -> None:
    assert lf.outcome(f'{builtin} (M:long 24 "a")', RUNAWAY) == "DAML_INTERPRETATION_ERROR"


HOARDERS = r"""
    val texts: Int64 -> Text -> List Text -> Int64 = \(n: Int64) (t: Text) (kept: List Text) ->
      case EQUAL @Int64 n 0 of
        True -> FOLDL @Text @Int64 (\(k: Int64) (x: Text) -> ADD_INT64 k 1) 0 kept
      | False -> M:texts (SUB_INT64 n 1) t (Cons @Text [APPEND_TEXT t "a"] kept);
    val maps: Int64 -> GenMap Int64 Unit -> List (GenMap Int64 Unit) -> Int64 =
      \(n: Int64) (m: GenMap Int64 Unit) (kept: List (GenMap Int64 Unit)) ->
        case EQUAL @Int64 n 0 of
          True -> GENMAP_SIZE @Int64 @Unit m
        | False ->
            let more: GenMap Int64 Unit = GENMAP_INSERT @Int64 @Unit n () m in
              M:maps (SUB_INT64 n 1) more (Cons @(GenMap Int64 Unit) [more] kept);
"""


@pytest.mark.parametrize(
    "expression",
    [
        'M:texts 1000000 (M:long 16 "a") (Nil @Text)',
        "M:maps 1000000 (GENMAP_EMPTY @Int64 @Unit) (Nil @(GenMap Int64 Unit))",
    ],
    ids=["texts", "maps"],
)
def test_few_large_objects_count_as_many_small_ones(lf, monkeypatch, expression) -> None:
    monkeypatch.setattr(a, "RESIDENT_MAX", 2**27)
    monkeypatch.setattr(a, "BLOCKS_MAX", 2**62)
    assert lf.outcome(expression, RUNAWAY + HOARDERS) == "DAML_INTERPRETATION_ERROR"


def test_memory_is_bounded(monkeypatch) -> None:
    a.start_counting()
    a.check()
    monkeypatch.setattr(a, "BLOCKS_MAX", -1)
    kept = [object() for _ in range(1000)]
    with pytest.raises(InterpretationError, match="memory"):
        a.check()
    del kept
