"""Cycles among modules of a package, and among type synonyms of a module.

Source: Canton 3.6 Daml-LF recursion check (LF sheet 3.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import Identifier
from canton.daml_lf.language.references import identifiers_of
from canton.daml_lf.validation.errors import Fault, Place, ValidationError

_N = TypeVar("_N", bound=str | Identifier)


def check_cycles(package: ast.Package) -> None:
    """Checks modules, and the synonyms of each.

    Raises:
        ValidationError: there is a cycle.
    """
    imports = {
        name: {
            identifier.module
            for identifier in identifiers_of(module)
            if identifier.package == package.id and identifier.module != name
        }
        for name, module in package.modules.items()
    }
    cycle = find_cycle(imports)
    if cycle:
        place = Place(f"package {package.metadata.name}", None)
        raise ValidationError(Fault.IMPORT_CYCLE, " -> ".join(cycle), place)
    for module in package.modules.values():
        _check_synonyms(package, module)


def _check_synonyms(package: ast.Package, module: ast.Module) -> None:
    uses = {
        Identifier(package.id, module.name, name): _synonyms_in(synonym.type)
        for name, synonym in module.synonyms.items()
    }
    cycle = find_cycle(uses)
    if cycle:
        shown = " -> ".join([identifier.qualified_name for identifier in cycle])
        raise ValidationError(Fault.SYNONYM_CYCLE, shown, Place(f"module {module.name}", None))


def _synonyms_in(type_: ast.Type) -> set[Identifier]:
    found: set[Identifier] = set()
    pending = [type_]
    while pending:
        match pending.pop():
            case ast.TypeSyn(identifier, arguments):
                found.add(identifier)
                pending += arguments
            case ast.TypeApp(function, argument):
                pending += (function, argument)
            case ast.TypeForall(_, _, body):
                pending.append(body)
            case ast.TypeStruct(fields):
                pending += [field for _, field in fields]
            case _:
                pass
    return found


def find_cycle(edges: Mapping[_N, set[_N]]) -> list[_N]:
    """Some cycle of a graph, or nothing; edges out of the graph are ignored."""
    done: set[_N] = set()
    for start in edges:
        path: list[_N] = []
        on_path: set[_N] = set()
        pending: list[tuple[_N, bool]] = [(start, True)]
        while pending:
            node, entering = pending.pop()
            if not entering:
                on_path.discard(path.pop())
                done.add(node)
            elif node in on_path:
                return path[path.index(node) :]
            elif node not in done and node in edges:
                path.append(node)
                on_path.add(node)
                pending.append((node, False))
                pending += [(other, True) for other in sorted(edges[node])]
    return []
