"""Views against their subviews: what contradicts is a fault of the sender."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canton.protocol.merkle.node import Leaf
from canton.protocol.merkle.position import ViewPosition
from canton.protocol.merkle.sequence import MerkleSequence
from canton.protocol.view.full_view import full_views
from canton.protocol.view.participant_data import ResolvedKey
from canton.protocol.view.transaction_tree import LightViewTree, SubviewKey
from canton.protocol.view.transaction_view import (
    TransactionView,
    contradiction,
    read_view,
    unmatched_key,
)


def root_of(world) -> TransactionView:
    _, view = next(iter(world.built.tree.views()))
    return view


def with_subviews(view: TransactionView, change) -> TransactionView:
    return replace(view, subviews=view.subviews.map(change))


def with_data(view: TransactionView, **changes) -> TransactionView:
    return replace(view, participant_data=Leaf.of(replace(view.participant, **changes)))


def test_an_honest_view_contradicts_nothing(world) -> None:
    root = root_of(world)
    assert contradiction(root) is None and unmatched_key(root) is None
    assert read_view(root.to_bytes()) == root


def test_a_subview_with_the_common_data_of_the_view_above_is_rejected(world) -> None:
    root = root_of(world)
    copied = with_subviews(root, lambda each: replace(each, common_data=root.common_data))
    assert contradiction(copied) is not None
    with pytest.raises(ValueError):
        read_view(copied.to_bytes())
    with pytest.raises(ValueError):
        read_view(copied.for_mediator().to_bytes())


def test_a_subview_prefers_no_package_that_the_view_above_does_not(world) -> None:
    root = root_of(world)
    [inner, rolled_back] = [each for each, _ in root.subviews.shown()]
    preferring = with_data(
        inner, action=replace(inner.participant.action, package_preference=frozenset({"beef"}))
    )
    wrong = replace(root, subviews=MerkleSequence.of([preferring, rolled_back]))
    assert contradiction(wrong) is not None
    right = with_data(
        wrong, action=replace(root.participant.action, package_preference=frozenset({"beef"}))
    )
    assert contradiction(right) is None


def test_a_key_names_only_contracts_that_the_view_uses_and_that_have_it(world) -> None:
    root = root_of(world)
    used = root.participant.core_inputs[0].contract
    key = ResolvedKey(bytes(32), b"", b"", used.package_name, used.signatories, (used.contract_id,))
    wrong = with_data(root, resolved_keys=(key,))
    assert unmatched_key(wrong) == str(used.contract_id)
    assert unmatched_key(with_data(root, resolved_keys=(replace(key, contract_ids=()),))) is None


def test_a_view_that_contradicts_its_subviews_is_not_put_together(world) -> None:
    tree = world.built.tree
    root = root_of(world)
    wrong = with_subviews(root, lambda each: replace(each, common_data=root.common_data))
    tree = replace(tree, root_views=MerkleSequence.of([wrong]))
    lights = [
        LightViewTree.of(
            tree,
            position,
            tuple(SubviewKey(each.hash, bytes(16)) for each, _ in view.subviews.shown()),
        )
        for position, view in tree.views()
    ]
    full = full_views(lights)
    assert [each.position for each in full.incomplete] == [ViewPosition(((),))]
    assert len(full.views) == 3
