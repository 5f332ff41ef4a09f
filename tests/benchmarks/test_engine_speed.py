"""How fast the engine is, mostly as ratios: against an AST walker, per node, per package.

The walker is the plain way to run the language: it looks at the tree again at every step. Bounds
are far from what is measured, so that a busy machine passes too; figures are printed with -s.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.walker import Walker
from canton.daml_lf.engine import (
    CreateAndExerciseCommand,
    Interpreted,
    Known,
    Library,
    Submission,
    interpret,
)
from canton.daml_lf.language import ast
from canton.daml_lf.language.recursion import recursion_limit
from canton.daml_lf.language.reference import ModuleName
from canton.daml_lf.language.version import V2_1
from canton.daml_lf.library.library import identifier
from canton.daml_lf.text.reader import parse_package
from canton.daml_lf.value.value import Int64Value, PartyValue, RecordValue, TextValue

MODULE = r"""
metadata ( 'benchmark' : '1.0.0' )
module M {
  record @serializable T = { p: Party, q: Party, n: Int64, label: Text };
  record @serializable A = { n: Int64 };
  val one: Party -> List Party = \(x: Party) -> Cons @Party [x] (Nil @Party);
  val chain: ContractId M:T -> Int64 -> Update Unit = \(c: ContractId M:T) (n: Int64) ->
    case EQUAL @Int64 n 0 of
      True -> upure @Unit ()
    | False -> ubind d: ContractId M:T <- exercise @M:T Next c (M:A { n = n })
               in M:chain d (SUB_INT64 n 1);
  template (this: T) = {
    precondition True;
    signatories M:one (M:T {p} this);
    observers M:one (M:T {q} this);
    choice Next (self) (a: M:A): ContractId M:T, controllers M:one (M:T {p} this)
      to create @M:T (M:T { this with n = M:A {n} a });
    choice @nonConsuming Many (self) (a: M:A): Unit, controllers M:one (M:T {p} this)
      to ubind c: ContractId M:T <- create @M:T this in M:chain c (M:A {n} a);
  };
}
"""


@pytest.fixture(scope="module")
def package() -> ast.Package:
    return parse_package(MODULE, V2_1)


@pytest.fixture(scope="module")
def library(package) -> Library:
    made = Library()
    made.add(package)
    return made


def seconds(run: Callable[[], object], times: int = 3) -> float:
    """The best of a few runs."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return best


# The programs of the engine's sheet and the sizes at which walking them takes a moment.
PROGRAMS = {"fib": 18, "fibInt": 16, "turned": 10_000, "mapped": 3_000}


@pytest.fixture(scope="module")
def programs() -> ast.Package:
    return parse_package((Path(__file__).parent / "programs.lf").read_text("utf-8"), V2_1)


@pytest.mark.parametrize("name", PROGRAMS)
def test_generated_code_is_ten_times_faster_than_walking_the_tree(name, programs) -> None:
    size = PROGRAMS[name]
    library = Library()
    library.add(programs)
    generated = library.value(identifier(programs.id, f"M:{name}"))
    walker = Walker(programs.modules[ModuleName("M")])
    tree = walker.value(name)
    with recursion_limit(1_000_000):
        assert generated(size) == walker.apply(tree, [size])
        # Both in turn, so that a busy machine is busy for both.
        ratios = [
            seconds(lambda: walker.apply(tree, [size]), 2) / seconds(lambda: generated(size))
            for _ in range(3)
        ]
    print(f"{name}: walking takes {max(ratios):.0f} times as long as generated code")
    assert max(ratios) > 10


def submission(package, choice: str, n: int) -> Submission:
    argument = RecordValue((PartyValue("a"), PartyValue("b"), Int64Value(1), TextValue("x")))
    command = CreateAndExerciseCommand(
        identifier(package.id, "M:T"), argument, choice, RecordValue((Int64Value(n),))
    )
    return Submission((command,), frozenset({"a"}), bytes(32), "participant", 0, 0)


def test_a_small_transaction_takes_less_than_half_a_millisecond(package, library) -> None:
    work, known = submission(package, "Next", 3), Known(library)
    assert len(interpret(work, known).transaction.nodes) == 3
    taken = seconds(lambda: [interpret(work, known) for _ in range(200)]) / 200
    print(f"create, exercise, create: {taken * 1000:.3f} ms")
    assert taken < 0.0005


def test_ten_thousand_nodes_take_less_than_a_second(package, library) -> None:
    work, known = submission(package, "Many", 5_000), Known(library)
    results = []
    taken = seconds(lambda: results.append(interpret(work, known)))
    assert isinstance(results[0], Interpreted)
    assert len(results[0].transaction.nodes) == 10_003
    print(f"10 003 nodes: {taken:.3f} s")
    assert taken < 1


class MemoryCache(dict):
    """A cache of compiled packages."""

    def put(self, key: str, content: bytes) -> None:
        self[key] = content


def large_module(count: int) -> str:
    """A module of many functions, each of some lines."""
    body = "LESS @Int64 n {i} of True -> ADD_INT64 n {i} | False -> MUL_INT64 (M:f{j} n) {i}"
    values = "\n".join(
        f"val f{i}: Int64 -> Int64 = \\(n: Int64) -> case {body.format(i=i, j=max(i - 1, 0))};"
        for i in range(count)
    )
    return f"metadata ( 'large' : '1.0.0' )\nmodule M {{ {values} }}"


def test_a_cached_megabyte_is_loaded_in_a_moment() -> None:
    package = parse_package(large_module(6_000), V2_1)
    cache = MemoryCache()
    Library(cache).add(package)
    [content] = cache.values()

    def load() -> None:
        library = Library(cache)
        assert library.add_cached(package.id)
        assert library.value(identifier(package.id, "M:f5"))(1) == 6

    taken = seconds(load)
    print(f"{len(content) / 1e6:.1f} MB of cache: {taken * 1000:.1f} ms")
    assert len(content) > 1_000_000
    assert taken < 0.06


def test_depth_is_bought_with_memory_only() -> None:
    # The guard of the claim that calls of generated code leave the C stack alone.
    assert sys.getrecursionlimit() < 1_000_000
    text = r"""
        metadata ( 'deep' : '1.0.0' )
        module M {
          val sum: Int64 -> Int64 = \(n: Int64) ->
            case EQUAL @Int64 n 0 of True -> 0 | False -> ADD_INT64 n (M:sum (SUB_INT64 n 1));
        }
    """
    package = parse_package(text, V2_1)
    library = Library()
    library.add(package)
    function = library.value(identifier(package.id, "M:sum"))
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(500_000)
    try:
        assert function(200_000) == 20_000_100_000
    finally:
        sys.setrecursionlimit(before)
