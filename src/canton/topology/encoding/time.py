"""Times and durations between the protobuf messages and whole microseconds."""

from __future__ import annotations

from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp as TimestampMessage

from canton.timestamps import TIMESTAMP_MAX, TIMESTAMP_MIN, Micros, Timestamp

_MICROS_PER_SECOND = 1_000_000


def timestamp_from_proto(message: TimestampMessage) -> Timestamp:
    """The timestamp of a message, cut to whole microseconds.

    Raises:
        ValueError: the time is outside the protocol's years 1 to 9999.
    """
    micros = message.seconds * _MICROS_PER_SECOND + message.nanos // 1000
    if not TIMESTAMP_MIN <= micros <= TIMESTAMP_MAX:
        raise ValueError(f"the time {micros} is out of range")
    return Timestamp(micros)


def timestamp_to_proto(time: Timestamp) -> TimestampMessage:
    """The message of a timestamp."""
    seconds, micros = divmod(time, _MICROS_PER_SECOND)
    return TimestampMessage(seconds=seconds, nanos=micros * 1000)


def duration_from_proto(message: Duration, name: str) -> Micros:
    """The duration of a message, cut to whole microseconds.

    Raises:
        ValueError: the duration is negative.
    """
    micros = message.seconds * _MICROS_PER_SECOND + message.nanos // 1000
    if micros < 0:
        raise ValueError(f"{name} is negative")
    return Micros(micros)


def duration_to_proto(duration: Micros) -> Duration:
    """The message of a duration that is not negative."""
    seconds, micros = divmod(duration, _MICROS_PER_SECOND)
    return Duration(seconds=seconds, nanos=micros * 1000)
