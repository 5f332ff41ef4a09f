"""PackageService.ListVettedPackages: which participant accepts which packages where.

Source: ledger API sheet 2.10.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Any, Final

from canton.ledger_api.errors import invalid_argument
from canton.ledger_api.response.update import time_message
from canton.participant.ledger import Ledger
from canton.participant.package import Packages
from canton.topology.mapping.mapping import unique_key
from canton.topology.mapping.participant import VettedPackage, VettedPackages
from canton.topology.snapshot.snapshot import TopologySnapshot
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import ledger_service_pb2 as wire
from canton.wire import ledger_value_pb2 as value_wire

PAGE_SIZE_MAX: Final = 100
_SEPARATOR: Final = "\n"
_Place = tuple[str, str]
"""A synchronizer's logical id and a participant's unique identifier."""


class VettedPackagesService:
    """Lists what the topology of the connected synchronizers says."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def table(self) -> ServiceTable:
        """The method to serve."""
        service = wire.DESCRIPTOR.services_by_name["PackageService"]
        return table_of(service, {"ListVettedPackages": self.list_vetted_packages})

    async def list_vetted_packages(
        self, request: wire.ListVettedPackagesRequest, call: Call
    ) -> Any:
        """The accepted packages by synchronizer and participant, a page at a time."""
        size = request.page_size or PAGE_SIZE_MAX
        if size > PAGE_SIZE_MAX:
            raise invalid_argument(
                f"Requested page size must not exceed {PAGE_SIZE_MAX}, but got {size}"
            )
        after = _read_token(request.page_token)
        answer = wire.ListVettedPackagesResponse()
        for place, serial, mapping in self._all(request.topology_state_filter):
            if place <= after:
                continue
            if len(answer.vetted_packages) == size:
                last = answer.vetted_packages[-1]
                answer.next_page_token = _token((last.synchronizer_id, last.participant_id))
                break
            packages = list(self._chosen(mapping, request.package_metadata_filter))
            if packages:
                answer.vetted_packages.add(
                    packages=packages,
                    participant_id=place[1],
                    synchronizer_id=place[0],
                    topology_serial=serial,
                )
        return answer

    def _all(
        self, wanted: wire.TopologyStateFilter
    ) -> Iterator[tuple[_Place, int, VettedPackages]]:
        connected = {
            str(each.synchronizer.logical): each for each in self._ledger.connected.values()
        }
        for synchronizer, connection in sorted(connected.items()):
            if wanted.synchronizer_ids and synchronizer not in wanted.synchronizer_ids:
                continue
            snapshot = connection.session.topology.head_snapshot()
            mappings = {str(each.participant.uid): each for each in _vetted(snapshot)}
            for participant, mapping in sorted(mappings.items()):
                if not wanted.participant_ids or participant in wanted.participant_ids:
                    row = snapshot.row(unique_key(mapping))
                    serial = 0 if row is None else row.transaction.transaction.serial
                    yield (synchronizer, participant), serial, mapping

    def _chosen(
        self, mapping: VettedPackages, wanted: wire.PackageMetadataFilter
    ) -> Iterator[value_wire.VettedPackage]:
        prefixes = tuple(wanted.package_name_prefixes)
        is_everything = not (wanted.package_ids or prefixes)
        for each in mapping.packages:
            details = self._ledger.packages.known(each.package_id)
            name = "" if details is None else details.name
            is_named = bool(prefixes) and name.startswith(prefixes)
            if is_everything or each.package_id in wanted.package_ids or is_named:
                yield vetted_package(each, self._ledger.packages)


def _vetted(snapshot: TopologySnapshot) -> Iterator[VettedPackages]:
    return iter(snapshot.of_kind(VettedPackages))


def vetted_package(package: VettedPackage, packages: Packages) -> value_wire.VettedPackage:
    """The message of a vetted package, with name and version if it is known here."""
    begin, end = package.valid_from_inclusive, package.valid_until_exclusive
    details = packages.known(package.package_id)
    return value_wire.VettedPackage(
        package_id=package.package_id,
        valid_from_inclusive=None if begin is None else time_message(begin),
        valid_until_exclusive=None if end is None else time_message(end),
        package_name="" if details is None else details.name,
        package_version="" if details is None else details.version,
    )


def _token(place: _Place) -> str:
    return base64.b64encode(_SEPARATOR.join(place).encode()).decode()


def _read_token(token: str) -> _Place:
    if not token:
        return ("", "")
    try:
        synchronizer, participant = base64.b64decode(token, validate=True).decode().split("\n")
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise invalid_argument("page_token was not given by this participant") from error
    return synchronizer, participant
