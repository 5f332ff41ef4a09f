"""Checks of whole packages, held to the tables."""

from __future__ import annotations

import pytest

from scenarios.daml_lf.packages.package_table import Row, fault_of, read_table


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(row, id=row.name)
        for file in ("definitions.lf", "collisions.lf")
        for row in read_table(file)
    ],
)
def test_a_package_is_accepted_or_refused_for_its_fault(row: Row) -> None:
    assert fault_of(row.text) is row.fault
