"""Commands of this participant: in flight, and accepted before (for deduplication)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from canton.storage.table import Table


@dataclass(frozen=True, slots=True)
class InFlightRow:
    """A command that was sent and is not decided; one per change.

    `sequenced_at` is null until the request was seen on the event stream; by then, or when
    `max_sequencing_time` has passed on it, the command's fate is known. `completion` is the
    serialized completion to publish, without what only the outcome tells. `root_hash` ties the
    request to the command, so that a replayed request is not taken for ours. `rejected_at` and
    `rejection` (a serialized status) are those of a command that was never sequenced, until its
    completion may be published.
    """

    change_id: bytes
    synchronizer: str
    message_id: str
    root_hash: bytes
    max_sequencing_time: int
    sequenced_at: int | None
    submission_id: str
    completion: bytes
    rejected_at: int | None = None
    rejection: bytes = b""


@dataclass(frozen=True, slots=True)
class AcceptanceRow:
    """The latest accepted completion of a change."""

    change_id: bytes
    offset_at: int
    publication_time: int
    submission_id: str


IN_FLIGHT: Final = Table(
    "par_in_flight_submission",
    InFlightRow,
    key=("change_id",),
    unique=(("synchronizer", "message_id"),),
)
ACCEPTANCES: Final = Table("par_command_deduplication", AcceptanceRow, key=("change_id",))
TABLES: Final = (IN_FLIGHT, ACCEPTANCES)
