"""What the users' door keeps and refuses, on a database in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest

from canton.errors import LedgerError
from canton.identifiers import PartyId
from canton.ledger_api.user.directory import Users
from canton.ledger_api.user.update import UserUpdate, user_update
from canton.ledger_api.user.value import PARTICIPANT_ADMIN, Right, User, UserId, UserLimits
from canton.participant.stores.user import RightKind
from canton.storage.memory import MemoryStorage
from canton.storage.migration import migrate, migrations_of
from canton.storage.postgres import PostgresSettings, PostgresStorage
from canton.timestamps import Timestamp
from unit.ledger_api.late import LateStorage

ADMIN = Right(RightKind.PARTICIPANT_ADMIN)
ACT = Right(RightKind.CAN_ACT_AS, "p::1")
READ = Right(RightKind.CAN_READ_AS, "p::1")
ID = UserId("alice")


class Still:
    """A clock that stands still."""

    def now(self) -> Timestamp:
        return Timestamp(7)

    def monotonic_s(self) -> float:
        return 0.0

    async def sleep(self, seconds: float) -> None:
        raise AssertionError


async def opened(storage: MemoryStorage | None = None, admin: str | None = None) -> Users:
    return await Users.open(storage or MemoryStorage(), Still(), UserLimits(1000, 2), admin)


async def names(users: Users) -> list[str]:
    return [each.user_id for each in await users.page("", 10, "")]


async def test_the_admin_is_there_and_does_not_come_back_once_deleted() -> None:
    storage = MemoryStorage()
    users = await opened(storage)
    assert await users.rights(PARTICIPANT_ADMIN, "") == [ADMIN]
    await users.delete(PARTICIPANT_ADMIN, "")
    assert await names(await opened(storage)) == []


async def test_rights_whose_loss_was_not_waited_for_are_lost_once_that_is_stored() -> None:
    storage = LateStorage()
    users = await opened(storage)
    await users.create(User(ID), [ACT, READ])
    storage.is_late = True
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await users.revoke(ID, [ACT], "")
    assert await users.known(ID) == (User(ID), {ACT, READ})
    await storage.catch_up()
    assert await users.known(ID) == (User(ID), {READ})
    await users.revoke(ID, [READ], "")
    assert await users.known(ID) == (User(ID), set())


async def test_the_additional_admin_is_made_at_every_start() -> None:
    storage = MemoryStorage()
    users = await opened(storage, "root")
    assert await users.rights(UserId("root"), "") == [ADMIN]
    await users.delete(UserId("root"), "")
    assert await names(await opened(storage, "root")) == ["participant_admin", "root"]


async def test_a_user_is_read_back_as_it_was_made() -> None:
    users = await opened()
    user = User(ID, PartyId("p::1"), True, True, {"b": "2", "a": "1"})
    assert await users.create(user, [ACT]) == user
    assert await users.get(ID, "") == user
    with pytest.raises(LedgerError) as error:
        await users.create(user, [])
    assert error.value.code.id == "USER_ALREADY_EXISTS"
    assert error.value.resources == (("USER", "alice"),)


async def test_rights_go_with_their_user() -> None:
    users = await opened()
    await users.create(User(ID), [ACT])
    await users.delete(ID, "")
    await users.create(User(ID), [])
    assert await users.rights(ID, "") == []


async def test_only_new_rights_are_granted_and_only_present_ones_revoked() -> None:
    users = await opened()
    await users.create(User(ID), [ACT])
    assert await users.grant(ID, [READ, ACT], "") == [READ]
    assert await users.revoke(ID, [ADMIN, READ], "") == [READ]
    assert await users.rights(ID, "") == [ACT]
    assert (await users.get(ID, "")).resource_version == 0


async def test_too_many_rights_change_nothing() -> None:
    users = await opened()
    with pytest.raises(LedgerError, match="TOO_MANY_USER_RIGHTS"):
        await users.create(User(ID), [ACT, READ, ADMIN])
    await users.create(User(ID), [ACT])
    with pytest.raises(LedgerError, match="TOO_MANY_USER_RIGHTS"):
        await users.grant(ID, [READ, ADMIN], "")
    assert await users.rights(ID, "") == [ACT]


async def test_unknown_users_are_not_found() -> None:
    users = await opened()
    update = user_update(User(ID), ["id"], None)
    for attempt in (
        users.get(ID, ""),
        users.update(update),
        users.delete(ID, ""),
        users.grant(ID, [ACT], ""),
        users.revoke(ID, [ACT], ""),
        users.rights(ID, ""),
        users.allocating(ID, "", has_quota=False).__aenter__(),
    ):
        with pytest.raises(LedgerError) as error:
            await attempt
        assert error.value.code.id == "USER_NOT_FOUND"


async def test_a_user_of_another_identity_provider_is_withheld() -> None:
    users = await opened()
    with pytest.raises(LedgerError, match="PERMISSION_DENIED"):
        await users.get(PARTICIPANT_ADMIN, "other")
    assert await users.page("", 10, "other") == []


async def test_of_updates_of_one_version_one_wins() -> None:
    users = await opened()
    await users.create(User(ID), [])
    update = user_update(User(ID, is_deactivated=True), ["is_deactivated"], 0)
    results = await asyncio.gather(
        *(users.update(update) for _ in range(5)), return_exceptions=True
    )
    assert sum(isinstance(each, User) for each in results) == 1
    assert (await users.get(ID, "")).resource_version == 1


@pytest.mark.postgres
async def test_users_are_kept_in_postgresql_alike(
    database: PostgresSettings,
    open_storage: Callable[[], AbstractAsyncContextManager[PostgresStorage]],
) -> None:
    steps = {"participant": migrations_of("canton.participant.stores")}
    await migrate(database, steps, may_upgrade=True)
    user = User(ID, PartyId("p::1"), True, True, {"b": "2", "a": "1"})
    async with open_storage() as storage:
        users = await Users.open(storage, Still(), UserLimits())
        await users.create(user, [ACT, ADMIN])
        await users.create(User(UserId("bob")), [])
        assert await users.grant(ID, [READ, ACT], "") == [READ]
        assert await users.revoke(ID, [ADMIN], "") == [ADMIN]
    async with open_storage() as storage:
        users = await Users.open(storage, Still(), UserLimits())
        assert await users.get(ID, "") == user
        assert await users.rights(ID, "") == [ACT, READ]
        page = await users.page("alice", 10, "")
        assert [each.user_id for each in page] == ["bob", PARTICIPANT_ADMIN]
        removal = user_update(User(ID, annotations={"a": ""}), ["metadata"], 0)
        assert (await users.update(removal)).annotations == {"b": "2"}
        await users.delete(ID, "")
        assert await users.page("", 1, "") == page[:1]


async def test_a_quota_counts_the_parties_that_a_user_has_and_those_under_way() -> None:
    limits = UserLimits(self_allocated_parties_max=2)
    users = await Users.open(MemoryStorage(), Still(), limits)
    await users.create(User(ID), [ACT])
    async with users.allocating(ID, "", has_quota=True) as grant:
        with pytest.raises(LedgerError, match="quota"):
            async with users.allocating(ID, "", has_quota=True):
                pass
        async with users.allocating(ID, "", has_quota=False):
            pass
        await grant(PartyId("new"))
    assert Right(RightKind.CAN_ACT_AS, "new") in await users.rights(ID, "")
    with pytest.raises(LedgerError, match="quota"):
        async with users.allocating(ID, "", has_quota=True):
            pass


async def test_whoever_listens_is_told_of_users_whose_rights_change() -> None:
    users = await opened()
    told: list[UserId] = []
    users.listeners.append(told.append)
    await users.create(User(ID), [ACT])
    assert told == []
    await users.grant(ID, [ACT], "")
    await users.revoke(ID, [Right(RightKind.CAN_READ_AS, "else")], "")
    assert told == []
    await users.update(UserUpdate(User(ID, annotations={"a": "b"}), frozenset({"annotations"})))
    assert told == []
    await users.grant(ID, [Right(RightKind.CAN_READ_AS, "else")], "")
    await users.revoke(ID, [ACT], "")
    await users.update(UserUpdate(User(ID, is_deactivated=True), frozenset({"is_deactivated"})))
    await users.delete(ID, "")
    assert told == [ID] * 4


async def test_what_is_remembered_of_a_user_is_always_what_is_stored() -> None:
    users = await opened()
    assert await users.known(ID) is None
    await users.create(User(ID), [ACT])
    assert await users.known(ID) == (User(ID), frozenset({ACT}))
    read = Right(RightKind.CAN_READ_AS, "else")
    await users.grant(ID, [read], "")
    known = await users.known(ID)
    assert known is not None
    assert known[1] == {ACT, read}
    await users.delete(ID, "")
    assert await users.known(ID) is None
