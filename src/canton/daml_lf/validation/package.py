"""All checks of a package, in the original's order, and one of ours (`instances`) at the end.

Source: Canton 3.6 Daml-LF validation (LF sheet 3.1).
"""

from __future__ import annotations

from canton.daml_lf.language import ast
from canton.daml_lf.language.recursion import room_for_deep_trees
from canton.daml_lf.validation.collision import check_collisions
from canton.daml_lf.validation.cycles import check_cycles
from canton.daml_lf.validation.errors import Fault, Place, ValidationError
from canton.daml_lf.validation.instances import check_instances
from canton.daml_lf.validation.serializability import check_serializability
from canton.daml_lf.validation.typing.definitions import check_types
from canton.daml_lf.validation.world import UnknownName, World


def check_package(world: World, package: ast.Package) -> None:
    """Checks one package; the world must hold it and its dependencies.

    Raises:
        ValidationError: the first thing that is wrong with it.
    """
    with room_for_deep_trees():
        check_collisions(package)
        check_cycles(package)
        _check_dependencies(world, package)
        for module in package.modules.values():
            check_types(world, package, module)
            check_serializability(world, package, module)
        check_instances(world, package)


def _check_dependencies(world: World, package: ast.Package) -> None:
    place = Place(f"package {package.metadata.name}", None)
    for identifier in sorted(package.direct_dependencies):
        try:
            dependency = world.package(identifier)
        except UnknownName as error:
            raise ValidationError(Fault.UNKNOWN_DEFINITION, str(error), place) from error
        if package.language_version < dependency.language_version:
            detail = (
                f"version {package.language_version} depends on {identifier} "
                f"of version {dependency.language_version}"
            )
            raise ValidationError(Fault.DEPENDENCY_VERSION, detail, place)
