"""PackageService: DARs and packages of a participant, and their vetting.

Source: Canton 3.6 GrpcPackageService; console-config-admin sheet 4.7.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, TypeVar

from canton.admin_api.errors import PACKAGE_IN_USE, UNEXPECTED_MAIN_PACKAGE
from canton.daml_lf.builtins.errors import PACKAGE_NOT_FOUND
from canton.daml_lf.language.reference import PackageId
from canton.errors import LedgerError
from canton.participant.package import PackageDetails, Packages
from canton.participant.stores.package import DarRow
from canton.timestamps import Timestamp
from canton.topology.encoding.time import timestamp_to_proto
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import admin_participant_pb2 as wire

T = TypeVar("T")


class PackageVetting(Protocol):
    """Accepts packages on a participant's synchronizers; `Vetting` does."""

    async def vet(
        self,
        package_ids: Iterable[PackageId],
        synchronizer: str | None = None,
        *,
        waits: bool = True,
    ) -> None:
        """Accepts packages on a synchronizer."""

    async def unvet(
        self, package_ids: Iterable[PackageId], synchronizer: str | None = None
    ) -> None:
        """Accepts packages on a synchronizer no longer."""


class PackageAdministration(Protocol):
    """The packages of an active participant, and their vetting; `Administration` is one."""

    @property
    def packages(self) -> Packages:
        """The packages that are stored here."""

    @property
    def vetting(self) -> PackageVetting:
        """Changes which of them are accepted."""


class PackageService:
    """Answers from the administration that `administration` finds."""

    def __init__(self, administration: Callable[[], PackageAdministration]) -> None:
        self._administration = administration

    @property
    def _packages(self) -> Packages:
        return self._administration().packages

    async def upload_dar(self, request: wire.UploadDarRequest, call: Call) -> Any:
        """Stores DARs, all or none of which must be sound, and vets their packages."""
        administration = self._administration()
        packages = administration.packages
        checked = [await packages.check(dar.bytes) for dar in request.dars]
        mains = [each.main for each in checked]
        for main, dar in zip(mains, request.dars, strict=True):
            expected = dar.expected_main_package_id
            if expected not in ("", main):
                raise LedgerError(
                    UNEXPECTED_MAIN_PACKAGE, f"the main package is {main}, not {expected}"
                )
        for each, dar in zip(checked, request.dars, strict=True):
            await packages.store(each, dar.description)
        if request.vet_all_packages:
            rows = [await packages.dar(main) for main in mains]
            await administration.vetting.vet(
                [PackageId(each) for row in rows for each in row.package_ids],
                request.synchronizer_id or None,
                waits=request.synchronize_vetting,
            )
        return wire.UploadDarResponse(dar_ids=mains)

    async def validate_dar(self, request: wire.ValidateDarRequest, call: Call) -> Any:
        """Checks a DAR and keeps nothing."""
        checked = await self._packages.check(request.data)
        return wire.ValidateDarResponse(main_package_id=checked.main)

    async def vet_dar(self, request: wire.VetDarRequest, call: Call) -> Any:
        """Vets the packages of a DAR."""
        ids = await self._ids(request.main_package_id)
        await self._administration().vetting.vet(
            ids, request.synchronizer_id or None, waits=request.synchronize
        )
        return wire.VetDarResponse()

    async def unvet_dar(self, request: wire.UnvetDarRequest, call: Call) -> Any:
        """Ends the vetting of the main package of a DAR; others may use the rest of it."""
        dar = await self._packages.dar(request.main_package_id)
        await self._administration().vetting.unvet(
            [PackageId(dar.main_package_id)], request.synchronizer_id or None
        )
        return wire.UnvetDarResponse()

    async def _ids(self, main_package_id: str) -> list[PackageId]:
        dar = await self._packages.dar(main_package_id)
        return list(map(PackageId, dar.package_ids))

    async def list_dars(self, request: wire.ListDarsRequest, call: Call) -> Any:
        """The DARs whose name begins so."""
        dars = [
            dar for dar in await self._packages.dars() if dar.name.startswith(request.filter_name)
        ]
        return wire.ListDarsResponse(dars=map(_dar, _limited(dars, request.limit)))

    async def get_dar(self, request: wire.GetDarRequest, call: Call) -> Any:
        """A DAR as it was uploaded."""
        dar = await self._packages.dar(request.main_package_id)
        return wire.GetDarResponse(payload=dar.content, data=_dar(dar))

    async def get_dar_contents(self, request: wire.GetDarContentsRequest, call: Call) -> Any:
        """The packages that a DAR brought."""
        dar = await self._packages.dar(request.main_package_id)
        known = map(self._packages.known, dar.package_ids)
        return wire.GetDarContentsResponse(
            description=_dar(dar), packages=[_package(each) for each in known if each is not None]
        )

    async def list_packages(self, request: wire.ListPackagesRequest, call: Call) -> Any:
        """The packages whose name begins so."""
        packages = [
            each for each in self._packages.details() if each.name.startswith(request.filter_name)
        ]
        return wire.ListPackagesResponse(
            package_descriptions=map(_package, _limited(packages, request.limit))
        )

    async def get_package_contents(
        self, request: wire.GetPackageContentsRequest, call: Call
    ) -> Any:
        """A package and its modules."""
        package = (await self._packages.archive(request.package_id)).decode()
        return wire.GetPackageContentsResponse(
            description=_package(self._known(request.package_id)),
            modules=[wire.ModuleDescription(name=str(name)) for name in sorted(package.modules)],
            is_utility_package=package.is_utility,
            language_version=str(package.language_version),
        )

    async def get_package_references(
        self, request: wire.GetPackageReferencesRequest, call: Call
    ) -> Any:
        """The DARs that contain a package."""
        dars = await self._packages.dars()
        return wire.GetPackageReferencesResponse(
            dars=[_dar(dar) for dar in dars if request.package_id in dar.package_ids]
        )

    async def remove_dar(self, request: wire.RemoveDarRequest, call: Call) -> Any:
        """Refuses: what was uploaded stays."""
        dar = await self._packages.dar(request.main_package_id)
        raise LedgerError(PACKAGE_IN_USE, f"the DAR {dar.name} {dar.version} stays")

    async def remove_package(self, request: wire.RemovePackageRequest, call: Call) -> Any:
        """Refuses: what was uploaded stays."""
        package = self._known(request.package_id)
        raise LedgerError(PACKAGE_IN_USE, f"the package {package.package_id} stays")

    def _known(self, package_id: str) -> PackageDetails:
        known = self._packages.known(package_id)
        if known is None:
            raise LedgerError(PACKAGE_NOT_FOUND, f"there is no package {package_id}")
        return known

    def table(self) -> ServiceTable:
        """PackageService."""
        return table_of(
            wire.DESCRIPTOR.services_by_name["PackageService"],
            {
                "UploadDar": self.upload_dar,
                "ValidateDar": self.validate_dar,
                "VetDar": self.vet_dar,
                "UnvetDar": self.unvet_dar,
                "ListDars": self.list_dars,
                "GetDar": self.get_dar,
                "GetDarContents": self.get_dar_contents,
                "ListPackages": self.list_packages,
                "GetPackageContents": self.get_package_contents,
                "GetPackageReferences": self.get_package_references,
                "RemoveDar": self.remove_dar,
                "RemovePackage": self.remove_package,
            },
        )


def _limited(values: Sequence[T], limit: int) -> Sequence[T]:
    return values[:limit] if limit > 0 else values


def _dar(row: DarRow) -> wire.DarDescription:
    return wire.DarDescription(
        main=row.main_package_id, name=row.name, version=row.version, description=row.description
    )


def _package(details: PackageDetails) -> wire.PackageDescription:
    return wire.PackageDescription(
        package_id=details.package_id,
        name=details.name,
        version=details.version,
        uploaded_at=timestamp_to_proto(Timestamp(details.uploaded_at)),
        size=details.size,
    )
