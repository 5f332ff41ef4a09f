"""What parts of messages look like in JSON, for the documents that describe the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from google.protobuf.descriptor import Descriptor


@dataclass(frozen=True, slots=True, eq=False)
class Plain:
    """Something that one JSON schema describes."""

    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ObjectOf:
    """A message."""

    descriptor: Descriptor


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list."""

    element: Shape


@dataclass(frozen=True, slots=True)
class MapOf:
    """An object whose members are all alike."""

    element: Shape


@dataclass(frozen=True, slots=True)
class ChoiceOf:
    """An object of one of these constructors, each around `value` or, when bare, by itself.

    `title` names it in documents, where its own name would not do.
    """

    name: str
    title: str
    tags: Mapping[str, tuple[Shape, bool]]
    empty_tag: str | None


Shape = Plain | ObjectOf | ListOf | MapOf | ChoiceOf
