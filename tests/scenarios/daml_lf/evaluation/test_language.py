"""Plain expressions of the language; recursion, depth and size; many commands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import repeat

import pytest

from canton.daml_lf.builtins import running
from canton.daml_lf.builtins.errors import InterpretationError
from canton.daml_lf.builtins.running import limited
from canton.daml_lf.builtins.text import from_list
from canton.daml_lf.engine import (
    CreateAndExerciseCommand,
    CreateCommand,
    Failed,
    Interpreted,
    interpret,
)
from canton.daml_lf.interpreter.work import never_late
from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import Name, PackageId
from canton.daml_lf.library.library import identifier
from scenarios.daml_lf.evaluation.table import (
    Case,
    Evaluation,
    assert_outcome,
    definitions,
    read_table,
    rows,
)
from scenarios.daml_lf.packages.test_depth import EXPRESSIONS, U
from unit.daml_lf.textual import Ledger, library_of, package_of, value_of


@pytest.mark.parametrize("case", rows(read_table("language.table")))
def test_language(case: Case) -> None:
    assert_outcome(case, "language.table", "language.lf")


DEPTH = 1_000
DEEP = 100_000


@pytest.mark.parametrize(
    "function", ["triangleByTail", "triangleFromLeft", "triangleFromRight", "triangleInSteps"]
)
def test_tail_calls_and_folds_need_no_depth(function: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "DEPTH_MAX", DEPTH)
    expression = f"L:{function} {DEEP}"
    found = Evaluation([expression], definitions("language.lf")).outcome(expression)
    assert found == DEEP * (DEEP + 1) // 2


def test_other_calls_need_depth(monkeypatch: pytest.MonkeyPatch) -> None:
    expression = "L:triangle 3000"
    evaluation = Evaluation([expression], definitions("language.lf"))
    assert evaluation.outcome(expression) == 3000 * 3001 // 2
    monkeypatch.setattr(running, "DEPTH_MAX", DEPTH)
    with pytest.raises(InterpretationError, match="deeper than"):
        Evaluation([expression], definitions("language.lf")).value(expression)


def test_a_large_list_is_written_out() -> None:
    expression = f"Cons @Int64 [{', '.join(map(str, range(1, 100_001)))}] (Nil @Int64)"
    assert from_list(Evaluation([expression]).value(expression)) == list(range(1, 100_001))


def test_thousands_of_lets_nest() -> None:
    lets = " ".join(f"let v{i}: Int64 = {i} in" for i in range(1, 3000))
    expression = f"{lets} ADD_INT64 v1 v2999"
    assert Evaluation([expression]).outcome(expression) == 3000


BETWEEN = {
    "types": "/\\ (a: *). {}",
    "an applied type": "({}) @Unit",
    "a location": "loc(L,it,1,1,1,10) {}",
}


@pytest.mark.parametrize("between", BETWEEN)
def test_what_is_no_value_does_not_part_lambdas_nor_updates(between: str) -> None:
    inner = BETWEEN[between].format(r"\(y: Unit) -> y")
    update = BETWEEN[between].format("L:Point { L:origin with x = 1 }")
    function, updated = rf"\(x: Unit) -> {inner}", f"L:Point {{ {update} with y = 2 }}"
    evaluation = Evaluation([function, updated], definitions("language.lf"))
    assert evaluation.value(function).__code__.co_argcount == 2
    assert evaluation.value(updated) == (1, 2)


DEEP_PACKAGE = PackageId("-deep-")
DEFINITIONS = """module M {
  record @serializable Nothing = {};
  record @serializable T = { p: Party };
  record Pair = { a: Unit, b: Unit };
  interface (this: I) = { viewtype M:Nothing; };
  template (this: T) = {
    precondition True;
    signatories Cons @Party [M:T {p} this] (Nil @Party);
    observers Nil @Party;
    key @Party (M:T {p} this) (\\(p: Party) -> Cons @Party [p] (Nil @Party));
  };
  val it: Unit = ();
}"""
T, J = identifier(DEEP_PACKAGE, "M:T"), identifier(DEEP_PACKAGE, "M:I")
CHOICE = Name("Archive")
ACTIONS: dict[str, Callable[[ast.Expr], ast.Expr]] = {
    "create": lambda e: ast.UpdateCreate(T, e),
    "create by interface": lambda e: ast.UpdateCreateInterface(J, e),
    "fetch": lambda e: ast.UpdateFetch(T, e),
    "fetch by interface": lambda e: ast.UpdateFetchInterface(J, e),
    "exercised id": lambda e: ast.UpdateExercise(T, CHOICE, e, U),
    "exercise's argument": lambda e: ast.UpdateExercise(T, CHOICE, U, e),
    "id, exercised by interface": lambda e: ast.UpdateExerciseInterface(J, CHOICE, e, U),
    "argument, by interface": lambda e: ast.UpdateExerciseInterface(J, CHOICE, U, e),
    "guarded id": lambda e: ast.UpdateExerciseInterface(J, CHOICE, e, U, U),
    "guarded argument": lambda e: ast.UpdateExerciseInterface(J, CHOICE, U, e, U),
    "guard": lambda e: ast.UpdateExerciseInterface(J, CHOICE, U, U, e),
    "key": lambda e: ast.UpdateExerciseByKey(T, CHOICE, e, U),
    "argument, by key": lambda e: ast.UpdateExerciseByKey(T, CHOICE, U, e),
    "fetched key": lambda e: ast.App(ast.UpdateFetchByKey(T), (e,)),
}
PAIR = ast.TypeConApp(identifier(DEEP_PACKAGE, "M:Pair"))
MORE: dict[str, Callable[[ast.Expr], ast.Expr]] = {
    "first of a record": lambda e: ast.RecCon(PAIR, ((Name("a"), e), (Name("b"), U))),
    "second of a record": lambda e: ast.RecCon(PAIR, ((Name("a"), U), (Name("b"), e))),
    "projected record": lambda e: ast.RecProj(PAIR, Name("a"), e),
    "updated record": lambda e: ast.RecUpd(PAIR, Name("a"), e, U),
    "update of a record": lambda e: ast.RecUpd(PAIR, Name("a"), U, e),
    "function of what is applied": lambda e: ast.App(U, (ast.App(e, (U,)),)),
    "argument of what is applied": lambda e: ast.App(U, (ast.App(U, (e,)),)),
    "applied to what is applied": lambda e: ast.App(e, (ast.App(U, (U,)),)),
}
IN_SOME = [
    *["type application", "function", "argument", "lambda", "type lambda"],
    *["bound expression", "body of a let"],
]


def in_some(point: str) -> Callable[[ast.Expr], ast.Expr]:
    return lambda e: EXPRESSIONS[point](EXPRESSIONS["some"](e))


PAIRS = {f"{point}, some": in_some(point) for point in IN_SOME}
POINTS = {**EXPRESSIONS, **ACTIONS, **MORE, **PAIRS}
STEPS = 500
"""Far beyond what Python's parser takes, and still quick: Python compiles nests slowly."""


@pytest.mark.parametrize("point", POINTS)
def test_deep_expressions_are_compiled_and_run(point: str) -> None:
    expr = U
    for step in repeat(POINTS[point], STEPS):
        expr = step(expr)
    package = package_of(DEFINITIONS, id_=DEEP_PACKAGE)
    [(name, module)] = package.modules.items()
    value = replace(module.values[Name("it")], body=expr)  # type: ignore[index]
    values = {**module.values, Name("it"): value}
    library = library_of(replace(package, modules={name: replace(module, values=values)}))
    try:
        with limited(never_late):
            library.value(identifier(DEEP_PACKAGE, "M:it"))
    except InterpretationError as error:
        # What stands where no value matters fails with this code when it is reached.
        assert error.code.id == "INTERPRETATION_USER_ERROR"


def test_ten_thousand_commands_are_one_transaction() -> None:
    ledger = Ledger(library_of(package_of(definitions("language.lf"))))
    command = CreateCommand(ledger.id("L:T1"), value_of(("'Alice",)))
    result = ledger.run(*[command] * 10_000, act_as={"Alice"})
    assert isinstance(result, Interpreted)
    assert len(set(result.transaction.roots)) == 10_000
    ids = {node.contract_id for node in result.transaction.nodes.values()}  # type: ignore[union-attr]
    assert len(ids) == 10_000


SHARING = r"""module M {
  record @serializable Pair = { left: M:Tree, right: M:Tree };
  variant @serializable Tree = Leaf: Int64 | Pair: M:Pair | List: List M:Tree
    | Map: TextMap M:Tree | GenMap: GenMap Int64 M:Tree;
  val once: Int64 -> M:Tree -> M:Tree = \(way: Int64) (t: M:Tree) ->
    case EQUAL @Int64 way 0 of True -> M:Tree:Pair (M:Pair { left = t, right = t }) | False ->
    (case EQUAL @Int64 way 1 of True -> M:Tree:List (Cons @M:Tree [t, t] (Nil @M:Tree)) | False ->
    (case EQUAL @Int64 way 2 of
      True -> M:Tree:Map (TEXTMAP_INSERT @M:Tree "a" t
        (TEXTMAP_INSERT @M:Tree "b" t (TEXTMAP_EMPTY @M:Tree)))
    | False -> M:Tree:GenMap (GENMAP_INSERT @Int64 @M:Tree 1 t
        (GENMAP_INSERT @Int64 @M:Tree 2 t (GENMAP_EMPTY @Int64 @M:Tree)))));
  val grown: Int64 -> Int64 -> M:Tree -> M:Tree = \(way: Int64) (n: Int64) (t: M:Tree) ->
    case EQUAL @Int64 n 0 of True -> t | False -> M:grown way (SUB_INT64 n 1) (M:once way t);
  record @serializable T = { p: Party };
  template (this: T) = {
    precondition True;
    signatories Cons @Party [M:T {p} this] (Nil @Party);
    observers Nil @Party;
    choice Grow (self) (way: Int64): M:Tree, controllers Cons @Party [M:T {p} this] (Nil @Party)
      to upure @M:Tree (M:grown way 40 (M:Tree:Leaf 1));
  };
}"""


@pytest.mark.parametrize("way", range(4))
def test_a_value_that_shares_its_parts_meets_the_deadline_where_it_is_written_out(way: int) -> None:
    ledger = Ledger(library_of(package_of(SHARING)))
    command = CreateAndExerciseCommand(
        ledger.id("M:T"), value_of(("'Alice",)), "Grow", value_of(way)
    )
    known = replace(ledger.known(), is_late=running.after_checks(3))
    result = interpret(ledger.submission([command], {"Alice"}), known)
    assert isinstance(result, Failed)
    assert result.error.code.id == "INTERPRETATION_TIME_EXCEEDED"
