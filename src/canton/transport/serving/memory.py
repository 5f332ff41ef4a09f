"""No calls while the process uses more memory than it should.

The original looks at the heap of its virtual machine; here it is the resident memory of the
process, against the memory of its control group or of the machine.
Source: Canton 3.6 MemoryCheck, RateLimitingConfig.
"""

from __future__ import annotations

import gc
import os
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from canton.errors import LedgerError
from canton.transport.call import Call, Handler
from canton.transport.errors import HEAP_MEMORY_OVER_LIMIT
from canton.transport.method import Method
from canton.transport.serving.limits import NEVER_LIMITED

_STATM: Final = Path("/proc/self/statm")
_GROUP_LIMIT: Final = Path("/sys/fs/cgroup/memory.max")
_LOOK_AGAIN_S: Final = 0.1
_COLLECT_AGAIN_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class MemoryLimits:
    """The most that may be used, in percent, and the least that must be free."""

    used_percentage_max: int = 100
    free_bytes_min: int = 0

    def bytes_max(self, available: int) -> int:
        """How much may be used of what is available."""
        return min(self.used_percentage_max * available // 100, available - self.free_bytes_min)


@dataclass(frozen=True, slots=True)
class ProcessMemory:
    """Where the use is read, and how much is available in all."""

    used: Callable[[], int]
    available: int


class MemoryLimiter:
    """Refuses calls over the limits, as a wrapper of `Services`; streams that run go on."""

    def __init__(
        self, limits: MemoryLimits, memory: ProcessMemory, monotonic_s: Callable[[], float]
    ) -> None:
        self._bytes_max = limits.bytes_max(memory.available)
        self._memory = memory
        self._monotonic_s = monotonic_s
        self._used = 0
        self._looked_s = self._collected_s = float("-inf")

    def __call__(self, method: Method, handler: Handler) -> Handler:
        if method.path[1:] in NEVER_LIMITED:
            return handler

        async def answer(request: Any, call: Call) -> Any:
            self._check(method)
            return await handler(request, call)

        async def answers(request: Any, call: Call) -> AsyncIterator[Any]:
            self._check(method)
            async with aclosing(handler(request, call)) as responses:
                async for response in responses:
                    yield response

        return answers if method.server_streaming else answer

    def _check(self, method: Method) -> None:
        now_s = self._monotonic_s()
        if now_s - self._looked_s >= _LOOK_AGAIN_S:
            self._used, self._looked_s = self._memory.used(), now_s
        if self._used <= self._bytes_max:
            return
        if now_s - self._collected_s >= _COLLECT_AGAIN_S:
            self._collected_s = now_s
            gc.collect()
        pool, prefix = "resident memory", "process_resident_memory_bytes"
        raise LedgerError(
            HEAP_MEMORY_OVER_LIMIT,
            f"The {pool} collection usage threshold has exceeded the maximum ({self._bytes_max}). "
            f"Jvm memory metrics are available at {prefix}.",
            {
                "memoryPool": pool,
                "limit": str(self._bytes_max),
                "metricPrefix": prefix,
                "fullMethodName": method.path[1:],
            },
            definite_answer=True,
        )


def process_memory() -> ProcessMemory:
    """The memory of this process."""
    page_size = os.sysconf("SC_PAGE_SIZE")
    machine = page_size * os.sysconf("SC_PHYS_PAGES")
    group = _GROUP_LIMIT.read_text().strip() if _GROUP_LIMIT.exists() else "max"
    return ProcessMemory(
        lambda: page_size * int(_STATM.read_text().split()[1]),
        min(machine, int(group)) if group.isdigit() else machine,
    )
