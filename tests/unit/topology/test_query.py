"""Rows by what the admin API may ask for."""

from __future__ import annotations

import pytest

from canton.timestamps import Timestamp
from canton.topology.mapping.code import MappingCode
from canton.topology.mapping.participant import (
    ParticipantPermission,
    VettedPackage,
    VettedPackages,
)
from canton.topology.query import HeadState, SnapshotTime, TimeRange, TopologyQuery
from canton.topology.transaction import Operation

VETTED = frozenset({MappingCode.VETTED_PACKAGES})


@pytest.fixture
def rows(world):
    """Vetting of `p` changed once, a pending change of it, and a refused one."""
    state = world.state("p")
    for serial, package in ((1, "a"), (2, "b")):
        mapping = VettedPackages(world.member("p"), (VettedPackage(package),))
        world.accept(state, world.signed(mapping, "p", serial=serial))
    alice = world.party(world.uid("alice"), [("p", ParticipantPermission.SUBMISSION)])
    world.accept(state, world.root("alice"), world.signed(alice, "p", proposal=True))
    assert world.reject(state, world.root("p", serial=7)) is not None
    return state.rows


def vetted(rows, time) -> list[int]:
    query = TopologyQuery(time, codes=VETTED)
    return [row.transaction.serial for row in query.select(rows)]


def test_times(rows) -> None:
    first, second = (row for row in rows if row.mapping.code is MappingCode.VETTED_PACKAGES)
    change = second.valid_from
    assert vetted(rows, HeadState()) == [2]
    assert vetted(rows, HeadState(change)) == [1]
    assert vetted(rows, SnapshotTime(Timestamp(change + 1))) == [2]
    assert vetted(rows, SnapshotTime(first.valid_from)) == []
    assert vetted(rows, TimeRange()) == [1, 2]
    assert vetted(rows, TimeRange(start=change)) == [2]
    assert vetted(rows, TimeRange(end=Timestamp(change - 1))) == [1]


def test_proposals_are_asked_for_apart(rows) -> None:
    (proposal,) = TopologyQuery(proposals=True).select(rows)
    assert proposal.mapping.code is MappingCode.PARTY_TO_PARTICIPANT
    assert all(not row.is_proposal for row in TopologyQuery().select(rows))


def test_names_signers_and_operations(world, rows) -> None:
    def count(query: TopologyQuery) -> int:
        return len(list(query.select(rows)))

    everything = TopologyQuery(TimeRange())
    assert count(everything.named("p")) == 4
    assert count(everything.named(str(world.uid("p")))) == 4
    assert count(everything.named(f"p::{world.namespace('q')}")) == 0
    assert count(everything.named(f"::{world.namespace('p')}")) == 5
    assert count(TopologyQuery(TimeRange(), signed_by=world.namespace("p")[:20])) == 5
    assert count(TopologyQuery(operation=Operation.REMOVE)) == 0
