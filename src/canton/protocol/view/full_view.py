"""Full view trees put together from the light ones that a participant received.

Views whose subviews are missing or contradict them, and views received twice, are told apart, since
they are faults of the sender. Source: protocol sheet 2.7; LightTransactionViewTree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from canton.crypto.hash import Hash
from canton.protocol.merkle.position import ViewPosition
from canton.protocol.merkle.sequence import MerkleSequence
from canton.protocol.view.transaction_tree import LightViewTree, TransactionTree, with_view
from canton.protocol.view.transaction_view import (
    TransactionView,
    contradiction,
    unmatched_key,
)


@dataclass(frozen=True, slots=True)
class FullViewTree:
    """The tree of one view, shown with all its subviews."""

    tree: TransactionTree
    position: ViewPosition
    view: TransactionView

    @property
    def is_root(self) -> bool:
        """Whether the view is a root view of its transaction."""
        return self.position.is_root


@dataclass(frozen=True, slots=True)
class FullViewTrees:
    """What was put together, in pre-order, and what could not be."""

    views: tuple[FullViewTree, ...]
    incomplete: tuple[LightViewTree, ...]
    """Views with subviews that are missing, incomplete themselves, or contradict the view."""
    duplicates: tuple[LightViewTree, ...]

    @property
    def topmost(self) -> tuple[FullViewTree, ...]:
        """The views of which no view above was put together too."""
        positions = {each.position for each in self.views}
        return tuple(
            each
            for each in self.views
            if not any(
                ViewPosition(each.position.path[height:]) in positions
                for height in range(1, len(each.position.path))
            )
        )


def full_views(light_views: Iterable[LightViewTree]) -> FullViewTrees:
    """Puts the views of one request together, from the leaves up."""
    full: dict[Hash, TransactionView] = {}
    complete: list[FullViewTree] = []
    incomplete: list[LightViewTree] = []
    duplicates: list[LightViewTree] = []
    for light in sorted(light_views, key=lambda each: each.position.from_root, reverse=True):
        hashes = [key.view_hash for key in light.subview_keys]
        if any(each not in full for each in hashes):
            incomplete.append(light)
            continue
        view = light.view
        if hashes:
            subviews = MerkleSequence[TransactionView].of(full[each] for each in hashes)
            view = replace(view, subviews=subviews)
        if contradiction(view) is not None or unmatched_key(view) is not None:
            incomplete.append(light)
            continue
        if view.hash in full:
            duplicates.append(light)
            continue
        full[view.hash] = view
        tree = with_view(light.tree, light.position, view)
        complete.append(FullViewTree(tree, light.position, view))
    return FullViewTrees(
        tuple(reversed(complete)), tuple(reversed(incomplete)), tuple(reversed(duplicates))
    )
