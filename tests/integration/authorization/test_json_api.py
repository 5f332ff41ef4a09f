"""The JSON Ledger API takes the tokens that the gRPC Ledger API takes, and no other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from canton.wire import ledger_admin_pb2
from integration.authorization.conftest import USERS, Protected, signed

ADMIN = "participant_admin"
END = "/v2/state/ledger-end"


@asynccontextmanager
async def session(network: Protected) -> AsyncIterator[aiohttp.ClientSession]:
    address = network.environment.address("participant1", "http-ledger-api")
    async with aiohttp.ClientSession(f"http://127.0.0.1:{address.port}") as found:
        yield found


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def test_a_token_opens_what_is_public_and_no_token_opens_the_version(
    network: Protected,
) -> None:
    async with session(network) as client:
        async with client.get(END, headers=bearer(signed(ADMIN))) as response:
            assert response.status == 200
        async with client.get("/v2/version") as response:
            assert response.status == 200


@pytest.mark.logs("authorization failed: the token is not accepted")
@pytest.mark.parametrize("headers", [{}, bearer("a.b.c"), {"Authorization": "Basic eDp5"}])
async def test_other_callers_are_refused_without_a_word_why(
    network: Protected, headers: dict[str, str]
) -> None:
    async with session(network) as client, client.get(END, headers=headers) as response:
        error = await response.json()
        assert response.status == 401
        assert (error["code"], error["grpcCodeValue"], error["errorCategory"]) == ("NA", 16, -1)
        assert error["context"] == {"ledger_api_error": "invalid token"}


async def test_a_right_that_is_missing_is_a_refusal(network: Protected) -> None:
    reader = await asyncio.to_thread(network.user, "json-reader")
    body = {"user": {"id": "json-other"}}
    async with session(network) as client:
        async with client.post("/v2/users", json=body, headers=bearer(reader)) as response:
            assert response.status == 403
        async with client.get("/v2/authenticated-user", headers=bearer(reader)) as response:
            assert (await response.json())["user"]["id"] == "json-reader"
        of_another = "/v2/authenticated-user?identity-provider-id=another"
        async with client.get(of_another, headers=bearer(reader)) as response:
            assert response.status == 403


async def test_a_websocket_is_opened_by_a_protocol_and_ends_with_the_right(
    network: Protected,
) -> None:
    alice = network.parties["alice"]
    right: dict[str, Any] = {"can_read_as": {"party": alice}}
    reader = await asyncio.to_thread(network.user, "json-streamer", right)
    request = {
        "beginExclusive": 0,
        "updateFormat": {
            "includeTransactions": {
                "eventFormat": {"filtersByParty": {alice: {}}},
                "transactionShape": "TRANSACTION_SHAPE_ACS_DELTA",
            },
            "includeTopologyEvents": {
                "includeParticipantAuthorizationEvents": {"parties": [alice]}
            },
        },
    }
    async with session(network) as client:
        async with client.ws_connect("/v2/updates", protocols=["daml.ws.auth"]) as socket:
            await socket.send_json(request)
            assert (await socket.receive_json())["grpcCodeValue"] == 16
        protocols = ["daml.ws.auth", f"jwt.token.{reader}"]
        async with client.ws_connect("/v2/updates", protocols=protocols) as socket:
            await socket.send_json(request)
            first = await socket.receive_json()
            assert "update" in first, first
            revoke = ledger_admin_pb2.RevokeUserRightsRequest(
                user_id="json-streamer", rights=[right]
            )
            await asyncio.to_thread(network.call, USERS["RevokeUserRights"], revoke, signed(ADMIN))
            frame = first
            while "update" in frame:
                frame = await socket.receive_json()
            assert frame["code"] == "STALE_STREAM_AUTHORIZATION"
