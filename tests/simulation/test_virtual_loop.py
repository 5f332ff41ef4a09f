"""Virtual time passes at once, and a seed repeats a run exactly."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import pytest

from canton.clock import SeededRandomness, SimClock
from canton.lifecycle.health import HealthService
from canton.transport.health_service import health_table
from canton.transport.memory import Link, Network
from canton.transport.seam import ChannelSettings, ServerSettings, Services, methods_of
from canton.wire import grpc_health_pb2
from simulation.virtual_loop import Deadlock, run

TESTS = Path(__file__).resolve().parent.parent
CHECK = methods_of(grpc_health_pb2.DESCRIPTOR.services_by_name["Health"])["Check"]


class SlowLinks:
    """Delays that follow from a seed."""

    def __init__(self, seed: int) -> None:
        self._random = SeededRandomness(seed)

    def delay_s(self, link: Link) -> float:
        return self._random.bytes(1)[0] / 1000

    def is_lost(self, link: Link) -> bool:
        return False

    def is_repeated(self, link: Link) -> bool:
        return False


async def clients_and_a_server(seed: int) -> tuple[str, float]:
    network = Network(SlowLinks(seed), SeededRandomness(seed))
    services = Services(health_table(lambda: [HealthService("")]))

    async def client(name: str) -> None:
        channel = network.host(name).channel(ChannelSettings("server", 1))
        for _ in range(20):
            await channel.unary(CHECK, grpc_health_pb2.HealthCheckRequest())
            await asyncio.sleep(1)

    async with (
        network.host("server").server(ServerSettings(port=1), services),
        asyncio.TaskGroup() as tasks,
    ):
        for number in range(10):
            tasks.create_task(client(f"client{number}"))
    loop = asyncio.get_running_loop()
    return loop.trace, loop.time()  # type: ignore[attr-defined]


def test_same_seed_gives_the_same_trace_and_another_seed_another() -> None:
    first, again, other = (run(clients_and_a_server(seed), seed) for seed in (1, 1, 2))
    assert first == again != other


@pytest.mark.parametrize("hash_seed", ["0", "1"])
def test_trace_does_not_depend_on_the_hash_seed(hash_seed: str) -> None:
    code = (
        "from simulation.test_virtual_loop import clients_and_a_server as c\n"
        "from simulation.virtual_loop import run\n"
        "print(run(c(7), 7)[0], end='')"
    )
    environment = {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(TESTS)}
    shown = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert shown.stdout == run(clients_and_a_server(7), 7)[0]


def test_an_hour_passes_at_once() -> None:
    async def wait() -> int:
        clock = SimClock()
        before = clock.now()
        await clock.sleep(3600)
        return clock.now() - before

    started = time.monotonic()
    assert run(wait()) >= 3_600_000_000
    assert time.monotonic() - started < 5


def test_deadlock_is_reported_with_what_waits() -> None:
    async def wait_for_nobody() -> None:
        await asyncio.Event().wait()

    with pytest.raises(Deadlock, match="wait_for_nobody"):
        run(wait_for_nobody())


def test_seeds_find_both_orders_of_a_race() -> None:
    async def race() -> str:
        order: list[str] = []

        async def runner(name: str) -> None:
            await asyncio.sleep(1)
            order.append(name)

        async with asyncio.TaskGroup() as tasks:
            for name in "ab":
                tasks.create_task(runner(name))
        return "".join(order)

    assert {run(race(), seed) for seed in range(20)} == {"ab", "ba"}
