"""Listing mappings, and snapshots of stores."""

from __future__ import annotations

import pytest
from google.protobuf.empty_pb2 import Empty

from canton.admin_api.topology.reading import TopologyReadService, chunks
from canton.topology.stored import (
    INITIAL_TOPOLOGY_TIME,
    read_delimited,
    read_transactions_message,
)
from canton.transport.seam import RpcError
from canton.wire import topology_admin_pb2 as wire

AUTHORIZED = wire.StoreId(authorized=wire.StoreId.Authorized())


def head(store: wire.StoreId | None = AUTHORIZED) -> wire.BaseQuery:
    return wire.BaseQuery(store=store, head_state=Empty())


def synchronizer_store(node) -> wire.StoreId:
    return wire.StoreId(synchronizer=wire.Synchronizer(physical_id=str(node.synchronizer)))


async def test_every_kind_of_mapping_of_a_synchronizer_can_be_listed(operator, node) -> None:
    registry = await node.open()
    client = node.connect(registry, "p")
    table = TopologyReadService(lambda: registry).table()
    base = head(synchronizer_store(node))
    found = {}
    async with operator(table) as caller:
        for method in table:
            if method.name.startswith("List") and method.name[4:] not in (
                "All",
                "AllV2",
                "AvailableStores",
            ):
                response = await caller.call(method.name, method.request_type(base_query=base))
                found[method.name] = len(response.results)
    assert sum(found.values()) == len(client.state.rows)
    assert found["ListSynchronizerTrustCertificate"] == 1
    assert found["ListDecentralizedNamespaceDefinition"] == 1


async def test_a_result_tells_the_mapping_and_its_place_in_the_store(operator, node) -> None:
    registry = await node.open()
    node.connect(registry)
    base = head(synchronizer_store(node))
    async with operator(TopologyReadService(lambda: registry).table()) as caller:
        request = wire.ListSynchronizerParametersStateRequest(
            base_query=base, filter_synchronizer_id="sync"
        )
        (result,) = (await caller.call("ListSynchronizerParametersState", request)).results
    assert result.context.serial == 1
    assert set(result.context.signed_by_fingerprints) == {
        node.namespace("owner1"),
        node.namespace("owner2"),
    }
    assert result.item.HasField("confirmation_response_timeout")


async def test_filters_narrow_the_owners_of_keys(operator, node) -> None:
    registry = await node.open()
    async with operator(TopologyReadService(lambda: registry).table()) as caller:

        async def count(**filters: str) -> int:
            request = wire.ListOwnerToKeyMappingRequest(base_query=head(), **filters)
            return len((await caller.call("ListOwnerToKeyMapping", request)).results)

        assert await count(filter_key_owner_uid=str(node.id)) == 1
        assert await count(filter_key_owner_uid="q") == 0
        assert await count(filter_key_owner_type="PAR") == 1
        assert await count(filter_key_owner_type="MED") == 0


async def test_kinds_are_named_by_their_letters(operator, node) -> None:
    registry = await node.open()
    async with operator(TopologyReadService(lambda: registry).table()) as caller:
        named = await caller.call(
            "ListAllV2", wire.ListAllV2Request(base_query=head(), include_mappings=["nsd"])
        )
        rest = await caller.call(
            "ListAll", wire.ListAllRequest(base_query=head(), exclude_mappings=["nsd"])
        )
        with pytest.raises(RpcError, match="not a mapping code"):
            await caller.call(
                "ListAllV2", wire.ListAllV2Request(base_query=head(), include_mappings=["xyz"])
            )
    assert len(named.result.items) == 1
    assert len(rest.result.items) == 1


async def test_a_snapshot_holds_the_rows_of_the_store_in_both_formats(operator, node) -> None:
    registry = await node.open()
    rows = list(registry.authorized_store.state.rows)
    async with operator(TopologyReadService(lambda: registry).table()) as caller:
        old = await caller.stream(
            "ExportTopologySnapshot", wire.ExportTopologySnapshotRequest(base_query=head())
        )
        new = await caller.stream(
            "ExportTopologySnapshotV2", wire.ExportTopologySnapshotV2Request(base_query=head())
        )
    assert read_transactions_message(b"".join(each.chunk for each in old)) == rows
    assert read_delimited(b"".join(each.chunk for each in new)) == rows


async def test_a_genesis_state_is_brought_back_to_the_beginning(operator, node) -> None:
    registry = await node.open()
    client = node.connect(registry, "p")
    async with operator(TopologyReadService(lambda: registry).table()) as caller:
        parts = await caller.stream("GenesisStateV2", wire.GenesisStateV2Request())
    rows = read_delimited(b"".join(each.chunk for each in parts))
    assert {row.sequenced for row in rows} == {INITIAL_TOPOLOGY_TIME}
    assert [row.hash for row in rows] == [row.hash for row in client.state.rows]


async def test_head_state_leaves_out_what_is_not_in_force_yet(operator, node) -> None:
    registry = await node.open()
    client = node.connect(registry, "p")
    request = wire.ListAllV2Request(base_query=head(synchronizer_store(node)))
    async with operator(TopologyReadService(lambda: registry).table()) as caller:
        before = await caller.call("ListAllV2", request)
        client.state.apply([node.root("q")], node.clock.now(), node.clock.now() + 3_600_000_000)
        soon = await caller.call("ListAllV2", request)
    assert len(soon.result.items) == len(before.result.items)


def test_chunks_are_full_but_the_last_and_never_none() -> None:
    assert list(chunks([b"abc", b"de"], 2)) == [b"ab", b"cd", b"e"]
    assert list(chunks([], 2)) == [b""]
