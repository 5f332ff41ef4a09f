"""Users of identity providers come with tokens of their own issuers, and stay among themselves."""

from __future__ import annotations

from typing import Any

import pytest

from canton.console.failure import CommandFailure
from canton.errors import GrpcStatus
from canton.transport.seam import RpcError
from canton.wire import ledger_admin_pb2
from integration.authorization.conftest import END, USERS, Protected, service, signed
from unit.ledger_api.authorization.tokens import P_256_KEY, RSA_KEY, jwk

pytestmark = pytest.mark.logs("authorization failed: the token is not accepted")
PROVIDERS = service("IdentityProviderConfigService", ledger_admin_pb2)
PARTIES = service("PartyManagementService", ledger_admin_pb2)
ISSUER = "https://issuer.example"


def of_issuer(user: str, key: Any = P_256_KEY, **payload: Any) -> str:
    basic: dict[str, Any] = {"iss": ISSUER, "aud": "ours", "kid": "of-issuer", **payload}
    return signed(user, key, **basic)


def refusal(network: Protected, token: str) -> GrpcStatus:
    with pytest.raises(RpcError) as caught:
        network.call(END, token=token)
    return caught.value.status


def test_users_of_an_identity_provider(network: Protected) -> None:
    admin = signed("participant_admin")
    network.issuer.keys = (*network.issuer.keys, jwk(P_256_KEY, "of-issuer"))
    config = {
        "identity_provider_id": "idp",
        "issuer": ISSUER,
        "jwks_url": network.issuer.url,
        "audience": "ours",
    }

    def call(methods: Any, name: str, token: str, **fields: Any) -> Any:
        return network.call(methods[name], methods[name].request_type(**fields), token)

    assert refusal(network, of_issuer("boss")) is GrpcStatus.UNAUTHENTICATED
    call(PROVIDERS, "CreateIdentityProviderConfig", admin, identity_provider_config=config)
    assert refusal(network, of_issuer("boss")) is GrpcStatus.PERMISSION_DENIED

    boss = {"id": "boss-of-idp", "identity_provider_id": "idp"}
    rights = [{"identity_provider_admin": {}}]
    call(USERS, "CreateUser", admin, user=boss, rights=rights)
    token = of_issuer("boss-of-idp")
    network.call(END, token=token)
    for wrong in (
        of_issuer("boss-of-idp", aud="theirs"),
        of_issuer("boss-of-idp", RSA_KEY),
        of_issuer("boss-of-idp", iss="https://another.example"),
        signed("boss-of-idp", iss=ISSUER, aud="ours"),
    ):
        assert refusal(network, wrong) is GrpcStatus.UNAUTHENTICATED
    assert refusal(network, signed("boss-of-idp")) is GrpcStatus.PERMISSION_DENIED

    # Its administrator sees and makes its own users and parties, and nothing else.
    call(USERS, "CreateUser", token, user={"id": "worker"})
    assert [each.id for each in call(USERS, "ListUsers", token).users] == ["boss-of-idp", "worker"]
    made = call(PARTIES, "AllocateParty", token, party_id_hint="of-idp").party_details
    assert made.identity_provider_id == "idp"
    act = {"user_id": "worker", "rights": [{"can_act_as": {"party": made.party}}]}
    assert call(USERS, "GrantUserRights", token, **act).newly_granted_rights
    for name, fields, code in (
        ("GetUser", {"user_id": "participant_admin"}, "PERMISSION_DENIED"),
        ("ListUsers", {"identity_provider_id": "other"}, "PERMISSION_DENIED"),
        (
            "GrantUserRights",
            {"user_id": "worker", "rights": [{"participant_admin": {}}]},
            "PERMISSION_DENIED",
        ),
        (
            "GrantUserRights",
            {
                "user_id": "worker",
                "rights": [{"can_read_as": {"party": network.parties["alice"]}}],
            },
            "UNKNOWN_RESOURCE",
        ),
    ):
        with pytest.raises(RpcError) as caught:
            call(USERS, name, token, **fields)
        assert (caught.value.code_id or caught.value.status.name) == code
    with pytest.raises(RpcError, match="PERMISSION_DENIED"):
        call(PROVIDERS, "ListIdentityProviderConfigs", token)

    # A deactivated provider's tokens are no good any more.
    off = {"identity_provider_id": "idp", "is_deactivated": True}
    mask = {"paths": ["is_deactivated"]}
    call(
        PROVIDERS,
        "UpdateIdentityProviderConfig",
        admin,
        identity_provider_config=off,
        update_mask=mask,
    )
    assert refusal(network, token) is GrpcStatus.UNAUTHENTICATED


def test_the_console_manages_identity_providers(network: Protected) -> None:
    console = network.console["participant1"]
    providers, users = console.ledger_api.identity_provider_config, console.ledger_api.users
    made = providers.create("own", "https://issuer.example/keys", "console-issuer", audience="a")
    assert providers.get("own") == made
    changed = providers.update("own", ["audience", "is_deactivated"], is_deactivated=True)
    assert (changed.is_deactivated, changed.audience) == (True, "")
    assert changed in providers.list()
    users.create("moved", identity_provider_id="own")
    users.update_idp("moved", "own", "")
    assert users.get("moved").identity_provider_id == ""
    party = console.ledger_api.parties.allocate("of-console").party
    console.ledger_api.parties.update_idp(party, "", "own")
    with pytest.raises(CommandFailure) as caught:
        providers.delete("own")
    assert caught.value.error_code == "IDP_CONFIG_IN_USE"
    console.ledger_api.parties.update_idp(party, "own", "")
    providers.delete("own")
    assert changed not in providers.list()
