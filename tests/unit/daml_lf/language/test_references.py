"""Names that a piece of syntax mentions."""

from __future__ import annotations

from canton.daml_lf.language.reference import PackageId, parse_identifier
from canton.daml_lf.language.references import identifiers_of, package_ids_of
from canton.daml_lf.language.stable import ARCHIVE, STABLE_PACKAGE_IDS, STABLE_PACKAGES
from canton.daml_lf.text.reader import parse_expression


def test_all_names_are_found_but_not_those_of_locations() -> None:
    expr = parse_expression("loc('loc':M, _, 1, 2, 3, 4) ('p':M:f @('q':M:T) M:g)")
    assert set(identifiers_of(expr)) == {
        parse_identifier(text) for text in ("p:M:f", "q:M:T", "-self-:M:g")
    }
    assert package_ids_of(expr) == {"p", "q", "-self-"}


def test_stable_packages_have_one_module_each() -> None:
    assert len(STABLE_PACKAGES) == len(STABLE_PACKAGE_IDS) == 27
    assert ARCHIVE.package == PackageId(
        "9e70a8b3510d617f8a136213f33d6a903a10ca0eeec76bb06ba55d1ed9680f69"
    )
