"""Which answers of the endpoints let sequencer connections be registered."""

from __future__ import annotations

import pytest

from canton.sequencer_client.core.validation import (
    Endpoint,
    Unreachable,
    Validation,
    Wrong,
    agreement_of,
    is_enough,
    problem_with,
)
from unit.sequencer_client.core.test_pool import OTHER, attributes, sequencer

GOOD = [Endpoint("a", attributes(1)), Endpoint("b", attributes(2))]
DOWN = Endpoint("c", Unreachable("refused"))


@pytest.mark.parametrize("validation", Validation)
def test_right_answers_pass_every_validation(validation: Validation) -> None:
    assert problem_with(GOOD, validation, 2) is None


def test_unreachable_sequencer_fails_only_where_all_are_asked_for() -> None:
    for validation in Validation:
        problem = problem_with([*GOOD, DOWN], validation, 2)
        assert (problem is None) is (validation is not Validation.ALL)
    assert problem_with([GOOD[0], DOWN], Validation.THRESHOLD_ACTIVE, 2) is not None
    assert problem_with([GOOD[0], DOWN], Validation.ACTIVE, 2) is None


def test_those_that_are_down_are_waited_for_where_all_are_asked_for_or_too_few_are_up() -> None:
    for validation in Validation:
        assert is_enough(GOOD, validation, 2)
        assert is_enough([*GOOD, DOWN], validation, 1) is (validation is not Validation.ALL)
        assert not is_enough([*GOOD, DOWN], validation, 2)
    assert is_enough([Endpoint("c", Wrong("no sequencer"))], Validation.ALL, 1)


@pytest.mark.parametrize(
    "bad",
    [
        Endpoint("c", Wrong("no sequencer")),
        Endpoint("c", attributes(3, OTHER)),
        Endpoint("c", attributes(3), expected=sequencer(4)),
        Endpoint("c", attributes(1)),
        Endpoint("a", attributes(3)),
    ],
    ids=["wrong", "other synchronizer", "unexpected", "two aliases", "one alias for two"],
)
def test_wrong_answers_fail_unless_nothing_is_validated(bad: Endpoint) -> None:
    for validation in Validation:
        problem = problem_with([*GOOD, bad], validation, 1)
        assert (problem is None) is (validation is Validation.DISABLED)


def test_agreement_is_what_all_that_were_reached_say() -> None:
    assert agreement_of([*GOOD, DOWN]) == attributes(1).agreement
    assert agreement_of([DOWN]) is None
