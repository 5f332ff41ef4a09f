"""What a verified token says: its user, and for whom and what it was issued.

Three forms, by what the configuration asks for: with a target audience the token's audience must
have it; with a target scope its scope must; with neither the audience names the participant, or
else the scope is `daml_ledger_api`. Source: ledger API sheet 4.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from canton.ledger_api.authorization.claims import TokenUser
from canton.ledger_api.authorization.token.jwt import BadToken, expiry

SCOPE: Final = "daml_ledger_api"
PARTICIPANT_AUDIENCE: Final = "https://daml.com/jwt/aud/participant/"

Payload = Mapping[str, object]


def token_user(payload: Payload, audience: str | None, scope: str | None) -> TokenUser:
    """The user of a token that was issued for the audience, else the scope, else a participant.

    Raises:
        BadToken: it was issued for something else, or names no user.
    """
    if audience is not None:
        if audience not in _texts(payload, "aud"):
            raise BadToken("its audience does not match the target")
        return TokenUser(_user(payload), expires_at=expiry(payload))
    if scope is not None:
        if scope not in _scopes(payload):
            raise BadToken("its scope does not match the target")
        return TokenUser(_user(payload), expires_at=expiry(payload))
    return TokenUser(_user(payload), _participant(payload), expiry(payload))


def _participant(payload: Payload) -> str | None:
    """The participant that the token is for, if it names one."""
    audiences = _texts(payload, "aud")
    named = [each for each in audiences if each.startswith(PARTICIPANT_AUDIENCE)]
    if named:
        participants = [each for each in (n[len(PARTICIPANT_AUDIENCE) :] for n in named) if each]
        if len(participants) != 1:
            raise BadToken(f"its audience must name one participant after {PARTICIPANT_AUDIENCE}")
        return participants[0]
    if SCOPE not in _scopes(payload):
        raise BadToken(f"its audience names no participant, and its scope is not {SCOPE}")
    if len(audiences) > 1:
        raise BadToken("its audience must be empty or name one participant")
    return audiences[0] if audiences else None


def _user(payload: Payload) -> str:
    user = payload.get("sub")
    if not isinstance(user, str):
        raise BadToken("its 'sub' names no user")
    return user


def _scopes(payload: Payload) -> list[str]:
    """The words of `scope`, or else the entries of `scp`."""
    scope = payload.get("scope")
    words = scope.split() if isinstance(scope, str) else []
    return words or [word for each in _texts(payload, "scp") for word in each.split()]


def _texts(payload: Payload, name: str) -> list[str]:
    """A text or a list of texts."""
    match payload.get(name):
        case None:
            return []
        case str(text):
            return [text]
        case list(texts) if all(isinstance(each, str) for each in texts):
            return texts
        case _:
            raise BadToken(f"its '{name}' is neither a text nor a list of texts")
