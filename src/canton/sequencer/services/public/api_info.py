"""ApiInfoService: the name by which a client sees that it has reached the right port."""

from __future__ import annotations

from typing import Any, Final

from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import connection_pb2

PUBLIC_API_NAME: Final = "sequencer-public-api"


def api_info_table(name: str = PUBLIC_API_NAME) -> ServiceTable:
    """The service that answers with this name."""

    async def get_api_info(request: Any, call: Call) -> Any:
        return connection_pb2.GetApiInfoResponse(name=name)

    service = connection_pb2.DESCRIPTOR.services_by_name["ApiInfoService"]
    return table_of(service, {"GetApiInfo": get_api_info})
