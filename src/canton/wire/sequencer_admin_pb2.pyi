import datetime

from canton.wire import admin_pruning_pb2 as _admin_pruning_pb2
from canton.wire import crypto_pb2 as _crypto_pb2
from canton.wire import sequencing_v30_pb2 as _sequencing_v30_pb2
from canton.wire import topology_pb2 as _topology_pb2
from canton.wire import topology_admin_pb2 as _topology_admin_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SequencerSnapshot(_message.Message):
    __slots__ = ("latest_timestamp", "last_block_height", "status", "additional", "in_flight_aggregations", "traffic_purchased", "traffic_consumed", "member_previous_timestamps")
    class MemberPreviousTimestamp(_message.Message):
        __slots__ = ("member", "previous_timestamp")
        MEMBER_FIELD_NUMBER: _ClassVar[int]
        PREVIOUS_TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
        member: str
        previous_timestamp: int
        def __init__(self, member: _Optional[str] = ..., previous_timestamp: _Optional[int] = ...) -> None: ...
    class InFlightAggregationWithId(_message.Message):
        __slots__ = ("aggregation_id", "aggregation_rule", "max_sequencing_time", "aggregated_senders")
        AGGREGATION_ID_FIELD_NUMBER: _ClassVar[int]
        AGGREGATION_RULE_FIELD_NUMBER: _ClassVar[int]
        MAX_SEQUENCING_TIME_FIELD_NUMBER: _ClassVar[int]
        AGGREGATED_SENDERS_FIELD_NUMBER: _ClassVar[int]
        aggregation_id: bytes
        aggregation_rule: _topology_pb2.AggregationRule
        max_sequencing_time: int
        aggregated_senders: _containers.RepeatedCompositeFieldContainer[SequencerSnapshot.AggregationBySender]
        def __init__(self, aggregation_id: _Optional[bytes] = ..., aggregation_rule: _Optional[_Union[_topology_pb2.AggregationRule, _Mapping]] = ..., max_sequencing_time: _Optional[int] = ..., aggregated_senders: _Optional[_Iterable[_Union[SequencerSnapshot.AggregationBySender, _Mapping]]] = ...) -> None: ...
    class AggregationBySender(_message.Message):
        __slots__ = ("sender", "sequencing_timestamp", "signatures_by_envelope")
        SENDER_FIELD_NUMBER: _ClassVar[int]
        SEQUENCING_TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
        SIGNATURES_BY_ENVELOPE_FIELD_NUMBER: _ClassVar[int]
        sender: str
        sequencing_timestamp: int
        signatures_by_envelope: _containers.RepeatedCompositeFieldContainer[SequencerSnapshot.SignaturesForEnvelope]
        def __init__(self, sender: _Optional[str] = ..., sequencing_timestamp: _Optional[int] = ..., signatures_by_envelope: _Optional[_Iterable[_Union[SequencerSnapshot.SignaturesForEnvelope, _Mapping]]] = ...) -> None: ...
    class SignaturesForEnvelope(_message.Message):
        __slots__ = ("signatures",)
        SIGNATURES_FIELD_NUMBER: _ClassVar[int]
        signatures: _containers.RepeatedCompositeFieldContainer[_crypto_pb2.Signature]
        def __init__(self, signatures: _Optional[_Iterable[_Union[_crypto_pb2.Signature, _Mapping]]] = ...) -> None: ...
    LATEST_TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    LAST_BLOCK_HEIGHT_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    ADDITIONAL_FIELD_NUMBER: _ClassVar[int]
    IN_FLIGHT_AGGREGATIONS_FIELD_NUMBER: _ClassVar[int]
    TRAFFIC_PURCHASED_FIELD_NUMBER: _ClassVar[int]
    TRAFFIC_CONSUMED_FIELD_NUMBER: _ClassVar[int]
    MEMBER_PREVIOUS_TIMESTAMPS_FIELD_NUMBER: _ClassVar[int]
    latest_timestamp: int
    last_block_height: int
    status: SequencerPruningStatus
    additional: ImplementationSpecificInfo
    in_flight_aggregations: _containers.RepeatedCompositeFieldContainer[SequencerSnapshot.InFlightAggregationWithId]
    traffic_purchased: _containers.RepeatedCompositeFieldContainer[_topology_pb2.TrafficPurchased]
    traffic_consumed: _containers.RepeatedCompositeFieldContainer[_topology_pb2.TrafficConsumed]
    member_previous_timestamps: _containers.RepeatedCompositeFieldContainer[SequencerSnapshot.MemberPreviousTimestamp]
    def __init__(self, latest_timestamp: _Optional[int] = ..., last_block_height: _Optional[int] = ..., status: _Optional[_Union[SequencerPruningStatus, _Mapping]] = ..., additional: _Optional[_Union[ImplementationSpecificInfo, _Mapping]] = ..., in_flight_aggregations: _Optional[_Iterable[_Union[SequencerSnapshot.InFlightAggregationWithId, _Mapping]]] = ..., traffic_purchased: _Optional[_Iterable[_Union[_topology_pb2.TrafficPurchased, _Mapping]]] = ..., traffic_consumed: _Optional[_Iterable[_Union[_topology_pb2.TrafficConsumed, _Mapping]]] = ..., member_previous_timestamps: _Optional[_Iterable[_Union[SequencerSnapshot.MemberPreviousTimestamp, _Mapping]]] = ...) -> None: ...

class SequencerMemberStatus(_message.Message):
    __slots__ = ("member", "registered_at", "last_acknowledged", "enabled")
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    REGISTERED_AT_FIELD_NUMBER: _ClassVar[int]
    LAST_ACKNOWLEDGED_FIELD_NUMBER: _ClassVar[int]
    ENABLED_FIELD_NUMBER: _ClassVar[int]
    member: str
    registered_at: int
    last_acknowledged: int
    enabled: bool
    def __init__(self, member: _Optional[str] = ..., registered_at: _Optional[int] = ..., last_acknowledged: _Optional[int] = ..., enabled: _Optional[bool] = ...) -> None: ...

class SequencerPruningStatus(_message.Message):
    __slots__ = ("now", "earliest_event_timestamp", "members")
    NOW_FIELD_NUMBER: _ClassVar[int]
    EARLIEST_EVENT_TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    MEMBERS_FIELD_NUMBER: _ClassVar[int]
    now: int
    earliest_event_timestamp: int
    members: _containers.RepeatedCompositeFieldContainer[SequencerMemberStatus]
    def __init__(self, now: _Optional[int] = ..., earliest_event_timestamp: _Optional[int] = ..., members: _Optional[_Iterable[_Union[SequencerMemberStatus, _Mapping]]] = ...) -> None: ...

class ImplementationSpecificInfo(_message.Message):
    __slots__ = ("implementation_name", "info")
    IMPLEMENTATION_NAME_FIELD_NUMBER: _ClassVar[int]
    INFO_FIELD_NUMBER: _ClassVar[int]
    implementation_name: str
    info: bytes
    def __init__(self, implementation_name: _Optional[str] = ..., info: _Optional[bytes] = ...) -> None: ...

class GenerateAuthenticationTokenRequest(_message.Message):
    __slots__ = ("member", "expires_in")
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_IN_FIELD_NUMBER: _ClassVar[int]
    member: str
    expires_in: _duration_pb2.Duration
    def __init__(self, member: _Optional[str] = ..., expires_in: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class GenerateAuthenticationTokenResponse(_message.Message):
    __slots__ = ("token", "expires_at")
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    token: bytes
    expires_at: _timestamp_pb2.Timestamp
    def __init__(self, token: _Optional[bytes] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class TrafficControlStateRequest(_message.Message):
    __slots__ = ("members", "exact_timestamp", "relative_timestamp")
    class RelativeTimestamp(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        RELATIVE_TIMESTAMP_LATEST_SAFE_UNSPECIFIED: _ClassVar[TrafficControlStateRequest.RelativeTimestamp]
        RELATIVE_TIMESTAMP_LAST_UPDATE_PER_MEMBER: _ClassVar[TrafficControlStateRequest.RelativeTimestamp]
        RELATIVE_TIMESTAMP_LATEST_APPROXIMATE: _ClassVar[TrafficControlStateRequest.RelativeTimestamp]
    RELATIVE_TIMESTAMP_LATEST_SAFE_UNSPECIFIED: TrafficControlStateRequest.RelativeTimestamp
    RELATIVE_TIMESTAMP_LAST_UPDATE_PER_MEMBER: TrafficControlStateRequest.RelativeTimestamp
    RELATIVE_TIMESTAMP_LATEST_APPROXIMATE: TrafficControlStateRequest.RelativeTimestamp
    MEMBERS_FIELD_NUMBER: _ClassVar[int]
    EXACT_TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    RELATIVE_TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    members: _containers.RepeatedScalarFieldContainer[str]
    exact_timestamp: int
    relative_timestamp: TrafficControlStateRequest.RelativeTimestamp
    def __init__(self, members: _Optional[_Iterable[str]] = ..., exact_timestamp: _Optional[int] = ..., relative_timestamp: _Optional[_Union[TrafficControlStateRequest.RelativeTimestamp, str]] = ...) -> None: ...

class TrafficControlStateResponse(_message.Message):
    __slots__ = ("traffic_states",)
    class TrafficStatesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _topology_pb2.TrafficState
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_topology_pb2.TrafficState, _Mapping]] = ...) -> None: ...
    TRAFFIC_STATES_FIELD_NUMBER: _ClassVar[int]
    traffic_states: _containers.MessageMap[str, _topology_pb2.TrafficState]
    def __init__(self, traffic_states: _Optional[_Mapping[str, _topology_pb2.TrafficState]] = ...) -> None: ...

class SetTrafficPurchasedRequest(_message.Message):
    __slots__ = ("member", "serial", "total_traffic_purchased")
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    SERIAL_FIELD_NUMBER: _ClassVar[int]
    TOTAL_TRAFFIC_PURCHASED_FIELD_NUMBER: _ClassVar[int]
    member: str
    serial: int
    total_traffic_purchased: int
    def __init__(self, member: _Optional[str] = ..., serial: _Optional[int] = ..., total_traffic_purchased: _Optional[int] = ...) -> None: ...

class SetTrafficPurchasedResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetLsuTrafficControlStateRequest(_message.Message):
    __slots__ = ("timestamp",)
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    timestamp: _timestamp_pb2.Timestamp
    def __init__(self, timestamp: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class LsuTrafficState(_message.Message):
    __slots__ = ("lsu_traffic_states",)
    class LsuTrafficStatesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _topology_pb2.TrafficState
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_topology_pb2.TrafficState, _Mapping]] = ...) -> None: ...
    LSU_TRAFFIC_STATES_FIELD_NUMBER: _ClassVar[int]
    lsu_traffic_states: _containers.MessageMap[str, _topology_pb2.TrafficState]
    def __init__(self, lsu_traffic_states: _Optional[_Mapping[str, _topology_pb2.TrafficState]] = ...) -> None: ...

class GetLsuTrafficControlStateResponse(_message.Message):
    __slots__ = ("lsu_traffic_state",)
    LSU_TRAFFIC_STATE_FIELD_NUMBER: _ClassVar[int]
    lsu_traffic_state: bytes
    def __init__(self, lsu_traffic_state: _Optional[bytes] = ...) -> None: ...

class SetLsuTrafficControlStateRequest(_message.Message):
    __slots__ = ("lsu_traffic_state",)
    LSU_TRAFFIC_STATE_FIELD_NUMBER: _ClassVar[int]
    lsu_traffic_state: bytes
    def __init__(self, lsu_traffic_state: _Optional[bytes] = ...) -> None: ...

class SetLsuTrafficControlStateResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class IndividualThroughputCapConfig(_message.Message):
    __slots__ = ("global_tps_cap", "global_kbps_cap", "per_client_tps_cap", "per_client_kbps_cap")
    GLOBAL_TPS_CAP_FIELD_NUMBER: _ClassVar[int]
    GLOBAL_KBPS_CAP_FIELD_NUMBER: _ClassVar[int]
    PER_CLIENT_TPS_CAP_FIELD_NUMBER: _ClassVar[int]
    PER_CLIENT_KBPS_CAP_FIELD_NUMBER: _ClassVar[int]
    global_tps_cap: float
    global_kbps_cap: float
    per_client_tps_cap: float
    per_client_kbps_cap: float
    def __init__(self, global_tps_cap: _Optional[float] = ..., global_kbps_cap: _Optional[float] = ..., per_client_tps_cap: _Optional[float] = ..., per_client_kbps_cap: _Optional[float] = ...) -> None: ...

class SetThroughputCapRequest(_message.Message):
    __slots__ = ("type", "config")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    CONFIG_FIELD_NUMBER: _ClassVar[int]
    type: str
    config: IndividualThroughputCapConfig
    def __init__(self, type: _Optional[str] = ..., config: _Optional[_Union[IndividualThroughputCapConfig, _Mapping]] = ...) -> None: ...

class SetThroughputCapResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetThroughputCapRequest(_message.Message):
    __slots__ = ("type",)
    TYPE_FIELD_NUMBER: _ClassVar[int]
    type: str
    def __init__(self, type: _Optional[str] = ...) -> None: ...

class GetThroughputCapResponse(_message.Message):
    __slots__ = ("config",)
    CONFIG_FIELD_NUMBER: _ClassVar[int]
    config: IndividualThroughputCapConfig
    def __init__(self, config: _Optional[_Union[IndividualThroughputCapConfig, _Mapping]] = ...) -> None: ...

class SnapshotRequest(_message.Message):
    __slots__ = ("timestamp",)
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    timestamp: _timestamp_pb2.Timestamp
    def __init__(self, timestamp: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class SnapshotResponse(_message.Message):
    __slots__ = ("success", "failure", "versioned_success")
    class Success(_message.Message):
        __slots__ = ("state",)
        STATE_FIELD_NUMBER: _ClassVar[int]
        state: SequencerSnapshot
        def __init__(self, state: _Optional[_Union[SequencerSnapshot, _Mapping]] = ...) -> None: ...
    class Failure(_message.Message):
        __slots__ = ("reason",)
        REASON_FIELD_NUMBER: _ClassVar[int]
        reason: str
        def __init__(self, reason: _Optional[str] = ...) -> None: ...
    class VersionedSuccess(_message.Message):
        __slots__ = ("snapshot",)
        SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
        snapshot: bytes
        def __init__(self, snapshot: _Optional[bytes] = ...) -> None: ...
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    FAILURE_FIELD_NUMBER: _ClassVar[int]
    VERSIONED_SUCCESS_FIELD_NUMBER: _ClassVar[int]
    success: SnapshotResponse.Success
    failure: SnapshotResponse.Failure
    versioned_success: SnapshotResponse.VersionedSuccess
    def __init__(self, success: _Optional[_Union[SnapshotResponse.Success, _Mapping]] = ..., failure: _Optional[_Union[SnapshotResponse.Failure, _Mapping]] = ..., versioned_success: _Optional[_Union[SnapshotResponse.VersionedSuccess, _Mapping]] = ...) -> None: ...

class OnboardingStateRequest(_message.Message):
    __slots__ = ("sequencer_uid", "timestamp")
    SEQUENCER_UID_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    sequencer_uid: str
    timestamp: _timestamp_pb2.Timestamp
    def __init__(self, sequencer_uid: _Optional[str] = ..., timestamp: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class OnboardingStateResponse(_message.Message):
    __slots__ = ("onboarding_state_for_sequencer",)
    ONBOARDING_STATE_FOR_SEQUENCER_FIELD_NUMBER: _ClassVar[int]
    onboarding_state_for_sequencer: bytes
    def __init__(self, onboarding_state_for_sequencer: _Optional[bytes] = ...) -> None: ...

class OnboardingStateForSequencer(_message.Message):
    __slots__ = ("topology_snapshot", "static_synchronizer_parameters", "sequencer_snapshot")
    TOPOLOGY_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    STATIC_SYNCHRONIZER_PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    SEQUENCER_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    topology_snapshot: _topology_admin_pb2.TopologyTransactions
    static_synchronizer_parameters: _sequencing_v30_pb2.StaticSynchronizerParameters
    sequencer_snapshot: SequencerSnapshot
    def __init__(self, topology_snapshot: _Optional[_Union[_topology_admin_pb2.TopologyTransactions, _Mapping]] = ..., static_synchronizer_parameters: _Optional[_Union[_sequencing_v30_pb2.StaticSynchronizerParameters, _Mapping]] = ..., sequencer_snapshot: _Optional[_Union[SequencerSnapshot, _Mapping]] = ...) -> None: ...

class OnboardingStateV2Request(_message.Message):
    __slots__ = ("sequencer_uid", "timestamp")
    SEQUENCER_UID_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    sequencer_uid: str
    timestamp: _timestamp_pb2.Timestamp
    def __init__(self, sequencer_uid: _Optional[str] = ..., timestamp: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class OnboardingStateV2Response(_message.Message):
    __slots__ = ("onboarding_state_for_sequencer",)
    ONBOARDING_STATE_FOR_SEQUENCER_FIELD_NUMBER: _ClassVar[int]
    onboarding_state_for_sequencer: bytes
    def __init__(self, onboarding_state_for_sequencer: _Optional[bytes] = ...) -> None: ...

class OnboardingStateForSequencerV2(_message.Message):
    __slots__ = ("topology_transaction", "static_synchronizer_parameters", "sequencer_snapshot")
    TOPOLOGY_TRANSACTION_FIELD_NUMBER: _ClassVar[int]
    STATIC_SYNCHRONIZER_PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    SEQUENCER_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    topology_transaction: bytes
    static_synchronizer_parameters: bytes
    sequencer_snapshot: SequencerSnapshot
    def __init__(self, topology_transaction: _Optional[bytes] = ..., static_synchronizer_parameters: _Optional[bytes] = ..., sequencer_snapshot: _Optional[_Union[SequencerSnapshot, _Mapping]] = ...) -> None: ...

class PruningStatusRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class PruningStatusResponse(_message.Message):
    __slots__ = ("pruning_status",)
    PRUNING_STATUS_FIELD_NUMBER: _ClassVar[int]
    pruning_status: SequencerPruningStatus
    def __init__(self, pruning_status: _Optional[_Union[SequencerPruningStatus, _Mapping]] = ...) -> None: ...

class DisableMemberRequest(_message.Message):
    __slots__ = ("member",)
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    member: str
    def __init__(self, member: _Optional[str] = ...) -> None: ...

class DisableMemberResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class PerformLsuSequencingTestRequest(_message.Message):
    __slots__ = ("recipient_mediator_group",)
    RECIPIENT_MEDIATOR_GROUP_FIELD_NUMBER: _ClassVar[int]
    recipient_mediator_group: int
    def __init__(self, recipient_mediator_group: _Optional[int] = ...) -> None: ...

class PerformLsuSequencingTestResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class BftSequencerSnapshotAdditionalInfo(_message.Message):
    __slots__ = ("sequencers_active_at",)
    class SequencerActiveAt(_message.Message):
        __slots__ = ("timestamp", "start_epoch_number", "first_block_number_in_start_epoch", "start_epoch_topology_query_timestamp", "start_epoch_could_alter_ordering_topology", "previous_bft_time", "previous_epoch_topology_query_timestamp", "leader_selection_policy_state")
        TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
        START_EPOCH_NUMBER_FIELD_NUMBER: _ClassVar[int]
        FIRST_BLOCK_NUMBER_IN_START_EPOCH_FIELD_NUMBER: _ClassVar[int]
        START_EPOCH_TOPOLOGY_QUERY_TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
        START_EPOCH_COULD_ALTER_ORDERING_TOPOLOGY_FIELD_NUMBER: _ClassVar[int]
        PREVIOUS_BFT_TIME_FIELD_NUMBER: _ClassVar[int]
        PREVIOUS_EPOCH_TOPOLOGY_QUERY_TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
        LEADER_SELECTION_POLICY_STATE_FIELD_NUMBER: _ClassVar[int]
        timestamp: int
        start_epoch_number: int
        first_block_number_in_start_epoch: int
        start_epoch_topology_query_timestamp: int
        start_epoch_could_alter_ordering_topology: bool
        previous_bft_time: int
        previous_epoch_topology_query_timestamp: int
        leader_selection_policy_state: bytes
        def __init__(self, timestamp: _Optional[int] = ..., start_epoch_number: _Optional[int] = ..., first_block_number_in_start_epoch: _Optional[int] = ..., start_epoch_topology_query_timestamp: _Optional[int] = ..., start_epoch_could_alter_ordering_topology: _Optional[bool] = ..., previous_bft_time: _Optional[int] = ..., previous_epoch_topology_query_timestamp: _Optional[int] = ..., leader_selection_policy_state: _Optional[bytes] = ...) -> None: ...
    class SequencersActiveAtEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: BftSequencerSnapshotAdditionalInfo.SequencerActiveAt
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[BftSequencerSnapshotAdditionalInfo.SequencerActiveAt, _Mapping]] = ...) -> None: ...
    SEQUENCERS_ACTIVE_AT_FIELD_NUMBER: _ClassVar[int]
    sequencers_active_at: _containers.MessageMap[str, BftSequencerSnapshotAdditionalInfo.SequencerActiveAt]
    def __init__(self, sequencers_active_at: _Optional[_Mapping[str, BftSequencerSnapshotAdditionalInfo.SequencerActiveAt]] = ...) -> None: ...

class BlacklistLeaderSelectionPolicyState(_message.Message):
    __slots__ = ("epoch_number", "start_block_number", "blacklist")
    class BlacklistStatus(_message.Message):
        __slots__ = ("on_trial", "blacklisted")
        class OnTrial(_message.Message):
            __slots__ = ("failed_attempts_before_trial",)
            FAILED_ATTEMPTS_BEFORE_TRIAL_FIELD_NUMBER: _ClassVar[int]
            failed_attempts_before_trial: int
            def __init__(self, failed_attempts_before_trial: _Optional[int] = ...) -> None: ...
        class Blacklisted(_message.Message):
            __slots__ = ("failed_attempts_before", "epochs_left_until_new_trial")
            FAILED_ATTEMPTS_BEFORE_FIELD_NUMBER: _ClassVar[int]
            EPOCHS_LEFT_UNTIL_NEW_TRIAL_FIELD_NUMBER: _ClassVar[int]
            failed_attempts_before: int
            epochs_left_until_new_trial: int
            def __init__(self, failed_attempts_before: _Optional[int] = ..., epochs_left_until_new_trial: _Optional[int] = ...) -> None: ...
        ON_TRIAL_FIELD_NUMBER: _ClassVar[int]
        BLACKLISTED_FIELD_NUMBER: _ClassVar[int]
        on_trial: BlacklistLeaderSelectionPolicyState.BlacklistStatus.OnTrial
        blacklisted: BlacklistLeaderSelectionPolicyState.BlacklistStatus.Blacklisted
        def __init__(self, on_trial: _Optional[_Union[BlacklistLeaderSelectionPolicyState.BlacklistStatus.OnTrial, _Mapping]] = ..., blacklisted: _Optional[_Union[BlacklistLeaderSelectionPolicyState.BlacklistStatus.Blacklisted, _Mapping]] = ...) -> None: ...
    class BlacklistEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: BlacklistLeaderSelectionPolicyState.BlacklistStatus
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[BlacklistLeaderSelectionPolicyState.BlacklistStatus, _Mapping]] = ...) -> None: ...
    EPOCH_NUMBER_FIELD_NUMBER: _ClassVar[int]
    START_BLOCK_NUMBER_FIELD_NUMBER: _ClassVar[int]
    BLACKLIST_FIELD_NUMBER: _ClassVar[int]
    epoch_number: int
    start_block_number: int
    blacklist: _containers.MessageMap[str, BlacklistLeaderSelectionPolicyState.BlacklistStatus]
    def __init__(self, epoch_number: _Optional[int] = ..., start_block_number: _Optional[int] = ..., blacklist: _Optional[_Mapping[str, BlacklistLeaderSelectionPolicyState.BlacklistStatus]] = ...) -> None: ...

class InitializeSequencerFromGenesisStateRequest(_message.Message):
    __slots__ = ("topology_snapshot", "synchronizer_parameters")
    TOPOLOGY_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    topology_snapshot: bytes
    synchronizer_parameters: _sequencing_v30_pb2.StaticSynchronizerParameters
    def __init__(self, topology_snapshot: _Optional[bytes] = ..., synchronizer_parameters: _Optional[_Union[_sequencing_v30_pb2.StaticSynchronizerParameters, _Mapping]] = ...) -> None: ...

class InitializeSequencerFromGenesisStateResponse(_message.Message):
    __slots__ = ("replicated",)
    REPLICATED_FIELD_NUMBER: _ClassVar[int]
    replicated: bool
    def __init__(self, replicated: _Optional[bool] = ...) -> None: ...

class InitializeSequencerFromLsuPredecessorRequest(_message.Message):
    __slots__ = ("topology_snapshot", "synchronizer_parameters", "ignore_psid_check")
    TOPOLOGY_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    IGNORE_PSID_CHECK_FIELD_NUMBER: _ClassVar[int]
    topology_snapshot: bytes
    synchronizer_parameters: _sequencing_v30_pb2.StaticSynchronizerParameters
    ignore_psid_check: bool
    def __init__(self, topology_snapshot: _Optional[bytes] = ..., synchronizer_parameters: _Optional[_Union[_sequencing_v30_pb2.StaticSynchronizerParameters, _Mapping]] = ..., ignore_psid_check: _Optional[bool] = ...) -> None: ...

class InitializeSequencerFromLsuPredecessorResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class InitializeSequencerFromOnboardingStateRequest(_message.Message):
    __slots__ = ("onboarding_state",)
    ONBOARDING_STATE_FIELD_NUMBER: _ClassVar[int]
    onboarding_state: bytes
    def __init__(self, onboarding_state: _Optional[bytes] = ...) -> None: ...

class InitializeSequencerFromOnboardingStateResponse(_message.Message):
    __slots__ = ("replicated",)
    REPLICATED_FIELD_NUMBER: _ClassVar[int]
    replicated: bool
    def __init__(self, replicated: _Optional[bool] = ...) -> None: ...

class InitializeSequencerFromGenesisStateV2Request(_message.Message):
    __slots__ = ("topology_snapshot", "synchronizer_parameters")
    TOPOLOGY_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    SYNCHRONIZER_PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    topology_snapshot: bytes
    synchronizer_parameters: _sequencing_v30_pb2.StaticSynchronizerParameters
    def __init__(self, topology_snapshot: _Optional[bytes] = ..., synchronizer_parameters: _Optional[_Union[_sequencing_v30_pb2.StaticSynchronizerParameters, _Mapping]] = ...) -> None: ...

class InitializeSequencerFromGenesisStateV2Response(_message.Message):
    __slots__ = ("replicated",)
    REPLICATED_FIELD_NUMBER: _ClassVar[int]
    replicated: bool
    def __init__(self, replicated: _Optional[bool] = ...) -> None: ...

class InitializeSequencerFromOnboardingStateV2Request(_message.Message):
    __slots__ = ("onboarding_state",)
    ONBOARDING_STATE_FIELD_NUMBER: _ClassVar[int]
    onboarding_state: bytes
    def __init__(self, onboarding_state: _Optional[bytes] = ...) -> None: ...

class InitializeSequencerFromOnboardingStateV2Response(_message.Message):
    __slots__ = ("replicated",)
    REPLICATED_FIELD_NUMBER: _ClassVar[int]
    replicated: bool
    def __init__(self, replicated: _Optional[bool] = ...) -> None: ...

class PruneRequest(_message.Message):
    __slots__ = ("timestamp",)
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    timestamp: _timestamp_pb2.Timestamp
    def __init__(self, timestamp: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PruneResponse(_message.Message):
    __slots__ = ("details",)
    DETAILS_FIELD_NUMBER: _ClassVar[int]
    details: str
    def __init__(self, details: _Optional[str] = ...) -> None: ...

class GetTrafficSummariesRequest(_message.Message):
    __slots__ = ("sequencing_timestamps",)
    SEQUENCING_TIMESTAMPS_FIELD_NUMBER: _ClassVar[int]
    sequencing_timestamps: _containers.RepeatedCompositeFieldContainer[_timestamp_pb2.Timestamp]
    def __init__(self, sequencing_timestamps: _Optional[_Iterable[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]]] = ...) -> None: ...

class GetTrafficSummariesResponse(_message.Message):
    __slots__ = ("summary",)
    SUMMARY_FIELD_NUMBER: _ClassVar[int]
    summary: _containers.RepeatedCompositeFieldContainer[TrafficSummary]
    def __init__(self, summary: _Optional[_Iterable[_Union[TrafficSummary, _Mapping]]] = ...) -> None: ...

class TrafficSummary(_message.Message):
    __slots__ = ("sequencing_time", "total_traffic_cost", "envelopes")
    SEQUENCING_TIME_FIELD_NUMBER: _ClassVar[int]
    TOTAL_TRAFFIC_COST_FIELD_NUMBER: _ClassVar[int]
    ENVELOPES_FIELD_NUMBER: _ClassVar[int]
    sequencing_time: _timestamp_pb2.Timestamp
    total_traffic_cost: int
    envelopes: _containers.RepeatedCompositeFieldContainer[EnvelopeTrafficSummary]
    def __init__(self, sequencing_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., total_traffic_cost: _Optional[int] = ..., envelopes: _Optional[_Iterable[_Union[EnvelopeTrafficSummary, _Mapping]]] = ...) -> None: ...

class EnvelopeTrafficSummary(_message.Message):
    __slots__ = ("envelope_traffic_cost", "view_hashes")
    ENVELOPE_TRAFFIC_COST_FIELD_NUMBER: _ClassVar[int]
    VIEW_HASHES_FIELD_NUMBER: _ClassVar[int]
    envelope_traffic_cost: int
    view_hashes: _containers.RepeatedScalarFieldContainer[bytes]
    def __init__(self, envelope_traffic_cost: _Optional[int] = ..., view_hashes: _Optional[_Iterable[bytes]] = ...) -> None: ...
