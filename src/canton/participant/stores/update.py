"""The ledger as users read it: updates by offset, active contracts, completions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from canton.storage.table import Table


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """An update at its offset; `content` is the serialized `Update` of `canton.participant.update`.

    `update_id` is the hex of the root hash for transactions.
    """

    offset_at: int
    update_id: str
    synchronizer: str
    record_time: int
    kind: int
    content: bytes


@dataclass(frozen=True, slots=True)
class ActiveContractRow:
    """A contract with a local stakeholder, from its creation to its archival offset.

    `event` is the serialized created event with every field, as a verbose reader gets it.
    """

    contract_id: str
    created_at: int
    node_id: int
    archived_at: int | None
    synchronizer: str
    reassignment_counter: int
    package_name: str
    template: str
    stakeholders: tuple[str, ...]
    workflow_id: str
    event: bytes


@dataclass(frozen=True, slots=True)
class CompletionRow:
    """The answer to a command at its offset; `content` is the serialized completion."""

    offset_at: int
    user_id: str
    act_as: tuple[str, ...]
    content: bytes


UPDATES: Final = Table("lapi_update", UpdateRow, key=("offset_at",), indexes=(("update_id",),))
ACTIVE_CONTRACTS: Final = Table(
    "lapi_contract",
    ActiveContractRow,
    key=("contract_id",),
    indexes=(("created_at",), ("archived_at",)),
)
COMPLETIONS: Final = Table("lapi_completion", CompletionRow, key=("offset_at",))
TABLES: Final = (UPDATES, ACTIVE_CONTRACTS, COMPLETIONS)
