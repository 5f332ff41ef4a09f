"""What is in scope while a definition is checked, and the checks of kinds and types.

Source: Canton 3.6 Daml-LF typing (LF sheet 3.1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final, NoReturn, TypeVar, assert_never

from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import Identifier, Name
from canton.daml_lf.language.version import LanguageVersion
from canton.daml_lf.text.type_printer import TypePrinter, kind_text
from canton.daml_lf.validation.errors import Fault, Place, ValidationError
from canton.daml_lf.validation.typing.builtins import kind_of_builtin
from canton.daml_lf.validation.typing.substitution import are_alpha_equal, substitute
from canton.daml_lf.validation.world import UnknownName, World

_T = TypeVar("_T")

SHOWN_NODES_MAX: Final = 500
"""Larger types are not printed in messages."""

STEPS_MAX: Final = 1_000_000
"""Bound of the nodes of types that checking one definition may visit; real ones need 25 000."""


class Scope:
    """The variables in scope with their kinds and types, and where we are.

    A check that fails ends the whole run, so that nothing is undone on errors.
    """

    def __init__(self, world: World, version: LanguageVersion, place: Place) -> None:
        self.world = world
        self.version = version
        self.place = place
        self.kinds: dict[Name, ast.Kind] = {}
        self.types: dict[Name, ast.Type] = {}
        self._steps = 0
        package = place.id.package if place.id is not None else None
        self._printer = TypePrinter(package) if package is not None else None

    # --- errors ----------------------------------------------------------------------------------

    def fail(self, fault: Fault, detail: str = "") -> NoReturn:
        """The error at this place."""
        raise ValidationError(fault, detail, self.place)

    def find(self, lookup: Callable[..., _T], *arguments: object) -> _T:
        """A definition of the world, or the error that there is none."""
        try:
            return lookup(*arguments)
        except UnknownName as error:
            self.fail(Fault.UNKNOWN_DEFINITION, str(error))

    def show(self, type_: ast.Type) -> str:
        """A type's text for a message."""
        if self._printer is None or not _has_fewer_nodes(type_, SHOWN_NODES_MAX):
            return "(a large type)"
        return self._printer.type(type_)

    @contextmanager
    def at(self, location: ast.Location) -> Iterator[None]:
        """Within it errors are at the location."""
        before = self.place
        self.place = replace(before, location=location)
        yield
        self.place = before

    @contextmanager
    def variable(self, name: Name | None, type_: ast.Type) -> Iterator[None]:
        """Within it the variable has the type."""
        if name is None:
            yield
            return
        before = self.types.get(name)
        self.types[name] = type_
        yield
        if before is None:
            del self.types[name]
        else:
            self.types[name] = before

    @contextmanager
    def type_variable(self, name: Name, kind: ast.Kind) -> Iterator[None]:
        """Within it the type variable has the kind."""
        before = self.kinds.get(name)
        self.kinds[name] = kind
        yield
        if before is None:
            del self.kinds[name]
        else:
            self.kinds[name] = before

    # --- kinds -----------------------------------------------------------------------------------

    def check_kind(self, kind: ast.Kind) -> None:
        """A type constructor gives types that have values."""
        match kind:
            case ast.KindArrow(_, ast.KindNat()):
                self.fail(Fault.NAT_KIND_RIGHT_OF_ARROW, kind_text(kind))
            case ast.KindArrow(parameter, result):
                self.check_kind(parameter)
                self.check_kind(result)
            case _:
                pass

    def check_type(self, type_: ast.Type, kind: ast.Kind = ast.STAR) -> None:
        """The type must have the kind."""
        found = self.kind_of(type_)
        if found is not kind and found != kind:
            detail = f"expected {kind_text(kind)}, found {kind_text(found)}: {self.show(type_)}"
            self.fail(Fault.KIND_MISMATCH, detail)

    def kind_of(self, type_: ast.Type) -> ast.Kind:
        """The kind of a type that is well-formed."""
        self.spend()
        match type_:
            case ast.TypeVar(name):
                kind = self.kinds.get(name)
                if kind is None:
                    self.fail(Fault.UNKNOWN_TYPE_VARIABLE, name)
                return kind
            case ast.TypeNat():
                return ast.NAT
            case ast.TypeCon(identifier):
                return _kind_of_data_type(self.find(self.world.data_type, identifier))
            case ast.TypeBuiltin(builtin):
                return kind_of_builtin(builtin)
            case ast.TypeApp(function, argument):
                function_kind = self.kind_of(function)
                if not isinstance(function_kind, ast.KindArrow):
                    self.fail(Fault.EXPECTED_HIGHER_KIND, self.show(function))
                self.check_type(argument, function_kind.parameter)
                return function_kind.result
            case ast.TypeForall(variable, kind, body):
                self.check_kind(kind)
                with self.type_variable(variable, kind):
                    self.check_type(body)
                return ast.STAR
            case ast.TypeStruct(fields):
                self.check_fields(fields)
                return ast.STAR
            case ast.TypeSyn(identifier, arguments):
                self.check_type(self.expand_synonym(identifier, arguments))
                return ast.STAR
            case _:
                assert_never(type_)

    def check_fields(self, fields: tuple[tuple[Name, ast.Type], ...]) -> None:
        """Fields have different names, and types that have values."""
        check_unique(self, [name for name, _ in fields], Fault.DUPLICATE_FIELD)
        for _, type_ in fields:
            self.check_type(type_)

    def spend(self) -> None:
        """Counts a visited node of a type."""
        self._steps += 1
        if self._steps > STEPS_MAX:
            self.fail(Fault.TOO_COMPLEX)

    # --- synonyms and equality -------------------------------------------------------------------

    def expand_synonym(self, identifier: Identifier, arguments: tuple[ast.Type, ...]) -> ast.Type:
        """What a synonym stands for."""
        synonym = self.find(self.world.synonym, identifier)
        if len(synonym.parameters) != len(arguments):
            self.fail(Fault.SYNONYM_ARITY, identifier.qualified_name)
        replaced: dict[Name, ast.Type] = {}
        for (name, kind), argument in zip(synonym.parameters, arguments, strict=True):
            self.check_type(argument, kind)
            replaced[name] = argument
        return substitute(replaced, synonym.type, self.spend)

    def expand(self, type_: ast.Type) -> ast.Type:
        """The type with all synonyms expanded."""
        self.spend()
        match type_:
            case ast.TypeSyn(identifier, arguments):
                return self.expand(self.expand_synonym(identifier, arguments))
            case ast.TypeApp(function, argument):
                new_function, new_argument = self.expand(function), self.expand(argument)
                if new_function is function and new_argument is argument:
                    return type_
                return ast.TypeApp(new_function, new_argument)
            case ast.TypeForall(variable, kind, body):
                with self.type_variable(variable, kind):
                    return ast.TypeForall(variable, kind, self.expand(body))
            case ast.TypeStruct(fields):
                return ast.TypeStruct(tuple([(name, self.expand(field)) for name, field in fields]))
            case _:
                return type_

    def are_equal(self, left: ast.Type, right: ast.Type) -> bool:
        """Whether the types are the same, with synonyms expanded where it matters."""
        return are_alpha_equal(left, right, self.spend) or are_alpha_equal(
            self.expand(left), self.expand(right), self.spend
        )

    def data_cons(self, type_: ast.TypeConApp) -> ast.DataCons:
        """The shape of an applied data type, with its parameters replaced."""
        data_type = self.find(self.world.data_type, type_.id)
        if len(data_type.parameters) != len(type_.arguments):
            self.fail(Fault.TYPE_ARITY, self.show(type_.type))
        replaced: dict[Name, ast.Type] = {}
        for (name, kind), argument in zip(data_type.parameters, type_.arguments, strict=True):
            self.check_type(argument, kind)
            replaced[name] = argument
        if not replaced:
            return data_type.cons
        match data_type.cons:
            case ast.DataRecord(fields):
                return ast.DataRecord(
                    tuple(
                        [(name, substitute(replaced, field, self.spend)) for name, field in fields]
                    )
                )
            case ast.DataVariant(constructors):
                return ast.DataVariant(
                    tuple(
                        [
                            (name, substitute(replaced, field, self.spend))
                            for name, field in constructors
                        ]
                    )
                )
            case _:
                return data_type.cons


def check_unique(scope: Scope, names: Iterable[Name], fault: Fault) -> None:
    """No name may come twice."""
    seen: set[Name] = set()
    for name in names:
        if name in seen:
            scope.fail(fault, name)
        seen.add(name)


def _has_fewer_nodes(type_: ast.Type, count: int) -> bool:
    pending = [type_]
    while pending and count > 0:
        count -= 1
        match pending.pop():
            case ast.TypeApp(function, argument):
                pending += (function, argument)
            case ast.TypeForall(_, _, body):
                pending.append(body)
            case ast.TypeStruct(fields):
                pending += [field for _, field in fields]
            case ast.TypeSyn(_, arguments):
                pending += arguments
            case _:
                pass
    return not pending


def _kind_of_data_type(data_type: ast.DataType) -> ast.Kind:
    kind: ast.Kind = ast.STAR
    for _, parameter in reversed(data_type.parameters):
        kind = ast.KindArrow(parameter, kind)
    return kind
