"""Text -> typed scalar, with the units and ranges of the original.

Durations become seconds, sizes bytes, files must exist.
Source: console-config-admin sheet 2.2; HOCON specification, "Units format".
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from canton.config.hocon.tree import Scalar
from canton.config.secret import Secret

ScalarValue = str | int | float | bool | None | Secret

_DURATION: Final = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*\.?\s*([a-zµ]+)\Z")
_UNITS_S: Final = {
    **dict.fromkeys(("d", "day", "days"), 86_400.0),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3_600.0),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60.0),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1.0),
    **dict.fromkeys(("ms", "milli", "millis", "millisecond", "milliseconds"), 1e-3),
    **dict.fromkeys(("us", "µs", "micro", "micros", "microsecond", "microseconds"), 1e-6),
    **dict.fromkeys(("ns", "nano", "nanos", "nanosecond", "nanoseconds"), 1e-9),
}
_INFINITE: Final = ("Inf", "PlusInf", "+Inf", "Duration.Inf")
_SIZE: Final = re.compile(r"(\d+(?:\.\d+)?)\s*([A-Za-z]*)\Z")
_DECIMAL: Final = "KMGTPEZY"
_TRUE: Final = ("true", "yes", "on")
_FALSE: Final = ("false", "no", "off")
PEM_BEGIN: Final = "-----BEGIN"


class Unfit(ValueError):
    """A text does not fit the type; the message says what was expected."""


def read(kind: str, scalar: Scalar) -> ScalarValue:
    """The value of `scalar` as a `kind` of the table.

    Raises:
        Unfit: it is none.
    """
    return _READERS[kind](scalar)


def duration_s(text: str) -> float:
    """Seconds of a duration such as `20s`, `5 minutes`, `10.seconds`, or infinity for `Inf`.

    Raises:
        Unfit: the text is no duration; a bare number is none, but for zero.
    """
    if text in _INFINITE:
        return math.inf
    if text == "0":
        return 0.0
    match = _DURATION.match(text.strip())
    unit = _UNITS_S.get(match.group(2)) if match else None
    if match is None or unit is None:
        raise Unfit(f"expected a duration such as 20s, 5 minutes or 100ms, found '{text}'")
    return float(match.group(1)) * unit


def size_bytes(text: str) -> int:
    """Bytes of a memory size such as `8MiB`, `64 kB` or `100`.

    Raises:
        Unfit: the text is no memory size.
    """
    match = _SIZE.match(text.strip())
    if match is None or (factor := _factor(match.group(2))) is None:
        raise Unfit(f"expected a memory size such as 8MiB, 64kB or 1000, found '{text}'")
    return int(float(match.group(1)) * factor)


def _factor(unit: str) -> int | None:
    if unit in ("", "B", "b", "byte", "bytes"):
        return 1
    power = _DECIMAL.find(unit[0].upper()) + 1
    if power and unit[1:] == "B" and unit[0] in "kMGTPEZY":
        return int(1000**power)
    if power and unit[1:] in ("", "iB", "i"):
        return int(1024**power)
    return None


def _boolean(scalar: Scalar) -> bool:
    if scalar.text in _TRUE:
        return True
    if scalar.text in _FALSE:
        return False
    raise Unfit(f"expected true or false, found '{scalar.text}'")


def _integer(
    low: int | None = None, high: int | None = None, words: str = "a whole number"
) -> Callable[[Scalar], int]:
    def reader(scalar: Scalar) -> int:
        try:
            value = int(scalar.text)
        except ValueError:
            number = scalar.value
            if not isinstance(number, float) or not number.is_integer():
                raise Unfit(f"expected {words}, found '{scalar.text}'") from None
            value = int(number)
        if (low is not None and value < low) or (high is not None and value > high):
            raise Unfit(f"expected {words}, found {value}")
        return value

    return reader


def _number(scalar: Scalar) -> float:
    try:
        return float(scalar.text)
    except ValueError:
        raise Unfit(f"expected a number, found '{scalar.text}'") from None


def _positive_number(scalar: Scalar) -> float:
    number = _number(scalar)
    if not 0 < number < math.inf:
        raise Unfit(f"expected a positive number, found '{scalar.text}'")
    return number


def _duration(
    *, low: float = 0.0, is_low_allowed: bool = True, is_infinite_allowed: bool = False
) -> Callable[[Scalar], float]:
    def reader(scalar: Scalar) -> float:
        seconds = duration_s(scalar.text)
        if math.isinf(seconds) and not is_infinite_allowed:
            raise Unfit("an infinite duration is not allowed here")
        if seconds < low or (seconds == low and not is_low_allowed):
            wanted = "not be negative" if is_low_allowed else "be positive"
            raise Unfit(f"the duration must {wanted}, found '{scalar.text}'")
        return seconds

    return reader


def _string(scalar: Scalar) -> str:
    return scalar.text


def _text(scalar: Scalar) -> str:
    if not scalar.text:
        raise Unfit("the text must not be empty")
    return scalar.text


def _file(scalar: Scalar) -> str:
    if PEM_BEGIN in scalar.text:  # perhaps a private key: not for a message
        raise Unfit("expected the name of a file, found PEM text")
    if not Path(scalar.text).is_file():
        raise Unfit(f"the file '{scalar.text}' does not exist")
    return scalar.text


def _pem(scalar: Scalar) -> str:
    return scalar.text if PEM_BEGIN in scalar.text else _file(scalar)


_READERS: Final[Mapping[str, Callable[[Scalar], ScalarValue]]] = {
    "boolean": _boolean,
    "integer": _integer(),
    "natural": _integer(0, words="a whole number that is not negative"),
    "positive": _integer(1, words="a positive whole number"),
    "port": _integer(0, 65_535, "a port from 0 to 65535"),
    "number": _number,
    "positive-number": _positive_number,
    "duration": _duration(),
    "positive-duration": _duration(is_low_allowed=False),
    "signed-duration": _duration(low=-math.inf),
    "duration-or-inf": _duration(is_infinite_allowed=True),
    "positive-duration-or-inf": _duration(is_low_allowed=False, is_infinite_allowed=True),
    "size": lambda scalar: size_bytes(scalar.text),
    "string": _string,
    "text": _text,
    "path": _string,
    "timestamp": _string,
    "file": _file,
    "pem": _pem,
    "secret": lambda scalar: Secret(scalar.text),
}
