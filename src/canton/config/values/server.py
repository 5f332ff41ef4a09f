"""Where APIs listen, whom clients speak to, and TLS of both.

Source: console-config-admin sheet 3.3 (server block, tls), 3.4 (http-ledger-api), 3.7 (clients).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from canton.config.schema.sections import Section, integer_map, texts
from canton.config.values.authorization import TokensConfig, tokens

PORT_UNSET: Final = -1
"""The port of a server whose port is not set: an error unless the server is disabled."""


@dataclass(frozen=True, slots=True)
class TlsServerConfig:
    """A server's certificate chain, a file name or PEM text itself, and the file of its key.

    `client_auth` is `none`, `optional` or `require`. `admin_client` are the certificate and key
    with which the node itself calls a server that requires them.
    """

    cert_chain: str
    private_key: str
    trust_collection: str | None = None
    client_auth: str = "optional"
    admin_client: tuple[str, str] | None = None
    minimum_protocol_version: str | None = "TLSv1.2"
    ciphers: tuple[str, ...] | None = None
    path: str = field(default="", compare=False)
    """Where the section is in the configuration."""


@dataclass(frozen=True, slots=True)
class TlsClientConfig:
    """Whom a client trusts (None: the system's roots) and how it identifies itself."""

    trust_collection: str | None = None
    cert_chain: str | None = None
    private_key: str | None = None


@dataclass(frozen=True, slots=True)
class KeepAlive:
    """Pings on an idle connection; a server refuses pings that come faster than `permit_s`."""

    time_s: float
    timeout_s: float
    permit_s: float = 0.0
    permit_without_calls: bool = False


@dataclass(frozen=True, slots=True)
class CallLimitsConfig:
    """The most concurrent calls by full method name, and how much the log says of them."""

    by_method: Mapping[str, int]
    warns_without_limit: bool
    logged_per_second: int


@dataclass(frozen=True, slots=True)
class MemoryLimitsConfig:
    """How much memory the process may use while the API takes calls."""

    used_percentage_max: int
    free_bytes_min: int

    @property
    def is_limit(self) -> bool:
        return self.used_percentage_max < 100 or self.free_bytes_min > 0


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """An API's address and its limits; port 0 means any free one.

    Where the API has no key for the size of a call's metadata, `metadata_bytes_max` is None.
    """

    address: str
    port: int
    message_bytes_max: int
    keep_alive: KeepAlive | None = None
    tls: TlsServerConfig | None = None
    tokens: TokensConfig = field(default_factory=TokensConfig)
    calls_per_connection_max: int = 100_000
    metadata_bytes_max: int | None = None
    call_limits: CallLimitsConfig | None = None
    memory_limits: MemoryLimitsConfig | None = None

    @property
    def is_port_set(self) -> bool:
        return self.port != PORT_UNSET


@dataclass(frozen=True, slots=True)
class PublicApiConfig:
    """A sequencer's public API: its server and how members authenticate."""

    server: ServerConfig
    nonce_expiration_s: float
    token_expiration_max_s: float
    is_token_expiration_random: bool
    auth_tokens_per_member_max: int
    subscriptions_per_member_max: int
    request_bytes_max_override: int | None


@dataclass(frozen=True, slots=True)
class HttpLedgerApiConfig:
    """The JSON Ledger API; the Ledger API's limit of bytes holds where it has none of its own."""

    is_enabled: bool
    address: str
    port: int
    port_file: str | None
    path_prefix: str | None
    request_timeout_s: float
    message_bytes_max: int | None
    list_elements_max: int
    list_wait_s: float
    serves_definitions: bool

    @property
    def is_port_set(self) -> bool:
        return self.port != PORT_UNSET


@dataclass(frozen=True, slots=True)
class HealthServerConfig:
    """A gRPC or HTTP health server."""

    address: str
    port: int


@dataclass(frozen=True, slots=True)
class ClientConfig:
    """A server of another process, as a client reaches it."""

    address: str
    port: int
    tls: TlsClientConfig | None = None
    message_bytes_max: int = 128 * 1024 * 1024
    keep_alive: KeepAlive | None = None


def server(section: Section) -> ServerConfig:
    """The server of an `admin-api`, `ledger-api` or `public-api` section."""
    tls = section.section_or_none("tls")
    return ServerConfig(
        address=section.text("address"),
        port=_port(section),
        message_bytes_max=_message_bytes_max(section),
        keep_alive=_server_keep_alive(section.section_or_none("keep-alive-server")),
        tls=None if tls is None else _server_tls(tls),
        tokens=tokens(section) if "auth-services" in section.items else TokensConfig(),
        calls_per_connection_max=section.integer("max-concurrent-calls-per-connection"),
        metadata_bytes_max=section.integer("max-inbound-metadata-size")
        if "max-inbound-metadata-size" in section.items
        else None,
        call_limits=_call_limits(section.section_or_none("limits")),
        memory_limits=_memory_limits(section.section_or_none("rate-limit"))
        if "rate-limit" in section.items
        else None,
    )


def _message_bytes_max(section: Section) -> int:
    if "max-inbound-message-size" in section.items:
        return section.integer("max-inbound-message-size")
    # The public API has no key of its own: its limit is that of requests.
    override = section.integer_or_none("override-max-request-size")
    return 10 * 1024 * 1024 if override is None else override


def _memory_limits(section: Section | None) -> MemoryLimitsConfig | None:
    if section is None:
        return None
    return MemoryLimitsConfig(
        section.integer("max-used-heap-space-percentage"),
        section.integer("min-free-heap-space-bytes"),
    )


def _call_limits(section: Section | None) -> CallLimitsConfig | None:
    if section is None:
        return None
    return CallLimitsConfig(
        integer_map(section, "active"),
        section.flag("warn-on-undefined-limits"),
        section.integer("throttle-logging-rate-per-second"),
    )


def public_api(section: Section) -> PublicApiConfig:
    """The public API of a sequencer."""
    return PublicApiConfig(
        server=server(section),
        nonce_expiration_s=section.seconds("nonce-expiration-interval"),
        token_expiration_max_s=section.seconds("max-token-expiration-interval"),
        is_token_expiration_random=section.flag("use-exponential-random-token-expiration"),
        auth_tokens_per_member_max=section.integer("max-auth-tokens-per-member"),
        subscriptions_per_member_max=section.integer("max-subscriptions-per-member"),
        request_bytes_max_override=section.integer_or_none("override-max-request-size"),
    )


def http_ledger_api(section: Section) -> HttpLedgerApiConfig:
    """The JSON Ledger API of a participant."""
    lists = section.section_or_none("websocket-config")
    return HttpLedgerApiConfig(
        is_enabled=section.flag("enabled"),
        address=section.text("address"),
        port=_port(section),
        port_file=section.text_or_none("port-file"),
        path_prefix=section.text_or_none("path-prefix"),
        request_timeout_s=section.seconds("request-timeout"),
        message_bytes_max=section.integer_or_none("max-inbound-message-size"),
        list_elements_max=200 if lists is None else lists.integer("http-list-max-elements-limit"),
        list_wait_s=0.5 if lists is None else lists.seconds("http-list-wait-time"),
        serves_definitions=section.flag("daml-definitions-service-enabled"),
    )


def health_server(section: Section | None) -> HealthServerConfig | None:
    """A health server, if there is one."""
    if section is None:
        return None
    return HealthServerConfig(section.text("address"), section.integer("port"))


def client(section: Section) -> ClientConfig:
    """The server of another process."""
    tls = section.section_or_none("tls")
    channel = section.section("channel")
    return ClientConfig(
        address=section.text("address"),
        port=section.integer("port"),
        tls=None if tls is None or not tls.flag("enabled") else _client_tls(tls),
        message_bytes_max=channel.integer("max-inbound-message-size"),
        keep_alive=client_keep_alive(channel.section_or_none("keep-alive-client")),
    )


def client_keep_alive(section: Section | None) -> KeepAlive | None:
    """The pings that a client sends."""
    if section is None:
        return None
    return KeepAlive(section.seconds("time"), section.seconds("timeout"))


def _port(section: Section) -> int:
    port = section.integer_or_none("port")
    return PORT_UNSET if port is None else port


def _server_keep_alive(section: Section | None) -> KeepAlive | None:
    if section is None:
        return None
    return KeepAlive(
        time_s=section.seconds("time"),
        timeout_s=section.seconds("timeout"),
        permit_s=section.seconds("permit-keep-alive-time"),
        permit_without_calls=section.flag("permit-keep-alive-without-calls"),
    )


def _server_tls(section: Section) -> TlsServerConfig:
    ciphers = None if section.items["ciphers"] is None else texts(section, "ciphers")
    version = section.text_or_none("minimum-server-protocol-version")
    key, chain = section.text("private-key-file"), section.text("cert-chain-file")
    if "client-auth" not in section.items:  # the public API asks clients for no certificate
        return TlsServerConfig(chain, key, None, "none", None, version, ciphers, section.path)
    auth = section.section("client-auth")
    admin = auth.section("admin-client") if auth.variant == "require" else None
    return TlsServerConfig(
        cert_chain=chain,
        private_key=key,
        trust_collection=section.text_or_none("trust-collection-file"),
        client_auth=auth.variant,
        admin_client=None
        if admin is None
        else (admin.text("cert-chain-file"), admin.text("private-key-file")),
        minimum_protocol_version=version,
        ciphers=ciphers,
        path=section.path,
    )


def _client_tls(section: Section) -> TlsClientConfig:
    trust = section.text_or_none("trust-collection-file")
    certificate = section.section_or_none("client-cert") if "client-cert" in section.items else None
    if certificate is None:
        return TlsClientConfig(trust)
    return TlsClientConfig(
        trust, certificate.text("cert-chain-file"), certificate.text("private-key-file")
    )
