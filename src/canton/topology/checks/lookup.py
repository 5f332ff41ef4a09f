"""What the mapping checks must know of the state."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from canton.crypto.hash import Hash
from canton.identifiers import Fingerprint, UniqueIdentifier
from canton.topology.mapping.code import MappingCode
from canton.topology.stored import StoredTopologyTransaction
from canton.topology.transaction import Operation


class StateLookup(Protocol):
    """The state as it stands, earlier transactions of the same batch included."""

    def last_of(self, unique_key: Hash) -> StoredTopologyTransaction | None:
        """The last fully authorized transaction of that key, be it a removal."""

    def of_uid(
        self, code: MappingCode, uid: UniqueIdentifier
    ) -> Iterable[StoredTopologyTransaction]:
        """The mappings of that kind and name that are in force."""

    def of_namespace(
        self,
        code: MappingCode,
        namespace: Fingerprint,
        operation: Operation = Operation.REPLACE,
    ) -> Iterable[StoredTopologyTransaction]:
        """The mappings of that kind and namespace whose last change was of that operation."""

    def history_of(self, code: MappingCode) -> Iterable[StoredTopologyTransaction]:
        """All fully authorized transactions of that kind, past and present."""
