"""Rows of the topology state over time, and the files and streams that carry them.

A row is active in `(valid_from, valid_until]`; a rejected one is stored with both times equal.
Files are length-delimited versioned items. Source: Canton 3.6 StoredTopologyTransaction(s);
protocol sheet 4.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from canton.crypto.hash import Hash, HashPurpose, digest
from canton.timestamps import TIMESTAMP_MIN, Timestamp
from canton.topology.encoding.time import timestamp_from_proto, timestamp_to_proto
from canton.topology.encoding.versioned import parsed, unwrap, wrap
from canton.topology.mapping.mapping import TopologyMapping
from canton.topology.transaction import SignedTopologyTransaction
from canton.wire import topology_admin_pb2 as wire

INITIAL_TOPOLOGY_TIME: Final = Timestamp(TIMESTAMP_MIN + 1)
"""The sequencing and effective time of all transactions that found a synchronizer."""


@dataclass(frozen=True, slots=True)
class StoredTopologyTransaction:
    """A transaction with its times, and the reason where it was rejected."""

    sequenced: Timestamp
    valid_from: Timestamp
    valid_until: Timestamp | None
    transaction: SignedTopologyTransaction
    rejection: str | None = None

    @property
    def mapping(self) -> TopologyMapping:
        """The mapping of the transaction."""
        return self.transaction.transaction.mapping

    @property
    def hash(self) -> Hash:
        """The hash of the transaction."""
        return self.transaction.transaction.hash

    @property
    def is_proposal(self) -> bool:
        """Whether the transaction still lacks signatures."""
        return self.transaction.is_proposal

    def is_active_at(self, time: Timestamp) -> bool:
        """Whether a snapshot at that time sees the row."""
        return self.valid_from < time and (self.valid_until is None or time <= self.valid_until)

    @staticmethod
    def from_proto(item: wire.TopologyTransactions.Item) -> StoredTopologyTransaction:
        """Reads the message.

        Raises:
            ValueError: it is malformed.
        """
        has_until = item.HasField("valid_until")
        return StoredTopologyTransaction(
            timestamp_from_proto(item.sequenced),
            timestamp_from_proto(item.valid_from),
            timestamp_from_proto(item.valid_until) if has_until else None,
            SignedTopologyTransaction.parse(item.transaction),
            item.rejection_reason if item.HasField("rejection_reason") else None,
        )

    def to_proto(self) -> wire.TopologyTransactions.Item:
        """The message of the row."""
        until = self.valid_until
        return wire.TopologyTransactions.Item(
            sequenced=timestamp_to_proto(self.sequenced),
            valid_from=timestamp_to_proto(self.valid_from),
            valid_until=None if until is None else timestamp_to_proto(until),
            transaction=self.transaction.to_bytes(),
            rejection_reason=self.rejection,
        )


def write_delimited(rows: Iterable[StoredTopologyTransaction]) -> Iterator[bytes]:
    """The rows as length-delimited versioned items: one chunk per row, to be concatenated."""
    for row in rows:
        item = wrap(row.to_proto())
        yield _varint(len(item)) + item


def read_delimited(content: bytes) -> list[StoredTopologyTransaction]:
    """The rows of a file or of a whole stream.

    Raises:
        ValueError: the bytes are malformed or end within an item.
    """
    rows = []
    position = 0
    while position < len(content):
        size, start = _read_varint(content, position)
        position = start + size
        if position > len(content):
            raise ValueError("the snapshot ends within a transaction")
        item = parsed(wire.TopologyTransactions.Item, unwrap(content[start:position]))
        rows.append(StoredTopologyTransaction.from_proto(item))
    return rows


def read_transactions_message(content: bytes) -> list[StoredTopologyTransaction]:
    """The rows of one versioned message with all items, as the older calls use it.

    Raises:
        ValueError: the bytes are malformed.
    """
    message = parsed(wire.TopologyTransactions, unwrap(content))
    return [StoredTopologyTransaction.from_proto(item) for item in message.items]


def write_transactions_message(rows: Iterable[StoredTopologyTransaction]) -> bytes:
    """One versioned message with all rows."""
    return wrap(wire.TopologyTransactions(items=[row.to_proto() for row in rows]))


def genesis_row(transaction: SignedTopologyTransaction) -> StoredTopologyTransaction:
    """The row of a transaction that founds a synchronizer."""
    return StoredTopologyTransaction(
        INITIAL_TOPOLOGY_TIME, INITIAL_TOPOLOGY_TIME, None, transaction.as_proposal(False)
    )


def as_genesis(
    rows: Iterable[StoredTopologyTransaction],
) -> Iterator[StoredTopologyTransaction]:
    """The rows as the beginning of a new synchronizer: all times are brought back to it."""
    for row in rows:
        if row.rejection is None:
            until = None if row.valid_until is None else INITIAL_TOPOLOGY_TIME
            yield replace(
                row,
                sequenced=INITIAL_TOPOLOGY_TIME,
                valid_from=INITIAL_TOPOLOGY_TIME,
                valid_until=until,
            )


def initial_state_hash(rows: Iterable[StoredTopologyTransaction]) -> Hash:
    """The hash by which a new member compares the initial state of several sequencers."""
    hashes = b"".join(row.hash.multihash for row in rows)
    return digest(HashPurpose.INITIAL_TOPOLOGY_STATE_CONSISTENCY, hashes)


def _varint(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


def _read_varint(content: bytes, position: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 35, 7):
        if position >= len(content):
            raise ValueError("the snapshot ends within a length")
        byte = content[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
    raise ValueError("a length is malformed")
