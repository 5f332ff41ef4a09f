"""The checks of a request that need nothing but the request and the topology.

Each returns the rejection, or None where all is well. Source: protocol sheet 2.7, steps 1 to 5, 7.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, assert_never

from canton.crypto.key import SigningKeyUsage
from canton.crypto.signature import Signature, verify
from canton.daml_lf.value.contract_id import ContractId
from canton.errors import Rejection
from canton.identifiers import Member, MemberKind, PartyId, PhysicalSynchronizerId
from canton.participant.core.validation.received import OpenedRequest
from canton.participant.errors import (
    BAD_ROOT_HASH_MESSAGES,
    LEDGER_TIME_OUT_OF_BOUND,
    MALFORMED_REQUEST,
    MAX_RECORD_TIME_EXCEEDED,
    MODEL_CONFORMANCE,
    PREPARATION_TIME_OUT_OF_BOUND,
)
from canton.protocol.merkle.position import ViewPosition
from canton.protocol.sequencing.recipient import Recipients
from canton.protocol.view.action import CreateAction, ExerciseAction, FetchAction
from canton.protocol.view.full_view import FullViewTree
from canton.protocol.view.metadata import SubmitterMetadata
from canton.protocol.view.transaction_view import TransactionView
from canton.timestamps import iso
from canton.topology.snapshot.snapshot import TopologySnapshot

PROTOCOL_USAGE: Final = frozenset({SigningKeyUsage.PROTOCOL})


@dataclass(frozen=True, slots=True)
class CheckResults:
    """What each check found, in the order in which a rejection counts.

    Authentication and authorization speak of single views, the others of the whole request.
    """

    time: Rejection | None = None
    contract_consistency: Rejection | None = None
    authentication: Mapping[ViewPosition, Rejection] = field(default_factory=dict)
    authorization: Mapping[ViewPosition, Rejection] = field(default_factory=dict)
    internal_consistency: Rejection | None = None
    replay: Rejection | None = None


def submitter_of(request: OpenedRequest) -> SubmitterMetadata | None:
    """Who submitted, as far as a root view of the request tells us."""
    return next(
        (each.tree.submitter for each in request.topmost if each.tree.submitter is not None), None
    )


def check(
    request: OpenedRequest,
    snapshot: TopologySnapshot,
    participant: Member,
    *,
    is_own_message: bool,
) -> CheckResults:
    """Runs every check that needs only the request and the topology at its sequencing time.

    `is_own_message` says that the event is the receipt of a message that this participant sent.
    """
    return CheckResults(
        time=_check_time(request, snapshot),
        contract_consistency=_check_contract_times(request),
        authentication=dict(_check_signatures(request, snapshot)),
        authorization=dict(_check_authorization(request, snapshot, participant)),
        internal_consistency=_check_internal_consistency(request),
        replay=_check_replay(request, participant, is_own_message),
    )


def wrong_place(
    request: OpenedRequest, synchronizer: PhysicalSynchronizerId
) -> Iterator[Rejection]:
    """What the views say of synchronizer and mediator that is not where the request went."""
    # All views have the root hash of the request, and so the same metadata.
    for each in request.topmost[:1]:
        common = each.tree.common
        if common.synchronizer != synchronizer:
            yield Rejection(MALFORMED_REQUEST, f"the request is for {common.synchronizer}")
        if common.mediator_group != request.received.mediator.index:
            yield Rejection(
                BAD_ROOT_HASH_MESSAGES,
                f"the views name the mediator group {common.mediator_group}, "
                f"not {request.received.mediator}",
            )


def wrong_recipients(request: OpenedRequest, snapshot: TopologySnapshot) -> Iterator[Rejection]:
    """The views that did not go to exactly the participants that the topology gives."""
    parties = snapshot.parties
    for topmost in request.topmost:
        chains: dict[ViewPosition, tuple[frozenset[Member], ...]] = {}
        for position, view in topmost.view.walk(topmost.position):
            own = parties.participants_of(view.common.informees)
            chains[position] = (*chains.get(position.parent, ()), own)
            received = request.recipients.get(position)
            if received is not None and received != Recipients.chain(chains[position]):
                yield Rejection(MALFORMED_REQUEST, f"the view {position} has wrong recipients")


def _check_time(request: OpenedRequest, snapshot: TopologySnapshot) -> Rejection | None:
    parameters = snapshot.dynamic_parameters
    if parameters is None or not request.topmost:
        return None
    metadata = request.topmost[0].tree.participant
    sequenced = request.request_id
    tolerance = parameters.ledger_time_record_time_tolerance
    if abs(metadata.ledger_time - sequenced) > tolerance:
        return Rejection(
            LEDGER_TIME_OUT_OF_BOUND,
            f"Rejected transaction as delta of the ledger time and the record time exceed the "
            f"time tolerance: ledger time {iso(metadata.ledger_time)}, record time "
            f"{iso(sequenced)}, tolerance {tolerance} us",
        )
    tolerance = parameters.preparation_time_record_time_tolerance
    if abs(metadata.preparation_time - sequenced) > tolerance:
        return Rejection(
            PREPARATION_TIME_OUT_OF_BOUND,
            f"Rejected transaction as delta of the preparation time and the record time exceed "
            f"the time tolerance: preparation time {iso(metadata.preparation_time)}, record time "
            f"{iso(sequenced)}, tolerance {tolerance} us",
        )
    submitter = submitter_of(request)
    external = submitter.external_authorization if submitter is not None else None
    latest = external.max_record_time if external is not None else None
    if latest is not None and sequenced > latest:
        return Rejection(
            MAX_RECORD_TIME_EXCEEDED,
            f"sequenced at {iso(sequenced)}, allowed until {iso(latest)}",
        )
    return None


def _check_contract_times(request: OpenedRequest) -> Rejection | None:
    """Nothing may be used before its own ledger time."""
    for each in request.views:
        ledger_time = each.tree.participant.ledger_time
        for used in each.view.participant.core_inputs:
            if used.contract.created_at > ledger_time:
                return Rejection(
                    MALFORMED_REQUEST,
                    f"the contract {used.contract.contract_id} was created at "
                    f"{iso(used.contract.created_at)}, after {iso(ledger_time)}",
                )
    return None


def _check_signatures(
    request: OpenedRequest, snapshot: TopologySnapshot
) -> Iterator[tuple[ViewPosition, Rejection]]:
    for each in request.topmost:
        submitter = each.tree.submitter
        if submitter is None:
            continue
        signature = request.signatures.get(each.position)
        participant = Member(MemberKind.PARTICIPANT, submitter.submitting_participant)
        if signature is None or not _is_signed_by(each, signature, snapshot, participant):
            cause = f"the view {each.position} is not signed by {participant}"
            yield each.position, Rejection(MALFORMED_REQUEST, cause)


def _is_signed_by(
    view: FullViewTree, signature: Signature, snapshot: TopologySnapshot, participant: Member
) -> bool:
    return any(
        verify(key, view.tree.hash, signature, PROTOCOL_USAGE)
        for key in snapshot.members.signing_keys(participant, PROTOCOL_USAGE)
        if key.fingerprint == signature.signed_by
    )


def authorizers_of(view: TransactionView) -> frozenset[PartyId]:
    """The parties whose authority the root action of a view takes."""
    data = view.participant
    match data.action:
        case CreateAction():
            return data.created_core[0].contract.signatories
        case ExerciseAction(actors=actors) | FetchAction(actors=actors):
            return actors
        case _:
            assert_never(data.action)


def _check_authorization(
    request: OpenedRequest, snapshot: TopologySnapshot, participant: Member
) -> Iterator[tuple[ViewPosition, Rejection]]:
    for each in request.topmost:
        authorizers = authorizers_of(each.view)
        submitter = each.tree.submitter
        cause = (
            _missing_parent(each, authorizers, snapshot, participant)
            if submitter is None
            else _unauthorized(submitter, authorizers, snapshot)
        )
        if cause is not None:
            yield each.position, Rejection(MALFORMED_REQUEST, cause)


def _missing_parent(
    view: FullViewTree,
    authorizers: frozenset[PartyId],
    snapshot: TopologySnapshot,
    participant: Member,
) -> str | None:
    """Who gives authority to a view must have seen where it comes from."""
    missing = snapshot.parties.hosted_on(participant, authorizers)
    return f"{_names(missing)} must see the view above {view.position}" if missing else None


def _unauthorized(
    submitter: SubmitterMetadata, authorizers: frozenset[PartyId], snapshot: TopologySnapshot
) -> str | None:
    strangers = authorizers - submitter.act_as
    if strangers:
        return f"{_names(strangers)} did not submit"
    if submitter.external_authorization is not None:
        return None
    sender = Member(MemberKind.PARTICIPANT, submitter.submitting_participant)
    foreign = snapshot.parties.cannot_submit(sender, submitter.act_as)
    return f"{sender} may not submit for {_names(foreign)}" if foreign else None


def _names(parties: Iterable[PartyId]) -> str:
    return ", ".join(sorted(parties))


def _check_internal_consistency(request: OpenedRequest) -> Rejection | None:
    """What one topmost view archives no later one may use, and what it uses none may create.

    Within a topmost view, interpretation finds out.
    """
    referenced: set[ContractId] = set()
    archived: set[ContractId] = set()
    for topmost in request.topmost:
        used: set[ContractId] = set()
        created: set[ContractId] = set()
        consumed: set[ContractId] = set()
        for _, view in topmost.view.walk(topmost.position):
            data = view.participant
            used |= {each.contract.contract_id for each in data.core_inputs}
            created |= {each.contract.contract_id for each in data.created_core}
            consumed |= {e.contract.contract_id for e in data.core_inputs if e.consumed}
            consumed |= {e.contract.contract_id for e in data.created_core if e.consumed_in_core}
        if created & referenced:
            return Rejection(MODEL_CONFORMANCE, "a contract is used or created before its creation")
        if (used | created) & archived:
            return Rejection(MODEL_CONFORMANCE, "a contract is used after its archival")
        referenced |= used | created
        archived |= consumed
    return None


def _check_replay(
    request: OpenedRequest, participant: Member, is_own_message: bool
) -> Rejection | None:
    submitter = submitter_of(request)
    if submitter is None or submitter.submitting_participant != participant.uid:
        return None
    if not is_own_message:
        return Rejection(
            MALFORMED_REQUEST, "the request is in the name of this participant, which did not send"
        )
    return None
