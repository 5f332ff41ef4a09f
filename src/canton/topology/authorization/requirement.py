"""Whose authorization a topology change needs, as a small and/or expression.

Source: Canton 3.6 TopologyMapping.RequiredAuth.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from canton.identifiers import Fingerprint


@dataclass(frozen=True, slots=True)
class Authorizers:
    """Namespaces, and single keys that must prove that their owner holds them."""

    namespaces: frozenset[Fingerprint] = frozenset()
    keys: frozenset[Fingerprint] = frozenset()

    def __or__(self, other: Authorizers) -> Authorizers:
        return Authorizers(self.namespaces | other.namespaces, self.keys | other.keys)

    def __sub__(self, other: Authorizers) -> Authorizers:
        return Authorizers(self.namespaces - other.namespaces, self.keys - other.keys)

    def __bool__(self) -> bool:
        return bool(self.namespaces or self.keys)


NOBODY = Authorizers()


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must be satisfied."""

    parts: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part is enough."""

    parts: tuple[Requirement, ...]


Requirement = Authorizers | AllOf | AnyOf
"""What must sign: `Authorizers` asks for every one of its members."""


def namespaces(*required: Fingerprint) -> Authorizers:
    """The requirement that all these namespaces authorize."""
    return Authorizers(frozenset(required))


def all_of(parts: Iterable[Requirement]) -> Requirement:
    """The requirement that all parts be satisfied; plain parts are merged into one."""
    plain = NOBODY
    others: list[Requirement] = []
    for part in parts:
        if isinstance(part, Authorizers):
            plain |= part
        else:
            others.append(part)
    if not others:
        return plain
    return AllOf((plain, *others)) if plain else AllOf(tuple(others))


def missing(requirement: Requirement, present: Authorizers) -> Authorizers:
    """What `present` lacks; empty where the requirement is satisfied."""
    match requirement:
        case Authorizers():
            return requirement - present
        case AllOf(parts):
            return referenced_union(missing(part, present) for part in parts)
        case AnyOf(parts):
            # Of several unmet alternatives the last one is reported, as the original does.
            last = NOBODY
            for part in parts:
                last = missing(part, present)
                if not last:
                    return NOBODY
            return last


def referenced(requirement: Requirement) -> Authorizers:
    """Everyone that the requirement names, alternatives included."""
    match requirement:
        case Authorizers():
            return requirement
        case AllOf(parts) | AnyOf(parts):
            return referenced_union(referenced(part) for part in parts)


def referenced_union(parts: Iterable[Authorizers]) -> Authorizers:
    """The union of several sets of authorizers."""
    union = NOBODY
    for part in parts:
        union |= part
    return union
