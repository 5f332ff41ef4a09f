"""Single archives: the hash that names a package, its language version, and its payload.

Source: LF sheet 1.2, 1.3.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from canton.daml_lf.archive.decoding.package import decode_package
from canton.daml_lf.archive.errors import ALLOWED_LANGUAGE_VERSIONS, ArchiveError, parse_error
from canton.daml_lf.archive.wire import (
    Kind,
    Shape,
    WireError,
    message_field,
    number_field,
    read_message,
)
from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import PackageId
from canton.daml_lf.language.version import (
    ALL_VERSIONS,
    DISCONTINUED_MINORS,
    LEGACY_MINORS,
    STABLE_VERSIONS,
    LanguageVersion,
)

# Bytes are read with the kind of messages: neither is looked into at this level.
_ARCHIVE: Final = Shape("Archive", {1: Kind.INT32, 3: Kind.MESSAGE, 4: Kind.STRING})
_PAYLOAD: Final = Shape(
    "ArchivePayload",
    {3: Kind.STRING, 5: Kind.INT32, 2: Kind.MESSAGE, 4: Kind.MESSAGE},
    frozenset((2, 4)),
)
_SHA_256: Final = 0


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that was checked: its package's id and version, and the original bytes."""

    package_id: PackageId
    version: LanguageVersion
    data: bytes
    package_bytes: bytes

    def decode(self) -> ast.Package:
        """The package's syntax.

        Raises:
            ArchiveError: the package is malformed.
        """
        return decode_package(self.package_bytes, self.package_id, self.version)


def read_archive(data: bytes) -> Archive:
    """Reads an archive and checks its hash and its language version.

    Raises:
        ArchiveError: `DAR_PARSE_ERROR` where it is malformed, `ALLOWED_LANGUAGE_VERSIONS` where it
            is of Daml-LF 1, which no participant of this generation runs.
    """
    try:
        fields = read_message(data, _ARCHIVE)
        if fields.get(1, _SHA_256) != _SHA_256:
            raise WireError("the archive's hash function is unknown")
        payload: bytes = fields.get(3, b"")
        package = PackageId(hashlib.sha256(payload).hexdigest())
        if fields.get(4, "") != package:
            raise WireError(f"the archive's hash is {package}, not {fields.get(4, '')[:80]!r}")
        version, package_bytes = _payload(package, payload)
    except WireError as error:
        raise parse_error(str(error)) from error
    return Archive(package, version, data, package_bytes)


def _payload(package: PackageId, data: bytes) -> tuple[LanguageVersion, bytes]:
    fields = read_message(data, _PAYLOAD)
    minor = fields.get(3, "")
    case = fields.get(0)
    if case == 2 and minor in LEGACY_MINORS:
        allowed = ", ".join(str(version) for version in STABLE_VERSIONS)
        raise ArchiveError(
            ALLOWED_LANGUAGE_VERSIONS,
            f"Disallowed language version in package {package}: "
            f"Expected version in {allowed} but got 1.{minor}",
            {"packageId": package, "languageVersion": f"1.{minor}"},
        )
    if case != 4:
        raise WireError(f"the language version is unknown or not supported (minor {minor[:20]!r})")
    version = _version(minor)
    if fields.get(5, 0) != 0:
        raise WireError(f"unknown patch version {fields[5]} of Daml-LF {version}")
    return version, fields[4]


def _version(minor: str) -> LanguageVersion:
    for version in ALL_VERSIONS:
        if version.minor_text == minor:
            return version
    known = ", ".join(str(version) for version in ALL_VERSIONS)
    if minor in DISCONTINUED_MINORS:
        raise WireError(f"Daml-LF 2.{minor} was discontinued; supported are {known}")
    if "-rc" in minor:
        raise WireError(f"Daml-LF 2.{minor[:20]} is of another compiler; supported are {known}")
    raise WireError(f"Daml-LF 2.{minor[:20]} is not supported; supported are {known}")


def build_archive(package_bytes: bytes, version: LanguageVersion) -> Archive:
    """The archive of an encoded package of Daml-LF 2."""
    payload = message_field(3, version.minor_text.encode()) + message_field(4, package_bytes)
    package = PackageId(hashlib.sha256(payload).hexdigest())
    data = (
        number_field(1, _SHA_256) + message_field(3, payload) + message_field(4, package.encode())
    )
    return Archive(package, version, data, package_bytes)
