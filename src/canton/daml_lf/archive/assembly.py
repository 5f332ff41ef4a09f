"""From a package's syntax, or its text, to a DAR: the assembler's back half.

Compilers give every template a choice Archive, and clients rely on it, so that it is added where it
is missing. What was assembled is decoded again, which checks that its version allows all of it.
Source: LF sheet 6.1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from canton.daml_lf.archive.dar import Dar, write_dar
from canton.daml_lf.archive.encoding.package import encode_package
from canton.daml_lf.archive.envelope import Archive, build_archive
from canton.daml_lf.archive.stable import stable_archive, stable_package
from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import Name, PackageId
from canton.daml_lf.language.stable import ARCHIVE, STABLE_PACKAGE_IDS


@dataclass(frozen=True, slots=True)
class Assembled:
    """A package that was assembled: its archive, its syntax with its real id, and its DAR."""

    archive: Archive
    package: ast.Package
    dar: Dar
    dar_bytes: bytes


def assemble_package(
    package: ast.Package, dependencies: Iterable[Archive] = (), *, add_archive: bool = True
) -> Assembled:
    """Encodes a package and wraps it as a DAR.

    The DAR contains those of the given archives and of the stable packages that it needs.

    Raises:
        EncodingError: the package cannot be expressed in its version.
        ArchiveError: the package uses what its version does not have.
    """
    whole = with_archive_choices(package) if add_archive else package
    archive = build_archive(encode_package(whole), whole.language_version)
    decoded = archive.decode()
    others = _needed(decoded, tuple(dependencies))
    name = f"{package.metadata.name}-{package.metadata.version}"
    return Assembled(archive, decoded, Dar(archive, others), write_dar(name, archive, others))


def _needed(package: ast.Package, given: tuple[Archive, ...]) -> tuple[Archive, ...]:
    """What the package needs of the given archives and of the stable ones."""
    offered = {archive.package_id: archive for archive in given}
    found: dict[PackageId, Archive] = {}
    pending = [*_mentioned(package)]
    while pending:
        identifier = pending.pop()
        if identifier not in found and identifier in offered:
            found[identifier] = offered[identifier]
            pending.extend(_mentioned(offered[identifier].decode()))
        elif identifier not in found and identifier in STABLE_PACKAGE_IDS:
            found[identifier] = stable_archive(identifier)
            pending.extend(stable_package(identifier).direct_dependencies)
    return tuple([found[item] for item in sorted(found)])


def _mentioned(package: ast.Package) -> frozenset[PackageId]:
    return package.direct_dependencies | frozenset(package.declared_imports or ())


def with_archive_choices(package: ast.Package) -> ast.Package:
    """The package with a choice Archive on every template that has none."""
    modules = {name: _module(module) for name, module in package.modules.items()}
    known: frozenset[PackageId] = package.direct_dependencies
    if any(module.templates for module in modules.values()):
        known |= {ARCHIVE.package}
    return replace(package, modules=modules, direct_dependencies=known)


def _module(module: ast.Module) -> ast.Module:
    templates = {
        name: template if _NAME in template.choices else _with_archive(template)
        for name, template in module.templates.items()
    }
    return replace(module, templates=templates)


_NAME = Name("Archive")


def _with_archive(template: ast.Template) -> ast.Template:
    choice = ast.Choice(
        name=_NAME,
        consuming=True,
        controllers=template.signatories,
        observers=ast.Nil(ast.PARTY),
        authorizers=None,
        self_binder=Name("self"),
        argument_binder=Name("arg"),
        argument_type=ast.TypeCon(ARCHIVE),
        result_type=ast.UNIT_TYPE,
        body=ast.UpdatePure(ast.UNIT_TYPE, ast.UNIT),
    )
    return replace(template, choices={**template.choices, _NAME: choice})
