"""The reference of all configuration keys as Markdown, generated from the table.

`docs/reference/config.md` is what `render` gives; `python -m canton.config.schema.reference` prints
it, and a test compares the two.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Final

from canton.config.schema.table import ROOT, Key, Shape, Table, Type, table

_HEAD: Final = """\
# Configuration keys

Generated from `src/canton/config/schema/keys.json`; do not edit. Everything stands below `canton`.
A section is a kind of object; paths lead from `canton` through the links.

- **Effect**: `yes` means that this program acts on the key. A known key without effect is accepted,
  checked, and named once in the log at start.
- **Protects**: the key promises protection. While it has no effect, a node that sets it does not
  start.
- **Ours**: the original does not have the key.
- Durations are written with a unit (`20s`, `5 minutes`, `100ms`, `Inf` where that is sensible),
  sizes as `8MiB`.
- `${NAME}` stands for another path or an environment variable; `${?NAME}` may be absent.
- `storage.config` of PostgreSQL takes `properties.{serverName, portNumber, databaseName, user,
  password, currentSchema, ssl, sslmode, sslrootcert, sslcert, sslkey}`, or `url` (`jdbcUrl`) as
  `jdbc:postgresql://host:port/database?user=..&password=..`, and `numThreads`; other keys of the
  original's database library are ignored.
"""


def render() -> str:
    """The whole reference."""
    keys = table()
    lines = [_HEAD]
    for name in _in_order(keys):
        lines += _section(name, keys)
    lines += _old_names(keys)
    return "\n".join(lines).rstrip() + "\n"


def _in_order(keys: Table) -> list[str]:
    """The objects, breadth first from the root, so that what is near the root comes first."""
    found, waiting = [ROOT], [ROOT]
    while waiting:
        for key in keys.objects[waiting.pop(0)].values():
            for target in _targets(key.type, keys):
                if target not in found:
                    found.append(target)
                    waiting.append(target)
    return found


def _targets(kind: Type, keys: Table) -> Iterator[str]:
    while kind.element is not None:
        kind = kind.element
    if kind.shape is Shape.OBJECT:
        yield kind.name
    elif kind.shape is Shape.CHOICE:
        yield from keys.choices[kind.name].values()


def _section(name: str, keys: Table) -> Iterator[str]:
    yield f"## {name}\n"
    variants = [
        f"`type = {variant}` of {choice}"
        for choice, targets in keys.choices.items()
        for variant, target in targets.items()
        if target == name
    ]
    if variants:
        yield "Variant: " + ", ".join(variants) + ".\n"
    rows = keys.objects[name].values()
    if not rows:
        yield "No keys.\n"
        return
    yield "| key | type | default | effect | notes |"
    yield "|---|---|---|---|---|"
    for row in rows:
        yield f"| `{row.name}` | {_type(row.type, keys)} | {_default(row)} | {_effect(row)} |"
    yield ""


def _type(kind: Type, keys: Table) -> str:
    match kind.shape:
        case Shape.LIST | Shape.MAP:
            assert kind.element is not None
            words = "list of " if kind.shape is Shape.LIST else "by name: "
            text = words + _type(kind.element, keys)
        case Shape.OBJECT:
            text = f"[{kind.name}](#{kind.name})"
        case Shape.CHOICE:
            links = (f"[{v}](#{target})" for v, target in keys.choices[kind.name].items())
            text = "one of " + ", ".join(links)
        case Shape.ENUM:
            text = "one of " + ", ".join(f"`{value}`" for value in keys.enums[kind.name])
        case Shape.SCALAR:
            text = kind.name
    return f"{text}, optional" if kind.is_optional else text


def _default(row: Key) -> str:
    if row.is_required:
        return "required"
    if row.default is None:
        return "none"
    if row.default == {} and row.type.shape is Shape.OBJECT:
        return "its defaults"
    return f"`{json.dumps(row.default).strip(chr(34))}`"


def _effect(row: Key) -> str:
    kind = row.type
    while kind.element is not None:
        kind = kind.element
    is_leaf = kind.shape in (Shape.SCALAR, Shape.ENUM)
    effect = "yes" if row.has_effect else ("no" if is_leaf or row.protects else "see there")
    notes = [word for word, is_so in (("protects", row.protects), ("ours", row.is_ours)) if is_so]
    return f"{effect} | {', '.join(notes)}"


def _old_names(keys: Table) -> Iterator[str]:
    yield "## Old names\n"
    yield "They are still read, with a warning; where both are set the present one wins.\n"
    yield "| section | old key | present key |"
    yield "|---|---|---|"
    for owner, moved in sorted(keys.moved.items()):
        for old, new in moved.items():
            yield f"| {owner} | `{old}` | `{new}` |"
    for owner, dropped in sorted(keys.dropped.items()):
        for old in dropped:
            yield f"| {owner} | `{old}` | none: it has no effect |"


if __name__ == "__main__":
    sys.stdout.write(render())
