"""Definitions, modules and packages.

Names inside packages are resolved: the package's own id stands where an archive says "self".
Source: Canton 3.6 Daml-LF 2 (LF sheet 1.4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from canton.daml_lf.language.expressions import Expr
from canton.daml_lf.language.reference import (
    DottedName,
    Identifier,
    ModuleName,
    Name,
    PackageId,
    PackageName,
    PackageVersion,
)
from canton.daml_lf.language.types import Kind, Type
from canton.daml_lf.language.version import LanguageVersion


@dataclass(frozen=True, slots=True)
class DataRecord:
    """A record's fields in order."""

    fields: tuple[tuple[Name, Type], ...]


@dataclass(frozen=True, slots=True)
class DataVariant:
    """A variant's constructors in order, each with its argument's type."""

    constructors: tuple[tuple[Name, Type], ...]


@dataclass(frozen=True, slots=True)
class DataEnum:
    """An enumeration's constructors in order."""

    constructors: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class DataInterface:
    """The type of an interface's values; the module's `interfaces` say the rest."""


DataCons: TypeAlias = DataRecord | DataVariant | DataEnum | DataInterface


@dataclass(frozen=True, slots=True)
class DataType:
    """A data type: whether its values may be stored, its parameters, its shape."""

    serializable: bool
    parameters: tuple[tuple[Name, Kind], ...]
    cons: DataCons


@dataclass(frozen=True, slots=True)
class TypeSynonym:
    """A type's other name."""

    parameters: tuple[tuple[Name, Kind], ...]
    type: Type


@dataclass(frozen=True, slots=True)
class Value:
    """A value's type and its expression."""

    type: Type
    body: Expr


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of a template or an interface.

    `observers` and `authorizers` are None where the archive has none; `self_binder` is bound to the
    contract's id. The template's (or interface's) own parameter is in scope in all expressions.
    """

    name: Name
    consuming: bool
    controllers: Expr
    observers: Expr | None
    authorizers: Expr | None
    self_binder: Name
    argument_binder: Name
    argument_type: Type
    result_type: Type
    body: Expr


@dataclass(frozen=True, slots=True)
class TemplateKey:
    """A key's type, the key of a contract, and the function from keys to maintainers."""

    type: Type
    body: Expr
    maintainers: Expr


@dataclass(frozen=True, slots=True)
class InterfaceInstance:
    """How a template implements an interface."""

    interface: Identifier
    methods: Mapping[Name, Expr]
    view: Expr


@dataclass(frozen=True, slots=True)
class Template:
    """A template; its record type has the same name in the same module."""

    parameter: Name
    precondition: Expr
    signatories: Expr
    observers: Expr
    choices: Mapping[Name, Choice]
    key: TemplateKey | None
    implements: Mapping[Identifier, InterfaceInstance]


@dataclass(frozen=True, slots=True)
class Interface:
    """An interface; its data type has the same name in the same module."""

    parameter: Name
    view: Type
    requires: tuple[Identifier, ...]
    methods: Mapping[Name, Type]
    choices: Mapping[Name, Choice]


@dataclass(frozen=True, slots=True)
class ExceptionDef:
    """An exception's message as a function of its record, which has the same name."""

    message: Expr


@dataclass(frozen=True, slots=True)
class Module:
    """A module's definitions by name, each kind in order of appearance."""

    name: ModuleName
    synonyms: Mapping[DottedName, TypeSynonym]
    data_types: Mapping[DottedName, DataType]
    values: Mapping[DottedName, Value]
    templates: Mapping[DottedName, Template]
    exceptions: Mapping[DottedName, ExceptionDef]
    interfaces: Mapping[DottedName, Interface]

    @property
    def is_utility(self) -> bool:
        """Whether nothing in it can reach the ledger: no template, interface, stored type."""
        if self.templates or self.interfaces:
            return False
        return not any(data_type.serializable for data_type in self.data_types.values())


@dataclass(frozen=True, slots=True)
class PackageMetadata:
    """A package's name and version, and the package that it says it upgrades."""

    name: PackageName
    version: PackageVersion
    upgraded_package_id: PackageId | None = None


@dataclass(frozen=True, slots=True)
class Package:
    """A package: its id, version of the language, metadata, modules and dependencies.

    `direct_dependencies` are the packages that its names mention. `declared_imports` is what the
    archive declares (without the stable packages), or None where it declares nothing and says why
    in `no_imports_reason`.
    """

    id: PackageId
    language_version: LanguageVersion
    metadata: PackageMetadata
    modules: Mapping[ModuleName, Module]
    direct_dependencies: frozenset[PackageId]
    declared_imports: tuple[PackageId, ...] | None = None
    no_imports_reason: str = ""

    @property
    def is_utility(self) -> bool:
        """Whether all of its modules are utilities, so that upgrades do not concern it."""
        return all(module.is_utility for module in self.modules.values())
