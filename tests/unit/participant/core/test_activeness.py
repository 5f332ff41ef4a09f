"""Conflict detection: the same result for everybody, whatever is in memory."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from canton.participant.core.activeness import (
    ActivenessResult,
    ActivenessSet,
    CommitSet,
    ConflictDetector,
    ContractId,
    ContractState,
    RequestId,
)

A, B = ContractId("aa"), ContractId("bb")
NONE: frozenset[ContractId] = frozenset()


def uses(*ids: ContractId, archives: bool = True) -> ActivenessSet:
    return ActivenessSet(frozenset(ids), NONE, frozenset(ids) if archives else NONE)


def creates(*ids: ContractId) -> ActivenessSet:
    return ActivenessSet(NONE, frozenset(ids), frozenset(ids))


def check(
    detector: ConflictDetector,
    request: int,
    activeness: ActivenessSet,
    stored: dict[ContractId, ContractState] | None = None,
) -> ActivenessResult:
    wanted = detector.expect(RequestId(request), activeness)
    detector.provide(wanted, stored or {})
    return detector.check_and_lock(RequestId(request))


ACTIVE = {A: ContractState.ACTIVE}


def test_an_active_contract_may_be_used() -> None:
    assert check(ConflictDetector(), 1, uses(A), ACTIVE).is_successful


def test_an_unknown_or_archived_contract_is_inactive() -> None:
    assert check(ConflictDetector(), 1, uses(A)).inactive == {A}
    assert check(ConflictDetector(), 1, uses(A), {A: ContractState.ARCHIVED}).inactive == {A}


def test_a_known_contract_cannot_be_created_again() -> None:
    assert check(ConflictDetector(), 1, creates(A), ACTIVE).existing == {A}


def test_a_contract_that_a_request_in_flight_archives_is_locked() -> None:
    detector = ConflictDetector()
    check(detector, 1, uses(A), ACTIVE)
    assert check(detector, 2, uses(A)).locked == {A}


def test_using_without_archiving_locks_nothing() -> None:
    detector = ConflictDetector()
    check(detector, 1, uses(A, archives=False), ACTIVE)
    assert check(detector, 2, uses(A), ACTIVE).is_successful


def test_a_request_that_fails_its_check_locks_all_the_same() -> None:
    detector = ConflictDetector()
    check(detector, 1, uses(A, B), ACTIVE)
    assert check(detector, 2, uses(A), ACTIVE).locked == {A}


def test_a_rejected_request_releases_its_locks() -> None:
    detector = ConflictDetector()
    check(detector, 1, uses(A), ACTIVE)
    detector.finalize(RequestId(1))
    assert check(detector, 2, uses(A), ACTIVE).is_successful


def test_a_change_is_seen_before_it_is_written() -> None:
    detector = ConflictDetector()
    check(detector, 1, uses(A), ACTIVE)
    detector.finalize(RequestId(1), CommitSet(NONE, frozenset({A})))
    assert check(detector, 2, uses(A), ACTIVE).inactive == {A}


def test_a_state_loaded_before_a_change_does_not_hide_the_change() -> None:
    detector = ConflictDetector()
    check(detector, 1, uses(A), ACTIVE)
    wanted = detector.expect(RequestId(2), uses(A))
    detector.finalize(RequestId(1), CommitSet(NONE, frozenset({A})))
    detector.written(CommitSet(NONE, frozenset({A})))
    detector.provide(wanted, ACTIVE)
    assert detector.check_and_lock(RequestId(2)).inactive == {A}


def test_a_transient_contract_ends_archived() -> None:
    detector = ConflictDetector()
    check(detector, 1, creates(A))
    both = CommitSet(frozenset({A}), frozenset({A}))
    detector.finalize(RequestId(1), both)
    assert check(detector, 2, uses(A)).inactive == {A}


def test_nothing_stays_in_memory_when_nothing_is_in_flight() -> None:
    detector = ConflictDetector()
    check(detector, 1, uses(A), ACTIVE)
    commit = CommitSet(NONE, frozenset({A}))
    detector.finalize(RequestId(1), commit)
    assert detector.held_count == 1
    detector.written(commit)
    assert detector.held_count == 0


def test_locks_restored_after_a_restart_hold() -> None:
    detector = ConflictDetector()
    detector.restore(RequestId(1), frozenset({A}))
    assert check(detector, 2, uses(A), ACTIVE).locked == {A}


@given(st.lists(st.tuples(st.sampled_from([A, B]), st.booleans(), st.booleans()), max_size=30))
def test_no_contract_is_archived_twice(plan: list[tuple[ContractId, bool, bool]]) -> None:
    """Whatever is approved among successful requests, and whenever it becomes durable."""
    detector = ConflictDetector()
    store = {A: ContractState.ACTIVE, B: ContractState.ACTIVE}
    archived: list[ContractId] = []
    for index, (contract_id, approve, write_at_once) in enumerate(plan):
        result = check(detector, index, uses(contract_id), store)
        commit = CommitSet(NONE, frozenset({contract_id} if approve else ()))
        if not result.is_successful:
            commit = CommitSet(NONE, NONE)
        detector.finalize(RequestId(index), commit)
        archived.extend(commit.archived)
        if write_at_once:
            store.update(dict.fromkeys(commit.archived, ContractState.ARCHIVED))
            detector.written(commit)
    assert len(archived) == len(set(archived))
