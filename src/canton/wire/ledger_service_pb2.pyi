import datetime

from canton.wire import ledger_command_pb2 as _ledger_command_pb2
from canton.wire import ledger_event_pb2 as _ledger_event_pb2
from canton.wire import ledger_value_pb2 as _ledger_value_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ParticipantPermission(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PARTICIPANT_PERMISSION_UNSPECIFIED: _ClassVar[ParticipantPermission]
    PARTICIPANT_PERMISSION_SUBMISSION: _ClassVar[ParticipantPermission]
    PARTICIPANT_PERMISSION_CONFIRMATION: _ClassVar[ParticipantPermission]
    PARTICIPANT_PERMISSION_OBSERVATION: _ClassVar[ParticipantPermission]

class PackageStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PACKAGE_STATUS_UNSPECIFIED: _ClassVar[PackageStatus]
    PACKAGE_STATUS_REGISTERED: _ClassVar[PackageStatus]

class HashFunction(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    HASH_FUNCTION_SHA256: _ClassVar[HashFunction]
PARTICIPANT_PERMISSION_UNSPECIFIED: ParticipantPermission
PARTICIPANT_PERMISSION_SUBMISSION: ParticipantPermission
PARTICIPANT_PERMISSION_CONFIRMATION: ParticipantPermission
PARTICIPANT_PERMISSION_OBSERVATION: ParticipantPermission
PACKAGE_STATUS_UNSPECIFIED: PackageStatus
PACKAGE_STATUS_REGISTERED: PackageStatus
HASH_FUNCTION_SHA256: HashFunction

class GetActiveContractsRequest(_message.Message):
    __slots__ = ("active_at_offset", "event_format", "stream_continuation_token")
    ACTIVE_AT_OFFSET_FIELD_NUMBER: _ClassVar[int]
    EVENT_FORMAT_FIELD_NUMBER: _ClassVar[int]
    STREAM_CONTINUATION_TOKEN_FIELD_NUMBER: _ClassVar[int]
    active_at_offset: int
    event_format: _ledger_event_pb2.EventFormat
    stream_continuation_token: bytes
    def __init__(self, active_at_offset: _Optional[int] = ..., event_format: _Optional[_Union[_ledger_event_pb2.EventFormat, _Mapping]] = ..., stream_continuation_token: _Optional[bytes] = ...) -> None: ...

class GetActiveContractsPageRequest(_message.Message):
    __slots__ = ("active_at_offset", "event_format", "max_page_size", "page_token")
    ACTIVE_AT_OFFSET_FIELD_NUMBER: _ClassVar[int]
    EVENT_FORMAT_FIELD_NUMBER: _ClassVar[int]
    MAX_PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    active_at_offset: int
    event_format: _ledger_event_pb2.EventFormat
    max_page_size: int
    page_token: bytes
    def __init__(self, active_at_offset: _Optional[int] = ..., event_format: _Optional[_Union[_ledger_event_pb2.EventFormat, _Mapping]] = ..., max_page_size: _Optional[int] = ..., page_token: _Optional[bytes] = ...) -> None: ...

class GetActiveContractsResponse(_message.Message):
    __slots__ = ("workflow_id", "active_contract", "incomplete_unassigned", "incomplete_assigned", "stream_continuation_token")
    WORKFLOW_ID_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_CONTRACT_FIELD_NUMBER: _ClassVar[int]
    INCOMPLETE_UNASSIGNED_FIELD_NUMBER: _ClassVar[int]
    INCOMPLETE_ASSIGNED_FIELD_NUMBER: _ClassVar[int]
    STREAM_CONTINUATION_TOKEN_FIELD_NUMBER: _ClassVar[int]
    workflow_id: str
    active_contract: ActiveContract
    incomplete_unassigned: IncompleteUnassigned
    incomplete_assigned: IncompleteAssigned
    stream_continuation_token: bytes
    def __init__(self, workflow_id: _Optional[str] = ..., active_contract: _Optional[_Union[ActiveContract, _Mapping]] = ..., incomplete_unassigned: _Optional[_Union[IncompleteUnassigned, _Mapping]] = ..., incomplete_assigned: _Optional[_Union[IncompleteAssigned, _Mapping]] = ..., stream_continuation_token: _Optional[bytes] = ...) -> None: ...

class GetActiveContractsPageResponse(_message.Message):
    __slots__ = ("active_contracts", "active_at_offset", "next_page_token")
    ACTIVE_CONTRACTS_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_AT_OFFSET_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    active_contracts: _containers.RepeatedCompositeFieldContainer[GetActiveContractsResponse]
    active_at_offset: int
    next_page_token: bytes
    def __init__(self, active_contracts: _Optional[_Iterable[_Union[GetActiveContractsResponse, _Mapping]]] = ..., active_at_offset: _Optional[int] = ..., next_page_token: _Optional[bytes] = ...) -> None: ...

class ActiveContract(_message.Message):
    __slots__ = ("created_event", "synchronizer_id", "reassignment_counter")
    CREATED_EVENT_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    REASSIGNMENT_COUNTER_FIELD_NUMBER: _ClassVar[int]
    created_event: _ledger_event_pb2.CreatedEvent
    synchronizer_id: str
    reassignment_counter: int
    def __init__(self, created_event: _Optional[_Union[_ledger_event_pb2.CreatedEvent, _Mapping]] = ..., synchronizer_id: _Optional[str] = ..., reassignment_counter: _Optional[int] = ...) -> None: ...

class IncompleteUnassigned(_message.Message):
    __slots__ = ("created_event", "unassigned_event")
    CREATED_EVENT_FIELD_NUMBER: _ClassVar[int]
    UNASSIGNED_EVENT_FIELD_NUMBER: _ClassVar[int]
    created_event: _ledger_event_pb2.CreatedEvent
    unassigned_event: _ledger_event_pb2.UnassignedEvent
    def __init__(self, created_event: _Optional[_Union[_ledger_event_pb2.CreatedEvent, _Mapping]] = ..., unassigned_event: _Optional[_Union[_ledger_event_pb2.UnassignedEvent, _Mapping]] = ...) -> None: ...

class IncompleteAssigned(_message.Message):
    __slots__ = ("assigned_event",)
    ASSIGNED_EVENT_FIELD_NUMBER: _ClassVar[int]
    assigned_event: _ledger_event_pb2.AssignedEvent
    def __init__(self, assigned_event: _Optional[_Union[_ledger_event_pb2.AssignedEvent, _Mapping]] = ...) -> None: ...

class GetConnectedSynchronizersRequest(_message.Message):
    __slots__ = ("party", "participant_id", "identity_provider_id")
    PARTY_FIELD_NUMBER: _ClassVar[int]
    PARTICIPANT_ID_FIELD_NUMBER: _ClassVar[int]
    IDENTITY_PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    party: str
    participant_id: str
    identity_provider_id: str
    def __init__(self, party: _Optional[str] = ..., participant_id: _Optional[str] = ..., identity_provider_id: _Optional[str] = ...) -> None: ...

class GetConnectedSynchronizersResponse(_message.Message):
    __slots__ = ("connected_synchronizers",)
    class ConnectedSynchronizer(_message.Message):
        __slots__ = ("synchronizer_alias", "synchronizer_id", "permission")
        SYNCHRONIZER_ALIAS_FIELD_NUMBER: _ClassVar[int]
        SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
        PERMISSION_FIELD_NUMBER: _ClassVar[int]
        synchronizer_alias: str
        synchronizer_id: str
        permission: ParticipantPermission
        def __init__(self, synchronizer_alias: _Optional[str] = ..., synchronizer_id: _Optional[str] = ..., permission: _Optional[_Union[ParticipantPermission, str]] = ...) -> None: ...
    CONNECTED_SYNCHRONIZERS_FIELD_NUMBER: _ClassVar[int]
    connected_synchronizers: _containers.RepeatedCompositeFieldContainer[GetConnectedSynchronizersResponse.ConnectedSynchronizer]
    def __init__(self, connected_synchronizers: _Optional[_Iterable[_Union[GetConnectedSynchronizersResponse.ConnectedSynchronizer, _Mapping]]] = ...) -> None: ...

class GetLedgerEndRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetLedgerEndResponse(_message.Message):
    __slots__ = ("offset", "synchronizer_times")
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_TIMES_FIELD_NUMBER: _ClassVar[int]
    offset: int
    synchronizer_times: _containers.RepeatedCompositeFieldContainer[_ledger_value_pb2.SynchronizerTime]
    def __init__(self, offset: _Optional[int] = ..., synchronizer_times: _Optional[_Iterable[_Union[_ledger_value_pb2.SynchronizerTime, _Mapping]]] = ...) -> None: ...

class GetLatestPrunedOffsetsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetLatestPrunedOffsetsResponse(_message.Message):
    __slots__ = ("participant_pruned_up_to_inclusive", "all_divulged_contracts_pruned_up_to_inclusive")
    PARTICIPANT_PRUNED_UP_TO_INCLUSIVE_FIELD_NUMBER: _ClassVar[int]
    ALL_DIVULGED_CONTRACTS_PRUNED_UP_TO_INCLUSIVE_FIELD_NUMBER: _ClassVar[int]
    participant_pruned_up_to_inclusive: int
    all_divulged_contracts_pruned_up_to_inclusive: int
    def __init__(self, participant_pruned_up_to_inclusive: _Optional[int] = ..., all_divulged_contracts_pruned_up_to_inclusive: _Optional[int] = ...) -> None: ...

class CompletionStreamRequest(_message.Message):
    __slots__ = ("user_id", "parties", "begin_exclusive")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    PARTIES_FIELD_NUMBER: _ClassVar[int]
    BEGIN_EXCLUSIVE_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    parties: _containers.RepeatedScalarFieldContainer[str]
    begin_exclusive: int
    def __init__(self, user_id: _Optional[str] = ..., parties: _Optional[_Iterable[str]] = ..., begin_exclusive: _Optional[int] = ...) -> None: ...

class GetCompletionsRequest(_message.Message):
    __slots__ = ("parties", "begin_exclusive")
    PARTIES_FIELD_NUMBER: _ClassVar[int]
    BEGIN_EXCLUSIVE_FIELD_NUMBER: _ClassVar[int]
    parties: _containers.RepeatedScalarFieldContainer[str]
    begin_exclusive: int
    def __init__(self, parties: _Optional[_Iterable[str]] = ..., begin_exclusive: _Optional[int] = ...) -> None: ...

class CompletionStreamResponse(_message.Message):
    __slots__ = ("completion", "offset_checkpoint")
    COMPLETION_FIELD_NUMBER: _ClassVar[int]
    OFFSET_CHECKPOINT_FIELD_NUMBER: _ClassVar[int]
    completion: _ledger_command_pb2.Completion
    offset_checkpoint: _ledger_value_pb2.OffsetCheckpoint
    def __init__(self, completion: _Optional[_Union[_ledger_command_pb2.Completion, _Mapping]] = ..., offset_checkpoint: _Optional[_Union[_ledger_value_pb2.OffsetCheckpoint, _Mapping]] = ...) -> None: ...

class GetCompletionByHashRequest(_message.Message):
    __slots__ = ("transaction_hash",)
    TRANSACTION_HASH_FIELD_NUMBER: _ClassVar[int]
    transaction_hash: bytes
    def __init__(self, transaction_hash: _Optional[bytes] = ...) -> None: ...

class GetCompletionByHashResponse(_message.Message):
    __slots__ = ("accepted_completion", "last_rejected_completions")
    ACCEPTED_COMPLETION_FIELD_NUMBER: _ClassVar[int]
    LAST_REJECTED_COMPLETIONS_FIELD_NUMBER: _ClassVar[int]
    accepted_completion: _ledger_command_pb2.Completion
    last_rejected_completions: _containers.RepeatedCompositeFieldContainer[_ledger_command_pb2.Completion]
    def __init__(self, accepted_completion: _Optional[_Union[_ledger_command_pb2.Completion, _Mapping]] = ..., last_rejected_completions: _Optional[_Iterable[_Union[_ledger_command_pb2.Completion, _Mapping]]] = ...) -> None: ...

class SubmitAndWaitRequest(_message.Message):
    __slots__ = ("commands",)
    COMMANDS_FIELD_NUMBER: _ClassVar[int]
    commands: _ledger_command_pb2.Commands
    def __init__(self, commands: _Optional[_Union[_ledger_command_pb2.Commands, _Mapping]] = ...) -> None: ...

class SubmitAndWaitForTransactionRequest(_message.Message):
    __slots__ = ("commands", "transaction_format")
    COMMANDS_FIELD_NUMBER: _ClassVar[int]
    TRANSACTION_FORMAT_FIELD_NUMBER: _ClassVar[int]
    commands: _ledger_command_pb2.Commands
    transaction_format: _ledger_event_pb2.TransactionFormat
    def __init__(self, commands: _Optional[_Union[_ledger_command_pb2.Commands, _Mapping]] = ..., transaction_format: _Optional[_Union[_ledger_event_pb2.TransactionFormat, _Mapping]] = ...) -> None: ...

class SubmitAndWaitResponse(_message.Message):
    __slots__ = ("update_id", "completion_offset")
    UPDATE_ID_FIELD_NUMBER: _ClassVar[int]
    COMPLETION_OFFSET_FIELD_NUMBER: _ClassVar[int]
    update_id: str
    completion_offset: int
    def __init__(self, update_id: _Optional[str] = ..., completion_offset: _Optional[int] = ...) -> None: ...

class SubmitAndWaitForTransactionResponse(_message.Message):
    __slots__ = ("transaction",)
    TRANSACTION_FIELD_NUMBER: _ClassVar[int]
    transaction: _ledger_event_pb2.Transaction
    def __init__(self, transaction: _Optional[_Union[_ledger_event_pb2.Transaction, _Mapping]] = ...) -> None: ...

class SubmitAndWaitForReassignmentRequest(_message.Message):
    __slots__ = ("reassignment_commands", "event_format")
    REASSIGNMENT_COMMANDS_FIELD_NUMBER: _ClassVar[int]
    EVENT_FORMAT_FIELD_NUMBER: _ClassVar[int]
    reassignment_commands: _ledger_command_pb2.ReassignmentCommands
    event_format: _ledger_event_pb2.EventFormat
    def __init__(self, reassignment_commands: _Optional[_Union[_ledger_command_pb2.ReassignmentCommands, _Mapping]] = ..., event_format: _Optional[_Union[_ledger_event_pb2.EventFormat, _Mapping]] = ...) -> None: ...

class SubmitAndWaitForReassignmentResponse(_message.Message):
    __slots__ = ("reassignment",)
    REASSIGNMENT_FIELD_NUMBER: _ClassVar[int]
    reassignment: _ledger_event_pb2.Reassignment
    def __init__(self, reassignment: _Optional[_Union[_ledger_event_pb2.Reassignment, _Mapping]] = ...) -> None: ...

class SubmitRequest(_message.Message):
    __slots__ = ("commands",)
    COMMANDS_FIELD_NUMBER: _ClassVar[int]
    commands: _ledger_command_pb2.Commands
    def __init__(self, commands: _Optional[_Union[_ledger_command_pb2.Commands, _Mapping]] = ...) -> None: ...

class SubmitResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class SubmitReassignmentRequest(_message.Message):
    __slots__ = ("reassignment_commands",)
    REASSIGNMENT_COMMANDS_FIELD_NUMBER: _ClassVar[int]
    reassignment_commands: _ledger_command_pb2.ReassignmentCommands
    def __init__(self, reassignment_commands: _Optional[_Union[_ledger_command_pb2.ReassignmentCommands, _Mapping]] = ...) -> None: ...

class SubmitReassignmentResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetContractRequest(_message.Message):
    __slots__ = ("contract_id", "querying_parties")
    CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
    QUERYING_PARTIES_FIELD_NUMBER: _ClassVar[int]
    contract_id: str
    querying_parties: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, contract_id: _Optional[str] = ..., querying_parties: _Optional[_Iterable[str]] = ...) -> None: ...

class GetContractResponse(_message.Message):
    __slots__ = ("created_event",)
    CREATED_EVENT_FIELD_NUMBER: _ClassVar[int]
    created_event: _ledger_event_pb2.CreatedEvent
    def __init__(self, created_event: _Optional[_Union[_ledger_event_pb2.CreatedEvent, _Mapping]] = ...) -> None: ...

class GetEventsByContractIdRequest(_message.Message):
    __slots__ = ("contract_id", "event_format")
    CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_FORMAT_FIELD_NUMBER: _ClassVar[int]
    contract_id: str
    event_format: _ledger_event_pb2.EventFormat
    def __init__(self, contract_id: _Optional[str] = ..., event_format: _Optional[_Union[_ledger_event_pb2.EventFormat, _Mapping]] = ...) -> None: ...

class GetEventsByContractIdResponse(_message.Message):
    __slots__ = ("created", "archived")
    CREATED_FIELD_NUMBER: _ClassVar[int]
    ARCHIVED_FIELD_NUMBER: _ClassVar[int]
    created: Created
    archived: Archived
    def __init__(self, created: _Optional[_Union[Created, _Mapping]] = ..., archived: _Optional[_Union[Archived, _Mapping]] = ...) -> None: ...

class Created(_message.Message):
    __slots__ = ("created_event", "synchronizer_id")
    CREATED_EVENT_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    created_event: _ledger_event_pb2.CreatedEvent
    synchronizer_id: str
    def __init__(self, created_event: _Optional[_Union[_ledger_event_pb2.CreatedEvent, _Mapping]] = ..., synchronizer_id: _Optional[str] = ...) -> None: ...

class Archived(_message.Message):
    __slots__ = ("archived_event", "synchronizer_id")
    ARCHIVED_EVENT_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    archived_event: _ledger_event_pb2.ArchivedEvent
    synchronizer_id: str
    def __init__(self, archived_event: _Optional[_Union[_ledger_event_pb2.ArchivedEvent, _Mapping]] = ..., synchronizer_id: _Optional[str] = ...) -> None: ...

class GetJwksRequest(_message.Message):
    __slots__ = ("synchronizer_id", "party_id")
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    synchronizer_id: str
    party_id: str
    def __init__(self, synchronizer_id: _Optional[str] = ..., party_id: _Optional[str] = ...) -> None: ...

class GetJwksResponse(_message.Message):
    __slots__ = ("keys",)
    KEYS_FIELD_NUMBER: _ClassVar[int]
    keys: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, keys: _Optional[_Iterable[str]] = ...) -> None: ...

class ListPackagesResponse(_message.Message):
    __slots__ = ("package_ids",)
    PACKAGE_IDS_FIELD_NUMBER: _ClassVar[int]
    package_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, package_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class GetPackageResponse(_message.Message):
    __slots__ = ("hash_function", "archive_payload", "hash")
    HASH_FUNCTION_FIELD_NUMBER: _ClassVar[int]
    ARCHIVE_PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    HASH_FIELD_NUMBER: _ClassVar[int]
    hash_function: HashFunction
    archive_payload: bytes
    hash: str
    def __init__(self, hash_function: _Optional[_Union[HashFunction, str]] = ..., archive_payload: _Optional[bytes] = ..., hash: _Optional[str] = ...) -> None: ...

class GetPackageStatusResponse(_message.Message):
    __slots__ = ("package_status",)
    PACKAGE_STATUS_FIELD_NUMBER: _ClassVar[int]
    package_status: PackageStatus
    def __init__(self, package_status: _Optional[_Union[PackageStatus, str]] = ...) -> None: ...

class ListPackagesRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetPackageRequest(_message.Message):
    __slots__ = ("package_id",)
    PACKAGE_ID_FIELD_NUMBER: _ClassVar[int]
    package_id: str
    def __init__(self, package_id: _Optional[str] = ...) -> None: ...

class GetPackageStatusRequest(_message.Message):
    __slots__ = ("package_id",)
    PACKAGE_ID_FIELD_NUMBER: _ClassVar[int]
    package_id: str
    def __init__(self, package_id: _Optional[str] = ...) -> None: ...

class PackageMetadataFilter(_message.Message):
    __slots__ = ("package_ids", "package_name_prefixes")
    PACKAGE_IDS_FIELD_NUMBER: _ClassVar[int]
    PACKAGE_NAME_PREFIXES_FIELD_NUMBER: _ClassVar[int]
    package_ids: _containers.RepeatedScalarFieldContainer[str]
    package_name_prefixes: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, package_ids: _Optional[_Iterable[str]] = ..., package_name_prefixes: _Optional[_Iterable[str]] = ...) -> None: ...

class TopologyStateFilter(_message.Message):
    __slots__ = ("participant_ids", "synchronizer_ids")
    PARTICIPANT_IDS_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_IDS_FIELD_NUMBER: _ClassVar[int]
    participant_ids: _containers.RepeatedScalarFieldContainer[str]
    synchronizer_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, participant_ids: _Optional[_Iterable[str]] = ..., synchronizer_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class ListVettedPackagesRequest(_message.Message):
    __slots__ = ("package_metadata_filter", "topology_state_filter", "page_token", "page_size")
    PACKAGE_METADATA_FILTER_FIELD_NUMBER: _ClassVar[int]
    TOPOLOGY_STATE_FILTER_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    package_metadata_filter: PackageMetadataFilter
    topology_state_filter: TopologyStateFilter
    page_token: str
    page_size: int
    def __init__(self, package_metadata_filter: _Optional[_Union[PackageMetadataFilter, _Mapping]] = ..., topology_state_filter: _Optional[_Union[TopologyStateFilter, _Mapping]] = ..., page_token: _Optional[str] = ..., page_size: _Optional[int] = ...) -> None: ...

class ListVettedPackagesResponse(_message.Message):
    __slots__ = ("vetted_packages", "next_page_token")
    VETTED_PACKAGES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    vetted_packages: _containers.RepeatedCompositeFieldContainer[_ledger_value_pb2.VettedPackages]
    next_page_token: str
    def __init__(self, vetted_packages: _Optional[_Iterable[_Union[_ledger_value_pb2.VettedPackages, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class TopologyTransaction(_message.Message):
    __slots__ = ("update_id", "offset", "synchronizer_id", "record_time", "events", "trace_context")
    UPDATE_ID_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    RECORD_TIME_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    TRACE_CONTEXT_FIELD_NUMBER: _ClassVar[int]
    update_id: str
    offset: int
    synchronizer_id: str
    record_time: _timestamp_pb2.Timestamp
    events: _containers.RepeatedCompositeFieldContainer[TopologyEvent]
    trace_context: _ledger_value_pb2.TraceContext
    def __init__(self, update_id: _Optional[str] = ..., offset: _Optional[int] = ..., synchronizer_id: _Optional[str] = ..., record_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., events: _Optional[_Iterable[_Union[TopologyEvent, _Mapping]]] = ..., trace_context: _Optional[_Union[_ledger_value_pb2.TraceContext, _Mapping]] = ...) -> None: ...

class TopologyEvent(_message.Message):
    __slots__ = ("participant_authorization_changed", "participant_authorization_revoked", "participant_authorization_added", "participant_authorization_onboarding")
    PARTICIPANT_AUTHORIZATION_CHANGED_FIELD_NUMBER: _ClassVar[int]
    PARTICIPANT_AUTHORIZATION_REVOKED_FIELD_NUMBER: _ClassVar[int]
    PARTICIPANT_AUTHORIZATION_ADDED_FIELD_NUMBER: _ClassVar[int]
    PARTICIPANT_AUTHORIZATION_ONBOARDING_FIELD_NUMBER: _ClassVar[int]
    participant_authorization_changed: ParticipantAuthorizationChanged
    participant_authorization_revoked: ParticipantAuthorizationRevoked
    participant_authorization_added: ParticipantAuthorizationAdded
    participant_authorization_onboarding: ParticipantAuthorizationOnboarding
    def __init__(self, participant_authorization_changed: _Optional[_Union[ParticipantAuthorizationChanged, _Mapping]] = ..., participant_authorization_revoked: _Optional[_Union[ParticipantAuthorizationRevoked, _Mapping]] = ..., participant_authorization_added: _Optional[_Union[ParticipantAuthorizationAdded, _Mapping]] = ..., participant_authorization_onboarding: _Optional[_Union[ParticipantAuthorizationOnboarding, _Mapping]] = ...) -> None: ...

class ParticipantAuthorizationAdded(_message.Message):
    __slots__ = ("party_id", "participant_id", "participant_permission")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    PARTICIPANT_ID_FIELD_NUMBER: _ClassVar[int]
    PARTICIPANT_PERMISSION_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    participant_id: str
    participant_permission: ParticipantPermission
    def __init__(self, party_id: _Optional[str] = ..., participant_id: _Optional[str] = ..., participant_permission: _Optional[_Union[ParticipantPermission, str]] = ...) -> None: ...

class ParticipantAuthorizationChanged(_message.Message):
    __slots__ = ("party_id", "participant_id", "participant_permission")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    PARTICIPANT_ID_FIELD_NUMBER: _ClassVar[int]
    PARTICIPANT_PERMISSION_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    participant_id: str
    participant_permission: ParticipantPermission
    def __init__(self, party_id: _Optional[str] = ..., participant_id: _Optional[str] = ..., participant_permission: _Optional[_Union[ParticipantPermission, str]] = ...) -> None: ...

class ParticipantAuthorizationRevoked(_message.Message):
    __slots__ = ("party_id", "participant_id")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    PARTICIPANT_ID_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    participant_id: str
    def __init__(self, party_id: _Optional[str] = ..., participant_id: _Optional[str] = ...) -> None: ...

class ParticipantAuthorizationOnboarding(_message.Message):
    __slots__ = ("party_id", "participant_id", "participant_permission")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    PARTICIPANT_ID_FIELD_NUMBER: _ClassVar[int]
    PARTICIPANT_PERMISSION_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    participant_id: str
    participant_permission: ParticipantPermission
    def __init__(self, party_id: _Optional[str] = ..., participant_id: _Optional[str] = ..., participant_permission: _Optional[_Union[ParticipantPermission, str]] = ...) -> None: ...

class GetUpdatesRequest(_message.Message):
    __slots__ = ("begin_exclusive", "end_inclusive", "update_format", "descending_order")
    BEGIN_EXCLUSIVE_FIELD_NUMBER: _ClassVar[int]
    END_INCLUSIVE_FIELD_NUMBER: _ClassVar[int]
    UPDATE_FORMAT_FIELD_NUMBER: _ClassVar[int]
    DESCENDING_ORDER_FIELD_NUMBER: _ClassVar[int]
    begin_exclusive: int
    end_inclusive: int
    update_format: _ledger_event_pb2.UpdateFormat
    descending_order: bool
    def __init__(self, begin_exclusive: _Optional[int] = ..., end_inclusive: _Optional[int] = ..., update_format: _Optional[_Union[_ledger_event_pb2.UpdateFormat, _Mapping]] = ..., descending_order: _Optional[bool] = ...) -> None: ...

class GetUpdatesResponse(_message.Message):
    __slots__ = ("transaction", "reassignment", "offset_checkpoint", "topology_transaction")
    TRANSACTION_FIELD_NUMBER: _ClassVar[int]
    REASSIGNMENT_FIELD_NUMBER: _ClassVar[int]
    OFFSET_CHECKPOINT_FIELD_NUMBER: _ClassVar[int]
    TOPOLOGY_TRANSACTION_FIELD_NUMBER: _ClassVar[int]
    transaction: _ledger_event_pb2.Transaction
    reassignment: _ledger_event_pb2.Reassignment
    offset_checkpoint: _ledger_value_pb2.OffsetCheckpoint
    topology_transaction: TopologyTransaction
    def __init__(self, transaction: _Optional[_Union[_ledger_event_pb2.Transaction, _Mapping]] = ..., reassignment: _Optional[_Union[_ledger_event_pb2.Reassignment, _Mapping]] = ..., offset_checkpoint: _Optional[_Union[_ledger_value_pb2.OffsetCheckpoint, _Mapping]] = ..., topology_transaction: _Optional[_Union[TopologyTransaction, _Mapping]] = ...) -> None: ...

class GetUpdateByOffsetRequest(_message.Message):
    __slots__ = ("offset", "update_format")
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    UPDATE_FORMAT_FIELD_NUMBER: _ClassVar[int]
    offset: int
    update_format: _ledger_event_pb2.UpdateFormat
    def __init__(self, offset: _Optional[int] = ..., update_format: _Optional[_Union[_ledger_event_pb2.UpdateFormat, _Mapping]] = ...) -> None: ...

class GetUpdateByIdRequest(_message.Message):
    __slots__ = ("update_id", "update_format")
    UPDATE_ID_FIELD_NUMBER: _ClassVar[int]
    UPDATE_FORMAT_FIELD_NUMBER: _ClassVar[int]
    update_id: str
    update_format: _ledger_event_pb2.UpdateFormat
    def __init__(self, update_id: _Optional[str] = ..., update_format: _Optional[_Union[_ledger_event_pb2.UpdateFormat, _Mapping]] = ...) -> None: ...

class GetUpdateByHashRequest(_message.Message):
    __slots__ = ("transaction_hash", "update_format")
    TRANSACTION_HASH_FIELD_NUMBER: _ClassVar[int]
    UPDATE_FORMAT_FIELD_NUMBER: _ClassVar[int]
    transaction_hash: bytes
    update_format: _ledger_event_pb2.UpdateFormat
    def __init__(self, transaction_hash: _Optional[bytes] = ..., update_format: _Optional[_Union[_ledger_event_pb2.UpdateFormat, _Mapping]] = ...) -> None: ...

class GetUpdateResponse(_message.Message):
    __slots__ = ("transaction", "reassignment", "topology_transaction")
    TRANSACTION_FIELD_NUMBER: _ClassVar[int]
    REASSIGNMENT_FIELD_NUMBER: _ClassVar[int]
    TOPOLOGY_TRANSACTION_FIELD_NUMBER: _ClassVar[int]
    transaction: _ledger_event_pb2.Transaction
    reassignment: _ledger_event_pb2.Reassignment
    topology_transaction: TopologyTransaction
    def __init__(self, transaction: _Optional[_Union[_ledger_event_pb2.Transaction, _Mapping]] = ..., reassignment: _Optional[_Union[_ledger_event_pb2.Reassignment, _Mapping]] = ..., topology_transaction: _Optional[_Union[TopologyTransaction, _Mapping]] = ...) -> None: ...

class GetUpdatesPageRequest(_message.Message):
    __slots__ = ("begin_offset_exclusive", "end_offset_inclusive", "max_page_size", "update_format", "descending_order", "page_token")
    BEGIN_OFFSET_EXCLUSIVE_FIELD_NUMBER: _ClassVar[int]
    END_OFFSET_INCLUSIVE_FIELD_NUMBER: _ClassVar[int]
    MAX_PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    UPDATE_FORMAT_FIELD_NUMBER: _ClassVar[int]
    DESCENDING_ORDER_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    begin_offset_exclusive: int
    end_offset_inclusive: int
    max_page_size: int
    update_format: _ledger_event_pb2.UpdateFormat
    descending_order: bool
    page_token: bytes
    def __init__(self, begin_offset_exclusive: _Optional[int] = ..., end_offset_inclusive: _Optional[int] = ..., max_page_size: _Optional[int] = ..., update_format: _Optional[_Union[_ledger_event_pb2.UpdateFormat, _Mapping]] = ..., descending_order: _Optional[bool] = ..., page_token: _Optional[bytes] = ...) -> None: ...

class GetUpdatesPageResponse(_message.Message):
    __slots__ = ("updates", "lowest_page_offset_exclusive", "highest_page_offset_inclusive", "next_page_token")
    UPDATES_FIELD_NUMBER: _ClassVar[int]
    LOWEST_PAGE_OFFSET_EXCLUSIVE_FIELD_NUMBER: _ClassVar[int]
    HIGHEST_PAGE_OFFSET_INCLUSIVE_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    updates: _containers.RepeatedCompositeFieldContainer[GetUpdateResponse]
    lowest_page_offset_exclusive: int
    highest_page_offset_inclusive: int
    next_page_token: bytes
    def __init__(self, updates: _Optional[_Iterable[_Union[GetUpdateResponse, _Mapping]]] = ..., lowest_page_offset_exclusive: _Optional[int] = ..., highest_page_offset_inclusive: _Optional[int] = ..., next_page_token: _Optional[bytes] = ...) -> None: ...

class GetLedgerApiVersionRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetLedgerApiVersionResponse(_message.Message):
    __slots__ = ("version", "features")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    FEATURES_FIELD_NUMBER: _ClassVar[int]
    version: str
    features: FeaturesDescriptor
    def __init__(self, version: _Optional[str] = ..., features: _Optional[_Union[FeaturesDescriptor, _Mapping]] = ...) -> None: ...

class FeaturesDescriptor(_message.Message):
    __slots__ = ("experimental", "user_management", "party_management", "offset_checkpoint", "package_feature")
    EXPERIMENTAL_FIELD_NUMBER: _ClassVar[int]
    USER_MANAGEMENT_FIELD_NUMBER: _ClassVar[int]
    PARTY_MANAGEMENT_FIELD_NUMBER: _ClassVar[int]
    OFFSET_CHECKPOINT_FIELD_NUMBER: _ClassVar[int]
    PACKAGE_FEATURE_FIELD_NUMBER: _ClassVar[int]
    experimental: _ledger_value_pb2.ExperimentalFeatures
    user_management: UserManagementFeature
    party_management: PartyManagementFeature
    offset_checkpoint: OffsetCheckpointFeature
    package_feature: PackageFeature
    def __init__(self, experimental: _Optional[_Union[_ledger_value_pb2.ExperimentalFeatures, _Mapping]] = ..., user_management: _Optional[_Union[UserManagementFeature, _Mapping]] = ..., party_management: _Optional[_Union[PartyManagementFeature, _Mapping]] = ..., offset_checkpoint: _Optional[_Union[OffsetCheckpointFeature, _Mapping]] = ..., package_feature: _Optional[_Union[PackageFeature, _Mapping]] = ...) -> None: ...

class UserManagementFeature(_message.Message):
    __slots__ = ("supported", "max_rights_per_user", "max_users_page_size")
    SUPPORTED_FIELD_NUMBER: _ClassVar[int]
    MAX_RIGHTS_PER_USER_FIELD_NUMBER: _ClassVar[int]
    MAX_USERS_PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    supported: bool
    max_rights_per_user: int
    max_users_page_size: int
    def __init__(self, supported: _Optional[bool] = ..., max_rights_per_user: _Optional[int] = ..., max_users_page_size: _Optional[int] = ...) -> None: ...

class PartyManagementFeature(_message.Message):
    __slots__ = ("max_parties_page_size",)
    MAX_PARTIES_PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    max_parties_page_size: int
    def __init__(self, max_parties_page_size: _Optional[int] = ...) -> None: ...

class PackageFeature(_message.Message):
    __slots__ = ("max_vetted_packages_page_size",)
    MAX_VETTED_PACKAGES_PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    max_vetted_packages_page_size: int
    def __init__(self, max_vetted_packages_page_size: _Optional[int] = ...) -> None: ...

class OffsetCheckpointFeature(_message.Message):
    __slots__ = ("max_offset_checkpoint_emission_delay",)
    MAX_OFFSET_CHECKPOINT_EMISSION_DELAY_FIELD_NUMBER: _ClassVar[int]
    max_offset_checkpoint_emission_delay: _duration_pb2.Duration
    def __init__(self, max_offset_checkpoint_emission_delay: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...
