"""What a measurement counts of updates."""

from __future__ import annotations

from typing import Any

from canton.console.measurement import Throughput
from canton.telemetry.metric import Qualifier
from canton.telemetry.prometheus import PrometheusRegistry
from canton.wire import ledger_event_pb2, ledger_service_pb2, ledger_value_pb2

Event, Created, Exercised = (
    ledger_event_pb2.Event,
    ledger_event_pb2.CreatedEvent,
    ledger_event_pb2.ExercisedEvent,
)


def exercised(node: int, last: int) -> Event:
    return Event(exercised=Exercised(node_id=node, last_descendant_node_id=last))


def created(node: int) -> Event:
    return Event(created=Created(node_id=node))


def test_events_below_others_are_not_counted_and_other_updates_not_at_all() -> None:
    registry, seen = PrometheusRegistry(Qualifier), []
    throughput = Throughput(registry.of("p", "participant"), "test", seen.append)
    transaction = ledger_event_pb2.Transaction(
        events=[created(0), exercised(1, 4), created(2), exercised(3, 4), created(5)]
    )
    Update = ledger_service_pb2.GetUpdatesResponse  # noqa: N806
    throughput.count(Update(transaction=transaction))
    throughput.count(Update(offset_checkpoint=ledger_value_pb2.OffsetCheckpoint(offset=7)))
    throughput.count(Update(transaction=transaction))
    assert seen == [transaction, transaction]
    text = registry.exposition().decode()
    labels = '{component="participant",measurement="test",node="p"}'
    assert f"daml_participant_console_tx_nodes_emitted_total{labels} 6.0" in text
    assert f"daml_participant_console_tx_node_count_sum{labels} 6.0" in text
    size = 2.0 * transaction.ByteSize()
    assert f"daml_participant_console_tx_size_sum{labels} {size}" in text


def test_a_measurement_sees_what_happens_until_it_is_closed(console: Any) -> None:
    seen: list[Any] = []
    node = console.participant1
    with node.ledger_api.updates.start_measuring([node.admin_party], "pings", seen.append):
        node.health.ping(console.participant2)
        console.utils.retry_until_true(lambda: len(seen) >= 2)
    before = len(seen)
    node.health.ping(console.participant2)
    assert len(seen) == before
