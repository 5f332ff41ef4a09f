"""Files -> tree: the whole facade of the HOCON reader.

Every file is parsed unresolved, later files lie upon earlier ones, single values of the command
line upon all files, and then substitutions are resolved once, with the environment as a fallback.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from canton.config.errors import (
    CANNOT_PARSE_CONFIG_FILES,
    CANNOT_READ_CONFIG_FILES,
    ConfigError,
    ConfigErrors,
)
from canton.config.hocon import nodes
from canton.config.hocon.nodes import ObjectNode
from canton.config.hocon.parser import Include, parse, parse_path
from canton.config.hocon.resolver import resolve
from canton.config.hocon.tree import ObjectValue, Scalar
from canton.config.origin import Origin

INCLUDE_DEPTH_MAX: Final = 50
_EXTENSIONS: Final = (".conf", ".json")
_COMMAND_LINE: Final = "command line"


def load(
    files: Sequence[Path],
    overrides: Sequence[tuple[str, str]],
    environment: Mapping[str, str],
    folder: Path = Path(),
) -> ObjectValue:
    """The resolved configuration of `files` with `overrides` (path, value) on top.

    Of two overrides of one key the first wins. `include file(...)` is relative to `folder`.

    Raises:
        ConfigErrors: unreadable files, syntax errors (one per file), all undefined substitutions.
    """
    try:
        return resolve(merged(files, overrides, folder), environment)
    except RecursionError:
        raise ConfigErrors(
            [ConfigError(CANNOT_PARSE_CONFIG_FILES, "values are nested too deeply")]
        ) from None


def loads(text: str, environment: Mapping[str, str], name: str = "text") -> ObjectValue:
    """The resolved configuration of a text that includes nothing but absolute or `file` paths."""
    return resolve(parse(text, name, _FileIncluder(Path(), Path(name), 0)), environment)


def merged(
    files: Sequence[Path], overrides: Sequence[tuple[str, str]], folder: Path = Path()
) -> ObjectNode:
    """The files and overrides laid over each other, substitutions unresolved.

    Raises:
        ConfigErrors: unreadable files, syntax errors (one per file).
    """
    root = ObjectNode(Origin(str(files[0]) if files else _COMMAND_LINE))
    errors: list[ConfigError] = []
    for file in files:
        try:
            nodes.merge(root, _parse_file(file, folder, (), 0))
        except ConfigErrors as e:
            errors.extend(e.findings)
    try:
        _lay_overrides(root, overrides)
    except ConfigErrors as e:
        errors.extend(e.findings)
    if errors:
        raise ConfigErrors(errors)
    return root


def _lay_overrides(root: ObjectNode, overrides: Iterable[tuple[str, str]]) -> None:
    seen: set[tuple[str, ...]] = set()
    origin = Origin(_COMMAND_LINE)
    for name, value in overrides:
        path = parse_path(name, _COMMAND_LINE)
        if path not in seen:
            seen.add(path)
            nodes.lay(root, path, Scalar(value, value, origin))


def _parse_file(file: Path, folder: Path, prefix: tuple[str, ...], depth: int) -> ObjectNode:
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as e:
        raise _unreadable(f"cannot read {file}: {e.strerror or e}", None) from e
    except UnicodeDecodeError as e:
        raise _unreadable(f"cannot read {file}: it is not UTF-8", None) from e
    return parse(text, str(file), _FileIncluder(folder, file, depth), prefix)


class _FileIncluder:
    """Answers the include statements of one file."""

    def __init__(self, folder: Path, file: Path, depth: int) -> None:
        self._folder = folder
        self._file = file
        self._depth = depth

    def __call__(self, include: Include, prefix: tuple[str, ...]) -> ObjectNode:
        if self._depth >= INCLUDE_DEPTH_MAX:
            raise _unreadable(
                f"includes are nested more than {INCLUDE_DEPTH_MAX} deep: probably a file "
                "includes itself",
                include.origin,
            )
        if include.place in ("url", "classpath"):
            raise _unreadable(f"include {include.place}(...) is not supported", include.origin)
        base = self._folder if include.place == "file" else self._file.parent
        found = [f for f in _candidates(base / include.name) if f.is_file()]
        if not found and include.is_required:
            raise _unreadable(
                f"the included file {base / include.name} does not exist", include.origin
            )
        included = ObjectNode(include.origin)
        for file in found:
            nodes.merge(included, _parse_file(file, self._folder, prefix, self._depth + 1))
        return included


def _candidates(path: Path) -> Iterable[Path]:
    """The files that a name may mean: without an extension of ours every extension, best last."""
    if path.suffix in _EXTENSIONS:
        return [path]
    return [path, *(path.with_name(path.name + suffix) for suffix in reversed(_EXTENSIONS))]


def _unreadable(message: str, origin: Origin | None) -> ConfigErrors:
    return ConfigErrors([ConfigError(CANNOT_READ_CONFIG_FILES, message, origin=origin)])
