"""What groups of commands share: the node they belong to, and help."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any, Final, Protocol

from canton.console.endpoint import Endpoint, Runner


class Node(Protocol):
    """What groups need of the node reference that they belong to; `Any` where it is a group."""

    name: str
    runner: Runner
    health: Any
    topology: Any

    @property
    def admin_api(self) -> Endpoint:
        """The admin API of the node."""
        ...

    @property
    def id(self) -> Any:
        """The id of the node."""
        ...

    @property
    def maybe_id(self) -> Any:
        """The id of the node, or None before it has one."""
        ...


class LedgerNode(Node, Protocol):
    """What groups of a participant need of it besides."""

    synchronizers: Any
    ledger_api: Any

    @property
    def ledger_endpoint(self) -> Endpoint:
        """The Ledger API of the participant."""
        ...


class Group:
    """Commands under one name; a group may hold other groups."""

    def __init__(self, node: Node) -> None:
        self._node = node

    @property
    def _admin(self) -> Endpoint:
        return self._node.admin_api

    @property
    def _runner(self) -> Runner:
        return self._node.runner

    def help(self, name: str = "") -> str:
        """Lists the commands of this group, or tells about one of them."""
        return help_of(self, name)


def commands_of(owner: object) -> Iterator[tuple[str, Any]]:
    """The commands of a group or node, by name."""
    for name in dir(type(owner)):
        member = inspect.getattr_static(type(owner), name)
        function = member.fget if isinstance(member, property) else member
        if getattr(function, "is_console_command", False):
            yield name, function


def groups_of(owner: object) -> Iterator[tuple[str, Any]]:
    """The groups of a group or node, by name."""
    for name, member in sorted(vars(owner).items()):
        if isinstance(member, Group) and not name.startswith("_"):
            yield name, member


def help_of(owner: object, name: str = "") -> str:
    """The help text: an overview, or the signature and description of one command."""
    if name:
        return _help_of_command(owner, name)
    lines = ["Top-level Commands", "------------------"]
    lines += [f"{key} - {_summary(function)}" for key, function in sorted(commands_of(owner))]
    groups = [f"{key} - {_summary(type(group))}" for key, group in groups_of(owner)]
    if groups:
        lines += ["", "Command Groups", "--------------", *groups]
    return "\n".join(lines)


def _help_of_command(owner: object, name: str) -> str:
    target: Any = owner
    *path, last = name.split(".")
    for step in path:
        target = getattr(target, step, None)
    found = dict(commands_of(target)).get(last) if target is not None else None
    if found is not None:
        return f"{name}{inspect.signature(found)}\n{inspect.getdoc(found) or ''}"
    group = getattr(target, last, None)
    if isinstance(group, Group):
        return group.help()
    similar = [each for each in _all_names(owner) if name.lower() in each.lower()][:10]
    hint = "\n".join(["Did you mean one of these?", *similar]) if similar else ""
    return f"Error: command {name} not found. {hint}".rstrip()


def _all_names(owner: object, prefix: str = "") -> Iterator[str]:
    for name, _ in commands_of(owner):
        yield prefix + name
    for name, group in groups_of(owner):
        yield from _all_names(group, f"{prefix}{name}.")


def _summary(thing: Any) -> str:
    return (inspect.getdoc(thing) or "").partition("\n")[0].rstrip(".")


_OWN_USER: Final = "admin-cli"


class LedgerGroup(Group):
    """Commands over the Ledger API."""

    def __init__(self, node: LedgerNode) -> None:
        super().__init__(node)
        self._participant = node

    @property
    def _ledger(self) -> Endpoint:
        return self._participant.ledger_endpoint

    @property
    def _user(self) -> str:
        """The user of commands that name none: that of the token, or one of the console's own."""
        return self._ledger.user or _OWN_USER
