"""A founded synchronizer with three participants and their parties, for transcripts of cores.

Real topology, real keys, real trees; nothing is sent, the tests hand messages to the cores.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from canton.crypto.key_pair import SigningKeyPair
from canton.crypto.signature import Signature, sign
from canton.identifiers import Member, MemberKind, PartyId, PhysicalSynchronizerId, UniqueIdentifier
from canton.protocol.message.signed import SignedMessage, signed_content
from canton.protocol.sequencing.envelope import signed_message_hash
from canton.protocol.sequencing.recipient import MediatorGroup
from canton.timestamps import Timestamp, plus
from canton.topology.mapping.key import SigningKeysWithThreshold
from canton.topology.mapping.participant import (
    ParticipantPermission,
    VettedPackage,
    VettedPackages,
)
from canton.topology.mapping.party import HostingParticipant, PartyToParticipant
from canton.topology.parameters.dynamic import DynamicSynchronizerParameters
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.topology.snapshot.snapshot import TopologySnapshot
from canton.topology.state.state import TopologyState
from canton.topology.stored import INITIAL_TOPOLOGY_TIME
from scenarios.sequencer.founding import Founding, Node

START = Timestamp(1_700_000_000_000_000)
SECOND = 1_000_000
GROUP = MediatorGroup(0)
HALF_MINUTE = 30 * SECOND


def after(seconds: float) -> Timestamp:
    """So many seconds after the start."""
    return Timestamp(START + int(seconds * SECOND))


@dataclass
class Network:
    """The synchronizer; `hosting` says where parties other than admin parties are hosted.

    A party with a name like `dan/2` needs the approval of two of its participants. An external one
    has a key pair of its own: nobody submits for it, its participants only confirm.
    """

    hosting: Mapping[str, Iterable[str]] = field(default_factory=dict)
    packages: tuple[str, ...] = ()
    observing: frozenset[tuple[str, str]] = frozenset()
    external: Mapping[str, SigningKeyPair] = field(default_factory=dict)
    founding: Founding = field(default_factory=Founding)
    participants: dict[str, Node] = field(
        default_factory=lambda: {
            name: Node(name, MemberKind.PARTICIPANT) for name in ("p1", "p2", "p3")
        }
    )

    @property
    def synchronizer(self) -> PhysicalSynchronizerId:
        return self.founding.synchronizer

    @property
    def mediator(self) -> Member:
        return self.founding.mediator.member

    def member(self, name: str) -> Member:
        return self.participants[name].member

    def party(self, name: str) -> PartyId:
        """The party of a name: `p1` is the admin party of the participant."""
        if name in self.participants:
            return self.member(name).uid.party
        return self._party_uid(name.partition("/")[0]).party

    def parties(self, *names: str) -> frozenset[PartyId]:
        return frozenset(map(self.party, names))

    def _party_uid(self, name: str) -> UniqueIdentifier:
        first = self.participants["p1"]
        return UniqueIdentifier(name, first.namespace.fingerprint)

    def _hosting(self, name: str, hosts: Iterable[str]) -> PartyToParticipant:
        short, _, threshold = name.partition("/")
        entries = tuple(
            HostingParticipant(
                self.member(host),
                self._permission(short, host),
            )
            for host in hosts
        )
        pair = self.external.get(short)
        keys = None if pair is None else SigningKeysWithThreshold((pair.public,), 1)
        return PartyToParticipant(self._party_uid(short), int(threshold or 1), entries, keys)

    def _permission(self, party: str, host: str) -> ParticipantPermission:
        if (party, host) in self.observing:
            return ParticipantPermission.OBSERVATION
        if party in self.external:
            return ParticipantPermission.CONFIRMATION
        return ParticipantPermission.SUBMISSION

    @cached_property
    def state(self) -> TopologyState:
        state = TopologyState(self.synchronizer, StaticSynchronizerParameters())
        nodes = self.participants.values()
        founding = list(self.founding.transactions(nodes, DynamicSynchronizerParameters()))
        first = self.participants["p1"]
        for name, hosts in self.hosting.items():
            others = [self.participants[each].namespace for each in hosts if each != "p1"]
            others += [pair for party, pair in self.external.items() if party == name]
            founding.append(first.signed_topology(self._hosting(name, hosts), *others))
        if self.packages:
            vetted = [VettedPackage(package_id) for package_id in self.packages]
            founding += [
                node.signed_topology(VettedPackages.create(node.member, vetted)) for node in nodes
            ]
        applied = state.apply(founding, INITIAL_TOPOLOGY_TIME, INITIAL_TOPOLOGY_TIME)
        assert [each.rejection for each in applied.outcomes if each.rejection] == []
        return state

    def snapshot(self, time: Timestamp = START) -> TopologySnapshot:
        return TopologySnapshot.of_state(self.state, time)

    def deadline(self, request_id: Timestamp) -> Timestamp:
        """Until when responses count."""
        return plus(request_id, HALF_MINUTE)


def sealed(node: Node, message: SignedMessage) -> tuple[bytes, tuple[Signature, ...]]:
    """The bytes of a message and the member's signature on them."""
    content = signed_content(message)
    return content, (sign(node.protocol, signed_message_hash(content)),)
