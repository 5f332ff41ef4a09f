"""The packages that a check may look into, and lookups in them.

Stable packages are always there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from canton.daml_lf.archive.stable import stable_package
from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import (
    DottedName,
    Identifier,
    ModuleName,
    Name,
    PackageId,
)
from canton.daml_lf.language.stable import STABLE_PACKAGE_IDS

_T = TypeVar("_T")


class UnknownName(Exception):
    """Something that a package mentions and that does not exist."""


class World:
    """Packages by id."""

    def __init__(self, packages: Mapping[PackageId, ast.Package]) -> None:
        self._packages = packages

    def package(self, package: PackageId) -> ast.Package:
        """A package.

        Raises:
            UnknownName: it is neither given nor stable. So do the other lookups.
        """
        known = self._packages.get(package)
        if known is not None:
            return known
        if package in STABLE_PACKAGE_IDS:
            return stable_package(package)
        raise UnknownName(f"package {package}")

    def module(self, package: PackageId, module: ModuleName) -> ast.Module:
        """A module of a package."""
        known = self.package(package).modules.get(module)
        if known is None:
            raise UnknownName(f"module {package}:{module}")
        return known

    def data_type(self, identifier: Identifier) -> ast.DataType:
        """A data type."""
        module = self.module(identifier.package, identifier.module)
        return _found(module.data_types, identifier, "data type")

    def synonym(self, identifier: Identifier) -> ast.TypeSynonym:
        """A type synonym."""
        module = self.module(identifier.package, identifier.module)
        return _found(module.synonyms, identifier, "type synonym")

    def value(self, identifier: Identifier) -> ast.Value:
        """A value."""
        module = self.module(identifier.package, identifier.module)
        return _found(module.values, identifier, "value")

    def template(self, identifier: Identifier) -> ast.Template:
        """A template."""
        module = self.module(identifier.package, identifier.module)
        return _found(module.templates, identifier, "template")

    def interface(self, identifier: Identifier) -> ast.Interface:
        """An interface."""
        module = self.module(identifier.package, identifier.module)
        return _found(module.interfaces, identifier, "interface")

    def exception(self, identifier: Identifier) -> ast.ExceptionDef:
        """An exception."""
        module = self.module(identifier.package, identifier.module)
        return _found(module.exceptions, identifier, "exception")

    def template_choice(self, identifier: Identifier, choice: Name) -> ast.Choice:
        """A choice of a template."""
        known = self.template(identifier).choices.get(choice)
        if known is None:
            raise UnknownName(f"choice {choice} of template {identifier}")
        return known

    def interface_choice(self, identifier: Identifier, choice: Name) -> ast.Choice:
        """A choice of an interface."""
        known = self.interface(identifier).choices.get(choice)
        if known is None:
            raise UnknownName(f"choice {choice} of interface {identifier}")
        return known

    def any_choice(self, identifier: Identifier, choice: Name) -> ast.Choice:
        """A choice of a template or, where there is none of that name, of an interface."""
        module = self.module(identifier.package, identifier.module)
        if identifier.name in module.templates:
            return self.template_choice(identifier, choice)
        return self.interface_choice(identifier, choice)

    def template_key(self, identifier: Identifier) -> ast.TemplateKey:
        """The key of a template."""
        known = self.template(identifier).key
        if known is None:
            raise UnknownName(f"key of template {identifier}")
        return known

    def method(self, interface: Identifier, method: Name) -> ast.Type:
        """The type of an interface's method."""
        known = self.interface(interface).methods.get(method)
        if known is None:
            raise UnknownName(f"method {method} of interface {interface}")
        return known

    def instance(self, interface: Identifier, template: Identifier) -> ast.InterfaceInstance:
        """How a template implements an interface."""
        known = self.template(template).implements.get(interface)
        if known is None:
            raise UnknownName(f"instance of interface {interface} for template {template}")
        return known

    def has_instance(self, interface: Identifier, template: Identifier) -> bool:
        """Whether a template implements an interface."""
        return interface in self.template(template).implements


def _found(definitions: Mapping[DottedName, _T], identifier: Identifier, what: str) -> _T:
    known = definitions.get(identifier.name)
    if known is None:
        raise UnknownName(f"{what} {identifier}")
    return known
