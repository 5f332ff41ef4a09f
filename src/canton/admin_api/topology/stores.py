"""The stores that a request means, and the rows that its base query picks.

Source: Canton 3.6 BaseQuery, TopologyStoreId; protocol sheet 4.4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from canton.admin_api.errors import reading
from canton.identifiers import PhysicalSynchronizerId, UniqueIdentifier
from canton.timestamps import Timestamp
from canton.topology.encoding.time import timestamp_from_proto
from canton.topology.mapping.code import MappingCode
from canton.topology.query import HeadState, SnapshotTime, TimeQuery, TimeRange, TopologyQuery
from canton.topology.stored import StoredTopologyTransaction
from canton.topology.transaction import Operation
from canton.topology_service.destination import SynchronizerDestination
from canton.topology_service.manager import TopologyManager
from canton.topology_service.registry import TopologyRegistry
from canton.wire import topology_admin_pb2 as wire


@dataclass(frozen=True, slots=True)
class NamedStore:
    """A store with the id by which the admin API knows it."""

    id: wire.StoreId
    manager: TopologyManager

    @property
    def head_time(self) -> Timestamp | None:
        """The time of a synchronizer's state now; None for stores of the node."""
        destination = self.manager.destination
        if isinstance(destination, SynchronizerDestination):
            return destination.client.approximate_snapshot().time
        return None

    def rows(
        self, query: TopologyQuery, codes: frozenset[MappingCode] = frozenset()
    ) -> Iterator[StoredTopologyTransaction]:
        """The rows that the query picks."""
        if isinstance(query.time, HeadState):
            query = replace(query, time=HeadState(self.head_time))
        return replace(query, codes=codes).select(self.manager.destination.state.rows)


def find_store(registry: TopologyRegistry, store: wire.StoreId) -> NamedStore:
    """The store of that id.

    Raises:
        LedgerError: there is none, or the id is malformed.
    """
    match store.WhichOneof("store"):
        case "authorized":
            return NamedStore(_authorized_id(), registry.authorized)
        case "temporary":
            return NamedStore(store, registry.temporary(store.temporary.name))
        case "synchronizer":
            with reading():
                synchronizer = _synchronizer(store.synchronizer)
            manager = registry.synchronizer(synchronizer)
            known = manager.destination.synchronizer
            return NamedStore(store if known is None else synchronizer_store_id(known), manager)
        case _:
            with reading():
                raise ValueError("the topology store is missing")


def stores_of(registry: TopologyRegistry, query: wire.BaseQuery) -> list[NamedStore]:
    """The store that the query names; else the authorized one and those of all synchronizers."""
    if query.HasField("store"):
        return [find_store(registry, query.store)]
    return [NamedStore(_authorized_id(), registry.authorized), *synchronizer_stores(registry)]


def synchronizer_stores(registry: TopologyRegistry) -> list[NamedStore]:
    """The stores of all connected synchronizers."""
    return [
        NamedStore(synchronizer_store_id(each), registry.synchronizer(each))
        for each in registry.synchronizer_ids
    ]


def available_ids(registry: TopologyRegistry) -> Iterable[wire.StoreId]:
    """The ids of all stores, temporary ones last."""
    yield _authorized_id()
    for store in synchronizer_stores(registry):
        yield store.id
    for name in registry.temporary_names:
        yield wire.StoreId(temporary=wire.StoreId.Temporary(name=name))


def query_of(base: wire.BaseQuery) -> TopologyQuery:
    """The conditions of a base query.

    Raises:
        LedgerError: it is malformed.
    """
    with reading():
        return TopologyQuery(
            time=_time(base),
            proposals=base.proposals,
            operation=Operation(base.operation) if base.operation else None,
            signed_by=base.filter_signed_key,
        )


def _time(base: wire.BaseQuery) -> TimeQuery:
    match base.WhichOneof("time_query"):
        case "snapshot":
            return SnapshotTime(timestamp_from_proto(base.snapshot))
        case "range":
            bounds = base.range
            return TimeRange(
                timestamp_from_proto(getattr(bounds, "from")) if bounds.HasField("from") else None,
                timestamp_from_proto(bounds.until) if bounds.HasField("until") else None,
            )
        case "head_state":
            return HeadState()
        case _:
            raise ValueError("the time query is missing")


def _authorized_id() -> wire.StoreId:
    return wire.StoreId(authorized=wire.StoreId.Authorized())


def synchronizer_store_id(synchronizer: PhysicalSynchronizerId) -> wire.StoreId:
    """The id of the store of a synchronizer."""
    return wire.StoreId(synchronizer=wire.Synchronizer(physical_id=str(synchronizer)))


def _synchronizer(message: wire.Synchronizer) -> PhysicalSynchronizerId | UniqueIdentifier:
    if message.WhichOneof("kind") == "physical_id":
        return PhysicalSynchronizerId.parse(message.physical_id)
    return UniqueIdentifier.parse(message.id)
