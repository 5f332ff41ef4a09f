"""What load balancers, container platforms and Prometheus read is true of every replica."""

from __future__ import annotations

import pytest

from integration.processes.network import MEDIATORS, PARTICIPANTS, SEQUENCERS, Network
from integration.processes.probe import (
    grpc_health,
    health_metric,
    http_page,
    metric_sum,
    served,
)
from integration.processes.process import until

pytestmark = [pytest.mark.postgres, pytest.mark.processes]

PUBLIC_SERVICE = "sequencer-health-check-service"


def test_the_active_replica_is_ready_and_the_passive_one_is_alive_and_says_why(
    network: Network,
) -> None:
    for replicas in (PARTICIPANTS, MEDIATORS):
        active, passive = network.await_one_active(replicas)
        assert http_page(network.port(active, "health"))[0] == 200
        status, page = http_page(network.port(passive, "health"))
        assert (status, "replication : Failed(instance is passive)\n" in page) == (503, True)
        for node in (active, passive):
            assert http_page(network.port(node, "health"), "/health/live")[0] == 200


def test_grpc_health_serves_on_the_active_replica_only(network: Network) -> None:
    for kind, replicas in (("participant", PARTICIPANTS), ("mediator", MEDIATORS)):
        active, passive = network.await_one_active(replicas)
        for service in ("", kind):
            assert grpc_health(network.port(active, "admin-api"), service) == "SERVING"
            assert grpc_health(network.port(passive, "admin-api"), service) == "NOT_SERVING"
        for node in replicas:
            assert grpc_health(network.port(node, "admin-api"), "liveness") == "SERVING"
            assert grpc_health(network.port(node, "admin-api"), "unheard of") == "NOT_FOUND"


def test_both_sequencers_serve_their_members(network: Network) -> None:
    for node in SEQUENCERS:
        for service in ("", PUBLIC_SERVICE):
            assert grpc_health(network.port(node, "public-api"), service) == "SERVING"
        assert http_page(network.port(node, "health"))[0] == 200


def test_the_ledger_api_is_reached_on_the_active_replica_only(network: Network) -> None:
    active, passive = network.await_one_active(PARTICIPANTS)
    assert grpc_health(network.port(active, "ledger-api")) == "SERVING"
    assert grpc_health(network.port(passive, "ledger-api")) == "UNAVAILABLE"


def test_probes_follow_a_switch(network: Network) -> None:
    active, passive = network.await_one_active(PARTICIPANTS)
    network.node(active).replication.set_passive()
    network.await_active(passive)
    for node, status in ((passive, 200), (active, 503)):
        network.await_page(node, status=status)
    assert grpc_health(network.port(passive, "admin-api")) == "SERVING"
    assert grpc_health(network.port(active, "admin-api")) == "NOT_SERVING"
    until(
        lambda: grpc_health(network.port(active, "ledger-api")) == "UNAVAILABLE",
        "the Ledger API of the passive replica is closed",
    )


def test_prometheus_reads_the_health_of_every_component(network: Network) -> None:
    active, passive = network.await_one_active(PARTICIPANTS)
    for node, replication in ((active, 1.0), (passive, 0.0)):
        port = network.metrics_port(node)
        assert health_metric(port, node, "replication") == replication
        assert health_metric(port, node, "db-storage") == 1.0


def test_prometheus_counts_what_a_ping_does_in_the_active_participant(network: Network) -> None:
    active, _ = network.await_one_active(PARTICIPANTS)
    port = network.metrics_port(active)
    counted = {
        "daml_participant_api_commands_submissions_duration_seconds_count": 2,
        "daml_participant_api_indexer_updates": 2,
        "daml_participant_phase_duration_seconds_count": 18,
    }
    network.await_ping()
    before = {name: metric_sum(port, name) for name in counted}
    network.await_ping()
    for name, least in counted.items():
        assert metric_sum(port, name) >= before[name] + least, name
    for executor in ("general", "write"):
        assert 0 <= metric_sum(port, f"daml_db_storage_{executor}_executor_load") <= 1


def test_reflection_lists_what_the_admin_api_of_each_kind_serves(network: Network) -> None:
    common = {
        "com.digitalasset.canton.admin.health.v30.StatusService",
        "com.digitalasset.canton.crypto.admin.v30.VaultService",
        "com.digitalasset.canton.topology.admin.v30.TopologyManagerReadService",
        "grpc.health.v1.Health",
    }
    of_kind = {
        SEQUENCERS: "com.digitalasset.canton.sequencer.admin.v30.SequencerAdministrationService",
        MEDIATORS: "com.digitalasset.canton.mediator.admin.v30.MediatorInitializationService",
        PARTICIPANTS: "com.digitalasset.canton.admin.participant.v30.PingService",
    }
    for nodes, service in of_kind.items():
        for node in nodes:  # passive replicas serve the same API
            assert common | {service} <= served(network.port(node, "admin-api"))
