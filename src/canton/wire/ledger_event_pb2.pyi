import datetime

from canton.wire import ledger_value_pb2 as _ledger_value_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.rpc import status_pb2 as _status_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class TransactionShape(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TRANSACTION_SHAPE_UNSPECIFIED: _ClassVar[TransactionShape]
    TRANSACTION_SHAPE_ACS_DELTA: _ClassVar[TransactionShape]
    TRANSACTION_SHAPE_LEDGER_EFFECTS: _ClassVar[TransactionShape]
TRANSACTION_SHAPE_UNSPECIFIED: TransactionShape
TRANSACTION_SHAPE_ACS_DELTA: TransactionShape
TRANSACTION_SHAPE_LEDGER_EFFECTS: TransactionShape

class Event(_message.Message):
    __slots__ = ("created", "archived", "exercised")
    CREATED_FIELD_NUMBER: _ClassVar[int]
    ARCHIVED_FIELD_NUMBER: _ClassVar[int]
    EXERCISED_FIELD_NUMBER: _ClassVar[int]
    created: CreatedEvent
    archived: ArchivedEvent
    exercised: ExercisedEvent
    def __init__(self, created: _Optional[_Union[CreatedEvent, _Mapping]] = ..., archived: _Optional[_Union[ArchivedEvent, _Mapping]] = ..., exercised: _Optional[_Union[ExercisedEvent, _Mapping]] = ...) -> None: ...

class CreatedEvent(_message.Message):
    __slots__ = ("offset", "node_id", "contract_id", "template_id", "contract_key", "contract_key_hash", "create_arguments", "created_event_blob", "interface_views", "witness_parties", "signatories", "observers", "created_at", "package_name", "acs_delta", "representative_package_id")
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    NODE_ID_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_KEY_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_KEY_HASH_FIELD_NUMBER: _ClassVar[int]
    CREATE_ARGUMENTS_FIELD_NUMBER: _ClassVar[int]
    CREATED_EVENT_BLOB_FIELD_NUMBER: _ClassVar[int]
    INTERFACE_VIEWS_FIELD_NUMBER: _ClassVar[int]
    WITNESS_PARTIES_FIELD_NUMBER: _ClassVar[int]
    SIGNATORIES_FIELD_NUMBER: _ClassVar[int]
    OBSERVERS_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    PACKAGE_NAME_FIELD_NUMBER: _ClassVar[int]
    ACS_DELTA_FIELD_NUMBER: _ClassVar[int]
    REPRESENTATIVE_PACKAGE_ID_FIELD_NUMBER: _ClassVar[int]
    offset: int
    node_id: int
    contract_id: str
    template_id: _ledger_value_pb2.Identifier
    contract_key: _ledger_value_pb2.Value
    contract_key_hash: bytes
    create_arguments: _ledger_value_pb2.Record
    created_event_blob: bytes
    interface_views: _containers.RepeatedCompositeFieldContainer[InterfaceView]
    witness_parties: _containers.RepeatedScalarFieldContainer[str]
    signatories: _containers.RepeatedScalarFieldContainer[str]
    observers: _containers.RepeatedScalarFieldContainer[str]
    created_at: _timestamp_pb2.Timestamp
    package_name: str
    acs_delta: bool
    representative_package_id: str
    def __init__(self, offset: _Optional[int] = ..., node_id: _Optional[int] = ..., contract_id: _Optional[str] = ..., template_id: _Optional[_Union[_ledger_value_pb2.Identifier, _Mapping]] = ..., contract_key: _Optional[_Union[_ledger_value_pb2.Value, _Mapping]] = ..., contract_key_hash: _Optional[bytes] = ..., create_arguments: _Optional[_Union[_ledger_value_pb2.Record, _Mapping]] = ..., created_event_blob: _Optional[bytes] = ..., interface_views: _Optional[_Iterable[_Union[InterfaceView, _Mapping]]] = ..., witness_parties: _Optional[_Iterable[str]] = ..., signatories: _Optional[_Iterable[str]] = ..., observers: _Optional[_Iterable[str]] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., package_name: _Optional[str] = ..., acs_delta: _Optional[bool] = ..., representative_package_id: _Optional[str] = ...) -> None: ...

class InterfaceView(_message.Message):
    __slots__ = ("interface_id", "view_status", "view_value", "implementation_package_id")
    INTERFACE_ID_FIELD_NUMBER: _ClassVar[int]
    VIEW_STATUS_FIELD_NUMBER: _ClassVar[int]
    VIEW_VALUE_FIELD_NUMBER: _ClassVar[int]
    IMPLEMENTATION_PACKAGE_ID_FIELD_NUMBER: _ClassVar[int]
    interface_id: _ledger_value_pb2.Identifier
    view_status: _status_pb2.Status
    view_value: _ledger_value_pb2.Record
    implementation_package_id: str
    def __init__(self, interface_id: _Optional[_Union[_ledger_value_pb2.Identifier, _Mapping]] = ..., view_status: _Optional[_Union[_status_pb2.Status, _Mapping]] = ..., view_value: _Optional[_Union[_ledger_value_pb2.Record, _Mapping]] = ..., implementation_package_id: _Optional[str] = ...) -> None: ...

class ArchivedEvent(_message.Message):
    __slots__ = ("offset", "node_id", "contract_id", "template_id", "witness_parties", "package_name", "implemented_interfaces")
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    NODE_ID_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    WITNESS_PARTIES_FIELD_NUMBER: _ClassVar[int]
    PACKAGE_NAME_FIELD_NUMBER: _ClassVar[int]
    IMPLEMENTED_INTERFACES_FIELD_NUMBER: _ClassVar[int]
    offset: int
    node_id: int
    contract_id: str
    template_id: _ledger_value_pb2.Identifier
    witness_parties: _containers.RepeatedScalarFieldContainer[str]
    package_name: str
    implemented_interfaces: _containers.RepeatedCompositeFieldContainer[_ledger_value_pb2.Identifier]
    def __init__(self, offset: _Optional[int] = ..., node_id: _Optional[int] = ..., contract_id: _Optional[str] = ..., template_id: _Optional[_Union[_ledger_value_pb2.Identifier, _Mapping]] = ..., witness_parties: _Optional[_Iterable[str]] = ..., package_name: _Optional[str] = ..., implemented_interfaces: _Optional[_Iterable[_Union[_ledger_value_pb2.Identifier, _Mapping]]] = ...) -> None: ...

class ExercisedEvent(_message.Message):
    __slots__ = ("offset", "node_id", "contract_id", "template_id", "interface_id", "choice", "choice_argument", "acting_parties", "consuming", "witness_parties", "last_descendant_node_id", "exercise_result", "package_name", "implemented_interfaces", "acs_delta")
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    NODE_ID_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    INTERFACE_ID_FIELD_NUMBER: _ClassVar[int]
    CHOICE_FIELD_NUMBER: _ClassVar[int]
    CHOICE_ARGUMENT_FIELD_NUMBER: _ClassVar[int]
    ACTING_PARTIES_FIELD_NUMBER: _ClassVar[int]
    CONSUMING_FIELD_NUMBER: _ClassVar[int]
    WITNESS_PARTIES_FIELD_NUMBER: _ClassVar[int]
    LAST_DESCENDANT_NODE_ID_FIELD_NUMBER: _ClassVar[int]
    EXERCISE_RESULT_FIELD_NUMBER: _ClassVar[int]
    PACKAGE_NAME_FIELD_NUMBER: _ClassVar[int]
    IMPLEMENTED_INTERFACES_FIELD_NUMBER: _ClassVar[int]
    ACS_DELTA_FIELD_NUMBER: _ClassVar[int]
    offset: int
    node_id: int
    contract_id: str
    template_id: _ledger_value_pb2.Identifier
    interface_id: _ledger_value_pb2.Identifier
    choice: str
    choice_argument: _ledger_value_pb2.Value
    acting_parties: _containers.RepeatedScalarFieldContainer[str]
    consuming: bool
    witness_parties: _containers.RepeatedScalarFieldContainer[str]
    last_descendant_node_id: int
    exercise_result: _ledger_value_pb2.Value
    package_name: str
    implemented_interfaces: _containers.RepeatedCompositeFieldContainer[_ledger_value_pb2.Identifier]
    acs_delta: bool
    def __init__(self, offset: _Optional[int] = ..., node_id: _Optional[int] = ..., contract_id: _Optional[str] = ..., template_id: _Optional[_Union[_ledger_value_pb2.Identifier, _Mapping]] = ..., interface_id: _Optional[_Union[_ledger_value_pb2.Identifier, _Mapping]] = ..., choice: _Optional[str] = ..., choice_argument: _Optional[_Union[_ledger_value_pb2.Value, _Mapping]] = ..., acting_parties: _Optional[_Iterable[str]] = ..., consuming: _Optional[bool] = ..., witness_parties: _Optional[_Iterable[str]] = ..., last_descendant_node_id: _Optional[int] = ..., exercise_result: _Optional[_Union[_ledger_value_pb2.Value, _Mapping]] = ..., package_name: _Optional[str] = ..., implemented_interfaces: _Optional[_Iterable[_Union[_ledger_value_pb2.Identifier, _Mapping]]] = ..., acs_delta: _Optional[bool] = ...) -> None: ...

class Reassignment(_message.Message):
    __slots__ = ("update_id", "command_id", "workflow_id", "offset", "events", "trace_context", "record_time", "synchronizer_id", "paid_traffic_cost")
    UPDATE_ID_FIELD_NUMBER: _ClassVar[int]
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    WORKFLOW_ID_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    TRACE_CONTEXT_FIELD_NUMBER: _ClassVar[int]
    RECORD_TIME_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    PAID_TRAFFIC_COST_FIELD_NUMBER: _ClassVar[int]
    update_id: str
    command_id: str
    workflow_id: str
    offset: int
    events: _containers.RepeatedCompositeFieldContainer[ReassignmentEvent]
    trace_context: _ledger_value_pb2.TraceContext
    record_time: _timestamp_pb2.Timestamp
    synchronizer_id: str
    paid_traffic_cost: int
    def __init__(self, update_id: _Optional[str] = ..., command_id: _Optional[str] = ..., workflow_id: _Optional[str] = ..., offset: _Optional[int] = ..., events: _Optional[_Iterable[_Union[ReassignmentEvent, _Mapping]]] = ..., trace_context: _Optional[_Union[_ledger_value_pb2.TraceContext, _Mapping]] = ..., record_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., synchronizer_id: _Optional[str] = ..., paid_traffic_cost: _Optional[int] = ...) -> None: ...

class ReassignmentEvent(_message.Message):
    __slots__ = ("unassigned", "assigned")
    UNASSIGNED_FIELD_NUMBER: _ClassVar[int]
    ASSIGNED_FIELD_NUMBER: _ClassVar[int]
    unassigned: UnassignedEvent
    assigned: AssignedEvent
    def __init__(self, unassigned: _Optional[_Union[UnassignedEvent, _Mapping]] = ..., assigned: _Optional[_Union[AssignedEvent, _Mapping]] = ...) -> None: ...

class UnassignedEvent(_message.Message):
    __slots__ = ("reassignment_id", "contract_id", "template_id", "source", "target", "submitter", "reassignment_counter", "assignment_exclusivity", "witness_parties", "package_name", "offset", "node_id")
    REASSIGNMENT_ID_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    SUBMITTER_FIELD_NUMBER: _ClassVar[int]
    REASSIGNMENT_COUNTER_FIELD_NUMBER: _ClassVar[int]
    ASSIGNMENT_EXCLUSIVITY_FIELD_NUMBER: _ClassVar[int]
    WITNESS_PARTIES_FIELD_NUMBER: _ClassVar[int]
    PACKAGE_NAME_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    NODE_ID_FIELD_NUMBER: _ClassVar[int]
    reassignment_id: str
    contract_id: str
    template_id: _ledger_value_pb2.Identifier
    source: str
    target: str
    submitter: str
    reassignment_counter: int
    assignment_exclusivity: _timestamp_pb2.Timestamp
    witness_parties: _containers.RepeatedScalarFieldContainer[str]
    package_name: str
    offset: int
    node_id: int
    def __init__(self, reassignment_id: _Optional[str] = ..., contract_id: _Optional[str] = ..., template_id: _Optional[_Union[_ledger_value_pb2.Identifier, _Mapping]] = ..., source: _Optional[str] = ..., target: _Optional[str] = ..., submitter: _Optional[str] = ..., reassignment_counter: _Optional[int] = ..., assignment_exclusivity: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., witness_parties: _Optional[_Iterable[str]] = ..., package_name: _Optional[str] = ..., offset: _Optional[int] = ..., node_id: _Optional[int] = ...) -> None: ...

class AssignedEvent(_message.Message):
    __slots__ = ("source", "target", "reassignment_id", "submitter", "reassignment_counter", "created_event")
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    REASSIGNMENT_ID_FIELD_NUMBER: _ClassVar[int]
    SUBMITTER_FIELD_NUMBER: _ClassVar[int]
    REASSIGNMENT_COUNTER_FIELD_NUMBER: _ClassVar[int]
    CREATED_EVENT_FIELD_NUMBER: _ClassVar[int]
    source: str
    target: str
    reassignment_id: str
    submitter: str
    reassignment_counter: int
    created_event: CreatedEvent
    def __init__(self, source: _Optional[str] = ..., target: _Optional[str] = ..., reassignment_id: _Optional[str] = ..., submitter: _Optional[str] = ..., reassignment_counter: _Optional[int] = ..., created_event: _Optional[_Union[CreatedEvent, _Mapping]] = ...) -> None: ...

class Filters(_message.Message):
    __slots__ = ("cumulative",)
    CUMULATIVE_FIELD_NUMBER: _ClassVar[int]
    cumulative: _containers.RepeatedCompositeFieldContainer[CumulativeFilter]
    def __init__(self, cumulative: _Optional[_Iterable[_Union[CumulativeFilter, _Mapping]]] = ...) -> None: ...

class CumulativeFilter(_message.Message):
    __slots__ = ("wildcard_filter", "interface_filter", "template_filter")
    WILDCARD_FILTER_FIELD_NUMBER: _ClassVar[int]
    INTERFACE_FILTER_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_FILTER_FIELD_NUMBER: _ClassVar[int]
    wildcard_filter: WildcardFilter
    interface_filter: InterfaceFilter
    template_filter: TemplateFilter
    def __init__(self, wildcard_filter: _Optional[_Union[WildcardFilter, _Mapping]] = ..., interface_filter: _Optional[_Union[InterfaceFilter, _Mapping]] = ..., template_filter: _Optional[_Union[TemplateFilter, _Mapping]] = ...) -> None: ...

class WildcardFilter(_message.Message):
    __slots__ = ("include_created_event_blob",)
    INCLUDE_CREATED_EVENT_BLOB_FIELD_NUMBER: _ClassVar[int]
    include_created_event_blob: bool
    def __init__(self, include_created_event_blob: _Optional[bool] = ...) -> None: ...

class InterfaceFilter(_message.Message):
    __slots__ = ("interface_id", "include_interface_view", "include_created_event_blob")
    INTERFACE_ID_FIELD_NUMBER: _ClassVar[int]
    INCLUDE_INTERFACE_VIEW_FIELD_NUMBER: _ClassVar[int]
    INCLUDE_CREATED_EVENT_BLOB_FIELD_NUMBER: _ClassVar[int]
    interface_id: _ledger_value_pb2.Identifier
    include_interface_view: bool
    include_created_event_blob: bool
    def __init__(self, interface_id: _Optional[_Union[_ledger_value_pb2.Identifier, _Mapping]] = ..., include_interface_view: _Optional[bool] = ..., include_created_event_blob: _Optional[bool] = ...) -> None: ...

class TemplateFilter(_message.Message):
    __slots__ = ("template_id", "include_created_event_blob")
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    INCLUDE_CREATED_EVENT_BLOB_FIELD_NUMBER: _ClassVar[int]
    template_id: _ledger_value_pb2.Identifier
    include_created_event_blob: bool
    def __init__(self, template_id: _Optional[_Union[_ledger_value_pb2.Identifier, _Mapping]] = ..., include_created_event_blob: _Optional[bool] = ...) -> None: ...

class EventFormat(_message.Message):
    __slots__ = ("filters_by_party", "filters_for_any_party", "verbose")
    class FiltersByPartyEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: Filters
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[Filters, _Mapping]] = ...) -> None: ...
    FILTERS_BY_PARTY_FIELD_NUMBER: _ClassVar[int]
    FILTERS_FOR_ANY_PARTY_FIELD_NUMBER: _ClassVar[int]
    VERBOSE_FIELD_NUMBER: _ClassVar[int]
    filters_by_party: _containers.MessageMap[str, Filters]
    filters_for_any_party: Filters
    verbose: bool
    def __init__(self, filters_by_party: _Optional[_Mapping[str, Filters]] = ..., filters_for_any_party: _Optional[_Union[Filters, _Mapping]] = ..., verbose: _Optional[bool] = ...) -> None: ...

class TransactionFormat(_message.Message):
    __slots__ = ("event_format", "transaction_shape")
    EVENT_FORMAT_FIELD_NUMBER: _ClassVar[int]
    TRANSACTION_SHAPE_FIELD_NUMBER: _ClassVar[int]
    event_format: EventFormat
    transaction_shape: TransactionShape
    def __init__(self, event_format: _Optional[_Union[EventFormat, _Mapping]] = ..., transaction_shape: _Optional[_Union[TransactionShape, str]] = ...) -> None: ...

class TopologyFormat(_message.Message):
    __slots__ = ("include_participant_authorization_events",)
    INCLUDE_PARTICIPANT_AUTHORIZATION_EVENTS_FIELD_NUMBER: _ClassVar[int]
    include_participant_authorization_events: ParticipantAuthorizationTopologyFormat
    def __init__(self, include_participant_authorization_events: _Optional[_Union[ParticipantAuthorizationTopologyFormat, _Mapping]] = ...) -> None: ...

class ParticipantAuthorizationTopologyFormat(_message.Message):
    __slots__ = ("parties",)
    PARTIES_FIELD_NUMBER: _ClassVar[int]
    parties: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, parties: _Optional[_Iterable[str]] = ...) -> None: ...

class UpdateFormat(_message.Message):
    __slots__ = ("include_transactions", "include_reassignments", "include_topology_events")
    INCLUDE_TRANSACTIONS_FIELD_NUMBER: _ClassVar[int]
    INCLUDE_REASSIGNMENTS_FIELD_NUMBER: _ClassVar[int]
    INCLUDE_TOPOLOGY_EVENTS_FIELD_NUMBER: _ClassVar[int]
    include_transactions: TransactionFormat
    include_reassignments: EventFormat
    include_topology_events: TopologyFormat
    def __init__(self, include_transactions: _Optional[_Union[TransactionFormat, _Mapping]] = ..., include_reassignments: _Optional[_Union[EventFormat, _Mapping]] = ..., include_topology_events: _Optional[_Union[TopologyFormat, _Mapping]] = ...) -> None: ...

class Transaction(_message.Message):
    __slots__ = ("update_id", "command_id", "workflow_id", "effective_at", "events", "offset", "synchronizer_id", "trace_context", "record_time", "external_transaction_hash", "paid_traffic_cost", "transaction_hash")
    UPDATE_ID_FIELD_NUMBER: _ClassVar[int]
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    WORKFLOW_ID_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_AT_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    TRACE_CONTEXT_FIELD_NUMBER: _ClassVar[int]
    RECORD_TIME_FIELD_NUMBER: _ClassVar[int]
    EXTERNAL_TRANSACTION_HASH_FIELD_NUMBER: _ClassVar[int]
    PAID_TRAFFIC_COST_FIELD_NUMBER: _ClassVar[int]
    TRANSACTION_HASH_FIELD_NUMBER: _ClassVar[int]
    update_id: str
    command_id: str
    workflow_id: str
    effective_at: _timestamp_pb2.Timestamp
    events: _containers.RepeatedCompositeFieldContainer[Event]
    offset: int
    synchronizer_id: str
    trace_context: _ledger_value_pb2.TraceContext
    record_time: _timestamp_pb2.Timestamp
    external_transaction_hash: bytes
    paid_traffic_cost: int
    transaction_hash: bytes
    def __init__(self, update_id: _Optional[str] = ..., command_id: _Optional[str] = ..., workflow_id: _Optional[str] = ..., effective_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., events: _Optional[_Iterable[_Union[Event, _Mapping]]] = ..., offset: _Optional[int] = ..., synchronizer_id: _Optional[str] = ..., trace_context: _Optional[_Union[_ledger_value_pb2.TraceContext, _Mapping]] = ..., record_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., external_transaction_hash: _Optional[bytes] = ..., paid_traffic_cost: _Optional[int] = ..., transaction_hash: _Optional[bytes] = ...) -> None: ...
