"""The checks of a node's own changes."""

from __future__ import annotations

from canton.identifiers import MemberKind
from canton.topology.mapping.synchronizer import MediatorSynchronizerState
from canton.topology.rejection import RejectionName


def test_a_mediator_that_left_is_not_brought_back_by_its_own_operator(world) -> None:
    state = world.state()
    world.accept(state, world.root("m2"), world.owner_to_keys("m2", MemberKind.MEDIATOR))
    first, second = (world.member(name, MemberKind.MEDIATOR) for name in ("mediator", "m2"))

    def group(serial: int, *members):
        mapping = MediatorSynchronizerState(world.synchronizer.logical, 0, 1, members)
        return world.by_owners(mapping, serial=serial)

    world.accept(state, group(2, second))
    back = group(3, first, second)
    (outcome,) = state.validate([back], expect_full_authorization=True)
    assert outcome.rejection is not None
    assert outcome.rejection.name is RejectionName.MEMBERS_CANNOT_REJOIN_SYNCHRONIZER
    world.accept(state, back)
