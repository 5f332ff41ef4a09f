"""Which tokens an API accepts. Source: console-config-admin sheet 3.3 (auth-services)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from canton.config.schema.sections import Section, texts
from canton.config.secret import Secret


class KeyKind(Enum):
    """Where the keys of an auth service are; `algorithm` is that of a certificate's key."""

    WILDCARD = "wildcard"
    SHARED_SECRET = "unsafe-jwt-hmac-256"
    RSA_CERTIFICATE = "jwt-rs-256-crt"
    P_256_CERTIFICATE = "jwt-es-256-crt"
    P_521_CERTIFICATE = "jwt-es-512-crt"
    KEY_SET = "jwt-jwks"

    @property
    def algorithm(self) -> str | None:
        """The algorithm of a certificate's key."""
        return _ALGORITHMS.get(self)


_ALGORITHMS: Final = {
    KeyKind.RSA_CERTIFICATE: "RS256",
    KeyKind.P_256_CERTIFICATE: "ES256",
    KeyKind.P_521_CERTIFICATE: "ES512",
}


@dataclass(frozen=True, slots=True)
class AuthServiceConfig:
    """One way of accepting tokens; a wildcard accepts every call.

    `source` is a certificate's file or a key set's URL. `allowed_services` are those that each
    named user may call; with `is_privileged` every user may do everything, or with
    `is_for_administration` administer. No highest lifetime is that of the API.
    """

    kind: KeyKind
    secret: Secret | None = None
    source: str = ""
    audience: str | None = None
    scope: str | None = None
    is_privileged: bool = False
    is_for_administration: bool = False
    allowed_services: Mapping[str, frozenset[str]] = field(default_factory=dict)
    lifetime_max_s: float | None = None
    path: str = field(default="", compare=False)
    """Where the section is in the configuration."""


@dataclass(frozen=True, slots=True)
class AdminTokenConfig:
    """The tokens with which the process calls its own node, and the rights they give."""

    fixed: Secret | None = None
    lifetime_s: float = 300.0
    acts_as_any_party: bool = False
    administers: bool = False

    def merged(self, other: AdminTokenConfig) -> AdminTokenConfig:
        """What both say: the shorter life, and the rights of either."""
        return AdminTokenConfig(
            self.fixed or other.fixed,
            min(self.lifetime_s, other.lifetime_s),
            self.acts_as_any_party or other.acts_as_any_party,
            self.administers or other.administers,
        )


@dataclass(frozen=True, slots=True)
class LeewayConfig:
    """By how many seconds clocks may differ when times of tokens are checked."""

    expires_s: int = 0
    issued_s: int = 0
    not_before_s: int = 0


@dataclass(frozen=True, slots=True)
class KeySetConfig:
    """How long keys from a URL are kept, how many, and how long to wait for them."""

    size_max: int = 1000
    lifetime_s: float = 300.0
    connection_timeout_s: float = 10.0
    read_timeout_s: float = 10.0


@dataclass(frozen=True, slots=True)
class TokensConfig:
    """Which tokens an API accepts; without auth services it asks for none.

    `lifetime_max_s` is None where tokens may live for ever.
    """

    services: tuple[AuthServiceConfig, ...] = ()
    admin_token: AdminTokenConfig = field(default_factory=AdminTokenConfig)
    leeway: LeewayConfig = field(default_factory=LeewayConfig)
    key_sets: KeySetConfig = field(default_factory=KeySetConfig)
    lifetime_max_s: float | None = None
    is_lifetime_written: bool = False


def tokens(section: Section) -> TokensConfig:
    """What an `admin-api` or a `ledger-api` section says on tokens."""
    cache = section.section("jwks-cache-config")
    return TokensConfig(
        services=tuple(map(_auth_service, section.sections("auth-services"))),
        admin_token=_admin_token(section.section("admin-token-config")),
        leeway=_leeway(section.section_or_none("jwt-timestamp-leeway")),
        key_sets=KeySetConfig(
            cache.integer("cache-max-size"),
            cache.seconds("cache-expiration"),
            cache.seconds("connection-timeout"),
            cache.seconds("read-timeout"),
        ),
        lifetime_max_s=_finite(section.seconds("max-token-lifetime")),
        is_lifetime_written="max-token-lifetime" in section.written,
    )


def _auth_service(section: Section) -> AuthServiceConfig:
    kind = KeyKind(section.variant)
    if kind is KeyKind.WILDCARD:
        return AuthServiceConfig(kind, path=section.path)
    source = "url" if kind is KeyKind.KEY_SET else "certificate"
    return AuthServiceConfig(
        kind=kind,
        secret=Secret(section.text("secret")) if "secret" in section.items else None,
        source=section.text(source) if source in section.items else "",
        audience=section.text_or_none("target-audience"),
        scope=section.text_or_none("target-scope"),
        is_privileged=section.flag("privileged"),
        is_for_administration=section.text("access-level") == "admin",
        allowed_services={
            user.text("user-id"): frozenset(texts(user, "allowed-services"))
            for user in section.sections("users")
        },
        lifetime_max_s=_finite(section.seconds("max-token-life")),
        path=section.path,
    )


def _admin_token(section: Section) -> AdminTokenConfig:
    return AdminTokenConfig(
        section.secret_or_none("fixed-admin-token"),
        section.seconds("admin-token-duration"),
        section.flag("act-as-any-party-claim"),
        section.flag("admin-claim"),
    )


def _leeway(section: Section | None) -> LeewayConfig:
    if section is None:
        return LeewayConfig()
    default = section.integer_or_none("default") or 0

    def of(key: str) -> int:
        own = section.integer_or_none(key)
        return default if own is None else own

    return LeewayConfig(of("expires-at"), of("issued-at"), of("not-before"))


def _finite(seconds: float) -> float | None:
    return None if math.isinf(seconds) else seconds
