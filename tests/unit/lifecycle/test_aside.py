"""Work aside leaves the event loop free, and gives back what it did."""

from __future__ import annotations

import asyncio
import threading

import pytest

from canton.lifecycle.aside import in_place, in_thread


async def test_the_loop_has_its_turns_while_a_thread_works() -> None:
    turns = threading.Event()
    loop = asyncio.get_running_loop()

    def work() -> bool:
        loop.call_soon_threadsafe(turns.set)
        return turns.wait(timeout=10)

    assert await in_thread(work)


async def test_in_place_is_done_by_the_thread_of_the_loop() -> None:
    assert await in_place(threading.get_ident) == threading.get_ident()


async def test_what_the_work_raises_is_raised() -> None:
    def fail() -> None:
        raise ValueError("bad")

    for aside in (in_thread, in_place):
        with pytest.raises(ValueError, match="bad"):
            await aside(fail)
