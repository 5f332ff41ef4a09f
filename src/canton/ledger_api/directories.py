"""What a participant knows beside the ledger: users, identity providers, records of parties."""

from __future__ import annotations

from dataclasses import dataclass

from canton.clock import Clock
from canton.ledger_api.party.records import PartyRecords
from canton.ledger_api.provider.directory import IdentityProviders
from canton.ledger_api.user.directory import Users
from canton.ledger_api.user.value import UserLimits
from canton.storage.storage import Storage


@dataclass(frozen=True, slots=True)
class Directories:
    """The doors to them; without users there is no user management."""

    providers: IdentityProviders
    parties: PartyRecords
    users: Users | None = None

    @staticmethod
    async def open(
        storage: Storage,
        clock: Clock,
        limits: UserLimits | None,
        additional_admin: str | None = None,
    ) -> Directories:
        """What is stored. Without `limits` there is no user management."""
        users = None
        if limits is not None:
            users = await Users.open(storage, clock, limits, additional_admin)
        return Directories(await IdentityProviders.open(storage), PartyRecords(storage), users)
