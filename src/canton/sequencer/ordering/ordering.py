"""What a sequencer needs of an ordering engine.

Durable on return from `append`; heights consecutive; the same block at a height for every reader;
reading again from any height that was not pruned; refusal of a full queue as an error to the
caller. Engines may deliver garbage and repetitions: the core judges every request.
Source: Canton 3.6 BlockOrderer, SequencerDriver.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from canton.lifecycle.health import HealthComponent
from canton.sequencer.core.effects import Block, BlockRequest

FIRST_HEIGHT = 0


class Ordering(Protocol):
    """An engine that puts the requests of all sequencers into one order."""

    @property
    def health(self) -> HealthComponent:
        """Whether the engine takes and delivers requests at present."""

    async def append(self, request: BlockRequest | None) -> None:
        """Lets the request be ordered; when this returns, it will not be lost any more.

        None orders an empty block, by which the time of the blocks moves on.

        Raises:
            Overloaded: the queue is full; nothing was accepted.
            Unavailable: the engine was closed or cannot be reached; it is not known whether the
                request was accepted.
        """

    def blocks(self, from_height: int) -> AsyncGenerator[Sequence[Block], None]:
        """The blocks from that height on, as they come: several at once when there are several.

        Raises:
            PrunedHeight: blocks from there on are no longer there.
        """

    async def processed(self, height: int) -> None:
        """Notes that this sequencer has its own copy of the blocks up to that height."""

    async def prune(self, below_height: int) -> None:
        """Forgets blocks below that height, as far as every sequencer has processed them."""


class OrderingFactory(Protocol):
    """Opens an engine; the engine runs while the context is open."""

    def __call__(self, sequencer: str) -> AbstractAsyncContextManager[Ordering]:
        """The engine for the sequencer of that unique identifier."""


class PrunedHeight(Exception):
    """A sequencer asks for blocks that the ordering has forgotten: onboard it from a snapshot."""
