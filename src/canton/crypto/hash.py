"""SHA-256 hashes with a purpose, and the builder that feeds them.

A hash travels as a multihash: `12 20` and its 32 bytes. Signatures sign those 34 bytes.
Source: protocol sheet 1.1, HashPurpose, HashBuilder.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from canton.crypto.encoding import encode_int, encode_long
from canton.crypto.errors import malformed
from canton.errors import Rejection

_PREFIX: Final = b"\x12\x20"
RAW_LENGTH: Final = 32
MULTIHASH_LENGTH: Final = 34


class HashPurpose(IntEnum):
    """What a hash is for; the number goes in front of what is hashed."""

    SEQUENCED_EVENT_SIGNATURE = 1
    MERKLE_TREE_INNER_NODE = 3
    SUBMITTER_METADATA = 5
    COMMON_METADATA = 6
    PARTICIPANT_METADATA = 7
    VIEW_COMMON_DATA = 8
    VIEW_PARTICIPANT_DATA = 9
    TOPOLOGY_TRANSACTION_SIGNATURE = 11
    PUBLIC_KEY_FINGERPRINT = 12
    AUTHENTICATION_TOKEN = 14
    ACS_COMMITMENT = 22
    STAKEHOLDERS = 23
    UNASSIGNMENT_COMMON_DATA = 24
    UNASSIGNMENT_VIEW = 25
    ASSIGNMENT_COMMON_DATA = 26
    ASSIGNMENT_VIEW = 27
    UNICUM = 29
    REPAIR_UPDATE_ID = 30
    DB_LOCK_ID = 33
    HASHED_ACS_COMMITMENT = 34
    SUBMISSION_REQUEST_SIGNATURE = 35
    ACKNOWLEDGEMENT_SIGNATURE = 36
    DECENTRALIZED_NAMESPACE = 37
    SIGNED_PROTOCOL_MESSAGE_SIGNATURE = 38
    AGGREGATION_ID = 39
    BFT_ORDERING_PBFT_BLOCK = 40
    ORDERING_REQUEST_SIGNATURE = 42
    TOPOLOGY_MAPPING_UNIQUE_KEY = 43
    CANTON_SCRIPT = 44
    BFT_AVAILABILITY_ACK = 45
    BFT_BATCH_ID = 46
    BFT_SIGNED_AVAILABILITY_MESSAGE = 47
    PREPARED_SUBMISSION = 48
    TOPOLOGY_UPDATE_ID = 49
    ONLINE_PARTY_REPLICATION = 50
    PARTY_UPDATE_ID = 51
    BFT_SIGNED_CONSENSUS_MESSAGE = 52
    BFT_SIGNED_STATE_TRANSFER = 53
    BFT_SIGNED_RETRANSMISSION = 54
    MULTI_TOPOLOGY_TRANSACTION = 55
    SESSION_KEY_DELEGATION = 56
    REASSIGNMENT_ID = 57
    ENCRYPTED_SESSION_KEY = 58
    CONTRACT_ID_ABSOLUTIZATION = 59
    INITIAL_TOPOLOGY_STATE_CONSISTENCY = 60
    ACS_CONTINUATION_TOKEN = 61
    LSU_SEQUENCING_TEST_MESSAGE_CONTENT = 62
    UPDATES_PAGE_TOKEN = 63
    CIPHERTEXT_ID = 64
    SEQUENCER_AGGREGATOR_AGGREGATION = 65
    ACS_COMMITMENT_UPDATE_ID = 66


@dataclass(frozen=True, slots=True, order=True)
class Hash:
    """A SHA-256 hash: `raw` is the 32 bytes, `multihash` the 34 that are sent and signed."""

    raw: bytes

    def __post_init__(self) -> None:
        assert len(self.raw) == RAW_LENGTH, "a hash has 32 bytes"

    @property
    def multihash(self) -> bytes:
        """The 34 bytes with the algorithm and the length in front."""
        return _PREFIX + self.raw

    def hex(self) -> str:
        """The hexadecimal text of the multihash: 68 characters, `1220...`."""
        return self.multihash.hex()

    @staticmethod
    def parse(multihash: bytes) -> Hash | Rejection:
        """Reads a multihash."""
        if len(multihash) != MULTIHASH_LENGTH or not multihash.startswith(_PREFIX):
            return malformed(f"not a SHA-256 multihash: {multihash[:40].hex()}")
        return Hash(multihash[2:])

    @staticmethod
    def parse_hex(text: str) -> Hash | Rejection:
        """Reads the hexadecimal text of a multihash."""
        try:
            return Hash.parse(bytes.fromhex(text))
        except ValueError:
            return malformed(f"not a hexadecimal hash: {text[:80]!r}")

    def __str__(self) -> str:
        return self.hex()

    def __repr__(self) -> str:
        return f"Hash({self.hex()})"


def digest(purpose: HashPurpose, content: bytes) -> Hash:
    """The hash of the purpose and the bytes, with no length between them."""
    return Hash(hashlib.sha256(encode_int(purpose) + content).digest())


class HashBuilder:
    """Feeds a hash part by part; every `add_` returns the builder."""

    __slots__ = ("_state",)

    def __init__(self, purpose: HashPurpose) -> None:
        self._state = hashlib.sha256(encode_int(purpose))

    def add_int(self, value: int) -> HashBuilder:
        """Four bytes."""
        self._state.update(encode_int(value))
        return self

    def add_long(self, value: int) -> HashBuilder:
        """Eight bytes."""
        self._state.update(encode_long(value))
        return self

    def add_bool(self, value: bool) -> HashBuilder:
        """One byte."""
        self._state.update(b"\x01" if value else b"\x00")
        return self

    def add_bytes(self, value: bytes) -> HashBuilder:
        """The length in four bytes, then the bytes."""
        self._state.update(encode_int(len(value)))
        self._state.update(value)
        return self

    def add_string(self, value: str) -> HashBuilder:
        """The length of the UTF-8 text in four bytes, then the text."""
        return self.add_bytes(value.encode())

    def add_raw(self, value: bytes) -> HashBuilder:
        """The bytes with no length in front."""
        self._state.update(value)
        return self

    def add_hash(self, value: Hash) -> HashBuilder:
        """The 32 bytes of a hash with nothing in front."""
        self._state.update(value.raw)
        return self

    def add_string_set(self, values: Iterable[str]) -> HashBuilder:
        """The number of distinct strings, then each in order of its text."""
        ordered = sorted(set(values))
        self.add_int(len(ordered))
        for value in ordered:
            self.add_string(value)
        return self

    def add_optional(self, encoded: bytes | None) -> HashBuilder:
        """`00` where there is none, else `01` and the bytes, which are already encoded."""
        self._state.update(b"\x00" if encoded is None else b"\x01" + encoded)
        return self

    def finish(self) -> Hash:
        """The hash of all that was added."""
        return Hash(self._state.digest())
