"""The same node started twice: one of the two works, and the other one says why it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from integration.processes.network import SEQUENCERS, Network
from integration.processes.probe import grpc_health
from integration.processes.process import CantonProcess, free_port, until

pytestmark = [pytest.mark.postgres, pytest.mark.processes]

SEQUENCER = SEQUENCERS[0]
Twin = Callable[..., CantonProcess]


@pytest.fixture
def twin(network: Network, tmp_path: Path) -> Iterator[Twin]:
    """Starts a second process with a sequencer's configuration, changed as the settings say."""
    started = []

    def start(*settings: str) -> CantonProcess:
        changes = tmp_path / "twin.conf"
        own = ["monitoring.http-health-server = null", *settings]
        lines = [f"canton.sequencers.{SEQUENCER}.{each}" for each in own]
        changes.write_text("\n".join(["canton.monitoring.metrics.reporters = []", *lines]))
        words = network.processes[SEQUENCER].words
        process = CantonProcess(
            tmp_path, "twin", [*words, f"--config={changes}"], network.database_variables
        )
        started.append(process)
        process.start()
        return process

    yield start
    for process in started:
        process.discard()


def test_a_sequencer_that_is_started_again_at_the_same_ports_ends_with_one_sentence(
    network: Network, twin: Twin
) -> None:
    process = twin()
    assert process.wait(30) == 1
    port = network.port(SEQUENCER, "admin-api")
    assert f"cannot listen on localhost:{port}: Address already in use" in process.output
    assert len(process.output.splitlines()) == 1
    network.await_ping()


def test_a_second_process_of_a_sequencer_is_passive_and_works_once_the_first_is_gone(
    network: Network, twin: Twin
) -> None:
    ports = {api: free_port() for api in ("admin-api", "public-api")}
    process = twin(*(f"{api}.port = {port}" for api, port in ports.items()))
    process.await_log(f"{SEQUENCER} is started")
    assert grpc_health(ports["admin-api"], "liveness") == "SERVING"
    assert grpc_health(ports["admin-api"]) == "NOT_SERVING"
    network.await_ping()
    network.process_of(SEQUENCER).kill()
    until(lambda: grpc_health(ports["admin-api"]) == "SERVING", "the second one works")
    assert process.stop() == 143
    network.process_of(SEQUENCER).start()
    network.await_running(SEQUENCER)
    network.await_ping()
    network.check_nothing_is_lost()
    assert not process.errors
