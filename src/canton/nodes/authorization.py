"""Authorisation of the APIs, put together from the configuration. Source: ledger API sheet 4."""

from __future__ import annotations

from canton.clock import Clock
from canton.ledger_api.authorization.authentication import Authentication
from canton.ledger_api.authorization.authorizer import Authorizer
from canton.ledger_api.authorization.standing import Standings
from canton.ledger_api.user.directory import Users


def ledger_api_authorizer(clock: Clock, participant_id: str, users: Users | None) -> Authorizer:
    """The door of a participant's Ledger API."""
    standings = Standings(clock)
    if users is not None:
        users.listeners.append(standings.user_changed)
    return Authorizer(Authentication((), users), standings, clock, participant_id)
