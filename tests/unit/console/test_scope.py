"""What scripts find in the console: names, macros, help, spellings, error texts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from canton.console.failure import CONSOLE_COMMAND_TIMED_OUT, CommandFailure
from canton.console.group import commands_of, groups_of
from canton.console.spelling import command, seconds_of


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("30s", 30),
        ("2 minutes", 120),
        ("500ms", 0.5),
        ("10.seconds", 10),
        (3, 3),
        (timedelta(hours=1), 3600),
    ],
)
def test_duration_is_text_number_or_timedelta(written: Any, seconds: float) -> None:
    assert seconds_of(written) == seconds


def test_text_that_is_no_duration_is_refused_with_an_example() -> None:
    with pytest.raises(ValueError, match="'soon' is not a duration such as '30s'"):
        seconds_of("soon")


def test_parameters_are_taken_in_either_spelling() -> None:
    @command
    def connect(synchronizer_alias: str) -> str:
        return synchronizer_alias

    assert connect(synchronizerAlias="da") == connect(synchronizer_alias="da") == "da"  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        connect(other="da")  # type: ignore[call-arg]


def test_nodes_are_found_by_name_and_by_kind(fresh: Any) -> None:
    assert fresh.participants["participant1"] is fresh.participant1
    assert fresh.participants.local == [fresh.participant1, fresh.participant2]
    assert fresh.participants.remote == []
    assert len(fresh.nodes) == 4


def test_condition_that_stays_false_ends_with_the_given_words(fresh: Any) -> None:
    with pytest.raises(CommandFailure, match="no luck after") as caught:
        fresh.utils.retry_until_true(lambda: False, "100ms", failure="no luck")
    assert caught.value.error_code == CONSOLE_COMMAND_TIMED_OUT
    answers = iter([0, 0, 7])
    assert fresh.utils.retry_until_true(lambda: next(answers)) == 7
    with pytest.raises(TypeError, match="give a function"):
        fresh.utils.retry_until_true(True)


def test_command_timeout_can_be_changed(fresh: Any) -> None:
    before = fresh.console.command_timeout
    fresh.console.set_command_timeout("2 minutes")
    assert fresh.console.command_timeout == timedelta(minutes=2)
    fresh.console.set_command_timeout(before)


def test_log_level_is_what_was_set(fresh: Any) -> None:
    before = fresh.logging.get_level("canton.console.test")
    fresh.logging.set_level("canton.console.test", "ERROR")
    assert fresh.logging.get_level("canton.console.test") == "ERROR"
    fresh.logging.set_level("canton.console.test", before)


def test_help_lists_describes_and_suggests(fresh: Any, capsys: pytest.CaptureFixture[str]) -> None:
    overview = fresh.participant1.help()
    assert "Command Groups" in overview
    assert "synchronizers - Connect to synchronizers" in overview
    assert "testing - Try a network out" in overview
    assert "synchronizer_alias" in fresh.participant1.help("synchronizers.reconnect")
    assert "synchronizers.reconnect_all" in fresh.participant1.help("reconn")
    fresh.help("participant1.health.ping")
    assert "Sends a ping" in capsys.readouterr().out
    assert "participant2" in repr(fresh.help)


def test_every_command_has_a_description(fresh: Any) -> None:
    def undescribed(owner: Any) -> list[str]:
        own = [name for name, function in commands_of(owner) if not function.__doc__]
        return own + [each for _, group in groups_of(owner) for each in undescribed(group)]

    assert not [each for node in fresh.nodes.all for each in undescribed(node)]


def test_bootstrap_returns_the_same_id_when_run_again(console: Any) -> None:
    assert console.bootstrap.synchronizer_local() == console.sequencer1.synchronizer_id


def test_bootstrap_of_another_synchronizer_names_the_nodes(console: Any) -> None:
    with pytest.raises(CommandFailure, match="sequencer1 is already initialized for local::"):
        console.bootstrap.synchronizer("other", [console.sequencer1], [console.mediator1])
