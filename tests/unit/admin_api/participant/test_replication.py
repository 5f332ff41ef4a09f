"""Making a replica passive."""

from __future__ import annotations

import pytest

from canton.admin_api.participant.replication import replication_table
from canton.replication.leadership import SoleLeadership
from canton.transport.seam import RpcError
from canton.wire import admin_participant_pb2 as wire


class Replica(SoleLeadership):
    """A replica that counts how often it was told to step down."""

    active = True
    released = 0

    @property
    def is_active(self) -> bool:
        return self.active

    async def release(self) -> bool:
        self.released += 1
        self.active = False
        return True


async def test_an_active_replica_steps_down_and_a_passive_one_refuses(operator) -> None:
    replica = Replica()
    async with operator(replication_table(replica)) as caller:
        await caller.call("SetPassive", wire.SetPassiveRequest())
        with pytest.raises(RpcError, match="participant replica is passive"):
            await caller.call("SetPassive", wire.SetPassiveRequest())
    assert replica.released == 1
