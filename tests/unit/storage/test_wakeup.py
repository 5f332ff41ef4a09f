"""Wake-ups are coalesced, never lost, and end with their listener."""

from __future__ import annotations

import asyncio

from canton.storage.wakeup import Channels, wakeups


async def test_wake_ups_between_two_looks_become_one() -> None:
    channels = Channels()
    with channels.listening("c") as event:
        stream = wakeups(event, poll_s=60)
        await anext(stream)
        channels.wake("c")
        channels.wake("c")
        channels.wake("other")
        await anext(stream)
        assert not event.is_set()
        channels.wake_all()
        await anext(stream)
    assert channels.names == ()


async def test_without_wake_ups_it_polls() -> None:
    async with asyncio.timeout(5):
        stream = wakeups(asyncio.Event(), poll_s=0.001)
        for _ in range(3):
            await anext(stream)
