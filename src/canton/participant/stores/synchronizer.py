"""The synchronizers that a participant knows: how to reach them, and what they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from canton.storage.table import Table


@dataclass(frozen=True, slots=True)
class ConnectionRow:
    """A synchronizer by alias; `config` is the serialized connection config of the admin API.

    `physical_id` is empty until the first handshake.
    """

    alias: str
    physical_id: str
    config: bytes


CONNECTIONS: Final = Table("par_synchronizer_connection", ConnectionRow, key=("alias",))
TABLES: Final = (CONNECTIONS,)
