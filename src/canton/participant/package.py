"""The packages of a participant: uploaded, stored, loaded into the engine's library.

Everything that is stored is loaded: a participant has few packages, and compiled code comes from a
cache on disk. Source: ledger API sheet 2.10.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from canton.clock import Clock
from canton.daml_lf.archive.dar import ENTRY_SIZE_MAX, Dar, read_dar
from canton.daml_lf.archive.envelope import Archive, read_archive
from canton.daml_lf.builtins.errors import PACKAGE_NOT_FOUND
from canton.daml_lf.compiler.artifact import CodeCache
from canton.daml_lf.engine import Library
from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import PackageId, PackageName
from canton.daml_lf.language.stable import STABLE_PACKAGE_IDS
from canton.daml_lf.upgrade.errors import KNOWN_PACKAGE_VERSION
from canton.daml_lf.validation.dar import check_dar
from canton.errors import LedgerError
from canton.lifecycle.aside import Aside, in_place
from canton.participant.stores.package import DARS, PACKAGES, DarRow, PackageRow
from canton.storage.storage import Storage


@dataclass(frozen=True, slots=True)
class PackageDetails:
    """A package as lists show it."""

    package_id: PackageId
    name: PackageName
    version: str
    uploaded_at: int
    size: int


@dataclass(frozen=True, slots=True)
class CheckedDar:
    """A DAR that may be stored; `packages` is empty where this very DAR is stored already."""

    dar: Dar
    content: bytes
    packages: Mapping[PackageId, ast.Package]

    @property
    def main(self) -> PackageId:
        """The id of its main package."""
        return self.dar.main.package_id


class Packages:
    """The packages that are stored and loaded. `load` first, once the storage is open.

    Checking a large DAR takes seconds; it is done `aside`.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        cache: CodeCache | None = None,
        aside: Aside = in_place,
        dar_entry_bytes_max: int = ENTRY_SIZE_MAX,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._aside = aside
        self._dar_entry_bytes_max = dar_entry_bytes_max
        self.library = Library(cache)
        self._details: dict[PackageId, PackageDetails] = {}
        self._storing = asyncio.Lock()

    async def load(self) -> None:
        """Loads every stored package."""
        rows = await self._storage.read(PACKAGES.query())
        pending = {PackageId(row.package_id): row for row in rows}
        for row in rows:
            self._remember(row)
        if all(self.library.add_cached(package_id) for package_id in pending):
            return
        # A cached package loads only after those it depends on; the rest is decoded.
        self.library.add_all([read_archive(row.archive).decode() for row in pending.values()])

    def _remember(self, row: PackageRow) -> None:
        package_id = PackageId(row.package_id)
        self._details[package_id] = PackageDetails(
            package_id, PackageName(row.name), row.version, row.uploaded_at, len(row.archive)
        )

    async def check(self, content: bytes) -> CheckedDar:
        """Checks a DAR: that it is well-formed, well-typed, and clashes with no other package.

        Raises:
            LedgerError: it is not.
        """
        dar = read_dar(content, entry_size_max=self._dar_entry_bytes_max)
        if await self._is_stored(dar, content):
            return CheckedDar(dar, content, {})
        trusted = frozenset(self._details)
        packages = await self._aside(lambda: _checked(dar, trusted))
        self._check_versions(packages)
        return CheckedDar(dar, content, packages)

    def _check_versions(self, packages: Mapping[PackageId, ast.Package]) -> None:
        for package in packages.values():
            if package.id not in STABLE_PACKAGE_IDS:
                self._check_version(package)

    def _check_version(self, package: ast.Package) -> None:
        for known in self._details.values():
            same_name = known.name == package.metadata.name
            same_version = known.version == str(package.metadata.version)
            if same_name and same_version and known.package_id != package.id:
                raise LedgerError(
                    KNOWN_PACKAGE_VERSION,
                    f"{known.name} {known.version} is {known.package_id}, not {package.id}",
                )

    async def store(self, checked: CheckedDar, description: str = "") -> None:
        """Stores a DAR and loads its packages. Idempotent.

        Raises:
            LedgerError: KNOWN_PACKAGE_VERSION.
        """
        async with self._storing:
            if checked.packages:
                await self._store(checked, description)

    async def _store(self, checked: CheckedDar, description: str) -> None:
        packages = checked.packages
        self._check_versions(packages)
        archives = checked.dar.all
        now = int(self._clock.now())
        rows = [_row_of(archive, packages[archive.package_id], now) for archive in archives]
        main = packages[checked.main]
        dar_row = DarRow(
            main_package_id=main.id,
            name=main.metadata.name,
            version=str(main.metadata.version),
            description=description or main.metadata.name,
            uploaded_at=now,
            package_ids=tuple(archive.package_id for archive in archives),
            content=checked.content,
        )
        await self._storage.write(PACKAGES.insert_new(*rows), DARS.insert_new(dar_row))
        self.library.add_all(list(packages.values()))
        for row in rows:
            if PackageId(row.package_id) not in self._details:
                self._remember(row)

    async def upload(self, content: bytes, description: str = "") -> PackageId:
        """Checks and stores a DAR; returns the id of its main package. Idempotent.

        Raises:
            LedgerError: see `check` and `store`.
        """
        checked = await self.check(content)
        await self.store(checked, description)
        return checked.main

    async def _is_stored(self, dar: Dar, content: bytes) -> bool:
        """Whether this very DAR was uploaded before, and nothing of it was removed since."""
        if any(archive.package_id not in self._details for archive in dar.all):
            return False
        rows = await self._storage.read(DARS.get(dar.main.package_id))
        return bool(rows) and rows[0].content == content

    def details(self) -> list[PackageDetails]:
        """Every package, in order of id."""
        return [self._details[package_id] for package_id in sorted(self._details)]

    def known(self, package_id: str) -> PackageDetails | None:
        """The package of that id, if there is one."""
        return self._details.get(PackageId(package_id))

    async def archive(self, package_id: str) -> Archive:
        """The archive of a package, as uploaded.

        Raises:
            LedgerError: PACKAGE_NOT_FOUND.
        """
        for row in await self._storage.read(PACKAGES.get(package_id)):
            return read_archive(row.archive)
        raise LedgerError(PACKAGE_NOT_FOUND, f"there is no package {package_id}")

    async def dars(self) -> list[DarRow]:
        """The DARs that were uploaded, in order of their main packages."""
        return await self._storage.read(DARS.query(order=("main_package_id",)))

    async def dar(self, main_package_id: str) -> DarRow:
        """The DAR with that main package.

        Raises:
            LedgerError: PACKAGE_NOT_FOUND.
        """
        for row in await self._storage.read(DARS.get(main_package_id)):
            return row
        raise LedgerError(
            PACKAGE_NOT_FOUND, f"there is no DAR with the main package {main_package_id}"
        )


def _checked(dar: Dar, trusted: frozenset[PackageId]) -> Mapping[PackageId, ast.Package]:
    packages = dar.decode()
    check_dar(dar.main.package_id, packages, trusted=trusted)
    return packages


def _row_of(archive: Archive, package: ast.Package, now: int) -> PackageRow:
    return PackageRow(
        archive.package_id,
        package.metadata.name,
        str(package.metadata.version),
        now,
        archive.data,
    )
