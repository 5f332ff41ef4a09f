"""One connection to a synchronizer, from admission to processing events.

A nest of contexts: session (admitting the participant first where needed), topology outbox,
runtime. It lasts until it is left or until the session ends for good.
Source: protocol sheet 7.2.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from canton.clock import Clock
from canton.crypto.key import EncryptionPublicKey
from canton.errors import Categories, ErrorCode, TransientError
from canton.identifiers import Fingerprint, Member, PhysicalSynchronizerId
from canton.lifecycle.deadline import within
from canton.lifecycle.supervisor import Supervisor
from canton.participant.core.engine import Engine
from canton.participant.core.processor import Identity, SynchronizerCore
from canton.participant.runtime import RuntimeParts, SynchronizerRuntime
from canton.participant.stores.hosting import HOSTING, HostingRow
from canton.participant.stores.request import CURSORS, REQUESTS
from canton.participant.stores.submission import IN_FLIGHT
from canton.participant.update import TopologyUpdate, encode
from canton.sequencer_client.connection import SequencerConnection
from canton.sequencer_client.connection_pool import ConnectionPool
from canton.sequencer_client.outbox import Outbox
from canton.sequencer_client.settings import SequencerConnections
from canton.storage.condition import eq
from canton.storage.storage import Storage
from canton.storage.table import Write
from canton.timestamps import Timestamp
from canton.topology.difference import hosting_changes
from canton.topology.mapping.participant import SynchronizerTrustCertificate
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.topology_service.broadcasting import broadcaster
from canton.topology_service.destination import SynchronizerDestination
from canton.topology_service.dispatch import AuthorizedDispatch, onboarding_transactions
from canton.topology_service.outbox import TopologyOutbox
from canton.topology_service.registry import TopologyRegistry
from canton.topology_service.session import MemberParts, MemberSession, member_session
from canton.transport.seam import RpcError
from canton.vault.vault import Vault
from canton.wire.topology_pb2 import SignedTopologyTransaction

_LOGGER = logging.getLogger(__name__)
ADMISSION_S_MAX: Final = 20.0
ADMISSION_POLL_S: Final = 0.05

NOT_ADMITTED: Final = ErrorCode(
    "PARTICIPANT_IS_NOT_ACTIVE",
    Categories.TRANSIENT_SERVER_FAILURE,
    "The synchronizer has not admitted the participant in time.",
    "Check that the synchronizer is open to new participants, then connect again.",
)


@dataclass(frozen=True, slots=True)
class ConnectionParts:
    """What a participant hands to each of its connections."""

    member: MemberParts
    runtime: RuntimeParts
    engine: Engine
    topology: TopologyRegistry
    storage: Storage

    @property
    def participant(self) -> Member:
        """The participant."""
        return self.member.member

    @property
    def clock(self) -> Clock:
        """The node's clock."""
        return self.member.surroundings.clock


@dataclass(frozen=True, slots=True)
class Connected:
    """An open connection."""

    session: MemberSession
    runtime: SynchronizerRuntime
    outbox: Outbox
    topology_outbox: TopologyOutbox
    destination: SynchronizerDestination

    @property
    def synchronizer(self) -> PhysicalSynchronizerId:
        """Where it leads."""
        return self.session.synchronizer


class _Admission:
    """Has the synchronizer admit the participant, unless it has done so before."""

    def __init__(self, parts: ConnectionParts) -> None:
        self._parts = parts

    async def __call__(
        self,
        pool: ConnectionPool,
        synchronizer: PhysicalSynchronizerId,
        parameters: StaticSynchronizerParameters,
    ) -> None:
        del parameters
        registry = self._parts.topology
        participant = self._parts.participant
        certificate = SynchronizerTrustCertificate(participant, synchronizer.logical)
        await registry.authorized.ensure(certificate)
        rows = registry.authorized_store.state.rows
        transactions = onboarding_transactions(rows, participant, synchronizer.logical)
        messages = [transaction.to_proto() for transaction in transactions]
        async with within(ADMISSION_S_MAX, "admission to the synchronizer"):
            while True:
                for connection in pool.choose(1):
                    if await _is_admitted(connection):
                        return
                    await _register(connection, messages)
                    _LOGGER.info("asked %s for admission to %s", connection.name, synchronizer)
                    await self._await_admission(connection)
                    return
                await self._parts.clock.sleep(ADMISSION_POLL_S)

    async def _await_admission(self, connection: SequencerConnection) -> None:
        """The synchronizer takes some time to make a new member effective; it tells when asked."""
        while not await _is_admitted(connection):
            await self._parts.clock.sleep(ADMISSION_POLL_S)


async def _register(
    connection: SequencerConnection, messages: Sequence[SignedTopologyTransaction]
) -> None:
    # Refused also when an earlier request, whose answer was lost, is not effective yet.
    try:
        await connection.register_onboarding(messages)
    except RpcError as error:
        raise TransientError(NOT_ADMITTED, f"{connection.name}: {error}") from error


async def _is_admitted(connection: SequencerConnection) -> bool:
    try:
        return await connection.is_active()
    except RpcError as error:
        raise TransientError(NOT_ADMITTED, f"{connection.name}: {error}") from error


async def own_encryption_keys(vault: Vault) -> frozenset[Fingerprint]:
    """The keys of the vault that session keys may be encrypted to."""
    return frozenset(
        named.key.fingerprint
        for named in await vault.keys()
        if named.is_own and isinstance(named.key, EncryptionPublicKey)
    )


async def _restored_core(
    session: MemberSession, parts: ConnectionParts, cursor: Timestamp | None
) -> SynchronizerCore:
    synchronizer = str(session.synchronizer.logical)
    if not await parts.storage.read(CURSORS.get(synchronizer)):
        await parts.storage.write(*_initial_hosting(session))
    requests, in_flight, hosting = await parts.storage.read_all(
        REQUESTS.query(eq("synchronizer", synchronizer)),
        IN_FLIGHT.query(eq("synchronizer", synchronizer)),
        HOSTING.query(eq("synchronizer", synchronizer)),
    )
    keys = await own_encryption_keys(parts.member.vault)
    identity = Identity(parts.participant, session.synchronizer, keys)
    return SynchronizerCore(
        identity,
        parts.engine,
        cursor=cursor,
        requests=requests,
        in_flight=in_flight,
        hosting=hosting,
    )


def _initial_hosting(session: MemberSession) -> list[Write]:
    """What the topology that the participant begins with tells of who hosts which party.

    Before the first event is handled it is all there is, and nothing of it is published; after
    that, events bring what changes. Source: ParticipantTopologyTerminateProcessing.
    """
    synchronizer = session.synchronizer
    name = str(synchronizer.logical)
    changes = hosting_changes(synchronizer, session.topology.state.rows)
    rows = [
        HostingRow(name, change.effective, encode(TopologyUpdate.of(name, change)))
        for change in changes
    ]
    return [HOSTING.insert_new(*rows)] if rows else []


@asynccontextmanager
async def connected(
    parts: ConnectionParts,
    connections: SequencerConnections,
    expected: PhysicalSynchronizerId | None,
) -> AsyncIterator[Connected]:
    """A connection that processes events while the context lasts.

    Raises:
        TransientError: the sequencers cannot be reached, or do not admit the participant in time.
        CantonError: they serve another synchronizer than expected, or refuse the participant.
    """
    cursor = None
    if expected is not None:
        rows = await parts.storage.read(CURSORS.get(str(expected.logical)))
        cursor = Timestamp(rows[0].event_time) if rows else None
    onboard = _Admission(parts)
    async with member_session(
        parts.member, connections, expected=expected, cursor=cursor, onboard=onboard
    ) as session:
        core = await _restored_core(session, parts, cursor)
        clock, randomness = parts.clock, parts.member.surroundings.randomness
        name = str(session.synchronizer.logical)
        async with (
            Supervisor(f"registrations {name}", clock) as registrations,
            Supervisor(f"synchronizer {name}", clock) as supervisor,
        ):
            outbox = Outbox(name, session.client, supervisor, clock)
            runtime = SynchronizerRuntime(session, parts.runtime, core, outbox, registrations)
            topology_outbox = TopologyOutbox(broadcaster(session.client, clock, randomness), clock)
            session.topology.listen(topology_outbox.on_sequenced)
            destination = SynchronizerDestination(session.topology, topology_outbox, clock)
            supervisor.spawn("events", lambda: runtime.run(cursor))
            supervisor.spawn("topology", topology_outbox.run)
            supervisor.spawn(
                "acknowledgements",
                lambda: session.client.acknowledge_regularly(lambda: runtime.clean_time),
            )
            parts.topology.add_synchronizer(destination)
            authorized = parts.topology.authorized_store
            try:
                with AuthorizedDispatch(authorized, session.topology, topology_outbox):
                    yield Connected(session, runtime, outbox, topology_outbox, destination)
            finally:
                parts.topology.remove_synchronizer(session.synchronizer)
                await runtime.close()
