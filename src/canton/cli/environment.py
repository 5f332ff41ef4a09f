"""What the command needs of the running nodes of this process."""

from __future__ import annotations

from typing import Protocol

from canton.telemetry.metric import Metrics
from canton.transport.seam import ChannelSettings, Transport


class Environment(Protocol):
    """The nodes of this process. `canton.nodes.environment.running` gives one.

    `running(config, starts_nodes=...)` is an async context manager: on entry it starts the local
    nodes (sequencers, mediators, participants; the first error stops and is raised), unless
    `starts_nodes` is False; on exit it stops them in reverse.
    """

    @property
    def transport(self) -> Transport:
        """The transport that reaches these nodes."""
        ...

    def address(self, name: str, api: str) -> ChannelSettings | None:
        """Where an API of a started node listens, with the real port; None if it does not.

        `api` is `admin-api`, `ledger-api`, `sequencer-public-api` or `http-ledger-api`.
        """
        ...

    def token(self, name: str) -> str:
        """The token with which this process calls a started node itself; empty if it is not."""
        ...

    def metrics(self, participant: str) -> Metrics:
        """Where this process counts what it sees of a participant, its own or another's."""
        ...

    def is_running(self, name: str) -> bool:
        """Whether the node is started."""
        ...

    async def start(self, name: str) -> None:
        """Starts a node and returns once its admin API serves."""
        ...

    async def stop(self, name: str) -> None:
        """Stops a node."""
        ...
