"""The configuration as text in which no secret shows.

Source: console-config-admin sheet 1.5 (the keys whose values are blinded).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

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
                name = key if _PLAIN_KEY.match(key) else json.dumps(key)
                first, *rest = _lines(item, indent + "  ", is_secret=hides)
                yield f"{indent}  {name} = {first.strip()}"
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
