"""Events signed by this sequencer, each once for each member.

The key must have been valid at the time of the event, so an event from before this sequencer had
any key cannot be signed: its subscription ends with a tombstone.
Source: Canton 3.6 SequencerReader.signValidatedEvent.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Final, TypeVar

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

K = TypeVar("K")
V = TypeVar("V")

SIGNED_EVENTS_KEPT: Final = 2000
BATCHES_KEPT: Final = 64


class EventSigning:
    """Makes the signed bytes of events, and keeps the latest ones."""

    def __init__(self, keys: OwnKeys, snapshot_at: Callable[[Timestamp], SnapshotView]) -> None:
        self._keys = keys
        self._snapshot_at = snapshot_at
        self._signed: OrderedDict[tuple[int, int], bytes] = OrderedDict()
        self._batches: OrderedDict[int, Batch] = OrderedDict()

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
        _keep(self._signed, name, signed, SIGNED_EVENTS_KEPT)
        return signed

    def _batch(self, event: EventRow) -> Batch | None:
        if event.kind != DELIVER:
            return None
        known = self._batches.get(event.time)
        if known is None:
            known = stored_batch(event)
            _keep(self._batches, event.time, known, BATCHES_KEPT)
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


def _keep(kept: OrderedDict[K, V], name: K, value: V, count_max: int) -> None:
    kept[name] = value
    if len(kept) > count_max:
        kept.popitem(last=False)
