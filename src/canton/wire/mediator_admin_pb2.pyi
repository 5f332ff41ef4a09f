import datetime

from canton.wire import admin_pruning_pb2 as _admin_pruning_pb2
from canton.wire import admin_sequencer_pb2 as _admin_sequencer_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class VerdictResult(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VERDICT_RESULT_UNSPECIFIED: _ClassVar[VerdictResult]
    VERDICT_RESULT_ACCEPTED: _ClassVar[VerdictResult]
    VERDICT_RESULT_REJECTED: _ClassVar[VerdictResult]
VERDICT_RESULT_UNSPECIFIED: VerdictResult
VERDICT_RESULT_ACCEPTED: VerdictResult
VERDICT_RESULT_REJECTED: VerdictResult

class MediatorPruning(_message.Message):
    __slots__ = ()
    class PruneRequest(_message.Message):
        __slots__ = ("timestamp",)
        TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
        timestamp: _timestamp_pb2.Timestamp
        def __init__(self, timestamp: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
    class PruneResponse(_message.Message):
        __slots__ = ()
        def __init__(self) -> None: ...
    def __init__(self) -> None: ...

class InitializeMediatorRequest(_message.Message):
    __slots__ = ("physical_synchronizer_id", "sequencer_connections", "sequencer_connection_validation")
    PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    SEQUENCER_CONNECTIONS_FIELD_NUMBER: _ClassVar[int]
    SEQUENCER_CONNECTION_VALIDATION_FIELD_NUMBER: _ClassVar[int]
    physical_synchronizer_id: str
    sequencer_connections: _admin_sequencer_pb2.SequencerConnections
    sequencer_connection_validation: _admin_sequencer_pb2.SequencerConnectionValidation
    def __init__(self, physical_synchronizer_id: _Optional[str] = ..., sequencer_connections: _Optional[_Union[_admin_sequencer_pb2.SequencerConnections, _Mapping]] = ..., sequencer_connection_validation: _Optional[_Union[_admin_sequencer_pb2.SequencerConnectionValidation, str]] = ...) -> None: ...

class InitializeMediatorResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class VerdictsRequest(_message.Message):
    __slots__ = ("most_recently_received_record_time",)
    MOST_RECENTLY_RECEIVED_RECORD_TIME_FIELD_NUMBER: _ClassVar[int]
    most_recently_received_record_time: _timestamp_pb2.Timestamp
    def __init__(self, most_recently_received_record_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class VerdictsResponse(_message.Message):
    __slots__ = ("verdict", "complete")
    class Complete(_message.Message):
        __slots__ = ("passed_lsu_time",)
        class PassedLsuTime(_message.Message):
            __slots__ = ("upgrade_time", "successor_physical_synchronizer_id")
            UPGRADE_TIME_FIELD_NUMBER: _ClassVar[int]
            SUCCESSOR_PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
            upgrade_time: _timestamp_pb2.Timestamp
            successor_physical_synchronizer_id: str
            def __init__(self, upgrade_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., successor_physical_synchronizer_id: _Optional[str] = ...) -> None: ...
        PASSED_LSU_TIME_FIELD_NUMBER: _ClassVar[int]
        passed_lsu_time: VerdictsResponse.Complete.PassedLsuTime
        def __init__(self, passed_lsu_time: _Optional[_Union[VerdictsResponse.Complete.PassedLsuTime, _Mapping]] = ...) -> None: ...
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    COMPLETE_FIELD_NUMBER: _ClassVar[int]
    verdict: Verdict
    complete: VerdictsResponse.Complete
    def __init__(self, verdict: _Optional[_Union[Verdict, _Mapping]] = ..., complete: _Optional[_Union[VerdictsResponse.Complete, _Mapping]] = ...) -> None: ...

class Verdict(_message.Message):
    __slots__ = ("submitting_parties", "submitting_participant_uid", "verdict", "finalization_time", "record_time", "mediator_group", "transaction_views", "update_id")
    SUBMITTING_PARTIES_FIELD_NUMBER: _ClassVar[int]
    SUBMITTING_PARTICIPANT_UID_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    FINALIZATION_TIME_FIELD_NUMBER: _ClassVar[int]
    RECORD_TIME_FIELD_NUMBER: _ClassVar[int]
    MEDIATOR_GROUP_FIELD_NUMBER: _ClassVar[int]
    TRANSACTION_VIEWS_FIELD_NUMBER: _ClassVar[int]
    UPDATE_ID_FIELD_NUMBER: _ClassVar[int]
    submitting_parties: _containers.RepeatedScalarFieldContainer[str]
    submitting_participant_uid: str
    verdict: VerdictResult
    finalization_time: _timestamp_pb2.Timestamp
    record_time: _timestamp_pb2.Timestamp
    mediator_group: int
    transaction_views: TransactionViews
    update_id: str
    def __init__(self, submitting_parties: _Optional[_Iterable[str]] = ..., submitting_participant_uid: _Optional[str] = ..., verdict: _Optional[_Union[VerdictResult, str]] = ..., finalization_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., record_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., mediator_group: _Optional[int] = ..., transaction_views: _Optional[_Union[TransactionViews, _Mapping]] = ..., update_id: _Optional[str] = ...) -> None: ...

class TransactionViews(_message.Message):
    __slots__ = ("views", "root_views")
    class ViewsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: int
        value: TransactionView
        def __init__(self, key: _Optional[int] = ..., value: _Optional[_Union[TransactionView, _Mapping]] = ...) -> None: ...
    VIEWS_FIELD_NUMBER: _ClassVar[int]
    ROOT_VIEWS_FIELD_NUMBER: _ClassVar[int]
    views: _containers.MessageMap[int, TransactionView]
    root_views: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, views: _Optional[_Mapping[int, TransactionView]] = ..., root_views: _Optional[_Iterable[int]] = ...) -> None: ...

class TransactionView(_message.Message):
    __slots__ = ("informees", "confirming_parties", "sub_views", "view_hash")
    INFORMEES_FIELD_NUMBER: _ClassVar[int]
    CONFIRMING_PARTIES_FIELD_NUMBER: _ClassVar[int]
    SUB_VIEWS_FIELD_NUMBER: _ClassVar[int]
    VIEW_HASH_FIELD_NUMBER: _ClassVar[int]
    informees: _containers.RepeatedScalarFieldContainer[str]
    confirming_parties: _containers.RepeatedCompositeFieldContainer[Quorum]
    sub_views: _containers.RepeatedScalarFieldContainer[int]
    view_hash: bytes
    def __init__(self, informees: _Optional[_Iterable[str]] = ..., confirming_parties: _Optional[_Iterable[_Union[Quorum, _Mapping]]] = ..., sub_views: _Optional[_Iterable[int]] = ..., view_hash: _Optional[bytes] = ...) -> None: ...

class Quorum(_message.Message):
    __slots__ = ("parties", "threshold")
    PARTIES_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_FIELD_NUMBER: _ClassVar[int]
    parties: _containers.RepeatedScalarFieldContainer[str]
    threshold: int
    def __init__(self, parties: _Optional[_Iterable[str]] = ..., threshold: _Optional[int] = ...) -> None: ...

class GetConnectionRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetConnectionResponse(_message.Message):
    __slots__ = ("sequencer_connections",)
    SEQUENCER_CONNECTIONS_FIELD_NUMBER: _ClassVar[int]
    sequencer_connections: _admin_sequencer_pb2.SequencerConnections
    def __init__(self, sequencer_connections: _Optional[_Union[_admin_sequencer_pb2.SequencerConnections, _Mapping]] = ...) -> None: ...

class SetConnectionRequest(_message.Message):
    __slots__ = ("sequencer_connections", "sequencer_connection_validation")
    SEQUENCER_CONNECTIONS_FIELD_NUMBER: _ClassVar[int]
    SEQUENCER_CONNECTION_VALIDATION_FIELD_NUMBER: _ClassVar[int]
    sequencer_connections: _admin_sequencer_pb2.SequencerConnections
    sequencer_connection_validation: _admin_sequencer_pb2.SequencerConnectionValidation
    def __init__(self, sequencer_connections: _Optional[_Union[_admin_sequencer_pb2.SequencerConnections, _Mapping]] = ..., sequencer_connection_validation: _Optional[_Union[_admin_sequencer_pb2.SequencerConnectionValidation, str]] = ...) -> None: ...

class SetConnectionResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class LogoutRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class LogoutResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
