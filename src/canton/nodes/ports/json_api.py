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
from canton.nodes.foundation import Foundation
from canton.nodes.ports.listening import listening
from canton.nodes.process import VERSION
from canton.nodes.tls.material import api_tls
from canton.participant.ledger import Ledger
from canton.transport.seam import Services

NAME: Final = "http-ledger-api"
_LOGGER = logging.getLogger(__name__)


@asynccontextmanager
async def serving_json(
    node: Foundation, config: ParticipantConfig, services: Services, ledger: Ledger
) -> AsyncIterator[None]:
    """Serves the JSON Ledger API while the body runs.

    It is protected as the Ledger API is, by the same certificate.

    Raises:
        TransientError: the port is taken.
    """
    http = config.http_ledger_api
    if not (http.is_enabled and http.is_port_set):
        yield
        return
    # Loading the HTTP library takes longer than all the rest of a start: only who asks for it pays.
    from canton.json_api.api import JsonApi, Limits
    from canton.json_api.http.server import HttpServer, HttpSettings

    process, server = node.process, config.ledger_api.server
    tls = api_tls(server, process.clock.now())
    settings = HttpSettings(
        http.address,
        http.port,
        http.path_prefix or "",
        tls.server,
        server.message_bytes_max if http.message_bytes_max is None else http.message_bytes_max,
    )
    limits = Limits(http.list_elements_max, http.list_wait_s, http.request_timeout_s)
    api = JsonApi(services, ledger, process.randomness, VERSION, limits)
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
