"""Users of the Ledger API and their rights. Source: ledger API sheet 2.12."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from canton.storage.table import Table


class RightKind(Enum):
    """The kinds of rights; numbers and names are those of the messages' fields."""

    PARTICIPANT_ADMIN = 1
    CAN_ACT_AS = 2
    CAN_READ_AS = 3
    IDENTITY_PROVIDER_ADMIN = 4
    CAN_READ_AS_ANY_PARTY = 5
    CAN_EXECUTE_AS = 6
    CAN_EXECUTE_AS_ANY_PARTY = 7
    CAN_ACT_AS_ANY_PARTY = 8


@dataclass(frozen=True, slots=True)
class UserRow:
    """A user; annotations are two columns of equal length, keys and values.

    The default identity provider is the empty text.
    """

    user_id: str
    primary_party: str | None
    is_deactivated: bool
    primary_party_authentication: bool
    identity_provider_id: str
    resource_version: int
    annotation_keys: tuple[str, ...]
    annotation_values: tuple[str, ...]
    created_at: int


@dataclass(frozen=True, slots=True)
class UserRightRow:
    """A right of a user; `party` is empty where the kind is not about one party."""

    user_id: str
    kind: RightKind
    party: str
    granted_at: int


@dataclass(frozen=True, slots=True)
class BuiltInUserRow:
    """A built-in user that was made once; if it is deleted, it does not come back."""

    user_id: str


USERS: Final = Table("par_user", UserRow, key=("user_id",))
USER_RIGHTS: Final = Table("par_user_right", UserRightRow, key=("user_id", "kind", "party"))
BUILT_IN_USERS: Final = Table("par_built_in_user", BuiltInUserRow, key=("user_id",))
TABLES: Final = (USERS, USER_RIGHTS, BUILT_IN_USERS)
