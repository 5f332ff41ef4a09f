"""The topology of the synchronizer that a sequencer or a mediator serves, open to its operator.

A participant's connections do the same for themselves (`canton.participant.connection`).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from canton.clock import Clock
from canton.lifecycle.supervisor import Supervisor
from canton.topology_service.client import TopologyClient
from canton.topology_service.destination import SynchronizerDestination
from canton.topology_service.dispatch import AuthorizedDispatch
from canton.topology_service.outbox import Send, TopologyOutbox
from canton.topology_service.registry import TopologyRegistry


@asynccontextmanager
async def managed_synchronizer(
    registry: TopologyRegistry, client: TopologyClient, send: Send, clock: Clock
) -> AsyncIterator[TopologyOutbox]:
    """While entered, the topology services read and change the synchronizer that `client` follows.

    What the node authorizes for itself is sent there too. `client` must not outlast the context by
    much, as it goes on telling the outbox what was sequenced.
    """
    outbox = TopologyOutbox(send, clock)
    client.listen(outbox.on_sequenced)
    registry.add_synchronizer(SynchronizerDestination(client, outbox, clock))
    try:
        async with Supervisor(f"topology of {client.synchronizer.logical}", clock) as tasks:
            tasks.spawn("outbox", outbox.run)
            with AuthorizedDispatch(registry.authorized_store, client, outbox):
                yield outbox
    finally:
        registry.remove_synchronizer(client.synchronizer)
