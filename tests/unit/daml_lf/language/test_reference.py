"""Names: what is allowed, and how versions are ordered."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from canton.daml_lf.language import reference
from canton.daml_lf.language.reference import Identifier, PackageVersion


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (reference.name, "$$u003a_1"),
        (reference.dotted_name, "A.b.$c"),
        (reference.module_name, "DA.Types"),
        (reference.package_id, "-a b_9"),
        (reference.package_name, "daml-prim_2"),
        (reference.package_version, "0.10.2147483647"),
    ],
)
def test_legal_names_are_kept(parse: Callable[[str], str], text: str) -> None:
    assert parse(text) == text


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (reference.name, ""),
        (reference.name, "1a"),
        (reference.name, "a.b"),
        (reference.name, "ä"),
        (reference.name, "a" * 1001),
        (reference.dotted_name, "A..b"),
        (reference.package_id, "a" * 65),
        (reference.package_name, "a b"),
        (reference.package_version, "01"),
        (reference.package_version, "1."),
        (reference.package_version, "2147483648"),
        (reference.parse_identifier, "a:b"),
    ],
)
def test_illegal_names_are_refused(parse: Callable[[str], str], text: str) -> None:
    with pytest.raises(ValueError):
        parse(text)


def test_versions_are_ordered_by_number() -> None:
    versions = [PackageVersion(text) for text in ("1.10", "1.9.9", "1.9")]
    assert sorted(versions, key=reference.version_key) == ["1.9", "1.9.9", "1.10"]


def test_an_identifier_reads_what_it_prints() -> None:
    identifier = reference.parse_identifier("pkg:A.B:C.d")
    assert reference.parse_identifier(str(identifier)) == identifier
    assert identifier == Identifier(*["pkg", "A.B", "C.d"])  # type: ignore[arg-type]
    assert identifier.qualified_name == "A.B:C.d"
