"""Tokens are about real time, also where the time of the ledger is set by hand."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from canton.cli.hosting import behind
from canton.config.values.reading import read
from canton.errors import GrpcStatus
from canton.transport.seam import RpcError
from integration.authorization.conftest import AUDIENCE, END, SECRET, seconds, signed
from integration.processes.process import until


@pytest.mark.logs("authorization failed: .* it has expired")
def test_tokens_hold_while_the_ledgers_time_stands_still(tmp_path: Path) -> None:
    file = tmp_path / "still.conf"
    file.write_text(
        f"""canton {{
          parameters.clock.type = sim-clock
          participants.alice {{
            storage.type = memory, admin-api.port = 0, http-ledger-api.enabled = no
            ledger-api {{
              port = 0
              auth-services = [{{
                type = unsafe-jwt-hmac-256, secret = {SECRET}, target-audience = "{AUDIENCE}"
              }}]
            }}
          }}
        }}"""
    )
    with behind(read([file], [], {}), starts_nodes=True) as (environment, loop):
        address = until(lambda: environment.address("alice", "ledger-api"), "the API listens")

        def call(token: str) -> Any:
            async def ask() -> Any:
                async with environment.transport.channel(address) as channel:
                    metadata = (("authorization", f"Bearer {token}"),)
                    return await channel.unary(
                        END, END.request_type(), metadata=metadata, timeout_s=15
                    )

            return asyncio.run_coroutine_threadsafe(ask(), loop).result(30)

        call(signed("participant_admin", iat=seconds(-1)))
        with pytest.raises(RpcError) as caught:
            call(signed("participant_admin", exp=seconds(-10)))
        assert caught.value.status is GrpcStatus.UNAUTHENTICATED
