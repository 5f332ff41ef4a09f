"""The limits that an operator set for the participant; they outlive restarts and failovers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from canton.storage.table import Table

ONLY: Final = 1


@dataclass(frozen=True, slots=True)
class LimitsRow:
    """There is one row, `ONLY`, once limits were set. The burst factor is a decimal number."""

    id: int
    in_flight_requests_max: int | None
    submission_rate_max: int | None
    submission_burst_factor: str


LIMITS: Final = Table("par_limits", LimitsRow, key=("id",))
TABLES: Final = (LIMITS,)
