"""Queues hold no more than they may, and signals wake everyone."""

from __future__ import annotations

import asyncio

import pytest

from canton.errors import TransientError
from canton.lifecycle.deadline import within
from canton.lifecycle.queue import BoundedQueue, Signal


async def test_full_queue_makes_put_wait_and_offer_fail() -> None:
    queue: BoundedQueue[int] = BoundedQueue("q", 2)
    queue.offer(1)
    queue.offer(2)
    with pytest.raises(TransientError, match="queue q"):
        queue.offer(3)
    async with asyncio.TaskGroup() as tasks:
        put = tasks.create_task(queue.put(3))
        await asyncio.sleep(0)
        assert not put.done()
        assert await queue.take_some() == [1, 2]
    assert await queue.take() == 3


async def test_signal_wakes_all_waiters_that_then_look_at_the_state() -> None:
    signal, state = Signal(), [0]
    async with asyncio.TaskGroup() as tasks:
        waiters = [tasks.create_task(signal.wait_until(lambda: state[0] >= 2)) for _ in range(3)]
        for value in (1, 2):
            await asyncio.sleep(0)
            state[0] = value
            signal.notify()
    assert all(waiter.done() for waiter in waiters)


async def test_deadline_names_what_took_too_long() -> None:
    with pytest.raises(TransientError, match="loading took more than"):
        async with within(0.001, "loading"):
            await asyncio.sleep(3600)


async def test_timeout_of_the_body_itself_passes_through() -> None:
    with pytest.raises(TimeoutError):
        async with within(10, "loading"):
            raise TimeoutError
