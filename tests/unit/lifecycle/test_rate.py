"""Bursts pass at once, and on average no more than the rate."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from canton.lifecycle.rate import RateLimiter


def test_a_burst_passes_at_once_and_the_rest_at_the_rate() -> None:
    limiter = RateLimiter(10, 0.5)
    assert [limiter.may_pass(0.0) for _ in range(6)] == [True] * 5 + [False]
    assert [limiter.may_pass(0.1), limiter.may_pass(0.1)] == [True, False]
    assert sum(limiter.may_pass(1.0 + n / 1000) for n in range(1000)) == 15


def test_one_passes_even_where_the_burst_is_less_than_one() -> None:
    limiter = RateLimiter(1, 0.5)
    assert [limiter.may_pass(0.0), limiter.may_pass(0.4), limiter.may_pass(0.6)] == [
        True,
        False,
        True,
    ]
    assert not RateLimiter(0, 1.0).may_pass(0.0)


@given(
    st.floats(0.1, 1000),
    st.floats(0.01, 5),
    st.lists(st.floats(0, 2, allow_nan=False), max_size=200),
)
def test_no_more_pass_than_a_burst_and_what_the_rate_gives(
    rate: float, factor: float, pauses: list[float]
) -> None:
    limiter, now, passed = RateLimiter(rate, factor), 0.0, 0
    for pause in pauses:
        now += pause
        passed += limiter.may_pass(now)
    assert passed <= rate * factor + 1 + rate * now + 1e-6
