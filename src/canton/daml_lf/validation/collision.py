"""Names that differ only in case, or not at all, once they are fully spelled out.

The only names that may collide are a constructor V of a variant T and a record type T.V in the same
module, which is how compilers give constructors fields with names.
Source: Canton 3.6 Daml-LF collision check (LF sheet 3.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import ModuleName
from canton.daml_lf.validation.errors import Fault, Place, ValidationError


@dataclass(frozen=True, slots=True)
class _Entity:
    """Something with a name; `owner` and `name` together are its name within the module."""

    kind: str
    module: ModuleName
    owner: str
    name: str

    @property
    def resolved(self) -> str:
        """The name by which it collides."""
        parts = [part for part in (self.module, self.owner, self.name) if part]
        return ".".join(parts).upper()

    def __str__(self) -> str:
        local = ".".join([part for part in (self.owner, self.name) if part])
        return f"{self.kind} {self.module}:{local}" if local else f"{self.kind} {self.module}"


def check_collisions(package: ast.Package) -> None:
    """Checks all names of a package.

    Raises:
        ValidationError: two of them collide.
    """
    seen: dict[str, list[_Entity]] = {}
    for module in package.modules.values():
        for entity in _entities(module):
            others = seen.setdefault(entity.resolved, [])
            for other in others:
                if not _may_collide(entity, other) and not _may_collide(other, entity):
                    place = Place(f"package {package.metadata.name}", None)
                    raise ValidationError(Fault.COLLISION, f"{other} and {entity}", place)
            others.append(entity)


def _may_collide(constructor: _Entity, record: _Entity) -> bool:
    return (
        constructor.kind == "variant constructor"
        and record.kind == "record"
        and constructor.module == record.module
        and f"{constructor.owner}.{constructor.name}" == record.name
    )


def _entities(module: ast.Module) -> Iterator[_Entity]:
    yield _Entity("module", module.name, "", "")
    for name, data_type in module.data_types.items():
        match data_type.cons:
            case ast.DataRecord(fields):
                yield _Entity("record", module.name, "", name)
                for field, _ in fields:
                    yield _Entity("record field", module.name, name, field)
            case ast.DataVariant(constructors):
                yield _Entity("variant", module.name, "", name)
                for constructor, _ in constructors:
                    yield _Entity("variant constructor", module.name, name, constructor)
            case ast.DataEnum(names):
                yield _Entity("enum", module.name, "", name)
                for constructor in names:
                    yield _Entity("enum constructor", module.name, name, constructor)
            case ast.DataInterface():
                yield _Entity("interface", module.name, "", name)
    for name in module.synonyms:
        yield _Entity("type synonym", module.name, "", name)
    for name, template in module.templates.items():
        for choice in template.choices:
            yield _Entity("template choice", module.name, name, choice)
    for name, interface in module.interfaces.items():
        for choice in interface.choices:
            yield _Entity("interface choice", module.name, name, choice)
