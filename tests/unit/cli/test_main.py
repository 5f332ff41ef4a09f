"""What answers at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import canton.cli
from canton.cli.arguments import USAGE
from canton.cli.main import main
from canton.cli.versions import RELEASE


def test_version_prints_four_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    names = [line.split(":")[0] for line in capsys.readouterr().out.splitlines()]
    assert names == [
        "Canton",
        "Daml Libraries",
        "Stable Canton protocol versions",
        "Preview Canton protocol versions",
    ]


def test_version_is_the_one_that_nodes_say() -> None:
    source = Path(canton.cli.__file__).parents[1] / "nodes" / "process.py"
    assert f'"{RELEASE}"' in source.read_text()


def test_help_prints_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert USAGE in capsys.readouterr().out


def test_nothing_prints_usage_and_the_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 1
    err = capsys.readouterr().err
    assert USAGE in err
    assert "Error: at least one config has to be defined" in err


def test_version_loads_nothing_heavy() -> None:
    code = (
        "import sys; from canton.cli.main import main; main(['--version']); "
        "print(sorted({m.split('.')[0] for m in sys.modules} & "
        "{'grpc', 'asyncio', 'google', 'aiohttp', 'asyncpg', 'argparse'}))"
    )
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert out.stdout.splitlines()[-1] == "[]"
