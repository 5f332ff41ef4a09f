"""The standard gRPC health service over our health services.

Source: grpc.health.v1; an unknown service is NOT_FOUND on Check and SERVICE_UNKNOWN on Watch.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from typing import Final

from google.rpc import status_pb2

from canton.errors import GrpcStatus
from canton.lifecycle.health import HealthService
from canton.lifecycle.queue import Signal
from canton.transport.answering import Refused
from canton.transport.call import Call, ServiceTable, table_of
from canton.wire import grpc_health_pb2

ServingStatus = grpc_health_pb2.HealthCheckResponse.ServingStatus
_SERVICE: Final = grpc_health_pb2.DESCRIPTOR.services_by_name["Health"]


def health_table(services: Callable[[], Iterable[HealthService]]) -> ServiceTable:
    """The table of the health service; `services` says who may be asked about now."""
    answers = _Health(services)
    return table_of(_SERVICE, {"Check": answers.check, "Watch": answers.watch})


class _Health:
    def __init__(self, services: Callable[[], Iterable[HealthService]]) -> None:
        self._services = services

    def _find(self, name: str) -> HealthService | None:
        return next((s for s in self._services() if s.name == name), None)

    async def check(
        self, request: grpc_health_pb2.HealthCheckRequest, call: Call
    ) -> grpc_health_pb2.HealthCheckResponse:
        """Whether the service serves now."""
        service = self._find(request.service)
        if service is None:
            message = f"unknown service {request.service}"
            raise Refused(status_pb2.Status(code=GrpcStatus.NOT_FOUND.value, message=message), {})
        return _response(_status(service))

    async def watch(
        self, request: grpc_health_pb2.HealthCheckRequest, call: Call
    ) -> AsyncIterator[grpc_health_pb2.HealthCheckResponse]:
        """Whether it serves now and after each change; a change that is undone may be skipped."""
        service = self._find(request.service)
        changed = Signal()
        if service is None:
            yield _response(ServingStatus.SERVICE_UNKNOWN)
            await changed.wait()
            return
        unsubscribe = service.on_change(changed.notify)
        try:
            while True:
                told = _status(service)
                yield _response(told)
                while _status(service) == told:
                    await changed.wait()
        finally:
            unsubscribe()


def _status(service: HealthService) -> grpc_health_pb2.HealthCheckResponse.ServingStatus:
    return ServingStatus.SERVING if service.is_serving else ServingStatus.NOT_SERVING


def _response(
    status: grpc_health_pb2.HealthCheckResponse.ServingStatus,
) -> grpc_health_pb2.HealthCheckResponse:
    return grpc_health_pb2.HealthCheckResponse(status=status)
