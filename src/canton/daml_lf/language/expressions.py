"""Expressions and updates.

Trees are canonical: applications, abstractions and lets are n-ary and never nested directly in one
of their own kind (`apply`, `abstract`, `let` and their type-level sisters see to it), so that equal
programs are equal trees and long chains do not become deep ones. Updates are expressions. What a
`Located` wraps is unchanged by it.
Source: Canton 3.6 Daml-LF 2 (LF sheet 1.4).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from canton.daml_lf.language.atoms import Literal, Pattern
from canton.daml_lf.language.builtin import BuiltinCon, BuiltinFunction
from canton.daml_lf.language.reference import Identifier, ModuleName, Name, PackageId
from canton.daml_lf.language.types import Kind, Type, TypeConApp

# --- expressions: atoms --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Var:
    """A local variable."""

    name: Name


@dataclass(frozen=True, slots=True)
class Val:
    """A value definition by its full name."""

    id: Identifier


@dataclass(frozen=True, slots=True)
class Builtin:
    """A built-in function."""

    function: BuiltinFunction


@dataclass(frozen=True, slots=True)
class Con:
    """Unit, False or True."""

    con: BuiltinCon


# --- expressions: functions and control ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class App:
    """A function applied to arguments; build it with `apply`."""

    function: Expr
    arguments: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class TyApp:
    """An expression applied to types; build it with `apply_types`."""

    function: Expr
    types: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class Abs:
    """A function; build it with `abstract`."""

    parameters: tuple[tuple[Name, Type], ...]
    body: Expr


@dataclass(frozen=True, slots=True)
class TyAbs:
    """A polymorphic expression; build it with `abstract_types`."""

    parameters: tuple[tuple[Name, Kind], ...]
    body: Expr


@dataclass(frozen=True, slots=True)
class Binding:
    """A name (or none, where the result is dropped), its type, and what it is bound to."""

    name: Name | None
    type: Type
    bound: Expr


@dataclass(frozen=True, slots=True)
class Let:
    """Bindings in order, each visible in the following ones; build it with `let`."""

    bindings: tuple[Binding, ...]
    body: Expr


@dataclass(frozen=True, slots=True)
class Case:
    """The first alternative that matches."""

    scrutinee: Expr
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Location:
    """Where an expression was written: lines and columns from 0, the end exclusive."""

    module: ModuleName
    start_line: int
    start_column: int
    end_line: int
    end_column: int
    package: PackageId


@dataclass(frozen=True, slots=True)
class Located:
    """An expression and where it was written."""

    location: Location
    expr: Expr


# --- expressions: data ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RecCon:
    """A record built from all of its fields in order."""

    type: TypeConApp
    fields: tuple[tuple[Name, Expr], ...]


@dataclass(frozen=True, slots=True)
class RecProj:
    """A field of a record."""

    type: TypeConApp
    field: Name
    record: Expr


@dataclass(frozen=True, slots=True)
class RecUpd:
    """A record with one field replaced."""

    type: TypeConApp
    field: Name
    record: Expr
    update: Expr


@dataclass(frozen=True, slots=True)
class VariantCon:
    """A variant's constructor with its argument."""

    type: TypeConApp
    con: Name
    argument: Expr


@dataclass(frozen=True, slots=True)
class EnumCon:
    """An enumeration's constructor."""

    id: Identifier
    con: Name


@dataclass(frozen=True, slots=True)
class StructCon:
    """A structural record."""

    fields: tuple[tuple[Name, Expr], ...]


@dataclass(frozen=True, slots=True)
class StructProj:
    """A field of a structural record."""

    field: Name
    struct: Expr


@dataclass(frozen=True, slots=True)
class StructUpd:
    """A structural record with one field replaced."""

    field: Name
    struct: Expr
    update: Expr


@dataclass(frozen=True, slots=True)
class Nil:
    """The empty list."""

    type: Type


@dataclass(frozen=True, slots=True)
class Cons:
    """Elements in front of a list."""

    type: Type
    front: tuple[Expr, ...]
    tail: Expr


@dataclass(frozen=True, slots=True)
class NoneCon:
    """The absent optional."""

    type: Type


@dataclass(frozen=True, slots=True)
class SomeCon:
    """The present optional."""

    type: Type
    value: Expr


@dataclass(frozen=True, slots=True)
class ToAny:
    """A value with its type hidden."""

    type: Type
    value: Expr


@dataclass(frozen=True, slots=True)
class FromAny:
    """The value if its hidden type is this one."""

    type: Type
    value: Expr


@dataclass(frozen=True, slots=True)
class TypeRep:
    """A type as a value."""

    type: Type


@dataclass(frozen=True, slots=True)
class ToAnyException:
    """An exception with its type hidden."""

    type: Type
    value: Expr


@dataclass(frozen=True, slots=True)
class FromAnyException:
    """The exception if its hidden type is this one."""

    type: Type
    value: Expr


@dataclass(frozen=True, slots=True)
class Throw:
    """Throws an exception in place of a result."""

    result: Type
    exception: Type
    value: Expr


# --- expressions: interfaces ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ToInterface:
    """A template's value as an interface's."""

    interface: Identifier
    template: Identifier
    value: Expr


@dataclass(frozen=True, slots=True)
class FromInterface:
    """An interface's value as the template's, if it is one."""

    interface: Identifier
    template: Identifier
    value: Expr


@dataclass(frozen=True, slots=True)
class UnsafeFromInterface:
    """An interface's value as the template's, or the failure of the transaction."""

    interface: Identifier
    template: Identifier
    contract_id: Expr
    value: Expr


@dataclass(frozen=True, slots=True)
class ToRequiredInterface:
    """An interface's value as one of an interface that it requires."""

    required: Identifier
    requiring: Identifier
    value: Expr


@dataclass(frozen=True, slots=True)
class FromRequiredInterface:
    """An interface's value as one of an interface that requires it, if it is one."""

    required: Identifier
    requiring: Identifier
    value: Expr


@dataclass(frozen=True, slots=True)
class UnsafeFromRequiredInterface:
    """As `FromRequiredInterface`, or the failure of the transaction."""

    required: Identifier
    requiring: Identifier
    contract_id: Expr
    value: Expr


@dataclass(frozen=True, slots=True)
class CallInterface:
    """An interface's method."""

    interface: Identifier
    method: Name
    value: Expr


@dataclass(frozen=True, slots=True)
class InterfaceTemplateTypeRep:
    """The type of the template behind an interface's value."""

    interface: Identifier
    value: Expr


@dataclass(frozen=True, slots=True)
class SignatoryInterface:
    """The signatories of the contract behind an interface's value."""

    interface: Identifier
    value: Expr


@dataclass(frozen=True, slots=True)
class ObserverInterface:
    """The observers of the contract behind an interface's value."""

    interface: Identifier
    value: Expr


@dataclass(frozen=True, slots=True)
class ViewInterface:
    """The view of an interface's value."""

    interface: Identifier
    value: Expr


@dataclass(frozen=True, slots=True)
class ChoiceController:
    """The controllers of a choice for a contract and an argument (in no version yet)."""

    template: Identifier
    choice: Name
    contract: Expr
    argument: Expr


@dataclass(frozen=True, slots=True)
class ChoiceObserver:
    """The observers of a choice for a contract and an argument (in no version yet)."""

    template: Identifier
    choice: Name
    contract: Expr
    argument: Expr


@dataclass(frozen=True, slots=True)
class Experimental:
    """A named primitive of the development version."""

    name: str
    type: Type


# --- expressions: updates ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UpdatePure:
    """An update without effect."""

    type: Type
    value: Expr


@dataclass(frozen=True, slots=True)
class UpdateBlock:
    """Updates in order, then the last one."""

    bindings: tuple[Binding, ...]
    body: Expr


@dataclass(frozen=True, slots=True)
class UpdateCreate:
    """Creates a contract of a template."""

    template: Identifier
    argument: Expr


@dataclass(frozen=True, slots=True)
class UpdateCreateInterface:
    """Creates a contract of the template behind an interface's value."""

    interface: Identifier
    argument: Expr


@dataclass(frozen=True, slots=True)
class UpdateExercise:
    """Exercises a template's choice."""

    template: Identifier
    choice: Name
    contract_id: Expr
    argument: Expr


@dataclass(frozen=True, slots=True)
class UpdateExerciseInterface:
    """Exercises an interface's choice; the guard, if any, may refuse the contract."""

    interface: Identifier
    choice: Name
    contract_id: Expr
    argument: Expr
    guard: Expr | None = None


@dataclass(frozen=True, slots=True)
class UpdateExerciseByKey:
    """Exercises a template's choice on the contract with a key."""

    template: Identifier
    choice: Name
    key: Expr
    argument: Expr


@dataclass(frozen=True, slots=True)
class UpdateFetch:
    """Fetches a contract by template."""

    template: Identifier
    contract_id: Expr


@dataclass(frozen=True, slots=True)
class UpdateFetchInterface:
    """Fetches a contract by interface."""

    interface: Identifier
    contract_id: Expr


@dataclass(frozen=True, slots=True)
class UpdateGetTime:
    """The ledger time."""


@dataclass(frozen=True, slots=True)
class UpdateLedgerTimeLessThan:
    """Whether the ledger time is before another."""

    time: Expr


@dataclass(frozen=True, slots=True)
class UpdateFetchByKey:
    """A function from a key to the update that fetches its contract."""

    template: Identifier


@dataclass(frozen=True, slots=True)
class UpdateQueryNByKey:
    """A function from a number and a key to the update that finds that many contracts."""

    template: Identifier


@dataclass(frozen=True, slots=True)
class UpdateEmbedExpr:
    """An expression of update type, evaluated when the update runs."""

    type: Type
    body: Expr


@dataclass(frozen=True, slots=True)
class UpdateTryCatch:
    """An update and the handler of the exceptions that it throws."""

    type: Type
    body: Expr
    binder: Name
    handler: Expr


Update: TypeAlias = (
    UpdatePure
    | UpdateBlock
    | UpdateCreate
    | UpdateCreateInterface
    | UpdateExercise
    | UpdateExerciseInterface
    | UpdateExerciseByKey
    | UpdateFetch
    | UpdateFetchInterface
    | UpdateGetTime
    | UpdateLedgerTimeLessThan
    | UpdateFetchByKey
    | UpdateQueryNByKey
    | UpdateEmbedExpr
    | UpdateTryCatch
)

Expr: TypeAlias = (
    Var
    | Val
    | Builtin
    | Con
    | Literal
    | App
    | TyApp
    | Abs
    | TyAbs
    | Let
    | Case
    | Located
    | RecCon
    | RecProj
    | RecUpd
    | VariantCon
    | EnumCon
    | StructCon
    | StructProj
    | StructUpd
    | Nil
    | Cons
    | NoneCon
    | SomeCon
    | ToAny
    | FromAny
    | TypeRep
    | ToAnyException
    | FromAnyException
    | Throw
    | ToInterface
    | FromInterface
    | UnsafeFromInterface
    | ToRequiredInterface
    | FromRequiredInterface
    | UnsafeFromRequiredInterface
    | CallInterface
    | InterfaceTemplateTypeRep
    | SignatoryInterface
    | ObserverInterface
    | ViewInterface
    | ChoiceController
    | ChoiceObserver
    | Experimental
    | Update
)

UNIT = Con(BuiltinCon.UNIT)
TRUE = Con(BuiltinCon.TRUE)
FALSE = Con(BuiltinCon.FALSE)


def apply(function: Expr, arguments: Iterable[Expr]) -> Expr:
    """The function applied to the arguments; a chain of applications becomes one."""
    given = tuple(arguments)
    if not given:
        return function
    if isinstance(function, App):
        return App(function.function, function.arguments + given)
    return App(function, given)


def apply_types(function: Expr, types: Iterable[Type]) -> Expr:
    """The expression applied to the types; a chain of applications becomes one."""
    given = tuple(types)
    if not given:
        return function
    if isinstance(function, TyApp):
        return TyApp(function.function, function.types + given)
    return TyApp(function, given)


def abstract(parameters: Iterable[tuple[Name, Type]], body: Expr) -> Expr:
    """The function with the parameters in front of those that the body already has."""
    given = tuple(parameters)
    if not given:
        return body
    if isinstance(body, Abs):
        return Abs(given + body.parameters, body.body)
    return Abs(given, body)


def abstract_types(parameters: Iterable[tuple[Name, Kind]], body: Expr) -> Expr:
    """The polymorphic expression with the parameters in front of those of the body."""
    given = tuple(parameters)
    if not given:
        return body
    if isinstance(body, TyAbs):
        return TyAbs(given + body.parameters, body.body)
    return TyAbs(given, body)


def let(bindings: Iterable[Binding], body: Expr) -> Expr:
    """The bindings in front of those that the body already has."""
    given = tuple(bindings)
    if not given:
        return body
    if isinstance(body, Let):
        return Let(given + body.bindings, body.body)
    return Let(given, body)


@dataclass(frozen=True, slots=True)
class Alternative:
    """A pattern and what the case is worth when it matches."""

    pattern: Pattern
    body: Expr
