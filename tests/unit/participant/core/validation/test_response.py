"""Which answer each view gets: the order of rejections, and who must be there to give it."""

from __future__ import annotations

import pytest

from canton.errors import Rejection
from canton.participant.core.activeness import ActivenessResult, ContractId
from canton.participant.core.validation.check import CheckResults
from canton.participant.core.validation.received import OpenedRequest, ReceivedRequest
from canton.participant.core.validation.response import (
    ContractRejection,
    ValidationResult,
    local_status,
    local_verdict,
    malformed_response,
    responses,
)
from canton.participant.errors import (
    INACTIVE_CONTRACTS,
    LEDGER_TIME_OUT_OF_BOUND,
    LOCKED_CONTRACTS,
    MALFORMED_PAYLOAD,
    MALFORMED_REQUEST,
    MODEL_CONFORMANCE,
)
from canton.protocol.merkle.position import ViewPosition
from canton.protocol.message.request import RootHashMessage
from canton.protocol.message.verdict import VerdictCode
from canton.protocol.message.view_type import ViewType
from canton.protocol.sequencing.recipient import MediatorGroup
from canton.protocol.view.full_view import FullViewTree
from unit.protocol.conftest import ALICE, BOB, CAROL, SYNCHRONIZER, TIME, World, suffixed_id

YES, NO, BAD = (
    VerdictCode.LOCAL_APPROVE,
    VerdictCode.LOCAL_REJECT,
    VerdictCode.LOCAL_MALFORMED,
)
NONE: frozenset[ContractId] = frozenset()
LATE = Rejection(LEDGER_TIME_OUT_OF_BOUND, "late")
FORGED = Rejection(MALFORMED_REQUEST, "forged")
UNLIKE = Rejection(MODEL_CONFORMANCE, "unlike")
TAKEN, BOBS = (ContractId(suffixed_id(number).hex) for number in (200, 201))


@pytest.fixture(scope="module")
def request_() -> OpenedRequest:
    """Five views: Alice's root, Bob's below, what that makes, one rolled back, another root."""
    tree = World().built.tree
    views = tuple(FullViewTree(tree, position, view) for position, view in tree.views())
    message = RootHashMessage(tree.hash, SYNCHRONIZER, ViewType.TRANSACTION, TIME)
    received = ReceivedRequest(TIME, message, MediatorGroup(0), ())
    return OpenedRequest(received, views, views[:1], {}, {}, ())


def result(
    *,
    checks: CheckResults | None = None,
    locked: frozenset[ContractId] = NONE,
    inactive: frozenset[ContractId] = NONE,
    existing: frozenset[ContractId] = NONE,
    conformance: dict[ViewPosition, Rejection] | None = None,
) -> ValidationResult:
    activeness = ActivenessResult(locked, inactive, existing)
    return ValidationResult(checks or CheckResults(), activeness, conformance or {})


def answers(request: OpenedRequest, found: ValidationResult, *parties: str) -> dict[int, object]:
    """The code of each view's answer; the parties may confirm wherever they are confirmers."""
    confirmable = {
        each.position: each.view.common.confirmers & frozenset(parties) for each in request.views
    }
    places = [each.position for each in request.views]
    return {
        places.index(each.position): each.verdict.code
        for each in responses(request, found, confirmable)
    }


def test_only_views_with_a_confirmer_here_are_approved(request_) -> None:
    assert answers(request_, result(), ALICE) == {0: YES, 1: YES, 3: YES}
    assert answers(request_, result(), CAROL) == {2: YES}
    assert answers(request_, result()) == {}


def test_a_rejection_is_sent_for_confirmers_and_a_malformed_one_always(request_) -> None:
    late = result(checks=CheckResults(time=LATE))
    assert answers(request_, late, CAROL) == {2: NO}
    assert answers(request_, late) == {}
    replayed = result(checks=CheckResults(replay=FORGED))
    assert answers(request_, replayed) == dict.fromkeys(range(5), BAD)


def test_what_does_not_conform_makes_every_view_malformed(request_) -> None:
    top = request_.views[4].position
    found = result(conformance={top: UNLIKE})
    assert answers(request_, found, ALICE) == dict.fromkeys(range(5), BAD)


def test_a_rejection_that_may_not_be_sent_gives_way_to_a_malformed_one(request_) -> None:
    found = result(checks=CheckResults(time=LATE, replay=FORGED))
    codes = answers(request_, found, CAROL)
    assert codes == {0: BAD, 1: BAD, 2: NO, 3: BAD, 4: BAD}


def test_a_forged_signature_speaks_of_its_view_alone(request_) -> None:
    first = request_.views[0].position
    found = result(checks=CheckResults(authentication={first: FORGED}))
    assert answers(request_, found) == {0: BAD}


ORDER = [
    ({"locked": frozenset({TAKEN}), "inactive": frozenset({TAKEN})}, INACTIVE_CONTRACTS),
    ({"locked": frozenset({TAKEN})}, LOCKED_CONTRACTS),
    ({"inactive": frozenset({TAKEN}), "checks": CheckResults(time=LATE)}, INACTIVE_CONTRACTS),
    ({"checks": CheckResults(time=LATE, contract_consistency=FORGED)}, LEDGER_TIME_OUT_OF_BOUND),
    ({"checks": CheckResults(contract_consistency=FORGED, replay=UNLIKE)}, MALFORMED_REQUEST),
]


@pytest.mark.parametrize(("found", "code"), ORDER)
def test_the_first_rejection_counts(request_, found, code) -> None:
    confirmable = dict.fromkeys((v.position for v in request_.views), frozenset({ALICE}))
    first = next(iter(responses(request_, result(**found), confirmable)))
    assert first.verdict == local_verdict_of(first, code)


def local_verdict_of(response, code):
    """The verdict, if its status is that of the code; malformed ones do not tell."""
    reason = response.verdict.reason
    assert reason is not None
    assert reason.message.startswith(f"{code.id}(") or code.category.is_secure
    return response.verdict


def test_contracts_count_where_a_confirmer_here_is_a_stakeholder(request_) -> None:
    found = result(inactive=frozenset({BOBS}))
    assert answers(request_, found, BOB)[1] is NO
    assert answers(request_, found, ALICE)[1] is YES


def test_the_status_names_the_contracts_and_is_not_definite() -> None:
    rejection = ContractRejection(LOCKED_CONTRACTS, "locked ", (ContractId("aa"), ContractId("bb")))
    details = b"".join(each.value for each in local_status(rejection).details)
    for text in (b"List(aa, bb)", b"definite_answer", b"CONTRACT_ID"):
        assert text in details
    assert local_status(rejection).message == "LOCAL_VERDICT_LOCKED_CONTRACTS(2,0): locked "


def test_a_request_that_cannot_be_read_is_answered_once_for_all_views(request_) -> None:
    sent = malformed_response(
        request_, [Rejection(MALFORMED_PAYLOAD, "what")], SYNCHRONIZER, SYNCHRONIZER.logical
    )
    [answer] = sent.responses
    assert (answer.verdict.code, answer.position) == (BAD, None)
    assert answer.verdict == local_verdict(Rejection(MALFORMED_PAYLOAD, "what"))
