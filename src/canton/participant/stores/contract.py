"""Contracts: what they are, and on which synchronizer they are active."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from canton.storage.table import Table


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract by its hex id; `instance` is the serialized FatContractInstance, as authenticated.

    Rows are written before a contract becomes active and never change: the id commits to them.
    `key_hash` is empty for a contract without a key; `created_at` is its ledger time.
    """

    contract_id: str
    key_hash: bytes
    created_at: int
    instance: bytes


@dataclass(frozen=True, slots=True)
class ActivenessRow:
    """The last known state of a contract on a synchronizer, as conflict detection sees it.

    `state` is a `ContractState`; `changed_at` the sequencing time of the request that changed it.
    """

    synchronizer: str
    contract_id: str
    state: int
    reassignment_counter: int
    changed_at: int


CONTRACTS: Final = Table(
    "par_contract", ContractRow, key=("contract_id",), indexes=(("key_hash",),)
)
ACTIVENESS: Final = Table("par_activeness", ActivenessRow, key=("synchronizer", "contract_id"))
TABLES: Final = (CONTRACTS, ACTIVENESS)
