"""TopologyManagerReadService: mappings and transactions of stores, and snapshots of them.

Source: Canton 3.6 GrpcTopologyManagerReadService; protocol sheet 4.3, 4.4.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from canton.admin_api.errors import reading
from canton.admin_api.topology.stores import (
    NamedStore,
    available_ids,
    find_store,
    query_of,
    stores_of,
    synchronizer_stores,
)
from canton.errors import LedgerError
from canton.topology.encoding.time import timestamp_from_proto, timestamp_to_proto
from canton.topology.mapping.code import MappingCode
from canton.topology.mapping.key import OwnerToKeyMapping
from canton.topology.mapping.namespace import NamespaceDelegation
from canton.topology.mapping.party import PartyToParticipant
from canton.topology.mapping.upgrade import LsuSequencerConnectionSuccessor
from canton.topology.query import TopologyQuery
from canton.topology.state.initial import rows_as_of
from canton.topology.stored import (
    StoredTopologyTransaction,
    as_genesis,
    write_delimited,
    write_transactions_message,
)
from canton.topology_service.errors import STORE_NOT_FOUND, TRANSACTION_NOT_FOUND
from canton.topology_service.registry import TopologyRegistry
from canton.transport.seam import Call, Handler, ServiceTable, methods_of, table_of
from canton.wire import topology_admin_pb2 as wire

CHUNK_SIZE: Final = 1024 * 1024
_SERVICE: Final = wire.DESCRIPTOR.services_by_name["TopologyManagerReadService"]
Registry = Callable[[], TopologyRegistry]


@dataclass(frozen=True, slots=True)
class _Listing:
    """How mappings of one kind are listed: the filter by name, and where the item is found."""

    code: MappingCode
    name_filter: str
    item_path: tuple[str, ...] = ()


_LISTINGS: Final = {
    "ListNamespaceDelegation": _Listing(MappingCode.NAMESPACE_DELEGATION, "filter_namespace"),
    "ListDecentralizedNamespaceDefinition": _Listing(
        MappingCode.DECENTRALIZED_NAMESPACE_DEFINITION, "filter_namespace"
    ),
    "ListOwnerToKeyMapping": _Listing(MappingCode.OWNER_TO_KEY_MAPPING, "filter_key_owner_uid"),
    "ListPartyToKeyMapping": _Listing(MappingCode.PARTY_TO_KEY_MAPPING, "filter_party"),
    "ListSynchronizerTrustCertificate": _Listing(
        MappingCode.SYNCHRONIZER_TRUST_CERTIFICATE, "filter_uid"
    ),
    "ListParticipantSynchronizerPermission": _Listing(
        MappingCode.PARTICIPANT_SYNCHRONIZER_PERMISSION, "filter_uid"
    ),
    "ListPartyHostingLimits": _Listing(MappingCode.PARTY_HOSTING_LIMITS, "filter_uid"),
    "ListVettedPackages": _Listing(MappingCode.VETTED_PACKAGES, "filter_participant"),
    "ListPartyToParticipant": _Listing(MappingCode.PARTY_TO_PARTICIPANT, "filter_party"),
    "ListSynchronizerParametersState": _Listing(
        MappingCode.SYNCHRONIZER_PARAMETERS_STATE,
        "filter_synchronizer_id",
        ("synchronizer_parameters",),
    ),
    "ListSequencingParametersState": _Listing(
        MappingCode.SEQUENCING_PARAMETERS_STATE,
        "filter_synchronizer_id",
        ("sequencing_parameters",),
    ),
    "ListMediatorSynchronizerState": _Listing(
        MappingCode.MEDIATOR_SYNCHRONIZER_STATE, "filter_synchronizer_id"
    ),
    "ListSequencerSynchronizerState": _Listing(
        MappingCode.SEQUENCER_SYNCHRONIZER_STATE, "filter_synchronizer_id"
    ),
    "ListLsuAnnouncement": _Listing(MappingCode.LSU_ANNOUNCEMENT, "filter_synchronizer_id"),
    "ListLsuSequencerConnectionSuccessor": _Listing(
        MappingCode.LSU_SEQUENCER_CONNECTION_SUCCESSOR, "filter_sequencer_id"
    ),
}


class TopologyReadService:
    """Answers from the stores of the registry that `registry` finds."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def _listing(self, rpc: str, listing: _Listing) -> Handler:
        response_type: Any = methods_of(_SERVICE)[rpc].response_type

        async def answer(request: Any, call: Call) -> Any:
            query = query_of(request.base_query).named(getattr(request, listing.name_filter))
            if listing.name_filter == "filter_namespace":
                query = replace(query, identifier="", namespace=request.filter_namespace)
            results = [
                _result(response_type.Result, store, row, listing)
                for store in stores_of(self._registry(), request.base_query)
                for row in store.rows(query, frozenset({listing.code}))
                if _matches(row, request)
            ]
            return response_type(results=results)

        return answer

    async def list_available_stores(self, request: Any, call: Call) -> Any:
        """The ids of all stores."""
        return wire.ListAvailableStoresResponse(store_ids=available_ids(self._registry()))

    async def list_all(self, request: wire.ListAllRequest, call: Call) -> Any:
        """The transactions of all kinds but those excluded."""
        rows = self._rows(request.base_query, _other_codes(request.exclude_mappings), request)
        return wire.ListAllResponse(result=_transactions(rows))

    async def list_all_v2(self, request: wire.ListAllV2Request, call: Call) -> Any:
        """The transactions of the kinds that are named, or of all."""
        rows = self._rows(request.base_query, _codes(request.include_mappings), request)
        return wire.ListAllV2Response(result=_transactions(rows))

    def _rows(
        self, base: wire.BaseQuery, codes: frozenset[MappingCode], request: Any
    ) -> Iterator[StoredTopologyTransaction]:
        query: TopologyQuery = replace(query_of(base), namespace=request.filter_namespace)
        for store in stores_of(self._registry(), base):
            yield from store.rows(query, codes)

    async def export_snapshot(
        self, request: wire.ExportTopologySnapshotRequest, call: Call
    ) -> AsyncIterator[Any]:
        """The transactions as one message, in chunks."""
        rows = self._rows(request.base_query, _other_codes(request.exclude_mappings), request)
        for chunk in chunks([write_transactions_message(rows)]):
            yield wire.ExportTopologySnapshotResponse(chunk=chunk)

    async def export_snapshot_v2(
        self, request: wire.ExportTopologySnapshotV2Request, call: Call
    ) -> AsyncIterator[Any]:
        """The transactions one after another, in chunks."""
        rows = self._rows(request.base_query, _other_codes(request.exclude_mappings), request)
        for chunk in chunks(write_delimited(rows)):
            yield wire.ExportTopologySnapshotV2Response(chunk=chunk)

    async def genesis_state(
        self, request: wire.GenesisStateRequest, call: Call
    ) -> AsyncIterator[Any]:
        """The state from which a synchronizer may begin, as one message."""
        for chunk in chunks([write_transactions_message(self._genesis(request))]):
            yield wire.GenesisStateResponse(chunk=chunk)

    async def genesis_state_v2(
        self, request: wire.GenesisStateV2Request, call: Call
    ) -> AsyncIterator[Any]:
        """The state from which a synchronizer may begin, one transaction after another."""
        for chunk in chunks(write_delimited(self._genesis(request))):
            yield wire.GenesisStateV2Response(chunk=chunk)

    def _genesis(
        self, request: wire.GenesisStateRequest | wire.GenesisStateV2Request
    ) -> Iterable[StoredTopologyTransaction]:
        registry = self._registry()
        if request.HasField("synchronizer_store"):
            store = find_store(registry, request.synchronizer_store)
        else:
            store = _only_synchronizer(registry)
        rows = store.manager.destination.state.rows
        if request.HasField("timestamp"):
            with reading():
                time = timestamp_from_proto(request.timestamp)
        elif len(rows):
            time = max(row.sequenced for row in rows)
        else:
            raise LedgerError(TRANSACTION_NOT_FOUND, "Topology store is empty.")
        return as_genesis(rows_as_of(rows, time))

    def table(self) -> ServiceTable:
        """TopologyManagerReadService."""
        handlers: dict[str, Handler] = {
            rpc: self._listing(rpc, listing) for rpc, listing in _LISTINGS.items()
        }
        handlers.update(
            {
                "ListAvailableStores": self.list_available_stores,
                "ListAll": self.list_all,
                "ListAllV2": self.list_all_v2,
                "ExportTopologySnapshot": self.export_snapshot,
                "ExportTopologySnapshotV2": self.export_snapshot_v2,
                "GenesisState": self.genesis_state,
                "GenesisStateV2": self.genesis_state_v2,
            }
        )
        return table_of(_SERVICE, handlers)


def _only_synchronizer(registry: TopologyRegistry) -> NamedStore:
    stores = synchronizer_stores(registry)
    if len(stores) != 1:
        raise LedgerError(
            STORE_NOT_FOUND, f"the synchronizer must be named: {len(stores)} are connected"
        )
    return stores[0]


def _codes(texts: Iterable[str]) -> frozenset[MappingCode]:
    with reading():
        return frozenset(map(MappingCode.of_short, texts))


def _other_codes(excluded: Iterable[str]) -> frozenset[MappingCode]:
    return frozenset(MappingCode) - _codes(excluded)


def _transactions(rows: Iterable[StoredTopologyTransaction]) -> wire.TopologyTransactions:
    return wire.TopologyTransactions(items=[row.to_proto() for row in rows])


def _matches(row: StoredTopologyTransaction, request: Any) -> bool:
    """The filters that only requests about one kind have."""
    match row.mapping:
        case OwnerToKeyMapping(member=member):
            return request.filter_key_owner_type in ("", member.kind.value)
        case NamespaceDelegation(target=target):
            return target.fingerprint.startswith(request.filter_target_key_fingerprint)
        case PartyToParticipant() as hosting:
            wanted = request.filter_participant
            return not wanted or any(wanted in str(each) for each in hosting.participant_ids)
        case LsuSequencerConnectionSuccessor() as successor:
            text = str(successor.successor)
            return text.startswith(request.filter_successor_physical_synchronizer_id)
        case _:
            return True


def _result(
    kind: Callable[..., Any], store: NamedStore, row: StoredTopologyTransaction, listing: _Listing
) -> Any:
    mapping = row.mapping.to_proto()
    item: Any = getattr(mapping, mapping.WhichOneof("mapping") or "")
    for name in listing.item_path:
        item = getattr(item, name)
    signed = row.transaction
    context = wire.BaseResult(
        store=store.id,
        sequenced=timestamp_to_proto(row.sequenced),
        valid_from=timestamp_to_proto(row.valid_from),
        valid_until=None if row.valid_until is None else timestamp_to_proto(row.valid_until),
        operation=signed.operation.value,  # type: ignore[arg-type]
        transaction_hash=row.hash.multihash,
        serial=signed.serial,
        signed_by_fingerprints=[each.signed_by for each in signed.signatures],
    )
    descriptor: Any = kind
    field = "item" if "item" in descriptor.DESCRIPTOR.fields_by_name else "v30"
    return kind(**{"context": context, field: item})


def chunks(parts: Iterable[bytes], size: int = CHUNK_SIZE) -> Iterator[bytes]:
    """The bytes of all parts in chunks of that size; at least one, be it empty."""
    buffer = bytearray()
    is_any = False
    for part in parts:
        buffer += part
        while len(buffer) >= size:
            yield bytes(buffer[:size])
            is_any = True
            del buffer[:size]
    if buffer or not is_any:
        yield bytes(buffer)
