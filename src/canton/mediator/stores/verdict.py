"""Verdicts given, UUIDs that may not be used again, and how far the event stream is processed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from canton.storage.table import Table


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """A verdict on a request; `result` is the serialized message that tells of it."""

    request_id: int
    root_hash: bytes
    decided_at: int
    is_approved: bool
    result: bytes


@dataclass(frozen=True, slots=True)
class DeduplicationRow:
    """The UUID of a request, and until when it may not be used again."""

    uuid: str
    request_time: int
    expire_after: int


@dataclass(frozen=True, slots=True)
class CursorRow:
    """The event after which to read on: before every request without a stored verdict.

    `topology_time` is the last event whose topology is stored, which may be later.
    """

    synchronizer: str
    event_time: int
    topology_time: int


@dataclass(frozen=True, slots=True)
class ConfigurationRow:
    """The synchronizer that the mediator was initialized for; one row with the id 1.

    `connections` is the serialized message of the admin API.
    """

    id: int
    physical_synchronizer_id: str
    connections: bytes


VERDICTS: Final = Table("med_verdict", VerdictRow, key=("request_id",))
DEDUPLICATION: Final = Table("med_deduplication", DeduplicationRow, key=("uuid", "request_time"))
CURSORS: Final = Table("med_cursor", CursorRow, key=("synchronizer",))
CONFIGURATION: Final = Table("med_synchronizer_configuration", ConfigurationRow, key=("id",))
TABLES: Final = (VERDICTS, DEDUPLICATION, CURSORS, CONFIGURATION)
