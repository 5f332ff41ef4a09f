"""The stable packages: our text and our encoder give the bytes that their ids are the hash of."""

from __future__ import annotations

import hashlib

import pytest

from canton.daml_lf.archive.envelope import read_archive
from canton.daml_lf.archive.stable import stable_archive, stable_archives, stable_package
from canton.daml_lf.language.reference import PackageId
from canton.daml_lf.language.stable import STABLE_PACKAGE_IDS, STABLE_PACKAGES, TUPLE_2
from canton.daml_lf.validation.package import check_package
from canton.daml_lf.validation.world import World


@pytest.mark.parametrize("module", sorted(STABLE_PACKAGES))
def test_a_stable_package_has_its_id(module: str) -> None:
    package = next(item for name, item in STABLE_PACKAGES.items() if name == module)
    archive = stable_archive(package)
    assert archive.package_id == package
    assert read_archive(archive.data) == archive
    decoded = stable_package(package)
    assert list(decoded.modules) == [module]
    assert decoded.direct_dependencies <= STABLE_PACKAGE_IDS
    check_package(World({}), decoded)


def test_all_are_there_and_no_other() -> None:
    assert {archive.package_id for archive in stable_archives()} == STABLE_PACKAGE_IDS
    with pytest.raises(KeyError):
        stable_archive(PackageId(hashlib.sha256(b"").hexdigest()))


def test_tuples_are_there() -> None:
    module = stable_package(TUPLE_2.package).modules[TUPLE_2.module]
    assert TUPLE_2.name in module.data_types
