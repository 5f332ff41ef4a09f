"""Commands are admitted within the limits, which outlive a restart."""

from __future__ import annotations

import logging

import pytest

from canton.errors import LedgerError
from canton.participant.capacity.admission import Admission, ResourceLimits
from canton.storage.memory import MemoryStorage
from canton.telemetry import catalogue
from canton.telemetry.prometheus import PrometheusRegistry
from canton.timestamps import Timestamp


class HandClock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.at_s = 0.0

    def now(self) -> Timestamp:
        return Timestamp(int(self.at_s * 1e6))

    def monotonic_s(self) -> float:
        return self.at_s

    async def sleep(self, seconds: float) -> None:
        raise NotImplementedError


def reason(admission: Admission, load: int = 0) -> str | None:
    """Why a command is refused; None if it is admitted."""
    try:
        admission.admit(load)
    except LedgerError as error:
        assert error.code.id == "PARTICIPANT_BACKPRESSURE"
        assert error.definite_answer
        assert error.cause == f"The participant is overloaded: {error.context['reason']}"
        return error.context["reason"]
    return None


async def test_without_limits_everything_is_admitted() -> None:
    admission = await Admission.open(MemoryStorage(), HandClock())
    assert admission.limits == ResourceLimits(None, None, 0.5)
    assert all(reason(admission, 10**9) is None for _ in range(1000))


async def test_a_command_over_the_load_is_refused_and_uses_up_no_rate() -> None:
    admission = Admission(MemoryStorage(), HandClock(), ResourceLimits(2, 1, 1.0))
    assert reason(admission, 2) == "too many in-flight validation requests (count: 2, limit: 2)"
    assert reason(admission, 1) is None


async def test_commands_over_the_rate_are_refused_until_time_has_passed() -> None:
    clock = HandClock()
    admission = Admission(MemoryStorage(), clock, ResourceLimits(None, 10, 0.25))
    assert [reason(admission) for _ in range(3)] == [None] * 3
    assert reason(admission) == (
        "the amount of commands submitted to this participant exceeds the submission rate limit "
        "of 10 submissions per second with bursts of up to 3 submissions"
    )
    clock.at_s = 0.1
    assert reason(admission) is None
    assert reason(admission) is not None


async def test_limits_are_in_force_at_once_and_after_a_restart() -> None:
    storage, registry = MemoryStorage(), PrometheusRegistry()
    gauge = registry.of("p", "participant").instrument(
        catalogue.INFLIGHT_VALIDATIONS_MAX, participant="p"
    )
    admission = await Admission.open(storage, HandClock(), max_shown=gauge)
    await admission.change(ResourceLimits(0, 7, 0.3))
    assert reason(admission) is not None
    again = await Admission.open(storage, HandClock())
    assert again.limits == admission.limits == ResourceLimits(0, 7, 0.3)
    await again.change(ResourceLimits())
    assert (await Admission.open(storage, HandClock())).limits == ResourceLimits()


@pytest.mark.logs("has been overloaded")
async def test_lasting_overload_is_warned_of_once_an_interval(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = HandClock()
    admission = Admission(MemoryStorage(), clock, ResourceLimits(1), 20.0)

    def warnings_of(at_s: float, load: int = 1) -> int:
        clock.at_s = at_s
        caplog.clear()
        reason(admission, load)
        return sum(each.levelno == logging.WARNING for each in caplog.records)

    assert [warnings_of(at) for at in (5, 19, 21, 22, 40, 42)] == [0, 0, 1, 0, 0, 1]
    assert [warnings_of(45, load=0), warnings_of(64), warnings_of(66)] == [0, 0, 1]
    assert "PARTICIPANT_OVERLOADED" in caplog.text


async def test_overload_is_not_warned_of_where_the_configuration_says_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = HandClock()
    admission = Admission(MemoryStorage(), clock, ResourceLimits(0), None)
    for clock.at_s in range(0, 1000, 10):
        assert reason(admission) is not None
    assert not caplog.records
