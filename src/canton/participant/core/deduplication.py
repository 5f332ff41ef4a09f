"""Command deduplication: whether a change may be tried again, and from which offset that is true.

A *change* is named by user, command id and the parties that act. Only accepted changes block: a
rejected command may be sent again at once. A command in flight blocks its change until it is
decided. Source: Canton 3.6 CommandDeduplicator, protocol sheet 8.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from canton.identifiers import Offset
from canton.timestamps import Micros, Timestamp

DEDUPLICATION_MAX: Final = Micros(7 * 24 * 3600 * 1_000_000)
"""The longest period; acceptances are kept for so long at least."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The latest accepted completion of a change."""

    offset: Offset
    publication_time: Timestamp
    submission_id: str


@dataclass(frozen=True, slots=True)
class DeduplicateByDuration:
    """No acceptance within so many microseconds before now."""

    duration: Micros


@dataclass(frozen=True, slots=True)
class DeduplicateByOffset:
    """No acceptance after this offset."""

    offset_exclusive: Offset


DeduplicationPeriod = DeduplicateByDuration | DeduplicateByOffset


@dataclass(frozen=True, slots=True)
class Fresh:
    """The change may be submitted; it was not accepted after `offset_exclusive`."""

    offset_exclusive: Offset


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The change was accepted within the period."""

    acceptance: Acceptance


def deduplicate(
    period: DeduplicationPeriod,
    *,
    latest: Acceptance | None,
    now: Timestamp,
    ledger_end: Offset,
    ledger_begin: Offset = Offset(0),
) -> Fresh | Duplicate:
    """Decides by the latest acceptance of the change.

    `now` is the larger of the clock and the latest publication time, so that a replica whose clock
    runs behind does not let a duplicate pass. The period that is reported back is always an offset:
    that of the latest acceptance if there is one, since nothing is known before it; for a change
    that was never accepted, the beginning of the ledger or the offset asked for.
    """
    match period:
        case DeduplicateByDuration(duration):
            if latest is None:
                return Fresh(ledger_begin)
            if latest.publication_time >= now - duration:
                return Duplicate(latest)
            return Fresh(latest.offset)
        case DeduplicateByOffset(offset_exclusive):
            if latest is None:
                return Fresh(min(offset_exclusive, ledger_end))
            if latest.offset > offset_exclusive:
                return Duplicate(latest)
            return Fresh(offset_exclusive)
