"""What a seed does to the network, to commits and to processes, until everything is healed."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field

from canton.storage.table import Write
from canton.transport.memory import Link
from simulation.deployment.synchronizer import Machine, Plan, Synchronizer


class NetworkFaults:
    """Messages are slow, now and then very slow; some connections break, some requests repeat."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._loss = rng.choice((0.0, 0.002, 0.01))
        self._repetition = rng.choice((0.0, 0.02, 0.1))
        self._mean_s = rng.choice((0.001, 0.01, 0.05))
        self.is_healed = False

    def delay_s(self, link: Link) -> float:
        del link
        if self.is_healed:
            return 0.001
        if self._rng.random() < 0.01:
            return self._rng.uniform(0.1, 2.0)
        return min(self._rng.expovariate(1 / self._mean_s), 1.0)

    def is_lost(self, link: Link) -> bool:
        del link
        return not self.is_healed and self._rng.random() < self._loss

    def is_repeated(self, link: Link) -> bool:
        del link
        return not self.is_healed and self._rng.random() < self._repetition


class SlowCommits:
    """Every commit takes a moment, before and after it is decided."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    async def before_commit(self, writes: tuple[Write, ...]) -> None:
        del writes
        await asyncio.sleep(self._rng.uniform(0, 0.003))

    async def after_commit(self, writes: tuple[Write, ...]) -> None:
        del writes
        await asyncio.sleep(self._rng.uniform(0, 0.003))


@dataclass
class Trouble:
    """Cuts links, kills, freezes and relieves replicas at random times."""

    world: Synchronizer
    rng: random.Random
    plan: Plan
    network: NetworkFaults
    done: Counter[str] = field(default_factory=Counter)

    async def run(self, seconds: float) -> None:
        """Makes trouble for that long, then heals everything."""
        calm = (self._cut, self._silence, self._kill, self._freeze, self._release)
        actions = (*calm, *calm, self._black_out)
        try:
            async with asyncio.timeout(seconds), asyncio.TaskGroup() as tasks:
                while True:
                    await asyncio.sleep(self.rng.expovariate(1 / 2.0))
                    tasks.create_task(self.rng.choice(actions)())
        except TimeoutError:
            pass
        self.heal()

    def heal(self) -> None:
        """From now on nothing goes wrong."""
        self.plan.heal()
        self.network.is_healed = True
        hosts = self.world.hosts()
        for one in hosts:
            for other in hosts:
                if one < other:
                    self.world.network.heal(one, other)
        for machine in self.world.machines.values():
            for process in machine.running.values():
                process.crash_in = None

    def _pair(self) -> tuple[str, str]:
        """A member and a sequencer."""
        hosts = self.world.hosts()
        members = [each for each in hosts if not each.startswith("sequencer")]
        sequencers = [each.name for each in self.world.founding.sequencers]
        return (self.rng.choice(members) if members else "nobody"), self.rng.choice(sequencers)

    async def _cut(self) -> None:
        one, other = self._pair()
        self.done["cut"] += 1
        self.world.network.cut(one, other)
        try:
            await asyncio.sleep(self.rng.uniform(0.1, 5.0))
        finally:
            self._restore(one, other)

    async def _silence(self) -> None:
        one, other = self._pair() if self.rng.random() < 0.5 else self._pair()[::-1]
        self.done["silence"] += 1
        self.world.network.silence(one, other)
        try:
            await asyncio.sleep(self.rng.uniform(0.1, 8.0))
        finally:
            self._restore(one, other)

    def _restore(self, one: str, other: str) -> None:
        """Unless one of the two has died meanwhile: a dead host stays unreachable."""
        hosts = self.world.hosts()
        if one in hosts and other in hosts:
            self.world.network.heal(one, other)

    def _machine(self) -> Machine:
        return self.rng.choice(list(self.world.machines.values()))

    async def _kill(self) -> None:
        machine = self._machine()
        if machine.running:
            self.done["kill"] += 1
            machine.running[self.rng.choice(sorted(machine.running))].kill()

    async def _black_out(self) -> None:
        """Everything dies at once."""
        self.done["blackout"] += 1
        for machine in self.world.machines.values():
            machine.kill_all()

    async def _freeze(self) -> None:
        """The holder of a lease is taken for dead, and notices late."""
        machine = self.rng.choice([m for m in self.world.machines.values() if m.replicas > 1])
        lease = machine.freeze()
        if lease is not None:
            self.done["freeze"] += 1
            try:
                await asyncio.sleep(self.rng.uniform(0.0, 5.0))
            finally:
                lease.end("evicted")

    async def _release(self) -> None:
        """A planned switch."""
        machine = self.rng.choice([m for m in self.world.machines.values() if m.replicas > 1])
        holder = machine.holder
        if holder is not None:
            self.done["switch"] += 1
            async with asyncio.timeout(20):
                await machine.leaderships[holder].release()
