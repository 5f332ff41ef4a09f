"""Topology transactions inside sequenced batches.

Only an envelope to exactly all members counts, and only if it names this synchronizer: every
member must see the same transactions, or their topologies would part.
Source: Canton 3.6 TopologyTransactionsBroadcast, TopologyTransactionProcessor.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from canton.crypto.versioned import unwrap_as
from canton.errors import Rejection
from canton.identifiers import PhysicalSynchronizerId
from canton.protocol.sequencing.envelope import Envelope
from canton.protocol.sequencing.recipient import Group
from canton.wire.protocol_v31_pb2 import EnvelopeContent
from canton.wire.topology_pb2 import TopologyTransactionsBroadcast

_SCHEMA: Final = 31
_EVERYBODY: Final = frozenset((Group.ALL_MEMBERS,))


def topology_broadcasts(
    synchronizer: PhysicalSynchronizerId, envelopes: Iterable[Envelope]
) -> tuple[TopologyTransactionsBroadcast, ...]:
    """The broadcasts of topology transactions in the batch, in their order."""
    broadcasts = []
    for envelope in envelopes:
        if envelope.signatures or envelope.recipients.as_single_group() != _EVERYBODY:
            continue
        content = unwrap_as(envelope.content, EnvelopeContent, {_SCHEMA})
        if isinstance(content, Rejection):
            continue
        if content.WhichOneof("some_envelope_content") != "topology_transactions_broadcast":
            continue
        broadcast = content.topology_transactions_broadcast
        if broadcast.physical_synchronizer_id == str(synchronizer):
            broadcasts.append(broadcast)
    return tuple(broadcasts)
