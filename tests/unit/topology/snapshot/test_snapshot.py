"""What holds at a moment."""

from __future__ import annotations

from canton.crypto.key import PROTOCOL_ONLY
from canton.identifiers import MemberKind, PhysicalSynchronizerId
from canton.timestamps import TIMESTAMP_MAX, Timestamp
from canton.topology.mapping.participant import (
    ParticipantPermission,
    ParticipantSynchronizerPermission,
    VettedPackage,
    VettedPackages,
)
from canton.topology.mapping.synchronizer import SynchronizerParametersState
from canton.topology.mapping.upgrade import LsuAnnouncement
from canton.topology.parameters.dynamic import (
    DynamicSynchronizerParameters,
    OnboardingRestriction,
)
from canton.topology.snapshot.snapshot import TopologySnapshot
from canton.topology.state.state import TopologyState


def head(state: TopologyState) -> TopologySnapshot:
    return TopologySnapshot.of_state(state, TIMESTAMP_MAX)


def test_a_change_is_seen_after_its_effective_time(world) -> None:
    state = world.state("p")
    world.accept(state, world.signed(VettedPackages(world.member("p"), (VettedPackage("a"),)), "p"))
    effective = state.rows.newest_effective
    before = TopologySnapshot.of_state(state, effective)
    after = before.at(Timestamp(effective + 1))
    assert list(before.members.vetted_packages(world.member("p"))) == []
    assert list(after.members.vetted_packages(world.member("p"))) == ["a"]


def test_a_snapshot_does_not_change_when_the_state_grows(world) -> None:
    state = world.state("p")
    snapshot = TopologySnapshot.of_state(state, Timestamp(state.rows.newest_effective + 1))
    members = [world.member(name) for name in ("p", "q")]
    assert snapshot.members.known(members) == {members[0]}
    world.accept(state, world.trust_certificate("p", serial=2, remove=True))
    world.accept(state, *world.onboarding("q"))
    assert snapshot.members.known(members) == {members[0]}
    assert head(state).members.known(members) == {members[1]}


def test_the_groups_and_their_members(world) -> None:
    snapshot = head(world.state())
    (group,) = snapshot.mediator_groups()
    sequencers = snapshot.sequencer_group()
    assert sequencers is not None
    sequencer = world.member("sequencer", MemberKind.SEQUENCER)
    mediator = world.member("mediator", MemberKind.MEDIATOR)
    assert (group.group, group.active, sequencers.active) == (0, (mediator,), (sequencer,))
    for member in (sequencer, mediator):
        assert snapshot.members.is_known(member)
        assert snapshot.members.is_active(member)
    stranger = world.member("sequencer", MemberKind.MEDIATOR)
    assert not snapshot.members.is_known(stranger)


def test_the_keys_of_a_member(world) -> None:
    members = head(world.state("p")).members
    _, protocol, encryption = world.member_keys("p")
    assert members.signing_keys(world.member("p"), PROTOCOL_ONLY) == (protocol.public,)
    assert members.encryption_key(world.member("p")) == encryption.public
    assert members.encryption_key(world.member("sequencer", MemberKind.SEQUENCER)) is None
    assert members.keys(world.member("p", MemberKind.MEDIATOR)) is None


def test_parameters_and_their_validity(world) -> None:
    state = world.state()
    assert head(state).dynamic_parameters == DynamicSynchronizerParameters()
    first_until = Timestamp(state.rows.newest_effective + 1)
    changed = DynamicSynchronizerParameters(max_request_size=5)
    mapping = SynchronizerParametersState(world.synchronizer.logical, changed)
    world.accept(state, world.by_owners(mapping, serial=2))
    found = head(state).dynamic_parameters_with_validity()
    assert found is not None
    assert found.parameters == changed
    assert found.valid_from == state.rows.newest_effective
    assert found.valid_until is None
    assert TopologySnapshot.of_state(state, first_until).dynamic_parameters != changed


def test_participants_have_the_synchronizers_permission(world) -> None:
    state = world.state("p", "q")
    permission = ParticipantSynchronizerPermission(
        world.synchronizer.logical, world.member("p"), ParticipantPermission.OBSERVATION, 9
    )
    world.accept(state, world.by_owners(permission))
    participants = head(state).members.participants()
    assert participants.keys() == {world.member("p"), world.member("q")}
    limited = participants[world.member("p")]
    assert limited.permission is ParticipantPermission.OBSERVATION
    assert limited.confirmation_requests_max_rate == 9
    assert not limited.can_confirm


def test_on_a_restricted_synchronizer_only_those_with_a_permission_are_active(world) -> None:
    state = world.state("p", "q")
    world.accept(
        state,
        world.by_owners(
            ParticipantSynchronizerPermission(world.synchronizer.logical, world.member("p"))
        ),
        world.by_owners(
            SynchronizerParametersState(
                world.synchronizer.logical,
                DynamicSynchronizerParameters(
                    onboarding_restriction=OnboardingRestriction.RESTRICTED_OPEN
                ),
            ),
            serial=2,
        ),
    )
    members = head(state).members
    assert members.is_active(world.member("p"))
    assert not members.is_active(world.member("q"))
    assert members.is_known(world.member("q"))


def test_an_upgrade_lies_ahead_of_this_synchronizer_only(world) -> None:
    state = world.state()
    assert head(state).announced_upgrade() is None
    announcement = LsuAnnouncement(
        PhysicalSynchronizerId(world.synchronizer.logical, 35, 1),
        Timestamp(world.now + 60_000_000),
    )
    world.accept(state, world.by_owners(announcement))
    assert head(state).announced_upgrade() == announcement
    successor = TopologyState(announcement.successor, state.static_parameters, state.rows)
    assert head(successor).announced_upgrade() is None
