"""Seeds of transactions and nodes, and what contract ids take from them.

Integers are big-endian, texts and sets counted. Source: protocol sheet 9.2; Daml-LF sheet 2.7.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from canton.crypto.encoding import encode_int, encode_long, encode_string, encode_strings
from canton.timestamps import TIMESTAMP_MIN, Timestamp

_V2_TIME_UNIT_MICROS: Final = 286_981
_V2_SEED_SIZE: Final = 7


def _mac(key: bytes, content: bytes) -> bytes:
    return hmac.digest(key, content, sha256)


def transaction_seed(submission_seed: bytes, participant: str, preparation: Timestamp) -> bytes:
    """The seed of a transaction; only the submitter can know it."""
    return _mac(submission_seed, encode_string(participant) + encode_long(preparation))


def node_seed(parent: bytes, index: int) -> bytes:
    """The seed of the action that is the parent's `index`-th; rollbacks are not counted."""
    return _mac(parent, encode_int(index))


def discriminator(seed: bytes, preparation: Timestamp, stakeholders: Iterable[str]) -> bytes:
    """What the V1 id of the contract that a node of this seed creates starts with."""
    return _mac(seed, encode_long(preparation) + encode_strings(sorted(set(stakeholders))))


def v2_local_part(seed: bytes, preparation: Timestamp) -> bytes:
    """What the V2 id of the contract that a node of this seed creates starts with."""
    units = (preparation - TIMESTAMP_MIN) // _V2_TIME_UNIT_MICROS
    return units.to_bytes(5, "big") + seed[:_V2_SEED_SIZE]
