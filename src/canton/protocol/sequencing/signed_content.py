"""Signed content: the bytes of a request or an event with the signatures over them.

Only the last signature counts. Source: protocol sheet 2.6, SignedContent.
"""

from __future__ import annotations

from dataclasses import dataclass

from canton.crypto.hash import Hash, HashPurpose, digest
from canton.crypto.key import PROTOCOL_ONLY, SigningPublicKey
from canton.crypto.key_pair import SigningKeyPair
from canton.crypto.signature import Signature, check_signature, sign
from canton.crypto.versioned import unwrap_as, wrap
from canton.errors import Rejection
from canton.protocol.reading import read_timestamp, rejecting, required
from canton.timestamps import Timestamp
from canton.wire import sequencing_v30_pb2 as v30

_VERSION = 30


@dataclass(frozen=True, slots=True)
class SignedContent:
    """Bytes as they were signed, and the signatures, of which there is at least one."""

    content: bytes
    signatures: tuple[Signature, ...]
    timestamp_of_signing_key: Timestamp | None = None

    @property
    def signature(self) -> Signature:
        """The signature that counts."""
        return self.signatures[-1]

    def hash(self, purpose: HashPurpose) -> Hash:
        """What the signatures sign when the content is of that kind."""
        return digest(purpose, self.content)

    @staticmethod
    def sign(
        content: bytes,
        purpose: HashPurpose,
        key: SigningKeyPair,
        timestamp_of_signing_key: Timestamp | None = None,
    ) -> SignedContent:
        """The content signed with one key."""
        signature = sign(key, digest(purpose, content))
        return SignedContent(content, (signature,), timestamp_of_signing_key)

    def check(self, purpose: HashPurpose, key: SigningPublicKey) -> Rejection | None:
        """Why the signature that counts is not the key's, or None where it is."""
        return check_signature(key, self.hash(purpose), self.signature, PROTOCOL_ONLY)

    def to_bytes(self) -> bytes:
        """The wrapped message."""
        message = v30.SignedContent(
            content=self.content,
            signatures=[signature.to_proto() for signature in self.signatures],
            timestamp_of_signing_key=self.timestamp_of_signing_key,
        )
        return wrap(message, _VERSION)

    @staticmethod
    @rejecting
    def from_bytes(content: bytes) -> SignedContent:
        """Reads signed content, whose own bytes are left as they are."""
        message = required(unwrap_as(content, v30.SignedContent, {_VERSION}))
        if not message.HasField("content"):
            raise ValueError("signed content has no content")
        if not message.signatures:
            raise ValueError("signed content has no signature")
        signatures = tuple(required(Signature.from_proto(each)) for each in message.signatures)
        time = None
        if message.HasField("timestamp_of_signing_key"):
            time = read_timestamp(message.timestamp_of_signing_key)
        return SignedContent(message.content, signatures, time)
