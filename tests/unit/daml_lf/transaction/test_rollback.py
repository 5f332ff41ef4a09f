"""The normal form of rollbacks, as a table and as laws."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.daml_lf.library.library import identifier
from canton.daml_lf.transaction.node import (
    NOBODY,
    CreateNode,
    ExerciseNode,
    NodeId,
    RollbackNode,
    SerializationVersion,
    Transaction,
    children_of,
)
from canton.daml_lf.transaction.rollback import normalise_rollbacks
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.value import UNIT

TEMPLATE = identifier("p", "M:T")
V1 = SerializationVersion.V1


def leaf(number: int) -> CreateNode:
    contract_id = ContractId(b"\0" + number.to_bytes(32))
    return CreateNode(contract_id, "p", TEMPLATE, UNIT, NOBODY, NOBODY, None, V1)


def exercise(number: int, children: tuple[NodeId, ...]) -> ExerciseNode:
    contract_id = ContractId(b"\0" + number.to_bytes(32))
    return ExerciseNode(
        contract_id=contract_id,
        package_name="p",
        template_id=TEMPLATE,
        interface_id=None,
        choice="C",
        consuming=False,
        acting_parties=NOBODY,
        argument=UNIT,
        signatories=NOBODY,
        stakeholders=NOBODY,
        choice_observers=NOBODY,
        choice_authorizers=None,
        children=children,
        result=UNIT,
        key=None,
        by_key=False,
        version=V1,
    )


def build(forest: list) -> Transaction:
    """From nested lists: a number is a leaf, a tuple a rollback, a list an exercise."""
    nodes: dict = {}
    numbers = count()

    def add(tree) -> NodeId:
        number = NodeId(next(numbers))
        nodes[number] = None
        match tree:
            case int():
                nodes[number] = leaf(tree)
            case tuple():
                nodes[number] = RollbackNode(tuple(map(add, tree)))
            case [name, *children]:
                nodes[number] = exercise(name, tuple(map(add, children)))
        return number

    roots = tuple(map(add, forest))
    return Transaction(nodes, roots)


def show(transaction: Transaction) -> list:
    """The nested lists of a transaction."""

    def tree(number: NodeId):
        node = transaction.nodes[number]
        children = [tree(child) for child in children_of(node)]
        match node:
            case RollbackNode():
                return tuple(children)
            case ExerciseNode():
                return [int.from_bytes(node.contract_id.discriminator), *children]
        return int.from_bytes(node.contract_id.discriminator)

    return [tree(root) for root in transaction.roots]


# All of the original's NormalizeRollbacksSpec, and some more.
CASES = [
    ([], []),
    ([1], [1]),
    ([1, 2], [1, 2]),
    ([(1,)], [(1,)]),
    ([1, (2,), 3], [1, (2,), 3]),
    ([[7]], [[7]]),
    ([[7, 1, [8], 2]], [[7, 1, [8], 2]]),
    ([()], []),
    ([1, ()], [1]),
    ([(), 1], [1]),
    ([1, (), 2], [1, 2]),
    ([(), ()], []),
    ([(1, (), 2)], [(1, 2)]),
    ([[7, 1, (), 2]], [[7, 1, 2]]),
    ([((),)], []),
    ([((), ())], []),
    ([((1,),)], [(1,)]),
    ([((1, 2),)], [(1, 2)]),
    ([((1,), 2)], [(1,), (2,)]),
    ([(((1,), 2), 3)], [(1,), (2,), (3,)]),
    ([(1, (2,))], [(1, 2)]),
    ([(1, (2, (3,)))], [(1, 2, 3)]),
    ([(1, 2, (3, (4,)))], [(1, 2, 3, 4)]),
    ([((1,), 2, (3,))], [(1,), (2, 3)]),
    ([((1,), 2, 3, (4,))], [(1,), (2, 3, 4)]),
    ([(1, ((2,), 3))], [(1, (2,), 3)]),
    ([((1, (2,)), 3)], [(1, 2), (3,)]),
    ([(1, (2,), 3)], [(1, (2,), 3)]),
    ([((), 1, ())], [(1,)]),
    ([[7, (), (1, ((2,),))]], [[7, (1, 2)]]),
    ([([7, (1,)],)], [([7, (1,)],)]),
    ([((), ((),))], []),
    ([(1, (2, (3, (4,))))], [(1, 2, 3, 4)]),
]


@pytest.mark.parametrize(("before", "after"), CASES)
def test_rollbacks_are_brought_into_their_normal_form(before, after) -> None:
    assert show(normalise_rollbacks(build(before))[0]) == after


FORESTS = st.lists(
    st.recursive(
        st.integers(0, 99),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(tuple),
            st.lists(inner, max_size=3).map(lambda children: [1, *children]),
        ),
        max_leaves=15,
    ),
    max_size=3,
)


@given(FORESTS)
def test_normal_forms_stay_and_actions_keep_their_order(forest) -> None:
    before = build(forest)
    after, renamed = normalise_rollbacks(before)
    assert [number for number, _ in after.pre_order()] == list(range(len(after.nodes)))
    actions = [n for n, node in before.pre_order() if not isinstance(node, RollbackNode)]
    assert [renamed[n] for n in actions] == [
        n for n, node in after.pre_order() if not isinstance(node, RollbackNode)
    ]
    again, _ = normalise_rollbacks(after)
    assert show(again) == show(after)
    for _, node in after.pre_order():
        if isinstance(node, RollbackNode):
            kinds = [isinstance(after.nodes[c], RollbackNode) for c in node.children]
            assert kinds and not kinds[0] and not kinds[-1]


def test_gaps_in_the_numbers_are_closed() -> None:
    nodes = {NodeId(1): exercise(1, (NodeId(3),)), NodeId(3): leaf(2)}
    after, renamed = normalise_rollbacks(Transaction(nodes, (NodeId(1),)))
    assert renamed == {1: 0, 3: 1} and show(after) == [[1, 2]]
