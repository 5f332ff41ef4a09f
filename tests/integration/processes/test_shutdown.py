"""A signal ends a process soon, in order, and with the exit code that says so."""

from __future__ import annotations

import signal

import pytest

from integration.processes.network import MEDIATORS, PARTICIPANTS, SEQUENCERS, Network

pytestmark = [pytest.mark.postgres, pytest.mark.processes]


@pytest.mark.parametrize(
    ("number", "exit_code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)], ids=str
)
def test_every_node_ends_within_five_seconds_of_a_signal_and_logs_no_error(
    network: Network, number: signal.Signals, exit_code: int
) -> None:
    # The order is that of a careless operator: what others need goes first.
    for node in (*SEQUENCERS, *MEDIATORS, *PARTICIPANTS):
        process = network.process_of(node)
        process.signal(number)
        assert process.wait() == exit_code, node
        assert process.log.rstrip().endswith("Shutdown complete."), node
        assert not process.errors


def test_a_process_that_is_still_starting_ends_on_a_signal(network: Network) -> None:
    process = network.process_of(PARTICIPANTS[0])
    process.stop()
    process.start()
    process.await_log("Starting Canton")
    process.signal(signal.SIGTERM)
    assert process.wait() == 143
    assert not process.errors


def test_ending_the_active_replica_makes_the_other_one_active_at_once(network: Network) -> None:
    active, standby = network.await_one_active(PARTICIPANTS)
    network.process_of(active).stop()
    assert network.await_active(standby) < 5.0
    network.await_ping()
    network.check_nothing_is_lost()
