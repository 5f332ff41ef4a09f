"""The operator's view of traffic, and the purchases that sequencers agree on.

Every sequencer is told of a purchase by its operator; it counts once enough of them have sent the
same word within the same window of time. Source: Canton 3.6 GrpcSequencerAdministrationService,
TrafficPurchasedSubmissionHandler.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from canton.errors import Categories, ErrorCode, LedgerError
from canton.identifiers import Member, MemberKind
from canton.protocol.message.signed import SetTrafficPurchased, signed_content
from canton.protocol.sequencing.aggregation import SequencerGroupAggregation
from canton.protocol.sequencing.envelope import Batch, Envelope, signed_message_hash
from canton.protocol.sequencing.recipient import Group, Recipients
from canton.protocol.sequencing.submission import SubmissionRequest
from canton.sequencer.runtime import Sequencer, SequencerRuntime
from canton.sequencer.services.refusal import invalid
from canton.sequencer.services.traffic_state import last_traffic, traffic_at
from canton.timestamps import Micros, Timestamp, plus
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import sequencer_admin_pb2 as admin

TRAFFIC_CONTROL_DISABLED: Final = ErrorCode(
    "TRAFFIC_CONTROL_DISABLED",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_RESOURCE_MISSING,
    "Sending is free on this synchronizer.",
    "Set the dynamic synchronizer parameter `traffic_control` first.",
)
SERIAL_TOO_LOW: Final = ErrorCode(
    "TRAFFIC_CONTROL_SERIAL_TOO_LOW",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_RESOURCE_MISSING,
    "There is a purchase for the member with this serial, or a later one.",
    "Look up the serial of the last purchase, and use the next one.",
)
_NEAR_THE_END: Final = 4
"""In the last quarter of a window a purchase is sent for the next one too."""
_SAFE = admin.TrafficControlStateRequest.RELATIVE_TIMESTAMP_LATEST_SAFE_UNSPECIFIED
_LAST = admin.TrafficControlStateRequest.RELATIVE_TIMESTAMP_LAST_UPDATE_PER_MEMBER


class TrafficService:
    """Purchases and states of traffic."""

    def __init__(self, runtime: SequencerRuntime) -> None:
        self._runtime = runtime

    async def set_purchased(self, request: Any, call: Call) -> Any:
        """Says, as this sequencer, how much has been purchased for a member in all."""
        if request.serial < 1 or request.total_traffic_purchased < 0:
            raise invalid("the serial must be positive and the total must not be negative")
        sequencer, member = self._runtime.sequencer, _member(request.member)
        known = sequencer.loop.accounts.purchase(member)
        if known is not None and known.serial >= request.serial:
            raise LedgerError(
                SERIAL_TOO_LOW,
                f"The provided serial value {request.serial} is too low. Latest serial used by "
                f"this member is {known.serial}",
            )
        total, synchronizer = request.total_traffic_purchased, sequencer.synchronizer
        purchase = SetTrafficPurchased(member, request.serial, total, synchronizer)
        await order_purchase(sequencer, purchase, call.trace.traceparent)
        return admin.SetTrafficPurchasedResponse()

    async def states(self, request: Any, call: Call) -> Any:
        """The traffic of these members, or of all, at the time that the request names."""
        sequencer = self._runtime.sequencer
        response = admin.TrafficControlStateResponse()
        is_per_member = (
            request.WhichOneof("timestamp_selector") == "relative_timestamp"
            and request.relative_timestamp == _LAST
        )
        for member in _charged(sequencer, request.members):
            state = (
                last_traffic(sequencer, member)
                if is_per_member
                else await traffic_at(sequencer, member, _time(sequencer, request))
            )
            response.traffic_states[str(member)].CopyFrom(state)
        return response

    def table(self) -> ServiceTable:
        """The part of SequencerAdministrationService that is about traffic."""
        service = admin.DESCRIPTOR.services_by_name["SequencerAdministrationService"]
        return table_of(
            service,
            {"SetTrafficPurchased": self.set_purchased, "TrafficControlState": self.states},
        )


async def order_purchase(
    sequencer: Sequencer, purchase: SetTrafficPurchased, trace: str = ""
) -> None:
    """Orders this sequencer's word on a purchase.

    Raises:
        LedgerError: TRAFFIC_CONTROL_DISABLED.
        Unavailable: the sequencer has no key that the topology knows.
    """
    parameters = sequencer.snapshot.traffic_parameters()
    if parameters is None:
        raise LedgerError(TRAFFIC_CONTROL_DISABLED, "TrafficControlDisabled")
    content = signed_content(purchase)
    signature = await sequencer.sign(signed_message_hash(content))
    # The member sees by these recipients that the sequencers were addressed too.
    recipients = Recipients.chain([[purchase.member], [Group.SEQUENCERS]])
    batch = Batch.of([Envelope(content, recipients, (signature,))])
    window = parameters.set_balance_request_submission_window_size
    for until in submission_times(sequencer.time, window):
        request = SubmissionRequest(
            sequencer.member,
            sequencer.new_message_id(),
            batch,
            until,
            aggregation_rule=SequencerGroupAggregation(),
        )
        await sequencer.submit_own(request, trace)


def submission_times(now: Timestamp, window: Micros) -> tuple[Timestamp, ...]:
    """The max sequencing times to use now: all sequencers come to the same, so that they agree."""
    window = max(window, Micros(1000))
    end = Timestamp(window * (now // window + 1))
    if end - now <= window // _NEAR_THE_END:
        return end, plus(end, window)
    return (end,)


def _charged(sequencer: Sequencer, names: Iterable[str]) -> list[Member]:
    """The members that pay for what they send, of those named; of all if none is."""
    wanted = set(names)
    known = [Member.parse(row.member) for row in sequencer.loop.membership.rows()]
    return [
        member
        for member in known
        if member.kind is not MemberKind.SEQUENCER and (not wanted or str(member) in wanted)
    ]


def _time(sequencer: Sequencer, request: Any) -> Timestamp:
    after_last = plus(sequencer.loop.feed.head, Micros(1))
    if request.WhichOneof("timestamp_selector") == "exact_timestamp":
        return Timestamp(request.exact_timestamp)
    if request.relative_timestamp == _SAFE:
        return after_last
    return max(sequencer.time, after_last)


def _member(text: str) -> Member:
    try:
        return Member.parse(text)
    except ValueError as error:
        raise invalid(str(error)) from None
