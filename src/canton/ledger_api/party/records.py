"""The records of parties: the one door to their table while the participant is active.

A party without a record belongs to the default identity provider. Source: ledger API sheet 2.11.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from canton.ledger_api.party.errors import (
    CONCURRENT_PARTY_DETAILS_UPDATE_DETECTED,
    MAX_PARTY_DETAILS_ANNOTATIONS_SIZE_EXCEEDED,
    about_party,
    party_not_found,
)
from canton.ledger_api.user.annotation import is_within_size, merged
from canton.ledger_api.user.value import DEFAULT_IDENTITY_PROVIDER
from canton.participant.stores.identity_provider import PARTY_RECORDS, PartyRecordRow
from canton.storage.condition import eq, one_of
from canton.storage.storage import Storage


@dataclass(frozen=True, slots=True)
class PartyRecord:
    """What is kept of a party."""

    party: str
    identity_provider_id: str = DEFAULT_IDENTITY_PROVIDER
    annotations: Mapping[str, str] = field(default_factory=dict)
    resource_version: int = 0


class PartyRecords:
    """Finds and changes records of parties."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._turn = asyncio.Lock()

    async def of(self, parties: Iterable[str]) -> dict[str, PartyRecord]:
        """The records of those parties that have one."""
        rows = await self._storage.read(PARTY_RECORDS.query(one_of("party", tuple(parties))))
        return {row.party: _record(row) for row in rows}

    async def find(self, party: str) -> PartyRecord | None:
        """The record of a party, if it has one."""
        rows = await self._storage.read(PARTY_RECORDS.get(party))
        return _record(rows[0]) if rows else None

    async def within(self, provider: str, parties: Iterable[str]) -> frozenset[str]:
        """Those of the parties that have a record in an identity provider."""
        rows = await self._storage.read(
            PARTY_RECORDS.query(
                one_of("party", tuple(parties)), eq("identity_provider_id", provider)
            )
        )
        return frozenset(row.party for row in rows)

    async def annotate(
        self, wanted: PartyRecord, expected_version: int | None = None
    ) -> PartyRecord:
        """Merges annotations into the party's record, which is made if it has none.

        Raises:
            LedgerError: CONCURRENT_PARTY_DETAILS_UPDATE_DETECTED,
                MAX_PARTY_DETAILS_ANNOTATIONS_SIZE_EXCEEDED.
        """
        party = wanted.party
        async with self._turn:
            found = await self.find(party)
            if found is None:
                record = replace(wanted, annotations=merged({}, wanted.annotations))
            elif expected_version not in (None, found.resource_version):
                cause = (
                    f"Update operation for party '{party}' failed due to a concurrent update to "
                    "the same party"
                )
                raise about_party(CONCURRENT_PARTY_DETAILS_UPDATE_DETECTED, party, cause)
            else:
                annotations = merged(found.annotations, wanted.annotations)
                version = found.resource_version + 1
                record = replace(found, annotations=annotations, resource_version=version)
            if not is_within_size(record.annotations):
                cause = f"Maximum annotations size for party '{party}' has been exceeded"
                raise about_party(MAX_PARTY_DETAILS_ANNOTATIONS_SIZE_EXCEEDED, party, cause)
            await self._storage.write(PARTY_RECORDS.upsert(_row(record)))
        return record

    async def move(self, party: str, source: str, target: str) -> None:
        """Moves a party from one identity provider to another.

        Raises:
            LedgerError: PARTY_NOT_FOUND: it does not belong to the first.
        """
        async with self._turn:
            found = await self.find(party) or PartyRecord(party)
            if found.identity_provider_id != source:
                raise party_not_found(party, "updating party's identity provider")
            moved = replace(found, identity_provider_id=target)
            await self._storage.write(PARTY_RECORDS.upsert(_row(moved)))


def _record(row: PartyRecordRow) -> PartyRecord:
    annotations = dict(zip(row.annotation_keys, row.annotation_values, strict=True))
    return PartyRecord(row.party, row.identity_provider_id, annotations, row.resource_version)


def _row(record: PartyRecord) -> PartyRecordRow:
    return PartyRecordRow(
        record.party,
        record.identity_provider_id,
        record.resource_version,
        tuple(record.annotations),
        tuple(record.annotations.values()),
    )
