"""The modes of a process and their exit codes, with an environment without real nodes."""

from __future__ import annotations

import io
import json
import logging
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from canton.cli.arguments import parse
from canton.cli.process import EXIT_BOOTSTRAP, describe, start
from canton.config.errors import ConfigErrors
from canton.config.hocon.loading import loads
from canton.config.values.reading import config_of

SAY = "from pathlib import Path; Path('out').write_text"
NODE = "canton.mediators.m.admin-api.port = 1"
PARTICIPANT = """
canton {
  participants.p { admin-api.port = 1, ledger-api.port = 2, http-ledger-api.enabled = no }
  parameters.ports-file = ports.json
}
"""


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    root, own = logging.getLogger(), logging.getLogger("canton")
    handlers, levels, raises = root.handlers[:], (root.level, own.level), logging.raiseExceptions
    root.handlers = []
    yield
    root.handlers, (root.level, own.level) = handlers, levels
    logging.raiseExceptions = raises
    logging.getLogger("canton.audit").propagate = True


def run(text: str, conf: str = NODE, **files: str) -> int:
    Path("f.conf").write_text(conf)
    for name, content in files.items():
        Path(f"{name}.py").write_text(content)
    return start(parse(f"-c f.conf --log-file-appender flat {text}".split()), {})


def log() -> str:
    return Path("log/canton.log").read_text()


def test_script_runs_with_nodes_in_scope_and_the_process_ends(environment: Any) -> None:
    script = f"{SAY}(f'{{m.name}} {{m.is_running}} {{props[\"x\"]}}')"
    assert run("run s.py -Dx=y", s=script) == 0
    assert Path("out").read_text() == "m True y"
    assert environment.events == ["up", "down"]
    assert log().index("Starting Canton version ") < log().index("Shutting down...")
    assert "Shutdown complete." in log()


@pytest.mark.logs("Script execution failed")
def test_failing_script_is_exit_code_1(environment: Any) -> None:
    assert run("run s.py", s="raise ValueError('boom')") == 1
    assert "Script execution failed: boom" in log()
    assert environment.events == ["up", "down"]


@pytest.mark.logs("Script execution failed")
def test_a_command_that_fails_is_told_in_one_line_with_its_place(environment: Any) -> None:
    script = "from canton.console.failure import CommandFailure\nraise CommandFailure('no')"
    assert run("run s.py", s=script) == 1
    assert "Script execution failed: no (s.py, line 2)" in log()
    assert "Traceback" not in log()


@pytest.mark.logs("Script execution failed")
def test_script_with_a_syntax_error_is_exit_code_1(environment: Any) -> None:
    assert run("run s.py", s="def (") == 1
    assert "Script execution failed: " in log()


@pytest.mark.logs("Script execution failed")
def test_missing_script_is_exit_code_1(environment: Any) -> None:
    assert run("run no.py") == 1


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_daemon_stops_in_order_after_a_signal(
    environment: Any, number: signal.Signals, code: int
) -> None:
    script = f"import os; os.kill(os.getpid(), {int(number)})"
    assert run("daemon --bootstrap s.py", s=script) == code
    assert environment.events == ["up", "down"]
    assert "Canton started" in log()
    assert "Shutdown complete." in log()


@pytest.mark.logs("Bootstrap script terminated")
def test_failing_bootstrap_script_of_a_daemon_is_exit_code_3(environment: Any) -> None:
    assert run("daemon --bootstrap s.py", s="raise ValueError('boom')") == EXIT_BOOTSTRAP
    assert "Bootstrap script terminated with an error: boom" in log()
    assert environment.events == ["up", "down"]


def test_script_that_is_terminated_is_exit_code_143(environment: Any) -> None:
    assert run("run s.py", s=f"import os; os.kill({os.getpid()}, {int(signal.SIGTERM)})") == 143
    assert environment.events == ["up", "down"]


@pytest.mark.parametrize("mode", ["run s.py", "daemon"])
def test_signal_while_nodes_start_ends_the_process(environment: Any, mode: str) -> None:
    assert run(mode, NODE.replace(".m.", ".slow."), s="") == 143
    assert "Shutdown complete." in log()


@pytest.mark.logs("Unexpected error while running server")
def test_daemon_whose_nodes_fail_later_is_exit_code_2(
    environment: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("lost")

    monkeypatch.setattr("canton.cli.process.write_ports_file", broken)
    assert run("daemon") == 2
    assert "Unexpected error while running server: lost" in log()


@pytest.mark.logs("Canton startup encountered problems")
def test_node_that_does_not_start_is_exit_code_1(environment: Any) -> None:
    conf = NODE.replace(".m.", ".broken.")
    assert run("daemon", conf) == 1
    assert "Canton startup encountered problems: the database is away" in log()
    assert run("run s.py", conf, s="") == 1


def test_manual_start_leaves_starting_to_the_script(environment: Any) -> None:
    script = f"before = m.is_running; m.start(); {SAY}(f'{{before}} {{m.is_running}}')"
    assert run("run s.py --manual-start", s=script) == 0
    assert Path("out").read_text() == "False True"


def test_console_reads_commands_and_ends_with_the_input(
    environment: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("x = 20 + number\nprint(x + 1)\n"))
    assert run("--no-tty --bootstrap s.py", s="number = 21") == 0
    assert "42" in capsys.readouterr().out


@pytest.mark.logs("Bootstrap script terminated")
def test_failing_bootstrap_script_of_a_console_is_exit_code_1(environment: Any) -> None:
    assert run("--no-tty --bootstrap s.py", s="raise ValueError('boom')") == 1


def test_remote_nodes_need_no_environment() -> None:
    conf = "canton.remote-mediators.m.admin-api.port = 1"
    assert run("run s.py", conf, s=f"{SAY}(m.name)") == 0
    assert Path("out").read_text() == "m"


def test_ports_file_has_the_real_ports(environment: Any) -> None:
    assert run("run s.py", PARTICIPANT, s="") == 0
    assert json.loads(Path("ports.json").read_text()) == {
        "p": {"ledgerApi": 77, "adminApi": 77, "jsonApi": 77}
    }


@pytest.mark.logs("ERROR canton.cli.process")
def test_wrong_configuration_is_exit_code_1_and_all_findings_are_logged() -> None:
    assert run("daemon", NODE + "\ncanton.mediators.m.admin-api.bort = 1\ncanton.x = 2") == 1
    assert "GENERIC_CONFIG_ERROR" in log()
    assert "at 'canton.mediators.m.admin-api.bort':\n    - (f.conf: 2) Unknown key." in log()
    assert "at 'canton.x'" in log()


@pytest.mark.logs("ERROR canton.cli.process")
def test_merged_configuration_is_kept_when_several_files_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    Path("g.conf").write_text("canton { nonsense = 1, nonsense = ${?UNSET} }")
    assert run("-c g.conf daemon") == 1
    (kept,) = tmp_path.glob("canton-config-error-*.conf")
    assert "nonsense = ${?UNSET}" in kept.read_text()
    assert kept.name in log()


def test_unwritable_log_is_exit_code_255() -> None:
    Path("log").write_text("a file in the way")
    assert run("daemon") == 255


def test_configuration_is_logged_without_secrets(environment: Any) -> None:
    secret = "canton.remote-mediators.r { admin-api.port = 1, token = hush }"
    assert run("run s.py", NODE + "\n" + secret, s="") == 0
    assert "Starting up with resolved config" in log()
    assert "hush" not in log()


def test_json_log_has_one_object_a_line(environment: Any) -> None:
    assert run("run s.py --log-encoder json -v", s="") == 0
    entries = [json.loads(line) for line in log().splitlines()]
    assert entries[0]["message"].startswith("Starting Canton version ")


def test_generate_writes_files_and_starts_nothing() -> None:
    assert run("generate remote-config") == 0
    assert Path("remote-m.conf").exists()


def test_findings_of_validation_stand_in_one_message() -> None:
    with pytest.raises(ConfigErrors) as caught:
        config_of(loads("canton { mediators.m {}, sequencers.s {} }", {}))
    (message,) = describe(caught.value)
    assert message.startswith("CONFIG_VALIDATION_ERROR(8): ")
    assert message.count("is not set") == 3
