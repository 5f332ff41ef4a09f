"""TLS: the server is known by its certificate, and clients by theirs where it asks."""

from __future__ import annotations

import asyncio
import ssl
from datetime import datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from canton.errors import GrpcStatus
from canton.lifecycle.health import HealthService
from canton.transport.grpcio.backend import GrpcTransport
from canton.transport.health_service import health_table
from canton.transport.http2.backend import Http2Transport
from canton.transport.http2.ciphers import TLS_1_3
from canton.transport.seam import (
    ChannelSettings,
    ChannelTls,
    RpcError,
    ServerSettings,
    ServerTls,
    Services,
    Transport,
    methods_of,
)
from canton.wire import grpc_health_pb2

CHECK = methods_of(grpc_health_pb2.DESCRIPTOR.services_by_name["Health"])["Check"]


class Authority:
    """A certificate authority that lives as long as the test."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test authority")])
        self.certificate = self._sign(self._name, self._key.public_key(), None)

    def issue(self, host: str) -> tuple[bytes, bytes]:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return self._sign(name, key.public_key(), host), private

    def _sign(self, name: x509.Name, key: ec.EllipticCurvePublicKey, host: str | None) -> bytes:
        now = datetime.now().astimezone()
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(hours=1))
            .add_extension(x509.BasicConstraints(ca=host is None, path_length=None), True)
        )
        if host is not None:
            names = x509.SubjectAlternativeName([x509.DNSName(host)])
            builder = builder.add_extension(names, False)
        return builder.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM)


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(params=[GrpcTransport, Http2Transport])
def transport(request: pytest.FixtureRequest) -> Transport:
    made: Transport = request.param()
    return made


async def check(transport: Transport, server: ServerTls, channel: ChannelTls | None) -> int:
    services = Services(health_table(lambda: [HealthService("")]))
    settings = ServerSettings(tls=server, stop_grace_s=0.1)
    async with (
        transport.server(settings, services) as listening,
        transport.channel(ChannelSettings("127.0.0.1", listening.port, channel)) as client,
    ):
        response = await client.unary(CHECK, grpc_health_pb2.HealthCheckRequest(), timeout_s=5)
    return int(response.status)


async def test_client_that_trusts_the_authority_is_served(
    transport: Transport, authority: Authority
) -> None:
    chain, key = authority.issue("node.test")
    trusting = ChannelTls(roots=authority.certificate, server_name="node.test")
    assert await check(transport, ServerTls(chain, key), trusting) == 1


async def test_wrong_name_wrong_authority_and_plaintext_fail(
    transport: Transport, authority: Authority
) -> None:
    chain, key = authority.issue("node.test")
    for channel in (
        ChannelTls(roots=authority.certificate, server_name="other.test"),
        ChannelTls(roots=Authority().certificate, server_name="node.test"),
        None,
    ):
        with pytest.raises(RpcError) as caught:
            await check(transport, ServerTls(chain, key), channel)
        assert caught.value.status is GrpcStatus.UNAVAILABLE


async def test_server_that_asks_for_client_certificates(
    transport: Transport, authority: Authority
) -> None:
    chain, key = authority.issue("node.test")
    client_chain, client_key = authority.issue("client.test")
    roots = authority.certificate
    server = ServerTls(chain, key, client_roots=roots)
    known = ChannelTls(roots, client_chain, client_key, "node.test")
    unknown = ChannelTls(roots, server_name="node.test")
    assert await check(transport, server, known) == 1
    with pytest.raises(RpcError):
        await check(transport, server, unknown)
    optional = ServerTls(chain, key, client_roots=roots, client_optional=True)
    assert await check(transport, optional, unknown) == 1


@pytest.mark.parametrize(
    ("ciphers", "agreed"),
    [
        (("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",), "ECDHE-ECDSA-AES256-GCM-SHA384"),
        (("TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",), "ECDHE-ECDSA-CHACHA20-POLY1305"),
        (TLS_1_3, "TLS_AES_256_GCM_SHA384"),
        (("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",), None),
    ],
    ids=["one", "another", "of TLS 1.3", "none for this certificate"],
)
async def test_only_ciphers_that_were_named_are_agreed_to(
    authority: Authority, ciphers: tuple[str, ...], agreed: str | None
) -> None:
    server = ServerTls(*authority.issue("localhost"), ciphers=ciphers)
    context = ssl.create_default_context(cadata=authority.certificate.decode())

    async def agree(port: int) -> str | None:
        try:
            _, writer = await asyncio.open_connection("localhost", port, ssl=context)
        except (ssl.SSLError, ConnectionError):
            return None
        name: str = writer.get_extra_info("cipher")[0]
        writer.close()
        return name

    services = Services(health_table(lambda: [HealthService("")]))
    settings = ServerSettings(tls=server, stop_grace_s=0.1)
    async with Http2Transport().server(settings, services) as listening:
        assert await agree(listening.port) == agreed


def test_private_keys_are_not_shown(authority: Authority) -> None:
    chain, key = authority.issue("node.test")
    assert "PRIVATE" not in repr(ServerTls(chain, key))
    assert "PRIVATE" not in repr(ChannelTls(None, chain, key))
