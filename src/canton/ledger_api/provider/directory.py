"""The identity providers of a participant: few, and all in memory while it is active.

Changes take turns; an active participant is the only writer of its database. Source: ledger API
sheet 2.12.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, Final

from canton.ledger_api.authorization.token.ways import Provider
from canton.ledger_api.provider.errors import (
    IDP_CONFIG_ALREADY_EXISTS,
    IDP_CONFIG_IN_USE,
    IDP_CONFIG_ISSUER_ALREADY_EXISTS,
    IDP_CONFIG_NOT_FOUND,
    TOO_MANY_IDENTITY_PROVIDER_CONFIGS,
    about_provider,
    unknown_provider,
)
from canton.ledger_api.user.value import DEFAULT_IDENTITY_PROVIDER
from canton.participant.stores.identity_provider import (
    IDENTITY_PROVIDERS,
    PARTY_RECORDS,
    IdentityProviderRow,
)
from canton.participant.stores.user import USERS
from canton.storage.condition import eq
from canton.storage.storage import Storage
from canton.storage.table import Write

PROVIDERS_MAX: Final = 16


class IdentityProviders:
    """Finds, lists and changes identity providers.

    `listeners` are told the id of a provider whose users may not call any more.
    """

    def __init__(self, storage: Storage, known: Mapping[str, IdentityProviderRow]) -> None:
        self._storage = storage
        self._known = dict(known)
        self._is_in_doubt = False
        """Whether a change was not waited for, which may come to be stored later."""
        self._turn = asyncio.Lock()
        self.listeners: list[Callable[[str], None]] = []

    @staticmethod
    async def open(storage: Storage) -> IdentityProviders:
        """The identity providers that are stored."""
        rows = await storage.read(IDENTITY_PROVIDERS.query())
        return IdentityProviders(storage, {each.identity_provider_id: each for each in rows})

    def all(self) -> list[IdentityProviderRow]:
        """All of them, in order of id."""
        return [self._known[name] for name in sorted(self._known)]

    def get(
        self, provider: str, operation: str = "getting identity provider config"
    ) -> IdentityProviderRow:
        """One of them.

        Raises:
            LedgerError: IDP_CONFIG_NOT_FOUND.
        """
        found = self._known.get(provider)
        if found is None:
            cause = f'{operation} failed for unknown identity provider id="{provider}"'
            raise about_provider(IDP_CONFIG_NOT_FOUND, provider, cause)
        return found

    def require(self, provider: str) -> None:
        """Refuses requests about an identity provider that is not there.

        Raises:
            LedgerError: INVALID_ARGUMENT.
        """
        if provider != DEFAULT_IDENTITY_PROVIDER and provider not in self._known:
            raise unknown_provider(provider)

    async def active_with_issuer(self, issuer: str) -> Provider | None:
        """The one that issues tokens under this name, unless it is deactivated."""
        if self._is_in_doubt:
            async with self._changing():
                pass  # Now it is known what is stored.
        for each in self._known.values():
            if each.issuer == issuer and not each.is_deactivated:
                return Provider(each.identity_provider_id, each.jwks_url, each.audience)
        return None

    async def create(self, row: IdentityProviderRow) -> IdentityProviderRow:
        """Adds one.

        Raises:
            LedgerError: IDP_CONFIG_ALREADY_EXISTS, IDP_CONFIG_ISSUER_ALREADY_EXISTS,
                TOO_MANY_IDENTITY_PROVIDER_CONFIGS.
        """
        operation, provider = "creating identity provider config", row.identity_provider_id
        async with self._changing():
            if provider in self._known:
                cause = f'{operation} failed, as identity provider "{provider}" already exists'
                raise about_provider(IDP_CONFIG_ALREADY_EXISTS, provider, cause)
            self._require_own_issuer(row, operation)
            if len(self._known) >= PROVIDERS_MAX:
                code = TOO_MANY_IDENTITY_PROVIDER_CONFIGS
                raise about_provider(code, provider, f"{operation} failed.")
            await self._write(IDENTITY_PROVIDERS.insert(row))
            self._known[provider] = row
        return row

    async def update(self, provider: str, changes: Mapping[str, Any]) -> IdentityProviderRow:
        """Sets columns of one.

        Raises:
            LedgerError: IDP_CONFIG_NOT_FOUND, IDP_CONFIG_ISSUER_ALREADY_EXISTS.
        """
        operation = "updating identity provider config"
        async with self._changing():
            before = self.get(provider, operation)
            after = replace(before, **changes)
            self._require_own_issuer(after, operation)
            may_call_no_more = after.is_deactivated and not before.is_deactivated
            await self._write(
                IDENTITY_PROVIDERS.upsert(after), provider if may_call_no_more else None
            )
            self._known[provider] = after
        return after

    async def delete(self, provider: str) -> None:
        """Removes one that has neither users nor parties.

        Raises:
            LedgerError: IDP_CONFIG_NOT_FOUND, IDP_CONFIG_IN_USE.
        """
        operation = "deleting identity provider config"
        async with self._changing():
            self.get(provider, operation)
            of_provider = eq("identity_provider_id", provider)
            users, parties = await self._storage.read_all(
                USERS.query(of_provider, limit=1), PARTY_RECORDS.query(of_provider, limit=1)
            )
            if users or parties:
                cause = f'{operation} failed, as "{provider}" has users or parties'
                raise about_provider(IDP_CONFIG_IN_USE, provider, cause)
            await self._write(IDENTITY_PROVIDERS.delete(provider), provider)
            del self._known[provider]

    @asynccontextmanager
    async def _changing(self) -> AsyncIterator[None]:
        """The turn of a change, with what is stored in memory."""
        async with self._turn:
            await self._settle()
            yield

    async def _settle(self) -> None:
        """Looks at what is stored, while that is in doubt."""
        if self._is_in_doubt:
            rows = await self._storage.read(IDENTITY_PROVIDERS.query())
            self._known = {each.identity_provider_id: each for each in rows}

    async def _write(self, write: Write, ended: str | None = None) -> None:
        """Changes what is stored; tells whoever listens of a provider that is `ended`."""
        try:
            await self._storage.write(write)
            await self._settle()
            self._is_in_doubt = False  # Writes come to be stored in their order.
        except BaseException:
            self._is_in_doubt = True
            raise
        finally:
            if ended is not None:
                for listener in self.listeners:
                    listener(ended)

    def _require_own_issuer(self, row: IdentityProviderRow, operation: str) -> None:
        for other in self._known.values():
            is_other = other.identity_provider_id != row.identity_provider_id
            if is_other and other.issuer == row.issuer:
                cause = (
                    f'{operation} failed, as identity provider with issuer "{row.issuer}" '
                    "already exists"
                )
                raise about_provider(IDP_CONFIG_ISSUER_ALREADY_EXISTS, row.issuer, cause)
