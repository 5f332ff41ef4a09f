"""Participants, sequencers, mediators, and the sections they share.

Source: console-config-admin sheet 3.3 to 3.6.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from canton.config.schema.sections import Section, texts
from canton.config.values.engine import Engine, engine
from canton.config.values.protection import ProtectionConfig, protection
from canton.config.values.replication import ReplicationConfig, replication
from canton.config.values.server import (
    HealthServerConfig,
    HttpLedgerApiConfig,
    KeepAlive,
    PublicApiConfig,
    ServerConfig,
    client_keep_alive,
    health_server,
    http_ledger_api,
    public_api,
    server,
)
from canton.config.values.storage import Storage, storage


class IdentityKind(Enum):
    """How a node gets its identity at its first start."""

    AUTO = "auto"
    MANUAL = "manual"
    EXTERNAL = "external"


@dataclass(frozen=True, slots=True)
class InitConfig:
    """What a node does at its first start; later it is not read.

    `identifier` is the name part of the node's unique identifier, None for a random one. For an
    external identity `namespace` and `certificates` (files) come with it.
    """

    kind: IdentityKind
    identifier: str | None
    namespace: str | None
    certificates: tuple[str, ...]
    generates_intermediate_key: bool
    generates_topology_and_keys: bool


@dataclass(frozen=True, slots=True)
class SequencerClientConfig:
    """How a node speaks to sequencers."""

    startup_retry_delay_s: float
    initial_retry_delay_s: float
    warn_disconnect_delay_s: float
    retry_delay_max_s: float
    handshake_retry_attempts: int
    handshake_retry_delay_s: float
    sequencing_time_offset_s: float
    acknowledgement_interval_s: float
    event_inbox_size: int
    refresh_token_before_expiry_s: float
    token_retries: int
    token_retry_interval_s: float
    request_bytes_max_override: int | None
    message_bytes_max: int
    keep_alive: KeepAlive | None


@dataclass(frozen=True, slots=True)
class TimeTrackerConfig:
    """How a node asks for the sequencing time when it needs a tick."""

    observation_latency_s: float
    patience_s: float
    min_observation_s: float
    initial_retry_delay_s: float
    retry_delay_max_s: float
    sequencing_delay_max_s: float


@dataclass(frozen=True, slots=True)
class TopologyConfig:
    """How a node submits its topology transactions."""

    registration_timeout_s: float
    observation_timeout_s: float
    broadcast_batch_size: int
    broadcast_retry_delay_s: float
    validates_initial_snapshot: bool


@dataclass(frozen=True, slots=True)
class NodeConfig:
    """What every local node has. `name` is its name in the configuration and in the console."""

    name: str
    storage: Storage
    admin_api: ServerConfig
    init: InitConfig
    replication: ReplicationConfig
    sequencer_client: SequencerClientConfig
    topology: TopologyConfig
    grpc_health_server: HealthServerConfig | None
    http_health_server: HealthServerConfig | None
    supports_dev_version: bool
    supports_alpha_version: bool
    supports_beta_version: bool
    section: Section


@dataclass(frozen=True, slots=True)
class LedgerApiConfig:
    """The gRPC Ledger API: its server and the limits of its services."""

    server: ServerConfig
    management_service_timeout_s: float
    tracking_timeout_s: float
    commands_in_flight_max: int
    users_page_size_max: int
    rights_per_user_max: int
    additional_admin_user: str | None
    is_user_management_enabled: bool
    parties_page_size_max: int
    self_allocated_parties_max: int
    updates_page_size_max: int
    updates_page_size_default: int
    acs_page_size_max: int
    acs_page_size_default: int


@dataclass(frozen=True, slots=True)
class AdminWorkflowConfig:
    """Ping and bong."""

    bong_level_max: int
    ping_response_timeout_s: float
    bong_duration_max_s: float
    retries: bool
    loads_dar: bool


@dataclass(frozen=True, slots=True)
class ParticipantParameters:
    """What tunes a participant."""

    admin_workflow: AdminWorkflowConfig
    unzipped_dar_bytes_max: int
    connects_on_startup: bool
    minimum_protocol_version: str | None
    warns_if_overloaded_for_s: float | None
    journal_garbage_collection_delay_s: float
    allows_all_reassignments: bool
    disables_upgrade_validation: bool
    strictly_validates_dars: bool
    event_age_interval_s: float | None
    token_grace_of_streams_s: float


@dataclass(frozen=True, slots=True)
class ParticipantConfig:
    """A participant. `serves_time` lets users of its Ledger API set a clock that stands still."""

    node: NodeConfig
    ledger_api: LedgerApiConfig
    http_ledger_api: HttpLedgerApiConfig
    parameters: ParticipantParameters
    deduplication_duration_max_s: float
    serves_time: bool = False

    @property
    def name(self) -> str:
        return self.node.name


@dataclass(frozen=True, slots=True)
class SequencerConfig:
    """A sequencer."""

    node: NodeConfig
    public_api: PublicApiConfig
    engine: Engine
    protection: ProtectionConfig
    time_tracker: TimeTrackerConfig
    backend_check_period_s: float
    acknowledgements_conflate_window_s: float | None
    confirmation_requests_burst_factor: float
    signed_ahead_max_s: float

    @property
    def name(self) -> str:
        return self.node.name


@dataclass(frozen=True, slots=True)
class MediatorConfig:
    """A mediator."""

    node: NodeConfig
    time_tracker: TimeTrackerConfig
    pruning_batch_size_max: int
    deduplication_prune_interval_s: float

    @property
    def name(self) -> str:
        return self.node.name


def participant(name: str, section: Section, pool: Callable[[], Section]) -> ParticipantConfig:
    """A `participants.<name> { ... }`; `pool` gives the default connection pool.

    Raises:
        ConfigErrors: its storage is not usable.
    """
    api = section.section("ledger-api")
    return ParticipantConfig(
        node=_node(name, section, pool),
        ledger_api=_ledger_api(api),
        http_ledger_api=http_ledger_api(section.section("http-ledger-api")),
        parameters=_participant_parameters(section.section("parameters")),
        deduplication_duration_max_s=section.section("init")
        .section("ledger-api")
        .seconds("max-deduplication-duration"),
        serves_time=section.section_or_none("testing-time") is not None,
    )


def sequencer(name: str, section: Section, pool: Callable[[], Section]) -> SequencerConfig:
    """A `sequencers.<name> { ... }`.

    Raises:
        ConfigErrors: its storage or engine is not usable.
    """
    return SequencerConfig(
        node=_node(name, section, pool, is_replicable=False),
        public_api=public_api(section.section("public-api")),
        engine=engine(section.section("sequencer")),
        protection=protection(
            section.section("sequencer").section("block"), section.section("declarative")
        ),
        time_tracker=_time_tracker(section.section("time-tracker")),
        backend_check_period_s=section.section("health").seconds("backend-check-period"),
        acknowledgements_conflate_window_s=section.seconds_or_none(
            "acknowledgements-conflate-window"
        ),
        confirmation_requests_burst_factor=float(
            section.section("parameters").number("max-confirmation-requests-burst-factor")
        ),
        signed_ahead_max_s=section.section("traffic-config").seconds(
            "submission-timestamp-in-future-tolerance"
        ),
    )


def mediator(name: str, section: Section, pool: Callable[[], Section]) -> MediatorConfig:
    """A `mediators.<name> { ... }`.

    Raises:
        ConfigErrors: its storage is not usable.
    """
    own = section.section("mediator")
    return MediatorConfig(
        node=_node(name, section, pool),
        time_tracker=_time_tracker(section.section("time-tracker")),
        pruning_batch_size_max=own.section("pruning").integer("max-pruning-batch-size"),
        deduplication_prune_interval_s=own.section("deduplication-store").seconds(
            "prune-at-most-every"
        ),
    )


def _node(
    name: str, section: Section, pool: Callable[[], Section], *, is_replicable: bool = True
) -> NodeConfig:
    kept = storage(section.section("storage"))
    replicated = section.section_or_none("replication")
    wanted = None if replicated is None else replicated.flag_or_none("enabled")
    monitoring, parameters = section.section("monitoring"), section.section("parameters")
    return NodeConfig(
        name=name,
        storage=kept,
        admin_api=server(section.section("admin-api")),
        init=_init(name, section.section("init")),
        replication=replication(
            pool() if replicated is None else replicated.section("connection-pool"),
            # A sequencer is made available by more sequencers, not by replicas of one.
            wanted if is_replicable else False,
            kept,
        ),
        sequencer_client=_sequencer_client(section.section("sequencer-client")),
        topology=_topology(section.section("topology")),
        grpc_health_server=health_server(monitoring.section_or_none("grpc-health-server")),
        http_health_server=health_server(monitoring.section_or_none("http-health-server")),
        supports_dev_version=parameters.flag("dev-version-support"),
        supports_alpha_version=parameters.flag("alpha-version-support"),
        supports_beta_version=parameters.flag("beta-version-support"),
        section=section,
    )


def _init(name: str, section: Section) -> InitConfig:
    identity = section.section("identity")
    kind = IdentityKind(identity.variant)
    identifier: str | None = None
    if kind is IdentityKind.AUTO:
        chosen = identity.section("identifier")
        identifier = {"config": name, "random": None}.get(chosen.variant)
        if chosen.variant == "explicit":
            identifier = chosen.text("name")
    elif kind is IdentityKind.EXTERNAL:
        identifier = identity.text("identifier")
    is_external = kind is IdentityKind.EXTERNAL
    return InitConfig(
        kind=kind,
        identifier=identifier,
        namespace=identity.text_or_none("namespace") if is_external else None,
        certificates=texts(identity, "certificates") if is_external else (),
        generates_intermediate_key=section.flag("generate-intermediate-key"),
        generates_topology_and_keys=section.flag("generate-topology-transactions-and-keys"),
    )


def _sequencer_client(section: Section) -> SequencerClientConfig:
    token = section.section("auth-token")
    return SequencerClientConfig(
        startup_retry_delay_s=section.seconds("startup-connection-retry-delay"),
        initial_retry_delay_s=section.seconds("initial-connection-retry-delay"),
        warn_disconnect_delay_s=section.seconds("warn-disconnect-delay"),
        retry_delay_max_s=section.seconds("max-connection-retry-delay"),
        handshake_retry_attempts=section.integer("handshake-retry-attempts"),
        handshake_retry_delay_s=section.seconds("handshake-retry-delay"),
        sequencing_time_offset_s=section.seconds("default-max-sequencing-time-offset"),
        acknowledgement_interval_s=section.seconds("acknowledgement-interval"),
        event_inbox_size=section.integer("event-inbox-size"),
        refresh_token_before_expiry_s=token.seconds("refresh-auth-token-before-expiry"),
        token_retries=token.integer("retries"),
        token_retry_interval_s=token.seconds("min-retry-interval"),
        request_bytes_max_override=section.integer_or_none("override-max-request-size"),
        message_bytes_max=section.integer("channel-max-inbound-message-size"),
        keep_alive=client_keep_alive(section.section_or_none("keep-alive-client")),
    )


def _time_tracker(section: Section) -> TimeTrackerConfig:
    request = section.section("time-request")
    return TimeTrackerConfig(
        observation_latency_s=section.seconds("observation-latency"),
        patience_s=section.seconds("patience-duration"),
        min_observation_s=section.seconds("min-observation-duration"),
        initial_retry_delay_s=request.seconds("initial-retry-delay"),
        retry_delay_max_s=request.seconds("max-retry-delay"),
        sequencing_delay_max_s=request.seconds("max-sequencing-delay"),
    )


def _topology(section: Section) -> TopologyConfig:
    return TopologyConfig(
        registration_timeout_s=section.seconds("topology-transaction-registration-timeout"),
        observation_timeout_s=section.seconds("topology-transaction-observation-timeout"),
        broadcast_batch_size=section.integer("broadcast-batch-size"),
        broadcast_retry_delay_s=section.seconds("broadcast-retry-delay"),
        validates_initial_snapshot=section.flag("validate-initial-topology-snapshot"),
    )


def _ledger_api(api: Section) -> LedgerApiConfig:
    commands, users = api.section("command-service"), api.section("user-management-service")
    updates, state = api.section("update-service"), api.section("state-service")
    parties = api.section("party-management-service")
    return LedgerApiConfig(
        server=server(api),
        management_service_timeout_s=api.seconds("management-service-timeout"),
        tracking_timeout_s=commands.seconds("default-tracking-timeout"),
        commands_in_flight_max=commands.integer("max-commands-in-flight"),
        users_page_size_max=users.integer("max-users-page-size"),
        rights_per_user_max=users.integer("max-rights-per-user"),
        additional_admin_user=users.text_or_none("additional-admin-user-id"),
        is_user_management_enabled=users.flag("enabled"),
        parties_page_size_max=parties.integer("max-parties-page-size"),
        self_allocated_parties_max=parties.integer("max-self-allocated-parties"),
        updates_page_size_max=updates.integer("max-updates-page-size"),
        updates_page_size_default=updates.integer("default-updates-page-size"),
        acs_page_size_max=state.integer("max-acs-page-size"),
        acs_page_size_default=state.integer("default-acs-page-size"),
    )


def _participant_parameters(section: Section) -> ParticipantParameters:
    workflow = section.section("admin-workflow")
    return ParticipantParameters(
        admin_workflow=AdminWorkflowConfig(
            bong_level_max=workflow.integer("bong-test-max-level"),
            ping_response_timeout_s=workflow.seconds("ping-response-timeout"),
            bong_duration_max_s=workflow.seconds("max-bong-duration"),
            retries=workflow.flag("retries"),
            loads_dar=workflow.flag("auto-load-dar"),
        ),
        unzipped_dar_bytes_max=section.integer("max-unzipped-dar-size"),
        connects_on_startup=section.flag("connect-to-synchronizers-on-startup"),
        minimum_protocol_version=section.text_or_none("minimum-protocol-version"),
        warns_if_overloaded_for_s=section.seconds_or_none("warn-if-overloaded-for"),
        journal_garbage_collection_delay_s=section.seconds("journal-garbage-collection-delay"),
        allows_all_reassignments=section.flag("enable-all-ledger-api-reassignments"),
        disables_upgrade_validation=section.flag("disable-upgrade-validation"),
        strictly_validates_dars=section.flag("enable-strict-dar-validation"),
        event_age_interval_s=section.section("stores").seconds_or_none(
            "pruning-metric-update-interval"
        ),
        token_grace_of_streams_s=section.section("ledger-api-server").seconds_or_none(
            "token-expiry-grace-period-for-streams"
        )
        or 0.0,
    )
