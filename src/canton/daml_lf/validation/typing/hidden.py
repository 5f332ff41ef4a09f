"""The types of expressions about hidden types, exceptions and interfaces.

Source: Canton 3.6 Daml-LF typing (LF sheet 3.1).
"""

from __future__ import annotations

from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import Identifier
from canton.daml_lf.language.version import UNSTABLE
from canton.daml_lf.validation.errors import Fault
from canton.daml_lf.validation.typing.updates import ExpressionTyping, type_of_update

# --- hidden types and exceptions -------------------------------------------------------------


def type_of_hidden(typing: ExpressionTyping, expr: ast.Expr) -> ast.Type:
    """The type of an expression about hidden types, exceptions, interfaces, or of an update."""
    match expr:
        case ast.ToAny(type_, value):
            _check_any_type(typing, type_)
            typing.check(value, type_)
            return ast.ANY
        case ast.FromAny(type_, value):
            _check_any_type(typing, type_)
            typing.check(value, ast.ANY)
            return ast.optional_of(type_)
        case ast.TypeRep(type_):
            _check_any_type(typing, type_)
            return ast.TYPE_REP
        case ast.Throw(result, exception, value):
            typing.scope.check_type(result)
            _check_exception(typing, exception)
            typing.check(value, exception)
            return result
        case ast.ToAnyException(type_, value):
            _check_exception(typing, type_)
            typing.check(value, type_)
            return ast.ANY_EXCEPTION
        case ast.FromAnyException(type_, value):
            _check_exception(typing, type_)
            typing.check(value, ast.ANY_EXCEPTION)
            return ast.optional_of(type_)
        case ast.Experimental(_, type_):
            return type_
        case _:
            return _interface(typing, expr)


def _check_any_type(typing: ExpressionTyping, type_: ast.Type) -> None:
    if typing.scope.version.has(UNSTABLE):
        if _is_open(type_):
            typing.scope.fail(Fault.EXPECTED_ANY_TYPE, typing.scope.show(type_))
    elif not isinstance(type_, ast.TypeCon):
        typing.scope.fail(Fault.EXPECTED_ANY_TYPE, typing.scope.show(type_))
    typing.scope.check_type(type_)


def _check_exception(typing: ExpressionTyping, type_: ast.Type) -> None:
    if not isinstance(type_, ast.TypeCon):
        typing.scope.fail(Fault.EXPECTED_EXCEPTION, typing.scope.show(type_))
    typing.scope.find(typing.scope.world.exception, type_.id)


# --- interfaces ------------------------------------------------------------------------------


def _interface(typing: ExpressionTyping, expr: ast.Expr) -> ast.Type:
    world = typing.scope.world
    match expr:
        case ast.ToInterface(interface, template, value):
            _check_instance(typing, interface, template)
            typing.check(value, ast.TypeCon(template))
            return ast.TypeCon(interface)
        case ast.FromInterface(interface, template, value):
            _check_instance(typing, interface, template)
            typing.check(value, ast.TypeCon(interface))
            return ast.optional_of(ast.TypeCon(template))
        case ast.UnsafeFromInterface(interface, template, contract_id, value):
            _check_instance(typing, interface, template)
            typing.check(contract_id, ast.contract_id_of(ast.TypeCon(interface)))
            typing.check(value, ast.TypeCon(interface))
            return ast.TypeCon(template)
        case ast.ToRequiredInterface(required, requiring, value):
            _check_requirement(typing, required, requiring)
            typing.check(value, ast.TypeCon(requiring))
            return ast.TypeCon(required)
        case ast.FromRequiredInterface(required, requiring, value):
            _check_requirement(typing, required, requiring)
            typing.check(value, ast.TypeCon(required))
            return ast.optional_of(ast.TypeCon(requiring))
        case ast.UnsafeFromRequiredInterface(required, requiring, contract_id, value):
            _check_requirement(typing, required, requiring)
            typing.check(contract_id, ast.contract_id_of(ast.TypeCon(required)))
            typing.check(value, ast.TypeCon(required))
            return ast.TypeCon(requiring)
        case ast.CallInterface(interface, method, value):
            result = typing.scope.find(world.method, interface, method)
            typing.check(value, ast.TypeCon(interface))
            return result
        case ast.InterfaceTemplateTypeRep(interface, value):
            return _of_interface(typing, interface, value, ast.TYPE_REP)
        case ast.SignatoryInterface(interface, value) | ast.ObserverInterface(interface, value):
            return _of_interface(typing, interface, value, ast.PARTIES)
        case ast.ViewInterface(interface, value):
            view = typing.scope.find(world.interface, interface).view
            return _of_interface(typing, interface, value, view)
        case ast.ChoiceController(identifier, choice, contract, argument) | ast.ChoiceObserver(
            identifier, choice, contract, argument
        ):
            definition = typing.scope.find(world.any_choice, identifier, choice)
            typing.check(contract, ast.TypeCon(identifier))
            typing.check(argument, definition.argument_type)
            return ast.PARTIES
        case _:
            return type_of_update(typing, expr)


def _of_interface(
    typing: ExpressionTyping, interface: Identifier, value: ast.Expr, result: ast.Type
) -> ast.Type:
    typing.scope.find(typing.scope.world.interface, interface)
    typing.check(value, ast.TypeCon(interface))
    return result


def _check_instance(typing: ExpressionTyping, interface: Identifier, template: Identifier) -> None:
    typing.scope.find(typing.scope.world.interface, interface)
    typing.scope.find(typing.scope.world.instance, interface, template)


def _check_requirement(
    typing: ExpressionTyping, required: Identifier, requiring: Identifier
) -> None:
    if required not in typing.scope.find(typing.scope.world.interface, requiring).requires:
        detail = f"{requiring.qualified_name} does not require {required.qualified_name}"
        typing.scope.fail(Fault.WRONG_REQUIREMENT, detail)


def _is_open(type_: ast.Type) -> bool:
    """Whether the type has a variable, a quantifier or a synonym in it."""
    pending = [type_]
    while pending:
        match pending.pop():
            case ast.TypeVar() | ast.TypeForall() | ast.TypeSyn():
                return True
            case ast.TypeApp(function, argument):
                pending += (function, argument)
            case ast.TypeStruct(fields):
                pending += [field for _, field in fields]
            case _:
                pass
    return False
