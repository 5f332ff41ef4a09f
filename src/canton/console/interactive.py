"""The interactive console, and the running of scripts in its scope."""

from __future__ import annotations

import code
import importlib.util
import re
import sys
from pathlib import Path
from typing import Any, Final

from canton.console.failure import CommandFailure

BANNER: Final = "Welcome to PyCanton!\nType `help` to get started. `exit` to leave."
_SCALA: Final = re.compile(r"^\s*(val|var|def|import)\s+\S.*(=>|\bSeq\(|\bSome\(|: *[A-Z])", re.M)


def run_script(path: str, scope: dict[str, Any]) -> None:
    """Runs a Python script with the console's names; names that it defines are added to them.

    Raises:
        CommandFailure: there is no such file, or it is a script of the original's console.
        Exception: what the script raises.
    """
    file = Path(path)
    try:
        source = file.read_text()
    except OSError as error:
        raise CommandFailure(f"cannot read the script {path}: {error.strerror}") from error
    if _SCALA.search(source) or (file.suffix == ".canton" and "val " in source):
        raise CommandFailure(
            f"{path} is written in Scala, for the original's console. Here scripts are written in "
            "Python, with the same commands: `x = participant1.health.ping(participant2)`."
        )
    scope.setdefault("__name__", "__canton__")
    scope["__file__"] = str(file)
    exec(compile(source, str(file), "exec"), scope)


def interact(scope: dict[str, Any], *, is_terminal: bool) -> None:
    """Reads and runs commands until the end of input or `exit`.

    In a terminal this is IPython, where it is installed.
    """
    if is_terminal and importlib.util.find_spec("IPython") is not None:
        _interact_with_ipython(scope)
        return
    console = code.InteractiveConsole(scope)
    console.push("import sys; sys.ps1 = '@ '; sys.ps2 = '. '; del sys")
    try:
        console.interact(banner=BANNER, exitmsg="")
    except SystemExit:
        return


def _interact_with_ipython(scope: dict[str, Any]) -> None:
    embed = importlib.import_module("IPython.terminal.embed")
    shell = embed.InteractiveShellEmbed(banner1=BANNER, user_ns=scope)

    def show(shell: Any, kind: Any, value: Any, trace: Any, tb_offset: Any = None) -> None:
        print(value, file=sys.stderr)

    shell.set_custom_exc((CommandFailure,), show)
    shell()
