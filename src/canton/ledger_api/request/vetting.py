"""Changes of what a participant vets, as requests say them. Source: ledger API sheet 2.10."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from canton.daml_lf.language.reference import PackageId
from canton.errors import LedgerError
from canton.ledger_api.errors import (
    AMBIGUOUS_VETTING_REFERENCE,
    UNRESOLVED_VETTING_REFERENCE,
    invalid_argument,
    missing_field,
)
from canton.ledger_api.request.field import timestamp
from canton.participant.administration.vetting import VettingChange
from canton.participant.package import Packages
from canton.topology.danger import ForceFlag
from canton.topology.mapping.participant import VettedPackage
from canton.wire import ledger_admin_pb2 as wire

_FORCE: Final = {
    wire.UPDATE_VETTED_PACKAGES_FORCE_FLAG_ALLOW_VET_INCOMPATIBLE_UPGRADES: (
        ForceFlag.ALLOW_VET_INCOMPATIBLE_UPGRADES
    ),
    wire.UPDATE_VETTED_PACKAGES_FORCE_FLAG_ALLOW_UNVETTED_DEPENDENCIES: (
        ForceFlag.ALLOW_UNVETTED_DEPENDENCIES
    ),
}


def vetting_change(request: wire.UpdateVettedPackagesRequest, packages: Packages) -> VettingChange:
    """The change that a request asks for; of two about one package the later one counts.

    Raises:
        LedgerError: it is malformed, or names packages that are unknown or not clear.
    """
    wanted: dict[PackageId, VettedPackage | None] = {}
    for change in request.changes:
        match change.WhichOneof("operation"):
            case "vet":
                wanted |= {
                    package_id: _vetted(package_id, change.vet)
                    for package_id in _resolved(change.vet.packages, packages)
                }
            case "unvet":
                wanted |= dict.fromkeys(_resolved(change.unvet.packages, packages))
            case _:
                raise missing_field("operation")
    for flag in request.update_vetted_packages_force_flags:
        if flag not in _FORCE:
            raise invalid_argument(f"unknown force flag {flag}")
    return VettingChange(
        wanted,
        _after_serial(request),
        frozenset(_FORCE[flag] for flag in request.update_vetted_packages_force_flags),
        request.dry_run,
    )


def _after_serial(request: wire.UpdateVettedPackagesRequest) -> int | None:
    match request.expected_topology_serial.WhichOneof("serial"):
        case "prior":
            return request.expected_topology_serial.prior
        case "no_prior":
            return 0
        case _:
            return None


def _vetted(package_id: PackageId, vet: wire.VettedPackagesChange.Vet) -> VettedPackage:
    begin, end = None, None
    if vet.HasField("new_valid_from_inclusive"):
        begin = timestamp(vet.new_valid_from_inclusive)
    if vet.HasField("new_valid_until_exclusive"):
        end = timestamp(vet.new_valid_until_exclusive)
    if begin is not None and end is not None and begin >= end:
        raise invalid_argument(f"the validity period of {package_id} is empty")
    return VettedPackage(package_id, begin, end)


def _resolved(references: Iterable[wire.VettedPackagesRef], packages: Packages) -> list[PackageId]:
    return [_resolve(each, packages) for each in references]


def _resolve(reference: wire.VettedPackagesRef, packages: Packages) -> PackageId:
    """The one package that a reference names: by id, or by what of it is given."""
    given = (reference.package_id, reference.package_name, reference.package_version)
    if not any(given):
        raise invalid_argument("a reference to a package must name its id, name or version")
    matching = [
        each.package_id
        for each in packages.details()
        if reference.package_id in ("", each.package_id)
        and reference.package_name in ("", each.name)
        and reference.package_version in ("", each.version)
    ]
    shown = f"VettedPackagesRef({', '.join(part for part in given if part)})"
    if not matching:
        raise LedgerError(
            UNRESOLVED_VETTING_REFERENCE,
            f"The vetted package reference {shown} does not match any package in the package "
            "store.",
        )
    if len(matching) > 1:
        raise LedgerError(
            AMBIGUOUS_VETTING_REFERENCE,
            f"The package reference {shown} matches multiple packages: {', '.join(matching)}",
        )
    return matching[0]
