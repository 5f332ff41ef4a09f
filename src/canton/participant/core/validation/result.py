"""Whether a verdict that came is the mediators': their signatures reach the group's threshold.

Source: protocol sheet 2.9 (at this protocol version by the topology at the result's time).
"""

from __future__ import annotations

from canton.crypto.signature import verify
from canton.errors import Rejection
from canton.participant.core.message import ReceivedContent
from canton.participant.core.validation.check import PROTOCOL_USAGE
from canton.participant.errors import ALARM
from canton.protocol.message.signed import ConfirmationResult
from canton.protocol.sequencing.envelope import signed_message_hash
from canton.topology.snapshot.snapshot import TopologySnapshot


def accepted_result(
    result: ConfirmationResult, received: ReceivedContent, snapshot: TopologySnapshot
) -> ConfirmationResult | Rejection:
    """The result, if enough active mediators of one group signed it."""
    if result.synchronizer != snapshot.physical_synchronizer:
        return Rejection(ALARM, f"a verdict is for {result.synchronizer}")
    digest = signed_message_hash(received.signed_bytes)
    for group in snapshot.mediator_groups():
        signers = {
            mediator
            for mediator in group.active
            for key in snapshot.members.signing_keys(mediator, PROTOCOL_USAGE)
            if any(verify(key, digest, each, PROTOCOL_USAGE) for each in received.signatures)
        }
        if len(signers) >= group.threshold:
            return result
    return Rejection(ALARM, f"the verdict on {result.request_id} is not signed by enough mediators")
