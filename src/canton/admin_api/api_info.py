"""ApiInfoService under the names of the APIs: how a client sees that it has the right port."""

from __future__ import annotations

from typing import Final

from canton.sequencer.services.public.api_info import PUBLIC_API_NAME, api_info_table
from canton.transport.seam import ServiceTable

ADMIN_API_NAME: Final = "admin-api"
LEDGER_API_NAME: Final = "ledger-api"

__all__ = ["ADMIN_API_NAME", "LEDGER_API_NAME", "PUBLIC_API_NAME", "admin_api_info_table"]


def admin_api_info_table() -> ServiceTable:
    """The service as every admin API has it."""
    return api_info_table(ADMIN_API_NAME)
