"""The library: the packages that are compiled, linked and ready to run."""

from __future__ import annotations

from canton.daml_lf.value.identifier import PackageId


class Library:
    """Packages by id. It only grows; a package in it has all its dependencies in it."""

    def __init__(self) -> None:
        self._packages: dict[PackageId, object] = {}

    def __contains__(self, package_id: PackageId) -> bool:
        return package_id in self._packages
