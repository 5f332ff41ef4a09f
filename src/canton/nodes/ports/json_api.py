"""The JSON Ledger API of a participant while it is active, if its configuration has one.

It answers by the handlers that the gRPC Ledger API serves, so whatever guards those guards it, too.
Source: console-config-admin sheet 3.4.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final

from canton.config.values.node import ParticipantConfig
from canton.lifecycle.aside import in_thread
from canton.nodes.foundation import Foundation
from canton.nodes.ports.listening import listening
from canton.nodes.process import VERSION
from canton.nodes.tls.material import api_tls
from canton.participant.ledger import Ledger
from canton.transport.seam import Services

NAME: Final = "http-ledger-api"
_LOGGER = logging.getLogger(__name__)


async def load_json_api(config: ParticipantConfig) -> None:
    """Loads the HTTP library, if the configuration asks for the API.

    That takes a third of a second: a replica does it before it is active, and beside its loop.
    """
    if _is_wanted(config):
        await in_thread(_load)


def _load() -> None:
    import canton.json_api.http.server  # noqa: F401


def _is_wanted(config: ParticipantConfig) -> bool:
    return config.http_ledger_api.is_enabled and config.http_ledger_api.is_port_set


@asynccontextmanager
async def serving_json(
    node: Foundation, config: ParticipantConfig, services: Services, ledger: Ledger
) -> AsyncIterator[None]:
    """Serves the JSON Ledger API while the body runs.

    It is protected as the Ledger API is, by the same certificate.

    Raises:
        TransientError: the port is taken.
    """
    if not _is_wanted(config):
        yield
        return
    await load_json_api(config)
    from canton.json_api.api import JsonApi, Limits
    from canton.json_api.endpoint.table import DEFINITIONS, ENDPOINTS
    from canton.json_api.http.server import HttpServer, HttpSettings

    http, process, server = config.http_ledger_api, node.process, config.ledger_api.server
    tls = api_tls(server, process.clock.now())
    settings = HttpSettings(
        http.address,
        http.port,
        http.path_prefix or "",
        tls.server,
        server.message_bytes_max if http.message_bytes_max is None else http.message_bytes_max,
    )
    limits = Limits(http.list_elements_max, http.list_wait_s, http.request_timeout_s)
    endpoints = (*ENDPOINTS, *(DEFINITIONS if http.serves_definitions else ()))
    api = JsonApi(services, ledger, process.randomness, VERSION, limits, node.metrics, endpoints)
    what, where = f"the {NAME} of {node.config.name}", f"{http.address}:{http.port}"
    async with listening(what, where, HttpServer(settings, api)) as listener:
        node.ports[NAME], node.tls[NAME] = listener.port, tls
        try:
            with _told_in_file(http.port_file, listener.port):
                yield
        finally:
            del node.ports[NAME], node.tls[NAME]


@contextmanager
def _told_in_file(file: str | None, port: int) -> Iterator[None]:
    """The port in a file while it listens, for who let the system choose one."""
    if file is None:
        yield
        return
    path = Path(file)
    try:
        path.write_text(f"{port}\n")
    except OSError as error:
        _LOGGER.warning("The port file of the %s cannot be written: %s", NAME, error)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
