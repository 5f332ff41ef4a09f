"""The checks that every transaction of a synchronizer's state must pass, in their order.

Source: Canton 3.6 RequiredTopologyMappingChecks.
"""

from __future__ import annotations

from canton.topology.authorization.validator import is_root_certificate
from canton.topology.checks.context import CheckContext
from canton.topology.checks.member import (
    check_keys,
    check_keys_removal,
    check_mediator_group,
    check_sequencers,
    check_trust_certificate,
)
from canton.topology.checks.namespace import (
    check_decentralized_namespace,
    check_namespace_delegation,
)
from canton.topology.checks.party import check_party_to_participant
from canton.topology.checks.upgrade import (
    check_announcement,
    check_connection_successor,
    check_not_frozen,
)
from canton.topology.mapping.key import OwnerToKeyMapping
from canton.topology.mapping.mapping import TopologyMapping
from canton.topology.mapping.namespace import (
    DecentralizedNamespaceDefinition,
    NamespaceDelegation,
)
from canton.topology.mapping.participant import SynchronizerTrustCertificate
from canton.topology.mapping.party import PartyToParticipant
from canton.topology.mapping.synchronizer import (
    MediatorSynchronizerState,
    SequencerSynchronizerState,
    SynchronizerParametersState,
)
from canton.topology.mapping.upgrade import LsuAnnouncement, LsuSequencerConnectionSuccessor
from canton.topology.rejection import RejectionName, TopologyRejection
from canton.topology.transaction import (
    SERIAL_MAX,
    Operation,
    SignedTopologyTransaction,
    TopologyTransaction,
)


def check_required(
    context: CheckContext, transaction: SignedTopologyTransaction
) -> TopologyRejection | None:
    """The first rule that the transaction breaks, or None."""
    change = transaction.transaction
    if change.operation is Operation.REMOVE:
        rejection = _check_removal(context, transaction)
    elif change.serial >= SERIAL_MAX:
        rejection = TopologyRejection(
            RejectionName.INVALID_TOPOLOGY_MAPPING,
            f"Invalid mapping: The serial for a REPLACE must be less than {SERIAL_MAX}.",
        )
    else:
        rejection = None
    rejection = rejection or check_not_frozen(context, change.mapping)
    if rejection is not None:
        return rejection
    if change.operation is Operation.REMOVE:
        return _check_kind_removal(context, change.mapping)
    return _check_kind_replacement(context, change)


def _check_removal(
    context: CheckContext, transaction: SignedTopologyTransaction
) -> TopologyRejection | None:
    previous = context.previous
    if previous is None:
        # A root certificate may be revoked before it was ever added: that blocks the namespace.
        if is_root_certificate(transaction):
            return None
        return TopologyRejection(
            RejectionName.NO_CORRESPONDING_ACTIVE_TX_TO_REVOKE,
            "There is no active topology transaction matching the mapping of the revocation"
            f" request: {transaction.transaction.code.name}",
        )
    # Of a trust certificate only the unique key must match, and it does: it led us to `previous`.
    is_certificate = isinstance(transaction.mapping, SynchronizerTrustCertificate)
    if not is_certificate and previous.mapping != transaction.mapping:
        return TopologyRejection(
            RejectionName.REMOVE_MUST_NOT_CHANGE_MAPPING,
            "Remove operation must not change the mapping to remove.",
        )
    return None


def _check_kind_removal(
    context: CheckContext, mapping: TopologyMapping
) -> TopologyRejection | None:
    match mapping:
        case OwnerToKeyMapping():
            return check_keys_removal(context, mapping)
        case SynchronizerParametersState():
            return TopologyRejection(
                RejectionName.CANNOT_REMOVE_MAPPING,
                "Removal of SynchronizerParametersState is not supported. Use Replace instead.",
            )
        case _:
            return None


def _check_kind_replacement(
    context: CheckContext, change: TopologyTransaction
) -> TopologyRejection | None:
    match change.mapping:
        case SynchronizerTrustCertificate() as mapping:
            return check_trust_certificate(context, mapping)
        case PartyToParticipant() as mapping:
            return check_party_to_participant(context, mapping)
        case OwnerToKeyMapping() as mapping:
            return check_keys(context, mapping)
        case MediatorSynchronizerState() as mapping:
            return check_mediator_group(context, mapping)
        case SequencerSynchronizerState() as mapping:
            return check_sequencers(context, mapping)
        case DecentralizedNamespaceDefinition() as mapping:
            return check_decentralized_namespace(context, mapping)
        case NamespaceDelegation() as mapping:
            return check_namespace_delegation(context, mapping)
        case LsuAnnouncement() as mapping:
            return check_announcement(context, change, mapping)
        case LsuSequencerConnectionSuccessor() as mapping:
            return check_connection_successor(context, mapping)
        case _:
            return None
