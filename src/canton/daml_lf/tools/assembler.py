"""Assembling textual Daml-LF into DARs.

Source: LF sheet 6.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from canton.daml_lf.archive.assembly import Assembled, assemble_package
from canton.daml_lf.archive.envelope import Archive
from canton.daml_lf.language import ast, reference
from canton.daml_lf.language.version import LanguageVersion
from canton.daml_lf.text.reader import SELF_PACKAGE, build_package, parse_modules, parse_package

_METADATA = re.compile(r"(?:\s|//[^\n]*|/\*(?:\*(?!/)|[^*])*\*/)*metadata\b")


def read_text(text: str, name: str, version: str, lf_version: LanguageVersion) -> ast.Package:
    """The package of a text; `name` and `version` count where the text has no metadata.

    Raises:
        TextError: the text is not of the grammar.
        ValueError: the name or the version is malformed.
    """
    if _METADATA.match(text):
        return parse_package(text, lf_version)
    metadata = ast.PackageMetadata(reference.package_name(name), reference.package_version(version))
    return build_package(SELF_PACKAGE, lf_version, metadata, parse_modules(text))


def assemble(
    text: str,
    name: str,
    version: str,
    lf_version: LanguageVersion,
    dependencies: Iterable[Archive] = (),
) -> Assembled:
    """The DAR of a text, byte-stable; every template gets a choice Archive.

    Raises:
        TextError, ValueError: as `read_text`.
        EncodingError, ArchiveError: the version has not all that the text uses.
    """
    return assemble_package(read_text(text, name, version, lf_version), dependencies)
