"""Encoding expressions, updates and patterns.

From 2.2 on every expression is an entry of its own, which keeps messages shallow.
Source: LF sheet 1.4.
"""

from __future__ import annotations

from typing import assert_never

from canton.daml_lf.archive.encoding.parts import Parts
from canton.daml_lf.archive.encoding.tables import EncodingError, Tables
from canton.daml_lf.archive.encoding.updates import interface_content, update_content
from canton.daml_lf.archive.wire import (
    fixed64_field,
    message_field,
    message_fields,
    number_field,
    present_number,
    signed_field,
)
from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import ModuleName


class ExpressionEncoder:
    """Encodes the expressions of one module."""

    def __init__(self, tables: Tables, module: ModuleName) -> None:
        self.tables = tables
        self.module = module
        self.parts = Parts(tables, self.expression)

    def expression(self, expr: ast.Expr) -> bytes:
        """The message of an expression, or one that refers to its entry."""
        if isinstance(expr, ast.Located):
            return self._located(expr)
        content = self._content(expr)
        if self.tables.is_flat:
            return present_number(44, self.tables.expressions.index(content))
        return content

    def _located(self, expr: ast.Located) -> bytes:
        location = message_field(1, self._location(expr.location))
        inner = expr.expr
        if not isinstance(inner, ast.Located):
            return location + self.expression(inner)
        # A message has one location: the inner one goes into an entry, which must not be a
        # reference itself.
        if not self.tables.is_flat or isinstance(inner.expr, ast.Located):
            raise EncodingError("an expression has more than one location")
        entry = message_field(1, self._location(inner.location)) + self._content(inner.expr)
        return location + present_number(44, self.tables.expressions.index(entry))

    def _location(self, location: ast.Location) -> bytes:
        module = b""
        if (location.package, location.module) != (self.tables.package, self.module):
            module = message_field(1, self.tables.module_id(location.package, location.module))
        place = (
            number_field(1, location.start_line)
            + number_field(2, location.start_column)
            + number_field(3, location.end_line)
            + number_field(4, location.end_column)
        )
        return module + message_field(2, place)

    # --- by group --------------------------------------------------------------------------------

    def _content(self, expr: ast.Expr) -> bytes:
        match expr:
            case ast.Var(name):
                return present_number(2, self.parts.string(name))
            case ast.Val(identifier):
                return message_field(3, self.parts.id(identifier))
            case ast.Builtin(function):
                return present_number(4, function)
            case ast.Con(con):
                return present_number(5, con)
            case (
                ast.Int64Lit()
                | ast.NumericLit()
                | ast.TextLit()
                | ast.TimestampLit()
                | ast.DateLit()
                | ast.RoundingModeLit()
                | ast.FailureCategoryLit()
            ):
                return message_field(6, self._literal(expr))
            case ast.App() | ast.TyApp() | ast.Abs() | ast.TyAbs() | ast.Let() | ast.Case():
                return self._control(expr)
            case (
                ast.UpdatePure()
                | ast.UpdateBlock()
                | ast.UpdateCreate()
                | ast.UpdateCreateInterface()
                | ast.UpdateExercise()
                | ast.UpdateExerciseInterface()
                | ast.UpdateExerciseByKey()
                | ast.UpdateFetch()
                | ast.UpdateFetchInterface()
                | ast.UpdateGetTime()
                | ast.UpdateLedgerTimeLessThan()
                | ast.UpdateFetchByKey()
                | ast.UpdateQueryNByKey()
                | ast.UpdateEmbedExpr()
                | ast.UpdateTryCatch()
            ):
                return message_field(23, update_content(self.parts, expr))
            case ast.Located():
                raise EncodingError("an expression has more than one location")
            case (
                ast.ToInterface()
                | ast.FromInterface()
                | ast.UnsafeFromInterface()
                | ast.ToRequiredInterface()
                | ast.FromRequiredInterface()
                | ast.UnsafeFromRequiredInterface()
                | ast.CallInterface()
                | ast.InterfaceTemplateTypeRep()
                | ast.SignatoryInterface()
                | ast.ObserverInterface()
                | ast.ViewInterface()
                | ast.ChoiceController()
                | ast.ChoiceObserver()
            ):
                return interface_content(self.parts, expr)
            case _:
                return self._data(expr)

    def _literal(self, literal: ast.Literal) -> bytes:
        match literal:
            case ast.Int64Lit(value):
                return signed_field(1, value)
            case ast.TimestampLit(micros):
                return fixed64_field(2, micros)
            case ast.NumericLit():
                return present_number(3, self.parts.string(literal.text))
            case ast.TextLit(text):
                return present_number(4, self.parts.string(text))
            case ast.DateLit(days):
                return present_number(5, days)
            case ast.FailureCategoryLit(category):
                return present_number(6, category)
            case ast.RoundingModeLit(mode):
                return present_number(1001, mode)
            case _:
                assert_never(literal)

    def _control(
        self, expr: ast.App | ast.TyApp | ast.Abs | ast.TyAbs | ast.Let | ast.Case
    ) -> bytes:
        match expr:
            case ast.App(function, arguments):
                items = message_fields(2, [self.expression(item) for item in arguments])
                return message_field(15, self.parts.first(function) + items)
            case ast.TyApp(function, types):
                return self._type_application(function, types)
            case ast.Abs(parameters, body):
                items_list = [self.tables.typed_name(name, type_) for name, type_ in parameters]
                return self._nested(17, items_list, body)
            case ast.TyAbs(parameters, body):
                items_list = [self.tables.type_binder(binder) for binder in parameters]
                return self._nested(18, items_list, body)
            case ast.Let(bindings, body):
                return message_field(20, self.parts.block(bindings, body))
            case ast.Case(scrutinee, alternatives):
                items = message_fields(2, [self._alternative(item) for item in alternatives])
                return message_field(19, self.parts.first(scrutinee) + items)
            case _:
                assert_never(expr)

    def _type_application(self, function: ast.Expr, types: tuple[ast.Type, ...]) -> bytes:
        items = [message_field(2, self.tables.type(type_)) for type_ in types]
        if not self.tables.is_flat:
            return message_field(16, self.parts.first(function) + b"".join(items))
        result = self.expression(function)
        content = b""
        for item in items:
            content = message_field(16, message_field(1, result) + item)
            result = present_number(44, self.tables.expressions.index(content))
        return content

    def _nested(self, number: int, binders: list[bytes], body: ast.Expr) -> bytes:
        """A function: all parameters at once, or one function for each."""
        inner = self.expression(body)
        if not self.tables.is_flat:
            return message_field(number, message_fields(1, binders) + message_field(2, inner))
        content = b""
        for binder in reversed(binders):
            content = message_field(number, message_field(1, binder) + message_field(2, inner))
            inner = present_number(44, self.tables.expressions.index(content))
        return content

    def _data(self, expr: ast.Expr) -> bytes:
        match expr:
            case ast.RecCon(type_, fields):
                items = message_fields(2, [self.parts.named(name, item) for name, item in fields])
                return message_field(7, self.parts.con(type_) + items)
            case ast.RecProj(type_, field, record):
                name = number_field(4, self.parts.string(field))
                return message_field(8, self.parts.con(type_) + name + self.parts.at(3, record))
            case ast.RecUpd(type_, field, record, update):
                name = number_field(2, self.parts.string(field))
                sides = self.parts.at(3, record) + self.parts.at(4, update)
                return message_field(9, self.parts.con(type_) + name + sides)
            case ast.VariantCon(type_, con, argument):
                name = number_field(2, self.parts.string(con))
                return message_field(10, self.parts.con(type_) + name + self.parts.at(3, argument))
            case ast.EnumCon(identifier, con):
                name = number_field(2, self.parts.string(con))
                return message_field(11, message_field(1, self.parts.id(identifier)) + name)
            case ast.StructCon(fields):
                items = message_fields(1, [self.parts.named(name, item) for name, item in fields])
                return message_field(12, items)
            case ast.StructProj(field, struct):
                return message_field(
                    13, number_field(1, self.parts.string(field)) + self.parts.at(2, struct)
                )
            case ast.StructUpd(field, struct, update):
                sides = self.parts.at(2, struct) + self.parts.at(3, update)
                return message_field(14, number_field(1, self.parts.string(field)) + sides)
            case ast.Nil(type_):
                return message_field(21, self.parts.type(1, type_))
            case ast.Cons(type_, front, tail):
                if not front:
                    raise EncodingError("a list has nothing in front of its tail")
                items = message_fields(2, [self.expression(item) for item in front])
                return message_field(22, self.parts.type(1, type_) + items + self.parts.at(3, tail))
            case ast.NoneCon(type_):
                return message_field(25, self.parts.type(1, type_))
            case ast.SomeCon(type_, value):
                return message_field(26, self.parts.type(1, type_) + self.parts.at(2, value))
            case ast.ToAny(type_, value):
                return message_field(27, self.parts.type(1, type_) + self.parts.at(2, value))
            case ast.FromAny(type_, value):
                return message_field(28, self.parts.type(1, type_) + self.parts.at(2, value))
            case ast.TypeRep(type_):
                return message_field(29, self.tables.type(type_))
            case ast.ToAnyException(type_, value):
                return message_field(30, self.parts.type(1, type_) + self.parts.at(2, value))
            case ast.FromAnyException(type_, value):
                return message_field(31, self.parts.type(1, type_) + self.parts.at(2, value))
            case ast.Throw(result, exception, value):
                types = self.parts.type(1, result) + self.parts.type(2, exception)
                return message_field(32, types + self.parts.at(3, value))
            case ast.Experimental(name, type_):
                return message_field(
                    9999, message_field(1, name.encode()) + self.parts.type(2, type_)
                )
            case _:
                raise EncodingError(f"{type(expr).__name__} has no encoding")

    def _alternative(self, alternative: ast.Alternative) -> bytes:
        return self.parts.at(1, alternative.body) + self._pattern(alternative.pattern)

    def _pattern(self, pattern: ast.Pattern) -> bytes:
        match pattern:
            case ast.PatternDefault():
                return message_field(2, b"")
            case ast.PatternVariant(identifier, con, binder):
                names = number_field(2, self.parts.string(con)) + number_field(
                    3, self.parts.string(binder)
                )
                return message_field(3, self.parts.one(identifier) + names)
            case ast.PatternCon(con):
                return present_number(4, con)
            case ast.PatternNil():
                return message_field(5, b"")
            case ast.PatternCons(head, tail):
                names = number_field(1, self.parts.string(head)) + number_field(
                    2, self.parts.string(tail)
                )
                return message_field(6, names)
            case ast.PatternNone():
                return message_field(7, b"")
            case ast.PatternSome(binder):
                return message_field(8, number_field(1, self.parts.string(binder)))
            case ast.PatternEnum(identifier, con):
                name = number_field(2, self.parts.string(con))
                return message_field(9, self.parts.one(identifier) + name)
            case _:
                assert_never(pattern)
