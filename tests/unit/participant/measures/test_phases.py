"""Which phases of a command are measured."""

from __future__ import annotations

import pytest

from canton.participant.measures.phases import CommandPhases, Phase
from canton.telemetry.prometheus import PrometheusRegistry
from canton.timestamps import Timestamp

CHANGE = b"change"


class Watch:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.registry = PrometheusRegistry()
        self.phases = CommandPhases(self.registry.of("p", "participant"), lambda: self.now_s)
        self.phases.begin(CHANGE, "da", self.now_s)

    def seconds(self, phase: Phase) -> str | None:
        """The sum that Prometheus reads for the phase."""
        for line in self.registry.exposition().decode().splitlines():
            if line.startswith("daml_participant_phase_duration_seconds_sum") and (
                f'phase="{phase.value}",synchronizer="da"' in line
            ):
                return line.rsplit(" ", 1)[1]
        return None


@pytest.fixture
def watch() -> Watch:
    return Watch()


def test_each_phase_is_measured_from_the_end_of_the_one_before(watch: Watch) -> None:
    watch.now_s += 2
    watch.phases.reach(CHANGE, Phase.INTERPRETATION)
    watch.now_s += 3
    watch.phases.reach(CHANGE, Phase.REQUEST_GENERATION)
    watch.phases.name(CHANGE, "message")
    watch.now_s += 4
    watch.phases.sequenced("message", Timestamp(7))
    watch.now_s += 5
    watch.phases.request_reached(Timestamp(7), Phase.VALIDATION_QUEUE)
    measured = [watch.seconds(phase) for phase in list(Phase)[:5]]
    assert measured == ["2.0", "3.0", "4.0", "5.0", None]


def test_nothing_is_measured_across_a_phase_that_was_left_out(watch: Watch) -> None:
    watch.phases.reach(CHANGE, Phase.SEQUENCING)
    assert watch.seconds(Phase.SEQUENCING) is None
    watch.now_s += 1
    watch.phases.reach(CHANGE, Phase.VALIDATION_QUEUE)
    assert watch.seconds(Phase.VALIDATION_QUEUE) == "1.0"


def test_a_phase_that_is_told_of_again_counts_once(watch: Watch) -> None:
    for _ in range(2):
        watch.now_s += 1
        watch.phases.reach(CHANGE, Phase.INTERPRETATION)
    assert watch.seconds(Phase.INTERPRETATION) == "1.0"


def test_what_others_do_or_is_over_is_not_measured(watch: Watch) -> None:
    watch.phases.name(CHANGE, "message")
    watch.phases.sequenced("message", Timestamp(7))
    watch.phases.drop(CHANGE)
    watch.phases.reach(CHANGE, Phase.INTERPRETATION)
    watch.phases.sequenced("message", Timestamp(8))
    watch.phases.sequenced("foreign", Timestamp(9))
    watch.phases.request_reached(Timestamp(7), Phase.VALIDATION_QUEUE)
    watch.phases.drop(CHANGE)
    assert "daml_participant_phase_duration_seconds_sum" not in watch.registry.exposition().decode()
