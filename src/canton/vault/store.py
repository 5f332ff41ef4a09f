"""The table of a node's keys: private key pairs, and public keys of others by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from canton.storage.table import Table


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key by fingerprint: `pair` is empty where only the public half is known."""

    fingerprint: str
    name: str
    public_key: bytes
    pair: bytes = field(repr=False)


KEYS: Final = Table("common_key", KeyRow, key=("fingerprint",))
TABLES: Final = (KEYS,)
