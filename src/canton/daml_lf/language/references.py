"""Which names and packages a piece of syntax mentions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import Identifier, PackageId


def identifiers_of(syntax: object) -> Iterator[Identifier]:
    """Every full name that occurs, in no particular order, as often as it occurs."""
    pending = [syntax]
    while pending:
        item = pending.pop()
        if isinstance(item, Identifier):
            yield item
        elif isinstance(item, tuple | list):
            pending.extend(item)
        elif isinstance(item, Mapping):
            pending.extend(item.keys())
            pending.extend(item.values())
        elif not isinstance(item, ast.Location) and hasattr(item, "__dataclass_fields__"):
            # Locations are comments: what they mention is no dependency.
            pending.extend([getattr(item, slot) for slot in item.__dataclass_fields__])


def package_ids_of(syntax: object) -> frozenset[PackageId]:
    """The packages of all full names that occur."""
    return frozenset([identifier.package for identifier in identifiers_of(syntax)])
