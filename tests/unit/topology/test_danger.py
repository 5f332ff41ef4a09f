"""Which changes must be forced, and with which flag."""

from __future__ import annotations

import pytest

from canton.identifiers import PhysicalSynchronizerId
from canton.timestamps import Timestamp, micros
from canton.topology.danger import DangerName, ForceFlag, find_danger
from canton.topology.mapping.key import PartyToKeyMapping
from canton.topology.mapping.participant import ParticipantPermission, VettedPackages
from canton.topology.mapping.synchronizer import SynchronizerParametersState
from canton.topology.mapping.upgrade import LsuAnnouncement
from canton.topology.parameters.dynamic import DynamicSynchronizerParameters

SUBMISSION = ParticipantPermission.SUBMISSION


def parameters(world, **changes) -> SynchronizerParametersState:
    return SynchronizerParametersState(
        world.synchronizer.logical, DynamicSynchronizerParameters(**changes)
    )


@pytest.mark.parametrize(
    ("mapping", "name", "flag"),
    [
        (
            lambda world: VettedPackages(world.member("other"), ()),
            DangerName.ALIEN_MEMBER,
            ForceFlag.ALIEN_MEMBER,
        ),
        (
            lambda world: parameters(world, mediator_reaction_timeout=micros(seconds=301)),
            DangerName.VALUE_OUT_OF_BOUNDS,
            ForceFlag.ALLOW_OUT_OF_BOUNDS_VALUE,
        ),
        (
            lambda world: parameters(
                world,
                preparation_time_record_time_tolerance=micros(seconds=90_000),
                mediator_deduplication_timeout=micros(seconds=180_000),
            ),
            DangerName.PREPARATION_TIME_TOLERANCE_INCREASE,
            ForceFlag.PREPARATION_TIME_RECORD_TIME_TOLERANCE_INCREASE,
        ),
        (
            lambda world: world.party(world.uid("alice"), [("p", SUBMISSION)], threshold=2),
            DangerName.CONFIRMING_THRESHOLD_UNREACHABLE,
            ForceFlag.ALLOW_CONFIRMING_THRESHOLD_CANNOT_BE_MET,
        ),
        (
            lambda world: PartyToKeyMapping(
                world.uid("alice"), world.signing_keys(world.key("k"), threshold=2)
            ),
            DangerName.SIGNING_THRESHOLD_UNREACHABLE,
            None,
        ),
        (
            lambda world: LsuAnnouncement(
                PhysicalSynchronizerId(world.synchronizer.logical, 34, 0), Timestamp(1)
            ),
            DangerName.INVALID_SUCCESSOR,
            None,
        ),
    ],
)
def test_a_danger_is_named_unless_its_flag_permits_it(world, mapping, name, flag) -> None:
    rows = world.state("p").rows
    signed = world.signed(mapping(world), "p")
    danger = find_danger(signed, world.uid("p"), rows, frozenset(), world.synchronizer)
    assert danger is not None
    assert (danger.name, danger.permitted_by) == (name, flag)
    everything_else = frozenset(ForceFlag) - {flag}
    assert find_danger(signed, world.uid("p"), rows, everything_else, world.synchronizer) == danger
    if flag is not None:
        forced = frozenset({flag})
        assert find_danger(signed, world.uid("p"), rows, forced, world.synchronizer) is None


def test_everyday_changes_are_no_danger(world) -> None:
    rows = world.state("p").rows
    for signed in (*world.onboarding("p"), world.by_owners(parameters(world))):
        assert find_danger(signed, world.uid("p"), rows, frozenset()) is None
