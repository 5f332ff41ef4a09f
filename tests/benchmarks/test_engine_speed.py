"""How fast the engine is, mostly as ratios: against an AST walker, per node, per package.

The walker is the plain way to run the language: it looks at the tree again at every step. Bounds
are far from what is measured, so that a busy machine passes too; figures are printed with -s.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import pytest

from canton.daml_lf.builtins.numeric import add_int64, sub_int64
from canton.daml_lf.engine import (
    CreateAndExerciseCommand,
    Interpreted,
    Known,
    Library,
    Submission,
    interpret,
)
from canton.daml_lf.language import ast
from canton.daml_lf.language.builtin import BuiltinCon
from canton.daml_lf.language.builtin import BuiltinFunction as B
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
  val fib: Int64 -> Int64 = \(n: Int64) ->
    case LESS @Int64 n 2 of
      True -> n
    | False -> ADD_INT64 (M:fib (SUB_INT64 n 1)) (M:fib (SUB_INT64 n 2));
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


class Walker:
    """Evaluates expressions by looking at their trees; as much of the language as `fib` needs."""

    def __init__(self, package: ast.Package) -> None:
        self.values = {
            ast.Val(identifier(package.id, f"{module.name}:{name}")): value.body
            for module in package.modules.values()
            for name, value in module.values.items()
        }

    def run(self, expr: ast.Expr, names: dict[str, object]) -> object:
        match expr:
            case ast.Var(name):
                return names[name]
            case ast.Int64Lit(value):
                return value
            case ast.TyApp(function, _):
                return self.run(function, names)
            case ast.Case(scrutinee, alternatives):
                found = BuiltinCon.TRUE if self.run(scrutinee, names) else BuiltinCon.FALSE
                for alternative in alternatives:
                    if alternative.pattern == ast.PatternCon(found):
                        return self.run(alternative.body, names)
            case ast.App(function, arguments):
                values = [self.run(a, names) for a in reversed(arguments)]
                return self.apply(function, values[::-1])
        raise AssertionError(expr)

    def apply(self, function: ast.Expr, values: list) -> object:
        while isinstance(function, ast.TyApp):
            function = function.function
        match function:
            case ast.Builtin(B.ADD_INT64):
                return add_int64(*values)
            case ast.Builtin(B.SUB_INT64):
                return sub_int64(*values)
            case ast.Builtin(B.LESS):
                return values[0] < values[1]
        body = self.values[function]
        assert isinstance(body, ast.Abs)
        names = [name for name, _ in body.parameters]
        return self.run(body.body, dict(zip(names, values, strict=True)))


def test_generated_code_is_many_times_faster_than_walking_the_tree(package, library) -> None:
    fib = library.value(identifier(package.id, "M:fib"))
    walker = Walker(package)
    tree = ast.Val(identifier(package.id, "M:fib"))
    assert fib(15) == walker.apply(tree, [15]) == 610
    generated = seconds(lambda: fib(18))
    walked = seconds(lambda: walker.apply(tree, [18]))
    print(f"walking takes {walked / generated:.0f} times as long as generated code")
    assert walked > 8 * generated


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
