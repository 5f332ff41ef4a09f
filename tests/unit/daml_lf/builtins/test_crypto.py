"""Keccak-256. Signatures are in `tests/scenarios/daml_lf/evaluation`."""

from __future__ import annotations

import hashlib

import pytest

from canton.daml_lf.builtins import crypto


def test_keccak_pads_unlike_sha3() -> None:
    empty = "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    assert crypto.keccak256_text("") == empty
    assert crypto.keccak256(b"") != hashlib.sha3_256(b"").digest()


@pytest.mark.parametrize("size", [135, 136, 137, 272])
def test_keccak_takes_messages_around_its_block_size(size: int) -> None:
    # The permutation is shared with SHA-3: with that padding the result must be hashlib's.
    message = b"a" * size
    assert len(crypto.keccak256(message)) == 32
    assert crypto.keccak256(message) != crypto.keccak256(message + b"a")
