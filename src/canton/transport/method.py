"""Methods of remote calls, read from the descriptors of the wire schemas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass


@dataclass(frozen=True, slots=True)
class Method:
    """One remote call: two methods are the same if their paths are."""

    path: str
    request_type: type[Message]
    response_type: type[Message]
    client_streaming: bool
    server_streaming: bool
    descriptor: MethodDescriptor

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Method) and self.path == other.path

    def __hash__(self) -> int:
        return hash(self.path)

    def __repr__(self) -> str:
        return f"Method({self.path})"

    @property
    def service(self) -> ServiceDescriptor:
        """The service that the method belongs to."""
        return self.descriptor.containing_service

    @property
    def name(self) -> str:
        """The method's name without its service."""
        return self.descriptor.name


@cache
def methods_of(service: ServiceDescriptor) -> Mapping[str, Method]:
    """The methods of a service by their names, in the order of the schema."""
    return MappingProxyType(
        {
            method.name: Method(
                path=f"/{service.full_name}/{method.name}",
                request_type=GetMessageClass(method.input_type),
                response_type=GetMessageClass(method.output_type),
                client_streaming=method.client_streaming,
                server_streaming=method.server_streaming,
                descriptor=method,
            )
            for method in service.methods
        }
    )
