"""A signal ends a process soon, in order, and with the exit code that says so."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from integration.processes.network import MEDIATORS, PARTICIPANTS, SEQUENCERS, Network
from integration.processes.process import CantonProcess, free_port

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


def test_a_process_that_waits_for_its_database_ends_on_a_signal(tmp_path: Path) -> None:
    (tmp_path / "node.conf").write_text(
        f"""canton.mediators.mediator {{
          admin-api.port = {free_port()}
          storage.type = postgres
          storage.config.properties {{
            serverName = localhost, portNumber = "{free_port()}", databaseName = nowhere
          }}
          storage.parameters.fail-fast-on-startup = false
        }}"""
    )
    process = CantonProcess(tmp_path, "waiting", ["daemon", "--config=node.conf"], {})
    process.start()
    try:
        process.await_log("waiting for the database")
        assert process.stop() == 143
        assert not process.errors
    finally:
        process.discard()


def test_ending_the_active_replica_makes_the_other_one_active_at_once(network: Network) -> None:
    active, standby = network.await_one_active(PARTICIPANTS)
    network.process_of(active).stop()
    assert network.await_active(standby) < 5.0
    network.await_ping()
    network.check_nothing_is_lost()
