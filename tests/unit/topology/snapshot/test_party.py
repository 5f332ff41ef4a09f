"""Who hosts which party, and may do what for it."""

from __future__ import annotations

from canton.identifiers import PartyId
from canton.timestamps import TIMESTAMP_MAX
from canton.topology.mapping.key import PartyToKeyMapping
from canton.topology.mapping.participant import (
    ParticipantPermission,
    ParticipantSynchronizerPermission,
)
from canton.topology.snapshot.party import NOT_HOSTED, PartyDirectory
from canton.topology.snapshot.snapshot import TopologySnapshot

SUBMISSION = ParticipantPermission.SUBMISSION
CONFIRMATION = ParticipantPermission.CONFIRMATION
OBSERVATION = ParticipantPermission.OBSERVATION


def parties(state) -> PartyDirectory:
    return TopologySnapshot.of_state(state, TIMESTAMP_MAX).parties


def host(world, state, name: str, hosts, **options) -> PartyId:
    signers = [name, *(member for member, _ in hosts)]
    mapping = world.party(world.uid(name), hosts, **options)
    world.accept(state, world.root(name), world.signed(mapping, *signers))
    return world.uid(name).party


def test_admin_parties_are_hosted_without_a_mapping(world) -> None:
    directory = parties(world.state("p"))
    info = directory.info(world.uid("p").party)
    assert info.threshold == 1
    assert list(info.participants) == [world.member("p")]
    assert directory.hosted_by(world.member("p")) == {world.uid("p").party}


def test_the_lower_of_both_permissions_counts(world) -> None:
    state = world.state("p", "q")
    alice = host(world, state, "alice", [("p", SUBMISSION), ("q", CONFIRMATION)])
    world.accept(
        state,
        world.by_owners(
            ParticipantSynchronizerPermission(
                world.synchronizer.logical, world.member("p"), OBSERVATION
            )
        ),
    )
    info = parties(state).info(alice)
    assert {
        member.uid.identifier: each.permission for member, each in info.participants.items()
    } == {
        "p": OBSERVATION,
        "q": CONFIRMATION,
    }
    assert info.confirmers == {world.member("q")}


def test_onboarding_hosts_do_not_confirm(world) -> None:
    state = world.state("p")
    alice = host(world, state, "alice", [("p", SUBMISSION)], onboarding=["p"])
    directory = parties(state)
    assert directory.can_confirm(world.member("p"), [alice]) == frozenset()
    assert directory.without_confirmer([alice]) == {alice}
    assert directory.hosted_on(world.member("p"), [alice]) == {alice}


def test_with_a_threshold_above_one_nobody_submits(world) -> None:
    state = world.state("p", "q")
    alice = host(world, state, "alice", [("p", SUBMISSION), ("q", SUBMISSION)], threshold=2)
    bob = host(world, state, "bob", [("p", SUBMISSION), ("q", CONFIRMATION)])
    directory = parties(state)
    assert directory.cannot_submit(world.member("p"), [alice, bob]) == {alice}
    assert directory.cannot_submit(world.member("q"), [alice, bob]) == {alice, bob}


def test_hosts_that_left_do_not_count(world) -> None:
    state = world.state("p", "q")
    alice = host(world, state, "alice", [("p", SUBMISSION)])
    bob = host(world, state, "bob", [("p", SUBMISSION), ("q", OBSERVATION)])
    world.accept(state, world.trust_certificate("p", serial=2, remove=True))
    directory = parties(state)
    stranger = PartyId("stranger::nobody")
    assert directory.info(alice) == NOT_HOSTED
    assert directory.unhosted([alice, bob, stranger, PartyId("malformed")]) == {
        alice,
        stranger,
        PartyId("malformed"),
    }
    assert directory.participants_of([alice, bob]) == {world.member("q")}
    assert directory.all() == {bob, world.uid("q").party}
    assert directory.hosted_by(world.member("q")) == {bob, world.uid("q").party}


def test_keys_in_the_hosting_mapping_come_before_the_old_kind(world) -> None:
    state = world.state("p")
    alice = host(world, state, "alice", [("p", SUBMISSION)])
    old, new = world.all_usages_key("old"), world.all_usages_key("new")
    assert parties(state).signing_keys(alice) is None
    legacy = PartyToKeyMapping(world.uid("alice"), world.signing_keys(old))
    world.accept(state, world.signed(legacy, "alice", old))
    assert parties(state).signing_keys(alice) == world.signing_keys(old)
    mapping = world.party(world.uid("alice"), [("p", SUBMISSION)])
    with_keys = type(mapping)(mapping.party, 1, mapping.participants, world.signing_keys(new))
    world.accept(state, world.signed(with_keys, "alice", new, serial=2))
    assert parties(state).signing_keys(alice) == world.signing_keys(new)
