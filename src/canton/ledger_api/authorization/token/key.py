"""Keys that verify tokens: shared secrets, certificates, JSON Web Keys.

Each key verifies one algorithm, which follows from its kind: a public key never serves as a secret.
Source: RFC 7517, 7518; ledger API sheet 4.1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from canton.config.secret import Secret
from canton.ledger_api.authorization.token.jwt import Key, decoded_bytes

_CURVES: Final[Mapping[str, tuple[ec.EllipticCurve, str, hashes.HashAlgorithm]]] = {
    "P-256": (ec.SECP256R1(), "ES256", hashes.SHA256()),
    "P-521": (ec.SECP521R1(), "ES512", hashes.SHA512()),
}
"""The curves by their names in JSON Web Keys, each with its algorithm and its hash."""


class BadKey(Exception):
    """A key cannot verify tokens; the text says why."""


@dataclass(frozen=True, slots=True)
class SharedSecret:
    """A secret that signs and verifies; for tests only."""

    secret: Secret
    algorithm: str = "HS256"

    def verifies(self, signed: bytes, signature: bytes) -> bool:
        """Whether the signature of these bytes was made with the key."""
        code = hmac.HMAC(self.secret.reveal().encode(), hashes.SHA256())
        code.update(signed)
        return _holds(lambda: code.verify(signature))


@dataclass(frozen=True, slots=True)
class RsaKey:
    """The public half of an RSA key."""

    public: rsa.RSAPublicKey
    algorithm: str = "RS256"

    def verifies(self, signed: bytes, signature: bytes) -> bool:
        """Whether the signature of these bytes was made with the key."""
        scheme = padding.PKCS1v15()
        return _holds(lambda: self.public.verify(signature, signed, scheme, hashes.SHA256()))


@dataclass(frozen=True, slots=True)
class EllipticKey:
    """The public half of a key on an elliptic curve; signatures are the two numbers in a row."""

    public: ec.EllipticCurvePublicKey
    algorithm: str
    hash: hashes.HashAlgorithm

    def verifies(self, signed: bytes, signature: bytes) -> bool:
        """Whether the signature of these bytes was made with the key."""
        size = (self.public.curve.key_size + 7) // 8
        if len(signature) != 2 * size:
            return False
        r, s = int.from_bytes(signature[:size]), int.from_bytes(signature[size:])
        encoded = encode_dss_signature(r, s)
        return _holds(lambda: self.public.verify(encoded, signed, ec.ECDSA(self.hash)))


def key_of_certificate(content: bytes, algorithm: str) -> Key:
    """The key of an X.509 certificate, in PEM or DER, for the algorithm.

    Raises:
        BadKey: it is no certificate, or its key is of another kind.
    """
    is_pem = b"-----BEGIN" in content
    try:
        certificate = (
            x509.load_pem_x509_certificate(content)
            if is_pem
            else x509.load_der_x509_certificate(content)
        )
        public = certificate.public_key()
    except ValueError as error:
        raise BadKey("it is not an X.509 certificate") from error
    key = _key_of(public)
    if key is None or key.algorithm != algorithm:
        raise BadKey(f"its key is not one for {algorithm}")
    return key


def key_of_jwk(jwk: Mapping[str, object]) -> Key:
    """The key that a JSON Web Key describes.

    Raises:
        BadKey: it is malformed, or of a kind that tokens are not verified with.
    """
    match jwk.get("kty"):
        case "RSA":
            return _rsa(jwk)
        case "EC":
            return _elliptic(jwk)
        case _:
            raise BadKey("it is neither an RSA nor an EC key")


def _key_of(public: object) -> Key | None:
    match public:
        case rsa.RSAPublicKey():
            return RsaKey(public)
        case ec.EllipticCurvePublicKey():
            for curve, algorithm, hash_algorithm in _CURVES.values():
                if public.curve.name == curve.name:
                    return EllipticKey(public, algorithm, hash_algorithm)
    return None


def _number(jwk: Mapping[str, object], name: str) -> int:
    text = jwk.get(name)
    if not isinstance(text, str):
        raise BadKey(f"it has no '{name}'")
    try:
        return int.from_bytes(decoded_bytes(text.rstrip("=")))
    except ValueError as error:
        raise BadKey(f"its '{name}' is not base64url") from error


def _rsa(jwk: Mapping[str, object]) -> Key:
    try:
        return RsaKey(rsa.RSAPublicNumbers(_number(jwk, "e"), _number(jwk, "n")).public_key())
    except ValueError as error:
        raise BadKey("its numbers are no RSA key") from error


def _elliptic(jwk: Mapping[str, object]) -> Key:
    name = jwk.get("crv")
    if not isinstance(name, str) or name not in _CURVES:
        raise BadKey(f"its curve is none of {', '.join(_CURVES)}")
    curve, algorithm, hash_algorithm = _CURVES[name]
    point = ec.EllipticCurvePublicNumbers(_number(jwk, "x"), _number(jwk, "y"), curve)
    try:
        return EllipticKey(point.public_key(), algorithm, hash_algorithm)
    except ValueError as error:
        raise BadKey("its point is not on its curve") from error


def _holds(verify: Callable[[], None]) -> bool:
    try:
        verify()
    except InvalidSignature:
        return False
    return True
