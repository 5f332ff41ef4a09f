"""What the configuration says on tokens, and which of it cannot be."""

from __future__ import annotations

import pytest

from canton.config.errors import ConfigErrors
from canton.config.hocon.loading import loads
from canton.config.secret import Secret
from canton.config.values.authorization import (
    AdminTokenConfig,
    AuthServiceConfig,
    KeyKind,
    KeySetConfig,
    LeewayConfig,
    TokensConfig,
)
from canton.config.values.reading import config_of
from canton.config.values.root import CantonConfig

P = "canton.participants.p { admin-api.port = 1, ledger-api.port = 2, http-ledger-api.port = 3 }\n"


def config(text: str) -> CantonConfig:
    return config_of(loads(P + text, {}))


def ledger_api(text: str) -> TokensConfig:
    read = config(f"canton.participants.p.ledger-api {{ {text} }}")
    return read.participants["p"].ledger_api.server.tokens


def findings(text: str) -> list[str]:
    with pytest.raises(ConfigErrors) as caught:
        ledger_api(text)
    return [str(each) for each in caught.value.findings]


def test_an_api_asks_for_no_token_unless_it_says_so() -> None:
    read = config("")
    api = read.participants["p"].ledger_api.server.tokens
    assert api == TokensConfig(lifetime_max_s=300.0)
    assert read.participants["p"].node.admin_api.tokens.services == ()
    assert read.findings_of("p") == ()


def test_every_kind_of_auth_service_is_read() -> None:
    services = ledger_api(
        """auth-services = [
          { type = wildcard }
          { type = unsafe-jwt-hmac-256, secret = pyjama, target-audience = a }
          { type = jwt-rs-256-crt, certificate = r.crt, target-scope = s, privileged = yes
            access-level = admin, max-token-life = 1h }
          { type = jwt-es-256-crt, certificate = e.crt }
          { type = jwt-es-512-crt, certificate = f.crt, target-audience = f
            users = [{ user-id = u, allowed-services = [one, two] }] }
          { type = jwt-jwks, url = "https://issuer/keys", target-audience = j }
        ]"""
    ).services
    assert [each.kind for each in services] == list(KeyKind)
    wildcard, secret, rsa, elliptic, named, published = services
    assert wildcard == AuthServiceConfig(KeyKind.WILDCARD)
    assert (secret.secret, secret.audience) == (Secret("pyjama"), "a")
    assert (rsa.source, rsa.scope, rsa.lifetime_max_s) == ("r.crt", "s", 3600.0)
    assert (rsa.is_privileged, rsa.is_for_administration) == (True, True)
    assert (elliptic.audience, elliptic.is_privileged, elliptic.lifetime_max_s) == (
        None,
        False,
        None,
    )
    assert named.allowed_services == {"u": {"one", "two"}}
    assert published.source == "https://issuer/keys"
    assert [each.kind.algorithm for each in services[2:5]] == ["RS256", "ES256", "ES512"]
    assert "pyjama" not in repr(services)


def test_times_and_key_sets_are_read() -> None:
    api = ledger_api(
        """max-token-lifetime = Inf
           jwt-timestamp-leeway { default = 5, expires-at = 7, issued-at = 0 }
           jwks-cache-config { cache-max-size = 3, cache-expiration = 1m
                               connection-timeout = 2s, read-timeout = 3s }"""
    )
    assert (api.lifetime_max_s, api.is_lifetime_written) == (None, True)
    assert api.leeway == LeewayConfig(7, 0, 5)
    assert api.key_sets == KeySetConfig(3, 60.0, 2.0, 3.0)


def test_the_processs_own_tokens_of_both_apis_are_merged() -> None:
    first = AdminTokenConfig(None, 300.0, acts_as_any_party=True)
    second = AdminTokenConfig(Secret("fixed"), 60.0, administers=True)
    both = AdminTokenConfig(Secret("fixed"), 60.0, acts_as_any_party=True, administers=True)
    assert first.merged(second) == second.merged(first) == both


SERVICE = "type = unsafe-jwt-hmac-256, secret = s"
USERS = "users = [{ user-id = u, allowed-services = [] }]"


@pytest.mark.parametrize(
    ("services", "reason"),
    [
        (f"{{ {SERVICE}, target-scope = a, privileged = yes, {USERS} }}", "privileged or has"),
        (f"{{ {SERVICE}, privileged = yes }}", "needs target-audience"),
        (f"{{ {SERVICE} }}, {{ {SERVICE} }}", "distinct"),
        ('{ type = jwt-jwks, url = "file:///keys" }', "http:// or https://"),
        ("{ type = jwt-jwks, url = issuer }", "http:// or https://"),
    ],
)
def test_auth_services_that_cannot_be_are_refused(services: str, reason: str) -> None:
    (finding,) = findings(f"auth-services = [{services}]")
    assert reason in finding
