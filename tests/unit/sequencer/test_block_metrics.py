"""What is counted of the requests in a sequencer's blocks."""

from __future__ import annotations

from canton.identifiers import Member
from canton.protocol.sequencing.submission import RequestKind
from canton.sequencer.block_metrics import BlockMetrics, TrafficMetrics
from canton.sequencer.core.effects import Charged, Taken
from canton.telemetry.prometheus import PrometheusRegistry
from canton.timestamps import Timestamp

TIME = Timestamp(0)
ALICE = Member.parse("PAR::alice::1220" + "aa" * 32)


def test_requests_are_counted_by_sender_and_type_and_acknowledgements_without_their_bytes() -> None:
    registry = PrometheusRegistry()
    metrics = BlockMetrics(registry.of("sequencer1", "sequencer"))
    for size in (100, 20):
        metrics.taken(Taken(ALICE, RequestKind.CONFIRMATION_REQUEST, size, TIME))
    metrics.taken(Taken(ALICE, None, 7, TIME))
    metrics.processed(3, 2_500)
    text = registry.exposition().decode()
    labels = f'{{component="sequencer",member="{ALICE}",node="sequencer1",type="%s"}}'
    request, acknowledgement = labels % "send-confirmation-request", labels % "ack"
    assert f"daml_sequencer_block_events_total{request} 2.0" in text
    assert f"daml_sequencer_block_event_bytes_total{request} 120.0" in text
    assert f"daml_sequencer_block_events_total{acknowledgement} 1.0" in text
    assert f"daml_sequencer_block_event_bytes_total{acknowledgement} 0.0" in text
    assert 'daml_sequencer_block_height{component="sequencer",node="sequencer1"} 3.0' in text
    assert 'daml_sequencer_block_delay{component="sequencer",node="sequencer1"} 2.5' in text


def test_every_kind_of_request_has_a_type() -> None:
    registry = PrometheusRegistry()
    metrics = BlockMetrics(registry.of("sequencer1", "sequencer"))
    for kind in RequestKind:
        metrics.taken(Taken(ALICE, kind, 1, TIME))
    assert registry.exposition().decode().count("daml_sequencer_block_events_total{") == len(
        RequestKind
    )


def test_what_is_paid_is_counted_by_whether_it_was_delivered() -> None:
    registry = PrometheusRegistry()
    metrics = TrafficMetrics(registry.of("sequencer1", "sequencer"))
    kind = RequestKind.CONFIRMATION_REQUEST
    for cost, waste, is_paid in (
        (110, None, True),
        (30, None, True),
        (20, "SEQUENCER_UNKNOWN_RECIPIENTS", True),
        (0, "SEQUENCER_NOT_ENOUGH_TRAFFIC_CREDIT", False),
    ):
        metrics.charged(Charged(ALICE, kind, "s1", cost, 77, waste, is_paid))
    values = {
        line.partition("{")[0].removeprefix("daml_sequencer_traffic_control_"): line.split()[-1]
        for line in registry.exposition().decode().splitlines()
        if line.startswith("daml_sequencer_traffic_control_") and "_created" not in line
    }
    assert values == {
        "event_delivered": "2.0",
        "event_delivered_cost_total": "140.0",
        "wasted_traffic_counter": "1.0",
        "wasted_traffic_total": "20.0",
        "wasted_sequencing_counter": "1.0",
        "wasted_sequencing_total": "77.0",
    }
