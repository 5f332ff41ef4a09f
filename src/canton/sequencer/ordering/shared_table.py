"""The tables of the driver database, which all sequencers of a synchronizer share.

`blocks` has the columns of the original's `reference` driver. `ordering_progress` is ours: up to
where each sequencer has its own copy, so that nothing is pruned that somebody still needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from canton.storage.table import AnyTable, Table


@dataclass(frozen=True, slots=True)
class SharedBlock:
    """A block by height; the uuid makes repeated attempts to write it harmless."""

    id: int
    request: bytes
    uuid: str


@dataclass(frozen=True, slots=True)
class Progress:
    """The first height that a sequencer still needs."""

    sequencer: str
    next_height: int


BLOCKS: Final = Table("blocks", SharedBlock, key=("id",), unique=(("uuid",),))
PROGRESS: Final = Table("ordering_progress", Progress, key=("sequencer",))
DRIVER_TABLES: Final[tuple[AnyTable, ...]] = (BLOCKS, PROGRESS)
BLOCK_CHANNEL: Final = "blocks"
