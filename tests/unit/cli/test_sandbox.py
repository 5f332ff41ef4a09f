"""The built-in configurations are whole."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from canton.cli.arguments import UsageError, parse
from canton.cli.sandbox import BOOTSTRAP, sandbox_of
from canton.config.values.reading import read
from canton.config.values.root import CantonConfig


def config(text: str) -> CantonConfig:
    arguments = parse(text.split())
    sandbox = sandbox_of(arguments)
    assert sandbox is not None
    files = [*sandbox.first_files, *sandbox.last_files]
    return read(files, [*arguments.overrides, *sandbox.overrides], {})


def test_sandbox_has_one_node_of_each_kind_in_memory() -> None:
    read_config = config("sandbox --json-api-port 5")
    assert [node.name for node in read_config.local_nodes()] == [
        "sequencer1",
        "mediator1",
        "sandbox",
    ]
    assert read_config.participants["sandbox"].ledger_api.server.port == 6865
    assert read_config.participants["sandbox"].http_ledger_api.port == 5


def test_larger_sandbox_has_two_synchronizers() -> None:
    read_config = config("sandbox --multi-sync --dev")
    assert len(read_config.participants) == 3
    assert len(read_config.sequencers) == len(read_config.mediators) == 2
    assert all(
        node.supports_alpha_version
        for node in read_config.local_nodes()
        if node.name != "mediator1" and node.name != "mediator2"
    )


def test_static_time_sets_the_clock() -> None:
    assert config("sandbox --static-time").parameters.clock == "sim-clock"


def test_console_on_a_sandbox_reaches_its_ports() -> None:
    read_config = config("sandbox-console --host h --port 7")
    remote = read_config.remote_participants["sandbox"]
    assert (remote.ledger_api.address, remote.ledger_api.port) == ("h", 7)
    assert read_config.remote_mediators["mediator1"].admin_api.port == 6869
    assert read_config.remote_sequencers["local"].public_api.port == 6867


def test_missing_package_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Missing DAR"):
        sandbox_of(parse(["sandbox", "--dar", str(tmp_path / "no.dar")]))


def test_other_commands_have_no_sandbox() -> None:
    assert sandbox_of(parse(["daemon", "-c", "f"])) is None


def test_bootstrap_script_is_python() -> None:
    ast.parse(BOOTSTRAP.read_text())
