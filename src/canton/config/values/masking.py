"""The configuration as text in which no secret shows, resolved or as merged from its files.

Source: console-config-admin sheet 1.5 (the keys whose values are blinded).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from canton.config.hocon.nodes import Concatenation, ListNode, Node, ObjectNode, Substitution
from canton.config.hocon.tree import ListValue, ObjectValue, Scalar, Value

MASK: Final = "****"
_SECRET_KEYS: Final = frozenset(
    {
        "secret",
        "pw",
        "password",
        "token",
        "admin-token",
        "fixed-admin-token",
        "jdbc",
        "jdbcurl",
        "url",
        "ledger-api-jdbc-url",
        "request-headers",
    }
)
_PLAIN_KEY: Final = re.compile(r"[A-Za-z0-9_-]+\Z")


def render_masked(tree: Value) -> str:
    """The tree as HOCON, secrets replaced by stars, one key a line."""
    return "\n".join(_lines(tree, "", is_secret=False))


def render_unresolved(root: ObjectNode) -> str:
    """The merged files as HOCON, substitutions unresolved, secrets replaced by stars."""
    return "\n".join(_fields(root, "", is_secret=False)) + "\n"


def _fields(node: ObjectNode, indent: str, *, is_secret: bool) -> Iterator[str]:
    for key, stack in node.fields.items():
        hides = is_secret or key.lower() in _SECRET_KEYS
        for layer in stack.layers:
            yield f"{indent}{_name(key)} = {_written(layer, indent, is_secret=hides)}"


def _written(node: Node, indent: str, *, is_secret: bool) -> str:
    match node:
        case Scalar():
            return node.text if node.is_space else _literal(node, is_secret=is_secret)
        case Substitution():
            path = ".".join(map(_name, node.path[node.prefix_length :]))
            return f"${{{'?' if node.is_optional else ''}{path}}}"
        case Concatenation():
            return "".join(_written(part, indent, is_secret=is_secret) for part in node.parts)
        case ListNode():
            items = (_written(item, indent, is_secret=is_secret) for item in node.items)
            return f"[{', '.join(items)}]"
        case ObjectNode():
            inner = list(_fields(node, indent + "  ", is_secret=is_secret))
            return "\n".join(["{", *inner, indent + "}"])


def _name(key: str) -> str:
    return key if _PLAIN_KEY.match(key) else json.dumps(key, ensure_ascii=False)


def _lines(value: Value, indent: str, *, is_secret: bool) -> Iterator[str]:
    match value:
        case Scalar():
            yield indent + _literal(value, is_secret=is_secret)
        case ListValue():
            yield f"{indent}["
            for item in value.items:
                yield from _lines(item, indent + "  ", is_secret=is_secret)
            yield f"{indent}]"
        case ObjectValue():
            yield f"{indent}{{"
            for key, item in value.fields.items():
                hides = is_secret or key.lower() in _SECRET_KEYS
                first, *rest = _lines(item, indent + "  ", is_secret=hides)
                yield f"{indent}  {_name(key)} = {first.strip()}"
                yield from rest
            yield f"{indent}}}"


def _literal(value: Scalar, *, is_secret: bool) -> str:
    if value.value is None:
        return "null"
    if is_secret:
        return f'"{MASK}"'
    if isinstance(value.value, str):
        return json.dumps(value.value, ensure_ascii=False)
    return value.text
