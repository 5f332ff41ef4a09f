"""Limits over the admin API."""

from __future__ import annotations

from canton.admin_api.participant.resources import (
    CurrentLimits,
    ResourceLimits,
    resources_table,
)
from canton.wire import admin_participant_pb2 as wire


async def test_limits_that_are_set_are_in_force_and_those_left_out_are_gone(operator) -> None:
    current = CurrentLimits(ResourceLimits(10, 20, 0.5))
    async with operator(resources_table(current)) as caller:
        new = wire.ResourceLimits(max_submission_rate=0, max_submission_burst_factor=1.5)
        await caller.call("SetResourceLimits", wire.SetResourceLimitsRequest(new_limits=new))
        got = await caller.call("GetResourceLimits", wire.GetResourceLimitsRequest())
    assert current.limits == ResourceLimits(None, 0, 1.5)
    assert got.current_limits == new
