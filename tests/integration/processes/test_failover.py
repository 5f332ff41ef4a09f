"""A network of six processes goes on when one of them is killed, frozen or told to step back."""

from __future__ import annotations

import json
import signal

import pytest

from canton.sequencer_client.connection_pool import SIGNS_OF_LIFE
from integration.processes.network import (
    EVICTION_TIMEOUT_S,
    MEDIATORS,
    PARTICIPANTS,
    SEQUENCERS,
    TAKE_OVER_S,
    Network,
)
from integration.processes.probe import http_page

SILENCE_S = SIGNS_OF_LIFE.interval_s + SIGNS_OF_LIFE.answer_s_max
"""Within this time members notice that a sequencer is frozen."""

pytestmark = [pytest.mark.postgres, pytest.mark.processes]


@pytest.mark.parametrize("replicas", [PARTICIPANTS, MEDIATORS], ids=["participant", "mediator"])
def test_killing_the_active_replica_makes_the_other_one_active_and_pings_succeed(
    network: Network, replicas: tuple[str, str]
) -> None:
    active, standby = network.await_one_active(replicas)
    network.process_of(active).kill()
    network.await_active(standby)
    network.await_ping(TAKE_OVER_S)
    network.check_nothing_is_lost()


@pytest.mark.parametrize("sequencer", SEQUENCERS)
def test_pings_succeed_without_one_of_the_sequencers(network: Network, sequencer: str) -> None:
    network.process_of(sequencer).kill()
    network.await_ping(TAKE_OVER_S)
    network.check_nothing_is_lost()


@pytest.mark.parametrize("replicas", [PARTICIPANTS, MEDIATORS], ids=["participant", "mediator"])
def test_a_killed_replica_comes_back_passive_and_takes_over_when_the_other_one_is_killed(
    network: Network, replicas: tuple[str, str]
) -> None:
    first, second = network.await_one_active(replicas)
    network.process_of(first).kill()
    network.await_active(second)
    network.process_of(first).start()
    network.await_passive(first)
    network.process_of(second).kill()
    network.await_active(first)
    network.await_ping(TAKE_OVER_S)


def test_a_killed_sequencer_catches_up_and_carries_the_network_alone(network: Network) -> None:
    first, second = SEQUENCERS
    network.process_of(first).kill()
    network.await_ping(TAKE_OVER_S)
    network.process_of(first).start()
    network.await_running(first)
    network.process_of(second).kill()
    network.await_ping()
    network.check_nothing_is_lost()


def test_a_frozen_replica_is_evicted_and_commits_nothing_once_it_wakes(network: Network) -> None:
    active, standby = network.await_one_active(PARTICIPANTS)
    frozen = network.process_of(active)
    frozen.signal(signal.SIGSTOP)
    took_s = network.await_active(standby, EVICTION_TIMEOUT_S + TAKE_OVER_S)
    assert took_s >= EVICTION_TIMEOUT_S / 2, "a holder that is merely slow keeps its lease"
    network.await_ping(TAKE_OVER_S)
    updates = network.updates()
    frozen.signal(signal.SIGCONT)
    network.await_passive(active)
    assert network.updates() == updates
    network.await_ping()
    network.check_nothing_is_lost()


def test_a_frozen_mediator_is_evicted_and_is_passive_once_it_wakes(network: Network) -> None:
    active, standby = network.await_one_active(MEDIATORS)
    frozen = network.process_of(active)
    frozen.signal(signal.SIGSTOP)
    network.await_active(standby, EVICTION_TIMEOUT_S + TAKE_OVER_S)
    network.await_ping(TAKE_OVER_S)
    frozen.signal(signal.SIGCONT)
    network.await_passive(active)
    network.await_ping()


@pytest.mark.parametrize("sequencer", SEQUENCERS)
def test_pings_succeed_while_one_of_the_sequencers_is_frozen(
    network: Network, sequencer: str
) -> None:
    network.process_of(sequencer).signal(signal.SIGSTOP)
    network.await_ping(SILENCE_S + TAKE_OVER_S)
    network.await_ping(TAKE_OVER_S)
    network.process_of(sequencer).signal(signal.SIGCONT)
    network.check_nothing_is_lost()


def test_a_planned_switch_makes_the_other_replica_active(network: Network) -> None:
    active, standby = network.await_one_active(PARTICIPANTS)
    network.node(active).replication.set_passive()
    network.await_active(standby)
    network.await_passive(active)
    network.await_ping(TAKE_OVER_S)


def test_the_json_api_listens_on_the_active_replica_alone(network: Network) -> None:
    def offset(node: str) -> int | None:
        try:
            status, page = http_page(network.port(node, "http-ledger-api"), "/v2/state/ledger-end")
        except ConnectionRefusedError:
            return None
        assert status == 200
        return int(json.loads(page)["offset"])

    active, standby = network.await_one_active(PARTICIPANTS)
    before = offset(active)
    assert before is not None and offset(standby) is None
    network.node(active).replication.set_passive()
    network.await_active(standby)
    network.await_passive(active)
    network.await_ping(TAKE_OVER_S)
    after = offset(standby)
    assert after is not None and after > before and offset(active) is None


def test_the_updates_of_one_replica_are_those_of_the_other_and_more(network: Network) -> None:
    active, standby = network.await_one_active(PARTICIPANTS)
    end = network.ledger_end(active)
    before = network.transactions(active, end)
    network.node(active).replication.set_passive()
    network.await_active(standby)
    network.await_ping(TAKE_OVER_S)
    assert network.transactions(standby, end) == before != []
    after = network.transactions(standby)
    assert len(set(after)) == len(after) > len(before)
