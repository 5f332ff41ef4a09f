"""Every method of every port, called by someone who sends rubbish: a code, and nothing stops.

The methods are those that the port's reflection lists, so none is forgotten; the public API of a
sequencer, which has no reflection, is written out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from google.protobuf.descriptor_pool import Default

from canton.errors import GrpcStatus
from canton.transport.seam import Method, RpcError, methods_of
from canton.wire import connection_pb2, grpc_health_pb2, grpc_reflection_pb2, sequencer_api_pb2
from integration.bad_input.network import LiveNetwork, service

REFLECTION = service(grpc_reflection_pb2, "ServerReflection")["ServerReflectionInfo"]
PORTS = [
    ("sequencer1", "sequencer-public-api"),
    ("sequencer1", "admin-api"),
    ("mediator1", "admin-api"),
    ("participant1", "admin-api"),
    ("participant1", "ledger-api"),
]
TRUNCATED = b"\x0a\x7f cut short"
"""A field of 127 bytes, of which ten are there."""
OVERSIZED = b"\x0a\xff\xff\xff\x63" + bytes(200 * 1024 * 1024)
"""A field of 200 MiB: above the limit of every port."""
PUBLIC_SERVICES = [
    each.full_name
    for module in (sequencer_api_pb2, connection_pb2, grpc_health_pb2)
    for each in module.DESCRIPTOR.services_by_name.values()
]
REFUSED = {
    GrpcStatus.INTERNAL,  # so gRPC says of a message that is none
    GrpcStatus.UNAUTHENTICATED,
    GrpcStatus.UNIMPLEMENTED,
}


@dataclass
class Raw:
    """A request that is these bytes."""

    content: bytes

    def SerializeToString(self) -> bytes:  # noqa: N802
        return self.content


def methods(network: LiveNetwork, port: tuple[str, str]) -> list[Method]:
    """The methods of the port that take one request."""
    found = [
        method
        for name in _services(network, port)
        for method in methods_of(Default().FindServiceByName(name)).values()
    ]
    return [method for method in found if not method.client_streaming]


def _services(network: LiveNetwork, port: tuple[str, str]) -> list[str]:
    if port == PORTS[0]:
        return PUBLIC_SERVICES
    channel = network.channel(*port)

    async def listed() -> list[Any]:
        async def ask() -> Any:
            yield grpc_reflection_pb2.ServerReflectionRequest(list_services="")

        return [each async for each in channel.converse(REFLECTION, ask())]

    [answer] = network.run(listed())
    names = [each.name for each in answer.list_services_response.service]
    assert len(names) > 5, f"reflection of {port} lists {names}"
    return names


def outcome(
    network: LiveNetwork, port: tuple[str, str], method: Method, request: Any
) -> GrpcStatus | None:
    """The status of a call that does not succeed within a moment."""
    try:
        network.call(*port, method, request, timeout_s=1)
    except RpcError as error:
        return error.status
    return None


@pytest.mark.parametrize("port", PORTS, ids="-".join)
def test_a_truncated_message_is_refused_by_every_method(
    network: LiveNetwork, port: tuple[str, str]
) -> None:
    answers = {
        method.path: outcome(network, port, method, Raw(TRUNCATED))
        for method in methods(network, port)
    }
    assert {path: each for path, each in answers.items() if each not in REFUSED} == {}


@pytest.mark.parametrize("port", PORTS, ids="-".join)
def test_an_oversized_message_is_refused(network: LiveNetwork, port: tuple[str, str]) -> None:
    method = methods(network, port)[0]
    assert outcome(network, port, method, Raw(OVERSIZED)) is GrpcStatus.RESOURCE_EXHAUSTED


@pytest.mark.parametrize("port", PORTS, ids="-".join)
def test_a_message_for_another_port_is_unimplemented(
    network: LiveNetwork, port: tuple[str, str]
) -> None:
    here = {method.path for method in methods(network, port)}
    others = {m.path: m for other in PORTS for m in methods(network, other) if m.path not in here}
    assert others
    for method in others.values():
        request = method.request_type()
        assert outcome(network, port, method, request) is GrpcStatus.UNIMPLEMENTED, method.path
        nowhere = replace(method, path=f"{method.path}Nowhere")
        assert outcome(network, port, nowhere, request) is GrpcStatus.UNIMPLEMENTED


FAULTS = {GrpcStatus.UNKNOWN, GrpcStatus.INTERNAL, GrpcStatus.DATA_LOSS}
CHANGES = ("Disconnect", "SetPassive", "Logout", "Clear", "Reset", "SetLogLevel")
"""Methods that an empty request tells to do something to the whole node."""


@pytest.mark.parametrize("port", PORTS, ids="-".join)
def test_an_empty_message_is_never_a_fault_of_the_node(
    network: LiveNetwork, port: tuple[str, str]
) -> None:
    harmless = [m for m in methods(network, port) if not any(c in m.path for c in CHANGES)]
    answers = {m.path: outcome(network, port, m, m.request_type()) for m in harmless}
    assert {path: each for path, each in answers.items() if each in FAULTS} == {}
