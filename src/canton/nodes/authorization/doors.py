"""The ways in which an API accepts tokens, from its configuration.

Source: ledger API sheet 4; console-config-admin sheet 3.3 (auth-services, admin-token-config).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from canton.clock import Clock, ManualClock, WallClock
from canton.config.errors import CONFIG_VALIDATION_ERROR, ConfigError, ConfigErrors
from canton.config.values.authorization import (
    AdminTokenConfig,
    AuthServiceConfig,
    KeyKind,
    KeySetConfig,
    TokensConfig,
)
from canton.config.values.server import ServerConfig
from canton.identifiers import PartyId
from canton.ledger_api.authorization.admin_token import AdminTokens, AdminTokenWay
from canton.ledger_api.authorization.authentication import Way, Wildcard
from canton.ledger_api.authorization.claims import ADMINISTRATOR, WILDCARD
from canton.ledger_api.authorization.token.jwt import Key, TimeRules
from canton.ledger_api.authorization.token.key import BadKey, SharedSecret, key_of_certificate
from canton.ledger_api.authorization.token.key_sets import KeySets
from canton.ledger_api.authorization.token.ways import (
    KeySource,
    Meaning,
    OneKey,
    PublishedKeys,
    TokenWay,
    named_users,
    privileged,
    user_itself,
)
from canton.ledger_api.user.value import Right
from canton.nodes.process import Process
from canton.participant.stores.user import RightKind
from canton.timestamps import micros


@dataclass(frozen=True, slots=True)
class Door:
    """What decides on tokens of one API."""

    config: TokensConfig
    clock: Clock
    own: AdminTokens

    def ways(self, rights: Iterable[Right], key_sets: KeySets) -> list[Way]:
        """The ways of accepting tokens, in order: the process's own, which stand for these rights,
        and then those of the configuration. None if the API asks for no token.
        """
        if not self.config.services:
            return []
        own: Way = AdminTokenWay(self.own, rights)
        return [own, *(self._way(each, key_sets) for each in self.config.services)]

    def rules(self, lifetime_max_s: float | None) -> TimeRules:
        """How times of tokens are checked."""
        leeway = self.config.leeway
        return TimeRules(
            leeway.expires_s,
            leeway.issued_s,
            leeway.not_before_s,
            None if lifetime_max_s is None else micros(seconds=lifetime_max_s),
        )

    def _way(self, service: AuthServiceConfig, key_sets: KeySets) -> Way:
        if service.kind is KeyKind.WILDCARD:
            return Wildcard()
        own_s = service.lifetime_max_s
        return TokenWay(
            _keys(service, key_sets),
            self.rules(self.config.lifetime_max_s if own_s is None else own_s),
            self.clock,
            # A privileged service with both targets looks at the scope alone, as the original.
            None if service.is_privileged and service.scope is not None else service.audience,
            service.scope,
            _meaning(service),
        )


def token_clock(process: Process) -> Clock:
    """The time of tokens: real, also where that of the ledger is set by hand."""
    return WallClock() if isinstance(process.clock, ManualClock) else process.clock


def admin_tokens(process: Process, config: AdminTokenConfig) -> AdminTokens:
    """The tokens with which the process calls its own node."""
    lifetime = micros(seconds=config.lifetime_s)
    return AdminTokens(process.randomness, token_clock(process), lifetime, config.fixed)


def own_rights(config: AdminTokenConfig, admin_party: PartyId | None = None) -> list[Right]:
    """What the process may do with its own tokens."""
    rights = [Right(RightKind.PARTICIPANT_ADMIN)] if config.administers else []
    if config.acts_as_any_party:
        return [*rights, Right(RightKind.CAN_ACT_AS_ANY_PARTY)]
    return rights if admin_party is None else [*rights, Right(RightKind.CAN_ACT_AS, admin_party)]


def key_sets(config: KeySetConfig, clock: Clock) -> KeySets:
    """The key sets that issuers publish."""

    async def fetch(url: str) -> bytes:
        # Loading the HTTP library takes longer than all the rest of a start.
        from canton.ledger_api.authorization.token.fetching import HttpFetch

        return await HttpFetch(config.connection_timeout_s, config.read_timeout_s)(url)

    return KeySets(fetch, clock, micros(seconds=config.lifetime_s), config.size_max)


def check_tokens(servers: Iterable[ServerConfig]) -> None:
    """Reads the certificates of auth services, so that a node says at its start which is no good.

    Raises:
        ConfigErrors: one cannot be read, or has a key of another kind.
    """
    findings: list[ConfigError] = []
    for server in servers:
        for service in server.tokens.services:
            try:
                _certificate_key(service)
            except ConfigErrors as error:
                findings += error.findings
    if findings:
        raise ConfigErrors(findings)


def _meaning(service: AuthServiceConfig) -> Meaning:
    if service.allowed_services:
        return named_users(service.allowed_services)
    if service.is_privileged:
        return privileged(ADMINISTRATOR if service.is_for_administration else WILDCARD)
    return user_itself


def _keys(service: AuthServiceConfig, sets: KeySets) -> KeySource:
    if service.kind is KeyKind.KEY_SET:
        return PublishedKeys(sets, service.source)
    if service.secret is not None:
        return OneKey(SharedSecret(service.secret))
    key = _certificate_key(service)
    assert key is not None
    return OneKey(key)


def _certificate_key(service: AuthServiceConfig) -> Key | None:
    """The key of the service's certificate, if its keys are in one."""
    if service.kind.algorithm is None:
        return None
    try:
        return key_of_certificate(Path(service.source).read_bytes(), service.kind.algorithm)
    except OSError as error:
        reason = f"{service.source} cannot be read: {error.strerror}."
    except BadKey as error:
        reason = f"{service.source} cannot verify tokens: {error}."
    path = f"{service.path}.certificate"
    raise ConfigErrors([ConfigError(CONFIG_VALIDATION_ERROR, reason, path)])
