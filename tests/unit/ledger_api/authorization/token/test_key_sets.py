"""Key sets are fetched when a key is missing, kept for a while, and not fetched too often."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from canton.clock import SimClock
from canton.ledger_api.authorization.token.jwt import BadToken
from canton.ledger_api.authorization.token.key_sets import FETCH_INTERVAL_S, KeySets
from canton.timestamps import micros
from simulation.virtual_loop import run
from unit.ledger_api.authorization.tokens import P_256_KEY, P_521_KEY, RSA_KEY, jwk, key_set

URL = "https://issuer/keys"
LIFETIME_S = 300.0


class Issuer:
    """Publishes what a test says, and counts how often it is asked."""

    def __init__(self) -> None:
        self.content: bytes | OSError = key_set()
        self.asked: list[str] = []
        self.delay_s = 0.0

    async def __call__(self, url: str) -> bytes:
        self.asked.append(url)
        await asyncio.sleep(self.delay_s)
        if isinstance(self.content, OSError):
            raise self.content
        return self.content


def scenario(body: Callable[[Issuer, KeySets], Awaitable[None]], *, size_max: int = 1000) -> None:
    async def main() -> None:
        issuer = Issuer()
        sets = KeySets(issuer, SimClock(), micros(seconds=LIFETIME_S), size_max)
        await body(issuer, sets)

    run(main(), 0)


def test_a_set_is_fetched_once_for_all_its_keys() -> None:
    async def body(issuer: Issuer, sets: KeySets) -> None:
        issuer.content = key_set(jwk(RSA_KEY, "a"), jwk(P_256_KEY, "b"), jwk(P_521_KEY, "c"))
        found = [(await sets.key(URL, name)).algorithm for name in ("a", "b", "c", "a")]
        assert found == ["RS256", "ES256", "ES512", "RS256"]
        assert issuer.asked == [URL]

    scenario(body)


def test_a_new_key_is_found_at_once_and_a_withdrawn_one_is_gone_with_it() -> None:
    async def body(issuer: Issuer, sets: KeySets) -> None:
        issuer.content = key_set(jwk(RSA_KEY, "old"))
        await sets.key(URL, "old")
        await asyncio.sleep(60)
        issuer.content = key_set(jwk(P_256_KEY, "new"))
        assert (await sets.key(URL, "new")).algorithm == "ES256"
        with pytest.raises(BadToken, match="no key of its id"):
            await sets.key(URL, "old")

    scenario(body)


def test_a_withdrawn_key_is_forgotten_after_the_lifetime() -> None:
    async def body(issuer: Issuer, sets: KeySets) -> None:
        issuer.content = key_set(jwk(RSA_KEY, "a"))
        await sets.key(URL, "a")
        issuer.content = key_set()
        await asyncio.sleep(LIFETIME_S - 1)
        await sets.key(URL, "a")
        await asyncio.sleep(1)
        with pytest.raises(BadToken):
            await sets.key(URL, "a")

    scenario(body)


def test_strange_tokens_do_not_make_it_ask_more_than_once_a_second() -> None:
    async def body(issuer: Issuer, sets: KeySets) -> None:
        issuer.content = key_set(jwk(RSA_KEY, "a"))
        issuer.delay_s = 0.1
        loop = asyncio.get_running_loop()
        await sets.key(URL, "a")
        begun_s = loop.time()

        async def strange(number: int) -> None:
            with pytest.raises(BadToken):
                await sets.key(URL, f"strange-{number}")

        await asyncio.gather(*(strange(number) for number in range(50)))
        assert len(issuer.asked) == 2
        assert loop.time() - begun_s <= FETCH_INTERVAL_S + issuer.delay_s
        await sets.key(URL, "a")
        assert len(issuer.asked) == 2

    scenario(body)


def test_a_set_that_cannot_be_had_refuses_and_is_asked_for_again() -> None:
    async def body(issuer: Issuer, sets: KeySets) -> None:
        issuer.content = OSError("no route")
        with pytest.raises(BadToken, match="no route"):
            await sets.key(URL, "a")
        issuer.content = b"<html>"
        with pytest.raises(BadToken, match="cannot be had"):
            await sets.key(URL, "a")
        issuer.content = b'{"keys": 5}'
        with pytest.raises(BadToken, match="not a JSON Web Key Set"):
            await sets.key(URL, "a")
        issuer.content = key_set(jwk(RSA_KEY, "a"))
        await sets.key(URL, "a")

    scenario(body)


def test_keys_that_are_kept_outlive_an_issuer_that_does_not_answer() -> None:
    async def body(issuer: Issuer, sets: KeySets) -> None:
        issuer.content = key_set(jwk(RSA_KEY, "a"))
        await sets.key(URL, "a")
        issuer.content = OSError("down")
        with pytest.raises(BadToken):
            await sets.key(URL, "b")
        await sets.key(URL, "a")

    scenario(body)


def test_without_an_id_the_only_key_is_meant() -> None:
    async def body(issuer: Issuer, sets: KeySets) -> None:
        issuer.content = key_set(jwk(RSA_KEY, "a"))
        assert (await sets.key(URL, None)).algorithm == "RS256"
        issuer.content = key_set(jwk(RSA_KEY, "a"), jwk(P_256_KEY, "b"))
        with pytest.raises(BadToken):
            await sets.key(URL, "c")
        with pytest.raises(BadToken):
            await sets.key(URL, None)

    scenario(body)


def test_keys_of_other_kinds_are_passed_over_and_too_many_are_cut_off() -> None:
    async def body(issuer: Issuer, sets: KeySets) -> None:
        secret = {"kty": "oct", "kid": "secret", "k": "c2VjcmV0"}
        encrypts = {**jwk(RSA_KEY, "encrypts"), "use": "enc"}
        issuer.content = key_set(secret, encrypts, jwk(RSA_KEY, "a"), jwk(P_256_KEY, "beyond"))
        await sets.key(URL, "a")
        for name in ("secret", "encrypts", "beyond"):
            with pytest.raises(BadToken):
                await sets.key(URL, name)

    scenario(body, size_max=3)
