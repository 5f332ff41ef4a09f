"""Transactions, their bytes and hashes, and the merging of signatures."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canton.crypto.signature import sign
from canton.topology.mapping.participant import VettedPackages
from canton.topology.transaction import (
    SERIAL_MAX,
    Operation,
    SignedTopologyTransaction,
    TopologySignature,
    TopologyTransaction,
    combined_hash,
    merge_by_hash,
)


def test_bytes_are_kept_as_received(world) -> None:
    made = TopologyTransaction.create(Operation.REMOVE, 3, VettedPackages(world.member("p"), ()))
    # A field that we do not know stays in the bytes, and so under the hash.
    received = TopologyTransaction.parse(made.content + b"\x7a\x01x")
    assert received.content == made.content + b"\x7a\x01x"
    assert received.hash != made.hash
    assert received != made
    assert received.mapping == made.mapping
    assert TopologyTransaction.parse(made.content) == made


@pytest.mark.parametrize("serial", [0, -1, SERIAL_MAX + 1])
def test_serials_are_positive(world, serial) -> None:
    with pytest.raises(ValueError, match=r"serial|range"):
        TopologyTransaction.create(Operation.REPLACE, serial, VettedPackages(world.member("p"), ()))


@pytest.mark.parametrize("content", [b"", b"\x00", b"\x0a\x02xx\x10\x1e", b"\x10\x1f"])
def test_malformed_bytes_are_refused(content) -> None:
    for kind in (TopologyTransaction, SignedTopologyTransaction):
        with pytest.raises(ValueError, match=r".+"):
            kind.parse(content)


def test_signed_transactions_survive_their_bytes(world) -> None:
    signed = world.signed(VettedPackages(world.member("p"), ()), "p", "k", proposal=True)
    covered = frozenset({signed.hash, world.root("x").hash})
    several = [
        TopologySignature(sign(world.key(name), combined_hash(covered)), covered)
        for name in ("m1", "m2")
    ]
    signed = signed.with_signatures(several)
    assert SignedTopologyTransaction.parse(signed.to_bytes()) == signed


def test_a_signature_over_other_transactions_does_not_parse(world) -> None:
    signed = world.signed(VettedPackages(world.member("p"), ()), "p")
    other = frozenset({world.root("x").hash})
    wrong = signed.with_signatures(
        [TopologySignature(sign(world.key("k"), combined_hash(other)), other)]
    )
    with pytest.raises(ValueError, match="does not cover"):
        SignedTopologyTransaction.parse(wrong.to_bytes())


def test_a_transaction_needs_a_signature_and_one_per_key(world) -> None:
    signed = world.signed(VettedPackages(world.member("p"), ()), "p")
    with pytest.raises(ValueError, match="signature"):
        SignedTopologyTransaction.create(signed.transaction, [])
    twice = SignedTopologyTransaction.create(signed.transaction, signed.signatures * 2)
    assert twice == signed
    assert signed.without_signers(signed.signers) is None


def test_the_combined_hash_does_not_depend_on_order(world) -> None:
    hashes = [world.root(name).hash for name in "abc"]
    assert len({combined_hash(order) for order in itertools.permutations(hashes)}) == 1
    assert combined_hash(hashes[:1]) != hashes[0]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.permutations([("p",), ("k",), ("p", "q"), ("r",)]))
def test_merging_signatures_does_not_depend_on_order(world, parts) -> None:
    mapping = VettedPackages(world.member("p"), ())
    (merged,) = merge_by_hash(world.signed(mapping, *signers) for signers in parts)
    assert merged.signers == {world.namespace(name) for name in "pkqr"}
    assert frozenset(merged.signatures) == frozenset(
        world.signed(mapping, "p", "k", "q", "r").signatures
    )


def test_merging_keeps_the_order_of_first_appearance(world) -> None:
    first, second = world.root("a"), world.root("b")
    assert merge_by_hash([first, second, first]) == [first, second]
