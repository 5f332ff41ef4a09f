"""Users and rights as values. Source: ledger API sheet 2.12."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NewType

from canton.identifiers import PartyId
from canton.participant.stores.user import RightKind

UserId = NewType("UserId", str)

PARTICIPANT_ADMIN: Final = UserId("participant_admin")
"""The user that is there from the first start on."""

DEFAULT_IDENTITY_PROVIDER: Final = ""
"""The identity provider of users that name none."""


@dataclass(frozen=True, slots=True)
class UserLimits:
    """How many users a page has at most, how many rights a user, and for how many parties a user
    may have rights when it makes one for itself.
    """

    page_size_max: int = 1000
    rights_max: int = 1000
    self_allocated_parties_max: int = 0


@dataclass(frozen=True, slots=True)
class Right:
    """What a user may do; `party` is empty where the kind is not about one party."""

    kind: RightKind
    party: str = ""

    @property
    def order(self) -> tuple[int, str]:
        """Rights are listed in this order."""
        return (self.kind.value, self.party)


@dataclass(frozen=True, slots=True)
class User:
    """A user as it is stored, or as a request wants it."""

    user_id: UserId
    primary_party: PartyId | None = None
    is_deactivated: bool = False
    primary_party_authentication: bool = False
    annotations: Mapping[str, str] = field(default_factory=dict)
    identity_provider_id: str = DEFAULT_IDENTITY_PROVIDER
    resource_version: int = 0
