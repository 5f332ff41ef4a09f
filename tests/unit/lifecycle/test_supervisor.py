"""Tasks restart where they may, and stop together."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

import pytest

from canton.clock import SimClock, WallClock
from canton.errors import TransientError
from canton.lifecycle.backoff import Backoff, retry
from canton.lifecycle.errors import QUEUE_FULL
from canton.lifecycle.health import Condition, HealthComponent
from canton.lifecycle.supervisor import Supervisor

QUICK = Backoff(first_s=0.0, limit_s=0.0)
AWAY = TransientError(QUEUE_FULL, "away")


@pytest.mark.logs("restarts in")
async def test_transient_error_restarts_the_task(caplog: pytest.LogCaptureFixture) -> None:
    attempts: list[int] = []
    health = HealthComponent("x")

    async def work() -> None:
        attempts.append(1)
        if len(attempts) < 3:
            raise AWAY

    async with Supervisor("node", WallClock()) as supervisor:
        await supervisor.spawn("work", work, restart=QUICK, health=health)
    assert len(attempts) == 3
    assert health.state.condition is Condition.DEGRADED


@pytest.mark.logs("stopped: ")
async def test_bug_stops_the_supervisor_and_leaves_it(caplog: pytest.LogCaptureFixture) -> None:
    health, cleaned = HealthComponent("x"), asyncio.Event()

    async def buggy() -> None:
        raise KeyError("bug")

    async def other() -> None:
        try:
            await asyncio.sleep(3600)
        finally:
            cleaned.set()

    with caplog.at_level(logging.ERROR), pytest.raises(KeyError):
        async with Supervisor("node", WallClock()) as supervisor:
            supervisor.spawn("other", other)
            supervisor.spawn("buggy", buggy, restart=QUICK, health=health)
            await asyncio.sleep(3600)
    assert cleaned.is_set()
    assert health.state.condition is Condition.FATAL
    assert caplog.records[0].exc_info is not None


@pytest.mark.logs("node/away stopped: ")
async def test_an_error_at_the_moment_of_cancellation_does_not_swallow_it() -> None:
    attempts = 0

    async def away() -> None:
        try:
            await asyncio.sleep(3600)
        finally:
            raise AWAY

    async def retrying() -> None:
        nonlocal attempts
        while True:
            attempts += 1
            with suppress(TransientError):
                async with Supervisor("node", WallClock()) as supervisor:
                    supervisor.spawn("away", away)
                    await asyncio.sleep(3600)

    async with asyncio.TaskGroup() as group:
        task = group.create_task(retrying())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        task.cancel()
    assert task.cancelled() and attempts == 1


async def test_leaving_cancels_tasks_and_keeps_the_error_of_the_body() -> None:
    async def forever() -> None:
        await asyncio.sleep(3600)

    with pytest.raises(ValueError, match="body"):
        async with Supervisor("node", WallClock()) as supervisor:
            supervisor.spawn("forever", forever)
            raise ValueError("body")


@pytest.mark.logs("still running after")
async def test_task_that_resists_is_named_and_cancelled_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def stubborn() -> None:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            await asyncio.sleep(3600)

    with caplog.at_level(logging.WARNING):
        async with Supervisor("node", WallClock(), stop_s_max=0.01) as supervisor:
            supervisor.spawn("stubborn", stubborn)
            await asyncio.sleep(0)
    assert "node/stubborn" in caplog.text


def test_backoff_doubles_to_its_limit() -> None:
    delays = Backoff(first_s=1, limit_s=5, attempts_max=4).delays()
    assert list(delays) == [1, 2, 4, 5]


async def test_retry_gives_up_after_its_attempts() -> None:
    attempts: list[int] = []

    async def action() -> None:
        attempts.append(1)
        raise AWAY

    with pytest.raises(TransientError):
        await retry("it", action, Backoff(0.0, 0.0, attempts_max=2), SimClock())
    assert len(attempts) == 3
