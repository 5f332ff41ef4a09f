"""Without any sequencer nothing is acknowledged; with them back everything goes on by itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event

import pytest

from integration.processes.network import MEDIATORS, PARTICIPANTS, SEQUENCERS, Network
from integration.processes.process import until

pytestmark = [pytest.mark.postgres, pytest.mark.processes]


def start_sequencers(network: Network) -> None:
    for node in SEQUENCERS:
        network.process_of(node).start()


def test_pings_resume_when_both_sequencers_were_down_and_are_back(network: Network) -> None:
    active, _ = network.await_one_active(PARTICIPANTS)
    for node in SEQUENCERS:
        network.process_of(node).kill()
    network.await_page(active, "sequencer-client : Failed(", 200)
    assert not network.ping(active)
    start_sequencers(network)
    network.await_ping()
    network.await_page(active, "sequencer-client : Ok()", 200)
    network.check_nothing_is_lost()
    members = [network.process_of(node) for node in (*MEDIATORS, *PARTICIPANTS)]
    assert all(process.is_running and not process.errors for process in members)


def test_sequencers_that_were_stopped_in_order_serve_again_at_once(network: Network) -> None:
    for node in SEQUENCERS:
        assert network.process_of(node).stop() == 143
    start_sequencers(network)
    network.await_ping()
    network.check_nothing_is_lost()


def test_no_ping_under_way_is_acknowledged_and_lost(network: Network) -> None:
    active, _ = network.await_one_active(PARTICIPANTS)
    done = Event()

    def ping_on() -> None:
        while not done.is_set():
            network.ping(active)

    with ThreadPoolExecutor(4) as pool:
        pinging = [pool.submit(ping_on) for _ in range(4)]
        try:
            for node in SEQUENCERS:
                wanted = len(network.acknowledged) + 5
                until(partial(network.has_pinged, wanted), f"{wanted} pings succeed")
                network.process_of(node).kill()
            start_sequencers(network)
            network.await_ping()
        finally:
            done.set()
        for each in pinging:
            each.result()
    network.await_ping()
    network.check_nothing_is_lost()
