"""From the configuration of auth services to ways of accepting tokens."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from canton.clock import ManualClock, SeededRandomness
from canton.config.errors import ConfigErrors
from canton.config.secret import Secret
from canton.config.values.authorization import (
    AdminTokenConfig,
    AuthServiceConfig,
    KeyKind,
    LeewayConfig,
    TokensConfig,
)
from canton.config.values.server import ServerConfig
from canton.identifiers import PartyId
from canton.ledger_api.authorization.admin_token import AdminTokens
from canton.ledger_api.authorization.authentication import Authentication
from canton.ledger_api.authorization.claims import ADMINISTRATOR, WILDCARD, Claims
from canton.ledger_api.authorization.token.jwt import TimeRules
from canton.ledger_api.user.value import Right
from canton.nodes.authorization.doors import Door, check_tokens, key_sets, own_rights
from canton.participant.stores.user import RightKind
from canton.timestamps import Timestamp, micros
from unit.ledger_api.authorization.tokens import token

NOW_S = 1_700_000_000
CLOCK = ManualClock(Timestamp(NOW_S * 1_000_000))
SERVICE = AuthServiceConfig(KeyKind.SHARED_SECRET, Secret("pyjama"), audience="me")
ADMIN_PARTY = PartyId("admin::1")


def door(*services: AuthServiceConfig, lifetime_max_s: float | None = None) -> Door:
    own = AdminTokens(SeededRandomness("own"), CLOCK, micros(seconds=300))
    config = TokensConfig(services, leeway=LeewayConfig(1, 2, 3), lifetime_max_s=lifetime_max_s)
    return Door(config, CLOCK, own)


async def claims(door: Door, token: str) -> Claims:
    rights = own_rights(AdminTokenConfig(administers=True))
    ways = door.ways(rights, key_sets(door.config.key_sets, CLOCK))
    return await Authentication(ways, None).claims(f"Bearer {token}", "service")


def made(**payload: object) -> str:
    return token({"sub": "u", "aud": "me", **payload}, "pyjama")


def test_without_auth_services_there_is_no_way_at_all() -> None:
    assert door().ways([], key_sets(door().config.key_sets, CLOCK)) == []


async def test_the_processs_own_token_comes_before_the_configured_ways() -> None:
    protected = door(SERVICE)
    own = await claims(protected, protected.own.current().reveal())
    assert own == Claims(frozenset({Right(RightKind.PARTICIPANT_ADMIN)}))


@pytest.mark.parametrize(
    ("is_for_administration", "level"), [(True, ADMINISTRATOR), (False, WILDCARD)]
)
async def test_a_privileged_service_gives_its_level(
    is_for_administration: bool, level: Claims
) -> None:
    service = replace(SERVICE, is_privileged=True, is_for_administration=is_for_administration)
    assert (await claims(door(service), made())).rights == level.rights


async def test_a_privileged_service_with_both_targets_looks_at_the_scope() -> None:
    service = replace(SERVICE, is_privileged=True, scope="api")
    assert await claims(door(service), made(scope="api", aud="other"))


def test_a_services_own_lifetime_wins_over_the_apis() -> None:
    assert door().rules(60.0) == TimeRules(1, 2, 3, micros(seconds=60))
    assert door().rules(None).lifetime_max is None


@pytest.mark.parametrize(
    ("own_s", "api_s", "left_s", "accepted"),
    [
        (None, 60.0, 60, True),
        (None, 60.0, 62, False),
        (120.0, 60.0, 62, True),
        (None, None, 10**6, True),
    ],
)
@pytest.mark.logs("its lifetime is too long")
async def test_the_lifetime_of_tokens_is_limited(
    own_s: float | None, api_s: float | None, left_s: int, accepted: bool
) -> None:
    service = replace(SERVICE, lifetime_max_s=own_s, is_privileged=True)
    protected = door(service, lifetime_max_s=api_s)
    if accepted:
        assert await claims(protected, made(exp=NOW_S + left_s))
    else:
        with pytest.raises(Exception, match="UNAUTHENTICATED"):
            await claims(protected, made(exp=NOW_S + left_s))


def test_the_process_acts_as_the_admin_party_or_as_any_and_administers_if_told() -> None:
    assert own_rights(AdminTokenConfig()) == []
    acts = Right(RightKind.CAN_ACT_AS, ADMIN_PARTY)
    assert own_rights(AdminTokenConfig(), ADMIN_PARTY) == [acts]
    everything = AdminTokenConfig(administers=True, acts_as_any_party=True)
    kinds = [each.kind for each in own_rights(everything, ADMIN_PARTY)]
    assert kinds == [RightKind.PARTICIPANT_ADMIN, RightKind.CAN_ACT_AS_ANY_PARTY]


def test_a_certificate_that_is_no_good_is_named_with_its_path(tmp_path: Path) -> None:
    file = tmp_path / "issuer.crt"
    file.write_text("no certificate")
    services = [
        AuthServiceConfig(KeyKind.RSA_CERTIFICATE, source=str(source), path=f"a.{number}")
        for number, source in enumerate((tmp_path / "none.crt", file))
    ]
    server = ServerConfig("127.0.0.1", 1, 1, tokens=TokensConfig(tuple(services)))
    with pytest.raises(ConfigErrors) as caught:
        check_tokens([server])
    first, second = map(str, caught.value.findings)
    assert "a.0.certificate" in first
    assert "cannot be read: No such file" in first
    assert "is not an X.509 certificate" in second
    check_tokens([ServerConfig("127.0.0.1", 1, 1)])
