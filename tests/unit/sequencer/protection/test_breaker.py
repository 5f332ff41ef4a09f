"""Late blocks open a breaker, time lets requests in on trial, and the next block decides."""

from __future__ import annotations

from canton.protocol.sequencing.submission import RequestKind
from canton.sequencer.protection.breaker import (
    ACKNOWLEDGEMENT,
    BreakerSettings,
    CircuitBreakers,
)
from canton.telemetry.metric import NoMetrics
from canton.telemetry.prometheus import PrometheusRegistry
from canton.timestamps import Timestamp

REQUEST, VERDICT = RequestKind.CONFIRMATION_REQUEST, RequestKind.VERDICT
SETTINGS = {
    REQUEST.value: BreakerSettings(10.0, 2, 30.0, 2.0, 100.0),
    VERDICT.value: BreakerSettings(10.0, 3, 30.0),
    ACKNOWLEDGEMENT: BreakerSettings(10.0, 2, 30.0, 2.0, 100.0),
}


def at(seconds: float) -> Timestamp:
    return Timestamp(round(seconds * 1e6))


class Line:
    """Blocks and requests at times."""

    def __init__(self) -> None:
        self.breakers = CircuitBreakers(SETTINGS, NoMetrics())

    def block(self, now_s: float, *, late_s: float) -> None:
        self.breakers.block_processed(at(now_s - late_s), at(now_s))

    def refuses(self, now_s: float, kind: RequestKind | None = REQUEST) -> bool:
        return self.breakers.is_refusing(kind, at(now_s))


def test_so_many_late_blocks_in_a_row_close_the_door_by_kind() -> None:
    line = Line()
    line.block(100, late_s=11)
    line.block(101, late_s=1)
    line.block(102, late_s=11)
    assert not line.refuses(102)
    line.block(103, late_s=11)
    assert line.refuses(103) and line.refuses(103, None)
    assert not line.refuses(103, VERDICT)
    line.block(104, late_s=11)
    assert line.refuses(104, VERDICT)


def test_blocks_without_events_say_nothing() -> None:
    line = Line()
    for now_s in range(100, 200):
        line.breakers.block_processed(at(50), at(now_s))
    assert not line.refuses(200)


def test_a_timely_block_on_trial_opens_the_door_again() -> None:
    line = Line()
    line.block(100, late_s=20)
    line.block(101, late_s=20)
    assert line.refuses(130.9)
    line.block(120, late_s=1)
    assert line.refuses(130.9)
    assert not line.refuses(131)
    line.block(132, late_s=1)
    line.block(133, late_s=20)
    assert not line.refuses(133)


def test_each_failed_trial_makes_the_wait_longer_up_to_a_bound() -> None:
    line = Line()
    line.block(100, late_s=20)
    line.block(101, late_s=20)
    opened_s = 101.0
    for wait_s in (30, 60, 100, 100):
        assert line.refuses(opened_s + wait_s - 0.1)
        assert not line.refuses(opened_s + wait_s)
        opened_s += wait_s
        line.block(opened_s, late_s=20)
    line.block(opened_s + 100, late_s=1)
    line.block(opened_s + 101, late_s=20)
    line.block(opened_s + 102, late_s=20)
    assert line.refuses(opened_s + 102 + 29)
    assert not line.refuses(opened_s + 102 + 30)


def test_state_and_counts_are_shown_by_kind() -> None:
    registry = PrometheusRegistry()
    breakers = CircuitBreakers(SETTINGS, registry.of("s", "sequencer"))
    breakers.block_processed(at(1), at(20))
    breakers.block_processed(at(2), at(21))
    assert breakers.is_refusing(REQUEST, at(21)) and not breakers.is_refusing(VERDICT, at(21))
    shown = registry.exposition().decode()
    labels = '{component="sequencer",node="s"}'
    for kind, state, failures, rejections in (
        ("confirmation_request", 1, 2, 1),
        ("verdict", 0, 2, 0),
        ("acknowledgment", 1, 2, 0),
    ):
        prefix = f"daml_sequencer_circuit_breaker_{kind}"
        assert f"{prefix}_state{labels} {state}.0" in shown
        assert f"{prefix}_failures{labels} {failures}.0" in shown
        assert f"{prefix}_rejections{labels} {rejections}.0" in shown
