"""The console's commands meet the services that they call."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from canton.admin_api.api_info import admin_api_info_table
from canton.admin_api.health_dump import DumpSources, status_service_table
from canton.admin_api.identity import identity_table
from canton.admin_api.mediator.initialization import (
    mediator_initialization_table,
    sequencer_connection_table,
)
from canton.admin_api.participant.ping import PingOrder, PingSuccess, ping_table
from canton.admin_api.status import (
    NodeStatus,
    NotInitialized,
    ParticipantStatus,
    WaitingFor,
    mediator_status_table,
    participant_status_table,
)
from canton.admin_api.topology.aggregation import TopologyAggregationService
from canton.admin_api.topology.reading import TopologyReadService
from canton.admin_api.topology.writing import TopologyWriteService
from canton.admin_api.vault import VaultService
from canton.clock import SeededRandomness, SimClock
from canton.console.commands.topology import TemporaryStore
from canton.console.endpoint import Runner
from canton.console.node import MediatorReference, NodeReference, ParticipantReference
from canton.console.parameters import SequencerConnection, SequencerConnections
from canton.crypto.key import SigningKeyUsage, SigningPublicKey
from canton.identifiers import Fingerprint, PhysicalSynchronizerId, UniqueIdentifier
from canton.sequencer_client.core.validation import Validation
from canton.storage.memory import MemoryStorage
from canton.topology.mapping.namespace import NamespaceDelegation
from canton.topology_service.registry import TopologyRegistry
from canton.transport.memory import Network
from canton.transport.seam import ChannelSettings, ServerSettings, Services, ServiceTable
from canton.vault.vault import Vault

NAMESPACE = SigningKeyUsage.NAMESPACE
PROTOCOL = SigningKeyUsage.PROTOCOL
SYNCHRONIZER = "sync::1220ab::35-0"


async def operate(
    kind: type[NodeReference], tables: Iterable[ServiceTable], script: Callable[[Any], None]
) -> None:
    """Runs a script of the console in a thread of its own against a node with these services."""
    network = Network()
    services = Services(admin_api_info_table(), *tables)
    async with network.host("node").server(ServerSettings(), services) as server:
        runner = Runner(asyncio.get_running_loop(), network.host("operator"))
        settings = ChannelSettings("node", server.port)

        def run() -> None:
            script(kind("node", runner, lambda _: settings))
            runner.close()

        await asyncio.to_thread(run)


class Node:
    """A participant with a namespace, as far as its admin API goes."""

    def __init__(self, vault: Vault, registry: TopologyRegistry, key: NamespaceDelegation) -> None:
        self.vault = vault
        self.registry = registry
        self.root = key

    @staticmethod
    async def open(clock: SimClock) -> Node:
        vault = Vault(MemoryStorage(), SeededRandomness(1))
        key = await vault.generate_signing_key("namespace", frozenset({NAMESPACE}))
        uid = UniqueIdentifier("p", key.fingerprint)
        registry = await TopologyRegistry.open(uid, vault, MemoryStorage(), clock)
        root = NamespaceDelegation(key.fingerprint, key)
        await registry.authorized.ensure(root)
        return Node(vault, registry, root)

    async def uid(self) -> UniqueIdentifier:
        return self.registry.node

    async def status(self) -> ParticipantStatus:
        common = NodeStatus(str(self.registry.node), 1.0, {"admin-api": 1}, True, (), "3.6")
        return ParticipantStatus(common, {PhysicalSynchronizerId.parse(SYNCHRONIZER): True})

    async def init_id(self, *_: object) -> None:
        raise AssertionError("the node has its id")

    async def ping(self, order: PingOrder) -> PingSuccess:
        return PingSuccess(42, order.targets[0])

    def tables(self) -> list[ServiceTable]:
        async def statuses() -> dict:
            return {}

        return [
            participant_status_table(self.status),
            status_service_table(DumpSources("3.6", statuses, str)),
            identity_table(self.uid, self.init_id, SimClock()),
            VaultService(lambda: self.vault).table(),
            TopologyReadService(lambda: self.registry).table(),
            TopologyWriteService(lambda: self.registry).table(),
            TopologyAggregationService(lambda: self.registry).table(),
            ping_table(lambda: self),
        ]


async def test_the_health_of_a_participant_is_seen_in_the_console(tmp_path: Path) -> None:
    node = await Node.open(SimClock())

    def script(p: ParticipantReference) -> None:
        assert p.health.active
        assert p.health.initialized()
        assert p.health.status.uid == str(node.registry.node)
        assert p.health.status.is_topology_idle
        assert p.health.ping(p) == timedelta(milliseconds=42)
        dump = Path(p.health.dump(str(tmp_path / "dump.zip"), chunk_size=64))
        assert zipfile.is_zipfile(io.BytesIO(dump.read_bytes()))

    await operate(ParticipantReference, node.tables(), script)


async def test_keys_are_made_moved_and_deleted_in_the_console() -> None:
    node = await Node.open(SimClock())

    def script(p: ParticipantReference) -> None:
        key = p.keys.secret.generate_signing_key("mine", [PROTOCOL.value])
        (listed,) = p.keys.secret.list(filter_name="mine")
        assert listed.v30.public_key.signing_public_key == key
        fingerprint = SigningPublicKey.from_proto(key).fingerprint
        exported = p.keys.secret.download(fingerprint, password="secret")
        p.keys.secret.delete(fingerprint)
        assert p.keys.secret.list(filter_fingerprint=fingerprint) == []
        p.keys.secret.upload(exported, "again", "secret")
        assert p.keys.public.list(filter_fingerprint=fingerprint)[0].name == "again"

    await operate(ParticipantReference, node.tables(), script)


async def test_topology_is_proposed_signed_moved_and_listed_in_the_console(tmp_path: Path) -> None:
    node = await Node.open(SimClock())
    other = await node.vault.generate_signing_key("other", frozenset({NAMESPACE}))

    def script(p: ParticipantReference) -> None:
        topology = p.topology
        mapping = NamespaceDelegation(Fingerprint(node.root.namespace), other)
        draft = topology.stores.create_temporary_topology_store("draft")
        snapshot = topology.transactions.export_topology_snapshot_v2()
        topology.transactions.import_topology_snapshot_v2(snapshot, draft)
        signed = topology.transactions.propose(mapping, draft)
        assert topology.transactions.sign([signed], draft) == [signed]
        assert topology.transactions.authorize(signed.hash.hex(), store=draft) == signed
        topology.transactions.load([signed])
        (_, result) = topology.namespace_delegations.list()
        assert result.transaction_hash == signed.hash.multihash
        assert len(topology.transactions.identity_transactions()) == 2
        for group in vars(topology).values():
            if hasattr(group, "rpc"):
                group.list()
        topology.transactions.export_identity_transactions_v2(str(tmp_path / "identity"))
        exported = (tmp_path / "identity").read_bytes()
        assert len(topology.transactions.read_snapshot(exported)) == 2
        assert len(topology.stores.list()) == 2
        topology.stores.drop_temporary_topology_store(TemporaryStore("draft"))
        assert len(topology.stores.list()) == 1
        assert p.parties.list() == []

    await operate(ParticipantReference, node.tables(), script)


async def test_a_mediator_is_assigned_in_the_console() -> None:
    told: dict[str, bytes] = {}

    async def assign(
        synchronizer: PhysicalSynchronizerId, connections: bytes, validation: Validation
    ) -> None:
        told[str(synchronizer)] = connections

    async def connections() -> bytes | None:
        return told.get(SYNCHRONIZER)

    async def change(content: bytes, validation: Validation) -> None:
        told[SYNCHRONIZER] = content

    async def status() -> NotInitialized:
        return NotInitialized(True, WaitingFor.INITIALIZATION, "3.6")

    def script(m: MediatorReference) -> None:
        ways = SequencerConnections((SequencerConnection("s", ("127.0.0.1:1",)),))
        assert m.sequencer_connection.get() is None
        m.setup.assign(SYNCHRONIZER, ways)
        assert m.sequencer_connection.get() == ways
        m.sequencer_connection.set(ways)

    tables = [
        mediator_status_table(status),
        mediator_initialization_table(assign),
        sequencer_connection_table(connections, change),
    ]
    await operate(MediatorReference, tables, script)
