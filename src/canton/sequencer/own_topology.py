"""The sequencer's own way to change the synchronizer's topology, for its topology manager.

It needs no client connection: what it authors is ordered directly, and the state that it authors
against is the one that the block machine grows. Source: Canton 3.6 SequencerNode,
DirectSequencerConnection.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from canton.clock import Clock
from canton.lifecycle.supervisor import Supervisor
from canton.sequencer.runtime import Sequencer
from canton.topology_service.destination import SynchronizerDestination
from canton.topology_service.outbox import TopologyOutbox


@asynccontextmanager
async def own_topology(
    sequencer: Sequencer, clock: Clock
) -> AsyncIterator[SynchronizerDestination]:
    """Where the topology manager of a sequencer that serves sends its changes to."""
    outbox = TopologyOutbox(sequencer.broadcast, clock)
    sequencer.topology.listen(outbox.on_sequenced)
    async with Supervisor("sequencer topology", clock) as supervisor:
        supervisor.spawn("outbox", outbox.run)
        yield SynchronizerDestination(sequencer.topology, outbox, clock)
