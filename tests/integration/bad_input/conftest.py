"""One live network for all cases; each leaves it as it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from integration.bad_input.network import LiveNetwork, live_network


@pytest.fixture(scope="package")
def shared_network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveNetwork]:
    """The network of all tests in this folder."""
    with live_network(tmp_path_factory.mktemp("bad-input")) as network:
        yield network


@pytest.fixture
def network(shared_network: LiveNetwork) -> Iterator[LiveNetwork]:
    """The network; a ping must work and no error be logged when the test is over."""
    with shared_network.unharmed():
        yield shared_network
