"""What probes see of a node: by HTTP and by gRPC, with clients that are not our own."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from contextlib import contextmanager

import grpc

from canton.wire import grpc_health_pb2, grpc_reflection_pb2

_TIMEOUT_S = 5.0
_CHECK = "/grpc.health.v1.Health/Check"
_REFLECTION = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"


def http_page(port: int, path: str = "/health") -> tuple[int, str]:
    """The status and the text of a page."""
    connection = http.client.HTTPConnection("localhost", port, timeout=_TIMEOUT_S)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def grpc_health(port: int, service: str = "") -> str:
    """The answer of gRPC's health service: `SERVING`, `NOT_SERVING` or an error's code."""
    with _channel(port) as channel:
        check = channel.unary_unary(
            _CHECK,
            request_serializer=grpc_health_pb2.HealthCheckRequest.SerializeToString,
            response_deserializer=grpc_health_pb2.HealthCheckResponse.FromString,
        )
        request = grpc_health_pb2.HealthCheckRequest(service=service)
        try:
            response = check(request, timeout=_TIMEOUT_S)
        except grpc.RpcError as error:
            return str(error.code().name)
    return grpc_health_pb2.HealthCheckResponse.ServingStatus.Name(response.status)


def served(port: int) -> set[str]:
    """The full names of the services that a server says it serves."""
    with _channel(port) as channel:
        ask = channel.stream_stream(
            _REFLECTION,
            request_serializer=grpc_reflection_pb2.ServerReflectionRequest.SerializeToString,
            response_deserializer=grpc_reflection_pb2.ServerReflectionResponse.FromString,
        )
        question = grpc_reflection_pb2.ServerReflectionRequest(list_services="")
        (answer,) = ask(iter([question]), timeout=_TIMEOUT_S)
    return {service.name for service in answer.list_services_response.service}


def health_metric(port: int, node: str, component: str) -> float | None:
    """The value of `daml_health_status` of a node's component, if it is exposed."""
    status, text = http_page(port, "/metrics")
    assert status == 200
    for labels, value in re.findall(r"^daml_health_status\{(.*)\} (\S+)$", text, re.MULTILINE):
        if f'component="{component}"' in labels and f'"{node}"' in labels:
            return float(value)
    return None


def metric_sum(port: int, name: str) -> float:
    """The sum over all series of a metric, by its exposed name."""
    status, text = http_page(port, "/metrics")
    assert status == 200
    values = re.findall(rf"^{name}(?:\{{.*\}})? (\S+)$", text, re.MULTILINE)
    assert values, f"{name} is not exposed"
    return sum(map(float, values))


@contextmanager
def _channel(port: int) -> Iterator[grpc.Channel]:
    # A channel of its own each time: gRPC shares connections, and their backoff, otherwise.
    options = [("grpc.use_local_subchannel_pool", 1)]
    with grpc.insecure_channel(f"localhost:{port}", options) as channel:
        yield channel
