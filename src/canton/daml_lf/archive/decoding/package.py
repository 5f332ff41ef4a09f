"""Decoding a whole package of Daml-LF 2.

Source: LF sheet 1.4.
"""

from __future__ import annotations

from canton.daml_lf.archive.decoding import shapes
from canton.daml_lf.archive.decoding.modules import read_module
from canton.daml_lf.archive.decoding.tables import Tables
from canton.daml_lf.archive.errors import parse_error
from canton.daml_lf.archive.wire import Fields, WireError, read_message
from canton.daml_lf.language import ast, reference
from canton.daml_lf.language.recursion import room_for_deep_trees
from canton.daml_lf.language.reference import ModuleName, PackageId
from canton.daml_lf.language.version import LanguageVersion


def decode_package(data: bytes, package: PackageId, version: LanguageVersion) -> ast.Package:
    """The syntax of a package from the bytes of its message.

    Raises:
        ArchiveError: the bytes are not a package of that version.
    """
    try:
        with room_for_deep_trees():
            return _package(data, package, version)
    except (WireError, ValueError) as error:
        raise parse_error(str(error)) from error


def _package(data: bytes, package: PackageId, version: LanguageVersion) -> ast.Package:
    fields = read_message(data, shapes.PACKAGE)
    if 4 not in fields:
        raise WireError("the package has no metadata")
    tables = Tables(package, version, fields)
    metadata = _metadata(tables, fields[4])
    modules: dict[ModuleName, ast.Module] = {}
    nodes = 0
    for item in fields.get(1, []):
        module, nodes = read_module(tables, fields.get(7, []), item, nodes)
        if module.name in modules:
            raise WireError(f"module {module.name} is defined twice")
        modules[module.name] = module
    return ast.Package(
        id=package,
        language_version=version,
        metadata=metadata,
        modules=modules,
        direct_dependencies=frozenset(tables.dependencies),
        declared_imports=tables.imports,
        no_imports_reason=tables.no_imports_reason,
    )


def _metadata(tables: Tables, data: bytes) -> ast.PackageMetadata:
    fields: Fields = read_message(data, shapes.PACKAGE_METADATA)
    upgraded: PackageId | None = None
    if 3 in fields:
        index = read_message(fields[3], shapes.UPGRADED_PACKAGE_ID).get(1, 0)
        upgraded = tables.package_id(index)
    return ast.PackageMetadata(
        name=reference.package_name(tables.string(fields.get(1, 0))),
        version=reference.package_version(tables.string(fields.get(2, 0))),
        upgraded_package_id=upgraded,
    )
