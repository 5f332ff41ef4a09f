"""Whether a verdict that came is the mediators': their signatures reach the group's threshold.

Source: protocol sheet 2.9 (at this protocol version by the topology at the result's time).
"""

from __future__ import annotations

from dataclasses import dataclass

from canton.crypto.hash import Hash
from canton.crypto.signature import verify
from canton.errors import Rejection
from canton.participant.core.message import ReceivedContent
from canton.participant.core.validation.check import PROTOCOL_USAGE
from canton.participant.errors import ALARM
from canton.protocol.message.signed import ConfirmationResult
from canton.protocol.sequencing.envelope import signed_message_hash
from canton.topology.mapping.synchronizer import MediatorSynchronizerState
from canton.topology.snapshot.snapshot import TopologySnapshot


@dataclass(frozen=True, slots=True)
class SignedResult:
    """A result with the mediator groups that signed it; it counts for requests to one of them."""

    result: ConfirmationResult
    groups: frozenset[int]


def accepted_result(
    result: ConfirmationResult, received: ReceivedContent, snapshot: TopologySnapshot
) -> SignedResult | Rejection:
    """The result, if enough active mediators of a group signed it."""
    if result.synchronizer != snapshot.physical_synchronizer:
        return Rejection(ALARM, f"a verdict is for {result.synchronizer}")
    digest = signed_message_hash(received.signed_bytes)
    groups = frozenset(
        group.group
        for group in snapshot.mediator_groups()
        if _signer_count(group, digest, received, snapshot) >= group.threshold
    )
    if not groups:
        cause = f"the verdict on {result.request_id} is not signed by enough mediators"
        return Rejection(ALARM, cause)
    return SignedResult(result, groups)


def _signer_count(
    group: MediatorSynchronizerState,
    digest: Hash,
    received: ReceivedContent,
    snapshot: TopologySnapshot,
) -> int:
    return sum(
        any(
            verify(key, digest, signature, PROTOCOL_USAGE)
            for key in snapshot.members.signing_keys(mediator, PROTOCOL_USAGE)
            for signature in received.signatures
        )
        for mediator in group.active
    )
