"""The Ledger API over a participant in a whole synchronizer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from google.protobuf.duration_pb2 import Duration

from canton.errors import GrpcStatus, LedgerError
from canton.transport.seam import Refused
from canton.wire import ledger_admin_pb2 as admin_wire
from canton.wire import ledger_command_pb2 as command_wire
from canton.wire import ledger_event_pb2 as event_wire
from canton.wire import ledger_service_pb2 as wire
from canton.wire import ledger_value_pb2 as value_wire
from unit.ledger_api.conftest import EFFECTS, PING, TRACE, Api, simulate, transactions, wildcard


async def create(api: Api, command_id: str, *names: str) -> event_wire.Transaction:
    commands = api.commands(command_id, *map(api.ping, names))
    request = wire.SubmitAndWaitForTransactionRequest(commands=commands)
    answer = await api.call("CommandService/SubmitAndWaitForTransaction", request)
    return answer.transaction


async def respond(api: Api, command_id: str, contract_id: str) -> wire.SubmitAndWaitResponse:
    commands = api.commands(command_id, api.respond(contract_id))
    request = wire.SubmitAndWaitRequest(commands=commands)
    return await api.call("CommandService/SubmitAndWait", request)


async def updates(api: Api, format: event_wire.UpdateFormat, **fields: Any) -> list[Any]:
    end = int(api.active.ledger.end)
    request = wire.GetUpdatesRequest(update_format=format, end_inclusive=end, **fields)
    return await api.all("UpdateService/GetUpdates", request)


async def _next(stream: AsyncIterator[Any]) -> Any:
    return await anext(stream)


async def refused(api: Api, path: str, request: Any) -> str:
    method, _ = api.handlers[path]
    with pytest.raises(LedgerError) as error:
        if method.server_streaming:
            await api.all(path, request)
        else:
            await api.call(path, request)
    return error.value.code.id


def test_a_create_is_answered_with_its_transaction() -> None:
    async def scenario(api: Api) -> None:
        transaction = await create(api, "c1", "one")
        (event,) = transaction.events
        created = event.created
        assert transaction.command_id == "c1"
        assert transaction.HasField("paid_traffic_cost")
        assert transaction.trace_context.traceparent.split("-")[1] == TRACE.trace_id
        assert created.offset == transaction.offset
        assert created.acs_delta
        assert list(created.witness_parties) == [api.party]
        assert [each.label for each in created.create_arguments.fields] == [
            "id",
            "initiator",
            "responder",
        ]
        assert created.created_event_blob == b""
        assert transaction.synchronizer_id.count("::") == 1

    simulate(scenario)


def test_an_archival_is_an_archived_event_or_an_exercise() -> None:
    async def scenario(api: Api) -> None:
        transaction = await create(api, "c1", "one")
        contract_id = transaction.events[0].created.contract_id
        done = await respond(api, "c2", contract_id)
        delta = event_wire.UpdateFormat(include_transactions=transactions(wildcard()))
        shown = [each.transaction for each in await updates(api, delta)]
        assert [each.WhichOneof("event") for t in shown for each in t.events] == [
            "created",
            "archived",
        ]
        assert shown[1].update_id == done.update_id
        effects = event_wire.UpdateFormat(
            include_transactions=transactions(wildcard(api.party, verbose=False), EFFECTS)
        )
        exercised = (await updates(api, effects))[1].transaction.events[0].exercised
        assert exercised.choice == "Respond"
        assert exercised.consuming
        assert exercised.acs_delta
        assert not exercised.choice_argument.record.HasField("record_id")
        assert exercised.exercise_result.WhichOneof("sum") == "unit"

    simulate(scenario)


def test_a_transient_contract_shows_only_among_the_effects() -> None:
    async def scenario(api: Api) -> None:
        create_command = api.ping("x").create
        both = command_wire.CreateAndExerciseCommand(
            template_id=PING,
            create_arguments=create_command.create_arguments,
            choice="Respond",
            choice_argument=value_wire.Value(record=value_wire.Record()),
        )
        commands = api.commands("c", command_wire.Command(create_and_exercise=both))
        request = wire.SubmitAndWaitForTransactionRequest(commands=commands)
        path = "CommandService/SubmitAndWaitForTransaction"
        hidden = (await api.call(path, request)).transaction
        assert hidden.update_id
        assert list(hidden.events) == []
        by_offset = wire.GetUpdateByOffsetRequest(
            offset=hidden.offset,
            update_format=event_wire.UpdateFormat(
                include_transactions=transactions(wildcard(), EFFECTS)
            ),
        )
        shown = (await api.call("UpdateService/GetUpdateByOffset", by_offset)).transaction
        assert [each.WhichOneof("event") for each in shown.events] == ["created", "exercised"]
        assert not shown.events[0].created.acs_delta
        by_offset.update_format.include_transactions.transaction_shape = (
            event_wire.TRANSACTION_SHAPE_ACS_DELTA
        )
        code = await refused(api, "UpdateService/GetUpdateByOffset", by_offset)
        assert code == "UPDATE_NOT_FOUND"

    simulate(scenario)


def test_active_contracts_are_those_at_the_offset_and_go_on_after_a_token() -> None:
    async def scenario(api: Api) -> None:
        first = await create(api, "c1", "one", "two")
        await respond(api, "c2", first.events[0].created.contract_id)
        request = wire.GetActiveContractsRequest(
            active_at_offset=first.offset, event_format=wildcard(api.party, blob=True)
        )
        path = "StateService/GetActiveContracts"
        before = await api.all(path, request)
        assert [each.active_contract.created_event.node_id for each in before] == [0, 1]
        assert all(each.active_contract.created_event.created_event_blob for each in before)
        request.stream_continuation_token = before[0].stream_continuation_token
        assert await api.all(path, request) == before[1:]
        request.event_format.verbose = False
        assert await refused(api, path, request) == "INVALID_CONTINUATION_TOKEN"
        request = wire.GetActiveContractsRequest(
            active_at_offset=int(api.active.ledger.end), event_format=wildcard()
        )
        after = await api.all(path, request)
        left = before[1].active_contract.created_event
        left.ClearField("created_event_blob")
        assert [each.active_contract.created_event for each in after] == [left]

    simulate(scenario)


def test_events_of_a_contract_tell_its_life() -> None:
    async def scenario(api: Api) -> None:
        transaction = await create(api, "c1", "one")
        contract_id = transaction.events[0].created.contract_id
        request = wire.GetEventsByContractIdRequest(
            contract_id=contract_id, event_format=wildcard()
        )
        path = "EventQueryService/GetEventsByContractId"
        alive = await api.call(path, request)
        assert alive.created.created_event == transaction.events[0].created
        assert not alive.HasField("archived")
        done = await respond(api, "c2", contract_id)
        dead = await api.call(path, request)
        assert dead.archived.archived_event.offset == done.completion_offset
        stranger = wire.GetEventsByContractIdRequest(
            contract_id=contract_id, event_format=wildcard("other::party")
        )
        assert await refused(api, path, stranger) == "CONTRACT_EVENTS_NOT_FOUND"

    simulate(scenario)


def test_filters_by_template_find_all_versions_and_name_packages() -> None:
    async def scenario(api: Api) -> None:
        await create(api, "c1", "one")

        def format(template: value_wire.Identifier) -> event_wire.EventFormat:
            only = event_wire.CumulativeFilter(
                template_filter=event_wire.TemplateFilter(template_id=template)
            )
            filters = event_wire.Filters(cumulative=[only])
            return event_wire.EventFormat(filters_by_party={api.party: filters})

        def request(template: value_wire.Identifier) -> wire.GetActiveContractsRequest:
            end = int(api.active.ledger.end)
            return wire.GetActiveContractsRequest(
                active_at_offset=end, event_format=format(template)
            )

        def named(**fields: str) -> value_wire.Identifier:
            identifier = value_wire.Identifier()
            identifier.CopyFrom(PING)
            for name, value in fields.items():
                setattr(identifier, name, value)
            return identifier

        path = "StateService/GetActiveContracts"
        assert len(await api.all(path, request(PING))) == 1
        bong = named(module_name="Canton.Internal.Bong", entity_name="Bong")
        assert await api.all(path, request(bong)) == []
        unknown = request(named(entity_name="Pong"))
        assert (
            await refused(api, path, unknown) == "NO_TEMPLATES_FOR_PACKAGE_NAME_AND_QUALIFIED_NAME"
        )
        assert await refused(api, path, request(named(package_id="#no"))) == (
            "PACKAGE_NAMES_NOT_FOUND"
        )
        assert await refused(api, path, request(named(package_id="ab"))) == "INVALID_FIELD"

    simulate(scenario)


def test_a_tailing_stream_gives_what_comes_and_checkpoints() -> None:
    async def scenario(api: Api) -> None:
        begin = int(api.active.ledger.end)
        request = wire.GetUpdatesRequest(
            begin_exclusive=begin,
            update_format=event_wire.UpdateFormat(include_transactions=transactions(wildcard())),
        )
        stream = api.stream("UpdateService/GetUpdates", request)
        first = await anext(stream)
        assert first.offset_checkpoint.offset == begin
        async with asyncio.TaskGroup() as tasks:
            pending = tasks.create_task(_next(stream))
            transaction = await create(api, "c1", "one")
        assert pending.result().transaction.update_id == transaction.update_id
        second = await anext(stream)
        assert second.offset_checkpoint.offset == transaction.offset
        assert len(second.offset_checkpoint.synchronizer_times) == 1
        await stream.aclose()

    simulate(scenario)


def test_a_completion_stream_gives_the_users_completions() -> None:
    async def scenario(api: Api) -> None:
        await create(api, "c1", "one")
        commands = api.commands("c2", api.ping("two"))
        await api.call("CommandSubmissionService/Submit", wire.SubmitRequest(commands=commands))
        stream = api.stream(
            "CommandCompletionService/CompletionStream",
            wire.CompletionStreamRequest(user_id="user", parties=[api.party]),
        )
        found = [(await anext(stream)).completion for _ in range(2)]
        assert [each.command_id for each in found] == ["c1", "c2"]
        assert all(each.HasField("status") and each.status.code == 0 for each in found)
        assert all(each.update_id and each.submission_id for each in found)
        assert found[0].WhichOneof("deduplication_period") == "deduplication_offset"
        await stream.aclose()
        other = api.stream(
            "CommandCompletionService/CompletionStream",
            wire.CompletionStreamRequest(user_id="else", parties=[api.party]),
        )
        assert (await anext(other)).WhichOneof("completion_response") == "offset_checkpoint"
        await other.aclose()

    simulate(scenario)


def test_a_repeated_command_is_a_duplicate() -> None:
    async def scenario(api: Api) -> None:
        await create(api, "c1", "one")
        with pytest.raises(LedgerError) as error:
            await create(api, "c1", "one")
        assert error.value.code.id == "DUPLICATE_COMMAND"
        assert error.value.definite_answer

    simulate(scenario)


def test_a_command_that_is_not_decided_in_time_says_so() -> None:
    async def scenario(api: Api) -> None:
        request = wire.SubmitAndWaitRequest(commands=api.commands("c1", api.ping("one")))
        with pytest.raises(LedgerError) as error:
            await api.call("CommandService/SubmitAndWait", request, remaining_s=0.0)
        assert error.value.code.id == "REQUEST_DEADLINE_EXCEEDED"
        api.cut_off()
        with pytest.raises(LedgerError) as error:
            await api.call("CommandService/SubmitAndWait", request, remaining_s=2.0)
        assert error.value.code.id == "REQUEST_TIME_OUT"

    simulate(scenario)


@pytest.mark.parametrize(
    ("begin", "end", "code"),
    [
        (-1, None, "NEGATIVE_OFFSET"),
        (0, 0, "NON_POSITIVE_OFFSET"),
        (10_000, None, "OFFSET_AFTER_LEDGER_END"),
        (0, 10_000, "OFFSET_AFTER_LEDGER_END"),
    ],
)
def test_offsets_are_checked(begin: int, end: int | None, code: str) -> None:
    async def scenario(api: Api) -> None:
        request = wire.GetUpdatesRequest(
            begin_exclusive=begin, end_inclusive=end, update_format=event_wire.UpdateFormat()
        )
        assert await refused(api, "UpdateService/GetUpdates", request) == code

    simulate(scenario)


def test_descending_updates_come_newest_first_and_need_an_end() -> None:
    async def scenario(api: Api) -> None:
        for number in range(3):
            await create(api, f"c{number}", "x")
        format = event_wire.UpdateFormat(include_transactions=transactions(wildcard()))
        found = await updates(api, format, descending_order=True)
        assert [each.transaction.command_id for each in found] == ["c2", "c1", "c0"]
        request = wire.GetUpdatesRequest(update_format=format, descending_order=True)
        code = await refused(api, "UpdateService/GetUpdates", request)
        assert code == "DESCENDING_ORDER_MISSING_END"

    simulate(scenario)


def test_the_state_of_the_participant_is_told() -> None:
    async def scenario(api: Api) -> None:
        state = "StateService/"
        await create(api, "c1", "one")
        end = await api.call(f"{state}GetLedgerEnd", wire.GetLedgerEndRequest())
        assert end.offset == api.active.ledger.end
        path = f"{state}GetConnectedSynchronizers"
        everything = await api.call(path, wire.GetConnectedSynchronizersRequest())
        (connected,) = everything.connected_synchronizers
        assert connected.permission == wire.PARTICIPANT_PERMISSION_UNSPECIFIED
        mine = await api.call(path, wire.GetConnectedSynchronizersRequest(party=api.party))
        assert mine.connected_synchronizers[0].permission == wire.PARTICIPANT_PERMISSION_SUBMISSION
        nobody = wire.GetConnectedSynchronizersRequest(party="x::1220")
        assert not (await api.call(path, nobody)).connected_synchronizers
        version = await api.call(
            "VersionService/GetLedgerApiVersion", wire.GetLedgerApiVersionRequest()
        )
        assert version.features.offset_checkpoint.max_offset_checkpoint_emission_delay == Duration(
            seconds=75
        )

    simulate(scenario)


def test_a_party_is_allocated_listed_and_acts() -> None:
    async def scenario(api: Api) -> None:
        service = "PartyManagementService/"
        made = await api.call(
            f"{service}AllocateParty", admin_wire.AllocatePartyRequest(party_id_hint="carol")
        )
        carol = made.party_details.party
        assert made.party_details.is_local
        listed = await api.call(
            f"{service}ListKnownParties", admin_wire.ListKnownPartiesRequest(page_size=1)
        )
        assert [each.party for each in listed.party_details] == [api.party]
        rest = await api.call(
            f"{service}ListKnownParties",
            admin_wire.ListKnownPartiesRequest(page_token=listed.next_page_token),
        )
        assert [each.party for each in rest.party_details] == [carol]
        wanted = admin_wire.GetPartiesRequest(parties=[carol, "nobody::1220"])
        found = await api.call(f"{service}GetParties", wanted)
        assert [each.party for each in found.party_details] == [carol]
        commands = api.commands("c", api.ping("x", responder=carol))
        answer = await api.call(
            "CommandService/SubmitAndWaitForTransaction",
            wire.SubmitAndWaitForTransactionRequest(
                commands=commands, transaction_format=transactions(wildcard(carol))
            ),
        )
        (event,) = answer.transaction.events
        assert list(event.created.witness_parties) == [carol]
        # Carol did not submit it, so its command id is not hers to see.
        assert answer.transaction.command_id == ""

    simulate(scenario)


def test_packages_are_listed_fetched_and_checked() -> None:
    async def scenario(api: Api) -> None:
        packages = await api.call("PackageService/ListPackages", wire.ListPackagesRequest())
        known = await api.call(
            "PackageManagementService/ListKnownPackages", admin_wire.ListKnownPackagesRequest()
        )
        assert [each.package_id for each in known.package_details] == list(packages.package_ids)
        first = packages.package_ids[0]
        got = await api.call("PackageService/GetPackage", wire.GetPackageRequest(package_id=first))
        assert got.hash == first
        status = wire.GetPackageStatusRequest(package_id=first)
        answer = await api.call("PackageService/GetPackageStatus", status)
        assert answer.package_status == wire.PACKAGE_STATUS_REGISTERED
        status.package_id = "00"
        answer = await api.call("PackageService/GetPackageStatus", status)
        assert answer.package_status == wire.PACKAGE_STATUS_UNSPECIFIED
        missing = wire.GetPackageRequest(package_id="00")
        assert await refused(api, "PackageService/GetPackage", missing) == "PACKAGE_NOT_FOUND"

    simulate(scenario)


async def pages(api: Api, path: str, request: Any) -> list[Any]:
    """All pages of a list."""
    found = [await api.call(path, request)]
    while found[-1].next_page_token and len(found) < 10:
        request.page_token = found[-1].next_page_token
        found.append(await api.call(path, request))
    return found


def test_updates_come_in_pages_that_join_without_gaps() -> None:
    async def scenario(api: Api) -> None:
        for number in range(5):
            await create(api, f"c{number}", "x")
        end = int(api.active.ledger.end)
        request = wire.GetUpdatesPageRequest(
            update_format=event_wire.UpdateFormat(include_transactions=transactions(wildcard())),
            max_page_size=2,
            end_offset_inclusive=end,
        )
        path = "UpdateService/GetUpdatesPage"
        ascending = await pages(api, path, request)
        ids = [u.transaction.command_id for page in ascending for u in page.updates]
        assert ids == [f"c{number}" for number in range(5)]
        borders = [
            (p.lowest_page_offset_exclusive, p.highest_page_offset_inclusive) for p in ascending
        ]
        assert borders[0][0] == 0
        assert borders[-1][1] == end
        assert [low for low, _ in borders[1:]] == [high for _, high in borders[:-1]]
        request.ClearField("page_token")
        request.descending_order = True
        descending = await pages(api, path, request)
        assert [u.transaction.command_id for p in descending for u in p.updates] == ids[::-1]
        request.max_page_size = 3
        assert await refused(api, path, request) == "INVALID_UPDATES_PAGE_TOKEN"
        request = wire.GetUpdatesPageRequest(update_format=request.update_format)
        tail = await api.call(path, request)
        assert tail.next_page_token
        await create(api, "later", "x")
        request.page_token = tail.next_page_token
        (later,) = (await api.call(path, request)).updates
        assert later.transaction.command_id == "later"

    simulate(scenario)


def test_active_contracts_come_in_pages_of_one_offset() -> None:
    async def scenario(api: Api) -> None:
        await create(api, "c1", "a", "b", "c")
        request = wire.GetActiveContractsPageRequest(event_format=wildcard(), max_page_size=2)
        path = "StateService/GetActiveContractsPage"
        first = await api.call(path, request)
        await create(api, "c2", "d")
        request.page_token = first.next_page_token
        second = await api.call(path, request)
        assert [len(each.active_contracts) for each in (first, second)] == [2, 1]
        assert not second.HasField("next_page_token")
        assert first.active_at_offset == second.active_at_offset
        request.max_page_size = 0
        assert await refused(api, path, request) == "INVALID_ARGUMENT"

    simulate(scenario)


def test_vetted_packages_are_told_by_participant_and_filtered_by_name() -> None:
    async def scenario(api: Api) -> None:
        path = "PackageService/ListVettedPackages"
        request = wire.ListVettedPackagesRequest(
            package_metadata_filter=wire.PackageMetadataFilter(
                package_name_prefixes=["canton-builtin", "nothing"]
            )
        )
        (vetted,) = (await api.call(path, request)).vetted_packages
        (package,) = vetted.packages
        assert package.package_name == "canton-builtin-admin-workflow-ping"
        assert package.package_version
        assert vetted.participant_id == api.party
        assert vetted.topology_serial > 0
        request.topology_state_filter.participant_ids.append("other::1220")
        assert not (await api.call(path, request)).vetted_packages
        request.page_size = 101
        assert await refused(api, path, request) == "INVALID_ARGUMENT"

    simulate(scenario)


def test_a_rejection_by_the_synchronizer_reaches_who_waits_and_the_completions() -> None:
    async def outcome(api: Api, command_id: str, contract_id: str) -> Refused | None:
        try:
            await respond(api, command_id, contract_id)
        except Refused as refused:
            return refused
        return None

    async def scenario(api: Api) -> None:
        contract_id = (await create(api, "c", "x")).events[0].created.contract_id
        outcomes = await asyncio.gather(
            outcome(api, "r1", contract_id), outcome(api, "r2", contract_id)
        )
        (refused,) = (each for each in outcomes if each is not None)
        assert refused.status.code == GrpcStatus.ABORTED.value
        assert refused.status.message.startswith("LOCAL_VERDICT_LOCKED_CONTRACTS(2,")
        stream = api.stream("CommandCompletionService/GetCompletions", wire.GetCompletionsRequest())
        found = [(await anext(stream)).completion for _ in range(3)]
        await stream.aclose()
        (rejected,) = (each for each in found if each.status.code)
        assert rejected.status.code == refused.status.code
        assert rejected.update_id == ""
        assert {each.status.code for each in found if each.update_id} == {0}

    simulate(scenario)
