"""Signatures held against what the mapping requires."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canton.crypto.key import PROTOCOL_ONLY
from canton.crypto.signature import sign
from canton.topology.authorization.requirement import NOBODY, Authorizers
from canton.topology.authorization.validator import Authorized, check_authorization
from canton.topology.mapping.key import OwnerToKeyMapping, SigningKeysWithThreshold
from canton.topology.mapping.participant import (
    ParticipantPermission,
    SynchronizerTrustCertificate,
    VettedPackages,
)
from canton.topology.mapping.party import PartyToParticipant
from canton.topology.rejection import RejectionName, TopologyRejection
from canton.topology.state.state import TopologyState
from canton.topology.transaction import (
    SignedTopologyTransaction,
    TopologySignature,
    combined_hash,
)

SUBMISSION = ParticipantPermission.SUBMISSION


@pytest.fixture
def state(world) -> TopologyState:
    return world.state("p", "q")


def authorized(state, transaction, previous=None, **options) -> Authorized:
    result = check_authorization(state, transaction, previous, **options)
    assert isinstance(result, Authorized), result
    return result


def rejected(state, transaction, previous=None) -> RejectionName:
    result = check_authorization(state, transaction, previous)
    assert isinstance(result, TopologyRejection), result
    return result.name


def test_the_namespace_key_authorizes(world, state) -> None:
    assert authorized(
        state, world.signed(VettedPackages(world.member("p"), ()), "p")
    ) == Authorized(world.signed(VettedPackages(world.member("p"), ()), "p"), NOBODY)


def test_superfluous_signatures_are_stripped(world, state) -> None:
    signed = world.signed(VettedPackages(world.member("p"), ()), "q", "p", "stranger")
    assert authorized(state, signed).transaction.signers == {world.namespace("p")}


def test_signatures_of_strangers_only_are_refused(world, state) -> None:
    signed = world.signed(VettedPackages(world.member("p"), ()), "q", "stranger")
    assert rejected(state, signed) is RejectionName.NO_DELEGATION_FOUND_FOR_KEYS


def test_a_new_key_alone_does_not_authorize_its_owner(world, state) -> None:
    auth, protocol, encryption = world.member_keys("p")
    new = world.key("new", PROTOCOL_ONLY)
    mapping = OwnerToKeyMapping(
        world.member("p"), (auth.public, protocol.public, new.public, encryption.public)
    )
    signed = world.signed(mapping, new, serial=2)
    previous = world.owner_to_keys("p").transaction
    assert rejected(state, signed, previous) is RejectionName.NOT_AUTHORIZED_BY_NAMESPACE_KEY


def test_missing_signers_are_named(world, state) -> None:
    alice = world.party(world.uid("alice"), [("p", SUBMISSION)])
    world.accept(state, world.root("alice"))
    result = authorized(state, world.signed(alice, "alice"))
    assert result.missing == Authorizers(frozenset({world.namespace("p")}))


def test_new_member_keys_must_sign_except_in_old_genesis_states(world, state) -> None:
    auth, protocol, encryption = world.member_keys("p")
    mapping = OwnerToKeyMapping(
        world.member("p"), (auth.public, protocol.public, encryption.public)
    )
    signed = world.signed(mapping, "p", auth)
    lacking = Authorizers(keys=frozenset({protocol.fingerprint}))
    assert authorized(state, signed).missing == lacking
    assert authorized(state, signed, is_relaxed=True).missing == NOBODY


def test_a_bad_signature_is_refused(world, state) -> None:
    good = world.signed(VettedPackages(world.member("p"), ()), "p")
    other = world.signed(VettedPackages(world.member("p"), ()), "p", serial=2)
    forged = replace(good, signatures=other.signatures)
    assert rejected(state, forged) is RejectionName.SIGNATURE_CHECK_FAILED


def test_a_signature_over_several_transactions_counts_for_each(world, state) -> None:
    transactions = [
        world.signed(mapping, "p").transaction
        for mapping in (
            VettedPackages(world.member("p"), ()),
            SynchronizerTrustCertificate(world.member("p"), world.synchronizer.logical),
        )
    ]
    covered = frozenset(each.hash for each in transactions)
    signature = TopologySignature(sign(world.key("p"), combined_hash(covered)), covered)
    for transaction in transactions:
        signed = SignedTopologyTransaction.create(transaction, [signature])
        assert authorized(state, signed).missing == NOBODY


def test_a_signature_over_other_transactions_is_refused(world, state) -> None:
    signed = world.signed(VettedPackages(world.member("p"), ()), "p")
    other = world.signed(VettedPackages(world.member("q"), ()), "q")
    covered = frozenset({other.hash})
    signature = TopologySignature(sign(world.key("p"), combined_hash(covered)), covered)
    wrong = SignedTopologyTransaction.create(signed.transaction, [signature])
    assert rejected(state, wrong) is RejectionName.MULTI_TRANSACTION_HASH_MISMATCH


def test_mappings_of_another_synchronizer_are_refused(world, state) -> None:
    mapping = SynchronizerTrustCertificate(world.member("p"), world.uid("other"))
    assert rejected(state, world.signed(mapping, "p")) is RejectionName.INVALID_SYNCHRONIZER


def test_a_root_certificate_needs_its_own_key_only(world, state) -> None:
    assert authorized(state, world.root("new")).missing == NOBODY
    good = world.root("new")
    forged = replace(good, signatures=world.root("new", serial=2).signatures)
    assert rejected(state, forged) is RejectionName.SIGNATURE_CHECK_FAILED


def test_the_owners_of_the_synchronizer_may_remove_anything(world, state) -> None:
    previous = world.trust_certificate("p").transaction
    removal = world.trust_certificate("p", serial=2, remove=True).transaction
    signed = world.signed(removal.mapping, "owner1", "owner2", serial=2, remove=True)
    assert authorized(state, signed, previous).missing == NOBODY
    own_store = TopologyState()
    own_store.apply([world.root("owner1"), world.root("owner2")], world.now, world.now)
    assert rejected(own_store, signed, previous) is RejectionName.NO_DELEGATION_FOUND_FOR_KEYS


def test_a_party_key_of_the_namespaces_name_authorizes_its_own_mapping(world, state) -> None:
    key = world.all_usages_key("external")
    hosts = world.party(world.uid("external"), [("p", SUBMISSION)])
    assert key.fingerprint == world.namespace("external")
    keys = SigningKeysWithThreshold.create([key.public], 1)
    mapping = PartyToParticipant(hosts.party, 1, hosts.participants, keys)
    signed = world.signed(mapping, key, "p")
    assert authorized(state, signed).missing == NOBODY


def test_adding_signatures_to_what_is_authorized_lacks_nothing(world, state) -> None:
    transaction = world.signed(VettedPackages(world.member("p"), ()), "p")
    assert authorized(state, transaction, transaction.transaction).missing == NOBODY
