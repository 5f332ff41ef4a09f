"""Doing with every package of a DAR all that the engine can do with it.

Public DARs share most of their packages, so what was done with a package once is not done again.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from canton.daml_lf.archive.dar import Dar, read_dar
from canton.daml_lf.archive.decoding.package import decode_package
from canton.daml_lf.archive.encoding.package import encode_package
from canton.daml_lf.archive.envelope import Archive
from canton.daml_lf.engine import Library
from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import PackageId
from canton.daml_lf.language.version import ALL_VERSIONS
from canton.daml_lf.text.printer import print_package
from canton.daml_lf.text.reader import parse_package
from canton.daml_lf.validation.dar import check_dar

SYNTAX_KEPT = 40
"""Trees of packages that stay in memory: a large one takes some 30 MB."""


@dataclass
class Sweep:
    """What is known of the packages that were met."""

    library: Library = field(default_factory=Library)
    checked: set[PackageId] = field(default_factory=set)
    _syntax: OrderedDict[PackageId, ast.Package] = field(default_factory=OrderedDict)

    def read(self, data: bytes) -> tuple[Dar, dict[PackageId, ast.Package]]:
        """The DAR and its packages."""
        dar = read_dar(data)
        return dar, {archive.package_id: self._decode(archive) for archive in dar.all}

    def _decode(self, archive: Archive) -> ast.Package:
        known = self._syntax.pop(archive.package_id, None) or archive.decode()
        self._syntax[known.id] = known
        while len(self._syntax) > SYNTAX_KEPT:
            self._syntax.popitem(last=False)
        return known

    def take(self, data: bytes) -> int:
        """Reads, checks, compiles, encodes and prints; how many packages were new."""
        dar, packages = self.read(data)
        check_dar(dar.main.package_id, packages, allowed=ALL_VERSIONS, trusted=self.checked)
        self.library.add_all(packages.values())
        new = packages.keys() - self.checked
        for identifier in new:
            self._compile_all(identifier)
            survives_writing(packages[identifier])
        self.checked |= new
        return len(new)

    def _compile_all(self, identifier: PackageId) -> None:
        # Python compiles a definition when it is first used; here all are used.
        for name, source in self.library.compiled(identifier).chunks.items():
            compile(source, f"{identifier[:8]} {name}", "exec", dont_inherit=True)


def survives_writing(package: ast.Package) -> None:
    """The package is the same after encoding and decoding, and after printing and reading."""
    version = package.language_version
    encoded = decode_package(encode_package(package), package.id, version)
    assert encoded.modules == package.modules
    printed = parse_package(print_package(package), version, package.id)
    assert printed.modules == package.modules
    assert printed.metadata == package.metadata
