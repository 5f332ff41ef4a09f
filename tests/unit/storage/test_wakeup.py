"""Wake-ups are coalesced, never lost, and end with their listener."""

from __future__ import annotations

import asyncio

from canton.storage.wakeup import Channels, Listener, wakeups


async def test_wake_ups_between_two_looks_become_one_with_all_their_senders() -> None:
    channels = Channels()
    with channels.listening("c") as listener:
        stream = wakeups(listener, poll_s=60)
        assert await anext(stream) == frozenset()
        channels.wake("c", "a")
        channels.wake("c", "b")
        channels.wake("c", "a")
        channels.wake("other", "d")
        assert await anext(stream) == {"a", "b"}
        assert not listener.event.is_set()
        channels.wake_all()
        assert await anext(stream) == {""}
    assert channels.names == ()


async def test_without_wake_ups_it_polls() -> None:
    async with asyncio.timeout(5):
        stream = wakeups(Listener(), poll_s=0.001)
        for _ in range(3):
            assert await anext(stream) == frozenset()
