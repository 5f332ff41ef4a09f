"""Building a tree and rebuilding its views: final ids, salts, inputs, and equality by value."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canton.crypto.salt import Salt
from canton.daml_lf.transaction.node import (
    CreateNode,
    ExerciseNode,
    NodeId,
    Transaction,
    children_of,
    contract_ids_of_node,
)
from canton.errors import Rejection
from canton.protocol.construction.tree_builder import RebuiltView, build_tree, rebuild_view
from canton.protocol.merkle.position import ViewPosition
from canton.protocol.view.action import CreateAction, ExerciseAction, FetchAction
from canton.protocol.view.contract import authenticate


def below(transaction: Transaction, root: NodeId) -> Transaction:
    """The part of a transaction under one node."""
    nodes, pending = {}, [root]
    while pending:
        number = pending.pop()
        nodes[number] = transaction.nodes[number]
        pending.extend(children_of(nodes[number]))
    return Transaction(nodes, (root,))


def test_no_local_contract_id_is_left_in_the_transaction(world) -> None:
    for node in world.built.transaction.nodes.values():
        assert not any(contract_id.is_local for contract_id in contract_ids_of_node(node))


def test_salts_are_derived_in_pre_order(world) -> None:
    tree = world.built.tree
    seed = world.submission.seed
    found = [tree.submitter.salt, tree.common.salt, tree.participant.salt]
    for _, view in tree.views():
        found += [view.common.salt, view.participant.salt]
    assert found == [Salt.derive(seed, index) for index in range(len(found))]


def test_every_created_contract_has_an_id_that_commits_to_it(world) -> None:
    built = world.built
    nodes = built.transaction.nodes.values()
    created = {node.contract_id: node for node in nodes if isinstance(node, CreateNode)}
    count = 0
    for _, view in built.tree.views():
        for each in view.participant.created_core:
            node = created[each.contract.contract_id]
            contract_hash = world.engine.hash_contract(node, None)
            assert authenticate(each.contract, contract_hash) is None
            assert isinstance(authenticate(each.contract, bytes(32)), Rejection)
            count += 1
    assert count == 4


def test_a_view_names_what_its_core_uses_and_did_not_create(world) -> None:
    views = [view.participant for _, view in world.built.tree.views()]
    root, inner, innermost, rolled_back, other = views
    [used] = root.core_inputs
    assert used.consumed and used.contract.contract_id == root.action.contract_id
    assert [each.consumed_in_core for each in root.created_core] == [False, True]
    assert isinstance(inner.action, ExerciseAction) and not inner.created_core
    assert isinstance(innermost.action, CreateAction) and not innermost.core_inputs
    assert isinstance(rolled_back.action, FetchAction) and rolled_back.rollback_context.scope == (
        1,
    )
    assert isinstance(other.action, CreateAction)
    assert root.created_in_subview_archived_in_core == frozenset()


def test_a_contract_of_a_subview_that_the_core_archives_is_named(world) -> None:
    nodes = dict(world.transaction.nodes)
    archived = nodes[NodeId(3)]
    nodes[NodeId(7)] = replace(
        nodes[NodeId(7)], contract_id=archived.contract_id, signatories=frozenset()
    )
    world.transaction = Transaction(nodes, world.transaction.roots)
    _, root = next(iter(world.built.tree.views()))
    [_, (_, innermost)] = [(at, view) for at, view in world.built.tree.views() if len(at.path) > 1][
        :2
    ]
    expected = {innermost.participant.created_core[0].contract.contract_id}
    assert root.participant.created_in_subview_archived_in_core == expected


def test_every_view_rebuilds_to_an_equal_one(world) -> None:
    tree = world.built.tree
    roots = [NodeId(number) for number in (0, 2, 3, 5, 8)]
    for root, (position, view) in zip(roots, tree.views(), strict=True):
        submitter = tree.submitter.submitting_participant.party if position.is_root else None
        part = below(world.transaction, root)
        seeds = world.submission.node_seeds
        rebuilt = rebuild_view(
            part, seeds, view, position, world.context, world.hosts_of, submitter
        )
        assert isinstance(rebuilt, RebuiltView)
        assert rebuilt.view == view
        assert rebuilt.view.hash == view.hash


def test_a_view_rebuilt_elsewhere_or_from_something_else_is_not_equal(world) -> None:
    tree = world.built.tree
    position, view = list(tree.views())[2]
    part = below(world.transaction, NodeId(3))
    seeds = world.submission.node_seeds

    def rebuilt(transaction, at, context=None):
        result = rebuild_view(
            transaction, seeds, view, at, context or world.context, world.hosts_of, None
        )
        assert isinstance(result, RebuiltView)
        return result.view

    assert rebuilt(part, position) == view
    assert rebuilt(part, position.child(())) != view
    assert rebuilt(part, position, replace(world.context, uuid="0" * 36)) != view
    other = Transaction(
        {
            NodeId(3): replace(
                part.nodes[NodeId(3)],
                stakeholders=frozenset({"alice::x"}) | part.nodes[NodeId(3)].stakeholders,
            )
        },
        part.roots,
    )
    assert rebuilt(other, position) != view


def test_a_rolled_back_view_with_effects_is_rejected(world) -> None:
    position, view = list(world.built.tree.views())[3]
    part = below(world.transaction, NodeId(3))
    result = rebuild_view(part, {}, view, position, world.context, world.hosts_of, None)
    assert isinstance(result, Rejection)


def test_an_unknown_input_is_rejected(world) -> None:
    context = replace(world.context, contracts={})
    assert isinstance(build_tree(world.submission, context, world.hosts_of), Rejection)


def test_too_few_salts_are_rejected(world) -> None:
    innermost = list(world.built.tree.views())[2][1]
    part = below(world.transaction, NodeId(2))
    result = rebuild_view(
        part,
        world.submission.node_seeds,
        innermost,
        ViewPosition(((),)),
        world.context,
        world.hosts_of,
        None,
    )
    assert isinstance(result, Rejection)


@pytest.mark.parametrize("other_package", ["f00d", "beef"])
def test_the_packages_of_used_interfaces_must_agree(world, other_package) -> None:
    nodes = dict(world.transaction.nodes)
    for number, package in ((0, "f00d"), (2, other_package)):
        node = nodes[NodeId(number)]
        assert isinstance(node, ExerciseNode)
        template = node.template_id._replace(package=package)
        nodes[NodeId(number)] = replace(node, template_id=template, interface_id=node.template_id)
    world.transaction = Transaction(nodes, world.transaction.roots)
    result = build_tree(world.submission, world.context, world.hosts_of)
    assert isinstance(result, Rejection) == (other_package == "beef")
    if other_package == "f00d":
        _, root = next(iter(result.tree.views()))
        assert root.participant.action.package_preference == {"f00d"}
