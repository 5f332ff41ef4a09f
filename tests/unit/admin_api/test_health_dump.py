"""Log levels and dumps."""

from __future__ import annotations

import io
import json
import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from canton.admin_api.health_dump import DumpSources, status_service_table
from canton.transport.seam import RpcError
from canton.wire import admin_health_pb2 as wire


def sources(log_file: Path | None = None) -> DumpSources:
    async def statuses() -> dict:
        return {"p": wire.NotInitialized(active=True, version="3.6")}

    return DumpSources("3.6", statuses, lambda: "password = ***", log_file=log_file)


@pytest.fixture
def own_logger() -> Iterator[logging.Logger]:
    logger = logging.getLogger("canton")
    level = logger.level
    yield logger
    logger.setLevel(level)


async def test_a_dump_arrives_in_chunks_and_holds_status_config_and_log(
    operator, tmp_path: Path
) -> None:
    log_file = tmp_path / "canton.log"
    log_file.write_text("a line\n")
    async with operator(status_service_table(sources(log_file))) as caller:
        chunks = await caller.stream("HealthDump", wire.HealthDumpRequest(chunk_size=100))
    assert max(len(each.chunk) for each in chunks) == 100
    with zipfile.ZipFile(io.BytesIO(b"".join(each.chunk for each in chunks))) as dump:
        facts = json.loads(dump.read("canton-dump.json"))
        assert dump.read("canton.log") == b"a line\n"
    assert facts["status"]["p"]["active"] is True
    assert facts["config"] == "password = ***"


async def test_the_log_level_is_set_on_our_own_lines_only(operator, own_logger) -> None:
    root = logging.getLogger().level
    async with operator(status_service_table(sources())) as caller:
        await caller.call("SetLogLevel", wire.SetLogLevelRequest(level="debug"))
        assert own_logger.level == logging.DEBUG
        with pytest.raises(RpcError, match="not a log level"):
            await caller.call("SetLogLevel", wire.SetLogLevelRequest(level="loud"))
    assert logging.getLogger().level == root
