"""Health: what each component reports, and what follows for readiness and liveness.

A health service (readiness of a node, the public API of a sequencer) serves unless one of its
critical components is failed or fatal; degraded ones pass. Liveness is different: once a liveness
component is fatal it says no for ever, which asks for the process to be started anew.
Source: HA sheet 7.2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol


class Condition(Enum):
    """How a component is."""

    OK = "Ok"
    DEGRADED = "Degraded"
    FAILED = "Failed"
    FATAL = "Fatal"


@dataclass(frozen=True, slots=True)
class HealthState:
    """A condition and, where it is not ok, what is wrong."""

    condition: Condition
    description: str = ""

    def __str__(self) -> str:
        return f"{self.condition.value}({self.description})"

    @property
    def is_failed(self) -> bool:
        """Whether a service that depends on it cannot serve."""
        return self.condition in (Condition.FAILED, Condition.FATAL)


OK = HealthState(Condition.OK)
Unsubscribe = Callable[[], None]


class _Listeners:
    """Functions that are called, in order, when something changed."""

    def __init__(self) -> None:
        self._called: dict[object, Callable[[], None]] = {}

    def add(self, listener: Callable[[], None]) -> Unsubscribe:
        key = object()
        self._called[key] = listener
        return lambda: self._called.pop(key, None) and None

    def call(self) -> None:
        for listener in list(self._called.values()):
            listener()


class HealthComponent:
    """One part's health. Its owner sets it; others read and listen."""

    def __init__(self, name: str, state: HealthState = OK) -> None:
        self.name = name
        self._state = state
        self._listeners = _Listeners()

    @property
    def state(self) -> HealthState:
        """How it is now."""
        return self._state

    @property
    def is_failed(self) -> bool:
        """Whether a service that depends on it cannot serve."""
        return self._state.is_failed

    def on_change(self, listener: Callable[[], None]) -> Unsubscribe:
        """Calls the listener after each change; returns what ends that."""
        return self._listeners.add(listener)

    def ok(self) -> None:
        """It works."""
        self._set(OK)

    def degrade(self, description: str) -> None:
        """It works, but not as it should."""
        self._set(HealthState(Condition.DEGRADED, description))

    def fail(self, description: str) -> None:
        """It does not work now."""
        self._set(HealthState(Condition.FAILED, description))

    def fatal(self, description: str) -> None:
        """It will not work again in this process."""
        self._set(HealthState(Condition.FATAL, description))

    def _set(self, state: HealthState) -> None:
        if state != self._state:
            self._state = state
            self._listeners.call()


class Dependency(Protocol):
    """What a health service depends on: a component, or another health service."""

    name: str

    @property
    def is_failed(self) -> bool:
        """Whether the dependent cannot serve."""
        ...

    def on_change(self, listener: Callable[[], None]) -> Unsubscribe:
        """Calls the listener after each change."""
        ...


class HealthService:
    """A named answer to "are you serving?", as gRPC health and HTTP probes ask it.

    With `latched`, the first fatal dependency makes it say no for ever and failed ones do not
    matter: that is liveness.
    """

    def __init__(
        self,
        name: str,
        critical: Iterable[Dependency] = (),
        soft: Iterable[HealthComponent] = (),
        latched: bool = False,
    ) -> None:
        self.name = name
        self.soft: list[HealthComponent] = list(soft)
        self.critical: list[Dependency] = []
        self._latched = latched
        self._serving = True
        self._listeners = _Listeners()
        for dependency in critical:
            self.depend_on(dependency)

    @property
    def is_serving(self) -> bool:
        """Whether it serves now."""
        return self._serving

    @property
    def is_failed(self) -> bool:
        """The opposite of serving, as other services that depend on this one see it."""
        return not self._serving

    def depend_on(self, dependency: Dependency) -> None:
        """Adds a critical dependency."""
        self.critical.append(dependency)
        dependency.on_change(self._update)
        self._update()

    def on_change(self, listener: Callable[[], None]) -> Unsubscribe:
        """Calls the listener after each change of `is_serving`."""
        return self._listeners.add(listener)

    def _update(self) -> None:
        if self._latched:
            serving = self._serving and not any(_is_fatal(d) for d in self.critical)
        else:
            serving = not any(d.is_failed for d in self.critical)
        if serving != self._serving:
            self._serving = serving
            self._listeners.call()


def _is_fatal(dependency: Dependency) -> bool:
    state = getattr(dependency, "state", None)
    return isinstance(state, HealthState) and state.condition is Condition.FATAL


class NodeHealth:
    """All that a node says about its health: components, readiness, liveness, other services.

    `kind` ("participant") names the readiness service. The service "" needs both.
    """

    def __init__(self, kind: str) -> None:
        self.liveness = HealthService("liveness", latched=True)
        self.readiness = HealthService(kind)
        self.whole = HealthService("", critical=(self.liveness, self.readiness))
        self._components: dict[str, HealthComponent] = {}
        self._listeners = _Listeners()

    @property
    def services(self) -> list[HealthService]:
        """The services by which the node is asked."""
        return [self.whole, self.liveness, self.readiness]

    @property
    def components(self) -> list[HealthComponent]:
        """All components in order of name."""
        return [self._components[name] for name in sorted(self._components)]

    def register(
        self,
        component: HealthComponent,
        *,
        critical: bool = False,
        liveness: bool = False,
    ) -> HealthComponent:
        """Adds a component; readiness depends on a critical one, liveness on a liveness one.

        A component of the same name is replaced in reports; one that was critical must stay.
        """
        self._components[component.name] = component
        component.on_change(self._listeners.call)
        if critical:
            self.readiness.depend_on(component)
        else:
            self.readiness.soft.append(component)
        if liveness:
            self.liveness.depend_on(component)
        self._listeners.call()
        return component

    def forget(self, component: HealthComponent) -> None:
        """Removes a soft component, as when a synchronizer is disconnected."""
        if self._components.get(component.name) is component:
            del self._components[component.name]
            self._listeners.call()
        if component in self.readiness.soft:
            self.readiness.soft.remove(component)

    def on_change(self, listener: Callable[[], None]) -> Unsubscribe:
        """Calls the listener after each change of a component."""
        return self._listeners.add(listener)
