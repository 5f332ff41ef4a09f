"""Which endpoint a path and a verb mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from canton.json_api.endpoint.endpoint import Endpoint


@dataclass(frozen=True, slots=True)
class Route:
    """The endpoints of a path by verb, and what stands for the parameters in it."""

    by_verb: Mapping[str, Endpoint]
    parameters: Mapping[str, str]


class Router:
    """Finds endpoints; a path without parameters goes before one that has them."""

    def __init__(self, endpoints: Iterable[Endpoint]) -> None:
        self._by_path: dict[tuple[str, ...], dict[str, Endpoint]] = {}
        for each in endpoints:
            self._by_path.setdefault(each.segments, {})[each.verb] = each
        self._patterns = [path for path in self._by_path if any(map(_is_parameter, path))]

    def find(self, path: str) -> Route | None:
        """The endpoints of a path as it stands in a URL, if there are any."""
        segments = tuple(unquote(each) for each in path.strip("/").split("/"))
        exact = self._by_path.get(segments)
        if exact is not None and segments not in self._patterns:
            return Route(exact, {})
        for pattern in self._patterns:
            parameters = _match(pattern, segments)
            if parameters is not None:
                return Route(self._by_path[pattern], parameters)
        return None


def _is_parameter(segment: str) -> bool:
    return segment.startswith("{")


def _match(pattern: tuple[str, ...], segments: tuple[str, ...]) -> dict[str, str] | None:
    if len(pattern) != len(segments):
        return None
    parameters = {}
    for expected, given in zip(pattern, segments, strict=True):
        if _is_parameter(expected):
            parameters[expected[1:-1]] = given
        elif expected != given:
            return None
    return parameters
