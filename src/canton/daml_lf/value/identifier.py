"""How commands name templates and interfaces: by package id, or by package name.

The names themselves are those of `language.reference`. Source: Daml-LF sheet 2.9.
"""

from __future__ import annotations

from dataclasses import dataclass

from canton.daml_lf.language.reference import (
    DottedName,
    Identifier,
    ModuleName,
    PackageId,
    PackageName,
    dotted_name,
    module_name,
    package_name,
    parse_identifier,
)

__all__ = [
    "DottedName",
    "Identifier",
    "ModuleName",
    "NamedReference",
    "PackageId",
    "PackageName",
    "TypeReference",
    "in_package",
    "parse_reference",
]


@dataclass(frozen=True, slots=True)
class NamedReference:
    """A type constructor by package name: `#name:Module:Name`."""

    package_name: PackageName
    module: ModuleName
    name: DottedName

    def in_package(self, package_id: PackageId) -> Identifier:
        """The type constructor of a package of that name."""
        return Identifier(package_id, self.module, self.name)

    def __str__(self) -> str:
        return f"#{self.package_name}:{self.module}:{self.name}"


TypeReference = Identifier | NamedReference
"""How a command names a template or an interface."""


def parse_reference(text: str) -> TypeReference:
    """Reads `package-id:Module:Name` or `#package-name:Module:Name`.

    Raises:
        ValueError: a part is missing or malformed.
    """
    if not text.startswith("#"):
        return parse_identifier(text)
    parts = text[1:].split(":")
    if len(parts) != 3:
        raise ValueError(f"{text!r} is not of the form #package-name:module:name")
    return NamedReference(package_name(parts[0]), module_name(parts[1]), dotted_name(parts[2]))


def in_package(identifier: Identifier, package_id: PackageId) -> Identifier:
    """The definition of the same name in another package."""
    return Identifier(package_id, identifier.module, identifier.name)
