"""Deep trees: how far recursion may go, and room for it.

Python calls Python without using the C stack, so walking a deep tree only needs a higher limit;
trees deeper than `DEPTH_MAX` are refused where they enter (parser, decoder).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

DEPTH_MAX: Final = 10_000
"""Nesting of expressions that is accepted. What compilers write stays below a few hundred."""

TYPE_DEPTH_MAX: Final = 1_000
"""Nesting of types that is accepted: types are hashed and compared, which uses the C stack."""

_FRAMES_PER_LEVEL: Final = 20


@contextmanager
def room_for_deep_trees() -> Iterator[None]:
    """Raises the interpreter's recursion limit while a tree of legal depth is walked."""
    before = sys.getrecursionlimit()
    wanted = DEPTH_MAX * _FRAMES_PER_LEVEL
    if before >= wanted:
        yield
        return
    sys.setrecursionlimit(wanted)
    try:
        yield
    finally:
        # Somebody else may have raised it further meanwhile: only our own change is undone.
        if sys.getrecursionlimit() == wanted:
            sys.setrecursionlimit(before)
