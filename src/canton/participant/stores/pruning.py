"""How far the ledger was pruned. It is written before anything is deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from canton.storage.table import Table

ONLY: Final = 1


@dataclass(frozen=True, slots=True)
class PruningRow:
    """There is one row, `ONLY`, once the ledger was pruned, up to and with this offset."""

    id: int
    pruned_up_to: int


PRUNING: Final = Table("par_pruning", PruningRow, key=("id",))
TABLES: Final = (PRUNING,)
