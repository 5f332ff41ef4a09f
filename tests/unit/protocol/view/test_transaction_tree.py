"""Trees: every form has the same root hash, and malformed forms are rejected."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canton.errors import Rejection
from canton.protocol.merkle.node import Blinded, Leaf
from canton.protocol.merkle.sequence import MerkleSequence
from canton.protocol.reading import rejecting
from canton.protocol.view.full_view import full_views
from canton.protocol.view.transaction_tree import (
    LightViewTree,
    SubviewKey,
    read_informee_tree,
    read_tree,
)
from canton.protocol.view.transaction_view import TransactionView
from canton.wire import protocol_v30_pb2 as v30


def lights(tree) -> list[LightViewTree]:
    return [
        LightViewTree.of(
            tree,
            position,
            tuple(SubviewKey(sub.hash, bytes(16)) for sub, _ in view.subviews.shown()),
        )
        for position, view in tree.views()
    ]


def test_every_form_of_a_tree_has_its_root_hash(world) -> None:
    tree = world.built.tree
    assert tree.for_mediator().hash == tree.hash
    for position, _ in tree.views():
        assert tree.for_view(position).hash == tree.hash
    for light in lights(tree):
        assert light.tree.hash == tree.hash


def test_every_form_reads_back(world) -> None:
    tree = world.built.tree
    assert read_tree(tree.to_proto()) == tree
    informee = v30.FullInformeeTree(tree=tree.for_mediator().to_proto())
    assert read_informee_tree(informee) == tree.for_mediator()
    for light in lights(tree):
        assert LightViewTree.from_bytes(light.to_bytes()) == light


def test_a_light_tree_shows_one_view_and_the_way_to_it(world) -> None:
    tree = world.built.tree
    deepest = max(lights(tree), key=lambda light: len(light.position.path))
    shown = list(deepest.tree.views())
    assert len(shown) == len(deepest.position.path) == 3
    assert [view.is_path for _, view in shown] == [True, True, False]
    assert isinstance(deepest.tree.submitter_metadata, Blinded)


def test_full_views_are_put_together_and_faults_told_apart(world) -> None:
    tree = world.built.tree
    found = lights(tree)
    full = full_views(reversed(found))
    assert [each.position for each in full.views] == [at for at, _ in tree.views()]
    assert all(each.view == view for each, (_, view) in zip(full.views, tree.views(), strict=True))
    assert [each.position for each in full.topmost] == [at for at, _ in tree.views() if at.is_root]
    assert full_views([*found, found[2]]).duplicates == (found[2],)
    partial = full_views([each for each in found if each is not found[2]])
    assert partial.incomplete == (found[0], found[1])
    assert [each.position for each in partial.topmost] == [found[3].position, found[4].position]


def test_an_informee_tree_that_shows_or_hides_the_wrong_parts_is_rejected(world) -> None:
    tree = world.built.tree.for_mediator()
    whole = world.built.tree
    read = rejecting(read_informee_tree)

    def hide_common(view: TransactionView) -> TransactionView:
        return replace(view, common_data=Blinded(view.common_data.hash))

    for wrong in (
        whole,
        replace(tree, submitter_metadata=Blinded(tree.submitter_metadata.hash)),
        replace(tree, participant_metadata=whole.participant_metadata),
        replace(tree, root_views=tree.root_views.blinded()),
        replace(tree, root_views=tree.root_views.map(TransactionView.without_subviews)),
        replace(tree, root_views=tree.root_views.map(hide_common)),
        replace(tree, root_views=tree.root_views.map(TransactionView.blinded)),
    ):
        assert isinstance(read(v30.FullInformeeTree(tree=wrong.to_proto())), Rejection)


def test_a_light_tree_that_shows_or_hides_the_wrong_parts_is_rejected(world) -> None:
    tree = world.built.tree
    root, *_, last = lights(tree)
    inner = lights(tree)[1]
    for wrong in (
        replace(root, tree=tree),
        replace(root, tree=replace(root.tree, submitter_metadata=Blinded(tree.hash))),
        replace(inner, tree=replace(inner.tree, submitter_metadata=tree.submitter_metadata)),
        replace(root, tree=replace(root.tree, root_views=tree.root_views.blinded())),
        replace(root, subview_keys=()),
        replace(root, subview_keys=root.subview_keys[::-1]),
        replace(last, subview_keys=root.subview_keys),
        replace(root, subview_keys=(replace(root.subview_keys[0], randomness=b"short"),)),
        replace(
            root,
            tree=replace(root.tree, participant_metadata=Blinded(root.tree.common_metadata.hash)),
        ),
    ):
        assert isinstance(LightViewTree.from_bytes(wrong.to_bytes()), Rejection)


def test_a_tree_with_a_hash_twice_or_without_common_metadata_is_rejected(world) -> None:
    tree = world.built.tree
    read = rejecting(read_tree)
    view, _ = next(tree.root_views.shown())
    twice = replace(tree, root_views=MerkleSequence.of([view, view]))
    assert isinstance(read(twice.to_proto()), Rejection)
    hidden = replace(tree, common_metadata=Blinded(tree.common_metadata.hash))
    assert isinstance(read(hidden.to_proto()), Rejection)
    swapped = replace(tree, submitter_metadata=Blinded(tree.common_metadata.hash))
    assert isinstance(read(swapped.to_proto()), Rejection)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_altered_bytes_are_rejected_or_change_the_root_hash(world, data) -> None:
    light = lights(world.built.tree)[1]
    content = bytearray(light.to_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    read = LightViewTree.from_bytes(bytes(content))
    if not isinstance(read, Rejection) and read.tree.hash == light.tree.hash:
        # Only the keys of subviews stand outside of what the root hash covers.
        assert read.view == light.view
        assert isinstance(read.view.common_data, Leaf)


@pytest.mark.parametrize("cut", range(0, 400, 37))
def test_a_part_of_the_bytes_never_raises(world, cut: int) -> None:
    LightViewTree.from_bytes(lights(world.built.tree)[1].to_bytes()[:-cut])
