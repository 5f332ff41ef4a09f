"""Limits over the admin API."""

from __future__ import annotations

import pytest

from canton.admin_api.participant.resources import resources_table
from canton.clock import WallClock
from canton.participant.capacity.admission import Admission, ResourceLimits
from canton.storage.memory import MemoryDatabase, MemoryStorage
from canton.transport.seam import RpcError
from canton.wire import admin_participant_pb2 as wire


def admission() -> Admission:
    limits = ResourceLimits(10, 20, 0.5)
    return Admission(MemoryStorage(MemoryDatabase()), WallClock(), limits)


async def test_limits_that_are_set_are_in_force_and_those_left_out_are_gone(operator) -> None:
    current = admission()
    async with operator(resources_table(lambda: current)) as caller:
        new = wire.ResourceLimits(max_submission_rate=0, max_submission_burst_factor=1.5)
        await caller.call("SetResourceLimits", wire.SetResourceLimitsRequest(new_limits=new))
        got = await caller.call("GetResourceLimits", wire.GetResourceLimitsRequest())
    assert current.limits == ResourceLimits(None, 0, 1.5)
    assert got.current_limits == new


@pytest.mark.parametrize(
    "request_",
    [
        wire.SetResourceLimitsRequest(),
        wire.SetResourceLimitsRequest(new_limits=wire.ResourceLimits(max_submission_rate=1)),
    ],
    ids=["nothing", "no burst factor"],
)
async def test_limits_that_make_no_sense_are_refused(
    operator, request_: wire.SetResourceLimitsRequest
) -> None:
    current = admission()
    async with operator(resources_table(lambda: current)) as caller:
        with pytest.raises(RpcError, match="PROTO_DESERIALIZATION_FAILURE"):
            await caller.call("SetResourceLimits", request_)
    assert current.limits == ResourceLimits(10, 20, 0.5)
