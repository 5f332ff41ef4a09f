"""The accounts of all members: requests are paid, purchases are credited.

They change with the blocks alone, so every sequencer has the same. Only what ends with an event to
its sender is paid. Source: Canton 3.6 SequencerRateLimitManagerImpl, TrafficControlValidator.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from canton.errors import Rejection
from canton.identifiers import Member
from canton.protocol.message.signed import SetTrafficPurchased
from canton.protocol.sequencing.event import TrafficReceipt
from canton.protocol.sequencing.traffic import Consumption, Purchase, is_charged
from canton.sequencer.core.aggregation import Refused
from canton.sequencer.core.checks import Dropped
from canton.sequencer.core.membership import Membership
from canton.sequencer.core.request import DECOMPRESSED_BYTES_MAX, Submission
from canton.sequencer.core.rows import ConsumptionRow, PurchaseRow
from canton.sequencer.core.traffic.price import Judge, Price, price_of
from canton.sequencer.errors import NOT_ENOUGH_TRAFFIC_CREDIT
from canton.timestamps import Timestamp
from canton.topology.parameters.dynamic import TrafficControlParameters


@dataclass(frozen=True, slots=True)
class Settled:
    """What the sender is told of its traffic, if it is charged; and why it could not pay."""

    receipt: TrafficReceipt | None = None
    problem: Refused | Dropped | None = None


FREE = Settled()


class TrafficAccounts:
    """What every member has consumed and purchased; `take_changes` gives the rows to store."""

    def __init__(
        self,
        consumptions: Mapping[str, Consumption] | None = None,
        purchases: Mapping[str, Purchase] | None = None,
    ) -> None:
        self._consumptions = dict(consumptions or {})
        self._purchases = dict(purchases or {})
        self._changed: dict[tuple[str, Timestamp], Consumption] = {}
        self._purchased: list[PurchaseRow] = []

    def consumption(self, member: Member | str) -> Consumption:
        """What the member had consumed with its last request."""
        return self._consumptions.get(str(member), Consumption())

    def purchase(self, member: Member | str) -> Purchase | None:
        """What has been purchased for the member, if anything."""
        return self._purchases.get(str(member))

    @property
    def consumptions(self) -> Mapping[str, Consumption]:
        """What members have consumed, by name."""
        return self._consumptions

    @property
    def purchases(self) -> Mapping[str, Purchase]:
        """What was purchased, by the member for whom."""
        return self._purchases

    def settle(self, submission: Submission, judge: Judge) -> Settled:
        """Lets the sender pay for a request that is sequenced at the judge's time."""
        parameters = judge.snapshot_at(judge.time).traffic_parameters()
        if parameters is None or not is_charged(
            submission.sender, submission.recipients, parameters
        ):
            return FREE
        envelopes = submission.request.batch.opened(DECOMPRESSED_BYTES_MAX)
        if isinstance(envelopes, Rejection):
            return FREE
        price = price_of(submission, envelopes, judge)
        if price is None:
            return FREE
        if isinstance(price, Refused | Dropped):
            return Settled(self._unpaid(submission.sender, judge.time, parameters), price)
        problem = self.shortage(submission.sender, price, judge.time)
        if problem is not None:
            return Settled(self._unpaid(submission.sender, judge.time, price.parameters), problem)
        name = str(submission.sender)
        paid = self.consumption(name).consumed(price.cost, judge.time, price.parameters)
        return Settled(self._change(name, judge.time, paid))

    def shortage(self, sender: Member, price: Price, time: Timestamp) -> Refused | None:
        """Why the sender cannot pay so much at that time, if it cannot."""
        consumption, purchase = self.consumption(sender), self.purchase(sender)
        at = max(time, consumption.time)
        if consumption.available_at(at, price.parameters, purchase) >= price.cost:
            return None
        state = consumption.at(at, price.parameters).described(purchase)
        return Refused(
            NOT_ENOUGH_TRAFFIC_CREDIT,
            f"AboveTrafficLimit(member = {sender}, trafficCost = {price.cost}, "
            f"trafficState = {state})",
        )

    def _unpaid(
        self, sender: Member, time: Timestamp, parameters: TrafficControlParameters
    ) -> TrafficReceipt:
        name = str(sender)
        at = self.consumption(name).at(time, parameters)
        return self._change(name, time, replace(at, last_cost=0))

    def _change(self, name: str, time: Timestamp, new: Consumption) -> TrafficReceipt:
        self._consumptions[name] = self._changed[name, time] = new
        return new.receipt()

    def credit(self, purchase: SetTrafficPurchased, time: Timestamp) -> None:
        """Takes up a purchase that was sequenced then, unless it is an old one."""
        name = str(purchase.member)
        known = self._purchases.get(name)
        if known is not None and known.serial >= purchase.serial:
            return
        total = purchase.total_traffic_purchased
        self._purchases[name] = Purchase(purchase.serial, total, time)
        self._purchased.append(PurchaseRow(name, time, purchase.serial, total))

    def take_changes(
        self, membership: Membership
    ) -> tuple[tuple[ConsumptionRow, ...], tuple[PurchaseRow, ...]]:
        """The rows of all that changed since they were last taken."""
        consumptions = tuple(
            ConsumptionRow(
                membership.id_of(name),
                time,
                each.extra_consumed,
                each.base_remainder,
                each.last_cost,
            )
            for (name, time), each in self._changed.items()
        )
        purchases = tuple(self._purchased)
        self._changed.clear()
        self._purchased.clear()
        return consumptions, purchases


def restored_accounts(
    consumptions: Iterable[ConsumptionRow],
    purchases: Iterable[PurchaseRow],
    names: Mapping[int, str],
) -> TrafficAccounts:
    """The accounts from the latest row of each member."""
    return TrafficAccounts(
        {
            names[row.member_id]: Consumption(
                Timestamp(row.time), row.extra_consumed, row.base_remainder, row.last_cost
            )
            for row in consumptions
        },
        {row.member: Purchase(row.serial, row.total, Timestamp(row.time)) for row in purchases},
    )
