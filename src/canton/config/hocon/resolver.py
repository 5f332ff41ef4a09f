"""Nodes -> tree: substitutions are looked up in the whole, lazily and layer by layer.

A value that refers to its own key sees only what lies below it (`path = ${path}":/more"`). So each
step carries a context: for stacks that are being looked into, how many of their layers may still
be seen. Every nested lookup narrows it, hence resolution ends. No value is copied: a layer is seen
through as many references as there are, and the tree is written once.
Source: HOCON specification, "Substitutions" and "Self-Referential Substitutions".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from canton.config.errors import (
    CANNOT_PARSE_CONFIG_FILES,
    CONFIG_SUBSTITUTION_ERROR,
    ConfigError,
    ConfigErrors,
)
from canton.config.hocon.nodes import (
    Concatenation,
    ListNode,
    Node,
    ObjectNode,
    Stack,
    Substitution,
)
from canton.config.hocon.tree import ListValue, ObjectValue, Scalar, Value
from canton.config.origin import Origin


class _Context(NamedTuple):
    """How far each stack may be seen, and the objects around the place that is resolved."""

    limits: Mapping[int, int]
    around: _Around | None

    def below(self, stack: Stack, layer: int) -> _Context:
        return _Context({**self.limits, id(stack): layer}, self.around)

    def within(self, node: ObjectNode) -> _Context:
        return _Context(self.limits, _Around(node, self.around))

    def is_within(self, node: ObjectNode) -> bool:
        around = self.around
        while around is not None:
            if around.node is node:
                return True
            around = around.outer
        return False


class _Around(NamedTuple):
    node: ObjectNode
    outer: _Around | None


class _Layer(NamedTuple):
    """What shines through at a place: never a substitution or concatenation any more."""

    node: Scalar | ListValue | ListNode | ObjectNode
    context: _Context


_NOWHERE: Final = _Context({}, None)


def resolve(root: ObjectNode, environment: Mapping[str, str]) -> ObjectValue:
    """The resolved tree; `environment` is asked for paths that the configuration does not define.

    Raises:
        ConfigErrors: every substitution that has no value, every impossible concatenation.
    """
    return _Resolver(root, environment).tree()


class _Resolver:
    def __init__(self, root: ObjectNode, environment: Mapping[str, str]) -> None:
        self._root = root
        self._environment = environment
        self._errors: dict[int, ConfigError] = {}

    def tree(self) -> ObjectValue:
        tree = self._value(iter([_Layer(self._root, _NOWHERE)]))
        if self._errors:
            raise ConfigErrors(self._errors.values())
        assert isinstance(tree, ObjectValue)
        return tree

    # ---- writing the tree

    def _value(self, layers: Iterator[_Layer]) -> Value | None:
        top = next(layers, None)
        if top is None:
            return None
        match top.node:
            case Scalar() | ListValue():
                return top.node
            case ListNode():
                return self._list(top.node, top.context)
            case ObjectNode():
                return self._object([top, *layers])

    def _list(self, node: ListNode, context: _Context) -> ListValue:
        items = [self._value(self._layers_of(item, context)) for item in node.items]
        return ListValue([item for item in items if item is not None], node.origin)

    def _object(self, layers: list[_Layer]) -> ObjectValue:
        """Writes the object that the layers, highest first, make together."""
        objects = [layer for layer in layers if isinstance(layer.node, ObjectNode)]
        stacks: dict[str, list[tuple[Stack, _Context]]] = {}
        for node, context in reversed(objects):
            assert isinstance(node, ObjectNode)
            inner = context.within(node)
            for key, stack in node.fields.items():
                stacks.setdefault(key, []).append((stack, inner))
        written = ObjectValue(objects[0].node.origin)
        for key, sources in stacks.items():
            value = self._value(self._layers_through(reversed(sources)))
            if value is not None:
                written.fields[key] = value
        return written

    # ---- seeing through layers

    def _layers_through(self, sources: Iterable[tuple[Stack, _Context]]) -> Iterator[_Layer]:
        """The layers of one key in several objects, highest first, up to the first opaque one."""
        for stack, context in sources:
            for layer in self._layers_in(stack, context):
                yield layer
                if not isinstance(layer.node, ObjectNode):
                    return

    def _layers_in(self, stack: Stack, context: _Context) -> Iterator[_Layer]:
        visible = context.limits.get(id(stack), len(stack.layers))
        for index in range(visible - 1, -1, -1):
            node = stack.layers[index]
            if isinstance(node, ObjectNode | Scalar):
                inner = context
            else:
                inner = context.below(stack, index)
            for layer in self._layers_of(node, inner):
                yield layer
                if not isinstance(layer.node, ObjectNode):
                    return

    def _layers_of(self, node: Node, context: _Context) -> Iterator[_Layer]:
        match node:
            case Substitution():
                return self._substituted(node, context)
            case Concatenation():
                return self._joined(node, context)
            case _:
                return iter([_Layer(node, context)])

    # ---- substitutions

    def _substituted(self, node: Substitution, context: _Context) -> Iterator[_Layer]:
        for path in self._paths(node):
            found = self._lookup(path, context)
            top = next(found, None)
            if top is None:
                continue
            for layer in (top, *found):
                if isinstance(layer.node, ObjectNode) and context.is_within(layer.node):
                    self._undefined(node, is_cycle=True)
                    return
                yield layer
            return
        path = node.path[node.prefix_length :]
        if len(path) == 1 and (text := self._environment.get(path[0])) is not None:
            yield _Layer(Scalar(text, text, Origin(f"env var {path[0]}")), context)
        else:
            is_cycle = any(self._meets_limit(p, context) for p in self._paths(node))
            self._undefined(node, is_cycle=is_cycle)

    def _paths(self, node: Substitution) -> Iterator[tuple[str, ...]]:
        yield node.path
        if node.prefix_length:
            yield node.path[node.prefix_length :]

    def _lookup(self, path: tuple[str, ...], context: _Context) -> Iterator[_Layer]:
        layers: Iterator[_Layer] = iter([_Layer(self._root, context)])
        for key in path:
            layers = self._layers_through(self._fields(layers, key))
        return layers

    def _fields(self, layers: Iterator[_Layer], key: str) -> Iterator[tuple[Stack, _Context]]:
        for node, context in layers:
            if isinstance(node, ObjectNode) and (stack := node.fields.get(key)) is not None:
                yield stack, context

    def _meets_limit(self, path: tuple[str, ...], context: _Context) -> bool:
        """True if some of the path is hidden because it is just being resolved."""
        objects = [self._root]
        for key in path:
            stacks = [node.fields[key] for node in objects if key in node.fields]
            if any(id(stack) in context.limits for stack in stacks):
                return True
            layers = (layer for stack in stacks for layer in stack.layers)
            objects = [layer for layer in layers if isinstance(layer, ObjectNode)]
        return False

    def _undefined(self, node: Substitution, *, is_cycle: bool) -> None:
        if node.is_optional or id(node) in self._errors:
            return
        name = "${" + ".".join(node.path[node.prefix_length :]) + "}"
        reason = "is part of a cycle of substitutions" if is_cycle else "has no value"
        self._errors[id(node)] = ConfigError(
            CONFIG_SUBSTITUTION_ERROR, f"the substitution {name} {reason}", origin=node.origin
        )

    # ---- concatenations

    def _joined(self, node: Concatenation, context: _Context) -> Iterator[_Layer]:
        parts = [list(self._layers_of(part, context)) for part in node.parts]
        tops = [part[0].node for part in parts if part]
        if not tops:
            return
        solid = [top for top in tops if not (isinstance(top, Scalar) and top.is_space)]
        if solid and all(isinstance(top, ObjectNode) for top in solid):
            for part in reversed(parts):
                yield from (layer for layer in part if isinstance(layer.node, ObjectNode))
        elif solid and all(isinstance(top, ListNode | ListValue) for top in solid):
            items: list[Value] = []
            for part in parts:
                value = self._value(iter(part))
                if isinstance(value, ListValue):
                    items.extend(value.items)
            yield _Layer(ListValue(items, node.origin), context)
        elif all(isinstance(top, Scalar) for top in tops):
            if len(tops) == 1 and isinstance(top := tops[0], Scalar) and not top.is_space:
                yield _Layer(top, context)
                return
            text = "".join(top.text for top in tops if isinstance(top, Scalar))
            yield _Layer(Scalar(text, text, node.origin), context)
        else:
            self._errors[id(node)] = ConfigError(
                CANNOT_PARSE_CONFIG_FILES,
                "an object or a list cannot be joined with a value of another kind",
                origin=node.origin,
            )
