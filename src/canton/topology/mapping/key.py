"""Mappings that register the public keys of members and of parties.

Source: Canton 3.6 OwnerToKeyMapping, PartyToKeyMapping; protocol sheet 4.2.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Final

from canton.crypto.key import (
    EncryptionPublicKey,
    PublicKey,
    SigningPublicKey,
    public_key_from_proto,
    public_key_to_proto,
)
from canton.errors import Rejection
from canton.identifiers import Fingerprint, Member, UniqueIdentifier
from canton.topology.encoding.parsing import accepted
from canton.topology.mapping.code import MappingCode
from canton.wire import crypto_pb2 as crypto_wire
from canton.wire import topology_pb2 as wire

KEYS_MAX: Final = 20


@dataclass(frozen=True, slots=True)
class SigningKeysWithThreshold:
    """The keys of a party and how many of them must sign."""

    keys: tuple[SigningPublicKey, ...]
    """Distinct and in the order of their fingerprints."""
    threshold: int

    def __post_init__(self) -> None:
        if self.threshold <= 0:
            raise ValueError("the threshold must be positive")
        if not 0 < len(self.keys) <= KEYS_MAX:
            raise ValueError(f"there must be 1 to {KEYS_MAX} keys, not {len(self.keys)}")

    @staticmethod
    def create(keys: Iterable[SigningPublicKey], threshold: int) -> SigningKeysWithThreshold:
        """Puts the keys in order and drops duplicates.

        Raises:
            ValueError: there are no keys or more than 20, or the threshold is not positive.
        """
        distinct = sorted(set(keys), key=lambda key: key.fingerprint)
        return SigningKeysWithThreshold(tuple(distinct), threshold)

    @staticmethod
    def from_proto(message: crypto_wire.SigningKeysWithThreshold) -> SigningKeysWithThreshold:
        """Reads the message.

        Raises:
            ValueError: a key is malformed, or `create` refuses.
        """
        keys = [accepted(SigningPublicKey.from_proto(key)) for key in message.keys]
        return SigningKeysWithThreshold.create(keys, message.threshold)

    def to_proto(self) -> crypto_wire.SigningKeysWithThreshold:
        """The message of the keys."""
        return crypto_wire.SigningKeysWithThreshold(
            keys=[key.to_proto() for key in self.keys], threshold=self.threshold
        )


@dataclass(frozen=True, slots=True)
class OwnerToKeyMapping:
    """The keys of a member; the last encryption key is the one to encrypt for."""

    code: ClassVar[MappingCode] = MappingCode.OWNER_TO_KEY_MAPPING

    member: Member
    keys: tuple[PublicKey, ...]

    def __post_init__(self) -> None:
        if not 0 < len(self.keys) <= KEYS_MAX:
            raise ValueError(f"there must be 1 to {KEYS_MAX} keys, not {len(self.keys)}")
        if len({key.fingerprint for key in self.keys}) < len(self.keys):
            raise ValueError("all keys must be different")

    @property
    def namespace(self) -> Fingerprint:
        """The member's namespace."""
        return self.member.uid.namespace

    @property
    def uid(self) -> UniqueIdentifier:
        """The member's name."""
        return self.member.uid

    @property
    def synchronizer_id(self) -> UniqueIdentifier | None:
        """None: not bound to a synchronizer."""
        return None

    @property
    def signing_keys(self) -> tuple[SigningPublicKey, ...]:
        """The signing keys in their order."""
        return tuple(key for key in self.keys if isinstance(key, SigningPublicKey))

    @property
    def encryption_keys(self) -> tuple[EncryptionPublicKey, ...]:
        """The encryption keys in their order."""
        return tuple(key for key in self.keys if isinstance(key, EncryptionPublicKey))

    @staticmethod
    def from_proto(message: wire.OwnerToKeyMapping) -> OwnerToKeyMapping:
        """Reads the message.

        Raises:
            ValueError: the member or a key is malformed, keys are missing, doubled or too many.
        """
        keys = [_public_key(key) for key in message.public_keys]
        return OwnerToKeyMapping(Member.parse(message.member), tuple(keys))

    def to_proto(self) -> wire.TopologyMapping:
        """The mapping's message."""
        return wire.TopologyMapping(
            owner_to_key_mapping=wire.OwnerToKeyMapping(
                member=str(self.member),
                public_keys=[public_key_to_proto(key) for key in self.keys],
            )
        )


@dataclass(frozen=True, slots=True)
class PartyToKeyMapping:
    """The signing keys of an external party; superseded by keys in `PartyToParticipant`."""

    code: ClassVar[MappingCode] = MappingCode.PARTY_TO_KEY_MAPPING

    party: UniqueIdentifier
    signing_keys: SigningKeysWithThreshold

    @property
    def namespace(self) -> Fingerprint:
        """The party's namespace."""
        return self.party.namespace

    @property
    def uid(self) -> UniqueIdentifier:
        """The party's name."""
        return self.party

    @property
    def synchronizer_id(self) -> UniqueIdentifier | None:
        """None: not bound to a synchronizer."""
        return None

    @staticmethod
    def from_proto(message: wire.PartyToKeyMapping) -> PartyToKeyMapping:
        """Reads the message.

        Raises:
            ValueError: the party or a key is malformed, or keys are missing or too many.
        """
        keys = [accepted(SigningPublicKey.from_proto(key)) for key in message.signing_keys]
        return PartyToKeyMapping(
            UniqueIdentifier.parse(message.party),
            SigningKeysWithThreshold.create(keys, message.threshold),
        )

    def to_proto(self) -> wire.TopologyMapping:
        """The mapping's message."""
        return wire.TopologyMapping(
            party_to_key_mapping=wire.PartyToKeyMapping(
                party=str(self.party),
                threshold=self.signing_keys.threshold,
                signing_keys=[key.to_proto() for key in self.signing_keys.keys],
            )
        )


def _public_key(message: crypto_wire.PublicKey) -> PublicKey:
    key = public_key_from_proto(message)
    if isinstance(key, Rejection):
        raise ValueError(key.cause)
    return key
