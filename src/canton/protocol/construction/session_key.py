"""Session keys: one for each group of recipients, encrypted to the view's own participants.

A sender may use a key again for the same recipients, unless a participant has changed its key or
the key of the view above was renewed. Source: protocol sheet 2.4; EncryptedViewMessageFactory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from canton.crypto.encryption import (
    ASYMMETRIC_RANDOM_LENGTH,
    SYMMETRIC_KEY_LENGTH,
    AsymmetricEncrypted,
    SymmetricKey,
    encrypt_for,
)
from canton.crypto.errors import malformed
from canton.crypto.key import EncryptionPublicKey
from canton.errors import Rejection
from canton.identifiers import Member
from canton.protocol.construction.view_recipients import PlannedView
from canton.protocol.merkle.position import ViewPosition
from canton.protocol.sequencing.recipient import Recipients

KeyOf = Callable[[Member], EncryptionPublicKey | None]
"""The encryption key of a participant, as the topology gives it."""

Draw = Callable[[int], bytes]
"""So many random bytes, never the same twice."""


@dataclass(frozen=True, slots=True)
class SessionKey:
    """A session key as it is kept and sent."""

    randomness: bytes = field(repr=False)
    encrypted: tuple[AsymmetricEncrypted, ...]
    wrapped_by: bytes | None = field(repr=False)
    """The randomness of the key of the view above, in whose tree this key travels too."""

    @property
    def key(self) -> SymmetricKey:
        """The key itself: the randomness is used as it is."""
        return SymmetricKey(self.randomness)


SessionKeys = Mapping[Recipients, SessionKey]


def session_keys(
    views: Iterable[PlannedView], key_of: KeyOf, kept: SessionKeys, draw: Draw
) -> dict[Recipients, SessionKey] | Rejection:
    """A key for each group of recipients of the views, which are given in pre-order."""
    keys: dict[Recipients, SessionKey] = {}
    by_position: dict[ViewPosition, Recipients] = {}
    for planned in views:
        by_position[planned.position] = planned.recipients
        if planned.recipients in keys:
            continue
        above = by_position.get(planned.position.parent)
        wrapped_by = None if above is None else keys[above].randomness
        public_keys = []
        for member in sorted(planned.participants):
            public_key = key_of(member)
            if public_key is None:
                return malformed(f"{member} has no encryption key")
            public_keys.append(public_key)
        known = kept.get(planned.recipients)
        if known is None or not _is_usable(known, public_keys, wrapped_by):
            known = _new_key(public_keys, wrapped_by, draw)
        keys[planned.recipients] = known
    return keys


def _is_usable(
    key: SessionKey, public_keys: Iterable[EncryptionPublicKey], wrapped_by: bytes | None
) -> bool:
    fingerprints = {public_key.fingerprint for public_key in public_keys}
    encrypted_for = {each.encrypted_for for each in key.encrypted}
    return encrypted_for == fingerprints and key.wrapped_by == wrapped_by


def _new_key(
    public_keys: Iterable[EncryptionPublicKey], wrapped_by: bytes | None, draw: Draw
) -> SessionKey:
    randomness = draw(SYMMETRIC_KEY_LENGTH)
    encrypted = tuple(
        encrypt_for(public_key, randomness, draw(ASYMMETRIC_RANDOM_LENGTH))
        for public_key in public_keys
    )
    return SessionKey(randomness, encrypted, wrapped_by)
