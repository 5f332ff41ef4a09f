"""Single things of a participant's ledger, by their offset, time or id.

Source: ledger API sheet 2.7.
"""

from __future__ import annotations

from canton.identifiers import Offset
from canton.participant.ledger_writer import LedgerWriter
from canton.participant.stores.contract import CONTRACTS
from canton.participant.stores.update import (
    ACTIVE_CONTRACTS,
    UPDATES,
    ActiveContractRow,
    UpdateRow,
)
from canton.participant.update import (
    UpdateAt,
    UpdateKind,
    decode_topology,
    decode_transaction,
)
from canton.storage.condition import eq, greater
from canton.storage.storage import Storage
from canton.timestamps import Timestamp


class Lookup:
    """Finds what was published; None is given for what there is not, or no longer."""

    def __init__(self, storage: Storage, writer: LedgerWriter) -> None:
        self._storage = storage
        self._writer = writer

    async def update_at(self, offset: Offset) -> UpdateAt | None:
        """The update at an offset, where there may be only a completion."""
        recent = self._writer.recent(Offset(offset - 1), offset, 1)
        if recent is not None:
            return UpdateAt(offset, recent[0][1]) if recent else None
        for row in await self._storage.read(UPDATES.get(int(offset))):
            return update_of(row)
        return None

    async def update_by_id(self, update_id: str) -> UpdateAt | None:
        """The update of that id."""
        for row in await self._storage.read(UPDATES.query(eq("update_id", update_id), limit=1)):
            return update_of(row)
        return None

    async def first_update_after(self, time: Timestamp) -> Offset | None:
        """The offset of the first update that was sequenced after a time."""
        later = UPDATES.query(greater("record_time", int(time)), order=("offset_at",), limit=1)
        for row in await self._storage.read(later):
            return Offset(row.offset_at)
        return None

    async def contract(self, contract_id: str) -> ActiveContractRow | None:
        """A contract that is or was active here."""
        for row in await self._storage.read(ACTIVE_CONTRACTS.get(contract_id)):
            return row
        return None

    async def stored_contract(self, contract_id: str) -> bytes | None:
        """A contract that was ever seen here, as it is stored."""
        for row in await self._storage.read(CONTRACTS.get(contract_id)):
            return row.instance
        return None


def update_of(row: UpdateRow) -> UpdateAt:
    """An update as it was stored."""
    decode = decode_transaction if row.kind == UpdateKind.TRANSACTION else decode_topology
    return UpdateAt(Offset(row.offset_at), decode(row.content))
