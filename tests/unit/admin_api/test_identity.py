"""The node's name over the admin API."""

from __future__ import annotations

import pytest

from canton.admin_api.identity import identity_table
from canton.clock import SimClock
from canton.identifiers import Fingerprint, UniqueIdentifier
from canton.transport.seam import RpcError
from canton.wire import topology_admin_pb2 as wire


class Nameless:
    """A node that waits for its name."""

    def __init__(self) -> None:
        self.uid: UniqueIdentifier | None = None

    async def known(self) -> UniqueIdentifier | None:
        return self.uid

    async def init(self, identifier: str, namespace: str, delegations: list) -> None:
        self.uid = UniqueIdentifier(identifier, Fingerprint(namespace))


async def test_a_node_has_the_name_that_it_was_given(operator) -> None:
    node = Nameless()
    async with operator(identity_table(node.known, node.init, SimClock())) as caller:
        before = await caller.call("GetId", wire.GetIdRequest())
        await caller.call("InitId", wire.InitIdRequest(identifier="p", namespace="1220ab"))
        after = await caller.call("GetId", wire.GetIdRequest())
    assert not before.initialized
    assert (after.initialized, after.unique_identifier) == (True, "p::1220ab")


async def test_a_malformed_name_is_refused_before_the_node_sees_it(operator) -> None:
    node = Nameless()
    async with operator(identity_table(node.known, node.init, SimClock())) as caller:
        with pytest.raises(RpcError, match="identifier"):
            await caller.call("InitId", wire.InitIdRequest(identifier="p/q", namespace="1220ab"))
    assert node.uid is None


async def test_the_time_is_that_of_the_nodes_clock(operator) -> None:
    node, clock = Nameless(), SimClock()
    async with operator(identity_table(node.known, node.init, clock)) as caller:
        before = clock.now()
        response = await caller.call("CurrentTime", wire.CurrentTimeRequest())
    assert before < response.current_time < clock.now()
