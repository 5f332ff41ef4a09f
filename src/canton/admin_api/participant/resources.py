"""ResourceManagementService: how much a participant takes on at once.

Source: Canton 3.6 GrpcResourceManagementService.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from canton.admin_api.errors import reading
from canton.participant.capacity.admission import ResourceLimits
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import admin_participant_pb2 as wire


class LimitsHolder(Protocol):
    """Where the limits are in force; `Admission` is one."""

    @property
    def limits(self) -> ResourceLimits:
        """The limits in force."""
        ...

    async def change(self, limits: ResourceLimits) -> None:
        """Puts new limits in force."""


def resources_table(find: Callable[[], LimitsHolder]) -> ServiceTable:
    """ResourceManagementService over the limits of the active participant that `find` gives."""

    async def get(request: Any, call: Call) -> Any:
        limits = find().limits
        return wire.GetResourceLimitsResponse(
            current_limits=wire.ResourceLimits(
                max_inflight_validation_requests=limits.in_flight_requests_max,
                max_submission_rate=limits.submission_rate_max,
                max_submission_burst_factor=limits.submission_burst_factor,
            )
        )

    async def change(request: wire.SetResourceLimitsRequest, call: Call) -> Any:
        with reading():
            limits = _limits_of(request)
        await find().change(limits)
        return wire.SetResourceLimitsResponse()

    service = wire.DESCRIPTOR.services_by_name["ResourceManagementService"]
    return table_of(service, {"GetResourceLimits": get, "SetResourceLimits": change})


def _limits_of(request: wire.SetResourceLimitsRequest) -> ResourceLimits:
    """The limits of a request.

    Raises:
        ValueError: they are missing, or make no sense.
    """
    if not request.HasField("new_limits"):
        raise ValueError("Field `new_limits` is not set")
    new = request.new_limits
    has_count = new.HasField("max_inflight_validation_requests")
    if not new.max_submission_burst_factor > 0:
        raise ValueError("Value of field `max_submission_burst_factor` is not positive")
    return ResourceLimits(
        new.max_inflight_validation_requests if has_count else None,
        new.max_submission_rate if new.HasField("max_submission_rate") else None,
        new.max_submission_burst_factor,
    )
