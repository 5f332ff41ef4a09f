"""Signed content: the last signature counts, over the bytes as they stand, for one purpose."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canton.crypto.key import PROTOCOL_ONLY, SEQUENCER_AUTHENTICATION_ONLY, SigningKeySpec
from canton.crypto.key_pair import SigningKeyPair
from canton.crypto.versioned import wrap
from canton.errors import Rejection
from canton.protocol.sequencing.event import EVENT_PURPOSE
from canton.protocol.sequencing.signed_content import SignedContent
from canton.protocol.sequencing.submission import SUBMISSION_PURPOSE
from canton.timestamps import Timestamp
from canton.wire import sequencing_v30_pb2 as v30


def key_of(usages=PROTOCOL_ONLY, first: int = 0) -> SigningKeyPair:
    random = bytes(range(first, first + 32))
    return SigningKeyPair.generate(SigningKeySpec.EC_CURVE25519, usages, random)


def test_signed_content_reads_back_and_verifies_for_its_purpose_only() -> None:
    key = key_of()
    signed = SignedContent.sign(b"content", SUBMISSION_PURPOSE, key, Timestamp(5))
    assert SignedContent.from_bytes(signed.to_bytes()) == signed
    assert signed.check(SUBMISSION_PURPOSE, key.public) is None
    assert signed.check(EVENT_PURPOSE, key.public) is not None
    assert replace(signed, content=b"other").check(SUBMISSION_PURPOSE, key.public) is not None


def test_a_key_of_another_usage_is_not_accepted() -> None:
    key = key_of(SEQUENCER_AUTHENTICATION_ONLY)
    signed = SignedContent.sign(b"content", SUBMISSION_PURPOSE, key)
    assert signed.check(SUBMISSION_PURPOSE, key.public) is not None


def test_only_the_last_signature_counts() -> None:
    key, other = key_of(), key_of(first=9)
    last = SignedContent.sign(b"content", SUBMISSION_PURPOSE, key).signature
    wrong = SignedContent.sign(b"else", SUBMISSION_PURPOSE, other).signature
    signed = SignedContent(b"content", (wrong, last))
    assert signed.check(SUBMISSION_PURPOSE, key.public) is None
    assert SignedContent(b"content", (last, wrong)).check(SUBMISSION_PURPOSE, key.public)


@pytest.mark.parametrize("message", [v30.SignedContent(), v30.SignedContent(content=b"x")])
def test_content_without_content_or_signature_is_rejected(message) -> None:
    assert isinstance(SignedContent.from_bytes(wrap(message, 30)), Rejection)
    assert isinstance(SignedContent.from_bytes(b"\xff"), Rejection)
