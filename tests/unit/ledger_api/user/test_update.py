"""How update masks select what changes."""

from __future__ import annotations

import pytest

from canton.errors import LedgerError
from canton.identifiers import PartyId
from canton.ledger_api.user.update import updated, user_update
from canton.ledger_api.user.value import User, UserId

ID = UserId("u")
USER = User(ID, PartyId("p::1"), True, True, {"a": "1"}, resource_version=4)
WANTED = User(ID, PartyId("q::1"), False, False, {"b": "2"})


def after(wanted: User, *paths: str, version: int | None = None) -> User:
    return updated(USER, user_update(wanted, paths, version))


def refused(wanted: User, *paths: str, version: int | None = None) -> str:
    with pytest.raises(LedgerError) as error:
        after(wanted, *paths, version=version)
    return f"{error.value.code.id}: {error.value.cause}"


def test_only_named_fields_change() -> None:
    result = after(WANTED, "primary_party")
    assert (result.primary_party, result.is_deactivated) == ("q::1", True)
    assert result.annotations == {"a": "1"}


def test_an_exact_path_sets_the_default_too() -> None:
    result = after(User(ID), "primary_party", "is_deactivated", "primary_party_authentication")
    assert result.primary_party is None
    assert not result.is_deactivated
    assert not result.primary_party_authentication


@pytest.mark.parametrize("path", ["metadata", "metadata.annotations"])
def test_annotations_are_merged(path: str) -> None:
    wanted = User(ID, annotations={"b": "2"})
    assert after(wanted, path).annotations == {"a": "1", "b": "2"}
    assert after(User(ID), path).annotations == {"a": "1"}
    assert after(User(ID, annotations={"a": ""}), path).annotations == {}


def test_every_update_has_a_new_version() -> None:
    for paths in (("id",), ("metadata.resource_version",), ("identity_provider_id",)):
        result = after(WANTED, *paths)
        assert (result.resource_version, result.primary_party) == (5, "p::1")


def test_an_update_for_another_version_is_refused() -> None:
    assert after(WANTED, "primary_party", version=4).resource_version == 5
    assert refused(WANTED, "primary_party", version=3).startswith("CONCURRENT_USER_UPDATE_DETECTED")


@pytest.mark.parametrize(
    ("paths", "reason"),
    [
        ((), "contains no entries"),
        (("foo",), "'foo' points to an unknown field"),
        (("metadata.foo",), "unknown field"),
        (("primary_party.x",), "unknown field"),
        (("",), "unknown field"),
        (("id", "id"), "'id' is duplicated"),
    ],
)
def test_a_wrong_mask_is_refused(paths: tuple[str, ...], reason: str) -> None:
    text = refused(WANTED, *paths)
    assert text.startswith("INVALID_USER_UPDATE_REQUEST: Update operation for user id 'u' failed")
    assert reason in text


def test_the_merged_annotations_may_not_be_too_large() -> None:
    wanted = User(ID, annotations={"b": "x" * (256 * 1024 - 2)})
    assert "MAX_USER_ANNOTATIONS_SIZE_EXCEEDED" in refused(wanted, "metadata")
