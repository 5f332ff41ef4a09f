"""The types of updates.

Source: Canton 3.6 Daml-LF typing (LF sheet 3.1).
"""

from __future__ import annotations

from typing import Protocol

from canton.daml_lf.language import ast
from canton.daml_lf.language.builtin import BuiltinType
from canton.daml_lf.language.reference import Identifier
from canton.daml_lf.language.stable import TUPLE_2
from canton.daml_lf.validation.errors import Fault
from canton.daml_lf.validation.typing.scope import Scope


class ExpressionTyping(Protocol):
    """What updates need to know of expressions."""

    scope: Scope

    def type_of(self, expr: ast.Expr) -> ast.Type:
        """The type of an expression."""

    def check(self, expr: ast.Expr, expected: ast.Type) -> None:
        """The expression must have the type."""


def type_of_update(typing: ExpressionTyping, update: ast.Expr) -> ast.Type:
    """The type of an update, or of the function that makes one."""
    scope = typing.scope
    world = scope.world
    match update:
        case ast.UpdatePure(type_, value):
            scope.check_type(type_)
            typing.check(value, type_)
            return ast.update_of(type_)
        case ast.UpdateBlock(bindings, body):
            return _block(typing, bindings, body, 0)
        case ast.UpdateCreate(template, argument):
            scope.find(world.template, template)
            typing.check(argument, ast.TypeCon(template))
            return ast.update_of(ast.contract_id_of(ast.TypeCon(template)))
        case ast.UpdateCreateInterface(interface, argument):
            scope.find(world.interface, interface)
            typing.check(argument, ast.TypeCon(interface))
            return ast.update_of(ast.contract_id_of(ast.TypeCon(interface)))
        case ast.UpdateExercise(template, choice, contract_id, argument):
            definition = scope.find(world.template_choice, template, choice)
            typing.check(contract_id, ast.contract_id_of(ast.TypeCon(template)))
            typing.check(argument, definition.argument_type)
            return ast.update_of(definition.result_type)
        case ast.UpdateExerciseInterface(interface, choice, contract_id, argument, guard):
            typing.check(contract_id, ast.contract_id_of(ast.TypeCon(interface)))
            definition = scope.find(world.interface_choice, interface, choice)
            typing.check(argument, definition.argument_type)
            if guard is not None:
                typing.check(guard, ast.arrow(ast.TypeCon(interface), ast.BOOL))
            return ast.update_of(definition.result_type)
        case ast.UpdateExerciseByKey(template, choice, key, argument):
            typing.check(key, scope.find(world.template_key, template).type)
            definition = scope.find(world.template_choice, template, choice)
            typing.check(argument, definition.argument_type)
            return ast.update_of(definition.result_type)
        case ast.UpdateFetch(template, contract_id):
            scope.find(world.template, template)
            typing.check(contract_id, ast.contract_id_of(ast.TypeCon(template)))
            return ast.update_of(ast.TypeCon(template))
        case ast.UpdateFetchInterface(interface, contract_id):
            scope.find(world.interface, interface)
            typing.check(contract_id, ast.contract_id_of(ast.TypeCon(interface)))
            return ast.update_of(ast.TypeCon(interface))
        case _:
            return _simple(typing, update)


def _simple(typing: ExpressionTyping, update: ast.Expr) -> ast.Type:
    scope = typing.scope
    match update:
        case ast.UpdateGetTime():
            return ast.update_of(ast.TIMESTAMP)
        case ast.UpdateLedgerTimeLessThan(time):
            typing.check(time, ast.TIMESTAMP)
            return ast.update_of(ast.BOOL)
        case ast.UpdateEmbedExpr(type_, body):
            typing.check(body, ast.update_of(type_))
            return ast.update_of(type_)
        case ast.UpdateFetchByKey(template):
            key = scope.find(scope.world.template_key, template).type
            return ast.arrow(key, ast.update_of(_contract(template)))
        case ast.UpdateQueryNByKey(template):
            key = scope.find(scope.world.template_key, template).type
            found = ast.optional_of(ast.list_of(_contract(template)))
            return ast.arrow(ast.INT64, ast.arrow(key, ast.update_of(found)))
        case ast.UpdateTryCatch(type_, body, binder, handler):
            scope.check_type(type_)
            result = ast.update_of(type_)
            typing.check(body, result)
            with scope.variable(binder, ast.ANY_EXCEPTION):
                typing.check(handler, ast.optional_of(result))
            return result
        case _:
            raise AssertionError(f"{type(update).__name__} has no typing rule")


def _contract(template: Identifier) -> ast.Type:
    """A contract id together with the contract's argument."""
    contract = ast.TypeCon(template)
    return ast.type_apply(ast.TypeCon(TUPLE_2), (ast.contract_id_of(contract), contract))


def _block(
    typing: ExpressionTyping, bindings: tuple[ast.Binding, ...], body: ast.Expr, index: int
) -> ast.Type:
    scope = typing.scope
    if index == len(bindings):
        found = typing.type_of(body)
        for candidate in (found, None):
            type_ = candidate or scope.expand(found)
            match type_:
                case ast.TypeApp(ast.TypeBuiltin(BuiltinType.UPDATE), _):
                    return type_
                case _:
                    pass
        scope.fail(Fault.EXPECTED_UPDATE, scope.show(found))
    binding = bindings[index]
    scope.check_type(binding.type)
    typing.check(binding.bound, ast.update_of(binding.type))
    with scope.variable(binding.name, binding.type):
        return _block(typing, bindings, body, index + 1)
