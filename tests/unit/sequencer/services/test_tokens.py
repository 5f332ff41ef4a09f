"""Nonces and tokens are few, short-lived and each their member's own."""

from __future__ import annotations

from canton.identifiers import Fingerprint, Member
from canton.sequencer.services.public.tokens import TokenSettings, TokenStore
from canton.timestamps import Micros, Timestamp

ALICE = Member.parse("PAR::alice::1220aa")
BOB = Member.parse("PAR::bob::1220bb")
KEY = Fingerprint("1220cc")
START = Timestamp(1_000_000)
SETTINGS = TokenSettings(
    nonce_lifetime=Micros(10), token_lifetime=Micros(100), tokens_per_member_max=2
)


def test_a_nonce_is_given_out_again_until_it_is_used_or_expires() -> None:
    store = TokenStore(SETTINGS)
    assert store.nonce(ALICE, b"first", START) == b"first"
    assert store.nonce(ALICE, b"second", Timestamp(START + 9)) == b"first"
    assert store.nonce(BOB, b"third", START) == b"third"
    assert store.nonce(ALICE, b"fourth", Timestamp(START + 10)) == b"fourth"
    assert store.find_nonce(ALICE, b"first") is None
    assert store.find_nonce(ALICE, b"fourth") is not None
    store.use_nonce(ALICE)
    assert store.find_nonce(ALICE, b"fourth") is None


def test_a_token_is_good_for_its_member_until_it_expires() -> None:
    store = TokenStore(SETTINGS)
    token = store.issue(ALICE, b"token", KEY, START)
    assert store.find(ALICE, b"token", Timestamp(START + 99)) == token
    assert store.find(ALICE, b"token", Timestamp(START + 100)) is None
    assert store.find(BOB, b"token", START) is None
    assert store.owner(b"token") == ALICE
    assert "token'" not in repr(token)


def test_a_members_oldest_token_goes_when_it_has_too_many() -> None:
    store = TokenStore(SETTINGS)
    for value in (b"one", b"two", b"three"):
        store.issue(ALICE, value, KEY, START)
    assert store.find(ALICE, b"one", START) is None
    assert store.find(ALICE, b"two", START) is not None
    store.revoke(ALICE)
    assert store.find(ALICE, b"three", START) is None
    assert store.owner(b"three") is None
