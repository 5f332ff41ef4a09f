"""IdentityProviderConfigService, and users and parties of identity providers, by requests."""

from __future__ import annotations

from typing import Any

import pytest

from canton.errors import LedgerError
from canton.wire import ledger_admin_pb2 as wire
from unit.ledger_api.conftest import Api, simulate

IDP = {
    "identity_provider_id": "idp",
    "issuer": "the-issuer",
    "jwks_url": "https://issuer.example/keys",
    "audience": "me",
}


async def call(api: Api, name: str, service: str = "IdentityProviderConfig", **fields: Any) -> Any:
    request = getattr(wire, f"{name}Request")(**fields)
    return await api.call(f"{service}Service/{name}", request)


async def refused(
    api: Api, name: str, service: str = "IdentityProviderConfig", **fields: Any
) -> str:
    with pytest.raises(LedgerError) as error:
        await call(api, name, service, **fields)
    return error.value.code.id


async def create(api: Api, **changes: Any) -> wire.IdentityProviderConfig:
    config = {"identity_provider_config": {**IDP, **changes}}
    made: wire.IdentityProviderConfig = (
        await call(api, "CreateIdentityProviderConfig", **config)
    ).identity_provider_config
    return made


def test_identity_providers_live_through_all_methods() -> None:
    async def scenario(api: Api) -> None:
        made = await create(api)
        assert made == wire.IdentityProviderConfig(**IDP)
        other = await create(api, identity_provider_id="a", issuer="another", audience="")
        listed = await call(api, "ListIdentityProviderConfigs")
        assert list(listed.identity_provider_configs) == [other, made]
        update = {
            "identity_provider_config": {
                "identity_provider_id": "idp",
                "is_deactivated": True,
                "issuer": "ignored",
            },
            "update_mask": {"paths": ["is_deactivated", "audience", "jwks_url"]},
        }
        changed = await call(api, "UpdateIdentityProviderConfig", **update)
        expected = {**IDP, "is_deactivated": True, "audience": ""}
        assert changed.identity_provider_config == wire.IdentityProviderConfig(**expected)
        got = await call(api, "GetIdentityProviderConfig", identity_provider_id="idp")
        assert got.identity_provider_config == changed.identity_provider_config
        await call(api, "DeleteIdentityProviderConfig", identity_provider_id="idp")
        for name in ("GetIdentityProviderConfig", "DeleteIdentityProviderConfig"):
            assert await refused(api, name, identity_provider_id="idp") == "IDP_CONFIG_NOT_FOUND"

    simulate(scenario)


def test_ids_and_issuers_are_unique_and_their_number_is_limited() -> None:
    async def scenario(api: Api) -> None:
        await create(api)

        async def again(**changes: Any) -> str:
            config = {"identity_provider_config": {**IDP, **changes}}
            return await refused(api, "CreateIdentityProviderConfig", **config)

        assert await again(issuer="another") == "IDP_CONFIG_ALREADY_EXISTS"
        assert await again(identity_provider_id="another") == "IDP_CONFIG_ISSUER_ALREADY_EXISTS"
        for number in range(15):
            await create(api, identity_provider_id=f"i{number}", issuer=f"issuer-{number}")
        full = await again(identity_provider_id="last", issuer="last")
        assert full == "TOO_MANY_IDENTITY_PROVIDER_CONFIGS"
        update = {
            "identity_provider_config": {"identity_provider_id": "i1", "issuer": "the-issuer"},
            "update_mask": {"paths": ["issuer"]},
        }
        taken = await refused(api, "UpdateIdentityProviderConfig", **update)
        assert taken == "IDP_CONFIG_ISSUER_ALREADY_EXISTS"

    simulate(scenario)


def test_wrong_requests_are_refused() -> None:
    async def scenario(api: Api) -> None:
        for changes, code in (
            ({"identity_provider_id": ""}, "MISSING_FIELD"),
            ({"identity_provider_id": "no good!"}, "INVALID_FIELD"),
            ({"issuer": ""}, "MISSING_FIELD"),
            ({"jwks_url": ""}, "MISSING_FIELD"),
            ({"jwks_url": "file:///etc/passwd"}, "INVALID_FIELD"),
            ({"jwks_url": "http://"}, "INVALID_FIELD"),
            ({"jwks_url": "http://[x"}, "INVALID_FIELD"),
        ):
            config = {"identity_provider_config": {**IDP, **changes}}
            assert await refused(api, "CreateIdentityProviderConfig", **config) == code
        assert await refused(api, "CreateIdentityProviderConfig") == "MISSING_FIELD"
        await create(api)
        named = {"identity_provider_config": {"identity_provider_id": "idp"}}
        invalid = "INVALID_IDENTITY_PROVIDER_UPDATE_REQUEST"
        for paths, code in (
            (None, "MISSING_FIELD"),
            ([], invalid),
            (["name"], invalid),
            (["issuer", "issuer"], invalid),
        ):
            mask = {} if paths is None else {"update_mask": {"paths": paths}}
            assert await refused(api, "UpdateIdentityProviderConfig", **named, **mask) == code

    simulate(scenario)


def test_users_belong_to_a_provider_and_may_be_moved() -> None:
    async def scenario(api: Api) -> None:
        users = "UserManagement"
        user = {"id": "alice", "identity_provider_id": "idp"}
        assert await refused(api, "CreateUser", users, user=user) == "INVALID_ARGUMENT"
        await create(api)
        await call(api, "CreateUser", users, user=user)
        listed = await call(api, "ListUsers", users, identity_provider_id="idp")
        assert [each.id for each in listed.users] == ["alice"]
        elsewhere = await refused(api, "GetUser", users, user_id="alice")
        assert elsewhere == "PERMISSION_DENIED"
        in_use = await refused(api, "DeleteIdentityProviderConfig", identity_provider_id="idp")
        assert in_use == "IDP_CONFIG_IN_USE"
        move = {"user_id": "alice", "source_identity_provider_id": "idp"}
        unknown = await refused(
            api,
            "UpdateUserIdentityProviderId",
            users,
            **move,
            target_identity_provider_id="unknown",
        )
        assert unknown == "INVALID_ARGUMENT"
        await call(api, "UpdateUserIdentityProviderId", users, **move)
        assert (await call(api, "GetUser", users, user_id="alice")).user.id == "alice"
        await call(api, "DeleteIdentityProviderConfig", identity_provider_id="idp")

    simulate(scenario)


def test_parties_belong_to_a_provider_and_are_blurred_for_others() -> None:
    async def scenario(api: Api) -> None:
        parties = "PartyManagement"
        await create(api)
        wanted = {
            "party_id_hint": "carol",
            "identity_provider_id": "idp",
            "local_metadata": {"annotations": {"a": "1"}},
        }
        made = (await call(api, "AllocateParty", parties, **wanted)).party_details
        assert (made.is_local, made.identity_provider_id) == (True, "idp")
        assert made.local_metadata.resource_version == "0"

        async def seen(provider: str) -> wire.PartyDetails:
            request = {"parties": [made.party], "identity_provider_id": provider}
            found: wire.PartyDetails = (
                await call(api, "GetParties", parties, **request)
            ).party_details[0]
            return found

        assert await seen("idp") == made
        blurred = await seen("")
        assert (blurred.is_local, blurred.identity_provider_id) == (True, "")
        assert not blurred.local_metadata.annotations
        assert not (await seen("other")).is_local
        move = {"party": made.party, "source_identity_provider_id": "idp"}
        await call(api, "UpdatePartyIdentityProviderId", parties, **move)
        assert (await seen("")).local_metadata.annotations == {"a": "1"}
        again = await refused(api, "UpdatePartyIdentityProviderId", parties, **move)
        assert again == "PARTY_NOT_FOUND"

    simulate(scenario)
