"""A member's session on a synchronizer: its sequencers, its topology, its signatures.

Mediators and participants open one in the same way: the sequencers agree on what they are, the
initial topology is downloaded once and validated by replaying it, and from then on the client's
events and the topology go together. Source: protocol sheet 4.3, 6, 7.2.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, Protocol

from canton.crypto.hash import Hash
from canton.crypto.key import PROTOCOL_ONLY, SigningPublicKey, Usages
from canton.crypto.signature import Signature
from canton.errors import (
    CantonError,
    Categories,
    ErrorCode,
    InvariantViolation,
    Rejection,
    TransientError,
)
from canton.identifiers import Fingerprint, Member, PhysicalSynchronizerId
from canton.protocol.sequencing.envelope import Batch
from canton.protocol.sequencing.event import EVENT_PURPOSE, SequencedEvent
from canton.protocol.sequencing.signed_content import SignedContent
from canton.protocol.sequencing.traffic import sending_cost
from canton.sequencer_client.client import SequencerClient
from canton.sequencer_client.connection import SequencerConnection
from canton.sequencer_client.connection_pool import ConnectionPool
from canton.sequencer_client.core.validation import Validation
from canton.sequencer_client.errors import EVENT_NOT_VALID
from canton.sequencer_client.seam import DatedSignature, Surroundings
from canton.sequencer_client.settings import ClientSettings, SequencerConnections
from canton.sequencer_client.validation import Asker, require_valid
from canton.storage.storage import Storage
from canton.timestamps import Micros, Timestamp, plus
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.topology.snapshot.snapshot import TopologySnapshot
from canton.topology.state.initial import replay
from canton.topology.state.state import TopologyState
from canton.topology.stored import StoredTopologyTransaction, initial_state_hash
from canton.topology_service.client import TopologyClient
from canton.topology_service.store import TopologyStore, load_state
from canton.transport.seam import RpcError, Transport
from canton.vault.errors import KEY_NOT_FOUND
from canton.vault.vault import Vault
from canton.wire import sequencing_v30_pb2

_LOGGER = logging.getLogger(__name__)

INITIAL_TOPOLOGY_INVALID: Final = ErrorCode(
    "INITIAL_TOPOLOGY_INVALID",
    Categories.TRANSIENT_SERVER_FAILURE,
    "No sequencer gave an initial topology that holds, or they serve another synchronizer.",
    "Check the sequencer connections.",
)


class MemberSigner:
    """Signs for a member with the keys of its vault that the topology knows."""

    def __init__(self, member: Member, vault: Vault) -> None:
        self._member = member
        self._vault = vault
        self.topology: TopologyClient | None = None

    async def sign(self, content: Hash, usages: Usages) -> DatedSignature:
        """Signs with a key of that usage that is registered now.

        Raises:
            CantonError: the topology has no such key of the member, or the vault has none of them.
        """
        if self.topology is None:
            raise InvariantViolation("nothing is signed before the topology is known")
        snapshot = self.topology.approximate_snapshot()
        keys = snapshot.members.signing_keys(self._member, usages)
        signature = await self.sign_with_one_of(content, [key.fingerprint for key in keys])
        return DatedSignature(signature, snapshot.time)

    def cost_of(self, batch: Batch) -> int | None:
        """The traffic that sending the batch costs; None where it is free.

        Raises:
            InvariantViolation: the topology is not known yet.
        """
        if self.topology is None:
            raise InvariantViolation("nothing is sent before the topology is known")
        return sending_cost(self.topology.approximate_snapshot(), self._member, batch)

    async def sign_with_one_of(
        self, content: Hash, fingerprints: Sequence[Fingerprint]
    ) -> Signature:
        """Signs with the newest of these keys that the member has.

        Raises:
            CantonError: KEY_NOT_FOUND, it has none of them.
        """
        own = await self._vault.own_fingerprints()
        for fingerprint in reversed(fingerprints):
            if fingerprint in own:
                return await self._vault.sign(content, fingerprint)
        raise CantonError(
            KEY_NOT_FOUND, f"{self._member} has none of the keys that the synchronizer knows"
        )


class TopologyVerifier:
    """Checks the sequencers' signatures against the topology before each event."""

    def __init__(self, topology: TopologyClient) -> None:
        self._topology = topology

    async def verify(
        self, signed: SignedContent, event: SequencedEvent, sequencer: Member
    ) -> Rejection | None:
        """Why the event is not the sequencer's, or None where it is."""
        snapshot = await self._before(event)
        group = snapshot.sequencer_group()
        if group is None or sequencer not in group.active:
            return Rejection(EVENT_NOT_VALID, f"{sequencer} is no active sequencer")
        for key in self._keys(snapshot, sequencer):
            if key.fingerprint == signed.signature.signed_by:
                return signed.check(EVENT_PURPOSE, key)
        return Rejection(EVENT_NOT_VALID, f"the event is not signed with a key of {sequencer}")

    async def _before(self, event: SequencedEvent) -> TopologySnapshot:
        """The topology at the event's time; it is settled once the event before is processed."""
        time = event.timestamp_of_signing_key
        if event.previous_timestamp is not None:
            settled = plus(self._topology.effective_time(event.previous_timestamp), Micros(1))
            await self._topology.await_snapshot(min(time, settled))
        return TopologySnapshot.of_state(self._topology.state, time)

    @staticmethod
    def _keys(snapshot: TopologySnapshot, sequencer: Member) -> tuple[SigningPublicKey, ...]:
        return snapshot.members.signing_keys(sequencer, PROTOCOL_ONLY)


class Onboarding(Protocol):
    """Admits a member to a synchronizer whose sequencers may not know it yet."""

    async def __call__(
        self,
        pool: ConnectionPool,
        synchronizer: PhysicalSynchronizerId,
        parameters: StaticSynchronizerParameters,
    ) -> None:
        """Returns once the sequencers say that the member is active."""


@dataclass(frozen=True, slots=True)
class MemberParts:
    """What a node hands to its session."""

    member: Member
    storage: Storage
    vault: Vault
    transport: Transport
    surroundings: Surroundings
    client: ClientSettings


async def require_valid_connections(
    parts: MemberParts,
    connections: SequencerConnections,
    validation: Validation,
    expected: PhysicalSynchronizerId | None,
) -> None:
    """Returns if the sequencers answer as the validation asks, and are of the expected one.

    Raises:
        LedgerError: BAD_CONNECTIVITY, they are not.
    """
    signer = MemberSigner(parts.member, parts.vault)
    asker = Asker(parts.transport, parts.member, signer, parts.surroundings)
    seconds_max = parts.client.initialization_s_max
    await require_valid(connections, validation, asker, seconds_max, expected)


@dataclass(frozen=True, slots=True)
class MemberSession:
    """An open session. The topology must be fed with every event, in order."""

    member: Member
    synchronizer: PhysicalSynchronizerId
    pool: ConnectionPool
    client: SequencerClient
    topology: TopologyClient
    signer: MemberSigner


@asynccontextmanager
async def member_session(
    parts: MemberParts,
    connections: SequencerConnections,
    *,
    expected: PhysicalSynchronizerId | None = None,
    cursor: Timestamp | None = None,
    onboard: Onboarding | None = None,
) -> AsyncIterator[MemberSession]:
    """A session that lasts as long as the context.

    `cursor` is the last event whose topology is in the storage. `onboard` admits the member first
    where the sequencers do not know it.

    Raises:
        TransientError: the sequencers cannot be reached in time.
        CantonError: they contradict each other, or serve another synchronizer than expected.
    """
    signer = MemberSigner(parts.member, parts.vault)
    pool = ConnectionPool(
        connections,
        parts.transport,
        parts.member,
        signer,
        parts.surroundings,
        parts.client.keep_alive,
    )
    async with pool:
        agreement = await pool.agreement(parts.client.initialization_s_max)
        synchronizer = agreement.synchronizer
        if expected is not None and synchronizer != expected:
            raise CantonError(
                INITIAL_TOPOLOGY_INVALID, f"the sequencers serve {synchronizer}, not {expected}"
            )
        parameters = StaticSynchronizerParameters.from_proto(
            sequencing_v30_pb2.StaticSynchronizerParameters.FromString(agreement.static_parameters)
        )
        store = TopologyStore.of_synchronizer(synchronizer)
        state = await load_state(parts.storage, store, synchronizer, parameters)
        if not state.rows:
            if onboard is not None:
                await onboard(pool, synchronizer, parameters)
            state = await _initial_state(parts, pool, store, synchronizer, parameters)
        topology = TopologyClient(state, store, parts.surroundings.clock)
        if cursor is not None:
            topology.observe(cursor)
        signer.topology = topology
        verifier = TopologyVerifier(topology)
        async with SequencerClient(pool, synchronizer, verifier, parts.client) as client:
            yield MemberSession(parts.member, synchronizer, pool, client, topology, signer)


async def _initial_state(
    parts: MemberParts,
    pool: ConnectionPool,
    store: TopologyStore,
    synchronizer: PhysicalSynchronizerId,
    parameters: StaticSynchronizerParameters,
) -> TopologyState:
    """Downloads, validates and stores the topology that the member begins with."""
    for connection in pool.choose(len(pool.usable())):
        try:
            rows = await _download(connection)
        except RpcError as error:
            _LOGGER.info("topology download from %s failed: %s", connection.name, error)
            continue
        fault = await _fault_of(rows, pool, synchronizer, parameters)
        if fault is not None:
            pool.report_fault(connection, fault)
            continue
        await parts.storage.write(*store.initial_writes(rows))
        _LOGGER.info("downloaded %d topology transactions of %s", len(rows), synchronizer)
        return await load_state(parts.storage, store, synchronizer, parameters)
    raise TransientError(INITIAL_TOPOLOGY_INVALID, "no sequencer gave the initial topology")


async def _download(connection: SequencerConnection) -> list[StoredTopologyTransaction]:
    rows = []
    async for piece in connection.topology_state():
        rows += [
            StoredTopologyTransaction.from_proto(item) for item in piece.topology_transactions.items
        ]
    return rows


async def _fault_of(
    rows: list[StoredTopologyTransaction],
    pool: ConnectionPool,
    synchronizer: PhysicalSynchronizerId,
    parameters: StaticSynchronizerParameters,
) -> str | None:
    """Why the rows cannot be right: they do not replay, or other sequencers give other ones."""
    if isinstance(replayed := replay(rows, synchronizer, parameters), Rejection):
        return replayed.cause
    expected = initial_state_hash(rows)
    for other in pool.choose(pool.settings.trust_threshold):
        try:
            found = await other.topology_state_hash()
        except RpcError as error:
            raise TransientError(INITIAL_TOPOLOGY_INVALID, f"{other.name}: {error}") from error
        if found != expected:
            return "another sequencer gives another initial topology"
    return None
