"""A compiled package as plain data: sources, tables of what it exports and needs; its cache form.

The cache form is the marshalled tables with a checksum in front; a damaged or half-written entry
is not read but made anew. The key names package, generator and Python, so nothing stale is read.
"""

from __future__ import annotations

import hashlib
import marshal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, NamedTuple, Protocol

from canton.daml_lf.compiler.encoding import EncodedType
from canton.daml_lf.language.reference import PackageId

GENERATOR_VERSION: Final = 5
"""Raised with every change of what is generated."""

_CHECKSUM_SIZE: Final = 32

Name = tuple[str, str]
"""A module and a definition in it."""


class DataShape(NamedTuple):
    """A data type: `kind` is record, variant, enum or interface; types are empty for enums."""

    kind: str
    serializable: bool
    parameters: tuple[str, ...]
    names: tuple[str, ...]
    types: tuple[EncodedType, ...]


class ChoiceTable(NamedTuple):
    """A choice: the names of its functions, types of argument and result."""

    consuming: bool
    controllers: str
    observers: str | None
    authorizers: str | None
    body: str
    argument_type: EncodedType
    result_type: EncodedType


class KeyTable(NamedTuple):
    """A key: its type and the names of its functions."""

    type: EncodedType
    key: str
    maintainers: str


class InstanceTable(NamedTuple):
    """How a template implements an interface: names of functions."""

    view: str
    methods: dict[str, str]


class TemplateTable(NamedTuple):
    """A template: names of functions, choices, key, interface instances by identifier."""

    precondition: str
    signatories: str
    observers: str
    choices: dict[str, ChoiceTable]
    key: KeyTable | None
    instances: dict[tuple[str, str, str], InstanceTable]


class InterfaceTable(NamedTuple):
    """An interface: the type of its view, what it requires, its choices."""

    view_type: EncodedType
    requires: tuple[tuple[str, str, str], ...]
    choices: dict[str, ChoiceTable]


@dataclass(frozen=True, slots=True)
class CompiledPackage:
    """A compiled package.

    `chunks` has the Python source of each definition by the name of its function. `exports` gives
    each value's Python name and arity; `value_imports` and `thing_imports` say which names the
    code finds in its globals for foreign values, templates and interfaces.
    """

    package_id: PackageId
    name: str
    version: str
    language_version: str
    dependencies: tuple[str, ...]
    exports: Mapping[Name, tuple[str, int]]
    value_imports: tuple[tuple[str, int, str, str, str], ...]
    thing_imports: tuple[tuple[str, str, str, str, str], ...]
    shapes: Mapping[Name, DataShape]
    synonyms: Mapping[Name, tuple[tuple[str, ...], EncodedType]]
    templates: Mapping[Name, TemplateTable]
    interfaces: Mapping[Name, InterfaceTable]
    exceptions: Mapping[Name, str]
    chunks: Mapping[str, str]


class CodeCache(Protocol):
    """Where compiled packages are kept between runs; keys are fit for file names."""

    def get(self, key: str) -> bytes | None:
        """What was put under the key, or what is left of it."""

    def put(self, key: str, content: bytes) -> None:
        """Keeps the content."""


def cache_key(package_id: PackageId) -> str:
    """The key of a package's compiled form."""
    return f"{package_id}-{GENERATOR_VERSION}-{sys.implementation.cache_tag}"


def to_cache(compiled: CompiledPackage) -> bytes:
    """The cache form."""
    plain: Any = tuple(_plain(getattr(compiled, f.name)) for f in fields(compiled))
    content = marshal.dumps(plain)
    return hashlib.sha256(content).digest() + content


def from_cache(cached: bytes, package_id: PackageId) -> CompiledPackage | None:
    """The compiled package, or None where the entry is damaged or another package's."""
    content = memoryview(cached)[_CHECKSUM_SIZE:]
    if len(cached) <= _CHECKSUM_SIZE or hashlib.sha256(content).digest() != cached[:_CHECKSUM_SIZE]:
        return None
    names = [f.name for f in fields(CompiledPackage)]
    values = dict(zip(names, marshal.loads(content), strict=True))
    if values["package_id"] != package_id:
        return None
    values["shapes"] = {name: DataShape(*row) for name, row in values["shapes"].items()}
    values["templates"] = {name: _template(*row) for name, row in values["templates"].items()}
    values["interfaces"] = {
        name: InterfaceTable(view, requires, _choices(choices))
        for name, (view, requires, choices) in values["interfaces"].items()
    }
    return CompiledPackage(**values)


def _plain(value: object) -> object:
    # Named tuples and string subclasses are written as what they are made of.
    if isinstance(value, dict):
        return {_plain(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    return str(value) if isinstance(value, str) else value


def _choices(rows: dict[str, tuple]) -> dict[str, ChoiceTable]:  # type: ignore[type-arg]
    return {name: ChoiceTable(*row) for name, row in rows.items()}


def _template(*row: object) -> TemplateTable:
    precondition, signatories, observers, choices, key, instances = row
    assert isinstance(choices, dict) and isinstance(instances, dict)
    assert isinstance(precondition, str)
    assert isinstance(signatories, str) and isinstance(observers, str)
    return TemplateTable(
        precondition,
        signatories,
        observers,
        _choices(choices),
        KeyTable(*key) if isinstance(key, tuple) else None,
        {name: InstanceTable(*instance) for name, instance in instances.items()},
    )
