"""Which answer the mediator gets for each view.

Rejections count in a fixed order, the most telling first; a malformed one is always sent, any other
answer only where a confirming party is hosted here.
Source: protocol sheet 2.7; TransactionConfirmationResponsesFactory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from canton.errors import ErrorCode, Rejection
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


def local_verdict(rejection: Rejection) -> LocalVerdict:
    """The verdict that a rejection becomes."""
    is_malformed = rejection.code in _MALFORMED
    code = VerdictCode.LOCAL_MALFORMED if is_malformed else VerdictCode.LOCAL_REJECT
    return LocalVerdict(code, Status.of(rejection.code, rejection.cause))


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
    for each in request.views:
        parties = confirmable[each.position]
        rejection = _first_rejection(each.position, each.view.participant, result)
        if rejection is None:
            if parties:
                yield ConfirmationResponse(APPROVE, parties, each.position)
            continue
        verdict = local_verdict(rejection)
        if verdict.is_malformed:
            yield ConfirmationResponse(verdict, frozenset(), each.position)
        elif parties:
            yield ConfirmationResponse(verdict, parties, each.position)


def _first_rejection(
    position: ViewPosition, data: ViewParticipantData, result: ValidationResult
) -> Rejection | None:
    checks = result.checks
    return (
        _activeness_rejection(data, result.activeness)
        or checks.time
        or checks.contract_consistency
        or checks.authentication
        or checks.authorization
        or _conformance_rejection(position, result.conformance)
        or checks.internal_consistency
        or checks.replay
    )


def _activeness_rejection(
    data: ViewParticipantData, activeness: ActivenessResult
) -> Rejection | None:
    used = {ContractId(each.contract.contract_id.hex) for each in data.core_inputs}
    created = {ContractId(each.contract.contract_id.hex) for each in data.created_core}
    if existing := activeness.existing & created:
        return Rejection(
            CREATES_EXISTING_CONTRACTS,
            f"Rejected transaction would create contract(s) that already exist {_text(existing)}",
        )
    if inactive := activeness.inactive & used:
        return Rejection(
            INACTIVE_CONTRACTS,
            f"Rejected transaction is referring to inactive contracts {_text(inactive)}",
        )
    if locked := activeness.locked & (used | created):
        return Rejection(
            LOCKED_CONTRACTS,
            f"Rejected transaction is referring to locked contracts {_text(locked)}",
        )
    return None


def _conformance_rejection(
    position: ViewPosition, conformance: Mapping[ViewPosition, Rejection]
) -> Rejection | None:
    return next(
        (rejection for topmost, rejection in conformance.items() if position.is_within(topmost)),
        None,
    )


def _text(contract_ids: Iterable[ContractId]) -> str:
    return ", ".join(sorted(contract_ids))
