"""A participant's process: passive until it holds the lease, then everything up to its ledger."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from canton.clock import Clock, Randomness
from canton.daml_lf.engine import (
    Command,
    CreateCommand,
    ExerciseCommand,
)
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.identifier import parse_reference
from canton.daml_lf.value.value import PartyValue, RecordValue, TextValue
from canton.identifiers import PartyId
from canton.lifecycle.supervisor import Supervisor
from canton.participant.administration import Administration
from canton.participant.connection import Connected, ConnectionParts
from canton.participant.core.deduplication import DeduplicateByDuration
from canton.participant.engine.engine import LedgerEngine
from canton.participant.engine.interpretation import Interpretation
from canton.participant.ledger import Ledger
from canton.participant.ledger_writer import LedgerWriter
from canton.participant.package import Packages
from canton.participant.runtime import RuntimeParts
from canton.participant.submission import CommandSubmission, SubmissionParts, Submissions
from canton.participant.synchronizers import Synchronizers
from canton.replication.leadership import Leadership, Lease, run_terms
from canton.sequencer_client.seam import Surroundings
from canton.sequencer_client.settings import ClientSettings, SequencerConnections
from canton.storage.storage import Storage
from canton.timestamps import Timestamp, micros
from canton.topology.mapping.key import OwnerToKeyMapping
from canton.topology.mapping.namespace import NamespaceDelegation
from canton.topology_service.registry import TopologyRegistry
from canton.topology_service.session import MemberParts
from canton.transport.seam import Transport
from canton.vault.vault import Vault
from canton.workflows.packages.admin_workflow_ping import admin_workflow_ping
from scenarios.sequencer.founding import Node

PING = f"{admin_workflow_ping().archive.package_id}:Canton.Internal.Ping:Ping"
ALIAS = "ha"


class LiveConnections(Mapping[str, Connected]):
    """The open connections, whenever one looks."""

    def __init__(self) -> None:
        self.source: Callable[[], Mapping[str, Connected]] = dict

    def __getitem__(self, alias: str) -> Connected:
        return self.source()[alias]

    def __iter__(self) -> Iterator[str]:
        return iter(self.source())

    def __len__(self) -> int:
        return len(self.source())


@dataclass
class ActiveParticipant:
    """A participant at work."""

    node: Node
    storage: Storage
    ledger: Ledger
    administration: Administration
    synchronizers: Synchronizers
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def party(self) -> PartyId:
        return self.node.member.uid.party


@dataclass
class ParticipantProgram:
    """What a participant's process runs."""

    node: Node
    storage: Storage
    leadership: Leadership
    transport: Transport
    clock: Clock
    randomness: Randomness
    connections: SequencerConnections
    settings: ClientSettings = field(default_factory=ClientSettings)
    on_active: Callable[[ActiveParticipant | None], None] = lambda active: None

    async def run(self) -> None:
        """Waits to be active and serves, term after term."""
        await run_terms(self.leadership, self._serve)

    async def _serve(self, lease: Lease) -> None:
        storage = lease.guarded(self.storage)
        vault = Vault(storage, self.randomness)
        registry = await identified(self.node, vault, storage, self.clock)
        packages = Packages(storage, self.clock)
        await packages.load()
        engine = LedgerEngine(packages.library)
        interpretation = Interpretation(packages.library, engine, storage, self.clock)
        writer = await LedgerWriter.open(storage, self.clock)
        live = LiveConnections()
        submissions = Submissions(
            SubmissionParts(
                storage, self.clock, self.randomness, engine, interpretation, writer, lambda: live
            )
        )
        await submissions.open()
        ledger = Ledger(
            self.node.member,
            storage,
            writer,
            packages,
            submissions,
            clock=self.clock,
            connected=live,
        )
        parts = ConnectionParts(
            MemberParts(
                self.node.member,
                storage,
                vault,
                self.transport,
                Surroundings(self.clock, self.randomness),
                self.settings,
            ),
            RuntimeParts(storage, vault, interpretation, writer, ledger.on_published),
            engine,
            registry,
            storage,
        )
        async with Supervisor("synchronizers", self.clock) as supervisor:
            synchronizers = Synchronizers(
                parts, supervisor, lambda config: (self.connections, False), _nothing
            )
            live.source = lambda: synchronizers.connected
            administration = Administration(
                self.node.member, ledger, packages, synchronizers, registry, self.randomness
            )
            active = ActiveParticipant(self.node, storage, ledger, administration, synchronizers)
            await synchronizers.load()
            synchronizers.connect_in_background(each.alias for each in synchronizers.registered)
            self.on_active(active)
            try:
                await asyncio.get_running_loop().create_future()
            finally:
                active.ended.set()
                self.on_active(None)


async def _nothing(connection: Connected) -> None:
    return None


async def identified(node: Node, vault: Vault, storage: Storage, clock: Clock) -> TopologyRegistry:
    """The node's keys in its vault, and its identity in its authorized store."""
    own = await vault.own_fingerprints()
    pairs = {
        "namespace": node.namespace,
        "authentication": node.authentication,
        "protocol": node.protocol,
        "encryption": node.encryption,
    }
    for name, pair in pairs.items():
        if pair.fingerprint not in own:
            await vault.add(name, pair)
    registry = await TopologyRegistry.open(node.member.uid, vault, storage, clock)
    namespace = node.namespace
    await registry.authorized.ensure(NamespaceDelegation(namespace.fingerprint, namespace.public))
    keys = (node.authentication.public, node.protocol.public, node.encryption.public)
    await registry.authorized.ensure(OwnerToKeyMapping(node.member, keys))
    return registry


async def first_start(active: ActiveParticipant) -> None:
    """Connects to the synchronizer, and uploads and vets the package of Ping."""
    await active.synchronizers.register(b"ha", ALIAS)
    await active.synchronizers.connect(ALIAS, keep_trying=True)
    await active.administration.upload(admin_workflow_ping().dar_bytes)


def command(party: PartyId, command_id: str, one: Command, ledger_time: int) -> CommandSubmission:
    return CommandSubmission(
        user_id="simulation",
        command_id=command_id,
        submission_id=command_id,
        act_as=frozenset({party}),
        read_as=frozenset(),
        commands=(one,),
        deduplication=DeduplicateByDuration(micros(seconds=3600)),
        ledger_time=Timestamp(ledger_time),
    )


def ping(name: str, initiator: PartyId, responder: PartyId) -> CreateCommand:
    argument = RecordValue((TextValue(name), PartyValue(initiator), PartyValue(responder)))
    return CreateCommand(parse_reference(PING), argument)


def respond(contract_id: str) -> ExerciseCommand:
    return ExerciseCommand(
        parse_reference(PING), ContractId.parse(contract_id), "Respond", RecordValue(())
    )


def abort(contract_id: str, party: PartyId) -> ExerciseCommand:
    """Another way to archive a ping, open to either party."""
    return ExerciseCommand(
        parse_reference(PING),
        ContractId.parse(contract_id),
        "AbortPing",
        RecordValue((PartyValue(party),)),
    )
