"""The types of expressions and updates: every binder is annotated, so that one walk suffices.

Arguments are checked in the original's order, so that of several errors the same one is reported.
Source: Canton 3.6 Daml-LF typing (LF sheet 3.1).
"""

from __future__ import annotations

from typing import Final

from canton.daml_lf.language import ast
from canton.daml_lf.language.builtin import BuiltinCon, BuiltinType
from canton.daml_lf.language.reference import Name
from canton.daml_lf.validation.errors import Fault
from canton.daml_lf.validation.typing.builtins import type_of_builtin, type_of_literal
from canton.daml_lf.validation.typing.hidden import type_of_hidden
from canton.daml_lf.validation.typing.patterns import check_exhaustive, matching, pattern_binders
from canton.daml_lf.validation.typing.scope import Scope, check_unique
from canton.daml_lf.validation.typing.substitution import substitute

_CON_TYPES: Final = {
    BuiltinCon.UNIT: ast.UNIT_TYPE,
    BuiltinCon.TRUE: ast.BOOL,
    BuiltinCon.FALSE: ast.BOOL,
}


class Typing:
    """Finds and checks the types of expressions in a scope."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def check(self, expr: ast.Expr, expected: ast.Type) -> None:
        """The expression must have the type."""
        self.resolve(expr, expected)

    def resolve(self, expr: ast.Expr, expected: ast.Type) -> ast.Type:
        """The type that the expression has, which must equal the expected one."""
        found = self.type_of(expr)
        scope = self.scope
        if not scope.are_equal(found, expected):
            shown = f"expected {scope.show(expected)}, found {scope.show(found)}"
            if isinstance(expr, ast.RecProj):
                scope.fail(Fault.FIELD_TYPE_MISMATCH, f"{expr.field}: {shown}")
            scope.fail(Fault.TYPE_MISMATCH, shown)
        return found

    def check_top(self, expr: ast.Expr, expected: ast.Type) -> None:
        """The body of a definition must have the type."""
        found = self.type_of(expr)
        if not self.scope.are_equal(found, expected):
            shown = f"expected {self.scope.show(expected)}, found {self.scope.show(found)}"
            self.scope.fail(Fault.TYPE_MISMATCH, shown)

    # --- by group --------------------------------------------------------------------------------

    def type_of(self, expr: ast.Expr) -> ast.Type:
        """The type of an expression."""
        scope = self.scope
        match expr:
            case ast.Located(location, inner):
                with scope.at(location):
                    return self.type_of(inner)
            case ast.Var(name):
                found = scope.types.get(name)
                if found is None:
                    scope.fail(Fault.UNKNOWN_VARIABLE, name)
                return found
            case ast.App(function, arguments):
                return self._application(function, arguments)
            case ast.Val(identifier):
                return scope.find(scope.world.value, identifier).type
            case ast.TyApp(function, types):
                return self._type_application(function, types)
            case ast.Abs(parameters, body):
                return self._abstraction(parameters, body, 0)
            case ast.TyAbs(parameters, body):
                return self._type_abstraction(parameters, body, 0)
            case ast.Let(bindings, body):
                return self._let(bindings, body, 0)
            case ast.Case():
                return self._case(expr)
            case ast.Builtin(function):
                return type_of_builtin(function)
            case ast.Con(con):
                return _CON_TYPES[con]
            case (
                ast.Int64Lit()
                | ast.NumericLit()
                | ast.TextLit()
                | ast.TimestampLit()
                | ast.DateLit()
                | ast.RoundingModeLit()
                | ast.FailureCategoryLit()
            ):
                return type_of_literal(expr)
            case _:
                return self._data(expr)

    # --- functions and control -------------------------------------------------------------------

    def _application(self, function: ast.Expr, arguments: tuple[ast.Expr, ...]) -> ast.Type:
        type_ = self.type_of(function)
        for argument in arguments:
            parameter, result = self._arrow(type_)
            self.check(argument, parameter)
            type_ = result
        return type_

    def _arrow(self, type_: ast.Type) -> tuple[ast.Type, ast.Type]:
        for candidate in (type_, None):
            match candidate or self.scope.expand(type_):
                case ast.TypeApp(
                    ast.TypeApp(ast.TypeBuiltin(BuiltinType.ARROW), parameter), result
                ):
                    return parameter, result
                case _:
                    pass
        return self.scope.fail(Fault.EXPECTED_FUNCTION, self.scope.show(type_))

    def _type_application(self, function: ast.Expr, types: tuple[ast.Type, ...]) -> ast.Type:
        body = self.type_of(function)
        replaced: dict[Name, ast.Type] = {}
        for argument in types:
            forall = body if isinstance(body, ast.TypeForall) else self.scope.expand(body)
            if not isinstance(forall, ast.TypeForall):
                self.scope.fail(Fault.EXPECTED_POLYMORPHIC, self.scope.show(body))
            self.scope.check_type(argument, forall.kind)
            replaced[forall.variable] = argument
            body = forall.body
        return substitute(replaced, body, self.scope.spend)

    def _abstraction(
        self, parameters: tuple[tuple[Name, ast.Type], ...], body: ast.Expr, index: int
    ) -> ast.Type:
        if index == len(parameters):
            return self.type_of(body)
        name, type_ = parameters[index]
        self.scope.check_type(type_)
        with self.scope.variable(name, type_):
            return ast.arrow(type_, self._abstraction(parameters, body, index + 1))

    def _type_abstraction(
        self, parameters: tuple[tuple[Name, ast.Kind], ...], body: ast.Expr, index: int
    ) -> ast.Type:
        if index == len(parameters):
            return self.type_of(body)
        name, kind = parameters[index]
        self.scope.check_kind(kind)
        with self.scope.type_variable(name, kind):
            inner = self._type_abstraction(parameters, body, index + 1)
            return ast.TypeForall(name, kind, inner)

    def _let(self, bindings: tuple[ast.Binding, ...], body: ast.Expr, index: int) -> ast.Type:
        if index == len(bindings):
            return self.type_of(body)
        binding = bindings[index]
        self.scope.check_type(binding.type)
        found = self.resolve(binding.bound, binding.type)
        with self.scope.variable(binding.name, found):
            return self._let(bindings, body, index + 1)

    def _case(self, case: ast.Case) -> ast.Type:
        scope = self.scope
        scrutinee = self.type_of(case.scrutinee)
        rule = matching(scope, scrutinee)
        found: list[ast.Type] = []
        for alternative in case.alternatives:
            binders = pattern_binders(scope, rule, alternative.pattern)
            found.append(self._with_binders(binders, alternative.body))
        if not found:
            scope.fail(Fault.EMPTY_CASE)
        for other in found[1:]:
            if not scope.are_equal(found[0], other):
                shown = f"expected {scope.show(found[0])}, found {scope.show(other)}"
                scope.fail(Fault.TYPE_MISMATCH, shown)
        check_exhaustive(scope, rule, [item.pattern for item in case.alternatives])
        return found[0]

    def _with_binders(self, binders: tuple[tuple[Name, ast.Type], ...], body: ast.Expr) -> ast.Type:
        if not binders:
            return self.type_of(body)
        with self.scope.variable(*binders[0]):
            return self._with_binders(binders[1:], body)

    # --- data ------------------------------------------------------------------------------------

    def _data(self, expr: ast.Expr) -> ast.Type:
        match expr:
            case ast.RecCon():
                return self._record(expr)
            case ast.RecProj(type_, field, record):
                field_type = self._field_type(type_, field)
                self.check(record, type_.type)
                return field_type
            case ast.RecUpd(type_, field, record, update):
                return self._record_update(type_, field, record, update)
            case ast.VariantCon():
                return self._variant(expr)
            case ast.EnumCon(identifier, con):
                cons = self.scope.find(self.scope.world.data_type, identifier).cons
                if not isinstance(cons, ast.DataEnum):
                    self.scope.fail(Fault.EXPECTED_ENUM, identifier.qualified_name)
                if con not in cons.constructors:
                    self.scope.fail(Fault.UNKNOWN_ENUM_CONSTRUCTOR, con)
                return ast.TypeCon(identifier)
            case ast.StructCon(fields):
                types = [(name, self.type_of(value)) for name, value in fields]
                check_unique(self.scope, [name for name, _ in fields], Fault.DUPLICATE_FIELD)
                return ast.struct_type(types)
            case ast.StructProj(field, struct):
                return self._struct_field(struct, field)[1]
            case ast.StructUpd(field, struct, update):
                struct_type, field_type = self._struct_field(struct, field)
                self.check(update, field_type)
                return struct_type
            case ast.Nil(type_):
                self.scope.check_type(type_)
                return ast.list_of(type_)
            case ast.Cons(type_, front, tail):
                self.scope.check_type(type_)
                if not front:
                    self.scope.fail(Fault.EMPTY_CONS_FRONT)
                for element in front:
                    self.check(element, type_)
                self.check(tail, ast.list_of(type_))
                return ast.list_of(type_)
            case ast.NoneCon(type_):
                self.scope.check_type(type_)
                return ast.optional_of(type_)
            case ast.SomeCon(type_, value):
                self.scope.check_type(type_)
                self.check(value, type_)
                return ast.optional_of(type_)
            case _:
                return type_of_hidden(self, expr)

    def _record(self, record: ast.RecCon) -> ast.Type:
        scope = self.scope
        cons = scope.data_cons(record.type)
        if not isinstance(cons, ast.DataRecord):
            scope.fail(Fault.EXPECTED_RECORD, scope.show(record.type.type))
        if [name for name, _ in record.fields] != [name for name, _ in cons.fields]:
            scope.fail(Fault.FIELD_MISMATCH, scope.show(record.type.type))
        for (_, value), (_, type_) in zip(record.fields, cons.fields, strict=True):
            self.check(value, type_)
        return record.type.type

    def _field_type(self, type_: ast.TypeConApp, field: Name) -> ast.Type:
        cons = self.scope.data_cons(type_)
        if not isinstance(cons, ast.DataRecord):
            self.scope.fail(Fault.EXPECTED_RECORD, self.scope.show(type_.type))
        for name, field_type in cons.fields:
            if name == field:
                return field_type
        return self.scope.fail(Fault.UNKNOWN_FIELD, f"{field} of {self.scope.show(type_.type)}")

    def _record_update(
        self, type_: ast.TypeConApp, field: Name, record: ast.Expr, update: ast.Expr
    ) -> ast.Type:
        field_type = self._field_type(type_, field)
        self.check(record, type_.type)
        self.check(update, field_type)
        return type_.type

    def _variant(self, variant: ast.VariantCon) -> ast.Type:
        cons = self.scope.data_cons(variant.type)
        if not isinstance(cons, ast.DataVariant):
            self.scope.fail(Fault.EXPECTED_VARIANT, variant.type.id.qualified_name)
        for name, type_ in cons.constructors:
            if name == variant.con:
                self.check(variant.argument, type_)
                return variant.type.type
        return self.scope.fail(Fault.UNKNOWN_VARIANT_CONSTRUCTOR, variant.con)

    def _struct_field(self, struct: ast.Expr, field: Name) -> tuple[ast.Type, ast.Type]:
        found = self.type_of(struct)
        type_ = found if isinstance(found, ast.TypeStruct) else self.scope.expand(found)
        if not isinstance(type_, ast.TypeStruct):
            self.scope.fail(Fault.EXPECTED_STRUCT, self.scope.show(found))
        for name, field_type in type_.fields:
            if name == field:
                return type_, field_type
        return self.scope.fail(Fault.UNKNOWN_FIELD, f"{field} of {self.scope.show(found)}")
