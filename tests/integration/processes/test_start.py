"""A process that cannot start says why in one sentence, ends with 1, and keeps secrets."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from canton.nodes.postgres_launcher import Server
from canton.storage.postgres import PostgresSettings
from conftest import execute
from integration.processes.process import CantonProcess, free_port

pytestmark = [pytest.mark.postgres, pytest.mark.processes]

START_WITHIN_S = 30.0
WRONG_PASSWORD = "guessed-in-vain"

Ended = Callable[..., CantonProcess]


@pytest.fixture
def refused(tmp_path: Path) -> Iterator[Ended]:
    """Runs a daemon that cannot do what its configuration says; gives the ended process."""
    process = CantonProcess(tmp_path, "daemon", ["daemon", "--config=node.conf"], {})

    def run(configuration: str) -> CantonProcess:
        (tmp_path / "node.conf").write_text(configuration)
        process.start()
        assert process.wait(START_WITHIN_S) == 1, process.output
        assert "Traceback" not in process.output
        return process

    yield run
    process.discard()


def on_postgres(database: PostgresSettings, password: str | None) -> str:
    """A participant on a database."""
    lines = [
        f"serverName = {database.host}",
        f'portNumber = "{database.port}"',
        f"databaseName = {database.database}",
        f"user = {database.user}",
    ]
    if password is not None:
        lines.append(f'password = "{password}"')
    properties = ", ".join(lines)
    return participant(
        f"storage {{ type = postgres, config.properties {{ {properties} }} }}",
        f"admin-api.port = {free_port()}",
    )


def participant(*lines: str) -> str:
    first = "http-ledger-api.enabled = false", f"ledger-api.port = {free_port()}"
    body = "".join(f"  {line}\n" for line in (*first, *lines))
    return f"canton.participants.alice {{\n{body}}}\n"


def test_an_unknown_key_is_refused_with_its_file_line_and_path(refused: Ended) -> None:
    output = refused(participant("admin-apy.port = 5012")).output
    assert "at 'canton.participants.alice.admin-apy'" in output
    assert re.search(r"\(node\.conf: 4\) Unknown key\. Did you mean 'admin-api'\?", output)


def test_a_file_that_is_no_configuration_is_refused_with_its_line(refused: Ended) -> None:
    output = refused("canton.participants.alice {\n  admin-api.port = = 1\n}\n").output
    assert "(node.conf: 2) expected a value, found '='" in output
    assert len(output.splitlines()) == 1


@pytest.mark.parametrize("api", ["admin-api", "monitoring.http-health-server", "ledger-api"])
def test_a_port_in_use_is_named_with_its_node_and_api(refused: Ended, api: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        lines = {
            "admin-api": f"admin-api {{ address = 127.0.0.1, port = {free_port()} }}",
            api: f"{api} {{ address = 127.0.0.1, port = {port} }}",
        }
        output = refused(participant("storage.type = memory", *lines.values())).output
    assert len(output.splitlines()) == 1
    name = api.rpartition(".")[2]
    sentence = f"the {name} of alice cannot listen on 127.0.0.1:{port}: Address already in use"
    assert sentence in output


def test_a_wrong_database_password_is_told_and_never_shown(
    refused: Ended, empty_database: PostgresSettings, postgres: Server
) -> None:
    process = refused(on_postgres(empty_database, WRONG_PASSWORD))
    assert "password authentication failed" in process.output
    assert empty_database.database in process.output
    for text in (process.output, process.log):
        assert WRONG_PASSWORD not in text


def test_a_missing_database_password_is_told(
    refused: Ended, empty_database: PostgresSettings, postgres: Server
) -> None:
    output = refused(on_postgres(empty_database, None)).output
    assert "password" in output
    assert empty_database.database in output
    assert len(output.splitlines()) == 1


def test_a_database_that_is_down_is_named_with_its_address(refused: Ended) -> None:
    port = free_port()
    output = refused(on_postgres(PostgresSettings("away", host="localhost", port=port), "x")).output
    assert "DB_STORAGE_UNAVAILABLE" in output
    assert f"database away at localhost:{port} cannot be reached" in output
    assert len(output.splitlines()) == 1


def test_a_database_that_does_not_exist_is_named(
    refused: Ended, postgres: Server, tmp_path: Path
) -> None:
    settings = PostgresSettings(
        database="nowhere", host=postgres.host, port=postgres.port, user=postgres.user
    )
    output = refused(on_postgres(settings, postgres.password)).output
    assert 'database "nowhere" does not exist' in output
    assert len(output.splitlines()) == 1


@pytest.mark.parametrize(
    ("difference", "reason"),
    [
        (
            "insert into schema_version select 'storage', 99, 'later', '', now()",
            "made by a newer program",
        ),
        ("update schema_version set sha256 = ''", "was made from another file"),
    ],
    ids=["newer", "different"],
)
async def test_a_schema_of_another_program_is_refused(
    refused: Ended, database: PostgresSettings, postgres: Server, difference: str, reason: str
) -> None:
    await execute(postgres, difference, database.database)
    output = refused(on_postgres(database, database.password)).output
    assert reason in output
    assert len(output.splitlines()) == 1
