"""The order that requests get inside a block.

Verdicts and responses go first, so that the requests that are already on their way finish before
new ones start. Times are laid anew from the block's smallest, one microsecond apart.
Source: Canton 3.6 BlockReorderer (protocol version 35).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from canton.protocol.sequencing.submission import RequestKind, request_kind
from canton.sequencer.core.request import Acknowledgement, Submission
from canton.timestamps import Timestamp

_PRIORITY: Final = {
    RequestKind.VERDICT: 0,
    RequestKind.UNEXPECTED: 0,
    RequestKind.CONFIRMATION_RESPONSE: 1,
    RequestKind.CONFIRMATION_REQUEST: 2,
    RequestKind.COMMITMENT: 3,
    RequestKind.TOPOLOGY_TRANSACTION: 4,
    RequestKind.TIME_PROOF: 5,
    RequestKind.LSU_SEQUENCING_TEST: 5,
    RequestKind.TOP_UP: 6,
    RequestKind.TOP_UP_MEDIATORS: 6,
}
_ACKNOWLEDGEMENT_PRIORITY: Final = 7


@dataclass(frozen=True, slots=True)
class Ordered:
    """One request of a block with the time at which its sequencer took it in, and its trace.

    `sequencer` says which one that was.
    """

    request: Submission | Acknowledgement
    time: Timestamp
    trace: str
    sequencer: str = ""


def reordered(requests: Sequence[Ordered]) -> list[Ordered]:
    """The requests by priority, then by time, then as they came; times laid anew."""
    if not requests:
        return []
    first = min(ordered.time for ordered in requests)
    by_priority = sorted(requests, key=lambda ordered: (_priority(ordered), ordered.time))
    return [
        replace(ordered, time=Timestamp(first + index)) for index, ordered in enumerate(by_priority)
    ]


def _priority(ordered: Ordered) -> int:
    match ordered.request:
        case Acknowledgement():
            return _ACKNOWLEDGEMENT_PRIORITY
        case Submission(request=request, recipients=recipients):
            return _PRIORITY[request_kind(request.sender, recipients)]
