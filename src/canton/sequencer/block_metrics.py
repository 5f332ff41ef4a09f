"""What the blocks of a sequencer count: how far it is, and who sends how much of what.

The content of a request is hidden, but sender and recipients tell what kind it is.
Source: Canton 3.6 BlockMetrics, SequencerMetrics.
"""

from __future__ import annotations

from typing import Final

from canton.protocol.sequencing.submission import RequestKind
from canton.sequencer.core.effects import Charged, Taken
from canton.telemetry import catalogue
from canton.telemetry.metric import Instrument, Metrics

_TYPES: Final = {
    RequestKind.CONFIRMATION_RESPONSE: "send-confirmation-response",
    RequestKind.CONFIRMATION_REQUEST: "send-confirmation-request",
    RequestKind.VERDICT: "send-verdict",
    RequestKind.COMMITMENT: "send-commitment",
    RequestKind.LSU_SEQUENCING_TEST: "send-test-lsu-sequencing",
    RequestKind.TOP_UP: "send-topup",
    RequestKind.TOP_UP_MEDIATORS: "send-topup-med",
    RequestKind.TOPOLOGY_TRANSACTION: "send-topology",
    RequestKind.TIME_PROOF: "send-time-proof",
    RequestKind.UNEXPECTED: "send-unexpected",
    None: "ack",
}


class BlockMetrics:
    """The series of one sequencer; those of a member begin with its first request."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._height = metrics.instrument(catalogue.BLOCK_HEIGHT)
        self._delay = metrics.instrument(catalogue.BLOCK_DELAY)
        self._of_member: dict[tuple[str, str], tuple[Instrument, Instrument]] = {}

    def processed(self, height: int, delay_micros: int) -> None:
        """All blocks up to that height are stored; the last one was cut so long ago."""
        self._height.set(height)
        self._delay.set(delay_micros / 1_000)

    def taken(self, taken: Taken) -> None:
        """Counts a request; of acknowledgements the bytes are not counted."""
        events, size = self._series(str(taken.member), _TYPES[taken.kind])
        events.add()
        if taken.kind is not None:
            size.add(taken.size)

    def _series(self, member: str, kind: str) -> tuple[Instrument, Instrument]:
        known = self._of_member.get((member, kind))
        if known is None:
            known = self._of_member[member, kind] = (
                self._metrics.instrument(catalogue.BLOCK_EVENTS, member=member, type=kind),
                self._metrics.instrument(catalogue.BLOCK_EVENT_BYTES, member=member, type=kind),
            )
        return known


class TrafficMetrics:
    """What members pay, and for what nobody gets anything."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def charged(self, charged: Charged) -> None:
        """Counts a request whose sender pays for what it sends."""
        labels = {
            "member": str(charged.member),
            "type": _TYPES[charged.kind],
            "sequencer": charged.sequencer,
        }
        count, amount = catalogue.TRAFFIC_DELIVERED, catalogue.TRAFFIC_DELIVERED_COST
        of_request = charged.cost
        if charged.waste is not None:
            labels["reason"] = charged.waste
            count, amount = catalogue.TRAFFIC_WASTED, catalogue.TRAFFIC_WASTED_COST
            if not charged.is_paid:
                count, amount = catalogue.SEQUENCING_WASTED, catalogue.SEQUENCING_WASTED_BYTES
                of_request = charged.size
        self._metrics.instrument(count, **labels).add()
        self._metrics.instrument(amount, **labels).add(of_request)
