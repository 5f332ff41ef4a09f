"""Members may use their own maximum, and equal shares once all together use too much."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.identifiers import Member
from canton.protocol.sequencing.submission import RequestKind
from canton.sequencer.protection.cap import Cap, CapSettings, ThroughputCap, fair_share
from canton.telemetry.metric import NoMetrics
from canton.telemetry.prometheus import PrometheusRegistry
from canton.timestamps import Timestamp

ALICE, BOB, CAROL = (
    Member.parse(f"PAR::{name}::1220" + "aa" * 32) for name in ("alice", "bob", "carol")
)
SEQUENCER = Member.parse("SEQ::s::1220" + "aa" * 32)
REQUEST, TOPOLOGY = RequestKind.CONFIRMATION_REQUEST, RequestKind.TOPOLOGY_TRANSACTION
# 10 requests and 10 KiB of all, 6 and 5 KiB of each, within ten seconds.
SMALL = Cap(global_rate=1.0, global_kib_rate=1.0, member_rate=0.6, member_kib_rate=0.5)


def at(seconds: float) -> Timestamp:
    return Timestamp(round(seconds * 1e6))


def capped(kind: RequestKind = REQUEST, **settings: object) -> ThroughputCap:
    chosen = {"period_s": 10, "is_activation_delayed": False, **settings}
    return ThroughputCap(kind, SMALL, CapSettings(**chosen), NoMetrics(), at(0))  # type: ignore[arg-type]


def send(cap: ThroughputCap, member: Member, *seconds: float, size: int = 1) -> None:
    for second in seconds:
        cap.add(member, size, at(second), at(second))


def test_a_member_over_its_own_maximum_is_refused_until_enough_is_long_past() -> None:
    cap = capped()
    send(cap, ALICE, *[0.1] * 6)
    assert cap.problem(ALICE, at(1)) is None
    send(cap, ALICE, 1)
    problem = cap.problem(ALICE, at(1))
    assert problem is not None and problem.endswith(
        "The limit enforced is: 7 transactions over the past 10 seconds is more than the allowed "
        "6.0 for the period"
    )
    assert cap.problem(BOB, at(1)) is None
    assert cap.problem(ALICE, at(10)) is not None
    assert cap.problem(ALICE, at(10.2)) is None


def test_bytes_count_as_requests_do() -> None:
    cap = capped()
    send(cap, ALICE, 1, size=5121)
    problem = cap.problem(ALICE, at(1))
    assert problem is not None and "5121 bytes over the past 10 seconds" in problem


def test_under_congestion_every_active_member_has_the_same_share() -> None:
    cap = capped()
    send(cap, ALICE, *[1] * 4)
    send(cap, BOB, *[1] * 4)
    assert cap.problem(ALICE, at(1)) is None
    send(cap, CAROL, 1)
    # Nine of ten: a quarter each, the newcomer's included.
    problem = cap.problem(ALICE, at(1))
    assert problem is not None and (
        "allocating the same bandwidth of 2.5 transactions over 10 seconds to all 3 active"
        in problem
    )
    assert cap.problem(CAROL, at(1)) is None


def test_where_it_is_lenient_what_the_modest_leave_is_shared_among_the_greedy() -> None:
    cap = capped(is_strict=False, update_interval_ms=0)
    send(cap, ALICE, *[1 + n / 100 for n in range(5)])
    send(cap, BOB, *[2 + n / 100 for n in range(5)])
    send(cap, CAROL, 3)
    problem = cap.problem(ALICE, at(3.1))
    assert problem is not None and "bandwidth of 4.5 transactions" in problem
    assert cap.problem(CAROL, at(3.2)) is None


def test_nothing_is_refused_before_a_whole_period_was_observed() -> None:
    cap = capped(is_activation_delayed=True)
    send(cap, ALICE, *[1] * 20)
    assert cap.problem(ALICE, at(2)) is None
    send(cap, ALICE, *[11.5] * 20)
    assert cap.problem(ALICE, at(12)) is not None


def test_what_is_read_late_counts_at_the_time_at_which_it_was_ordered() -> None:
    cap = capped()
    for second in range(100):
        cap.add(ALICE, 1, at(second / 2), at(1000))
    problem = cap.problem(ALICE, at(1000))
    assert problem is not None and "21 transactions" in problem


@pytest.mark.parametrize(("kind", "is_exempt"), [(TOPOLOGY, True), (REQUEST, False)])
def test_sequencers_may_broadcast_topology_as_they_need_to(
    kind: RequestKind, is_exempt: bool
) -> None:
    cap = capped(kind)
    send(cap, SEQUENCER, *[1] * 20)
    assert (cap.problem(SEQUENCER, at(1)) is None) is is_exempt


def test_use_and_refusals_are_shown() -> None:
    registry = PrometheusRegistry()
    metrics = registry.of("s", "sequencer")
    cap = ThroughputCap(REQUEST, SMALL, CapSettings(10, True, False), metrics, at(0))
    send(cap, ALICE, *[1] * 8)
    assert cap.problem(ALICE, at(1)) is not None
    shown = registry.exposition().decode()
    prefix = "daml_sequencer_throughput_cap_confirmation_request"
    labels = '{component="sequencer",node="s"}'
    assert f"{prefix}_tps{labels} 0.8" in shown
    assert f"{prefix}_member_tps{labels} 0.5" in shown
    refused = f'component="sequencer",member="{ALICE}",node="s",rejection_type="per_member"'
    assert f"{prefix}_rejections_total{{{refused}}} 1.0" in shown


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=30), st.floats(1, 5000))
def test_with_a_fair_share_all_together_use_what_there_is(usages: list[int], limit: float) -> None:
    share = fair_share(usages, limit, 10_000)
    if sum(usages) <= limit:
        assert share == 10_000
    else:
        assert sum(min(use, share) for use in usages) == pytest.approx(limit)
