"""The name of the admin API."""

from __future__ import annotations

from canton.admin_api.api_info import admin_api_info_table
from canton.wire import connection_pb2


async def test_the_admin_api_says_its_name(operator) -> None:
    async with operator(admin_api_info_table()) as caller:
        response = await caller.call("GetApiInfo", connection_pb2.GetApiInfoRequest())
    assert response.name == "admin-api"
