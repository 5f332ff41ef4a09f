"""Pings over the admin API."""

from __future__ import annotations

import pytest

from canton.admin_api.participant.ping import PingFailure, PingOrder, PingSuccess, ping_table
from canton.transport.seam import RpcError
from canton.wire import admin_participant_pb2 as wire


class Workflow:
    """Answers with what it is given."""

    def __init__(self, outcome: PingSuccess | PingFailure) -> None:
        self.outcome = outcome
        self.orders: list[PingOrder] = []

    async def ping(self, order: PingOrder) -> PingSuccess | PingFailure:
        self.orders.append(order)
        return self.outcome


async def test_a_ping_tells_how_long_it_took_and_who_answered(operator) -> None:
    workflow = Workflow(PingSuccess(120, "q::1220ab"))
    request = wire.PingRequest(target_parties=["q::1220ab"], levels=2, id="1")
    request.timeout.FromMilliseconds(1500)
    async with operator(ping_table(lambda: workflow)) as caller:
        response = await caller.call("Ping", request)
    assert (response.success.ping_time, response.success.responder) == (120, "q::1220ab")
    assert workflow.orders == [PingOrder(("q::1220ab",), (), 1.5, 2, None, "", "1")]


async def test_a_ping_without_an_answer_tells_why(operator) -> None:
    workflow = Workflow(PingFailure("timeout"))
    async with operator(ping_table(lambda: workflow)) as caller:
        response = await caller.call("Ping", wire.PingRequest(target_parties=["q::1220ab"]))
        with pytest.raises(RpcError, match="nobody to ping"):
            await caller.call("Ping", wire.PingRequest())
    assert response.failure.reason == "timeout"
