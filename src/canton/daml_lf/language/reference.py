"""The names of Daml-LF: packages, modules, definitions, and the lexical rules they obey.

All names are plain strings with a type of their own, because they are dictionary keys everywhere;
an `Identifier` is a named tuple for the same reason (hashing and comparing run in C).
Source: Canton 3.6 LF names (LF sheet 1.4, lexical limits).
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple, NewType

PackageId = NewType("PackageId", str)
"""Lowercase hex SHA-256 of a package's payload; tests also use free texts such as `-pkgId-`."""

PackageName = NewType("PackageName", str)
PackageVersion = NewType("PackageVersion", str)
"""`1.2.0`: compare with `version_key`, never as text."""

Name = NewType("Name", str)
"""A single identifier: a variable, field, constructor, choice, method or type variable."""

DottedName = NewType("DottedName", str)
"""Identifiers joined by dots: the name of a definition within its module."""

ModuleName = NewType("ModuleName", str)
"""Identifiers joined by dots: the name of a module."""

NAME_LENGTH_MAX: Final = 1000
PACKAGE_ID_LENGTH_MAX: Final = 64
PACKAGE_NAME_LENGTH_MAX: Final = 255
PACKAGE_VERSION_LENGTH_MAX: Final = 255
_INT32_MAX: Final = 2**31 - 1

_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_DOTTED_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*(\.[A-Za-z_$][A-Za-z0-9_$]*)*")
_PACKAGE_ID = re.compile(r"[A-Za-z0-9\-_ ]+")
_PACKAGE_NAME = re.compile(r"[A-Za-z0-9\-_]+")
_PACKAGE_VERSION = re.compile(r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*))*")


class Identifier(NamedTuple):
    """The full name of a definition: package, module, name within the module."""

    package: PackageId
    module: ModuleName
    name: DottedName

    @property
    def qualified_name(self) -> str:
        """`Module:Name`, without the package."""
        return f"{self.module}:{self.name}"

    def __str__(self) -> str:
        return f"{self.package}:{self.module}:{self.name}"


def parse_identifier(text: str) -> Identifier:
    """Reads `package:Module.Name:Definition.Name`.

    Raises:
        ValueError: a part is missing or malformed.
    """
    parts = text.split(":")
    if len(parts) != 3:
        raise ValueError(f"{text!r} is not of the form package:module:name")
    return Identifier(package_id(parts[0]), module_name(parts[1]), dotted_name(parts[2]))


def name(text: str) -> Name:
    """A single identifier.

    Raises:
        ValueError: a character is not allowed or the text is too long.
    """
    return Name(_checked(_NAME, NAME_LENGTH_MAX, text, "an identifier"))


def dotted_name(text: str) -> DottedName:
    """A dotted name of a definition; errors as `name`."""
    return DottedName(_checked(_DOTTED_NAME, NAME_LENGTH_MAX, text, "a dotted name"))


def module_name(text: str) -> ModuleName:
    """A dotted name of a module; errors as `name`."""
    return ModuleName(_checked(_DOTTED_NAME, NAME_LENGTH_MAX, text, "a module name"))


def package_id(text: str) -> PackageId:
    """A package id; errors as `name`."""
    return PackageId(_checked(_PACKAGE_ID, PACKAGE_ID_LENGTH_MAX, text, "a package id"))


def package_name(text: str) -> PackageName:
    """A package name; errors as `name`."""
    return PackageName(_checked(_PACKAGE_NAME, PACKAGE_NAME_LENGTH_MAX, text, "a package name"))


def package_version(text: str) -> PackageVersion:
    """A package version such as `1.0.2`; errors as `name`."""
    checked = _checked(_PACKAGE_VERSION, PACKAGE_VERSION_LENGTH_MAX, text, "a package version")
    if any(len(part) > 10 or int(part) > _INT32_MAX for part in checked.split(".")):
        raise ValueError(f"{text!r} is not a package version: a segment exceeds 32 bits")
    return PackageVersion(checked)


def version_key(version: PackageVersion) -> tuple[int, ...]:
    """What package versions are ordered by: `1.10` comes after `1.9`."""
    return tuple([int(part) for part in version.split(".")])


def _checked(pattern: re.Pattern[str], length_max: int, text: str, what: str) -> str:
    if len(text) > length_max or not pattern.fullmatch(text):
        shown = text if len(text) <= 80 else text[:80] + "..."
        raise ValueError(f"{shown!r} is not {what}")
    return text
