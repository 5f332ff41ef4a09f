"""Where a view stands: through which turns of each Merkle sequence one comes to it.

Positions run from the leaf to the root, as they are sent and hashed. Source: protocol sheet 2.2,
2.3; ViewPosition of the original.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from canton.crypto.encoding import encode_sequence
from canton.wire import protocol_v30_pb2 as v30

SequenceIndex = tuple[bool, ...]
"""The turns within one sequence from the element up to its root; True is right."""


@dataclass(frozen=True, slots=True)
class ViewPosition:
    """The position of a view: its index among its siblings first, the root view's index last."""

    path: tuple[SequenceIndex, ...] = ()

    def child(self, index: SequenceIndex) -> ViewPosition:
        """The position of a subview at that index."""
        return ViewPosition((index, *self.path))

    @property
    def parent(self) -> ViewPosition:
        """The position of the view above; of a root view, the position that names no view."""
        return ViewPosition(self.path[1:])

    @property
    def is_root(self) -> bool:
        """Whether this is the position of a root view."""
        return len(self.path) == 1

    def is_within(self, other: ViewPosition) -> bool:
        """Whether the view is the other one or one below it."""
        start = len(self.path) - len(other.path)
        return start >= 0 and self.path[start:] == other.path

    def encode(self) -> bytes:
        """The deterministic encoding, which contract salts hash."""
        return encode_sequence(
            encode_sequence(b"\x01" if turn else b"\x00" for turn in index) for index in self.path
        )

    @property
    def from_root(self) -> tuple[SequenceIndex, ...]:
        """The same path from the root to the leaf; compares as views follow in pre-order."""
        return tuple(index[::-1] for index in reversed(self.path))

    def __lt__(self, other: ViewPosition) -> bool:
        return self.from_root < other.from_root

    def to_proto(self) -> v30.ViewPosition:
        """The message."""
        return v30.ViewPosition(
            position=[v30.MerkleSeqIndex(is_right=index) for index in self.path]
        )

    @staticmethod
    def from_proto(message: v30.ViewPosition) -> ViewPosition:
        """Reads a position; every position is well formed."""
        return ViewPosition(tuple(tuple(each.is_right) for each in message.position))


def indices(count: int) -> list[SequenceIndex]:
    """The indices of so many elements of one sequence, in order.

    Neighbours are paired level by level; an odd last one goes up as it is.

    >>> indices(3)
    [(False, False), (True, False), (True,)]
    """
    found: list[list[bool]] = [[] for _ in range(count)]
    level: list[list[int]] = [[element] for element in range(count)]
    while len(level) > 1:
        for place, group in enumerate(level):
            if place % 2 or place + 1 < len(level):
                _turn(found, group, is_right=bool(place % 2))
        level = [
            [each for group in level[place : place + 2] for each in group]
            for place in range(0, len(level), 2)
        ]
    return [tuple(turns) for turns in found]


def _turn(found: list[list[bool]], group: Iterable[int], *, is_right: bool) -> None:
    for element in group:
        found[element].append(is_right)
