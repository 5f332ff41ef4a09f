from canton.wire import admin_health_pb2 as _admin_health_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class MediatorStatusRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class MediatorStatusResponse(_message.Message):
    __slots__ = ("status", "not_initialized")
    class MediatorStatusResponseStatus(_message.Message):
        __slots__ = ("common_status", "physical_synchronizer_id", "protocol_version")
        COMMON_STATUS_FIELD_NUMBER: _ClassVar[int]
        PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
        PROTOCOL_VERSION_FIELD_NUMBER: _ClassVar[int]
        common_status: _admin_health_pb2.Status
        physical_synchronizer_id: str
        protocol_version: int
        def __init__(self, common_status: _Optional[_Union[_admin_health_pb2.Status, _Mapping]] = ..., physical_synchronizer_id: _Optional[str] = ..., protocol_version: _Optional[int] = ...) -> None: ...
    STATUS_FIELD_NUMBER: _ClassVar[int]
    NOT_INITIALIZED_FIELD_NUMBER: _ClassVar[int]
    status: MediatorStatusResponse.MediatorStatusResponseStatus
    not_initialized: _admin_health_pb2.NotInitialized
    def __init__(self, status: _Optional[_Union[MediatorStatusResponse.MediatorStatusResponseStatus, _Mapping]] = ..., not_initialized: _Optional[_Union[_admin_health_pb2.NotInitialized, _Mapping]] = ...) -> None: ...
