"""Lineages of vetted packages."""

from __future__ import annotations

import pytest

from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import PackageId
from canton.daml_lf.language.version import V2_2
from canton.daml_lf.text.reader import parse_package
from canton.daml_lf.upgrade.lineage import check_lineages, early_libraries
from canton.errors import LedgerError


def package(identifier: str, version: str, fields: str, name: str = "n") -> ast.Package:
    text = f"module M {{ record @serializable R = {{ {fields} }}; }}"
    head = f"metadata ( '{name}' : '{version}' )"
    return parse_package(f"{head} {text}", V2_2, PackageId(identifier))


def code(*packages: ast.Package, new: tuple[str, ...] | None = None) -> str | None:
    known = {item.id: item for item in packages}
    fresh = None if new is None else [PackageId(item) for item in new]
    try:
        check_lineages(known, known, fresh)
    except LedgerError as error:
        return error.code.id
    return None


A = package("a", "1.0.0", "x: Text")
B = package("b", "1.10.0", "x: Text, y: Option Text")
C = package("c", "1.2.0", "x: Text")


def test_versions_are_compared_with_their_neighbours_by_number() -> None:
    assert code(B, C, A) is None
    wrong = package("w", "1.9.0", "x: Text, y: Option Text, z: Option Text")
    assert code(A, B, wrong) == "NOT_VALID_UPGRADE_PACKAGE"


FIRST = package("v1", "1.0.0", "x: Text")
SECOND = package("v2", "2.0.0", "x: Text, p: Option Party")
THIRD = package("v3", "3.0.0", "x: Text, p: Option Party, t: Option Text")
BETWEEN_WRONG = package("v11-wrong", "1.1.0", "x: Text, t: Text")
THIRD_WRONG = package("v3-wrong", "3.0.0", "x: Text, p: Option Party, t: Text")


@pytest.mark.parametrize(
    ("new", "existing", "refused"),
    [
        # Newly vetted packages, those vetted before, and which of them may not follow which.
        ([], [], None),
        ([FIRST], [], None),
        ([SECOND], [FIRST], None),
        ([FIRST, SECOND], [], None),
        ([THIRD], [FIRST, SECOND], None),
        ([THIRD_WRONG], [FIRST, SECOND], (THIRD_WRONG, SECOND)),
        ([SECOND], [FIRST, THIRD_WRONG], (THIRD_WRONG, SECOND)),
        ([SECOND], [FIRST, BETWEEN_WRONG], (BETWEEN_WRONG, FIRST)),
        ([BETWEEN_WRONG], [FIRST, SECOND, THIRD_WRONG], (BETWEEN_WRONG, FIRST)),
    ],
)
def test_the_order_of_vetting_does_not_matter(
    new: list[ast.Package],
    existing: list[ast.Package],
    refused: tuple[ast.Package, ast.Package] | None,
) -> None:
    known = {each.id: each for each in (*new, *existing)}
    fresh = [each.id for each in new]
    if refused is None:
        check_lineages(known, known, fresh)
        return
    with pytest.raises(LedgerError) as caught:
        check_lineages(known, known, fresh)
    newer, older = (f"{each.id} (n v{each.metadata.version})" for each in refused)
    assert f"{newer} cannot be an upgrade of {older}" in str(caught.value)


def test_equal_versions_of_different_content_are_refused() -> None:
    assert code(A, package("d", "1.0.0", "x: Text")) == "KNOWN_PACKAGE_VERSION"
    # Even where one of them breaks a rule of upgrades, too.
    assert code(FIRST, THIRD, THIRD_WRONG, new=("v3-wrong",)) == "KNOWN_PACKAGE_VERSION"


def test_other_names_do_not_matter() -> None:
    assert code(A, package("d", "2.0.0", "x: Int64", name="other")) is None


def test_only_affected_lineages_are_checked() -> None:
    bad = package("d", "2.0.0", "x: Int64")
    other = package("o", "1.0.0", "", name="other")
    assert code(A, bad, other, new=("o",)) is None
    assert code(A, bad, other, new=("d",)) == "NOT_VALID_UPGRADE_PACKAGE"


def test_dependencies_of_new_packages_are_affected() -> None:
    bad = package("d", "2.0.0", "x: Int64")
    text = "metadata ( 'user' : '1.0.0' ) module U { record R = { x: 'd':M:R }; }"
    user = parse_package(text, V2_2, PackageId("u"))
    assert code(A, bad, user, new=("u",)) == "NOT_VALID_UPGRADE_PACKAGE"


def test_utilities_are_exempt() -> None:
    texts = ("record R = { x: Text };", "record R = { x: Int64 };")
    utilities = [
        parse_package(
            f"metadata ( 'n' : '1.0.{index}' ) module M {{ {text} }}", V2_2, PackageId(str(index))
        )
        for index, text in enumerate(texts)
    ]
    assert code(*utilities) is None


@pytest.mark.parametrize("name", ["daml-prim", "daml-stdlib"])
def test_the_standard_library_must_be_a_utility(name: str) -> None:
    assert code(package("d", "1.0.0", "", name=name)) == "DAML_PRIM_NOT_UTILITY_PACKAGE"


def test_early_snapshots_of_the_standard_library_are_exempt() -> None:
    early = sorted(early_libraries())
    assert len(early) == len(set(early)) == 166
    assert code(*[package(item, "1.0.0", "", name="daml-prim") for item in early[:2]]) is None
