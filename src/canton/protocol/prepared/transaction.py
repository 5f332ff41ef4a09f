"""A transaction as an external party signs it: interpreted, with all that it will be bound to.

Values in it carry labels and type ids, as whoever signs wants to read them.
Source: protocol sheet 9.1; ledger API sheet 2.13.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from canton.daml_lf.transaction.node import CreateNode, NodeId, Transaction
from canton.identifiers import PartyId
from canton.timestamps import Timestamp


class HashingScheme(Enum):
    """How a prepared transaction is hashed, by number. Protocol version 35 has these two."""

    V2 = 2
    V3 = 3
    """Also covers contract keys and the latest record time."""


@dataclass(frozen=True, slots=True)
class InputContract:
    """A contract that the transaction uses, with the ledger time of its creation."""

    create: CreateNode
    created_at: Timestamp


@dataclass(frozen=True, slots=True)
class PreparedMetadata:
    """What the transaction is bound to.

    The transaction is valid at ledger times from `ledger_time_min` to `ledger_time_max`, where it
    depends on the time, and may be sequenced until `max_record_time`. `synchronizer` is the text of
    its physical id; `inputs` are in order of their contract ids.
    """

    act_as: frozenset[PartyId]
    command_id: str
    transaction_uuid: str
    mediator_group: int
    synchronizer: str
    preparation_time: Timestamp
    inputs: tuple[InputContract, ...] = ()
    ledger_time_min: Timestamp | None = None
    ledger_time_max: Timestamp | None = None
    max_record_time: Timestamp | None = None


@dataclass(frozen=True, slots=True)
class PreparedTransaction:
    """A transaction, the seeds of its nodes, and what it is bound to."""

    transaction: Transaction
    seeds: Mapping[NodeId, bytes]
    metadata: PreparedMetadata
