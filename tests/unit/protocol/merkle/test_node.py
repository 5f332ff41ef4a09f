"""Leaves hash the bytes they were read from; equal data make equal leaves."""

from __future__ import annotations

import hashlib

import pytest

from canton.crypto.encoding import encode_bytes, encode_int
from canton.crypto.hash import HashPurpose
from canton.crypto.salt import Salt
from canton.protocol.merkle.node import (
    Blinded,
    Leaf,
    inner_hash,
    leaf_reader,
    read_blindable,
    to_blindable,
)
from canton.protocol.view.common_data import ViewCommonData
from canton.wire import protocol_v30_pb2 as v30

DATA = ViewCommonData(Salt(bytes(32)), frozenset(), ())


def test_a_leaf_hashes_salt_and_evidence_under_its_purpose() -> None:
    leaf = Leaf.of(DATA)
    content = encode_int(HashPurpose.VIEW_COMMON_DATA) + encode_bytes(bytes(32))
    expected = hashlib.sha256(content + encode_bytes(DATA.to_bytes())).digest()
    assert leaf.hash.raw == expected


def test_other_bytes_of_the_same_data_make_an_equal_leaf_with_another_hash() -> None:
    # An unknown field does not change the value, but it changes what is hashed.
    other = DATA.to_bytes() + b"\xf8\x07\x01"
    leaf = leaf_reader(ViewCommonData.read)(other)
    assert leaf == Leaf.of(DATA)
    assert leaf.hash != Leaf.of(DATA).hash
    assert leaf.to_bytes() == other


def test_an_inner_node_hashes_the_number_and_the_multihashes_of_its_children() -> None:
    leaf = Leaf.of(DATA)
    content = encode_int(3) + encode_int(2) + leaf.hash.multihash * 2
    assert inner_hash([leaf.hash] * 2).raw == hashlib.sha256(content).digest()


def test_a_node_that_may_be_hidden_reads_back() -> None:
    leaf, read = Leaf.of(DATA), leaf_reader(ViewCommonData.read)
    assert read_blindable(to_blindable(leaf), read) == leaf
    assert read_blindable(to_blindable(Blinded(leaf.hash)), read) == Blinded(leaf.hash)
    with pytest.raises(ValueError):
        read_blindable(v30.BlindableNode(), read)
