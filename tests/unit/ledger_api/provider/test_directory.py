"""Identity providers and records of parties, kept over starts in memory and in PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest

from canton.errors import LedgerError
from canton.ledger_api.authorization.token.ways import Provider
from canton.ledger_api.party.records import PartyRecord, PartyRecords
from canton.ledger_api.provider.directory import IdentityProviders
from canton.participant.stores.identity_provider import IdentityProviderRow
from canton.storage.memory import MemoryStorage
from canton.storage.migration import migrate, migrations_of
from canton.storage.postgres import PostgresSettings, PostgresStorage
from unit.ledger_api.late import LateStorage

IDP = IdentityProviderRow("idp", False, "issuer", "https://issuer/keys", "me")
OTHER = IdentityProviderRow("other", False, "another", "https://another/keys", None)


async def test_the_provider_of_an_issuer_is_found_while_it_is_active() -> None:
    providers = await IdentityProviders.open(MemoryStorage())
    await providers.create(IDP)
    found = Provider("idp", "https://issuer/keys", "me")
    assert await providers.active_with_issuer("issuer") == found
    assert await providers.active_with_issuer("another") is None
    await providers.update("idp", {"issuer": "renamed"})
    assert await providers.active_with_issuer("issuer") is None
    await providers.update("idp", {"is_deactivated": True})
    assert await providers.active_with_issuer("renamed") is None


async def test_whoever_listens_is_told_of_providers_that_are_no_more() -> None:
    providers = await IdentityProviders.open(MemoryStorage())
    told: list[str] = []
    providers.listeners.append(told.append)
    await providers.create(IDP)
    await providers.update("idp", {"audience": None})
    assert told == []
    await providers.update("idp", {"is_deactivated": True})
    await providers.update("idp", {"is_deactivated": True})
    assert told == ["idp"]
    await providers.create(OTHER)
    await providers.delete("other")
    assert told == ["idp", "other"]


async def test_a_change_that_was_not_waited_for_counts_once_it_is_stored() -> None:
    storage = LateStorage()
    providers = await IdentityProviders.open(storage)
    told: list[str] = []
    providers.listeners.append(told.append)
    await providers.create(IDP)
    storage.is_late = True
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await providers.update("idp", {"is_deactivated": True})
    assert told == ["idp"]
    assert await providers.active_with_issuer("issuer") is not None
    await storage.catch_up()
    assert await providers.active_with_issuer("issuer") is None
    await providers.update("idp", {"audience": None})
    assert [each.is_deactivated for each in providers.all()] == [True]


async def test_a_default_provider_is_always_there() -> None:
    providers = await IdentityProviders.open(MemoryStorage())
    providers.require("")
    with pytest.raises(LedgerError, match=r"Id\(idp\) has not been found"):
        providers.require("idp")
    await providers.create(IDP)
    providers.require("idp")


async def test_a_party_is_moved_from_where_it_is_and_nowhere_else() -> None:
    records = PartyRecords(MemoryStorage())
    await records.move("p", "", "idp")
    assert await records.within("idp", ["p", "q"]) == {"p"}
    with pytest.raises(LedgerError, match="PARTY_NOT_FOUND"):
        await records.move("p", "", "other")
    with pytest.raises(LedgerError, match="PARTY_NOT_FOUND"):
        await records.move("q", "idp", "other")
    await records.annotate(PartyRecord("p", "ignored", {"a": "1"}))
    assert await records.find("p") == PartyRecord("p", "idp", {"a": "1"}, 1)


@pytest.mark.postgres
async def test_providers_and_records_are_kept_in_postgresql_alike(
    database: PostgresSettings,
    open_storage: Callable[[], AbstractAsyncContextManager[PostgresStorage]],
) -> None:
    steps = {"participant": migrations_of("canton.participant.stores")}
    await migrate(database, steps, may_upgrade=True)
    async with open_storage() as storage:
        providers, records = await IdentityProviders.open(storage), PartyRecords(storage)
        await providers.create(IDP)
        await providers.create(OTHER)
        await providers.update("other", {"is_deactivated": True, "audience": "you"})
        await records.annotate(PartyRecord("p", "idp", {"b": "2", "a": "1"}))
        await records.annotate(PartyRecord("q"))
    async with open_storage() as storage:
        providers, records = await IdentityProviders.open(storage), PartyRecords(storage)
        assert [each.identity_provider_id for each in providers.all()] == ["idp", "other"]
        assert (providers.get("other").is_deactivated, providers.get("other").audience) == (
            True,
            "you",
        )
        found = await records.of(["p", "q", "r"])
        assert found == {
            "p": PartyRecord("p", "idp", {"b": "2", "a": "1"}),
            "q": PartyRecord("q"),
        }
        with pytest.raises(LedgerError, match="IDP_CONFIG_IN_USE"):
            await providers.delete("idp")
        await records.move("p", "idp", "")
        await providers.delete("idp")
        assert [each.identity_provider_id for each in providers.all()] == ["other"]
