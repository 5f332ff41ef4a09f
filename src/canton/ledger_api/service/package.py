"""PackageService and PackageManagementService. Source: ledger API sheet 2.10."""

from __future__ import annotations

from typing import Any, Final, Protocol

from canton.daml_lf.archive.wire import Kind, Shape, read_message
from canton.daml_lf.builtins.errors import PACKAGE_NOT_FOUND
from canton.daml_lf.language.reference import PackageId
from canton.errors import LedgerError
from canton.identifiers import Member
from canton.ledger_api.errors import invalid_argument, missing_field
from canton.ledger_api.request.field import synchronizer
from canton.ledger_api.request.vetting import vetting_change
from canton.ledger_api.response.update import time_message
from canton.ledger_api.service.vetted_packages import vetted_package
from canton.participant.administration.vetting import Vetting, VettingState
from canton.participant.package import Packages
from canton.transport.seam import Call, Handler, ServiceTable, table_of
from canton.wire import ledger_admin_pb2 as admin_wire
from canton.wire import ledger_service_pb2 as wire
from canton.wire import ledger_value_pb2 as value_wire

_ARCHIVE: Final = Shape("Archive", {1: Kind.INT32, 3: Kind.MESSAGE, 4: Kind.STRING})


class DarUpload(Protocol):
    """Stores DARs and accepts their packages; `Administration` is one."""

    packages: Packages
    participant: Member
    vetting: Vetting

    async def upload(
        self,
        content: bytes,
        description: str = "",
        *,
        vets: bool = True,
        synchronizer: str | None = None,
        waits: bool = True,
    ) -> PackageId:
        """Stores a DAR, loads its packages and accepts them; returns the main package's id."""


class PackageService:
    """Lists packages and takes new ones."""

    def __init__(self, administration: DarUpload) -> None:
        self._administration = administration
        self._packages = administration.packages

    def tables(self) -> list[ServiceTable]:
        """The methods to serve."""
        reading: dict[str, Handler] = {
            "ListPackages": self.list_packages,
            "GetPackage": self.get_package,
            "GetPackageStatus": self.get_package_status,
        }
        managing: dict[str, Handler] = {
            "ListKnownPackages": self.list_known_packages,
            "UploadDarFile": self.upload_dar_file,
            "ValidateDarFile": self.validate_dar_file,
            "UpdateVettedPackages": self.update_vetted_packages,
        }
        return [
            table_of(wire.DESCRIPTOR.services_by_name["PackageService"], reading),
            table_of(admin_wire.DESCRIPTOR.services_by_name["PackageManagementService"], managing),
        ]

    async def list_packages(self, request: wire.ListPackagesRequest, call: Call) -> Any:
        """The ids of all packages."""
        ids = [each.package_id for each in self._packages.details()]
        return wire.ListPackagesResponse(package_ids=ids)

    async def get_package(self, request: wire.GetPackageRequest, call: Call) -> Any:
        """The payload of a package's archive."""
        if not request.package_id:
            raise missing_field("package_id")
        if self._packages.known(request.package_id) is None:
            raise LedgerError(PACKAGE_NOT_FOUND, "Could not find package.")
        archive = await self._packages.archive(request.package_id)
        payload: bytes = read_message(archive.data, _ARCHIVE)[3]
        return wire.GetPackageResponse(
            hash_function=wire.HASH_FUNCTION_SHA256,
            archive_payload=payload,
            hash=archive.package_id,
        )

    async def get_package_status(self, request: wire.GetPackageStatusRequest, call: Call) -> Any:
        """Whether a package is there."""
        if not request.package_id:
            raise missing_field("package_id")
        if self._packages.known(request.package_id) is None:
            return wire.GetPackageStatusResponse()
        return wire.GetPackageStatusResponse(package_status=wire.PACKAGE_STATUS_REGISTERED)

    async def list_known_packages(
        self, request: admin_wire.ListKnownPackagesRequest, call: Call
    ) -> Any:
        """All packages with name, version and size."""
        return admin_wire.ListKnownPackagesResponse(
            package_details=[
                admin_wire.PackageDetails(
                    package_id=each.package_id,
                    package_size=each.size,
                    known_since=time_message(each.uploaded_at),
                    name=each.name,
                    version=each.version,
                )
                for each in self._packages.details()
            ]
        )

    async def upload_dar_file(self, request: admin_wire.UploadDarFileRequest, call: Call) -> Any:
        """Stores a DAR and, unless told otherwise, accepts its packages."""
        call.correlation_id = request.submission_id or None
        where = synchronizer(request.synchronizer_id)
        changes = admin_wire.UploadDarFileRequest.VettingChange
        if request.vetting_change not in changes.values():
            raise invalid_argument(f"vetting_change has the unknown value {request.vetting_change}")
        vets = request.vetting_change != changes.VETTING_CHANGE_DONT_VET_ANY_PACKAGES
        await self._administration.upload(request.dar_file, vets=vets, synchronizer=where)
        return admin_wire.UploadDarFileResponse()

    async def validate_dar_file(
        self, request: admin_wire.ValidateDarFileRequest, call: Call
    ) -> Any:
        """Checks a DAR and keeps nothing."""
        call.correlation_id = request.submission_id or None
        synchronizer(request.synchronizer_id)
        await self._packages.check(request.dar_file)
        return admin_wire.ValidateDarFileResponse()

    async def update_vetted_packages(
        self, request: admin_wire.UpdateVettedPackagesRequest, call: Call
    ) -> Any:
        """Changes which packages this participant accepts on a synchronizer."""
        where = synchronizer(request.synchronizer_id)
        change = vetting_change(request, self._packages)
        before, after = await self._administration.vetting.change(change, where)
        return admin_wire.UpdateVettedPackagesResponse(
            past_vetted_packages=self._vetting(before) if before.serial else None,
            new_vetted_packages=self._vetting(after) if after.serial else None,
        )

    def _vetting(self, state: VettingState) -> value_wire.VettedPackages:
        participant = str(self._administration.participant.uid)
        packages = [vetted_package(each, self._packages) for each in state.packages]
        return value_wire.VettedPackages(
            packages=packages,
            participant_id=participant,
            synchronizer_id=state.synchronizer,
            topology_serial=state.serial,
        )
