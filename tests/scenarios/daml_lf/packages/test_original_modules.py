"""The textual modules that Canton 3.6 tests its encoder with, in all language versions.

They are not kept here: PYCANTON_ORIGINAL_LF names the folder that has them. A module's file
name says which versions it is made for; which versions have all that it uses is in the table.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from pathlib import Path

import pytest

from canton.daml_lf.archive.errors import ArchiveError
from canton.daml_lf.language import ast
from canton.daml_lf.language.builtin import BuiltinFunction, builtin_function_feature
from canton.daml_lf.language.reference import ModuleName
from canton.daml_lf.language.version import ALL_VERSIONS, V2_1, V2_3, V2_DEV, LanguageVersion
from canton.daml_lf.tools.assembler import assemble
from canton.daml_lf.validation.errors import ValidationError
from canton.daml_lf.validation.package import check_package
from canton.daml_lf.validation.world import World

FOLDER = os.environ.get("PYCANTON_ORIGINAL_LF")
pytestmark = pytest.mark.skipif(FOLDER is None, reason="PYCANTON_ORIGINAL_LF is not set")

EVERY = frozenset(ALL_VERSIONS)
KEYS = frozenset([V2_3, V2_DEV])
LOADING: dict[str, Collection[LanguageVersion]] = {
    "Any_2.1_": EVERY,
    "Any_2.2_": EVERY,
    "Any_2.3_": EVERY,
    "Any_2.dev_": {V2_DEV},
    "BigNumeric_2.dev_": {V2_DEV},
    "Builtin_2.1_": EVERY,
    "Builtin_2.2_": EVERY,
    "Builtin_2.3_": KEYS,
    "Builtin_2.dev_": {V2_DEV},
    "Interface_extended_2.dev_": {V2_DEV},
    "Interface_unsafe_from_interface_2.1_": {V2_1},
    "TemplateWithKey_2.3_": KEYS,
    "TemplateWithKey_2.dev_": KEYS,
}


def texts(pattern: str) -> list[str]:
    return [path.read_text("utf-8") for path in sorted(Path(FOLDER or "").glob(pattern))]


def load(modules: list[str], version: LanguageVersion) -> ast.Package:
    package = assemble("".join(modules), "n", "1.0.0", version).package
    check_package(World({package.id: package}), package)
    return package


def test_the_table_has_every_module() -> None:
    names = {path.stem for path in Path(FOLDER or "").glob("*.lf") if "_all_" not in path.name}
    assert names == LOADING.keys()
    assert len(texts("*_all_.lf")) == 20
    for name, versions in LOADING.items():
        made_for = re.search(r"_(2\.\w+)_$", name)
        assert made_for is not None
        assert made_for[1] in map(str, versions)


@pytest.mark.parametrize("version", ALL_VERSIONS, ids=str)
def test_the_modules_of_a_version_load_and_use_every_builtin(
    version: LanguageVersion,
) -> None:
    package = load(texts("*_all_.lf") + texts(f"*_{version}_.lf"), version)
    values = package.modules[ModuleName("BuiltinMod")].values.values()
    used = {value.body.function for value in values if isinstance(value.body, ast.Builtin)}
    assert used == {f for f in BuiltinFunction if has_builtin(version, f)}


def has_builtin(version: LanguageVersion, function: BuiltinFunction) -> bool:
    feature = builtin_function_feature(function)
    return feature is None or version.has(feature)


@pytest.mark.parametrize("version", ALL_VERSIONS, ids=str)
@pytest.mark.parametrize("name", LOADING)
def test_a_module_loads_in_the_versions_that_have_what_it_uses(
    name: str, version: LanguageVersion
) -> None:
    modules = texts("*_all_.lf") + texts(f"{name}.lf")
    if version in LOADING[name]:
        load(modules, version)
    else:
        with pytest.raises((ArchiveError, ValidationError)) as caught:
            load(modules, version)
        reason = f"{caught.value} {getattr(caught.value, 'context', '')}"
        assert re.search("is not supported by Daml-LF|may be hidden in an Any", reason)
