"""Turns the rejections of lower parsers into errors while a topology message is being read.

Inside this package a malformed message is a `ValueError`; it is turned back into a value at the
package's edge (`broadcast.read_transactions`), so that it never crosses a core.
"""

from __future__ import annotations

from typing import TypeVar

from canton.errors import Rejection

T = TypeVar("T")


def accepted(value: T | Rejection) -> T:
    """The value, if it is not a rejection.

    Raises:
        ValueError: it is one; the message is its cause.
    """
    if isinstance(value, Rejection):
        raise ValueError(value.cause)
    return value
