"""Phase 2: whether a request as sequenced is one that participants may be asked to confirm.

The mediator sees who must confirm which view and nothing of what the views hold. It checks that the
submitting participant signed, that the right participants received the same root hash, and that
every view can be confirmed at all. A request that fails gets its rejection at once.
Source: Canton 3.6 ConfirmationRequestAndResponseProcessor; protocol sheet 2.8.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from canton.crypto.hash import Hash
from canton.crypto.key import SigningKeyUsage
from canton.crypto.signature import verify
from canton.errors import ErrorCode, Rejection
from canton.identifiers import Member, MemberKind, PartyId, PhysicalSynchronizerId
from canton.mediator.core.aggregation import Consortium, ViewState
from canton.mediator.errors import MEDIATOR_INVALID_MESSAGE, MEDIATOR_RECEIVED_MALFORMED_MESSAGE
from canton.protocol.merkle.position import ViewPosition
from canton.protocol.message.request import InformeeMessage, RootHashMessage
from canton.protocol.message.verdict import LocalVerdict
from canton.protocol.message.view_type import ViewType
from canton.protocol.sequencing.recipient import MediatorGroup, Recipients
from canton.protocol.view.common_data import ViewCommonData
from canton.timestamps import Timestamp, plus
from canton.topology.snapshot.snapshot import TopologySnapshot

PROTOCOL_USAGE: Final = frozenset({SigningKeyUsage.PROTOCOL})


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    """A request as it arrives: the informee message, and the root hash messages with readers."""

    request_id: Timestamp
    informees: InformeeMessage
    informee_recipients: Recipients
    root_hashes: Sequence[tuple[RootHashMessage, Recipients]]
    has_topology: bool = False

    @property
    def root_hash(self) -> Hash:
        """The hash that names the transaction."""
        return self.informees.tree.hash

    @property
    def view_type(self) -> ViewType:
        """What kind of request the participants were told it is."""
        return self.root_hashes[0][0].view_type if self.root_hashes else ViewType.TRANSACTION

    @property
    def addressed(self) -> frozenset[Member]:
        """The participants that received a root hash."""
        everyone = (recipients.all() for _, recipients in self.root_hashes)
        return frozenset(
            each
            for each in frozenset().union(*everyone)
            if isinstance(each, Member) and each.kind is MemberKind.PARTICIPANT
        )


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Until when responses count, and until when the verdict must be sequenced."""

    response: Timestamp
    decision: Timestamp

    @staticmethod
    def of(request_id: Timestamp, snapshot: TopologySnapshot) -> Deadlines:
        """The deadlines by the parameters in force when the request was sequenced."""
        parameters = snapshot.dynamic_parameters
        if parameters is None:
            return Deadlines(request_id, request_id)
        response = plus(request_id, parameters.confirmation_response_timeout)
        return Deadlines(response, plus(response, parameters.mediator_reaction_timeout))


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A valid request that waits for responses."""

    request_id: Timestamp
    root_hash: Hash
    view_type: ViewType
    group: MediatorGroup
    participants: frozenset[Member]
    views: Mapping[ViewPosition, ViewState[LocalVerdict]]
    deadlines: Deadlines

    def confirmable_by(self, participant: Member, position: ViewPosition) -> frozenset[PartyId]:
        """The parties of a view that the participant may speak for."""
        return frozenset(
            party
            for party, consortium in self.views[position].consortia.items()
            if participant in consortium.participants
        )


def own_group(snapshot: TopologySnapshot, mediator: Member) -> tuple[MediatorGroup, bool] | None:
    """The group that the mediator belongs to and whether it is active in it."""
    for group in snapshot.mediator_groups():
        if mediator in group.members:
            return MediatorGroup(group.group), mediator in group.active
    return None


def check_request(
    request: ReceivedRequest,
    snapshot: TopologySnapshot,
    *,
    synchronizer: PhysicalSynchronizerId,
    group: MediatorGroup,
) -> OpenRequest | Rejection:
    """The request as one that may be answered, or why it is rejected at once."""
    tree = request.informees.tree
    common_data = {position: view.common for position, view in tree.views()}
    informees = frozenset().union(*(data.informees for data in common_data.values()))
    problem = (
        _wrong_place(request, synchronizer, group)
        or _wrong_signature(request, snapshot)
        or _unhosted(snapshot, informees)
        or _wrong_root_hashes(request, snapshot, group, informees)
        or _unconfirmable(snapshot, common_data)
    )
    if problem is not None:
        return problem
    return OpenRequest(
        request.request_id,
        request.root_hash,
        request.view_type,
        group,
        request.addressed,
        {position: _initial(data, snapshot) for position, data in common_data.items()},
        Deadlines.of(request.request_id, snapshot),
    )


def _malformed(cause: str) -> Rejection:
    return Rejection(MEDIATOR_RECEIVED_MALFORMED_MESSAGE, cause)


def _invalid(cause: str, code: ErrorCode = MEDIATOR_INVALID_MESSAGE) -> Rejection:
    return Rejection(code, cause)


def _wrong_place(
    request: ReceivedRequest, synchronizer: PhysicalSynchronizerId, group: MediatorGroup
) -> Rejection | None:
    common = request.informees.tree.common
    if common.synchronizer != synchronizer:
        return _malformed(f"the request is for {common.synchronizer}, not for {synchronizer}")
    if common.mediator_group != group.index:
        return _malformed(f"it names the mediator group {common.mediator_group}, not {group}")
    if request.informee_recipients.as_single_group() != frozenset({group}):
        return _malformed("the informee tree has other recipients than the mediator group")
    if request.has_topology:
        return _malformed("the batch holds topology transactions beside the request")
    return None


def _wrong_signature(request: ReceivedRequest, snapshot: TopologySnapshot) -> Rejection | None:
    submitter = request.informees.tree.submitter
    if submitter is None:
        return _malformed("the submitter metadata is hidden")
    participant = Member(MemberKind.PARTICIPANT, submitter.submitting_participant)
    signature = request.informees.submitting_participant_signature
    for key in snapshot.members.signing_keys(participant, PROTOCOL_USAGE):
        if key.fingerprint == signature.signed_by:
            if verify(key, request.root_hash, signature, PROTOCOL_USAGE):
                return None
            break
    return _malformed(f"the root hash is not signed by {participant}")


def _unhosted(snapshot: TopologySnapshot, informees: Iterable[PartyId]) -> Rejection | None:
    unhosted = snapshot.parties.unhosted(informees)
    if unhosted:
        return _invalid(f"no participant hosts {', '.join(sorted(unhosted))}")
    return None


def _wrong_root_hashes(
    request: ReceivedRequest,
    snapshot: TopologySnapshot,
    group: MediatorGroup,
    informees: frozenset[PartyId],
) -> Rejection | None:
    seen: set[Member] = set()
    payloads = {message.payload for message, _ in request.root_hashes}
    types = {message.view_type for message, _ in request.root_hashes}
    if len(payloads) > 1 or len(types) > 1:
        return _malformed("the root hash messages differ")
    for message, recipients in request.root_hashes:
        if message.root_hash != request.root_hash:
            return _malformed("a root hash message has another root hash than the tree")
        for tree in recipients.trees:
            participants = tree.recipients - {group}
            if tree.children or group not in tree.recipients or len(participants) != 1:
                return _malformed("a root hash message has other recipients than one participant")
            (participant,) = participants
            if not isinstance(participant, Member) or participant in seen:
                return _malformed(f"{participant} has several root hash messages")
            seen.add(participant)
    expected = snapshot.parties.participants_of(informees)
    if seen != expected:
        wrong = ", ".join(sorted(str(member) for member in seen ^ expected))
        return _malformed(f"root hash messages are missing or superfluous for {wrong}")
    return None


def _unconfirmable(
    snapshot: TopologySnapshot, views: Mapping[ViewPosition, ViewCommonData]
) -> Rejection | None:
    for position, data in views.items():
        if not any(quorum.threshold >= 1 for quorum in data.quorums):
            return _malformed(f"nobody needs to confirm the view at {position}")
        lonely = snapshot.parties.without_confirmer(data.confirmers)
        for quorum in data.quorums:
            reachable = sum(weight for party, weight in quorum.weights if party not in lonely)
            if reachable < quorum.threshold:
                parties = ", ".join(sorted(lonely))
                return _invalid(f"no participant may confirm for {parties or 'a quorum'}")
    return None


def _initial(data: ViewCommonData, snapshot: TopologySnapshot) -> ViewState[LocalVerdict]:
    consortia: dict[PartyId, Consortium[LocalVerdict]] = {}
    for party in data.confirmers:
        info = snapshot.parties.info(party)
        consortia[party] = Consortium(info.threshold, info.confirmers)
    return ViewState(data.quorums, consortia)
