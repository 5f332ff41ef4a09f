"""Health commands: status, waiting for a status, ping, log levels, a dump."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from canton.console.endpoint import DEADLINE_SHARE, methods_of
from canton.console.failure import CommandFailure
from canton.console.group import Group, Node
from canton.console.identifier import logical_of, text_of
from canton.console.parameters import id_texts
from canton.console.spelling import Duration, command, seconds_of
from canton.console.status import Failure, NotInitialized, Status, Success, WaitingFor
from canton.wire import admin_health_pb2, admin_participant_pb2

_STATUS: Final = methods_of(admin_health_pb2.DESCRIPTOR.services_by_name["StatusService"])
_PING: Final = methods_of(admin_participant_pb2.DESCRIPTOR.services_by_name["PingService"])
_PROBE_S: Final = 3.0
"""How long one question about the status may take while waiting for a status."""


class Health(Group):
    """Look at the health of a node."""

    def __init__(self, node: Node, ask: Callable[[float | None], Status]) -> None:
        super().__init__(node)
        self._ask = ask

    @property
    @command
    def status(self) -> Status:
        """The status: a success, not initialized, or a failure to reach the node."""
        return self._status()

    def _status(self, timeout_s: float | None = None) -> Status:
        try:
            return self._ask(timeout_s)
        except CommandFailure as failure:
            return Failure(str(failure))

    @property
    @command
    def active(self) -> bool:
        """Whether this replica is the active one; false if it cannot be reached."""
        return self._status().active

    @command
    def is_running(self) -> bool:
        """Whether the node answers, initialized or not."""
        return not isinstance(self._status(), Failure)

    @command
    def initialized(self) -> bool:
        """Whether the node has an identity and all that it needs to work."""
        return isinstance(self._status(), Success)

    @command
    def has_identity(self) -> bool:
        """Whether the node has its id."""
        return self._node.maybe_id is not None

    @command
    def is_ready_for_id(self) -> bool:
        """Whether the node waits for its id."""
        return self._is_waiting_for(WaitingFor.ID)

    @command
    def is_ready_for_node_topology(self) -> bool:
        """Whether the node waits for its topology transactions."""
        return self._is_waiting_for(WaitingFor.NODE_TOPOLOGY)

    @command
    def is_ready_for_initialization(self) -> bool:
        """Whether the node waits to be made part of a synchronizer."""
        return self._is_waiting_for(WaitingFor.INITIALIZATION)

    def _is_waiting_for(self, what: WaitingFor) -> bool:
        status = self._status(_PROBE_S)
        return isinstance(status, NotInitialized) and status.waiting_for is what

    @command
    def wait_for_running(self, timeout: Duration | None = None) -> None:
        """Waits until the node answers."""
        self._wait(lambda s: not isinstance(s, Failure), "is not running", timeout)

    @command
    def wait_for_initialized(self, timeout: Duration | None = None) -> None:
        """Waits until the node is initialized."""
        self._wait(lambda s: isinstance(s, Success), "is not initialized", timeout)

    @command
    def wait_for_identity(self, timeout: Duration | None = None) -> None:
        """Waits until the node has its id."""
        self._wait(lambda _: self.has_identity(), "has no identity", timeout)

    @command
    def wait_for_ready_for_id(self, timeout: Duration | None = None) -> None:
        """Waits until the node waits for its id."""
        self._wait(lambda _: self.is_ready_for_id(), "does not wait for its id", timeout)

    @command
    def wait_for_ready_for_node_topology(self, timeout: Duration | None = None) -> None:
        """Waits until the node waits for its topology transactions."""
        self._wait(
            lambda _: self.is_ready_for_node_topology(), "does not wait for its topology", timeout
        )

    @command
    def wait_for_ready_for_initialization(self, timeout: Duration | None = None) -> None:
        """Waits until the node waits to be made part of a synchronizer."""
        self._wait(
            lambda _: self.is_ready_for_initialization(),
            "does not wait to be initialized",
            timeout,
        )

    @command
    def wait_until_settled(self, timeout: Duration | None = None) -> None:
        """Waits while the node is busy starting: until it is initialized, passive, or waits."""
        self._wait(_is_settled, "is still starting", timeout)

    def _wait(
        self, is_met: Callable[[Status], bool], failure: str, timeout: Duration | None
    ) -> None:
        timeout_s = self._runner.timeouts.bounded_s if timeout is None else seconds_of(timeout)
        self._runner.poll(
            lambda: is_met(self._status(_PROBE_S)),
            timeout_s,
            lambda: f"{self._node.name} {failure} after {timeout_s:g} s: {self._status(_PROBE_S)}",
        )

    @command
    def set_log_level(self, level: str) -> None:
        """Sets the level of the node's own log lines."""
        request = admin_health_pb2.SetLogLevelRequest(level=str(level))
        self._admin.unary(_STATUS["SetLogLevel"], request)

    @command
    def dump(
        self,
        output_file: str = "",
        timeout: Duration | None = None,
        chunk_size: int | None = None,
    ) -> str:
        """Writes what an expert needs to look at a node into a zip file; returns its path."""
        request = admin_health_pb2.HealthDumpRequest(chunk_size=chunk_size)
        timeout_s = 3600.0 if timeout is None else seconds_of(timeout)
        chunks = self._admin.stream(_STATUS["HealthDump"], request, timeout_s=timeout_s)
        target = Path(output_file or f"canton-dump-{self._node.name}.zip")
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
            file.writelines(chunk.chunk for chunk in chunks)
        shutil.move(file.name, target)
        return str(target)


class ParticipantHealth(Health):
    """Look at the health of a participant, and try it out."""

    @command
    def ping(
        self,
        participant_id: Any,
        timeout: Duration | None = None,
        synchronizer_id: Any = None,
        id: str = "",
    ) -> timedelta:
        """Sends a ping to a participant and waits for its answer; returns how long that took.

        A ping is a contract that the other participant's own service must archive: it goes through
        every part of the transaction protocol.
        """
        timeout_s = self._runner.timeouts.ping_s if timeout is None else seconds_of(timeout)
        request = admin_participant_pb2.PingRequest(
            target_parties=[text_of(participant_id)],
            synchronizer_id=logical_of(text_of(synchronizer_id)) if synchronizer_id else "",
            id=id or str(uuid.uuid4()),
        )
        return self._ping(request, timeout_s)

    @command
    def maybe_ping(self, participant_id: Any, timeout: Duration | None = None) -> timedelta | None:
        """A ping that returns None where it did not succeed."""
        try:
            return self.ping(participant_id, timeout)
        except CommandFailure:
            return None

    def bong(
        self,
        targets: Iterable[Any],
        validators: Iterable[Any] = (),
        timeout: Duration | None = None,
        levels: int = 0,
    ) -> timedelta:
        """A ping among several participants that explodes into 2^levels contracts and merges."""
        timeout_s = self._runner.timeouts.bong_s if timeout is None else seconds_of(timeout)
        request = admin_participant_pb2.PingRequest(
            target_parties=id_texts(targets),
            validators=id_texts(validators),
            levels=levels,
            id=str(uuid.uuid4()),
        )
        return self._ping(request, timeout_s)

    def _ping(self, request: admin_participant_pb2.PingRequest, timeout_s: float) -> timedelta:
        request.timeout.FromMilliseconds(round(timeout_s * 1000))
        # The node gives up first, so that its reason arrives instead of a deadline.
        patience_s = (timeout_s + _PROBE_S) / DEADLINE_SHARE
        response = self._admin.unary(_PING["Ping"], request, patience_s)
        if response.WhichOneof("response") == "success":
            return timedelta(milliseconds=response.success.ping_time)
        raise CommandFailure(f"{self._node.name}: the ping failed: {response.failure.reason}")


def _is_settled(status: Status) -> bool:
    match status:
        case NotInitialized(active=True):
            return status.waiting_for is not WaitingFor.NONE
        case _:
            return True
