"""What a participant is told of sequencers decides whether it knows the synchronizer afterwards."""

from __future__ import annotations

import asyncio

import pytest

from canton.errors import LedgerError
from canton.sequencer_client.core.validation import Validation
from canton.sequencer_client.errors import BAD_CONNECTIVITY
from canton.sequencer_client.settings import ClientSettings
from simulation.deployment.bootstrap import founded
from simulation.deployment.synchronizer import Synchronizer
from simulation.virtual_loop import run

OTHER = "other"
WAITING_S = ClientSettings().initialization_s_max


def registered(
    validation: Validation, *, away: tuple[str, ...], away_s: float
) -> tuple[str, float]:
    """How the registration at alice ends while sequencers are away, and after how many seconds."""

    start = founded()

    async def scenario() -> tuple[str, float]:
        world = Synchronizer(founded=start)
        async with world.running(), asyncio.TaskGroup() as tasks:
            synchronizers = (await world.active("alice")).participant.synchronizers
            down = [tasks.create_task(world.machine(name).stay_down(away_s)) for name in away]
            await asyncio.sleep(0.1)
            began_s = asyncio.get_running_loop().time()
            try:
                await synchronizers.register(b"other", OTHER, validation)
                outcome = "registered"
            except LedgerError as error:
                assert error.code is BAD_CONNECTIVITY
                outcome = str(error)
            took_s = asyncio.get_running_loop().time() - began_s
            known = OTHER in [each.alias for each in synchronizers.registered]
            assert known is (outcome == "registered")
            for each in down:
                each.cancel()
        return outcome, took_s

    return run(scenario(), 0)


@pytest.mark.parametrize("validation", [Validation.ACTIVE, Validation.THRESHOLD_ACTIVE])
def test_one_of_two_sequencers_may_be_away_where_not_all_are_asked_for(
    validation: Validation,
) -> None:
    outcome, took_s = registered(validation, away=("sequencer1",), away_s=100)
    assert outcome == "registered"
    assert took_s < 1


@pytest.mark.logs("has been down")
def test_where_all_are_asked_for_one_that_stays_away_leaves_nothing_registered() -> None:
    outcome, took_s = registered(Validation.ALL, away=("sequencer1",), away_s=100)
    assert "cannot be reached" in outcome
    assert took_s == pytest.approx(WAITING_S, abs=1)


def test_one_that_comes_up_in_time_is_waited_for() -> None:
    outcome, took_s = registered(Validation.ALL, away=("sequencer1",), away_s=5)
    assert outcome == "registered"
    assert took_s < WAITING_S


@pytest.mark.logs("has been down", "again in")
def test_too_few_for_the_threshold_leave_nothing_registered() -> None:
    away = ("sequencer1", "sequencer2")
    outcome, _ = registered(Validation.THRESHOLD_ACTIVE, away=away, away_s=100)
    assert "0 of 1 required sequencers" in outcome


def test_without_validation_nobody_is_asked() -> None:
    away = ("sequencer1", "sequencer2")
    assert registered(Validation.DISABLED, away=away, away_s=100) == ("registered", 0)
