"""What the sequencers agreed on that a member has purchased.

A sequenced message counts that is addressed to all sequencers and signed by as many of them as
must agree. Source: Canton 3.6 TrafficControlProcessor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from canton.crypto.hash import HashPurpose
from canton.errors import Rejection
from canton.identifiers import PhysicalSynchronizerId
from canton.protocol.message.signed import SetTrafficPurchased, read_signed_content
from canton.protocol.sequencing.envelope import Envelope
from canton.protocol.sequencing.recipient import Group
from canton.sequencer.core.ports import TopologySnapshotView
from canton.sequencer.errors import INVALID_TRAFFIC_PURCHASED_MESSAGE


def purchases_in(
    synchronizer: PhysicalSynchronizerId,
    envelopes: Iterable[Envelope],
    snapshot: TopologySnapshotView,
) -> Iterator[SetTrafficPurchased | Rejection]:
    """The purchases in a delivered batch, and what only claims to be one.

    The snapshot is that of the time at which the batch is sequenced.
    """
    for envelope in envelopes:
        if not envelope.signatures:
            continue
        message = read_signed_content(envelope.content)
        if isinstance(message, SetTrafficPurchased):
            problem = _problem(message, envelope, synchronizer, snapshot)
            if problem is None:
                yield message
            else:
                yield Rejection(INVALID_TRAFFIC_PURCHASED_MESSAGE, problem)


def _problem(
    message: SetTrafficPurchased,
    envelope: Envelope,
    synchronizer: PhysicalSynchronizerId,
    snapshot: TopologySnapshotView,
) -> str | None:
    if message.synchronizer != synchronizer:
        return f"the purchase is on {message.synchronizer}, which is another synchronizer"
    if Group.SEQUENCERS not in envelope.recipients.all():
        return (
            "A SetTrafficPurchased message should be addressed to all the sequencers of a "
            "synchronizer. Skipping it."
        )
    group = snapshot.sequencer_group()
    if group is None:
        return "there are no sequencers"
    signed_by = set()
    for signature in envelope.signatures:
        for sequencer in group.active:
            if snapshot.is_signing_key_of(sequencer, signature):
                problem = snapshot.signature_problem(
                    sequencer,
                    HashPurpose.SIGNED_PROTOCOL_MESSAGE_SIGNATURE,
                    envelope.content,
                    signature,
                )
                if problem is None:
                    signed_by.add(sequencer)
    if len(signed_by) < group.threshold:
        return f"{len(signed_by)} sequencers signed the purchase, {group.threshold} must"
    return None
