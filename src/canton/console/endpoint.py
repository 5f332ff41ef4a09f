"""How commands reach nodes: synchronous calls over one channel for each node and API."""

from __future__ import annotations

import asyncio
import concurrent.futures
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Iterable
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from canton.console.failure import (
    CONSOLE_COMMAND_INTERNAL_ERROR,
    CONSOLE_COMMAND_TIMED_OUT,
    NODE_NOT_STARTED,
    CommandFailure,
)
from canton.errors import GrpcStatus
from canton.ledger_api.authorization.token.jwt import BadToken, parse
from canton.telemetry.metric import Metrics, NoMetrics
from canton.transport.seam import ChannelSettings, Method, RpcChannel, RpcError, Transport
from canton.transport.seam import methods_of as _methods_of
from canton.wire import connection_pb2

R = TypeVar("R")
methods_of = _methods_of

DEADLINE_SHARE: Final = 0.9
"""A node is asked to answer a little before the console gives up, so that its own error arrives."""
POLL_S: Final = 0.1
_API_INFO: Final = methods_of(connection_pb2.DESCRIPTOR.services_by_name["ApiInfoService"])


@dataclass(slots=True)
class Timeouts:
    """How long commands wait, in seconds. Source: canton.parameters.timeouts.console."""

    bounded_s: float = 60.0
    unbounded_s: float | None = None
    ledger_command_s: float = 60.0
    ping_s: float = 30.0
    bong_s: float = 60.0


@dataclass(slots=True)
class Runner:
    """Runs the console's calls on an event loop in another thread, waiting for each."""

    loop: asyncio.AbstractEventLoop
    transport: Transport
    timeouts: Timeouts = field(default_factory=Timeouts)
    metrics_of: Callable[[str], Metrics] = lambda node: NoMetrics()
    """Where this process counts what its console sees of a node."""
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    def wait(self, work: Coroutine[Any, Any, R], timeout_s: float | None, name: str) -> R:
        """The result of the work. An interrupt cancels the wait and the work, never the nodes.

        Raises:
            CommandFailure: it took longer than `timeout_s`.
        """
        future = asyncio.run_coroutine_threadsafe(work, self.loop)
        try:
            return future.result(timeout_s)
        except concurrent.futures.TimeoutError:
            message = f"{name} did not finish within {timeout_s} s"
            raise CommandFailure(message, CONSOLE_COMMAND_TIMED_OUT) from None
        finally:
            future.cancel()

    def channel(self, settings: ChannelSettings) -> RpcChannel:
        """An open channel; it is closed with the console."""
        entering = self._stack.enter_async_context(self.transport.channel(settings))
        return self.wait(entering, self.timeouts.bounded_s, f"connecting to {settings}")

    def poll(self, probe: Callable[[], R], timeout_s: float, failure: Callable[[], str]) -> R:
        """The first true answer of the probe, asked every POLL_S.

        Raises:
            CommandFailure: there was none within the time; the message is `failure()`.
        """
        deadline = self.loop.time() + timeout_s
        while not (answer := probe()):
            if self.loop.time() >= deadline:
                raise CommandFailure(failure(), CONSOLE_COMMAND_TIMED_OUT)
            self.wait(asyncio.sleep(POLL_S), None, "waiting")
        return answer

    def close(self) -> None:
        """Closes every channel."""
        self.wait(self._stack.aclose(), self.timeouts.bounded_s, "closing the console")


class Endpoint:
    """One API of one node. The channel is made, and the API's name checked, when first used.

    `token` gives the token to call with now, empty for none.
    """

    def __init__(
        self,
        runner: Runner,
        node: str,
        api: str,
        *,
        address: Callable[[], ChannelSettings | None],
        token: Callable[[], str] = str,
    ) -> None:
        self._runner = runner
        self.node = node
        self.api = api
        self._address = address
        self._token = token
        self._open: tuple[ChannelSettings, RpcChannel] | None = None

    @property
    def settings(self) -> ChannelSettings:
        """Where the API is.

        Raises:
            CommandFailure: the node is local and not started.
        """
        settings = self._address()
        if settings is None:
            raise CommandFailure(f"Instance {self.node} has not been started.", NODE_NOT_STARTED)
        return settings

    @property
    def user(self) -> str | None:
        """The user that the token names, if it names one."""
        try:
            user = parse(self._token()).payload.get("sub")
        except BadToken:
            return None
        return user if isinstance(user, str) else None

    @property
    def _metadata(self) -> tuple[tuple[str, str], ...]:
        token = self._token()
        return (("authorization", f"Bearer {token}"),) if token else ()

    def unary(self, method: Method, request: Any, timeout_s: float | None = None) -> Any:
        """One request, one response.

        Raises:
            CommandFailure: the node answered with an error, or not in time.
        """
        return self._call(
            method,
            timeout_s,
            lambda channel, deadline: channel.unary(
                method, request, metadata=self._metadata, timeout_s=deadline
            ),
        )

    def stream(
        self,
        method: Method,
        request: Any,
        *,
        timeout_s: float | None = None,
        until: Callable[[list[Any]], bool] = lambda _: False,
    ) -> list[Any]:
        """The responses of a stream: all, or as many as make `until` true.

        Raises:
            CommandFailure: the node answered with an error, or not in time.
        """
        collected: list[Any] = self._call(
            method,
            timeout_s,
            lambda channel, deadline: _collect(
                channel.stream(method, request, metadata=self._metadata, timeout_s=deadline), until
            ),
        )
        return collected

    def follow(
        self, method: Method, request: Any, on_response: Callable[[Any], None]
    ) -> concurrent.futures.Future[None]:
        """Gives every response of a stream to `on_response`, in another thread, until cancelled.

        Raises:
            CommandFailure: the node cannot be reached.
        """
        channel = self._channel(self._runner.timeouts.bounded_s)

        async def follow() -> None:
            async with aclosing(
                channel.stream(method, request, metadata=self._metadata)
            ) as responses:
                async for response in responses:
                    on_response(response)

        return asyncio.run_coroutine_threadsafe(follow(), self._runner.loop)

    def upload(
        self, method: Method, requests: Iterable[Any], timeout_s: float | None = None
    ) -> Any:
        """Many requests, one response.

        Raises:
            CommandFailure: the node answered with an error, or not in time.
        """

        async def all_requests() -> AsyncIterator[Any]:
            for request in requests:
                yield request

        return self._call(
            method,
            timeout_s,
            lambda channel, deadline: channel.upload(
                method, all_requests(), metadata=self._metadata, timeout_s=deadline
            ),
        )

    def _call(
        self,
        method: Method,
        timeout_s: float | None,
        work: Callable[[RpcChannel, float | None], Coroutine[Any, Any, Any]],
    ) -> Any:
        timeout_s = self._runner.timeouts.bounded_s if timeout_s is None else timeout_s
        try:
            channel = self._channel(timeout_s)
            deadline = timeout_s * DEADLINE_SHARE
            return self._runner.wait(work(channel, deadline), timeout_s, method.name)
        except RpcError as error:
            raise CommandFailure.of(error, self.node, method.name) from error

    def _channel(self, timeout_s: float) -> RpcChannel:
        settings = self.settings
        if self._open is not None and self._open[0] == settings:
            return self._open[1]
        channel = self._runner.channel(settings)
        self._check_name(channel, settings, timeout_s)
        self._open = (settings, channel)
        return channel

    def _check_name(self, channel: RpcChannel, settings: ChannelSettings, timeout_s: float) -> None:
        """Fails clearly where the address is that of another API, e.g. of the ledger's."""
        asking = channel.unary(
            _API_INFO["GetApiInfo"],
            connection_pb2.GetApiInfoRequest(),
            metadata=self._metadata,
            timeout_s=timeout_s * DEADLINE_SHARE,
        )
        try:
            name = self._runner.wait(asking, timeout_s, "GetApiInfo").name
        except RpcError as error:
            if error.status is not GrpcStatus.UNIMPLEMENTED:
                raise
            name = "something else"
        if name != self.api:
            raise CommandFailure(
                f"{self.node}: at {settings} there is {name}, not the {self.api}",
                CONSOLE_COMMAND_INTERNAL_ERROR,
            )


async def _collect(
    responses: AsyncGenerator[Any, None], until: Callable[[list[Any]], bool]
) -> list[Any]:
    collected: list[Any] = []
    try:
        async for response in responses:
            collected.append(response)
            if until(collected):
                break
    finally:
        await responses.aclose()
    return collected
