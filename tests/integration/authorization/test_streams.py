"""Streams of a protected participant end when the rights behind them do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from typing import Any

import pytest

from canton.errors import GrpcStatus
from canton.transport.seam import RpcError
from canton.wire import ledger_admin_pb2, ledger_service_pb2
from integration.authorization.conftest import UPDATES, USERS, Protected, seconds, signed

WAIT_S = 15.0


async def follow(
    network: Protected, party: str, token: str, change: Callable[[], Coroutine[Any, Any, None]]
) -> RpcError:
    """Follows the party's updates, makes the change once something came, and gives the end."""
    events = {"filters_by_party": {party: {}}}
    transactions = {"event_format": events, "transaction_shape": 1}
    request = ledger_service_pb2.GetUpdatesRequest(
        update_format={"include_transactions": transactions}
    )
    metadata = (("authorization", f"Bearer {token}"),)
    async with network.channel("participant1", "ledger-api") as channel:
        stream = channel.stream(UPDATES["GetUpdates"], request, metadata=metadata)
        async with aclosing(stream), asyncio.timeout(WAIT_S):
            await anext(stream)  # a checkpoint comes soon, so it is under way
            await change()
            with pytest.raises(RpcError) as caught:
                async for _ in stream:
                    pass
    return caught.value


def right(party: str) -> dict[str, Any]:
    return {"can_read_as": {"party": party}}


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("GrantUserRights", lambda user, network: {"rights": [right(network.parties["bob"])]}),
        ("RevokeUserRights", lambda user, network: {"rights": [right(network.parties["alice"])]}),
        ("DeleteUser", lambda user, network: {}),
        (
            "UpdateUser",
            lambda user, network: {
                "user": {"id": user, "is_deactivated": True},
                "update_mask": {"paths": ["is_deactivated"]},
            },
        ),
    ],
)
def test_a_stream_ends_when_its_users_rights_change(
    network: Protected, name: str, changes: Callable[[str, Protected], dict[str, Any]]
) -> None:
    alice, user = network.parties["alice"], f"follower-{name.lower()}"
    token = network.user(user, right(alice))
    named = {} if name == "UpdateUser" else {"user_id": user}
    request = getattr(ledger_admin_pb2, f"{name}Request")(**named, **changes(user, network))
    metadata = (("authorization", f"Bearer {signed('participant_admin')}"),)

    async def change() -> None:
        async with network.channel("participant1", "ledger-api") as channel:
            await channel.unary(USERS[name], request, metadata=metadata, timeout_s=WAIT_S)

    error = network.run(follow(network, alice, token, change))
    assert error.code_id == "STALE_STREAM_AUTHORIZATION"
    assert error.status is GrpcStatus.ABORTED
    assert error.retry_after_s == 0


def test_a_stream_ends_when_its_token_expires(network: Protected) -> None:
    alice = network.parties["alice"]
    network.user("short", right(alice))

    async def nothing() -> None:
        return

    token = signed("short", exp=seconds(3))
    error = network.run(follow(network, alice, token, nothing))
    assert error.code_id == "ACCESS_TOKEN_EXPIRED"
    assert error.status is GrpcStatus.ABORTED
