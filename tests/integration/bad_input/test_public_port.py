"""Whatever comes to the public port of a sequencer is refused with its code, and nothing stops."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from canton.errors import GrpcStatus
from canton.identifiers import Member, PhysicalSynchronizerId
from canton.protocol.sequencing.aggregation import SenderDeduplication
from canton.protocol.sequencing.envelope import Envelope
from canton.protocol.sequencing.recipient import Recipients
from canton.timestamps import Timestamp
from canton.wire import sequencer_api_pb2 as api
from canton.wire.sequencing_v30_pb2 import SignedContent as SignedContentMessage
from canton.wire.version_pb2 import UntypedVersionedMessage
from integration.bad_input.member import AUTHENTICATION, PUBLIC, SEQUENCER, BadMember
from integration.bad_input.network import LiveNetwork, service

pytestmark = pytest.mark.logs("^WARN")
"""Of errors there are none: the fixture `network` sees to that."""

CONNECT = service(api, "SequencerConnectService")
STRANGER = "PAR::stranger::12204f4ca6d1d8a9e7b6ac2f1ce8a3ac3b4f0a3b83a1d9ce1a4e54bcd7a8f31e90aa"


@pytest.fixture
def member(network: LiveNetwork) -> BadMember:
    """Participant 1, logged in."""
    return BadMember(network, "participant1").log_in()


@pytest.mark.parametrize(
    ("versions", "minimum", "release"),
    [((34,), 34, "3.6.0"), ((35, 36), 36, "3.6.0"), ((), 35, "3.6.0"), ((35,), 35, "")],
)
def test_a_handshake_of_another_version_is_refused(
    network: LiveNetwork, versions: tuple[int, ...], minimum: int, release: str
) -> None:
    request = api.SequencerConnect.HandshakeRequest(
        client_protocol_versions=versions, minimum_protocol_version=minimum, client_version=release
    )
    error = network.refusal(*PUBLIC, CONNECT["Handshake"], request)
    assert error.status is GrpcStatus.INVALID_ARGUMENT


# ---- authentication


@pytest.mark.parametrize("name", [STRANGER, "PAR::x", "", "participant1", "MED::\x00::\x00"])
def test_a_stranger_is_not_challenged(network: LiveNetwork, name: str) -> None:
    request = api.SequencerAuthentication.ChallengeRequest(
        member=name, member_protocol_versions=[35], client_version="3.6.0"
    )
    error = network.refusal(*PUBLIC, AUTHENTICATION["Challenge"], request)
    is_readable = name == STRANGER
    expected = GrpcStatus.PERMISSION_DENIED if is_readable else GrpcStatus.INVALID_ARGUMENT
    assert error.status is expected


def test_a_wrong_signature_gives_no_token_and_the_nonce_holds(network: LiveNetwork) -> None:
    one, other = (BadMember(network, f"participant{index}") for index in (1, 2))
    nonce = one.challenge().nonce
    good = one.signed_nonce(nonce)
    wrong_content = one.signed_nonce(nonce, signed=b"another nonce, 20 by")
    foreign = one.signed_nonce(nonce)
    foreign.signature.CopyFrom(other.signed_nonce(nonce).signature)
    garbage = one.signed_nonce(nonce)
    garbage.signature.signature = b"\xff" * 7
    unsigned = one.signed_nonce(nonce)
    unsigned.ClearField("signature")
    for request in (wrong_content, foreign, garbage, unsigned):
        error = network.refusal(*PUBLIC, AUTHENTICATION["Authenticate"], request)
        assert error.status is GrpcStatus.INVALID_ARGUMENT
        assert error.message == "Bad authentication request"
    assert network.call(*PUBLIC, AUTHENTICATION["Authenticate"], good).token


def test_a_nonce_is_good_once_and_for_its_member_only(network: LiveNetwork) -> None:
    one, other = (BadMember(network, f"participant{index}") for index in (1, 2))
    nonce = one.challenge().nonce
    for request in (one.signed_nonce(b"x" * 20), other.signed_nonce(nonce)):
        error = network.refusal(*PUBLIC, AUTHENTICATION["Authenticate"], request)
        assert error.status is GrpcStatus.UNAUTHENTICATED
    good = one.signed_nonce(nonce)
    network.call(*PUBLIC, AUTHENTICATION["Authenticate"], good)
    error = network.refusal(*PUBLIC, AUTHENTICATION["Authenticate"], good)
    assert error.status is GrpcStatus.UNAUTHENTICATED


@pytest.mark.parametrize("name", ["SendAsync", "Subscribe", "AcknowledgeSigned", "GetTime"])
def test_nothing_is_done_without_a_token_of_this_member_on_this_synchronizer(
    member: BadMember, name: str
) -> None:
    request = SEQUENCER[name].request_type()
    network, good = member.network, dict(member.headers)
    other = PhysicalSynchronizerId(member.synchronizer.logical, 35, 7)
    bob = BadMember(network, "participant2").member
    cases: list[tuple[str | None, dict[str, Any]]] = [
        (None, {}),
        (None, good | {"memberid": "nobody"}),
        (None, good | {"synchronizerid": "nowhere"}),
        ("MissingToken", good | {"authtoken-bin": b"x" * 20}),
        ("MissingToken", good | {"memberid": str(bob)}),
        ("NonMatchingSynchronizerId", good | {"synchronizerid": str(other)}),
    ]
    for code, headers in cases:
        error = network.refusal(*PUBLIC, SEQUENCER[name], request, metadata=list(headers.items()))
        assert error.status is GrpcStatus.UNAUTHENTICATED
        assert error.trailers.get("autherrorcode") == code


def test_only_tokens_can_be_logged_out(member: BadMember) -> None:
    request = api.SequencerAuthentication.LogoutRequest(token=b"not a token")
    error = member.network.refusal(*PUBLIC, AUTHENTICATION["Logout"], request)
    assert error.status is GrpcStatus.INVALID_ARGUMENT


# ---- sending


def _to_self(member: BadMember, size: int = 10) -> Envelope:
    return Envelope(b"x" * size, Recipients.group([member.member]))


def test_a_request_that_cannot_be_read_is_malformed(member: BadMember) -> None:
    good = member.signed(member.request([_to_self(member)]))
    message = SignedContentMessage.FromString(UntypedVersionedMessage.FromString(good).data)
    message.ClearField("signatures")
    unsigned = UntypedVersionedMessage(version=30, data=message.SerializeToString())
    other_version = UntypedVersionedMessage(version=99, data=message.SerializeToString())
    for body in (
        b"",
        b"garbage",
        good[:-1],
        good[: len(good) // 2],
        good + b"\x07",
        unsigned.SerializeToString(),
        other_version.SerializeToString(),
    ):
        error = member.refusal("SendAsync", member.submission(body))
        assert error.status is GrpcStatus.INVALID_ARGUMENT
        assert error.code_id == "SEQUENCER_SUBMISSION_REQUEST_MALFORMED"


def test_a_request_in_the_name_of_another_is_refused(member: BadMember) -> None:
    bob = BadMember(member.network, "participant2")
    request = replace(member.request([_to_self(member)]), sender=bob.member)
    for signed in (member.signed(request), bob.signed(request)):
        error = member.refusal("SendAsync", member.submission(signed))
        assert error.status is GrpcStatus.FAILED_PRECONDITION
        assert error.code_id == "SEQUENCER_SUBMISSION_REQUEST_REFUSED"


def test_a_request_signed_by_another_is_dropped_with_an_alarm(member: BadMember) -> None:
    bob = BadMember(member.network, "participant2")
    request = replace(member.request([_to_self(member)]), message_id="signed by bob")
    member.call("SendAsync", member.submission(bob.signed(request)))
    ids = [getattr(event, "message_id", None) for event in member.events()]
    assert "signed by bob" not in ids
    alarms = [text for text in member.network.alerts.warnings if "SUBMISSION" in text]
    assert any("INVALID_SUBMISSION_REQUEST_SIGNATURE" in text for text in alarms), alarms


def test_a_request_after_its_time_or_to_nobody_is_refused(member: BadMember) -> None:
    late = member.request([_to_self(member)], until=Timestamp(member.soon - 3_600_000_000))
    stranger = Recipients.group([Member.parse(STRANGER)])
    astray = member.request([Envelope(b"x", stranger)])
    for request, code in (
        (late, "MAX_SEQUENCING_TIME_EXCEEDED"),
        (astray, "SEQUENCER_UNKNOWN_RECIPIENTS"),
    ):
        error = member.refusal("SendAsync", member.submission(member.signed(request)))
        assert error.status is GrpcStatus.FAILED_PRECONDITION
        assert error.code_id == code


def test_what_is_too_large_is_refused(member: BadMember) -> None:
    # Zeros: small on the way, large when opened.
    request = member.request([_to_self(member, 11 * 1024 * 1024)])
    error = member.refusal("SendAsync", member.submission(member.signed(request)))
    assert error.code_id == "SEQUENCER_SUBMISSION_REQUEST_MALFORMED"
    error = member.refusal("SendAsync", member.submission(b"x" * 12 * 1024 * 1024))
    assert error.status is GrpcStatus.RESOURCE_EXHAUSTED


def test_a_replayed_request_is_delivered_once(member: BadMember) -> None:
    request = replace(
        member.request([_to_self(member)]),
        message_id="replayed",
        aggregation_rule=SenderDeduplication(),
    )
    body = member.submission(member.signed(request))
    for _ in range(3):
        member.call("SendAsync", body)
    mine = [e for e in member.events() if getattr(e, "message_id", None) == "replayed"]
    assert [hasattr(event, "batch") for event in mine] == [True, False, False]


# ---- reading


def test_a_subscription_of_another_or_from_nowhere_is_refused(member: BadMember) -> None:
    bob = BadMember(member.network, "participant2").member
    cases = {
        GrpcStatus.PERMISSION_DENIED: api.SubscriptionRequest(member=str(bob)),
        GrpcStatus.FAILED_PRECONDITION: api.SubscriptionRequest(
            member=str(member.member), timestamp=-(2**63)
        ),
    }
    for status, request in cases.items():
        assert member.refusal("Subscribe", request).status is status


def test_acknowledgements_of_others_and_garbage_are_refused(member: BadMember) -> None:
    for body in (b"", b"garbage", member.signed(member.request([]))):
        request = api.AcknowledgeSignedRequest(signed_acknowledge_request=body)
        assert member.refusal("AcknowledgeSigned", request).status is GrpcStatus.INVALID_ARGUMENT


def test_onboarding_with_garbage_is_refused(network: LiveNetwork) -> None:
    method = CONNECT["RegisterOnboardingTopologyTransactions"]
    request = method.request_type()
    request.topology_transactions.add(transaction=b"garbage")
    for headers in ([], [("memberid", "nobody")], [("memberid", STRANGER)]):
        error = network.refusal(*PUBLIC, method, request, metadata=headers)
        assert error.status in (GrpcStatus.INVALID_ARGUMENT, GrpcStatus.FAILED_PRECONDITION)


def test_a_subscription_from_the_future_waits(member: BadMember) -> None:
    request = api.SubscriptionRequest(member=str(member.member), timestamp=2**62)
    error = member.network.refusal(
        *PUBLIC, SEQUENCER["Subscribe"], request, metadata=member.headers, timeout_s=0.2
    )
    assert error.status is GrpcStatus.DEADLINE_EXCEEDED


@pytest.mark.parametrize("service_name", ["SequencerService", "SequencerConnectService"])
def test_a_method_that_is_not_there_is_unimplemented(
    network: LiveNetwork, service_name: str
) -> None:
    method = next(iter(service(api, service_name).values()))
    nowhere = replace(method, path=method.path + "Nowhere")
    error = network.refusal(*PUBLIC, nowhere, method.request_type())
    assert error.status is GrpcStatus.UNIMPLEMENTED
