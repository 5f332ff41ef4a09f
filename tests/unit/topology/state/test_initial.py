"""What a new member is given, and the check of it."""

from __future__ import annotations

from dataclasses import replace

from canton.errors import Rejection
from canton.identifiers import MemberKind
from canton.topology.mapping.participant import VettedPackage, VettedPackages
from canton.topology.mapping.synchronizer import MediatorSynchronizerState
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.topology.state.initial import initial_rows, onboarding_time, replay
from canton.topology.stored import INITIAL_TOPOLOGY_TIME


def vetting(world, serial: int, package: str):
    mapping = VettedPackages(world.member("p"), (VettedPackage(package),))
    return world.signed(mapping, "p", serial=serial)


def test_a_member_starts_from_its_admission(world) -> None:
    state = world.state("p")
    assert onboarding_time(state.rows, world.member("q")) is None
    assert initial_rows(state.rows, world.member("q")) is None
    founded = onboarding_time(state.rows, world.member("mediator", MemberKind.MEDIATOR))
    assert founded == INITIAL_TOPOLOGY_TIME
    world.accept(state, *world.onboarding("q"))
    assert onboarding_time(state.rows, world.member("q")) == state.rows.newest_effective
    assert initial_rows(state.rows, world.member("q")) == list(state.rows)


def test_what_is_sequenced_before_the_admission_is_effective_comes_along(world) -> None:
    state = world.state("p")
    world.accept(state, *world.onboarding("q"))
    admitted = state.rows.newest_effective
    count = len(state.rows)
    # Sequenced before the admission of `q` is effective: `q` will not be sent this event.
    state.apply([vetting(world, 1, "a")], admitted, admitted + 250_000)
    state.apply([vetting(world, 2, "b")], admitted + 1, admitted + 250_001)
    rows = initial_rows(state.rows, world.member("q"))
    assert rows is not None
    assert len(rows) == count + 1
    assert rows[-1].valid_until is None
    assert state.rows[count].valid_until == admitted + 250_001


def test_the_first_admission_counts(world) -> None:
    state = world.state("p")
    first = onboarding_time(state.rows, world.member("p"))
    changed = replace(world.trust_certificate("p").mapping, feature_flags=(2,))
    world.accept(state, world.signed(changed, "p", serial=2))
    assert onboarding_time(state.rows, world.member("p")) == first


def test_a_mediator_is_admitted_by_its_group(world) -> None:
    state = world.state()
    mediator = world.member("m2", MemberKind.MEDIATOR)
    world.accept(state, world.root("m2"), world.owner_to_keys("m2", MemberKind.MEDIATOR))
    assert onboarding_time(state.rows, mediator) is None
    group = MediatorSynchronizerState(world.synchronizer.logical, 1, 1, (mediator,))
    world.accept(state, world.by_owners(group))
    assert onboarding_time(state.rows, mediator) == state.rows.newest_effective


def test_a_replayed_state_is_the_state_rejections_included(world) -> None:
    state = world.state("p", "q")
    world.accept(state, vetting(world, 1, "a"), vetting(world, 2, "b"))
    assert world.reject(state, vetting(world, 9, "c")) is not None
    world.accept(state, world.signed(vetting(world, 3, "d").mapping, "p", serial=3, proposal=True))
    found = replay(state.rows, world.synchronizer, StaticSynchronizerParameters())
    assert not isinstance(found, Rejection)
    assert list(found.rows) == list(state.rows)


def test_a_claim_without_what_it_builds_on_is_refused(world) -> None:
    state = world.state("p")
    rows = [row for row in state.rows if row.mapping.namespace != world.namespace("owner1")]
    found = replay(rows, world.synchronizer, StaticSynchronizerParameters())
    assert isinstance(found, Rejection)
