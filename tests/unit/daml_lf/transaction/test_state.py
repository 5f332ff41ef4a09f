"""Contracts and keys while a transaction is built: scenarios of queries against a ledger."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.daml_lf.library.library import identifier
from canton.daml_lf.transaction.node import GlobalKey, NodeId
from canton.daml_lf.transaction.state import (
    ContractState,
    DuplicateContract,
    InconsistentKey,
    KeyMapping,
)
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.value import UNIT

KEY = GlobalKey(identifier("p", "M:T"), "p", UNIT, b"k")
IDS = [ContractId(b"\0" + bytes([i]) * 32) for i in range(10)]


def ledger_of(*contract_ids: ContractId):
    """Answers for the key, and the list of what was asked for."""
    asked = []

    def ask(key, start, wanted):
        asked.append((start, wanted))
        found = list(contract_ids)[start : start + wanted]
        return found, len(found) < wanted

    return ask, asked


def test_own_contracts_come_first_and_the_ledger_is_asked_only_for_the_rest() -> None:
    state = ContractState()
    state.create(NodeId(0), IDS[0], KEY)
    state.create(NodeId(1), IDS[1], KEY)
    ask, asked = ledger_of(IDS[5], IDS[6])
    assert state.query(KEY, 1, ask).contracts == (IDS[1],)
    assert asked == []
    mapping = state.query(KEY, 3, ask)
    assert mapping.contracts == (IDS[1], IDS[0], IDS[5]) and not mapping.is_exhaustive
    mapping = state.query(KEY, 9, ask)
    assert mapping.contracts == (IDS[1], IDS[0], IDS[5], IDS[6]) and mapping.is_exhaustive
    assert asked == [(0, 1), (1, 6)]
    assert state.key_inputs() == {KEY: KeyMapping((IDS[5], IDS[6]), True)}


def test_consumed_contracts_are_passed_over() -> None:
    state = ContractState()
    ask, _ = ledger_of(IDS[5], IDS[6])
    assert state.query(KEY, 1, ask).contracts == (IDS[5],)
    state.consume(IDS[5], NodeId(0))
    assert state.query(KEY, 1, ask).contracts == (IDS[6],)


def test_a_contract_met_by_id_must_turn_up_by_key() -> None:
    state = ContractState()
    state.use(IDS[5], KEY)
    ask, _ = ledger_of(IDS[5])
    assert state.query(KEY, 5, ask).contracts == (IDS[5],)
    hidden = ContractState()
    hidden.use(IDS[5], KEY)
    with pytest.raises(InconsistentKey):
        hidden.query(KEY, 1, ledger_of()[0])


def test_a_contract_met_by_id_after_the_ledger_ran_out_is_inconsistent() -> None:
    state = ContractState()
    state.query(KEY, 1, ledger_of()[0])
    assert state.key_inputs() == {KEY: KeyMapping((), True)}
    with pytest.raises(InconsistentKey):
        state.use(IDS[5], KEY)
    state.use(IDS[6], None)


def test_an_id_is_created_once() -> None:
    state = ContractState()
    state.create(NodeId(0), IDS[0], None)
    with pytest.raises(DuplicateContract):
        state.create(NodeId(1), IDS[0], None)


def test_effects_stand_in_the_way_of_a_rollback() -> None:
    state = ContractState()
    state.create(NodeId(0), IDS[0], None)
    state.begin_try()
    state.create(NodeId(3), IDS[1], None)
    state.consume(IDS[0], NodeId(2))
    assert state.roll_back() == [2, 3]
    state.begin_try()
    state.use(IDS[5], None)
    assert state.roll_back() == []


def test_effects_are_undone_where_the_protocol_has_it_so() -> None:
    state = ContractState(undoes_effects=True)
    state.create(NodeId(0), IDS[0], KEY)
    state.begin_try()
    state.create(NodeId(1), IDS[1], KEY)
    state.consume(IDS[0], NodeId(2))
    assert state.roll_back() == []
    assert state.is_undone(IDS[1]) and not state.is_undone(IDS[0])
    assert IDS[0] not in state.consumed
    assert state.query(KEY, 5, ledger_of()[0]).contracts == (IDS[0],)


def test_the_order_of_contracts() -> None:
    state = ContractState()
    state.create(NodeId(0), IDS[0], None)
    state.create(NodeId(1), IDS[1], None)
    state.use(IDS[9], None)
    state.use(IDS[3], None)
    state.use(IDS[7], KEY)
    state.query(KEY, 2, ledger_of(IDS[8], IDS[7])[0])
    assert state.order() == (IDS[1], IDS[0], IDS[3], IDS[9], IDS[8], IDS[7])


@given(st.lists(st.integers(1, 6), max_size=6), st.integers(0, 5))
def test_queries_in_steps_see_what_one_query_sees(counts, size) -> None:
    state = ContractState()
    ask, asked = ledger_of(*IDS[:size])
    for wanted in counts:
        mapping = state.query(KEY, wanted, ask)
        assert mapping.contracts == tuple(IDS[: min(size, wanted)])
        assert mapping.is_exhaustive == (size < wanted)
    # No contract is asked for twice.
    ends = [start for start, _ in asked]
    assert ends == sorted(set(ends))
