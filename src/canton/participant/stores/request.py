"""Requests that are answered and not yet published, and how far the event stream is processed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from canton.storage.table import Table


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request between our answer and its place in the ledger.

    `effect` is what it does here if approved, serialized (`core.effect`): commit set, contracts,
    events. `change_id` and `completion` are empty unless the command is ours. `decided_at` is null
    until its verdict came or its decision time passed; `outcome` then says which. It is published
    when all earlier requests are decided.
    """

    synchronizer: str
    request_id: int
    root_hash: bytes
    mediator_group: int
    response_deadline: int
    decision_time: int
    change_id: bytes
    completion: bytes
    effect: bytes
    decided_at: int | None
    outcome: bytes


@dataclass(frozen=True, slots=True)
class CursorRow:
    """The last event of the synchronizer whose effects are all in this database."""

    synchronizer: str
    event_time: int


REQUESTS: Final = Table("par_request", RequestRow, key=("synchronizer", "request_id"))
CURSORS: Final = Table("par_cursor", CursorRow, key=("synchronizer",))
TABLES: Final = (REQUESTS, CURSORS)
