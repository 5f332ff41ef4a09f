"""Which connections may be used, when each is tried again, and which to take.

The pool is *agreed* once as many different sequencers as the trust threshold say the same of their
synchronizer and its static parameters; from then on that cannot change. A connection that fails is
tried again after a delay that doubles; one that lies is never tried again. Source: HA sheet 6.2.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

from canton.identifiers import Member, PhysicalSynchronizerId
from canton.lifecycle.backoff import Backoff
from canton.lifecycle.health import OK, Condition, HealthState

Draw = Callable[[int], int]
"""A random number below the one given."""


class Phase(Enum):
    """Where a connection stands."""

    STARTING = auto()
    """Being connected and asked who it is."""
    VALIDATED = auto()
    """Up, and it said what it should."""
    WAITING = auto()
    """Down; tried again later."""
    FATAL = auto()
    """Found faulty; never tried again."""


@dataclass(frozen=True, slots=True)
class Attributes:
    """What a sequencer says of itself: its synchronizer, its id, the static parameters as bytes."""

    synchronizer: PhysicalSynchronizerId
    sequencer: Member
    static_parameters: bytes

    @property
    def agreement(self) -> Agreement:
        """The part in which the sequencers of a synchronizer must not differ."""
        return Agreement(self.synchronizer, self.static_parameters)


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the sequencers of one synchronizer agree on."""

    synchronizer: PhysicalSynchronizerId
    static_parameters: bytes


class Verdict(Enum):
    """What becomes of the pool as a whole."""

    UNDECIDED = auto()
    """Too few sequencers have spoken."""
    AGREED = auto()
    CONTRADICTORY = auto()
    """Two groups reach the threshold with different words."""
    UNREACHABLE = auto()
    """Too many connections are fatal for the threshold ever to be reached."""


@dataclass(slots=True)
class _Connection:
    name: str
    delays: Iterator[float]
    phase: Phase = Phase.STARTING
    attributes: Attributes | None = None
    """The last that were seen: they may not change."""
    used_count: int = 0
    fault: str = ""


@dataclass(slots=True)
class PoolCore:
    """The state of the connections by name."""

    names: tuple[str, ...]
    trust_threshold: int
    backoff: Backoff
    expected: Agreement | None = None
    """Set at the first agreement, or beforehand by one who knows."""
    _connections: dict[str, _Connection] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.names:
            self._connections[name] = _Connection(name, self.backoff.delays())

    def started(self, name: str) -> None:
        """A connection is being tried."""
        connection = self._connections[name]
        if connection.phase is not Phase.FATAL:
            connection.phase = Phase.STARTING

    def validated(
        self, name: str, attributes: Attributes, expected_sequencer: Member | None = None
    ) -> str | None:
        """A connection is up and has spoken; the fault if that makes it fatal."""
        connection = self._connections[name]
        if connection.phase is Phase.FATAL:
            return connection.fault
        fault = self._fault(connection, attributes, expected_sequencer)
        if fault is not None:
            self.fatal(name, fault)
            return fault
        connection.phase = Phase.VALIDATED
        connection.attributes = attributes
        connection.delays = self.backoff.delays()
        self._agree()
        return None

    def failed(self, name: str) -> float | None:
        """A connection is down; the delay before it is tried again, None if it never is."""
        connection = self._connections[name]
        if connection.phase is Phase.FATAL:
            return None
        connection.phase = Phase.WAITING
        return next(connection.delays, None)

    def lost(self, name: str) -> None:
        """A connection that was up is down: it is not chosen until it has spoken anew."""
        connection = self._connections[name]
        if connection.phase is Phase.VALIDATED:
            connection.phase = Phase.WAITING

    def fatal(self, name: str, fault: str) -> None:
        """A connection is faulty and out for ever."""
        self._connections[name].phase = Phase.FATAL
        self._connections[name].fault = fault

    def phase(self, name: str) -> Phase:
        """Where the connection stands."""
        return self._connections[name].phase

    def usable(self) -> dict[str, Member]:
        """The connections that are up and agree with the pool, with their sequencers."""
        return {
            connection.name: connection.attributes.sequencer
            for connection in self._connections.values()
            if connection.phase is Phase.VALIDATED
            and connection.attributes is not None
            and connection.attributes.agreement == self.expected
        }

    def choose(
        self,
        count: int,
        draw: Draw,
        exclude: Collection[Member] = (),
        acceptable: Collection[Member] | None = None,
    ) -> list[str]:
        """At most so many connections to different sequencers, at random.

        Of the endpoints of one sequencer the one that was taken least often comes next.
        """
        by_sequencer: dict[Member, list[_Connection]] = {}
        for name, sequencer in self.usable().items():
            if sequencer not in exclude and (acceptable is None or sequencer in acceptable):
                by_sequencer.setdefault(sequencer, []).append(self._connections[name])
        remaining = sorted(by_sequencer)
        chosen: list[str] = []
        while remaining and len(chosen) < count:
            sequencer = remaining.pop(draw(len(remaining)))
            endpoint = min(by_sequencer[sequencer], key=lambda each: (each.used_count, each.name))
            endpoint.used_count += 1
            chosen.append(endpoint.name)
        return chosen

    def verdict(self) -> Verdict:
        """What becomes of the pool."""
        groups = [group for group in self._groups().values() if len(group) >= self.trust_threshold]
        if len(groups) > 1:
            return Verdict.CONTRADICTORY
        candidates = [c for c in self._connections.values() if c.phase is not Phase.FATAL]
        possible = {self._identity(each) for each in candidates}
        if len(possible) < self.trust_threshold:
            return Verdict.UNREACHABLE
        return Verdict.UNDECIDED if self.expected is None else Verdict.AGREED

    def health(self) -> HealthState:
        """Ok from the threshold on, degraded below, failed without any connection."""
        usable = len(set(self.usable().values()))
        if usable >= self.trust_threshold:
            return OK
        text = f"{usable} of {self.trust_threshold} required sequencers are connected"
        return HealthState(Condition.DEGRADED if usable else Condition.FAILED, text)

    def faults(self) -> dict[str, str]:
        """What is wrong with the fatal connections."""
        return {c.name: c.fault for c in self._connections.values() if c.phase is Phase.FATAL}

    def _fault(
        self, connection: _Connection, attributes: Attributes, expected: Member | None
    ) -> str | None:
        if expected is not None and attributes.sequencer != expected:
            return f"sequencer is {attributes.sequencer}, not {expected}"
        if self.expected is not None and attributes.agreement != self.expected:
            if attributes.synchronizer != self.expected.synchronizer:
                return f"synchronizer is {attributes.synchronizer}"
            return "static synchronizer parameters differ"
        if connection.attributes is not None and attributes != connection.attributes:
            return "sequencer says other things of itself than before"
        return None

    def _groups(self) -> dict[Agreement, set[Member]]:
        groups: dict[Agreement, set[Member]] = {}
        for connection in self._connections.values():
            if connection.phase is Phase.VALIDATED and connection.attributes is not None:
                members = groups.setdefault(connection.attributes.agreement, set())
                members.add(connection.attributes.sequencer)
        return groups

    def _agree(self) -> None:
        reached = [
            agreement
            for agreement, sequencers in self._groups().items()
            if len(sequencers) >= self.trust_threshold
        ]
        if self.expected is None and len(reached) == 1:
            self.expected = reached[0]
            for connection in self._connections.values():
                seen = connection.attributes
                if seen is not None and seen.agreement != self.expected:
                    self.fatal(connection.name, f"synchronizer is {seen.synchronizer}")

    def _identity(self, connection: _Connection) -> object:
        """The sequencer, or the connection itself as long as it has not said who it is."""
        seen = connection.attributes
        return connection.name if seen is None else seen.sequencer
