"""The tree of a transaction, and its forms: for mediators, and per view for participants.

Source: protocol sheet 2.3, 2.4; GenTransactionTree, FullInformeeTree, LightTransactionViewTree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from canton.crypto.encryption import SYMMETRIC_KEY_LENGTH
from canton.crypto.hash import Hash
from canton.crypto.versioned import unwrap_as, wrap
from canton.protocol.merkle.node import (
    Blinded,
    Leaf,
    inner_hash,
    leaf_reader,
    read_blindable,
    to_blindable,
)
from canton.protocol.merkle.position import SequenceIndex, ViewPosition
from canton.protocol.merkle.sequence import MerkleSequence, read_sequence
from canton.protocol.reading import read_hash, rejecting, required
from canton.protocol.view.metadata import (
    CommonMetadata,
    ParticipantMetadata,
    SubmitterMetadata,
)
from canton.protocol.view.transaction_view import TransactionView, read_view
from canton.wire import protocol_v30_pb2 as v30

_LIGHT_VERSION: Final = 30


@dataclass(frozen=True, slots=True)
class TransactionTree:
    """Metadata and root views. `hash` is the root hash, which is also the update id."""

    submitter_metadata: Leaf[SubmitterMetadata] | Blinded
    common_metadata: Leaf[CommonMetadata] | Blinded
    participant_metadata: Leaf[ParticipantMetadata] | Blinded
    root_views: MerkleSequence[TransactionView]
    hash: Hash = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        children = (
            self.submitter_metadata.hash,
            self.common_metadata.hash,
            self.participant_metadata.hash,
            *self.root_views.hashes,
        )
        object.__setattr__(self, "hash", inner_hash(children))

    @property
    def common(self) -> CommonMetadata:
        """The common metadata, which is shown to everyone."""
        assert isinstance(self.common_metadata, Leaf), "the common metadata is hidden"
        return self.common_metadata.data

    @property
    def submitter(self) -> SubmitterMetadata | None:
        """The submitter metadata, where it is shown."""
        leaf = self.submitter_metadata
        return leaf.data if isinstance(leaf, Leaf) else None

    @property
    def participant(self) -> ParticipantMetadata:
        """The participant metadata, which must be shown."""
        assert isinstance(self.participant_metadata, Leaf), "the participant metadata is hidden"
        return self.participant_metadata.data

    def views(self) -> Iterator[tuple[ViewPosition, TransactionView]]:
        """Every view that is shown, in pre-order, with its position."""
        for view, index in self.root_views.shown():
            yield from view.walk(ViewPosition((index,)))

    def for_mediator(self) -> TransactionTree:
        """The tree as the mediator sees it: who confirms what, and nothing else."""
        return replace(
            self,
            participant_metadata=Blinded(self.participant_metadata.hash),
            root_views=self.root_views.map(TransactionView.for_mediator),
        )

    def for_view(self, position: ViewPosition) -> TransactionTree:
        """The tree with one view shown whole, subviews included, and the way to it."""
        submitter = self.submitter_metadata
        if not position.is_root:
            submitter = Blinded(submitter.hash)
        path = position.from_root
        return replace(
            self, submitter_metadata=submitter, root_views=_only_path(self.root_views, path)
        )

    def repeated_hash(self) -> Hash | None:
        """A hash that occurs twice in the tree, which an honest tree has not."""
        seen: set[Hash] = set()
        for found in self._hashes():
            if found in seen:
                return found
            seen.add(found)
        return None

    def _hashes(self) -> Iterator[Hash]:
        yield self.hash
        yield self.submitter_metadata.hash
        yield self.common_metadata.hash
        yield self.participant_metadata.hash
        yield from (node.hash for node in self.root_views.nodes())
        yield from self.root_views_hidden_in_singletons()
        for _, view in self.views():
            yield view.hash
            yield view.common_data.hash
            yield view.participant_data.hash
            yield from (node.hash for node in view.subviews.nodes())
            yield from hidden_elements(view.subviews)

    def root_views_hidden_in_singletons(self) -> Iterator[Hash]:
        """The hashes of root views that are hidden one by one."""
        yield from hidden_elements(self.root_views)

    def to_proto(self) -> v30.GenTransactionTree:
        """The message."""
        return v30.GenTransactionTree(
            submitter_metadata=to_blindable(self.submitter_metadata),
            common_metadata=to_blindable(self.common_metadata),
            participant_metadata=to_blindable(self.participant_metadata),
            root_views=self.root_views.to_proto(),
        )


def hidden_elements(views: MerkleSequence[TransactionView]) -> Iterator[Hash]:
    """The hashes of the elements of a sequence that are hidden in their own place."""
    whole = {node.hash for node in views.nodes() if isinstance(node, Blinded)}
    return (found for found in views.hidden() if found not in whole)


def _only_path(
    views: MerkleSequence[TransactionView], path: tuple[SequenceIndex, ...]
) -> MerkleSequence[TransactionView]:
    index, *below = path
    upwards = index[::-1]
    if not below:
        return views.only(upwards, lambda view: view)
    return views.only(upwards, lambda view: view.as_path(_only_path(view.subviews, tuple(below))))


_read_submitter = leaf_reader(SubmitterMetadata.read)
_read_common = leaf_reader(CommonMetadata.read)
_read_participant = leaf_reader(ParticipantMetadata.read)


def read_tree(message: v30.GenTransactionTree) -> TransactionTree:
    """Reads a tree.

    Raises:
        ValueError: a part is malformed, the common metadata is hidden, or a hash occurs twice.
    """
    if not message.HasField("root_views"):
        raise ValueError("a transaction tree has no root views field")
    common = read_blindable(message.common_metadata, _read_common)
    if isinstance(common, Blinded):
        raise ValueError("the common metadata of a transaction tree is hidden")
    tree = TransactionTree(
        read_blindable(message.submitter_metadata, _read_submitter),
        common,
        read_blindable(message.participant_metadata, _read_participant),
        read_sequence(message.root_views, read_view),
    )
    repeated = tree.repeated_hash()
    if repeated is not None:
        raise ValueError(f"a transaction tree contains the hash {repeated} twice")
    return tree


def read_informee_tree(message: v30.FullInformeeTree) -> TransactionTree:
    """Reads the tree that a mediator receives.

    Raises:
        ValueError: it is malformed, or shows other parts than the mediator may and must see.
    """
    tree = read_tree(message.tree)
    if isinstance(tree.submitter_metadata, Blinded):
        raise ValueError("the submitter metadata of an informee tree is hidden")
    if isinstance(tree.participant_metadata, Leaf):
        raise ValueError("the participant metadata of an informee tree is shown")
    if any(True for _ in tree.root_views.hidden()):
        raise ValueError("an informee tree hides a view")
    for _, view in tree.views():
        if isinstance(view.common_data, Blinded) or isinstance(view.participant_data, Leaf):
            raise ValueError("an informee tree shows participant data, or hides common data")
        if any(True for _ in view.subviews.hidden()):
            raise ValueError("an informee tree hides a view")
    return tree


@dataclass(frozen=True, slots=True)
class SubviewKey:
    """The key material of a direct subview, by which its own envelope is opened."""

    view_hash: Hash
    randomness: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class LightViewTree:
    """The tree as one view's envelope holds it: that view without its subviews."""

    tree: TransactionTree
    position: ViewPosition
    view: TransactionView
    subview_keys: tuple[SubviewKey, ...]

    @staticmethod
    def of(
        tree: TransactionTree, position: ViewPosition, subview_keys: tuple[SubviewKey, ...]
    ) -> LightViewTree:
        """The light tree of a view of a full tree."""
        shown = tree.for_view(position)
        found = dict(shown.views())
        view = found[position].without_subviews()
        return LightViewTree(with_view(shown, position, view), position, view, subview_keys)

    @property
    def root_hash(self) -> Hash:
        """The root hash of the transaction."""
        return self.tree.hash

    def to_bytes(self) -> bytes:
        """The wrapped message."""
        message = v30.LightTransactionViewTree(
            tree=self.tree.to_proto(),
            subview_hashes_and_keys=[
                v30.ViewHashAndKey(
                    view_hash=key.view_hash.multihash,
                    view_encryption_key_randomness=key.randomness,
                )
                for key in self.subview_keys
            ],
        )
        return wrap(message, _LIGHT_VERSION)

    @staticmethod
    @rejecting
    def from_bytes(content: bytes) -> LightViewTree:
        """Reads a light tree and checks that it shows one view and the way to it."""
        message = required(unwrap_as(content, v30.LightTransactionViewTree, {_LIGHT_VERSION}))
        tree = read_tree(message.tree)
        position, view = find_view(tree, with_subviews=False)
        keys = tuple(
            SubviewKey(read_hash(each.view_hash), _read_key(each.view_encryption_key_randomness))
            for each in message.subview_hashes_and_keys
        )
        expected = MerkleSequence[TransactionView].of(Blinded(key.view_hash) for key in keys)
        if expected.hashes != view.subviews.hashes:
            raise ValueError("the subviews of a view are not those whose keys it names")
        return LightViewTree(tree, position, view, keys)


def _read_key(randomness: bytes) -> bytes:
    if len(randomness) != SYMMETRIC_KEY_LENGTH:
        raise ValueError(f"a session key has {len(randomness)} bytes")
    return randomness


def find_view(
    tree: TransactionTree, *, with_subviews: bool
) -> tuple[ViewPosition, TransactionView]:
    """The one view that a tree shows, with its position.

    Raises:
        ValueError: the tree shows none, several, or parts that do not belong to the way; or
            metadata is hidden that must be shown, or shown that must be hidden.
    """
    if isinstance(tree.participant_metadata, Blinded):
        raise ValueError("the participant metadata of a view's tree is hidden")
    position, views = ViewPosition(), tree.root_views
    while True:
        shown = list(views.shown())
        if len(shown) != 1:
            raise ValueError(f"a view's tree shows {len(shown)} views side by side")
        view, index = shown[0]
        position = position.child(index)
        if not view.is_path:
            break
        views = view.subviews
    if isinstance(view.common_data, Blinded) or isinstance(view.participant_data, Blinded):
        raise ValueError("a view is shown in part")
    if not with_subviews and not view.subviews.is_hidden:
        raise ValueError("a light view tree shows subviews")
    if position.is_root == isinstance(tree.submitter_metadata, Blinded):
        raise ValueError("submitter metadata is shown for root views, and only for them")
    return position, view


def with_view(
    tree: TransactionTree, position: ViewPosition, view: TransactionView
) -> TransactionTree:
    """The tree with the view at a position replaced by one of the same hash."""
    return replace(tree, root_views=_replaced(tree.root_views, ViewPosition(), position, view))


def _replaced(
    views: MerkleSequence[TransactionView],
    above: ViewPosition,
    position: ViewPosition,
    view: TransactionView,
) -> MerkleSequence[TransactionView]:
    positions = {each.hash: above.child(index) for each, index in views.shown()}

    def change(each: TransactionView) -> TransactionView:
        at = positions[each.hash]
        if at == position:
            assert each.hash == view.hash, "the view is replaced by another one"
            return view
        if position.is_within(at):
            return replace(each, subviews=_replaced(each.subviews, at, position, view))
        return each

    return views.map(change)
