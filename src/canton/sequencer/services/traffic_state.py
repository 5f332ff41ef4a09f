"""The traffic of members as it is shown: at present, and at an earlier time as far as it is known.

Source: Canton 3.6 SequencerRateLimitManagerImpl.getStates, getTrafficStateForMemberAt.
"""

from __future__ import annotations

from canton.identifiers import Member
from canton.protocol.sequencing.traffic import Consumption, Purchase
from canton.sequencer.runtime import Sequencer
from canton.timestamps import Timestamp
from canton.wire.topology_pb2 import TrafficState


async def traffic_at(sequencer: Sequencer, member: Member, time: Timestamp) -> TrafficState:
    """The member's traffic at that time; for a time to come, if nothing is consumed till then."""
    accounts, stored = sequencer.loop.accounts, sequencer.loop.writer.stored
    consumption, purchase = accounts.consumption(member), accounts.purchase(member)
    if purchase is not None and purchase.time >= time:
        await stored(time)
        purchase = await _purchase_before(sequencer, member, time)
    if consumption.time > time:
        await stored(time)
        consumption = await _consumption_at(sequencer, member, time)
    parameters = sequencer.loop.snapshot_at(time).traffic_parameters()
    if parameters is not None:
        consumption = consumption.at(time, parameters)
    return consumption.state(purchase)


def last_traffic(sequencer: Sequencer, member: Member) -> TrafficState:
    """The member's traffic as it was with its last request, or when it joined."""
    accounts = sequencer.loop.accounts
    consumption = accounts.consumption(member)
    row = sequencer.loop.membership.find(member)
    if row is not None and consumption.time < row.registered_at:
        joined = Timestamp(row.registered_at)
        parameters = sequencer.loop.snapshot_at(Timestamp(joined + 1)).traffic_parameters()
        if parameters is not None:
            consumption = consumption.at(joined, parameters)
    return consumption.state(accounts.purchase(member))


async def _purchase_before(
    sequencer: Sequencer, member: Member, time: Timestamp
) -> Purchase | None:
    row = await sequencer.blocks.purchase_at(str(member), time)
    return None if row is None else Purchase(row.serial, row.total, Timestamp(row.time))


async def _consumption_at(sequencer: Sequencer, member: Member, time: Timestamp) -> Consumption:
    found = sequencer.loop.membership.find(member)
    row = None if found is None else await sequencer.blocks.consumption_at(found.id, time)
    if row is None:
        return Consumption()
    return Consumption(Timestamp(row.time), row.extra_consumed, row.base_remainder, row.last_cost)
