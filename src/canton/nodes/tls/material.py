"""Reads and checks the certificates and keys of a node's APIs, and says how to reach them.

Whoever calls an API from the node's own process trusts the certificate that the API shows, as the
original does. Source: console-config-admin sheet 3.3 (server block, tls).
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from canton.config.errors import CONFIG_VALIDATION_ERROR, ConfigError, ConfigErrors
from canton.config.values.server import ServerConfig, TlsServerConfig
from canton.timestamps import Timestamp
from canton.transport.http2.ciphers import cipher_choice
from canton.transport.http2.tls import server_context
from canton.transport.seam import ChannelTls, ServerTls

LOOPBACK: Final = "127.0.0.1"
_PEM_BEGIN: Final = "-----BEGIN"
_VERSIONS: Final = {None: False, "TLSv1.2": False, "TLSv1.3": True}
"""Whether a configured lowest version leaves TLS 1.3 alone."""


@dataclass(frozen=True, slots=True)
class ApiTls:
    """What protects an API, and how its own process reaches it: at which host, trusting whom."""

    server: ServerTls | None = None
    host: str = LOOPBACK
    channel: ChannelTls | None = None


def api_tls(config: ServerConfig, now: Timestamp) -> ApiTls:
    """The material of an API, read and checked now; that of an API without TLS is empty.

    Raises:
        ConfigErrors: a file cannot be read, is no PEM, does not fit or is out of its time.
    """
    if config.tls is None:
        return ApiTls()
    tls = config.tls
    reading = _Reading(tls.path, datetime.fromtimestamp(now / 1e6, UTC))
    names = reading.identity("", tls.cert_chain, tls.private_key)
    server = ServerTls(
        reading.content("cert-chain-file", tls.cert_chain),
        reading.content("private-key-file", tls.private_key),
        reading.client_roots(tls),
        tls.client_auth != "require",
        reading.requires_tls_1_3(tls.minimum_protocol_version),
        tls.ciphers,
    )
    reading.check_ciphers(server)
    admin = tls.admin_client
    if admin is not None:
        reading.identity("client-auth.admin-client.", *admin)
    reading.check_usable(server, tls.cert_chain)
    if reading.findings:
        raise ConfigErrors(reading.findings)
    host, server_name = _reached_at(config.address, names)
    channel = ChannelTls(
        server.certificate_chain,
        None if admin is None else reading.content("", admin[0]),
        None if admin is None else reading.content("", admin[1]),
        server_name,
    )
    return ApiTls(server, host, channel)


def check_material(servers: Iterable[ServerConfig], now: Timestamp) -> None:
    """Reads the material of all APIs of a node.

    Raises:
        ConfigErrors: all that is wrong with it.
    """
    findings: list[ConfigError] = []
    for server in servers:
        try:
            api_tls(server, now)
        except ConfigErrors as error:
            findings += error.findings
    if findings:
        raise ConfigErrors(findings)


@dataclass(slots=True)
class _Reading:
    """Reads the files of one `tls` section and collects what is wrong with them."""

    path: str
    now: datetime
    findings: list[ConfigError] = field(default_factory=list)
    _contents: dict[str, bytes] = field(default_factory=dict)

    def wrong(self, key: str, text: str, why: str) -> None:
        where = "the PEM text" if _PEM_BEGIN in text else f"'{text}'"
        self._find(key, f"{where} {why}.")

    def _find(self, key: str, message: str) -> None:
        self.findings.append(ConfigError(CONFIG_VALIDATION_ERROR, message, f"{self.path}.{key}"))

    def content(self, key: str, text: str) -> bytes:
        """The PEM of a file name or of the text itself; each is read, and found wrong, once."""
        if text not in self._contents:
            self._contents[text] = self._read(key, text)
        return self._contents[text]

    def _read(self, key: str, text: str) -> bytes:
        if _PEM_BEGIN in text:
            return text.encode()
        try:
            return Path(text).read_bytes()
        except OSError as error:
            self.wrong(key, text, f"cannot be read: {error.strerror}")
            return b""

    def certificates(self, key: str, text: str) -> list[x509.Certificate]:
        content = self.content(key, text)
        try:
            return x509.load_pem_x509_certificates(content) if content else []
        except ValueError:
            self.wrong(key, text, "holds no certificates in PEM form")
            return []

    def identity(self, prefix: str, chain: str, private_key: str) -> list[str]:
        """Checks a certificate and its key; the names that the certificate is for."""
        chain_key, key_key = f"{prefix}cert-chain-file", f"{prefix}private-key-file"
        certificates = self.certificates(chain_key, chain)
        content = self.content(key_key, private_key)
        public = None
        if content:
            try:
                loaded = load_pem_private_key(content, None)
                public = loaded.public_key().public_bytes(
                    Encoding.DER, PublicFormat.SubjectPublicKeyInfo
                )
            except (ValueError, TypeError, UnsupportedAlgorithm):
                self.wrong(key_key, private_key, "holds no unencrypted private key in PEM form")
        if not certificates:
            return []
        leaf = certificates[0]
        if leaf.not_valid_after_utc <= self.now:
            self.wrong(chain_key, chain, f"expired at {leaf.not_valid_after_utc.isoformat()}")
        elif leaf.not_valid_before_utc > self.now:
            self.wrong(
                chain_key, chain, f"is not valid before {leaf.not_valid_before_utc.isoformat()}"
            )
        der = leaf.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        if public is not None and public != der:
            self.wrong(key_key, private_key, f"is not the key of the certificate {_named(chain)}")
        return _names(leaf)

    def client_roots(self, tls: TlsServerConfig) -> bytes | None:
        """Whose certificates clients may show; None where they are not asked for any."""
        key = "trust-collection-file"
        if tls.trust_collection is None:
            if tls.client_auth == "require":
                # Anybody's certificate of any public authority would do, otherwise.
                self._find(key, "client-auth = require needs to know whose certificates to accept.")
            return None
        self.certificates(key, tls.trust_collection)
        content = self.content(key, tls.trust_collection)
        return None if tls.client_auth == "none" else content

    def requires_tls_1_3(self, version: str | None) -> bool:
        if version not in _VERSIONS:
            why = f"'{version}' is not supported; use TLSv1.2 or TLSv1.3."
            self._find("minimum-server-protocol-version", why)
        return _VERSIONS.get(version, True)

    def check_ciphers(self, server: ServerTls) -> None:
        if server.ciphers is None:
            return
        try:
            cipher_choice(server.ciphers, requires_tls_1_3=server.requires_tls_1_3)
        except ValueError as error:
            self._find("ciphers", f"{error}.")

    def check_usable(self, server: ServerTls, chain: str) -> None:
        """What the library itself does not take, such as keys that are too short."""
        if self.findings:
            return
        try:
            server_context(server)
        except (ssl.SSLError, ValueError) as error:
            self.wrong("cert-chain-file", chain, f"cannot be used with its key: {error}")


def _named(text: str) -> str:
    return "given as text" if _PEM_BEGIN in text else f"in '{text}'"


def _names(certificate: x509.Certificate) -> list[str]:
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    addresses = map(str, found.get_values_for_type(x509.IPAddress))
    return [*addresses, *found.get_values_for_type(x509.DNSName)]


def _reached_at(address: str, names: list[str]) -> tuple[str, str | None]:
    """A host of this machine that the certificate is for; else a name to expect in its place."""
    hosts = [LOOPBACK, "localhost"] if _is_local(address) else [address]
    for host in hosts:
        if host in names:
            return host, None
    return hosts[0], names[0] if names else None


def _is_local(address: str) -> bool:
    try:
        ip = ip_address(address)
    except ValueError:
        return address == "localhost"
    return ip.is_loopback or ip.is_unspecified
