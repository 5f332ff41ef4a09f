"""Reflection tells what is served and hands out complete descriptors."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorProto

from canton.transport.health_service import health_table
from canton.transport.memory import Network
from canton.transport.reflection_service import reflection_table
from canton.transport.seam import ChannelSettings, ServerSettings, Services, methods_of
from canton.wire import grpc_reflection_alpha_pb2, grpc_reflection_pb2

MODULES = [grpc_reflection_pb2, grpc_reflection_alpha_pb2]


@pytest.mark.parametrize("module", MODULES, ids=["v1", "v1alpha"])
async def test_services_and_their_files_are_told(module: Any) -> None:
    services = Services(health_table(list))
    services.add(reflection_table(services))
    host = Network().host("node")
    method = methods_of(module.DESCRIPTOR.services_by_name["ServerReflection"])

    async def questions() -> AsyncIterator[Any]:
        yield module.ServerReflectionRequest(list_services="")
        yield module.ServerReflectionRequest(file_containing_symbol="grpc.health.v1.Health")
        yield module.ServerReflectionRequest(file_by_filename="no/such.proto")
        yield module.ServerReflectionRequest()

    async with host.server(ServerSettings(port=1), services):
        channel = host.channel(ChannelSettings("node", 1))
        answers = [a async for a in channel.converse(method["ServerReflectionInfo"], questions())]
    assert [s.name for s in answers[0].list_services_response.service] == [
        "grpc.health.v1.Health",
        "grpc.reflection.v1.ServerReflection",
        "grpc.reflection.v1alpha.ServerReflection",
    ]
    files = [
        FileDescriptorProto.FromString(raw)
        for raw in answers[1].file_descriptor_response.file_descriptor_proto
    ]
    assert files[0].package == "grpc.health.v1"
    assert answers[2].error_response.error_code == 5
    assert answers[3].error_response.error_code == 3
