"""A network of memory nodes in one process, every API behind TLS, admin APIs behind mutual TLS."""

from __future__ import annotations

import asyncio
import http.client
import socket
import ssl
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from canton.cli.hosting import behind
from canton.cli.scope import console_scope
from canton.config.values.reading import read
from canton.transport.seam import ChannelSettings, ChannelTls, RpcError, methods_of
from canton.wire import connection_pb2
from integration.tls.authority import Authority

INFO = methods_of(connection_pb2.DESCRIPTOR.services_by_name["ApiInfoService"])["GetApiInfo"]
PING_S = 15.0
CIPHERS = ("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")


@dataclass(frozen=True, slots=True)
class TlsNetwork:
    """The nodes, and who signed what."""

    environment: Any
    loop: asyncio.AbstractEventLoop
    console: dict[str, Any]
    folder: Path
    authority: Authority

    def settings(self, node: str, api: str) -> ChannelSettings:
        settings = self.environment.address(node, api)
        assert isinstance(settings, ChannelSettings)
        return settings

    def api_name(self, settings: ChannelSettings) -> str:
        """What the server says that it is."""

        async def ask() -> str:
            async with self.environment.transport.channel(settings) as channel:
                request = connection_pb2.GetApiInfoRequest()
                return str((await channel.unary(INFO, request, timeout_s=5)).name)

        return asyncio.run_coroutine_threadsafe(ask(), self.loop).result(10)


def network_conf(folder: Path, authority: Authority) -> str:
    server, admin = authority.issue("server"), authority.issue("admin")
    plain = f'cert-chain-file = "{server.chain}", private-key-file = "{server.key}"'
    mutual = f"""{plain}, trust-collection-file = "{authority.file}"
        client-auth {{
          type = require
          admin-client {{ cert-chain-file = "{admin.chain}", private-key-file = "{admin.key}" }}
        }}"""
    api = f"port = 0, tls {{ {plain}, minimum-server-protocol-version = TLSv1.3 }}"
    common = f"storage.type = memory, admin-api {{ port = 0, tls {{ {mutual} }} }}"
    public = f"port = 0, tls {{ {plain}, ciphers = [{', '.join(CIPHERS)}] }}"
    participant = f"{common}, ledger-api {{ {api} }}, http-ledger-api.port = 0"
    return f"""canton {{
      sequencers.sequencer1 {{ {common}, public-api {{ {public} }}, sequencer.type = BFT }}
      mediators.mediator1 {{ {common} }}
      participants.participant1 {{ {participant} }}
      participants.participant2 {{ {participant} }}
    }}"""


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TlsNetwork]:
    folder = tmp_path_factory.mktemp("tls")
    authority = Authority(folder)
    file = folder / "network.conf"
    file.write_text(network_conf(folder, authority))
    config = read([file], [], {})
    with (
        behind(config, starts_nodes=True) as (environment, loop),
        console_scope(config, environment, loop, {}) as console,
    ):
        yield TlsNetwork(environment, loop, console, folder, authority)


def test_a_network_all_over_tls_bootstraps_and_pings(network: TlsNetwork) -> None:
    console = network.console
    console["bootstrap"].synchronizer_local()
    for name in ("participant1", "participant2"):
        console[name].synchronizers.connect_local(console["sequencer1"], alias="da")
    console["participant1"].health.ping(console["participant2"], timeout=PING_S)


@pytest.mark.parametrize(
    ("node", "api"),
    [
        ("participant1", "ledger-api"),
        ("participant1", "admin-api"),
        ("sequencer1", "sequencer-public-api"),
        ("sequencer1", "admin-api"),
        ("mediator1", "admin-api"),
    ],
)
def test_a_client_without_tls_or_with_other_trust_is_refused(
    network: TlsNetwork, node: str, api: str
) -> None:
    settings = network.settings(node, api)
    assert settings.tls is not None
    assert network.api_name(settings) == api
    with pytest.raises(RpcError, match="it may want TLS"):
        network.api_name(replace(settings, tls=None))
    stranger = Authority(network.folder, "stranger").file.read_bytes()
    with pytest.raises(RpcError, match="CERTIFICATE_VERIFY_FAILED"):
        network.api_name(replace(settings, tls=replace(settings.tls, roots=stranger)))


def test_a_client_that_trusts_the_authority_is_served(network: TlsNetwork) -> None:
    settings = network.settings("participant1", "ledger-api")
    trusting = replace(settings, tls=ChannelTls(network.authority.file.read_bytes()))
    assert network.api_name(trusting) == "ledger-api"


def test_the_json_api_is_protected_as_the_ledger_api_is(network: TlsNetwork) -> None:
    port = network.settings("participant1", "http-ledger-api").port
    trusting = ssl.create_default_context(cafile=network.authority.file)
    with urllib.request.urlopen(f"https://127.0.0.1:{port}/livez", context=trusting) as answer:
        assert answer.status == 200
    with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
        urllib.request.urlopen(f"https://127.0.0.1:{port}/livez")
    with pytest.raises((OSError, http.client.HTTPException)):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/livez")


def test_an_api_that_requires_client_certificates_takes_those_of_its_authority_only(
    network: TlsNetwork,
) -> None:
    settings = network.settings("participant1", "admin-api")
    roots = network.authority.file.read_bytes()
    own = network.authority.issue("somebody")
    foreign = Authority(network.folder, "foreign").issue("nobody")

    def name(chain: bytes | None, key: bytes | None) -> str:
        return network.api_name(replace(settings, tls=ChannelTls(roots, chain, key)))

    assert name(own.chain.read_bytes(), own.key.read_bytes()) == "admin-api"
    for chain, key in ((None, None), (foreign.chain.read_bytes(), foreign.key.read_bytes())):
        with pytest.raises(RpcError, match="it may want another client certificate"):
            name(chain, key)


def test_versions_and_ciphers_of_the_protocol_are_those_of_the_configuration(
    network: TlsNetwork,
) -> None:
    def shake_hands(node: str, api: str) -> str | None:
        context = ssl.create_default_context(cafile=str(network.authority.file))
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(network.folder / "admin.pem", network.folder / "admin.key")
        at = network.settings(node, api)
        with (
            socket.create_connection((at.host, at.port), 5) as plain,
            context.wrap_socket(plain, server_hostname=at.host) as secure,
        ):
            agreed = secure.cipher()
            return None if agreed is None else agreed[0]

    assert shake_hands("participant1", "admin-api") is not None
    cipher = shake_hands("sequencer1", "sequencer-public-api")
    assert cipher is not None and cipher.endswith("AES256-GCM-SHA384")
    with pytest.raises(ssl.SSLError):
        shake_hands("participant1", "ledger-api")
