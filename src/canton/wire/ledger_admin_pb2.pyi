import datetime

from canton.wire import ledger_command_pb2 as _ledger_command_pb2
from canton.wire import ledger_service_pb2 as _ledger_service_pb2
from canton.wire import ledger_value_pb2 as _ledger_value_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CommandState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    COMMAND_STATE_UNSPECIFIED: _ClassVar[CommandState]
    COMMAND_STATE_PENDING: _ClassVar[CommandState]
    COMMAND_STATE_SUCCEEDED: _ClassVar[CommandState]
    COMMAND_STATE_FAILED: _ClassVar[CommandState]

class UpdateVettedPackagesForceFlag(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    UPDATE_VETTED_PACKAGES_FORCE_FLAG_UNSPECIFIED: _ClassVar[UpdateVettedPackagesForceFlag]
    UPDATE_VETTED_PACKAGES_FORCE_FLAG_ALLOW_VET_INCOMPATIBLE_UPGRADES: _ClassVar[UpdateVettedPackagesForceFlag]
    UPDATE_VETTED_PACKAGES_FORCE_FLAG_ALLOW_UNVETTED_DEPENDENCIES: _ClassVar[UpdateVettedPackagesForceFlag]
COMMAND_STATE_UNSPECIFIED: CommandState
COMMAND_STATE_PENDING: CommandState
COMMAND_STATE_SUCCEEDED: CommandState
COMMAND_STATE_FAILED: CommandState
UPDATE_VETTED_PACKAGES_FORCE_FLAG_UNSPECIFIED: UpdateVettedPackagesForceFlag
UPDATE_VETTED_PACKAGES_FORCE_FLAG_ALLOW_VET_INCOMPATIBLE_UPGRADES: UpdateVettedPackagesForceFlag
UPDATE_VETTED_PACKAGES_FORCE_FLAG_ALLOW_UNVETTED_DEPENDENCIES: UpdateVettedPackagesForceFlag

class GetCommandStatusRequest(_message.Message):
    __slots__ = ("command_id_prefix", "state", "limit")
    COMMAND_ID_PREFIX_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    command_id_prefix: str
    state: CommandState
    limit: int
    def __init__(self, command_id_prefix: _Optional[str] = ..., state: _Optional[_Union[CommandState, str]] = ..., limit: _Optional[int] = ...) -> None: ...

class GetCommandStatusResponse(_message.Message):
    __slots__ = ("command_status",)
    COMMAND_STATUS_FIELD_NUMBER: _ClassVar[int]
    command_status: _containers.RepeatedCompositeFieldContainer[CommandStatus]
    def __init__(self, command_status: _Optional[_Iterable[_Union[CommandStatus, _Mapping]]] = ...) -> None: ...

class Timing(_message.Message):
    __slots__ = ("description", "duration_ms")
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    DURATION_MS_FIELD_NUMBER: _ClassVar[int]
    description: str
    duration_ms: int
    def __init__(self, description: _Optional[str] = ..., duration_ms: _Optional[int] = ...) -> None: ...

class CommandStatus(_message.Message):
    __slots__ = ("started", "completed", "completion", "state", "commands", "request_statistics", "updates", "synchronizer_id", "timings")
    STARTED_FIELD_NUMBER: _ClassVar[int]
    COMPLETED_FIELD_NUMBER: _ClassVar[int]
    COMPLETION_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    COMMANDS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_STATISTICS_FIELD_NUMBER: _ClassVar[int]
    UPDATES_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    TIMINGS_FIELD_NUMBER: _ClassVar[int]
    started: _timestamp_pb2.Timestamp
    completed: _timestamp_pb2.Timestamp
    completion: _ledger_command_pb2.Completion
    state: CommandState
    commands: _containers.RepeatedCompositeFieldContainer[_ledger_command_pb2.Command]
    request_statistics: RequestStatistics
    updates: CommandUpdates
    synchronizer_id: str
    timings: _containers.RepeatedCompositeFieldContainer[Timing]
    def __init__(self, started: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., completed: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., completion: _Optional[_Union[_ledger_command_pb2.Completion, _Mapping]] = ..., state: _Optional[_Union[CommandState, str]] = ..., commands: _Optional[_Iterable[_Union[_ledger_command_pb2.Command, _Mapping]]] = ..., request_statistics: _Optional[_Union[RequestStatistics, _Mapping]] = ..., updates: _Optional[_Union[CommandUpdates, _Mapping]] = ..., synchronizer_id: _Optional[str] = ..., timings: _Optional[_Iterable[_Union[Timing, _Mapping]]] = ...) -> None: ...

class RequestStatistics(_message.Message):
    __slots__ = ("envelopes", "request_size", "recipients")
    ENVELOPES_FIELD_NUMBER: _ClassVar[int]
    REQUEST_SIZE_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTS_FIELD_NUMBER: _ClassVar[int]
    envelopes: int
    request_size: int
    recipients: int
    def __init__(self, envelopes: _Optional[int] = ..., request_size: _Optional[int] = ..., recipients: _Optional[int] = ...) -> None: ...

class CommandUpdates(_message.Message):
    __slots__ = ("created", "archived", "exercised", "fetched", "looked_up_by_key")
    CREATED_FIELD_NUMBER: _ClassVar[int]
    ARCHIVED_FIELD_NUMBER: _ClassVar[int]
    EXERCISED_FIELD_NUMBER: _ClassVar[int]
    FETCHED_FIELD_NUMBER: _ClassVar[int]
    LOOKED_UP_BY_KEY_FIELD_NUMBER: _ClassVar[int]
    created: _containers.RepeatedCompositeFieldContainer[Contract]
    archived: _containers.RepeatedCompositeFieldContainer[Contract]
    exercised: int
    fetched: int
    looked_up_by_key: int
    def __init__(self, created: _Optional[_Iterable[_Union[Contract, _Mapping]]] = ..., archived: _Optional[_Iterable[_Union[Contract, _Mapping]]] = ..., exercised: _Optional[int] = ..., fetched: _Optional[int] = ..., looked_up_by_key: _Optional[int] = ...) -> None: ...

class Contract(_message.Message):
    __slots__ = ("template_id", "contract_id", "contract_key")
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_KEY_FIELD_NUMBER: _ClassVar[int]
    template_id: _ledger_value_pb2.Identifier
    contract_id: str
    contract_key: _ledger_value_pb2.Value
    def __init__(self, template_id: _Optional[_Union[_ledger_value_pb2.Identifier, _Mapping]] = ..., contract_id: _Optional[str] = ..., contract_key: _Optional[_Union[_ledger_value_pb2.Value, _Mapping]] = ...) -> None: ...

class IdentityProviderConfig(_message.Message):
    __slots__ = ("identity_provider_id", "is_deactivated", "issuer", "jwks_url", "audience")
    IDENTITY_PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    IS_DEACTIVATED_FIELD_NUMBER: _ClassVar[int]
    ISSUER_FIELD_NUMBER: _ClassVar[int]
    JWKS_URL_FIELD_NUMBER: _ClassVar[int]
    AUDIENCE_FIELD_NUMBER: _ClassVar[int]
    identity_provider_id: str
    is_deactivated: bool
    issuer: str
    jwks_url: str
    audience: str
    def __init__(self, identity_provider_id: _Optional[str] = ..., is_deactivated: _Optional[bool] = ..., issuer: _Optional[str] = ..., jwks_url: _Optional[str] = ..., audience: _Optional[str] = ...) -> None: ...

class CreateIdentityProviderConfigRequest(_message.Message):
    __slots__ = ("identity_provider_config",)
    IDENTITY_PROVIDER_CONFIG_FIELD_NUMBER: _ClassVar[int]
    identity_provider_config: IdentityProviderConfig
    def __init__(self, identity_provider_config: _Optional[_Union[IdentityProviderConfig, _Mapping]] = ...) -> None: ...

class CreateIdentityProviderConfigResponse(_message.Message):
    __slots__ = ("identity_provider_config",)
    IDENTITY_PROVIDER_CONFIG_FIELD_NUMBER: _ClassVar[int]
    identity_provider_config: IdentityProviderConfig
    def __init__(self, identity_provider_config: _Optional[_Union[IdentityProviderConfig, _Mapping]] = ...) -> None: ...

class GetIdentityProviderConfigRequest(_message.Message):
    __slots__ = ("identity_provider_id",)
    IDENTITY_PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    identity_provider_id: str
    def __init__(self, identity_provider_id: _Optional[str] = ...) -> None: ...

class GetIdentityProviderConfigResponse(_message.Message):
    __slots__ = ("identity_provider_config",)
    IDENTITY_PROVIDER_CONFIG_FIELD_NUMBER: _ClassVar[int]
    identity_provider_config: IdentityProviderConfig
    def __init__(self, identity_provider_config: _Optional[_Union[IdentityProviderConfig, _Mapping]] = ...) -> None: ...

class ListIdentityProviderConfigsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListIdentityProviderConfigsResponse(_message.Message):
    __slots__ = ("identity_provider_configs",)
    IDENTITY_PROVIDER_CONFIGS_FIELD_NUMBER: _ClassVar[int]
    identity_provider_configs: _containers.RepeatedCompositeFieldContainer[IdentityProviderConfig]
    def __init__(self, identity_provider_configs: _Optional[_Iterable[_Union[IdentityProviderConfig, _Mapping]]] = ...) -> None: ...

class UpdateIdentityProviderConfigRequest(_message.Message):
    __slots__ = ("identity_provider_config", "update_mask")
    IDENTITY_PROVIDER_CONFIG_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    identity_provider_config: IdentityProviderConfig
    update_mask: _field_mask_pb2.FieldMask
    def __init__(self, identity_provider_config: _Optional[_Union[IdentityProviderConfig, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ...) -> None: ...

class UpdateIdentityProviderConfigResponse(_message.Message):
    __slots__ = ("identity_provider_config",)
    IDENTITY_PROVIDER_CONFIG_FIELD_NUMBER: _ClassVar[int]
    identity_provider_config: IdentityProviderConfig
    def __init__(self, identity_provider_config: _Optional[_Union[IdentityProviderConfig, _Mapping]] = ...) -> None: ...

class DeleteIdentityProviderConfigRequest(_message.Message):
    __slots__ = ("identity_provider_id",)
    IDENTITY_PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    identity_provider_id: str
    def __init__(self, identity_provider_id: _Optional[str] = ...) -> None: ...

class DeleteIdentityProviderConfigResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ObjectMeta(_message.Message):
    __slots__ = ("resource_version", "annotations")
    class AnnotationsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    RESOURCE_VERSION_FIELD_NUMBER: _ClassVar[int]
    ANNOTATIONS_FIELD_NUMBER: _ClassVar[int]
    resource_version: str
    annotations: _containers.ScalarMap[str, str]
    def __init__(self, resource_version: _Optional[str] = ..., annotations: _Optional[_Mapping[str, str]] = ...) -> None: ...

class ListKnownPackagesRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListKnownPackagesResponse(_message.Message):
    __slots__ = ("package_details",)
    PACKAGE_DETAILS_FIELD_NUMBER: _ClassVar[int]
    package_details: _containers.RepeatedCompositeFieldContainer[PackageDetails]
    def __init__(self, package_details: _Optional[_Iterable[_Union[PackageDetails, _Mapping]]] = ...) -> None: ...

class PackageDetails(_message.Message):
    __slots__ = ("package_id", "package_size", "known_since", "name", "version")
    PACKAGE_ID_FIELD_NUMBER: _ClassVar[int]
    PACKAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    KNOWN_SINCE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    package_id: str
    package_size: int
    known_since: _timestamp_pb2.Timestamp
    name: str
    version: str
    def __init__(self, package_id: _Optional[str] = ..., package_size: _Optional[int] = ..., known_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., name: _Optional[str] = ..., version: _Optional[str] = ...) -> None: ...

class UploadDarFileRequest(_message.Message):
    __slots__ = ("dar_file", "submission_id", "vetting_change", "synchronizer_id")
    class VettingChange(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        VETTING_CHANGE_UNSPECIFIED: _ClassVar[UploadDarFileRequest.VettingChange]
        VETTING_CHANGE_VET_ALL_PACKAGES: _ClassVar[UploadDarFileRequest.VettingChange]
        VETTING_CHANGE_DONT_VET_ANY_PACKAGES: _ClassVar[UploadDarFileRequest.VettingChange]
    VETTING_CHANGE_UNSPECIFIED: UploadDarFileRequest.VettingChange
    VETTING_CHANGE_VET_ALL_PACKAGES: UploadDarFileRequest.VettingChange
    VETTING_CHANGE_DONT_VET_ANY_PACKAGES: UploadDarFileRequest.VettingChange
    DAR_FILE_FIELD_NUMBER: _ClassVar[int]
    SUBMISSION_ID_FIELD_NUMBER: _ClassVar[int]
    VETTING_CHANGE_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    dar_file: bytes
    submission_id: str
    vetting_change: UploadDarFileRequest.VettingChange
    synchronizer_id: str
    def __init__(self, dar_file: _Optional[bytes] = ..., submission_id: _Optional[str] = ..., vetting_change: _Optional[_Union[UploadDarFileRequest.VettingChange, str]] = ..., synchronizer_id: _Optional[str] = ...) -> None: ...

class UploadDarFileResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ValidateDarFileRequest(_message.Message):
    __slots__ = ("dar_file", "submission_id", "synchronizer_id")
    DAR_FILE_FIELD_NUMBER: _ClassVar[int]
    SUBMISSION_ID_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    dar_file: bytes
    submission_id: str
    synchronizer_id: str
    def __init__(self, dar_file: _Optional[bytes] = ..., submission_id: _Optional[str] = ..., synchronizer_id: _Optional[str] = ...) -> None: ...

class ValidateDarFileResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class VettedPackagesChange(_message.Message):
    __slots__ = ("vet", "unvet")
    class Unvet(_message.Message):
        __slots__ = ("packages",)
        PACKAGES_FIELD_NUMBER: _ClassVar[int]
        packages: _containers.RepeatedCompositeFieldContainer[VettedPackagesRef]
        def __init__(self, packages: _Optional[_Iterable[_Union[VettedPackagesRef, _Mapping]]] = ...) -> None: ...
    class Vet(_message.Message):
        __slots__ = ("packages", "new_valid_from_inclusive", "new_valid_until_exclusive")
        PACKAGES_FIELD_NUMBER: _ClassVar[int]
        NEW_VALID_FROM_INCLUSIVE_FIELD_NUMBER: _ClassVar[int]
        NEW_VALID_UNTIL_EXCLUSIVE_FIELD_NUMBER: _ClassVar[int]
        packages: _containers.RepeatedCompositeFieldContainer[VettedPackagesRef]
        new_valid_from_inclusive: _timestamp_pb2.Timestamp
        new_valid_until_exclusive: _timestamp_pb2.Timestamp
        def __init__(self, packages: _Optional[_Iterable[_Union[VettedPackagesRef, _Mapping]]] = ..., new_valid_from_inclusive: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., new_valid_until_exclusive: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
    VET_FIELD_NUMBER: _ClassVar[int]
    UNVET_FIELD_NUMBER: _ClassVar[int]
    vet: VettedPackagesChange.Vet
    unvet: VettedPackagesChange.Unvet
    def __init__(self, vet: _Optional[_Union[VettedPackagesChange.Vet, _Mapping]] = ..., unvet: _Optional[_Union[VettedPackagesChange.Unvet, _Mapping]] = ...) -> None: ...

class VettedPackagesRef(_message.Message):
    __slots__ = ("package_id", "package_name", "package_version")
    PACKAGE_ID_FIELD_NUMBER: _ClassVar[int]
    PACKAGE_NAME_FIELD_NUMBER: _ClassVar[int]
    PACKAGE_VERSION_FIELD_NUMBER: _ClassVar[int]
    package_id: str
    package_name: str
    package_version: str
    def __init__(self, package_id: _Optional[str] = ..., package_name: _Optional[str] = ..., package_version: _Optional[str] = ...) -> None: ...

class UpdateVettedPackagesRequest(_message.Message):
    __slots__ = ("changes", "dry_run", "synchronizer_id", "expected_topology_serial", "update_vetted_packages_force_flags")
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_TOPOLOGY_SERIAL_FIELD_NUMBER: _ClassVar[int]
    UPDATE_VETTED_PACKAGES_FORCE_FLAGS_FIELD_NUMBER: _ClassVar[int]
    changes: _containers.RepeatedCompositeFieldContainer[VettedPackagesChange]
    dry_run: bool
    synchronizer_id: str
    expected_topology_serial: _ledger_value_pb2.PriorTopologySerial
    update_vetted_packages_force_flags: _containers.RepeatedScalarFieldContainer[UpdateVettedPackagesForceFlag]
    def __init__(self, changes: _Optional[_Iterable[_Union[VettedPackagesChange, _Mapping]]] = ..., dry_run: _Optional[bool] = ..., synchronizer_id: _Optional[str] = ..., expected_topology_serial: _Optional[_Union[_ledger_value_pb2.PriorTopologySerial, _Mapping]] = ..., update_vetted_packages_force_flags: _Optional[_Iterable[_Union[UpdateVettedPackagesForceFlag, str]]] = ...) -> None: ...

class UpdateVettedPackagesResponse(_message.Message):
    __slots__ = ("past_vetted_packages", "new_vetted_packages")
    PAST_VETTED_PACKAGES_FIELD_NUMBER: _ClassVar[int]
    NEW_VETTED_PACKAGES_FIELD_NUMBER: _ClassVar[int]
    past_vetted_packages: _ledger_value_pb2.VettedPackages
    new_vetted_packages: _ledger_value_pb2.VettedPackages
    def __init__(self, past_vetted_packages: _Optional[_Union[_ledger_value_pb2.VettedPackages, _Mapping]] = ..., new_vetted_packages: _Optional[_Union[_ledger_value_pb2.VettedPackages, _Mapping]] = ...) -> None: ...

class PruneRequest(_message.Message):
    __slots__ = ("prune_up_to", "submission_id", "prune_all_divulged_contracts")
    PRUNE_UP_TO_FIELD_NUMBER: _ClassVar[int]
    SUBMISSION_ID_FIELD_NUMBER: _ClassVar[int]
    PRUNE_ALL_DIVULGED_CONTRACTS_FIELD_NUMBER: _ClassVar[int]
    prune_up_to: int
    submission_id: str
    prune_all_divulged_contracts: bool
    def __init__(self, prune_up_to: _Optional[int] = ..., submission_id: _Optional[str] = ..., prune_all_divulged_contracts: _Optional[bool] = ...) -> None: ...

class PruneResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ExportPartyAcsRequest(_message.Message):
    __slots__ = ("party_id", "synchronizer_id", "target_participant_uid", "begin_offset_exclusive", "wait_for_activation_timeout")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    TARGET_PARTICIPANT_UID_FIELD_NUMBER: _ClassVar[int]
    BEGIN_OFFSET_EXCLUSIVE_FIELD_NUMBER: _ClassVar[int]
    WAIT_FOR_ACTIVATION_TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    synchronizer_id: str
    target_participant_uid: str
    begin_offset_exclusive: int
    wait_for_activation_timeout: _duration_pb2.Duration
    def __init__(self, party_id: _Optional[str] = ..., synchronizer_id: _Optional[str] = ..., target_participant_uid: _Optional[str] = ..., begin_offset_exclusive: _Optional[int] = ..., wait_for_activation_timeout: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class ExportPartyAcsResponse(_message.Message):
    __slots__ = ("chunk",)
    CHUNK_FIELD_NUMBER: _ClassVar[int]
    chunk: bytes
    def __init__(self, chunk: _Optional[bytes] = ...) -> None: ...

class AddPartyWithAcsRequest(_message.Message):
    __slots__ = ("acs_snapshot", "arguments")
    ACS_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    ARGUMENTS_FIELD_NUMBER: _ClassVar[int]
    acs_snapshot: bytes
    arguments: AddPartyArguments
    def __init__(self, acs_snapshot: _Optional[bytes] = ..., arguments: _Optional[_Union[AddPartyArguments, _Mapping]] = ...) -> None: ...

class AddPartyArguments(_message.Message):
    __slots__ = ("party_id", "synchronizer_id", "source_participant_uid", "topology_serial", "participant_permission")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    SOURCE_PARTICIPANT_UID_FIELD_NUMBER: _ClassVar[int]
    TOPOLOGY_SERIAL_FIELD_NUMBER: _ClassVar[int]
    PARTICIPANT_PERMISSION_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    synchronizer_id: str
    source_participant_uid: str
    topology_serial: int
    participant_permission: _ledger_service_pb2.ParticipantPermission
    def __init__(self, party_id: _Optional[str] = ..., synchronizer_id: _Optional[str] = ..., source_participant_uid: _Optional[str] = ..., topology_serial: _Optional[int] = ..., participant_permission: _Optional[_Union[_ledger_service_pb2.ParticipantPermission, str]] = ...) -> None: ...

class AddPartyWithAcsResponse(_message.Message):
    __slots__ = ("add_party_request_id",)
    ADD_PARTY_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    add_party_request_id: str
    def __init__(self, add_party_request_id: _Optional[str] = ...) -> None: ...

class GetAddPartyStatusRequest(_message.Message):
    __slots__ = ("add_party_request_id",)
    ADD_PARTY_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    add_party_request_id: str
    def __init__(self, add_party_request_id: _Optional[str] = ...) -> None: ...

class GetAddPartyStatusResponse(_message.Message):
    __slots__ = ("status",)
    STATUS_FIELD_NUMBER: _ClassVar[int]
    status: PartyReplicationStatus
    def __init__(self, status: _Optional[_Union[PartyReplicationStatus, _Mapping]] = ...) -> None: ...

class PartyReplicationStatus(_message.Message):
    __slots__ = ("parameters", "authorization", "replication", "indexing", "has_completed", "error_message")
    class ReplicationParameters(_message.Message):
        __slots__ = ("request_id", "party_id", "synchronizer_id", "source_participant_uid", "target_participant_uid", "topology_serial")
        REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
        PARTY_ID_FIELD_NUMBER: _ClassVar[int]
        SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
        SOURCE_PARTICIPANT_UID_FIELD_NUMBER: _ClassVar[int]
        TARGET_PARTICIPANT_UID_FIELD_NUMBER: _ClassVar[int]
        TOPOLOGY_SERIAL_FIELD_NUMBER: _ClassVar[int]
        request_id: str
        party_id: str
        synchronizer_id: str
        source_participant_uid: str
        target_participant_uid: str
        topology_serial: int
        def __init__(self, request_id: _Optional[str] = ..., party_id: _Optional[str] = ..., synchronizer_id: _Optional[str] = ..., source_participant_uid: _Optional[str] = ..., target_participant_uid: _Optional[str] = ..., topology_serial: _Optional[int] = ...) -> None: ...
    class PartyReplicationAuthorization(_message.Message):
        __slots__ = ("onboarding_at", "is_onboarding_flag_cleared")
        ONBOARDING_AT_FIELD_NUMBER: _ClassVar[int]
        IS_ONBOARDING_FLAG_CLEARED_FIELD_NUMBER: _ClassVar[int]
        onboarding_at: _timestamp_pb2.Timestamp
        is_onboarding_flag_cleared: bool
        def __init__(self, onboarding_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., is_onboarding_flag_cleared: _Optional[bool] = ...) -> None: ...
    class AcsReplicationProgress(_message.Message):
        __slots__ = ("processed_contract_count", "fully_processed_acs")
        PROCESSED_CONTRACT_COUNT_FIELD_NUMBER: _ClassVar[int]
        FULLY_PROCESSED_ACS_FIELD_NUMBER: _ClassVar[int]
        processed_contract_count: int
        fully_processed_acs: bool
        def __init__(self, processed_contract_count: _Optional[int] = ..., fully_processed_acs: _Optional[bool] = ...) -> None: ...
    class AcsIndexingProgress(_message.Message):
        __slots__ = ()
        def __init__(self) -> None: ...
    class PartyReplicationError(_message.Message):
        __slots__ = ("error_message",)
        ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
        error_message: str
        def __init__(self, error_message: _Optional[str] = ...) -> None: ...
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZATION_FIELD_NUMBER: _ClassVar[int]
    REPLICATION_FIELD_NUMBER: _ClassVar[int]
    INDEXING_FIELD_NUMBER: _ClassVar[int]
    HAS_COMPLETED_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    parameters: PartyReplicationStatus.ReplicationParameters
    authorization: PartyReplicationStatus.PartyReplicationAuthorization
    replication: PartyReplicationStatus.AcsReplicationProgress
    indexing: PartyReplicationStatus.AcsIndexingProgress
    has_completed: bool
    error_message: PartyReplicationStatus.PartyReplicationError
    def __init__(self, parameters: _Optional[_Union[PartyReplicationStatus.ReplicationParameters, _Mapping]] = ..., authorization: _Optional[_Union[PartyReplicationStatus.PartyReplicationAuthorization, _Mapping]] = ..., replication: _Optional[_Union[PartyReplicationStatus.AcsReplicationProgress, _Mapping]] = ..., indexing: _Optional[_Union[PartyReplicationStatus.AcsIndexingProgress, _Mapping]] = ..., has_completed: _Optional[bool] = ..., error_message: _Optional[_Union[PartyReplicationStatus.PartyReplicationError, _Mapping]] = ...) -> None: ...

class GetParticipantIdRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetParticipantIdResponse(_message.Message):
    __slots__ = ("participant_id",)
    PARTICIPANT_ID_FIELD_NUMBER: _ClassVar[int]
    participant_id: str
    def __init__(self, participant_id: _Optional[str] = ...) -> None: ...

class GetPartiesRequest(_message.Message):
    __slots__ = ("parties", "identity_provider_id")
    PARTIES_FIELD_NUMBER: _ClassVar[int]
    IDENTITY_PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    parties: _containers.RepeatedScalarFieldContainer[str]
    identity_provider_id: str
    def __init__(self, parties: _Optional[_Iterable[str]] = ..., identity_provider_id: _Optional[str] = ...) -> None: ...

class GetPartiesResponse(_message.Message):
    __slots__ = ("party_details",)
    PARTY_DETAILS_FIELD_NUMBER: _ClassVar[int]
    party_details: _containers.RepeatedCompositeFieldContainer[PartyDetails]
    def __init__(self, party_details: _Optional[_Iterable[_Union[PartyDetails, _Mapping]]] = ...) -> None: ...

class ListKnownPartiesRequest(_message.Message):
    __slots__ = ("page_token", "page_size", "identity_provider_id", "filter_party")
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    IDENTITY_PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    FILTER_PARTY_FIELD_NUMBER: _ClassVar[int]
    page_token: str
    page_size: int
    identity_provider_id: str
    filter_party: str
    def __init__(self, page_token: _Optional[str] = ..., page_size: _Optional[int] = ..., identity_provider_id: _Optional[str] = ..., filter_party: _Optional[str] = ...) -> None: ...

class ListKnownPartiesResponse(_message.Message):
    __slots__ = ("party_details", "next_page_token")
    PARTY_DETAILS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    party_details: _containers.RepeatedCompositeFieldContainer[PartyDetails]
    next_page_token: str
    def __init__(self, party_details: _Optional[_Iterable[_Union[PartyDetails, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class AllocatePartyRequest(_message.Message):
    __slots__ = ("party_id_hint", "local_metadata", "identity_provider_id", "synchronizer_id", "user_id")
    PARTY_ID_HINT_FIELD_NUMBER: _ClassVar[int]
    LOCAL_METADATA_FIELD_NUMBER: _ClassVar[int]
    IDENTITY_PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    party_id_hint: str
    local_metadata: ObjectMeta
    identity_provider_id: str
    synchronizer_id: str
    user_id: str
    def __init__(self, party_id_hint: _Optional[str] = ..., local_metadata: _Optional[_Union[ObjectMeta, _Mapping]] = ..., identity_provider_id: _Optional[str] = ..., synchronizer_id: _Optional[str] = ..., user_id: _Optional[str] = ...) -> None: ...

class AllocatePartyResponse(_message.Message):
    __slots__ = ("party_details",)
    PARTY_DETAILS_FIELD_NUMBER: _ClassVar[int]
    party_details: PartyDetails
    def __init__(self, party_details: _Optional[_Union[PartyDetails, _Mapping]] = ...) -> None: ...

class AllocateExternalPartyRequest(_message.Message):
    __slots__ = ("synchronizer", "onboarding_transactions", "multi_hash_signatures", "identity_provider_id", "wait_for_allocation", "user_id")
    class SignedTransaction(_message.Message):
        __slots__ = ("transaction", "signatures")
        TRANSACTION_FIELD_NUMBER: _ClassVar[int]
        SIGNATURES_FIELD_NUMBER: _ClassVar[int]
        transaction: bytes
        signatures: _containers.RepeatedCompositeFieldContainer[_ledger_value_pb2.Signature]
        def __init__(self, transaction: _Optional[bytes] = ..., signatures: _Optional[_Iterable[_Union[_ledger_value_pb2.Signature, _Mapping]]] = ...) -> None: ...
    SYNCHRONIZER_FIELD_NUMBER: _ClassVar[int]
    ONBOARDING_TRANSACTIONS_FIELD_NUMBER: _ClassVar[int]
    MULTI_HASH_SIGNATURES_FIELD_NUMBER: _ClassVar[int]
    IDENTITY_PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    WAIT_FOR_ALLOCATION_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    synchronizer: str
    onboarding_transactions: _containers.RepeatedCompositeFieldContainer[AllocateExternalPartyRequest.SignedTransaction]
    multi_hash_signatures: _containers.RepeatedCompositeFieldContainer[_ledger_value_pb2.Signature]
    identity_provider_id: str
    wait_for_allocation: bool
    user_id: str
    def __init__(self, synchronizer: _Optional[str] = ..., onboarding_transactions: _Optional[_Iterable[_Union[AllocateExternalPartyRequest.SignedTransaction, _Mapping]]] = ..., multi_hash_signatures: _Optional[_Iterable[_Union[_ledger_value_pb2.Signature, _Mapping]]] = ..., identity_provider_id: _Optional[str] = ..., wait_for_allocation: _Optional[bool] = ..., user_id: _Optional[str] = ...) -> None: ...

class AllocateExternalPartyResponse(_message.Message):
    __slots__ = ("party_id",)
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    def __init__(self, party_id: _Optional[str] = ...) -> None: ...

class UpdatePartyDetailsRequest(_message.Message):
    __slots__ = ("party_details", "update_mask")
    PARTY_DETAILS_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    party_details: PartyDetails
    update_mask: _field_mask_pb2.FieldMask
    def __init__(self, party_details: _Optional[_Union[PartyDetails, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ...) -> None: ...

class UpdatePartyDetailsResponse(_message.Message):
    __slots__ = ("party_details",)
    PARTY_DETAILS_FIELD_NUMBER: _ClassVar[int]
    party_details: PartyDetails
    def __init__(self, party_details: _Optional[_Union[PartyDetails, _Mapping]] = ...) -> None: ...

class PartyDetails(_message.Message):
    __slots__ = ("party", "is_local", "local_metadata", "identity_provider_id")
    PARTY_FIELD_NUMBER: _ClassVar[int]
    IS_LOCAL_FIELD_NUMBER: _ClassVar[int]
    LOCAL_METADATA_FIELD_NUMBER: _ClassVar[int]
    IDENTITY_PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    party: str
    is_local: bool
    local_metadata: ObjectMeta
    identity_provider_id: str
    def __init__(self, party: _Optional[str] = ..., is_local: _Optional[bool] = ..., local_metadata: _Optional[_Union[ObjectMeta, _Mapping]] = ..., identity_provider_id: _Optional[str] = ...) -> None: ...

class UpdatePartyIdentityProviderIdRequest(_message.Message):
    __slots__ = ("party", "source_identity_provider_id", "target_identity_provider_id")
    PARTY_FIELD_NUMBER: _ClassVar[int]
    SOURCE_IDENTITY_PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    TARGET_IDENTITY_PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    party: str
    source_identity_provider_id: str
    target_identity_provider_id: str
    def __init__(self, party: _Optional[str] = ..., source_identity_provider_id: _Optional[str] = ..., target_identity_provider_id: _Optional[str] = ...) -> None: ...

class UpdatePartyIdentityProviderIdResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GenerateExternalPartyTopologyRequest(_message.Message):
    __slots__ = ("synchronizer", "party_hint", "public_key", "local_participant_observation_only", "other_confirming_participant_uids", "confirmation_threshold", "observing_participant_uids")
    SYNCHRONIZER_FIELD_NUMBER: _ClassVar[int]
    PARTY_HINT_FIELD_NUMBER: _ClassVar[int]
    PUBLIC_KEY_FIELD_NUMBER: _ClassVar[int]
    LOCAL_PARTICIPANT_OBSERVATION_ONLY_FIELD_NUMBER: _ClassVar[int]
    OTHER_CONFIRMING_PARTICIPANT_UIDS_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATION_THRESHOLD_FIELD_NUMBER: _ClassVar[int]
    OBSERVING_PARTICIPANT_UIDS_FIELD_NUMBER: _ClassVar[int]
    synchronizer: str
    party_hint: str
    public_key: _ledger_value_pb2.SigningPublicKey
    local_participant_observation_only: bool
    other_confirming_participant_uids: _containers.RepeatedScalarFieldContainer[str]
    confirmation_threshold: int
    observing_participant_uids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, synchronizer: _Optional[str] = ..., party_hint: _Optional[str] = ..., public_key: _Optional[_Union[_ledger_value_pb2.SigningPublicKey, _Mapping]] = ..., local_participant_observation_only: _Optional[bool] = ..., other_confirming_participant_uids: _Optional[_Iterable[str]] = ..., confirmation_threshold: _Optional[int] = ..., observing_participant_uids: _Optional[_Iterable[str]] = ...) -> None: ...

class GenerateExternalPartyTopologyResponse(_message.Message):
    __slots__ = ("party_id", "public_key_fingerprint", "topology_transactions", "multi_hash")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    PUBLIC_KEY_FINGERPRINT_FIELD_NUMBER: _ClassVar[int]
    TOPOLOGY_TRANSACTIONS_FIELD_NUMBER: _ClassVar[int]
    MULTI_HASH_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    public_key_fingerprint: str
    topology_transactions: _containers.RepeatedScalarFieldContainer[bytes]
    multi_hash: bytes
    def __init__(self, party_id: _Optional[str] = ..., public_key_fingerprint: _Optional[str] = ..., topology_transactions: _Optional[_Iterable[bytes]] = ..., multi_hash: _Optional[bytes] = ...) -> None: ...

class User(_message.Message):
    __slots__ = ("id", "primary_party", "is_deactivated", "metadata", "identity_provider_id", "primary_party_authentication")
    ID_FIELD_NUMBER: _ClassVar[int]
    PRIMARY_PARTY_FIELD_NUMBER: _ClassVar[int]
    IS_DEACTIVATED_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    IDENTITY_PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    PRIMARY_PARTY_AUTHENTICATION_FIELD_NUMBER: _ClassVar[int]
    id: str
    primary_party: str
    is_deactivated: bool
    metadata: ObjectMeta
    identity_provider_id: str
    primary_party_authentication: bool
    def __init__(self, id: _Optional[str] = ..., primary_party: _Optional[str] = ..., is_deactivated: _Optional[bool] = ..., metadata: _Optional[_Union[ObjectMeta, _Mapping]] = ..., identity_provider_id: _Optional[str] = ..., primary_party_authentication: _Optional[bool] = ...) -> None: ...

class Right(_message.Message):
    __slots__ = ("participant_admin", "can_act_as", "can_read_as", "identity_provider_admin", "can_read_as_any_party", "can_execute_as", "can_execute_as_any_party", "can_act_as_any_party")
    class ParticipantAdmin(_message.Message):
        __slots__ = ()
        def __init__(self) -> None: ...
    class CanActAs(_message.Message):
        __slots__ = ("party",)
        PARTY_FIELD_NUMBER: _ClassVar[int]
        party: str
        def __init__(self, party: _Optional[str] = ...) -> None: ...
    class CanReadAs(_message.Message):
        __slots__ = ("party",)
        PARTY_FIELD_NUMBER: _ClassVar[int]
        party: str
        def __init__(self, party: _Optional[str] = ...) -> None: ...
    class CanExecuteAs(_message.Message):
        __slots__ = ("party",)
        PARTY_FIELD_NUMBER: _ClassVar[int]
        party: str
        def __init__(self, party: _Optional[str] = ...) -> None: ...
    class IdentityProviderAdmin(_message.Message):
        __slots__ = ()
        def __init__(self) -> None: ...
    class CanReadAsAnyParty(_message.Message):
        __slots__ = ()
        def __init__(self) -> None: ...
    class CanExecuteAsAnyParty(_message.Message):
        __slots__ = ()
        def __init__(self) -> None: ...
    class CanActAsAnyParty(_message.Message):
        __slots__ = ()
        def __init__(self) -> None: ...
    PARTICIPANT_ADMIN_FIELD_NUMBER: _ClassVar[int]
    CAN_ACT_AS_FIELD_NUMBER: _ClassVar[int]
    CAN_READ_AS_FIELD_NUMBER: _ClassVar[int]
    IDENTITY_PROVIDER_ADMIN_FIELD_NUMBER: _ClassVar[int]
    CAN_READ_AS_ANY_PARTY_FIELD_NUMBER: _ClassVar[int]
    CAN_EXECUTE_AS_FIELD_NUMBER: _ClassVar[int]
    CAN_EXECUTE_AS_ANY_PARTY_FIELD_NUMBER: _ClassVar[int]
    CAN_ACT_AS_ANY_PARTY_FIELD_NUMBER: _ClassVar[int]
    participant_admin: Right.ParticipantAdmin
    can_act_as: Right.CanActAs
    can_read_as: Right.CanReadAs
    identity_provider_admin: Right.IdentityProviderAdmin
    can_read_as_any_party: Right.CanReadAsAnyParty
    can_execute_as: Right.CanExecuteAs
    can_execute_as_any_party: Right.CanExecuteAsAnyParty
    can_act_as_any_party: Right.CanActAsAnyParty
    def __init__(self, participant_admin: _Optional[_Union[Right.ParticipantAdmin, _Mapping]] = ..., can_act_as: _Optional[_Union[Right.CanActAs, _Mapping]] = ..., can_read_as: _Optional[_Union[Right.CanReadAs, _Mapping]] = ..., identity_provider_admin: _Optional[_Union[Right.IdentityProviderAdmin, _Mapping]] = ..., can_read_as_any_party: _Optional[_Union[Right.CanReadAsAnyParty, _Mapping]] = ..., can_execute_as: _Optional[_Union[Right.CanExecuteAs, _Mapping]] = ..., can_execute_as_any_party: _Optional[_Union[Right.CanExecuteAsAnyParty, _Mapping]] = ..., can_act_as_any_party: _Optional[_Union[Right.CanActAsAnyParty, _Mapping]] = ...) -> None: ...

class CreateUserRequest(_message.Message):
    __slots__ = ("user", "rights")
    USER_FIELD_NUMBER: _ClassVar[int]
    RIGHTS_FIELD_NUMBER: _ClassVar[int]
    user: User
    rights: _containers.RepeatedCompositeFieldContainer[Right]
    def __init__(self, user: _Optional[_Union[User, _Mapping]] = ..., rights: _Optional[_Iterable[_Union[Right, _Mapping]]] = ...) -> None: ...

class CreateUserResponse(_message.Message):
    __slots__ = ("user",)
    USER_FIELD_NUMBER: _ClassVar[int]
    user: User
    def __init__(self, user: _Optional[_Union[User, _Mapping]] = ...) -> None: ...

class GetUserRequest(_message.Message):
    __slots__ = ("user_id", "identity_provider_id")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    IDENTITY_PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    identity_provider_id: str
    def __init__(self, user_id: _Optional[str] = ..., identity_provider_id: _Optional[str] = ...) -> None: ...

class GetUserResponse(_message.Message):
    __slots__ = ("user",)
    USER_FIELD_NUMBER: _ClassVar[int]
    user: User
    def __init__(self, user: _Optional[_Union[User, _Mapping]] = ...) -> None: ...

class UpdateUserRequest(_message.Message):
    __slots__ = ("user", "update_mask")
    USER_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    user: User
    update_mask: _field_mask_pb2.FieldMask
    def __init__(self, user: _Optional[_Union[User, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ...) -> None: ...

class UpdateUserResponse(_message.Message):
    __slots__ = ("user",)
    USER_FIELD_NUMBER: _ClassVar[int]
    user: User
    def __init__(self, user: _Optional[_Union[User, _Mapping]] = ...) -> None: ...

class DeleteUserRequest(_message.Message):
    __slots__ = ("user_id", "identity_provider_id")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    IDENTITY_PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    identity_provider_id: str
    def __init__(self, user_id: _Optional[str] = ..., identity_provider_id: _Optional[str] = ...) -> None: ...

class DeleteUserResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListUsersRequest(_message.Message):
    __slots__ = ("page_token", "page_size", "identity_provider_id")
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    IDENTITY_PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    page_token: str
    page_size: int
    identity_provider_id: str
    def __init__(self, page_token: _Optional[str] = ..., page_size: _Optional[int] = ..., identity_provider_id: _Optional[str] = ...) -> None: ...

class ListUsersResponse(_message.Message):
    __slots__ = ("users", "next_page_token")
    USERS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    users: _containers.RepeatedCompositeFieldContainer[User]
    next_page_token: str
    def __init__(self, users: _Optional[_Iterable[_Union[User, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class GrantUserRightsRequest(_message.Message):
    __slots__ = ("user_id", "rights", "identity_provider_id")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    RIGHTS_FIELD_NUMBER: _ClassVar[int]
    IDENTITY_PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    rights: _containers.RepeatedCompositeFieldContainer[Right]
    identity_provider_id: str
    def __init__(self, user_id: _Optional[str] = ..., rights: _Optional[_Iterable[_Union[Right, _Mapping]]] = ..., identity_provider_id: _Optional[str] = ...) -> None: ...

class GrantUserRightsResponse(_message.Message):
    __slots__ = ("newly_granted_rights",)
    NEWLY_GRANTED_RIGHTS_FIELD_NUMBER: _ClassVar[int]
    newly_granted_rights: _containers.RepeatedCompositeFieldContainer[Right]
    def __init__(self, newly_granted_rights: _Optional[_Iterable[_Union[Right, _Mapping]]] = ...) -> None: ...

class RevokeUserRightsRequest(_message.Message):
    __slots__ = ("user_id", "rights", "identity_provider_id")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    RIGHTS_FIELD_NUMBER: _ClassVar[int]
    IDENTITY_PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    rights: _containers.RepeatedCompositeFieldContainer[Right]
    identity_provider_id: str
    def __init__(self, user_id: _Optional[str] = ..., rights: _Optional[_Iterable[_Union[Right, _Mapping]]] = ..., identity_provider_id: _Optional[str] = ...) -> None: ...

class RevokeUserRightsResponse(_message.Message):
    __slots__ = ("newly_revoked_rights",)
    NEWLY_REVOKED_RIGHTS_FIELD_NUMBER: _ClassVar[int]
    newly_revoked_rights: _containers.RepeatedCompositeFieldContainer[Right]
    def __init__(self, newly_revoked_rights: _Optional[_Iterable[_Union[Right, _Mapping]]] = ...) -> None: ...

class ListUserRightsRequest(_message.Message):
    __slots__ = ("user_id", "identity_provider_id")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    IDENTITY_PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    identity_provider_id: str
    def __init__(self, user_id: _Optional[str] = ..., identity_provider_id: _Optional[str] = ...) -> None: ...

class ListUserRightsResponse(_message.Message):
    __slots__ = ("rights",)
    RIGHTS_FIELD_NUMBER: _ClassVar[int]
    rights: _containers.RepeatedCompositeFieldContainer[Right]
    def __init__(self, rights: _Optional[_Iterable[_Union[Right, _Mapping]]] = ...) -> None: ...

class UpdateUserIdentityProviderIdRequest(_message.Message):
    __slots__ = ("user_id", "source_identity_provider_id", "target_identity_provider_id")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    SOURCE_IDENTITY_PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    TARGET_IDENTITY_PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    source_identity_provider_id: str
    target_identity_provider_id: str
    def __init__(self, user_id: _Optional[str] = ..., source_identity_provider_id: _Optional[str] = ..., target_identity_provider_id: _Optional[str] = ...) -> None: ...

class UpdateUserIdentityProviderIdResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
