"""The events of a transaction: numbers, last descendants, witnesses, rollbacks, transience."""

from __future__ import annotations

from dataclasses import dataclass

from canton.daml_lf.transaction.node import RollbackNode
from canton.participant.core.activeness import ContractId
from canton.participant.core.effect import (
    TransactionEffect,
    decode_effect,
    encode_effect,
    ledger_events,
)
from canton.participant.update import EventKind, LedgerEvent, TransactionUpdate
from unit.protocol.conftest import (
    ALICE,
    BOB,
    CAROL,
    World,
    create,
    exercise,
    fetch,
    local_id,
    nested_transaction,
    suffixed_id,
    transaction_of,
)


@dataclass
class _Stored:
    encoded: bytes = b"stored"


class _AllStored(dict):
    def __missing__(self, key: ContractId) -> _Stored:
        return _Stored()


class ShowingEngine:
    """Shows what it is asked to show."""

    def instance_of(self, node, encoded):
        return node

    def created_event(self, contract, encoded: bytes) -> bytes:
        return f"created {contract.contract_id.hex[:4]}".encode()

    def exercised_event(self, node, node_id: int, last: int) -> bytes:
        return f"exercised {node_id}-{last}".encode()


def events(*transactions, hosted=(ALICE, BOB, CAROL)) -> tuple[LedgerEvent, ...]:
    pairs = [each if isinstance(each, tuple) else (each, ()) for each in transactions]
    return ledger_events(
        pairs,
        _AllStored(),
        ShowingEngine(),
        lambda parties: frozenset(parties) & frozenset(hosted),
    )


def numbers(found: tuple[LedgerEvent, ...]) -> list[int]:
    return [each.node_id for each in found]


def test_nodes_are_numbered_in_pre_order_and_fetches_and_rollbacks_count() -> None:
    found = events(World(transaction=nested_transaction()).built.transaction)
    assert numbers(found) == [0, 1, 2, 3, 6, 7, 8]
    assert [e.event for e in found if e.kind is EventKind.EXERCISED] == [
        b"exercised 0-7",
        b"exercised 2-3",
        b"exercised 7-7",
    ]


def test_witnesses_are_informees_here_and_above() -> None:
    found = {e.node_id: e for e in events(World().built.transaction)}
    assert set(found[0].witnesses) == {ALICE}
    assert set(found[2].witnesses) == {ALICE, BOB}
    assert set(found[3].witnesses) == {ALICE, BOB, CAROL}
    assert set(found[3].stakeholders) == {BOB, CAROL}


def test_a_contract_that_comes_and_goes_is_transient_and_changes_nothing() -> None:
    found = {e.node_id: e for e in events(World().built.transaction)}
    assert [number for number, e in found.items() if e.is_transient] == [6, 7]
    assert [number for number, e in found.items() if e.changes_activeness] == [0, 1, 2, 3, 8]


def test_without_a_stakeholder_here_activeness_is_not_known() -> None:
    found = {e.node_id: e for e in events(World().built.transaction, hosted=(CAROL,))}
    assert [number for number, e in found.items() if e.changes_activeness] == [3]


def test_what_is_rolled_back_shows_nothing_but_keeps_its_numbers() -> None:
    transaction = transaction_of(
        {
            0: exercise(suffixed_id(200), {ALICE}, {ALICE}, (1, 3), consuming=False),
            1: RollbackNode((2,)),
            2: exercise(suffixed_id(201), {BOB}, {ALICE}, consuming=False),
            3: create(local_id(3), ALICE),
        },
        0,
    )
    assert numbers(events(transaction)) == [0, 3]


def test_views_of_one_rollback_share_its_node_and_show_nothing() -> None:
    looked = transaction_of({0: exercise(suffixed_id(1), {BOB}, {ALICE}, consuming=False)}, 0)
    made = transaction_of({0: create(local_id(1), ALICE)}, 0)
    assert numbers(events((looked, (1,)), (looked, (1,)), (made, ()))) == [3]
    assert numbers(events((looked, (1,)), (looked, (2,)), (made, ()))) == [4]
    assert numbers(events((looked, (1, 1)), (made, ()))) == [3]


def test_several_views_are_numbered_through() -> None:
    one = transaction_of({0: create(local_id(1), ALICE)}, 0)
    two = transaction_of({0: fetch(suffixed_id(1), {ALICE}, {ALICE})}, 0)
    assert numbers(events(one, two, one)) == [0, 2]


def test_an_effect_survives_its_row() -> None:
    found = events(World().built.transaction)
    update = TransactionUpdate("id", "", "flow", (), "sync", 1, 2, found, "")
    effect = TransactionEffect(("aa",), ("bb",), ("aa", "bb"), (), update)
    assert decode_effect(encode_effect(effect)) == effect
    assert effect.locks == {"aa", "bb"}
