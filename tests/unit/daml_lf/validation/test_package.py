"""The checks of a whole package: names, cycles, versions of dependencies."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from canton.daml_lf.language.reference import PackageId
from canton.daml_lf.language.version import V2_1, V2_2, V2_3, V2_DEV, LanguageVersion
from canton.daml_lf.text.reader import parse_package
from canton.daml_lf.validation.cycles import find_cycle
from canton.daml_lf.validation.errors import Fault, ValidationError
from canton.daml_lf.validation.package import check_package
from canton.daml_lf.validation.world import World

Check = Callable[..., ValidationError | None]


def test_modules_may_not_import_each_other_in_a_cycle(check: Check) -> None:
    error = check(
        "module A { val x: Text = B:x; } module B { val x: Text = C:x; } "
        "module C { val x: Text = A:x; }"
    )
    assert error is not None
    assert error.fault is Fault.IMPORT_CYCLE
    assert set(error.detail.split(" -> ")) == {"A", "B", "C"}


def test_cycles_are_found_on_any_path() -> None:
    assert find_cycle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []
    assert find_cycle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) in (["b", "c"], ["c", "b"])
    assert find_cycle({"a": {"a"}}) == ["a"]
    assert find_cycle({"a": {"elsewhere"}}) == []


@pytest.mark.parametrize(
    ("versions", "refused"),
    [
        # Package 0 depends on 1 and 2, package 1 on 2; the versions of the three, and which of
        # them are refused.
        ((V2_DEV, V2_2, V2_1), ()),
        ((V2_DEV, V2_DEV, V2_1), ()),
        ((V2_2, V2_2, V2_1), ()),
        ((V2_3, V2_3, V2_3), ()),
        ((V2_1, V2_2), (0,)),
        ((V2_1, V2_DEV), (0,)),
        ((V2_2, V2_DEV), (0,)),
        ((V2_2, V2_3), (0,)),
        ((V2_1, V2_DEV, V2_1), (0,)),
        ((V2_1, V2_1, V2_DEV), (0, 1)),
        ((V2_DEV, V2_1, V2_DEV), (1,)),
    ],
)
def test_dependencies_may_not_be_of_a_newer_version(
    versions: tuple[LanguageVersion, ...], refused: tuple[int, ...]
) -> None:
    packages = {}
    for index, version in enumerate(versions):
        uses = [
            f"val v{other}: Unit = 'p{other}':M{other}:v;"
            for other in range(index + 1, len(versions))
        ]
        text = (
            f"metadata ( 'n' : '1.0.0' ) module M{index} {{ val v: Unit = (); {' '.join(uses)} }}"
        )
        package = parse_package(text, version, PackageId(f"p{index}"))
        packages[package.id] = package
    found = []
    for index, package in enumerate(packages.values()):
        try:
            check_package(World(packages), package)
        except ValidationError as error:
            assert error.fault is Fault.DEPENDENCY_VERSION
            found.append(index)
    assert tuple(found) == refused


def test_dependencies_must_exist() -> None:
    package = parse_package(
        "metadata ( 'n' : '1.0.0' ) module M { val y: Text = 'gone':L:x; }", V2_2
    )
    with pytest.raises(ValidationError, match="package gone"):
        check_package(World({package.id: package}), package)


def test_an_error_says_where(check: Check) -> None:
    error = check("module M { val x: Text -> Bool = \\(t: Text) -> loc(M, x, 7, 4, 7, 9) (f t); }")
    assert str(error) == "unknown variable: f in value M:x (module M, line 8, column 5)"
