"""How far a ledger may be pruned follows from the record times of its updates."""

from __future__ import annotations

from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from canton.admin_api.participant.pruning import participant_pruning_table
from canton.errors import LedgerError
from canton.wire import admin_participant_pb2 as wire
from canton.wire import ledger_service_pb2
from unit.ledger_api.conftest import Api, simulate


async def ask(api: Api, name: str, request: Any) -> Any:
    table = participant_pruning_table(lambda: api.active.participant.administration)
    (handler,) = (each for method, each in table.items() if method.path.endswith(f"/{name}"))
    return await handler(request, None)


async def safe_offset(api: Api, micros: int) -> int | None:
    time = Timestamp(seconds=micros // 1_000_000, nanos=micros % 1_000_000 * 1_000)
    request = wire.GetSafePruningOffsetRequest(before_or_at=time, ledger_end=api.active.ledger.end)
    response = await ask(api, "GetSafePruningOffset", request)
    is_safe = response.WhichOneof("response") == "safe_pruning_offset"
    return response.safe_pruning_offset if is_safe else None


def test_an_offset_is_safe_if_everything_up_to_it_is_old_enough() -> None:
    async def scenario(api: Api) -> None:
        ends, times = [], []
        for number in range(2):
            commands = api.commands(f"c{number}", api.ping("x"))
            request = ledger_service_pb2.SubmitAndWaitRequest(commands=commands)
            await api.call("CommandService/SubmitAndWait", request)
            ends.append(api.active.ledger.end)
            made = await api.active.ledger.lookup.update_at(ends[-1])
            assert made is not None
            times.append(made.update.record_time)
        assert await safe_offset(api, times[1]) == ends[1]
        assert await safe_offset(api, times[1] - 1) == ends[1] - 1
        await ask(api, "Prune", wire.PruneRequest(prune_up_to=ends[0]))
        assert await safe_offset(api, times[0]) is None
        assert await safe_offset(api, times[1]) == ends[1]

    simulate(scenario)


@pytest.mark.parametrize("offset", [0, 10_000])
def test_an_offset_that_is_not_on_the_ledger_is_unsafe(offset: int) -> None:
    async def scenario(api: Api) -> None:
        with pytest.raises(LedgerError) as error:
            await ask(api, "Prune", wire.PruneRequest(prune_up_to=offset))
        assert error.value.code.id == "UNSAFE_TO_PRUNE"

    simulate(scenario)
