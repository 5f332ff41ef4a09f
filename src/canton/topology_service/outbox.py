"""Sends a node's own topology transactions to a synchronizer until they are seen sequenced.

Batches hold at most 100 transactions. A batch that cannot be sent is tried again after a delay;
one that is sent but not seen within the observation timeout is sent again (members merge equal
transactions). Nothing is kept over a restart: what a node authored for itself is found again by
comparing its authorized store with the synchronizer's state.
Source: Canton 3.6 QueueBasedSynchronizerOutbox; protocol sheet 4.3.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from canton.clock import Clock
from canton.crypto.hash import Hash
from canton.errors import LedgerError, TransientError
from canton.timestamps import Timestamp
from canton.topology.broadcast import BROADCAST_SIZE_MAX
from canton.topology.transaction import SignedTopologyTransaction
from canton.topology_service.client import SequencedTopology
from canton.topology_service.errors import NOT_SEQUENCED, TOO_MANY_PENDING, error_of_rejection

_LOGGER = logging.getLogger(__name__)

PENDING_MAX: Final = 100
RETRY_S: Final = 10.0
OBSERVATION_TIMEOUT_S: Final = 30.0

Send = Callable[[Sequence[SignedTopologyTransaction]], Awaitable[None]]
"""Sends one broadcast; returns when it was accepted for sequencing. Raises `TransientError`."""


@dataclass(slots=True)
class _Pending:
    transaction: SignedTopologyTransaction
    resend_at_s: float = 0.0
    seen: list[asyncio.Future[Timestamp]] = field(default_factory=list)

    @property
    def was_sent(self) -> bool:
        return self.resend_at_s > 0.0


class TopologyOutbox:
    """The transactions of this node that wait to be sequenced on one synchronizer."""

    def __init__(self, send: Send, clock: Clock, *, pending_max: int = PENDING_MAX) -> None:
        self._send = send
        self._clock = clock
        self._pending_max = pending_max
        self._pending: dict[Hash, _Pending] = {}
        self._woken = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits to be sent or seen."""
        return not self._pending

    async def wait_idle(self) -> None:
        """Returns once nothing waits to be sent or seen."""
        await self._idle.wait()

    def enqueue(
        self, transactions: Iterable[SignedTopologyTransaction], *, is_bounded: bool = True
    ) -> None:
        """Takes transactions to send; signatures of the same transaction are merged.

        Raises:
            LedgerError: too many are waiting already.
        """
        if is_bounded and len(self._pending) >= self._pending_max:
            raise LedgerError(
                TOO_MANY_PENDING, f"{len(self._pending)} topology transactions are pending"
            )
        for transaction in transactions:
            known = self._pending.get(transaction.hash)
            if known is None:
                self._pending[transaction.hash] = _Pending(transaction)
            elif not transaction.signers <= known.transaction.signers:
                known.transaction = known.transaction.with_signatures(transaction.signatures)
                known.resend_at_s = 0.0
        if self._pending:
            self._idle.clear()
            self._woken.set()

    async def wait_seen(
        self, transactions: Iterable[SignedTopologyTransaction], timeout_s: float
    ) -> Timestamp | None:
        """The latest effective time of the transactions once they are sequenced and accepted.

        Transactions that are not pending do not count; None where none is.

        Raises:
            LedgerError: one was rejected, or they were not seen in time.
        """
        futures = []
        for transaction in transactions:
            pending = self._pending.get(transaction.hash)
            if pending is not None:
                future: asyncio.Future[Timestamp] = asyncio.get_running_loop().create_future()
                pending.seen.append(future)
                futures.append(future)
        if not futures:
            return None
        try:
            async with asyncio.timeout(timeout_s):
                return max([await future for future in futures])
        except TimeoutError as error:
            raise LedgerError(
                NOT_SEQUENCED, f"topology transactions were not seen within {timeout_s} s"
            ) from error

    def on_sequenced(self, topology: SequencedTopology) -> None:
        """Takes out what was sequenced; to be registered with the topology client."""
        for outcome in topology.outcomes:
            pending = self._pending.get(outcome.transaction.hash)
            if pending is None:
                continue
            is_ours = pending.transaction.signers <= outcome.transaction.signers
            # Superfluous signatures are stripped from what is accepted, so after sending, less is
            # enough. Otherwise it is the same transaction from another member: ours still counts.
            if not is_ours and (outcome.rejection is not None or not pending.was_sent):
                continue
            del self._pending[outcome.transaction.hash]
            for future in pending.seen:
                if future.done():
                    continue
                if outcome.rejection is None:
                    future.set_result(topology.effective)
                else:
                    future.set_exception(error_of_rejection(outcome.rejection))
        if not self._pending:
            self._idle.set()

    async def run(self) -> None:
        """Sends until cancelled."""
        while True:
            batch = self._due()
            if batch:
                await self._send_batch(batch)
            else:
                await self._wait()

    def _due(self) -> list[_Pending]:
        now_s = self._clock.monotonic_s()
        due = [each for each in self._pending.values() if each.resend_at_s <= now_s]
        return due[:BROADCAST_SIZE_MAX]

    async def _send_batch(self, batch: list[_Pending]) -> None:
        transactions = [each.transaction for each in batch]
        # Before the call: what we send may be sequenced before the call returns.
        for each in batch:
            each.resend_at_s = self._clock.monotonic_s() + OBSERVATION_TIMEOUT_S
        try:
            await self._send(transactions)
        except TransientError as error:
            for each in batch:
                each.resend_at_s = 0.0
            _LOGGER.warning(
                "%s topology transactions not sent, trying again in %s s: %s",
                len(batch),
                RETRY_S,
                error,
            )
            await self._clock.sleep(RETRY_S)

    async def _wait(self) -> None:
        self._woken.clear()
        next_s = min((each.resend_at_s for each in self._pending.values()), default=None)
        if next_s is None:
            await self._woken.wait()
            return
        try:
            async with asyncio.timeout(max(0.0, next_s - self._clock.monotonic_s())):
                await self._woken.wait()
        except TimeoutError:
            return
