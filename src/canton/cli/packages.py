"""`dar inspect|validate|upgrade-check` and `lf assemble|print`: work on packages, without a node.

These commands are ours; the original has them in its SDK. What they say is of
`canton.daml_lf.tools`.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from canton.daml_lf.archive.dar import read_dar
from canton.daml_lf.archive.encoding.tables import EncodingError
from canton.daml_lf.archive.envelope import Archive
from canton.daml_lf.language.version import ALL_VERSIONS, STABLE_VERSIONS
from canton.daml_lf.text.lexer import TextError
from canton.daml_lf.tools.assembler import assemble
from canton.daml_lf.tools.dars import (
    check_upgrades,
    inspect_dar,
    inspect_dar_as_json,
    print_lf,
    validate_dar,
)
from canton.errors import CantonError

EXIT_OK: Final = 0
EXIT_ERROR: Final = 1
_VERSIONS: Final = {str(version): version for version in ALL_VERSIONS}
_FAILURES: Final = (CantonError, TextError, EncodingError, OSError, ValueError)
_SHOWN_MAX: Final = 300
_Action = Callable[..., str]


def main(words: Sequence[str]) -> int:
    """Runs a `dar` or `lf` command on each of its files, or on all, and returns its exit code.

    A file that fails does not keep the others from being looked at.
    """
    parsed = _parser().parse_args(list(words))
    action: _Action = parsed.action
    code = EXIT_OK
    try:
        for names in [parsed.files] if parsed.together else [[name] for name in parsed.files]:
            try:
                print(action(parsed, *names), end="", flush=True)
            except BrokenPipeError:
                raise
            except _FAILURES as error:
                print(
                    f"Error: {_explained(error, '' if parsed.together else names[0])}",
                    file=sys.stderr,
                )
                code = EXIT_ERROR
    except BrokenPipeError:
        # Whoever reads has seen enough; nothing may be written when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _explained(error: Exception, name: str) -> str:
    """What is wrong with the file, if it is one, with the details that the error has."""
    place = f"{name}: " if name else ""
    match error:
        case OSError(strerror=str(reason), filename=str(file)):
            return f"{file}: {reason}"
        case UnicodeDecodeError():
            return f"{place}not a text in UTF-8"
        case CantonError():
            details = [f"\n  {key}: {_short(value)}" for key, value in error.context.items()]
            return f"{place}{error.code.id}: {error.cause}{''.join(details)}"
        case _:
            return f"{place}{error}"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN_MAX else f"{text[:_SHOWN_MAX]}..."


# --- arguments -----------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="canton", description=(__doc__ or "").splitlines()[0])
    groups = parser.add_subparsers(required=True)
    dar = groups.add_parser("dar", help="packages").add_subparsers(required=True)
    inspect = _command(dar, "inspect", "List templates, interfaces and packages", _inspect, "+")
    form = inspect.add_mutually_exclusive_group()
    form.add_argument("--stable", action="store_true", help="the stable packages one by one")
    form.add_argument("--json", action="store_true", help="a JSON object of all, a line for a DAR")
    validate = _command(dar, "validate", "Check that a participant would accept it", _validate, "+")
    validate.add_argument("--dev", action="store_true", help="accept Daml-LF 2.dev")
    upgrade = _command(
        dar, "upgrade-check", "Check that versions of packages may follow each other", _upgrade, "+"
    )
    upgrade.set_defaults(together=True)
    lf = groups.add_parser("lf", help="textual Daml-LF").add_subparsers(required=True)
    _assemble_arguments(_command(lf, "assemble", "Make a DAR of a text", _assemble))
    show = _command(lf, "print", "Print a package of a DAR as text", _print)
    which = show.add_mutually_exclusive_group()
    which.add_argument("--package", help="its id or its name, the main one by default")
    which.add_argument("--all", action="store_true", help="dependencies too")
    show.add_argument("module", nargs="?", help="only this module")
    return parser


def _assemble_arguments(build: argparse.ArgumentParser) -> None:
    build.add_argument("-o", "--output", help="the DAR, by default beside the text")
    build.add_argument("--name", help="package name where the text has no metadata")
    build.add_argument("--version", default="1.0.0", help="its version, 1.0.0 by default")
    build.add_argument("--lf-version", default="2.3", choices=sorted(_VERSIONS))
    build.add_argument("--dependency", action="append", default=[], help="a DAR it refers to")
    build.add_argument("--unchecked", action="store_true", help="even if it is ill-formed")


def _command(
    group: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    text: str,
    action: _Action,
    files: str | int = 1,
) -> argparse.ArgumentParser:
    parser = group.add_parser(name, help=text, description=text)
    parser.add_argument("files", nargs=files, metavar="file")
    parser.set_defaults(action=action, together=False)
    return parser


# --- commands ------------------------------------------------------------------------------------


def _inspect(parsed: argparse.Namespace, name: str) -> str:
    data = _bytes(name)
    return (
        inspect_dar_as_json(data) if parsed.json else inspect_dar(data, show_stable=parsed.stable)
    )


def _validate(parsed: argparse.Namespace, name: str) -> str:
    return validate_dar(_bytes(name), allowed=ALL_VERSIONS if parsed.dev else STABLE_VERSIONS)


def _upgrade(_: argparse.Namespace, *names: str) -> str:
    return check_upgrades({name: _bytes(name) for name in names})


def _assemble(parsed: argparse.Namespace, name: str) -> str:
    dependencies: list[Archive] = []
    for dar in parsed.dependency:
        dependencies += read_dar(_bytes(dar)).all
    source = Path(name)
    made = assemble(
        source.read_text("utf-8"),
        parsed.name or source.stem,
        parsed.version,
        _VERSIONS[parsed.lf_version],
        dependencies,
    )
    if not parsed.unchecked:
        validate_dar(made.dar_bytes, allowed=ALL_VERSIONS)
    target = Path(parsed.output or source.with_suffix(".dar"))
    target.write_bytes(made.dar_bytes)
    return f"{made.archive.package_id} {target}\n"


def _print(parsed: argparse.Namespace, name: str) -> str:
    data = _bytes(name)
    if not parsed.all:
        return print_lf(data, parsed.package, parsed.module)
    archives: Iterable[Archive] = read_dar(data).all
    return "\n".join([print_lf(data, archive.package_id, parsed.module) for archive in archives])


def _bytes(name: str) -> bytes:
    return Path(name).read_bytes()
