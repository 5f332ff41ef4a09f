"""The database goes away while nodes run: they stay, say so, and go on once it is back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from integration.processes.database_server import DatabaseServer, database_server
from integration.processes.network import MEDIATORS, PARTICIPANTS, SEQUENCERS, Network
from integration.processes.probe import grpc_health, http_page
from integration.processes.process import CantonProcess, free_port

pytestmark = [pytest.mark.postgres, pytest.mark.processes]

NODES = SEQUENCERS + MEDIATORS + PARTICIPANTS


@pytest.fixture(scope="module")
def database() -> Iterator[DatabaseServer]:
    with database_server() as server:
        yield server


@pytest.fixture(scope="module")
def whole_network(
    database: DatabaseServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Network]:
    network = Network(tmp_path_factory.mktemp("network"), database.server)
    with network.running():
        network.bootstrap()
        yield network


@pytest.fixture
def network(whole_network: Network) -> Network:
    whole_network.heal()
    return whole_network


def check_outlived(network: Network) -> None:
    """Every process is still the one from before; one replica of each is active; pings succeed."""
    assert all(process.is_running for process in network.processes.values())
    network.await_one_active(MEDIATORS)
    network.await_one_active(PARTICIPANTS)
    network.await_ping()
    network.check_nothing_is_lost()
    assert not [line for process in network.processes.values() for line in process.errors]


def test_nodes_tell_of_a_stopped_server_and_go_on_when_it_is_back(
    network: Network, database: DatabaseServer
) -> None:
    database.stop()
    for node in NODES:
        network.await_page(node, "db-storage : Failed(", 503)
        page = http_page(network.port(node, "health"), "/health/live")
        assert page[0] == 200, "a restart would not help"
        assert grpc_health(network.port(node, "admin-api")) == "NOT_SERVING"
        assert grpc_health(network.port(node, "admin-api"), "liveness") == "SERVING"
    assert not network.ping(PARTICIPANTS[0]), "nothing is acknowledged without a database"
    database.start()
    for node in NODES:
        network.await_page(node, "db-storage : Ok()")
    check_outlived(network)


def test_a_node_that_starts_without_its_database_waits_for_it_where_it_may(
    database: DatabaseServer, tmp_path: Path
) -> None:
    server = database.server
    (tmp_path / "node.conf").write_text(
        f"""canton.mediators.early {{
          admin-api.port = {free_port()}
          storage.type = postgres
          storage.config.properties {{
            serverName = {server.host}, portNumber = "{server.port}", databaseName = postgres
            user = {server.user}, password = "{server.password}"
          }}
          storage.parameters.fail-fast-on-startup = no
        }}"""
    )
    process = CantonProcess(tmp_path, "early", ["daemon", "--config=node.conf"], {})
    database.stop()
    try:
        process.start()
        process.await_log("waiting for the database")
        database.start()
        process.await_log("early is started")
        assert process.stop() == 143
        assert not process.errors
    finally:
        process.discard()


def test_nothing_acknowledged_is_lost_in_a_crash_of_the_server(
    network: Network, database: DatabaseServer
) -> None:
    for _ in range(5):
        network.await_ping()
    database.crash()
    database.start()
    check_outlived(network)


def test_nodes_connect_again_when_their_sessions_are_ended(network: Network) -> None:
    for _ in range(3):
        network.end_sessions()
        network.await_ping()
    check_outlived(network)


def test_nodes_wait_for_a_database_that_is_renamed_and_comes_back(network: Network) -> None:
    with network.renamed_database("participant_a"):
        for node in PARTICIPANTS:
            network.await_page(node, status=503)
    check_outlived(network)
