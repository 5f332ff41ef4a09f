"""Which connections the pool uses, and when it gives up."""

from __future__ import annotations

from canton.identifiers import Member, PhysicalSynchronizerId
from canton.lifecycle.backoff import Backoff
from canton.lifecycle.health import Condition
from canton.sequencer_client.core.pool import Attributes, Phase, PoolCore, Verdict

NAMESPACE = "1220" + "ab" * 32
SYNCHRONIZER = PhysicalSynchronizerId.parse(f"s::{NAMESPACE}::35-0")
OTHER = PhysicalSynchronizerId.parse(f"other::{NAMESPACE}::35-0")


def sequencer(index: int) -> Member:
    return Member.parse(f"SEQ::sequencer{index}::{NAMESPACE}")


def attributes(index: int, synchronizer: PhysicalSynchronizerId = SYNCHRONIZER) -> Attributes:
    return Attributes(synchronizer, sequencer(index), b"parameters")


def pool(*names: str, threshold: int = 1) -> PoolCore:
    return PoolCore(names, threshold, Backoff(first_s=0.01, limit_s=10))


def first(below: int) -> int:
    return 0


def test_pool_agrees_once_different_sequencers_reach_the_threshold() -> None:
    core = pool("a-0", "a-1", "b-0", threshold=2)
    core.validated("a-0", attributes(1))
    core.validated("a-1", attributes(1))
    assert core.verdict() is Verdict.UNDECIDED
    core.validated("b-0", attributes(2))
    assert core.verdict() is Verdict.AGREED
    assert core.health().condition is Condition.OK


def test_groups_that_both_reach_the_threshold_contradict() -> None:
    core = pool("a", "b", "c", "d", threshold=2)
    core.validated("a", attributes(1))
    core.validated("b", attributes(2, OTHER))
    core.validated("c", attributes(3, OTHER))
    assert core.expected is not None
    assert core.phase("a") is Phase.FATAL
    assert core.validated("d", attributes(4)) is not None


def test_threshold_out_of_reach_is_noticed() -> None:
    core = pool("a", "b", threshold=2)
    core.validated("a", attributes(1))
    assert core.verdict() is Verdict.UNDECIDED
    core.fatal("b", "not a sequencer")
    assert core.verdict() is Verdict.UNREACHABLE
    assert core.faults() == {"b": "not a sequencer"}


def test_unexpected_or_changed_sequencer_is_fatal_and_stays_so() -> None:
    core = pool("a", "b")
    assert core.validated("a", attributes(1), expected_sequencer=sequencer(2)) is not None
    core.validated("b", attributes(1))
    core.failed("b")
    assert core.validated("b", attributes(2)) is not None
    assert core.failed("b") is None
    assert core.validated("b", attributes(1)) is not None
    assert core.usable() == {}


def test_delays_double_and_start_anew_after_a_success() -> None:
    core = pool("a")
    assert [core.failed("a") for _ in range(3)] == [0.01, 0.02, 0.04]
    core.validated("a", attributes(1))
    assert core.failed("a") == 0.01


def test_choice_takes_different_sequencers_and_their_endpoints_in_turn() -> None:
    core = pool("a-0", "a-1", "b-0")
    for name, index in (("a-0", 1), ("a-1", 1), ("b-0", 2)):
        core.validated(name, attributes(index))
    assert core.choose(5, first) == ["a-0", "b-0"]
    assert core.choose(1, first) == ["a-1"]
    assert core.choose(5, first, exclude=[sequencer(1)]) == ["b-0"]
    assert core.choose(5, first, acceptable=[sequencer(1)]) == ["a-0"]


def test_health_degrades_below_the_threshold_and_fails_at_none() -> None:
    core = pool("a", "b", threshold=2)
    core.validated("a", attributes(1))
    core.validated("b", attributes(2))
    core.failed("a")
    assert core.health().condition is Condition.DEGRADED
    core.failed("b")
    assert core.health().condition is Condition.FAILED


def test_lost_connection_is_not_chosen_until_it_has_spoken_anew() -> None:
    core = pool("a", "b")
    core.validated("a", attributes(1))
    core.validated("b", attributes(2))
    core.lost("a")
    assert core.choose(2, first) == ["b"]
    core.lost("b")
    core.failed("a")
    core.started("a")
    core.lost("a")  # told late, of the connection before
    core.validated("a", attributes(1))
    assert core.choose(2, first) == ["a"]
