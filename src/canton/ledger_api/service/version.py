"""VersionService: what this is and what it can do. Source: ledger API sheet 2.1."""

from __future__ import annotations

from typing import Any

from google.protobuf.duration_pb2 import Duration

from canton.ledger_api.party.management import PAGE_SIZE_MAX
from canton.ledger_api.service import vetted_packages
from canton.ledger_api.service.tail import EMISSION_S_MAX
from canton.ledger_api.user.value import UserLimits
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import ledger_service_pb2 as wire
from canton.wire import ledger_value_pb2 as value_wire


def version_table(
    version: str, users: UserLimits | None = None, *, has_static_time: bool = False
) -> ServiceTable:
    """VersionService of a release; `users` are the limits of user management, if it is there."""
    features = wire.FeaturesDescriptor(
        experimental=value_wire.ExperimentalFeatures(
            static_time=value_wire.ExperimentalStaticTime(supported=has_static_time),
            command_inspection_service=value_wire.ExperimentalCommandInspectionService(
                supported=False
            ),
        ),
        user_management=wire.UserManagementFeature(
            supported=users is not None,
            max_rights_per_user=users.rights_max if users else 0,
            max_users_page_size=users.page_size_max if users else 0,
        ),
        party_management=wire.PartyManagementFeature(max_parties_page_size=PAGE_SIZE_MAX),
        offset_checkpoint=wire.OffsetCheckpointFeature(
            max_offset_checkpoint_emission_delay=Duration(seconds=int(EMISSION_S_MAX))
        ),
        package_feature=wire.PackageFeature(
            max_vetted_packages_page_size=vetted_packages.PAGE_SIZE_MAX
        ),
    )

    async def answer(request: wire.GetLedgerApiVersionRequest, call: Call) -> Any:
        return wire.GetLedgerApiVersionResponse(version=version, features=features)

    service = wire.DESCRIPTOR.services_by_name["VersionService"]
    return table_of(service, {"GetLedgerApiVersion": answer})
