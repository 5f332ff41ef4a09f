"""ResourceManagementService: how much a participant takes on at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import admin_participant_pb2 as wire


@dataclass(frozen=True, slots=True)
class ResourceLimits:
    """None is no limit; the rate is per second, the burst a factor on it."""

    in_flight_requests_max: int | None = None
    submission_rate_max: int | None = None
    submission_burst_factor: float = 0.5


@dataclass(slots=True)
class CurrentLimits:
    """The limits in force; kept in memory, as a restart goes back to the configuration."""

    limits: ResourceLimits = field(default_factory=ResourceLimits)


def resources_table(current: CurrentLimits) -> ServiceTable:
    """ResourceManagementService over limits that their users read from `current`."""

    async def get(request: Any, call: Call) -> Any:
        limits = current.limits
        return wire.GetResourceLimitsResponse(
            current_limits=wire.ResourceLimits(
                max_inflight_validation_requests=limits.in_flight_requests_max,
                max_submission_rate=limits.submission_rate_max,
                max_submission_burst_factor=limits.submission_burst_factor,
            )
        )

    async def change(request: wire.SetResourceLimitsRequest, call: Call) -> Any:
        new = request.new_limits
        has_count = new.HasField("max_inflight_validation_requests")
        current.limits = ResourceLimits(
            new.max_inflight_validation_requests if has_count else None,
            new.max_submission_rate if new.HasField("max_submission_rate") else None,
            new.max_submission_burst_factor,
        )
        return wire.SetResourceLimitsResponse()

    service = wire.DESCRIPTOR.services_by_name["ResourceManagementService"]
    return table_of(service, {"GetResourceLimits": get, "SetResourceLimits": change})
