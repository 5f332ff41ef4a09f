"""Points in time as text, as the original's two libraries write and read them.

Source: java.time ISO_DATE_TIME (Daml values) and ISO_INSTANT (envelopes).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

_TEXT: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.([0-9]{1,9}))?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})",
    re.ASCII,
)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_ONE_SECOND: Final = timedelta(seconds=1)


class MomentError(ValueError):
    """A text that is no point in time."""


def seconds_and_nanos(text: str) -> tuple[int, int]:
    """The whole seconds since 1970 and the nanoseconds beyond them.

    Raises:
        MomentError: the text is no point in time with an offset.
    """
    match = _TEXT.fullmatch(text)
    if match is None:
        raise MomentError(text)
    try:
        moment = datetime.fromisoformat(match[1] + match[3].replace("Z", "+00:00"))
        seconds = (moment - _EPOCH) // _ONE_SECOND
    except (ValueError, OverflowError) as error:
        raise MomentError(text) from error
    return seconds, int((match[2] or "").ljust(9, "0"))


def micros_of(text: str) -> int:
    """The microseconds since 1970; what is finer is cut off.

    Raises:
        MomentError: as `seconds_and_nanos`.
    """
    seconds, nanos = seconds_and_nanos(text)
    return seconds * 1_000_000 + nanos // 1_000


def text_of_micros(micros: int) -> str:
    """The text of a Daml value: as many fractional digits as needed."""
    seconds, fraction = divmod(micros, 1_000_000)
    digits = f".{fraction:06}".rstrip("0").rstrip(".")
    return f"{_whole(seconds)}{digits}Z"


def text_of_instant(seconds: int, nanos: int) -> str:
    """The text of an envelope's field: 0, 3, 6 or 9 fractional digits."""
    if nanos % 1_000_000 == 0:
        digits = f".{nanos // 1_000_000:03}" if nanos else ""
    elif nanos % 1_000 == 0:
        digits = f".{nanos // 1_000:06}"
    else:
        digits = f".{nanos:09}"
    return f"{_whole(seconds)}{digits}Z"


def _whole(seconds: int) -> str:
    # strftime pads years below 1000 on some systems only.
    return (_EPOCH + timedelta(seconds=seconds)).isoformat(timespec="seconds")[:19]
