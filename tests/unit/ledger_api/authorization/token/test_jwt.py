"""Tokens taken apart, their signatures and their times."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.config.secret import Secret
from canton.ledger_api.authorization.token.jwt import (
    BadToken,
    TimeRules,
    expiry,
    parse,
    require_in_time,
    require_signed,
)
from canton.ledger_api.authorization.token.key import SharedSecret
from canton.timestamps import TIMESTAMP_MAX, Timestamp, micros
from unit.ledger_api.authorization.tokens import encoded, token

KEY = SharedSecret(Secret("pyjama"))
NOW_S = 1_700_000_000
NOW = Timestamp(NOW_S * 1_000_000 + 999_999)


def problem(payload: dict[str, Any], rules: TimeRules = TimeRules()) -> str | None:
    try:
        require_in_time(parse(token(payload, "pyjama")), NOW, rules)
    except BadToken as error:
        return str(error)
    return None


def test_a_signed_token_is_taken_apart_and_verifies() -> None:
    jwt = parse(token({"sub": "alice", "iss": "me"}, "pyjama", kid="k"))
    require_signed(jwt, KEY)
    assert (jwt.algorithm, jwt.key_id, jwt.issuer) == ("HS256", "k", "me")
    assert jwt.payload["sub"] == "alice"


@given(st.text(max_size=60))
def test_what_is_no_token_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(BadToken) as caught:
        parse(text)
    assert len(text) < 5 or text not in str(caught.value)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (b"[]", "not a JSON object"),
        (b"{", "not JSON"),
        (b"{}", "names no algorithm"),
        (b'{"alg": 1}', "names no algorithm"),
        (b'{"alg": "HS256", "crit": ["exp"]}', "critical extensions"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_a_malformed_header_is_refused(header: bytes, reason: str) -> None:
    with pytest.raises(BadToken, match=reason):
        parse(f"{encoded(header)}.{encoded(b'{}')}.{encoded(b'x')}")


def test_a_token_that_was_changed_does_not_verify() -> None:
    header, _, signature = token({"sub": "alice"}, "pyjama").split(".")
    forged = encoded(json.dumps({"sub": "admin"}).encode())
    with pytest.raises(BadToken, match="signature"):
        require_signed(parse(f"{header}.{forged}.{signature}"), KEY)


def test_a_token_of_another_secret_does_not_verify() -> None:
    with pytest.raises(BadToken, match="signature"):
        require_signed(parse(token({}, "guess")), KEY)


@pytest.mark.parametrize("algorithm", ["none", "None", "HS512", "RS256", ""])
def test_the_header_does_not_choose_the_algorithm(algorithm: str) -> None:
    with pytest.raises(BadToken, match="not HS256"):
        require_signed(parse(token({}, "pyjama", alg=algorithm)), KEY)


def test_an_unsigned_token_is_refused() -> None:
    header, payload, _ = token({"sub": "alice"}, "pyjama", alg="none").split(".")
    with pytest.raises(BadToken, match="algorithm"):
        require_signed(parse(f"{header}.{payload}."), KEY)
    signed_header, _, _ = token({}, "pyjama").split(".")
    with pytest.raises(BadToken, match="signature"):
        require_signed(parse(f"{signed_header}.{payload}."), KEY)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        ({}, None),
        ({"exp": NOW_S}, None),
        ({"exp": NOW_S - 1}, "expired"),
        ({"exp": NOW_S - 0.5}, "expired"),
        ({"exp": "soon"}, "not a number"),
        ({"exp": True}, "not a number"),
        ({"exp": None}, None),
        ({"nbf": NOW_S}, None),
        ({"nbf": NOW_S + 1}, "does not hold yet"),
        ({"iat": NOW_S}, None),
        ({"iat": NOW_S + 1}, "in the future"),
    ],
)
def test_times_are_kept_to_the_second(payload: dict[str, Any], reason: str | None) -> None:
    found = problem(payload)
    assert found is None if reason is None else found is not None and reason in found


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        ({"exp": NOW_S - 5}, "expires_leeway_s"),
        ({"nbf": NOW_S + 5}, "not_before_leeway_s"),
        ({"iat": NOW_S + 5}, "issued_leeway_s"),
    ],
)
def test_a_leeway_covers_its_own_time_alone(payload: dict[str, int], field: str) -> None:
    names = ("expires_leeway_s", "not_before_leeway_s", "issued_leeway_s")
    for name in names:
        accepted = problem(payload, TimeRules(**{name: 5})) is None
        assert accepted is (name == field)
    assert problem(payload, TimeRules(**{field: 4})) is not None


def test_a_lifetime_is_limited_by_what_is_left_of_it() -> None:
    rules = TimeRules(lifetime_max=micros(seconds=300))
    assert problem({"exp": NOW_S + 300}, rules) is None
    assert problem({"exp": NOW_S + 301}, rules) == "its lifetime is too long"
    found = problem({}, rules)
    assert found is not None and "no expiration time" in found


def test_an_expiry_beyond_all_time_is_the_end_of_time() -> None:
    assert expiry({"exp": 10**30}) == TIMESTAMP_MAX
    assert expiry({"exp": 5}) == 5_000_000
    assert expiry({}) is None


def test_a_token_does_not_show_itself() -> None:
    jwt = parse(token({"sub": "alice"}, "pyjama"))
    assert "alice" not in repr(jwt)
    assert encoded(jwt.signature) not in repr(jwt)
