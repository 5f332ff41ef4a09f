"""The and/or expressions of required authorization."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from canton.identifiers import Fingerprint
from canton.topology.authorization.requirement import (
    NOBODY,
    AllOf,
    AnyOf,
    Authorizers,
    Requirement,
    all_of,
    missing,
    namespaces,
    referenced,
)

A, B, C = (Fingerprint(name) for name in "ABC")
names = st.sets(st.sampled_from([A, B, C])).map(frozenset)
authorizers = st.builds(Authorizers, names, names)


def requirements() -> st.SearchStrategy[Requirement]:
    return st.recursive(
        authorizers,
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: AllOf(tuple(parts))),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
        ),
        max_leaves=6,
    )


def test_all_parts_are_needed_or_one_alternative() -> None:
    both = all_of([namespaces(A), namespaces(B)])
    either = AnyOf((namespaces(A), namespaces(B)))
    assert missing(both, namespaces(A)) == namespaces(B)
    assert missing(either, namespaces(A)) == NOBODY
    assert missing(either, namespaces(C)) == namespaces(B)
    assert missing(all_of([either, namespaces(C)]), namespaces(B)) == namespaces(C)


@given(requirements())
def test_everyone_who_is_named_satisfies(requirement: Requirement) -> None:
    assert not missing(requirement, referenced(requirement))


@given(requirements(), authorizers, authorizers)
def test_more_signers_never_hurt(
    requirement: Requirement, some: Authorizers, more: Authorizers
) -> None:
    if not missing(requirement, some):
        assert not missing(requirement, some | more)


@given(requirements(), authorizers)
def test_only_named_signers_are_missing(requirement: Requirement, present: Authorizers) -> None:
    assert not missing(requirement, present) - referenced(requirement)
