"""A whole synchronizer in one process: two sequencers, a mediator and participants, replicated.

Every replica of every node runs as a `Process` under a keeper that starts it again after it died,
from what its database has committed. Sequencers share the ordering; the replicas of the mediator
and of the first participant share a database and wait in its lease.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from canton.clock import SIMULATION_START, SeededRandomness, SimClock
from canton.errors import TransientError
from canton.identifiers import MemberKind, PhysicalSynchronizerId
from canton.lifecycle.queue import Signal
from canton.mediator.runtime import mediator_runtime
from canton.replication.leadership import Lease, run_terms
from canton.replication.memory import MemoryLeadership, MemoryLock
from canton.sequencer.initialization import from_genesis
from canton.sequencer.ordering.memory import MemoryBlocks, MemoryOrdering
from canton.sequencer.ordering.ordering import Ordering
from canton.sequencer.runtime import SequencerParts, SequencerRuntime
from canton.sequencer.services.public.public_api import PublicApi
from canton.sequencer_client.core.submission import Amplification
from canton.sequencer_client.seam import Surroundings
from canton.sequencer_client.settings import (
    ClientSettings,
    SequencerAlias,
    SequencerConnections,
)
from canton.storage.errors import LeaseLost
from canton.storage.memory import FaultHook, Image, MemoryDatabase, MemoryStorage
from canton.timestamps import Timestamp
from canton.topology_service.session import MemberParts
from canton.transport.memory import Faults, Network
from canton.transport.seam import ServerSettings, Services
from canton.vault.vault import Vault
from scenarios.sequencer.founding import PARAMETERS, Founding, Node
from simulation.deployment.participant import AtWork, ParticipantProgram
from simulation.deployment.process import (
    Effects,
    Process,
    ProcessOrdering,
    ProcessStorage,
    ProcessTransport,
    run_process,
)

PORT = 1
RESTART_S_MAX = 3.0
RECONNECT_S = 0.2


class Plan:
    """What goes wrong with processes; without a seed nothing does."""

    def __init__(self, rng: random.Random | None = None, crashes_max: int = 0) -> None:
        self._rng = rng or random.Random(0)
        self._crashes_left = crashes_max

    def crash_in(self, kind: str) -> int | None:
        """After how many effects a process that starts now dies, if it does."""
        if self._crashes_left <= 0:
            return None
        self._crashes_left -= 1
        return min(int(self._rng.expovariate(1 / 40)), 400)

    def downtime_s(self) -> float:
        """How long a dead process stays away."""
        return self._rng.uniform(0.01, RESTART_S_MAX)

    def skew_s(self) -> float:
        """How far the clock of a process that starts now is off."""
        return self._rng.uniform(-0.3, 0.3) if self._crashes_left else 0.0

    def heal(self) -> None:
        """From now on nothing goes wrong."""
        self._crashes_left = 0


@dataclass(eq=False)
class Machine:
    """One node: its database, its lease, the processes of its replicas that run now."""

    node: Node
    kind: str
    database: MemoryDatabase
    replicas: int
    lock: MemoryLock = field(init=False)
    running: dict[int, Process] = field(default_factory=dict)
    leaderships: dict[int, MemoryLeadership] = field(default_factory=dict)
    active: tuple[Process, AtWork] | None = None
    starts: int = 0
    changed: Signal = field(default_factory=Signal)
    has_power: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.lock = MemoryLock(self.database)
        self.has_power.set()

    def kill_all(self) -> None:
        """Ends every process of the node at once."""
        for process in list(self.running.values()):
            process.kill()

    async def stay_down(self, seconds: float) -> None:
        """Ends every process and lets none start for that long."""
        self.has_power.clear()
        self.kill_all()
        await asyncio.sleep(seconds)
        self.has_power.set()

    @property
    def holder(self) -> int | None:
        """The replica that holds the lease."""
        for replica, leadership in self.leaderships.items():
            if leadership.is_active:
                return replica
        return None

    def forget(self, replica: int) -> None:
        """What a replica's death means to the others."""
        leadership = self.leaderships.pop(replica)
        if leadership.is_active:
            self.lock.evict()

    def freeze(self) -> Lease | None:
        """Lets another replica take over while the holder knows nothing of it; gives its lease."""
        lease = self.lock.holder
        if lease is not None:
            self.lock.holder = None
            self.database.begin_epoch(self.lock.name)
            self.lock.lock.release()
        return lease


@dataclass(frozen=True)
class Founded:
    """What a bootstrapped synchronizer left in its databases and in the ordering, and when."""

    images: dict[str, Image]
    blocks: tuple[Any, ...]
    end: Timestamp


@dataclass
class Synchronizer:
    """The hosts of a synchronizer, and who runs on them."""

    seed: int = 0
    faults: Faults | None = None
    storage_faults: FaultHook | None = None
    plan: Plan = field(default_factory=Plan)
    founded: Founded | None = None
    participants: tuple[str, ...] = ("alice", "bob", "carol")
    answers_pings: bool = False
    trust_threshold: int = 1
    effects: Effects = field(default_factory=Effects)
    errors: list[BaseException] = field(default_factory=list)
    founding: Founding = field(default_factory=Founding)

    def __post_init__(self) -> None:
        self.network = Network(self.faults, SeededRandomness(f"network-{self.seed}"))
        self.blocks = MemoryBlocks()
        self.start = SIMULATION_START
        if self.founded is not None:
            # A copy: the blocks of another run, whose event loop is gone.
            self.blocks._blocks = list(self.founded.blocks)
            self.start = self.founded.end
        self.clock = SimClock(self.start)
        nodes = [Node(name, MemberKind.PARTICIPANT) for name in self.participants]
        self.machines: dict[str, Machine] = {}
        for node in self.founding.sequencers:
            self._add(node, "sequencer", 1)
        self._add(self.founding.mediator, "mediator", 2)
        for number, node in enumerate(nodes):
            self._add(node, "participant", 2 if number == 0 else 1)
        aliases = (SequencerAlias(n.name, ((n.name, PORT),)) for n in self.founding.sequencers)
        self.connections = SequencerConnections(
            tuple(aliases),
            self.trust_threshold,
            amplification=Amplification(factor=2, patience_s=2),
        )

    def _add(self, node: Node, kind: str, replicas: int) -> None:
        image = self.founded.images[node.name] if self.founded is not None else None
        database = MemoryDatabase(image, self.storage_faults)
        self.machines[node.name] = Machine(node, kind, database, replicas)

    def machine(self, name: str) -> Machine:
        return self.machines[name]

    def of_kind(self, kind: str) -> list[Machine]:
        return [each for each in self.machines.values() if each.kind == kind]

    def hosts(self) -> list[str]:
        """The names of all hosts that are up."""
        return [
            process.host for each in self.machines.values() for process in each.running.values()
        ]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keeps every replica of every node running."""
        async with asyncio.TaskGroup() as tasks:
            keepers = [
                tasks.create_task(self._keep(machine, replica))
                for machine in self.machines.values()
                for replica in range(machine.replicas)
            ]
            try:
                yield
            finally:
                for each in keepers:
                    each.cancel()

    async def _keep(self, machine: Machine, replica: int) -> None:
        """Starts a process again and again; an error that ends one is remembered."""
        works: dict[str, Callable[[Machine, int, Process], Awaitable[None]]] = {
            "sequencer": self._sequence,
            "mediator": self._mediate,
            "participant": self._participate,
        }
        while True:
            await machine.has_power.wait()
            process = self._new_process(machine, replica)
            machine.running[replica] = process
            try:
                await run_process(process, works[machine.kind](machine, replica, process))
            except Exception as error:
                self.errors.append(error)
                process.kill()
            await asyncio.sleep(self.plan.downtime_s())

    def _new_process(self, machine: Machine, replica: int) -> Process:
        machine.starts += 1
        name = machine.node.name
        # Sequencers are found by name; a client that comes back is another host.
        host = name if machine.kind == "sequencer" else f"{name}-{replica}.{machine.starts}"
        process = Process(
            f"{name}-{replica}.{machine.starts}",
            machine.kind,
            host,
            self.effects,
            self.plan.crash_in(machine.kind),
        )
        if machine.kind == "sequencer":
            for other in self.hosts():
                self.network.heal(host, other)
        process.on_death = lambda: self._died(machine, replica, process)
        return process

    def _died(self, machine: Machine, replica: int, process: Process) -> None:
        self.network.isolate(process.host, [h for h in self.hosts() if h != process.host])
        machine.running.pop(replica, None)
        if replica in machine.leaderships:
            machine.forget(replica)
        if machine.active is not None and machine.active[0] is process:
            machine.active[1].ended.set()
            machine.active = None

    def _storage(self, machine: Machine, process: Process) -> ProcessStorage:
        if machine.replicas == 1:
            # What a crash leaves behind, and nothing else.
            machine.database = MemoryDatabase(machine.database.image(), self.storage_faults)
        return ProcessStorage(process, MemoryStorage(machine.database))

    def _leadership(self, machine: Machine, replica: int) -> MemoryLeadership:
        if machine.replicas == 1:
            machine.lock = MemoryLock(machine.database)
        leadership = MemoryLeadership(machine.lock, self.clock)
        machine.leaderships[replica] = leadership
        return leadership

    def _clock_of(self) -> SimClock:
        return SimClock(self.start, self.plan.skew_s())

    def _randomness_of(self, process: Process) -> SeededRandomness:
        return SeededRandomness(f"{self.seed}-{process.name}")

    async def _sequence(self, machine: Machine, replica: int, process: Process) -> None:
        node, storage, clock = machine.node, self._storage(machine, process), self._clock_of()

        @asynccontextmanager
        async def ordering(synchronizer: PhysicalSynchronizerId) -> AsyncIterator[Ordering]:
            yield ProcessOrdering(process, MemoryOrdering(self.blocks, node.name, clock))

        randomness = self._randomness_of(process)
        parts = SequencerParts(node.member, storage, node, clock, randomness, ordering)  # type: ignore[arg-type]
        async with SequencerRuntime(parts) as runtime:
            if not runtime.is_initialized:
                await runtime.initialize(from_genesis(self.founding.genesis(), PARAMETERS))
            public = PublicApi(runtime, clock, randomness)
            settings = ServerSettings(port=PORT)
            transport = ProcessTransport(process, self.network)
            async with transport.server(settings, Services(*public.tables)):
                await asyncio.get_running_loop().create_future()

    async def _mediate(self, machine: Machine, replica: int, process: Process) -> None:
        node, clock = machine.node, self._clock_of()
        storage = self._storage(machine, process)
        randomness = self._randomness_of(process)

        async def serve(lease: Lease) -> None:
            fenced = lease.guarded(storage)  # type: ignore[arg-type]
            vault = Vault(fenced, randomness)
            for name, pair in (("auth", node.authentication), ("signing", node.protocol)):
                if pair.fingerprint not in await vault.own_fingerprints():
                    await vault.add(name, pair)
            transport = ProcessTransport(process, self.network)
            parts = MemberParts(
                node.member,
                fenced,
                vault,
                transport,
                Surroundings(clock, randomness),
                ClientSettings(),
            )
            while True:
                try:
                    async with mediator_runtime(
                        parts, self.connections, self.founding.synchronizer
                    ):
                        await asyncio.get_running_loop().create_future()
                except LeaseLost:
                    raise
                except TransientError:
                    await clock.sleep(RECONNECT_S)

        await run_terms(self._leadership(machine, replica), serve)

    async def _participate(self, machine: Machine, replica: int, process: Process) -> None:
        def on_active(active: AtWork | None) -> None:
            if active is not None:
                machine.active = (process, active)
                machine.changed.notify()
            elif machine.active is not None and machine.active[0] is process:
                machine.active = None

        program = ParticipantProgram(
            machine.node,
            self._storage(machine, process),  # type: ignore[arg-type]
            self._leadership(machine, replica),
            ProcessTransport(process, self.network),
            Surroundings(self._clock_of(), self._randomness_of(process)),
            self.connections,
            self.answers_pings,
            on_active=on_active,
        )
        await program.run()

    async def active(self, name: str) -> AtWork:
        """The replica of that participant that is at work, as soon as there is one."""
        machine = self.machines[name]
        await machine.changed.wait_until(lambda: machine.active is not None)
        assert machine.active is not None
        return machine.active[1]

    def image_of_all(self) -> Founded:
        """What is committed everywhere now."""
        images = {name: each.database.image() for name, each in self.machines.items()}
        return Founded(images, tuple(self.blocks._blocks), Timestamp(self.clock.now()))
