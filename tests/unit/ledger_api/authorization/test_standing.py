"""Streams end when the claims behind them cease to hold, even while nothing comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing
from typing import Any

import pytest

from canton.clock import SimClock
from canton.errors import LedgerError
from canton.ledger_api.authorization.claims import Claims
from canton.ledger_api.authorization.standing import Standings
from canton.timestamps import Micros, Timestamp, micros, plus
from simulation.virtual_loop import run

ALICE = Claims(user_id="alice", is_from_user=True, identity_provider_id="idp")
closed: list[str] = []


async def numbers(every_s: float) -> AsyncGenerator[int, None]:
    """A response now and then, for ever."""
    number = 0
    try:
        while True:
            await asyncio.sleep(every_s)
            number += 1
            yield number
    finally:
        closed.append("closed")


def scenario(
    body: Callable[[Standings, SimClock], Coroutine[Any, Any, None]],
    allowance: Micros | None = Micros(0),
) -> None:
    async def main() -> None:
        closed.clear()
        clock = SimClock()
        await body(Standings(clock, allowance), clock)

    run(main(), 0)


async def ended(stream: AsyncGenerator[int, None]) -> tuple[int, LedgerError]:
    """How many responses came, and how the stream ended."""
    count = 0
    with pytest.raises(LedgerError) as caught:
        async for _ in stream:
            count += 1
    return count, caught.value


def until(clock: SimClock, seconds: float) -> Timestamp:
    return plus(clock.now(), micros(seconds=seconds))


@pytest.mark.parametrize("every_s", [1.0, 1000.0])
def test_a_stream_ends_when_its_token_expires(every_s: float) -> None:
    async def body(standings: Standings, clock: SimClock) -> None:
        claims = Claims(expires_at=until(clock, 9.5))
        begun_s = clock.monotonic_s()
        count, error = await ended(standings.watched(numbers(every_s), claims))
        assert error.code.id == "ACCESS_TOKEN_EXPIRED"
        assert count == (9 if every_s == 1.0 else 0)
        assert 9.4 < clock.monotonic_s() - begun_s < 10.1
        assert closed == ["closed"]

    scenario(body)


def test_an_allowance_lets_streams_outlive_their_token() -> None:
    async def body(standings: Standings, clock: SimClock) -> None:
        claims = Claims(expires_at=until(clock, 9.5))
        count, _ = await ended(standings.watched(numbers(1.0), claims))
        assert count == 14

    scenario(body, micros(seconds=5))


def test_without_limit_of_the_allowance_streams_do_not_end() -> None:
    async def body(standings: Standings, clock: SimClock) -> None:
        claims = Claims(expires_at=until(clock, 1))
        async with aclosing(standings.watched(numbers(1.0), claims)) as stream:
            assert [await anext(stream) for _ in range(50)] == list(range(1, 51))

    scenario(body, None)


@pytest.mark.parametrize(
    ("change", "ends"),
    [
        (lambda standings: standings.user_changed("alice"), True),
        (lambda standings: standings.user_changed("bob"), False),
        (lambda standings: standings.provider_changed("idp"), True),
        (lambda standings: standings.provider_changed("other"), False),
    ],
)
@pytest.mark.parametrize("every_s", [1.0, 1000.0])
def test_a_stream_ends_at_once_when_its_users_rights_change(
    change: Callable[[Standings], None], ends: bool, every_s: float
) -> None:
    async def body(standings: Standings, clock: SimClock) -> None:
        stream = standings.watched(numbers(every_s), ALICE)
        asyncio.get_running_loop().call_later(4.5, change, standings)
        if not ends:
            async with aclosing(stream):
                await anext(stream)
                await anext(stream)
            return
        count, error = await ended(stream)
        assert error.code.id == "STALE_STREAM_AUTHORIZATION"
        assert error.code.category.retry_after_s == 0
        assert count == (4 if every_s == 1.0 else 0)
        assert clock.monotonic_s() == 4.5
        assert closed == ["closed"]

    scenario(body)


def test_a_change_while_a_response_is_on_its_way_ends_the_stream_after_it() -> None:
    async def body(standings: Standings, clock: SimClock) -> None:
        async with aclosing(standings.watched(numbers(1.0), ALICE)) as stream:
            assert await anext(stream) == 1
            standings.user_changed("alice")
            with pytest.raises(LedgerError, match="STALE_STREAM_AUTHORIZATION"):
                await anext(stream)

    scenario(body)


def test_a_handlers_own_end_and_error_pass_through() -> None:
    async def three() -> AsyncGenerator[int, None]:
        for number in range(3):
            yield number

    async def late() -> AsyncGenerator[int, None]:
        yield 0
        raise TimeoutError("the handler's own")

    async def body(standings: Standings, clock: SimClock) -> None:
        claims = Claims(expires_at=until(clock, 10), user_id="alice", is_from_user=True)
        assert [each async for each in standings.watched(three(), claims)] == [0, 1, 2]
        with pytest.raises(TimeoutError, match="own"):
            [each async for each in standings.watched(late(), claims)]
        standings.user_changed("alice")

    scenario(body)


def test_whoever_stops_reading_closes_the_handler() -> None:
    async def body(standings: Standings, clock: SimClock) -> None:
        async with aclosing(standings.watched(numbers(1.0), ALICE)) as stream:
            await anext(stream)
        assert closed == ["closed"]

    scenario(body)
