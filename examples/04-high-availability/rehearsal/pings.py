"""Pings, one after the other, whatever happens to the network meanwhile."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from addresses import Node
from probe import Probe

ATTEMPT_S: Final = 3.0
"""How long one ping may take; one that was sent to a process that is gone fails at once."""
_AGAIN_S: Final = 0.02


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A ping that was answered: its id, when it began (monotonic), how long it took."""

    id: str
    began_s: float
    duration_ms: float


@dataclass(slots=True)
class PingLoop:
    """Pings from the active participant to itself until cancelled."""

    probe: Probe
    replicas: Sequence[Node]
    party: str
    acknowledged: list[Acknowledged] = field(default_factory=list)
    attempts: int = 0
    _waiting: list[tuple[float, asyncio.Future[float]]] = field(default_factory=list)

    async def run(self) -> None:
        """Pings for ever; after a failure it looks for the active replica again."""
        while True:
            replica = await self.probe.active(self.replicas)
            while replica is not None:
                if not await self._ping(replica):
                    break
            await asyncio.sleep(_AGAIN_S)

    async def _ping(self, replica: Node) -> bool:
        ping_id = f"rehearsal-{uuid.uuid4()}"
        began_s = time.monotonic()
        self.attempts += 1
        if not await self.probe.ping(replica, self.party, ping_id, ATTEMPT_S):
            return False
        now_s = time.monotonic()
        self.acknowledged.append(Acknowledged(ping_id, began_s, (now_s - began_s) * 1000))
        for since_s, success in self._waiting:
            if began_s >= since_s and not success.done():
                success.set_result(now_s)
        self._waiting = [each for each in self._waiting if not each[1].done()]
        return True

    async def success_after(self, since_s: float, timeout_s: float) -> float:
        """Seconds from `since_s` until a ping that began later was answered.

        Raises:
            TimeoutError: there was none within the time.
        """
        success: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._waiting.append((since_s, success))
        async with asyncio.timeout(timeout_s):
            return await success - since_s

    async def collect(self, count: int, timeout_s: float) -> list[Acknowledged]:
        """The next `count` pings.

        Raises:
            TimeoutError: they were not answered within the time.
        """
        first = len(self.acknowledged)
        async with asyncio.timeout(timeout_s):
            while len(self.acknowledged) < first + count:
                await self.success_after(time.monotonic(), timeout_s)
        return self.acknowledged[first : first + count]
