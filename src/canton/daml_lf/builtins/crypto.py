"""Keccak-256 and secp256k1 for contracts.

Keys are DER of X.509, signatures DER of ECDSA, both in lower-case hex. Keccak-256 is not the SHA-3
of hashlib: it pads differently. Source: Daml-LF sheet 2.3.
"""

from __future__ import annotations

import hashlib
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.serialization import load_der_public_key

from canton.daml_lf.builtins.application import spend
from canton.daml_lf.builtins.errors import (
    CRYPTO_MALFORMED_KEY,
    CRYPTO_MALFORMED_SIGNATURE,
    failed,
)
from canton.daml_lf.builtins.text import decode_hex

_ROUNDS: Final = 24
_RATE: Final = 136
_MASK: Final = 2**64 - 1
_STEPS_OF_BLOCK: Final = 500
_KEY_CAUSE: Final = "can not parse DER encoded public key hex string"


def _round_constants() -> list[int]:
    constants, state = [], 1
    for _ in range(_ROUNDS):
        value = 0
        for j in range(7):
            if state & 1:
                value |= 1 << ((1 << j) - 1)
            state = state << 1 ^ (0x171 if state & 0x80 else 0)
        constants.append(value)
    return constants


_CONSTANTS: Final = _round_constants()


def _rotated(x: int, count: int) -> int:
    count %= 64
    return (x << count | x >> (64 - count)) & _MASK if count else x


def _permuted(lanes: list[list[int]]) -> list[list[int]]:
    for constant in _CONSTANTS:
        column = [a[0] ^ a[1] ^ a[2] ^ a[3] ^ a[4] for a in lanes]
        parity = [column[(x - 1) % 5] ^ _rotated(column[(x + 1) % 5], 1) for x in range(5)]
        lanes = [[lane ^ parity[x] for lane in lanes[x]] for x in range(5)]
        x, y, current = 1, 0, lanes[1][0]
        for step in range(_ROUNDS):
            x, y = y, (2 * x + 3 * y) % 5
            offset = (step + 1) * (step + 2) // 2
            current, lanes[x][y] = lanes[x][y], _rotated(current, offset)
        for y in range(5):
            row = [lanes[x][y] for x in range(5)]
            for x in range(5):
                lanes[x][y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5] & _MASK)
        lanes[0][0] ^= constant
    return lanes


def keccak256(message: bytes) -> bytes:
    """The original Keccak with 256 bits, as Ethereum uses it."""
    padding = _RATE - len(message) % _RATE
    padded = message + (b"\x81" if padding == 1 else b"\x01" + b"\0" * (padding - 2) + b"\x80")
    lanes = [[0] * 5 for _ in range(5)]
    for start in range(0, len(padded), _RATE):
        spend(_STEPS_OF_BLOCK)
        for i in range(_RATE // 8):
            word = padded[start + 8 * i : start + 8 * i + 8]
            lanes[i % 5][i // 5] ^= int.from_bytes(word, "little")
        lanes = _permuted(lanes)
    return b"".join(lanes[i % 5][i // 5].to_bytes(8, "little") for i in range(4))


def keccak256_text(text: str) -> str:
    """KECCAK256_TEXT: of the bytes that the hex text stands for."""
    return keccak256(decode_hex(text, "can not parse hex string")).hex()


def _public_key(text: str) -> ec.EllipticCurvePublicKey:
    try:
        key = load_der_public_key(decode_hex(text, _KEY_CAUSE))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _malformed_key(text, str(error)) from error
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise _malformed_key(text, "not an elliptic curve key")
    return key


def _malformed_key(text: str, cause: str) -> Exception:
    return failed(
        CRYPTO_MALFORMED_KEY,
        f"Malformed public key for {text}:\n{cause}",
        ("CRYPTO_VALUE", text),
    )


def secp256k1_with_ecdsa_bool(signature: str, digest: str, public_key: str) -> bool:
    """SECP256K1_WITH_ECDSA_BOOL: whether the signature is one of this digest."""
    signed = decode_hex(signature, "can not parse signature hex string")
    message = decode_hex(digest, "can not parse message hex string")
    key = _public_key(public_key)
    if not _is_signature(signed, key.curve.group_order):
        raise failed(
            CRYPTO_MALFORMED_SIGNATURE,
            f"Malformed signature for {signature}:\nerror decoding signature bytes.",
            ("CRYPTO_VALUE", signature),
        )
    try:
        key.verify(signed, *_prehashed(message))
    except InvalidSignature:
        return False
    return True


def _is_signature(signed: bytes, order: int) -> bool:
    """Whether the bytes are DER of two numbers below the order of the curve's group."""
    try:
        return all(number < order for number in utils.decode_dss_signature(signed))
    except ValueError:
        return False


def _prehashed(message: bytes) -> tuple[bytes, ec.ECDSA]:
    # ECDSA takes the leftmost 32 bytes of a longer digest as a number, and a shorter one as it is.
    return message[:32].rjust(32, b"\0"), ec.ECDSA(utils.Prehashed(hashes.SHA256()))


def secp256k1_bool(signature: str, message: str, public_key: str) -> bool:
    """SECP256K1_BOOL: whether the signature is one of this message's SHA-256."""
    content = decode_hex(message, "can not parse message hex string")
    return secp256k1_with_ecdsa_bool(signature, hashlib.sha256(content).hexdigest(), public_key)


def secp256k1_validate_key(public_key: str) -> bool:
    """SECP256K1_VALIDATE_KEY: whether the key is a point on the curve."""
    return _public_key(public_key).curve.name == "secp256k1"
