"""Deep trees: how far recursion may go, and room for it.

Python calls Python without using the C stack, so walking a deep tree only needs a higher limit;
trees deeper than `DEPTH_MAX` are refused where they enter (parser, decoder).
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

DEPTH_MAX: Final = 10_000
"""Nesting of expressions that is accepted. What compilers write stays below a few hundred."""

TYPE_DEPTH_MAX: Final = 1_000
"""Nesting of types that is accepted: types are hashed and compared, which uses the C stack."""

_FRAMES_PER_LEVEL: Final = 20


_lock: Final = threading.Lock()
_wanted: Final[list[int]] = []
_limits: Final[list[int]] = []
"""The limit before the first walk or run began, and the one that was set since."""


@contextmanager
def recursion_limit(wanted: int) -> Iterator[None]:
    """At least this limit holds while the context lasts.

    The limit is the process's, and threads may want different ones: the highest wins, and the one
    before goes back when nobody wants more. A limit that somebody else has set meanwhile is kept.
    """
    with _lock:
        if not _wanted:
            _limits[:] = [sys.getrecursionlimit()] * 2
        _wanted.append(wanted)
        _adjust()
    try:
        yield
    finally:
        with _lock:
            _wanted.remove(wanted)
            _adjust()


def _adjust() -> None:
    before, ours = _limits
    if sys.getrecursionlimit() == ours:
        _limits[1] = max(before, *_wanted) if _wanted else before
        sys.setrecursionlimit(_limits[1])


@contextmanager
def room_for_deep_trees() -> Iterator[None]:
    """Raises the interpreter's recursion limit while a tree of legal depth is walked."""
    with recursion_limit(DEPTH_MAX * _FRAMES_PER_LEVEL):
        yield
