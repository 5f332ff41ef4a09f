"""Parties and key owners over all synchronizers."""

from __future__ import annotations

from canton.admin_api.topology.aggregation import TopologyAggregationService
from canton.identifiers import UniqueIdentifier
from canton.topology.mapping.participant import ParticipantPermission
from canton.topology.mapping.party import HostingParticipant, PartyToParticipant
from canton.wire import topology_admin_pb2 as wire


def hosted(node, name: str, *hosts: str):
    party = UniqueIdentifier(name, node.namespace("p"))
    mapping = PartyToParticipant.create(
        party,
        1,
        [HostingParticipant(node.member(host), ParticipantPermission.SUBMISSION) for host in hosts],
    )
    return node.signed(mapping, *{"p", *hosts})


async def test_parties_are_found_by_their_name_and_by_their_host(operator, node) -> None:
    registry = await node.open()
    client = node.connect(registry, "p", "q")
    node.sequence(client, hosted(node, "alice", "p"), hosted(node, "bob", "q"))
    async with operator(TopologyAggregationService(lambda: registry).table()) as caller:

        async def names(limit: int = 10, **filters: str) -> list[str]:
            request = wire.ListPartiesRequest(limit=limit, **filters)
            response = await caller.call("ListParties", request)
            return [each.party.partition("::")[0] for each in response.results]

        assert await names() == ["alice", "bob", "p", "q"]
        assert await names(filter_party="al") == ["alice"]
        assert await names(filter_participant=str(node.uid("q"))) == ["bob", "q"]
        assert await names(limit=1) == ["alice"]
        assert await names(filter_party="nobody") == []


async def test_a_party_tells_where_it_is_hosted_and_how(operator, node) -> None:
    registry = await node.open()
    client = node.connect(registry, "p", "q")
    node.sequence(client, hosted(node, "alice", "p", "q"))
    async with operator(TopologyAggregationService(lambda: registry).table()) as caller:
        request = wire.ListPartiesRequest(limit=10, filter_party="alice")
        (result,) = (await caller.call("ListParties", request)).results
    hosts = {each.participant_uid: each.synchronizers[0] for each in result.participants}
    assert hosts.keys() == {str(node.uid("p")), str(node.uid("q"))}
    at = hosts[str(node.uid("p"))]
    assert at.synchronizer_id == str(node.synchronizer.logical)
    assert at.physical_synchronizer_id == str(node.synchronizer)
    assert at.permission == ParticipantPermission.SUBMISSION


async def test_other_synchronizers_than_the_named_ones_do_not_count(operator, node) -> None:
    registry = await node.open()
    node.connect(registry, "p")
    async with operator(TopologyAggregationService(lambda: registry).table()) as caller:
        request = wire.ListPartiesRequest(limit=10, synchronizer_ids=["other::1220ab"])
        assert not (await caller.call("ListParties", request)).results


async def test_key_owners_are_found_by_their_kind(operator, node) -> None:
    registry = await node.open()
    node.connect(registry, "p")
    async with operator(TopologyAggregationService(lambda: registry).table()) as caller:
        request = wire.ListKeyOwnersRequest(limit=10, filter_key_owner_type="PAR")
        (owner,) = (await caller.call("ListKeyOwners", request)).results
        everyone = await caller.call("ListKeyOwners", wire.ListKeyOwnersRequest(limit=10))
    assert owner.key_owner == str(node.member("p"))
    assert (len(owner.signing_keys_v30), len(owner.encryption_keys)) == (2, 1)
    assert len(everyone.results) == 3
