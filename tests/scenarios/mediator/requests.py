"""Confirmation requests as a mediator sees them, built by hand: who confirms which view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from canton.crypto.hash import Hash, HashPurpose, digest
from canton.crypto.salt import Salt
from canton.crypto.signature import sign
from canton.identifiers import Member, PartyId
from canton.mediator.core.mediator import ReceivedResponses, Sequenced
from canton.mediator.core.request import ReceivedRequest
from canton.protocol.merkle.node import Blinded, Leaf
from canton.protocol.merkle.position import ViewPosition
from canton.protocol.merkle.sequence import MerkleSequence
from canton.protocol.message.request import InformeeMessage, RootHashMessage
from canton.protocol.message.signed import ConfirmationResponse, ConfirmationResponses
from canton.protocol.message.verdict import APPROVE, LocalVerdict, VerdictCode
from canton.protocol.message.view_type import ViewType
from canton.protocol.sequencing.recipient import Recipients
from canton.protocol.status import Status
from canton.protocol.view.common_data import Quorum, ViewCommonData
from canton.protocol.view.metadata import CommonMetadata, DeduplicationOffset, SubmitterMetadata
from canton.protocol.view.transaction_tree import TransactionTree
from canton.protocol.view.transaction_view import TransactionView
from canton.timestamps import Timestamp
from scenarios.participant.network import GROUP, START, Network, sealed
from scenarios.sequencer.founding import Node

UUID = "01234567-89ab-cdef-0123-456789abcdef"
SALT = Salt(bytes(32))


def hidden(text: str) -> Blinded:
    return Blinded(digest(HashPurpose.MERKLE_TREE_INNER_NODE, text.encode()))


def view(
    informees: Iterable[PartyId],
    *quorums: Quorum,
    subviews: Sequence[TransactionView] = (),
    salt: int = 0,
) -> TransactionView:
    """A view as the mediator sees it."""
    common = ViewCommonData(Salt(bytes([salt]) * 32), frozenset(informees), quorums)
    return TransactionView(
        Leaf.of(common), hidden(f"participant {salt}"), MerkleSequence.of(subviews)
    )


def tree(network: Network, *views: TransactionView, uuid: str = UUID) -> TransactionTree:
    """The tree of a request that participant p1 submits."""
    submitter = SubmitterMetadata(
        salt=SALT,
        act_as=network.parties("p1"),
        user_id="user",
        command_id="command",
        submitting_participant=network.member("p1").uid,
        submission_id="submission",
        deduplication_period=DeduplicationOffset(0),
        max_sequencing_time=START,
    )
    common = CommonMetadata(SALT, network.synchronizer, uuid, GROUP.index)
    return TransactionTree(
        Leaf.of(submitter), Leaf.of(common), hidden("metadata"), MerkleSequence.of(views)
    )


@dataclass
class Requests:
    """Makes the events of one network."""

    network: Network
    parts: dict[Timestamp, tuple[Hash, list[ViewPosition]]] = field(default_factory=dict)

    def received(
        self,
        time: Timestamp,
        *views: TransactionView,
        uuid: str = UUID,
        signer: Node | None = None,
    ) -> ReceivedRequest:
        """A faultless request."""
        network = self.network
        made = tree(network, *views, uuid=uuid)
        signature = sign((signer or network.participants["p1"]).protocol, made.hash)
        informees = frozenset().union(*(each.common.informees for _, each in made.views()))
        readers = sorted(network.snapshot().parties.participants_of(informees))
        message = RootHashMessage(made.hash, network.synchronizer, ViewType.TRANSACTION, START, b"")
        self.parts[time] = made.hash, [position for position, _ in made.views()]
        return ReceivedRequest(
            time,
            InformeeMessage(made, signature),
            Recipients.group([GROUP]),
            [(message, Recipients.groups([each, GROUP] for each in readers))],
        )

    def request(self, time: Timestamp, *views: TransactionView, **changes: object) -> Sequenced:
        """The event of a faultless request."""
        received = self.received(time, *views, **changes)  # type: ignore[arg-type]
        return self.event(time, request=received)

    def event(self, time: Timestamp, **content: object) -> Sequenced:
        return Sequenced(time, self.network.snapshot(time), **content)  # type: ignore[arg-type]

    def position(self, request: Timestamp, index: int = 0) -> ViewPosition:
        return self.parts[request][1][index]

    def responses(
        self,
        sender: str,
        request: Timestamp,
        *answers: ConfirmationResponse,
        signer: str | None = None,
    ) -> ReceivedResponses:
        """Responses, signed by their sender unless it is said otherwise."""
        node = self.network.participants[sender]
        root_hash, _ = self.parts[request]
        message = ConfirmationResponses(
            request, root_hash, self.network.synchronizer, node.member.uid, answers
        )
        content, signatures = sealed(self.network.participants[signer or sender], message)
        return ReceivedResponses(message, content, signatures, Recipients.group([GROUP]))

    def answered(
        self, time: Timestamp, sender: str, request: Timestamp, *answers: ConfirmationResponse
    ) -> Sequenced:
        """The event of responses."""
        return self.event(time, responses=[self.responses(sender, request, *answers)])


def approve(position: ViewPosition, parties: Iterable[PartyId]) -> ConfirmationResponse:
    return ConfirmationResponse(APPROVE, frozenset(parties), position)


def reject(
    position: ViewPosition,
    parties: Iterable[PartyId],
    text: str = "no",
    code: VerdictCode = VerdictCode.LOCAL_REJECT,
) -> ConfirmationResponse:
    verdict = LocalVerdict(code, Status(10, text))
    return ConfirmationResponse(verdict, frozenset(parties), position)


def malformed(position: ViewPosition | None = None) -> ConfirmationResponse:
    verdict = LocalVerdict(VerdictCode.LOCAL_MALFORMED, Status(10, "malformed"))
    return ConfirmationResponse(verdict, frozenset(), position)


def quorum(weights: Mapping[PartyId, int] | Iterable[PartyId], threshold: int) -> Quorum:
    """A quorum; parties without a weight have weight one."""
    if isinstance(weights, Mapping):
        return Quorum.of(weights, threshold)
    return Quorum.of(dict.fromkeys(weights, 1), threshold)


def readdressed(request: ReceivedRequest, *groups: Iterable[Member]) -> ReceivedRequest:
    """The request with other readers of its root hash."""
    [(message, _)] = request.root_hashes
    return replace(
        request, root_hashes=[(message, Recipients.groups([*each, GROUP] for each in groups))]
    )
