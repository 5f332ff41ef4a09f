"""The sequencer's own signatures, by a key that the topology knows at a given time."""

from __future__ import annotations

from typing import Protocol

from canton.crypto.hash import Hash
from canton.crypto.key import PROTOCOL_ONLY
from canton.crypto.signature import Signature
from canton.identifiers import Fingerprint, Member
from canton.sequencer.topology_view import SnapshotView


class Signer(Protocol):
    """Signs with the node's own keys; the vault does it."""

    async def own_fingerprints(self) -> frozenset[Fingerprint]:
        """The keys whose private half is here."""

    async def sign(self, content: Hash, fingerprint: Fingerprint) -> Signature:
        """The signature of that key."""


class OwnKeys:
    """Chooses among the sequencer's registered keys one whose private half is here."""

    def __init__(self, sequencer: Member, signer: Signer) -> None:
        self._sequencer = sequencer
        self._signer = signer
        self._chosen: dict[tuple[Fingerprint, ...], Fingerprint] = {}

    async def sign(self, content: Hash, snapshot: SnapshotView) -> Signature | None:
        """The signature by a protocol key of that snapshot; None if none of them is here."""
        keys = snapshot.snapshot.members.signing_keys(self._sequencer, PROTOCOL_ONLY)
        key = await self._own_key(tuple(key.fingerprint for key in keys))
        return None if key is None else await self._signer.sign(content, key)

    async def _own_key(self, registered: tuple[Fingerprint, ...]) -> Fingerprint | None:
        """The newest registered key that this node has; the newest is listed last."""
        known = self._chosen.get(registered)
        if known is None:
            own = await self._signer.own_fingerprints()
            known = next((key for key in reversed(registered) if key in own), None)
            if known is not None:
                self._chosen[registered] = known
        return known
