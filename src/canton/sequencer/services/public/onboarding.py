"""Which topology transactions a participant may bring that is not on the synchronizer yet.

They are broadcast by the sequencer before anybody has authenticated, so they are judged closely:
few, complete, final, and all about the participant itself.
Source: Canton 3.6 GrpcSequencerConnectService.validateOnboardingTransactions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from canton.identifiers import Member
from canton.topology.mapping.code import MappingCode
from canton.topology.transaction import Operation, SignedTopologyTransaction

TRANSACTIONS_MAX: Final = 7
_NEEDED: Final = (
    MappingCode.NAMESPACE_DELEGATION,
    MappingCode.OWNER_TO_KEY_MAPPING,
    MappingCode.SYNCHRONIZER_TRUST_CERTIFICATE,
)


def onboarding_problem(
    participant: Member, transactions: Sequence[SignedTopologyTransaction]
) -> str | None:
    """Why these are not the onboarding transactions of the participant, or None."""
    if len(transactions) > TRANSACTIONS_MAX:
        return (
            f"Too many topology transactions. Limit: {TRANSACTIONS_MAX}, Found: {len(transactions)}"
        )
    codes = [signed.mapping.code for signed in transactions]
    certificates = codes.count(MappingCode.SYNCHRONIZER_TRUST_CERTIFICATE)
    if certificates != 1:
        return (
            "Exactly one SynchronizerTrustCertificate is required for Participants. Found: "
            f"{certificates}"
        )
    keys = codes.count(MappingCode.OWNER_TO_KEY_MAPPING)
    if keys != 1:
        return f"Exactly one OwnerToKeyMapping is required. Found: {keys}"
    unexpected = next((code for code in codes if code not in _NEEDED), None)
    if unexpected is not None:
        return f"Unexpected topology mapping found: {unexpected.name}"
    missing = [code.name for code in _NEEDED if code not in codes]
    if missing:
        return f"Missing mappings for onboarding {participant}. Missing: {', '.join(missing)}"
    return _content_problem(participant, transactions)


def _content_problem(
    participant: Member, transactions: Sequence[SignedTopologyTransaction]
) -> str | None:
    for signed in transactions:
        name = signed.mapping.code.name
        if signed.is_proposal:
            return f"Unexpected proposals for onboarding {participant}. Found: {name}"
        if signed.operation is Operation.REMOVE:
            return f"Unexpected removals for onboarding {participant}. Found: {name}"
        uid = signed.transaction.uid
        if uid is not None and uid != participant.uid:
            return f"Mappings for unexpected UIDs for onboarding {participant}: {name}"
        if signed.mapping.namespace != participant.uid.namespace:
            return f"Mappings for unexpected namespaces for onboarding {participant}: {name}"
    return None
