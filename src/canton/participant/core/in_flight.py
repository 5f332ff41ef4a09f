"""Commands of this participant on their way: sequenced in time, refused, or lost.

A command is registered before it is sent. Its fate is known only from the event stream: its receipt
(then the request decides), the sequencer's refusal, or an event after its latest time without
either, after which it can never be sequenced. Source: protocol sheet 8.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from canton.errors import Rejection
from canton.participant.errors import NOT_SEQUENCED_TIMEOUT
from canton.participant.stores.submission import InFlightRow
from canton.participant.update import with_cost
from canton.timestamps import Timestamp, iso


@dataclass(frozen=True, slots=True)
class Sequenced:
    """The command's request was sequenced; its verdict decides."""

    row: InFlightRow


@dataclass(frozen=True, slots=True)
class Lost:
    """The command will never be sequenced."""

    row: InFlightRow
    reason: Rejection


class InFlightSubmissions:
    """The commands in flight on one synchronizer, by message id."""

    def __init__(self, rows: Iterable[InFlightRow] = ()) -> None:
        self._rows = {row.message_id: row for row in rows}

    def register(self, row: InFlightRow) -> None:
        """Takes a command that is about to be sent; it is stored already."""
        self._rows[row.message_id] = row

    def by_root_hash(self, root_hash: bytes) -> InFlightRow | None:
        """The command whose request has this root hash."""
        return next((row for row in self._rows.values() if row.root_hash == root_hash), None)

    def on_receipt(self, message_id: str, time: Timestamp, paid: int = 0) -> Sequenced | None:
        """The receipt of a message, which cost so much; None if the message was no command."""
        row = self._rows.get(message_id)
        if row is None or row.sequenced_at is not None:
            return None
        row = replace(row, sequenced_at=time, completion=with_cost(row.completion, paid))
        self._rows[message_id] = row
        return Sequenced(row)

    def on_refusal(self, message_id: str, reason: Rejection, paid: int = 0) -> Lost | None:
        """The sequencer's refusal of a message, which cost so much; None if it was no command.

        A copy that is refused because the first one was sequenced changes nothing.
        """
        row = self._rows.get(message_id)
        if row is None or row.sequenced_at is not None:
            return None
        del self._rows[message_id]
        return Lost(replace(row, completion=with_cost(row.completion, paid)), reason)

    def on_time(self, time: Timestamp) -> Iterator[Lost]:
        """The commands that can no longer be sequenced at this time of the event stream."""
        due = [
            row
            for row in self._rows.values()
            if row.sequenced_at is None and row.max_sequencing_time < time
        ]
        for row in due:
            del self._rows[row.message_id]
            cause = (
                "Transaction was not sequenced within the pre-defined max sequencing time "
                f"{iso(Timestamp(row.max_sequencing_time))} and has therefore timed out"
            )
            yield Lost(row, Rejection(NOT_SEQUENCED_TIMEOUT, cause))

    def finish(self, change_id: bytes) -> None:
        """Forgets a command whose completion is published."""
        for message_id, row in list(self._rows.items()):
            if row.change_id == change_id:
                del self._rows[message_id]

    @property
    def deadlines(self) -> list[Timestamp]:
        """The latest times of the commands that are not sequenced."""
        rows = self._rows.values()
        return [Timestamp(row.max_sequencing_time) for row in rows if row.sequenced_at is None]
