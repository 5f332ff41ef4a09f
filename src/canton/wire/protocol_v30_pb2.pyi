import datetime

from canton.wire import crypto_pb2 as _crypto_pb2
from canton.wire import topology_pb2 as _topology_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import empty_pb2 as _empty_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.rpc import status_pb2 as _status_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class GenTransactionTree(_message.Message):
    __slots__ = ("submitter_metadata", "common_metadata", "participant_metadata", "root_views")
    SUBMITTER_METADATA_FIELD_NUMBER: _ClassVar[int]
    COMMON_METADATA_FIELD_NUMBER: _ClassVar[int]
    PARTICIPANT_METADATA_FIELD_NUMBER: _ClassVar[int]
    ROOT_VIEWS_FIELD_NUMBER: _ClassVar[int]
    submitter_metadata: BlindableNode
    common_metadata: BlindableNode
    participant_metadata: BlindableNode
    root_views: MerkleSeq
    def __init__(self, submitter_metadata: _Optional[_Union[BlindableNode, _Mapping]] = ..., common_metadata: _Optional[_Union[BlindableNode, _Mapping]] = ..., participant_metadata: _Optional[_Union[BlindableNode, _Mapping]] = ..., root_views: _Optional[_Union[MerkleSeq, _Mapping]] = ...) -> None: ...

class BlindableNode(_message.Message):
    __slots__ = ("unblinded", "blinded_hash")
    UNBLINDED_FIELD_NUMBER: _ClassVar[int]
    BLINDED_HASH_FIELD_NUMBER: _ClassVar[int]
    unblinded: bytes
    blinded_hash: bytes
    def __init__(self, unblinded: _Optional[bytes] = ..., blinded_hash: _Optional[bytes] = ...) -> None: ...

class MerkleSeq(_message.Message):
    __slots__ = ("root_or_empty",)
    ROOT_OR_EMPTY_FIELD_NUMBER: _ClassVar[int]
    root_or_empty: BlindableNode
    def __init__(self, root_or_empty: _Optional[_Union[BlindableNode, _Mapping]] = ...) -> None: ...

class MerkleSeqElement(_message.Message):
    __slots__ = ("first", "second", "data")
    FIRST_FIELD_NUMBER: _ClassVar[int]
    SECOND_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    first: BlindableNode
    second: BlindableNode
    data: BlindableNode
    def __init__(self, first: _Optional[_Union[BlindableNode, _Mapping]] = ..., second: _Optional[_Union[BlindableNode, _Mapping]] = ..., data: _Optional[_Union[BlindableNode, _Mapping]] = ...) -> None: ...

class Quorum(_message.Message):
    __slots__ = ("party_index_and_weight", "threshold")
    PARTY_INDEX_AND_WEIGHT_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_FIELD_NUMBER: _ClassVar[int]
    party_index_and_weight: _containers.RepeatedCompositeFieldContainer[PartyIndexAndWeight]
    threshold: int
    def __init__(self, party_index_and_weight: _Optional[_Iterable[_Union[PartyIndexAndWeight, _Mapping]]] = ..., threshold: _Optional[int] = ...) -> None: ...

class PartyIndexAndWeight(_message.Message):
    __slots__ = ("index", "weight")
    INDEX_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    index: int
    weight: int
    def __init__(self, index: _Optional[int] = ..., weight: _Optional[int] = ...) -> None: ...

class DeduplicationPeriod(_message.Message):
    __slots__ = ("duration", "offset")
    DURATION_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    duration: _duration_pb2.Duration
    offset: int
    def __init__(self, duration: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., offset: _Optional[int] = ...) -> None: ...

class ParticipantMetadata(_message.Message):
    __slots__ = ("salt", "ledger_time", "preparation_time", "workflow_id")
    SALT_FIELD_NUMBER: _ClassVar[int]
    LEDGER_TIME_FIELD_NUMBER: _ClassVar[int]
    PREPARATION_TIME_FIELD_NUMBER: _ClassVar[int]
    WORKFLOW_ID_FIELD_NUMBER: _ClassVar[int]
    salt: _crypto_pb2.Salt
    ledger_time: int
    preparation_time: int
    workflow_id: str
    def __init__(self, salt: _Optional[_Union[_crypto_pb2.Salt, _Mapping]] = ..., ledger_time: _Optional[int] = ..., preparation_time: _Optional[int] = ..., workflow_id: _Optional[str] = ...) -> None: ...

class RootHashMessage(_message.Message):
    __slots__ = ("root_hash", "physical_synchronizer_id", "view_type", "submission_topology_time", "payload")
    ROOT_HASH_FIELD_NUMBER: _ClassVar[int]
    PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    VIEW_TYPE_FIELD_NUMBER: _ClassVar[int]
    SUBMISSION_TOPOLOGY_TIME_FIELD_NUMBER: _ClassVar[int]
    PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    root_hash: bytes
    physical_synchronizer_id: str
    view_type: _topology_pb2.ViewType
    submission_topology_time: int
    payload: bytes
    def __init__(self, root_hash: _Optional[bytes] = ..., physical_synchronizer_id: _Optional[str] = ..., view_type: _Optional[_Union[_topology_pb2.ViewType, str]] = ..., submission_topology_time: _Optional[int] = ..., payload: _Optional[bytes] = ...) -> None: ...

class ViewNode(_message.Message):
    __slots__ = ("view_common_data", "view_participant_data", "subviews")
    VIEW_COMMON_DATA_FIELD_NUMBER: _ClassVar[int]
    VIEW_PARTICIPANT_DATA_FIELD_NUMBER: _ClassVar[int]
    SUBVIEWS_FIELD_NUMBER: _ClassVar[int]
    view_common_data: BlindableNode
    view_participant_data: BlindableNode
    subviews: MerkleSeq
    def __init__(self, view_common_data: _Optional[_Union[BlindableNode, _Mapping]] = ..., view_participant_data: _Optional[_Union[BlindableNode, _Mapping]] = ..., subviews: _Optional[_Union[MerkleSeq, _Mapping]] = ...) -> None: ...

class ViewCommonData(_message.Message):
    __slots__ = ("salt", "informees", "quorums")
    SALT_FIELD_NUMBER: _ClassVar[int]
    INFORMEES_FIELD_NUMBER: _ClassVar[int]
    QUORUMS_FIELD_NUMBER: _ClassVar[int]
    salt: _crypto_pb2.Salt
    informees: _containers.RepeatedScalarFieldContainer[str]
    quorums: _containers.RepeatedCompositeFieldContainer[Quorum]
    def __init__(self, salt: _Optional[_Union[_crypto_pb2.Salt, _Mapping]] = ..., informees: _Optional[_Iterable[str]] = ..., quorums: _Optional[_Iterable[_Union[Quorum, _Mapping]]] = ...) -> None: ...

class Informee(_message.Message):
    __slots__ = ("party", "weight")
    PARTY_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    party: str
    weight: int
    def __init__(self, party: _Optional[str] = ..., weight: _Optional[int] = ...) -> None: ...

class ViewParticipantMessage(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class InformeeMessage(_message.Message):
    __slots__ = ("full_informee_tree", "submitting_participant_signature")
    FULL_INFORMEE_TREE_FIELD_NUMBER: _ClassVar[int]
    SUBMITTING_PARTICIPANT_SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    full_informee_tree: FullInformeeTree
    submitting_participant_signature: _crypto_pb2.Signature
    def __init__(self, full_informee_tree: _Optional[_Union[FullInformeeTree, _Mapping]] = ..., submitting_participant_signature: _Optional[_Union[_crypto_pb2.Signature, _Mapping]] = ...) -> None: ...

class LightTransactionViewTree(_message.Message):
    __slots__ = ("tree", "subview_hashes_and_keys")
    TREE_FIELD_NUMBER: _ClassVar[int]
    SUBVIEW_HASHES_AND_KEYS_FIELD_NUMBER: _ClassVar[int]
    tree: GenTransactionTree
    subview_hashes_and_keys: _containers.RepeatedCompositeFieldContainer[ViewHashAndKey]
    def __init__(self, tree: _Optional[_Union[GenTransactionTree, _Mapping]] = ..., subview_hashes_and_keys: _Optional[_Iterable[_Union[ViewHashAndKey, _Mapping]]] = ...) -> None: ...

class ViewHashAndKey(_message.Message):
    __slots__ = ("view_hash", "view_encryption_key_randomness")
    VIEW_HASH_FIELD_NUMBER: _ClassVar[int]
    VIEW_ENCRYPTION_KEY_RANDOMNESS_FIELD_NUMBER: _ClassVar[int]
    view_hash: bytes
    view_encryption_key_randomness: bytes
    def __init__(self, view_hash: _Optional[bytes] = ..., view_encryption_key_randomness: _Optional[bytes] = ...) -> None: ...

class FullInformeeTree(_message.Message):
    __slots__ = ("tree",)
    TREE_FIELD_NUMBER: _ClassVar[int]
    tree: GenTransactionTree
    def __init__(self, tree: _Optional[_Union[GenTransactionTree, _Mapping]] = ...) -> None: ...

class CreatedContract(_message.Message):
    __slots__ = ("contract", "consumed_in_core", "rolled_back")
    CONTRACT_FIELD_NUMBER: _ClassVar[int]
    CONSUMED_IN_CORE_FIELD_NUMBER: _ClassVar[int]
    ROLLED_BACK_FIELD_NUMBER: _ClassVar[int]
    contract: bytes
    consumed_in_core: bool
    rolled_back: bool
    def __init__(self, contract: _Optional[bytes] = ..., consumed_in_core: _Optional[bool] = ..., rolled_back: _Optional[bool] = ...) -> None: ...

class InputContract(_message.Message):
    __slots__ = ("contract", "consumed")
    CONTRACT_FIELD_NUMBER: _ClassVar[int]
    CONSUMED_FIELD_NUMBER: _ClassVar[int]
    contract: bytes
    consumed: bool
    def __init__(self, contract: _Optional[bytes] = ..., consumed: _Optional[bool] = ...) -> None: ...

class CommonMetadata(_message.Message):
    __slots__ = ("salt", "physical_synchronizer_id", "uuid", "mediator_group")
    SALT_FIELD_NUMBER: _ClassVar[int]
    PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    UUID_FIELD_NUMBER: _ClassVar[int]
    MEDIATOR_GROUP_FIELD_NUMBER: _ClassVar[int]
    salt: _crypto_pb2.Salt
    physical_synchronizer_id: str
    uuid: str
    mediator_group: int
    def __init__(self, salt: _Optional[_Union[_crypto_pb2.Salt, _Mapping]] = ..., physical_synchronizer_id: _Optional[str] = ..., uuid: _Optional[str] = ..., mediator_group: _Optional[int] = ...) -> None: ...

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
    dedup_period: DeduplicationPeriod
    max_sequencing_time: int
    external_authorization: ExternalAuthorization
    def __init__(self, salt: _Optional[_Union[_crypto_pb2.Salt, _Mapping]] = ..., act_as: _Optional[_Iterable[str]] = ..., user_id: _Optional[str] = ..., command_id: _Optional[str] = ..., submitting_participant_uid: _Optional[str] = ..., submission_id: _Optional[str] = ..., dedup_period: _Optional[_Union[DeduplicationPeriod, _Mapping]] = ..., max_sequencing_time: _Optional[int] = ..., external_authorization: _Optional[_Union[ExternalAuthorization, _Mapping]] = ...) -> None: ...

class EncryptedViewMessage(_message.Message):
    __slots__ = ("view_tree", "encryption_scheme", "submitting_participant_signature", "view_hash", "session_key_lookup", "physical_synchronizer_id", "view_type")
    VIEW_TREE_FIELD_NUMBER: _ClassVar[int]
    ENCRYPTION_SCHEME_FIELD_NUMBER: _ClassVar[int]
    SUBMITTING_PARTICIPANT_SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    VIEW_HASH_FIELD_NUMBER: _ClassVar[int]
    SESSION_KEY_LOOKUP_FIELD_NUMBER: _ClassVar[int]
    PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    VIEW_TYPE_FIELD_NUMBER: _ClassVar[int]
    view_tree: bytes
    encryption_scheme: _crypto_pb2.SymmetricKeyScheme
    submitting_participant_signature: _crypto_pb2.Signature
    view_hash: bytes
    session_key_lookup: _containers.RepeatedCompositeFieldContainer[_crypto_pb2.AsymmetricEncrypted]
    physical_synchronizer_id: str
    view_type: _topology_pb2.ViewType
    def __init__(self, view_tree: _Optional[bytes] = ..., encryption_scheme: _Optional[_Union[_crypto_pb2.SymmetricKeyScheme, str]] = ..., submitting_participant_signature: _Optional[_Union[_crypto_pb2.Signature, _Mapping]] = ..., view_hash: _Optional[bytes] = ..., session_key_lookup: _Optional[_Iterable[_Union[_crypto_pb2.AsymmetricEncrypted, _Mapping]]] = ..., physical_synchronizer_id: _Optional[str] = ..., view_type: _Optional[_Union[_topology_pb2.ViewType, str]] = ...) -> None: ...

class ActionDescription(_message.Message):
    __slots__ = ("create", "exercise", "fetch")
    class CreateActionDescription(_message.Message):
        __slots__ = ("contract_id", "node_seed")
        CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
        NODE_SEED_FIELD_NUMBER: _ClassVar[int]
        contract_id: str
        node_seed: bytes
        def __init__(self, contract_id: _Optional[str] = ..., node_seed: _Optional[bytes] = ...) -> None: ...
    class ExerciseActionDescription(_message.Message):
        __slots__ = ("input_contract_id", "choice", "chosen_value", "actors", "by_key", "node_seed", "failed", "interface_id", "template_id", "package_preference")
        INPUT_CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
        CHOICE_FIELD_NUMBER: _ClassVar[int]
        CHOSEN_VALUE_FIELD_NUMBER: _ClassVar[int]
        ACTORS_FIELD_NUMBER: _ClassVar[int]
        BY_KEY_FIELD_NUMBER: _ClassVar[int]
        NODE_SEED_FIELD_NUMBER: _ClassVar[int]
        FAILED_FIELD_NUMBER: _ClassVar[int]
        INTERFACE_ID_FIELD_NUMBER: _ClassVar[int]
        TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
        PACKAGE_PREFERENCE_FIELD_NUMBER: _ClassVar[int]
        input_contract_id: str
        choice: str
        chosen_value: bytes
        actors: _containers.RepeatedScalarFieldContainer[str]
        by_key: bool
        node_seed: bytes
        failed: bool
        interface_id: str
        template_id: str
        package_preference: _containers.RepeatedScalarFieldContainer[str]
        def __init__(self, input_contract_id: _Optional[str] = ..., choice: _Optional[str] = ..., chosen_value: _Optional[bytes] = ..., actors: _Optional[_Iterable[str]] = ..., by_key: _Optional[bool] = ..., node_seed: _Optional[bytes] = ..., failed: _Optional[bool] = ..., interface_id: _Optional[str] = ..., template_id: _Optional[str] = ..., package_preference: _Optional[_Iterable[str]] = ...) -> None: ...
    class FetchActionDescription(_message.Message):
        __slots__ = ("input_contract_id", "actors", "by_key", "template_id", "interface_id")
        INPUT_CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
        ACTORS_FIELD_NUMBER: _ClassVar[int]
        BY_KEY_FIELD_NUMBER: _ClassVar[int]
        TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
        INTERFACE_ID_FIELD_NUMBER: _ClassVar[int]
        input_contract_id: str
        actors: _containers.RepeatedScalarFieldContainer[str]
        by_key: bool
        template_id: str
        interface_id: str
        def __init__(self, input_contract_id: _Optional[str] = ..., actors: _Optional[_Iterable[str]] = ..., by_key: _Optional[bool] = ..., template_id: _Optional[str] = ..., interface_id: _Optional[str] = ...) -> None: ...
    CREATE_FIELD_NUMBER: _ClassVar[int]
    EXERCISE_FIELD_NUMBER: _ClassVar[int]
    FETCH_FIELD_NUMBER: _ClassVar[int]
    create: ActionDescription.CreateActionDescription
    exercise: ActionDescription.ExerciseActionDescription
    fetch: ActionDescription.FetchActionDescription
    def __init__(self, create: _Optional[_Union[ActionDescription.CreateActionDescription, _Mapping]] = ..., exercise: _Optional[_Union[ActionDescription.ExerciseActionDescription, _Mapping]] = ..., fetch: _Optional[_Union[ActionDescription.FetchActionDescription, _Mapping]] = ...) -> None: ...

class ViewParticipantData(_message.Message):
    __slots__ = ("salt", "core_inputs", "created_core", "created_in_subview_archived_in_core", "resolved_keys", "action_description", "rollback_context")
    class FreeKey(_message.Message):
        __slots__ = ("maintainers",)
        MAINTAINERS_FIELD_NUMBER: _ClassVar[int]
        maintainers: _containers.RepeatedScalarFieldContainer[str]
        def __init__(self, maintainers: _Optional[_Iterable[str]] = ...) -> None: ...
    class ResolvedKey(_message.Message):
        __slots__ = ("key", "contract_id", "free")
        KEY_FIELD_NUMBER: _ClassVar[int]
        CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
        FREE_FIELD_NUMBER: _ClassVar[int]
        key: _topology_pb2.GlobalKey
        contract_id: str
        free: ViewParticipantData.FreeKey
        def __init__(self, key: _Optional[_Union[_topology_pb2.GlobalKey, _Mapping]] = ..., contract_id: _Optional[str] = ..., free: _Optional[_Union[ViewParticipantData.FreeKey, _Mapping]] = ...) -> None: ...
    class RollbackContext(_message.Message):
        __slots__ = ("rollback_scope", "next_child")
        ROLLBACK_SCOPE_FIELD_NUMBER: _ClassVar[int]
        NEXT_CHILD_FIELD_NUMBER: _ClassVar[int]
        rollback_scope: _containers.RepeatedScalarFieldContainer[int]
        next_child: int
        def __init__(self, rollback_scope: _Optional[_Iterable[int]] = ..., next_child: _Optional[int] = ...) -> None: ...
    SALT_FIELD_NUMBER: _ClassVar[int]
    CORE_INPUTS_FIELD_NUMBER: _ClassVar[int]
    CREATED_CORE_FIELD_NUMBER: _ClassVar[int]
    CREATED_IN_SUBVIEW_ARCHIVED_IN_CORE_FIELD_NUMBER: _ClassVar[int]
    RESOLVED_KEYS_FIELD_NUMBER: _ClassVar[int]
    ACTION_DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    ROLLBACK_CONTEXT_FIELD_NUMBER: _ClassVar[int]
    salt: _crypto_pb2.Salt
    core_inputs: _containers.RepeatedCompositeFieldContainer[InputContract]
    created_core: _containers.RepeatedCompositeFieldContainer[CreatedContract]
    created_in_subview_archived_in_core: _containers.RepeatedScalarFieldContainer[str]
    resolved_keys: _containers.RepeatedCompositeFieldContainer[ViewParticipantData.ResolvedKey]
    action_description: ActionDescription
    rollback_context: ViewParticipantData.RollbackContext
    def __init__(self, salt: _Optional[_Union[_crypto_pb2.Salt, _Mapping]] = ..., core_inputs: _Optional[_Iterable[_Union[InputContract, _Mapping]]] = ..., created_core: _Optional[_Iterable[_Union[CreatedContract, _Mapping]]] = ..., created_in_subview_archived_in_core: _Optional[_Iterable[str]] = ..., resolved_keys: _Optional[_Iterable[_Union[ViewParticipantData.ResolvedKey, _Mapping]]] = ..., action_description: _Optional[_Union[ActionDescription, _Mapping]] = ..., rollback_context: _Optional[_Union[ViewParticipantData.RollbackContext, _Mapping]] = ...) -> None: ...

class ExternalPartyAuthorization(_message.Message):
    __slots__ = ("party", "signatures")
    PARTY_FIELD_NUMBER: _ClassVar[int]
    SIGNATURES_FIELD_NUMBER: _ClassVar[int]
    party: str
    signatures: _containers.RepeatedCompositeFieldContainer[_crypto_pb2.Signature]
    def __init__(self, party: _Optional[str] = ..., signatures: _Optional[_Iterable[_Union[_crypto_pb2.Signature, _Mapping]]] = ...) -> None: ...

class ExternalAuthorization(_message.Message):
    __slots__ = ("authentications", "hashing_scheme_version")
    class HashingSchemeVersion(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        HASHING_SCHEME_VERSION_UNSPECIFIED: _ClassVar[ExternalAuthorization.HashingSchemeVersion]
        HASHING_SCHEME_VERSION_V2: _ClassVar[ExternalAuthorization.HashingSchemeVersion]
    HASHING_SCHEME_VERSION_UNSPECIFIED: ExternalAuthorization.HashingSchemeVersion
    HASHING_SCHEME_VERSION_V2: ExternalAuthorization.HashingSchemeVersion
    AUTHENTICATIONS_FIELD_NUMBER: _ClassVar[int]
    HASHING_SCHEME_VERSION_FIELD_NUMBER: _ClassVar[int]
    authentications: _containers.RepeatedCompositeFieldContainer[ExternalPartyAuthorization]
    hashing_scheme_version: ExternalAuthorization.HashingSchemeVersion
    def __init__(self, authentications: _Optional[_Iterable[_Union[ExternalPartyAuthorization, _Mapping]]] = ..., hashing_scheme_version: _Optional[_Union[ExternalAuthorization.HashingSchemeVersion, str]] = ...) -> None: ...

class AcsCommitment(_message.Message):
    __slots__ = ("physical_synchronizer_id", "sending_participant_uid", "counter_participant_uid", "from_exclusive", "to_inclusive", "commitment")
    PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    SENDING_PARTICIPANT_UID_FIELD_NUMBER: _ClassVar[int]
    COUNTER_PARTICIPANT_UID_FIELD_NUMBER: _ClassVar[int]
    FROM_EXCLUSIVE_FIELD_NUMBER: _ClassVar[int]
    TO_INCLUSIVE_FIELD_NUMBER: _ClassVar[int]
    COMMITMENT_FIELD_NUMBER: _ClassVar[int]
    physical_synchronizer_id: str
    sending_participant_uid: str
    counter_participant_uid: str
    from_exclusive: int
    to_inclusive: int
    commitment: bytes
    def __init__(self, physical_synchronizer_id: _Optional[str] = ..., sending_participant_uid: _Optional[str] = ..., counter_participant_uid: _Optional[str] = ..., from_exclusive: _Optional[int] = ..., to_inclusive: _Optional[int] = ..., commitment: _Optional[bytes] = ...) -> None: ...

class AcsCommitmentProtocolMessage(_message.Message):
    __slots__ = ("acs_commitment", "signatures")
    ACS_COMMITMENT_FIELD_NUMBER: _ClassVar[int]
    SIGNATURES_FIELD_NUMBER: _ClassVar[int]
    acs_commitment: bytes
    signatures: _containers.RepeatedCompositeFieldContainer[_crypto_pb2.Signature]
    def __init__(self, acs_commitment: _Optional[bytes] = ..., signatures: _Optional[_Iterable[_Union[_crypto_pb2.Signature, _Mapping]]] = ...) -> None: ...

class LocalVerdict(_message.Message):
    __slots__ = ("code", "reason")
    class VerdictCode(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        VERDICT_CODE_UNSPECIFIED: _ClassVar[LocalVerdict.VerdictCode]
        VERDICT_CODE_LOCAL_APPROVE: _ClassVar[LocalVerdict.VerdictCode]
        VERDICT_CODE_LOCAL_REJECT: _ClassVar[LocalVerdict.VerdictCode]
        VERDICT_CODE_LOCAL_MALFORMED: _ClassVar[LocalVerdict.VerdictCode]
        VERDICT_CODE_LOCAL_ABSTAIN: _ClassVar[LocalVerdict.VerdictCode]
    VERDICT_CODE_UNSPECIFIED: LocalVerdict.VerdictCode
    VERDICT_CODE_LOCAL_APPROVE: LocalVerdict.VerdictCode
    VERDICT_CODE_LOCAL_REJECT: LocalVerdict.VerdictCode
    VERDICT_CODE_LOCAL_MALFORMED: LocalVerdict.VerdictCode
    VERDICT_CODE_LOCAL_ABSTAIN: LocalVerdict.VerdictCode
    CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    code: LocalVerdict.VerdictCode
    reason: _status_pb2.Status
    def __init__(self, code: _Optional[_Union[LocalVerdict.VerdictCode, str]] = ..., reason: _Optional[_Union[_status_pb2.Status, _Mapping]] = ...) -> None: ...

class ConfirmationResponse(_message.Message):
    __slots__ = ("local_verdict", "confirming_parties", "view_position")
    LOCAL_VERDICT_FIELD_NUMBER: _ClassVar[int]
    CONFIRMING_PARTIES_FIELD_NUMBER: _ClassVar[int]
    VIEW_POSITION_FIELD_NUMBER: _ClassVar[int]
    local_verdict: LocalVerdict
    confirming_parties: _containers.RepeatedScalarFieldContainer[str]
    view_position: ViewPosition
    def __init__(self, local_verdict: _Optional[_Union[LocalVerdict, _Mapping]] = ..., confirming_parties: _Optional[_Iterable[str]] = ..., view_position: _Optional[_Union[ViewPosition, _Mapping]] = ...) -> None: ...

class ConfirmationResponses(_message.Message):
    __slots__ = ("request_id", "root_hash", "physical_synchronizer_id", "sender", "responses")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ROOT_HASH_FIELD_NUMBER: _ClassVar[int]
    PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    SENDER_FIELD_NUMBER: _ClassVar[int]
    RESPONSES_FIELD_NUMBER: _ClassVar[int]
    request_id: int
    root_hash: bytes
    physical_synchronizer_id: str
    sender: str
    responses: _containers.RepeatedCompositeFieldContainer[ConfirmationResponse]
    def __init__(self, request_id: _Optional[int] = ..., root_hash: _Optional[bytes] = ..., physical_synchronizer_id: _Optional[str] = ..., sender: _Optional[str] = ..., responses: _Optional[_Iterable[_Union[ConfirmationResponse, _Mapping]]] = ...) -> None: ...

class ViewPosition(_message.Message):
    __slots__ = ("position",)
    POSITION_FIELD_NUMBER: _ClassVar[int]
    position: _containers.RepeatedCompositeFieldContainer[MerkleSeqIndex]
    def __init__(self, position: _Optional[_Iterable[_Union[MerkleSeqIndex, _Mapping]]] = ...) -> None: ...

class MerkleSeqIndex(_message.Message):
    __slots__ = ("is_right",)
    IS_RIGHT_FIELD_NUMBER: _ClassVar[int]
    is_right: _containers.RepeatedScalarFieldContainer[bool]
    def __init__(self, is_right: _Optional[_Iterable[bool]] = ...) -> None: ...

class InformeeTree(_message.Message):
    __slots__ = ("tree",)
    TREE_FIELD_NUMBER: _ClassVar[int]
    tree: GenTransactionTree
    def __init__(self, tree: _Optional[_Union[GenTransactionTree, _Mapping]] = ...) -> None: ...

class ParticipantReject(_message.Message):
    __slots__ = ("reasons",)
    REASONS_FIELD_NUMBER: _ClassVar[int]
    reasons: _containers.RepeatedCompositeFieldContainer[RejectionReason]
    def __init__(self, reasons: _Optional[_Iterable[_Union[RejectionReason, _Mapping]]] = ...) -> None: ...

class RejectionReason(_message.Message):
    __slots__ = ("parties", "reject", "participant_id")
    PARTIES_FIELD_NUMBER: _ClassVar[int]
    REJECT_FIELD_NUMBER: _ClassVar[int]
    PARTICIPANT_ID_FIELD_NUMBER: _ClassVar[int]
    parties: _containers.RepeatedScalarFieldContainer[str]
    reject: LocalVerdict
    participant_id: str
    def __init__(self, parties: _Optional[_Iterable[str]] = ..., reject: _Optional[_Union[LocalVerdict, _Mapping]] = ..., participant_id: _Optional[str] = ...) -> None: ...

class MediatorReject(_message.Message):
    __slots__ = ("reason", "is_malformed")
    REASON_FIELD_NUMBER: _ClassVar[int]
    IS_MALFORMED_FIELD_NUMBER: _ClassVar[int]
    reason: _status_pb2.Status
    is_malformed: bool
    def __init__(self, reason: _Optional[_Union[_status_pb2.Status, _Mapping]] = ..., is_malformed: _Optional[bool] = ...) -> None: ...

class Verdict(_message.Message):
    __slots__ = ("approve", "participant_reject", "mediator_reject")
    APPROVE_FIELD_NUMBER: _ClassVar[int]
    PARTICIPANT_REJECT_FIELD_NUMBER: _ClassVar[int]
    MEDIATOR_REJECT_FIELD_NUMBER: _ClassVar[int]
    approve: _empty_pb2.Empty
    participant_reject: ParticipantReject
    mediator_reject: MediatorReject
    def __init__(self, approve: _Optional[_Union[_empty_pb2.Empty, _Mapping]] = ..., participant_reject: _Optional[_Union[ParticipantReject, _Mapping]] = ..., mediator_reject: _Optional[_Union[MediatorReject, _Mapping]] = ...) -> None: ...

class ConfirmationResultMessage(_message.Message):
    __slots__ = ("physical_synchronizer_id", "view_type", "request_id", "root_hash", "verdict")
    PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    VIEW_TYPE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ROOT_HASH_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    physical_synchronizer_id: str
    view_type: _topology_pb2.ViewType
    request_id: int
    root_hash: bytes
    verdict: Verdict
    def __init__(self, physical_synchronizer_id: _Optional[str] = ..., view_type: _Optional[_Union[_topology_pb2.ViewType, str]] = ..., request_id: _Optional[int] = ..., root_hash: _Optional[bytes] = ..., verdict: _Optional[_Union[Verdict, _Mapping]] = ...) -> None: ...

class ReassignmentId(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class UnassignmentCommonData(_message.Message):
    __slots__ = ("salt", "source_physical_synchronizer_id", "stakeholders", "reassigning_participant_uids", "uuid", "source_mediator_group", "submitter_metadata")
    SALT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    STAKEHOLDERS_FIELD_NUMBER: _ClassVar[int]
    REASSIGNING_PARTICIPANT_UIDS_FIELD_NUMBER: _ClassVar[int]
    UUID_FIELD_NUMBER: _ClassVar[int]
    SOURCE_MEDIATOR_GROUP_FIELD_NUMBER: _ClassVar[int]
    SUBMITTER_METADATA_FIELD_NUMBER: _ClassVar[int]
    salt: _crypto_pb2.Salt
    source_physical_synchronizer_id: str
    stakeholders: _topology_pb2.Stakeholders
    reassigning_participant_uids: _containers.RepeatedScalarFieldContainer[str]
    uuid: str
    source_mediator_group: int
    submitter_metadata: ReassignmentSubmitterMetadata
    def __init__(self, salt: _Optional[_Union[_crypto_pb2.Salt, _Mapping]] = ..., source_physical_synchronizer_id: _Optional[str] = ..., stakeholders: _Optional[_Union[_topology_pb2.Stakeholders, _Mapping]] = ..., reassigning_participant_uids: _Optional[_Iterable[str]] = ..., uuid: _Optional[str] = ..., source_mediator_group: _Optional[int] = ..., submitter_metadata: _Optional[_Union[ReassignmentSubmitterMetadata, _Mapping]] = ...) -> None: ...

class ReassignmentViewTree(_message.Message):
    __slots__ = ("common_data", "participant_data")
    COMMON_DATA_FIELD_NUMBER: _ClassVar[int]
    PARTICIPANT_DATA_FIELD_NUMBER: _ClassVar[int]
    common_data: bytes
    participant_data: BlindableNode
    def __init__(self, common_data: _Optional[bytes] = ..., participant_data: _Optional[_Union[BlindableNode, _Mapping]] = ...) -> None: ...

class AssignmentMediatorMessage(_message.Message):
    __slots__ = ("tree", "submitting_participant_signature")
    TREE_FIELD_NUMBER: _ClassVar[int]
    SUBMITTING_PARTICIPANT_SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    tree: ReassignmentViewTree
    submitting_participant_signature: _crypto_pb2.Signature
    def __init__(self, tree: _Optional[_Union[ReassignmentViewTree, _Mapping]] = ..., submitting_participant_signature: _Optional[_Union[_crypto_pb2.Signature, _Mapping]] = ...) -> None: ...

class UnassignmentMediatorMessage(_message.Message):
    __slots__ = ("tree", "submitting_participant_signature")
    TREE_FIELD_NUMBER: _ClassVar[int]
    SUBMITTING_PARTICIPANT_SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    tree: ReassignmentViewTree
    submitting_participant_signature: _crypto_pb2.Signature
    def __init__(self, tree: _Optional[_Union[ReassignmentViewTree, _Mapping]] = ..., submitting_participant_signature: _Optional[_Union[_crypto_pb2.Signature, _Mapping]] = ...) -> None: ...

class AssignmentCommonData(_message.Message):
    __slots__ = ("salt", "source_physical_synchronizer_id", "target_physical_synchronizer_id", "unassignment_ts", "stakeholders", "uuid", "target_mediator_group", "submitter_metadata", "reassigning_participant_uids")
    SALT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    TARGET_PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    UNASSIGNMENT_TS_FIELD_NUMBER: _ClassVar[int]
    STAKEHOLDERS_FIELD_NUMBER: _ClassVar[int]
    UUID_FIELD_NUMBER: _ClassVar[int]
    TARGET_MEDIATOR_GROUP_FIELD_NUMBER: _ClassVar[int]
    SUBMITTER_METADATA_FIELD_NUMBER: _ClassVar[int]
    REASSIGNING_PARTICIPANT_UIDS_FIELD_NUMBER: _ClassVar[int]
    salt: _crypto_pb2.Salt
    source_physical_synchronizer_id: str
    target_physical_synchronizer_id: str
    unassignment_ts: _timestamp_pb2.Timestamp
    stakeholders: _topology_pb2.Stakeholders
    uuid: str
    target_mediator_group: int
    submitter_metadata: ReassignmentSubmitterMetadata
    reassigning_participant_uids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, salt: _Optional[_Union[_crypto_pb2.Salt, _Mapping]] = ..., source_physical_synchronizer_id: _Optional[str] = ..., target_physical_synchronizer_id: _Optional[str] = ..., unassignment_ts: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., stakeholders: _Optional[_Union[_topology_pb2.Stakeholders, _Mapping]] = ..., uuid: _Optional[str] = ..., target_mediator_group: _Optional[int] = ..., submitter_metadata: _Optional[_Union[ReassignmentSubmitterMetadata, _Mapping]] = ..., reassigning_participant_uids: _Optional[_Iterable[str]] = ...) -> None: ...

class ReassignmentSubmitterMetadata(_message.Message):
    __slots__ = ("submitter", "submitting_participant_uid", "command_id", "submission_id", "user_id", "workflow_id")
    SUBMITTER_FIELD_NUMBER: _ClassVar[int]
    SUBMITTING_PARTICIPANT_UID_FIELD_NUMBER: _ClassVar[int]
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    SUBMISSION_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    WORKFLOW_ID_FIELD_NUMBER: _ClassVar[int]
    submitter: str
    submitting_participant_uid: str
    command_id: str
    submission_id: str
    user_id: str
    workflow_id: str
    def __init__(self, submitter: _Optional[str] = ..., submitting_participant_uid: _Optional[str] = ..., command_id: _Optional[str] = ..., submission_id: _Optional[str] = ..., user_id: _Optional[str] = ..., workflow_id: _Optional[str] = ...) -> None: ...

class UnassignmentView(_message.Message):
    __slots__ = ("salt", "target_physical_synchronizer_id", "target_timestamp", "contracts")
    SALT_FIELD_NUMBER: _ClassVar[int]
    TARGET_PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    TARGET_TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    CONTRACTS_FIELD_NUMBER: _ClassVar[int]
    salt: _crypto_pb2.Salt
    target_physical_synchronizer_id: str
    target_timestamp: int
    contracts: _containers.RepeatedCompositeFieldContainer[ActiveContract]
    def __init__(self, salt: _Optional[_Union[_crypto_pb2.Salt, _Mapping]] = ..., target_physical_synchronizer_id: _Optional[str] = ..., target_timestamp: _Optional[int] = ..., contracts: _Optional[_Iterable[_Union[ActiveContract, _Mapping]]] = ...) -> None: ...

class UnassignmentData(_message.Message):
    __slots__ = ("submitter_metadata", "contracts", "reassigning_participant_uids", "source_physical_synchronizer_id", "target_physical_synchronizer_id", "target_timestamp", "unassignment_ts")
    SUBMITTER_METADATA_FIELD_NUMBER: _ClassVar[int]
    CONTRACTS_FIELD_NUMBER: _ClassVar[int]
    REASSIGNING_PARTICIPANT_UIDS_FIELD_NUMBER: _ClassVar[int]
    SOURCE_PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    TARGET_PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    TARGET_TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    UNASSIGNMENT_TS_FIELD_NUMBER: _ClassVar[int]
    submitter_metadata: ReassignmentSubmitterMetadata
    contracts: _containers.RepeatedCompositeFieldContainer[ActiveContract]
    reassigning_participant_uids: _containers.RepeatedScalarFieldContainer[str]
    source_physical_synchronizer_id: str
    target_physical_synchronizer_id: str
    target_timestamp: _timestamp_pb2.Timestamp
    unassignment_ts: _timestamp_pb2.Timestamp
    def __init__(self, submitter_metadata: _Optional[_Union[ReassignmentSubmitterMetadata, _Mapping]] = ..., contracts: _Optional[_Iterable[_Union[ActiveContract, _Mapping]]] = ..., reassigning_participant_uids: _Optional[_Iterable[str]] = ..., source_physical_synchronizer_id: _Optional[str] = ..., target_physical_synchronizer_id: _Optional[str] = ..., target_timestamp: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., unassignment_ts: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class AssignmentView(_message.Message):
    __slots__ = ("salt", "contracts", "reassignment_id")
    SALT_FIELD_NUMBER: _ClassVar[int]
    CONTRACTS_FIELD_NUMBER: _ClassVar[int]
    REASSIGNMENT_ID_FIELD_NUMBER: _ClassVar[int]
    salt: _crypto_pb2.Salt
    contracts: _containers.RepeatedCompositeFieldContainer[ActiveContract]
    reassignment_id: ReassignmentId
    def __init__(self, salt: _Optional[_Union[_crypto_pb2.Salt, _Mapping]] = ..., contracts: _Optional[_Iterable[_Union[ActiveContract, _Mapping]]] = ..., reassignment_id: _Optional[_Union[ReassignmentId, _Mapping]] = ...) -> None: ...

class ActiveContract(_message.Message):
    __slots__ = ("contract", "reassignment_counter")
    CONTRACT_FIELD_NUMBER: _ClassVar[int]
    REASSIGNMENT_COUNTER_FIELD_NUMBER: _ClassVar[int]
    contract: bytes
    reassignment_counter: int
    def __init__(self, contract: _Optional[bytes] = ..., reassignment_counter: _Optional[int] = ...) -> None: ...

class StoredParties(_message.Message):
    __slots__ = ("parties",)
    PARTIES_FIELD_NUMBER: _ClassVar[int]
    parties: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, parties: _Optional[_Iterable[str]] = ...) -> None: ...

class TypedSignedProtocolMessageContent(_message.Message):
    __slots__ = ("confirmation_responses", "confirmation_result", "acs_commitment", "set_traffic_purchased")
    CONFIRMATION_RESPONSES_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATION_RESULT_FIELD_NUMBER: _ClassVar[int]
    ACS_COMMITMENT_FIELD_NUMBER: _ClassVar[int]
    SET_TRAFFIC_PURCHASED_FIELD_NUMBER: _ClassVar[int]
    confirmation_responses: bytes
    confirmation_result: bytes
    acs_commitment: bytes
    set_traffic_purchased: bytes
    def __init__(self, confirmation_responses: _Optional[bytes] = ..., confirmation_result: _Optional[bytes] = ..., acs_commitment: _Optional[bytes] = ..., set_traffic_purchased: _Optional[bytes] = ...) -> None: ...

class SignedProtocolMessage(_message.Message):
    __slots__ = ("signature", "typed_signed_protocol_message_content")
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    TYPED_SIGNED_PROTOCOL_MESSAGE_CONTENT_FIELD_NUMBER: _ClassVar[int]
    signature: _containers.RepeatedCompositeFieldContainer[_crypto_pb2.Signature]
    typed_signed_protocol_message_content: bytes
    def __init__(self, signature: _Optional[_Iterable[_Union[_crypto_pb2.Signature, _Mapping]]] = ..., typed_signed_protocol_message_content: _Optional[bytes] = ...) -> None: ...

class EnvelopeContent(_message.Message):
    __slots__ = ("informee_message", "encrypted_view_message", "unassignment_mediator_message", "assignment_mediator_message", "root_hash_message", "topology_transactions_broadcast", "lsu_sequencing_test_message")
    INFORMEE_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    ENCRYPTED_VIEW_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    UNASSIGNMENT_MEDIATOR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    ASSIGNMENT_MEDIATOR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    ROOT_HASH_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    TOPOLOGY_TRANSACTIONS_BROADCAST_FIELD_NUMBER: _ClassVar[int]
    LSU_SEQUENCING_TEST_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    informee_message: InformeeMessage
    encrypted_view_message: EncryptedViewMessage
    unassignment_mediator_message: UnassignmentMediatorMessage
    assignment_mediator_message: AssignmentMediatorMessage
    root_hash_message: RootHashMessage
    topology_transactions_broadcast: _topology_pb2.TopologyTransactionsBroadcast
    lsu_sequencing_test_message: LsuSequencingTestMessage
    def __init__(self, informee_message: _Optional[_Union[InformeeMessage, _Mapping]] = ..., encrypted_view_message: _Optional[_Union[EncryptedViewMessage, _Mapping]] = ..., unassignment_mediator_message: _Optional[_Union[UnassignmentMediatorMessage, _Mapping]] = ..., assignment_mediator_message: _Optional[_Union[AssignmentMediatorMessage, _Mapping]] = ..., root_hash_message: _Optional[_Union[RootHashMessage, _Mapping]] = ..., topology_transactions_broadcast: _Optional[_Union[_topology_pb2.TopologyTransactionsBroadcast, _Mapping]] = ..., lsu_sequencing_test_message: _Optional[_Union[LsuSequencingTestMessage, _Mapping]] = ...) -> None: ...

class LsuSequencingTestMessage(_message.Message):
    __slots__ = ("content", "signatures")
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    SIGNATURES_FIELD_NUMBER: _ClassVar[int]
    content: bytes
    signatures: _crypto_pb2.Signature
    def __init__(self, content: _Optional[bytes] = ..., signatures: _Optional[_Union[_crypto_pb2.Signature, _Mapping]] = ...) -> None: ...

class LsuSequencingTestMessageContent(_message.Message):
    __slots__ = ("physical_synchronizer_id", "sender")
    PHYSICAL_SYNCHRONIZER_ID_FIELD_NUMBER: _ClassVar[int]
    SENDER_FIELD_NUMBER: _ClassVar[int]
    physical_synchronizer_id: str
    sender: str
    def __init__(self, physical_synchronizer_id: _Optional[str] = ..., sender: _Optional[str] = ...) -> None: ...

class VersionedStatus(_message.Message):
    __slots__ = ("status",)
    STATUS_FIELD_NUMBER: _ClassVar[int]
    status: _status_pb2.Status
    def __init__(self, status: _Optional[_Union[_status_pb2.Status, _Mapping]] = ...) -> None: ...
