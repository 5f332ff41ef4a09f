"""Files -> CantonConfig: read, check against the table, build, validate, collecting all findings.

Source: console-config-admin sheet 1.5, 1.6, 3.1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeVar

from canton.config.errors import (
    GENERIC_CONFIG_ERROR,
    NO_CONFIG_FILES,
    ConfigError,
    ConfigErrors,
)
from canton.config.hocon.loading import load
from canton.config.hocon.tree import ObjectValue, Scalar
from canton.config.origin import Origin
from canton.config.schema.checking import Notes, check
from canton.config.schema.sections import Section
from canton.config.schema.table import table
from canton.config.values.masking import render_masked
from canton.config.values.node import mediator, participant, sequencer
from canton.config.values.remote import remote_mediator, remote_participant, remote_sequencer
from canton.config.values.root import CantonConfig, features, monitoring, parameters
from canton.config.values.validation import findings

_TRUE: Final = ("true", "yes", "on")
_FALSE: Final = ("false", "no", "off")
T = TypeVar("T")


def read(
    files: Sequence[Path],
    overrides: Sequence[tuple[str, str]],
    environment: Mapping[str, str],
    folder: Path = Path(),
) -> CantonConfig:
    """The configuration of `files`, later ones on top, with `overrides` (path, value) above all.

    Raises:
        ConfigErrors: everything that is wrong, each with file, line and path.
    """
    if not files and not overrides:
        raise ConfigErrors(
            [
                ConfigError(
                    NO_CONFIG_FILES,
                    "No config files were given to Canton. At least one is required with "
                    "--config, or a key and value with -C.",
                )
            ]
        )
    return config_of(load(files, overrides, environment, folder))


def config_of(tree: ObjectValue) -> CantonConfig:
    """The configuration below the key `canton` of a resolved tree; all other keys are ignored.

    Raises:
        ConfigErrors: everything that is wrong, each with file, line and path.
    """
    root = tree.fields.get("canton", ObjectValue(Origin("nowhere")))
    if not isinstance(root, ObjectValue):
        raise ConfigErrors(
            [ConfigError(GENERIC_CONFIG_ERROR, "Expected an object.", "canton", root.origin)]
        )
    section, notes = check(root, table(), is_strict=_is_strict(root))
    if notes.errors:
        raise ConfigErrors(notes.errors)
    config = _built(section, notes, render_masked(root))
    if errors := findings(config):
        raise ConfigErrors(errors)
    return config


def _is_strict(root: ObjectValue) -> bool:
    def says(key: str, words: tuple[str, ...]) -> bool:
        value = root.at("parameters", key)
        return isinstance(value, Scalar) and value.text in words

    return not (says("fail-on-unknown-config-keys", _FALSE) and says("non-standard-config", _TRUE))


def _built(root: Section, notes: Notes, masked_text: str) -> CantonConfig:
    errors: list[ConfigError] = []

    def each(key: str, build: Callable[[str, Section], T]) -> dict[str, T]:
        built = {}
        for name, section in root.section_map(key).items():
            try:
                built[name] = build(name, section)
            except ConfigErrors as e:
                errors.extend(e.findings)
        return built

    config = CantonConfig(
        participants=each("participants", lambda n, s: participant(n, s, _default_pool)),
        sequencers=each("sequencers", lambda n, s: sequencer(n, s, _default_pool)),
        mediators=each("mediators", lambda n, s: mediator(n, s, _default_pool)),
        remote_participants=each("remote-participants", remote_participant),
        remote_sequencers=each("remote-sequencers", remote_sequencer),
        remote_mediators=each("remote-mediators", remote_mediator),
        parameters=parameters(root.section("parameters")),
        monitoring=monitoring(root.section("monitoring")),
        features=features(root.section("features")),
        without_effect=tuple(notes.without_effect),
        unprotected=tuple(notes.unprotected),
        deprecated=tuple(notes.deprecated),
        ignored=tuple(notes.ignored),
        masked_text=masked_text,
    )
    if errors:
        raise ConfigErrors(errors)
    return config


def _default_pool() -> Section:
    """The connection pool of a node that says nothing on replication."""
    replication, _ = check(ObjectValue(Origin("default")), table(), name="replication")
    return replication.section("connection-pool")
