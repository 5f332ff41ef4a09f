"""Who must authorize which change: the table of the sheet, row by row."""

from __future__ import annotations

import pytest

from canton.topology.authorization.requirement import (
    AnyOf,
    Authorizers,
    all_of,
    missing,
    namespaces,
    referenced,
)
from canton.topology.authorization.rule import required_authorization
from canton.topology.mapping.key import OwnerToKeyMapping, SigningKeysWithThreshold
from canton.topology.mapping.namespace import (
    DecentralizedNamespaceDefinition,
    NamespaceDelegation,
)
from canton.topology.mapping.participant import (
    ParticipantPermission,
    ParticipantSynchronizerPermission,
    SynchronizerTrustCertificate,
    VettedPackages,
)
from canton.topology.mapping.party import PartyHostingLimits, PartyToParticipant

SUBMISSION = ParticipantPermission.SUBMISSION
CONFIRMATION = ParticipantPermission.CONFIRMATION
OBSERVATION = ParticipantPermission.OBSERVATION


def test_a_delegation_needs_its_namespace(world) -> None:
    mapping = NamespaceDelegation(world.namespace("n"), world.key("k").public)
    assert required_authorization(mapping, None) == namespaces(world.namespace("n"))


def test_a_participants_own_mappings_need_the_participant(world) -> None:
    for mapping in (
        SynchronizerTrustCertificate(world.member("p"), world.synchronizer.logical),
        VettedPackages(world.member("p"), ()),
    ):
        assert required_authorization(mapping, None) == namespaces(world.namespace("p"))


def test_permissions_and_limits_need_the_synchronizer(world) -> None:
    synchronizer = world.synchronizer.logical
    for mapping in (
        ParticipantSynchronizerPermission(synchronizer, world.member("p")),
        PartyHostingLimits(synchronizer, world.uid("alice")),
    ):
        assert required_authorization(mapping, None) == namespaces(synchronizer.namespace)


def test_a_decentralized_namespace_is_founded_by_all_and_changed_by_itself(world) -> None:
    a, b, c = (world.namespace(name) for name in "abc")
    first = DecentralizedNamespaceDefinition.create([a, b], 2)
    second = DecentralizedNamespaceDefinition(first.namespace, 2, tuple(sorted([a, c])))
    assert required_authorization(first, None) == namespaces(a, b)
    changed = namespaces(first.namespace, c)
    assert required_authorization(second, first) == changed
    assert required_authorization(second, first, previous_is_removed=True) == changed


def test_new_signing_keys_prove_their_ownership(world) -> None:
    auth, protocol, encryption = world.member_keys("p")
    first = OwnerToKeyMapping(world.member("p"), (auth.public, encryption.public))
    second = OwnerToKeyMapping(world.member("p"), (auth.public, protocol.public, encryption.public))
    owner = frozenset({world.namespace("p")})
    assert required_authorization(first, None) == Authorizers(owner, frozenset({auth.fingerprint}))
    added = required_authorization(second, first)
    assert added == Authorizers(owner, frozenset({protocol.fingerprint}))
    anew = required_authorization(second, first, previous_is_removed=True)
    assert referenced(anew).keys == {auth.fingerprint, protocol.fingerprint}


@pytest.mark.parametrize(
    ("before", "after", "who"),
    [
        (None, [("p", SUBMISSION)], ["alice", "p"]),
        ([("p", SUBMISSION)], [("p", SUBMISSION), ("q", OBSERVATION)], ["alice", "q"]),
        ([("p", OBSERVATION)], [("p", SUBMISSION)], ["alice", "p"]),
        ([("p", SUBMISSION)], [("p", SUBMISSION)], ["alice"]),
    ],
    ids=["first", "added host", "more permission", "no change"],
)
def test_all_who_are_concerned_by_a_hosting_change_must_agree(world, before, after, who) -> None:
    alice = world.uid("alice")
    previous = world.party(alice, before) if before is not None else None
    required = required_authorization(world.party(alice, after), previous)
    assert required == namespaces(*(world.namespace(name) for name in who))


@pytest.mark.parametrize(
    "after", [[], [("p", CONFIRMATION)]], ids=["removed host", "less permission"]
)
def test_the_party_or_the_host_may_reduce_hosting(world, after) -> None:
    alice = world.uid("alice")
    required = required_authorization(
        world.party(alice, after), world.party(alice, [("p", SUBMISSION)])
    )
    for who in ("alice", "p"):
        assert not missing(required, namespaces(world.namespace(who)))
    assert missing(required, namespaces(world.namespace("q")))


def test_the_party_sets_and_the_host_clears_the_onboarding_mark(world) -> None:
    alice = world.uid("alice")
    done = world.party(alice, [("p", SUBMISSION)])
    waiting = world.party(alice, [("p", SUBMISSION)], onboarding=["p"])
    assert required_authorization(waiting, done) == namespaces(world.namespace("alice"))
    assert required_authorization(done, waiting) == namespaces(world.namespace("p"))


def test_several_hosting_changes_are_all_needed(world) -> None:
    alice = world.uid("alice")
    required = required_authorization(
        world.party(alice, [("q", SUBMISSION)], threshold=1),
        world.party(alice, [("p", SUBMISSION)]),
    )
    party, p, q = (namespaces(world.namespace(name)) for name in ("alice", "p", "q"))
    assert required == all_of([party, q, AnyOf((party, p))])


def test_a_party_changes_its_keys_with_proof_of_the_new_ones(world) -> None:
    hosts = world.party(world.uid("alice"), [("p", SUBMISSION)])
    keys = SigningKeysWithThreshold.create([world.all_usages_key("k").public], 1)
    with_keys = PartyToParticipant(hosts.party, 1, hosts.participants, keys)
    required = required_authorization(with_keys, hosts)
    assert required == Authorizers(
        frozenset({world.namespace("alice")}), frozenset({world.all_usages_key("k").fingerprint})
    )


def test_genesis_of_old_networks_upgrades_without_the_host(world) -> None:
    alice = world.uid("alice")
    required = required_authorization(
        world.party(alice, [("p", SUBMISSION)]),
        world.party(alice, [("p", OBSERVATION)]),
        upgrades_need_participant=False,
    )
    assert required == namespaces(world.namespace("alice"))
