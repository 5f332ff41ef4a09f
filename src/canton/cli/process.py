"""The modes of a process: daemon, script, console, sandbox, generator.

Exit codes: 0 as wanted; 1 configuration, start of a node, `run` script; 2 an unexpected error of a
daemon; 3 a daemon's bootstrap script; 130 and 143 after a signal; 255 unwritable logs.
Source: console-config-admin sheet 1.1, 1.5, 1.6.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import tempfile
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from canton.cli.arguments import Arguments
from canton.cli.logs import logging_options
from canton.cli.sandbox import BOOTSTRAP, Sandbox, announce, sandbox_of, upload
from canton.cli.versions import RELEASE
from canton.config.errors import GENERIC_CONFIG_ERROR, ConfigError, ConfigErrors
from canton.config.hocon.loading import merged
from canton.config.values.masking import render_unresolved
from canton.config.values.reading import read
from canton.config.values.root import CantonConfig
from canton.errors import CantonError
from canton.telemetry.logging import LoggingContext, close_logging, configure_logging

EXIT_OK: Final = 0
EXIT_ERROR: Final = 1
EXIT_UNEXPECTED: Final = 2
EXIT_BOOTSTRAP: Final = 3
EXIT_LOGS: Final = 255
_LOG: Final = logging.getLogger(__name__)


def start(arguments: Arguments, environment: Mapping[str, str]) -> int:
    """Runs the process that the arguments describe and returns its exit code.

    Raises:
        UsageError: the logging options or the sandbox options are wrong.
    """
    is_interactive = arguments.command in ("", "sandbox-interactive", "sandbox-console")
    is_terminal = is_interactive and not arguments.has("no-tty") and sys.stdin.isatty()
    sandbox = sandbox_of(arguments)
    try:
        configure_logging(
            logging_options(arguments, environment), LoggingContext(is_interactive=is_terminal)
        )
    except OSError as e:
        print(f"The log cannot be written: {e}", file=sys.stderr)
        return EXIT_LOGS
    try:
        return _run(arguments, environment, sandbox, is_terminal=is_terminal)
    finally:
        close_logging()


def _run(
    arguments: Arguments,
    environment: Mapping[str, str],
    sandbox: Sandbox | None,
    *,
    is_terminal: bool,
) -> int:
    _LOG.info("Starting Canton version %s", RELEASE)
    files, overrides = _sources(arguments, sandbox)
    try:
        config = read(files, overrides, environment)
    except ConfigErrors as e:
        for line in describe(e):
            _LOG.error("%s", line)
        if len(files) > 1:
            _keep_merged(files, overrides)
        return EXIT_ERROR
    _report(config)
    match arguments.command:
        case "generate":
            from canton.cli.remote_files import write_remote_files

            write_remote_files(config, Path.cwd())
            return EXIT_OK
        case "run":
            return _script(config, arguments)
        case "daemon" | "sandbox":
            return _daemon(config, arguments, sandbox)
        case _:
            return _console(config, arguments, sandbox, is_terminal=is_terminal)


# ---- configuration


def _sources(
    arguments: Arguments, sandbox: Sandbox | None
) -> tuple[list[Path], list[tuple[str, str]]]:
    """The files, later ones on top, and the values above them, the first on top."""
    files = [Path(name) for name in arguments.listed("config")]
    overrides = list(arguments.overrides)
    if sandbox is not None:
        files = [*sandbox.first_files, *files, *sandbox.last_files]
        overrides += sandbox.overrides
    if arguments.has("manual-start"):
        overrides.insert(0, ("canton.parameters.manual-start", "true"))
    return files, overrides


def _keep_merged(files: list[Path], overrides: list[tuple[str, str]]) -> None:
    """Writes what several files give together, so that one can see where an error comes from."""
    try:
        text = render_unresolved(merged(files, overrides))
        handle, name = tempfile.mkstemp(prefix="canton-config-error-", suffix=".conf")
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except (ConfigErrors, OSError):
        return
    _LOG.error("The merged configuration of all files, without secrets, was written to '%s'", name)


def describe(errors: ConfigErrors) -> list[str]:
    """One message for each code, in the shape that operators know.

    Findings of the schema stand under their path, each with its file and line.
    """
    by_code: dict[str, list[ConfigError]] = {}
    for finding in errors.findings:
        by_code.setdefault(finding.code.id, []).append(finding)
    messages = []
    for code, findings in by_code.items():
        head = f"{code}({findings[0].code.category.number}): "
        if code == GENERIC_CONFIG_ERROR.id:
            head += "Cannot convert configuration to a config of class CantonConfig. Failures are:"
            messages.append("\n".join([head, *_by_path(findings)]))
        else:
            messages.append(head + "\n  ".join(str(finding) for finding in findings))
    return messages


def _by_path(findings: list[ConfigError]) -> Iterator[str]:
    for finding in findings:
        where = f"({finding.origin}) " if finding.origin else ""
        yield f"  at '{finding.path}':\n    - {where}{finding.message}"


def _report(config: CantonConfig) -> None:
    if config.monitoring.logs_config_on_startup:
        _LOG.info("Starting up with resolved config\n%s", config.masked_text)
    for finding in config.deprecated:
        _LOG.warning("%s", finding)
    for finding in config.ignored:
        _LOG.info("%s It is ignored.", finding)
    if config.without_effect:
        paths = ", ".join(sorted({str(finding.path) for finding in config.without_effect}))
        _LOG.info("These settings are known and have no effect in this version: %s", paths)


# ---- modes


def _daemon(config: CantonConfig, arguments: Arguments, sandbox: Sandbox | None) -> int:
    from canton.cli.hosting import serve

    script = _bootstrap_script(arguments, sandbox)
    # As upstream: without a script there would be nobody who starts the nodes of a daemon.
    starts = script is None or not config.parameters.is_manual_start

    is_started = False

    async def body(environment: Any) -> int | None:
        nonlocal is_started
        is_started = True
        _LOG.info("Canton started")
        if script is not None or arguments.has("dar"):
            work = asyncio.to_thread(
                _bootstrap, config, arguments, script, environment, asyncio.get_running_loop()
            )
            if (code := await work) is not None:
                return code
        write_ports_file(config, environment)
        if sandbox is not None:
            announce(config, environment)
        return EXIT_OK if arguments.has("exit-after-bootstrap") else None

    try:
        return serve(config, body, starts_nodes=starts)
    except Exception as e:
        if is_started:
            _LOG.error("Unexpected error while running server: %s", _words(e), exc_info=_untold(e))
            return EXIT_UNEXPECTED
        return _failed_start(e)


def _bootstrap(
    config: CantonConfig,
    arguments: Arguments,
    script: Path | None,
    environment: Any,
    loop: asyncio.AbstractEventLoop,
) -> int | None:
    """Runs a daemon's script and uploads its packages; a code ends the process."""
    from canton.cli.scope import console_scope
    from canton.console.interactive import run_script

    with console_scope(config, environment, loop, arguments.properties) as scope:
        try:
            if script is not None:
                run_script(str(script), scope)
                _LOG.info("Bootstrap script successfully executed.")
            upload(arguments.listed("dar"), scope["participants"].local)
        except Exception as e:
            _tell("Bootstrap script terminated with an error", e, script)
            return EXIT_BOOTSTRAP
    return None


def _script(config: CantonConfig, arguments: Arguments) -> int:
    from canton.cli.hosting import EXIT_INTERRUPTED, behind
    from canton.cli.scope import console_scope
    from canton.console.interactive import run_script

    starts = not config.parameters.is_manual_start
    try:
        with behind(config, starts_nodes=starts) as (environment, loop):
            write_ports_file(config, environment)
            with console_scope(config, environment, loop, arguments.properties) as scope:
                try:
                    run_script(arguments.argument, scope)
                except (Exception, SyntaxError) as e:
                    _tell("Script execution failed", e, Path(arguments.argument))
                    return EXIT_ERROR
        return EXIT_OK
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except SystemExit as e:
        return e.code if isinstance(e.code, int) else EXIT_OK
    except Exception as e:
        return _failed_start(e)


def _console(
    config: CantonConfig, arguments: Arguments, sandbox: Sandbox | None, *, is_terminal: bool
) -> int:
    from canton.cli.hosting import EXIT_INTERRUPTED, behind
    from canton.cli.scope import console_scope
    from canton.console.interactive import interact, run_script

    script = _bootstrap_script(arguments, sandbox)
    starts = not config.parameters.is_manual_start
    try:
        with (
            behind(config, starts_nodes=starts) as (environment, loop),
            console_scope(config, environment, loop, arguments.properties) as scope,
        ):
            if script is not None:
                try:
                    run_script(str(script), scope)
                except Exception as e:
                    _tell("Bootstrap script terminated with an error", e, script)
                    return EXIT_ERROR
            upload(arguments.listed("dar"), scope["participants"].local)
            write_ports_file(config, environment)
            if sandbox is not None and sandbox.bootstraps:
                announce(config, environment)
            interact(scope, is_terminal=is_terminal)
        return EXIT_OK
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except SystemExit as e:
        return e.code if isinstance(e.code, int) else EXIT_OK
    except Exception as e:
        return _failed_start(e)


def _bootstrap_script(arguments: Arguments, sandbox: Sandbox | None) -> Path | None:
    if sandbox is not None and sandbox.bootstraps:
        return BOOTSTRAP
    given = arguments.last("bootstrap")
    return None if given is None else Path(given)


def _failed_start(error: Exception) -> int:
    if isinstance(error, ConfigErrors):
        for line in describe(error):
            _LOG.error("Canton startup encountered problems: %s", line)
        return EXIT_ERROR
    _LOG.error("Canton startup encountered problems: %s", _words(error), exc_info=_untold(error))
    return EXIT_ERROR


def _untold(error: Exception) -> Exception | None:
    """The error where a stack is needed: one with a code says by itself what is to be done."""
    return None if isinstance(error, CantonError) else error


def _tell(what: str, error: BaseException, script: Path | None) -> None:
    """Logs why a script ended: a failed command by its place, anything else with its stack."""
    from canton.console.failure import CommandFailure

    if not isinstance(error, CommandFailure):
        _LOG.error("%s: %s", what, _words(error), exc_info=error)
        return
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == str(script)]
    place = f" ({script}, line {lines[-1]})" if lines else ""
    _LOG.error("%s: %s%s", what, _words(error), place)


def _words(error: BaseException) -> str:
    return str(error) or type(error).__name__


def write_ports_file(config: CantonConfig, environment: Any) -> None:
    """Writes the participants' ports as JSON where `parameters.ports-file` says, if it does."""
    if (file := config.parameters.ports_file) is None:
        return
    apis = {"ledgerApi": "ledger-api", "adminApi": "admin-api", "jsonApi": "http-ledger-api"}
    ports: dict[str, dict[str, int | None]] = {}
    for name in config.participants:
        found = {key: environment.address(name, api) for key, api in apis.items()}
        ports[name] = {key: None if at is None else at.port for key, at in found.items()}
    try:
        Path(file).write_text(json.dumps(ports, indent=2) + "\n")
    except OSError as e:
        _LOG.warning("The ports file cannot be written: %s", e)
