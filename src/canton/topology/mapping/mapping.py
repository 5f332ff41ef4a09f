"""The union of all mappings, and the rules that differ by kind, as tables over that union.

Source: Canton 3.6 TopologyMapping; protocol sheet 4.2, columns K and A.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from canton.crypto.hash import Hash, HashBuilder, HashPurpose
from canton.identifiers import UniqueIdentifier
from canton.topology.mapping.code import MappingCode
from canton.topology.mapping.key import OwnerToKeyMapping, PartyToKeyMapping
from canton.topology.mapping.namespace import (
    DecentralizedNamespaceDefinition,
    NamespaceDelegation,
)
from canton.topology.mapping.participant import (
    ParticipantSynchronizerPermission,
    SynchronizerTrustCertificate,
    VettedPackages,
)
from canton.topology.mapping.party import PartyHostingLimits, PartyToParticipant
from canton.topology.mapping.synchronizer import (
    MediatorSynchronizerState,
    SequencerSynchronizerState,
    SequencingParametersState,
    SynchronizerParametersState,
)
from canton.topology.mapping.upgrade import LsuAnnouncement, LsuSequencerConnectionSuccessor
from canton.wire import topology_pb2 as wire

TopologyMapping = (
    NamespaceDelegation
    | DecentralizedNamespaceDefinition
    | OwnerToKeyMapping
    | PartyToKeyMapping
    | SynchronizerTrustCertificate
    | ParticipantSynchronizerPermission
    | PartyHostingLimits
    | VettedPackages
    | PartyToParticipant
    | SynchronizerParametersState
    | SequencingParametersState
    | MediatorSynchronizerState
    | SequencerSynchronizerState
    | LsuAnnouncement
    | LsuSequencerConnectionSuccessor
)

_READERS: Final[dict[str, Callable[[Any], TopologyMapping]]] = {
    "namespace_delegation": NamespaceDelegation.from_proto,
    "decentralized_namespace_definition": DecentralizedNamespaceDefinition.from_proto,
    "owner_to_key_mapping": OwnerToKeyMapping.from_proto,
    "synchronizer_trust_certificate": SynchronizerTrustCertificate.from_proto,
    "participant_permission": ParticipantSynchronizerPermission.from_proto,
    "party_hosting_limits": PartyHostingLimits.from_proto,
    "vetted_packages": VettedPackages.from_proto,
    "party_to_participant": PartyToParticipant.from_proto,
    "synchronizer_parameters_state": SynchronizerParametersState.from_proto,
    "mediator_synchronizer_state": MediatorSynchronizerState.from_proto,
    "sequencer_synchronizer_state": SequencerSynchronizerState.from_proto,
    "sequencing_dynamic_parameters_state": SequencingParametersState.from_proto,
    "party_to_key_mapping": PartyToKeyMapping.from_proto,
    "synchronizer_upgrade_announcement": LsuAnnouncement.from_proto,
    "sequencer_connection_successor": LsuSequencerConnectionSuccessor.from_proto,
}


def mapping_from_proto(message: wire.TopologyMapping) -> TopologyMapping:
    """Reads a mapping of any kind.

    Raises:
        ValueError: there is no mapping, or it is malformed.
    """
    kind = message.WhichOneof("mapping")
    if kind is None:
        raise ValueError("the mapping is missing")
    return _READERS[kind](getattr(message, kind))


def unique_key(mapping: TopologyMapping) -> Hash:
    """The hash of what the mapping is about: one active transaction per key. Column K."""
    match mapping:
        case NamespaceDelegation(namespace=namespace, target=target):
            return _key(mapping.code, namespace, target.fingerprint)
        case DecentralizedNamespaceDefinition(namespace=namespace):
            return _key(mapping.code, namespace)
        case SynchronizerTrustCertificate(participant=participant, synchronizer_id=synchronizer):
            return _key(mapping.code, participant, synchronizer)
        case ParticipantSynchronizerPermission(
            synchronizer_id=synchronizer, participant=participant
        ):
            return _key(mapping.code, synchronizer, participant)
        case PartyHostingLimits(synchronizer_id=synchronizer, party=party):
            return _key(mapping.code, synchronizer, party)
        case VettedPackages(participant=participant):
            return _key(mapping.code, participant)
        case MediatorSynchronizerState(synchronizer_id=synchronizer, group=group):
            return mediator_group_key(synchronizer, group)
        case LsuSequencerConnectionSuccessor(uid=sequencer, synchronizer_id=synchronizer):
            return _key(mapping.code, sequencer, synchronizer)
        case _:
            return _key(mapping.code, mapping.uid)


def mediator_group_key(synchronizer: UniqueIdentifier, group: int) -> Hash:
    """The unique key of a mediator group; the group's number is a plain integer."""
    return (
        HashBuilder(HashPurpose.TOPOLOGY_MAPPING_UNIQUE_KEY)
        .add_string(str(synchronizer))
        .add_int(group)
        .add_int(MappingCode.MEDIATOR_SYNCHRONIZER_STATE.value)
        .finish()
    )


def _key(code: MappingCode, *parts: object) -> Hash:
    builder = HashBuilder(HashPurpose.TOPOLOGY_MAPPING_UNIQUE_KEY)
    for part in parts:
        builder = builder.add_string(str(part))
    return builder.add_int(code.value).finish()
