"""What is pruned is gone, what is kept stays as it was, and readers are told which is which."""

from __future__ import annotations

from typing import Any

import pytest

from canton.errors import LedgerError
from canton.identifiers import Offset
from canton.participant.ledger_writer import LedgerWriter
from canton.participant.stores.contract import ACTIVENESS, CONTRACTS
from canton.participant.stores.submission import ACCEPTANCES
from canton.participant.stores.update import ACTIVE_CONTRACTS, COMPLETIONS, UPDATES
from canton.wire import ledger_admin_pb2 as admin_wire
from canton.wire import ledger_event_pb2 as event_wire
from canton.wire import ledger_service_pb2 as wire
from unit.ledger_api.conftest import EFFECTS, Api, simulate, transactions, wildcard

PRUNE = "ParticipantPruningService/Prune"


async def ping(api: Api, number: int, *, is_kept: bool = False) -> None:
    """A contract, and its archival unless it is to be kept."""
    request = wire.SubmitAndWaitForTransactionRequest(
        commands=api.commands(f"create-{number}", api.ping(f"ping {number}")),
        transaction_format=transactions(wildcard(api.party), EFFECTS),
    )
    made = await api.call("CommandService/SubmitAndWaitForTransaction", request)
    if not is_kept:
        (event,) = made.transaction.events
        commands = api.commands(f"respond-{number}", api.respond(event.created.contract_id))
        await api.call("CommandService/SubmitAndWait", wire.SubmitAndWaitRequest(commands=commands))


async def prune(api: Api, up_to: int) -> None:
    await api.call(PRUNE, admin_wire.PruneRequest(prune_up_to=up_to))


def updates(api: Api, begin: int, end: int) -> Any:
    format = event_wire.UpdateFormat(
        include_transactions=transactions(wildcard(api.party), EFFECTS)
    )
    request = wire.GetUpdatesRequest(begin_exclusive=begin, end_inclusive=end, update_format=format)
    return api.all("UpdateService/GetUpdates", request)


async def active(api: Api, at: int) -> list[Any]:
    request = wire.GetActiveContractsRequest(active_at_offset=at, event_format=wildcard(api.party))
    found = await api.all("StateService/GetActiveContracts", request)
    return [each.active_contract.created_event for each in found]


async def rows(api: Api, table: Any) -> list[Any]:
    return list(await api.active.ledger._storage.read(table.query()))


def test_what_comes_after_the_offset_stays_as_it_was() -> None:
    async def scenario(api: Api) -> None:
        await ping(api, 1)
        await ping(api, 2, is_kept=True)
        middle = int(api.active.ledger.end)
        await ping(api, 3)
        end = int(api.active.ledger.end)
        before = await updates(api, middle, end), await active(api, end), await active(api, middle)
        await prune(api, middle)
        after = await updates(api, middle, end), await active(api, end), await active(api, middle)
        assert after == before
        answer = await api.call(
            "StateService/GetLatestPrunedOffsets", wire.GetLatestPrunedOffsetsRequest()
        )
        assert answer.participant_pruned_up_to_inclusive == middle

    simulate(scenario)


def test_what_was_archived_by_then_leaves_no_row() -> None:
    async def scenario(api: Api) -> None:
        for number in range(3):
            await ping(api, number)
        await ping(api, 9, is_kept=True)
        end = int(api.active.ledger.end)
        await prune(api, end)
        assert await rows(api, UPDATES) == await rows(api, COMPLETIONS) == []
        (kept,) = await rows(api, ACTIVE_CONTRACTS)
        assert [each.contract_id for each in await rows(api, CONTRACTS)] == [kept.contract_id]
        assert [each.contract_id for each in await rows(api, ACTIVENESS)] == [kept.contract_id]
        # Deduplication goes on: a command that was accepted is not done again.
        assert len(await rows(api, ACCEPTANCES)) == 7
        with pytest.raises(LedgerError) as error:
            await ping(api, 1)
        assert error.value.code.id == "DUPLICATE_COMMAND"

    simulate(scenario)


def test_offsets_go_on_after_everything_was_pruned() -> None:
    async def scenario(api: Api) -> None:
        await ping(api, 1)
        end = api.active.ledger.end
        await prune(api, int(end))
        ledger = api.active.ledger
        again = await LedgerWriter.open(ledger._storage, ledger.clock)
        assert (again.begin, again.end, again.last) == (end, end, end)
        await ping(api, 2)
        assert api.active.ledger.end == end + 2

    simulate(scenario)


@pytest.mark.parametrize("reader", ["updates", "completions", "contracts"])
def test_readers_of_what_was_pruned_are_told_where_to_begin(reader: str) -> None:
    async def scenario(api: Api) -> None:
        await ping(api, 1)
        end = int(api.active.ledger.end)
        await prune(api, end)

        async def read() -> None:
            match reader:
                case "updates":
                    await updates(api, 0, end)
                case "contracts":
                    await active(api, end - 1)
                case "completions":
                    request = wire.CompletionStreamRequest(user_id="user", parties=[api.party])
                    await anext(api.stream("CommandCompletionService/CompletionStream", request))

        with pytest.raises(LedgerError) as error:
            await read()
        assert error.value.code.id == "PARTICIPANT_PRUNED_DATA_ACCESSED"
        assert error.value.context["earliest_offset"] == str(end)

    simulate(scenario)


def test_a_reader_that_is_overtaken_is_told_so() -> None:
    async def scenario(api: Api) -> None:
        for number in range(3):
            await ping(api, number)
        ledger = api.active.ledger
        stream = ledger.updates(Offset(0))
        assert await anext(stream)
        await ping(api, 7)
        await ping(api, 8)
        await prune(api, int(ledger.end))
        with pytest.raises(LedgerError) as error:
            async for _ in stream:
                pass
        assert error.value.code.id == "PARTICIPANT_PRUNED_DATA_ACCESSED"

    simulate(scenario)


@pytest.mark.parametrize(
    ("up_to", "code"),
    [(0, "INVALID_ARGUMENT"), (-1, "NON_POSITIVE_OFFSET"), (10_000, "OFFSET_OUT_OF_RANGE")],
)
def test_offsets_that_are_not_on_the_ledger_are_refused(up_to: int, code: str) -> None:
    async def scenario(api: Api) -> None:
        with pytest.raises(LedgerError) as error:
            await prune(api, up_to)
        assert error.value.code.id == code

    simulate(scenario)


def test_pruning_again_and_earlier_changes_nothing() -> None:
    async def scenario(api: Api) -> None:
        await ping(api, 1)
        end = int(api.active.ledger.end)
        await prune(api, end)
        await prune(api, end - 1)
        assert api.active.ledger.begin == end

    simulate(scenario)


def test_a_deduplication_period_that_begins_before_is_refused() -> None:
    async def scenario(api: Api) -> None:
        await ping(api, 1)
        await prune(api, int(api.active.ledger.end))
        commands = api.commands("c", api.ping("late"))
        commands.deduplication_offset = 0
        with pytest.raises(LedgerError) as error:
            request = wire.SubmitAndWaitRequest(commands=commands)
            await api.call("CommandService/SubmitAndWait", request)
        assert error.value.code.id == "INVALID_DEDUPLICATION_PERIOD"

    simulate(scenario)
