"""Resolved keys: order of first sight, subviews merged, own creations left out."""

from __future__ import annotations

from dataclasses import replace

from canton.daml_lf.transaction.node import (
    GlobalKey,
    KeyWithMaintainers,
    NodeId,
    QueryByKeyNode,
    SerializationVersion,
    Transaction,
)
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.value import TextValue


def contract_id(number: int) -> ContractId:
    local = ContractId.local(bytes([number]) * 32)
    return local.with_suffix(bytes.fromhex("ca121220") + bytes([number]) * 32)


def test_keys_are_resolved_to_what_was_found_in_order_without_own_creations(world) -> None:
    nodes = dict(world.transaction.nodes)
    root, created = nodes[NodeId(0)], nodes[NodeId(1)]
    key = KeyWithMaintainers(
        GlobalKey(root.template_id, root.package_name, TextValue("key"), bytes(32)),
        created.signatories,
    )
    nodes[NodeId(1)] = replace(created, key=key)
    found = (created.contract_id, contract_id(201), contract_id(200))
    nodes[NodeId(9)] = QueryByKeyNode(
        root.package_name, root.template_id, key, found, True, SerializationVersion.V2
    )
    nodes[NodeId(0)] = replace(root, children=(*root.children[:2], NodeId(9), *root.children[2:]))
    world.transaction = Transaction(nodes, world.transaction.roots)
    _, view = next(iter(world.built.tree.views()))
    [resolved] = view.participant.resolved_keys
    assert resolved.contract_ids == (contract_id(201), contract_id(200))
    assert resolved.maintainers == created.signatories
    used = {each.contract.contract_id for each in view.participant.core_inputs}
    assert used == {contract_id(200), contract_id(201)}
    again = type(view.participant).read(view.participant.to_bytes())
    assert again == view.participant
