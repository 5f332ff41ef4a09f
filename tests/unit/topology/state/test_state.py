"""The state machine: serials, proposals, signatures, what ends and what is stored."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canton.timestamps import Timestamp
from canton.topology.mapping.participant import (
    ParticipantPermission,
    VettedPackage,
    VettedPackages,
)
from canton.topology.rejection import RejectionName
from canton.topology.state.state import TopologyState

SUBMISSION = ParticipantPermission.SUBMISSION
CONFIRMATION = ParticipantPermission.CONFIRMATION


def vetting(world, serial: int, *packages: str, remove: bool = False):
    mapping = VettedPackages(world.member("p"), tuple(map(VettedPackage, packages)))
    return world.signed(mapping, "p", serial=serial, remove=remove)


def test_a_replacement_ends_the_row_before_it(world) -> None:
    state = world.state("p")
    world.accept(state, vetting(world, 1, "a"))
    world.accept(state, vetting(world, 2, "b"))
    first, second = list(state.rows)[-2:]
    assert first.valid_until == second.valid_from == world.now + 250_000
    assert second.valid_until is None
    assert state.rows.last_of(second.transaction.transaction.unique_key) == second


def test_the_serial_goes_up_by_one(world) -> None:
    state = world.state("p")
    world.accept(state, vetting(world, 1, "a"))
    for serial in (1, 3):
        assert world.reject(state, vetting(world, serial, "b")) is RejectionName.SERIAL_MISMATCH


def test_the_first_serial_may_be_any(world) -> None:
    state = world.state("p")
    world.accept(state, vetting(world, 7, "a"))


def test_a_removal_stays_as_the_last_word(world) -> None:
    state = world.state("p")
    world.accept(state, vetting(world, 1, "a"))
    removal = vetting(world, 2, "a", remove=True)
    world.accept(state, removal)
    key = removal.transaction.unique_key
    last = state.rows.last_of(key)
    assert last is not None
    assert last.transaction == removal
    assert state.rows.at(key, Timestamp(last.valid_from + 1)) is None
    world.accept(state, vetting(world, 3, "a"))


def test_a_refused_transaction_is_stored_with_equal_times_and_changes_nothing(world) -> None:
    state = world.state("p")
    world.accept(state, vetting(world, 1, "a"))
    assert world.reject(state, vetting(world, 5, "b")) is RejectionName.SERIAL_MISMATCH
    rejected = list(state.rows)[-1]
    assert rejected.valid_until == rejected.valid_from
    assert rejected.rejection is not None
    last = state.rows.last_of(rejected.transaction.transaction.unique_key)
    assert last is not None
    assert last.transaction.serial == 1


def test_later_transactions_of_a_batch_see_the_earlier_ones(world) -> None:
    state = world.state()
    world.accept(state, *world.onboarding("p"), vetting(world, 1, "a"), vetting(world, 2, "b"))


def test_proposals_merge_until_all_have_signed(world) -> None:
    state = world.state("p")
    world.accept(state, world.root("alice"))
    mapping = world.party(world.uid("alice"), [("p", SUBMISSION)])
    by_party = world.signed(mapping, "alice", proposal=True)
    by_host = world.signed(mapping, "p", proposal=True)
    world.accept(state, by_party)
    key = by_party.transaction.unique_key
    assert state.rows.last_of(key) is None
    assert state.rows.pending(key, by_party.hash) is not None
    world.accept(state, by_host)
    last = state.rows.last_of(key)
    assert last is not None
    assert not last.is_proposal
    assert last.transaction.signers == {world.namespace("alice"), world.namespace("p")}
    assert state.rows.pending(key, by_party.hash) is None


def test_without_the_proposal_flag_all_must_have_signed(world) -> None:
    state = world.state("p")
    world.accept(state, world.root("alice"))
    mapping = world.party(world.uid("alice"), [("p", SUBMISSION)])
    alone = world.signed(mapping, "alice")
    assert world.reject(state, alone) is RejectionName.NOT_FULLY_AUTHORIZED
    proposal = world.signed(mapping, "alice", proposal=True)
    (outcome,) = state.apply(
        [proposal], world.now, Timestamp(world.now + 250_000), expect_full_authorization=True
    ).outcomes
    assert outcome.rejection is not None
    assert outcome.rejection.name is RejectionName.NOT_FULLY_AUTHORIZED


def test_a_fully_signed_proposal_is_in_force_at_once(world) -> None:
    state = world.state("p")
    world.accept(state, world.signed(VettedPackages(world.member("p"), ()), "p", proposal=True))
    assert not list(state.rows)[-1].is_proposal


def test_an_accepted_transaction_ends_proposals_up_to_its_serial(world) -> None:
    state = world.state("p", "q", "r")
    alice = world.uid("alice")
    world.accept(state, world.root("alice"))
    world.accept(state, world.signed(world.party(alice, [("p", SUBMISSION)]), "alice", "p"))
    competing = [
        world.signed(
            world.party(alice, [("p", SUBMISSION), (host, CONFIRMATION)]),
            host,
            serial=2,
            proposal=True,
        )
        for host in ("q", "r")
    ]
    world.accept(state, *competing)
    world.accept(
        state,
        world.signed(competing[0].mapping, "alice", serial=2),
    )
    assert list(state.rows.proposals()) == []


def test_late_signatures_write_a_new_row(world) -> None:
    state = world.state("p")
    world.accept(state, world.delegation("p", "k"))
    first = world.signed(VettedPackages(world.member("p"), ()), "p")
    world.accept(state, first)
    late = world.signed(VettedPackages(world.member("p"), ()), "k")
    world.accept(state, late)
    before, after = list(state.rows)[-2:]
    assert before.valid_until == after.valid_from
    assert after.transaction.signers == {world.namespace("p"), world.namespace("k")}
    assert after.transaction.serial == 1


def test_a_revoked_key_no_longer_signs_but_what_it_signed_stays(world) -> None:
    state = world.state("p")
    world.accept(state, world.delegation("p", "k"))
    by_k = world.signed(VettedPackages(world.member("p"), ()), "k")
    world.accept(state, by_k)
    world.accept(state, world.delegation("p", "k", serial=2, remove=True))
    mapping = VettedPackages(world.member("p"), (VettedPackage("a"),))
    refused = world.reject(state, world.signed(mapping, "k", serial=2))
    assert refused is RejectionName.NO_DELEGATION_FOUND_FOR_KEYS
    last = state.rows.last_of(by_k.transaction.unique_key)
    assert last is not None
    assert last.transaction == by_k
    again = world.delegation("p", "k", serial=3)
    assert world.reject(state, again) is RejectionName.NAMESPACE_HAS_BEEN_REVOKED


def test_validation_leaves_the_state_as_it_is(world) -> None:
    state = world.state("p")
    world.accept(state, vetting(world, 1, "a"))
    before = list(state.rows)
    batch = [vetting(world, 2, "b"), vetting(world, 3, "c"), vetting(world, 9, "d")]
    outcomes = state.validate(batch, expect_full_authorization=True)
    assert [outcome.is_accepted for outcome in outcomes] == [True, True, False]
    assert list(state.rows) == before
    world.accept(state, vetting(world, 2, "b"))


def test_validation_keeps_the_proposal_flag(world) -> None:
    state = world.state("p")
    proposal = world.signed(VettedPackages(world.member("p"), ()), "p", proposal=True)
    (outcome,) = state.validate([proposal], expect_full_authorization=False)
    assert outcome.transaction.is_proposal


def test_a_nodes_own_store_checks_signatures_and_serials_only(world) -> None:
    store = TopologyState()
    world.accept(store, world.root("p"), world.trust_certificate("p"))
    again = world.trust_certificate("p", serial=3)
    assert world.reject(store, again) is RejectionName.SERIAL_MISMATCH


actions = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.sampled_from(["a", "b"]),
        st.booleans(),
        st.sampled_from([("p",), ("q",), ("p", "q"), ("k",)]),
        st.booleans(),
    ),
    max_size=12,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions)
def test_states_depend_only_on_what_was_sequenced(world, actions) -> None:
    transactions = [
        world.signed(
            VettedPackages(world.member("p"), (VettedPackage(package),)),
            *signers,
            serial=serial,
            remove=remove,
            proposal=proposal,
        )
        for serial, package, remove, signers, proposal in actions
    ]
    first = world.state("p", "q")
    start = first.rows.newest_effective
    second = TopologyState(first.physical_synchronizer, first.static_parameters, first.rows)
    for state in (first, second):
        world.now = start
        for transaction in transactions:
            world.apply(state, transaction)
    assert list(first.rows) == list(second.rows)
    assert_invariants(first)


def assert_invariants(state: TopologyState) -> None:
    """Per unique key one row at most is the last, and in-force intervals do not overlap."""
    by_key: dict = {}
    for row in state.rows:
        if row.rejection is None and not row.is_proposal:
            by_key.setdefault(row.transaction.transaction.unique_key, []).append(row)
    for rows in by_key.values():
        assert all(
            earlier.valid_until is not None and earlier.valid_until <= later.valid_from
            for earlier, later in pairwise(rows)
        )
        assert rows[-1].valid_until is None
