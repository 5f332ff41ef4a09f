"""What a participant has left to send on a synchronizer, as its sequencers know it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from canton.clock import Clock
from canton.errors import Categories, ErrorCode, LedgerError, TransientError
from canton.identifiers import UniqueIdentifier
from canton.participant.connection import Connected
from canton.participant.errors import NOT_CONNECTED_TO_SYNCHRONIZER
from canton.transport.seam import RpcError
from canton.wire.topology_pb2 import TrafficState

TRAFFIC_STATE_NOT_FOUND: Final = ErrorCode(
    "TRAFFIC_CONTROL_STATE_NOT_FOUND",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_RESOURCE_MISSING,
    "No sequencer says what the participant has left to send.",
    "See whether the sequencers can be reached, then ask again.",
)


async def traffic_on(
    synchronizer: UniqueIdentifier, connected: Iterable[Connected], clock: Clock
) -> TrafficState:
    """The participant's traffic at present.

    Raises:
        LedgerError: NOT_CONNECTED_TO_SYNCHRONIZER.
        TransientError: TRAFFIC_CONTROL_STATE_NOT_FOUND, no sequencer answers.
    """
    found = [each for each in connected if each.synchronizer.logical == synchronizer]
    if not found:
        raise LedgerError(
            NOT_CONNECTED_TO_SYNCHRONIZER,
            f"This participant is not connected to synchronizer {synchronizer}.",
        )
    pool = found[0].session.pool
    for connection in pool.choose(len(pool.usable())):
        try:
            state = await connection.traffic_state(clock.now())
        except RpcError:
            continue
        if state is not None:
            return state
    raise TransientError(TRAFFIC_STATE_NOT_FOUND, "Traffic state not found")
