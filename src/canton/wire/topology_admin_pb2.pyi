import datetime

from canton.wire import crypto_pb2 as _crypto_pb2
from canton.wire import topology_pb2 as _topology_pb2
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

class ForceFlag(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FORCE_FLAG_UNSPECIFIED: _ClassVar[ForceFlag]
    FORCE_FLAG_ALIEN_MEMBER: _ClassVar[ForceFlag]
    FORCE_FLAG_LEDGER_TIME_RECORD_TIME_TOLERANCE_INCREASE: _ClassVar[ForceFlag]
    FORCE_FLAG_ALLOW_UNKNOWN_PACKAGE: _ClassVar[ForceFlag]
    FORCE_FLAG_ALLOW_UNVETTED_DEPENDENCIES: _ClassVar[ForceFlag]
    FORCE_FLAG_DISABLE_PARTY_WITH_ACTIVE_CONTRACTS: _ClassVar[ForceFlag]
    FORCE_FLAG_ALLOW_UNVALIDATED_SIGNING_KEYS: _ClassVar[ForceFlag]
    FORCE_FLAG_PREPARATION_TIME_RECORD_TIME_TOLERANCE_INCREASE: _ClassVar[ForceFlag]
    FORCE_FLAG_ALLOW_INSUFFICIENT_PARTICIPANT_PERMISSION_FOR_SIGNATORY_PARTY: _ClassVar[ForceFlag]
    FORCE_FLAG_ALLOW_INSUFFICIENT_SIGNATORY_ASSIGNING_PARTICIPANTS_FOR_PARTY: _ClassVar[ForceFlag]
    FORCE_FLAG_ALLOW_VET_INCOMPATIBLE_UPGRADES: _ClassVar[ForceFlag]
    FORCE_FLAG_ALLOW_OUT_OF_BOUNDS_VALUE: _ClassVar[ForceFlag]
    FORCE_FLAG_ALLOW_CONFIRMING_THRESHOLD_CANNOT_BE_MET: _ClassVar[ForceFlag]
FORCE_FLAG_UNSPECIFIED: ForceFlag
FORCE_FLAG_ALIEN_MEMBER: ForceFlag
FORCE_FLAG_LEDGER_TIME_RECORD_TIME_TOLERANCE_INCREASE: ForceFlag
FORCE_FLAG_ALLOW_UNKNOWN_PACKAGE: ForceFlag
FORCE_FLAG_ALLOW_UNVETTED_DEPENDENCIES: ForceFlag
FORCE_FLAG_DISABLE_PARTY_WITH_ACTIVE_CONTRACTS: ForceFlag
FORCE_FLAG_ALLOW_UNVALIDATED_SIGNING_KEYS: ForceFlag
FORCE_FLAG_PREPARATION_TIME_RECORD_TIME_TOLERANCE_INCREASE: ForceFlag
FORCE_FLAG_ALLOW_INSUFFICIENT_PARTICIPANT_PERMISSION_FOR_SIGNATORY_PARTY: ForceFlag
FORCE_FLAG_ALLOW_INSUFFICIENT_SIGNATORY_ASSIGNING_PARTICIPANTS_FOR_PARTY: ForceFlag
FORCE_FLAG_ALLOW_VET_INCOMPATIBLE_UPGRADES: ForceFlag
FORCE_FLAG_ALLOW_OUT_OF_BOUNDS_VALUE: ForceFlag
FORCE_FLAG_ALLOW_CONFIRMING_THRESHOLD_CANNOT_BE_MET: ForceFlag

class TopologyTransactions(_message.Message):
    __slots__ = ("items",)
    class Item(_message.Message):
        __slots__ = ("sequenced", "valid_from", "valid_until", "transaction", "rejection_reason")
        SEQUENCED_FIELD_NUMBER: _ClassVar[int]
        VALID_FROM_FIELD_NUMBER: _ClassVar[int]
        VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
        TRANSACTION_FIELD_NUMBER: _ClassVar[int]
        REJECTION_REASON_FIELD_NUMBER: _ClassVar[int]
        sequenced: _timestamp_pb2.Timestamp
        valid_from: _timestamp_pb2.Timestamp
        valid_until: _timestamp_pb2.Timestamp
        transaction: bytes
        rejection_reason: str
        def __init__(self, sequenced: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., valid_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., valid_until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., transaction: _Optional[bytes] = ..., rejection_reason: _Optional[str] = ...) -> None: ...
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[TopologyTransactions.Item]
    def __init__(self, items: _Optional[_Iterable[_Union[TopologyTransactions.Item, _Mapping]]] = ...) -> None: ...

class Synchronizer(_message.Message):
    __slots__ = ("id", "physical_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    PHYSICAL_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    physical_id: str
    def __init__(self, id: _Optional[str] = ..., physical_id: _Optional[str] = ...) -> None: ...

class StoreId(_message.Message):
    __slots__ = ("authorized", "synchronizer", "temporary")
    class Authorized(_message.Message):
        __slots__ = ()
        def __init__(self) -> None: ...
    class Temporary(_message.Message):
        __slots__ = ("name",)
        NAME_FIELD_NUMBER: _ClassVar[int]
        name: str
        def __init__(self, name: _Optional[str] = ...) -> None: ...
    AUTHORIZED_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_FIELD_NUMBER: _ClassVar[int]
    TEMPORARY_FIELD_NUMBER: _ClassVar[int]
    authorized: StoreId.Authorized
    synchronizer: Synchronizer
    temporary: StoreId.Temporary
    def __init__(self, authorized: _Optional[_Union[StoreId.Authorized, _Mapping]] = ..., synchronizer: _Optional[_Union[Synchronizer, _Mapping]] = ..., temporary: _Optional[_Union[StoreId.Temporary, _Mapping]] = ...) -> None: ...

class InitIdRequest(_message.Message):
    __slots__ = ("identifier", "namespace", "namespace_delegations")
    IDENTIFIER_FIELD_NUMBER: _ClassVar[int]
    NAMESPACE_FIELD_NUMBER: _ClassVar[int]
    NAMESPACE_DELEGATIONS_FIELD_NUMBER: _ClassVar[int]
    identifier: str
    namespace: str
    namespace_delegations: _containers.RepeatedCompositeFieldContainer[_topology_pb2.SignedTopologyTransaction]
    def __init__(self, identifier: _Optional[str] = ..., namespace: _Optional[str] = ..., namespace_delegations: _Optional[_Iterable[_Union[_topology_pb2.SignedTopologyTransaction, _Mapping]]] = ...) -> None: ...

class InitIdResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetIdResponse(_message.Message):
    __slots__ = ("initialized", "unique_identifier")
    INITIALIZED_FIELD_NUMBER: _ClassVar[int]
    UNIQUE_IDENTIFIER_FIELD_NUMBER: _ClassVar[int]
    initialized: bool
    unique_identifier: str
    def __init__(self, initialized: _Optional[bool] = ..., unique_identifier: _Optional[str] = ...) -> None: ...

class GetOnboardingTransactionsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetOnboardingTransactionsResponse(_message.Message):
    __slots__ = ("transactions",)
    TRANSACTIONS_FIELD_NUMBER: _ClassVar[int]
    transactions: TopologyTransactions
    def __init__(self, transactions: _Optional[_Union[TopologyTransactions, _Mapping]] = ...) -> None: ...

class GetIdRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class CurrentTimeRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class CurrentTimeResponse(_message.Message):
    __slots__ = ("current_time",)
    CURRENT_TIME_FIELD_NUMBER: _ClassVar[int]
    current_time: int
    def __init__(self, current_time: _Optional[int] = ...) -> None: ...

class BaseAggregationRequest(_message.Message):
    __slots__ = ("client_version",)
    CLIENT_VERSION_FIELD_NUMBER: _ClassVar[int]
    client_version: str
    def __init__(self, client_version: _Optional[str] = ...) -> None: ...

class ListPartiesRequest(_message.Message):
    __slots__ = ("as_of", "limit", "synchronizer_ids", "filter_party", "filter_participant")
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_IDS_FIELD_NUMBER: _ClassVar[int]
    FILTER_PARTY_FIELD_NUMBER: _ClassVar[int]
    FILTER_PARTICIPANT_FIELD_NUMBER: _ClassVar[int]
    as_of: _timestamp_pb2.Timestamp
    limit: int
    synchronizer_ids: _containers.RepeatedScalarFieldContainer[str]
    filter_party: str
    filter_participant: str
    def __init__(self, as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., limit: _Optional[int] = ..., synchronizer_ids: _Optional[_Iterable[str]] = ..., filter_party: _Optional[str] = ..., filter_participant: _Optional[str] = ...) -> None: ...

class ListPartiesResponse(_message.Message):
    __slots__ = ("results",)
    class Result(_message.Message):
        __slots__ = ("party", "participants")
        class ParticipantSynchronizers(_message.Message):
            __slots__ = ("participant_uid", "synchronizers")
            class SynchronizerPermissions(_message.Message):
                __slots__ = ("synchronizer_id", "permission", "physical_synchronizer_id")
                SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
                PERMISSION_FIELD_NUMBER: _ClassVar[int]
                PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
                synchronizer_id: str
                permission: _topology_pb2.Enums.ParticipantPermission
                physical_synchronizer_id: str
                def __init__(self, synchronizer_id: _Optional[str] = ..., permission: _Optional[_Union[_topology_pb2.Enums.ParticipantPermission, str]] = ..., physical_synchronizer_id: _Optional[str] = ...) -> None: ...
            PARTICIPANT_UID_FIELD_NUMBER: _ClassVar[int]
            SYNCHRONIZERS_FIELD_NUMBER: _ClassVar[int]
            participant_uid: str
            synchronizers: _containers.RepeatedCompositeFieldContainer[ListPartiesResponse.Result.ParticipantSynchronizers.SynchronizerPermissions]
            def __init__(self, participant_uid: _Optional[str] = ..., synchronizers: _Optional[_Iterable[_Union[ListPartiesResponse.Result.ParticipantSynchronizers.SynchronizerPermissions, _Mapping]]] = ...) -> None: ...
        PARTY_FIELD_NUMBER: _ClassVar[int]
        PARTICIPANTS_FIELD_NUMBER: _ClassVar[int]
        party: str
        participants: _containers.RepeatedCompositeFieldContainer[ListPartiesResponse.Result.ParticipantSynchronizers]
        def __init__(self, party: _Optional[str] = ..., participants: _Optional[_Iterable[_Union[ListPartiesResponse.Result.ParticipantSynchronizers, _Mapping]]] = ...) -> None: ...
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[ListPartiesResponse.Result]
    def __init__(self, results: _Optional[_Iterable[_Union[ListPartiesResponse.Result, _Mapping]]] = ...) -> None: ...

class ListKeyOwnersRequest(_message.Message):
    __slots__ = ("as_of", "limit", "synchronizer_ids", "filter_key_owner_type", "filter_key_owner_uid", "base_aggregation_request")
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_IDS_FIELD_NUMBER: _ClassVar[int]
    FILTER_KEY_OWNER_TYPE_FIELD_NUMBER: _ClassVar[int]
    FILTER_KEY_OWNER_UID_FIELD_NUMBER: _ClassVar[int]
    BASE_AGGREGATION_REQUEST_FIELD_NUMBER: _ClassVar[int]
    as_of: _timestamp_pb2.Timestamp
    limit: int
    synchronizer_ids: _containers.RepeatedScalarFieldContainer[str]
    filter_key_owner_type: str
    filter_key_owner_uid: str
    base_aggregation_request: BaseAggregationRequest
    def __init__(self, as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., limit: _Optional[int] = ..., synchronizer_ids: _Optional[_Iterable[str]] = ..., filter_key_owner_type: _Optional[str] = ..., filter_key_owner_uid: _Optional[str] = ..., base_aggregation_request: _Optional[_Union[BaseAggregationRequest, _Mapping]] = ...) -> None: ...

class ListKeyOwnersResponse(_message.Message):
    __slots__ = ("results",)
    class Result(_message.Message):
        __slots__ = ("synchronizer_id", "key_owner", "signing_keys_v30", "encryption_keys", "physical_synchronizer_id")
        SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
        KEY_OWNER_FIELD_NUMBER: _ClassVar[int]
        SIGNING_KEYS_V30_FIELD_NUMBER: _ClassVar[int]
        ENCRYPTION_KEYS_FIELD_NUMBER: _ClassVar[int]
        PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
        synchronizer_id: str
        key_owner: str
        signing_keys_v30: _containers.RepeatedCompositeFieldContainer[_crypto_pb2.SigningPublicKey]
        encryption_keys: _containers.RepeatedCompositeFieldContainer[_crypto_pb2.EncryptionPublicKey]
        physical_synchronizer_id: str
        def __init__(self, synchronizer_id: _Optional[str] = ..., key_owner: _Optional[str] = ..., signing_keys_v30: _Optional[_Iterable[_Union[_crypto_pb2.SigningPublicKey, _Mapping]]] = ..., encryption_keys: _Optional[_Iterable[_Union[_crypto_pb2.EncryptionPublicKey, _Mapping]]] = ..., physical_synchronizer_id: _Optional[str] = ...) -> None: ...
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[ListKeyOwnersResponse.Result]
    def __init__(self, results: _Optional[_Iterable[_Union[ListKeyOwnersResponse.Result, _Mapping]]] = ...) -> None: ...

class BaseQuery(_message.Message):
    __slots__ = ("store", "proposals", "operation", "snapshot", "head_state", "range", "filter_signed_key", "protocol_version", "client_version")
    class TimeRange(_message.Message):
        __slots__ = ("until",)
        FROM_FIELD_NUMBER: _ClassVar[int]
        UNTIL_FIELD_NUMBER: _ClassVar[int]
        until: _timestamp_pb2.Timestamp
        def __init__(self, until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., **kwargs) -> None: ...
    STORE_FIELD_NUMBER: _ClassVar[int]
    PROPOSALS_FIELD_NUMBER: _ClassVar[int]
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    HEAD_STATE_FIELD_NUMBER: _ClassVar[int]
    RANGE_FIELD_NUMBER: _ClassVar[int]
    FILTER_SIGNED_KEY_FIELD_NUMBER: _ClassVar[int]
    PROTOCOL_VERSION_FIELD_NUMBER: _ClassVar[int]
    CLIENT_VERSION_FIELD_NUMBER: _ClassVar[int]
    store: StoreId
    proposals: bool
    operation: _topology_pb2.Enums.TopologyChangeOp
    snapshot: _timestamp_pb2.Timestamp
    head_state: _empty_pb2.Empty
    range: BaseQuery.TimeRange
    filter_signed_key: str
    protocol_version: int
    client_version: str
    def __init__(self, store: _Optional[_Union[StoreId, _Mapping]] = ..., proposals: _Optional[bool] = ..., operation: _Optional[_Union[_topology_pb2.Enums.TopologyChangeOp, str]] = ..., snapshot: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., head_state: _Optional[_Union[_empty_pb2.Empty, _Mapping]] = ..., range: _Optional[_Union[BaseQuery.TimeRange, _Mapping]] = ..., filter_signed_key: _Optional[str] = ..., protocol_version: _Optional[int] = ..., client_version: _Optional[str] = ...) -> None: ...

class BaseResult(_message.Message):
    __slots__ = ("store", "sequenced", "valid_from", "valid_until", "operation", "transaction_hash", "serial", "signed_by_fingerprints")
    STORE_FIELD_NUMBER: _ClassVar[int]
    SEQUENCED_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    TRANSACTION_HASH_FIELD_NUMBER: _ClassVar[int]
    SERIAL_FIELD_NUMBER: _ClassVar[int]
    SIGNED_BY_FINGERPRINTS_FIELD_NUMBER: _ClassVar[int]
    store: StoreId
    sequenced: _timestamp_pb2.Timestamp
    valid_from: _timestamp_pb2.Timestamp
    valid_until: _timestamp_pb2.Timestamp
    operation: _topology_pb2.Enums.TopologyChangeOp
    transaction_hash: bytes
    serial: int
    signed_by_fingerprints: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, store: _Optional[_Union[StoreId, _Mapping]] = ..., sequenced: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., valid_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., valid_until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., operation: _Optional[_Union[_topology_pb2.Enums.TopologyChangeOp, str]] = ..., transaction_hash: _Optional[bytes] = ..., serial: _Optional[int] = ..., signed_by_fingerprints: _Optional[_Iterable[str]] = ...) -> None: ...

class ListNamespaceDelegationRequest(_message.Message):
    __slots__ = ("base_query", "filter_namespace", "filter_target_key_fingerprint")
    BASE_QUERY_FIELD_NUMBER: _ClassVar[int]
    FILTER_NAMESPACE_FIELD_NUMBER: _ClassVar[int]
    FILTER_TARGET_KEY_FINGERPRINT_FIELD_NUMBER: _ClassVar[int]
    base_query: BaseQuery
    filter_namespace: str
    filter_target_key_fingerprint: str
    def __init__(self, base_query: _Optional[_Union[BaseQuery, _Mapping]] = ..., filter_namespace: _Optional[str] = ..., filter_target_key_fingerprint: _Optional[str] = ...) -> None: ...

class ListNamespaceDelegationResponse(_message.Message):
    __slots__ = ("results",)
    class Result(_message.Message):
        __slots__ = ("context", "v30")
        CONTEXT_FIELD_NUMBER: _ClassVar[int]
        V30_FIELD_NUMBER: _ClassVar[int]
        context: BaseResult
        v30: _topology_pb2.NamespaceDelegation
        def __init__(self, context: _Optional[_Union[BaseResult, _Mapping]] = ..., v30: _Optional[_Union[_topology_pb2.NamespaceDelegation, _Mapping]] = ...) -> None: ...
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[ListNamespaceDelegationResponse.Result]
    def __init__(self, results: _Optional[_Iterable[_Union[ListNamespaceDelegationResponse.Result, _Mapping]]] = ...) -> None: ...

class ListDecentralizedNamespaceDefinitionRequest(_message.Message):
    __slots__ = ("base_query", "filter_namespace")
    BASE_QUERY_FIELD_NUMBER: _ClassVar[int]
    FILTER_NAMESPACE_FIELD_NUMBER: _ClassVar[int]
    base_query: BaseQuery
    filter_namespace: str
    def __init__(self, base_query: _Optional[_Union[BaseQuery, _Mapping]] = ..., filter_namespace: _Optional[str] = ...) -> None: ...

class ListDecentralizedNamespaceDefinitionResponse(_message.Message):
    __slots__ = ("results",)
    class Result(_message.Message):
        __slots__ = ("context", "item")
        CONTEXT_FIELD_NUMBER: _ClassVar[int]
        ITEM_FIELD_NUMBER: _ClassVar[int]
        context: BaseResult
        item: _topology_pb2.DecentralizedNamespaceDefinition
        def __init__(self, context: _Optional[_Union[BaseResult, _Mapping]] = ..., item: _Optional[_Union[_topology_pb2.DecentralizedNamespaceDefinition, _Mapping]] = ...) -> None: ...
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[ListDecentralizedNamespaceDefinitionResponse.Result]
    def __init__(self, results: _Optional[_Iterable[_Union[ListDecentralizedNamespaceDefinitionResponse.Result, _Mapping]]] = ...) -> None: ...

class ListOwnerToKeyMappingRequest(_message.Message):
    __slots__ = ("base_query", "filter_key_owner_type", "filter_key_owner_uid")
    BASE_QUERY_FIELD_NUMBER: _ClassVar[int]
    FILTER_KEY_OWNER_TYPE_FIELD_NUMBER: _ClassVar[int]
    FILTER_KEY_OWNER_UID_FIELD_NUMBER: _ClassVar[int]
    base_query: BaseQuery
    filter_key_owner_type: str
    filter_key_owner_uid: str
    def __init__(self, base_query: _Optional[_Union[BaseQuery, _Mapping]] = ..., filter_key_owner_type: _Optional[str] = ..., filter_key_owner_uid: _Optional[str] = ...) -> None: ...

class ListOwnerToKeyMappingResponse(_message.Message):
    __slots__ = ("results",)
    class Result(_message.Message):
        __slots__ = ("context", "v30")
        CONTEXT_FIELD_NUMBER: _ClassVar[int]
        V30_FIELD_NUMBER: _ClassVar[int]
        context: BaseResult
        v30: _topology_pb2.OwnerToKeyMapping
        def __init__(self, context: _Optional[_Union[BaseResult, _Mapping]] = ..., v30: _Optional[_Union[_topology_pb2.OwnerToKeyMapping, _Mapping]] = ...) -> None: ...
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[ListOwnerToKeyMappingResponse.Result]
    def __init__(self, results: _Optional[_Iterable[_Union[ListOwnerToKeyMappingResponse.Result, _Mapping]]] = ...) -> None: ...

class ListPartyToKeyMappingRequest(_message.Message):
    __slots__ = ("base_query", "filter_party")
    BASE_QUERY_FIELD_NUMBER: _ClassVar[int]
    FILTER_PARTY_FIELD_NUMBER: _ClassVar[int]
    base_query: BaseQuery
    filter_party: str
    def __init__(self, base_query: _Optional[_Union[BaseQuery, _Mapping]] = ..., filter_party: _Optional[str] = ...) -> None: ...

class ListPartyToKeyMappingResponse(_message.Message):
    __slots__ = ("results",)
    class Result(_message.Message):
        __slots__ = ("context", "v30")
        CONTEXT_FIELD_NUMBER: _ClassVar[int]
        V30_FIELD_NUMBER: _ClassVar[int]
        context: BaseResult
        v30: _topology_pb2.PartyToKeyMapping
        def __init__(self, context: _Optional[_Union[BaseResult, _Mapping]] = ..., v30: _Optional[_Union[_topology_pb2.PartyToKeyMapping, _Mapping]] = ...) -> None: ...
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[ListPartyToKeyMappingResponse.Result]
    def __init__(self, results: _Optional[_Iterable[_Union[ListPartyToKeyMappingResponse.Result, _Mapping]]] = ...) -> None: ...

class ListSynchronizerTrustCertificateRequest(_message.Message):
    __slots__ = ("base_query", "filter_uid")
    BASE_QUERY_FIELD_NUMBER: _ClassVar[int]
    FILTER_UID_FIELD_NUMBER: _ClassVar[int]
    base_query: BaseQuery
    filter_uid: str
    def __init__(self, base_query: _Optional[_Union[BaseQuery, _Mapping]] = ..., filter_uid: _Optional[str] = ...) -> None: ...

class ListSynchronizerTrustCertificateResponse(_message.Message):
    __slots__ = ("results",)
    class Result(_message.Message):
        __slots__ = ("context", "item")
        CONTEXT_FIELD_NUMBER: _ClassVar[int]
        ITEM_FIELD_NUMBER: _ClassVar[int]
        context: BaseResult
        item: _topology_pb2.SynchronizerTrustCertificate
        def __init__(self, context: _Optional[_Union[BaseResult, _Mapping]] = ..., item: _Optional[_Union[_topology_pb2.SynchronizerTrustCertificate, _Mapping]] = ...) -> None: ...
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[ListSynchronizerTrustCertificateResponse.Result]
    def __init__(self, results: _Optional[_Iterable[_Union[ListSynchronizerTrustCertificateResponse.Result, _Mapping]]] = ...) -> None: ...

class ListParticipantSynchronizerPermissionRequest(_message.Message):
    __slots__ = ("base_query", "filter_uid")
    BASE_QUERY_FIELD_NUMBER: _ClassVar[int]
    FILTER_UID_FIELD_NUMBER: _ClassVar[int]
    base_query: BaseQuery
    filter_uid: str
    def __init__(self, base_query: _Optional[_Union[BaseQuery, _Mapping]] = ..., filter_uid: _Optional[str] = ...) -> None: ...

class ListParticipantSynchronizerPermissionResponse(_message.Message):
    __slots__ = ("results",)
    class Result(_message.Message):
        __slots__ = ("context", "item")
        CONTEXT_FIELD_NUMBER: _ClassVar[int]
        ITEM_FIELD_NUMBER: _ClassVar[int]
        context: BaseResult
        item: _topology_pb2.ParticipantSynchronizerPermission
        def __init__(self, context: _Optional[_Union[BaseResult, _Mapping]] = ..., item: _Optional[_Union[_topology_pb2.ParticipantSynchronizerPermission, _Mapping]] = ...) -> None: ...
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[ListParticipantSynchronizerPermissionResponse.Result]
    def __init__(self, results: _Optional[_Iterable[_Union[ListParticipantSynchronizerPermissionResponse.Result, _Mapping]]] = ...) -> None: ...

class ListPartyHostingLimitsRequest(_message.Message):
    __slots__ = ("base_query", "filter_uid")
    BASE_QUERY_FIELD_NUMBER: _ClassVar[int]
    FILTER_UID_FIELD_NUMBER: _ClassVar[int]
    base_query: BaseQuery
    filter_uid: str
    def __init__(self, base_query: _Optional[_Union[BaseQuery, _Mapping]] = ..., filter_uid: _Optional[str] = ...) -> None: ...

class ListPartyHostingLimitsResponse(_message.Message):
    __slots__ = ("results",)
    class Result(_message.Message):
        __slots__ = ("context", "item")
        CONTEXT_FIELD_NUMBER: _ClassVar[int]
        ITEM_FIELD_NUMBER: _ClassVar[int]
        context: BaseResult
        item: _topology_pb2.PartyHostingLimits
        def __init__(self, context: _Optional[_Union[BaseResult, _Mapping]] = ..., item: _Optional[_Union[_topology_pb2.PartyHostingLimits, _Mapping]] = ...) -> None: ...
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[ListPartyHostingLimitsResponse.Result]
    def __init__(self, results: _Optional[_Iterable[_Union[ListPartyHostingLimitsResponse.Result, _Mapping]]] = ...) -> None: ...

class ListVettedPackagesRequest(_message.Message):
    __slots__ = ("base_query", "filter_participant")
    BASE_QUERY_FIELD_NUMBER: _ClassVar[int]
    FILTER_PARTICIPANT_FIELD_NUMBER: _ClassVar[int]
    base_query: BaseQuery
    filter_participant: str
    def __init__(self, base_query: _Optional[_Union[BaseQuery, _Mapping]] = ..., filter_participant: _Optional[str] = ...) -> None: ...

class ListVettedPackagesResponse(_message.Message):
    __slots__ = ("results",)
    class Result(_message.Message):
        __slots__ = ("context", "item")
        CONTEXT_FIELD_NUMBER: _ClassVar[int]
        ITEM_FIELD_NUMBER: _ClassVar[int]
        context: BaseResult
        item: _topology_pb2.VettedPackages
        def __init__(self, context: _Optional[_Union[BaseResult, _Mapping]] = ..., item: _Optional[_Union[_topology_pb2.VettedPackages, _Mapping]] = ...) -> None: ...
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[ListVettedPackagesResponse.Result]
    def __init__(self, results: _Optional[_Iterable[_Union[ListVettedPackagesResponse.Result, _Mapping]]] = ...) -> None: ...

class ListPartyToParticipantRequest(_message.Message):
    __slots__ = ("base_query", "filter_party", "filter_participant")
    BASE_QUERY_FIELD_NUMBER: _ClassVar[int]
    FILTER_PARTY_FIELD_NUMBER: _ClassVar[int]
    FILTER_PARTICIPANT_FIELD_NUMBER: _ClassVar[int]
    base_query: BaseQuery
    filter_party: str
    filter_participant: str
    def __init__(self, base_query: _Optional[_Union[BaseQuery, _Mapping]] = ..., filter_party: _Optional[str] = ..., filter_participant: _Optional[str] = ...) -> None: ...

class ListPartyToParticipantResponse(_message.Message):
    __slots__ = ("results",)
    class Result(_message.Message):
        __slots__ = ("context", "v30")
        CONTEXT_FIELD_NUMBER: _ClassVar[int]
        V30_FIELD_NUMBER: _ClassVar[int]
        context: BaseResult
        v30: _topology_pb2.PartyToParticipant
        def __init__(self, context: _Optional[_Union[BaseResult, _Mapping]] = ..., v30: _Optional[_Union[_topology_pb2.PartyToParticipant, _Mapping]] = ...) -> None: ...
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[ListPartyToParticipantResponse.Result]
    def __init__(self, results: _Optional[_Iterable[_Union[ListPartyToParticipantResponse.Result, _Mapping]]] = ...) -> None: ...

class ListSynchronizerParametersStateRequest(_message.Message):
    __slots__ = ("base_query", "filter_synchronizer_id")
    BASE_QUERY_FIELD_NUMBER: _ClassVar[int]
    FILTER_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    base_query: BaseQuery
    filter_synchronizer_id: str
    def __init__(self, base_query: _Optional[_Union[BaseQuery, _Mapping]] = ..., filter_synchronizer_id: _Optional[str] = ...) -> None: ...

class ListSynchronizerParametersStateResponse(_message.Message):
    __slots__ = ("results",)
    class Result(_message.Message):
        __slots__ = ("context", "item")
        CONTEXT_FIELD_NUMBER: _ClassVar[int]
        ITEM_FIELD_NUMBER: _ClassVar[int]
        context: BaseResult
        item: _topology_pb2.DynamicSynchronizerParameters
        def __init__(self, context: _Optional[_Union[BaseResult, _Mapping]] = ..., item: _Optional[_Union[_topology_pb2.DynamicSynchronizerParameters, _Mapping]] = ...) -> None: ...
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[ListSynchronizerParametersStateResponse.Result]
    def __init__(self, results: _Optional[_Iterable[_Union[ListSynchronizerParametersStateResponse.Result, _Mapping]]] = ...) -> None: ...

class ListSequencingParametersStateRequest(_message.Message):
    __slots__ = ("base_query", "filter_synchronizer_id")
    BASE_QUERY_FIELD_NUMBER: _ClassVar[int]
    FILTER_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    base_query: BaseQuery
    filter_synchronizer_id: str
    def __init__(self, base_query: _Optional[_Union[BaseQuery, _Mapping]] = ..., filter_synchronizer_id: _Optional[str] = ...) -> None: ...

class ListSequencingParametersStateResponse(_message.Message):
    __slots__ = ("results",)
    class Result(_message.Message):
        __slots__ = ("context", "item")
        CONTEXT_FIELD_NUMBER: _ClassVar[int]
        ITEM_FIELD_NUMBER: _ClassVar[int]
        context: BaseResult
        item: _topology_pb2.DynamicSequencingParameters
        def __init__(self, context: _Optional[_Union[BaseResult, _Mapping]] = ..., item: _Optional[_Union[_topology_pb2.DynamicSequencingParameters, _Mapping]] = ...) -> None: ...
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[ListSequencingParametersStateResponse.Result]
    def __init__(self, results: _Optional[_Iterable[_Union[ListSequencingParametersStateResponse.Result, _Mapping]]] = ...) -> None: ...

class ListMediatorSynchronizerStateRequest(_message.Message):
    __slots__ = ("base_query", "filter_synchronizer_id")
    BASE_QUERY_FIELD_NUMBER: _ClassVar[int]
    FILTER_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    base_query: BaseQuery
    filter_synchronizer_id: str
    def __init__(self, base_query: _Optional[_Union[BaseQuery, _Mapping]] = ..., filter_synchronizer_id: _Optional[str] = ...) -> None: ...

class ListMediatorSynchronizerStateResponse(_message.Message):
    __slots__ = ("results",)
    class Result(_message.Message):
        __slots__ = ("context", "item")
        CONTEXT_FIELD_NUMBER: _ClassVar[int]
        ITEM_FIELD_NUMBER: _ClassVar[int]
        context: BaseResult
        item: _topology_pb2.MediatorSynchronizerState
        def __init__(self, context: _Optional[_Union[BaseResult, _Mapping]] = ..., item: _Optional[_Union[_topology_pb2.MediatorSynchronizerState, _Mapping]] = ...) -> None: ...
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[ListMediatorSynchronizerStateResponse.Result]
    def __init__(self, results: _Optional[_Iterable[_Union[ListMediatorSynchronizerStateResponse.Result, _Mapping]]] = ...) -> None: ...

class ListSequencerSynchronizerStateRequest(_message.Message):
    __slots__ = ("base_query", "filter_synchronizer_id")
    BASE_QUERY_FIELD_NUMBER: _ClassVar[int]
    FILTER_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    base_query: BaseQuery
    filter_synchronizer_id: str
    def __init__(self, base_query: _Optional[_Union[BaseQuery, _Mapping]] = ..., filter_synchronizer_id: _Optional[str] = ...) -> None: ...

class ListSequencerSynchronizerStateResponse(_message.Message):
    __slots__ = ("results",)
    class Result(_message.Message):
        __slots__ = ("context", "item")
        CONTEXT_FIELD_NUMBER: _ClassVar[int]
        ITEM_FIELD_NUMBER: _ClassVar[int]
        context: BaseResult
        item: _topology_pb2.SequencerSynchronizerState
        def __init__(self, context: _Optional[_Union[BaseResult, _Mapping]] = ..., item: _Optional[_Union[_topology_pb2.SequencerSynchronizerState, _Mapping]] = ...) -> None: ...
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[ListSequencerSynchronizerStateResponse.Result]
    def __init__(self, results: _Optional[_Iterable[_Union[ListSequencerSynchronizerStateResponse.Result, _Mapping]]] = ...) -> None: ...

class ListLsuAnnouncementRequest(_message.Message):
    __slots__ = ("base_query", "filter_synchronizer_id")
    BASE_QUERY_FIELD_NUMBER: _ClassVar[int]
    FILTER_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    base_query: BaseQuery
    filter_synchronizer_id: str
    def __init__(self, base_query: _Optional[_Union[BaseQuery, _Mapping]] = ..., filter_synchronizer_id: _Optional[str] = ...) -> None: ...

class ListLsuAnnouncementResponse(_message.Message):
    __slots__ = ("results",)
    class Result(_message.Message):
        __slots__ = ("context", "item")
        CONTEXT_FIELD_NUMBER: _ClassVar[int]
        ITEM_FIELD_NUMBER: _ClassVar[int]
        context: BaseResult
        item: _topology_pb2.LsuAnnouncement
        def __init__(self, context: _Optional[_Union[BaseResult, _Mapping]] = ..., item: _Optional[_Union[_topology_pb2.LsuAnnouncement, _Mapping]] = ...) -> None: ...
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[ListLsuAnnouncementResponse.Result]
    def __init__(self, results: _Optional[_Iterable[_Union[ListLsuAnnouncementResponse.Result, _Mapping]]] = ...) -> None: ...

class ListLsuSequencerConnectionSuccessorRequest(_message.Message):
    __slots__ = ("base_query", "filter_sequencer_id", "filter_successor_physical_synchronizer_id")
    BASE_QUERY_FIELD_NUMBER: _ClassVar[int]
    FILTER_SEQUENCER_ID_FIELD_NUMBER: _ClassVar[int]
    FILTER_SUCCESSOR_PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    base_query: BaseQuery
    filter_sequencer_id: str
    filter_successor_physical_synchronizer_id: str
    def __init__(self, base_query: _Optional[_Union[BaseQuery, _Mapping]] = ..., filter_sequencer_id: _Optional[str] = ..., filter_successor_physical_synchronizer_id: _Optional[str] = ...) -> None: ...

class ListLsuSequencerConnectionSuccessorResponse(_message.Message):
    __slots__ = ("results",)
    class Result(_message.Message):
        __slots__ = ("context", "item")
        CONTEXT_FIELD_NUMBER: _ClassVar[int]
        ITEM_FIELD_NUMBER: _ClassVar[int]
        context: BaseResult
        item: _topology_pb2.LsuSequencerConnectionSuccessor
        def __init__(self, context: _Optional[_Union[BaseResult, _Mapping]] = ..., item: _Optional[_Union[_topology_pb2.LsuSequencerConnectionSuccessor, _Mapping]] = ...) -> None: ...
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[ListLsuSequencerConnectionSuccessorResponse.Result]
    def __init__(self, results: _Optional[_Iterable[_Union[ListLsuSequencerConnectionSuccessorResponse.Result, _Mapping]]] = ...) -> None: ...

class ListAvailableStoresRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListAvailableStoresResponse(_message.Message):
    __slots__ = ("store_ids",)
    STORE_IDS_FIELD_NUMBER: _ClassVar[int]
    store_ids: _containers.RepeatedCompositeFieldContainer[StoreId]
    def __init__(self, store_ids: _Optional[_Iterable[_Union[StoreId, _Mapping]]] = ...) -> None: ...

class ListAllRequest(_message.Message):
    __slots__ = ("base_query", "exclude_mappings", "filter_namespace")
    BASE_QUERY_FIELD_NUMBER: _ClassVar[int]
    EXCLUDE_MAPPINGS_FIELD_NUMBER: _ClassVar[int]
    FILTER_NAMESPACE_FIELD_NUMBER: _ClassVar[int]
    base_query: BaseQuery
    exclude_mappings: _containers.RepeatedScalarFieldContainer[str]
    filter_namespace: str
    def __init__(self, base_query: _Optional[_Union[BaseQuery, _Mapping]] = ..., exclude_mappings: _Optional[_Iterable[str]] = ..., filter_namespace: _Optional[str] = ...) -> None: ...

class ListAllResponse(_message.Message):
    __slots__ = ("result",)
    RESULT_FIELD_NUMBER: _ClassVar[int]
    result: TopologyTransactions
    def __init__(self, result: _Optional[_Union[TopologyTransactions, _Mapping]] = ...) -> None: ...

class ListAllV2Request(_message.Message):
    __slots__ = ("base_query", "include_mappings", "filter_namespace")
    BASE_QUERY_FIELD_NUMBER: _ClassVar[int]
    INCLUDE_MAPPINGS_FIELD_NUMBER: _ClassVar[int]
    FILTER_NAMESPACE_FIELD_NUMBER: _ClassVar[int]
    base_query: BaseQuery
    include_mappings: _containers.RepeatedScalarFieldContainer[str]
    filter_namespace: str
    def __init__(self, base_query: _Optional[_Union[BaseQuery, _Mapping]] = ..., include_mappings: _Optional[_Iterable[str]] = ..., filter_namespace: _Optional[str] = ...) -> None: ...

class ListAllV2Response(_message.Message):
    __slots__ = ("result",)
    RESULT_FIELD_NUMBER: _ClassVar[int]
    result: TopologyTransactions
    def __init__(self, result: _Optional[_Union[TopologyTransactions, _Mapping]] = ...) -> None: ...

class ExportTopologySnapshotRequest(_message.Message):
    __slots__ = ("base_query", "exclude_mappings", "filter_namespace")
    BASE_QUERY_FIELD_NUMBER: _ClassVar[int]
    EXCLUDE_MAPPINGS_FIELD_NUMBER: _ClassVar[int]
    FILTER_NAMESPACE_FIELD_NUMBER: _ClassVar[int]
    base_query: BaseQuery
    exclude_mappings: _containers.RepeatedScalarFieldContainer[str]
    filter_namespace: str
    def __init__(self, base_query: _Optional[_Union[BaseQuery, _Mapping]] = ..., exclude_mappings: _Optional[_Iterable[str]] = ..., filter_namespace: _Optional[str] = ...) -> None: ...

class ExportTopologySnapshotResponse(_message.Message):
    __slots__ = ("chunk",)
    CHUNK_FIELD_NUMBER: _ClassVar[int]
    chunk: bytes
    def __init__(self, chunk: _Optional[bytes] = ...) -> None: ...

class ExportTopologySnapshotV2Request(_message.Message):
    __slots__ = ("base_query", "exclude_mappings", "filter_namespace")
    BASE_QUERY_FIELD_NUMBER: _ClassVar[int]
    EXCLUDE_MAPPINGS_FIELD_NUMBER: _ClassVar[int]
    FILTER_NAMESPACE_FIELD_NUMBER: _ClassVar[int]
    base_query: BaseQuery
    exclude_mappings: _containers.RepeatedScalarFieldContainer[str]
    filter_namespace: str
    def __init__(self, base_query: _Optional[_Union[BaseQuery, _Mapping]] = ..., exclude_mappings: _Optional[_Iterable[str]] = ..., filter_namespace: _Optional[str] = ...) -> None: ...

class ExportTopologySnapshotV2Response(_message.Message):
    __slots__ = ("chunk",)
    CHUNK_FIELD_NUMBER: _ClassVar[int]
    chunk: bytes
    def __init__(self, chunk: _Optional[bytes] = ...) -> None: ...

class GenesisStateRequest(_message.Message):
    __slots__ = ("synchronizer_store", "timestamp")
    SYNCHRONIZER_STORE_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    synchronizer_store: StoreId
    timestamp: _timestamp_pb2.Timestamp
    def __init__(self, synchronizer_store: _Optional[_Union[StoreId, _Mapping]] = ..., timestamp: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class GenesisStateResponse(_message.Message):
    __slots__ = ("chunk",)
    CHUNK_FIELD_NUMBER: _ClassVar[int]
    chunk: bytes
    def __init__(self, chunk: _Optional[bytes] = ...) -> None: ...

class GenesisStateV2Request(_message.Message):
    __slots__ = ("synchronizer_store", "timestamp")
    SYNCHRONIZER_STORE_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    synchronizer_store: StoreId
    timestamp: _timestamp_pb2.Timestamp
    def __init__(self, synchronizer_store: _Optional[_Union[StoreId, _Mapping]] = ..., timestamp: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class GenesisStateV2Response(_message.Message):
    __slots__ = ("chunk",)
    CHUNK_FIELD_NUMBER: _ClassVar[int]
    chunk: bytes
    def __init__(self, chunk: _Optional[bytes] = ...) -> None: ...

class SequencerLsuStateRequest(_message.Message):
    __slots__ = ("synchronizer_store", "timestamp")
    SYNCHRONIZER_STORE_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    synchronizer_store: StoreId
    timestamp: _timestamp_pb2.Timestamp
    def __init__(self, synchronizer_store: _Optional[_Union[StoreId, _Mapping]] = ..., timestamp: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class SequencerLsuStateResponse(_message.Message):
    __slots__ = ("chunk",)
    CHUNK_FIELD_NUMBER: _ClassVar[int]
    chunk: bytes
    def __init__(self, chunk: _Optional[bytes] = ...) -> None: ...

class BaseWriteRequest(_message.Message):
    __slots__ = ("client_version",)
    CLIENT_VERSION_FIELD_NUMBER: _ClassVar[int]
    client_version: str
    def __init__(self, client_version: _Optional[str] = ...) -> None: ...

class GenerateTransactionsRequest(_message.Message):
    __slots__ = ("proposals", "base_request")
    class Proposal(_message.Message):
        __slots__ = ("operation", "serial", "v30", "store")
        OPERATION_FIELD_NUMBER: _ClassVar[int]
        SERIAL_FIELD_NUMBER: _ClassVar[int]
        V30_FIELD_NUMBER: _ClassVar[int]
        STORE_FIELD_NUMBER: _ClassVar[int]
        operation: _topology_pb2.Enums.TopologyChangeOp
        serial: int
        v30: _topology_pb2.TopologyMapping
        store: StoreId
        def __init__(self, operation: _Optional[_Union[_topology_pb2.Enums.TopologyChangeOp, str]] = ..., serial: _Optional[int] = ..., v30: _Optional[_Union[_topology_pb2.TopologyMapping, _Mapping]] = ..., store: _Optional[_Union[StoreId, _Mapping]] = ...) -> None: ...
    PROPOSALS_FIELD_NUMBER: _ClassVar[int]
    BASE_REQUEST_FIELD_NUMBER: _ClassVar[int]
    proposals: _containers.RepeatedCompositeFieldContainer[GenerateTransactionsRequest.Proposal]
    base_request: BaseWriteRequest
    def __init__(self, proposals: _Optional[_Iterable[_Union[GenerateTransactionsRequest.Proposal, _Mapping]]] = ..., base_request: _Optional[_Union[BaseWriteRequest, _Mapping]] = ...) -> None: ...

class GenerateTransactionsResponse(_message.Message):
    __slots__ = ("generated_transactions",)
    class GeneratedTransaction(_message.Message):
        __slots__ = ("serialized_transaction", "transaction_hash")
        SERIALIZED_TRANSACTION_FIELD_NUMBER: _ClassVar[int]
        TRANSACTION_HASH_FIELD_NUMBER: _ClassVar[int]
        serialized_transaction: bytes
        transaction_hash: bytes
        def __init__(self, serialized_transaction: _Optional[bytes] = ..., transaction_hash: _Optional[bytes] = ...) -> None: ...
    GENERATED_TRANSACTIONS_FIELD_NUMBER: _ClassVar[int]
    generated_transactions: _containers.RepeatedCompositeFieldContainer[GenerateTransactionsResponse.GeneratedTransaction]
    def __init__(self, generated_transactions: _Optional[_Iterable[_Union[GenerateTransactionsResponse.GeneratedTransaction, _Mapping]]] = ...) -> None: ...

class AuthorizeRequest(_message.Message):
    __slots__ = ("proposal", "transaction_hash", "must_fully_authorize", "force_changes", "signed_by", "store", "wait_to_become_effective")
    class Proposal(_message.Message):
        __slots__ = ("change", "serial", "v30")
        CHANGE_FIELD_NUMBER: _ClassVar[int]
        SERIAL_FIELD_NUMBER: _ClassVar[int]
        V30_FIELD_NUMBER: _ClassVar[int]
        change: _topology_pb2.Enums.TopologyChangeOp
        serial: int
        v30: _topology_pb2.TopologyMapping
        def __init__(self, change: _Optional[_Union[_topology_pb2.Enums.TopologyChangeOp, str]] = ..., serial: _Optional[int] = ..., v30: _Optional[_Union[_topology_pb2.TopologyMapping, _Mapping]] = ...) -> None: ...
    PROPOSAL_FIELD_NUMBER: _ClassVar[int]
    TRANSACTION_HASH_FIELD_NUMBER: _ClassVar[int]
    MUST_FULLY_AUTHORIZE_FIELD_NUMBER: _ClassVar[int]
    FORCE_CHANGES_FIELD_NUMBER: _ClassVar[int]
    SIGNED_BY_FIELD_NUMBER: _ClassVar[int]
    STORE_FIELD_NUMBER: _ClassVar[int]
    WAIT_TO_BECOME_EFFECTIVE_FIELD_NUMBER: _ClassVar[int]
    proposal: AuthorizeRequest.Proposal
    transaction_hash: str
    must_fully_authorize: bool
    force_changes: _containers.RepeatedScalarFieldContainer[ForceFlag]
    signed_by: _containers.RepeatedScalarFieldContainer[str]
    store: StoreId
    wait_to_become_effective: _duration_pb2.Duration
    def __init__(self, proposal: _Optional[_Union[AuthorizeRequest.Proposal, _Mapping]] = ..., transaction_hash: _Optional[str] = ..., must_fully_authorize: _Optional[bool] = ..., force_changes: _Optional[_Iterable[_Union[ForceFlag, str]]] = ..., signed_by: _Optional[_Iterable[str]] = ..., store: _Optional[_Union[StoreId, _Mapping]] = ..., wait_to_become_effective: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class AuthorizeResponse(_message.Message):
    __slots__ = ("transaction",)
    TRANSACTION_FIELD_NUMBER: _ClassVar[int]
    transaction: _topology_pb2.SignedTopologyTransaction
    def __init__(self, transaction: _Optional[_Union[_topology_pb2.SignedTopologyTransaction, _Mapping]] = ...) -> None: ...

class AddTransactionsRequest(_message.Message):
    __slots__ = ("transactions", "force_changes", "store", "wait_to_become_effective")
    TRANSACTIONS_FIELD_NUMBER: _ClassVar[int]
    FORCE_CHANGES_FIELD_NUMBER: _ClassVar[int]
    STORE_FIELD_NUMBER: _ClassVar[int]
    WAIT_TO_BECOME_EFFECTIVE_FIELD_NUMBER: _ClassVar[int]
    transactions: _containers.RepeatedCompositeFieldContainer[_topology_pb2.SignedTopologyTransaction]
    force_changes: _containers.RepeatedScalarFieldContainer[ForceFlag]
    store: StoreId
    wait_to_become_effective: _duration_pb2.Duration
    def __init__(self, transactions: _Optional[_Iterable[_Union[_topology_pb2.SignedTopologyTransaction, _Mapping]]] = ..., force_changes: _Optional[_Iterable[_Union[ForceFlag, str]]] = ..., store: _Optional[_Union[StoreId, _Mapping]] = ..., wait_to_become_effective: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class AddTransactionsResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ImportTopologySnapshotRequest(_message.Message):
    __slots__ = ("topology_snapshot", "store", "wait_to_become_effective")
    TOPOLOGY_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    STORE_FIELD_NUMBER: _ClassVar[int]
    WAIT_TO_BECOME_EFFECTIVE_FIELD_NUMBER: _ClassVar[int]
    topology_snapshot: bytes
    store: StoreId
    wait_to_become_effective: _duration_pb2.Duration
    def __init__(self, topology_snapshot: _Optional[bytes] = ..., store: _Optional[_Union[StoreId, _Mapping]] = ..., wait_to_become_effective: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class ImportTopologySnapshotResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ImportTopologySnapshotV2Request(_message.Message):
    __slots__ = ("topology_snapshot", "store", "wait_to_become_effective")
    TOPOLOGY_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    STORE_FIELD_NUMBER: _ClassVar[int]
    WAIT_TO_BECOME_EFFECTIVE_FIELD_NUMBER: _ClassVar[int]
    topology_snapshot: bytes
    store: StoreId
    wait_to_become_effective: _duration_pb2.Duration
    def __init__(self, topology_snapshot: _Optional[bytes] = ..., store: _Optional[_Union[StoreId, _Mapping]] = ..., wait_to_become_effective: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class ImportTopologySnapshotV2Response(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class SignTransactionsRequest(_message.Message):
    __slots__ = ("transactions", "signed_by", "store", "force_flags")
    TRANSACTIONS_FIELD_NUMBER: _ClassVar[int]
    SIGNED_BY_FIELD_NUMBER: _ClassVar[int]
    STORE_FIELD_NUMBER: _ClassVar[int]
    FORCE_FLAGS_FIELD_NUMBER: _ClassVar[int]
    transactions: _containers.RepeatedCompositeFieldContainer[_topology_pb2.SignedTopologyTransaction]
    signed_by: _containers.RepeatedScalarFieldContainer[str]
    store: StoreId
    force_flags: _containers.RepeatedScalarFieldContainer[ForceFlag]
    def __init__(self, transactions: _Optional[_Iterable[_Union[_topology_pb2.SignedTopologyTransaction, _Mapping]]] = ..., signed_by: _Optional[_Iterable[str]] = ..., store: _Optional[_Union[StoreId, _Mapping]] = ..., force_flags: _Optional[_Iterable[_Union[ForceFlag, str]]] = ...) -> None: ...

class SignTransactionsResponse(_message.Message):
    __slots__ = ("transactions",)
    TRANSACTIONS_FIELD_NUMBER: _ClassVar[int]
    transactions: _containers.RepeatedCompositeFieldContainer[_topology_pb2.SignedTopologyTransaction]
    def __init__(self, transactions: _Optional[_Iterable[_Union[_topology_pb2.SignedTopologyTransaction, _Mapping]]] = ...) -> None: ...

class CreateTemporaryTopologyStoreRequest(_message.Message):
    __slots__ = ("name", "protocol_version")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PROTOCOL_VERSION_FIELD_NUMBER: _ClassVar[int]
    name: str
    protocol_version: int
    def __init__(self, name: _Optional[str] = ..., protocol_version: _Optional[int] = ...) -> None: ...

class CreateTemporaryTopologyStoreResponse(_message.Message):
    __slots__ = ("store_id",)
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    store_id: StoreId.Temporary
    def __init__(self, store_id: _Optional[_Union[StoreId.Temporary, _Mapping]] = ...) -> None: ...

class DropTemporaryTopologyStoreRequest(_message.Message):
    __slots__ = ("store_id",)
    STORE_ID_FIELD_NUMBER: _ClassVar[int]
    store_id: StoreId.Temporary
    def __init__(self, store_id: _Optional[_Union[StoreId.Temporary, _Mapping]] = ...) -> None: ...

class DropTemporaryTopologyStoreResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
