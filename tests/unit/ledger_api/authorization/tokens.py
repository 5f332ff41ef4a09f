"""Makes tokens and keys for tests."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

PrivateKey = str | rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

RSA_KEY = rsa.generate_private_key(65537, 2048)
P_256_KEY = ec.generate_private_key(ec.SECP256R1())
P_521_KEY = ec.generate_private_key(ec.SECP521R1())


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def signature(signed: bytes, key: PrivateKey) -> bytes:
    match key:
        case str():
            return hmac.digest(key.encode(), signed, hashlib.sha256)
        case rsa.RSAPrivateKey():
            return key.sign(signed, padding.PKCS1v15(), hashes.SHA256())
        case _:
            size = (key.curve.key_size + 7) // 8
            used = hashes.SHA256() if size == 32 else hashes.SHA512()
            r, s = decode_dss_signature(key.sign(signed, ec.ECDSA(used)))
            return r.to_bytes(size) + s.to_bytes(size)


def token(payload: Mapping[str, Any], key: PrivateKey, **header: Any) -> str:
    """A token signed with the key; its algorithm is the key's unless `alg` says otherwise."""
    match key:
        case str():
            algorithm = "HS256"
        case rsa.RSAPrivateKey():
            algorithm = "RS256"
        case _:
            algorithm = "ES256" if key.curve.key_size == 256 else "ES512"
    parts = ({"typ": "JWT", "alg": algorithm, **header}, payload)
    signed = ".".join(encoded(json.dumps(part).encode()) for part in parts)
    return f"{signed}.{encoded(signature(signed.encode(), key))}"


def jwk(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, key_id: str | None) -> dict[str, str]:
    """The public half as a JSON Web Key."""
    named = {} if key_id is None else {"kid": key_id}
    if isinstance(key, rsa.RSAPrivateKey):
        numbers = key.public_key().public_numbers()
        sizes = {"n": (numbers.n.bit_length() + 7) // 8, "e": 3}
        values = {"n": numbers.n, "e": numbers.e}
        kind = {"kty": "RSA", "alg": "RS256", "use": "sig"}
    else:
        point = key.public_key().public_numbers()
        size = (key.curve.key_size + 7) // 8
        sizes, values = {"x": size, "y": size}, {"x": point.x, "y": point.y}
        kind = {"kty": "EC", "crv": f"P-{key.curve.key_size}", "use": "sig"}
    return {
        **named,
        **kind,
        **{name: encoded(value.to_bytes(sizes[name])) for name, value in values.items()},
    }


def key_set(*keys: Mapping[str, str]) -> bytes:
    return json.dumps({"keys": list(keys)}).encode()
