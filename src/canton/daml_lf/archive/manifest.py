"""The manifest of a DAR: Java's syntax, where lines have at most 72 bytes and may be continued.

Source: LF sheet 1.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

MANIFEST_NAME: Final = "META-INF/MANIFEST.MF"
_FORMAT: Final = "daml-lf"
_LINE_BYTES_MAX: Final = 72


@dataclass(frozen=True, slots=True)
class Manifest:
    """The entry names of the main archive and of the others."""

    main: str
    dependencies: tuple[str, ...]


def read_manifest(data: bytes) -> Manifest:
    """Reads a manifest.

    Raises:
        ValueError: a line is malformed, an attribute is missing, or the format is another.
    """
    attributes = _attributes(data)
    values: list[str] = []
    for key in ("Main-Dalf", "Dalfs", "Format"):
        value = attributes.get(key.lower())
        if value is None:
            raise ValueError(f"Cannot find attribute: {key}")
        values.append(value.strip())
    main, dalfs, format_ = values
    if format_ != _FORMAT:
        raise ValueError(f"Unsupported format: {format_}")
    names = [name.strip() for name in dalfs.split(",")]
    return Manifest(main, tuple([name for name in names if name != main]))


def _attributes(data: bytes) -> dict[str, str]:
    """The attributes of the first section by lowercase name."""
    lines: list[bytes] = []
    for line in data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"):
        if line.startswith(b" ") and lines:
            lines[-1] += line[1:]
        elif not line and lines:
            break
        elif line:
            lines.append(line)
    attributes: dict[str, str] = {}
    for line in lines:
        key, separator, value = line.decode("utf-8").partition(":")
        if not separator or not key:
            raise ValueError(f"invalid header field {key[:80]!r}")
        attributes[key.lower()] = value.removeprefix(" ")
    return attributes


def write_manifest(name_dash_version: str, main: str, names: Sequence[str]) -> bytes:
    """A manifest that `read_manifest` and Java read; lines are continued where they are long."""
    attributes = {
        "Manifest-Version": "1.0",
        "Created-By": "canton",
        "Name": name_dash_version,
        "Main-Dalf": main,
        "Dalfs": ", ".join(names),
        "Format": _FORMAT,
        "Encryption": "non-encrypted",
    }
    lines: list[bytes] = []
    for key, value in attributes.items():
        rest = f"{key}: {value}".encode()
        lines.append(rest[:_LINE_BYTES_MAX])
        rest = rest[_LINE_BYTES_MAX:]
        while rest:
            lines.append(b" " + rest[: _LINE_BYTES_MAX - 1])
            rest = rest[_LINE_BYTES_MAX - 1 :]
    return b"\r\n".join(lines) + b"\r\n\r\n"
