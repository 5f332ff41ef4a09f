"""What all nodes of one process share."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass, field
from typing import Final

from canton.clock import Clock, Randomness
from canton.config.values.storage import MemoryStorage as MemoryStorageConfig
from canton.config.values.storage import Storage as StorageConfig
from canton.replication.memory import MemoryLock
from canton.sequencer.ordering.memory import MemoryOrderingLog
from canton.storage.memory import MemoryDatabase
from canton.telemetry.metric import Metrics, NoMetrics
from canton.transport.seam import Transport

VERSION: Final = "3.6.0-pycanton.0.1.0"
"""What APIs and status say; clients of the original look at its beginning."""


@dataclass(slots=True)
class Process:
    """The surroundings of the nodes of a process.

    Memory databases live as long as the process: a node that is stopped and started again finds
    its state. Sequencers with `memory` storage of their ordering share one order in the process.
    """

    clock: Clock
    randomness: Randomness
    transport: Transport
    metrics: Metrics = field(default_factory=NoMetrics)
    memory: dict[str, MemoryDatabase] = field(default_factory=dict)
    locks: dict[str, MemoryLock] = field(default_factory=dict)
    orderings: dict[str, MemoryOrderingLog] = field(default_factory=dict)

    def memory_database(self, node: str) -> MemoryDatabase:
        """The memory database of a node."""
        return self.memory.setdefault(node, MemoryDatabase())

    def memory_lock(self, node: str) -> MemoryLock:
        """The lock among the replicas on a memory database."""
        if node not in self.locks:
            self.locks[node] = MemoryLock(self.memory_database(node))
        return self.locks[node]

    def application_name(self, node: str) -> str:
        """The name of a node's database sessions, unique among all processes."""
        unique = self.randomness.bytes(4).hex()
        return f"{node[:30]}-{socket.gethostname()[:12]}-{os.getpid()}-{unique}"


def is_memory(storage: StorageConfig) -> bool:
    """Whether the state ends with the process."""
    return isinstance(storage, MemoryStorageConfig)
