"""Checking the packages that are to be vetted, grouped by name and ordered by version.

Utilities are exempt, and so are the early snapshots of the standard library, which by an oversight
of their compilers are none: `early_libraries.txt` lists their ids.
Source: Canton 3.6 package upgrade validator (LF sheet 3.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final

from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import PackageId, PackageName, version_key
from canton.daml_lf.upgrade.check import check_upgrade
from canton.daml_lf.upgrade.errors import (
    DAML_PRIM_NOT_UTILITY_PACKAGE,
    KNOWN_PACKAGE_VERSION,
    NOT_VALID_UPGRADE_PACKAGE,
    UpgradeError,
)
from canton.errors import LedgerError

_LIBRARIES: Final = ("daml-prim", "daml-stdlib")


@cache
def early_libraries() -> frozenset[PackageId]:
    """The ids of the early snapshots of the standard library."""
    text = files(__package__).joinpath("early_libraries.txt").read_text("utf-8")
    return frozenset([PackageId(line) for line in text.split()])


def check_lineages(
    vetted: Iterable[PackageId],
    packages: Mapping[PackageId, ast.Package],
    new: Iterable[PackageId] | None = None,
) -> None:
    """Checks every lineage among the vetted packages that the new ones, or all, are part of.

    A lineage is affected by a new package if the package or one that it depends on is in it.

    Raises:
        LedgerError: two packages of a lineage do not follow each other.
    """
    affected = None if new is None else _names_with_dependencies(new, packages)
    lineages: dict[PackageName, list[ast.Package]] = {}
    for identifier in vetted:
        package = packages.get(identifier)
        if package is not None and (affected is None or package.metadata.name in affected):
            lineages.setdefault(package.metadata.name, []).append(package)
    for name in sorted(lineages):
        _check_lineage(lineages[name], packages)


def _names_with_dependencies(
    new: Iterable[PackageId], packages: Mapping[PackageId, ast.Package]
) -> set[PackageName]:
    seen: set[PackageId] = set()
    pending = list(new)
    while pending:
        identifier = pending.pop()
        if identifier not in seen and identifier in packages:
            seen.add(identifier)
            pending.extend(packages[identifier].direct_dependencies)
    return {packages[identifier].metadata.name for identifier in seen}


def _check_lineage(lineage: list[ast.Package], packages: Mapping[PackageId, ast.Package]) -> None:
    ordered = sorted(lineage, key=lambda item: (version_key(item.metadata.version), item.id))
    for package in ordered:
        if package.metadata.name in _LIBRARIES and not _is_exempt(package):
            raise LedgerError(
                DAML_PRIM_NOT_UTILITY_PACKAGE,
                f"Tried to vet a package {_shown(package)}, but this package is not a utility"
                " package. All packages named daml-prim or daml-stdlib must be utility packages.",
            )
    checked = [package for package in ordered if not _is_exempt(package)]
    for past, present in pairwise(checked):
        if past.metadata.version == present.metadata.version:
            raise LedgerError(
                KNOWN_PACKAGE_VERSION,
                f"Tried to vet two packages with the same name and version: {_shown(past)} and"
                f" {_shown(present)}.",
            )
    for past, present in pairwise(checked):
        try:
            check_upgrade(packages, past, present)
        except UpgradeError as error:
            raise LedgerError(
                NOT_VALID_UPGRADE_PACKAGE,
                f"Upgrade checks indicate that {_shown(present)} cannot be an upgrade of"
                f" {_shown(past)}. Reason: {error}",
                {"rule": error.rule.name},
            ) from error


def _is_exempt(package: ast.Package) -> bool:
    return package.is_utility or package.id in early_libraries()


def _shown(package: ast.Package) -> str:
    return f"{package.id} ({package.metadata.name} v{package.metadata.version})"
