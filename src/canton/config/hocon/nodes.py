"""Parsed HOCON before resolution: objects whose every key holds a stack of layers.

A later assignment does not overwrite an earlier one, it is laid upon it: what shines through is
decided on resolution, because a layer may be a substitution. A layer that cannot let anything
through (a scalar, a list without substitutions) drops what is below it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from canton.config.hocon.tree import Scalar
from canton.config.origin import Origin


@dataclass(slots=True, eq=False)
class Substitution:
    """`${path}` or `${?path}`.

    In an included file `path` begins with the path of the including object, `prefix_length`
    elements long; the path without it is tried second.
    """

    path: tuple[str, ...]
    is_optional: bool
    origin: Origin
    prefix_length: int = 0


@dataclass(slots=True, eq=False)
class Concatenation:
    """Values side by side, joined on resolution because one of them is a substitution."""

    parts: list[Node]
    origin: Origin


@dataclass(slots=True, eq=False)
class ListNode:
    """A list as written."""

    items: list[Node]
    origin: Origin


@dataclass(slots=True, eq=False)
class ObjectNode:
    """An object as written, or several of one key merged."""

    origin: Origin
    fields: dict[str, Stack] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Stack:
    """The layers of one key, lowest first."""

    layers: list[Node] = field(default_factory=list)


Node = Scalar | ListNode | ObjectNode | Substitution | Concatenation


def lay(target: ObjectNode, path: tuple[str, ...], node: Node) -> None:
    """Lays `node` upon what `path` holds below `target`."""
    for key in path[:-1]:
        target = _object_at(target, key, node.origin)
    _lay_on(target.fields.setdefault(path[-1], Stack()), node)


def append(target: ObjectNode, path: tuple[str, ...], item: Node, prefix: tuple[str, ...]) -> None:
    """Adds `item` to the list at `path`, which begins with `prefix` below the root (`+=`)."""
    for key in path[:-1]:
        target = _object_at(target, key, item.origin)
    layers = target.fields.setdefault(path[-1], Stack()).layers
    last = layers[-1] if layers else None
    # Growing a list literal in place keeps many `+=` linear; the meaning is the same.
    if isinstance(last, ListNode):
        last.items.append(item)
    elif isinstance(last, Concatenation) and isinstance(last.parts[-1], ListNode):
        last.parts[-1].items.append(item)
    else:
        itself = Substitution((*prefix, *path), True, item.origin)
        layers.append(Concatenation([itself, ListNode([item], item.origin)], item.origin))


def merge(target: ObjectNode, upper: ObjectNode) -> None:
    """Lays every field of `upper` upon `target`; `upper` must not be used afterwards."""
    for key, stack in upper.fields.items():
        below = target.fields.setdefault(key, Stack())
        for node in stack.layers:
            _lay_on(below, node)


def join(parts: list[Node]) -> Node:
    """The value that is written as `parts` side by side; literal neighbours become one string."""
    folded: list[Node] = []
    for part in parts:
        last = folded[-1] if folded else None
        if isinstance(part, Scalar) and isinstance(last, Scalar):
            text = last.text + part.text
            folded[-1] = Scalar(text, text, last.origin, is_space=last.is_space and part.is_space)
        else:
            folded.append(part)
    return folded[0] if len(folded) == 1 else Concatenation(folded, folded[0].origin)


def _object_at(target: ObjectNode, key: str, origin: Origin) -> ObjectNode:
    stack = target.fields.setdefault(key, Stack())
    if stack.layers and isinstance(last := stack.layers[-1], ObjectNode):
        return last
    fresh = ObjectNode(origin)
    _lay_on(stack, fresh)
    return fresh


def _lay_on(stack: Stack, node: Node) -> None:
    layers = stack.layers
    if isinstance(node, ObjectNode) and layers and isinstance(last := layers[-1], ObjectNode):
        merge(last, node)
        return
    if isinstance(node, Scalar) or (isinstance(node, ListNode) and not _substitutes(node.items)):
        layers.clear()
    layers.append(node)


def _substitutes(nodes: Iterable[Node]) -> bool:
    for node in nodes:
        match node:
            case Substitution() | Concatenation():
                return True
            case ListNode() if _substitutes(node.items):
                return True
            case ObjectNode() if any(_substitutes(stack.layers) for stack in node.fields.values()):
                return True
            case _:
                continue
    return False
