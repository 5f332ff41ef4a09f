"""The limits of an API's calls, from the configuration to its services."""

from __future__ import annotations

from collections.abc import Callable

from canton.config.values.server import ServerConfig
from canton.telemetry.metric import Metrics
from canton.transport.seam import ConnectionLimits, Services
from canton.transport.serving.limits import CallLimiter, CallLimits
from canton.transport.serving.memory import MemoryLimiter, MemoryLimits, process_memory


def limit_calls(
    services: Services,
    config: ServerConfig,
    api: str,
    metrics: Metrics,
    monotonic_s: Callable[[], float],
) -> None:
    """Puts the configured limits around all that the services serve, now and later."""
    if config.call_limits is not None:
        limits = CallLimits(
            config.call_limits.by_method,
            config.call_limits.warns_without_limit,
            config.call_limits.logged_per_second,
        )
        services.wrap(CallLimiter(limits, api, metrics, monotonic_s))
    memory = config.memory_limits
    if memory is not None and memory.is_limit:
        memory_limits = MemoryLimits(memory.used_percentage_max, memory.free_bytes_min)
        services.wrap(MemoryLimiter(memory_limits, process_memory(), monotonic_s))


def connection_limits(config: ServerConfig) -> ConnectionLimits:
    """What one connection may ask of the API."""
    if config.metadata_bytes_max is None:
        return ConnectionLimits(config.calls_per_connection_max)
    return ConnectionLimits(config.calls_per_connection_max, config.metadata_bytes_max)
