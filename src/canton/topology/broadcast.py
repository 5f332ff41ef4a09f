"""The message by which topology transactions reach all members.

Reading is this package's edge towards others: what does not parse becomes a `Rejection`, since a
member may send anything. Source: Canton 3.6 TopologyTransactionsBroadcast; protocol sheet 4.1.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from canton.crypto.errors import malformed
from canton.errors import Rejection
from canton.identifiers import PhysicalSynchronizerId
from canton.topology.transaction import SignedTopologyTransaction
from canton.wire import topology_pb2 as wire

BROADCAST_SIZE_MAX: Final = 100
"""More transactions are sent in several broadcasts."""


def broadcast_message(
    synchronizer: PhysicalSynchronizerId, transactions: Iterable[SignedTopologyTransaction]
) -> wire.TopologyTransactionsBroadcast:
    """The message to put in an envelope to all members."""
    return wire.TopologyTransactionsBroadcast(
        physical_synchronizer_id=str(synchronizer),
        signed_transactions=wire.SignedTopologyTransactions(
            signed_transaction=[transaction.to_bytes() for transaction in transactions]
        ),
    )


def read_broadcast(
    synchronizer: PhysicalSynchronizerId, message: wire.TopologyTransactionsBroadcast
) -> tuple[SignedTopologyTransaction, ...] | Rejection:
    """The transactions of a broadcast that is meant for this synchronizer."""
    if message.physical_synchronizer_id != str(synchronizer):
        return malformed(
            f"the broadcast is for the synchronizer {message.physical_synchronizer_id!r}"
        )
    return read_transactions(message.signed_transactions.signed_transaction)


def read_transactions(
    contents: Iterable[bytes],
) -> tuple[SignedTopologyTransaction, ...] | Rejection:
    """The transactions in versioned bytes; all of them, or the reason why one does not parse."""
    try:
        return tuple(SignedTopologyTransaction.parse(content) for content in contents)
    except ValueError as error:
        return malformed(str(error))
