"""Who hosts which party, as the update stream tells it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from typing import Any

from canton.identifiers import UniqueIdentifier
from canton.topology.danger import ForceFlag
from canton.topology.mapping.participant import ParticipantPermission
from canton.topology.mapping.party import HostingParticipant, PartyToParticipant
from canton.topology.transaction import Operation
from canton.topology_service.manager import Proposal
from canton.wire import ledger_admin_pb2 as admin_wire
from canton.wire import ledger_event_pb2 as event_wire
from canton.wire import ledger_service_pb2 as wire
from unit.ledger_api.conftest import Api, simulate, transactions, wildcard

WAIT_S = 30.0


def hosting_of(*parties: str) -> event_wire.UpdateFormat:
    """Asks for topology events about some parties; about all without one."""
    return event_wire.UpdateFormat(
        include_topology_events=event_wire.TopologyFormat(
            include_participant_authorization_events=(
                event_wire.ParticipantAuthorizationTopologyFormat(parties=parties)
            )
        )
    )


async def follow(api: Api, format: event_wire.UpdateFormat) -> AsyncIterator[Any]:
    """The topology transactions as they come, without end."""
    stream = api.stream("UpdateService/GetUpdates", wire.GetUpdatesRequest(update_format=format))
    async for response in stream:
        if response.HasField("topology_transaction"):
            yield response.topology_transaction


async def first(api: Api, count: int, *parties: str) -> list[Any]:
    """The first topology transactions about some parties, once they are there."""
    found: list[Any] = []
    async with aclosing(follow(api, hosting_of(*parties))) as stream:  # type: ignore[type-var]
        async for transaction in stream:
            found.append(transaction)
            if len(found) == count:
                return found
    raise AssertionError("the stream has ended")


async def until_now(api: Api, format: event_wire.UpdateFormat) -> list[Any]:
    end = int(api.active.ledger.end)
    request = wire.GetUpdatesRequest(update_format=format, end_inclusive=end)
    return await api.all("UpdateService/GetUpdates", request)


async def allocate(api: Api, hint: str) -> str:
    request = admin_wire.AllocatePartyRequest(party_id_hint=hint)
    made = await api.call("PartyManagementService/AllocateParty", request)
    return str(made.party_details.party)


async def host(
    api: Api,
    party: str,
    permission: ParticipantPermission,
    operation: Operation = Operation.REPLACE,
    *,
    onboarding: bool = False,
) -> None:
    """Changes what the participant may do for the party."""
    (connected,) = api.active.ledger.connected.values()
    host = HostingParticipant(api.active.node.member, permission, onboarding)
    mapping = PartyToParticipant.create(UniqueIdentifier.parse(party), 1, (host,))
    force = frozenset({ForceFlag.DISABLE_PARTY_WITH_ACTIVE_CONTRACTS})
    manager = api.active.participant.administration._topology.synchronizer(connected.synchronizer)
    await manager.propose(Proposal(mapping, operation, force=force, wait_s=WAIT_S))


def shown(transactions: Sequence[Any]) -> list[tuple[str, str, str, int]]:
    """Kind, party, participant and permission of each event."""
    found = []
    for transaction in transactions:
        for event in transaction.events:
            kind = event.WhichOneof("event")
            body = getattr(event, kind)
            permission = getattr(body, "participant_permission", 0)
            name = kind.removeprefix("participant_authorization_")
            found.append((name, body.party_id, body.participant_id, permission))
    return found


def test_hosting_is_added_changed_and_revoked_at_the_times_of_the_topology() -> None:
    async def scenario(api: Api) -> None:
        carol = await allocate(api, "carol")
        await host(api, carol, ParticipantPermission.OBSERVATION)
        await host(api, carol, ParticipantPermission.OBSERVATION, Operation.REMOVE)
        told = await first(api, 3, carol)
        here = str(api.active.node.member.uid)
        assert shown(told) == [
            ("added", carol, here, wire.PARTICIPANT_PERMISSION_SUBMISSION),
            ("changed", carol, here, wire.PARTICIPANT_PERMISSION_OBSERVATION),
            ("revoked", carol, here, 0),
        ]
        (connected,) = api.active.ledger.connected.values()
        rows = connected.session.topology.state.rows
        effective = [
            row.valid_from
            for row in rows
            if isinstance(row.mapping, PartyToParticipant)
            and str(row.mapping.party) == carol
            and row.rejection is None
        ]
        assert [each.record_time.ToMicroseconds() for each in told] == effective
        assert {each.synchronizer_id for each in told} == {str(connected.synchronizer.logical)}
        assert all(each.update_id.startswith("1220") for each in told)

    simulate(scenario)


def test_a_party_that_is_onboarding_is_added_when_that_is_over() -> None:
    async def scenario(api: Api) -> None:
        carol = str(UniqueIdentifier("carol", api.active.node.member.uid.namespace))
        await host(api, carol, ParticipantPermission.CONFIRMATION, onboarding=True)
        await host(api, carol, ParticipantPermission.CONFIRMATION)
        here = str(api.active.node.member.uid)
        assert shown(await first(api, 2, carol)) == [
            ("onboarding", carol, here, wire.PARTICIPANT_PERMISSION_CONFIRMATION),
            ("added", carol, here, wire.PARTICIPANT_PERMISSION_CONFIRMATION),
        ]

    simulate(scenario)


def test_topology_events_come_to_those_who_ask_for_that_party() -> None:
    async def scenario(api: Api) -> None:
        carol, dora = await allocate(api, "carol"), await allocate(api, "dora")
        (told,) = await first(api, 1, dora)
        everything = [each.topology_transaction for each in await until_now(api, hosting_of())]
        assert [party for _, party, *_ in shown(everything)][-2:] == [carol, dora]
        (only_carol,) = await until_now(api, hosting_of(carol))
        assert [party for _, party, *_ in shown([only_carol.topology_transaction])] == [carol]
        assert await until_now(api, hosting_of("erin::1220")) == []
        unasked = event_wire.UpdateFormat(include_transactions=transactions(wildcard()))
        assert await until_now(api, unasked) == []
        request = wire.GetUpdateByOffsetRequest(offset=told.offset, update_format=hosting_of(dora))
        by_offset = await api.call("UpdateService/GetUpdateByOffset", request)
        assert by_offset.topology_transaction == told
        by_id = wire.GetUpdateByIdRequest(update_id=told.update_id, update_format=hosting_of(dora))
        assert (await api.call("UpdateService/GetUpdateById", by_id)).topology_transaction == told

    simulate(scenario)


def test_the_topology_that_a_participant_begins_with_comes_first() -> None:
    async def scenario(api: Api) -> None:
        (joined,) = await first(api, 1, api.party)
        here = str(api.active.node.member.uid)
        assert shown([joined]) == [
            ("added", api.party, here, wire.PARTICIPANT_PERMISSION_SUBMISSION)
        ]
        everything = [each.topology_transaction for each in await until_now(api, hosting_of())]
        assert everything[0].offset == 1

    simulate(scenario)
