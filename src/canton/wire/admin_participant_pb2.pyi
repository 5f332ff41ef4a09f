import datetime

from canton.wire import admin_health_pb2 as _admin_health_pb2
from canton.wire import admin_pruning_pb2 as _admin_pruning_pb2
from canton.wire import admin_sequencer_pb2 as _admin_sequencer_pb2
from canton.wire import admin_time_pb2 as _admin_time_pb2
from canton.wire import admin_topology_pb2 as _admin_topology_pb2
from canton.wire import topology_admin_pb2 as _topology_admin_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import empty_pb2 as _empty_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ContractImportMode(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CONTRACT_IMPORT_MODE_UNSPECIFIED: _ClassVar[ContractImportMode]
    CONTRACT_IMPORT_MODE_ACCEPT: _ClassVar[ContractImportMode]
    CONTRACT_IMPORT_MODE_VALIDATION: _ClassVar[ContractImportMode]

class ReceivedCommitmentState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RECEIVED_COMMITMENT_STATE_UNSPECIFIED: _ClassVar[ReceivedCommitmentState]
    RECEIVED_COMMITMENT_STATE_MATCH: _ClassVar[ReceivedCommitmentState]
    RECEIVED_COMMITMENT_STATE_MISMATCH: _ClassVar[ReceivedCommitmentState]
    RECEIVED_COMMITMENT_STATE_BUFFERED: _ClassVar[ReceivedCommitmentState]
    RECEIVED_COMMITMENT_STATE_OUTSTANDING: _ClassVar[ReceivedCommitmentState]

class SentCommitmentState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SENT_COMMITMENT_STATE_UNSPECIFIED: _ClassVar[SentCommitmentState]
    SENT_COMMITMENT_STATE_MATCH: _ClassVar[SentCommitmentState]
    SENT_COMMITMENT_STATE_MISMATCH: _ClassVar[SentCommitmentState]
    SENT_COMMITMENT_STATE_NOT_COMPARED: _ClassVar[SentCommitmentState]

class ParticipantPermission(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PARTICIPANT_PERMISSION_UNSPECIFIED: _ClassVar[ParticipantPermission]
    PARTICIPANT_PERMISSION_SUBMISSION: _ClassVar[ParticipantPermission]
    PARTICIPANT_PERMISSION_CONFIRMATION: _ClassVar[ParticipantPermission]
    PARTICIPANT_PERMISSION_OBSERVATION: _ClassVar[ParticipantPermission]

class SafeToPruneCommitmentState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SAFE_TO_PRUNE_COMMITMENT_STATE_UNSPECIFIED: _ClassVar[SafeToPruneCommitmentState]
    SAFE_TO_PRUNE_COMMITMENT_STATE_MATCH: _ClassVar[SafeToPruneCommitmentState]
    SAFE_TO_PRUNE_COMMITMENT_STATE_MATCH_MISMATCH: _ClassVar[SafeToPruneCommitmentState]
    SAFE_TO_PRUNE_COMMITMENT_STATE_ALL: _ClassVar[SafeToPruneCommitmentState]
CONTRACT_IMPORT_MODE_UNSPECIFIED: ContractImportMode
CONTRACT_IMPORT_MODE_ACCEPT: ContractImportMode
CONTRACT_IMPORT_MODE_VALIDATION: ContractImportMode
RECEIVED_COMMITMENT_STATE_UNSPECIFIED: ReceivedCommitmentState
RECEIVED_COMMITMENT_STATE_MATCH: ReceivedCommitmentState
RECEIVED_COMMITMENT_STATE_MISMATCH: ReceivedCommitmentState
RECEIVED_COMMITMENT_STATE_BUFFERED: ReceivedCommitmentState
RECEIVED_COMMITMENT_STATE_OUTSTANDING: ReceivedCommitmentState
SENT_COMMITMENT_STATE_UNSPECIFIED: SentCommitmentState
SENT_COMMITMENT_STATE_MATCH: SentCommitmentState
SENT_COMMITMENT_STATE_MISMATCH: SentCommitmentState
SENT_COMMITMENT_STATE_NOT_COMPARED: SentCommitmentState
PARTICIPANT_PERMISSION_UNSPECIFIED: ParticipantPermission
PARTICIPANT_PERMISSION_SUBMISSION: ParticipantPermission
PARTICIPANT_PERMISSION_CONFIRMATION: ParticipantPermission
PARTICIPANT_PERMISSION_OBSERVATION: ParticipantPermission
SAFE_TO_PRUNE_COMMITMENT_STATE_UNSPECIFIED: SafeToPruneCommitmentState
SAFE_TO_PRUNE_COMMITMENT_STATE_MATCH: SafeToPruneCommitmentState
SAFE_TO_PRUNE_COMMITMENT_STATE_MATCH_MISMATCH: SafeToPruneCommitmentState
SAFE_TO_PRUNE_COMMITMENT_STATE_ALL: SafeToPruneCommitmentState

class RepresentativePackageIdOverride(_message.Message):
    __slots__ = ("contract_override", "package_id_override", "package_name_override")
    class ContractOverrideEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    class PackageIdOverrideEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    class PackageNameOverrideEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    CONTRACT_OVERRIDE_FIELD_NUMBER: _ClassVar[int]
    PACKAGE_ID_OVERRIDE_FIELD_NUMBER: _ClassVar[int]
    PACKAGE_NAME_OVERRIDE_FIELD_NUMBER: _ClassVar[int]
    contract_override: _containers.ScalarMap[str, str]
    package_id_override: _containers.ScalarMap[str, str]
    package_name_override: _containers.ScalarMap[str, str]
    def __init__(self, contract_override: _Optional[_Mapping[str, str]] = ..., package_id_override: _Optional[_Mapping[str, str]] = ..., package_name_override: _Optional[_Mapping[str, str]] = ...) -> None: ...

class Contract(_message.Message):
    __slots__ = ("contract_id", "raw_contract_instance", "metadata", "ledger_create_time", "authentication_data")
    class Metadata(_message.Message):
        __slots__ = ("non_maintainer_signatories", "non_signatory_stakeholders", "key", "maintainers")
        NON_MAINTAINER_SIGNATORIES_FIELD_NUMBER: _ClassVar[int]
        NON_SIGNATORY_STAKEHOLDERS_FIELD_NUMBER: _ClassVar[int]
        KEY_FIELD_NUMBER: _ClassVar[int]
        MAINTAINERS_FIELD_NUMBER: _ClassVar[int]
        non_maintainer_signatories: _containers.RepeatedScalarFieldContainer[str]
        non_signatory_stakeholders: _containers.RepeatedScalarFieldContainer[str]
        key: Contract.GlobalKey
        maintainers: _containers.RepeatedScalarFieldContainer[str]
        def __init__(self, non_maintainer_signatories: _Optional[_Iterable[str]] = ..., non_signatory_stakeholders: _Optional[_Iterable[str]] = ..., key: _Optional[_Union[Contract.GlobalKey, _Mapping]] = ..., maintainers: _Optional[_Iterable[str]] = ...) -> None: ...
    class GlobalKey(_message.Message):
        __slots__ = ("template_id", "key", "package_name")
        TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
        KEY_FIELD_NUMBER: _ClassVar[int]
        PACKAGE_NAME_FIELD_NUMBER: _ClassVar[int]
        template_id: bytes
        key: bytes
        package_name: str
        def __init__(self, template_id: _Optional[bytes] = ..., key: _Optional[bytes] = ..., package_name: _Optional[str] = ...) -> None: ...
    CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
    RAW_CONTRACT_INSTANCE_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    LEDGER_CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    AUTHENTICATION_DATA_FIELD_NUMBER: _ClassVar[int]
    contract_id: str
    raw_contract_instance: bytes
    metadata: Contract.Metadata
    ledger_create_time: _timestamp_pb2.Timestamp
    authentication_data: bytes
    def __init__(self, contract_id: _Optional[str] = ..., raw_contract_instance: _Optional[bytes] = ..., metadata: _Optional[_Union[Contract.Metadata, _Mapping]] = ..., ledger_create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., authentication_data: _Optional[bytes] = ...) -> None: ...

class ActiveContract(_message.Message):
    __slots__ = ("active_contract",)
    ACTIVE_CONTRACT_FIELD_NUMBER: _ClassVar[int]
    active_contract: bytes
    def __init__(self, active_contract: _Optional[bytes] = ...) -> None: ...

class ListPackagesRequest(_message.Message):
    __slots__ = ("limit", "filter_name")
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    FILTER_NAME_FIELD_NUMBER: _ClassVar[int]
    limit: int
    filter_name: str
    def __init__(self, limit: _Optional[int] = ..., filter_name: _Optional[str] = ...) -> None: ...

class PackageDescription(_message.Message):
    __slots__ = ("package_id", "name", "version", "uploaded_at", "size")
    PACKAGE_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    UPLOADED_AT_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    package_id: str
    name: str
    version: str
    uploaded_at: _timestamp_pb2.Timestamp
    size: int
    def __init__(self, package_id: _Optional[str] = ..., name: _Optional[str] = ..., version: _Optional[str] = ..., uploaded_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., size: _Optional[int] = ...) -> None: ...

class ListPackagesResponse(_message.Message):
    __slots__ = ("package_descriptions",)
    PACKAGE_DESCRIPTIONS_FIELD_NUMBER: _ClassVar[int]
    package_descriptions: _containers.RepeatedCompositeFieldContainer[PackageDescription]
    def __init__(self, package_descriptions: _Optional[_Iterable[_Union[PackageDescription, _Mapping]]] = ...) -> None: ...

class GetPackageContentsRequest(_message.Message):
    __slots__ = ("package_id",)
    PACKAGE_ID_FIELD_NUMBER: _ClassVar[int]
    package_id: str
    def __init__(self, package_id: _Optional[str] = ...) -> None: ...

class ModuleDescription(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class GetPackageContentsResponse(_message.Message):
    __slots__ = ("description", "modules", "is_utility_package", "language_version")
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    MODULES_FIELD_NUMBER: _ClassVar[int]
    IS_UTILITY_PACKAGE_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_VERSION_FIELD_NUMBER: _ClassVar[int]
    description: PackageDescription
    modules: _containers.RepeatedCompositeFieldContainer[ModuleDescription]
    is_utility_package: bool
    language_version: str
    def __init__(self, description: _Optional[_Union[PackageDescription, _Mapping]] = ..., modules: _Optional[_Iterable[_Union[ModuleDescription, _Mapping]]] = ..., is_utility_package: _Optional[bool] = ..., language_version: _Optional[str] = ...) -> None: ...

class GetPackageReferencesRequest(_message.Message):
    __slots__ = ("package_id",)
    PACKAGE_ID_FIELD_NUMBER: _ClassVar[int]
    package_id: str
    def __init__(self, package_id: _Optional[str] = ...) -> None: ...

class GetPackageReferencesResponse(_message.Message):
    __slots__ = ("dars",)
    DARS_FIELD_NUMBER: _ClassVar[int]
    dars: _containers.RepeatedCompositeFieldContainer[DarDescription]
    def __init__(self, dars: _Optional[_Iterable[_Union[DarDescription, _Mapping]]] = ...) -> None: ...

class RemovePackageRequest(_message.Message):
    __slots__ = ("package_id", "force")
    PACKAGE_ID_FIELD_NUMBER: _ClassVar[int]
    FORCE_FIELD_NUMBER: _ClassVar[int]
    package_id: str
    force: bool
    def __init__(self, package_id: _Optional[str] = ..., force: _Optional[bool] = ...) -> None: ...

class RemovePackageResponse(_message.Message):
    __slots__ = ("success",)
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    success: _empty_pb2.Empty
    def __init__(self, success: _Optional[_Union[_empty_pb2.Empty, _Mapping]] = ...) -> None: ...

class ValidateDarRequest(_message.Message):
    __slots__ = ("data", "filename", "synchronizer_id")
    DATA_FIELD_NUMBER: _ClassVar[int]
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    data: bytes
    filename: str
    synchronizer_id: str
    def __init__(self, data: _Optional[bytes] = ..., filename: _Optional[str] = ..., synchronizer_id: _Optional[str] = ...) -> None: ...

class ValidateDarResponse(_message.Message):
    __slots__ = ("main_package_id",)
    MAIN_PACKAGE_ID_FIELD_NUMBER: _ClassVar[int]
    main_package_id: str
    def __init__(self, main_package_id: _Optional[str] = ...) -> None: ...

class UploadDarRequest(_message.Message):
    __slots__ = ("dars", "vet_all_packages", "synchronize_vetting", "synchronizer_id")
    class UploadDarData(_message.Message):
        __slots__ = ("bytes", "description", "expected_main_package_id")
        BYTES_FIELD_NUMBER: _ClassVar[int]
        DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
        EXPECTED_MAIN_PACKAGE_ID_FIELD_NUMBER: _ClassVar[int]
        bytes: bytes
        description: str
        expected_main_package_id: str
        def __init__(self, bytes: _Optional[bytes] = ..., description: _Optional[str] = ..., expected_main_package_id: _Optional[str] = ...) -> None: ...
    DARS_FIELD_NUMBER: _ClassVar[int]
    VET_ALL_PACKAGES_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZE_VETTING_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    dars: _containers.RepeatedCompositeFieldContainer[UploadDarRequest.UploadDarData]
    vet_all_packages: bool
    synchronize_vetting: bool
    synchronizer_id: str
    def __init__(self, dars: _Optional[_Iterable[_Union[UploadDarRequest.UploadDarData, _Mapping]]] = ..., vet_all_packages: _Optional[bool] = ..., synchronize_vetting: _Optional[bool] = ..., synchronizer_id: _Optional[str] = ...) -> None: ...

class UploadDarResponse(_message.Message):
    __slots__ = ("dar_ids",)
    DAR_IDS_FIELD_NUMBER: _ClassVar[int]
    dar_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, dar_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class RemoveDarRequest(_message.Message):
    __slots__ = ("main_package_id",)
    MAIN_PACKAGE_ID_FIELD_NUMBER: _ClassVar[int]
    main_package_id: str
    def __init__(self, main_package_id: _Optional[str] = ...) -> None: ...

class RemoveDarResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetDarRequest(_message.Message):
    __slots__ = ("main_package_id",)
    MAIN_PACKAGE_ID_FIELD_NUMBER: _ClassVar[int]
    main_package_id: str
    def __init__(self, main_package_id: _Optional[str] = ...) -> None: ...

class DarDescription(_message.Message):
    __slots__ = ("main", "name", "version", "description")
    MAIN_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    main: str
    name: str
    version: str
    description: str
    def __init__(self, main: _Optional[str] = ..., name: _Optional[str] = ..., version: _Optional[str] = ..., description: _Optional[str] = ...) -> None: ...

class GetDarResponse(_message.Message):
    __slots__ = ("payload", "data")
    PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    payload: bytes
    data: DarDescription
    def __init__(self, payload: _Optional[bytes] = ..., data: _Optional[_Union[DarDescription, _Mapping]] = ...) -> None: ...

class ListDarsRequest(_message.Message):
    __slots__ = ("limit", "filter_name")
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    FILTER_NAME_FIELD_NUMBER: _ClassVar[int]
    limit: int
    filter_name: str
    def __init__(self, limit: _Optional[int] = ..., filter_name: _Optional[str] = ...) -> None: ...

class ListDarsResponse(_message.Message):
    __slots__ = ("dars",)
    DARS_FIELD_NUMBER: _ClassVar[int]
    dars: _containers.RepeatedCompositeFieldContainer[DarDescription]
    def __init__(self, dars: _Optional[_Iterable[_Union[DarDescription, _Mapping]]] = ...) -> None: ...

class GetDarContentsRequest(_message.Message):
    __slots__ = ("main_package_id",)
    MAIN_PACKAGE_ID_FIELD_NUMBER: _ClassVar[int]
    main_package_id: str
    def __init__(self, main_package_id: _Optional[str] = ...) -> None: ...

class GetDarContentsResponse(_message.Message):
    __slots__ = ("description", "packages")
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    PACKAGES_FIELD_NUMBER: _ClassVar[int]
    description: DarDescription
    packages: _containers.RepeatedCompositeFieldContainer[PackageDescription]
    def __init__(self, description: _Optional[_Union[DarDescription, _Mapping]] = ..., packages: _Optional[_Iterable[_Union[PackageDescription, _Mapping]]] = ...) -> None: ...

class VetDarRequest(_message.Message):
    __slots__ = ("main_package_id", "synchronize", "synchronizer_id")
    MAIN_PACKAGE_ID_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZE_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    main_package_id: str
    synchronize: bool
    synchronizer_id: str
    def __init__(self, main_package_id: _Optional[str] = ..., synchronize: _Optional[bool] = ..., synchronizer_id: _Optional[str] = ...) -> None: ...

class VetDarResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class UnvetDarRequest(_message.Message):
    __slots__ = ("main_package_id", "synchronizer_id")
    MAIN_PACKAGE_ID_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    main_package_id: str
    synchronizer_id: str
    def __init__(self, main_package_id: _Optional[str] = ..., synchronizer_id: _Optional[str] = ...) -> None: ...

class UnvetDarResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class LookupOffsetByTimeRequest(_message.Message):
    __slots__ = ("timestamp",)
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    timestamp: _timestamp_pb2.Timestamp
    def __init__(self, timestamp: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class LookupOffsetByTimeResponse(_message.Message):
    __slots__ = ("offset",)
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    offset: int
    def __init__(self, offset: _Optional[int] = ...) -> None: ...

class OpenCommitmentRequest(_message.Message):
    __slots__ = ("commitment", "physical_synchronizer_id", "computed_for_counter_participant_uid", "period_end_tick")
    COMMITMENT_FIELD_NUMBER: _ClassVar[int]
    PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    COMPUTED_FOR_COUNTER_PARTICIPANT_UID_FIELD_NUMBER: _ClassVar[int]
    PERIOD_END_TICK_FIELD_NUMBER: _ClassVar[int]
    commitment: bytes
    physical_synchronizer_id: str
    computed_for_counter_participant_uid: str
    period_end_tick: _timestamp_pb2.Timestamp
    def __init__(self, commitment: _Optional[bytes] = ..., physical_synchronizer_id: _Optional[str] = ..., computed_for_counter_participant_uid: _Optional[str] = ..., period_end_tick: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class OpenCommitmentResponse(_message.Message):
    __slots__ = ("chunk",)
    CHUNK_FIELD_NUMBER: _ClassVar[int]
    chunk: bytes
    def __init__(self, chunk: _Optional[bytes] = ...) -> None: ...

class CommitmentContractMeta(_message.Message):
    __slots__ = ("cid", "reassignment_counter")
    CID_FIELD_NUMBER: _ClassVar[int]
    REASSIGNMENT_COUNTER_FIELD_NUMBER: _ClassVar[int]
    cid: bytes
    reassignment_counter: int
    def __init__(self, cid: _Optional[bytes] = ..., reassignment_counter: _Optional[int] = ...) -> None: ...

class InspectCommitmentContractsRequest(_message.Message):
    __slots__ = ("cids", "expected_synchronizer_id", "timestamp", "download_payload")
    CIDS_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    DOWNLOAD_PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    cids: _containers.RepeatedScalarFieldContainer[bytes]
    expected_synchronizer_id: str
    timestamp: _timestamp_pb2.Timestamp
    download_payload: bool
    def __init__(self, cids: _Optional[_Iterable[bytes]] = ..., expected_synchronizer_id: _Optional[str] = ..., timestamp: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., download_payload: _Optional[bool] = ...) -> None: ...

class InspectCommitmentContractsResponse(_message.Message):
    __slots__ = ("chunk",)
    CHUNK_FIELD_NUMBER: _ClassVar[int]
    chunk: bytes
    def __init__(self, chunk: _Optional[bytes] = ...) -> None: ...

class CommitmentContract(_message.Message):
    __slots__ = ("cid", "active_on_expected_synchronizer", "contract", "states")
    CID_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_ON_EXPECTED_SYNCHRONIZER_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    cid: bytes
    active_on_expected_synchronizer: bool
    contract: bytes
    states: _containers.RepeatedCompositeFieldContainer[ContractState.SynchronizerState]
    def __init__(self, cid: _Optional[bytes] = ..., active_on_expected_synchronizer: _Optional[bool] = ..., contract: _Optional[bytes] = ..., states: _Optional[_Iterable[_Union[ContractState.SynchronizerState, _Mapping]]] = ...) -> None: ...

class ContractState(_message.Message):
    __slots__ = ()
    class SynchronizerState(_message.Message):
        __slots__ = ("synchronizer_id", "created", "archived", "unassigned", "assigned", "unknown")
        SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
        CREATED_FIELD_NUMBER: _ClassVar[int]
        ARCHIVED_FIELD_NUMBER: _ClassVar[int]
        UNASSIGNED_FIELD_NUMBER: _ClassVar[int]
        ASSIGNED_FIELD_NUMBER: _ClassVar[int]
        UNKNOWN_FIELD_NUMBER: _ClassVar[int]
        synchronizer_id: str
        created: ContractState.Created
        archived: ContractState.Archived
        unassigned: ContractState.Unassigned
        assigned: ContractState.Assigned
        unknown: ContractState.Unknown
        def __init__(self, synchronizer_id: _Optional[str] = ..., created: _Optional[_Union[ContractState.Created, _Mapping]] = ..., archived: _Optional[_Union[ContractState.Archived, _Mapping]] = ..., unassigned: _Optional[_Union[ContractState.Unassigned, _Mapping]] = ..., assigned: _Optional[_Union[ContractState.Assigned, _Mapping]] = ..., unknown: _Optional[_Union[ContractState.Unknown, _Mapping]] = ...) -> None: ...
    class Created(_message.Message):
        __slots__ = ()
        def __init__(self) -> None: ...
    class Assigned(_message.Message):
        __slots__ = ("reassignment_counter_target", "reassignment_id")
        REASSIGNMENT_COUNTER_TARGET_FIELD_NUMBER: _ClassVar[int]
        REASSIGNMENT_ID_FIELD_NUMBER: _ClassVar[int]
        reassignment_counter_target: int
        reassignment_id: ContractState.ReassignmentId
        def __init__(self, reassignment_counter_target: _Optional[int] = ..., reassignment_id: _Optional[_Union[ContractState.ReassignmentId, _Mapping]] = ...) -> None: ...
    class Archived(_message.Message):
        __slots__ = ()
        def __init__(self) -> None: ...
    class Unassigned(_message.Message):
        __slots__ = ("target_synchronizer_id", "reassignment_counter_src", "reassignment_id")
        TARGET_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
        REASSIGNMENT_COUNTER_SRC_FIELD_NUMBER: _ClassVar[int]
        REASSIGNMENT_ID_FIELD_NUMBER: _ClassVar[int]
        target_synchronizer_id: str
        reassignment_counter_src: int
        reassignment_id: ContractState.ReassignmentId
        def __init__(self, target_synchronizer_id: _Optional[str] = ..., reassignment_counter_src: _Optional[int] = ..., reassignment_id: _Optional[_Union[ContractState.ReassignmentId, _Mapping]] = ...) -> None: ...
    class Unknown(_message.Message):
        __slots__ = ()
        def __init__(self) -> None: ...
    class ReassignmentId(_message.Message):
        __slots__ = ("id",)
        ID_FIELD_NUMBER: _ClassVar[int]
        id: str
        def __init__(self, id: _Optional[str] = ...) -> None: ...
    def __init__(self) -> None: ...

class LookupReceivedAcsCommitmentsRequest(_message.Message):
    __slots__ = ("time_ranges", "counter_participant_ids", "commitment_state", "verbose")
    TIME_RANGES_FIELD_NUMBER: _ClassVar[int]
    COUNTER_PARTICIPANT_IDS_FIELD_NUMBER: _ClassVar[int]
    COMMITMENT_STATE_FIELD_NUMBER: _ClassVar[int]
    VERBOSE_FIELD_NUMBER: _ClassVar[int]
    time_ranges: _containers.RepeatedCompositeFieldContainer[SynchronizerTimeRange]
    counter_participant_ids: _containers.RepeatedScalarFieldContainer[str]
    commitment_state: _containers.RepeatedScalarFieldContainer[ReceivedCommitmentState]
    verbose: bool
    def __init__(self, time_ranges: _Optional[_Iterable[_Union[SynchronizerTimeRange, _Mapping]]] = ..., counter_participant_ids: _Optional[_Iterable[str]] = ..., commitment_state: _Optional[_Iterable[_Union[ReceivedCommitmentState, str]]] = ..., verbose: _Optional[bool] = ...) -> None: ...

class LookupReceivedAcsCommitmentsResponse(_message.Message):
    __slots__ = ("received",)
    RECEIVED_FIELD_NUMBER: _ClassVar[int]
    received: _containers.RepeatedCompositeFieldContainer[ReceivedAcsCommitmentPerSynchronizer]
    def __init__(self, received: _Optional[_Iterable[_Union[ReceivedAcsCommitmentPerSynchronizer, _Mapping]]] = ...) -> None: ...

class TimeRange(_message.Message):
    __slots__ = ("from_exclusive", "to_inclusive")
    FROM_EXCLUSIVE_FIELD_NUMBER: _ClassVar[int]
    TO_INCLUSIVE_FIELD_NUMBER: _ClassVar[int]
    from_exclusive: _timestamp_pb2.Timestamp
    to_inclusive: _timestamp_pb2.Timestamp
    def __init__(self, from_exclusive: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., to_inclusive: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class SynchronizerTimeRange(_message.Message):
    __slots__ = ("synchronizer_id", "interval")
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    INTERVAL_FIELD_NUMBER: _ClassVar[int]
    synchronizer_id: str
    interval: TimeRange
    def __init__(self, synchronizer_id: _Optional[str] = ..., interval: _Optional[_Union[TimeRange, _Mapping]] = ...) -> None: ...

class Interval(_message.Message):
    __slots__ = ("start_tick_exclusive", "end_tick_inclusive")
    START_TICK_EXCLUSIVE_FIELD_NUMBER: _ClassVar[int]
    END_TICK_INCLUSIVE_FIELD_NUMBER: _ClassVar[int]
    start_tick_exclusive: _timestamp_pb2.Timestamp
    end_tick_inclusive: _timestamp_pb2.Timestamp
    def __init__(self, start_tick_exclusive: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_tick_inclusive: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ReceivedAcsCommitment(_message.Message):
    __slots__ = ("interval", "origin_counter_participant_uid", "received_commitment", "own_commitment", "state")
    INTERVAL_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_COUNTER_PARTICIPANT_UID_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_COMMITMENT_FIELD_NUMBER: _ClassVar[int]
    OWN_COMMITMENT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    interval: Interval
    origin_counter_participant_uid: str
    received_commitment: bytes
    own_commitment: bytes
    state: ReceivedCommitmentState
    def __init__(self, interval: _Optional[_Union[Interval, _Mapping]] = ..., origin_counter_participant_uid: _Optional[str] = ..., received_commitment: _Optional[bytes] = ..., own_commitment: _Optional[bytes] = ..., state: _Optional[_Union[ReceivedCommitmentState, str]] = ...) -> None: ...

class ReceivedAcsCommitmentPerSynchronizer(_message.Message):
    __slots__ = ("synchronizer_id", "received")
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_FIELD_NUMBER: _ClassVar[int]
    synchronizer_id: str
    received: _containers.RepeatedCompositeFieldContainer[ReceivedAcsCommitment]
    def __init__(self, synchronizer_id: _Optional[str] = ..., received: _Optional[_Iterable[_Union[ReceivedAcsCommitment, _Mapping]]] = ...) -> None: ...

class SentAcsCommitment(_message.Message):
    __slots__ = ("interval", "dest_counter_participant_uid", "own_commitment", "received_commitment", "state")
    INTERVAL_FIELD_NUMBER: _ClassVar[int]
    DEST_COUNTER_PARTICIPANT_UID_FIELD_NUMBER: _ClassVar[int]
    OWN_COMMITMENT_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_COMMITMENT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    interval: Interval
    dest_counter_participant_uid: str
    own_commitment: bytes
    received_commitment: bytes
    state: SentCommitmentState
    def __init__(self, interval: _Optional[_Union[Interval, _Mapping]] = ..., dest_counter_participant_uid: _Optional[str] = ..., own_commitment: _Optional[bytes] = ..., received_commitment: _Optional[bytes] = ..., state: _Optional[_Union[SentCommitmentState, str]] = ...) -> None: ...

class SentAcsCommitmentPerSynchronizer(_message.Message):
    __slots__ = ("synchronizer_id", "sent")
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    SENT_FIELD_NUMBER: _ClassVar[int]
    synchronizer_id: str
    sent: _containers.RepeatedCompositeFieldContainer[SentAcsCommitment]
    def __init__(self, synchronizer_id: _Optional[str] = ..., sent: _Optional[_Iterable[_Union[SentAcsCommitment, _Mapping]]] = ...) -> None: ...

class LookupSentAcsCommitmentsRequest(_message.Message):
    __slots__ = ("time_ranges", "counter_participant_ids", "commitment_state", "verbose")
    TIME_RANGES_FIELD_NUMBER: _ClassVar[int]
    COUNTER_PARTICIPANT_IDS_FIELD_NUMBER: _ClassVar[int]
    COMMITMENT_STATE_FIELD_NUMBER: _ClassVar[int]
    VERBOSE_FIELD_NUMBER: _ClassVar[int]
    time_ranges: _containers.RepeatedCompositeFieldContainer[SynchronizerTimeRange]
    counter_participant_ids: _containers.RepeatedScalarFieldContainer[str]
    commitment_state: _containers.RepeatedScalarFieldContainer[SentCommitmentState]
    verbose: bool
    def __init__(self, time_ranges: _Optional[_Iterable[_Union[SynchronizerTimeRange, _Mapping]]] = ..., counter_participant_ids: _Optional[_Iterable[str]] = ..., commitment_state: _Optional[_Iterable[_Union[SentCommitmentState, str]]] = ..., verbose: _Optional[bool] = ...) -> None: ...

class LookupSentAcsCommitmentsResponse(_message.Message):
    __slots__ = ("sent",)
    SENT_FIELD_NUMBER: _ClassVar[int]
    sent: _containers.RepeatedCompositeFieldContainer[SentAcsCommitmentPerSynchronizer]
    def __init__(self, sent: _Optional[_Iterable[_Union[SentAcsCommitmentPerSynchronizer, _Mapping]]] = ...) -> None: ...

class SlowCounterParticipantSynchronizerConfig(_message.Message):
    __slots__ = ("synchronizer_ids", "distinguished_participant_uids", "threshold_distinguished", "threshold_default", "participant_uids_metrics")
    SYNCHRONIZER_IDS_FIELD_NUMBER: _ClassVar[int]
    DISTINGUISHED_PARTICIPANT_UIDS_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_DISTINGUISHED_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_DEFAULT_FIELD_NUMBER: _ClassVar[int]
    PARTICIPANT_UIDS_METRICS_FIELD_NUMBER: _ClassVar[int]
    synchronizer_ids: _containers.RepeatedScalarFieldContainer[str]
    distinguished_participant_uids: _containers.RepeatedScalarFieldContainer[str]
    threshold_distinguished: int
    threshold_default: int
    participant_uids_metrics: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, synchronizer_ids: _Optional[_Iterable[str]] = ..., distinguished_participant_uids: _Optional[_Iterable[str]] = ..., threshold_distinguished: _Optional[int] = ..., threshold_default: _Optional[int] = ..., participant_uids_metrics: _Optional[_Iterable[str]] = ...) -> None: ...

class SetConfigForSlowCounterParticipantsRequest(_message.Message):
    __slots__ = ("configs",)
    CONFIGS_FIELD_NUMBER: _ClassVar[int]
    configs: _containers.RepeatedCompositeFieldContainer[SlowCounterParticipantSynchronizerConfig]
    def __init__(self, configs: _Optional[_Iterable[_Union[SlowCounterParticipantSynchronizerConfig, _Mapping]]] = ...) -> None: ...

class SetConfigForSlowCounterParticipantsResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetConfigForSlowCounterParticipantsRequest(_message.Message):
    __slots__ = ("synchronizer_ids",)
    SYNCHRONIZER_IDS_FIELD_NUMBER: _ClassVar[int]
    synchronizer_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, synchronizer_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class GetConfigForSlowCounterParticipantsResponse(_message.Message):
    __slots__ = ("configs",)
    CONFIGS_FIELD_NUMBER: _ClassVar[int]
    configs: _containers.RepeatedCompositeFieldContainer[SlowCounterParticipantSynchronizerConfig]
    def __init__(self, configs: _Optional[_Iterable[_Union[SlowCounterParticipantSynchronizerConfig, _Mapping]]] = ...) -> None: ...

class CounterParticipantInfo(_message.Message):
    __slots__ = ("counter_participant_uid", "synchronizer_id", "intervals_behind", "behind_since", "as_of_sequencing_timestamp")
    COUNTER_PARTICIPANT_UID_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    INTERVALS_BEHIND_FIELD_NUMBER: _ClassVar[int]
    BEHIND_SINCE_FIELD_NUMBER: _ClassVar[int]
    AS_OF_SEQUENCING_TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    counter_participant_uid: str
    synchronizer_id: str
    intervals_behind: int
    behind_since: _duration_pb2.Duration
    as_of_sequencing_timestamp: _timestamp_pb2.Timestamp
    def __init__(self, counter_participant_uid: _Optional[str] = ..., synchronizer_id: _Optional[str] = ..., intervals_behind: _Optional[int] = ..., behind_since: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., as_of_sequencing_timestamp: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class GetIntervalsBehindForCounterParticipantsRequest(_message.Message):
    __slots__ = ("counter_participant_ids", "synchronizer_ids", "threshold")
    COUNTER_PARTICIPANT_IDS_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_IDS_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_FIELD_NUMBER: _ClassVar[int]
    counter_participant_ids: _containers.RepeatedScalarFieldContainer[str]
    synchronizer_ids: _containers.RepeatedScalarFieldContainer[str]
    threshold: int
    def __init__(self, counter_participant_ids: _Optional[_Iterable[str]] = ..., synchronizer_ids: _Optional[_Iterable[str]] = ..., threshold: _Optional[int] = ...) -> None: ...

class GetIntervalsBehindForCounterParticipantsResponse(_message.Message):
    __slots__ = ("intervals_behind",)
    INTERVALS_BEHIND_FIELD_NUMBER: _ClassVar[int]
    intervals_behind: _containers.RepeatedCompositeFieldContainer[CounterParticipantInfo]
    def __init__(self, intervals_behind: _Optional[_Iterable[_Union[CounterParticipantInfo, _Mapping]]] = ...) -> None: ...

class CountInFlightRequest(_message.Message):
    __slots__ = ("synchronizer_id",)
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    synchronizer_id: str
    def __init__(self, synchronizer_id: _Optional[str] = ...) -> None: ...

class CountInFlightResponse(_message.Message):
    __slots__ = ("pending_submissions", "pending_transactions")
    PENDING_SUBMISSIONS_FIELD_NUMBER: _ClassVar[int]
    PENDING_TRANSACTIONS_FIELD_NUMBER: _ClassVar[int]
    pending_submissions: int
    pending_transactions: int
    def __init__(self, pending_submissions: _Optional[int] = ..., pending_transactions: _Optional[int] = ...) -> None: ...

class SynchronizerConnectionConfig(_message.Message):
    __slots__ = ("synchronizer_alias", "sequencer_connections", "manual_connect", "physical_synchronizer_id", "priority", "initial_retry_delay", "max_retry_delay", "time_tracker", "initialize_from_trusted_synchronizer")
    SYNCHRONIZER_ALIAS_FIELD_NUMBER: _ClassVar[int]
    SEQUENCER_CONNECTIONS_FIELD_NUMBER: _ClassVar[int]
    MANUAL_CONNECT_FIELD_NUMBER: _ClassVar[int]
    PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_FIELD_NUMBER: _ClassVar[int]
    INITIAL_RETRY_DELAY_FIELD_NUMBER: _ClassVar[int]
    MAX_RETRY_DELAY_FIELD_NUMBER: _ClassVar[int]
    TIME_TRACKER_FIELD_NUMBER: _ClassVar[int]
    INITIALIZE_FROM_TRUSTED_SYNCHRONIZER_FIELD_NUMBER: _ClassVar[int]
    synchronizer_alias: str
    sequencer_connections: _admin_sequencer_pb2.SequencerConnections
    manual_connect: bool
    physical_synchronizer_id: str
    priority: int
    initial_retry_delay: _duration_pb2.Duration
    max_retry_delay: _duration_pb2.Duration
    time_tracker: _admin_time_pb2.SynchronizerTimeTrackerConfig
    initialize_from_trusted_synchronizer: bool
    def __init__(self, synchronizer_alias: _Optional[str] = ..., sequencer_connections: _Optional[_Union[_admin_sequencer_pb2.SequencerConnections, _Mapping]] = ..., manual_connect: _Optional[bool] = ..., physical_synchronizer_id: _Optional[str] = ..., priority: _Optional[int] = ..., initial_retry_delay: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., max_retry_delay: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., time_tracker: _Optional[_Union[_admin_time_pb2.SynchronizerTimeTrackerConfig, _Mapping]] = ..., initialize_from_trusted_synchronizer: _Optional[bool] = ...) -> None: ...

class ReconnectSynchronizersRequest(_message.Message):
    __slots__ = ("ignore_failures",)
    IGNORE_FAILURES_FIELD_NUMBER: _ClassVar[int]
    ignore_failures: bool
    def __init__(self, ignore_failures: _Optional[bool] = ...) -> None: ...

class ReconnectSynchronizersResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class RegisterSynchronizerRequest(_message.Message):
    __slots__ = ("config", "synchronizer_connection", "sequencer_connection_validation", "onboarding_transactions")
    class SynchronizerConnection(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        SYNCHRONIZER_CONNECTION_UNSPECIFIED: _ClassVar[RegisterSynchronizerRequest.SynchronizerConnection]
        SYNCHRONIZER_CONNECTION_NONE: _ClassVar[RegisterSynchronizerRequest.SynchronizerConnection]
        SYNCHRONIZER_CONNECTION_HANDSHAKE: _ClassVar[RegisterSynchronizerRequest.SynchronizerConnection]
    SYNCHRONIZER_CONNECTION_UNSPECIFIED: RegisterSynchronizerRequest.SynchronizerConnection
    SYNCHRONIZER_CONNECTION_NONE: RegisterSynchronizerRequest.SynchronizerConnection
    SYNCHRONIZER_CONNECTION_HANDSHAKE: RegisterSynchronizerRequest.SynchronizerConnection
    CONFIG_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_CONNECTION_FIELD_NUMBER: _ClassVar[int]
    SEQUENCER_CONNECTION_VALIDATION_FIELD_NUMBER: _ClassVar[int]
    ONBOARDING_TRANSACTIONS_FIELD_NUMBER: _ClassVar[int]
    config: SynchronizerConnectionConfig
    synchronizer_connection: RegisterSynchronizerRequest.SynchronizerConnection
    sequencer_connection_validation: _admin_sequencer_pb2.SequencerConnectionValidation
    onboarding_transactions: _containers.RepeatedScalarFieldContainer[bytes]
    def __init__(self, config: _Optional[_Union[SynchronizerConnectionConfig, _Mapping]] = ..., synchronizer_connection: _Optional[_Union[RegisterSynchronizerRequest.SynchronizerConnection, str]] = ..., sequencer_connection_validation: _Optional[_Union[_admin_sequencer_pb2.SequencerConnectionValidation, str]] = ..., onboarding_transactions: _Optional[_Iterable[bytes]] = ...) -> None: ...

class RegisterSynchronizerResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ModifySynchronizerRequest(_message.Message):
    __slots__ = ("physical_synchronizer_id", "new_config", "sequencer_connection_validation")
    PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    NEW_CONFIG_FIELD_NUMBER: _ClassVar[int]
    SEQUENCER_CONNECTION_VALIDATION_FIELD_NUMBER: _ClassVar[int]
    physical_synchronizer_id: str
    new_config: SynchronizerConnectionConfig
    sequencer_connection_validation: _admin_sequencer_pb2.SequencerConnectionValidation
    def __init__(self, physical_synchronizer_id: _Optional[str] = ..., new_config: _Optional[_Union[SynchronizerConnectionConfig, _Mapping]] = ..., sequencer_connection_validation: _Optional[_Union[_admin_sequencer_pb2.SequencerConnectionValidation, str]] = ...) -> None: ...

class ModifySynchronizerResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListRegisteredSynchronizersRequest(_message.Message):
    __slots__ = ("all_statuses",)
    ALL_STATUSES_FIELD_NUMBER: _ClassVar[int]
    all_statuses: bool
    def __init__(self, all_statuses: _Optional[bool] = ...) -> None: ...

class ListRegisteredSynchronizersResponse(_message.Message):
    __slots__ = ("results",)
    class Status(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STATUS_UNSPECIFIED: _ClassVar[ListRegisteredSynchronizersResponse.Status]
        STATUS_ACTIVE: _ClassVar[ListRegisteredSynchronizersResponse.Status]
        STATUS_HARD_MIGRATING_SOURCE: _ClassVar[ListRegisteredSynchronizersResponse.Status]
        STATUS_HARD_MIGRATING_TARGET: _ClassVar[ListRegisteredSynchronizersResponse.Status]
        STATUS_LSU_SOURCE: _ClassVar[ListRegisteredSynchronizersResponse.Status]
        STATUS_LSU_TARGET: _ClassVar[ListRegisteredSynchronizersResponse.Status]
        STATUS_INACTIVE: _ClassVar[ListRegisteredSynchronizersResponse.Status]
    STATUS_UNSPECIFIED: ListRegisteredSynchronizersResponse.Status
    STATUS_ACTIVE: ListRegisteredSynchronizersResponse.Status
    STATUS_HARD_MIGRATING_SOURCE: ListRegisteredSynchronizersResponse.Status
    STATUS_HARD_MIGRATING_TARGET: ListRegisteredSynchronizersResponse.Status
    STATUS_LSU_SOURCE: ListRegisteredSynchronizersResponse.Status
    STATUS_LSU_TARGET: ListRegisteredSynchronizersResponse.Status
    STATUS_INACTIVE: ListRegisteredSynchronizersResponse.Status
    class Result(_message.Message):
        __slots__ = ("config", "connected", "physical_synchronizer_id", "status", "synchronizer_predecessor")
        CONFIG_FIELD_NUMBER: _ClassVar[int]
        CONNECTED_FIELD_NUMBER: _ClassVar[int]
        PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
        STATUS_FIELD_NUMBER: _ClassVar[int]
        SYNCHRONIZER_PREDECESSOR_FIELD_NUMBER: _ClassVar[int]
        config: SynchronizerConnectionConfig
        connected: bool
        physical_synchronizer_id: str
        status: ListRegisteredSynchronizersResponse.Status
        synchronizer_predecessor: _admin_topology_pb2.SynchronizerPredecessor
        def __init__(self, config: _Optional[_Union[SynchronizerConnectionConfig, _Mapping]] = ..., connected: _Optional[bool] = ..., physical_synchronizer_id: _Optional[str] = ..., status: _Optional[_Union[ListRegisteredSynchronizersResponse.Status, str]] = ..., synchronizer_predecessor: _Optional[_Union[_admin_topology_pb2.SynchronizerPredecessor, _Mapping]] = ...) -> None: ...
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[ListRegisteredSynchronizersResponse.Result]
    def __init__(self, results: _Optional[_Iterable[_Union[ListRegisteredSynchronizersResponse.Result, _Mapping]]] = ...) -> None: ...

class ReconnectSynchronizerRequest(_message.Message):
    __slots__ = ("synchronizer_alias", "retry")
    SYNCHRONIZER_ALIAS_FIELD_NUMBER: _ClassVar[int]
    RETRY_FIELD_NUMBER: _ClassVar[int]
    synchronizer_alias: str
    retry: bool
    def __init__(self, synchronizer_alias: _Optional[str] = ..., retry: _Optional[bool] = ...) -> None: ...

class ReconnectSynchronizerResponse(_message.Message):
    __slots__ = ("connected_successfully",)
    CONNECTED_SUCCESSFULLY_FIELD_NUMBER: _ClassVar[int]
    connected_successfully: bool
    def __init__(self, connected_successfully: _Optional[bool] = ...) -> None: ...

class ConnectSynchronizerRequest(_message.Message):
    __slots__ = ("config", "sequencer_connection_validation", "onboarding_transactions")
    CONFIG_FIELD_NUMBER: _ClassVar[int]
    SEQUENCER_CONNECTION_VALIDATION_FIELD_NUMBER: _ClassVar[int]
    ONBOARDING_TRANSACTIONS_FIELD_NUMBER: _ClassVar[int]
    config: SynchronizerConnectionConfig
    sequencer_connection_validation: _admin_sequencer_pb2.SequencerConnectionValidation
    onboarding_transactions: _containers.RepeatedScalarFieldContainer[bytes]
    def __init__(self, config: _Optional[_Union[SynchronizerConnectionConfig, _Mapping]] = ..., sequencer_connection_validation: _Optional[_Union[_admin_sequencer_pb2.SequencerConnectionValidation, str]] = ..., onboarding_transactions: _Optional[_Iterable[bytes]] = ...) -> None: ...

class ConnectSynchronizerResponse(_message.Message):
    __slots__ = ("connected_successfully",)
    CONNECTED_SUCCESSFULLY_FIELD_NUMBER: _ClassVar[int]
    connected_successfully: bool
    def __init__(self, connected_successfully: _Optional[bool] = ...) -> None: ...

class DisconnectSynchronizerRequest(_message.Message):
    __slots__ = ("synchronizer_alias",)
    SYNCHRONIZER_ALIAS_FIELD_NUMBER: _ClassVar[int]
    synchronizer_alias: str
    def __init__(self, synchronizer_alias: _Optional[str] = ...) -> None: ...

class DisconnectSynchronizerResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class DisconnectAllSynchronizersRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class DisconnectAllSynchronizersResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListConnectedSynchronizersRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListConnectedSynchronizersResponse(_message.Message):
    __slots__ = ("connected_synchronizers",)
    class Result(_message.Message):
        __slots__ = ("synchronizer_alias", "synchronizer_id", "physical_synchronizer_id", "healthy")
        SYNCHRONIZER_ALIAS_FIELD_NUMBER: _ClassVar[int]
        SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
        PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
        HEALTHY_FIELD_NUMBER: _ClassVar[int]
        synchronizer_alias: str
        synchronizer_id: str
        physical_synchronizer_id: str
        healthy: bool
        def __init__(self, synchronizer_alias: _Optional[str] = ..., synchronizer_id: _Optional[str] = ..., physical_synchronizer_id: _Optional[str] = ..., healthy: _Optional[bool] = ...) -> None: ...
    CONNECTED_SYNCHRONIZERS_FIELD_NUMBER: _ClassVar[int]
    connected_synchronizers: _containers.RepeatedCompositeFieldContainer[ListConnectedSynchronizersResponse.Result]
    def __init__(self, connected_synchronizers: _Optional[_Iterable[_Union[ListConnectedSynchronizersResponse.Result, _Mapping]]] = ...) -> None: ...

class GetSynchronizerIdRequest(_message.Message):
    __slots__ = ("synchronizer_alias",)
    SYNCHRONIZER_ALIAS_FIELD_NUMBER: _ClassVar[int]
    synchronizer_alias: str
    def __init__(self, synchronizer_alias: _Optional[str] = ...) -> None: ...

class GetSynchronizerIdResponse(_message.Message):
    __slots__ = ("synchronizer_id", "physical_synchronizer_id")
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    synchronizer_id: str
    physical_synchronizer_id: str
    def __init__(self, synchronizer_id: _Optional[str] = ..., physical_synchronizer_id: _Optional[str] = ...) -> None: ...

class LogoutRequest(_message.Message):
    __slots__ = ("synchronizer_alias",)
    SYNCHRONIZER_ALIAS_FIELD_NUMBER: _ClassVar[int]
    synchronizer_alias: str
    def __init__(self, synchronizer_alias: _Optional[str] = ...) -> None: ...

class LogoutResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class PerformManualLsuRequest(_message.Message):
    __slots__ = ("physical_synchronizer_id", "successor_physical_synchronizer_id", "upgrade_time", "sequencer_successors", "config")
    class SequencerConnection(_message.Message):
        __slots__ = ("endpoints", "custom_trust_certificates")
        ENDPOINTS_FIELD_NUMBER: _ClassVar[int]
        CUSTOM_TRUST_CERTIFICATES_FIELD_NUMBER: _ClassVar[int]
        endpoints: _containers.RepeatedScalarFieldContainer[str]
        custom_trust_certificates: bytes
        def __init__(self, endpoints: _Optional[_Iterable[str]] = ..., custom_trust_certificates: _Optional[bytes] = ...) -> None: ...
    class SequencerSuccessors(_message.Message):
        __slots__ = ("successors",)
        class SuccessorsEntry(_message.Message):
            __slots__ = ("key", "value")
            KEY_FIELD_NUMBER: _ClassVar[int]
            VALUE_FIELD_NUMBER: _ClassVar[int]
            key: str
            value: PerformManualLsuRequest.SequencerConnection
            def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[PerformManualLsuRequest.SequencerConnection, _Mapping]] = ...) -> None: ...
        SUCCESSORS_FIELD_NUMBER: _ClassVar[int]
        successors: _containers.MessageMap[str, PerformManualLsuRequest.SequencerConnection]
        def __init__(self, successors: _Optional[_Mapping[str, PerformManualLsuRequest.SequencerConnection]] = ...) -> None: ...
    PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    SUCCESSOR_PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    UPGRADE_TIME_FIELD_NUMBER: _ClassVar[int]
    SEQUENCER_SUCCESSORS_FIELD_NUMBER: _ClassVar[int]
    CONFIG_FIELD_NUMBER: _ClassVar[int]
    physical_synchronizer_id: str
    successor_physical_synchronizer_id: str
    upgrade_time: _timestamp_pb2.Timestamp
    sequencer_successors: PerformManualLsuRequest.SequencerSuccessors
    config: SynchronizerConnectionConfig
    def __init__(self, physical_synchronizer_id: _Optional[str] = ..., successor_physical_synchronizer_id: _Optional[str] = ..., upgrade_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., sequencer_successors: _Optional[_Union[PerformManualLsuRequest.SequencerSuccessors, _Mapping]] = ..., config: _Optional[_Union[SynchronizerConnectionConfig, _Mapping]] = ...) -> None: ...

class PerformManualLsuResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class PurgeContractsRequest(_message.Message):
    __slots__ = ("synchronizer_alias", "contract_ids", "ignore_already_purged")
    SYNCHRONIZER_ALIAS_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_IDS_FIELD_NUMBER: _ClassVar[int]
    IGNORE_ALREADY_PURGED_FIELD_NUMBER: _ClassVar[int]
    synchronizer_alias: str
    contract_ids: _containers.RepeatedScalarFieldContainer[str]
    ignore_already_purged: bool
    def __init__(self, synchronizer_alias: _Optional[str] = ..., contract_ids: _Optional[_Iterable[str]] = ..., ignore_already_purged: _Optional[bool] = ...) -> None: ...

class PurgeContractsResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ChangeAssignationRequest(_message.Message):
    __slots__ = ("source_synchronizer_alias", "target_synchronizer_alias", "skip_inactive", "contracts")
    class Contract(_message.Message):
        __slots__ = ("id", "reassignment_counter_override")
        ID_FIELD_NUMBER: _ClassVar[int]
        REASSIGNMENT_COUNTER_OVERRIDE_FIELD_NUMBER: _ClassVar[int]
        id: str
        reassignment_counter_override: int
        def __init__(self, id: _Optional[str] = ..., reassignment_counter_override: _Optional[int] = ...) -> None: ...
    SOURCE_SYNCHRONIZER_ALIAS_FIELD_NUMBER: _ClassVar[int]
    TARGET_SYNCHRONIZER_ALIAS_FIELD_NUMBER: _ClassVar[int]
    SKIP_INACTIVE_FIELD_NUMBER: _ClassVar[int]
    CONTRACTS_FIELD_NUMBER: _ClassVar[int]
    source_synchronizer_alias: str
    target_synchronizer_alias: str
    skip_inactive: bool
    contracts: _containers.RepeatedCompositeFieldContainer[ChangeAssignationRequest.Contract]
    def __init__(self, source_synchronizer_alias: _Optional[str] = ..., target_synchronizer_alias: _Optional[str] = ..., skip_inactive: _Optional[bool] = ..., contracts: _Optional[_Iterable[_Union[ChangeAssignationRequest.Contract, _Mapping]]] = ...) -> None: ...

class ChangeAssignationResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class MigrateSynchronizerRequest(_message.Message):
    __slots__ = ("source_synchronizer_alias", "target_synchronizer_connection_config", "force")
    SOURCE_SYNCHRONIZER_ALIAS_FIELD_NUMBER: _ClassVar[int]
    TARGET_SYNCHRONIZER_CONNECTION_CONFIG_FIELD_NUMBER: _ClassVar[int]
    FORCE_FIELD_NUMBER: _ClassVar[int]
    source_synchronizer_alias: str
    target_synchronizer_connection_config: SynchronizerConnectionConfig
    force: bool
    def __init__(self, source_synchronizer_alias: _Optional[str] = ..., target_synchronizer_connection_config: _Optional[_Union[SynchronizerConnectionConfig, _Mapping]] = ..., force: _Optional[bool] = ...) -> None: ...

class MigrateSynchronizerResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ExportAcsTargetSynchronizer(_message.Message):
    __slots__ = ("target_synchronizer_id",)
    TARGET_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    target_synchronizer_id: str
    def __init__(self, target_synchronizer_id: _Optional[str] = ...) -> None: ...

class ExportAcsRequest(_message.Message):
    __slots__ = ("party_ids", "synchronizer_id", "ledger_offset", "contract_synchronizer_renames", "excluded_stakeholder_ids")
    class ContractSynchronizerRenamesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: ExportAcsTargetSynchronizer
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[ExportAcsTargetSynchronizer, _Mapping]] = ...) -> None: ...
    PARTY_IDS_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    LEDGER_OFFSET_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_SYNCHRONIZER_RENAMES_FIELD_NUMBER: _ClassVar[int]
    EXCLUDED_STAKEHOLDER_IDS_FIELD_NUMBER: _ClassVar[int]
    party_ids: _containers.RepeatedScalarFieldContainer[str]
    synchronizer_id: str
    ledger_offset: int
    contract_synchronizer_renames: _containers.MessageMap[str, ExportAcsTargetSynchronizer]
    excluded_stakeholder_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, party_ids: _Optional[_Iterable[str]] = ..., synchronizer_id: _Optional[str] = ..., ledger_offset: _Optional[int] = ..., contract_synchronizer_renames: _Optional[_Mapping[str, ExportAcsTargetSynchronizer]] = ..., excluded_stakeholder_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class ExportAcsResponse(_message.Message):
    __slots__ = ("chunk",)
    CHUNK_FIELD_NUMBER: _ClassVar[int]
    chunk: bytes
    def __init__(self, chunk: _Optional[bytes] = ...) -> None: ...

class ImportAcsRequest(_message.Message):
    __slots__ = ("acs_snapshot", "workflow_id_prefix", "contract_import_mode", "excluded_stakeholder_ids", "representative_package_id_override", "synchronizer_id")
    ACS_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    WORKFLOW_ID_PREFIX_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_IMPORT_MODE_FIELD_NUMBER: _ClassVar[int]
    EXCLUDED_STAKEHOLDER_IDS_FIELD_NUMBER: _ClassVar[int]
    REPRESENTATIVE_PACKAGE_ID_OVERRIDE_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    acs_snapshot: bytes
    workflow_id_prefix: str
    contract_import_mode: ContractImportMode
    excluded_stakeholder_ids: _containers.RepeatedScalarFieldContainer[str]
    representative_package_id_override: RepresentativePackageIdOverride
    synchronizer_id: str
    def __init__(self, acs_snapshot: _Optional[bytes] = ..., workflow_id_prefix: _Optional[str] = ..., contract_import_mode: _Optional[_Union[ContractImportMode, str]] = ..., excluded_stakeholder_ids: _Optional[_Iterable[str]] = ..., representative_package_id_override: _Optional[_Union[RepresentativePackageIdOverride, _Mapping]] = ..., synchronizer_id: _Optional[str] = ...) -> None: ...

class ImportAcsResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class PurgeDeactivatedSynchronizerRequest(_message.Message):
    __slots__ = ("synchronizer_alias",)
    SYNCHRONIZER_ALIAS_FIELD_NUMBER: _ClassVar[int]
    synchronizer_alias: str
    def __init__(self, synchronizer_alias: _Optional[str] = ...) -> None: ...

class PurgeDeactivatedSynchronizerResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class IgnoreEventsRequest(_message.Message):
    __slots__ = ("physical_synchronizer_id", "from_inclusive", "to_inclusive", "force")
    PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_INCLUSIVE_FIELD_NUMBER: _ClassVar[int]
    TO_INCLUSIVE_FIELD_NUMBER: _ClassVar[int]
    FORCE_FIELD_NUMBER: _ClassVar[int]
    physical_synchronizer_id: str
    from_inclusive: int
    to_inclusive: int
    force: bool
    def __init__(self, physical_synchronizer_id: _Optional[str] = ..., from_inclusive: _Optional[int] = ..., to_inclusive: _Optional[int] = ..., force: _Optional[bool] = ...) -> None: ...

class IgnoreEventsResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class UnignoreEventsRequest(_message.Message):
    __slots__ = ("physical_synchronizer_id", "from_inclusive", "to_inclusive", "force")
    PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_INCLUSIVE_FIELD_NUMBER: _ClassVar[int]
    TO_INCLUSIVE_FIELD_NUMBER: _ClassVar[int]
    FORCE_FIELD_NUMBER: _ClassVar[int]
    physical_synchronizer_id: str
    from_inclusive: int
    to_inclusive: int
    force: bool
    def __init__(self, physical_synchronizer_id: _Optional[str] = ..., from_inclusive: _Optional[int] = ..., to_inclusive: _Optional[int] = ..., force: _Optional[bool] = ...) -> None: ...

class UnignoreEventsResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class RollbackUnassignmentRequest(_message.Message):
    __slots__ = ("reassignment_id", "source_synchronizer_id", "target_synchronizer_id")
    REASSIGNMENT_ID_FIELD_NUMBER: _ClassVar[int]
    SOURCE_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    TARGET_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    reassignment_id: str
    source_synchronizer_id: str
    target_synchronizer_id: str
    def __init__(self, reassignment_id: _Optional[str] = ..., source_synchronizer_id: _Optional[str] = ..., target_synchronizer_id: _Optional[str] = ...) -> None: ...

class RollbackUnassignmentResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class RepairCommitmentsUsingAcsRequest(_message.Message):
    __slots__ = ("synchronizer_ids", "counter_participant_ids", "party_ids", "timeout_seconds")
    SYNCHRONIZER_IDS_FIELD_NUMBER: _ClassVar[int]
    COUNTER_PARTICIPANT_IDS_FIELD_NUMBER: _ClassVar[int]
    PARTY_IDS_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_SECONDS_FIELD_NUMBER: _ClassVar[int]
    synchronizer_ids: _containers.RepeatedScalarFieldContainer[str]
    counter_participant_ids: _containers.RepeatedScalarFieldContainer[str]
    party_ids: _containers.RepeatedScalarFieldContainer[str]
    timeout_seconds: _duration_pb2.Duration
    def __init__(self, synchronizer_ids: _Optional[_Iterable[str]] = ..., counter_participant_ids: _Optional[_Iterable[str]] = ..., party_ids: _Optional[_Iterable[str]] = ..., timeout_seconds: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class RepairCommitmentsUsingAcsResponse(_message.Message):
    __slots__ = ("statuses",)
    STATUSES_FIELD_NUMBER: _ClassVar[int]
    statuses: _containers.RepeatedCompositeFieldContainer[RepairCommitmentsStatus]
    def __init__(self, statuses: _Optional[_Iterable[_Union[RepairCommitmentsStatus, _Mapping]]] = ...) -> None: ...

class RepairCommitmentsStatus(_message.Message):
    __slots__ = ("synchronizer_id", "error_message", "completed_repair_timestamp")
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    COMPLETED_REPAIR_TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    synchronizer_id: str
    error_message: str
    completed_repair_timestamp: _timestamp_pb2.Timestamp
    def __init__(self, synchronizer_id: _Optional[str] = ..., error_message: _Optional[str] = ..., completed_repair_timestamp: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PerformLateLsuRequest(_message.Message):
    __slots__ = ("physical_synchronizer_id", "successor")
    class Successor(_message.Message):
        __slots__ = ("physical_synchronizer_id", "announced_upgrade_time", "config", "sequencer_connection_validation")
        PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
        ANNOUNCED_UPGRADE_TIME_FIELD_NUMBER: _ClassVar[int]
        CONFIG_FIELD_NUMBER: _ClassVar[int]
        SEQUENCER_CONNECTION_VALIDATION_FIELD_NUMBER: _ClassVar[int]
        physical_synchronizer_id: str
        announced_upgrade_time: _timestamp_pb2.Timestamp
        config: SynchronizerConnectionConfig
        sequencer_connection_validation: _admin_sequencer_pb2.SequencerConnectionValidation
        def __init__(self, physical_synchronizer_id: _Optional[str] = ..., announced_upgrade_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., config: _Optional[_Union[SynchronizerConnectionConfig, _Mapping]] = ..., sequencer_connection_validation: _Optional[_Union[_admin_sequencer_pb2.SequencerConnectionValidation, str]] = ...) -> None: ...
    PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    SUCCESSOR_FIELD_NUMBER: _ClassVar[int]
    physical_synchronizer_id: str
    successor: PerformLateLsuRequest.Successor
    def __init__(self, physical_synchronizer_id: _Optional[str] = ..., successor: _Optional[_Union[PerformLateLsuRequest.Successor, _Mapping]] = ...) -> None: ...

class PerformLateLsuResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class DeleteSynchronizerConnectionConfigRequest(_message.Message):
    __slots__ = ("physical_synchronizer_id",)
    PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    physical_synchronizer_id: str
    def __init__(self, physical_synchronizer_id: _Optional[str] = ...) -> None: ...

class DeleteSynchronizerConnectionConfigResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListPendingOperationsRequest(_message.Message):
    __slots__ = ("operation_name", "filter_synchronizer", "filter_operation_key")
    OPERATION_NAME_FIELD_NUMBER: _ClassVar[int]
    FILTER_SYNCHRONIZER_FIELD_NUMBER: _ClassVar[int]
    FILTER_OPERATION_KEY_FIELD_NUMBER: _ClassVar[int]
    operation_name: str
    filter_synchronizer: _topology_admin_pb2.Synchronizer
    filter_operation_key: str
    def __init__(self, operation_name: _Optional[str] = ..., filter_synchronizer: _Optional[_Union[_topology_admin_pb2.Synchronizer, _Mapping]] = ..., filter_operation_key: _Optional[str] = ...) -> None: ...

class ListPendingOperationsResponse(_message.Message):
    __slots__ = ("pending_operations",)
    PENDING_OPERATIONS_FIELD_NUMBER: _ClassVar[int]
    pending_operations: _containers.RepeatedCompositeFieldContainer[PendingOperationMetadata]
    def __init__(self, pending_operations: _Optional[_Iterable[_Union[PendingOperationMetadata, _Mapping]]] = ...) -> None: ...

class PendingOperationMetadata(_message.Message):
    __slots__ = ("operation_name", "operation_key", "synchronizer")
    OPERATION_NAME_FIELD_NUMBER: _ClassVar[int]
    OPERATION_KEY_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_FIELD_NUMBER: _ClassVar[int]
    operation_name: str
    operation_key: str
    synchronizer: _topology_admin_pb2.Synchronizer
    def __init__(self, operation_name: _Optional[str] = ..., operation_key: _Optional[str] = ..., synchronizer: _Optional[_Union[_topology_admin_pb2.Synchronizer, _Mapping]] = ...) -> None: ...

class DeletePendingOperationRequest(_message.Message):
    __slots__ = ("operation_name", "synchronizer", "operation_key")
    OPERATION_NAME_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_FIELD_NUMBER: _ClassVar[int]
    OPERATION_KEY_FIELD_NUMBER: _ClassVar[int]
    operation_name: str
    synchronizer: _topology_admin_pb2.Synchronizer
    operation_key: str
    def __init__(self, operation_name: _Optional[str] = ..., synchronizer: _Optional[_Union[_topology_admin_pb2.Synchronizer, _Mapping]] = ..., operation_key: _Optional[str] = ...) -> None: ...

class DeletePendingOperationResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class SetPassiveRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class SetPassiveResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ParticipantStatusRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ConnectedSynchronizer(_message.Message):
    __slots__ = ("physical_synchronizer_id", "health")
    class Health(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        HEALTH_UNSPECIFIED: _ClassVar[ConnectedSynchronizer.Health]
        HEALTH_HEALTHY: _ClassVar[ConnectedSynchronizer.Health]
        HEALTH_UNHEALTHY: _ClassVar[ConnectedSynchronizer.Health]
    HEALTH_UNSPECIFIED: ConnectedSynchronizer.Health
    HEALTH_HEALTHY: ConnectedSynchronizer.Health
    HEALTH_UNHEALTHY: ConnectedSynchronizer.Health
    PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    HEALTH_FIELD_NUMBER: _ClassVar[int]
    physical_synchronizer_id: str
    health: ConnectedSynchronizer.Health
    def __init__(self, physical_synchronizer_id: _Optional[str] = ..., health: _Optional[_Union[ConnectedSynchronizer.Health, str]] = ...) -> None: ...

class ParticipantStatusResponse(_message.Message):
    __slots__ = ("status", "not_initialized")
    class ParticipantStatusResponseStatus(_message.Message):
        __slots__ = ("common_status", "connected_synchronizers", "active", "supported_protocol_versions")
        COMMON_STATUS_FIELD_NUMBER: _ClassVar[int]
        CONNECTED_SYNCHRONIZERS_FIELD_NUMBER: _ClassVar[int]
        ACTIVE_FIELD_NUMBER: _ClassVar[int]
        SUPPORTED_PROTOCOL_VERSIONS_FIELD_NUMBER: _ClassVar[int]
        common_status: _admin_health_pb2.Status
        connected_synchronizers: _containers.RepeatedCompositeFieldContainer[ConnectedSynchronizer]
        active: bool
        supported_protocol_versions: _containers.RepeatedScalarFieldContainer[int]
        def __init__(self, common_status: _Optional[_Union[_admin_health_pb2.Status, _Mapping]] = ..., connected_synchronizers: _Optional[_Iterable[_Union[ConnectedSynchronizer, _Mapping]]] = ..., active: _Optional[bool] = ..., supported_protocol_versions: _Optional[_Iterable[int]] = ...) -> None: ...
    STATUS_FIELD_NUMBER: _ClassVar[int]
    NOT_INITIALIZED_FIELD_NUMBER: _ClassVar[int]
    status: ParticipantStatusResponse.ParticipantStatusResponseStatus
    not_initialized: _admin_health_pb2.NotInitialized
    def __init__(self, status: _Optional[_Union[ParticipantStatusResponse.ParticipantStatusResponseStatus, _Mapping]] = ..., not_initialized: _Optional[_Union[_admin_health_pb2.NotInitialized, _Mapping]] = ...) -> None: ...

class AddPartyAsyncRequest(_message.Message):
    __slots__ = ("arguments",)
    ARGUMENTS_FIELD_NUMBER: _ClassVar[int]
    arguments: AddPartyArguments
    def __init__(self, arguments: _Optional[_Union[AddPartyArguments, _Mapping]] = ...) -> None: ...

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
    participant_permission: ParticipantPermission
    def __init__(self, party_id: _Optional[str] = ..., synchronizer_id: _Optional[str] = ..., source_participant_uid: _Optional[str] = ..., topology_serial: _Optional[int] = ..., participant_permission: _Optional[_Union[ParticipantPermission, str]] = ...) -> None: ...

class AddPartyAsyncResponse(_message.Message):
    __slots__ = ("add_party_request_id",)
    ADD_PARTY_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    add_party_request_id: str
    def __init__(self, add_party_request_id: _Optional[str] = ...) -> None: ...

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

class ImportPartyAcsRequest(_message.Message):
    __slots__ = ("acs_snapshot", "synchronizer_id", "workflow_id_prefix", "contract_import_mode", "representative_package_id_override", "party_id")
    ACS_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    WORKFLOW_ID_PREFIX_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_IMPORT_MODE_FIELD_NUMBER: _ClassVar[int]
    REPRESENTATIVE_PACKAGE_ID_OVERRIDE_FIELD_NUMBER: _ClassVar[int]
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    acs_snapshot: bytes
    synchronizer_id: str
    workflow_id_prefix: str
    contract_import_mode: ContractImportMode
    representative_package_id_override: RepresentativePackageIdOverride
    party_id: str
    def __init__(self, acs_snapshot: _Optional[bytes] = ..., synchronizer_id: _Optional[str] = ..., workflow_id_prefix: _Optional[str] = ..., contract_import_mode: _Optional[_Union[ContractImportMode, str]] = ..., representative_package_id_override: _Optional[_Union[RepresentativePackageIdOverride, _Mapping]] = ..., party_id: _Optional[str] = ...) -> None: ...

class ImportPartyAcsResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetHighestOffsetByTimestampRequest(_message.Message):
    __slots__ = ("synchronizer_id", "timestamp", "force")
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    FORCE_FIELD_NUMBER: _ClassVar[int]
    synchronizer_id: str
    timestamp: _timestamp_pb2.Timestamp
    force: bool
    def __init__(self, synchronizer_id: _Optional[str] = ..., timestamp: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., force: _Optional[bool] = ...) -> None: ...

class GetHighestOffsetByTimestampResponse(_message.Message):
    __slots__ = ("ledger_offset",)
    LEDGER_OFFSET_FIELD_NUMBER: _ClassVar[int]
    ledger_offset: int
    def __init__(self, ledger_offset: _Optional[int] = ...) -> None: ...

class ClearPartyOnboardingFlagRequest(_message.Message):
    __slots__ = ("party_id", "synchronizer_id", "begin_offset_exclusive", "wait_for_activation_timeout")
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    BEGIN_OFFSET_EXCLUSIVE_FIELD_NUMBER: _ClassVar[int]
    WAIT_FOR_ACTIVATION_TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    party_id: str
    synchronizer_id: str
    begin_offset_exclusive: int
    wait_for_activation_timeout: _duration_pb2.Duration
    def __init__(self, party_id: _Optional[str] = ..., synchronizer_id: _Optional[str] = ..., begin_offset_exclusive: _Optional[int] = ..., wait_for_activation_timeout: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class ClearPartyOnboardingFlagResponse(_message.Message):
    __slots__ = ("onboarded", "earliest_retry_timestamp")
    ONBOARDED_FIELD_NUMBER: _ClassVar[int]
    EARLIEST_RETRY_TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    onboarded: bool
    earliest_retry_timestamp: _timestamp_pb2.Timestamp
    def __init__(self, onboarded: _Optional[bool] = ..., earliest_retry_timestamp: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PingRequest(_message.Message):
    __slots__ = ("target_parties", "validators", "timeout", "levels", "synchronizer_id", "workflow_id", "id")
    TARGET_PARTIES_FIELD_NUMBER: _ClassVar[int]
    VALIDATORS_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    LEVELS_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    WORKFLOW_ID_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    target_parties: _containers.RepeatedScalarFieldContainer[str]
    validators: _containers.RepeatedScalarFieldContainer[str]
    timeout: _duration_pb2.Duration
    levels: int
    synchronizer_id: str
    workflow_id: str
    id: str
    def __init__(self, target_parties: _Optional[_Iterable[str]] = ..., validators: _Optional[_Iterable[str]] = ..., timeout: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., levels: _Optional[int] = ..., synchronizer_id: _Optional[str] = ..., workflow_id: _Optional[str] = ..., id: _Optional[str] = ...) -> None: ...

class PingSuccess(_message.Message):
    __slots__ = ("ping_time", "responder")
    PING_TIME_FIELD_NUMBER: _ClassVar[int]
    RESPONDER_FIELD_NUMBER: _ClassVar[int]
    ping_time: int
    responder: str
    def __init__(self, ping_time: _Optional[int] = ..., responder: _Optional[str] = ...) -> None: ...

class PingFailure(_message.Message):
    __slots__ = ("reason",)
    REASON_FIELD_NUMBER: _ClassVar[int]
    reason: str
    def __init__(self, reason: _Optional[str] = ...) -> None: ...

class PingResponse(_message.Message):
    __slots__ = ("success", "failure")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    FAILURE_FIELD_NUMBER: _ClassVar[int]
    success: PingSuccess
    failure: PingFailure
    def __init__(self, success: _Optional[_Union[PingSuccess, _Mapping]] = ..., failure: _Optional[_Union[PingFailure, _Mapping]] = ...) -> None: ...

class PruneRequest(_message.Message):
    __slots__ = ("prune_up_to", "counter_participants_commitments_state")
    PRUNE_UP_TO_FIELD_NUMBER: _ClassVar[int]
    COUNTER_PARTICIPANTS_COMMITMENTS_STATE_FIELD_NUMBER: _ClassVar[int]
    prune_up_to: int
    counter_participants_commitments_state: SafeToPruneCommitmentState
    def __init__(self, prune_up_to: _Optional[int] = ..., counter_participants_commitments_state: _Optional[_Union[SafeToPruneCommitmentState, str]] = ...) -> None: ...

class PruneResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetSafePruningOffsetRequest(_message.Message):
    __slots__ = ("before_or_at", "ledger_end", "counter_participants_commitments_state")
    BEFORE_OR_AT_FIELD_NUMBER: _ClassVar[int]
    LEDGER_END_FIELD_NUMBER: _ClassVar[int]
    COUNTER_PARTICIPANTS_COMMITMENTS_STATE_FIELD_NUMBER: _ClassVar[int]
    before_or_at: _timestamp_pb2.Timestamp
    ledger_end: int
    counter_participants_commitments_state: SafeToPruneCommitmentState
    def __init__(self, before_or_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., ledger_end: _Optional[int] = ..., counter_participants_commitments_state: _Optional[_Union[SafeToPruneCommitmentState, str]] = ...) -> None: ...

class GetSafePruningOffsetResponse(_message.Message):
    __slots__ = ("safe_pruning_offset", "no_safe_pruning_offset")
    class NoSafePruningOffset(_message.Message):
        __slots__ = ()
        def __init__(self) -> None: ...
    SAFE_PRUNING_OFFSET_FIELD_NUMBER: _ClassVar[int]
    NO_SAFE_PRUNING_OFFSET_FIELD_NUMBER: _ClassVar[int]
    safe_pruning_offset: int
    no_safe_pruning_offset: GetSafePruningOffsetResponse.NoSafePruningOffset
    def __init__(self, safe_pruning_offset: _Optional[int] = ..., no_safe_pruning_offset: _Optional[_Union[GetSafePruningOffsetResponse.NoSafePruningOffset, _Mapping]] = ...) -> None: ...

class ReassignmentId(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class SetResourceLimitsRequest(_message.Message):
    __slots__ = ("new_limits",)
    NEW_LIMITS_FIELD_NUMBER: _ClassVar[int]
    new_limits: ResourceLimits
    def __init__(self, new_limits: _Optional[_Union[ResourceLimits, _Mapping]] = ...) -> None: ...

class SetResourceLimitsResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetResourceLimitsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetResourceLimitsResponse(_message.Message):
    __slots__ = ("current_limits",)
    CURRENT_LIMITS_FIELD_NUMBER: _ClassVar[int]
    current_limits: ResourceLimits
    def __init__(self, current_limits: _Optional[_Union[ResourceLimits, _Mapping]] = ...) -> None: ...

class ResourceLimits(_message.Message):
    __slots__ = ("max_inflight_validation_requests", "max_submission_rate", "max_submission_burst_factor")
    MAX_INFLIGHT_VALIDATION_REQUESTS_FIELD_NUMBER: _ClassVar[int]
    MAX_SUBMISSION_RATE_FIELD_NUMBER: _ClassVar[int]
    MAX_SUBMISSION_BURST_FACTOR_FIELD_NUMBER: _ClassVar[int]
    max_inflight_validation_requests: int
    max_submission_rate: int
    max_submission_burst_factor: float
    def __init__(self, max_inflight_validation_requests: _Optional[int] = ..., max_submission_rate: _Optional[int] = ..., max_submission_burst_factor: _Optional[float] = ...) -> None: ...

class TrafficControlStateRequest(_message.Message):
    __slots__ = ("synchronizer_id",)
    SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    synchronizer_id: str
    def __init__(self, synchronizer_id: _Optional[str] = ...) -> None: ...

class TrafficControlStateResponse(_message.Message):
    __slots__ = ("traffic_state",)
    TRAFFIC_STATE_FIELD_NUMBER: _ClassVar[int]
    traffic_state: TrafficState
    def __init__(self, traffic_state: _Optional[_Union[TrafficState, _Mapping]] = ...) -> None: ...

class TrafficState(_message.Message):
    __slots__ = ("extra_traffic_purchased", "extra_traffic_consumed", "base_traffic_remainder", "last_consumed_cost", "timestamp", "serial")
    EXTRA_TRAFFIC_PURCHASED_FIELD_NUMBER: _ClassVar[int]
    EXTRA_TRAFFIC_CONSUMED_FIELD_NUMBER: _ClassVar[int]
    BASE_TRAFFIC_REMAINDER_FIELD_NUMBER: _ClassVar[int]
    LAST_CONSUMED_COST_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    SERIAL_FIELD_NUMBER: _ClassVar[int]
    extra_traffic_purchased: int
    extra_traffic_consumed: int
    base_traffic_remainder: int
    last_consumed_cost: int
    timestamp: int
    serial: int
    def __init__(self, extra_traffic_purchased: _Optional[int] = ..., extra_traffic_consumed: _Optional[int] = ..., base_traffic_remainder: _Optional[int] = ..., last_consumed_cost: _Optional[int] = ..., timestamp: _Optional[int] = ..., serial: _Optional[int] = ...) -> None: ...
