"""Which store a request means, and which rows."""

from __future__ import annotations

import pytest
from google.protobuf.empty_pb2 import Empty

from canton.admin_api.topology.stores import available_ids, find_store, query_of, stores_of
from canton.errors import LedgerError
from canton.topology.query import HeadState, TimeRange
from canton.wire import topology_admin_pb2 as wire


async def test_a_synchronizer_is_found_by_its_logical_and_its_physical_id(node) -> None:
    registry = await node.open()
    node.connect(registry)
    physical = str(node.synchronizer)
    for name in (
        wire.Synchronizer(id=str(node.synchronizer.logical)),
        wire.Synchronizer(physical_id=physical),
    ):
        found = find_store(registry, wire.StoreId(synchronizer=name))
        assert found.id.synchronizer.physical_id == physical
        assert found.manager is registry.synchronizer(node.synchronizer)


async def test_without_a_store_all_but_the_temporary_ones_are_meant(node) -> None:
    registry = await node.open()
    node.connect(registry)
    registry.create_temporary("draft")
    kinds = [each.id.WhichOneof("store") for each in stores_of(registry, wire.BaseQuery())]
    assert kinds == ["authorized", "synchronizer"]
    available = [each.WhichOneof("store") for each in available_ids(registry)]
    assert available == ["authorized", "synchronizer", "temporary"]


async def test_an_unknown_or_missing_store_is_an_error_of_the_caller(node) -> None:
    registry = await node.open()
    unknown = wire.StoreId(temporary=wire.StoreId.Temporary(name="none"))
    with pytest.raises(LedgerError, match="is not known"):
        find_store(registry, unknown)
    with pytest.raises(LedgerError, match="missing"):
        find_store(registry, wire.StoreId())


def test_the_bounds_of_a_time_range_may_be_left_open() -> None:
    assert query_of(wire.BaseQuery(range=wire.BaseQuery.TimeRange())).time == TimeRange()
    assert query_of(wire.BaseQuery(head_state=Empty())).time == HeadState()
    with pytest.raises(LedgerError, match="time query"):
        query_of(wire.BaseQuery())
