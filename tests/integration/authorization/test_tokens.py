"""Which calls a protected network takes, and which it refuses, over real sockets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from canton.cli.hosting import behind
from canton.cli.scope import console_scope
from canton.config.values.reading import read
from canton.console.failure import CommandFailure
from canton.errors import GrpcStatus
from canton.transport.seam import RpcError, methods_of
from canton.wire import connection_pb2, ledger_admin_pb2, ledger_service_pb2
from integration.authorization.conftest import (
    ADMIN_SECRET,
    AUDIENCE,
    COMMANDS,
    END,
    STATE,
    USERS,
    VERSION,
    Protected,
    seconds,
    service,
    signed,
)
from unit.ledger_api.authorization.tokens import P_256_KEY, P_521_KEY, RSA_KEY, jwk, token

pytestmark = pytest.mark.logs("authorization failed: the token is not accepted")
INFO = methods_of(connection_pb2.DESCRIPTOR.services_by_name["ApiInfoService"])["GetApiInfo"]
PING_S = 15.0
ADMIN = "participant_admin"
CLAIMS = {"sub": ADMIN, "aud": AUDIENCE}


def refusal(network: Protected, token: str | None) -> RpcError:
    with pytest.raises(RpcError) as caught:
        network.call(END, token=token)
    return caught.value


def test_the_nodes_own_workflows_and_console_work_on_a_protected_network(
    network: Protected,
) -> None:
    one, two = network.console["participant1"], network.console["participant2"]
    one.health.ping(two, timeout=PING_S)
    two.health.ping(one, timeout=PING_S)
    assert one.synchronizers.list_connected()


def test_the_version_is_told_without_a_token(network: Protected) -> None:
    assert network.call(VERSION).version


def test_an_accepted_token_of_a_user_opens_what_is_public(network: Protected) -> None:
    network.call(END, token=signed(ADMIN))


REFUSED: dict[str, Callable[[], str | None]] = {
    "none": lambda: None,
    "empty": lambda: "",
    "nonsense": lambda: "nonsense",
    "malformed": lambda: "a.b.c",
    "forged": lambda: signed(ADMIN, "guess"),
    "expired": lambda: signed(ADMIN, exp=seconds(-10)),
    "not yet": lambda: signed(ADMIN, nbf=seconds(1000)),
    "other audience": lambda: signed(ADMIN, aud="https://else.example"),
    "no expiry": lambda: signed(ADMIN, exp=None),
    "too long": lambda: signed(ADMIN, exp=seconds(3600)),
    "no user": lambda: signed(ADMIN, sub=None),
    "algorithm none": lambda: token(CLAIMS, "pyjama", alg="none"),
    "unsigned": lambda: token(CLAIMS, "pyjama", alg="none").rpartition(".")[0] + ".",
    "other key": lambda: signed(ADMIN, RSA_KEY),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_other_tokens_are_refused_without_a_word_why(network: Protected, kind: str) -> None:
    error = refusal(network, REFUSED[kind]())
    assert error.status is GrpcStatus.UNAUTHENTICATED
    assert error.message.startswith("An error occurred. Please contact the operator")
    assert error.code_id is None


def test_a_public_key_is_no_secret(network: Protected) -> None:
    public = RSA_KEY.public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    certificate = (network.folder / "issuer.crt").read_text()
    for secret in (pem, certificate):
        for algorithm in ("HS256", "RS256"):
            confused = token(
                {"sub": ADMIN, "scope": "ours", "exp": seconds(100)},
                secret,
                alg=algorithm,
            )
            assert refusal(network, confused).status is GrpcStatus.UNAUTHENTICATED


def test_a_certificates_key_verifies_tokens_of_its_scope(network: Protected) -> None:
    network.call(END, token=signed(ADMIN, RSA_KEY, aud=None, scope="other ours"))
    error = refusal(network, signed(ADMIN, RSA_KEY, aud=None, scope="other"))
    assert error.status is GrpcStatus.UNAUTHENTICATED


def test_published_keys_verify_tokens_and_may_be_exchanged(network: Protected) -> None:
    issuer = network.issuer
    issuer.keys = (jwk(P_256_KEY, "first"),)
    first = signed(ADMIN, P_256_KEY, kid="first", aud="published")
    network.call(END, token=first)
    asked = issuer.asked
    network.call(END, token=first)
    assert issuer.asked == asked
    second = signed(ADMIN, P_521_KEY, kid="second", aud="published")
    assert refusal(network, second).status is GrpcStatus.UNAUTHENTICATED
    issuer.keys = (jwk(P_521_KEY, "second"),)
    network.call(END, token=second)
    assert refusal(network, first).status is GrpcStatus.UNAUTHENTICATED


def test_a_user_that_is_not_there_is_denied(network: Protected) -> None:
    error = refusal(network, signed("nobody"))
    assert error.status is GrpcStatus.PERMISSION_DENIED
    assert "nobody" not in error.message


def test_rights_decide_who_submits_reads_and_administers(network: Protected) -> None:
    alice, bob = network.parties["alice"], network.parties["bob"]
    acting = network.user("acting", {"can_act_as": {"party": alice}})
    reading = network.user("reading", {"can_read_as": {"party": alice}})

    def submit(token: str, party: str, user: str = "") -> str:
        commands = {"command_id": "c", "act_as": [party], "user_id": user}
        request = ledger_service_pb2.SubmitAndWaitRequest(commands=commands)
        with pytest.raises(RpcError) as caught:
            network.call(COMMANDS["SubmitAndWait"], request, token)
        return caught.value.code_id or caught.value.status.name

    # Who is let in is told that there are no commands; the token's user stands for an empty one.
    assert submit(acting, alice) == "MISSING_FIELD"
    assert submit(acting, alice, "acting") == "MISSING_FIELD"
    assert submit(acting, alice, "reading") == "PERMISSION_DENIED"
    assert submit(acting, bob) == "PERMISSION_DENIED"
    assert submit(reading, alice) == "PERMISSION_DENIED"
    assert submit(signed(ADMIN), alice) == "PERMISSION_DENIED"

    def read(token: str, party: str) -> str:
        events = {"filters_by_party": {party: {}}}
        request = ledger_service_pb2.GetActiveContractsPageRequest(event_format=events)
        try:
            network.call(STATE["GetActiveContractsPage"], request, token)
        except RpcError as error:
            return error.code_id or error.status.name
        return "read"

    assert read(reading, alice) == "read"
    assert read(acting, alice) == "read"
    assert read(reading, bob) == "PERMISSION_DENIED"
    assert read(signed(ADMIN), alice) == "PERMISSION_DENIED"

    users = ledger_admin_pb2.ListUsersRequest()
    assert network.call(USERS["ListUsers"], users, signed(ADMIN)).users
    with pytest.raises(RpcError, match="PERMISSION_DENIED"):
        network.call(USERS["ListUsers"], users, acting)


def test_users_look_at_themselves_and_at_nobody_else(network: Protected) -> None:
    own = network.user("curious")
    request = ledger_admin_pb2.GetUserRequest()
    assert network.call(USERS["GetUser"], request, own).user.id == "curious"
    rights = ledger_admin_pb2.ListUserRightsRequest(user_id="curious")
    network.call(USERS["ListUserRights"], rights, own)
    other = ledger_admin_pb2.GetUserRequest(user_id=ADMIN)
    with pytest.raises(RpcError, match="PERMISSION_DENIED"):
        network.call(USERS["GetUser"], other, own)


def test_an_administrator_cannot_lock_itself_out(network: Protected) -> None:
    boss = network.user("boss", {"participant_admin": {}})
    for name, request in (
        ("DeleteUser", ledger_admin_pb2.DeleteUserRequest(user_id="boss")),
        (
            "RevokeUserRights",
            ledger_admin_pb2.RevokeUserRightsRequest(
                user_id="boss", rights=[{"participant_admin": {}}]
            ),
        ),
        (
            "UpdateUser",
            ledger_admin_pb2.UpdateUserRequest(
                user={"id": "boss", "is_deactivated": True},
                update_mask={"paths": ["is_deactivated"]},
            ),
        ),
    ):
        with pytest.raises(RpcError, match="Requesting user cannot"):
            network.call(USERS[name], request, boss)


def test_a_user_makes_as_many_parties_for_itself_as_the_participant_allows(
    network: Protected,
) -> None:
    parties = service("PartyManagementService", ledger_admin_pb2)
    own = network.user("settler")

    def allocate(user: str) -> str:
        request = ledger_admin_pb2.AllocatePartyRequest(user_id=user)
        return str(network.call(parties["AllocateParty"], request, own).party_details.party)

    with pytest.raises(RpcError, match="PERMISSION_DENIED"):
        allocate("")
    made = allocate("settler")
    rights = network.call(USERS["ListUserRights"], None, own).rights
    assert [right.can_act_as.party for right in rights] == [made]
    with pytest.raises(RpcError, match="PERMISSION_DENIED"):
        allocate("settler")


def test_a_privileged_token_may_do_everything_for_its_user(network: Protected) -> None:
    root = signed("batch", "root", aud="privileged")
    events = {"filters_for_any_party": {}}
    request = ledger_service_pb2.GetActiveContractsPageRequest(event_format=events)
    network.call(STATE["GetActiveContractsPage"], request, root)
    assert network.call(USERS["ListUsers"], None, root).users


@pytest.mark.parametrize("node", ["participant1", "sequencer1", "mediator1"])
def test_admin_apis_take_administrators_and_users_by_service(network: Protected, node: str) -> None:
    def call(token: str | None) -> str:
        try:
            return str(network.call(INFO, token=token, node=node, api="admin-api").name)
        except RpcError as error:
            return error.status.name

    assert call(signed("any", ADMIN_SECRET, aud="admins")) == "admin-api"
    assert call(signed("monitor", ADMIN_SECRET, aud="operators")) == "admin-api"
    assert call(signed("else", ADMIN_SECRET, aud="operators")) == "UNAUTHENTICATED"
    assert call(signed("any", "guess", aud="admins")) == "UNAUTHENTICATED"
    assert call(None) == "UNAUTHENTICATED"


def test_a_console_of_another_process_shows_its_token(network: Protected, tmp_path: Path) -> None:
    ports = {
        api: network.environment.address("participant1", api).port
        for api in ("admin-api", "ledger-api")
    }
    apis = ", ".join(f"{api}.port = {port}" for api, port in ports.items())
    right, wrong = signed(ADMIN), signed(ADMIN, "guess")
    alice = network.parties["alice"]
    actor = network.user("console-actor", {"can_act_as": {"party": alice}})
    file = tmp_path / "remote.conf"
    file.write_text(
        f"""canton.remote-participants {{
          right {{ {apis}, token = "{right}" }}
          wrong {{ {apis}, token = "{wrong}" }}
          none {{ {apis} }}
          actor {{ {apis}, token = "{actor}" }}
        }}"""
    )
    config = read([file], [], {})
    with (
        behind(config, starts_nodes=False) as (environment, loop),
        console_scope(config, environment, loop, {}) as console,
    ):
        assert console["right"].ledger_api.users.get(ADMIN).id == ADMIN
        # Its commands are of the token's user: the only user that the token may submit for.
        actor_api = console["actor"].ledger_api
        with pytest.raises(CommandFailure, match="missing a mandatory field: commands"):
            actor_api.commands.submit([alice], [])
        with pytest.raises(CommandFailure, match="PERMISSION_DENIED"):
            actor_api.commands.submit([alice], [], user_id="another")
        for name in ("wrong", "none"):
            with pytest.raises(CommandFailure) as caught:
                console[name].ledger_api.users.get(ADMIN)
            assert caught.value.grpc_status is GrpcStatus.UNAUTHENTICATED
        with pytest.raises(CommandFailure) as caught:
            console["right"].synchronizers.list_connected()
        assert caught.value.grpc_status is GrpcStatus.UNAUTHENTICATED
