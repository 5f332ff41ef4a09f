"""Events signed by this sequencer, each once for each member.

The key must have been valid at the time of the event, so an event from before this sequencer had
any key cannot be signed: its subscription ends with a tombstone.
Source: Canton 3.6 SequencerReader.signValidatedEvent.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from canton.crypto.hash import HashPurpose, digest
from canton.crypto.signature import Signature
from canton.errors import LedgerError
from canton.identifiers import Member
from canton.protocol.sequencing.envelope import Batch
from canton.protocol.sequencing.signed_content import SignedContent
from canton.sequencer.core.delivery import Viewer, event_for, stored_batch
from canton.sequencer.core.rows import DELIVER, EventRow
from canton.sequencer.errors import TOMBSTONE_ENCOUNTERED
from canton.sequencer.event_feed import ChainedEvent
from canton.sequencer.own_keys import OwnKeys
from canton.sequencer.topology_view import SnapshotView
from canton.timestamps import Timestamp, iso

SIGNED_BYTES_KEPT: Final = 2 * 1024 * 1024
"""For further subscriptions of the same member, which follow closely or not at all."""

BATCH_BYTES_KEPT: Final = 2 * 1024 * 1024
"""For the other members that get the same event, all within a moment."""

_OVERHEAD_BYTES: Final = 256

K = TypeVar("K")
V = TypeVar("V")


class RecentlyMade(Generic[K, V]):
    """Values by name, of which the oldest go when all together are too large."""

    def __init__(self, bytes_max: int) -> None:
        self._bytes_max = bytes_max
        self._bytes = 0
        self._kept: OrderedDict[K, tuple[V, int]] = OrderedDict()

    def get(self, name: K) -> V | None:
        """The value, if it is still there."""
        known = self._kept.get(name)
        return None if known is None else known[0]

    def put(self, name: K, value: V, size: int) -> None:
        """Keeps the value, which takes so many bytes."""
        self._kept[name] = value, size + _OVERHEAD_BYTES
        self._bytes += size + _OVERHEAD_BYTES
        while self._bytes > self._bytes_max:
            _, (_, freed) = self._kept.popitem(last=False)
            self._bytes -= freed


class EventSigning:
    """Makes the signed bytes of events, and keeps the latest ones."""

    def __init__(self, keys: OwnKeys, snapshot_at: Callable[[Timestamp], SnapshotView]) -> None:
        self._keys = keys
        self._snapshot_at = snapshot_at
        self._signed: RecentlyMade[tuple[int, int], bytes] = RecentlyMade(SIGNED_BYTES_KEPT)
        self._batches: RecentlyMade[int, Batch] = RecentlyMade(BATCH_BYTES_KEPT)

    async def signed(self, chained: ChainedEvent, viewer: Viewer) -> bytes:
        """The wrapped signed content of the event as the member sees it.

        Raises:
            LedgerError: SEQUENCER_TOMBSTONE_ENCOUNTERED, there was no key at that time.
        """
        name = viewer.member_id, chained.event.time
        known = self._signed.get(name)
        if known is not None:
            return known
        event = event_for(
            chained.event,
            chained.groups,
            viewer,
            chained.previous,
            self._batch(chained.event),
        )
        content = event.to_bytes()
        signature = await self._sign(content, event.timestamp, viewer.member)
        signed = SignedContent(content, (signature,)).to_bytes()
        if self._signed.get(name) is None:
            # Another subscription of the member may have been faster.
            self._signed.put(name, signed, len(signed))
        return signed

    def _batch(self, event: EventRow) -> Batch | None:
        if event.kind != DELIVER:
            return None
        known = self._batches.get(event.time)
        if known is None:
            known = stored_batch(event)
            self._batches.put(event.time, known, len(event.batch))
        return known

    async def _sign(self, content: bytes, time: Timestamp, member: Member) -> Signature:
        hashed = digest(HashPurpose.SEQUENCED_EVENT_SIGNATURE, content)
        signature = await self._keys.sign(hashed, self._snapshot_at(time))
        if signature is None:
            raise LedgerError(
                TOMBSTONE_ENCOUNTERED,
                f"This sequencer cannot sign the event with sequencing timestamp {iso(time)} for"
                f" member {member}, delivering a tombstone and terminating the subscription.",
            )
        return signature
