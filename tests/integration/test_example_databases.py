"""Both ways to the databases of the example make the same ones; neither is run for real here.

`docker` and `scripts/python` are stand-ins that write down how they were called. What the script of
initialisation does to a server is shown wherever the rehearsal runs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parent.parent.parent
EXAMPLE: Final = Path("examples") / "04-high-availability"
SCRIPTS: Final = ("run-docker-postgres.sh", "run-postgres", "postgres-initdb.sh")
STAND_IN: Final = '#!/bin/sh\nfor each in "$@"; do echo "$each"; done\n'


@pytest.fixture
def example(tmp_path) -> Path:
    """A copy of the example's scripts, in a place of the same shape, with stand-ins."""
    folder = tmp_path / EXAMPLE
    folder.mkdir(parents=True)
    for name in SCRIPTS:
        shutil.copy(ROOT / EXAMPLE / name, folder / name)
    for program in (tmp_path / "bin" / "docker", tmp_path / "scripts" / "python"):
        program.parent.mkdir()
        program.write_text(STAND_IN)
        program.chmod(0o755)
    return folder


def arguments(script: Path, **environment: str) -> list[str]:
    """What the script calls its program with, run from elsewhere."""
    path = f"{script.parents[2] / 'bin'}:{os.environ['PATH']}"
    variables = {k: v for k, v in os.environ.items() if not k.startswith("CANTON_DB_")}
    ended = subprocess.run(
        [str(script)],
        cwd="/",
        env={**variables, "PATH": path, **environment},
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    return ended.stdout.splitlines()


def option(called: list[str], name: str) -> str:
    return called[called.index(name) + 1]


def test_the_container_gets_the_initialisation_that_the_server_without_docker_gets(example) -> None:
    script = example / "postgres-initdb.sh"
    container = arguments(example / "run-docker-postgres.sh")
    source, target, mode = option(container, "--volume").split(":")
    assert (Path(source), mode) == (script, "ro")
    assert Path(target).parent == Path("/docker-entrypoint-initdb.d")
    assert os.access(source, os.X_OK)
    assert Path(option(arguments(example / "run-postgres"), "--init")).samefile(script)


def test_the_container_is_a_server_that_removes_itself(example) -> None:
    called = arguments(example / "run-docker-postgres.sh")
    assert called[:2] == ["run", "--rm"]
    assert called[-1].startswith("postgres:")
    assert int(called[-1].removeprefix("postgres:")) >= 14
    assert option(called, "--env").startswith("POSTGRES_PASSWORD=")


@pytest.mark.parametrize(
    ("variables", "port"), [({}, "5432"), ({"CANTON_DB_PORT": "6543"}, "6543")]
)
def test_both_listen_on_the_port_that_the_nodes_are_told(example, variables, port) -> None:
    container = arguments(example / "run-docker-postgres.sh", **variables)
    assert option(container, "--publish") == f"127.0.0.1:{port}:5432"
    assert option(arguments(example / "run-postgres", **variables), "--port") == port
