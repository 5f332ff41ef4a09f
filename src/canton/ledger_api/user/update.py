"""How an update with a mask changes a user. Source: ledger API sheet 2.12.

A path that names a field sets it. A path that names a message around a field sets the field only
to what is not its default. Annotations are merged. The id, the identity provider and the resource
version may be named and are never changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from canton.ledger_api.request.update_mask import update_mask
from canton.ledger_api.user.annotation import is_within_size, merged
from canton.ledger_api.user.errors import (
    CONCURRENT_USER_UPDATE_DETECTED,
    MAX_USER_ANNOTATIONS_SIZE_EXCEEDED,
    about_user,
    invalid_update,
)
from canton.ledger_api.user.value import User

_ANNOTATIONS: Final = "annotations"
_CHANGEABLE: Final[Mapping[tuple[str, ...], str]] = {
    ("primary_party",): "primary_party",
    ("is_deactivated",): "is_deactivated",
    ("primary_party_authentication",): "primary_party_authentication",
    ("metadata", "annotations"): _ANNOTATIONS,
}
_FIXED: Final = (("id",), ("identity_provider_id",), ("metadata", "resource_version"))


@dataclass(frozen=True, slots=True)
class UserUpdate:
    """What a request wants: the values in `wanted` of the named fields.

    `expected_version` is the resource version that the user must still have, if given.
    """

    wanted: User
    fields: frozenset[str]
    expected_version: int | None = None


def user_update(wanted: User, paths: Iterable[str], expected_version: int | None) -> UserUpdate:
    """Reads an update mask.

    Raises:
        LedgerError: INVALID_USER_UPDATE_REQUEST.
    """
    invalid = partial(invalid_update, wanted.user_id)
    mask = update_mask(paths, (*_CHANGEABLE, *_FIXED), invalid)
    default = User(wanted.user_id)
    fields = {
        name
        for path, name in _CHANGEABLE.items()
        if path in mask or (path[:1] in mask and getattr(wanted, name) != getattr(default, name))
    }
    return UserUpdate(wanted, frozenset(fields), expected_version)


def updated(user: User, update: UserUpdate) -> User:
    """The user after the update; the resource version grows whatever changes.

    Raises:
        LedgerError: CONCURRENT_USER_UPDATE_DETECTED, MAX_USER_ANNOTATIONS_SIZE_EXCEEDED.
    """
    if update.expected_version not in (None, user.resource_version):
        cause = (
            f"Update operation for user '{user.user_id}' failed due to a concurrent update "
            "to the same user"
        )
        raise about_user(CONCURRENT_USER_UPDATE_DETECTED, user.user_id, cause)
    wanted, fields = update.wanted, update.fields
    annotations = user.annotations
    if _ANNOTATIONS in fields:
        annotations = merged(user.annotations, wanted.annotations)
        require_small(user.user_id, annotations)

    def source(name: str) -> User:
        return wanted if name in fields else user

    return replace(
        user,
        primary_party=source("primary_party").primary_party,
        is_deactivated=source("is_deactivated").is_deactivated,
        primary_party_authentication=source(
            "primary_party_authentication"
        ).primary_party_authentication,
        annotations=annotations,
        resource_version=user.resource_version + 1,
    )


def require_small(user_id: str, annotations: Mapping[str, str]) -> None:
    """Refuses annotations that are too large for a user.

    Raises:
        LedgerError: MAX_USER_ANNOTATIONS_SIZE_EXCEEDED.
    """
    if not is_within_size(annotations):
        cause = f"Maximum annotations size for user '{user_id}' has been exceeded"
        raise about_user(MAX_USER_ANNOTATIONS_SIZE_EXCEEDED, user_id, cause)
