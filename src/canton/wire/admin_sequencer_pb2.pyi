import datetime

from canton.wire import admin_health_pb2 as _admin_health_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SequencerConnectionValidation(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SEQUENCER_CONNECTION_VALIDATION_UNSPECIFIED: _ClassVar[SequencerConnectionValidation]
    SEQUENCER_CONNECTION_VALIDATION_DISABLED: _ClassVar[SequencerConnectionValidation]
    SEQUENCER_CONNECTION_VALIDATION_ACTIVE: _ClassVar[SequencerConnectionValidation]
    SEQUENCER_CONNECTION_VALIDATION_ALL: _ClassVar[SequencerConnectionValidation]
    SEQUENCER_CONNECTION_VALIDATION_THRESHOLD_ACTIVE: _ClassVar[SequencerConnectionValidation]
SEQUENCER_CONNECTION_VALIDATION_UNSPECIFIED: SequencerConnectionValidation
SEQUENCER_CONNECTION_VALIDATION_DISABLED: SequencerConnectionValidation
SEQUENCER_CONNECTION_VALIDATION_ACTIVE: SequencerConnectionValidation
SEQUENCER_CONNECTION_VALIDATION_ALL: SequencerConnectionValidation
SEQUENCER_CONNECTION_VALIDATION_THRESHOLD_ACTIVE: SequencerConnectionValidation

class SequencerConnection(_message.Message):
    __slots__ = ("grpc", "alias", "sequencer_id")
    class Grpc(_message.Message):
        __slots__ = ("connections", "transport_security", "custom_trust_certificates")
        CONNECTIONS_FIELD_NUMBER: _ClassVar[int]
        TRANSPORT_SECURITY_FIELD_NUMBER: _ClassVar[int]
        CUSTOM_TRUST_CERTIFICATES_FIELD_NUMBER: _ClassVar[int]
        connections: _containers.RepeatedScalarFieldContainer[str]
        transport_security: bool
        custom_trust_certificates: bytes
        def __init__(self, connections: _Optional[_Iterable[str]] = ..., transport_security: _Optional[bool] = ..., custom_trust_certificates: _Optional[bytes] = ...) -> None: ...
    GRPC_FIELD_NUMBER: _ClassVar[int]
    ALIAS_FIELD_NUMBER: _ClassVar[int]
    SEQUENCER_ID_FIELD_NUMBER: _ClassVar[int]
    grpc: SequencerConnection.Grpc
    alias: str
    sequencer_id: str
    def __init__(self, grpc: _Optional[_Union[SequencerConnection.Grpc, _Mapping]] = ..., alias: _Optional[str] = ..., sequencer_id: _Optional[str] = ...) -> None: ...

class SequencerConnections(_message.Message):
    __slots__ = ("sequencer_connections", "sequencer_trust_threshold", "submission_request_amplification", "sequencer_liveness_margin", "sequencer_connection_pool_delays", "subscription_liveness_limits")
    SEQUENCER_CONNECTIONS_FIELD_NUMBER: _ClassVar[int]
    SEQUENCER_TRUST_THRESHOLD_FIELD_NUMBER: _ClassVar[int]
    SUBMISSION_REQUEST_AMPLIFICATION_FIELD_NUMBER: _ClassVar[int]
    SEQUENCER_LIVENESS_MARGIN_FIELD_NUMBER: _ClassVar[int]
    SEQUENCER_CONNECTION_POOL_DELAYS_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIPTION_LIVENESS_LIMITS_FIELD_NUMBER: _ClassVar[int]
    sequencer_connections: _containers.RepeatedCompositeFieldContainer[SequencerConnection]
    sequencer_trust_threshold: int
    submission_request_amplification: SubmissionRequestAmplification
    sequencer_liveness_margin: int
    sequencer_connection_pool_delays: SequencerConnectionPoolDelays
    subscription_liveness_limits: SubscriptionLivenessLimits
    def __init__(self, sequencer_connections: _Optional[_Iterable[_Union[SequencerConnection, _Mapping]]] = ..., sequencer_trust_threshold: _Optional[int] = ..., submission_request_amplification: _Optional[_Union[SubmissionRequestAmplification, _Mapping]] = ..., sequencer_liveness_margin: _Optional[int] = ..., sequencer_connection_pool_delays: _Optional[_Union[SequencerConnectionPoolDelays, _Mapping]] = ..., subscription_liveness_limits: _Optional[_Union[SubscriptionLivenessLimits, _Mapping]] = ...) -> None: ...

class SubmissionRequestAmplification(_message.Message):
    __slots__ = ("factor", "patience", "confirmation_response_factor", "confirmation_response_patience")
    FACTOR_FIELD_NUMBER: _ClassVar[int]
    PATIENCE_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATION_RESPONSE_FACTOR_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATION_RESPONSE_PATIENCE_FIELD_NUMBER: _ClassVar[int]
    factor: int
    patience: _duration_pb2.Duration
    confirmation_response_factor: int
    confirmation_response_patience: _duration_pb2.Duration
    def __init__(self, factor: _Optional[int] = ..., patience: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., confirmation_response_factor: _Optional[int] = ..., confirmation_response_patience: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class SequencerConnectionPoolDelays(_message.Message):
    __slots__ = ("min_restart_delay", "max_restart_delay", "subscription_request_delay", "warn_validation_delay")
    MIN_RESTART_DELAY_FIELD_NUMBER: _ClassVar[int]
    MAX_RESTART_DELAY_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIPTION_REQUEST_DELAY_FIELD_NUMBER: _ClassVar[int]
    WARN_VALIDATION_DELAY_FIELD_NUMBER: _ClassVar[int]
    min_restart_delay: _duration_pb2.Duration
    max_restart_delay: _duration_pb2.Duration
    subscription_request_delay: _duration_pb2.Duration
    warn_validation_delay: _duration_pb2.Duration
    def __init__(self, min_restart_delay: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., max_restart_delay: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., subscription_request_delay: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., warn_validation_delay: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class SubscriptionLivenessLimits(_message.Message):
    __slots__ = ("max_timestamp_delta", "max_ordinal_delta")
    MAX_TIMESTAMP_DELTA_FIELD_NUMBER: _ClassVar[int]
    MAX_ORDINAL_DELTA_FIELD_NUMBER: _ClassVar[int]
    max_timestamp_delta: _duration_pb2.Duration
    max_ordinal_delta: int
    def __init__(self, max_timestamp_delta: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., max_ordinal_delta: _Optional[int] = ...) -> None: ...

class SequencerStatusRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class SequencerStatusResponse(_message.Message):
    __slots__ = ("status", "not_initialized")
    class ConnectedParticipant(_message.Message):
        __slots__ = ("uid",)
        UID_FIELD_NUMBER: _ClassVar[int]
        uid: str
        def __init__(self, uid: _Optional[str] = ...) -> None: ...
    class ConnectedMediator(_message.Message):
        __slots__ = ("uid",)
        UID_FIELD_NUMBER: _ClassVar[int]
        uid: str
        def __init__(self, uid: _Optional[str] = ...) -> None: ...
    class SequencerStatusResponseStatus(_message.Message):
        __slots__ = ("common_status", "connected_participants", "connected_mediators", "sequencer", "physical_synchronizer_id", "admin", "protocol_version")
        COMMON_STATUS_FIELD_NUMBER: _ClassVar[int]
        CONNECTED_PARTICIPANTS_FIELD_NUMBER: _ClassVar[int]
        CONNECTED_MEDIATORS_FIELD_NUMBER: _ClassVar[int]
        SEQUENCER_FIELD_NUMBER: _ClassVar[int]
        PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
        ADMIN_FIELD_NUMBER: _ClassVar[int]
        PROTOCOL_VERSION_FIELD_NUMBER: _ClassVar[int]
        common_status: _admin_health_pb2.Status
        connected_participants: _containers.RepeatedCompositeFieldContainer[SequencerStatusResponse.ConnectedParticipant]
        connected_mediators: _containers.RepeatedCompositeFieldContainer[SequencerStatusResponse.ConnectedMediator]
        sequencer: SequencerHealthStatus
        physical_synchronizer_id: str
        admin: SequencerAdminStatus
        protocol_version: int
        def __init__(self, common_status: _Optional[_Union[_admin_health_pb2.Status, _Mapping]] = ..., connected_participants: _Optional[_Iterable[_Union[SequencerStatusResponse.ConnectedParticipant, _Mapping]]] = ..., connected_mediators: _Optional[_Iterable[_Union[SequencerStatusResponse.ConnectedMediator, _Mapping]]] = ..., sequencer: _Optional[_Union[SequencerHealthStatus, _Mapping]] = ..., physical_synchronizer_id: _Optional[str] = ..., admin: _Optional[_Union[SequencerAdminStatus, _Mapping]] = ..., protocol_version: _Optional[int] = ...) -> None: ...
    STATUS_FIELD_NUMBER: _ClassVar[int]
    NOT_INITIALIZED_FIELD_NUMBER: _ClassVar[int]
    status: SequencerStatusResponse.SequencerStatusResponseStatus
    not_initialized: _admin_health_pb2.NotInitialized
    def __init__(self, status: _Optional[_Union[SequencerStatusResponse.SequencerStatusResponseStatus, _Mapping]] = ..., not_initialized: _Optional[_Union[_admin_health_pb2.NotInitialized, _Mapping]] = ...) -> None: ...

class SequencerHealthStatus(_message.Message):
    __slots__ = ("active", "details")
    ACTIVE_FIELD_NUMBER: _ClassVar[int]
    DETAILS_FIELD_NUMBER: _ClassVar[int]
    active: bool
    details: str
    def __init__(self, active: _Optional[bool] = ..., details: _Optional[str] = ...) -> None: ...

class SequencerAdminStatus(_message.Message):
    __slots__ = ("accepts_admin_changes",)
    ACCEPTS_ADMIN_CHANGES_FIELD_NUMBER: _ClassVar[int]
    accepts_admin_changes: bool
    def __init__(self, accepts_admin_changes: _Optional[bool] = ...) -> None: ...
