"""Everything of a participant while it is active, put together in the order of its start.

packages -> the ledger's end -> submissions -> ledger -> synchronizers -> administration
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from canton.clock import Clock, Randomness
from canton.daml_lf.archive.dar import ENTRY_SIZE_MAX
from canton.daml_lf.compiler.artifact import CodeCache
from canton.lifecycle.aside import Aside, in_place
from canton.lifecycle.backoff import Backoff
from canton.lifecycle.supervisor import Supervisor
from canton.participant.administration.administration import Administration
from canton.participant.administration.pruning import Pruning
from canton.participant.capacity.admission import OVERLOAD_WARNED_S, Admission
from canton.participant.connection import Connected, ConnectionParts
from canton.participant.engine.engine import LedgerEngine
from canton.participant.engine.interpretation import Interpretation
from canton.participant.ledger import Ledger
from canton.participant.ledger_writer import LedgerWriter
from canton.participant.measures.event_age import report_event_age
from canton.participant.package import Packages
from canton.participant.runtime import RuntimeParts
from canton.participant.submission.router import Router
from canton.participant.submission.submissions import SubmissionParts, Submissions
from canton.participant.synchronizers import Decode, Synchronizers
from canton.telemetry import catalogue
from canton.topology_service.registry import TopologyRegistry
from canton.topology_service.session import MemberParts


@dataclass(frozen=True, slots=True)
class ParticipantLimits:
    """What bounds a participant: files of a DAR, and when overload is worth a warning, if ever."""

    dar_entry_bytes_max: int = ENTRY_SIZE_MAX
    overload_warned_s: float | None = OVERLOAD_WARNED_S


@dataclass(frozen=True, slots=True)
class ParticipantParts:
    """What an active participant is made of; the storage's writes fail once it is passive.

    `builtin_dars` are there from the first start on and accepted on every synchronizer. Long
    computations are done `aside`.
    `event_age_interval_s` is how often the age of the oldest update is measured, if at all.
    """

    member: MemberParts
    topology: TopologyRegistry
    decode: Decode
    builtin_dars: tuple[bytes, ...] = ()
    code_cache: CodeCache | None = None
    aside: Aside = in_place
    event_age_interval_s: float | None = None
    limits: ParticipantLimits = ParticipantLimits()

    @property
    def clock(self) -> Clock:
        """The node's clock."""
        return self.member.surroundings.clock

    @property
    def randomness(self) -> Randomness:
        """The node's randomness."""
        return self.member.surroundings.randomness


@dataclass(frozen=True, slots=True)
class ActiveParticipant:
    """A participant at work: its two doors, and the synchronizers behind them."""

    ledger: Ledger
    administration: Administration
    synchronizers: Synchronizers
    admission: Admission


@dataclass(slots=True)
class _OpenConnections(Mapping[str, Connected]):
    """The open connections whenever one looks; submissions exist before there can be any."""

    source: Callable[[], Mapping[str, Connected]] = field(default=dict)

    def __getitem__(self, alias: str) -> Connected:
        return self.source()[alias]

    def __iter__(self) -> Iterator[str]:
        return iter(self.source())

    def __len__(self) -> int:
        return len(self.source())


async def _admission(parts: ParticipantParts) -> Admission:
    metrics, participant = parts.member.surroundings.metrics, str(parts.member.member.uid)
    shown = metrics.instrument(catalogue.INFLIGHT_VALIDATIONS_MAX, participant=participant)
    limits = parts.limits
    return await Admission.open(
        parts.member.storage, parts.clock, limits.overload_warned_s, max_shown=shown
    )


async def _packages(parts: ParticipantParts) -> Packages:
    packages = Packages(
        parts.member.storage,
        parts.clock,
        parts.code_cache,
        parts.aside,
        parts.limits.dar_entry_bytes_max,
    )
    await packages.load()
    return packages


def _report_event_age(parts: ParticipantParts, supervisor: Supervisor) -> None:
    interval_s = parts.event_age_interval_s
    if interval_s is not None:
        storage, metrics = parts.member.storage, parts.member.surroundings.metrics
        supervisor.spawn(
            "event age",
            lambda: report_event_age(storage, parts.clock, metrics, interval_s),
            restart=Backoff(first_s=interval_s, limit_s=interval_s),
        )


@asynccontextmanager
async def active_participant(parts: ParticipantParts) -> AsyncIterator[ActiveParticipant]:
    """A participant that works while the context lasts; nothing is connected yet.

    Raises:
        CantonError: the storage fails, or a task of the participant ended with an error.
    """
    storage, clock, randomness = parts.member.storage, parts.clock, parts.randomness
    participant, metrics = parts.member.member, parts.member.surroundings.metrics
    packages = await _packages(parts)
    builtin = [await packages.upload(dar) for dar in parts.builtin_dars]
    engine = LedgerEngine(packages.library)
    interpretation = Interpretation(packages.library, engine, storage, clock)
    writer = await LedgerWriter.open(storage, clock, metrics)
    connections = _OpenConnections()
    admission = await _admission(parts)
    router = Router(interpretation, lambda: connections, clock, randomness, metrics)
    submissions = Submissions(
        SubmissionParts(
            storage,
            clock,
            randomness,
            engine,
            router,
            writer,
            lambda: connections,
            admission,
            metrics,
        )
    )
    await submissions.open()
    ledger = Ledger(
        participant, storage, writer, packages, submissions, clock=clock, connected=connections
    )
    connection_parts = ConnectionParts(
        parts.member,
        RuntimeParts(
            storage,
            clock,
            parts.member.vault,
            interpretation,
            writer,
            ledger.on_published,
            submissions.phases,
            metrics,
        ),
        engine,
        parts.topology,
        storage,
    )

    async def accept_builtin(connection: Connected) -> None:
        for main in builtin:
            await administration.vetting.vet_dar_on(connection, main)

    async with Supervisor("synchronizers", clock) as supervisor:
        synchronizers = Synchronizers(connection_parts, supervisor, parts.decode, accept_builtin)
        _report_event_age(parts, supervisor)
        connections.source = lambda: synchronizers.connected
        await synchronizers.load()
        administration = Administration(
            participant,
            ledger,
            packages,
            synchronizers,
            parts.topology,
            randomness,
            Pruning(storage, writer, clock),
        )
        yield ActiveParticipant(ledger, administration, synchronizers, admission)
