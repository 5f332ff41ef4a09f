"""Long computations beside the event loop, so that leases, health and timers go on meanwhile.

What is computed aside must be pure. A simulation, whose runs must repeat, computes it in place.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Aside(Protocol):
    """Computes something and returns its result; raises what the work raises."""

    async def __call__(self, work: Callable[[], T]) -> T: ...


async def in_thread(work: Callable[[], T]) -> T:
    """In a thread of its own; the event loop gets its turns."""
    return await asyncio.to_thread(work)


async def in_place(work: Callable[[], T]) -> T:
    """At once; the event loop waits."""
    return work()
