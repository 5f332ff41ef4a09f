"""UserManagementService and what is around it, asked by requests."""

from __future__ import annotations

from typing import Any

import pytest

from canton.errors import LedgerError
from canton.wire import ledger_admin_pb2 as wire
from canton.wire import ledger_service_pb2 as service_wire
from unit.ledger_api.conftest import Api, simulate


async def call(api: Api, name: str, **fields: Any) -> Any:
    request = getattr(wire, f"{name}Request")(**fields)
    return await api.call(f"UserManagementService/{name}", request)


async def refused(api: Api, name: str, **fields: Any) -> str:
    with pytest.raises(LedgerError) as error:
        await call(api, name, **fields)
    return error.value.code.id


def every_right(party: str) -> list[wire.Right]:
    rights = []
    for field in wire.Right.DESCRIPTOR.oneofs_by_name["kind"].fields:
        right = wire.Right()
        content = getattr(right, field.name)
        content.SetInParent()
        if "party" in field.message_type.fields_by_name:
            content.party = party
        rights.append(right)
    return rights


def test_users_live_through_all_methods() -> None:
    async def scenario(api: Api) -> None:
        rights = every_right(api.party)
        metadata = wire.ObjectMeta(annotations={"a": "1"})
        user = wire.User(id="alice", primary_party=api.party, metadata=metadata)
        made = (await call(api, "CreateUser", user=user, rights=rights)).user
        assert made.metadata.resource_version == "0"
        assert (await call(api, "GetUser", user_id="alice")).user == made
        assert (await call(api, "ListUserRights", user_id="alice")).rights == rights
        revoked = await call(api, "RevokeUserRights", user_id="alice", rights=rights[:2])
        assert revoked.newly_revoked_rights == rights[:2]
        granted = await call(api, "GrantUserRights", user_id="alice", rights=rights[1:])
        assert granted.newly_granted_rights == rights[1:2]
        made.is_deactivated = True
        change = {"user": made, "update_mask": {"paths": ["is_deactivated"]}}
        changed = (await call(api, "UpdateUser", **change)).user
        assert (changed.is_deactivated, changed.metadata.resource_version) == (True, "1")
        assert await refused(api, "UpdateUser", **change) == "CONCURRENT_USER_UPDATE_DETECTED"
        await call(api, "DeleteUser", user_id="alice")
        assert await refused(api, "GetUser", user_id="alice") == "USER_NOT_FOUND"

    simulate(scenario)


def test_users_are_listed_in_order_page_by_page() -> None:
    async def scenario(api: Api) -> None:
        for name in ("c", "a", "b"):
            await call(api, "CreateUser", user=wire.User(id=name))
        first = await call(api, "ListUsers", page_size=3)
        assert [each.id for each in first.users] == ["a", "b", "c"]
        token = first.next_page_token
        second = await call(api, "ListUsers", page_size=3, page_token=token)
        assert [each.id for each in second.users] == ["participant_admin"]
        assert second.next_page_token == ""
        assert await refused(api, "ListUsers", page_token="%") == "INVALID_ARGUMENT"
        assert await refused(api, "ListUsers", page_size=-1) == "INVALID_ARGUMENT"

    simulate(scenario)


def test_wrong_requests_are_refused() -> None:
    async def scenario(api: Api) -> None:
        user = wire.User(id="a")
        cases: list[tuple[str, dict[str, Any], str]] = [
            ("CreateUser", {}, "MISSING_FIELD"),
            ("CreateUser", {"user": wire.User()}, "MISSING_FIELD"),
            ("CreateUser", {"user": wire.User(id="%")}, "INVALID_FIELD"),
            ("CreateUser", {"user": user, "rights": [wire.Right()]}, "INVALID_ARGUMENT"),
            (
                "CreateUser",
                {"user": wire.User(id="a", metadata={"resource_version": "1"})},
                "INVALID_ARGUMENT",
            ),
            (
                "CreateUser",
                {"user": wire.User(id="a", identity_provider_id="x")},
                "INVALID_ARGUMENT",
            ),
            ("UpdateUser", {"user": user}, "MISSING_FIELD"),
            ("GetUser", {}, "INVALID_TOKEN"),
            ("ListUserRights", {}, "INVALID_TOKEN"),
            ("DeleteUser", {}, "MISSING_FIELD"),
            ("UpdateUser", {"user": user, "update_mask": {}}, "INVALID_USER_UPDATE_REQUEST"),
            (
                "UpdateUser",
                {
                    "user": wire.User(id="a", metadata={"resource_version": "x"}),
                    "update_mask": {"paths": ["id"]},
                },
                "INVALID_FIELD",
            ),
            ("UpdateUserIdentityProviderId", {"user_id": "a"}, "USER_NOT_FOUND"),
            (
                "UpdateUserIdentityProviderId",
                {"user_id": "participant_admin", "target_identity_provider_id": "x"},
                "INVALID_ARGUMENT",
            ),
        ]
        for name, fields, expected in cases:
            assert await refused(api, name, **fields) == expected, (name, fields)

    simulate(scenario)


def test_a_party_made_for_a_user_may_be_acted_as() -> None:
    async def scenario(api: Api) -> None:
        path = "PartyManagementService/AllocateParty"
        with pytest.raises(LedgerError, match="USER_NOT_FOUND"):
            await api.call(path, wire.AllocatePartyRequest(party_id_hint="bob", user_id="bob"))
        with pytest.raises(LedgerError, match="identity_provider_id Id"):
            await api.call(path, wire.AllocatePartyRequest(identity_provider_id="x"))
        await call(api, "CreateUser", user=wire.User(id="bob"))
        request = wire.AllocatePartyRequest(party_id_hint="bob", user_id="bob")
        made = (await api.call(path, request)).party_details.party
        (right,) = (await call(api, "ListUserRights", user_id="bob")).rights
        assert right.can_act_as.party == made

    simulate(scenario)


def test_the_version_tells_the_limits() -> None:
    async def scenario(api: Api) -> None:
        request = service_wire.GetLedgerApiVersionRequest()
        answer = await api.call("VersionService/GetLedgerApiVersion", request)
        feature = answer.features.user_management
        assert feature.supported
        assert (feature.max_rights_per_user, feature.max_users_page_size) == (1000, 1000)

    simulate(scenario)
