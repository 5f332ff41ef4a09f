"""Printing expressions, updates and patterns.

Source: LF sheet 6.1.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final, assert_never

from canton.daml_lf.language import ast
from canton.daml_lf.language.builtin import BuiltinCon
from canton.daml_lf.language.reference import Identifier, Name, PackageId
from canton.daml_lf.text.expression_reader import RESERVED_WORDS
from canton.daml_lf.text.type_printer import TypePrinter, dotted_text, name_text

_CONS: Final = {BuiltinCon.UNIT: "()", BuiltinCon.TRUE: "True", BuiltinCon.FALSE: "False"}

# What extends as far to the right as it can: in parentheses where something may follow.
_OPEN_ENDED: Final = (
    ast.Case,
    ast.Abs,
    ast.TyAbs,
    ast.Let,
    ast.UpdateBlock,
    ast.UpdateTryCatch,
    ast.Experimental,
    ast.EnumCon,
)
_ATOMS: Final = (
    ast.Var,
    ast.Val,
    ast.Builtin,
    ast.Con,
    ast.Int64Lit,
    ast.NumericLit,
    ast.TextLit,
    ast.TimestampLit,
    ast.DateLit,
    ast.RoundingModeLit,
    ast.FailureCategoryLit,
)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class ExpressionPrinter:
    """Prints expressions; `indent` is the number of spaces in front of a new line."""

    def __init__(self, package: PackageId) -> None:
        self.package = package
        self.types = TypePrinter(package)

    def expression(self, expr: ast.Expr, indent: int) -> str:
        """An expression."""
        if isinstance(expr, _ATOMS):
            return self.atom(expr, indent)
        match expr:
            case ast.App(function, arguments):
                parts = [self._function(function, indent)]
                parts += [self.atom(argument, indent) for argument in arguments]
                return " ".join(parts)
            case ast.TyApp(function, types):
                parts = [self._function(function, indent)]
                parts += [f"@{self.types.atom(type_)}" for type_ in types]
                return " ".join(parts)
            case ast.Abs(parameters, body):
                binders = [f"({self.types.typed_name(name, type_)})" for name, type_ in parameters]
                return f"\\{' '.join(binders)} ->{self._line(indent)}{self._inner(body, indent)}"
            case ast.TyAbs(parameters, body):
                binder_text = self.types.binders(parameters)
                return f"/\\{binder_text}.{self._line(indent)}{self._inner(body, indent)}"
            case ast.Let(bindings, body):
                lines = [f"let {self._binding(item, '=', indent)} in" for item in bindings]
                lines.append(self.expression(body, indent))
                return self._join(lines, indent)
            case ast.Case(scrutinee, alternatives):
                return self._case(scrutinee, alternatives, indent)
            case ast.Located(location, inner):
                return f"{self._location(location)} {self.atom(inner, indent)}"
            case _:
                return self._construct(expr, indent)

    def atom(self, expr: ast.Expr, indent: int) -> str:
        """An expression that needs no parentheses as an argument."""
        match expr:
            case ast.Var(name):
                return f"`{name}`" if name in RESERVED_WORDS else name_text(name)
            case ast.Val(identifier):
                return self.types.identifier(identifier)
            case ast.Builtin(function):
                return function.name
            case ast.Con(con):
                return _CONS[con]
            case (
                ast.Int64Lit()
                | ast.NumericLit()
                | ast.TextLit()
                | ast.TimestampLit()
                | ast.DateLit()
                | ast.RoundingModeLit()
                | ast.FailureCategoryLit()
            ):
                return literal_text(expr)
            case ast.StructCon() | ast.StructUpd() | ast.UpdateGetTime():
                return self._construct(expr, indent)
            case _:
                return f"({self.expression(expr, indent)})"

    def _function(self, expr: ast.Expr, indent: int) -> str:
        if isinstance(expr, ast.App | ast.TyApp):
            return self.expression(expr, indent)
        return self.atom(expr, indent)

    # --- layout ----------------------------------------------------------------------------------

    def _line(self, indent: int) -> str:
        return "\n" + " " * (indent + 2)

    def _inner(self, expr: ast.Expr, indent: int) -> str:
        return self.expression(expr, indent + 2)

    def _join(self, lines: list[str], indent: int) -> str:
        return ("\n" + " " * indent).join(lines)

    def _closed(self, expr: ast.Expr, indent: int) -> str:
        text = self.expression(expr, indent)
        return f"({text})" if isinstance(expr, _OPEN_ENDED) else text

    def _binding(self, binding: ast.Binding, separator: str, indent: int) -> str:
        head = self.types.typed_name(binding.name or Name("_"), binding.type)
        return f"{head} {separator} {self._closed(binding.bound, indent + 2)}"

    def _case(
        self, scrutinee: ast.Expr, alternatives: tuple[ast.Alternative, ...], indent: int
    ) -> str:
        head = f"case {self._closed(scrutinee, indent)} of"
        texts = [
            f"{self._pattern(item.pattern)} -> {self._closed(item.body, indent + 4)}"
            for item in alternatives
        ]
        line = self._line(indent)
        return f"{head}{line}{f'{line}| '.join(texts)}"

    def _location(self, location: ast.Location) -> str:
        prefix = "" if location.package == self.package else f"'{location.package}':"
        numbers = (
            location.start_line,
            location.start_column,
            location.end_line,
            location.end_column,
        )
        place = ", ".join([str(number) for number in numbers])
        return f"loc({prefix}{dotted_text(location.module)}, _, {place})"

    def _pattern(self, pattern: ast.Pattern) -> str:
        match pattern:
            case ast.PatternDefault():
                return "_"
            case ast.PatternVariant(identifier, con, binder):
                return f"{self.types.identifier(identifier)}:{name_text(con)} {name_text(binder)}"
            case ast.PatternEnum(identifier, con):
                return f"{self.types.identifier(identifier)}:{name_text(con)}"
            case ast.PatternCon(con):
                return _CONS[con]
            case ast.PatternNil():
                return "Nil"
            case ast.PatternCons(head, tail):
                return f"Cons {name_text(head)} {name_text(tail)}"
            case ast.PatternNone():
                return "None"
            case ast.PatternSome(binder):
                return f"Some {name_text(binder)}"
            case _:
                assert_never(pattern)

    # --- constructs ------------------------------------------------------------------------------

    def _construct(self, expr: ast.Expr, indent: int) -> str:
        match expr:
            case ast.RecCon(type_, fields):
                return f"{self.types.type_con_app(type_)} {{ {self._fields(fields, indent)} }}"
            case ast.RecProj(type_, field, record):
                head = f"{self.types.type_con_app(type_)} {{ {name_text(field)} }}"
                return f"{head} {self.atom(record, indent)}"
            case ast.RecUpd(type_, field, record, update):
                inner = f"{self._closed(record, indent)} with {self._field(field, update, indent)}"
                return f"{self.types.type_con_app(type_)} {{ {inner} }}"
            case ast.VariantCon(type_, con, argument):
                types = "".join([f" @{self.types.atom(item)}" for item in type_.arguments])
                head = f"{self.types.identifier(type_.id)}:{name_text(con)}{types}"
                return f"{head} {self.atom(argument, indent)}"
            case ast.EnumCon(identifier, con):
                return f"{self.types.identifier(identifier)}:{name_text(con)}"
            case ast.StructCon(fields):
                return f"< {self._fields(fields, indent)} >"
            case ast.StructProj(field, struct):
                return f"({self.expression(struct, indent)}).{name_text(field)}"
            case ast.StructUpd(field, struct, update):
                inner = f"{self._closed(struct, indent)} with {self._field(field, update, indent)}"
                return f"< {inner} >"
            case ast.Cons(type_, front, tail):
                items = ", ".join([self.expression(item, indent) for item in front])
                return f"Cons @{self.types.atom(type_)} [{items}] {self.atom(tail, indent)}"
            case ast.Nil(type_):
                return f"Nil @{self.types.atom(type_)}"
            case ast.NoneCon(type_):
                return f"None @{self.types.atom(type_)}"
            case ast.TypeRep(type_):
                return f"type_rep @{self.types.atom(type_)}"
            case ast.Throw(result, exception, value):
                types = f"@{self.types.atom(result)} @{self.types.atom(exception)}"
                return f"throw {types} {self.atom(value, indent)}"
            case ast.Experimental(name, type_):
                return f"experimental {name_text(name)} {self.types.type(type_)}"
            case _:
                return self._keyword(expr, indent)

    def _keyword(self, expr: ast.Expr, indent: int) -> str:
        match expr:
            case (
                ast.SomeCon(type_, value)
                | ast.ToAny(type_, value)
                | ast.FromAny(type_, value)
                | ast.ToAnyException(type_, value)
                | ast.FromAnyException(type_, value)
                | ast.UpdatePure(type_, value)
                | ast.UpdateEmbedExpr(type_, value)
            ):
                word = _WORDS[type(expr)]
                return f"{word} @{self.types.atom(type_)} {self.atom(value, indent)}"
            case (
                ast.InterfaceTemplateTypeRep(identifier, value)
                | ast.SignatoryInterface(identifier, value)
                | ast.ObserverInterface(identifier, value)
                | ast.ViewInterface(identifier, value)
                | ast.UpdateCreate(identifier, value)
                | ast.UpdateCreateInterface(identifier, value)
                | ast.UpdateFetch(identifier, value)
                | ast.UpdateFetchInterface(identifier, value)
            ):
                return f"{self._at(expr, identifier)} {self.atom(value, indent)}"
            case (
                ast.ToInterface(first, second, value)
                | ast.FromInterface(first, second, value)
                | ast.ToRequiredInterface(first, second, value)
                | ast.FromRequiredInterface(first, second, value)
            ):
                return f"{self._at(expr, first, second)} {self.atom(value, indent)}"
            case ast.UnsafeFromInterface(
                first, second, contract_id, value
            ) | ast.UnsafeFromRequiredInterface(first, second, contract_id, value):
                return f"{self._at(expr, first, second)} {self._two(contract_id, value, indent)}"
            case ast.CallInterface(identifier, method, value):
                head = f"{self._at(expr, identifier)} {name_text(method)}"
                return f"{head} {self.atom(value, indent)}"
            case (
                ast.ChoiceController(identifier, choice, one, two)
                | ast.ChoiceObserver(identifier, choice, one, two)
                | ast.UpdateExercise(identifier, choice, one, two)
                | ast.UpdateExerciseByKey(identifier, choice, one, two)
            ):
                head = f"{self._at(expr, identifier)} {name_text(choice)}"
                return f"{head} {self._two(one, two, indent)}"
            case _:
                return self._update(expr, indent)

    def _update(self, expr: ast.Expr, indent: int) -> str:
        match expr:
            case ast.UpdateExerciseInterface(identifier, choice, contract_id, argument, guard):
                word = "exercise_interface" if guard is None else "exercise_interface_with_guard"
                head = f"{word} @{self.types.identifier(identifier)} {name_text(choice)}"
                last = "" if guard is None else f" {self.atom(guard, indent)}"
                return f"{head} {self._two(contract_id, argument, indent)}{last}"
            case ast.UpdateFetchByKey(identifier) | ast.UpdateQueryNByKey(identifier):
                return self._at(expr, identifier)
            case ast.UpdateGetTime():
                return "uget_time"
            case ast.UpdateLedgerTimeLessThan(time):
                return f"ledger_time_lt {self.atom(time, indent)}"
            case ast.UpdateBlock(bindings, body):
                lines = [self._binding(item, "<-", indent) for item in bindings]
                separator = ";" + self._line(indent)
                binding_text = separator.join(lines)
                ending = self._join(["", "in " + self.expression(body, indent)], indent)
                return f"ubind{self._line(indent)}{binding_text}{ending}"
            case ast.UpdateTryCatch(type_, body, binder, handler):
                head = f"try @{self.types.atom(type_)} {self.atom(body, indent + 2)}"
                return f"{head} catch {name_text(binder)} -> {self._inner(handler, indent)}"
            case _:
                raise AssertionError(f"{type(expr).__name__} is not printed")

    def _at(self, expr: ast.Expr, *identifiers: Identifier) -> str:
        arguments = "".join([f" @{self.types.identifier(item)}" for item in identifiers])
        return f"{_WORDS[type(expr)]}{arguments}"

    def _two(self, first: ast.Expr, second: ast.Expr, indent: int) -> str:
        return f"{self.atom(first, indent)} {self.atom(second, indent)}"

    def _fields(self, fields: tuple[tuple[Name, ast.Expr], ...], indent: int) -> str:
        return ", ".join([self._field(name, value, indent) for name, value in fields])

    def _field(self, name: Name, value: ast.Expr, indent: int) -> str:
        return f"{name_text(name)} = {self.expression(value, indent)}"


def literal_text(literal: ast.Literal) -> str:
    """A literal."""
    match literal:
        case ast.Int64Lit(value):
            return str(value)
        case ast.NumericLit():
            return literal.text
        case ast.TextLit(text):
            return text_literal(text)
        case ast.TimestampLit(micros):
            moment = _EPOCH + timedelta(microseconds=micros)
            fraction = f".{moment.microsecond:06}" if moment.microsecond else ""
            return moment.strftime(f"{moment.year:04}-%m-%dT%H:%M:%S{fraction}Z")
        case ast.DateLit(days):
            day = _EPOCH + timedelta(days=days)
            return day.strftime(f"{day.year:04}-%m-%d")
        case ast.RoundingModeLit(mode):
            return f"ROUNDING_{mode.name}"
        case ast.FailureCategoryLit(category):
            return category.name
        case _:
            assert_never(literal)


def text_literal(text: str) -> str:
    """A text in double quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    escaped = escaped.replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


_WORDS: Final[dict[type, str]] = {
    ast.SomeCon: "Some",
    ast.ToAny: "to_any",
    ast.FromAny: "from_any",
    ast.ToAnyException: "to_any_exception",
    ast.FromAnyException: "from_any_exception",
    ast.ToInterface: "to_interface",
    ast.FromInterface: "from_interface",
    ast.UnsafeFromInterface: "unsafe_from_interface",
    ast.ToRequiredInterface: "to_required_interface",
    ast.FromRequiredInterface: "from_required_interface",
    ast.UnsafeFromRequiredInterface: "unsafe_from_required_interface",
    ast.CallInterface: "call_method",
    ast.InterfaceTemplateTypeRep: "interface_template_type_rep",
    ast.SignatoryInterface: "signatory_interface",
    ast.ObserverInterface: "observer_interface",
    ast.ViewInterface: "view_interface",
    ast.ChoiceController: "choice_controller",
    ast.ChoiceObserver: "choice_observer",
    ast.UpdatePure: "upure",
    ast.UpdateCreate: "create",
    ast.UpdateCreateInterface: "create_by_interface",
    ast.UpdateExercise: "exercise",
    ast.UpdateExerciseByKey: "exercise_by_key",
    ast.UpdateFetch: "fetch_template",
    ast.UpdateFetchInterface: "fetch_interface",
    ast.UpdateFetchByKey: "fetch_by_key",
    ast.UpdateQueryNByKey: "query_n_by_key",
    ast.UpdateEmbedExpr: "uembed_expr",
}
