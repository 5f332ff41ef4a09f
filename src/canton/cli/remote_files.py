"""`generate remote-config`: how another process reaches the nodes of this configuration.

Source: console-config-admin sheet 1.1.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from canton.config.values.root import CantonConfig
from canton.config.values.server import ServerConfig


def write_remote_files(config: CantonConfig, folder: Path) -> list[Path]:
    """Writes `remote-<name>.conf` for each local node and returns the files."""
    written = []
    for kind, name, apis in _nodes(config):
        lines = [f"canton.remote-{kind}.{json.dumps(name) if '.' in name else name} {{"]
        for api, server in apis.items():
            lines += _api(api, server)
        file = folder / f"remote-{name}.conf"
        file.write_text("\n".join([*lines, "}", ""]))
        written.append(file)
    return written


def _nodes(config: CantonConfig) -> Iterator[tuple[str, str, dict[str, ServerConfig]]]:
    for participant in config.participants.values():
        apis = {
            "admin-api": participant.node.admin_api,
            "ledger-api": participant.ledger_api.server,
        }
        yield "participants", participant.name, apis
    for sequencer in config.sequencers.values():
        apis = {
            "admin-api": sequencer.node.admin_api,
            "public-api": sequencer.public_api.server,
        }
        yield "sequencers", sequencer.name, apis
    for mediator in config.mediators.values():
        yield "mediators", mediator.name, {"admin-api": mediator.node.admin_api}


def _api(api: str, server: ServerConfig) -> Iterator[str]:
    yield f"  {api} {{"
    yield f"    address = {json.dumps(server.address)}"
    yield f"    port = {server.port}"
    if (tls := server.tls) is not None:
        yield "    tls {"
        yield f"      trust-collection-file = {json.dumps(tls.cert_chain)}"
        if tls.admin_client is not None:
            chain, key = tls.admin_client
            yield "      client-cert {"
            yield f"        cert-chain-file = {json.dumps(chain)}"
            yield f"        private-key-file = {json.dumps(key)}"
            yield "      }"
        yield "    }"
    yield "  }"
