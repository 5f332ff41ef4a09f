"""One HTTP/2 connection on an asyncio transport: what server and channel have in common.

Everything that is sent within one turn of the loop goes out in one write.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final, cast

from canton.lifecycle.queue import Signal
from canton.transport.http2.protocol.connection import Connection, Event, PingAnswered
from canton.transport.http2.protocol.frames import ConnectionFault, Fault
from canton.transport.settings import KeepAlive

WAITING_SIZE_MAX: Final = 256 * 1024
"""How much of a stream may wait for the peer before its sender has to."""


class Link(asyncio.Protocol):
    """Feeds the connection's protocol and writes what it sends."""

    def __init__(
        self,
        connection: Connection,
        on_event: Callable[[Event], None],
        on_lost: Callable[[str], None],
        keep_alive: KeepAlive | None,
    ) -> None:
        self.connection = connection
        self.is_lost = False
        self.has_heard = False
        self._on_event = on_event
        self._on_lost = on_lost
        self._keep_alive = keep_alive
        self._transport: asyncio.Transport | None = None
        self._is_flush_due = False
        self._is_paused = False
        self._moved = Signal()
        self._pinging: asyncio.TimerHandle | None = None
        self._reason = "connection closed"

    @property
    def peer(self) -> str:
        """The address of the other end."""
        address = self._transport.get_extra_info("peername") if self._transport else None
        if not isinstance(address, tuple):
            return "unknown"
        host = f"[{address[0]}]" if ":" in address[0] else address[0]
        return f"{'ipv6' if ':' in address[0] else 'ipv4'}:{host}:{address[1]}"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # No check by isinstance: the transports of uvloop inherit from nothing of asyncio's.
        self._transport = cast(asyncio.Transport, transport)
        self.flush_soon()
        self._ping_later()

    def data_received(self, data: bytes) -> None:
        self.has_heard = True
        try:
            for event in self.connection.receive(data):
                if not isinstance(event, PingAnswered):
                    self._on_event(event)
        except ConnectionFault as fault:
            self.close(str(fault), fault.fault)
            return
        self.flush_soon()
        self._ping_later()
        self._moved.notify()

    def pause_writing(self) -> None:
        self._is_paused = True

    def resume_writing(self) -> None:
        self._is_paused = False
        self._moved.notify()

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_lost = True
        if self._pinging is not None:
            self._pinging.cancel()
        if exc is not None:
            self._reason = str(exc) or type(exc).__name__
        self._moved.notify()
        self._on_lost(self._reason)

    def flush_soon(self) -> None:
        """Writes at the end of this turn of the loop."""
        if not self._is_flush_due:
            self._is_flush_due = True
            asyncio.get_running_loop().call_soon(self._flush)

    async def room(self, stream_id: int) -> None:
        """Waits until more may be sent on the stream."""
        await self._moved.wait_until(lambda: self._has_room(stream_id))

    async def wait_for_streams(self) -> None:
        """Waits until the peer takes another stream."""
        connection = self.connection
        await self._moved.wait_until(
            lambda: self.is_lost or connection.open_count < connection.peer_streams_max
        )

    def close(self, reason: str, fault: Fault = Fault.NO_ERROR) -> None:
        """Says good-bye and closes."""
        if self._transport is None or self._transport.is_closing():
            return
        self._reason = reason
        self.connection.go_away(fault)
        self._flush()
        self._transport.close()

    def abort(self, reason: str) -> None:
        """Ends the connection without waiting for a peer that may not read any more."""
        if self._transport is not None and not self.is_lost:
            self._reason = reason
            self._transport.abort()

    def _has_room(self, stream_id: int) -> bool:
        if self.is_lost:
            return True
        return not self._is_paused and self.connection.waiting_size(stream_id) < WAITING_SIZE_MAX

    def _flush(self) -> None:
        self._is_flush_due = False
        output = self.connection.take_output()
        if output and self._transport is not None and not self.is_lost:
            self._transport.write(output)

    def _ping_later(self) -> None:
        if self._keep_alive is None:
            return
        if self._pinging is not None:
            self._pinging.cancel()
        loop = asyncio.get_running_loop()
        self._pinging = loop.call_later(self._keep_alive.time_s, self._ping)

    def _ping(self) -> None:
        assert self._keep_alive is not None
        self.connection.ping()
        self.flush_soon()
        loop = asyncio.get_running_loop()
        self._pinging = loop.call_later(self._keep_alive.timeout_s, self._give_up)

    def _give_up(self) -> None:
        self.abort("keepalive timeout")
