"""Server reflection, by which tools such as grpcurl learn what a server serves.

Two versions of the protocol with the same messages under two names; both are answered from the
descriptors of the wire schemas. Source: grpc.reflection.v1 and v1alpha.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from google.protobuf import descriptor_pool
from google.protobuf.descriptor import FileDescriptor

from canton.errors import GrpcStatus
from canton.transport.call import Call, ServiceTable
from canton.transport.method import methods_of
from canton.transport.services import Services
from canton.wire import grpc_reflection_alpha_pb2, grpc_reflection_pb2


def reflection_table(services: Services) -> ServiceTable:
    """The tables of both reflection services over what is served at the time of asking."""
    table = {}
    for module in (grpc_reflection_pb2, grpc_reflection_alpha_pb2):
        method = methods_of(module.DESCRIPTOR.services_by_name["ServerReflection"])
        reflection = _Reflection(services, module.ServerReflectionResponse)
        table[method["ServerReflectionInfo"]] = reflection.inform
    return table


class _Reflection:
    def __init__(self, services: Services, response_type: Any) -> None:
        self._services = services
        self._response_type = response_type
        self._pool = descriptor_pool.Default()

    async def inform(self, requests: AsyncIterator[Any], call: Call) -> AsyncIterator[Any]:
        """Answers each question in turn."""
        async for request in requests:
            response = self._response_type(valid_host=request.host, original_request=request)
            try:
                self._answer(request, response)
            except KeyError as error:
                response.error_response.error_code = GrpcStatus.NOT_FOUND.value
                response.error_response.error_message = str(error.args[0])
            yield response

    def _answer(self, request: Any, response: Any) -> None:
        match request.WhichOneof("message_request"):
            case "list_services":
                for service in self._services.descriptors():
                    response.list_services_response.service.add(name=service.full_name)
            case "file_by_filename":
                self._files(self._pool.FindFileByName(request.file_by_filename), response)
            case "file_containing_symbol":
                symbol = request.file_containing_symbol
                self._files(self._pool.FindFileContainingSymbol(symbol), response)
            case "file_containing_extension" | "all_extension_numbers_of_type":
                raise KeyError("the schemas have no extensions")
            case _:
                response.error_response.error_code = GrpcStatus.INVALID_ARGUMENT.value
                response.error_response.error_message = "no question"

    def _files(self, file: FileDescriptor, response: Any) -> None:
        """The file and all that it imports, so that one answer suffices."""
        ordered: dict[str, FileDescriptor] = {}

        def visit(visited: FileDescriptor) -> None:
            if visited.name not in ordered:
                ordered[visited.name] = visited
                for dependency in visited.dependencies:
                    visit(dependency)

        visit(file)
        response.file_descriptor_response.file_descriptor_proto.extend(
            f.serialized_pb for f in ordered.values()
        )
