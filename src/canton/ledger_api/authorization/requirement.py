"""What a request requires of its caller, and the check of it. Source: ledger API sheet 4.3.

A requirement about a field of the request also fills it where the request leaves it to the token.
Pure, but for that the request is changed in place: it is the call's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from google.protobuf.message import Message

from canton.ledger_api.authorization.claims import Claims
from canton.ledger_api.authorization.errors import (
    invalid_field_of_token,
    missing_user_id,
    permission_denied,
)

_LEDGER_STRING: Final = re.compile(r"[A-Za-z0-9._:\-#/ ]{1,255}")


@dataclass(frozen=True, slots=True)
class Public:
    """Any caller that is known."""


@dataclass(frozen=True, slots=True)
class Admin:
    """An administrator of the participant."""


@dataclass(frozen=True, slots=True)
class UserAdmin:
    """An administrator of the participant or of an identity provider."""


@dataclass(frozen=True, slots=True)
class ActAs:
    """To submit commands of a party."""

    party: str


@dataclass(frozen=True, slots=True)
class ReadAs:
    """To read what a party sees."""

    party: str


@dataclass(frozen=True, slots=True)
class ExecuteAs:
    """To execute what a party prepared."""

    party: str


@dataclass(frozen=True, slots=True)
class ReadAsAnyParty:
    """To read what any party sees."""


@dataclass(frozen=True, slots=True)
class ReadAsSomeParty:
    """To read what any party sees, or what some party does: the handler asks the claims which."""


@dataclass(frozen=True, slots=True)
class UserAdminOrOperator:
    """To administer users, or any right about each of the parties; with none, to administer."""

    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UserAdminOrSelf:
    """To administer users, or to be the user that the field names."""

    field: str


@dataclass(frozen=True, slots=True)
class SelfOrUserAdmin:
    """To be the user that the field names, who need not be named, or to administer users."""

    field: str


@dataclass(frozen=True, slots=True)
class ForUser:
    """The field names the token's user, which it also stands for if empty.

    With `unless_reader` those who may read as any party may name another user.
    """

    field: str
    unless_reader: bool = False


@dataclass(frozen=True, slots=True)
class WithinProvider:
    """The field names the identity provider of the claims, which it also stands for if empty."""

    field: str


Requirement = (
    Public
    | Admin
    | UserAdmin
    | ActAs
    | ReadAs
    | ExecuteAs
    | ReadAsAnyParty
    | ReadAsSomeParty
    | UserAdminOrOperator
    | UserAdminOrSelf
    | SelfOrUserAdmin
    | ForUser
    | WithinProvider
)


def check(requirements: Iterable[Requirement], claims: Claims, request: Message) -> None:
    """Checks the requirements in order and fills the fields that the token speaks for.

    Raises:
        LedgerError: PERMISSION_DENIED, INVALID_TOKEN.
    """
    for requirement in requirements:
        match requirement:
            case ForUser() | SelfOrUserAdmin() | WithinProvider() | UserAdminOrSelf():
                _check_field(requirement, claims, request)
            case _:
                if reason := _missing(requirement, claims):
                    raise permission_denied(reason)


def _missing(requirement: Requirement, claims: Claims) -> str | None:
    """What the claims lack for a requirement that is not about a field."""
    match requirement:
        case Admin() if not claims.administers:
            return _NOT_ADMIN
        case UserAdmin() if not claims.administers_users:
            return _NOT_ADMIN
        case ActAs(party) if not claims.acts_as(party):
            return f"Claims do not authorize to act as party {party!r}"
        case ReadAs(party) if not claims.reads_as(party):
            return f"Claims do not authorize to read data for party {party!r}"
        case ExecuteAs(party) if not claims.executes_as(party):
            return f"Claims do not authorize to execute for party {party!r}"
        case ReadAsAnyParty() if not claims.reads_as_any_party:
            return "Claims do not authorize to read data as any party (super-reader wildcard)"
        case ReadAsSomeParty() if not (claims.reads_as_any_party or claims.readable_parties):
            return (
                "Claims do not authorize reading data: neither a read-as-any-party wildcard nor "
                "any party-specific read/act claim is present"
            )
        case UserAdminOrOperator(parties) if not claims.administers_users:
            return _missing_operation(parties, claims)
        case _:
            return None


_NOT_ADMIN: Final = "Claims do not authorize the use of administrative services."


def _missing_operation(parties: Iterable[str], claims: Claims) -> str | None:
    named = list(parties)
    if not named:
        return _NOT_ADMIN
    for party in named:
        if not claims.operates_as(party):
            return (
                "Claims do not authorize the use of administrative services nor authorize to "
                f"operate for party {party!r}"
            )
    return None


def _check_field(
    requirement: ForUser | SelfOrUserAdmin | UserAdminOrSelf | WithinProvider,
    claims: Claims,
    request: Message,
) -> None:
    said = _Field(request, requirement.field)
    match requirement:
        case ForUser(_, unless_reader):
            _check_user(said, claims, unless_reader=unless_reader)
        case SelfOrUserAdmin():
            _check_self(said, claims)
        case UserAdminOrSelf():
            is_self = claims.own_user is not None and said.text == claims.own_user
            if not claims.administers_users and not is_self:
                raise permission_denied(_NOT_ADMIN)
        case WithinProvider():
            _check_provider(said, claims)


def _check_user(said: _Field, claims: Claims, *, unless_reader: bool) -> None:
    if not said.text and not claims.user_id:
        raise missing_user_id(
            "Cannot default user_id field because claims do not specify an user-id. "
            "Is authentication turned on?"
        )
    user = said.text or claims.user_id or ""
    is_exempt = unless_reader and claims.has_right_to_read_as_any_party
    if not is_exempt and claims.user_id not in (None, user):
        raise permission_denied(
            f"Claims are only valid for userId {claims.user_id!r}, actual userId is {user!r}"
        )
    said.fill(user)


def _check_self(said: _Field, claims: Claims) -> None:
    own = claims.own_user
    if own is not None and said.text in ("", own):
        said.fill(own)
    elif own is None and not said.text:
        raise missing_user_id(
            "requests with an empty user-id are only supported if there is an authenticated user"
        )
    elif not claims.administers_users:
        raise permission_denied(_NOT_ADMIN)


def _check_provider(said: _Field, claims: Claims) -> None:
    if not said.text and not claims.administers and claims.identity_provider_id:
        said.fill(claims.identity_provider_id)
    provider = said.text
    if provider and not _LEDGER_STRING.fullmatch(provider):
        raise invalid_field_of_token("identity_provider_id", f"{provider[:80]!r} is not an id")
    if not claims.may_be_about(provider):
        raise permission_denied(
            f"identity_provider_id from the request `{provider or '<empty>'}` does not match the "
            "one provided in the authorization claims"
        )


class _Field:
    """A text field of a request, named by its path."""

    def __init__(self, request: Message, path: str) -> None:
        *outer, self._name = path.split(".")
        self._message: Any = request
        for name in outer:
            self._message = getattr(self._message, name)

    @property
    def text(self) -> str:
        text: str = getattr(self._message, self._name)
        return text

    def fill(self, text: str) -> None:
        if text != self.text:
            setattr(self._message, self._name, text)
