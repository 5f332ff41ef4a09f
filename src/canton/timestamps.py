"""Points in time and durations as the protocol counts them: whole microseconds.

A `Timestamp` counts from 1970-01-01T00:00:00Z. The protocol's smallest is the year 1, its largest
the end of the year 9999. Source: Canton 3.6 CantonTimestamp.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final, NewType

Timestamp = NewType("Timestamp", int)
Micros = NewType("Micros", int)
"""A duration in whole microseconds."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_ONE: Final = timedelta(microseconds=1)

TIMESTAMP_MIN: Final = Timestamp(-62_135_596_800_000_000)
TIMESTAMP_MAX: Final = Timestamp(253_402_300_799_999_999)


def micros(*, seconds: float = 0, milliseconds: float = 0) -> Micros:
    """The duration of so many seconds and milliseconds.

    >>> micros(seconds=1.5)
    1500000
    """
    return Micros(round(seconds * 1_000_000 + milliseconds * 1_000))


def plus(time: Timestamp, duration: Micros) -> Timestamp:
    """The time that is `duration` later, bounded by the protocol's smallest and largest."""
    return Timestamp(max(TIMESTAMP_MIN, min(TIMESTAMP_MAX, time + duration)))


def from_datetime(time: datetime) -> Timestamp:
    """The timestamp of an aware datetime."""
    return Timestamp((time - _EPOCH) // _ONE)


def to_datetime(time: Timestamp) -> datetime:
    """The aware datetime of a timestamp."""
    return _EPOCH + timedelta(microseconds=time)


def iso(time: Timestamp) -> str:
    """The text users read: UTC, with as many fractional digits (0, 3 or 6) as needed.

    >>> iso(Timestamp(1_000_500))
    '1970-01-01T00:00:01.000500Z'
    """
    specs = {1_000_000: "seconds", 1_000: "milliseconds", 1: "microseconds"}
    spec = next(spec for micros, spec in specs.items() if time % micros == 0)
    return to_datetime(time).isoformat(timespec=spec).replace("+00:00", "Z")
