"""Names of the things that the protocol speaks of: namespaces, members, parties, synchronizers.

A unique identifier is `identifier::namespace`, where the namespace is the fingerprint of a key.
Members are unique identifiers with a kind in front (`PAR::`, `SEQ::`, `MED::`); parties and
synchronizers are bare. A physical synchronizer id adds the protocol version and a serial.
Source: Canton 3.6, protocol sheet 5.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final, NewType

Fingerprint = NewType("Fingerprint", str)
"""Hex of a multihash (68 characters, `1220...`) that names a key; also a namespace."""

PartyId = NewType("PartyId", str)
"""The text `identifier::namespace` of a party."""

Offset = NewType("Offset", int)
"""A participant's ledger offset: positive, strictly increasing; 0 is the beginning."""

IDENTIFIER_LENGTH_MAX: Final = 185
FINGERPRINT_LENGTH_MAX: Final = 68
_IDENTIFIER = re.compile(r"[A-Za-z0-9:\-_ ]+")
_DELIMITER: Final = "::"


@dataclass(frozen=True, slots=True, order=True)
class UniqueIdentifier:
    """`identifier::namespace`. Build it with `parse` where the text comes from outside."""

    identifier: str
    namespace: Fingerprint

    @staticmethod
    def parse(text: str) -> UniqueIdentifier:
        """Reads `identifier::namespace`.

        Raises:
            ValueError: the text has no delimiter, or a part is empty, too long or has characters
                that are not allowed.
        """
        identifier, delimiter, namespace = text.partition(_DELIMITER)
        if not delimiter or not namespace or _DELIMITER in namespace:
            raise ValueError(f"{text!r} is not of the form identifier::namespace")
        if not 0 < len(identifier) <= IDENTIFIER_LENGTH_MAX or not _IDENTIFIER.fullmatch(
            identifier
        ):
            raise ValueError(f"{identifier!r} is not an identifier")
        if len(namespace) > FINGERPRINT_LENGTH_MAX or not _IDENTIFIER.fullmatch(namespace):
            raise ValueError(f"{namespace!r} is not a namespace")
        return UniqueIdentifier(identifier, Fingerprint(namespace))

    def __str__(self) -> str:
        return f"{self.identifier}{_DELIMITER}{self.namespace}"

    @property
    def party(self) -> PartyId:
        """The party of the same name: for a participant, its admin party."""
        return PartyId(str(self))


class MemberKind(Enum):
    """The kinds of members by the three letters in front of their identifier."""

    PARTICIPANT = "PAR"
    SEQUENCER = "SEQ"
    MEDIATOR = "MED"


@dataclass(frozen=True, slots=True)
class Member:
    """A node as the synchronizer knows it: `PAR::name::fingerprint` and its like."""

    kind: MemberKind
    uid: UniqueIdentifier

    @staticmethod
    def parse(text: str) -> Member:
        """Reads `KIND::identifier::namespace`.

        Raises:
            ValueError: the kind is unknown or the rest is not a unique identifier.
        """
        kind, _, rest = text.partition(_DELIMITER)
        return Member(MemberKind(kind), UniqueIdentifier.parse(rest))

    def __str__(self) -> str:
        return f"{self.kind.value}{_DELIMITER}{self.uid}"

    def __lt__(self, other: Member) -> bool:
        return str(self) < str(other)


def participant(uid: UniqueIdentifier) -> Member:
    """The participant of that name."""
    return Member(MemberKind.PARTICIPANT, uid)


def sequencer(uid: UniqueIdentifier) -> Member:
    """The sequencer of that name."""
    return Member(MemberKind.SEQUENCER, uid)


def mediator(uid: UniqueIdentifier) -> Member:
    """The mediator of that name."""
    return Member(MemberKind.MEDIATOR, uid)


@dataclass(frozen=True, slots=True, order=True)
class PhysicalSynchronizerId:
    """`name::namespace::PV-serial`; `logical` is the id without the last part."""

    logical: UniqueIdentifier
    protocol_version: int
    serial: int

    @staticmethod
    def parse(text: str) -> PhysicalSynchronizerId:
        """Reads `name::namespace::35-0`.

        Raises:
            ValueError: a part is missing or malformed.
        """
        logical, _, physical = text.rpartition(_DELIMITER)
        version, _, serial = physical.partition("-")
        return PhysicalSynchronizerId(
            UniqueIdentifier.parse(logical), protocol_version_of(version), int(serial)
        )

    def __str__(self) -> str:
        version = protocol_version_text(self.protocol_version)
        return f"{self.logical}{_DELIMITER}{version}-{self.serial}"


PROTOCOL_VERSION_DEV: Final = 2_147_483_647


def protocol_version_of(text: str) -> int:
    """The number of a protocol version's text; `dev` has the largest.

    Raises:
        ValueError: the text is neither a number nor `dev`.
    """
    return PROTOCOL_VERSION_DEV if text == "dev" else int(text)


def protocol_version_text(version: int) -> str:
    """The text of a protocol version's number."""
    return "dev" if version == PROTOCOL_VERSION_DEV else str(version)
