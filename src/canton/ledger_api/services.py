"""The Ledger API as one list of services over the participant's two doors."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from canton.clock import ManualClock, Randomness
from canton.ledger_api.authorization.authorizer import Authorizer
from canton.ledger_api.directories import Directories
from canton.ledger_api.party.management import PartyAllocation, PartyManagementService
from canton.ledger_api.provider.service import IdentityProviderConfigService
from canton.ledger_api.service.completion import CompletionService
from canton.ledger_api.service.event_query import ContractService, EventQueryService
from canton.ledger_api.service.package import DarUpload, PackageService
from canton.ledger_api.service.pruning import LedgerPruning, ParticipantPruningService
from canton.ledger_api.service.state import StateService
from canton.ledger_api.service.time import TimeService
from canton.ledger_api.service.update import UpdateService
from canton.ledger_api.service.version import version_table
from canton.ledger_api.service.vetted_packages import VettedPackagesService
from canton.ledger_api.submission.command import CommandService
from canton.ledger_api.submission.interactive import InteractiveSubmissionService
from canton.ledger_api.submission.tracker import Tracker, TrackerLimits
from canton.ledger_api.user.service import UserManagementService
from canton.participant.ledger import Ledger
from canton.transport.seam import ServiceTable


class LedgerAdministration(DarUpload, PartyAllocation, Protocol):
    """What the Ledger API changes besides contracts; `Administration` does it."""

    @property
    def pruning(self) -> LedgerPruning:
        """Forgets the beginning of the ledger."""


@dataclass(frozen=True, slots=True)
class LedgerSettings:
    """The release that clients are told, and how commands are waited for."""

    version: str
    tracker: TrackerLimits = field(default_factory=TrackerLimits)


def ledger_services(
    ledger: Ledger,
    administration: LedgerAdministration,
    randomness: Randomness,
    settings: LedgerSettings,
    authorizer: Authorizer,
    directories: Directories,
    static_time: ManualClock | None = None,
) -> list[ServiceTable]:
    """The services of an active participant.

    Each of them authorises its callers: who calls a handler within the process passes the caller's
    token as the metadata entry `authorization`, as a client would. `static_time` is a clock that
    clients may set.
    """
    users, tracker = directories.users, Tracker(ledger, settings.tracker)
    tables = [
        version_table(
            settings.version,
            users.limits if users else None,
            has_static_time=static_time is not None,
        ),
        *CommandService(ledger, randomness, tracker).tables(),
        InteractiveSubmissionService(ledger, randomness, tracker).table(),
        CompletionService(ledger).table(),
        UpdateService(ledger).table(),
        StateService(ledger).table(),
        EventQueryService(ledger).table(),
        ContractService(ledger).table(),
        ParticipantPruningService(ledger, administration.pruning).table(),
        *PackageService(administration).tables(),
        VettedPackagesService(ledger).table(),
        PartyManagementService(ledger, administration, directories).table(),
        IdentityProviderConfigService(directories.providers).table(),
        *_user_tables(directories),
        *([TimeService(static_time).table()] if static_time else []),
    ]
    return [authorizer.protect(table) for table in tables]


def _user_tables(directories: Directories) -> list[ServiceTable]:
    if directories.users is None:
        return []
    service = UserManagementService(directories.users, directories.providers, directories.parties)
    return [service.table()]
