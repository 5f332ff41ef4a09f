"""DARs of public repositories: what compilers made is accepted, and nothing else.

They are not kept here: PYCANTON_PUBLIC_DARS names a folder that has some, at any depth. Those
in its folder `published` are versions that followed each other on a network. How many there were
when this was last run is in `docs/conformance.md`.
"""

from __future__ import annotations

import os
import re
from itertools import pairwise
from pathlib import Path

import pytest

from canton.daml_lf.archive.errors import ArchiveError
from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import PackageId, version_key
from canton.daml_lf.upgrade.check import check_upgrade
from canton.daml_lf.upgrade.lineage import check_lineages
from scenarios.daml_lf.packages.sweep import Sweep

FOLDER = os.environ.get("PYCANTON_PUBLIC_DARS")
PATHS = sorted(Path(FOLDER).rglob("*.dar")) if FOLDER else []
pytestmark = pytest.mark.skipif(not PATHS, reason="PYCANTON_PUBLIC_DARS is not set")

NOT_ACCEPTED = {
    # Daml-LF 1: the versions that the original can name, and those before.
    r"ALLOWED_LANGUAGE_VERSIONS: .* but got 1\.\w+$": ".*",
    r"DAR_PARSE_ERROR: the language version is unknown .* \(minor '(0|1|5|16)'\)": ".*",
    # Before there was a manifest for Daml-LF.
    r"INVALID_DAR: Cannot find attribute|INVALID_DAR: there is no META-INF/MANIFEST.MF": ".*",
    # Made to be refused.
    r"DAR_VALIDATION_ERROR: type mismatch: expected Bool, found Unit in value Mod:x": "illformed",
    # Daml-LF 2.1 and 2.dev while they were being made; the original refuses them, too.
    r"DAR_PARSE_ERROR: message \w+ has the unknown field (3|8|13)": ".*",
    r"DAR_PARSE_ERROR: a type has arguments beside it in Daml-LF 2.dev": ".*",
    r"DAR_PARSE_ERROR: package \w+ is used but not imported": "DamlDefinitionsService",
    r"DAR_PARSE_ERROR: 12 is not a built-in type": "test-2.1",
    r"DAR_PARSE_ERROR: 4001 is not a built-in function": "test-2.dev",
    r"DAR_PARSE_ERROR: unsafe_from_interface .* is not supported by Daml-LF 2.dev": "test-2.dev",
    r"DAR_VALIDATION_ERROR: .* may be hidden in an Any: Int64 in value AnyMod:any2Int": "test-2.1",
    r"DAR_VALIDATION_ERROR: .* in value BuiltinMod:textToContractId": "test-2.1",
    r"DAR_VALIDATION_ERROR: .* in value DA.Crypto.Text:\$\$cfromHex ": "_lf",
}


@pytest.fixture(scope="module")
def sweep() -> Sweep:
    return Sweep()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_dar_is_read_checked_compiled_and_written(path: Path, sweep: Sweep) -> None:
    try:
        sweep.take(path.read_bytes())
    except ArchiveError as error:
        context = error.context
        reasons = [context.get(key) for key in ("reason", "validationError", "throwable")]
        reason = next(filter(None, reasons), error.cause)
        shown = f"{error.code.id}: {reason}"
        assert any(
            re.match(refusal, shown) and re.search(names, path.name)
            for refusal, names in NOT_ACCEPTED.items()
        ), shown


def test_published_versions_are_upgrades_of_those_before(sweep: Sweep) -> None:
    packages: dict[PackageId, ast.Package] = {}
    lineages: dict[str, list[ast.Package]] = {}
    for path in PATHS:
        if path.parent.name == "published":
            dar, found = sweep.read(path.read_bytes())
            packages.update(found)
            main = found[dar.main.package_id]
            lineages.setdefault(main.metadata.name, []).append(main)
    pairs = 0
    for lineage in lineages.values():
        lineage.sort(key=lambda package: version_key(package.metadata.version))
        for past, present in pairwise(lineage):
            check_upgrade(packages, past, present)
            pairs += 1
    check_lineages(packages, packages)
    print(f"{pairs} pairs of {len(lineages)} packages")
