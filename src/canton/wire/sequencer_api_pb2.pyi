import datetime

from canton.wire import crypto_pb2 as _crypto_pb2
from canton.wire import sequencing_v30_pb2 as _sequencing_v30_pb2
from canton.wire import topology_pb2 as _topology_pb2
from canton.wire import topology_admin_pb2 as _topology_admin_pb2
from canton.wire import trace_pb2 as _trace_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SequencerAuthentication(_message.Message):
    __slots__ = ()
    class ChallengeRequest(_message.Message):
        __slots__ = ("member", "member_protocol_versions", "client_version")
        MEMBER_FIELD_NUMBER: _ClassVar[int]
        MEMBER_PROTOCOL_VERSIONS_FIELD_NUMBER: _ClassVar[int]
        CLIENT_VERSION_FIELD_NUMBER: _ClassVar[int]
        member: str
        member_protocol_versions: _containers.RepeatedScalarFieldContainer[int]
        client_version: str
        def __init__(self, member: _Optional[str] = ..., member_protocol_versions: _Optional[_Iterable[int]] = ..., client_version: _Optional[str] = ...) -> None: ...
    class ChallengeResponse(_message.Message):
        __slots__ = ("nonce", "fingerprints")
        NONCE_FIELD_NUMBER: _ClassVar[int]
        FINGERPRINTS_FIELD_NUMBER: _ClassVar[int]
        nonce: bytes
        fingerprints: _containers.RepeatedScalarFieldContainer[str]
        def __init__(self, nonce: _Optional[bytes] = ..., fingerprints: _Optional[_Iterable[str]] = ...) -> None: ...
    class AuthenticateRequest(_message.Message):
        __slots__ = ("member", "signature", "nonce")
        MEMBER_FIELD_NUMBER: _ClassVar[int]
        SIGNATURE_FIELD_NUMBER: _ClassVar[int]
        NONCE_FIELD_NUMBER: _ClassVar[int]
        member: str
        signature: _crypto_pb2.Signature
        nonce: bytes
        def __init__(self, member: _Optional[str] = ..., signature: _Optional[_Union[_crypto_pb2.Signature, _Mapping]] = ..., nonce: _Optional[bytes] = ...) -> None: ...
    class AuthenticateResponse(_message.Message):
        __slots__ = ("token", "expires_at")
        TOKEN_FIELD_NUMBER: _ClassVar[int]
        EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
        token: bytes
        expires_at: _timestamp_pb2.Timestamp
        def __init__(self, token: _Optional[bytes] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
    class LogoutRequest(_message.Message):
        __slots__ = ("token",)
        TOKEN_FIELD_NUMBER: _ClassVar[int]
        token: bytes
        def __init__(self, token: _Optional[bytes] = ...) -> None: ...
    class LogoutResponse(_message.Message):
        __slots__ = ()
        def __init__(self) -> None: ...
    def __init__(self) -> None: ...

class ConnectToSequencerChannelRequest(_message.Message):
    __slots__ = ("metadata", "session_key", "session_key_acknowledgement", "payload", "trace_context")
    METADATA_FIELD_NUMBER: _ClassVar[int]
    SESSION_KEY_FIELD_NUMBER: _ClassVar[int]
    SESSION_KEY_ACKNOWLEDGEMENT_FIELD_NUMBER: _ClassVar[int]
    PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    TRACE_CONTEXT_FIELD_NUMBER: _ClassVar[int]
    metadata: SequencerChannelMetadata
    session_key: SequencerChannelSessionKey
    session_key_acknowledgement: SequencerChannelSessionKeyAck
    payload: bytes
    trace_context: _trace_pb2.TraceContext
    def __init__(self, metadata: _Optional[_Union[SequencerChannelMetadata, _Mapping]] = ..., session_key: _Optional[_Union[SequencerChannelSessionKey, _Mapping]] = ..., session_key_acknowledgement: _Optional[_Union[SequencerChannelSessionKeyAck, _Mapping]] = ..., payload: _Optional[bytes] = ..., trace_context: _Optional[_Union[_trace_pb2.TraceContext, _Mapping]] = ...) -> None: ...

class ConnectToSequencerChannelResponse(_message.Message):
    __slots__ = ("connected", "session_key", "session_key_acknowledgement", "payload", "trace_context")
    CONNECTED_FIELD_NUMBER: _ClassVar[int]
    SESSION_KEY_FIELD_NUMBER: _ClassVar[int]
    SESSION_KEY_ACKNOWLEDGEMENT_FIELD_NUMBER: _ClassVar[int]
    PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    TRACE_CONTEXT_FIELD_NUMBER: _ClassVar[int]
    connected: SequencerChannelConnectedToAllEndpoints
    session_key: SequencerChannelSessionKey
    session_key_acknowledgement: SequencerChannelSessionKeyAck
    payload: bytes
    trace_context: _trace_pb2.TraceContext
    def __init__(self, connected: _Optional[_Union[SequencerChannelConnectedToAllEndpoints, _Mapping]] = ..., session_key: _Optional[_Union[SequencerChannelSessionKey, _Mapping]] = ..., session_key_acknowledgement: _Optional[_Union[SequencerChannelSessionKeyAck, _Mapping]] = ..., payload: _Optional[bytes] = ..., trace_context: _Optional[_Union[_trace_pb2.TraceContext, _Mapping]] = ...) -> None: ...

class PingRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class PingResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class SequencerChannelMetadata(_message.Message):
    __slots__ = ("channel_id", "initiating_member", "receiving_member")
    CHANNEL_ID_FIELD_NUMBER: _ClassVar[int]
    INITIATING_MEMBER_FIELD_NUMBER: _ClassVar[int]
    RECEIVING_MEMBER_FIELD_NUMBER: _ClassVar[int]
    channel_id: str
    initiating_member: str
    receiving_member: str
    def __init__(self, channel_id: _Optional[str] = ..., initiating_member: _Optional[str] = ..., receiving_member: _Optional[str] = ...) -> None: ...

class SequencerChannelConnectedToAllEndpoints(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class SequencerChannelSessionKey(_message.Message):
    __slots__ = ("encrypted_session_key",)
    ENCRYPTED_SESSION_KEY_FIELD_NUMBER: _ClassVar[int]
    encrypted_session_key: _crypto_pb2.AsymmetricEncrypted
    def __init__(self, encrypted_session_key: _Optional[_Union[_crypto_pb2.AsymmetricEncrypted, _Mapping]] = ...) -> None: ...

class SequencerChannelSessionKeyAck(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class SequencerConnect(_message.Message):
    __slots__ = ()
    class HandshakeRequest(_message.Message):
        __slots__ = ("client_protocol_versions", "minimum_protocol_version", "client_version")
        CLIENT_PROTOCOL_VERSIONS_FIELD_NUMBER: _ClassVar[int]
        MINIMUM_PROTOCOL_VERSION_FIELD_NUMBER: _ClassVar[int]
        CLIENT_VERSION_FIELD_NUMBER: _ClassVar[int]
        client_protocol_versions: _containers.RepeatedScalarFieldContainer[int]
        minimum_protocol_version: int
        client_version: str
        def __init__(self, client_protocol_versions: _Optional[_Iterable[int]] = ..., minimum_protocol_version: _Optional[int] = ..., client_version: _Optional[str] = ...) -> None: ...
    class HandshakeResponse(_message.Message):
        __slots__ = ("server_protocol_version", "success")
        class Success(_message.Message):
            __slots__ = ()
            def __init__(self) -> None: ...
        SERVER_PROTOCOL_VERSION_FIELD_NUMBER: _ClassVar[int]
        SUCCESS_FIELD_NUMBER: _ClassVar[int]
        server_protocol_version: int
        success: SequencerConnect.HandshakeResponse.Success
        def __init__(self, server_protocol_version: _Optional[int] = ..., success: _Optional[_Union[SequencerConnect.HandshakeResponse.Success, _Mapping]] = ...) -> None: ...
    class GetSynchronizerIdRequest(_message.Message):
        __slots__ = ()
        def __init__(self) -> None: ...
    class GetSynchronizerIdResponse(_message.Message):
        __slots__ = ("physical_synchronizer_id", "sequencer_uid")
        PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
        SEQUENCER_UID_FIELD_NUMBER: _ClassVar[int]
        physical_synchronizer_id: str
        sequencer_uid: str
        def __init__(self, physical_synchronizer_id: _Optional[str] = ..., sequencer_uid: _Optional[str] = ...) -> None: ...
    class GetSynchronizerParametersRequest(_message.Message):
        __slots__ = ()
        def __init__(self) -> None: ...
    class GetSynchronizerParametersResponse(_message.Message):
        __slots__ = ("parameters_v1",)
        PARAMETERS_V1_FIELD_NUMBER: _ClassVar[int]
        parameters_v1: _sequencing_v30_pb2.StaticSynchronizerParameters
        def __init__(self, parameters_v1: _Optional[_Union[_sequencing_v30_pb2.StaticSynchronizerParameters, _Mapping]] = ...) -> None: ...
    class VerifyActiveRequest(_message.Message):
        __slots__ = ()
        def __init__(self) -> None: ...
    class VerifyActiveResponse(_message.Message):
        __slots__ = ("success",)
        class Success(_message.Message):
            __slots__ = ("is_active",)
            IS_ACTIVE_FIELD_NUMBER: _ClassVar[int]
            is_active: bool
            def __init__(self, is_active: _Optional[bool] = ...) -> None: ...
        SUCCESS_FIELD_NUMBER: _ClassVar[int]
        success: SequencerConnect.VerifyActiveResponse.Success
        def __init__(self, success: _Optional[_Union[SequencerConnect.VerifyActiveResponse.Success, _Mapping]] = ...) -> None: ...
    class RegisterOnboardingTopologyTransactionsRequest(_message.Message):
        __slots__ = ("topology_transactions",)
        TOPOLOGY_TRANSACTIONS_FIELD_NUMBER: _ClassVar[int]
        topology_transactions: _containers.RepeatedCompositeFieldContainer[_topology_pb2.SignedTopologyTransaction]
        def __init__(self, topology_transactions: _Optional[_Iterable[_Union[_topology_pb2.SignedTopologyTransaction, _Mapping]]] = ...) -> None: ...
    class RegisterOnboardingTopologyTransactionsResponse(_message.Message):
        __slots__ = ()
        def __init__(self) -> None: ...
    def __init__(self) -> None: ...

class SendAsyncRequest(_message.Message):
    __slots__ = ("signed_submission_request",)
    SIGNED_SUBMISSION_REQUEST_FIELD_NUMBER: _ClassVar[int]
    signed_submission_request: bytes
    def __init__(self, signed_submission_request: _Optional[bytes] = ...) -> None: ...

class TrafficControlErrorReason(_message.Message):
    __slots__ = ("error",)
    class Error(_message.Message):
        __slots__ = ("insufficient_traffic", "outdated_traffic_cost")
        INSUFFICIENT_TRAFFIC_FIELD_NUMBER: _ClassVar[int]
        OUTDATED_TRAFFIC_COST_FIELD_NUMBER: _ClassVar[int]
        insufficient_traffic: str
        outdated_traffic_cost: str
        def __init__(self, insufficient_traffic: _Optional[str] = ..., outdated_traffic_cost: _Optional[str] = ...) -> None: ...
    ERROR_FIELD_NUMBER: _ClassVar[int]
    error: TrafficControlErrorReason.Error
    def __init__(self, error: _Optional[_Union[TrafficControlErrorReason.Error, _Mapping]] = ...) -> None: ...

class SendAsyncResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class SubscriptionRequest(_message.Message):
    __slots__ = ("member", "timestamp")
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    member: str
    timestamp: int
    def __init__(self, member: _Optional[str] = ..., timestamp: _Optional[int] = ...) -> None: ...

class SubscriptionResponse(_message.Message):
    __slots__ = ("signed_sequenced_event", "trace_context")
    SIGNED_SEQUENCED_EVENT_FIELD_NUMBER: _ClassVar[int]
    TRACE_CONTEXT_FIELD_NUMBER: _ClassVar[int]
    signed_sequenced_event: bytes
    trace_context: _trace_pb2.TraceContext
    def __init__(self, signed_sequenced_event: _Optional[bytes] = ..., trace_context: _Optional[_Union[_trace_pb2.TraceContext, _Mapping]] = ...) -> None: ...

class AcknowledgeRequest(_message.Message):
    __slots__ = ("member", "timestamp")
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    member: str
    timestamp: int
    def __init__(self, member: _Optional[str] = ..., timestamp: _Optional[int] = ...) -> None: ...

class AcknowledgeResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class AcknowledgeSignedRequest(_message.Message):
    __slots__ = ("signed_acknowledge_request",)
    SIGNED_ACKNOWLEDGE_REQUEST_FIELD_NUMBER: _ClassVar[int]
    signed_acknowledge_request: bytes
    def __init__(self, signed_acknowledge_request: _Optional[bytes] = ...) -> None: ...

class AcknowledgeSignedResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class DownloadTopologyStateForInitRequest(_message.Message):
    __slots__ = ("member",)
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    member: str
    def __init__(self, member: _Optional[str] = ...) -> None: ...

class DownloadTopologyStateForInitResponse(_message.Message):
    __slots__ = ("topology_transactions",)
    TOPOLOGY_TRANSACTIONS_FIELD_NUMBER: _ClassVar[int]
    topology_transactions: _topology_admin_pb2.TopologyTransactions
    def __init__(self, topology_transactions: _Optional[_Union[_topology_admin_pb2.TopologyTransactions, _Mapping]] = ...) -> None: ...

class DownloadTopologyStateForInitHashRequest(_message.Message):
    __slots__ = ("member",)
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    member: str
    def __init__(self, member: _Optional[str] = ...) -> None: ...

class DownloadTopologyStateForInitHashResponse(_message.Message):
    __slots__ = ("topology_state_hash",)
    TOPOLOGY_STATE_HASH_FIELD_NUMBER: _ClassVar[int]
    topology_state_hash: bytes
    def __init__(self, topology_state_hash: _Optional[bytes] = ...) -> None: ...

class GetTrafficStateForMemberRequest(_message.Message):
    __slots__ = ("member", "timestamp")
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    member: str
    timestamp: int
    def __init__(self, member: _Optional[str] = ..., timestamp: _Optional[int] = ...) -> None: ...

class GetTrafficStateForMemberResponse(_message.Message):
    __slots__ = ("traffic_state",)
    TRAFFIC_STATE_FIELD_NUMBER: _ClassVar[int]
    traffic_state: _topology_pb2.TrafficState
    def __init__(self, traffic_state: _Optional[_Union[_topology_pb2.TrafficState, _Mapping]] = ...) -> None: ...

class GetTimeRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetTimeResponse(_message.Message):
    __slots__ = ("sequencing_timestamp",)
    SEQUENCING_TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    sequencing_timestamp: int
    def __init__(self, sequencing_timestamp: _Optional[int] = ...) -> None: ...
