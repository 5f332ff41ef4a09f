"""Aggregation: the wire forms of rules, and what the id depends on."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from canton.crypto.encoding import encode_bytes, encode_int, encode_long, encode_string
from canton.crypto.key import PROTOCOL_ONLY, SigningKeySpec
from canton.crypto.key_pair import SigningKeyPair
from canton.identifiers import Fingerprint, UniqueIdentifier, mediator
from canton.protocol.sequencing.aggregation import (
    MediatorGroupAggregation,
    MemberAggregation,
    SenderDeduplication,
    SequencerGroupAggregation,
    aggregation_id,
    read_rule,
    rule_to_proto,
)
from canton.protocol.sequencing.envelope import Envelope
from canton.protocol.sequencing.recipient import Recipients
from canton.timestamps import Timestamp
from canton.wire import topology_pb2

NAMESPACE = Fingerprint("1220" + "ab" * 32)
A, B = (mediator(UniqueIdentifier(name, NAMESPACE)) for name in "ab")
KEY = SigningKeyPair.generate(SigningKeySpec.EC_CURVE25519, PROTOCOL_ONLY, bytes(range(32)))
RULES = [
    MediatorGroupAggregation(2),
    SequencerGroupAggregation(),
    SenderDeduplication(),
    MemberAggregation((A, B), 2),
]
ENVELOPE = Envelope(b"content", Recipients.group([A]))
TIME = Timestamp(7)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_reads_back(rule) -> None:
    assert read_rule(rule_to_proto(rule)) == rule


@pytest.mark.parametrize("members", [["MGR::x"], ["SOD::", "SOD::"], [str(A)]])
def test_malformed_rules_are_rejected(members) -> None:
    with pytest.raises(ValueError):
        read_rule(topology_pb2.AggregationRule(eligible_members=members))


def test_the_id_is_laid_out_as_the_sheet_says() -> None:
    content = encode_int(39) + encode_int(1)
    content += encode_bytes(encode_bytes(b"content"))
    content += encode_bytes(encode_bytes(ENVELOPE.recipients.to_bytes()))
    content += encode_bytes(b"\x00") + encode_long(7) + encode_long(-(2**63))
    content += encode_int(3) + encode_string(str(A))
    found = aggregation_id([ENVELOPE], SenderDeduplication(), A, TIME, None)
    assert found.raw == hashlib.sha256(content).digest()


def test_signatures_do_not_count_but_their_presence_does() -> None:
    rule = MediatorGroupAggregation(0)
    once = ENVELOPE.signed_with(KEY)
    ids = {
        aggregation_id([envelope], rule, sender, TIME, None)
        for envelope in (once, once.signed_with(KEY))
        for sender in (A, B)
    }
    assert len(ids) == 1
    assert aggregation_id([ENVELOPE], rule, A, TIME, None) not in ids


def test_everything_else_counts() -> None:
    ids = {aggregation_id([ENVELOPE], rule, A, TIME, None) for rule in RULES}
    ids.add(aggregation_id([ENVELOPE], SenderDeduplication(), B, TIME, None))
    ids.add(aggregation_id([ENVELOPE], SenderDeduplication(), A, Timestamp(8), None))
    ids.add(aggregation_id([ENVELOPE], SenderDeduplication(), A, TIME, Timestamp(1)))
    ids.add(aggregation_id([replace(ENVELOPE, content=b"x")], SenderDeduplication(), A, TIME, None))
    ids.add(aggregation_id([], SenderDeduplication(), A, TIME, None))
    assert len(ids) == 9
