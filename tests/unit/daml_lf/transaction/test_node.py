"""Who learns of a node and who must authorise it, as a table; versions; walking."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from canton.daml_lf.library.library import identifier
from canton.daml_lf.transaction.contract import TimeBounds
from canton.daml_lf.transaction.node import (
    CreateNode,
    ExerciseNode,
    ExternalCallResult,
    FetchNode,
    GlobalKey,
    KeyWithMaintainers,
    QueryByKeyNode,
    RollbackNode,
    SerializationVersion,
    Transaction,
    contract_ids_of_node,
    map_node_contract_ids,
)
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.value import UNIT, PartyValue, RecordValue

T, J = identifier("p", "M:T"), identifier("q", "M:I")
V1, V2 = SerializationVersion.V1, SerializationVersion.V2
CID, OTHER = ContractId(b"\0" + b"\1" * 32), ContractId(b"\0" + b"\2" * 32)
S, W, A, C, Z = (frozenset({name}) for name in "swacz")
KEY = KeyWithMaintainers(GlobalKey(T, "p", UNIT, b"k"), S)
CREATE = CreateNode(CID, "p", T, RecordValue((OTHER,)), S, S | W, KEY, V2)
FETCH = FetchNode(CID, "p", T, A, S, S | W, None, False, J, V1)
EXERCISE = ExerciseNode(
    CID, "p", T, J, "C", True, A, UNIT, S, S | W, C, None, (), OTHER, None, False, V1
)
QUERY = QueryByKeyNode("p", T, KEY, (CID,), True, V2)
ROLLBACK = RollbackNode(())

TABLE = [
    (CREATE, S | W, S, ("p",)),
    (FETCH, S | A, A, ("p", "q")),
    (EXERCISE, S | W | A | C, A, ("p", "q")),
    (replace(EXERCISE, consuming=False), S | A | C, A, ("p", "q")),
    (replace(EXERCISE, choice_authorizers=Z, interface_id=None), S | W | A | C | Z, A, ("p",)),
    (QUERY, S, S, ("p",)),
]


@pytest.mark.parametrize(("node", "informees", "authorizers", "packages"), TABLE)
def test_informees_authorizers_and_packages(node, informees, authorizers, packages) -> None:
    assert node.informees == informees
    assert node.required_authorizers == authorizers
    assert node.package_ids == packages


def test_contract_ids_of_nodes_are_found_and_changed() -> None:
    nodes = [CREATE, FETCH, EXERCISE, QUERY, ROLLBACK]
    found = [list(contract_ids_of_node(node)) for node in nodes]
    assert found == [[CID, OTHER], [CID], [CID, OTHER], [CID], []]
    for node, ids in zip(nodes, found, strict=True):
        changed = map_node_contract_ids(node, lambda c: c.with_suffix(b"\1"))
        assert list(contract_ids_of_node(changed)) == [c.with_suffix(b"\1") for c in ids]


CHANGES = {
    "contract_id": OTHER,
    "template_id": J,
    "interface_id": T,
    "package_name": "q",
    "argument": PartyValue("x"),
    "signatories": Z,
    "stakeholders": Z,
    "acting_parties": Z,
    "choice": "D",
    "consuming": False,
    "choice_observers": Z,
    "choice_authorizers": Z,
    "children": (1,),
    "result": None,
    "key": replace(KEY, key=replace(KEY.key, hash=b"l")),
    "by_key": True,
    "is_exhaustive": False,
    "external_call_results": (ExternalCallResult("extension", "function", b"", b"", b""),),
}


@pytest.mark.parametrize("node", [CREATE, FETCH, EXERCISE, QUERY], ids=lambda n: type(n).__name__)
def test_nodes_are_equal_only_if_all_is(node) -> None:
    for each in fields(node):
        other = {V1: V2, V2: V1}[node.version] if each.name == "version" else CHANGES[each.name]
        assert replace(node) == node != replace(node, **{each.name: other})
    if node.key is not None:
        assert node != replace(node, key=replace(KEY, maintainers=Z))


def test_the_version_of_a_transaction_is_its_largest() -> None:
    assert Transaction({}, ()).version is V1
    assert Transaction({0: FETCH, 1: CREATE, 2: ROLLBACK}, (0, 1, 2)).version is V2


def test_nodes_are_walked_each_before_its_children() -> None:
    nodes = {0: replace(EXERCISE, children=(1, 2)), 1: RollbackNode((3,)), 2: FETCH, 3: QUERY}
    walked = [number for number, _ in Transaction(nodes, (0,)).pre_order()]
    assert walked == [0, 1, 3, 2]


def test_keys_are_the_same_when_their_hashes_are() -> None:
    assert KEY.key == replace(KEY.key, template_id=J) != replace(KEY.key, hash=b"l")


def test_time_is_unbounded_until_it_is_looked_at() -> None:
    assert TimeBounds().is_unbounded and not TimeBounds(5, 6).is_unbounded
