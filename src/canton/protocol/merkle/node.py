"""Leaves, hidden nodes and the hashes of both and of inner nodes.

Source: protocol sheet 2.3; MerkleTree of the original.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import ClassVar, Final, Generic, Protocol, TypeVar

from canton.crypto.hash import Hash, HashBuilder, HashPurpose
from canton.crypto.salt import Salt
from canton.protocol.reading import read_hash
from canton.wire import protocol_v30_pb2 as v30

DEPTH_MAX: Final = 150
"""How deep a received tree may be nested. Levels nest as bytes within bytes, so that the message
library's own limit does not apply; a deeper tree would exhaust the stack."""


class LeafData(Protocol):
    """What a leaf holds: a salted message with a purpose of its own."""

    purpose: ClassVar[HashPurpose]

    @property
    def salt(self) -> Salt:
        """The salt, which is part of the message."""

    def to_bytes(self) -> bytes:
        """The wrapped message."""


class Node(Protocol):
    """Anything with a place in the tree."""

    @property
    def hash(self) -> Hash:
        """The hash that stands for the node and all below it."""

    def to_bytes(self) -> bytes:
        """The wrapped message of the node, with what is hidden in it hidden."""


D = TypeVar("D", bound=LeafData)
N = TypeVar("N", bound=Node)


@dataclass(frozen=True, slots=True)
class Blinded:
    """A hidden node: its hash alone."""

    hash: Hash


@dataclass(frozen=True, slots=True)
class Leaf(Generic[D]):
    """A leaf with its data. Two leaves are equal when their data are, whatever their bytes."""

    data: D
    evidence: bytes = field(compare=False, repr=False)
    """The bytes that are hashed: as received, or as first written."""
    hash: Hash = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        builder = HashBuilder(self.data.purpose)
        builder.add_bytes(self.data.salt.value).add_bytes(self.evidence)
        object.__setattr__(self, "hash", builder.finish())

    @staticmethod
    def of(data: D) -> Leaf[D]:
        """The leaf of new data."""
        return Leaf(data, data.to_bytes())

    def to_bytes(self) -> bytes:
        """The bytes that are hashed."""
        return self.evidence


def inner_hash(children: Iterable[Hash]) -> Hash:
    """The hash of an inner node: the number of its children and the multihash of each."""
    hashes = list(children)
    builder = HashBuilder(HashPurpose.MERKLE_TREE_INNER_NODE).add_int(len(hashes))
    for child in hashes:
        builder.add_raw(child.multihash)
    return builder.finish()


def to_blindable(node: Node | Blinded) -> v30.BlindableNode:
    """The message of a node that may be hidden."""
    if isinstance(node, Blinded):
        return v30.BlindableNode(blinded_hash=node.hash.multihash)
    return v30.BlindableNode(unblinded=node.to_bytes())


def read_blindable(message: v30.BlindableNode, read: Callable[[bytes], N]) -> N | Blinded:
    """Reads a node that may be hidden.

    Raises:
        ValueError: it is neither shown nor hidden, or what is shown is malformed.
    """
    match message.WhichOneof("blinded_or_not"):
        case "unblinded":
            return read(message.unblinded)
        case "blinded_hash":
            return Blinded(read_hash(message.blinded_hash))
        case _:
            raise ValueError("a node of a Merkle tree is neither shown nor hidden")


def leaf_reader(read: Callable[[bytes], D]) -> Callable[[bytes], Leaf[D]]:
    """The reader of a leaf that keeps the bytes it was read from."""

    def read_leaf(content: bytes) -> Leaf[D]:
        return Leaf(read(content), content)

    return read_leaf
