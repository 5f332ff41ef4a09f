"""TopologyAggregationService: parties and key owners over all connected synchronizers.

Source: Canton 3.6 GrpcTopologyAggregationService.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from canton.admin_api.errors import reading
from canton.admin_api.topology.stores import synchronizer_stores
from canton.identifiers import Member, MemberKind, PartyId, PhysicalSynchronizerId
from canton.topology.encoding.time import timestamp_from_proto
from canton.topology.mapping.key import OwnerToKeyMapping
from canton.topology.mapping.participant import ParticipantPermission
from canton.topology.snapshot.snapshot import TopologySnapshot
from canton.topology_service.registry import TopologyRegistry
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import topology_admin_pb2 as wire

_Hosting = dict[Member, dict[PhysicalSynchronizerId, ParticipantPermission]]


class TopologyAggregationService:
    """Answers from the synchronizers of the registry that `registry` finds."""

    def __init__(self, registry: Callable[[], TopologyRegistry]) -> None:
        self._registry = registry

    def _snapshots(
        self, request: wire.ListPartiesRequest | wire.ListKeyOwnersRequest
    ) -> Iterator[tuple[PhysicalSynchronizerId, TopologySnapshot]]:
        wanted = set(request.synchronizer_ids)
        for store in synchronizer_stores(self._registry()):
            destination = store.manager.destination
            synchronizer = destination.synchronizer
            if synchronizer is None or (wanted and str(synchronizer.logical) not in wanted):
                continue
            time = store.head_time
            if request.HasField("as_of"):
                with reading():
                    time = timestamp_from_proto(request.as_of)
            if time is not None:
                yield synchronizer, TopologySnapshot.of_state(destination.state, time)

    async def list_parties(self, request: wire.ListPartiesRequest, call: Call) -> Any:
        """The parties that begin so and are hosted by a participant that begins so."""
        found: dict[PartyId, _Hosting] = {}
        for synchronizer, snapshot in self._snapshots(request):
            for party in sorted(snapshot.parties.all()):
                if not party.startswith(request.filter_party):
                    continue
                hosts = snapshot.parties.info(party).participants
                if not any(_is_named(host, request.filter_participant) for host in hosts):
                    continue
                if party not in found and len(found) >= request.limit:
                    break
                hosting = found.setdefault(party, defaultdict(dict))
                for host, attributes in hosts.items():
                    hosting[host][synchronizer] = attributes.permission
        return wire.ListPartiesResponse(
            results=[_party_result(party, hosting) for party, hosting in found.items()]
        )

    async def list_key_owners(self, request: wire.ListKeyOwnersRequest, call: Call) -> Any:
        """The members with the keys that they have registered."""
        results = []
        for synchronizer, snapshot in self._snapshots(request):
            owners = snapshot.of_kind(OwnerToKeyMapping)
            for keys in _limited(owners, request):
                results.append(
                    wire.ListKeyOwnersResponse.Result(
                        synchronizer_id=str(synchronizer.logical),
                        key_owner=str(keys.member),
                        signing_keys_v30=[key.to_proto() for key in keys.signing_keys],
                        encryption_keys=[key.to_proto() for key in keys.encryption_keys],
                        physical_synchronizer_id=str(synchronizer),
                    )
                )
        return wire.ListKeyOwnersResponse(results=results)

    def table(self) -> ServiceTable:
        """TopologyAggregationService."""
        return table_of(
            wire.DESCRIPTOR.services_by_name["TopologyAggregationService"],
            {"ListParties": self.list_parties, "ListKeyOwners": self.list_key_owners},
        )


def _is_named(member: Member, prefix: str) -> bool:
    """A participant is named with or without its kind in front."""
    return str(member.uid).startswith(prefix) or str(member).startswith(prefix)


def _limited(
    owners: Iterable[OwnerToKeyMapping], request: wire.ListKeyOwnersRequest
) -> list[OwnerToKeyMapping]:
    kind = None
    if request.filter_key_owner_type:
        with reading():
            kind = MemberKind(request.filter_key_owner_type)
    matching = [
        each
        for each in owners
        if kind in (None, each.member.kind)
        and str(each.member.uid).startswith(request.filter_key_owner_uid)
    ]
    return sorted(matching, key=lambda each: each.member)[: request.limit or None]


def _party_result(party: PartyId, hosting: _Hosting) -> wire.ListPartiesResponse.Result:
    host_type = wire.ListPartiesResponse.Result.ParticipantSynchronizers
    return wire.ListPartiesResponse.Result(
        party=party,
        participants=[
            host_type(
                participant_uid=str(host.uid),
                synchronizers=[
                    host_type.SynchronizerPermissions(
                        synchronizer_id=str(synchronizer.logical),
                        permission=permission.value,  # type: ignore[arg-type]
                        physical_synchronizer_id=str(synchronizer),
                    )
                    for synchronizer, permission in at.items()
                ],
            )
            for host, at in hosting.items()
        ],
    )
