"""The launcher's scripts and refusals; the server itself is started for every PostgreSQL test."""

from __future__ import annotations

import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from canton.nodes.postgres_launcher import (
    HOST,
    Launch,
    LauncherError,
    Server,
    configured_server,
    find_binaries,
    initialise,
    launched_server,
    main,
    start,
    statements_of,
    stop,
)


@pytest.fixture
def folder() -> Iterator[Path]:
    """Below a folder that the server's unprivileged user may enter, unlike pytest's own."""
    made = Path(tempfile.mkdtemp(prefix="pycanton-pg-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def test_a_script_is_split_at_semicolons_outside_of_quotes_and_comments() -> None:
    script = """
    -- a comment; not a statement
    create user a with password 'x;''y';
    /* another;
       one */ select $body$ a; b $body$;
    \\connect "db"
    select ";" from t
    """
    assert statements_of(script) == [
        "create user a with password 'x;''y'",
        "select $body$ a; b $body$",
        '\\connect "db"',
        'select ";" from t',
    ]


def test_the_environment_may_name_a_server() -> None:
    assert configured_server({}) is None
    assert configured_server({"CANTON_DB_HOST": "db", "CANTON_DB_PORT": "6000"}) == Server(
        "db", 6000, "canton", "supersafe"
    )
    assert "supersafe" not in repr(configured_server({"CANTON_DB_HOST": "db"}))


def test_without_binaries_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("canton.nodes.postgres_launcher._binary_folders", lambda: iter(()))
    with pytest.raises(LauncherError, match="install"):
        find_binaries()


def test_a_port_in_use_is_refused_before_anything_is_made(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        with pytest.raises(LauncherError, match="in use"):
            start(Launch(folder / "data", port=taken.getsockname()[1]))
    assert not (folder / "data").exists()


@pytest.mark.postgres
async def test_an_init_script_may_be_repeated_and_a_second_server_is_refused(folder: Path) -> None:
    script = folder / "init.sql"
    script.write_text(
        "create user me with password 'supersafe';\ncreate database mine owner me;\n"
        '\\connect "mine"\nalter schema public owner to me;\n'
    )
    launch = Launch(folder / "data", port=0, init=script, is_durable=False)
    async with launched_server(launch) as server:
        await initialise(launch, server)
        connection = await asyncpg.connect(
            Server(server.host, server.port, "me", "supersafe").dsn("mine")
        )
        await connection.execute("create table public.t (x int)")
        await connection.close()
        with pytest.raises(LauncherError, match="already runs"):
            start(launch)
        script.write_text("create nonsense;")
        with pytest.raises(LauncherError, match="failed"):
            await initialise(launch, server)
    assert not stop(launch.data_dir)
    assert main(["stop", "--data-dir", str(launch.data_dir)]) == 1
