"""Certificates for a test: an authority and what it signs, in files or as text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True)
class Identity:
    """A certificate and its key, in files."""

    chain: Path
    key: Path


class Authority:
    """Signs certificates and writes them into a folder."""

    def __init__(self, folder: Path, name: str = "authority") -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.file = folder / f"{name}.pem"
        self.file.write_bytes(self._sign(self._name, self._key.public_key(), is_authority=True))

    def issue(self, name: str, *, valid_s: float = 3600, host: str | None = None) -> Identity:
        """A certificate for a host or this machine, ending so many seconds from now."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        made = Identity(self._folder / f"{name}.pem", self._folder / f"{name}.key")
        made.chain.write_bytes(self._sign(subject, key.public_key(), valid_s=valid_s, host=host))
        made.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return made

    def _sign(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePublicKey,
        *,
        is_authority: bool = False,
        valid_s: float = 3600,
        host: str | None = None,
    ) -> bytes:
        now = datetime.now().astimezone()
        this = x509.IPAddress(ip_address("127.0.0.1"))
        names: list[x509.GeneralName] = [this if host is None else x509.DNSName(host)]
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(seconds=valid_s))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), True)
        )
        if not is_authority:
            builder = builder.add_extension(x509.SubjectAlternativeName(names), False)
        return builder.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM)
