"""A view of the topology at a time: it sees the rows that became effective *before* it.

A snapshot is cheap: it holds the rows of the state and a time. The state only grows at its end,
so a snapshot up to the known-until time never changes. Source: Canton 3.6 BaseTopologySnapshot,
IdentityProvidingServiceClient; protocol sheet 3 and 4.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from canton.crypto.hash import Hash
from canton.identifiers import PhysicalSynchronizerId, UniqueIdentifier
from canton.timestamps import Timestamp
from canton.topology.checks.upgrade import succession_order
from canton.topology.mapping.code import MappingCode
from canton.topology.mapping.mapping import TopologyMapping
from canton.topology.mapping.synchronizer import (
    MediatorSynchronizerState,
    SequencerSynchronizerState,
    SequencingParametersState,
    SynchronizerParametersState,
)
from canton.topology.mapping.upgrade import LsuAnnouncement
from canton.topology.parameters.dynamic import DynamicSynchronizerParameters
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.topology.snapshot.member import MemberDirectory
from canton.topology.snapshot.party import PartyDirectory
from canton.topology.state.rows import TopologyRows
from canton.topology.state.state import TopologyState
from canton.topology.stored import StoredTopologyTransaction

M = TypeVar("M", bound=TopologyMapping)


@dataclass(frozen=True, slots=True)
class DynamicParametersWithValidity:
    """Parameters, and the interval `(valid_from, valid_until]` that a snapshot finds them in."""

    parameters: DynamicSynchronizerParameters
    valid_from: Timestamp
    valid_until: Timestamp | None


class TopologySnapshot:
    """What holds on one synchronizer at one time."""

    def __init__(
        self,
        rows: TopologyRows,
        time: Timestamp,
        synchronizer: PhysicalSynchronizerId,
        static_parameters: StaticSynchronizerParameters,
    ) -> None:
        self._rows = rows
        self.time = time
        self.physical_synchronizer = synchronizer
        self.static_parameters = static_parameters

    @staticmethod
    def of_state(state: TopologyState, time: Timestamp) -> TopologySnapshot:
        """The snapshot of a synchronizer's state; the caller knows that the time is settled."""
        assert state.physical_synchronizer is not None and state.static_parameters is not None
        return TopologySnapshot(
            state.rows, time, state.physical_synchronizer, state.static_parameters
        )

    @property
    def synchronizer(self) -> UniqueIdentifier:
        """The logical synchronizer."""
        return self.physical_synchronizer.logical

    def at(self, time: Timestamp) -> TopologySnapshot:
        """The snapshot of the same state at another time."""
        return TopologySnapshot(
            self._rows, time, self.physical_synchronizer, self.static_parameters
        )

    def row(self, unique_key: Hash) -> StoredTopologyTransaction | None:
        """The transaction of that unique key that is in force."""
        return self._rows.at(unique_key, self.time)

    def of_uid(self, kind: type[M], uid: UniqueIdentifier) -> Iterator[M]:
        """The mappings of that kind and name that are in force."""
        for key in self._rows.keys(kind.code, uid):
            row = self._rows.at(key, self.time)
            if row is not None and isinstance(row.mapping, kind):
                yield row.mapping

    def of_kind(self, kind: type[M]) -> Iterator[M]:
        """All mappings of that kind that are in force."""
        for key in self._rows.keys(kind.code):
            row = self._rows.at(key, self.time)
            if row is not None and isinstance(row.mapping, kind):
                yield row.mapping

    def _one(self, kind: type[M], uid: UniqueIdentifier) -> M | None:
        return next(self.of_uid(kind, uid), None)

    @cached_property
    def parties(self) -> PartyDirectory:
        """Who hosts which party."""
        return PartyDirectory(self, self.members, self._rows)

    @cached_property
    def members(self) -> MemberDirectory:
        """Who the members are, their keys, and what they may do."""
        return MemberDirectory(self)

    @cached_property
    def dynamic_parameters(self) -> DynamicSynchronizerParameters | None:
        """The changeable parameters; None before the synchronizer is founded."""
        found = self.dynamic_parameters_with_validity()
        return found.parameters if found else None

    def dynamic_parameters_with_validity(self) -> DynamicParametersWithValidity | None:
        """The changeable parameters and how long they hold, as far as the state tells."""
        code = MappingCode.SYNCHRONIZER_PARAMETERS_STATE
        for key in self._rows.keys(code, self.synchronizer):
            row = self._rows.at(key, self.time)
            if row is not None and isinstance(row.mapping, SynchronizerParametersState):
                return DynamicParametersWithValidity(
                    row.mapping.parameters, row.valid_from, row.valid_until
                )
        return None

    def sequencing_parameters(self) -> bytes | None:
        """The opaque parameters of the ordering layer; None for its defaults."""
        found = self._one(SequencingParametersState, self.synchronizer)
        return found.payload if found else None

    def mediator_groups(self) -> tuple[MediatorSynchronizerState, ...]:
        """The mediator groups in order of their numbers."""
        groups = self.of_uid(MediatorSynchronizerState, self.synchronizer)
        return tuple(sorted(groups, key=lambda each: each.group))

    def sequencer_group(self) -> SequencerSynchronizerState | None:
        """The sequencers."""
        return self._one(SequencerSynchronizerState, self.synchronizer)

    def announced_upgrade(self) -> LsuAnnouncement | None:
        """The upgrade that is announced and still lies ahead of this physical synchronizer."""
        current = succession_order(self.physical_synchronizer)
        for announced in self.of_uid(LsuAnnouncement, self.synchronizer):
            if succession_order(announced.successor) > current:
                return announced
        return None
