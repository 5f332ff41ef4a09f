"""The console's names for the configured nodes, local and remote."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from math import isinf
from pathlib import Path
from typing import Any, Final

from canton.cli.environment import Environment
from canton.config.values.remote import (
    RemoteMediatorConfig,
    RemoteParticipantConfig,
    RemoteSequencerConfig,
)
from canton.config.values.root import CantonConfig
from canton.config.values.server import ClientConfig, TlsClientConfig
from canton.console.endpoint import Runner, Timeouts
from canton.console.scope import NodeDescription, build
from canton.transport.settings import ChannelSettings, ChannelTls, KeepAlive

_PEM_BEGIN: Final = "-----BEGIN"
_WAIT_MAX_S: Final = 30 * 86_400.0
"""Stands for `Inf` where a command needs a number: no thread waits longer than that."""


@dataclass(frozen=True, slots=True)
class _LocalNode:
    """A node of this process, as the console starts and stops it."""

    name: str
    environment: Environment
    loop: asyncio.AbstractEventLoop

    def start(self) -> None:
        asyncio.run_coroutine_threadsafe(self.environment.start(self.name), self.loop).result()

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self.environment.stop(self.name), self.loop).result()

    @property
    def is_running(self) -> bool:
        return self.environment.is_running(self.name)


@contextmanager
def console_scope(
    config: CantonConfig,
    environment: Environment,
    loop: asyncio.AbstractEventLoop,
    properties: Mapping[str, str],
) -> Iterator[dict[str, Any]]:
    """The names that a script or a person finds; their channels are closed at the end.

    Nodes of this process that have just been started are waited for: what can be said to them then
    is not refused because they are still coming up.
    """
    runner = Runner(loop, environment.transport, _timeouts(config), environment.metrics)
    descriptions = [*_local(config, environment, loop), *_remote(config)]
    try:
        scope = build(descriptions, runner, properties)
        for node in scope["nodes"].local:
            if node.is_running:
                node.health.wait_until_settled()
        yield scope
    finally:
        runner.close()


def _timeouts(config: CantonConfig) -> Timeouts:
    own = config.parameters.console_timeouts
    return Timeouts(
        bounded_s=min(own.bounded_s, _WAIT_MAX_S),
        unbounded_s=None if isinf(own.unbounded_s) else own.unbounded_s,
        ledger_command_s=min(own.ledger_command_s, _WAIT_MAX_S),
        ping_s=min(own.ping_s, _WAIT_MAX_S),
        bong_s=min(own.testing_bong_s, _WAIT_MAX_S),
    )


def _local(
    config: CantonConfig, environment: Environment, loop: asyncio.AbstractEventLoop
) -> Iterator[NodeDescription]:
    def addresses(name: str) -> Callable[[str], ChannelSettings | None]:
        return lambda api: environment.address(name, api)

    def tokens(name: str) -> Callable[[], str]:
        return lambda: environment.token(name)

    kinds: tuple[tuple[str, Mapping[str, object]], ...] = (
        ("participants", config.participants),
        ("sequencers", config.sequencers),
        ("mediators", config.mediators),
    )
    for kind, nodes in kinds:
        for name in nodes:
            local = _LocalNode(name, environment, loop)
            yield NodeDescription(name, kind, addresses(name), local, tokens(name))


def _remote(config: CantonConfig) -> Iterator[NodeDescription]:
    for participant in config.remote_participants.values():
        apis = {"admin-api": participant.admin_api, "ledger-api": participant.ledger_api}
        yield _remote_node(participant, "participants", apis)
    for sequencer in config.remote_sequencers.values():
        apis = {"admin-api": sequencer.admin_api, "sequencer-public-api": sequencer.public_api}
        yield _remote_node(sequencer, "sequencers", apis)
    for mediator in config.remote_mediators.values():
        yield _remote_node(mediator, "mediators", {"admin-api": mediator.admin_api})


def _remote_node(
    node: RemoteParticipantConfig | RemoteSequencerConfig | RemoteMediatorConfig,
    kind: str,
    apis: Mapping[str, ClientConfig],
) -> NodeDescription:
    token = "" if node.token is None else node.token.reveal()
    return NodeDescription(node.name, kind, _settings(apis), None, lambda: token)


def _settings(apis: Mapping[str, ClientConfig]) -> Callable[[str], ChannelSettings | None]:
    made = {api: channel_settings(client) for api, client in apis.items()}
    return made.get


def channel_settings(client: ClientConfig) -> ChannelSettings:
    """How a channel reaches the server of another process; certificate files are read now."""
    keep_alive = client.keep_alive
    return ChannelSettings(
        host=client.address,
        port=client.port,
        tls=None if client.tls is None else _tls(client.tls),
        message_bytes_max=client.message_bytes_max,
        keep_alive=None
        if keep_alive is None
        else KeepAlive(keep_alive.time_s, keep_alive.timeout_s, keep_alive.permit_s),
    )


def _tls(tls: TlsClientConfig) -> ChannelTls:
    return ChannelTls(
        roots=None if tls.trust_collection is None else _pem(tls.trust_collection),
        certificate_chain=None if tls.cert_chain is None else _pem(tls.cert_chain),
        private_key=None if tls.private_key is None else _pem(tls.private_key),
    )


def _pem(text: str) -> bytes:
    return text.encode() if _PEM_BEGIN in text else Path(text).read_bytes()
