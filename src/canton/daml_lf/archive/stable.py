"""The stable packages themselves, assembled from their text.

Their ids are fixed for ever, so the encoder must give the very bytes that those ids are the hash
of; it is checked whenever one is assembled. A DAR need not contain them.
Source: LF sheet 3.4.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from canton.daml_lf.archive.encoding.package import encode_package
from canton.daml_lf.archive.envelope import Archive, build_archive
from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import PackageId
from canton.daml_lf.language.stable import STABLE_PACKAGES
from canton.daml_lf.language.version import V2_1
from canton.daml_lf.text.reader import parse_package
from canton.errors import InvariantViolation

_BY_ID = {package: module for module, package in STABLE_PACKAGES.items()}
_FOLDER = "stable_text"


@cache
def stable_archive(package: PackageId) -> Archive:
    """The archive of a stable package.

    Raises:
        KeyError: the id is not a stable package's.
    """
    module = _BY_ID[package]
    text = files(__package__).joinpath(_FOLDER, f"{module}.lf").read_text("utf-8")
    archive = build_archive(encode_package(parse_package(text, V2_1)), V2_1)
    if archive.package_id != package:
        raise InvariantViolation(f"stable package {module} was assembled to {archive.package_id}")
    return archive


@cache
def stable_package(package: PackageId) -> ast.Package:
    """The syntax of a stable package; errors as `stable_archive`."""
    return stable_archive(package).decode()


def stable_archives() -> tuple[Archive, ...]:
    """All of them, in order of their ids."""
    return tuple([stable_archive(package) for package in sorted(_BY_ID)])
