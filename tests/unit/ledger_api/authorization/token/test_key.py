"""Keys verify what their private halves signed, each with its own algorithm only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from canton.config.secret import Secret
from canton.ledger_api.authorization.token.jwt import BadToken, parse, require_signed
from canton.ledger_api.authorization.token.key import (
    BadKey,
    SharedSecret,
    key_of_certificate,
    key_of_jwk,
)
from unit.ledger_api.authorization.tokens import (
    P_256_KEY,
    P_521_KEY,
    RSA_KEY,
    jwk,
    token,
)

KEYS = {"RS256": RSA_KEY, "ES256": P_256_KEY, "ES512": P_521_KEY}


def certificate(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, form: Encoding) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "issuer")])
    start = datetime(2024, 1, 1, tzinfo=UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return built.public_bytes(form)


@pytest.mark.parametrize("form", [Encoding.PEM, Encoding.DER])
@pytest.mark.parametrize("algorithm", KEYS)
def test_a_certificate_verifies_its_algorithm(algorithm: str, form: Encoding) -> None:
    private = KEYS[algorithm]
    key = key_of_certificate(certificate(private, form), algorithm)
    require_signed(parse(token({"sub": "u"}, private)), key)
    for other in set(KEYS) - {algorithm}:
        with pytest.raises(BadKey, match=f"not one for {other}"):
            key_of_certificate(certificate(private, form), other)
        with pytest.raises(BadToken):
            require_signed(parse(token({"sub": "u"}, KEYS[other])), key)


@pytest.mark.parametrize("algorithm", KEYS)
def test_a_json_web_key_verifies_its_algorithm(algorithm: str) -> None:
    private = KEYS[algorithm]
    key = key_of_jwk(jwk(private, "k"))
    require_signed(parse(token({"sub": "u"}, private)), key)
    assert key.algorithm == algorithm


@pytest.mark.parametrize("algorithm", KEYS)
def test_a_public_key_is_no_secret_to_sign_with(algorithm: str) -> None:
    public = KEYS[algorithm].public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    confused = token({"sub": "admin"}, pem, alg="HS256")
    with pytest.raises(BadToken, match="algorithm"):
        require_signed(parse(confused), key_of_jwk(jwk(KEYS[algorithm], None)))
    posing = token({"sub": "admin"}, pem, alg=algorithm)
    with pytest.raises(BadToken, match="signature"):
        require_signed(parse(posing), key_of_jwk(jwk(KEYS[algorithm], None)))


def test_elliptic_signatures_are_two_numbers_of_full_length() -> None:
    key = key_of_jwk(jwk(P_256_KEY, None))
    signed = b"text"
    der = P_256_KEY.sign(signed, ec.ECDSA(hashes.SHA256()))
    assert not key.verifies(signed, der)
    assert not key.verifies(signed, b"")
    assert not key.verifies(signed, bytes(64))


def test_a_secret_verifies_in_full_only() -> None:
    key = SharedSecret(Secret("pyjama"))
    jwt = parse(token({}, "pyjama"))
    assert key.verifies(jwt.signed, jwt.signature)
    assert not key.verifies(jwt.signed, jwt.signature[:-1])
    assert not key.verifies(jwt.signed, b"")
    assert "pyjama" not in repr(key)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"kty": "oct", "k": "c2VjcmV0"}, "neither"),
        ({"kty": None}, "neither"),
        ({"crv": "P-384"}, "curve"),
        ({"x": None}, "no 'x'"),
        ({"x": "!"}, "base64url"),
        ({"x": "AA"}, "not on its curve"),
    ],
)
def test_a_json_web_key_of_another_kind_is_refused(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(BadKey, match=reason):
        key_of_jwk({**jwk(P_256_KEY, "k"), **change})


@pytest.mark.parametrize("content", [b"", b"-----BEGIN CERTIFICATE-----\n", b"\x30\x00"])
def test_what_is_no_certificate_is_refused(content: bytes) -> None:
    with pytest.raises(BadKey, match="not an X\\.509 certificate"):
        key_of_certificate(content, "RS256")
