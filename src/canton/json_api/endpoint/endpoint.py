"""An endpoint: a path and a verb that stand for a method of a ledger service.

Source: ledger API sheet 5.1; Canton 3.6 Js...Service (the endpoints' inputs and outputs).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from canton.daml_lf.engine import Library
from canton.json_api.mismatch import Json
from canton.transport.seam import Method

Rewrite = Callable[[Json], Json]


@dataclass(frozen=True, slots=True)
class JsonBody:
    """The body is the request's JSON, or that of one of its fields.

    `rewrite` turns older forms into the present one before the body is read.
    """

    field: str | None = None
    rewrite: Rewrite | None = None


@dataclass(frozen=True, slots=True)
class BytesBody:
    """The body is the content of a field as it is."""

    field: str


class Place(Enum):
    """Where a parameter stands."""

    PATH = "path"
    QUERY = "query"


class ParameterKind(Enum):
    """How the text of a parameter is read; TEXTS may be given several times."""

    TEXT = "text"
    INT32 = "integer"
    FLAG = "boolean"
    TEXTS = "texts"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter and the field of the request that it sets, if any.

    With `must_match` it sets nothing: it must equal what the body has there (`user.id`).
    `constants` say what is set for a value, where it is not the value itself.
    """

    name: str
    place: Place
    field: str = ""
    kind: ParameterKind = ParameterKind.TEXT
    must_match: str = ""
    constants: Mapping[Any, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JsonAnswer:
    """The answer is the response's JSON; `rewrite` turns it into an older form."""

    rewrite: Rewrite | None = None


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The answer has no body."""


@dataclass(frozen=True, slots=True)
class BytesAnswer:
    """The answer is a field of the response as it is; another field goes into a header."""

    field: str
    header: str
    header_field: str


@dataclass(frozen=True, slots=True)
class DefinitionAnswer:
    """The answer tells of packages, not of the response: what is found by a parameter of the path.

    Whoever may call the method may read it.
    """

    find: Callable[[Library, str], Json]
    parameter: str = ""


@dataclass(frozen=True, slots=True)
class Streaming:
    """The method gives a stream: a list over HTTP, one frame for each element over a websocket.

    `is_open_ended` tells of a request whose stream has no end by itself.
    """

    is_open_ended: Callable[[Any], bool] = lambda request: False


Body = JsonBody | BytesBody
Answer = JsonAnswer | NoAnswer | BytesAnswer | DefinitionAnswer


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint; `finish` completes the request once it is read."""

    verb: str
    path: str
    method: Method
    body: Body | None = None
    parameters: Sequence[Parameter] = ()
    answer: Answer = JsonAnswer()
    streaming: Streaming | None = None
    finish: Callable[[Any], None] | None = None
    is_deprecated: bool = False

    @property
    def segments(self) -> tuple[str, ...]:
        """The parts of the path; those in braces are parameters."""
        return tuple(self.path.strip("/").split("/"))
