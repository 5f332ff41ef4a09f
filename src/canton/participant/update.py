"""Updates and completions as the ledger keeps them: everything a reader of any shape may ask for.

An update holds every event of the transaction that this participant was entitled to see, with the
parties that may see it in each of the two shapes; the Ledger API cuts it to what a reader asks for.
Values in events are kept as the verbose Ledger API renders them. Source: ledger API sheet 8.1.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import islice
from typing import Final

import msgspec

from canton.identifiers import Offset
from canton.participant.core.activeness import ContractId
from canton.topology.difference import HostingChange, HostingEventKind


class UpdateKind(IntEnum):
    """What an update tells of."""

    TRANSACTION = 1
    TOPOLOGY = 2
    REJECTION = 3
    """Only a completion: the command of this offset was rejected."""


class EventKind(IntEnum):
    """What happened to a contract."""

    CREATED = 1
    EXERCISED = 2


@dataclass(frozen=True, slots=True)
class LedgerEvent:
    """A create or an exercise that was not rolled back.

    `event` is the serialized `CreatedEvent` or `ExercisedEvent` with every optional field, offset
    and witnesses left out. `witnesses` may see it in the shape of ledger effects, `stakeholders`
    are those of its contract; both name parties hosted elsewhere too. `is_transient` says that its
    contract came and went in the same transaction; `is_consuming` that an exercise archived it.
    """

    node_id: int
    kind: EventKind
    contract_id: ContractId
    package_name: str
    template: str
    interface: str
    event: bytes
    witnesses: tuple[str, ...]
    stakeholders: tuple[str, ...]
    is_consuming: bool
    is_transient: bool
    is_activeness_known: bool = True
    """False where the contract has no stakeholder here, so that it never was active here."""

    @property
    def changes_activeness(self) -> bool:
        """Whether the event belongs to the shape of ACS deltas."""
        is_change = self.kind is EventKind.CREATED or self.is_consuming
        return is_change and not self.is_transient and self.is_activeness_known


@dataclass(frozen=True, slots=True)
class TransactionUpdate:
    """An accepted transaction. `submitters` is empty unless it was submitted here."""

    update_id: str
    command_id: str
    workflow_id: str
    submitters: tuple[str, ...]
    synchronizer: str
    effective_at: int
    record_time: int
    events: tuple[LedgerEvent, ...]
    traceparent: str
    external_hash: bytes = b""
    paid_traffic_cost: int = 0


@dataclass(frozen=True, slots=True)
class AuthorizationEvent:
    """A change of a party's hosting on a participant; permission 0 means none any more."""

    kind: HostingEventKind
    party: str
    participant: str
    permission: int


@dataclass(frozen=True, slots=True)
class TopologyUpdate:
    """A change of who hosts which party; its record time is when it became effective."""

    update_id: str
    synchronizer: str
    record_time: int
    events: tuple[AuthorizationEvent, ...]
    traceparent: str

    @staticmethod
    def of(synchronizer: str, change: HostingChange, traceparent: str = "") -> TopologyUpdate:
        """What the ledger tells of a change of the synchronizer's topology."""
        return TopologyUpdate(
            change.update_id.hex(),
            synchronizer,
            change.effective,
            tuple(
                AuthorizationEvent(
                    each.kind, each.party, str(each.participant.uid), int(each.permission or 0)
                )
                for each in change.events
            ),
            traceparent,
        )


@dataclass(frozen=True, slots=True)
class Completion:
    """The answer to a command: accepted with an update id, or rejected with a status."""

    command_id: str
    user_id: str
    act_as: tuple[str, ...]
    submission_id: str
    deduplication_offset: int
    synchronizer: str
    record_time: int
    update_id: str
    status: bytes
    """The serialized google.rpc.Status; empty for OK."""
    traceparent: str
    paid_traffic_cost: int = 0


Update = TransactionUpdate | TopologyUpdate


@dataclass(frozen=True, slots=True)
class UpdateAt:
    """An update and its place on the ledger."""

    offset: Offset
    update: Update


@dataclass(frozen=True, slots=True)
class CompletionAt:
    """A completion and its place on the ledger."""

    offset: Offset
    completion: Completion


_ENCODER: Final = msgspec.msgpack.Encoder()
_TRANSACTION: Final = msgspec.msgpack.Decoder(TransactionUpdate)
_TOPOLOGY: Final = msgspec.msgpack.Decoder(TopologyUpdate)
_COMPLETION: Final = msgspec.msgpack.Decoder(Completion)


def encode(value: Update | Completion) -> bytes:
    """The bytes kept in the store."""
    return _ENCODER.encode(value)


def with_cost(completion: bytes, paid: int) -> bytes:
    """The bytes of a completion with what the command has paid for being sent."""
    if not paid:
        return completion
    return encode(replace(decode_completion(completion), paid_traffic_cost=paid))


def decode_transaction(content: bytes) -> TransactionUpdate:
    """Reads what `encode` wrote of a transaction."""
    return _TRANSACTION.decode(content)


def decode_topology(content: bytes) -> TopologyUpdate:
    """Reads what `encode` wrote of a topology update."""
    return _TOPOLOGY.decode(content)


def decode_completion(content: bytes) -> Completion:
    """Reads what `encode` wrote of a completion."""
    return _COMPLETION.decode(content)


RECENT_BYTES_MAX: Final = 4 * 1024 * 1024
_OVERHEAD_BYTES: Final = 512


class RecentUpdates:
    """The latest updates, so that who follows the ledger need not read back what was just written.

    Every update after `floor` is there.
    """

    def __init__(self, floor: int, bytes_max: int = RECENT_BYTES_MAX) -> None:
        self.floor = floor
        self._bytes_max = bytes_max
        self._bytes = 0
        self._updates: deque[tuple[int, Update, int]] = deque()

    def add(self, offset: int, update: Update) -> None:
        """Adds the next update; the oldest ones go when all together are too large."""
        size = _size_of(update)
        self._updates.append((offset, update, size))
        self._bytes += size
        while self._bytes > self._bytes_max:
            self.floor, _, freed = self._updates.popleft()
            self._bytes -= freed

    def between(
        self, begin_exclusive: int, end_inclusive: int, count_max: int
    ) -> list[tuple[int, Update]] | None:
        """The first updates between two offsets; None if they may not all be there."""
        if begin_exclusive < self.floor:
            return None
        found: deque[tuple[int, Update]] = deque()
        for offset, update, _ in reversed(self._updates):
            if offset <= begin_exclusive:
                break
            if offset <= end_inclusive:
                found.appendleft((offset, update))
        return list(islice(found, count_max))


def _size_of(update: Update) -> int:
    size = _OVERHEAD_BYTES * (1 + len(update.events))
    if isinstance(update, TransactionUpdate):
        size += sum(len(each.event) for each in update.events)
    return size
