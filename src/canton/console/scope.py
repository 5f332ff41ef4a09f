"""The names that scripts and the interactive console find: nodes, macros, types."""

from __future__ import annotations

import logging as standard_logging
import runpy
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from canton.console.commands.topology import AUTHORIZED
from canton.console.endpoint import Runner
from canton.console.failure import CommandFailure
from canton.console.group import help_of
from canton.console.identifier import (
    MediatorId,
    ParticipantId,
    PartyId,
    PhysicalSynchronizerId,
    SequencerId,
    SynchronizerId,
)
from canton.console.macros.bootstrap import Bootstrap
from canton.console.macros.general import Console, Logging, Utils
from canton.console.node import (
    MediatorReference,
    NodeReference,
    ParticipantReference,
    SequencerReference,
)
from canton.console.parameters import (
    BulkList,
    ProtocolVersion,
    SequencerConnection,
    SequencerConnections,
    SequencerConnectionValidation,
    StaticSynchronizerParameters,
    SubmissionRequestAmplification,
    SynchronizerConnectionConfig,
)
from canton.console.status import NodeStatus

_KINDS: Final[Mapping[str, type[NodeReference]]] = {
    "participants": ParticipantReference,
    "sequencers": SequencerReference,
    "mediators": MediatorReference,
}


@dataclass(frozen=True, slots=True)
class NodeDescription:
    """A node as the configuration names it. `kind` is `participants`, `sequencers`, `mediators`.

    `token` gives the token to call it with now, empty for none.
    """

    name: str
    kind: str
    addresses: Callable[[str], Any]
    local: Any = None
    token: Callable[[], str] = str


@dataclass(frozen=True, slots=True)
class Nodes:
    """The nodes of one kind, or all, in the order of their names."""

    all: BulkList = field(default_factory=BulkList)

    @property
    def local(self) -> BulkList:
        """The nodes of this process."""
        return BulkList(node for node in self.all if node.is_local)

    @property
    def remote(self) -> BulkList:
        """The nodes of other processes."""
        return BulkList(node for node in self.all if not node.is_local)

    def __getitem__(self, name: str) -> Any:
        for node in self.all:
            if node.name == name:
                return node
        raise KeyError(name)

    def __iter__(self) -> Any:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)


class Help:
    """Help on everything: `help` alone, `help("name")`, or Python's own on any object."""

    def __init__(self, scope: Mapping[str, Any]) -> None:
        self._scope = scope

    def __repr__(self) -> str:
        nodes = sorted(
            name for name, value in self._scope.items() if isinstance(value, NodeReference)
        )
        macros = ["bootstrap", "console", "health", "logging", "utils"]
        return "\n".join(
            [
                "Nodes: " + (", ".join(nodes) or "none"),
                "Groups of nodes: nodes, participants, sequencers, mediators",
                "Macros: " + ", ".join(macros),
                'More: help("name"), and help() and help("command") of any node',
            ]
        )

    def __call__(self, thing: Any = None) -> None:
        if isinstance(thing, str):
            name, _, rest = thing.partition(".")
            print(help_of(self._scope.get(name), rest))
        elif isinstance(thing, NodeReference):
            print(thing.help())
        elif thing is None:
            print(repr(self))
        else:
            print(thing.__doc__)


class EnvironmentHealth:
    """The health of all nodes together."""

    def __init__(self, nodes: Nodes) -> None:
        self._nodes = nodes

    def status(self) -> dict[str, Any]:
        """The status of every node by its name."""
        return {node.name: node.health.status for node in self._nodes.all}


def build(
    descriptions: Iterable[NodeDescription], runner: Runner, props: Mapping[str, str]
) -> dict[str, Any]:
    """The names of the console.

    Nodes are found by name (with `-` as `_`). Some names stand for something else in Python
    (`help`, `logging`); inside the console they mean the console's.

    Raises:
        CommandFailure: a node has the name of something else.
    """
    by_kind = {kind: Nodes() for kind in _KINDS}
    every = Nodes()
    for each in sorted(descriptions, key=lambda each: each.name):
        reference = _KINDS[each.kind](
            each.name, runner, each.addresses, local=each.local, token=each.token
        )
        by_kind[each.kind].all.append(reference)
        every.all.append(reference)
    scope = _names(runner, every, by_kind, dict(props))
    for node in every.all:
        name = node.name.replace("-", "_")
        if name in scope:
            raise CommandFailure(f"the node {node.name} has a name that the console needs: {name}")
        scope[name] = node
    scope["help"] = Help(scope)
    scope["run"] = lambda path: runpy.run_path(str(path), init_globals=dict(scope))
    return scope


def _names(
    runner: Runner, every: Nodes, by_kind: Mapping[str, Nodes], props: dict[str, str]
) -> dict[str, Any]:
    return {
        "nodes": every,
        **by_kind,
        "bootstrap": Bootstrap(lambda kind: by_kind[kind].local),
        "utils": Utils(runner, lambda: list(every.all)),
        "logging": Logging(),
        "console": Console(runner),
        "health": EnvironmentHealth(every),
        "logger": standard_logging.getLogger("canton.console"),
        "props": props,
        "group": BulkList,
        "timedelta": timedelta,
        "Authorized": AUTHORIZED,
        "CommandFailure": CommandFailure,
        "NodeStatus": NodeStatus,
        "ProtocolVersion": ProtocolVersion,
        "StaticSynchronizerParameters": StaticSynchronizerParameters,
        "SequencerConnection": SequencerConnection,
        "SequencerConnections": SequencerConnections,
        "SequencerConnectionValidation": SequencerConnectionValidation,
        "SubmissionRequestAmplification": SubmissionRequestAmplification,
        "SynchronizerConnectionConfig": SynchronizerConnectionConfig,
        "MediatorId": MediatorId,
        "ParticipantId": ParticipantId,
        "PartyId": PartyId,
        "PhysicalSynchronizerId": PhysicalSynchronizerId,
        "SequencerId": SequencerId,
        "SynchronizerId": SynchronizerId,
    }
