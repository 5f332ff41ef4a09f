"""ParticipantReplicationService: making the active replica passive."""

from __future__ import annotations

from typing import Any

from canton.errors import TransientError
from canton.participant.errors import NODE_IS_PASSIVE_REPLICA
from canton.replication.leadership import Leadership
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import admin_participant_pb2 as wire


def replication_table(leadership: Leadership) -> ServiceTable:
    """ParticipantReplicationService; answers once the lease is free."""

    async def set_passive(request: Any, call: Call) -> Any:
        if not leadership.is_active:
            raise TransientError(NODE_IS_PASSIVE_REPLICA, "participant replica is passive")
        await leadership.release()
        return wire.SetPassiveResponse()

    service = wire.DESCRIPTOR.services_by_name["ParticipantReplicationService"]
    return table_of(service, {"SetPassive": set_passive})
