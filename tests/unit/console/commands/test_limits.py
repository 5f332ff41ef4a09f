"""Limits and traffic by the console, over the ports of a network in this process."""

from __future__ import annotations

from typing import Any

import pytest

from canton.console.failure import CommandFailure
from canton.timestamps import micros
from canton.topology.mapping.synchronizer import SynchronizerParametersState
from canton.topology.parameters.dynamic import (
    DynamicSynchronizerParameters,
    TrafficControlParameters,
)


def charge(console: Any, traffic: TrafficControlParameters | None) -> None:
    """Sets what sending costs on the synchronizer, and waits until all nodes know it."""
    synchronizer = console.sequencer1.synchronizer_id
    parameters = DynamicSynchronizerParameters(traffic_control=traffic)
    console.sequencer1.topology.transactions.propose(
        SynchronizerParametersState(synchronizer.uid, parameters),
        store=synchronizer,
    )

    def is_known(node: Any) -> bool:
        (found,) = node.topology.synchronizer_parameters.list(store=synchronizer)
        return bool(found.item.HasField("traffic_control") is (traffic is not None))

    for node in (console.participant1, console.participant2, console.mediator1):
        console.utils.retry_until_true(lambda node=node: is_known(node))


def test_resource_limits_hold_until_they_are_lifted(console: Any) -> None:
    participant = console.participant1
    participant.resources.set_resource_limits(max_submission_rate=0, maxSubmissionBurstFactor=2.0)
    limits = participant.resources.resource_limits()
    assert not limits.HasField("max_inflight_validation_requests")
    assert (limits.max_submission_rate, limits.max_submission_burst_factor) == (0, 2.0)
    with pytest.raises(CommandFailure, match="PARTICIPANT_BACKPRESSURE"):
        participant.health.ping(console.participant2, timeout="1s")
    participant.resources.set_resource_limits()
    participant.health.ping(console.participant2)


def test_throughput_caps_are_read_and_set(console: Any) -> None:
    caps = console.sequencer1.traffic_control
    assert caps.get_throughput_cap("confirmation request").per_client_tps_cap == 4.0
    caps.set_throughput_cap("confirmation request", 1.0, 2.0, 3.0, 4.0)
    assert caps.get_throughput_cap("confirmation request").per_client_kbps_cap == 4.0
    with pytest.raises(CommandFailure, match="Unknown submission type verdict"):
        caps.get_throughput_cap("verdict")


def test_members_pay_for_pings_and_purchases_are_shown(console: Any) -> None:
    participant, sequencer = console.participant1, console.sequencer1
    synchronizer = sequencer.synchronizer_id
    charge(console, TrafficControlParameters(100_000, micros(seconds=3600), base_event_cost=1))
    try:
        participant.health.ping(console.participant2)
        own = participant.traffic_control.traffic_state(synchronizer)
        assert 0 < own.base_traffic_remainder < 100_000
        sequencer.traffic_control.set_traffic_balance(participant, 1, 5_000)

        def purchased() -> int:
            state = participant.traffic_control.traffic_state(synchronizer)
            return int(state.extra_traffic_purchased)

        console.utils.retry_until_true(lambda: purchased() == 5_000)
        with pytest.raises(CommandFailure, match="TRAFFIC_CONTROL_SERIAL_TOO_LOW"):
            sequencer.traffic_control.set_traffic_balance(participant, 1, 6_000)
        everyone = sequencer.traffic_control.traffic_state_of_all_members()
        assert set(everyone) == {
            f"PAR::{participant.id.uid}",
            f"PAR::{console.participant2.id.uid}",
            f"MED::{console.mediator1.id.uid}",
        }
        last = sequencer.traffic_control.last_traffic_state_update_of_members([participant])
        assert [each.serial for each in last.values()] == [1]
    finally:
        charge(console, None)
    participant.health.ping(console.participant2)


def test_traffic_on_a_synchronizer_that_is_not_connected_is_an_error(console: Any) -> None:
    with pytest.raises(CommandFailure, match="NOT_CONNECTED_TO_SYNCHRONIZER"):
        console.participant1.traffic_control.traffic_state("other::1220ab")
