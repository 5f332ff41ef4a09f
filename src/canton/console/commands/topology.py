"""Topology commands: reading stores, proposing and signing transactions, temporary stores."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from google.protobuf.empty_pb2 import Empty

from canton.console.endpoint import methods_of
from canton.console.group import Group, Node
from canton.console.identifier import PhysicalSynchronizerId, text_of
from canton.console.parameters import TopologyResult
from canton.console.spelling import Duration, command, seconds_of
from canton.topology.mapping.mapping import TopologyMapping
from canton.topology.stored import StoredTopologyTransaction, read_delimited
from canton.topology.transaction import SignedTopologyTransaction
from canton.wire import topology_admin_pb2 as wire
from canton.wire import topology_pb2

_SERVICES: Final = wire.DESCRIPTOR.services_by_name
_READ: Final = methods_of(_SERVICES["TopologyManagerReadService"])
_WRITE: Final = methods_of(_SERVICES["TopologyManagerWriteService"])
_INITIALIZATION: Final = methods_of(_SERVICES["IdentityInitializationService"])
_CHUNK_SIZE: Final = 1024 * 1024

# Groups have commands named `list`, so the list types have names of their own.
TopologyResults: TypeAlias = list[TopologyResult]
StoredTransactions: TypeAlias = list[StoredTopologyTransaction]
SignedTransactions: TypeAlias = list[SignedTopologyTransaction]
StoreIds: TypeAlias = list[wire.StoreId]

AUTHORIZED: Final = "Authorized"
"""The store of what a node has authorized itself."""

REPLACE: Final = topology_pb2.Enums.TOPOLOGY_CHANGE_OP_ADD_REPLACE
REMOVE: Final = topology_pb2.Enums.TOPOLOGY_CHANGE_OP_REMOVE


@dataclass(frozen=True, slots=True)
class TemporaryStore:
    """A store in memory, by name."""

    name: str


def store_of(store: Any) -> wire.StoreId:
    """The store that a script means: `Authorized`, a temporary store, or a synchronizer's id."""
    if isinstance(store, wire.StoreId):
        return store
    if isinstance(store, TemporaryStore):
        return wire.StoreId(temporary=wire.StoreId.Temporary(name=store.name))
    text = text_of(store)
    if text == AUTHORIZED:
        return wire.StoreId(authorized=wire.StoreId.Authorized())
    is_physical = isinstance(store, PhysicalSynchronizerId) or text.count("::") > 1
    kind = "physical_id" if is_physical else "id"
    return wire.StoreId(synchronizer=wire.Synchronizer(**{kind: text}))


def base_query(store: Any, *, proposals: bool = False) -> wire.BaseQuery:
    """A query of the head state of a store, additions and replacements only."""
    return wire.BaseQuery(
        store=store_of(store), proposals=proposals, operation=REPLACE, head_state=Empty()
    )


class Mappings(Group):
    """Mappings of one kind."""

    rpc = ""
    filters: Sequence[str] = ()

    @command
    def list(
        self, store: Any = AUTHORIZED, *filters: Any, proposals: bool = False
    ) -> TopologyResults:
        """The mappings of this kind in a store, newest state; filters match by prefix."""
        method = _READ[f"List{self.rpc}"]
        request: Any = method.request_type(base_query=base_query(store, proposals=proposals))
        for name, value in zip(self.filters, filters, strict=False):
            setattr(request, name, text_of(value))
        return [_result_of(each) for each in self._admin.unary(method, request).results]


def _result_of(message: Any) -> TopologyResult:
    item = message.item if "item" in message.DESCRIPTOR.fields_by_name else message.v30
    context = message.context
    return TopologyResult(
        item,
        context.serial,
        context.transaction_hash,
        tuple(context.signed_by_fingerprints),
        context.valid_from.ToDatetime(),
        context.valid_until.ToDatetime() if context.HasField("valid_until") else None,
    )


_MAPPINGS: Final = {
    "namespace_delegations": ("NamespaceDelegation", ["filter_namespace"]),
    "decentralized_namespaces": ("DecentralizedNamespaceDefinition", ["filter_namespace"]),
    "owner_to_key_mappings": (
        "OwnerToKeyMapping",
        ["filter_key_owner_uid", "filter_key_owner_type"],
    ),
    "party_to_key_mappings": ("PartyToKeyMapping", ["filter_party"]),
    "synchronizer_trust_certificates": ("SynchronizerTrustCertificate", ["filter_uid"]),
    "participant_synchronizer_permissions": ("ParticipantSynchronizerPermission", ["filter_uid"]),
    "party_hosting_limits": ("PartyHostingLimits", ["filter_uid"]),
    "vetted_packages": ("VettedPackages", ["filter_participant"]),
    "party_to_participant_mappings": (
        "PartyToParticipant",
        ["filter_party", "filter_participant"],
    ),
    "synchronizer_parameters": ("SynchronizerParametersState", ["filter_synchronizer_id"]),
    "sequencing_parameters": ("SequencingParametersState", ["filter_synchronizer_id"]),
    "mediators": ("MediatorSynchronizerState", ["filter_synchronizer_id"]),
    "sequencers": ("SequencerSynchronizerState", ["filter_synchronizer_id"]),
}


class Transactions(Group):
    """Topology transactions of every kind."""

    @command
    def list(
        self,
        store: Any = AUTHORIZED,
        proposals: bool = False,
        filter_mappings: Iterable[str] = (),
        filter_namespace: str = "",
    ) -> StoredTransactions:
        """The transactions of a store, newest state; `filter_mappings` by the code of a mapping."""
        request = wire.ListAllV2Request(
            base_query=base_query(store, proposals=proposals),
            include_mappings=list(filter_mappings),
            filter_namespace=filter_namespace,
        )
        response = self._admin.unary(_READ["ListAllV2"], request)
        return [StoredTopologyTransaction.from_proto(item) for item in response.result.items]

    @command
    def identity_transactions(self) -> SignedTransactions:
        """What others need to know of this node: its namespace and its keys."""
        stored = self.list(
            AUTHORIZED,
            filter_mappings=["nsd", "otk"],
            filter_namespace=self._node.id.namespace,
        )
        return [row.transaction for row in stored]

    @command
    def load(
        self,
        transactions: Iterable[SignedTopologyTransaction],
        store: Any = AUTHORIZED,
        force_flags: Iterable[wire.ForceFlag] = (),
    ) -> None:
        """Adds signed transactions to a store of the node."""
        request = wire.AddTransactionsRequest(
            transactions=[transaction.to_proto() for transaction in transactions],
            force_changes=list(force_flags),
            store=store_of(store),
        )
        self._admin.unary(_WRITE["AddTransactions"], request)

    @command
    def propose(
        self,
        mapping: TopologyMapping,
        store: Any = AUTHORIZED,
        signed_by: Iterable[str] = (),
        serial: int | None = None,
        change: int = REPLACE,
        must_fully_authorize: bool = True,
        force_changes: Iterable[wire.ForceFlag] = (),
        wait_to_become_effective: Duration | None = None,
    ) -> SignedTopologyTransaction:
        """Signs a mapping with the keys that the node has; a proposal if they do not suffice."""
        proposal = wire.AuthorizeRequest.Proposal(
            change=change,  # type: ignore[arg-type]
            serial=serial or 0,
            v30=mapping.to_proto(),
        )
        request = wire.AuthorizeRequest(
            proposal=proposal,
            must_fully_authorize=must_fully_authorize,
            force_changes=list(force_changes),
            signed_by=list(signed_by),
            store=store_of(store),
        )
        if wait_to_become_effective is not None:
            wait_ns = round(seconds_of(wait_to_become_effective) * 1e9)
            request.wait_to_become_effective.FromNanoseconds(wait_ns)
        response = self._admin.unary(_WRITE["Authorize"], request)
        return SignedTopologyTransaction.from_proto(response.transaction)

    @command
    def authorize(
        self,
        transaction_hash: str,
        must_be_fully_authorized: bool = False,
        store: Any = AUTHORIZED,
        signed_by: Iterable[str] = (),
    ) -> SignedTopologyTransaction:
        """Adds this node's signature to a proposal of the store, by its hash in hex."""
        request = wire.AuthorizeRequest(
            transaction_hash=transaction_hash,
            must_fully_authorize=must_be_fully_authorized,
            signed_by=list(signed_by),
            store=store_of(store),
        )
        response = self._admin.unary(_WRITE["Authorize"], request)
        return SignedTopologyTransaction.from_proto(response.transaction)

    @command
    def sign(
        self,
        transactions: Iterable[SignedTopologyTransaction],
        store: Any = AUTHORIZED,
        signed_by: Iterable[str] = (),
    ) -> SignedTransactions:
        """The transactions with this node's signatures added; nothing is stored."""
        request = wire.SignTransactionsRequest(
            transactions=[transaction.to_proto() for transaction in transactions],
            signed_by=list(signed_by),
            store=store_of(store),
        )
        response = self._admin.unary(_WRITE["SignTransactions"], request)
        return [SignedTopologyTransaction.from_proto(each) for each in response.transactions]

    @command
    def export_topology_snapshot_v2(self, store: Any = AUTHORIZED) -> bytes:
        """A store's transactions over all time, as one length-delimited snapshot."""
        query = wire.BaseQuery(store=store_of(store), head_state=Empty())
        request = wire.ExportTopologySnapshotV2Request(base_query=query)
        chunks = self._admin.stream(_READ["ExportTopologySnapshotV2"], request)
        return b"".join(chunk.chunk for chunk in chunks)

    @command
    def import_topology_snapshot_v2(self, snapshot: bytes, store: Any = AUTHORIZED) -> None:
        """Adds the transactions of a snapshot to a store."""
        target = store_of(store)
        requests = [
            wire.ImportTopologySnapshotV2Request(
                topology_snapshot=snapshot[start : start + _CHUNK_SIZE], store=target
            )
            for start in range(0, len(snapshot), _CHUNK_SIZE)
        ]
        self._admin.upload(_WRITE["ImportTopologySnapshotV2"], requests)

    @command
    def genesis_state_v2(self, synchronizer_store: Any = None) -> bytes:
        """The state from which a further sequencer may be founded, as a snapshot."""
        store = store_of(synchronizer_store) if synchronizer_store else None
        request = wire.GenesisStateV2Request(synchronizer_store=store)
        chunks = self._admin.stream(_READ["GenesisStateV2"], request)
        return b"".join(chunk.chunk for chunk in chunks)

    @command
    def export_identity_transactions_v2(self, file: str) -> None:
        """Writes the identity transactions into a file, for a node that cannot be reached."""
        request = wire.ExportTopologySnapshotV2Request(
            base_query=base_query(AUTHORIZED), filter_namespace=self._node.id.namespace
        )
        chunks = self._admin.stream(_READ["ExportTopologySnapshotV2"], request)
        target = Path(file)
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as written:
            written.writelines(chunk.chunk for chunk in chunks)
        Path(written.name).replace(target)

    @staticmethod
    def read_snapshot(snapshot: bytes) -> StoredTransactions:
        """The transactions of an exported snapshot."""
        return read_delimited(snapshot)


class Stores(Group):
    """Topology stores of a node."""

    @command
    def list(self) -> StoreIds:
        """The stores that the node has."""
        request = wire.ListAvailableStoresRequest()
        return list(self._admin.unary(_READ["ListAvailableStores"], request).store_ids)

    @command
    def create_temporary_topology_store(
        self, name: str, protocol_version: int = 35
    ) -> TemporaryStore:
        """Makes a store in the node's memory."""
        request = wire.CreateTemporaryTopologyStoreRequest(
            name=name, protocol_version=protocol_version
        )
        response = self._admin.unary(_WRITE["CreateTemporaryTopologyStore"], request)
        return TemporaryStore(response.store_id.name)

    @command
    def drop_temporary_topology_store(self, store: TemporaryStore) -> None:
        """Forgets a store that is in memory only."""
        request = wire.DropTemporaryTopologyStoreRequest(
            store_id=wire.StoreId.Temporary(name=store.name)
        )
        self._admin.unary(_WRITE["DropTemporaryTopologyStore"], request)


class Synchronisation(Group):
    """Waiting for topology changes to arrive everywhere."""

    @command
    def is_idle(self) -> bool:
        """Whether nothing of this node waits to be sent or to become effective."""
        status = self._node.health.status
        return getattr(status, "is_topology_idle", True)

    @command
    def await_idle(self, timeout: Duration | None = None) -> None:
        """Waits until `is_idle`."""
        timeout_s = self._runner.timeouts.bounded_s if timeout is None else seconds_of(timeout)
        self._runner.poll(
            self.is_idle, timeout_s, lambda: f"{self._node.name}: topology is not idle"
        )


class Topology(Group):
    """Read and change the topology state."""

    def __init__(self, node: Node) -> None:
        super().__init__(node)
        self.transactions = Transactions(node)
        self.stores = Stores(node)
        self.synchronisation = Synchronisation(node)
        for name, (rpc, filters) in _MAPPINGS.items():
            setattr(self, name, _mappings(rpc, filters)(node))

    @command
    def init_id(
        self,
        identifier: str,
        namespace: str = "",
        delegations: Iterable[SignedTopologyTransaction] = (),
    ) -> None:
        """Gives a node that waits for it its id."""
        request = wire.InitIdRequest(
            identifier=identifier,
            namespace=namespace,
            namespace_delegations=[delegation.to_proto() for delegation in delegations],
        )
        self._admin.unary(_INITIALIZATION["InitId"], request)


def _mappings(rpc: str, filters: Sequence[str]) -> type[Mappings]:
    documentation = f"Mappings of the kind {rpc}."
    return type(rpc, (Mappings,), {"rpc": rpc, "filters": filters, "__doc__": documentation})
