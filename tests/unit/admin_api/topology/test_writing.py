"""Changing stores over the admin API."""

from __future__ import annotations

import pytest

from canton.admin_api.topology.writing import TopologyWriteService
from canton.topology.mapping.namespace import DecentralizedNamespaceDefinition, NamespaceDelegation
from canton.topology.mapping.participant import SynchronizerTrustCertificate
from canton.topology.mapping.synchronizer import SynchronizerParametersState
from canton.topology.parameters.dynamic import DynamicSynchronizerParameters
from canton.topology.stored import write_delimited
from canton.topology.transaction import Operation, SignedTopologyTransaction, TopologyTransaction
from canton.transport.seam import RpcError
from canton.wire import topology_admin_pb2 as wire

AUTHORIZED = wire.StoreId(authorized=wire.StoreId.Authorized())
DRAFT = wire.StoreId(temporary=wire.StoreId.Temporary(name="draft"))


def proposal(mapping, change: Operation = Operation.REPLACE) -> wire.AuthorizeRequest.Proposal:
    return wire.AuthorizeRequest.Proposal(change=change.value, v30=mapping.to_proto())


def certificate(node) -> SynchronizerTrustCertificate:
    return SynchronizerTrustCertificate(node.member("p"), node.synchronizer.logical)


async def test_a_proposal_is_signed_with_the_nodes_keys_and_stored(operator, node) -> None:
    registry = await node.open()
    request = wire.AuthorizeRequest(
        proposal=proposal(certificate(node)), must_fully_authorize=True, store=AUTHORIZED
    )
    async with operator(TopologyWriteService(lambda: registry).table()) as caller:
        response = await caller.call("Authorize", request)
        with pytest.raises(RpcError) as error:
            await caller.call("Authorize", request)
    signed = SignedTopologyTransaction.from_proto(response.transaction)
    assert signed.signers == {node.namespace("p")}
    assert registry.authorized_store.state.rows.latest_of(signed.hash) is not None
    assert error.value.code_id == "TOPOLOGY_MAPPING_ALREADY_EXISTS"


async def test_a_proposal_of_others_is_signed_by_its_hash(operator, node) -> None:
    registry = await node.open()
    draft = registry.create_temporary("draft")
    owners = [node.namespace("p"), node.namespace("q")]
    pending = node.signed(DecentralizedNamespaceDefinition.create(owners, 2), "q", proposal=True)
    await draft.add([node.root("p"), node.root("q"), pending])
    request = wire.AuthorizeRequest(
        transaction_hash=pending.hash.hex(), must_fully_authorize=True, store=DRAFT
    )
    async with operator(TopologyWriteService(lambda: registry).table()) as caller:
        response = await caller.call("Authorize", request)
    signed = SignedTopologyTransaction.from_proto(response.transaction)
    assert signed.signers == frozenset(owners)
    stored = draft.destination.state.rows.latest_of(pending.hash)
    assert not stored.is_proposal


async def test_an_unknown_hash_cannot_be_signed(operator, node) -> None:
    registry = await node.open()
    unknown = node.signed(certificate(node), "p").hash
    request = wire.AuthorizeRequest(transaction_hash=unknown.hex(), store=AUTHORIZED)
    async with operator(TopologyWriteService(lambda: registry).table()) as caller:
        with pytest.raises(RpcError) as error:
            await caller.call("Authorize", request)
    assert error.value.code_id == "TOPOLOGY_TRANSACTION_NOT_FOUND"


async def test_signing_adds_signatures_and_stores_nothing(operator, node) -> None:
    registry = await node.open()
    before = len(registry.authorized_store.state.rows)
    foreign = node.signed(certificate(node), "stranger")
    request = wire.SignTransactionsRequest(transactions=[foreign.to_proto()], store=AUTHORIZED)
    async with operator(TopologyWriteService(lambda: registry).table()) as caller:
        (message,) = (await caller.call("SignTransactions", request)).transactions
    signed = SignedTopologyTransaction.from_proto(message)
    assert signed.signers == {node.namespace("stranger"), node.namespace("p")}
    assert len(registry.authorized_store.state.rows) == before


async def test_generated_transactions_can_be_signed_elsewhere_and_added(operator, node) -> None:
    registry = await node.open()
    request = wire.GenerateTransactionsRequest(
        proposals=[
            wire.GenerateTransactionsRequest.Proposal(
                operation=1, v30=certificate(node).to_proto(), store=AUTHORIZED
            )
        ]
    )
    async with operator(TopologyWriteService(lambda: registry).table()) as caller:
        (generated,) = (await caller.call("GenerateTransactions", request)).generated_transactions
        transaction = TopologyTransaction.parse(generated.serialized_transaction)
        assert transaction.hash.multihash == generated.transaction_hash
        signed = node.signed(transaction.mapping, "p")
        await caller.call(
            "AddTransactions",
            wire.AddTransactionsRequest(transactions=[signed.to_proto()], store=AUTHORIZED),
        )
    assert registry.authorized_store.state.rows.latest_of(transaction.hash) is not None


async def test_a_snapshot_in_pieces_is_imported_into_a_temporary_store(operator, node) -> None:
    registry = await node.open()
    rows = list(registry.authorized_store.state.rows)
    content = b"".join(write_delimited(rows))
    pieces = [content[start : start + 100] for start in range(0, len(content), 100)]
    async with operator(TopologyWriteService(lambda: registry).table()) as caller:
        await caller.call(
            "CreateTemporaryTopologyStore",
            wire.CreateTemporaryTopologyStoreRequest(name="draft", protocol_version=35),
        )
        await caller.upload(
            "ImportTopologySnapshotV2",
            [
                wire.ImportTopologySnapshotV2Request(topology_snapshot=piece, store=DRAFT)
                for piece in pieces
            ],
        )
        state = registry.temporary("draft").destination.state
        assert [row.hash for row in state.rows] == [row.hash for row in rows]
        await caller.call(
            "DropTemporaryTopologyStore",
            wire.DropTemporaryTopologyStoreRequest(store_id=DRAFT.temporary),
        )
    assert registry.temporary_names == ()


async def test_a_change_of_a_synchronizer_waits_in_the_outbox(operator, node) -> None:
    registry = await node.open()
    node.connect(registry, "p")
    mapping = NamespaceDelegation(node.namespace("p"), node.key("p2").public)
    store = wire.StoreId(synchronizer=wire.Synchronizer(physical_id=str(node.synchronizer)))
    request = wire.AuthorizeRequest(
        proposal=proposal(mapping), must_fully_authorize=True, store=store
    )
    async with operator(TopologyWriteService(lambda: registry).table()) as caller:
        await caller.call("Authorize", request)
    destination = registry.synchronizer(node.synchronizer).destination
    assert not destination.outbox.is_idle


async def test_a_change_that_the_node_cannot_sign_is_refused(operator, node) -> None:
    registry = await node.open()
    mapping = SynchronizerParametersState(
        node.synchronizer.logical, DynamicSynchronizerParameters()
    )
    request = wire.AuthorizeRequest(
        proposal=proposal(mapping), must_fully_authorize=True, store=AUTHORIZED
    )
    async with operator(TopologyWriteService(lambda: registry).table()) as caller:
        with pytest.raises(RpcError) as error:
            await caller.call("Authorize", request)
    assert error.value.code_id == "TOPOLOGY_NO_APPROPRIATE_SIGNING_KEY_IN_STORE"
