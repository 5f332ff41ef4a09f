"""The door of a participant's Ledger API, as its configuration has it."""

from __future__ import annotations

import math
from dataclasses import replace

from canton.config.values.authorization import AdminTokenConfig
from canton.config.values.node import ParticipantConfig
from canton.ledger_api.authorization.authentication import Authentication
from canton.ledger_api.authorization.authorizer import Authorizer
from canton.ledger_api.authorization.standing import Standings
from canton.ledger_api.authorization.token.ways import ProviderWay
from canton.ledger_api.directories import Directories
from canton.nodes.authorization.doors import Door, key_sets, own_rights, token_clock
from canton.nodes.foundation import Foundation
from canton.participant.ledger import Ledger
from canton.timestamps import Micros, micros


def own_token(config: ParticipantConfig) -> AdminTokenConfig:
    """How the process calls the participant, the same for both APIs."""
    ledger_api = config.ledger_api.server.tokens.admin_token
    return ledger_api.merged(config.node.admin_api.tokens.admin_token)


def ledger_api_authorizer(
    node: Foundation, config: ParticipantConfig, ledger: Ledger, directories: Directories
) -> Authorizer:
    """The door; changes of users and identity providers end the streams that depend on them."""
    assert node.admin_tokens is not None
    tokens = replace(config.ledger_api.server.tokens, admin_token=own_token(config))
    door = Door(tokens, token_clock(node.process), node.admin_tokens)
    leeway_s = tokens.leeway.expires_s
    standings = Standings(
        door.clock, _allowance(leeway_s, config.parameters.token_grace_of_streams_s)
    )
    users, providers = directories.users, directories.providers
    providers.listeners.append(standings.provider_changed)
    if users is not None:
        users.listeners.append(standings.user_changed)
    uid = ledger.participant.uid
    published = key_sets(tokens.key_sets, door.clock)
    ways = door.ways(own_rights(tokens.admin_token, uid.party), published)
    if ways:
        rules = door.rules(tokens.lifetime_max_s)
        ways.append(ProviderWay(providers, published, rules, door.clock))
    return Authorizer(
        Authentication(ways, users), standings, door.clock, str(uid), micros(seconds=leeway_s)
    )


def _allowance(leeway_s: int, grace_s: float) -> Micros | None:
    """How long streams outlive their token."""
    return None if math.isinf(grace_s) else micros(seconds=leeway_s + grace_s)
