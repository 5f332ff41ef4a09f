"""A view: its common data, its participant data and its subviews, any of them hidden.

Source: protocol sheet 2.3; TransactionView of the original.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from canton.crypto.hash import Hash
from canton.crypto.versioned import unwrap_as, wrap
from canton.daml_lf.language.reference import PackageId
from canton.protocol.merkle.node import (
    DEPTH_MAX,
    Blinded,
    Leaf,
    inner_hash,
    leaf_reader,
    read_blindable,
    to_blindable,
)
from canton.protocol.merkle.position import ViewPosition
from canton.protocol.merkle.sequence import MerkleSequence, read_sequence
from canton.protocol.reading import required
from canton.protocol.view.action import CreateAction
from canton.protocol.view.common_data import ViewCommonData
from canton.protocol.view.participant_data import ViewParticipantData
from canton.wire import protocol_v30_pb2 as v30

_VERSION = 30


@dataclass(frozen=True, slots=True)
class TransactionView:
    """A node of the tree of views. Equal views have equal data, whatever their bytes."""

    common_data: Leaf[ViewCommonData] | Blinded
    participant_data: Leaf[ViewParticipantData] | Blinded
    subviews: MerkleSequence[TransactionView] = field(default_factory=MerkleSequence)
    hash: Hash = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        children = (self.common_data.hash, self.participant_data.hash, *self.subviews.hashes)
        object.__setattr__(self, "hash", inner_hash(children))

    @property
    def is_path(self) -> bool:
        """Whether the view only leads to another one: nothing of its own is shown."""
        return isinstance(self.common_data, Blinded) and isinstance(self.participant_data, Blinded)

    @property
    def common(self) -> ViewCommonData:
        """The common data, which must be shown."""
        assert isinstance(self.common_data, Leaf), "the common data is hidden"
        return self.common_data.data

    @property
    def participant(self) -> ViewParticipantData:
        """The participant data, which must be shown."""
        assert isinstance(self.participant_data, Leaf), "the participant data is hidden"
        return self.participant_data.data

    def walk(self, position: ViewPosition) -> Iterator[tuple[ViewPosition, TransactionView]]:
        """The view and all below it that is shown, in pre-order, with positions."""
        yield position, self
        for subview, index in self.subviews.shown():
            yield from subview.walk(position.child(index))

    def blinded(self) -> Blinded:
        """The view with everything hidden."""
        return Blinded(self.hash)

    def as_path(self, subviews: MerkleSequence[TransactionView]) -> TransactionView:
        """The view with its own data hidden, leading to what the subviews show."""
        return TransactionView(
            Blinded(self.common_data.hash), Blinded(self.participant_data.hash), subviews
        )

    def without_subviews(self) -> TransactionView:
        """The view with its subviews hidden, as it is sent."""
        return replace(self, subviews=self.subviews.blinded())

    def for_mediator(self) -> TransactionView:
        """The view with participant data hidden, here and below."""
        return replace(
            self,
            participant_data=Blinded(self.participant_data.hash),
            subviews=self.subviews.map(TransactionView.for_mediator),
        )

    def to_bytes(self) -> bytes:
        """The wrapped message."""
        message = v30.ViewNode(
            view_common_data=to_blindable(self.common_data),
            view_participant_data=to_blindable(self.participant_data),
            subviews=self.subviews.to_proto(),
        )
        return wrap(message, _VERSION)


_read_common_data = leaf_reader(ViewCommonData.read)
_read_participant_data = leaf_reader(ViewParticipantData.read)


def read_view(content: bytes, depth: int = 0) -> TransactionView:
    """Reads a view at a depth of the tree.

    Raises:
        ValueError: a part is malformed, or the tree is nested too deep.
    """
    if depth > DEPTH_MAX:
        raise ValueError("a view is nested too deep")
    message = required(unwrap_as(content, v30.ViewNode, {_VERSION}))
    if not message.HasField("subviews"):
        raise ValueError("a view has no subviews field")
    view = TransactionView(
        read_blindable(message.view_common_data, _read_common_data),
        read_blindable(message.view_participant_data, _read_participant_data),
        read_sequence(message.subviews, read_view, depth + 1),
    )
    fault = contradiction(view)
    if fault is not None:
        raise ValueError(fault)
    return view


def contradiction(view: TransactionView) -> str | None:
    """How a view contradicts its direct subviews, as far as both are shown; None if it does not."""
    subviews = [subview for subview, _ in view.subviews.shown()]
    if isinstance(view.common_data, Leaf) and view.common_data in [
        subview.common_data for subview in subviews
    ]:
        return "a subview has the same common data as the view above"
    above = package_preference(view)
    if above is not None and any((package_preference(each) or above) - above for each in subviews):
        return "a subview prefers a package that the view above does not"
    return None


def package_preference(view: TransactionView) -> frozenset[PackageId] | None:
    """The packages that a view prefers; None where that is hidden, or the view only creates."""
    if isinstance(view.participant_data, Blinded):
        return None
    action = view.participant_data.data.action
    return None if isinstance(action, CreateAction) else action.package_preference


def unmatched_key(view: TransactionView) -> str | None:
    """The contract that a view names under a key without using one that has the key, or None.

    The view must be shown with all its subviews.
    """
    keys = {
        used.contract.contract_id: used.contract.key
        for _, each in view.walk(ViewPosition())
        for used in each.participant.core_inputs
    }
    for resolved in view.participant.resolved_keys:
        for contract_id in resolved.contract_ids:
            key = keys.get(contract_id)
            if key is None or key.hash != resolved.hash:
                return str(contract_id)
    return None
