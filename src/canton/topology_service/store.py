"""The rows of all topology stores of a node, in one table.

A store is small enough to be held in memory: it is loaded once, and afterwards only followed by
the writes of what changed. Those go into the transaction that also moves the event cursor.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from canton.errors import InvariantViolation
from canton.identifiers import PhysicalSynchronizerId
from canton.storage.condition import eq
from canton.storage.storage import Storage
from canton.storage.table import Query, Table, Write
from canton.timestamps import Timestamp
from canton.topology.parameters.static import (
    PROTOCOL_VERSION_DEFAULT,
    StaticSynchronizerParameters,
)
from canton.topology.state.rows import AddRow, EndRow, RowChange
from canton.topology.state.state import TopologyState
from canton.topology.stored import StoredTopologyTransaction
from canton.topology.transaction import SignedTopologyTransaction

AUTHORIZED_STORE: Final = "Authorized"
"""The id of the store with all that the node authored for itself."""


@dataclass(frozen=True, slots=True)
class TopologyRow:
    """One row of one store; `identifier` is empty for mappings of a whole namespace."""

    store: str
    position: int
    sequenced: int
    valid_from: int
    valid_until: int | None
    mapping_code: int
    namespace: str
    identifier: str
    serial: int
    operation: int
    mapping_hash: bytes
    tx_hash: bytes
    is_proposal: bool
    protocol_version: int
    instance: bytes
    rejection: str | None


TOPOLOGY_ROWS: Final = Table("common_topology_transactions", TopologyRow, key=("store", "position"))
TOPOLOGY_TABLES: Final = (TOPOLOGY_ROWS,)


class TopologyStore:
    """The rows of one store; its methods are pure."""

    def __init__(self, store_id: str, protocol_version: int = PROTOCOL_VERSION_DEFAULT) -> None:
        self.store_id = store_id
        self._protocol_version = protocol_version

    @staticmethod
    def of_synchronizer(synchronizer: PhysicalSynchronizerId) -> TopologyStore:
        """The store that follows a synchronizer."""
        return TopologyStore(str(synchronizer), synchronizer.protocol_version)

    def writes(self, changes: Sequence[RowChange]) -> list[Write]:
        """The writes by which the table follows the state."""
        writes: list[Write] = []
        added: dict[int, TopologyRow] = {}
        for change in changes:
            match change:
                case AddRow(position, row):
                    added[position] = self._row(position, row)
                case EndRow(position, valid_until) if position in added:
                    added[position] = replace(added[position], valid_until=valid_until)
                case EndRow(position, valid_until):
                    key = (self.store_id, position)
                    writes.append(TOPOLOGY_ROWS.update(key, valid_until=valid_until))
        if added:
            writes.append(TOPOLOGY_ROWS.insert(*added.values()))
        return writes

    def initial_writes(self, rows: Iterable[StoredTopologyTransaction]) -> list[Write]:
        """The writes that make the store hold exactly these rows."""
        listed = [self._row(position, row) for position, row in enumerate(rows)]
        cleared = TOPOLOGY_ROWS.delete_where(eq("store", self.store_id))
        return [cleared, TOPOLOGY_ROWS.insert(*listed)] if listed else [cleared]

    def query(self) -> Query[TopologyRow]:
        """All rows in order."""
        return TOPOLOGY_ROWS.query(eq("store", self.store_id), order=("position",))

    def _row(self, position: int, row: StoredTopologyTransaction) -> TopologyRow:
        transaction = row.transaction.transaction
        return TopologyRow(
            store=self.store_id,
            position=position,
            sequenced=row.sequenced,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            mapping_code=transaction.code.value,
            namespace=transaction.namespace,
            identifier=transaction.uid.identifier if transaction.uid else "",
            serial=transaction.serial,
            operation=transaction.operation.value,
            mapping_hash=transaction.unique_key.multihash,
            tx_hash=transaction.hash.multihash,
            is_proposal=row.is_proposal,
            protocol_version=self._protocol_version,
            instance=row.transaction.to_bytes(),
            rejection=row.rejection,
        )


def stored_rows(rows: Iterable[TopologyRow]) -> list[StoredTopologyTransaction]:
    """The rows of a store as the state takes them.

    Raises:
        InvariantViolation: positions are missing, or a transaction does not parse.
    """
    found = []
    for index, row in enumerate(rows):
        if row.position != index:
            raise InvariantViolation(f"row {index} of topology store {row.store} is missing")
        try:
            signed = SignedTopologyTransaction.parse(row.instance)
        except ValueError as error:
            raise InvariantViolation(f"row {index} of topology store {row.store}") from error
        valid_until = None if row.valid_until is None else Timestamp(row.valid_until)
        found.append(
            StoredTopologyTransaction(
                Timestamp(row.sequenced),
                Timestamp(row.valid_from),
                valid_until,
                signed,
                row.rejection,
            )
        )
    return found


async def load_state(
    storage: Storage,
    store: TopologyStore,
    synchronizer: PhysicalSynchronizerId | None = None,
    parameters: StaticSynchronizerParameters | None = None,
) -> TopologyState:
    """The state of a store as last committed; empty where there are no rows."""
    rows = stored_rows(await storage.read(store.query()))
    return TopologyState(synchronizer, parameters, rows)
