"""The ordering engine of a sequencer. Source: console-config-admin sheet 3.5 (sequencer)."""

from __future__ import annotations

from dataclasses import dataclass

from canton.config.errors import CONFIG_VALIDATION_ERROR, ConfigError, ConfigErrors
from canton.config.schema.sections import Section
from canton.config.values.server import ClientConfig, TlsClientConfig
from canton.config.values.storage import MemoryStorage, Storage, storage


@dataclass(frozen=True, slots=True)
class ReferenceEngine:
    """`type = reference`: the sequencers of a synchronizer share one ordering database.

    With memory storage the order is shared inside the process.
    """

    storage: Storage
    poll_interval_s: float
    block_requests_max: int
    block_cut_s: float
    query_blocks_max: int
    buffer_requests_max: int
    empty_block_interval_s: float | None

    @property
    def kind(self) -> str:
        return "memory" if isinstance(self.storage, MemoryStorage) else "reference"


@dataclass(frozen=True, slots=True)
class BftPeer:
    """A sequencer's peer: where it listens, and TLS as a client sees it."""

    address: str
    port: int
    tls: TlsClientConfig | None


@dataclass(frozen=True, slots=True)
class BftEngine:
    """`type = BFT`. `storage` is None where the sequencer's own is used."""

    storage: Storage | None
    listen: ClientConfig | None
    external: BftPeer | None
    peers: tuple[BftPeer, ...]
    block_batches_max: int
    batch_requests_max: int
    batch_requests_min: int
    batch_creation_interval_s: float
    request_bytes_max: int
    empty_block_timeout_s: float
    settings: Section

    @property
    def kind(self) -> str:
        return "BFT"


Engine = ReferenceEngine | BftEngine


def engine(section: Section) -> Engine:
    """The engine of a `sequencer { ... }` section.

    Raises:
        ConfigErrors: the engine is not supported.
    """
    match section.variant:
        case "reference":
            return _reference(section.section("config"))
        case "BFT":
            return _bft(section.section("config"))
        case kind:
            message = f"sequencer.type = {kind} is not supported: use reference or BFT"
            raise ConfigErrors(
                [ConfigError(CONFIG_VALIDATION_ERROR, message, section.path, section.origin)]
            )


def _reference(config: Section) -> ReferenceEngine:
    empty_block_ms = config.integer_or_none("empty-block-interval-millis")
    return ReferenceEngine(
        storage=storage(config.section("storage")),
        poll_interval_s=config.seconds("poll-interval"),
        block_requests_max=config.integer("max-block-size"),
        block_cut_s=config.integer("max-block-cut-millis") / 1000,
        query_blocks_max=config.integer("max-query-block-count"),
        buffer_requests_max=config.integer("buffer-size"),
        empty_block_interval_s=None if empty_block_ms is None else empty_block_ms / 1000,
    )


def _bft(config: Section) -> BftEngine:
    own = config.section_or_none("storage")
    network = config.section_or_none("initial-network")
    endpoint = None if network is None else network.section("server-endpoint")
    peers = () if network is None else network.sections("peer-endpoints")
    return BftEngine(
        storage=None if own is None else storage(own),
        listen=None
        if endpoint is None
        else ClientConfig(endpoint.text("address"), endpoint.integer_or_none("port") or 0),
        external=None if endpoint is None else _external(endpoint),
        peers=tuple(_peer(peer) for peer in peers),
        block_batches_max=config.integer("max-batches-per-block-proposal"),
        batch_requests_max=config.integer("max-requests-in-batch"),
        batch_requests_min=config.integer("min-requests-in-batch"),
        batch_creation_interval_s=config.seconds("max-batch-creation-interval"),
        request_bytes_max=config.integer("max-request-payload-bytes"),
        empty_block_timeout_s=config.seconds("consensus-empty-block-creation-timeout"),
        settings=config,
    )


def _external(endpoint: Section) -> BftPeer:
    return BftPeer(
        address=endpoint.text("external-address"),
        port=endpoint.integer("external-port"),
        tls=_peer_tls(endpoint.section_or_none("external-tls-config")),
    )


def _peer(peer: Section) -> BftPeer:
    return BftPeer(
        peer.text("address"),
        peer.integer("port"),
        _peer_tls(peer.section_or_none("tls-config")),
    )


def _peer_tls(section: Section | None) -> TlsClientConfig | None:
    if section is None or not section.flag("enabled"):
        return None
    return TlsClientConfig(section.text_or_none("trust-collection-file"))
