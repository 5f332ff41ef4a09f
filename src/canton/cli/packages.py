"""`dar inspect|validate|upgrade-check` and `lf assemble|print`: work on packages, without a node.

These commands are ours; the original has them in its SDK.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from canton.daml_lf.archive.dar import Dar, read_dar
from canton.daml_lf.archive.encoding.tables import EncodingError
from canton.daml_lf.archive.envelope import Archive
from canton.daml_lf.language.version import ALL_VERSIONS
from canton.daml_lf.text.lexer import TextError
from canton.daml_lf.text.printer import print_package
from canton.daml_lf.tools.assembler import assemble
from canton.daml_lf.upgrade.lineage import check_lineages
from canton.daml_lf.validation.errors import ValidationError
from canton.daml_lf.validation.package import check_package
from canton.daml_lf.validation.world import World
from canton.errors import CantonError

EXIT_OK: Final = 0
EXIT_ERROR: Final = 1
_VERSIONS: Final = {str(version): version for version in ALL_VERSIONS}
_FAILURES: Final = (CantonError, ValidationError, TextError, EncodingError, OSError, ValueError)


def main(words: Sequence[str]) -> int:
    """Runs a `dar` or `lf` command and returns its exit code."""
    parsed = _parser().parse_args(list(words))
    action: Callable[[argparse.Namespace], Iterable[str]] = parsed.action
    try:
        for line in action(parsed):
            print(line)
    except _FAILURES as e:
        print(f"Error: {e}", file=sys.stderr)
        return EXIT_ERROR
    return EXIT_OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="canton", description=__doc__.splitlines()[0])
    groups = parser.add_subparsers(required=True)
    dar = groups.add_parser("dar", help="packages").add_subparsers(required=True)
    _command(dar, "inspect", "List packages and templates", _inspect).add_argument("file")
    _command(dar, "validate", "Check every package", _validate).add_argument("file")
    upgrade = _command(dar, "upgrade-check", "Check that versions may follow each other", _upgrade)
    upgrade.add_argument("files", nargs="+", metavar="file")
    lf = groups.add_parser("lf", help="textual Daml-LF").add_subparsers(required=True)
    build = _command(lf, "assemble", "Make a DAR of a text", _assemble)
    build.add_argument("file")
    build.add_argument("-o", "--output", help="the DAR, by default beside the text")
    build.add_argument("--name", help="package name where the text has no metadata")
    build.add_argument("--package-version", default="1.0.0")
    build.add_argument("--lf-version", default="2.3", choices=sorted(_VERSIONS))
    build.add_argument("--dependency", action="append", default=[], help="a DAR it refers to")
    show = _command(lf, "print", "Print the packages of a DAR as text", _print)
    show.add_argument("file")
    show.add_argument("--all", action="store_true", help="dependencies too")
    return parser


def _command(
    group: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    text: str,
    action: Callable[[argparse.Namespace], Iterable[str]],
) -> argparse.ArgumentParser:
    parser = group.add_parser(name, help=text, description=text)
    parser.set_defaults(action=action)
    return parser


def _read(name: str) -> Dar:
    return read_dar(Path(name).read_bytes())


def _inspect(parsed: argparse.Namespace) -> Iterable[str]:
    dar = _read(parsed.file)
    for archive in dar.all:
        package = archive.decode()
        mark = "main" if archive is dar.main else "dependency"
        yield (
            f"{archive.package_id} {package.metadata.name} {package.metadata.version} "
            f"LF {archive.version} ({mark})"
        )
        if archive is dar.main:
            for module in package.modules.values():
                for template in module.templates:
                    yield f"  template {module.name}:{template}"


def _validate(parsed: argparse.Namespace) -> Iterable[str]:
    packages = _read(parsed.file).decode()
    world = World(packages)
    for package_id, package in packages.items():
        check_package(world, package)
        yield f"{package_id} {package.metadata.name} {package.metadata.version} is valid"


def _upgrade(parsed: argparse.Namespace) -> Iterable[str]:
    """Checks all packages of the DARs as if they were vetted together."""
    packages = {
        identifier: package
        for name in parsed.files
        for identifier, package in _read(name).decode().items()
    }
    check_lineages(packages, packages)
    yield "The packages may be vetted together: each version follows the one before it"


def _assemble(parsed: argparse.Namespace) -> Iterable[str]:
    source = Path(parsed.file)
    dependencies: list[Archive] = [a for name in parsed.dependency for a in _read(name).all]
    made = assemble(
        source.read_text(),
        parsed.name or source.stem,
        parsed.package_version,
        _VERSIONS[parsed.lf_version],
        dependencies,
    )
    target = Path(parsed.output or source.with_suffix(".dar"))
    target.write_bytes(made.dar_bytes)
    yield f"{made.archive.package_id} {target}"


def _print(parsed: argparse.Namespace) -> Iterable[str]:
    dar = _read(parsed.file)
    for archive in dar.all if parsed.all else (dar.main,):
        yield print_package(archive.decode())
