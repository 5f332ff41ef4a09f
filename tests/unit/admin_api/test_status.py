"""What nodes say of themselves."""

from __future__ import annotations

from canton.admin_api.status import (
    MediatorStatus,
    NodeStatus,
    NotInitialized,
    ParticipantStatus,
    WaitingFor,
    mediator_status_table,
    participant_status_table,
    waiting_sequencer_status_table,
)
from canton.identifiers import PhysicalSynchronizerId
from canton.lifecycle.health import HealthComponent, NodeHealth
from canton.wire import admin_mediator_pb2, admin_participant_pb2, admin_sequencer_pb2

PHYSICAL = PhysicalSynchronizerId.parse("sync::1220ab::35-0")
WAITING = NotInitialized(True, WaitingFor.ID, "3.6")


def node_status(*, active: bool = True) -> NodeStatus:
    health = NodeHealth("participant")
    health.register(HealthComponent("storage"))
    health.register(HealthComponent("sequencer-client")).fail("Not connected")
    return NodeStatus(
        "p::1220cd", 12.5, {"admin-api": 5012}, active, health.components, "3.6", (0, 1, 0)
    )


async def test_a_participant_tells_its_components_ports_and_synchronizers(operator) -> None:
    async def ask() -> ParticipantStatus:
        return ParticipantStatus(node_status(), {PHYSICAL: True})

    async with operator(participant_status_table(ask)) as caller:
        response = await caller.call(
            "ParticipantStatus", admin_participant_pb2.ParticipantStatusRequest()
        )
    status = response.status
    common = status.common_status
    assert (common.uid, common.uptime.ToMilliseconds(), dict(common.ports)) == (
        "p::1220cd",
        12500,
        {"admin-api": 5012},
    )
    states = {each.name: each.WhichOneof("status") for each in common.components}
    assert states == {"storage": "ok", "sequencer-client": "failed"}
    assert common.topology_queues.dispatcher == 1
    (connected,) = status.connected_synchronizers
    assert connected.physical_synchronizer_id == str(PHYSICAL)
    assert list(status.supported_protocol_versions) == [34, 35]


async def test_a_passive_participant_says_that_it_is_not_active(operator) -> None:
    async def ask() -> ParticipantStatus:
        return ParticipantStatus(node_status(active=False))

    async with operator(participant_status_table(ask)) as caller:
        response = await caller.call(
            "ParticipantStatus", admin_participant_pb2.ParticipantStatusRequest()
        )
    assert not response.status.active
    assert not response.status.common_status.active


async def test_a_mediator_tells_its_synchronizer_once_it_has_one(operator) -> None:
    statuses: list[MediatorStatus | NotInitialized] = [
        MediatorStatus(node_status(), PHYSICAL),
        NotInitialized(True, WaitingFor.INITIALIZATION, "3.6"),
    ]

    async def ask() -> MediatorStatus | NotInitialized:
        return statuses.pop()

    request = admin_mediator_pb2.MediatorStatusRequest()
    async with operator(mediator_status_table(ask)) as caller:
        waiting = await caller.call("MediatorStatus", request)
        running = await caller.call("MediatorStatus", request)
    assert waiting.not_initialized.waiting_for_external_input == 3
    assert running.status.protocol_version == 35


async def test_a_sequencer_without_a_name_waits_for_it(operator) -> None:
    async def ask() -> NotInitialized:
        return WAITING

    async with operator(waiting_sequencer_status_table(ask)) as caller:
        response = await caller.call(
            "SequencerStatus", admin_sequencer_pb2.SequencerStatusRequest()
        )
    assert response.not_initialized.waiting_for_external_input == 1
    assert response.not_initialized.version == "3.6"
