"""What a mapping check is given."""

from __future__ import annotations

from dataclasses import dataclass

from canton.identifiers import PhysicalSynchronizerId
from canton.timestamps import Timestamp
from canton.topology.checks.lookup import StateLookup
from canton.topology.mapping.mapping import TopologyMapping
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.topology.transaction import Operation, TopologyTransaction


@dataclass(frozen=True, slots=True)
class CheckContext:
    """The state, the moment, and the last transaction of the same unique key.

    `is_relaxed` is for genesis states of old networks.
    """

    state: StateLookup
    effective: Timestamp
    previous: TopologyTransaction | None
    synchronizer: PhysicalSynchronizerId | None = None
    static_parameters: StaticSynchronizerParameters | None = None
    is_relaxed: bool = False

    @property
    def previous_in_force(self) -> TopologyMapping | None:
        """The mapping that the last transaction put in force, unless it removed it."""
        if self.previous is None or self.previous.operation is Operation.REMOVE:
            return None
        return self.previous.mapping
