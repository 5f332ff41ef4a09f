"""Changes of who hosts which party that were sequenced and have no place on the ledger yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from canton.storage.table import Table


@dataclass(frozen=True, slots=True)
class HostingRow:
    """What becomes effective at one time; `content` is the serialized `TopologyUpdate`.

    It is stored with the topology transactions that it tells of, and goes when it is published.
    """

    synchronizer: str
    effective_at: int
    content: bytes


HOSTING: Final = Table("par_hosting", HostingRow, key=("synchronizer", "effective_at"))
TABLES: Final = (HOSTING,)
