"""Which answer the mediator gets for each view.

Rejections count in a fixed order, the most telling first; a malformed one is always sent, any other
answer only where a confirming party is hosted here. What does not conform to the model makes the
whole request malformed.
Source: protocol sheet 2.7; TransactionConfirmationResponsesFactory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from canton.error_status import status_of
from canton.errors import CantonError, ErrorCode, Rejection
from canton.identifiers import PartyId, PhysicalSynchronizerId, UniqueIdentifier
from canton.participant.core.activeness import ActivenessResult, ContractId
from canton.participant.core.validation.check import CheckResults
from canton.participant.core.validation.received import OpenedRequest
from canton.participant.errors import (
    BAD_ROOT_HASH_MESSAGES,
    CREATES_EXISTING_CONTRACTS,
    INACTIVE_CONTRACTS,
    LOCKED_CONTRACTS,
    MALFORMED_PAYLOAD,
    MALFORMED_REQUEST,
    MODEL_CONFORMANCE,
)
from canton.protocol.merkle.position import ViewPosition
from canton.protocol.message.signed import ConfirmationResponse, ConfirmationResponses
from canton.protocol.message.verdict import APPROVE, LocalVerdict, VerdictCode
from canton.protocol.status import Status
from canton.protocol.view.full_view import FullViewTree
from canton.protocol.view.participant_data import ViewParticipantData

_MALFORMED: frozenset[ErrorCode] = frozenset(
    {
        MALFORMED_REQUEST,
        MALFORMED_PAYLOAD,
        MODEL_CONFORMANCE,
        BAD_ROOT_HASH_MESSAGES,
        CREATES_EXISTING_CONTRACTS,
    }
)


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """Everything that was found about a request; `conformance` is by topmost view."""

    checks: CheckResults
    activeness: ActivenessResult
    conformance: Mapping[ViewPosition, Rejection]


@dataclass(frozen=True, slots=True)
class ContractRejection(Rejection):
    """A rejection that is about contracts; the status names them as resources."""

    contract_ids: tuple[ContractId, ...] = ()


def local_status(rejection: Rejection) -> Status:
    """The status of what this participant rejects; no such answer is definite."""
    contract_ids = rejection.contract_ids if isinstance(rejection, ContractRejection) else ()
    context = {"CONTRACT_ID": f"List({', '.join(contract_ids)})"} if contract_ids else {}
    resources = [("CONTRACT_ID", each) for each in contract_ids]
    error = CantonError(rejection.code, rejection.cause, context, resources, definite_answer=False)
    return Status.from_proto(status_of(error))


def local_verdict(rejection: Rejection) -> LocalVerdict:
    """The verdict that a rejection becomes."""
    is_malformed = rejection.code in _MALFORMED
    code = VerdictCode.LOCAL_MALFORMED if is_malformed else VerdictCode.LOCAL_REJECT
    return LocalVerdict(code, local_status(rejection))


def malformed_response(
    request: OpenedRequest,
    problems: Iterable[Rejection],
    synchronizer: PhysicalSynchronizerId,
    sender: UniqueIdentifier,
) -> ConfirmationResponses:
    """The answer to a request that cannot be read, or that contradicts itself."""
    cause = "; ".join(problem.cause for problem in problems)
    verdict = local_verdict(Rejection(MALFORMED_PAYLOAD, cause))
    response = ConfirmationResponse(verdict, frozenset())
    received = request.received
    return ConfirmationResponses(
        received.request_id, received.root_hash, synchronizer, sender, (response,)
    )


def responses(
    request: OpenedRequest,
    result: ValidationResult,
    confirmable: Mapping[ViewPosition, frozenset[PartyId]],
) -> Iterator[ConfirmationResponse]:
    """An answer for each view; `confirmable` are the parties we may confirm for, by view."""
    conformance = next(iter(result.conformance.values()), None)
    for each in request.views:
        parties = confirmable[each.position]
        verdict = _verdict(each, result, conformance, parties)
        if verdict is None:
            if parties:
                yield ConfirmationResponse(APPROVE, parties, each.position)
        elif verdict.is_malformed:
            yield ConfirmationResponse(verdict, frozenset(), each.position)
        else:
            yield ConfirmationResponse(verdict, parties, each.position)


def _verdict(
    view: FullViewTree,
    result: ValidationResult,
    conformance: Rejection | None,
    parties: frozenset[PartyId],
) -> LocalVerdict | None:
    """The first rejection that may be sent: a malformed one, or any for parties of ours."""
    checks = result.checks
    found = (
        _activeness_rejection(view.view.participant, result.activeness, parties),
        checks.time,
        checks.contract_consistency,
        checks.authentication.get(view.position),
        checks.authorization.get(view.position),
        conformance,
        checks.internal_consistency,
        checks.replay,
    )
    verdicts = (local_verdict(each) for each in found if each is not None)
    return next((each for each in verdicts if each.is_malformed or parties), None)


def _activeness_rejection(
    data: ViewParticipantData, activeness: ActivenessResult, parties: frozenset[PartyId]
) -> Rejection | None:
    """What speaks against the contracts of a view, for those who must confirm it here.

    All informees are stakeholders of what a view creates, but not of what it uses.
    """
    if not parties:
        return None
    created = {ContractId(each.contract.contract_id.hex) for each in data.created_core}
    used = {
        ContractId(each.contract.contract_id.hex)
        for each in data.core_inputs
        if each.contract.stakeholders & parties
    }
    if existing := activeness.existing & created:
        text = "Rejected transaction would create contract(s) that already exist "
        return ContractRejection(CREATES_EXISTING_CONTRACTS, text, tuple(sorted(existing)))
    if inactive := activeness.inactive & used:
        text = "Rejected transaction is referring to inactive contracts "
        return ContractRejection(INACTIVE_CONTRACTS, text, tuple(sorted(inactive)))
    if locked := activeness.locked & (used | created):
        text = "Rejected transaction is referring to locked contracts "
        return ContractRejection(LOCKED_CONTRACTS, text, tuple(sorted(locked)))
    return None
