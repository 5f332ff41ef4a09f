"""Looking into DARs, validating them, checking upgrades, and printing packages as text.

Each function takes the bytes of DARs and answers with text; errors are `LedgerError`s.
Source: LF sheet 1.1, 3.2.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict

from canton.daml_lf.archive.dar import Dar, read_dar
from canton.daml_lf.archive.errors import ArchiveError
from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import PackageId, PackageVersion, version_key
from canton.daml_lf.language.stable import STABLE_PACKAGE_IDS
from canton.daml_lf.language.version import STABLE_VERSIONS, LanguageVersion
from canton.daml_lf.text.printer import print_module, print_package
from canton.daml_lf.tools.contents import Choice, PackageContents, contents
from canton.daml_lf.upgrade.lineage import check_lineages
from canton.daml_lf.validation.dar import check_dar


def inspect_dar(data: bytes, *, show_stable: bool = False) -> str:
    """What is in a DAR: its packages, and the templates and interfaces of the main one.

    Stable packages, which all DARs share, are only counted unless asked for.

    Raises:
        LedgerError: the DAR cannot be read.
    """
    packages = _contents(data)
    lines = [f"main package {packages[0].title}", *_definitions(packages[0]), "packages"]
    shown = [each for each in packages if show_stable or not each.is_stable]
    for each in shown:
        lines.append(f"  {each.title}, {each.size} bytes{', stable' if each.is_stable else ''}")
    if len(shown) < len(packages):
        lines.append(f"  and {len(packages) - len(shown)} stable packages")
    return "\n".join(lines) + "\n"


def inspect_dar_as_json(data: bytes) -> str:
    """The same for programs, and of all packages: one JSON object on a line, main package first.

    Raises:
        LedgerError: the DAR cannot be read.
    """
    packages = [asdict(each) for each in _contents(data)]
    return json.dumps({"main": packages[0]["package_id"], "packages": packages}) + "\n"


def _contents(data: bytes) -> list[PackageContents]:
    dar = read_dar(data)
    return contents(dar, dar.decode())


def _definitions(package: PackageContents) -> Iterator[str]:
    for template in package.templates:
        yield f"  template {template.name}{' with key' if template.has_key else ''}"
        yield from map(_choice, template.choices)
        for interface in template.implements:
            yield f"    implements {interface}"
    for each in package.interfaces:
        yield f"  interface {each.name}"
        yield from map(_choice, each.choices)


def _choice(choice: Choice) -> str:
    return f"    choice {choice.name}{'' if choice.is_consuming else ' (non-consuming)'}"


def validate_dar(data: bytes, *, allowed: Collection[LanguageVersion] = STABLE_VERSIONS) -> str:
    """One line that says that the DAR is valid.

    Raises:
        LedgerError: the DAR cannot be read or is not valid; the error says where and why.
    """
    dar = read_dar(data)
    packages = dar.decode()
    check_dar(dar.main.package_id, packages, allowed=allowed)
    main = contents(dar, packages)[0]
    return f"{main.title} is valid; packages: {len(packages)}\n"


def check_upgrades(dars: Mapping[str, bytes]) -> str:
    """One line per package name that says which of its versions follow each other.

    Raises:
        LedgerError: a DAR, which the error calls by its name, cannot be read, or a package is no
            valid upgrade of another.
    """
    packages: dict[PackageId, ast.Package] = {}
    for name, data in dars.items():
        try:
            for archive in read_dar(data).all:
                # Versions share most of what they depend on.
                if archive.package_id not in packages:
                    packages[archive.package_id] = archive.decode()
        except ArchiveError as error:
            raise ArchiveError(error.code, f"{name}: {error.cause}", error.context) from error
    check_lineages(packages, packages)
    lineages: dict[str, list[PackageVersion]] = {}
    for package in packages.values():
        if not package.is_utility and package.id not in STABLE_PACKAGE_IDS:
            lineages.setdefault(package.metadata.name, []).append(package.metadata.version)
    lines = []
    for name, versions in sorted(lineages.items()):
        ordered = sorted(versions, key=version_key)
        lines.append(f"{name}: {', '.join(ordered)}\n")
    return "".join(lines)


def print_lf(data: bytes, package: str | None = None, module: str | None = None) -> str:
    """The text of a package of a DAR, or of one of its modules; the main package by default.

    The package may be named by id or by name.

    Raises:
        LedgerError: the DAR cannot be read.
        ValueError: there is no such package or module.
    """
    chosen = _choose(read_dar(data), package)
    if module is None:
        return print_package(chosen)
    for name, definition in chosen.modules.items():
        if name == module:
            return print_module(definition, chosen.id)
    raise ValueError(f"package {chosen.metadata.name} has no module {module}")


def _choose(dar: Dar, package: str | None) -> ast.Package:
    if package is None:
        return dar.main.decode()
    for archive in dar.all:
        if archive.package_id == package:
            return archive.decode()
    for archive in dar.all:
        decoded = archive.decode()
        if decoded.metadata.name == package:
            return decoded
    raise ValueError(f"the DAR has no package {package}")
