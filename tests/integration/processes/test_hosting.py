"""Nodes may share processes as one likes: a process fails as a whole, and nothing else does."""

from __future__ import annotations

import pytest

from integration.processes.conftest import OpenNetwork
from integration.processes.network import MEDIATORS, ONE_EACH, PARTICIPANTS, TAKE_OVER_S

pytestmark = [pytest.mark.postgres, pytest.mark.processes]

ALL_IN_ONE = {"all": tuple(ONE_EACH)}
SITES = {
    "site_a": ("sequencer_a", "mediator_a", "participant_a"),
    "site_b": ("sequencer_b", "mediator_b", "participant_b"),
}
KINDS = {
    "sequencers": ("sequencer_a", "sequencer_b"),
    "mediators": ("mediator_a", "mediator_b"),
    "participants": ("participant_a", "participant_b"),
}


@pytest.mark.parametrize("hosting", [ALL_IN_ONE, KINDS], ids=["all in one", "two in each"])
def test_a_network_works_and_ends_in_order_however_its_nodes_share_processes(
    open_network: OpenNetwork, hosting: dict[str, tuple[str, ...]]
) -> None:
    with open_network(hosting) as network:
        network.bootstrap()
        network.heal()
        active, standby = network.await_one_active(PARTICIPANTS)
        network.node(active).replication.set_passive()
        network.await_active(standby)
        network.await_ping()
        network.check_nothing_is_lost()
        for process in network.processes.values():
            assert process.stop() == 143
            assert not process.errors


def test_a_network_goes_on_without_one_of_two_sites(open_network: OpenNetwork) -> None:
    with open_network(SITES) as network:
        network.bootstrap()
        network.heal()
        network.processes["site_a"].kill()
        network.await_ping(TAKE_OVER_S)
        assert network.active_of(MEDIATORS + PARTICIPANTS) == ["mediator_b", "participant_b"]
        network.processes["site_a"].start()
        network.await_passive("participant_a")
        network.processes["site_b"].kill()
        network.await_ping()
        network.check_nothing_is_lost()
