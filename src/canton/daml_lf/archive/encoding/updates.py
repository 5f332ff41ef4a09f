"""Encoding updates, and expressions about interfaces.

Source: LF sheet 1.4.
"""

from __future__ import annotations

from typing import assert_never

from canton.daml_lf.archive.encoding.parts import Parts
from canton.daml_lf.archive.encoding.tables import EncodingError
from canton.daml_lf.archive.wire import message_field, number_field
from canton.daml_lf.language import ast


def interface_content(parts: Parts, expr: ast.Expr) -> bytes:
    """The message of an expression about interfaces."""
    match expr:
        case ast.ToInterface(first, second, value):
            return message_field(33, parts.two(first, second) + parts.at(3, value))
        case ast.FromInterface(first, second, value):
            return message_field(34, parts.two(first, second) + parts.at(3, value))
        case ast.CallInterface(interface, method, value):
            name = number_field(2, parts.string(method))
            return message_field(35, parts.one(interface) + name + parts.at(3, value))
        case ast.SignatoryInterface(interface, value):
            return message_field(36, parts.one(interface) + parts.at(2, value))
        case ast.ObserverInterface(interface, value):
            return message_field(37, parts.one(interface) + parts.at(2, value))
        case ast.ViewInterface(interface, value):
            return message_field(38, parts.one(interface) + parts.at(2, value))
        case ast.UnsafeFromInterface(first, second, contract_id, value):
            sides = parts.at(3, contract_id) + parts.at(4, value)
            return message_field(39, parts.two(first, second) + sides)
        case ast.InterfaceTemplateTypeRep(interface, value):
            return message_field(40, parts.one(interface) + parts.at(2, value))
        case ast.ToRequiredInterface(first, second, value):
            return message_field(41, parts.two(first, second) + parts.at(3, value))
        case ast.FromRequiredInterface(first, second, value):
            return message_field(42, parts.two(first, second) + parts.at(3, value))
        case ast.UnsafeFromRequiredInterface(first, second, contract_id, value):
            sides = parts.at(3, contract_id) + parts.at(4, value)
            return message_field(43, parts.two(first, second) + sides)
        case ast.ChoiceController(template, choice, contract, argument):
            return message_field(1001, parts.choice(template, choice, contract, argument))
        case ast.ChoiceObserver(template, choice, contract, argument):
            return message_field(1002, parts.choice(template, choice, contract, argument))
        case _:
            raise EncodingError(f"{type(expr).__name__} has no encoding")


def update_content(parts: Parts, update: ast.Update) -> bytes:
    """The message of an update."""
    match update:
        case ast.UpdatePure(type_, value):
            return message_field(1, parts.type(1, type_) + parts.at(2, value))
        case ast.UpdateBlock(bindings, body):
            return message_field(2, parts.block(bindings, body))
        case ast.UpdateCreate(template, argument):
            return message_field(3, parts.one(template) + parts.at(2, argument))
        case ast.UpdateCreateInterface(interface, argument):
            return message_field(12, parts.one(interface) + parts.at(2, argument))
        case ast.UpdateExercise(template, choice, contract_id, argument):
            name = number_field(6, parts.string(choice))
            sides = parts.at(3, contract_id) + parts.at(5, argument)
            return message_field(4, parts.one(template) + name + sides)
        case ast.UpdateExerciseInterface(interface, choice, contract_id, argument, guard):
            content = parts.choice(interface, choice, contract_id, argument)
            guarded = b"" if guard is None else parts.at(5, guard)
            return message_field(13, content + guarded)
        case ast.UpdateExerciseByKey(template, choice, key, argument):
            return message_field(10, parts.choice(template, choice, key, argument))
        case ast.UpdateFetch(template, contract_id):
            return message_field(5, parts.one(template) + parts.at(2, contract_id))
        case ast.UpdateFetchInterface(interface, contract_id):
            return message_field(14, parts.one(interface) + parts.at(2, contract_id))
        case ast.UpdateGetTime():
            return message_field(6, b"")
        case ast.UpdateLedgerTimeLessThan(time):
            return parts.at(15, time)
        case ast.UpdateFetchByKey(template):
            return message_field(9, parts.one(template))
        case ast.UpdateQueryNByKey(template):
            return message_field(16, parts.one(template))
        case ast.UpdateEmbedExpr(type_, body):
            return message_field(7, parts.type(1, type_) + parts.at(2, body))
        case ast.UpdateTryCatch(type_, body, binder, handler):
            name = number_field(3, parts.string(binder))
            tried = parts.type(1, type_) + parts.at(2, body)
            return message_field(11, tried + name + parts.at(4, handler))
        case _:
            assert_never(update)
