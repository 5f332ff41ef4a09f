"""Sends topology transactions of a member to everybody on its synchronizer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from canton.clock import Clock, Randomness
from canton.errors import Categories, ErrorCode, TransientError
from canton.protocol.message.content import TopologyTransactionsBroadcast, unsigned_envelope
from canton.protocol.sequencing.envelope import Batch
from canton.protocol.sequencing.recipient import Group, Recipients
from canton.protocol.sequencing.submission import SubmissionRequest
from canton.sequencer_client.client import SequencerClient
from canton.sequencer_client.core.submission import Refused
from canton.timestamps import micros, plus
from canton.topology.transaction import SignedTopologyTransaction
from canton.topology_service.outbox import Send

MAX_SEQUENCING_DELAY: Final = micros(seconds=120)
_EVERYBODY: Final = Recipients.group([Group.ALL_MEMBERS])

TOPOLOGY_NOT_SENT: Final = ErrorCode(
    "TOPOLOGY_TRANSACTIONS_NOT_SENT",
    Categories.TRANSIENT_SERVER_FAILURE,
    "No sequencer took the topology transactions.",
    "They are sent again; check the sequencers if this goes on.",
)


def broadcaster(client: SequencerClient, clock: Clock, randomness: Randomness) -> Send:
    """What sends a broadcast and returns once a sequencer took it, for a `TopologyOutbox`."""

    async def send(transactions: Sequence[SignedTopologyTransaction]) -> None:
        content = TopologyTransactionsBroadcast(
            client.synchronizer, tuple(each.to_bytes() for each in transactions)
        )
        request = SubmissionRequest(
            client.member,
            str(UUID(bytes=randomness.bytes(16), version=4)),
            Batch.of([unsigned_envelope(content, _EVERYBODY)]),
            plus(clock.now(), MAX_SEQUENCING_DELAY),
        )
        submission = await client.start_send(request)
        await submission.taken
        if submission.outcome.done():
            result = submission.outcome.result()
            if isinstance(result, Refused):
                raise TransientError(TOPOLOGY_NOT_SENT, result.message)

    return send
