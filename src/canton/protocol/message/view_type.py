"""The kinds of requests, which say how views are to be read."""

from __future__ import annotations

from enum import IntEnum


class ViewType(IntEnum):
    """A transaction, or one of the two halves of a reassignment."""

    TRANSACTION = 1
    UNASSIGNMENT = 2
    ASSIGNMENT = 3


def read_view_type(number: int) -> ViewType:
    """The kind by its number.

    Raises:
        ValueError: there is none of that number.
    """
    return ViewType(number)
