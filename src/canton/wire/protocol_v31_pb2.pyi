from canton.wire import crypto_pb2 as _crypto_pb2
from canton.wire import protocol_v30_pb2 as _protocol_v30_pb2
from canton.wire import topology_pb2 as _topology_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ContractAuthenticationData(_message.Message):
    __slots__ = ("contract_salt", "creating_transaction_id", "relative_argument_suffixes")
    CONTRACT_SALT_FIELD_NUMBER: _ClassVar[int]
    CREATING_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    RELATIVE_ARGUMENT_SUFFIXES_FIELD_NUMBER: _ClassVar[int]
    contract_salt: bytes
    creating_transaction_id: bytes
    relative_argument_suffixes: _containers.RepeatedScalarFieldContainer[bytes]
    def __init__(self, contract_salt: _Optional[bytes] = ..., creating_transaction_id: _Optional[bytes] = ..., relative_argument_suffixes: _Optional[_Iterable[bytes]] = ...) -> None: ...

class GlobalKey(_message.Message):
    __slots__ = ("template_id", "key", "package_name", "hash")
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    PACKAGE_NAME_FIELD_NUMBER: _ClassVar[int]
    HASH_FIELD_NUMBER: _ClassVar[int]
    template_id: bytes
    key: bytes
    package_name: str
    hash: bytes
    def __init__(self, template_id: _Optional[bytes] = ..., key: _Optional[bytes] = ..., package_name: _Optional[str] = ..., hash: _Optional[bytes] = ...) -> None: ...

class SubmitterMetadata(_message.Message):
    __slots__ = ("salt", "act_as", "user_id", "command_id", "submitting_participant_uid", "submission_id", "dedup_period", "max_sequencing_time", "external_authorization")
    SALT_FIELD_NUMBER: _ClassVar[int]
    ACT_AS_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    SUBMITTING_PARTICIPANT_UID_FIELD_NUMBER: _ClassVar[int]
    SUBMISSION_ID_FIELD_NUMBER: _ClassVar[int]
    DEDUP_PERIOD_FIELD_NUMBER: _ClassVar[int]
    MAX_SEQUENCING_TIME_FIELD_NUMBER: _ClassVar[int]
    EXTERNAL_AUTHORIZATION_FIELD_NUMBER: _ClassVar[int]
    salt: _crypto_pb2.Salt
    act_as: _containers.RepeatedScalarFieldContainer[str]
    user_id: str
    command_id: str
    submitting_participant_uid: str
    submission_id: str
    dedup_period: _protocol_v30_pb2.DeduplicationPeriod
    max_sequencing_time: int
    external_authorization: ExternalAuthorization
    def __init__(self, salt: _Optional[_Union[_crypto_pb2.Salt, _Mapping]] = ..., act_as: _Optional[_Iterable[str]] = ..., user_id: _Optional[str] = ..., command_id: _Optional[str] = ..., submitting_participant_uid: _Optional[str] = ..., submission_id: _Optional[str] = ..., dedup_period: _Optional[_Union[_protocol_v30_pb2.DeduplicationPeriod, _Mapping]] = ..., max_sequencing_time: _Optional[int] = ..., external_authorization: _Optional[_Union[ExternalAuthorization, _Mapping]] = ...) -> None: ...

class ExternalAuthorization(_message.Message):
    __slots__ = ("authentications", "hashing_scheme_version", "max_record_time")
    class HashingSchemeVersion(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        HASHING_SCHEME_VERSION_UNSPECIFIED: _ClassVar[ExternalAuthorization.HashingSchemeVersion]
        HASHING_SCHEME_VERSION_V2: _ClassVar[ExternalAuthorization.HashingSchemeVersion]
        HASHING_SCHEME_VERSION_V3: _ClassVar[ExternalAuthorization.HashingSchemeVersion]
    HASHING_SCHEME_VERSION_UNSPECIFIED: ExternalAuthorization.HashingSchemeVersion
    HASHING_SCHEME_VERSION_V2: ExternalAuthorization.HashingSchemeVersion
    HASHING_SCHEME_VERSION_V3: ExternalAuthorization.HashingSchemeVersion
    AUTHENTICATIONS_FIELD_NUMBER: _ClassVar[int]
    HASHING_SCHEME_VERSION_FIELD_NUMBER: _ClassVar[int]
    MAX_RECORD_TIME_FIELD_NUMBER: _ClassVar[int]
    authentications: _containers.RepeatedCompositeFieldContainer[_protocol_v30_pb2.ExternalPartyAuthorization]
    hashing_scheme_version: ExternalAuthorization.HashingSchemeVersion
    max_record_time: int
    def __init__(self, authentications: _Optional[_Iterable[_Union[_protocol_v30_pb2.ExternalPartyAuthorization, _Mapping]]] = ..., hashing_scheme_version: _Optional[_Union[ExternalAuthorization.HashingSchemeVersion, str]] = ..., max_record_time: _Optional[int] = ...) -> None: ...

class ActionDescription(_message.Message):
    __slots__ = ("create", "exercise", "fetch")
    CREATE_FIELD_NUMBER: _ClassVar[int]
    EXERCISE_FIELD_NUMBER: _ClassVar[int]
    FETCH_FIELD_NUMBER: _ClassVar[int]
    create: _protocol_v30_pb2.ActionDescription.CreateActionDescription
    exercise: _protocol_v30_pb2.ActionDescription.ExerciseActionDescription
    fetch: _protocol_v30_pb2.ActionDescription.FetchActionDescription
    def __init__(self, create: _Optional[_Union[_protocol_v30_pb2.ActionDescription.CreateActionDescription, _Mapping]] = ..., exercise: _Optional[_Union[_protocol_v30_pb2.ActionDescription.ExerciseActionDescription, _Mapping]] = ..., fetch: _Optional[_Union[_protocol_v30_pb2.ActionDescription.FetchActionDescription, _Mapping]] = ...) -> None: ...

class ViewParticipantData(_message.Message):
    __slots__ = ("salt", "core_inputs", "created_core", "created_in_subview_archived_in_core", "resolved_keys", "action_description", "rollback_context")
    class KeyResolutionWithMaintainers(_message.Message):
        __slots__ = ("key", "maintainers", "contract_ids")
        KEY_FIELD_NUMBER: _ClassVar[int]
        MAINTAINERS_FIELD_NUMBER: _ClassVar[int]
        CONTRACT_IDS_FIELD_NUMBER: _ClassVar[int]
        key: GlobalKey
        maintainers: _containers.RepeatedScalarFieldContainer[str]
        contract_ids: _containers.RepeatedScalarFieldContainer[str]
        def __init__(self, key: _Optional[_Union[GlobalKey, _Mapping]] = ..., maintainers: _Optional[_Iterable[str]] = ..., contract_ids: _Optional[_Iterable[str]] = ...) -> None: ...
    SALT_FIELD_NUMBER: _ClassVar[int]
    CORE_INPUTS_FIELD_NUMBER: _ClassVar[int]
    CREATED_CORE_FIELD_NUMBER: _ClassVar[int]
    CREATED_IN_SUBVIEW_ARCHIVED_IN_CORE_FIELD_NUMBER: _ClassVar[int]
    RESOLVED_KEYS_FIELD_NUMBER: _ClassVar[int]
    ACTION_DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    ROLLBACK_CONTEXT_FIELD_NUMBER: _ClassVar[int]
    salt: _crypto_pb2.Salt
    core_inputs: _containers.RepeatedCompositeFieldContainer[_protocol_v30_pb2.InputContract]
    created_core: _containers.RepeatedCompositeFieldContainer[_protocol_v30_pb2.CreatedContract]
    created_in_subview_archived_in_core: _containers.RepeatedScalarFieldContainer[str]
    resolved_keys: _containers.RepeatedCompositeFieldContainer[ViewParticipantData.KeyResolutionWithMaintainers]
    action_description: ActionDescription
    rollback_context: _protocol_v30_pb2.ViewParticipantData.RollbackContext
    def __init__(self, salt: _Optional[_Union[_crypto_pb2.Salt, _Mapping]] = ..., core_inputs: _Optional[_Iterable[_Union[_protocol_v30_pb2.InputContract, _Mapping]]] = ..., created_core: _Optional[_Iterable[_Union[_protocol_v30_pb2.CreatedContract, _Mapping]]] = ..., created_in_subview_archived_in_core: _Optional[_Iterable[str]] = ..., resolved_keys: _Optional[_Iterable[_Union[ViewParticipantData.KeyResolutionWithMaintainers, _Mapping]]] = ..., action_description: _Optional[_Union[ActionDescription, _Mapping]] = ..., rollback_context: _Optional[_Union[_protocol_v30_pb2.ViewParticipantData.RollbackContext, _Mapping]] = ...) -> None: ...

class LightTransactionViewTree(_message.Message):
    __slots__ = ("tree", "subview_keys_by_ciphertext_id")
    TREE_FIELD_NUMBER: _ClassVar[int]
    SUBVIEW_KEYS_BY_CIPHERTEXT_ID_FIELD_NUMBER: _ClassVar[int]
    tree: _protocol_v30_pb2.GenTransactionTree
    subview_keys_by_ciphertext_id: _containers.RepeatedCompositeFieldContainer[CiphertextIdAndKey]
    def __init__(self, tree: _Optional[_Union[_protocol_v30_pb2.GenTransactionTree, _Mapping]] = ..., subview_keys_by_ciphertext_id: _Optional[_Iterable[_Union[CiphertextIdAndKey, _Mapping]]] = ...) -> None: ...

class CiphertextIdAndKey(_message.Message):
    __slots__ = ("ciphertext_id", "index", "view_encryption_key_randomness")
    CIPHERTEXT_ID_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    VIEW_ENCRYPTION_KEY_RANDOMNESS_FIELD_NUMBER: _ClassVar[int]
    ciphertext_id: bytes
    index: int
    view_encryption_key_randomness: bytes
    def __init__(self, ciphertext_id: _Optional[bytes] = ..., index: _Optional[int] = ..., view_encryption_key_randomness: _Optional[bytes] = ...) -> None: ...

class EncryptedMultipleViewsMessage(_message.Message):
    __slots__ = ("compressed_view_trees", "view_hashes", "encryption_scheme", "submitting_participant_signature", "session_key_lookup", "physical_synchronizer_id", "view_type")
    class UncompressedViewTrees(_message.Message):
        __slots__ = ("view_trees",)
        VIEW_TREES_FIELD_NUMBER: _ClassVar[int]
        view_trees: _containers.RepeatedScalarFieldContainer[bytes]
        def __init__(self, view_trees: _Optional[_Iterable[bytes]] = ...) -> None: ...
    COMPRESSED_VIEW_TREES_FIELD_NUMBER: _ClassVar[int]
    VIEW_HASHES_FIELD_NUMBER: _ClassVar[int]
    ENCRYPTION_SCHEME_FIELD_NUMBER: _ClassVar[int]
    SUBMITTING_PARTICIPANT_SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    SESSION_KEY_LOOKUP_FIELD_NUMBER: _ClassVar[int]
    PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    VIEW_TYPE_FIELD_NUMBER: _ClassVar[int]
    compressed_view_trees: bytes
    view_hashes: _containers.RepeatedScalarFieldContainer[bytes]
    encryption_scheme: _crypto_pb2.SymmetricKeyScheme
    submitting_participant_signature: _crypto_pb2.Signature
    session_key_lookup: _containers.RepeatedCompositeFieldContainer[_crypto_pb2.AsymmetricEncrypted]
    physical_synchronizer_id: str
    view_type: _topology_pb2.ViewType
    def __init__(self, compressed_view_trees: _Optional[bytes] = ..., view_hashes: _Optional[_Iterable[bytes]] = ..., encryption_scheme: _Optional[_Union[_crypto_pb2.SymmetricKeyScheme, str]] = ..., submitting_participant_signature: _Optional[_Union[_crypto_pb2.Signature, _Mapping]] = ..., session_key_lookup: _Optional[_Iterable[_Union[_crypto_pb2.AsymmetricEncrypted, _Mapping]]] = ..., physical_synchronizer_id: _Optional[str] = ..., view_type: _Optional[_Union[_topology_pb2.ViewType, str]] = ...) -> None: ...

class CreatedContract(_message.Message):
    __slots__ = ("contract", "consumed_in_core")
    CONTRACT_FIELD_NUMBER: _ClassVar[int]
    CONSUMED_IN_CORE_FIELD_NUMBER: _ClassVar[int]
    contract: bytes
    consumed_in_core: bool
    def __init__(self, contract: _Optional[bytes] = ..., consumed_in_core: _Optional[bool] = ...) -> None: ...

class EnvelopeContent(_message.Message):
    __slots__ = ("informee_message", "encrypted_multiple_views_message", "unassignment_mediator_message", "assignment_mediator_message", "root_hash_message", "topology_transactions_broadcast", "acs_commitment_protocol_message", "lsu_sequencing_test_message")
    INFORMEE_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    ENCRYPTED_MULTIPLE_VIEWS_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    UNASSIGNMENT_MEDIATOR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    ASSIGNMENT_MEDIATOR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    ROOT_HASH_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    TOPOLOGY_TRANSACTIONS_BROADCAST_FIELD_NUMBER: _ClassVar[int]
    ACS_COMMITMENT_PROTOCOL_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    LSU_SEQUENCING_TEST_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    informee_message: _protocol_v30_pb2.InformeeMessage
    encrypted_multiple_views_message: EncryptedMultipleViewsMessage
    unassignment_mediator_message: _protocol_v30_pb2.UnassignmentMediatorMessage
    assignment_mediator_message: _protocol_v30_pb2.AssignmentMediatorMessage
    root_hash_message: _protocol_v30_pb2.RootHashMessage
    topology_transactions_broadcast: _topology_pb2.TopologyTransactionsBroadcast
    acs_commitment_protocol_message: _protocol_v30_pb2.AcsCommitmentProtocolMessage
    lsu_sequencing_test_message: _protocol_v30_pb2.LsuSequencingTestMessage
    def __init__(self, informee_message: _Optional[_Union[_protocol_v30_pb2.InformeeMessage, _Mapping]] = ..., encrypted_multiple_views_message: _Optional[_Union[EncryptedMultipleViewsMessage, _Mapping]] = ..., unassignment_mediator_message: _Optional[_Union[_protocol_v30_pb2.UnassignmentMediatorMessage, _Mapping]] = ..., assignment_mediator_message: _Optional[_Union[_protocol_v30_pb2.AssignmentMediatorMessage, _Mapping]] = ..., root_hash_message: _Optional[_Union[_protocol_v30_pb2.RootHashMessage, _Mapping]] = ..., topology_transactions_broadcast: _Optional[_Union[_topology_pb2.TopologyTransactionsBroadcast, _Mapping]] = ..., acs_commitment_protocol_message: _Optional[_Union[_protocol_v30_pb2.AcsCommitmentProtocolMessage, _Mapping]] = ..., lsu_sequencing_test_message: _Optional[_Union[_protocol_v30_pb2.LsuSequencingTestMessage, _Mapping]] = ...) -> None: ...
