"""Where things are: the example's files, and the nodes' addresses as the remote files give them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from canton.config.values.reading import read
from canton.transport.seam import ChannelSettings

EXAMPLE: Final = Path(__file__).resolve().parent.parent
CANTON: Final = EXAMPLE.parent.parent / "bin" / "canton"
STATE: Final = EXAMPLE / ".rehearsal"
"""Logs, the database's files, and the numbers of the processes."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the deployment; `api` is its second API: the ledger's, or the sequencer's."""

    name: str
    kind: str
    admin: ChannelSettings
    api: ChannelSettings | None = None

    @property
    def file_name(self) -> str:
        """Its name in the names of files."""
        return self.name.replace("_", "-")

    @property
    def config_files(self) -> list[Path]:
        """The files that its process reads."""
        return [EXAMPLE / "postgres.conf", EXAMPLE / f"{self.file_name}.conf"]

    @property
    def log(self) -> Path:
        """Where it logs."""
        return STATE / f"{self.file_name}.log"

    @property
    def servers(self) -> Iterator[tuple[str, ChannelSettings]]:
        """What it listens on, by the name of the API."""
        yield "admin API", self.admin
        if self.api is not None:
            yield "ledger API" if self.kind == "participant" else "public API", self.api


def remote_files() -> list[Path]:
    """The files that tell the addresses of the nodes."""
    return sorted((EXAMPLE / "admin").glob("remote-*.conf"))


def nodes() -> dict[str, Node]:
    """The six nodes by name, in the order of their start."""
    config = read(remote_files(), [], os.environ)
    found = [
        Node(name, "sequencer", _settings(each.admin_api), _settings(each.public_api))
        for name, each in config.remote_sequencers.items()
    ]
    found += [
        Node(name, "mediator", _settings(each.admin_api))
        for name, each in config.remote_mediators.items()
    ]
    found += [
        Node(name, "participant", _settings(each.admin_api), _settings(each.ledger_api))
        for name, each in config.remote_participants.items()
    ]
    return {node.name: node for node in found}


def _settings(client: object) -> ChannelSettings:
    return ChannelSettings(client.address, client.port)  # type: ignore[attr-defined]


def of_kind(all_nodes: Mapping[str, Node], kind: str) -> list[Node]:
    """The nodes of that kind."""
    return [node for node in all_nodes.values() if node.kind == kind]
