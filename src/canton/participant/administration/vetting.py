"""Which packages a participant accepts on its synchronizers.

A change of the vetting is a topology transaction; who waits for it may use the packages at once.
Source: ledger API sheet 2.10; protocol and topology sheet 4.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from canton.daml_lf.language.reference import PackageId
from canton.errors import Categories, ErrorCode, LedgerError
from canton.identifiers import Member
from canton.participant.connection import Connected
from canton.participant.package import Packages
from canton.participant.synchronizers import Synchronizers
from canton.topology.danger import ForceFlags
from canton.topology.mapping.mapping import unique_key
from canton.topology.mapping.participant import VettedPackage, VettedPackages
from canton.topology_service.errors import SERIAL_MISMATCH
from canton.topology_service.manager import NO_FORCE, Proposal
from canton.topology_service.registry import TopologyRegistry

WAIT_S_MAX: Final = 30.0

PACKAGE_SERVICE_CANNOT_AUTODETECT_SYNCHRONIZER: Final = ErrorCode(
    "PACKAGE_SERVICE_CANNOT_AUTODETECT_SYNCHRONIZER",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER,
    "Several synchronizers are connected, so the one for vetting must be named.",
    "Name the synchronizer.",
)


@dataclass(frozen=True, slots=True)
class VettingState:
    """The packages that a participant accepts on a synchronizer; serial 0: it never said any."""

    synchronizer: str
    packages: tuple[VettedPackage, ...]
    serial: int


@dataclass(frozen=True, slots=True)
class VettingChange:
    """Packages to accept from now on in this way, or (None) no longer.

    `after_serial` is the serial that the caller has seen, 0 for none; None: whichever it is.
    """

    packages: Mapping[PackageId, VettedPackage | None]
    after_serial: int | None = None
    force: ForceFlags = NO_FORCE
    is_rehearsal: bool = False


class Vetting:
    """Changes which packages an active participant accepts."""

    def __init__(
        self,
        participant: Member,
        packages: Packages,
        synchronizers: Synchronizers,
        topology: TopologyRegistry,
    ) -> None:
        self._participant = participant
        self._packages = packages
        self._synchronizers = synchronizers
        self._topology = topology

    async def vet(
        self,
        package_ids: Iterable[PackageId],
        synchronizer: str | None = None,
        *,
        waits: bool = True,
    ) -> None:
        """Accepts packages on a synchronizer (by id; the only one if None).

        Without any connected synchronizer nothing is vetted.

        Raises:
            LedgerError: several are connected and none is named, or the named one is not.
        """
        if not self._synchronizers.connected and synchronizer is None:
            return
        connection = self._synchronizers.only(
            synchronizer, PACKAGE_SERVICE_CANNOT_AUTODETECT_SYNCHRONIZER
        )
        await self.vet_on(connection, package_ids, waits=waits)

    async def vet_on(
        self, connection: Connected, package_ids: Iterable[PackageId], *, waits: bool = True
    ) -> None:
        """Accepts packages on a connected synchronizer, those that it lacks."""
        known = self._vetted(connection)
        missing = [each for each in dict.fromkeys(package_ids) if each not in known]
        if missing:
            packages = [*known.values(), *map(VettedPackage, missing)]
            await self._propose_vetting(connection, packages, waits)

    async def vet_dar_on(self, connection: Connected, main: PackageId) -> None:
        """Accepts the packages of a stored DAR on a connected synchronizer, and waits for it."""
        dar = await self._packages.dar(main)
        await self.vet_on(connection, map(PackageId, dar.package_ids))

    async def unvet(
        self, package_ids: Iterable[PackageId], synchronizer: str | None = None
    ) -> None:
        """Accepts packages on a synchronizer no longer."""
        connection = self._synchronizers.only(
            synchronizer, PACKAGE_SERVICE_CANNOT_AUTODETECT_SYNCHRONIZER
        )
        unwanted = set(package_ids)
        known = self._vetted(connection)
        if unwanted & known.keys():
            kept = [each for each in known.values() if each.package_id not in unwanted]
            await self._propose_vetting(connection, kept, True)

    async def change(
        self, change: VettingChange, synchronizer: str | None = None
    ) -> tuple[VettingState, VettingState]:
        """Changes which packages are accepted on a synchronizer; the state before and after.

        Raises:
            LedgerError: the synchronizer is not clear, the serial is another one, or the change is
                refused.
        """
        connection = self._synchronizers.only(
            synchronizer, PACKAGE_SERVICE_CANNOT_AUTODETECT_SYNCHRONIZER
        )
        before = self._vetting_state(connection)
        wanted = {each.package_id: each for each in before.packages}
        for package_id, package in change.packages.items():
            if package is None:
                wanted.pop(package_id, None)
            else:
                wanted[package_id] = package
        if change.after_serial not in (None, before.serial):
            raise LedgerError(
                SERIAL_MISMATCH,
                f"The given serial {change.after_serial} did not match the actual serial "
                f"{before.serial}.",
            )
        after = replace(before, packages=tuple(wanted.values()), serial=before.serial + 1)
        if after.packages == before.packages:
            return before, before
        if not change.is_rehearsal:
            mapping = VettedPackages.create(self._participant, after.packages)
            manager = self._topology.synchronizer(connection.synchronizer)
            await manager.propose(
                Proposal(mapping, serial=after.serial, force=change.force, wait_s=WAIT_S_MAX)
            )
        return before, after

    def _vetting_state(self, connection: Connected) -> VettingState:
        snapshot = connection.session.topology.head_snapshot()
        packages = tuple(snapshot.members.vetted_packages(self._participant).values())
        row = snapshot.row(unique_key(VettedPackages(self._participant, ())))
        serial = 0 if row is None else row.transaction.serial
        return VettingState(str(connection.synchronizer.logical), packages, serial)

    def _vetted(self, connection: Connected) -> Mapping[str, VettedPackage]:
        snapshot = connection.session.topology.head_snapshot()
        return snapshot.members.vetted_packages(self._participant)

    async def _propose_vetting(
        self, connection: Connected, packages: Iterable[VettedPackage], waits: bool
    ) -> None:
        mapping = VettedPackages.create(self._participant, packages)
        manager = self._topology.synchronizer(connection.synchronizer)
        await manager.propose(Proposal(mapping, wait_s=WAIT_S_MAX if waits else None))
