"""StatusService: the log level, and a dump of what an expert needs to look at a node.

Source: HA sheet 7.3; console-config-admin sheet 7.3.
"""

from __future__ import annotations

import asyncio
import io
import json
import logging
import platform
import sys
import threading
import traceback
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message

from canton.admin_api.errors import reading
from canton.telemetry.logging import LEVELS
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import admin_health_pb2 as wire

CHUNK_SIZE: Final = 2_000_000
LOG_BYTES_MAX: Final = 20_000_000
_LOGGER: Final = "canton"


@dataclass(frozen=True, slots=True)
class DumpSources:
    """What a dump is made of.

    `statuses` are the statuses of the process's nodes by name; `masked_config` must show no
    secrets; `metrics` is the page of all metrics.
    """

    version: str
    statuses: Callable[[], Awaitable[dict[str, Message]]]
    masked_config: Callable[[], str]
    metrics: Callable[[], str] = str
    log_file: Path | None = None


async def make_dump(sources: DumpSources) -> bytes:
    """The zip file."""
    statuses = await sources.statuses()
    facts = {
        "releaseVersion": sources.version,
        "environment": {"os": platform.platform(), "python": sys.version},
        "config": sources.masked_config(),
        "status": {name: MessageToDict(status) for name, status in statuses.items()},
        "metrics": sources.metrics(),
        "threads": _stacks(),
    }
    # A long log takes its time to pack.
    return await asyncio.to_thread(
        _pack, json.dumps(facts, indent=2, default=str), sources.log_file
    )


def _pack(facts: str, log_file: Path | None) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("canton-dump.json", facts)
        if log_file is not None and log_file.is_file():
            archive.writestr(log_file.name, _tail(log_file))
    return content.getvalue()


def _tail(file: Path) -> bytes:
    with file.open("rb") as log:
        size = log.seek(0, io.SEEK_END)
        log.seek(max(0, size - LOG_BYTES_MAX))
        return log.read()


def _stacks() -> dict[str, list[str]]:
    names = {thread.ident: thread.name for thread in threading.enumerate()}
    return {
        names.get(ident, str(ident)): traceback.format_stack(frame)
        for ident, frame in sys._current_frames().items()
    }


def status_service_table(sources: DumpSources) -> ServiceTable:
    """StatusService."""

    async def set_log_level(request: wire.SetLogLevelRequest, call: Call) -> Any:
        with reading():
            level = request.level.upper()
            if level not in LEVELS:
                raise ValueError(f"{request.level!r} is not a log level: {', '.join(LEVELS)}")
        logging.getLogger(_LOGGER).setLevel(LEVELS[level])
        return wire.SetLogLevelResponse()

    async def health_dump(request: wire.HealthDumpRequest, call: Call) -> AsyncIterator[Any]:
        content = await make_dump(sources)
        size = request.chunk_size or CHUNK_SIZE
        for start in range(0, len(content), size):
            yield wire.HealthDumpResponse(chunk=content[start : start + size])

    service = wire.DESCRIPTOR.services_by_name["StatusService"]
    return table_of(service, {"SetLogLevel": set_log_level, "HealthDump": health_dump})
