"""Whether the packages of a DAR may be loaded: versions, completeness, and each package.

The first error wins, in the original's order.
Source: Canton 3.6 engine `validateDar` (LF sheet 1.1).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from canton.daml_lf.archive.errors import (
    ALLOWED_LANGUAGE_VERSIONS,
    DAR_DEPENDENCIES_NOT_VALID,
    DAR_VALIDATION_ERROR,
    ArchiveError,
)
from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import PackageId
from canton.daml_lf.language.stable import STABLE_PACKAGE_IDS
from canton.daml_lf.language.version import STABLE_VERSIONS, LanguageVersion
from canton.daml_lf.validation.errors import ValidationError
from canton.daml_lf.validation.package import check_package
from canton.daml_lf.validation.world import World


def check_dar(
    main: PackageId,
    packages: Mapping[PackageId, ast.Package],
    *,
    allowed: Collection[LanguageVersion] = STABLE_VERSIONS,
    trusted: Collection[PackageId] = (),
) -> None:
    """Checks the packages of a DAR; `trusted` ones were checked before.

    Raises:
        ArchiveError: `ALLOWED_LANGUAGE_VERSIONS`, `DAR_DEPENDENCIES_NOT_VALID` or
            `DAR_VALIDATION_ERROR`, with the reason.
    """
    for package in packages.values():
        if package.id not in STABLE_PACKAGE_IDS and package.language_version not in allowed:
            raise _version_error(package, allowed)
    check_completeness(main, packages)
    world = World(packages)
    for package in packages.values():
        if package.id not in trusted:
            try:
                check_package(world, package)
            except ValidationError as error:
                context = {"validationError": str(error), "packageId": package.id}
                raise ArchiveError(
                    DAR_VALIDATION_ERROR, "Package validation failed.", context
                ) from error


def _version_error(package: ast.Package, allowed: Collection[LanguageVersion]) -> ArchiveError:
    shown = ", ".join([str(version) for version in sorted(allowed)])
    return ArchiveError(
        ALLOWED_LANGUAGE_VERSIONS,
        f"Disallowed language version in package {package.id}: "
        f"Expected version in {shown} but got {package.language_version}",
        {"packageId": package.id, "languageVersion": str(package.language_version)},
    )


def check_completeness(main: PackageId, packages: Mapping[PackageId, ast.Package]) -> None:
    """The packages must be exactly those that the main one needs; stable ones do not count.

    Raises:
        ArchiveError: some are missing, or some are not needed.
    """
    needed: set[PackageId] = set()
    pending = [main]
    while pending:
        identifier = pending.pop()
        if identifier not in needed:
            needed.add(identifier)
            if identifier in packages:
                pending.extend(imports_of(packages[identifier]))
    missing = needed - packages.keys() - STABLE_PACKAGE_IDS
    extra = packages.keys() - needed - STABLE_PACKAGE_IDS
    if missing or extra:
        raise ArchiveError(
            DAR_DEPENDENCIES_NOT_VALID,
            "The set of packages in the dar is not self-consistent and is missing dependencies or"
            " has extra dependencies",
            {
                "mainPackageId": main,
                "missingDependencies": f"Set({', '.join(sorted(missing))})",
                "extraDependencies": f"Set({', '.join(sorted(extra))})",
            },
        )


def imports_of(package: ast.Package) -> frozenset[PackageId]:
    """The packages that a package says it imports, or mentions where it says nothing."""
    if package.declared_imports is not None:
        return frozenset(package.declared_imports)
    return package.direct_dependencies - STABLE_PACKAGE_IDS
