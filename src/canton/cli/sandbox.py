"""The built-in configurations: a whole network in one process, in memory.

Source: console-config-admin sheet 1.3.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from canton.cli.arguments import SANDBOX, Arguments, UsageError
from canton.config.values.root import CantonConfig

_FOLDER: Final = Path(__file__).parent / "sandbox_files"
BOOTSTRAP: Final = _FOLDER / "bootstrap.canton"
_CONSOLE_PORTS: Final = (
    ("canton.remote-participants.sandbox.ledger-api", 6865),
    ("canton.remote-participants.sandbox.admin-api", 6866),
    ("canton.remote-sequencers.local.public-api", 6867),
    ("canton.remote-sequencers.local.admin-api", 6868),
    ("canton.remote-mediators.mediator1.admin-api", 6869),
)


@dataclass(frozen=True, slots=True)
class Sandbox:
    """What a sandbox adds to the command line: files below and above the user's, and values."""

    first_files: tuple[Path, ...] = ()
    last_files: tuple[Path, ...] = ()
    overrides: tuple[tuple[str, str], ...] = ()
    bootstraps: bool = True


def sandbox_of(arguments: Arguments) -> Sandbox | None:
    """The sandbox that the arguments ask for, if they do.

    Raises:
        UsageError: a DAR file is missing.
    """
    if arguments.command == "sandbox-console":
        host = arguments.last("host") or "127.0.0.1"
        overrides = [(f"{api}.address", host) for api, _ in _CONSOLE_PORTS]
        overrides += [(f"{api}.port", str(port)) for api, port in _CONSOLE_PORTS]
        return Sandbox(overrides=tuple(overrides), bootstraps=False)
    if arguments.command not in SANDBOX:
        return None
    missing = [file for file in arguments.listed("dar") if not Path(file).is_file()]
    if missing:
        raise UsageError(f"Missing DAR file(s): {', '.join(missing)}")
    is_multi = arguments.has("multi-sync")
    needs_alpha = arguments.has("dev") or arguments.has("nuck")
    suffix = "-multi-sync" if is_multi else ""
    return Sandbox(
        first_files=(_FOLDER / f"sandbox{suffix}.conf",),
        last_files=(_FOLDER / f"alpha{suffix}.conf",) if needs_alpha else (),
        overrides=_static_time() if arguments.has("static-time") else (),
    )


def _static_time() -> tuple[tuple[str, str], ...]:
    return (
        ("canton.parameters.clock.type", "sim-clock"),
        ("canton.participants.sandbox.testing-time.type", "monotonic-time"),
    )


def upload(files: Iterable[str], participants: Iterable[Any]) -> None:
    """Uploads DARs to participants of the console, and vets them on every synchronizer of each."""
    participants = list(participants)
    for file in files:
        for participant in participants:
            connected = participant.synchronizers.list_connected()
            for synchronizer_id in [each.synchronizer_id for each in connected] or [None]:
                participant.dars.upload(file, synchronizer_id=synchronizer_id)


def announce(config: CantonConfig, environment: Any) -> None:
    """Tells whoever started a sandbox that it can be used, and where."""
    for name in config.participants:
        found = {
            protocol: environment.address(name, api)
            for protocol, api in (("gRPC", "ledger-api"), ("HTTP", "http-ledger-api"))
        }
        ports = [f"{at.port}({protocol})" for protocol, at in found.items() if at is not None]
        print(f"{name} listening at ports: {' and '.join(ports)}")
    print("Canton sandbox is ready.", flush=True)
