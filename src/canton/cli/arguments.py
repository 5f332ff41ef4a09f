"""The table of options, and the parser of the command line.

Options stand before or after the command, as `--name value` or `--name=value`; those of a command
only after it. `-Dname=value` may stand anywhere.
Source: console-config-admin sheet 1.1 to 1.4.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

USAGE: Final = (
    "Usage: canton [daemon|run|generate|sandbox|sandbox-interactive|sandbox-console] "
    "[options] <args>..."
)
SANDBOX: Final = ("sandbox", "sandbox-interactive")
OWN_COMMANDS: Final = ("dar", "lf")
"""Commands of ours: they work on packages and start no node."""


class UsageError(Exception):
    """The command line is wrong; the message says how."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option: `value` is the placeholder of its value, empty for a switch.

    `commands` are the commands after which it may stand, empty for all. `override` is the
    configuration key that it sets.
    """

    name: str
    help: str
    value: str = ""
    short: str = ""
    commands: tuple[str, ...] = ()
    override: str = ""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A command, its placeholder for an argument, and what it does."""

    name: str
    help: str
    argument: str = ""


COMMANDS: Final = (
    Command("daemon", "Start all nodes and run them without a console."),
    Command("run", "Run a console script, then stop all nodes.", "<file>"),
    Command("generate", "Write the configuration of remote nodes (remote-config).", "<type>"),
    Command("sandbox", "Run a sandbox: all nodes in memory, ready to use."),
    Command("sandbox-interactive", "Run a sandbox with a console."),
    Command("sandbox-console", "Open a console on a running sandbox."),
    Command("dar", "Inspect or check packages (ours): inspect, validate, upgrade-check."),
    Command("lf", "Assemble or print textual Daml-LF (ours): assemble, print."),
)

_GENERAL: Final = (
    Option("help", "Print usage", short="h"),
    Option("version", "Print versions"),
    Option("config", "Configuration files; later ones win. May be repeated.", "<f1>,<f2>,...", "c"),
    Option(
        "config key-value's",
        "Configuration values above all files; of one key given twice the first wins.",
        "<k1>=<v1>,<k2>=<v2>",
        "C",
    ),
    Option("bootstrap", "Run a script after start", "<file>"),
    Option("no-tty", "Do not use a terminal"),
    Option("manual-start", "Do not start the nodes"),
)
_LOGGING: Final = (
    Option("verbose", "Our loggers -> DEBUG", short="v"),
    Option("debug", "Standard output -> INFO, all loggers -> DEBUG"),
    Option("log-truncate", "Empty the log file at start (appender flat)"),
    Option("log-level-root", "Level of all loggers", "<LEVEL>"),
    Option("log-level-canton", "Level of our loggers", "<LEVEL>"),
    Option("log-level-stdout", "Level of standard output", "<LEVEL>"),
    Option("log-file-appender", "How the log file is kept", "rolling(default)|flat|off"),
    Option("log-file-name", "The log file, by default log/canton.log", "<file>"),
    Option("log-file-rolling-history", "How many rolled files are kept", "<n>"),
    Option("log-file-rolling-pattern", "Date pattern of rolled files", "yyyy-MM-dd(default)"),
    Option("log-encoder", "How lines look", "plain(default)|json"),
    Option("log-immediate-flush", "Write every line through at once", "true(default)|false"),
    Option("log-profile", "Settings for one purpose", "container"),
    Option("log-access", "Log API calls to a file of their own", "true|false"),
    Option("log-access-filename", "That file, by default log/canton_access.log", "<file>"),
    Option("log-access-errors", "Log failed API calls to a file of their own", "true|false"),
    Option("log-access-errors-filename", "That file", "<file>"),
    Option("kms-log-file-name", "Log calls to the KMS to this file", "<file>"),
    Option("kms-log-immediate-flush", "Write every line through at once", "true(default)|false"),
    Option("kms-log-file-rolling-pattern", "Date pattern of rolled files", "yyyy-MM-dd(default)"),
    Option("kms-log-file-rolling-history", "How many are kept, 0 for all", "<n>"),
)
_SANDBOX: Final = tuple(
    Option(name, text, value, commands=SANDBOX, override=override, is_hidden=not text)
    for name, text, value, override in (
        ("dev", "Use the development protocol", "", ""),
        ("nuck", "Allow non-unique contract keys", "", ""),
        ("multi-sync", "Run several synchronizers", "", ""),
        ("ledger-api-port", "Ledger API", "<n>", "canton.participants.sandbox.ledger-api.port"),
        ("admin-api-port", "Admin API", "<n>", "canton.participants.sandbox.admin-api.port"),
        ("json-api-port", "JSON API", "<n>", "canton.participants.sandbox.http-ledger-api.port"),
        (
            "sequencer-public-port",
            "Sequencer's public API",
            "<n>",
            "canton.sequencers.sequencer1.public-api.port",
        ),
        (
            "sequencer-admin-port",
            "Sequencer's admin API",
            "<n>",
            "canton.sequencers.sequencer1.admin-api.port",
        ),
        (
            "mediator-admin-port",
            "Mediator's admin API",
            "<n>",
            "canton.mediators.mediator1.admin-api.port",
        ),
        ("canton-port-file", "Write the ports here", "<file>", "canton.parameters.ports-file"),
        ("static-time", "Time advances only when it is set", "", ""),
        ("dar", "Upload a DAR. May be repeated.", "<file>", ""),
        ("exit-after-bootstrap", "", "", ""),
    )
)
_SANDBOX_CONSOLE: Final = tuple(
    Option(name, text, value, commands=("sandbox-console",), override=override)
    for name, text, value, override in (
        ("host", "Where the sandbox runs", "<host>", ""),
        ("port", "Ledger API", "<n>", "canton.remote-participants.sandbox.ledger-api.port"),
        ("admin-api-port", "Admin API", "<n>", "canton.remote-participants.sandbox.admin-api.port"),
        (
            "sequencer-public-port",
            "Sequencer's public API",
            "<n>",
            "canton.remote-sequencers.local.public-api.port",
        ),
        (
            "sequencer-admin-port",
            "Sequencer's admin API",
            "<n>",
            "canton.remote-sequencers.local.admin-api.port",
        ),
        (
            "mediator-admin-port",
            "Mediator's admin API",
            "<n>",
            "canton.remote-mediators.mediator1.admin-api.port",
        ),
    )
)
OPTIONS: Final = _GENERAL + _LOGGING + _SANDBOX + _SANDBOX_CONSOLE
_PORT_MAX: Final = 65_535


@dataclass(frozen=True, slots=True)
class Arguments:
    """What the command line says. `given` holds every option's values by the option's name."""

    command: str = ""
    argument: str = ""
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    overrides: tuple[tuple[str, str], ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """True if the switch or option was given."""
        return name in self.given

    def last(self, name: str) -> str | None:
        """The last value of an option."""
        values = self.given.get(name, ())
        return values[-1] if values else None

    def listed(self, name: str) -> tuple[str, ...]:
        """All values of an option that takes comma-separated lists."""
        return tuple(
            item for value in self.given.get(name, ()) for item in value.split(",") if item
        )


def parse(words: Sequence[str]) -> Arguments:
    """What the words of a command line mean.

    Raises:
        UsageError: an unknown option or command, a missing or unfit value, or words that exclude
            each other.
    """
    parsed = _Parser(words).arguments()
    if not (parsed.has("help") or parsed.has("version")):
        _check(parsed)
    return parsed


def usage() -> str:
    """The help text."""
    lines = [USAGE, "", *_described(_GENERAL)]
    lines += [f"  {'-D<property>=<value>':<34} Set a property that scripts read from `props`"]
    lines += ["", "Logging options:", *_described(_LOGGING), ""]
    for command in COMMANDS:
        lines.append(f"Command: {command.name} {command.argument}".rstrip())
        lines.append(f"  {command.help}")
        lines += _described([o for o in OPTIONS if command.name in o.commands])
        lines.append("")
    return "\n".join(lines).rstrip()


def _described(options: Sequence[Option]) -> list[str]:
    return [f"  {_spelling(o):<34} {o.help}" for o in options if not o.is_hidden]


def _spelling(option: Option) -> str:
    short = f"-{option.short}, " if option.short else ""
    long = "" if " " in option.name else f"--{option.name}"
    return f"{(short + long).removesuffix(', ')} {option.value}".rstrip()


class _Parser:
    def __init__(self, words: Sequence[str]) -> None:
        self._words = list(words)
        self._command = ""
        self._argument = ""
        self._given: dict[str, list[str]] = {}
        self._overrides: list[tuple[str, str]] = []
        self._properties: dict[str, str] = {}

    def arguments(self) -> Arguments:
        while self._words:
            word = self._words.pop(0)
            if word.startswith("-D"):
                name, _, value = word[2:].partition("=")
                self._properties[name] = value
            elif word.startswith("-") and len(word) > 1:
                self._option(word)
            else:
                self._positional(word)
        return Arguments(
            command=self._command,
            argument=self._argument,
            given={name: tuple(values) for name, values in self._given.items()},
            overrides=tuple(self._overrides),
            properties=self._properties,
        )

    def _option(self, word: str) -> None:
        spelled, has_value, value = word.partition("=")
        option = self._find(spelled)
        if option is None:
            raise UsageError(f"Unknown option {spelled}")
        if not option.value:
            if has_value:
                raise UsageError(f"Option {spelled} takes no value")
        elif not has_value:
            if not self._words:
                raise UsageError(f"Missing value after {spelled}")
            value = self._words.pop(0)
        self._given.setdefault(option.name, []).append(value)
        self._apply(option, value)

    def _find(self, spelled: str) -> Option | None:
        for option in OPTIONS:
            names = (f"--{option.name}", f"-{option.short}" if option.short else "")
            if spelled in names and (not option.commands or self._command in option.commands):
                return option
        return None

    def _apply(self, option: Option, value: str) -> None:
        if option.short == "C":
            self._overrides.extend(_pairs(value))
        if option.value == "<n>" and not (value.isdecimal() and int(value) <= _PORT_MAX):
            raise UsageError(f"Option --{option.name} expects a number, but was given '{value}'")
        if option.override:
            self._overrides.append((option.override, value))

    def _positional(self, word: str) -> None:
        command = next((c for c in COMMANDS if c.name == self._command), None)
        if command is None:
            if word not in {c.name for c in COMMANDS}:
                raise UsageError(f"Unknown argument '{word}'")
            self._command = word
        elif command.argument and not self._argument:
            self._argument = word
        else:
            raise UsageError(f"Unknown argument '{word}'")


def _pairs(text: str) -> list[tuple[str, str]]:
    """The pairs of `k=v,k2=v2`; a part without `=` continues the value before it."""
    pairs: list[tuple[str, str]] = []
    for part in text.split(","):
        key, has_value, value = part.partition("=")
        if has_value:
            pairs.append((key.strip(), value))
        elif pairs:
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]},{part}")
        else:
            raise UsageError(f"Option -C expects a key=value pair, but was given '{text}'")
    return pairs


def _check(parsed: Arguments) -> None:
    is_sandbox = parsed.command.startswith("sandbox")
    if parsed.command == "run" and not parsed.argument:
        raise UsageError("Missing argument <file>")
    if parsed.command == "generate" and parsed.argument != "remote-config":
        raise UsageError(f"Unknown target '{parsed.argument}': only remote-config is known")
    if parsed.has("bootstrap"):
        if is_sandbox:
            raise UsageError(
                "bootstrap script cannot be defined together with the 'sandbox' command"
            )
        if parsed.command == "run":
            raise UsageError("--bootstrap script and run script are mutually exclusive")
        if parsed.command == "generate":
            raise UsageError("--bootstrap script and generate are mutually exclusive")
    if parsed.has("dev") and parsed.has("nuck"):
        raise UsageError("NUCK and dev protocol options cannot be used together")
    if not is_sandbox and not parsed.has("config") and not parsed.overrides:
        raise UsageError(
            "at least one config has to be defined either as files (-c), as key-values (-C) or as "
            "sandbox's default config"
        )
