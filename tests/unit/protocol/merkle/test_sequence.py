"""Merkle sequences: hiding never changes the hash, indices lead to elements, depth is bounded."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from canton.crypto.hash import Hash, HashPurpose, digest
from canton.crypto.versioned import wrap
from canton.errors import Rejection
from canton.protocol.merkle.node import DEPTH_MAX, Blinded, inner_hash
from canton.protocol.merkle.position import ViewPosition, indices
from canton.protocol.merkle.sequence import Branch, MerkleSequence, Singleton, read_sequence
from canton.protocol.reading import rejecting
from canton.wire import protocol_v30_pb2 as v30


@dataclass(frozen=True)
class Item:
    """An element that is hashed by its text."""

    text: str

    @property
    def hash(self) -> Hash:
        return digest(HashPurpose.UNICUM, self.text.encode())

    def to_bytes(self) -> bytes:
        return self.text.encode()


def read_item(content: bytes, depth: int) -> Item:
    return Item(content.decode())


def items(count: int) -> list[Item]:
    return [Item(str(number)) for number in range(count)]


def test_an_odd_last_element_goes_up_as_it_is() -> None:
    a, b, c = items(3)
    expected = Branch(Branch(Singleton(a), Singleton(b)), Singleton(c))
    assert MerkleSequence.of([a, b, c]).root == expected
    pair = inner_hash([inner_hash([a.hash]), inner_hash([b.hash])])
    assert expected.hash == inner_hash([pair, inner_hash([c.hash])])


def test_an_empty_sequence_has_no_hash() -> None:
    empty = MerkleSequence[Item].of([])
    assert empty.hashes == () and list(empty.shown()) == [] and empty.is_hidden
    assert read_sequence(empty.to_proto(), read_item) == empty


@given(st.integers(1, 33))
def test_elements_come_in_order_at_their_indices(count: int) -> None:
    sequence = MerkleSequence.of(items(count))
    shown = list(sequence.shown())
    assert [item for item, _ in shown] == items(count)
    assert [index for _, index in shown] == indices(count)
    assert sorted(indices(count), key=lambda index: index[::-1]) == indices(count)
    assert read_sequence(sequence.to_proto(), read_item) == sequence


@given(st.integers(1, 20), st.data())
def test_hiding_never_changes_the_hash(count: int, data) -> None:
    sequence = MerkleSequence.of(items(count))
    place = data.draw(st.integers(0, count - 1))
    only = sequence.only(indices(count)[place], lambda item: item)
    assert only.hashes == sequence.hashes == sequence.blinded().hashes
    assert [item for item, _ in only.shown()] == [items(count)[place]]
    hidden = sequence.map(lambda item: Blinded(item.hash))
    assert hidden.hashes == sequence.hashes
    assert list(hidden.hidden()) == [item.hash for item in items(count)]
    assert read_sequence(only.to_proto(), read_item) == only


def nested(depth: int) -> v30.MerkleSeq:
    content = wrap(v30.MerkleSeqElement(data=v30.BlindableNode(unblinded=b"x")), 30)
    for _ in range(depth):
        hidden = v30.BlindableNode(blinded_hash=Item("y").hash.multihash)
        element = v30.MerkleSeqElement(first=v30.BlindableNode(unblinded=content), second=hidden)
        content = wrap(element, 30)
    return v30.MerkleSeq(root_or_empty=v30.BlindableNode(unblinded=content))


def test_a_sequence_nested_too_deep_is_rejected_and_a_deep_one_is_not() -> None:
    read = rejecting(lambda message: read_sequence(message, read_item))
    assert isinstance(read(nested(DEPTH_MAX - 2)), MerkleSequence)
    assert isinstance(read(nested(DEPTH_MAX + 1)), Rejection)
    assert isinstance(read(nested(5_000)), Rejection)


def test_an_element_that_is_neither_branch_nor_singleton_is_rejected() -> None:
    read = rejecting(lambda message: read_sequence(message, read_item))
    data = v30.BlindableNode(unblinded=b"x")
    for element in (
        v30.MerkleSeqElement(),
        v30.MerkleSeqElement(first=data),
        v30.MerkleSeqElement(first=data, second=data, data=data),
        v30.MerkleSeqElement(data=v30.BlindableNode()),
    ):
        root = v30.BlindableNode(unblinded=wrap(element, 30))
        assert isinstance(read(v30.MerkleSeq(root_or_empty=root)), Rejection)


def test_positions_encode_from_leaf_to_root_and_order_in_pre_order() -> None:
    position = ViewPosition(((False, True), (True,)))
    assert position.encode().hex() == "00000002" + "000000020001" + "0000000101"
    assert ViewPosition.from_proto(position.to_proto()) == position
    assert position.parent == ViewPosition(((True,),)) and position.parent.is_root
    assert position.is_within(position.parent) and not position.parent.is_within(position)
    assert position.parent < position < ViewPosition(((True, True), (True,)))
