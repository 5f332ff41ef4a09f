"""A participant's process: passive until it holds the lease, then everything up to its ledger."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from canton.clock import Clock
from canton.daml_lf.engine import Command, CreateCommand, ExerciseCommand
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.identifier import parse_reference
from canton.daml_lf.value.value import PartyValue, RecordValue, TextValue
from canton.identifiers import PartyId
from canton.participant.active import ActiveParticipant, ParticipantParts, active_participant
from canton.participant.core.deduplication import DeduplicateByDuration
from canton.participant.ledger import Ledger
from canton.participant.submission.command import CommandSubmission
from canton.replication.leadership import Leadership, Lease, run_terms
from canton.sequencer_client.core.validation import Validation
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
from canton.workflows.ping import PingService
from scenarios.sequencer.founding import Node

PING = f"{admin_workflow_ping().archive.package_id}:Canton.Internal.Ping:Ping"
ALIAS = "ha"


class CodeInMemory:
    """Compiled packages, shared by all participants of all runs."""

    def __init__(self) -> None:
        self._content: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        return self._content.get(key)

    def put(self, key: str, content: bytes) -> None:
        self._content[key] = content


CODE = CodeInMemory()


@dataclass
class AtWork:
    """An active participant, until `ended` is set."""

    node: Node
    participant: ActiveParticipant
    pings: PingService | None = None
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def party(self) -> PartyId:
        return self.node.member.uid.party

    @property
    def ledger(self) -> Ledger:
        return self.participant.ledger


@dataclass
class ParticipantProgram:
    """What a participant's process runs."""

    node: Node
    storage: Storage
    leadership: Leadership
    transport: Transport
    surroundings: Surroundings
    connections: SequencerConnections
    answers_pings: bool = False
    on_active: Callable[[AtWork | None], None] = lambda active: None

    async def run(self) -> None:
        """Waits to be active and serves, term after term."""
        await run_terms(self.leadership, self._serve)

    async def _serve(self, lease: Lease) -> None:
        storage = lease.guarded(self.storage)
        clock, randomness = self.surroundings.clock, self.surroundings.randomness
        vault = Vault(storage, randomness)
        registry = await identified(self.node, vault, storage, clock)
        parts = ParticipantParts(
            MemberParts(
                self.node.member,
                storage,
                vault,
                self.transport,
                self.surroundings,
                ClientSettings(),
            ),
            registry,
            lambda config: (self.connections, False),
            (admin_workflow_ping().dar_bytes,),
            CODE,
        )
        async with AsyncExitStack() as stack:
            participant = await stack.enter_async_context(active_participant(parts))
            active = AtWork(self.node, participant)
            if self.answers_pings:
                package = admin_workflow_ping().archive.package_id
                active.pings = await stack.enter_async_context(
                    PingService(participant.ledger, active.party, package, clock, randomness)
                )
            participant.synchronizers.connect_in_background(
                each.alias for each in participant.synchronizers.registered
            )
            self.on_active(active)
            try:
                await asyncio.get_running_loop().create_future()
            finally:
                active.ended.set()
                self.on_active(None)


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


async def first_start(active: AtWork) -> None:
    """Connects to the synchronizer; the package of Ping is vetted with that."""
    synchronizers = active.participant.synchronizers
    await synchronizers.register(b"ha", ALIAS, Validation.DISABLED)
    await synchronizers.connect(ALIAS, keep_trying=True)


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
