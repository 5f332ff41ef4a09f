"""Command deduplication by duration and by offset."""

from __future__ import annotations

from canton.identifiers import Offset
from canton.participant.core.deduplication import (
    Acceptance,
    DeduplicateByDuration,
    DeduplicateByOffset,
    DeduplicationPeriod,
    Duplicate,
    Fresh,
    deduplicate,
)
from canton.timestamps import Micros, Timestamp

ACCEPTED = Acceptance(Offset(7), Timestamp(1_000), "first")


def decide(period: DeduplicationPeriod, latest: Acceptance | None) -> Fresh | Duplicate:
    return deduplicate(period, latest=latest, now=Timestamp(1_500), ledger_end=Offset(9))


def test_a_change_never_accepted_is_fresh_from_the_beginning() -> None:
    assert decide(DeduplicateByDuration(Micros(600)), None) == Fresh(Offset(0))


def test_an_acceptance_within_the_duration_is_a_duplicate() -> None:
    assert decide(DeduplicateByDuration(Micros(600)), ACCEPTED) == Duplicate(ACCEPTED)
    assert decide(DeduplicateByDuration(Micros(500)), ACCEPTED) == Duplicate(ACCEPTED)


def test_an_acceptance_before_the_duration_makes_its_offset_the_period() -> None:
    assert decide(DeduplicateByDuration(Micros(499)), ACCEPTED) == Fresh(Offset(7))


def test_an_acceptance_after_the_offset_is_a_duplicate() -> None:
    assert decide(DeduplicateByOffset(Offset(6)), ACCEPTED) == Duplicate(ACCEPTED)
    assert decide(DeduplicateByOffset(Offset(7)), ACCEPTED) == Fresh(Offset(7))
