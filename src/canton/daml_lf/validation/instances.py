"""How many types the values of a package are made of, with all type parameters replaced.

A type may contain itself with larger arguments (`Nest a` holds a `Nest (Pair a a)`), and a few
definitions may stand for astronomically many types. Values are read and written by what is prepared
for each type beforehand, so that a package must not have more of them than can be visited. This
rule is ours: the original meets such types one level at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from canton.daml_lf.language import ast
from canton.daml_lf.language.builtin import BuiltinType
from canton.daml_lf.language.reference import Identifier
from canton.daml_lf.validation.errors import Fault, Place, ValidationError
from canton.daml_lf.validation.typing.substitution import substitute
from canton.daml_lf.validation.world import World

NODES_MAX: Final = 1_000_000
"""Nodes of types to visit for one package; the largest public one has a hundredth of that."""

_APPLICATION: Final = "@"


def check_instances(world: World, package: ast.Package) -> None:
    """Visits all types that values of the package's templates, choices, keys and views hold.

    The package must be well-typed and its types serializable.

    Raises:
        ValidationError: they are too many, or too large.
    """
    walk = _Walk(world)
    for module in package.modules.values():
        for place, type_ in _stored(package, module):
            walk.take(place, type_)


def _stored(package: ast.Package, module: ast.Module) -> Iterator[tuple[Place, ast.Type]]:
    for name, template in module.templates.items():
        identifier = Identifier(package.id, module.name, name)
        place = Place("template", identifier, "types of its values")
        yield place, ast.TypeCon(identifier)
        for choice in template.choices.values():
            yield place, choice.argument_type
            yield place, choice.result_type
        if template.key is not None:
            yield place, template.key.type
    for name in module.exceptions:
        identifier = Identifier(package.id, module.name, name)
        yield Place("exception", identifier, "types of its values"), ast.TypeCon(identifier)
    for name, interface in module.interfaces.items():
        identifier = Identifier(package.id, module.name, name)
        place = Place("interface", identifier, "types of its values")
        for choice in interface.choices.values():
            yield place, choice.argument_type
            yield place, choice.result_type
        yield place, interface.view


class _Walk:
    """Visits each type once, and counts the nodes of all."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._seen: set[tuple[object, ...]] = set()
        self._left = NODES_MAX
        self._place = Place("package", None)

    def take(self, place: Place, type_: ast.Type) -> None:
        """A closed type, and all that its values may hold."""
        self._place = place
        pending = [type_]
        while pending:
            current = pending.pop()
            key = self._key(current)
            if key not in self._seen:
                self._seen.add(key)
                pending += self._parts(current)

    def _spend(self) -> None:
        self._left -= 1
        if self._left < 0:
            detail = f"its values may hold types of more than {NODES_MAX} parts"
            raise ValidationError(Fault.TOO_COMPLEX, detail, self._place)

    def _key(self, type_: ast.Type) -> tuple[object, ...]:
        """The type in prefix notation: hashing the type itself would recurse, and count nothing."""
        words: list[object] = []
        pending = [type_]
        while pending:
            self._spend()
            current = pending.pop()
            if isinstance(current, ast.TypeApp):
                words.append(_APPLICATION)
                pending += (current.argument, current.function)
            else:
                words.append(current)
        return tuple(words)

    def _parts(self, type_: ast.Type) -> list[ast.Type]:
        head, arguments = ast.type_head(type_)
        match head:
            case ast.TypeBuiltin(BuiltinType.CONTRACT_ID):
                return []
            case ast.TypeBuiltin():
                return [each for each in arguments if not isinstance(each, ast.TypeNat)]
            case ast.TypeCon(identifier):
                data_type = self._world.data_type(identifier)
                parameters = [name for name, _ in data_type.parameters]
                bound = dict(zip(parameters, arguments, strict=True))
                return [substitute(bound, each, self._spend) for each in _held(data_type)]
            case _:
                raise AssertionError("a serializable type has no such head")


def _held(data_type: ast.DataType) -> list[ast.Type]:
    match data_type.cons:
        case ast.DataRecord(fields):
            return [type_ for _, type_ in fields]
        case ast.DataVariant(constructors):
            return [type_ for _, type_ in constructors]
        case _:
            return []
