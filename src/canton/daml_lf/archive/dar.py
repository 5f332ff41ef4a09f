"""DAR files: a zip of archives with a manifest that names the main one.

A file written here depends on nothing but its content: entries in a fixed order, a fixed date, no
compression settings of the platform. Reading bounds how far entries may grow when unpacked.
Source: LF sheet 1.1.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from canton.daml_lf.archive.envelope import Archive, read_archive
from canton.daml_lf.archive.errors import (
    INVALID_DAR,
    INVALID_ZIP_ENTRY,
    ZIP_BOMB,
    ArchiveError,
)
from canton.daml_lf.archive.manifest import MANIFEST_NAME, read_manifest, write_manifest
from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import PackageId

ENTRY_SIZE_MAX: Final = 1024**3
"""An entry of this many bytes or more is refused, as in the original."""

TOTAL_SIZE_MAX: Final = 2 * 1024**3
"""Bound of all entries together, which the original leaves open."""

ENTRY_COUNT_MAX: Final = 50_000
_CHUNK: Final = 1024 * 1024
_DATE: Final = (1980, 1, 1, 0, 0, 0)
_FILE_MODE: Final = 0o100644


@dataclass(frozen=True, slots=True)
class Dar:
    """A DAR that was read: its main archive and the others, in the manifest's order."""

    main: Archive
    dependencies: tuple[Archive, ...]

    @property
    def all(self) -> tuple[Archive, ...]:
        """All archives, the main one first."""
        return (self.main, *self.dependencies)

    def decode(self) -> dict[PackageId, ast.Package]:
        """The syntax of all packages.

        Raises:
            ArchiveError: a package is malformed.
        """
        return {archive.package_id: archive.decode() for archive in self.all}


def read_dar(data: bytes, *, entry_size_max: int = ENTRY_SIZE_MAX) -> Dar:
    """Reads a DAR and checks the hash and version of every archive in it.

    Raises:
        ArchiveError: with the code that says what is wrong with it.
    """
    entries = read_entries(data, entry_size_max=entry_size_max)
    if MANIFEST_NAME not in entries:
        raise _invalid_dar(entries, f"there is no {MANIFEST_NAME}")
    try:
        manifest = read_manifest(entries[MANIFEST_NAME])
    except ValueError as error:
        raise _invalid_dar(entries, str(error)) from error
    main = read_archive(_entry(entries, manifest.main))
    dependencies = [read_archive(_entry(entries, name)) for name in manifest.dependencies]
    return Dar(main, tuple(dependencies))


def _invalid_dar(entries: dict[str, bytes], reason: str) -> ArchiveError:
    context = {"entries": _listing(entries), "throwable": reason}
    return ArchiveError(INVALID_DAR, "Dar file is corrupt", context)


def _invalid_entry(name: str, listing: str) -> ArchiveError:
    context = {"name": name, "entries": listing}
    return ArchiveError(INVALID_ZIP_ENTRY, "Dar zip file is corrupt", context)


def _entry(entries: dict[str, bytes], name: str) -> bytes:
    if name not in entries:
        raise _invalid_entry(name, _listing(entries))
    return entries[name]


def _listing(entries: dict[str, bytes]) -> str:
    return f"[{', '.join(list(entries)[:100])}]"


def read_entries(data: bytes, *, entry_size_max: int = ENTRY_SIZE_MAX) -> dict[str, bytes]:
    """The files in a zip by name.

    Raises:
        ArchiveError: `ZIP_BOMB` where an entry grows to the limit, `INVALID_ZIP_ENTRY` where the
            bytes are no zip file.
    """
    entries: dict[str, bytes] = {}
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > ENTRY_COUNT_MAX:
                raise _zip_bomb(f"there are {len(infos)} entries")
            for info in infos:
                content = _inflate(archive, info, min(entry_size_max, TOTAL_SIZE_MAX - total))
                total += len(content)
                entries[info.filename] = content
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
    ) as error:
        raise _invalid_entry(str(error), _listing(entries)) from error
    return entries


def _zip_bomb(reason: str) -> ArchiveError:
    return ArchiveError(ZIP_BOMB, "Dar zip file seems to be a zip bomb.", {"msg": reason})


def _inflate(archive: zipfile.ZipFile, info: zipfile.ZipInfo, size_max: int) -> bytes:
    # The size that the directory promises may lie, so what comes out is counted.
    chunks: list[bytes] = []
    size = 0
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size >= size_max:
                raise _zip_bomb("An entry is too large, rejected as a possible zip bomb")
            chunks.append(chunk)
    return b"".join(chunks)


def write_dar(name_dash_version: str, main: Archive, dependencies: Sequence[Archive]) -> bytes:
    """The bytes of a DAR; equal arguments give equal bytes."""
    main_name = f"{name_dash_version}-{main.package_id}.dalf"
    entries = {main_name: main.data}
    for archive in sorted(dependencies, key=lambda archive: archive.package_id):
        entries[f"{archive.package_id}.dalf"] = archive.data
    manifest = write_manifest(name_dash_version, main_name, list(entries))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, content in {MANIFEST_NAME: manifest, **entries}.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.external_attr = _FILE_MODE << 16
            info.create_system = 3
            # Stored, not deflated: the output of deflate varies between versions of zlib.
            info.compress_type = zipfile.ZIP_STORED
            target.writestr(info, content)
    return buffer.getvalue()
