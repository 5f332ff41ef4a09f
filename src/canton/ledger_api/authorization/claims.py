"""What an authenticated caller may do, as a value. Source: ledger API sheet 4.3.

To act as a party includes to read and to execute for it; to administer includes neither.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from canton.ledger_api.user.value import DEFAULT_IDENTITY_PROVIDER, Right
from canton.participant.stores.user import RightKind
from canton.timestamps import Timestamp

_ADMINISTERS: Final = Right(RightKind.PARTICIPANT_ADMIN)
_ADMINISTERS_PROVIDER: Final = Right(RightKind.IDENTITY_PROVIDER_ADMIN)
_ACTS_AS_ANY: Final = Right(RightKind.CAN_ACT_AS_ANY_PARTY)
_READS_AS_ANY: Final = Right(RightKind.CAN_READ_AS_ANY_PARTY)
_EXECUTES_AS_ANY: Final = Right(RightKind.CAN_EXECUTE_AS_ANY_PARTY)


@dataclass(frozen=True, slots=True)
class TokenUser:
    """The user that a token names. None as provider is the default one.

    `participant_id` is the only participant that the token is for, if it says so.
    """

    user_id: str
    participant_id: str | None = None
    expires_at: Timestamp | None = None
    identity_provider_id: str | None = None


@dataclass(frozen=True, slots=True)
class Claims:
    """What a caller may do; whoever has claims at all may call what is public.

    `user_id` is the user that requests may be made for, any if it is None. `is_from_user` says that
    the rights are those of that user of this participant. `identity_provider_id` is the provider
    that requests must be about, any if it is None.
    """

    rights: frozenset[Right] = frozenset()
    user_id: str | None = None
    participant_id: str | None = None
    expires_at: Timestamp | None = None
    identity_provider_id: str | None = None
    is_from_user: bool = False

    @property
    def administers(self) -> bool:
        """Whether it is an administrator of the participant."""
        return _ADMINISTERS in self.rights

    @property
    def administers_users(self) -> bool:
        """Whether it is an administrator of the participant or of an identity provider."""
        return self.administers or _ADMINISTERS_PROVIDER in self.rights

    @property
    def own_user(self) -> str | None:
        """The user of this participant that calls, if it is one."""
        return self.user_id if self.is_from_user else None

    @property
    def is_regular_user(self) -> bool:
        """Whether it is a user that administers nothing."""
        return self.is_from_user and not self.administers_users

    @property
    def reads_as_any_party(self) -> bool:
        """Whether it may read what any party sees."""
        return _ACTS_AS_ANY in self.rights or _READS_AS_ANY in self.rights

    @property
    def has_right_to_read_as_any_party(self) -> bool:
        """Whether it has the very right to read as any party, which to act as any does not give."""
        return _READS_AS_ANY in self.rights

    @property
    def readable_parties(self) -> frozenset[str]:
        """The parties that it may read as by name."""
        kinds = (RightKind.CAN_ACT_AS, RightKind.CAN_READ_AS)
        return frozenset(each.party for each in self.rights if each.kind in kinds)

    def acts_as(self, party: str) -> bool:
        """Whether it may submit commands of the party."""
        return _ACTS_AS_ANY in self.rights or Right(RightKind.CAN_ACT_AS, party) in self.rights

    def reads_as(self, party: str) -> bool:
        """Whether it may read what the party sees."""
        return (
            self.reads_as_any_party
            or Right(RightKind.CAN_READ_AS, party) in self.rights
            or Right(RightKind.CAN_ACT_AS, party) in self.rights
        )

    def executes_as(self, party: str) -> bool:
        """Whether it may execute what the party prepared and signed elsewhere."""
        return (
            _EXECUTES_AS_ANY in self.rights
            or Right(RightKind.CAN_EXECUTE_AS, party) in self.rights
            or self.acts_as(party)
        )

    def operates_as(self, party: str) -> bool:
        """Whether it has any right about the party."""
        return self.reads_as(party) or self.executes_as(party)

    def may_be_about(self, provider: str) -> bool:
        """Whether a request may be about an identity provider, empty for the default one."""
        return self.identity_provider_id in (None, provider)


WILDCARD: Final = Claims(frozenset({_ADMINISTERS, _ACTS_AS_ANY}))
"""Everything, for no user in particular."""

ADMINISTRATOR: Final = Claims(frozenset({_ADMINISTERS}))
"""All of administration, for no user in particular; nothing of any party."""


def claims_of_user(user: TokenUser, rights: Iterable[Right]) -> Claims:
    """The claims of a user with these rights."""
    return Claims(
        rights_within(user.identity_provider_id, rights),
        user.user_id,
        user.participant_id,
        user.expires_at,
        user.identity_provider_id,
        is_from_user=True,
    )


def rights_within(provider: str | None, rights: Iterable[Right]) -> frozenset[Right]:
    """The rights that count: nobody administers the default identity provider as a provider."""
    is_default = provider in (None, DEFAULT_IDENTITY_PROVIDER)
    return frozenset(each for each in rights if not (is_default and each == _ADMINISTERS_PROVIDER))
