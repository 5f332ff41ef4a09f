"""SequencerConnectService: what a node asks before it can authenticate.

The caller says in a header who it is and does not prove it; the answers are public anyway.
Source: Canton 3.6 GrpcSequencerConnectService; protocol sheet 6.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, Final

from canton.crypto.hash import Hash
from canton.identifiers import Member, MemberKind
from canton.sequencer.runtime import SequencerRuntime
from canton.sequencer.services.public.authentication import MEMBER_HEADER
from canton.sequencer.services.public.handshake import handshake_problem
from canton.sequencer.services.public.onboarding import onboarding_problem
from canton.sequencer.services.refusal import failed_precondition, invalid
from canton.telemetry import catalogue
from canton.topology.transaction import SignedTopologyTransaction
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import sequencer_api_pb2 as api

Connect = api.SequencerConnect
_LOGGER = logging.getLogger(__name__)
_NOT_REGISTERED: Final = "Unable to register onboarding topology transactions"
"""All that a refused newcomer is told, lest strangers learn who is or was on the synchronizer."""


class ConnectService:
    """The calls of nodes that want to connect."""

    def __init__(self, runtime: SequencerRuntime) -> None:
        self._runtime = runtime

    async def handshake(self, request: Any, call: Call) -> Any:
        """Whether the versions go together."""
        version = self._runtime.sequencer.synchronizer.protocol_version
        minimum = (
            request.minimum_protocol_version
            if request.HasField("minimum_protocol_version")
            else None
        )
        problem = handshake_problem(
            version, request.client_protocol_versions, minimum, request.client_version
        )
        metrics = self._runtime.metrics
        outcome = "success" if problem is None else "failure"
        # Not by the member's name: it is not proven, so anybody could make ever more series.
        metrics.instrument(catalogue.SEQUENCER_HANDSHAKES, member="", status=outcome).add()
        if problem is not None:
            raise invalid(problem)
        success = Connect.HandshakeResponse.Success()
        return Connect.HandshakeResponse(server_protocol_version=version, success=success)

    async def get_synchronizer_id(self, request: Any, call: Call) -> Any:
        """Which synchronizer and which sequencer this is."""
        sequencer = self._runtime.sequencer
        return Connect.GetSynchronizerIdResponse(
            physical_synchronizer_id=str(sequencer.synchronizer),
            sequencer_uid=str(sequencer.member.uid),
        )

    async def get_synchronizer_parameters(self, request: Any, call: Call) -> Any:
        """The parameters that never change."""
        parameters = self._runtime.sequencer.parameters.to_proto()
        return Connect.GetSynchronizerParametersResponse(parameters_v1=parameters)

    async def verify_active(self, request: Any, call: Call) -> Any:
        """Whether the participant that the header names is active."""
        participant = _participant(call)
        members = self._runtime.sequencer.snapshot.snapshot.members
        success = Connect.VerifyActiveResponse.Success(is_active=members.is_active(participant))
        return Connect.VerifyActiveResponse(success=success)

    async def register(self, request: Any, call: Call) -> Any:
        """Broadcasts the transactions by which a participant joins."""
        sequencer = self._runtime.sequencer
        participant = _participant(call)
        parameters = sequencer.head_snapshot.snapshot.dynamic_parameters
        if parameters is None or not parameters.onboarding_restriction.is_open:
            raise failed_precondition("Synchronizer is locked for onboarding.")
        transactions = _distinct(request.topology_transactions)
        problem = onboarding_problem(participant, transactions)
        if problem is not None:
            raise invalid(problem)
        if sequencer.loop.membership.find(participant) is not None:
            _LOGGER.info("%s was on the synchronizer before and may not join again", participant)
            raise failed_precondition(_NOT_REGISTERED)
        outcomes = sequencer.topology.state.validate(transactions, expect_full_authorization=True)
        rejected = next((one.rejection for one in outcomes if one.rejection), None)
        if rejected is not None:
            _LOGGER.info("%s may not join: %s", participant, rejected)
            raise failed_precondition(_NOT_REGISTERED)
        await sequencer.broadcast(transactions, call.trace.traceparent)
        return Connect.RegisterOnboardingTopologyTransactionsResponse()

    def table(self) -> ServiceTable:
        """SequencerConnectService."""
        return table_of(
            api.DESCRIPTOR.services_by_name["SequencerConnectService"],
            {
                "Handshake": self.handshake,
                "GetSynchronizerId": self.get_synchronizer_id,
                "GetSynchronizerParameters": self.get_synchronizer_parameters,
                "VerifyActive": self.verify_active,
                "RegisterOnboardingTopologyTransactions": self.register,
            },
        )


def _participant(call: Call) -> Member:
    text = call.text(MEMBER_HEADER)
    if text is None:
        raise invalid("Unable to find participant id in gRPC context")
    try:
        member = Member.parse(text)
    except ValueError as error:
        raise invalid(f"the header {MEMBER_HEADER} names no member: {error}") from None
    if member.kind is not MemberKind.PARTICIPANT:
        raise invalid(
            "Only participants should use this endpoint, but found member of type "
            f"{member.kind.name} in the gRPC context."
        )
    return member


def _distinct(messages: Sequence[Any]) -> list[SignedTopologyTransaction]:
    by_key: dict[Hash, SignedTopologyTransaction] = {}
    for message in messages:
        signed = _read(message)
        by_key.setdefault(signed.transaction.unique_key, signed)
    return list(by_key.values())


def _read(message: Any) -> SignedTopologyTransaction:
    try:
        return SignedTopologyTransaction.from_proto(message)
    except ValueError as error:
        raise invalid(str(error)) from None
