"""What the HTTP library logs: what a client did wrong is no error of the node.

Whoever can reach the port can send what is no HTTP; a line says so, without a stack.
"""

from __future__ import annotations

import logging
from typing import Final

from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.web_protocol import RequestPayloadError

_CLIENTS_FAULT: Final = (HttpProcessingError, RequestPayloadError)
_LENGTH_MAX: Final = 200


class _ClientsFault(logging.Filter):
    """Turns complaints about what a client sent into information."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, _CLIENTS_FAULT):
            reason = " ".join(str(error).split())[:_LENGTH_MAX]
            record.msg, record.args = f"{record.getMessage()}: {reason}", ()
            record.levelno, record.levelname = logging.INFO, "INFO"
            record.exc_info = record.exc_text = None
        return record.levelno >= PROTOCOL_LOGGER.getEffectiveLevel()


PROTOCOL_LOGGER: Final = logging.getLogger("canton.json_api.http.protocol")
"""Where the HTTP library logs to."""

PROTOCOL_LOGGER.addFilter(_ClientsFault())

# All that the library's own logger of websockets says is which protocols a client offers, and a
# client's token may be among them.
logging.getLogger("aiohttp.websocket").addFilter(lambda record: False)
