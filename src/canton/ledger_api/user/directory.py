"""The users of a participant: the one door to their tables while the participant is active.

Changes take turns, so what a change reads is what it changes; an active participant is the only
writer of its database. Source: ledger API sheet 2.12.
"""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import Final

from canton.clock import Clock
from canton.identifiers import PartyId
from canton.ledger_api.authorization.errors import permission_denied
from canton.ledger_api.user.errors import (
    TOO_MANY_USER_RIGHTS,
    USER_ALREADY_EXISTS,
    USER_NOT_FOUND,
    about_user,
)
from canton.ledger_api.user.update import UserUpdate, require_small, updated
from canton.ledger_api.user.value import (
    DEFAULT_IDENTITY_PROVIDER,
    PARTICIPANT_ADMIN,
    Right,
    User,
    UserId,
    UserLimits,
)
from canton.participant.stores.user import (
    BUILT_IN_USERS,
    USER_RIGHTS,
    USERS,
    BuiltInUserRow,
    RightKind,
    UserRightRow,
    UserRow,
)
from canton.storage.condition import eq, greater
from canton.storage.storage import Storage
from canton.storage.table import Write

_ADMINISTERS = Right(RightKind.PARTICIPANT_ADMIN)
_KNOWN_MAX: Final = 1000

Known = tuple[User, frozenset[Right]]
"""A user and its rights."""


class Users:
    """Finds, lists and changes users and their rights.

    `listeners` are told the id of a user whose rights changed, or whether it may call at all.
    """

    def __init__(self, storage: Storage, clock: Clock, limits: UserLimits) -> None:
        self.limits = limits
        self._storage = storage
        self._clock = clock
        self._turn = asyncio.Lock()
        self._known: OrderedDict[UserId, Known] = OrderedDict()
        self._in_doubt: set[UserId] = set()
        """Whose last change was not waited for: it may come to be stored later."""
        self._allocating: Counter[str] = Counter()
        self.listeners: list[Callable[[UserId], None]] = []

    @staticmethod
    async def open(
        storage: Storage, clock: Clock, limits: UserLimits, additional_admin: str | None = None
    ) -> Users:
        """The users; makes the built-in one at the first start, and the additional one if absent.

        `participant_admin` does not come back once it was deleted.
        """
        users = Users(storage, clock, limits)
        now = clock.now()
        if not await storage.read(BUILT_IN_USERS.get(PARTICIPANT_ADMIN)):
            await storage.write(
                BUILT_IN_USERS.insert(BuiltInUserRow(PARTICIPANT_ADMIN)),
                USERS.insert_new(_row(User(PARTICIPANT_ADMIN), 0)),
                USER_RIGHTS.insert_new(_right_row(PARTICIPANT_ADMIN, _ADMINISTERS, 0)),
            )
        if additional_admin is not None:
            admin = UserId(additional_admin)
            if not await storage.read(USERS.get(admin)):
                await storage.write(
                    USERS.insert(_row(User(admin), now)),
                    USER_RIGHTS.insert(_right_row(admin, _ADMINISTERS, now)),
                )
        return users

    async def create(self, user: User, rights: Iterable[Right]) -> User:
        """Makes a user with these rights.

        Raises:
            LedgerError: USER_ALREADY_EXISTS, TOO_MANY_USER_RIGHTS,
                MAX_USER_ANNOTATIONS_SIZE_EXCEEDED.
        """
        granted = set(rights)
        async with self._turn:
            found = await self._storage.read(USERS.get(user.user_id))
            if found:
                _require_provider(found[0], user.identity_provider_id)
                cause = f'creating user failed, as user "{user.user_id}" already exists'
                raise about_user(USER_ALREADY_EXISTS, user.user_id, cause)
            require_small(user.user_id, user.annotations)
            self._require_few("creating user", user.user_id, len(granted))
            now = self._clock.now()
            await self._storage.write(
                USERS.insert(_row(user, now)),
                USER_RIGHTS.insert(*(_right_row(user.user_id, each, now) for each in granted)),
            )
        return user

    async def get(self, user_id: UserId, provider: str, operation: str = "getting user") -> User:
        """A user of an identity provider.

        Raises:
            LedgerError: USER_NOT_FOUND; PERMISSION_DENIED, if it is another provider's.
        """
        return _user(await self._row(user_id, provider, operation))

    async def known(self, user_id: UserId) -> Known | None:
        """The user of that id with its rights, of whatever provider; remembered between calls."""
        known = self._known.get(user_id)
        if known is not None:
            self._known.move_to_end(user_id)
            return known
        async with self._turn:
            rows = await self._storage.read(USERS.get(user_id))
            if not rows:
                return None
            known = _user(rows[0]), frozenset(await self._rights(user_id))
            if user_id not in self._in_doubt:
                self._known[user_id] = known
            while len(self._known) > _KNOWN_MAX:
                self._known.popitem(last=False)
        return known

    async def update(self, update: UserUpdate) -> User:
        """Changes a user; errors as `get` and `updated`."""
        wanted = update.wanted
        async with self._turn:
            row = await self._row(wanted.user_id, wanted.identity_provider_id, "updating user")
            user = updated(_user(row), update)
            may_call_no_more = user.is_deactivated and not row.is_deactivated
            upsert = USERS.upsert(_row(user, row.created_at))
            await self._write(user.user_id, upsert, tell=may_call_no_more)
        return user

    async def delete(self, user_id: UserId, provider: str) -> None:
        """Removes a user and its rights; errors as `get`."""
        async with self._turn:
            await self._row(user_id, provider, "deleting user")
            rights = USER_RIGHTS.delete_where(eq("user_id", user_id))
            await self._write(user_id, USERS.delete(user_id), rights)

    async def move(self, user_id: UserId, source: str, target: str) -> None:
        """Moves a user from one identity provider to another; errors as `get`."""
        async with self._turn:
            row = await self._row(user_id, source, "update user identity provider")
            await self._write(user_id, USERS.upsert(replace(row, identity_provider_id=target)))

    async def page(self, after: str, size: int, provider: str) -> list[User]:
        """Users of an identity provider in order of id, those behind `after`."""
        rows = await self._storage.read(
            USERS.query(
                greater("user_id", after),
                eq("identity_provider_id", provider),
                order=("user_id",),
                limit=size,
            )
        )
        return [_user(each) for each in rows]

    async def grant(self, user_id: UserId, rights: Iterable[Right], provider: str) -> list[Right]:
        """Adds rights and returns those that are new, in order.

        Raises:
            LedgerError: as `get`; TOO_MANY_USER_RIGHTS.
        """
        operation = "grant user rights"
        async with self._turn:
            await self._row(user_id, provider, operation)
            known = await self._rights(user_id)
            new = set(rights) - known
            self._require_few(operation, user_id, len(known) + len(new))
            now = self._clock.now()
            if new:
                rows = (_right_row(user_id, each, now) for each in new)
                await self._write(user_id, USER_RIGHTS.insert(*rows))
        return _sorted(new)

    async def revoke(self, user_id: UserId, rights: Iterable[Right], provider: str) -> list[Right]:
        """Takes rights away and returns those that there were, in order; errors as `get`."""
        async with self._turn:
            await self._row(user_id, provider, "revoke user rights")
            gone = set(rights) & await self._rights(user_id)
            if gone:
                keys = ((user_id, each.kind, each.party) for each in gone)
                await self._write(user_id, USER_RIGHTS.delete(*keys))
        return _sorted(gone)

    async def rights(self, user_id: UserId, provider: str) -> list[Right]:
        """The rights of a user in order; errors as `get`."""
        await self._row(user_id, provider, "list user rights")
        return _sorted(await self._rights(user_id))

    @asynccontextmanager
    async def allocating(
        self, user_id: str, provider: str, *, has_quota: bool
    ) -> AsyncIterator[Callable[[PartyId], Awaitable[None]]]:
        """A party is made for a user while the body runs; gives what lets the user act as it.

        Raises:
            LedgerError: as `get`; PERMISSION_DENIED, if it is one too many for the user's quota.
        """
        await self._row(user_id, provider, "checking user's existence")
        self._allocating[user_id] += 1
        try:
            parties = {each.party for each in await self._rights(user_id) if each.party}
            count = len(parties) + self._allocating[user_id]
            if has_quota and count > self.limits.self_allocated_parties_max:
                raise permission_denied("User quota of party allocations exhausted")
            yield partial(self._grant_act_as, UserId(user_id), provider)
        finally:
            self._allocating[user_id] -= 1
            self._allocating += Counter()  # forgets those that are done

    async def _grant_act_as(self, user_id: UserId, provider: str, party: PartyId) -> None:
        await self.grant(user_id, [Right(RightKind.CAN_ACT_AS, party)], provider)

    async def _write(self, user_id: UserId, *writes: Write, tell: bool = True) -> None:
        """Changes a user; forgets what was known of it, and tells whoever listens."""
        self._in_doubt.add(user_id)
        try:
            await self._storage.write(*writes)
            self._in_doubt.discard(user_id)  # Writes come to be stored in their order.
        finally:
            self._known.pop(user_id, None)
            for listener in self.listeners if tell else ():
                listener(user_id)

    async def _row(self, user_id: str, provider: str, operation: str) -> UserRow:
        rows = await self._storage.read(USERS.get(user_id))
        if not rows:
            cause = f'{operation} failed for unknown user "{user_id}"'
            raise about_user(USER_NOT_FOUND, user_id, cause)
        _require_provider(rows[0], provider)
        return rows[0]

    async def _rights(self, user_id: str) -> set[Right]:
        rows = await self._storage.read(USER_RIGHTS.query(eq("user_id", user_id)))
        return {Right(each.kind, each.party) for each in rows}

    def _require_few(self, operation: str, user_id: str, count: int) -> None:
        if count > self.limits.rights_max:
            cause = f'{operation} failed, as user "{user_id}" would have too many rights.'
            raise about_user(TOO_MANY_USER_RIGHTS, user_id, cause)


def _require_provider(row: UserRow, provider: str) -> None:
    if row.identity_provider_id != provider:
        raise permission_denied(f"User {row.user_id} belongs to another Identity Provider")


def _sorted(rights: Iterable[Right]) -> list[Right]:
    return sorted(rights, key=lambda each: each.order)


def _user(row: UserRow) -> User:
    return User(
        UserId(row.user_id),
        None if row.primary_party is None else PartyId(row.primary_party),
        row.is_deactivated,
        row.primary_party_authentication,
        dict(zip(row.annotation_keys, row.annotation_values, strict=True)),
        row.identity_provider_id or DEFAULT_IDENTITY_PROVIDER,
        row.resource_version,
    )


def _row(user: User, created_at: int) -> UserRow:
    return UserRow(
        user.user_id,
        user.primary_party,
        user.is_deactivated,
        user.primary_party_authentication,
        user.identity_provider_id,
        user.resource_version,
        tuple(user.annotations),
        tuple(user.annotations.values()),
        created_at,
    )


def _right_row(user_id: str, right: Right, granted_at: int) -> UserRightRow:
    return UserRightRow(user_id, right.kind, right.party, granted_at)
