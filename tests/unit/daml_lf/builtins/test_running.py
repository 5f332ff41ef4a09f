"""Limits around the code of contracts."""

from __future__ import annotations

import sys
from threading import Event, Thread

import pytest

from canton.daml_lf.builtins import running
from canton.daml_lf.builtins.errors import InterpretationError
from canton.daml_lf.builtins.running import after_checks, limited


def test_deep_calls_end_cleanly_and_the_recursion_limit_is_put_back(monkeypatch) -> None:
    monkeypatch.setattr(running, "DEPTH_MAX", 5_000)
    before = sys.getrecursionlimit()

    def deep(n: int) -> int:
        return 1 + deep(n + 1)

    with (
        pytest.raises(InterpretationError, match="deeper than 5000"),
        limited(after_checks(1)),
    ):
        deep(0)
    assert sys.getrecursionlimit() == before


def test_what_no_rule_foresees_is_an_interpretation_error_with_its_place() -> None:
    def unforeseen() -> int:
        return 1 // 0

    message = "CRASH: unexpected ZeroDivisionError: .* in unforeseen, line"
    with pytest.raises(InterpretationError, match=message), limited(after_checks(1)):
        unforeseen()


def test_a_run_that_ends_leaves_room_to_one_that_goes_on() -> None:
    before = sys.getrecursionlimit()
    inside, leave = Event(), Event()

    def run() -> None:
        with limited(after_checks(1)):
            inside.set()
            leave.wait(10)

    thread = Thread(target=run)
    thread.start()
    inside.wait(10)
    with limited(after_checks(1)):
        pass
    assert sys.getrecursionlimit() == running.DEPTH_MAX
    leave.set()
    thread.join()
    assert sys.getrecursionlimit() == before


def test_a_deadline_without_a_clock_counts() -> None:
    is_late = after_checks(2)
    assert [is_late() for _ in range(4)] == [False, False, True, True]
