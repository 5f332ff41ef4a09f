"""Fixtures for tests with real processes: networks of them, and what they leave behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from canton.nodes.postgres_launcher import Server
from integration.processes.network import ONE_EACH, Network

OpenNetwork = Callable[[Mapping[str, tuple[str, ...]]], AbstractContextManager[Network]]


@pytest.fixture(scope="module")
def ha_network(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    """Six processes, bootstrapped; for all tests of a module."""
    network = Network(tmp_path_factory.mktemp("network"), postgres, ONE_EACH)
    with network.running():
        network.bootstrap()
        yield network


@pytest.fixture
def network(ha_network: Network) -> Network:
    """The same, with whatever the test before did to it healed."""
    ha_network.heal()
    return ha_network


@pytest.fixture
def open_network(postgres: Server, tmp_path: Path) -> OpenNetwork:
    """Starts networks whose processes host the given nodes; they are not bootstrapped."""

    @contextmanager
    def opened(hosting: Mapping[str, tuple[str, ...]]) -> Iterator[Network]:
        network = Network(tmp_path, postgres, hosting)
        with network.running():
            yield network

    return opened
