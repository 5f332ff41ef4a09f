"""Every kind of mapping: bytes there and back, and the unique key."""

from __future__ import annotations

import pytest

from canton.identifiers import Fingerprint, MemberKind, PhysicalSynchronizerId, UniqueIdentifier
from canton.timestamps import Timestamp
from canton.topology.mapping.code import MappingCode
from canton.topology.mapping.key import (
    OwnerToKeyMapping,
    PartyToKeyMapping,
    SigningKeysWithThreshold,
)
from canton.topology.mapping.mapping import TopologyMapping, mapping_from_proto, unique_key
from canton.topology.mapping.namespace import (
    CAN_SIGN_ALL_BUT_DELEGATIONS,
    DecentralizedNamespaceDefinition,
    NamespaceDelegation,
    can_sign_only,
)
from canton.topology.mapping.participant import (
    ParticipantPermission,
    ParticipantSynchronizerPermission,
    SynchronizerTrustCertificate,
    VettedPackage,
    VettedPackages,
)
from canton.topology.mapping.party import (
    HostingParticipant,
    PartyHostingLimits,
    PartyToParticipant,
)
from canton.topology.mapping.synchronizer import (
    MediatorSynchronizerState,
    SequencerSynchronizerState,
    SequencingParametersState,
    SynchronizerParametersState,
    check_group,
)
from canton.topology.mapping.upgrade import LsuAnnouncement, LsuSequencerConnectionSuccessor
from canton.topology.parameters.dynamic import DynamicSynchronizerParameters
from canton.wire import topology_pb2


def one_of_each(world) -> list[TopologyMapping]:
    participant = world.member("p")
    mediator = world.member("m", MemberKind.MEDIATOR)
    sequencer = world.member("s", MemberKind.SEQUENCER)
    synchronizer = world.synchronizer.logical
    successor = PhysicalSynchronizerId(synchronizer, 35, 1)
    auth, protocol, encryption = world.member_keys("p")
    party_keys = SigningKeysWithThreshold.create([protocol.public, auth.public], 2)
    return [
        NamespaceDelegation(world.namespace("n"), world.key("n").public),
        NamespaceDelegation(
            world.namespace("n"), world.key("k").public, CAN_SIGN_ALL_BUT_DELEGATIONS
        ),
        NamespaceDelegation(
            world.namespace("n"),
            world.key("k2").public,
            can_sign_only([MappingCode.PARTY_TO_PARTICIPANT, MappingCode.VETTED_PACKAGES]),
        ),
        DecentralizedNamespaceDefinition.create([world.namespace("a"), world.namespace("b")], 2),
        OwnerToKeyMapping(participant, (auth.public, protocol.public, encryption.public)),
        PartyToKeyMapping(world.uid("alice"), party_keys),
        SynchronizerTrustCertificate(participant, synchronizer, (2,)),
        ParticipantSynchronizerPermission(
            synchronizer, participant, ParticipantPermission.CONFIRMATION, 5, Timestamp(7)
        ),
        ParticipantSynchronizerPermission(synchronizer, world.member("q")),
        PartyHostingLimits(synchronizer, world.uid("alice")),
        VettedPackages(
            participant,
            (
                VettedPackage("main"),
                VettedPackage("dep", Timestamp(1_500_001), Timestamp(2_000_000)),
            ),
        ),
        PartyToParticipant(
            world.uid("alice"),
            1,
            (
                HostingParticipant(participant, ParticipantPermission.SUBMISSION),
                HostingParticipant(world.member("q"), ParticipantPermission.OBSERVATION, True),
            ),
            party_keys,
        ),
        SynchronizerParametersState(synchronizer, DynamicSynchronizerParameters()),
        MediatorSynchronizerState(
            synchronizer, 3, 1, (mediator,), (world.member("m2", mediator.kind),)
        ),
        SequencerSynchronizerState(synchronizer, 1, (sequencer,)),
        SequencingParametersState(synchronizer, b"payload"),
        LsuAnnouncement(successor, Timestamp(5_000_000)),
        LsuSequencerConnectionSuccessor(sequencer, successor, ("https://s:443",), b"cert"),
    ]


def test_every_kind_survives_its_message(world) -> None:
    mappings = one_of_each(world)
    assert {mapping.code for mapping in mappings} == set(MappingCode)
    for mapping in mappings:
        content = mapping.to_proto().SerializeToString()
        message = topology_pb2.TopologyMapping.FromString(content)
        assert mapping_from_proto(message) == mapping


def test_unique_keys_differ(world) -> None:
    mappings = one_of_each(world)
    assert len({unique_key(mapping) for mapping in mappings}) == len(mappings)


def test_unique_key_does_not_depend_on_what_may_change(world) -> None:
    hosts = (HostingParticipant(world.member("p"), ParticipantPermission.SUBMISSION),)
    first = PartyToParticipant(world.uid("alice"), 1, hosts)
    second = PartyToParticipant(world.uid("alice"), 1, ())
    assert unique_key(first) == unique_key(second)


def test_mediator_groups_have_keys_of_their_own(world) -> None:
    mediators = (world.member("m", MemberKind.MEDIATOR),)
    first, second = (
        MediatorSynchronizerState(world.synchronizer.logical, group, 1, mediators)
        for group in (0, 1)
    )
    assert unique_key(first) != unique_key(second)


def test_the_mapping_belongs_to_its_namespace(world) -> None:
    for mapping in one_of_each(world):
        assert mapping.uid is None or mapping.uid.namespace == mapping.namespace


def test_short_codes_name_the_kinds() -> None:
    for code in MappingCode:
        assert MappingCode.of_short(code.short) is code
    with pytest.raises(ValueError, match="not a mapping code"):
        MappingCode.of_short("xyz")


def test_a_missing_mapping_is_refused() -> None:
    with pytest.raises(ValueError, match="missing"):
        mapping_from_proto(topology_pb2.TopologyMapping())


def test_a_root_certificate_must_sign_delegations(world) -> None:
    with pytest.raises(ValueError, match="root certificate"):
        NamespaceDelegation(
            world.namespace("n"), world.key("n").public, CAN_SIGN_ALL_BUT_DELEGATIONS
        )


def test_a_delegation_needs_a_namespace_key(world) -> None:
    auth, _, _ = world.member_keys("p")
    with pytest.raises(ValueError, match="not for namespaces"):
        NamespaceDelegation(world.namespace("n"), auth.public)


def test_the_legacy_root_flag_stands_in_for_a_missing_restriction(world) -> None:
    target = world.key("k").public.to_proto()
    for flag, can_sign in ((True, True), (False, False)):
        message = topology_pb2.NamespaceDelegation(
            namespace=world.namespace("n"), target_key=target, is_root_delegation=flag
        )
        mapping = NamespaceDelegation.from_proto(message)
        assert mapping.can_sign(MappingCode.NAMESPACE_DELEGATION) is can_sign
        assert mapping.can_sign(MappingCode.VETTED_PACKAGES)


def test_a_decentralized_namespace_needs_enough_owners() -> None:
    owners = (Fingerprint("a"), Fingerprint("b"))
    for threshold in (0, 3):
        with pytest.raises(ValueError, match="threshold"):
            DecentralizedNamespaceDefinition(Fingerprint("d"), threshold, owners)
    with pytest.raises(ValueError, match="sorted"):
        DecentralizedNamespaceDefinition(Fingerprint("d"), 1, (owners[1], owners[0]))


def test_an_owner_has_at_most_twenty_different_keys(world) -> None:
    keys = tuple(world.key(f"k{index}").public for index in range(21))
    for wrong in (keys, (), (keys[0], keys[0])):
        with pytest.raises(ValueError, match="key"):
            OwnerToKeyMapping(world.member("p"), wrong)


def test_of_a_doubled_host_the_greater_permission_counts(world) -> None:
    hosts = [
        HostingParticipant(world.member("p"), permission)
        for permission in (ParticipantPermission.OBSERVATION, ParticipantPermission.SUBMISSION)
    ]
    mapping = PartyToParticipant.create(world.uid("alice"), 1, hosts)
    assert mapping.participants == (hosts[1],)


def test_a_group_needs_enough_members_in_one_role_each(world) -> None:
    first, second = world.member("m1"), world.member("m2")
    check_group(1, (first,), (second,))
    for threshold, active, observers in (
        (0, (first,), ()),
        (2, (first,), (second,)),
        (1, (first,), (first,)),
    ):
        with pytest.raises(ValueError, match="member"):
            check_group(threshold, active, observers)


def test_legacy_names_and_package_lists_are_read(world) -> None:
    message = topology_pb2.VettedPackages(
        participant_uid=f"PAR::{world.uid('p')}", package_ids=["main"]
    )
    assert VettedPackages.from_proto(message) == VettedPackages(
        world.member("p"), (VettedPackage("main"),)
    )
    message.packages.add(package_id="main")
    with pytest.raises(ValueError, match="both"):
        VettedPackages.from_proto(message)


def test_a_proposed_package_is_listed_once_with_a_validity_that_is_not_empty(world) -> None:
    for wrong in (
        [VettedPackage("a"), VettedPackage("a")],
        [VettedPackage("a", Timestamp(2), Timestamp(2))],
    ):
        with pytest.raises(ValueError, match="validity"):
            VettedPackages.create(world.member("p"), wrong)


def test_package_validity_includes_the_start_only() -> None:
    package = VettedPackage("a", Timestamp(2), Timestamp(4))
    assert [package.is_valid_at(Timestamp(time)) for time in (1, 2, 3, 4)] == [
        False,
        True,
        True,
        False,
    ]


def test_the_admin_party_has_exactly_one_shape(world) -> None:
    submission = ParticipantPermission.SUBMISSION
    assert world.party(world.uid("p"), [("p", submission)]).is_admin_party
    for other in (
        world.party(world.uid("p"), [("p", ParticipantPermission.CONFIRMATION)]),
        world.party(world.uid("p"), [("q", submission)]),
        world.party(world.uid("p"), [("p", submission), ("q", submission)]),
        world.party(UniqueIdentifier("x", world.namespace("p")), [("p", submission)]),
    ):
        assert not other.is_admin_party
