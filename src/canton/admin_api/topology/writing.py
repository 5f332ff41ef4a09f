"""TopologyManagerWriteService: changes to stores of the node and to synchronizers.

Source: Canton 3.6 GrpcTopologyManagerWriteService; protocol sheet 4.4.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any, Final

from google.protobuf.duration_pb2 import Duration

from canton.admin_api.errors import accepted, reading
from canton.admin_api.topology.stores import find_store
from canton.crypto.hash import Hash
from canton.identifiers import Fingerprint
from canton.topology.danger import ForceFlag, ForceFlags
from canton.topology.mapping.mapping import mapping_from_proto
from canton.topology.stored import (
    StoredTopologyTransaction,
    read_delimited,
    read_transactions_message,
)
from canton.topology.transaction import Operation, SignedTopologyTransaction
from canton.topology_service.manager import Proposal, TopologyManager
from canton.topology_service.registry import TopologyRegistry
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import topology_admin_pb2 as wire
from canton.wire import topology_pb2

_FLAGS: Final = {flag.value: flag for flag in ForceFlag}
_ALL_FLAGS: Final = frozenset(ForceFlag)


class TopologyWriteService:
    """Changes the stores of the registry that `registry` finds."""

    def __init__(self, registry: Callable[[], TopologyRegistry]) -> None:
        self._registry = registry

    def _manager(self, store: wire.StoreId) -> TopologyManager:
        return find_store(self._registry(), store).manager

    async def authorize(self, request: wire.AuthorizeRequest, call: Call) -> Any:
        """Signs a new change, or one that is known by its hash."""
        manager = self._manager(request.store)
        if request.WhichOneof("type") == "transaction_hash":
            signed = await manager.accept(
                accepted(Hash.parse_hex(request.transaction_hash)),
                _keys(request.signed_by),
                _flags(request.force_changes),
                must_fully_authorize=request.must_fully_authorize,
                wait_s=_wait_s(request),
            )
        else:
            signed = await manager.propose(_proposal(request))
        return wire.AuthorizeResponse(transaction=signed.to_proto())

    async def add_transactions(self, request: wire.AddTransactionsRequest, call: Call) -> Any:
        """Adds signed transactions."""
        await self._manager(request.store).add(
            _signed(request.transactions),
            _flags(request.force_changes),
            wait_s=_wait_s(request),
        )
        return wire.AddTransactionsResponse()

    async def sign_transactions(self, request: wire.SignTransactionsRequest, call: Call) -> Any:
        """Puts the node's signatures to transactions; nothing is stored."""
        extended = await self._manager(request.store).extend(
            _signed(request.transactions), _keys(request.signed_by), _flags(request.force_flags)
        )
        return wire.SignTransactionsResponse(transactions=[each.to_proto() for each in extended])

    async def generate_transactions(
        self, request: wire.GenerateTransactionsRequest, call: Call
    ) -> Any:
        """Builds transactions for somebody else to sign."""
        generated = []
        for each in request.proposals:
            with reading():
                operation, mapping = Operation(each.operation), mapping_from_proto(each.v30)
            manager = self._manager(each.store)
            transaction = manager.build(operation, mapping, each.serial or None)
            generated.append(
                wire.GenerateTransactionsResponse.GeneratedTransaction(
                    serialized_transaction=transaction.content,
                    transaction_hash=transaction.hash.multihash,
                )
            )
        return wire.GenerateTransactionsResponse(generated_transactions=generated)

    async def import_snapshot(
        self, requests: AsyncIterator[wire.ImportTopologySnapshotRequest], call: Call
    ) -> Any:
        """Adds the transactions of a snapshot that is one message."""
        await self._import(requests, read_transactions_message)
        return wire.ImportTopologySnapshotResponse()

    async def import_snapshot_v2(
        self, requests: AsyncIterator[wire.ImportTopologySnapshotV2Request], call: Call
    ) -> Any:
        """Adds the transactions of a snapshot that has them one after another."""
        await self._import(requests, read_delimited)
        return wire.ImportTopologySnapshotV2Response()

    async def _import(
        self,
        requests: AsyncIterator[Any],
        read: Callable[[bytes], list[StoredTopologyTransaction]],
    ) -> None:
        content = bytearray()
        first: Any = None
        async for request in requests:
            first = first or request
            content += request.topology_snapshot
        with reading():
            if first is None:
                raise ValueError("the snapshot is missing")
            rows = read(bytes(content))
        transactions = [row.transaction for row in rows if row.rejection is None]
        await self._manager(first.store).add(transactions, _ALL_FLAGS, wait_s=_wait_s(first))

    async def create_temporary_store(
        self, request: wire.CreateTemporaryTopologyStoreRequest, call: Call
    ) -> Any:
        """Makes a store in memory."""
        registry = self._registry()
        if request.protocol_version:
            registry.create_temporary(request.name, request.protocol_version)
        else:
            registry.create_temporary(request.name)
        return wire.CreateTemporaryTopologyStoreResponse(
            store_id=wire.StoreId.Temporary(name=request.name)
        )

    async def drop_temporary_store(
        self, request: wire.DropTemporaryTopologyStoreRequest, call: Call
    ) -> Any:
        """Forgets a store in memory."""
        self._registry().drop_temporary(request.store_id.name)
        return wire.DropTemporaryTopologyStoreResponse()

    def table(self) -> ServiceTable:
        """TopologyManagerWriteService."""
        return table_of(
            wire.DESCRIPTOR.services_by_name["TopologyManagerWriteService"],
            {
                "Authorize": self.authorize,
                "AddTransactions": self.add_transactions,
                "SignTransactions": self.sign_transactions,
                "GenerateTransactions": self.generate_transactions,
                "ImportTopologySnapshot": self.import_snapshot,
                "ImportTopologySnapshotV2": self.import_snapshot_v2,
                "CreateTemporaryTopologyStore": self.create_temporary_store,
                "DropTemporaryTopologyStore": self.drop_temporary_store,
            },
        )


def _proposal(request: wire.AuthorizeRequest) -> Proposal:
    proposal = request.proposal
    with reading():
        return Proposal(
            mapping_from_proto(proposal.v30),
            Operation(proposal.change),
            proposal.serial or None,
            signing_keys=_keys(request.signed_by),
            must_fully_authorize=request.must_fully_authorize,
            force=_flags(request.force_changes),
            wait_s=_wait_s(request),
        )


def _keys(texts: Iterable[str]) -> frozenset[Fingerprint]:
    return frozenset(map(Fingerprint, texts))


def _flags(numbers: Iterable[int]) -> ForceFlags:
    """The flags; one that forces nothing any more is left out."""
    return frozenset(_FLAGS[number] for number in numbers if number in _FLAGS)


def _signed(
    messages: Iterable[topology_pb2.SignedTopologyTransaction],
) -> list[SignedTopologyTransaction]:
    with reading():
        return [SignedTopologyTransaction.from_proto(each) for each in messages]


def _wait_s(request: Any) -> float | None:
    if not request.HasField("wait_to_become_effective"):
        return None
    wait: Duration = request.wait_to_become_effective
    return wait.ToMicroseconds() / 1e6
