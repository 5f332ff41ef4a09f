"""The messages of one direction of a call, from data as it comes to messages as they are taken.

While the taker keeps up, the peer gets its window back at once; when much waits, only as it is
taken, so that a slow taker holds up the sender.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final

from canton.lifecycle.queue import Signal
from canton.transport.http2.grpc_format import MessageReader

WAITING_SIZE_MAX: Final = 512 * 1024
MESSAGES_A_TURN: Final = 64
"""After so many messages without a wait the other tasks of the loop get their turn."""


class Inbox:
    """Messages that wait to be taken. `consumed` gives the peer that many bytes of window back."""

    def __init__(self, size_max: int, consumed: Callable[[int], None]) -> None:
        self._reader = MessageReader(size_max)
        self._consumed = consumed
        self._messages: deque[bytes] = deque()
        self._size = 0
        self._owed = 0
        self._taken = 0
        self._moved = Signal()
        self.is_ended = False

    @property
    def count(self) -> int:
        """How many messages wait."""
        return len(self._messages)

    @property
    def is_cut_short(self) -> bool:
        """Whether it ended within a message."""
        return self.is_ended and not self._reader.is_empty

    def feed(self, data: bytes) -> None:
        """Data came in.

        Raises:
            FormatError: it is no message.
        """
        for message in self._reader.feed(data):
            self._messages.append(message)
            self._size += len(message)
        self._owed += len(data)
        self._settle()
        self._moved.notify()

    def end(self) -> None:
        """Nothing more comes."""
        self.is_ended = True
        self._moved.notify()

    async def take(self) -> bytes | None:
        """The next message; None at the end."""
        while not self._messages:
            if self.is_ended:
                return None
            await self._moved.wait()
        self._taken += 1
        if self._taken % MESSAGES_A_TURN == 0:
            await asyncio.sleep(0)
        message = self._messages.popleft()
        self._size -= len(message)
        self._settle()
        return message

    def _settle(self) -> None:
        if self._owed and self._size <= WAITING_SIZE_MAX:
            owed, self._owed = self._owed, 0
            self._consumed(owed)
