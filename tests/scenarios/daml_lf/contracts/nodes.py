"""Transactions from words: see `state_cases` for the words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from canton.daml_lf.library.library import identifier
from canton.daml_lf.transaction.node import (
    NOBODY,
    CreateNode,
    ExerciseNode,
    FetchNode,
    GlobalKey,
    KeyWithMaintainers,
    Node,
    NodeId,
    QueryByKeyNode,
    RollbackNode,
    SerializationVersion,
    Transaction,
)
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.value import UNIT

TEMPLATE = identifier("p", "M:T")
V2 = SerializationVersion.V2


def contract(text: str) -> ContractId:
    return ContractId(b"\0" + int(text).to_bytes(32))


def contracts(text: str) -> tuple[ContractId, ...]:
    return tuple(map(contract, text.split()))


def key(text: str) -> GlobalKey:
    return GlobalKey(TEMPLATE, "p", UNIT, text.encode())


@dataclass
class Nodes:
    """Builds a transaction from words."""

    nodes: dict[NodeId, Node] = field(default_factory=dict)

    def read(self, text: str) -> Transaction:
        roots: list[NodeId] = []
        within: list[tuple[NodeId, list[NodeId]]] = []
        for word in filter(None, map(str.strip, re.split(r"[;]|(?<=\()|(?=\))", text))):
            children = within[-1][1] if within else roots
            if word.startswith("undo"):
                within.append((self.add(RollbackNode(()), children), []))
            elif word.startswith(")"):
                number_, inner = within.pop()
                self.nodes[number_] = RollbackNode(tuple(inner))
            else:
                self.add(node(word), children)
        return Transaction(self.nodes, tuple(roots))

    def add(self, node: Node, children: list[NodeId]) -> NodeId:
        number_ = NodeId(len(self.nodes))
        self.nodes[number_] = node
        children.append(number_)
        return number_


def node(text: str) -> Node:
    word, _, rest = text.partition(" ")
    if word == "look":
        of_key, found = re.fullmatch(r"(\w) =(.*)", rest).groups()
        is_exhaustive = found.endswith("!")
        return QueryByKeyNode(
            "p", TEMPLATE, with_maintainers(of_key), contracts(found.strip(" !")), is_exhaustive, V2
        )
    contract_id, *of_key = rest.split()
    cid, of = contract(contract_id), with_maintainers(*of_key)
    by_key = word.endswith("*")
    match word.rstrip("*"):
        case "create":
            return CreateNode(cid, "p", TEMPLATE, UNIT, NOBODY, NOBODY, of, V2)
        case "fetch":
            return FetchNode(cid, "p", TEMPLATE, NOBODY, NOBODY, NOBODY, of, by_key, None, V2)
    return ExerciseNode(
        contract_id=cid,
        package_name="p",
        template_id=TEMPLATE,
        interface_id=None,
        choice="C",
        consuming=word.startswith("consume"),
        acting_parties=NOBODY,
        argument=UNIT,
        signatories=NOBODY,
        stakeholders=NOBODY,
        choice_observers=NOBODY,
        choice_authorizers=None,
        children=(),
        result=UNIT,
        key=of,
        by_key=by_key,
        version=V2,
    )


def with_maintainers(text: str = "") -> KeyWithMaintainers | None:
    return KeyWithMaintainers(key(text), NOBODY) if text else None
