"""Updates as Python: functions of the machine.

What the language evaluates when an update is built is written before its function, the rest in
it. An update that is run where it stands needs no function. Source: Daml-LF sheet 2.1 (updates).
"""

from __future__ import annotations

from canton.daml_lf.compiler.expression import (
    MACHINE,
    PREPARE,
    Generator,
    Prepared,
    Target,
    register,
    strip,
)
from canton.daml_lf.compiler.scope import Scope, literal
from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import Name

_MACHINE_PARAMETER = Name(MACHINE)


def prepare(g: Generator, s: Scope, expr: ast.Expr) -> Prepared:
    """Writes what is evaluated when the update is built; gives what writes its run."""
    expr = strip(expr)
    known = PREPARE.get(type(expr))
    if known is not None:
        return known(g, s, expr)
    action = g.atom(s, expr)
    return _finishing(g, f"{action}({MACHINE})")


def _finishing(g: Generator, text: str) -> Prepared:
    def run(scope: Scope, target: Target) -> None:
        g.finish(scope, text, target)

    return run


def _as_value(g: Generator, s: Scope, expr: ast.Expr) -> str:
    run = PREPARE[type(expr)](g, s, expr)
    return g.function(s, [_MACHINE_PARAMETER], lambda inner: run(inner, None))


def _pure(g: Generator, s: Scope, e: ast.UpdatePure) -> Prepared:
    return _finishing(g, g.atom(s, e.value))


def _block(g: Generator, s: Scope, e: ast.UpdateBlock) -> Prepared:
    first, *others = e.bindings
    run_first = prepare(g, s, first.bound)

    def run(scope: Scope, target: Target) -> None:
        name = scope.fresh("x")
        run_first(scope, name)
        here = scope if first.name is None else scope.bind(first.name, name)
        for binding in others:
            name = scope.fresh("x")
            g.into(here, binding.bound, name, run=True)
            if binding.name is not None:
                here = here.bind(binding.name, name)
        g.into(here, e.body, target, run=True)

    return run


def _create(g: Generator, s: Scope, e: ast.UpdateCreate) -> Prepared:
    argument = g.atom(s, e.argument)
    template = g.context.template(e.template)
    return _finishing(g, f"{MACHINE}.create({template}, {argument})")


def _create_interface(g: Generator, s: Scope, e: ast.UpdateCreateInterface) -> Prepared:
    def run(scope: Scope, target: Target) -> None:
        # The argument is evaluated when the update runs, and may nest more of them.
        argument = scope.fresh("x")
        g.into(scope, e.argument, argument)
        g.finish(scope, f"{MACHINE}.create_any({argument})", target)

    return run


def _exercise(g: Generator, s: Scope, e: ast.UpdateExercise) -> Prepared:
    contract_id, argument = g.operands(s, [e.contract_id, e.argument], atoms=True)
    template = g.context.template(e.template)
    choice = literal(e.choice)
    return _finishing(g, f"{MACHINE}.exercise({template}, {choice}, {contract_id}, {argument})")


def _exercise_interface(g: Generator, s: Scope, e: ast.UpdateExerciseInterface) -> Prepared:
    exprs = [e.contract_id, e.argument]
    guard = "None"
    if e.guard is None:
        contract_id, argument = g.operands(s, exprs, atoms=True)
    else:
        guard, contract_id, argument = g.operands(s, [e.guard, *exprs], atoms=True)
    interface = g.context.interface(e.interface)
    called = f"{interface}, {literal(e.choice)}, {contract_id}, {argument}, {guard}"
    return _finishing(g, f"{MACHINE}.exercise_interface({called})")


def _exercise_by_key(g: Generator, s: Scope, e: ast.UpdateExerciseByKey) -> Prepared:
    key, argument = g.operands(s, [e.key, e.argument], atoms=True)
    template = g.context.template(e.template)
    choice = literal(e.choice)
    return _finishing(g, f"{MACHINE}.exercise_by_key({template}, {choice}, {key}, {argument})")


def _fetch(g: Generator, s: Scope, e: ast.UpdateFetch) -> Prepared:
    contract_id = g.atom(s, e.contract_id)
    return _finishing(g, f"{MACHINE}.fetch({g.context.template(e.template)}, {contract_id})")


def _fetch_interface(g: Generator, s: Scope, e: ast.UpdateFetchInterface) -> Prepared:
    contract_id = g.atom(s, e.contract_id)
    interface = g.context.interface(e.interface)
    return _finishing(g, f"{MACHINE}.fetch_interface({interface}, {contract_id})")


def _get_time(g: Generator, s: Scope, e: ast.UpdateGetTime) -> Prepared:
    return _finishing(g, f"{MACHINE}.get_time()")


def _time_less_than(g: Generator, s: Scope, e: ast.UpdateLedgerTimeLessThan) -> Prepared:
    return _finishing(g, f"{MACHINE}.ledger_time_less_than({g.atom(s, e.time)})")


def _embed(g: Generator, s: Scope, e: ast.UpdateEmbedExpr) -> Prepared:
    def run(scope: Scope, target: Target) -> None:
        g.into(scope, e.body, target, run=True)

    return run


def _try_catch(g: Generator, s: Scope, e: ast.UpdateTryCatch) -> Prepared:
    def run(scope: Scope, target: Target) -> None:
        body = g.function(
            scope, [_MACHINE_PARAMETER], lambda inner: g.into(inner, e.body, None, run=True)
        )
        handler = g.function(scope, [e.binder], lambda inner: g.into(inner, e.handler, None))
        g.finish(scope, f"{MACHINE}.try_catch({body}, {handler})", target)

    return run


PREPARE.update(
    {
        ast.UpdatePure: _pure,
        ast.UpdateBlock: _block,
        ast.UpdateCreate: _create,
        ast.UpdateCreateInterface: _create_interface,
        ast.UpdateExercise: _exercise,
        ast.UpdateExerciseInterface: _exercise_interface,
        ast.UpdateExerciseByKey: _exercise_by_key,
        ast.UpdateFetch: _fetch,
        ast.UpdateFetchInterface: _fetch_interface,
        ast.UpdateGetTime: _get_time,
        ast.UpdateLedgerTimeLessThan: _time_less_than,
        ast.UpdateEmbedExpr: _embed,
        ast.UpdateTryCatch: _try_catch,
    }
)
for _kind in PREPARE:
    register(_kind, _as_value)
register(ast.UpdateFetchByKey, lambda g, s, e: f"{g.context.template(e.template)}.fetch_by_key")
register(ast.UpdateQueryNByKey, lambda g, s, e: f"{g.context.template(e.template)}.query_by_key")
