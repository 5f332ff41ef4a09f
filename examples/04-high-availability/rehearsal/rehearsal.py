"""The story: up, bootstrapped, pinged; then one failure after the other; then the reckoning."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final

from addresses import CANTON, EXAMPLE, STATE, Node, of_kind, remote_files
from comparison import compare
from network import Network, RehearsalError
from pings import PingLoop
from probe import Probe, State
from report import Report

from canton.clock import WallClock
from canton.lifecycle.supervisor import Supervisor

READY_S_MAX: Final = 60.0
BOOTSTRAP_S_MAX: Final = 120.0
FAILOVER_S_MAX: Final = 60.0
_POLL_S: Final = 0.02
_READY: Final = (State.SERVING, State.PASSIVE, State.WAITING)


@dataclass(slots=True)
class Rehearsal:
    """One rehearsal on a network."""

    nodes: Mapping[str, Node]
    network: Network
    probe: Probe
    report: Report

    async def bring_up(self) -> None:
        """Starts the six processes, waits for each, and makes the synchronizer from a seventh."""
        self.report.say("starting six processes")
        for node in self.nodes.values():
            await self.network.start(node)
        await asyncio.gather(*(self._await_first_start(node) for node in self.nodes.values()))
        self.report.say("bootstrapping from a seventh process, by addresses alone")
        await self._bootstrap()
        self.report.bootstrapped_s = time.monotonic() - self.report.began_s
        for kind in ("sequencer", "mediator", "participant"):
            await self._active(kind)

    async def _await_first_start(self, node: Node) -> None:
        state = await self._await_ready(node)
        ready_s = time.monotonic() - self.network.running[node.name].started_s
        self.report.ready_s[node.name] = ready_s
        self.report.say(f"{node.name} is ready after {ready_s:.2f} s: {state.value}")

    async def _await_ready(self, node: Node) -> State:
        deadline_s = time.monotonic() + READY_S_MAX
        while (state := await self.probe.state(node)) not in _READY:
            self.network.check(node)
            if time.monotonic() > deadline_s:
                raise RehearsalError(f"{node.name} is {state.value}; its log is {node.log}")
            await asyncio.sleep(_POLL_S)
        return state

    async def _bootstrap(self) -> None:
        log = STATE / "bootstrap.log"
        process = await asyncio.create_subprocess_exec(
            str(CANTON),
            "run",
            f"--log-file-name={log}",
            "--config",
            ",".join(map(str, remote_files())),
            str(EXAMPLE / "admin" / "bootstrap.py"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(BOOTSTRAP_S_MAX):
                assert process.stdout is not None
                async for line in process.stdout:
                    self.report.say(f"  {line.decode(errors='replace').rstrip()}")
                code = await process.wait()
        except TimeoutError as error:
            raise RehearsalError(f"the bootstrap script does not end; see {log}") from error
        finally:
            with suppress(ProcessLookupError):
                process.kill()
        if code != 0:
            raise RehearsalError(f"the bootstrap script ended with exit code {code}; see {log}")

    async def _active(self, kind: str) -> Node:
        """The active node of the kind, once it serves."""
        deadline_s = time.monotonic() + FAILOVER_S_MAX
        while time.monotonic() < deadline_s:
            for node in of_kind(self.nodes, kind):
                is_up = node.name in self.network.running
                if is_up and await self.probe.state(node) is State.SERVING:
                    return node
            await asyncio.sleep(_POLL_S)
        raise RehearsalError(f"no {kind} is active and serving; the logs are in {STATE}")

    @asynccontextmanager
    async def pinging(self) -> AsyncIterator[PingLoop]:
        """Pings go on while the context lasts."""
        participant = await self._active("participant")
        party = await self.probe.identity(participant)
        loop = PingLoop(self.probe, of_kind(self.nodes, "participant"), party)
        async with Supervisor("pings", WallClock()) as tasks:
            tasks.spawn("loop", loop.run)
            yield loop

    async def ping(self, loop: PingLoop, count: int) -> None:
        """Pings `count` times with everything up."""
        self.report.say(f"pinging {count} times")
        try:
            done = await loop.collect(count, 10 + count)
        except TimeoutError as error:
            raise RehearsalError("pings are not answered in time") from error
        self.report.pings_ms = [each.duration_ms for each in done]
        self.report.rss_mib = {name: each.rss_mib for name, each in self.network.running.items()}

    async def fail_over(self, loop: PingLoop) -> None:
        """Kills one of each kind, freezes some; each comes back before the next goes."""
        for kind in ("participant", "mediator", "sequencer"):
            victim = await self._active(kind)
            self.report.say(f"kill -9 {victim.name}")
            killed_s = await self.network.kill(victim)
            await self._recovered(loop, kind, killed_s)
            await self.network.start(victim)
            state = await self._await_ready(victim)
            self.report.say(f"{victim.name} is back: {state.value}")
        # The sequencer that was not killed is the one that all are connected to by now.
        used = next(each for each in of_kind(self.nodes, "sequencer") if each != victim)
        await self._freeze(loop, used)
        await self._freeze(loop, await self._active("participant"))

    async def _freeze(self, loop: PingLoop, victim: Node) -> None:
        self.report.say(f"kill -STOP {victim.name}")
        process = self.network.running[victim.name]
        process.signal(signal.SIGSTOP)
        await self._recovered(loop, f"frozen_{victim.kind}", time.monotonic())
        process.signal(signal.SIGCONT)
        state = await self._await_ready(victim)
        self.report.say(f"{victim.name} runs again: {state.value}")

    async def _recovered(self, loop: PingLoop, what: str, since_s: float) -> None:
        try:
            seconds = await loop.success_after(since_s, FAILOVER_S_MAX)
        except TimeoutError as error:
            raise RehearsalError(
                f"no ping was answered for {FAILOVER_S_MAX:.0f} s; the logs are in {STATE}"
            ) from error
        self.report.failover_s[what] = seconds
        self.report.say(f"the next ping was answered {seconds:.2f} s later")

    async def reckon(self, loop: PingLoop) -> None:
        """Reads the ledger on one replica, switches over, reads it on the other, and compares."""
        first = await self._active("participant")
        self.report.say(f"reading all updates on {first.name}")
        end = await self.probe.ledger_end(first)
        mine = await self.probe.updates(first, loop.party, end)
        self.report.say(f"{len(mine)} updates; switching over")
        await self.probe.set_passive(first)
        second = await self._active("participant")
        if second.name == first.name:
            raise RehearsalError(f"{first.name} is active again, nobody took over")
        self.report.say(f"reading all updates on {second.name}")
        other = await self.probe.updates(second, loop.party, end)
        acknowledged = [each.id for each in loop.acknowledged]
        self.report.comparison = compare(acknowledged, mine, other)
