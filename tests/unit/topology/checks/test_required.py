"""The rules over the state: what is refused, and by which name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canton.identifiers import MemberKind, PhysicalSynchronizerId, UniqueIdentifier
from canton.timestamps import Timestamp
from canton.topology.mapping.key import OwnerToKeyMapping
from canton.topology.mapping.namespace import DecentralizedNamespaceDefinition
from canton.topology.mapping.participant import (
    ParticipantPermission,
    ParticipantSynchronizerPermission,
    VettedPackage,
    VettedPackages,
)
from canton.topology.mapping.synchronizer import (
    MediatorSynchronizerState,
    SequencerSynchronizerState,
    SynchronizerParametersState,
)
from canton.topology.mapping.upgrade import LsuAnnouncement, LsuSequencerConnectionSuccessor
from canton.topology.parameters.dynamic import (
    DynamicSynchronizerParameters,
    OnboardingRestriction,
)
from canton.topology.rejection import RejectionName

SUBMISSION = ParticipantPermission.SUBMISSION


def restricted(restriction: OnboardingRestriction) -> DynamicSynchronizerParameters:
    return DynamicSynchronizerParameters(onboarding_restriction=restriction)


def test_only_what_is_in_force_can_be_removed(world) -> None:
    state = world.state("p")
    removal = world.signed(VettedPackages(world.member("p"), ()), "p", remove=True)
    assert world.reject(state, removal) is RejectionName.NO_CORRESPONDING_ACTIVE_TX_TO_REVOKE


def test_a_root_certificate_may_be_revoked_before_it_was_added(world) -> None:
    state = world.state()
    world.accept(state, world.root("n", remove=True))
    again = world.root("n", serial=2)
    assert world.reject(state, again) is RejectionName.NAMESPACE_HAS_BEEN_REVOKED


def test_removal_repeats_the_mapping(world) -> None:
    state = world.state("p")
    world.accept(state, world.signed(VettedPackages(world.member("p"), ()), "p"))
    other = VettedPackages(world.member("p"), (VettedPackage("a"),))
    removal = world.signed(other, "p", serial=2, remove=True)
    assert world.reject(state, removal) is RejectionName.REMOVE_MUST_NOT_CHANGE_MAPPING


def test_of_a_trust_certificate_only_the_key_must_match(world) -> None:
    state = world.state("p")
    certificate = world.trust_certificate("p").mapping
    removal = world.signed(replace(certificate, feature_flags=(2,)), "p", serial=2, remove=True)
    world.accept(state, removal)


def test_the_parameters_stay(world) -> None:
    state = world.state()
    mapping = SynchronizerParametersState(
        world.synchronizer.logical, DynamicSynchronizerParameters()
    )
    removal = world.by_owners(mapping, serial=2, remove=True)
    assert world.reject(state, removal) is RejectionName.CANNOT_REMOVE_MAPPING


def test_a_participant_needs_keys_to_join(world) -> None:
    state = world.state()
    world.accept(state, world.root("p"))
    assert world.reject(state, world.trust_certificate("p")) is RejectionName.INSUFFICIENT_KEYS


def test_a_participant_cannot_rejoin(world) -> None:
    state = world.state("p")
    world.accept(state, world.trust_certificate("p", serial=2, remove=True))
    again = world.trust_certificate("p", serial=3)
    assert world.reject(state, again) is RejectionName.PARTICIPANT_CANNOT_REJOIN_SYNCHRONIZER


@pytest.mark.parametrize(
    "restriction",
    [OnboardingRestriction.UNRESTRICTED_LOCKED, OnboardingRestriction.RESTRICTED_LOCKED],
)
def test_nobody_joins_a_locked_synchronizer(world, restriction) -> None:
    state = world.state(parameters=restricted(restriction))
    world.accept(state, *world.onboarding("p")[:2])
    refused = world.reject(state, world.trust_certificate("p"))
    assert refused is RejectionName.ONBOARDING_RESTRICTION_IN_PLACE


def test_a_restricted_synchronizer_admits_those_with_a_permission_in_time(world) -> None:
    state = world.state(parameters=restricted(OnboardingRestriction.RESTRICTED_OPEN))
    world.accept(state, *world.onboarding("p")[:2])
    certificate = world.trust_certificate("p")
    assert world.reject(state, certificate) is RejectionName.ONBOARDING_RESTRICTION_IN_PLACE
    permission = ParticipantSynchronizerPermission(
        world.synchronizer.logical,
        world.member("p"),
        login_after=Timestamp(world.now + 3_000_000),
    )
    world.accept(state, world.by_owners(permission))
    assert world.reject(state, certificate) is RejectionName.ONBOARDING_RESTRICTION_IN_PLACE
    world.accept(state, certificate)


def test_without_parameters_nobody_joins(world) -> None:
    state = world.state()
    unfounded = type(state)(world.synchronizer, state.static_parameters)
    world.accept(unfounded, *world.onboarding("p")[:2])
    refused = world.reject(unfounded, world.trust_certificate("p"))
    assert refused is RejectionName.MISSING_SYNCHRONIZER_PARAMETERS


def test_party_and_participant_names_do_not_clash(world) -> None:
    state = world.state("p")
    named_like_q = world.uid("q")
    world.accept(state, *world.onboarding("q")[:2])
    world.accept(state, world.signed(world.party(named_like_q, [("p", SUBMISSION)]), "q", "p"))
    refused = world.reject(state, world.trust_certificate("q"))
    assert refused is RejectionName.PARTICIPANT_ID_CONFLICT_WITH_PARTY_ID


def test_an_admin_party_may_be_spelled_out_but_not_moved(world) -> None:
    state = world.state("p", "q")
    world.accept(state, world.signed(world.party(world.uid("p"), [("p", SUBMISSION)]), "p"))
    moved = world.party(world.uid("q"), [("p", SUBMISSION)])
    refused = world.reject(state, world.signed(moved, "q", "p"))
    assert refused is RejectionName.PARTY_ID_CONFLICT_WITH_ADMIN_PARTY


def test_hosts_must_have_joined(world) -> None:
    state = world.state()
    world.accept(state, *world.onboarding("p")[:2])
    mapping = world.party(world.uid("p"), [("p", SUBMISSION)])
    assert world.reject(state, world.signed(mapping, "p")) is RejectionName.UNKNOWN_MEMBERS


def test_keys_stay_while_the_member_takes_part(world) -> None:
    state = world.state("p")
    removal = world.signed(world.owner_to_keys("p").mapping, "p", serial=2, remove=True)
    refused = world.reject(state, removal)
    assert refused is RejectionName.INVALID_OWNER_TO_KEY_MAPPING_REMOVAL
    world.accept(state, world.trust_certificate("p", serial=2, remove=True))
    world.accept(state, removal)
    auth, protocol, _ = world.member_keys("p")
    again = world.signed(world.owner_to_keys("p").mapping, "p", auth, protocol, serial=3)
    assert world.reject(state, again) is RejectionName.CANNOT_REREGISTER_KEYS


@pytest.mark.parametrize("name", ["sequencer", "mediator"])
def test_keys_of_group_members_stay(world, name) -> None:
    state = world.state()
    kind = MemberKind(name[:3].upper())
    removal = world.signed(world.owner_to_keys(name, kind).mapping, name, serial=2, remove=True)
    refused = world.reject(state, removal)
    assert refused is RejectionName.INVALID_OWNER_TO_KEY_MAPPING_REMOVAL


def test_members_need_signing_keys_and_participants_encryption_keys(world) -> None:
    state = world.state()
    world.accept(state, world.root("p"))
    auth, _, encryption = world.member_keys("p")
    for keys, signers in (
        ((auth.public,), ("p", auth)),
        ((encryption.public,), ("p",)),
    ):
        signed = world.signed(OwnerToKeyMapping(world.member("p"), keys), *signers)
        assert world.reject(state, signed) is RejectionName.INVALID_OWNER_TO_KEY_MAPPING


def test_new_group_members_need_keys(world) -> None:
    state = world.state()
    synchronizer = world.synchronizer.logical
    mediators = tuple(world.member(name, MemberKind.MEDIATOR) for name in ("mediator", "m2"))
    sequencers = tuple(world.member(name, MemberKind.SEQUENCER) for name in ("sequencer", "s2"))
    for mapping in (
        MediatorSynchronizerState(synchronizer, 0, 1, mediators),
        SequencerSynchronizerState(synchronizer, 1, sequencers),
    ):
        signed = world.by_owners(mapping, serial=2)
        assert world.reject(state, signed) is RejectionName.INSUFFICIENT_KEYS


def test_a_mediator_belongs_to_one_group(world) -> None:
    state = world.state()
    mediators = (world.member("mediator", MemberKind.MEDIATOR),)
    second = MediatorSynchronizerState(world.synchronizer.logical, 1, 1, mediators)
    refused = world.reject(state, world.by_owners(second))
    assert refused is RejectionName.MEDIATORS_ALREADY_IN_OTHER_GROUPS


def test_a_threshold_must_be_in_reach(world) -> None:
    state = world.state()
    sequencers = (world.member("sequencer", MemberKind.SEQUENCER),)
    mapping = SequencerSynchronizerState(world.synchronizer.logical, 2, sequencers)
    refused = world.reject(state, world.by_owners(mapping, serial=2))
    assert refused is RejectionName.INVALID_TOPOLOGY_MAPPING


def test_a_decentralized_namespace_is_named_after_owners_with_root_certificates(world) -> None:
    state = world.state()
    a, b = world.namespace("a"), world.namespace("b")
    good = DecentralizedNamespaceDefinition.create([a, b], 1)
    wrong = DecentralizedNamespaceDefinition(world.namespace("x"), 1, tuple(sorted([a, b])))
    invalid = RejectionName.INVALID_TOPOLOGY_MAPPING
    assert world.reject(state, world.signed(good, "a", "b")) is invalid
    world.accept(state, world.root("a"), world.root("b"))
    assert world.reject(state, world.signed(wrong, "a", "b")) is invalid
    world.accept(state, world.signed(good, "a", "b"))


def test_once_an_upgrade_is_announced_the_topology_is_frozen(world) -> None:
    state = world.state("p")
    logical = world.synchronizer.logical
    successor = PhysicalSynchronizerId(logical, 35, 1)
    later = Timestamp(world.now + 60_000_000)
    connection = LsuSequencerConnectionSuccessor(
        world.member("sequencer", MemberKind.SEQUENCER), successor, ("https://new:1",)
    )
    assert world.reject(state, world.signed(connection, "sequencer")) is (
        RejectionName.NO_LSU_ANNOUNCED
    )
    past = LsuAnnouncement(successor, world.now)
    assert world.reject(state, world.by_owners(past)) is RejectionName.INVALID_UPGRADE_TIME
    world.accept(state, world.by_owners(LsuAnnouncement(successor, later)))
    frozen = world.reject(state, world.signed(VettedPackages(world.member("p"), ()), "p"))
    assert frozen is RejectionName.ANNOUNCED_LSU_TOPOLOGY_FREEZE
    other = replace(connection, successor=PhysicalSynchronizerId(logical, 35, 2))
    assert world.reject(state, world.signed(other, "sequencer")) is (
        RejectionName.LSU_SEQUENCER_SUCCESSOR_INVALID
    )
    world.accept(state, world.signed(connection, "sequencer"))
    again = LsuAnnouncement(successor, Timestamp(later + 1))
    assert world.reject(state, world.by_owners(again, serial=2)) is (
        RejectionName.INVALID_SYNCHRONIZER_SUCCESSOR
    )


def test_a_self_signed_party_needs_a_namespace_that_was_not_revoked(world) -> None:
    state = world.state("p")
    key = world.all_usages_key("external")
    world.accept(state, world.root("external", remove=True))
    hosts = world.party(UniqueIdentifier("external", key.fingerprint), [("p", SUBMISSION)])
    keys = world.signing_keys(key)
    signed = world.signed(replace(hosts, signing_keys=keys), key, "p")
    assert world.reject(state, signed) is RejectionName.NAMESPACE_HAS_BEEN_REVOKED
