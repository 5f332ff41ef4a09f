"""What a passive replica answers."""

from __future__ import annotations

import pytest

from canton.admin_api.passive import passive_table
from canton.errors import GrpcStatus
from canton.transport.seam import RpcError
from canton.wire import admin_participant_pb2 as wire

SERVICES = wire.DESCRIPTOR.services_by_name


async def test_every_call_to_a_passive_replica_may_be_tried_at_another(operator) -> None:
    table = passive_table([SERVICES["PingService"]])
    async with operator(table) as caller:
        with pytest.raises(RpcError, match="participant replica is passive") as error:
            await caller.call("Ping", wire.PingRequest())
    assert error.value.status is GrpcStatus.UNAVAILABLE
    assert error.value.code_id == "NODE_IS_PASSIVE_REPLICA"


async def test_streams_of_a_passive_replica_are_refused_too(operator) -> None:
    table = passive_table([SERVICES["ParticipantRepairService"]])
    async with operator(table) as caller:
        with pytest.raises(RpcError) as error:
            await caller.stream("ExportAcs", wire.ExportAcsRequest())
    assert error.value.status is GrpcStatus.UNAVAILABLE
