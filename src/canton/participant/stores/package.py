"""Packages and the archives that brought them, original bytes kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from canton.storage.table import Table


@dataclass(frozen=True, slots=True)
class PackageRow:
    """A package by id; `archive` is the archive payload as uploaded."""

    package_id: str
    name: str
    version: str
    uploaded_at: int
    archive: bytes


@dataclass(frozen=True, slots=True)
class DarRow:
    """A DAR by its main package; `package_ids` are all packages in it, the main one first."""

    main_package_id: str
    name: str
    version: str
    description: str
    uploaded_at: int
    package_ids: tuple[str, ...]
    content: bytes


PACKAGES: Final = Table("par_package", PackageRow, key=("package_id",))
DARS: Final = Table("par_dar", DarRow, key=("main_package_id",))
TABLES: Final = (PACKAGES, DARS)
