"""Sequences as Merkle trees: singletons paired into branches up to one root.

An empty sequence has no root. Source: protocol sheet 2.3; MerkleSeq of the original.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from canton.crypto.hash import Hash
from canton.crypto.versioned import unwrap_as, wrap
from canton.protocol.merkle.node import (
    DEPTH_MAX,
    Blinded,
    Node,
    inner_hash,
    read_blindable,
    to_blindable,
)
from canton.protocol.merkle.position import SequenceIndex
from canton.protocol.reading import required
from canton.wire import protocol_v30_pb2 as v30

_VERSION = 30

T = TypeVar("T", bound=Node)
U = TypeVar("U", bound=Node)


@dataclass(frozen=True, slots=True)
class Singleton(Generic[T]):
    """The place of one element."""

    element: T | Blinded
    hash: Hash = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "hash", inner_hash((self.element.hash,)))

    def to_bytes(self) -> bytes:
        """The wrapped message."""
        return wrap(v30.MerkleSeqElement(data=to_blindable(self.element)), _VERSION)


@dataclass(frozen=True, slots=True)
class Branch(Generic[T]):
    """Two subtrees of a sequence."""

    first: Branch[T] | Singleton[T] | Blinded
    second: Branch[T] | Singleton[T] | Blinded
    hash: Hash = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "hash", inner_hash((self.first.hash, self.second.hash)))

    def to_bytes(self) -> bytes:
        """The wrapped message."""
        message = v30.MerkleSeqElement(
            first=to_blindable(self.first), second=to_blindable(self.second)
        )
        return wrap(message, _VERSION)


Element = Branch[T] | Singleton[T] | Blinded


@dataclass(frozen=True, slots=True)
class MerkleSequence(Generic[T]):
    """A sequence of nodes, any part of which may be hidden."""

    root: Branch[T] | Singleton[T] | Blinded | None = None

    @staticmethod
    def of(elements: Iterable[T | Blinded]) -> MerkleSequence[T]:
        """The sequence of the elements."""
        level: list[Branch[T] | Singleton[T] | Blinded] = [Singleton(each) for each in elements]
        while len(level) > 1:
            paired: list[Branch[T] | Singleton[T] | Blinded] = [
                Branch(level[place], level[place + 1]) for place in range(0, len(level) - 1, 2)
            ]
            level = paired + level[len(paired) * 2 :]
        return MerkleSequence(level[0] if level else None)

    @property
    def hashes(self) -> tuple[Hash, ...]:
        """The hash of the root, or nothing where the sequence is empty."""
        return () if self.root is None else (self.root.hash,)

    @property
    def is_hidden(self) -> bool:
        """Whether nothing of the sequence is shown."""
        return self.root is None or isinstance(self.root, Blinded)

    def shown(self) -> Iterator[tuple[T, SequenceIndex]]:
        """The elements that are shown, each with its index, in order."""
        yield from _shown(self.root, ())

    def hidden(self) -> Iterator[Hash]:
        """The hashes of what is hidden, elements or whole subtrees."""
        yield from _hidden(self.root)

    def blinded(self) -> MerkleSequence[T]:
        """The sequence with everything hidden."""
        return MerkleSequence(None if self.root is None else Blinded(self.root.hash))

    def map(self, change: Callable[[T], T | Blinded]) -> MerkleSequence[T]:
        """The sequence with every element that is shown changed."""
        return MerkleSequence(None if self.root is None else _map(self.root, change))

    def only(self, index: SequenceIndex, change: Callable[[T], T]) -> MerkleSequence[T]:
        """The sequence with all hidden but the (changed) element at an index.

        Hidden are the siblings on the way, each as high up as possible.
        """
        assert self.root is not None, "an empty sequence has no element"
        return MerkleSequence(_only(self.root, index[::-1], change))

    def nodes(self) -> Iterator[Branch[T] | Singleton[T] | Blinded]:
        """The branches, singletons and hidden parts of the sequence, elements not entered."""
        pending = [] if self.root is None else [self.root]
        while pending:
            node = pending.pop()
            yield node
            if isinstance(node, Branch):
                pending.extend((node.second, node.first))

    def to_proto(self) -> v30.MerkleSeq:
        """The message."""
        if self.root is None:
            return v30.MerkleSeq()
        return v30.MerkleSeq(root_or_empty=to_blindable(self.root))


def _shown(
    node: Branch[T] | Singleton[T] | Blinded | None, above: SequenceIndex
) -> Iterator[tuple[T, SequenceIndex]]:
    match node:
        case Branch(first, second):
            yield from _shown(first, (False, *above))
            yield from _shown(second, (True, *above))
        case Singleton(element) if not isinstance(element, Blinded):
            yield element, above


def _hidden(node: Branch[T] | Singleton[T] | Blinded | None) -> Iterator[Hash]:
    match node:
        case Branch(first, second):
            yield from _hidden(first)
            yield from _hidden(second)
        case Singleton(Blinded(hash)) | Blinded(hash):
            yield hash


def _map(
    node: Branch[T] | Singleton[T] | Blinded, change: Callable[[T], T | Blinded]
) -> Branch[T] | Singleton[T] | Blinded:
    match node:
        case Branch(first, second):
            return Branch(_map(first, change), _map(second, change))
        case Singleton(element) if not isinstance(element, Blinded):
            return Singleton(change(element))
        case _:
            return node


def _only(
    node: Branch[T] | Singleton[T] | Blinded, turns: SequenceIndex, change: Callable[[T], T]
) -> Branch[T] | Singleton[T]:
    match node:
        case Branch(first, second):
            is_right, *rest = turns
            if is_right:
                return Branch(Blinded(first.hash), _only(second, tuple(rest), change))
            return Branch(_only(first, tuple(rest), change), Blinded(second.hash))
        case Singleton(element):
            assert not turns, "the index goes on below an element"
            assert not isinstance(element, Blinded), "the element is hidden"
            return Singleton(change(element))
        case _:
            raise AssertionError("the way to the element is hidden")


def read_sequence(
    message: v30.MerkleSeq, read: Callable[[bytes, int], T], depth: int = 0
) -> MerkleSequence[T]:
    """Reads a sequence whose elements `read` reads, given their bytes and their depth.

    Raises:
        ValueError: a part is malformed, or the tree is nested too deep.
    """
    if not message.HasField("root_or_empty"):
        return MerkleSequence(None)

    def read_element(content: bytes, at: int) -> Branch[T] | Singleton[T]:
        if at > DEPTH_MAX:
            raise ValueError("a Merkle tree is nested too deep")
        node = required(unwrap_as(content, v30.MerkleSeqElement, {_VERSION}))
        present = tuple(node.HasField(name) for name in ("first", "second", "data"))
        match present:
            case (True, True, False):
                first = read_blindable(node.first, lambda inner: read_element(inner, at + 1))
                second = read_blindable(node.second, lambda inner: read_element(inner, at + 1))
                return Branch(first, second)
            case (False, False, True):
                return Singleton(read_blindable(node.data, lambda inner: read(inner, at + 1)))
            case _:
                raise ValueError("an element of a Merkle sequence is neither branch nor singleton")

    return MerkleSequence(
        read_blindable(message.root_or_empty, lambda inner: read_element(inner, depth + 1))
    )
