"""SequencerService: what authenticated members call: send, subscribe, acknowledge, time.

Source: Canton 3.6 GrpcSequencerService; protocol sheet 6.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any, Final

from canton.clock import Clock
from canton.errors import GrpcStatus, Rejection
from canton.identifiers import Member
from canton.sequencer.core.aggregation import Refused as Refusal
from canton.sequencer.core.request import parse_acknowledgement
from canton.sequencer.core.rows import MemberRow
from canton.sequencer.errors import OVERLOADED
from canton.sequencer.runtime import Sequencer, SequencerRuntime, SignedEvent
from canton.sequencer.services.public.authentication import MemberAuthentication
from canton.sequencer.services.public.initial_topology import admitted_at, initial_rows
from canton.sequencer.services.public.submission_checks import checked_submission
from canton.sequencer.services.public.subscriptions import Subscription, SubscriptionPool
from canton.sequencer.services.public.tokens import Token
from canton.sequencer.services.refusal import (
    failed_precondition,
    invalid,
    refused,
    with_code,
)
from canton.sequencer.services.traffic_state import traffic_at
from canton.telemetry import catalogue
from canton.telemetry.metric import counted_while
from canton.telemetry.trace import Trace
from canton.timestamps import Micros, Timestamp, micros, plus
from canton.topology.stored import StoredTopologyTransaction, initial_state_hash
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import sequencer_api_pb2 as api
from canton.wire.topology_admin_pb2 import TopologyTransactions

_LOGGER = logging.getLogger(__name__)
TOPOLOGY_ITEMS_PER_RESPONSE: Final = 100
ACKNOWLEDGEMENTS_CONFLATED: Final[Micros] = micros(seconds=45)
"""Of a member's acknowledgements within this time only the first is ordered, by default."""


class MemberService:
    """The calls of members."""

    def __init__(
        self,
        runtime: SequencerRuntime,
        authentication: MemberAuthentication,
        subscriptions: SubscriptionPool,
        clock: Clock,
        acknowledgements_conflated: Micros | None = ACKNOWLEDGEMENTS_CONFLATED,
    ) -> None:
        self._runtime = runtime
        self._authentication = authentication
        self._subscriptions = subscriptions
        self._clock = clock
        self._conflated = acknowledgements_conflated or Micros(0)
        self._acknowledged: dict[Member, Timestamp] = {}
        metrics = runtime.metrics
        self._processed = metrics.instrument(catalogue.SEQUENCER_PROCESSED)
        self._processed_bytes = metrics.instrument(catalogue.SEQUENCER_PROCESSED_BYTES)
        self._time_requests = metrics.instrument(catalogue.SEQUENCER_TIME_REQUESTS)
        self._subscribed = metrics.instrument(catalogue.SEQUENCER_SUBSCRIPTIONS)

    async def send_async(self, request: Any, call: Call) -> Any:
        """Checks a submission request and orders it; the answer means it will not be lost."""
        token = self._authentication.authenticated(call)
        sequencer = self._runtime.sequencer
        signed = request.signed_submission_request
        checked = checked_submission(sequencer, signed, token.member)
        if isinstance(checked, Refusal):
            _LOGGER.info("%s refused to %s: %s", checked.code.id, token.member, checked.cause)
            raise with_code(checked.code, checked.cause)
        await sequencer.submit(signed, call.trace.traceparent)
        self._processed.add()
        self._processed_bytes.add(len(signed))
        return api.SendAsyncResponse()

    async def subscribe(self, request: Any, call: Call) -> AsyncIterator[Any]:
        """Streams the member's events from a time on."""
        token = self._authentication.authenticated(call)
        sequencer = self._runtime.sequencer
        member = _own_name(request.member, token)
        from_time = Timestamp(request.timestamp) if request.HasField("timestamp") else None
        row = await _readable(sequencer, member, from_time)
        _LOGGER.info("%s subscribes from %s", member, from_time)
        with (
            self._subscriptions.subscribed(member) as subscription,
            counted_while(self._subscribed),
        ):
            events = sequencer.follow(row, from_time)
            async with aclosing(events):
                while True:
                    event = await self._next(events, token)
                    self._require_open(subscription, token)
                    if event is not None:
                        yield _subscription_response(event)

    async def _next(
        self, events: AsyncIterator[SignedEvent | None], token: Token
    ) -> SignedEvent | None:
        """The next event; None where the wait was interrupted."""
        remaining_s = max(0.0, (token.expires_at - self._clock.now()) / 1e6)
        try:
            async with asyncio.timeout(remaining_s):
                return await anext(events)
        except TimeoutError:
            raise refused(GrpcStatus.UNAVAILABLE, "Subscription token expired") from None

    def _require_open(self, subscription: Subscription, token: Token) -> None:
        if subscription.end_reason is not None:
            raise refused(GrpcStatus.UNAVAILABLE, subscription.end_reason)
        if not self._authentication.is_valid(token):
            raise refused(GrpcStatus.PERMISSION_DENIED, "Member access was revoked.")

    async def acknowledge_signed(self, request: Any, call: Call) -> Any:
        """Orders an acknowledgement, unless there was one a short while ago."""
        token = self._authentication.authenticated(call)
        sequencer = self._runtime.sequencer
        signed = request.signed_acknowledge_request
        acknowledgement = parse_acknowledgement(signed)
        if isinstance(acknowledgement, Rejection):
            raise invalid(acknowledgement.cause)
        member = _own_name(str(acknowledgement.member), token)
        now = self._clock.now()
        last = self._acknowledged.get(member)
        if last is None or plus(last, self._conflated) <= now:
            problem = sequencer.protection.acknowledgement_problem()
            if problem is not None:
                raise with_code(OVERLOADED, problem)
            await sequencer.acknowledge(signed, call.trace.traceparent)
            self._acknowledged[member] = now
        return api.AcknowledgeSignedResponse()

    async def download_topology(self, request: Any, call: Call) -> AsyncIterator[Any]:
        """Streams the topology with which the member begins."""
        self._authentication.authenticated(call)
        rows = self._initial_rows(request.member)
        for start in range(0, len(rows), TOPOLOGY_ITEMS_PER_RESPONSE):
            page = rows[start : start + TOPOLOGY_ITEMS_PER_RESPONSE]
            yield api.DownloadTopologyStateForInitResponse(
                topology_transactions=TopologyTransactions(items=[row.to_proto() for row in page])
            )

    async def download_topology_hash(self, request: Any, call: Call) -> Any:
        """The hash of what `download_topology` streams."""
        self._authentication.authenticated(call)
        hashed = initial_state_hash(self._initial_rows(request.member))
        return api.DownloadTopologyStateForInitHashResponse(topology_state_hash=hashed.multihash)

    def _initial_rows(self, member_text: str) -> list[StoredTopologyTransaction]:
        try:
            member = Member.parse(member_text)
        except ValueError as error:
            raise invalid(str(error)) from None
        rows = self._runtime.sequencer.topology.state.rows
        admitted = admitted_at(rows, member)
        if admitted is None:
            raise failed_precondition(f"{member} was not admitted to the synchronizer")
        return initial_rows(rows, admitted)

    async def get_traffic_state(self, request: Any, call: Call) -> Any:
        """The traffic of the member at a time."""
        token = self._authentication.authenticated(call)
        member = _own_name(request.member, token)
        state = await traffic_at(self._runtime.sequencer, member, Timestamp(request.timestamp))
        return api.GetTrafficStateForMemberResponse(traffic_state=state)

    async def get_time(self, request: Any, call: Call) -> Any:
        """The present time of the synchronizer as this sequencer estimates it."""
        self._authentication.authenticated(call)
        self._time_requests.add()
        return api.GetTimeResponse(sequencing_timestamp=self._runtime.sequencer.time)

    def table(self) -> ServiceTable:
        """SequencerService."""
        return table_of(
            api.DESCRIPTOR.services_by_name["SequencerService"],
            {
                "SendAsync": self.send_async,
                "Subscribe": self.subscribe,
                "AcknowledgeSigned": self.acknowledge_signed,
                "DownloadTopologyStateForInit": self.download_topology,
                "DownloadTopologyStateForInitHash": self.download_topology_hash,
                "GetTrafficStateForMember": self.get_traffic_state,
                "GetTime": self.get_time,
            },
        )


def _own_name(text: str, token: Token) -> Member:
    """The member that a request names, which must be the caller."""
    if text == str(token.member):
        return token.member
    raise refused(
        GrpcStatus.PERMISSION_DENIED,
        f"Authenticated member {token.member} just tried to use sequencer on behalf of {text} "
        "without permission",
    )


async def _readable(sequencer: Sequencer, member: Member, from_time: Timestamp | None) -> MemberRow:
    """The member's row, if events from that time on are there for it."""
    row = sequencer.loop.membership.find(member)
    if row is None:
        raise failed_precondition(f"UnknownMember({member})")
    if not row.enabled:
        raise failed_precondition(f"MemberDisabled({member})")
    bound = await sequencer.events.lower_bound()
    first = row.registered_at if from_time is None else from_time - 1
    if first < row.registered_at or (bound is not None and first < bound):
        raise failed_precondition(
            f"EventsUnavailableForTimestamp({from_time}, the member was registered at "
            f"{row.registered_at}, events up to {bound} are not here)"
        )
    return row


def _subscription_response(event: SignedEvent) -> Any:
    response = api.SubscriptionResponse(signed_sequenced_event=event.content)
    trace = Trace.parse(event.trace)
    if trace is not None:
        response.trace_context.CopyFrom(trace.to_proto())
    return response
