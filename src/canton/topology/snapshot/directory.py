"""What the views of members and parties need of a snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, TypeVar

from canton.crypto.hash import Hash
from canton.identifiers import UniqueIdentifier
from canton.topology.mapping.mapping import TopologyMapping
from canton.topology.parameters.dynamic import DynamicSynchronizerParameters
from canton.topology.stored import StoredTopologyTransaction

M = TypeVar("M", bound=TopologyMapping)


class Directory(Protocol):
    """The mappings in force at the time of a snapshot."""

    @property
    def synchronizer(self) -> UniqueIdentifier:
        """The logical synchronizer."""

    @property
    def dynamic_parameters(self) -> DynamicSynchronizerParameters | None:
        """The changeable parameters; None before the synchronizer is founded."""

    def row(self, unique_key: Hash) -> StoredTopologyTransaction | None:
        """The transaction of that unique key that is in force."""

    def of_uid(self, kind: type[M], uid: UniqueIdentifier) -> Iterator[M]:
        """The mappings of that kind and name that are in force."""

    def of_kind(self, kind: type[M]) -> Iterator[M]:
        """All mappings of that kind that are in force."""
