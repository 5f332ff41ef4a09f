"""The whole configuration of a process. Source: console-config-admin sheet 3.2."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from canton.config.errors import ConfigError
from canton.config.schema.sections import Section, texts
from canton.config.values.node import (
    MediatorConfig,
    NodeConfig,
    ParticipantConfig,
    SequencerConfig,
)
from canton.config.values.remote import (
    RemoteMediatorConfig,
    RemoteParticipantConfig,
    RemoteSequencerConfig,
)


@dataclass(frozen=True, slots=True)
class ConsoleTimeouts:
    """How long console commands wait; infinity is possible."""

    bounded_s: float
    unbounded_s: float
    ledger_command_s: float
    ping_s: float
    testing_bong_s: float


@dataclass(frozen=True, slots=True)
class ProcessingTimeouts:
    """How long the inner work of nodes may take; infinity is possible."""

    network_s: float
    shutdown_processing_s: float
    shutdown_network_s: float
    closing_s: float
    storage_retry_interval_max_s: float
    sequencer_info_s: float
    topology_change_warn_delay_s: float


@dataclass(frozen=True, slots=True)
class Parameters:
    """What concerns the whole process. `clock` is the kind: `wall-clock`, `sim-clock`, ..."""

    clock: str
    is_manual_start: bool
    startup_parallelism: int | None
    is_non_standard: bool
    takes_declared_state: bool
    ports_file: str | None
    exits_on_fatal_failures: bool
    state_refresh_interval_s: float | None
    console_timeouts: ConsoleTimeouts
    processing_timeouts: ProcessingTimeouts
    sequencer_retention_s: float
    mediator_retention_s: float


@dataclass(frozen=True, slots=True)
class PrometheusReporter:
    """Metrics served over HTTP."""

    address: str
    port: int


@dataclass(frozen=True, slots=True)
class Monitoring:
    """Metrics and logging. `qualifiers` name the groups of metrics that are reported."""

    prometheus: tuple[PrometheusReporter, ...]
    qualifiers: tuple[str, ...]
    logs_config_on_startup: bool
    logs_message_payloads: bool
    delay_logging_threshold_s: float
    dumped_log_files: int
    sanitizes_public_errors: bool
    propagates_traces: bool


@dataclass(frozen=True, slots=True)
class Features:
    """Which console commands may be used."""

    preview_commands: bool
    testing_commands: bool
    repair_commands: bool


@dataclass(frozen=True, slots=True)
class CantonConfig:
    """All nodes by name, and what concerns the whole process.

    `without_effect` are keys that were set and have no effect in this program yet; they are named
    once at start. `unprotected` are such keys that promise protection: a node that they belong to
    must not start (`findings_of`). `deprecated` and `ignored` are worth a warning.
    """

    participants: Mapping[str, ParticipantConfig]
    sequencers: Mapping[str, SequencerConfig]
    mediators: Mapping[str, MediatorConfig]
    remote_participants: Mapping[str, RemoteParticipantConfig]
    remote_sequencers: Mapping[str, RemoteSequencerConfig]
    remote_mediators: Mapping[str, RemoteMediatorConfig]
    parameters: Parameters
    monitoring: Monitoring
    features: Features
    without_effect: tuple[ConfigError, ...] = ()
    unprotected: tuple[ConfigError, ...] = ()
    deprecated: tuple[ConfigError, ...] = ()
    ignored: tuple[ConfigError, ...] = ()
    masked_text: str = field(default="", repr=False)

    def local_nodes(self) -> Iterator[NodeConfig]:
        """The local nodes in the order in which they start."""
        yield from (self.sequencers[name].node for name in sorted(self.sequencers))
        yield from (self.mediators[name].node for name in sorted(self.mediators))
        yield from (self.participants[name].node for name in sorted(self.participants))

    def findings_of(self, name: str) -> tuple[ConfigError, ...]:
        """Protection that was asked for the node `name` and would not be given."""
        return tuple(f for f in self.unprotected if f.path is not None and _is_of(f.path, name))


def _is_of(path: str, name: str) -> bool:
    return path.split(".", 2)[2].startswith(f"{name}.") if path.count(".") > 2 else False


def parameters(section: Section) -> Parameters:
    """The `parameters { ... }` of the process."""
    timeouts, retention = section.section("timeouts"), section.section("retention-period-defaults")
    return Parameters(
        clock=section.section("clock").variant,
        is_manual_start=section.flag("manual-start"),
        startup_parallelism=section.integer_or_none("startup-parallelism"),
        is_non_standard=section.flag("non-standard-config"),
        takes_declared_state=section.flag("enable-alpha-state-via-config"),
        ports_file=section.text_or_none("ports-file"),
        exits_on_fatal_failures=section.flag("exit-on-fatal-failures"),
        state_refresh_interval_s=section.seconds_or_none("state-refresh-interval"),
        console_timeouts=_console_timeouts(timeouts.section("console")),
        processing_timeouts=_processing_timeouts(timeouts.section("processing")),
        sequencer_retention_s=retention.seconds("sequencer"),
        mediator_retention_s=retention.seconds("mediator"),
    )


def _console_timeouts(section: Section) -> ConsoleTimeouts:
    return ConsoleTimeouts(
        bounded_s=section.seconds("bounded"),
        unbounded_s=section.seconds("unbounded"),
        ledger_command_s=section.seconds("ledger-command"),
        ping_s=section.seconds("ping"),
        testing_bong_s=section.seconds("testing-bong"),
    )


def _processing_timeouts(section: Section) -> ProcessingTimeouts:
    return ProcessingTimeouts(
        network_s=section.seconds("network"),
        shutdown_processing_s=section.seconds("shutdown-processing"),
        shutdown_network_s=section.seconds("shutdown-network"),
        closing_s=section.seconds("closing"),
        storage_retry_interval_max_s=section.seconds("storage-max-retry-interval"),
        sequencer_info_s=section.seconds("sequencer-info"),
        topology_change_warn_delay_s=section.seconds("topology-change-warn-delay"),
    )


def monitoring(section: Section) -> Monitoring:
    """The `monitoring { ... }` of the process."""
    metrics, logging = section.section("metrics"), section.section("logging")
    return Monitoring(
        prometheus=tuple(
            PrometheusReporter(reporter.text("address"), reporter.integer("port"))
            for reporter in metrics.sections("reporters")
            if reporter.variant == "prometheus"
        ),
        qualifiers=texts(metrics, "qualifiers"),
        logs_config_on_startup=logging.flag("log-config-on-startup"),
        logs_message_payloads=logging.section("api").flag("message-payloads"),
        delay_logging_threshold_s=logging.seconds("delay-logging-threshold"),
        dumped_log_files=section.integer("dump-num-rolling-log-files"),
        sanitizes_public_errors=section.flag("sanitize-public-error-messages"),
        propagates_traces=section.section("tracing").text("propagation") == "enabled",
    )


def features(section: Section) -> Features:
    """The `features { ... }` of the process."""
    return Features(
        preview_commands=section.flag("enable-preview-commands"),
        testing_commands=section.flag("enable-testing-commands"),
        repair_commands=section.flag("enable-repair-commands"),
    )
