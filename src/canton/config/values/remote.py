"""Nodes of other processes, as the console reaches them. Source: sheet 3.7."""

from __future__ import annotations

from dataclasses import dataclass

from canton.config.schema.sections import Section
from canton.config.secret import Secret
from canton.config.values.server import ClientConfig, HealthServerConfig, client, health_server


@dataclass(frozen=True, slots=True)
class JsonClientConfig:
    """The JSON Ledger API of another process."""

    address: str
    port: int
    path_prefix: str | None


@dataclass(frozen=True, slots=True)
class RemoteParticipantConfig:
    """A participant of another process; the token is shown on both of its APIs."""

    name: str
    admin_api: ClientConfig
    ledger_api: ClientConfig
    ledger_json_api: JsonClientConfig | None
    token: Secret | None
    http_health: HealthServerConfig | None


@dataclass(frozen=True, slots=True)
class RemoteSequencerConfig:
    """A sequencer of another process."""

    name: str
    admin_api: ClientConfig
    public_api: ClientConfig
    grpc_health: ClientConfig | None
    token: Secret | None
    http_health: HealthServerConfig | None


@dataclass(frozen=True, slots=True)
class RemoteMediatorConfig:
    """A mediator of another process."""

    name: str
    admin_api: ClientConfig
    token: Secret | None
    http_health: HealthServerConfig | None


def remote_participant(name: str, section: Section) -> RemoteParticipantConfig:
    """A `remote-participants.<name> { ... }`."""
    json = section.section_or_none("ledger-json-api")
    return RemoteParticipantConfig(
        name=name,
        admin_api=client(section.section("admin-api")),
        ledger_api=client(section.section("ledger-api")),
        ledger_json_api=None
        if json is None
        else JsonClientConfig(
            json.text("address"), json.integer("port"), json.text_or_none("path-prefix")
        ),
        token=section.secret_or_none("token"),
        http_health=health_server(section.section_or_none("http-health")),
    )


def remote_sequencer(name: str, section: Section) -> RemoteSequencerConfig:
    """A `remote-sequencers.<name> { ... }`."""
    health = section.section_or_none("grpc-health")
    return RemoteSequencerConfig(
        name=name,
        admin_api=client(section.section("admin-api")),
        public_api=client(section.section("public-api")),
        grpc_health=None if health is None else client(health),
        token=section.secret_or_none("token"),
        http_health=health_server(section.section_or_none("http-health")),
    )


def remote_mediator(name: str, section: Section) -> RemoteMediatorConfig:
    """A `remote-mediators.<name> { ... }`."""
    return RemoteMediatorConfig(
        name=name,
        admin_api=client(section.section("admin-api")),
        token=section.secret_or_none("token"),
        http_health=health_server(section.section_or_none("http-health")),
    )
