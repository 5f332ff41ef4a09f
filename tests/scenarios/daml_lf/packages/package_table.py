"""Tables of packages in textual Daml-LF, each with the fault for which it is refused.

`=== name` begins a group, followed by what all its packages have; `--- name: FAULT`, or
`--- name: accepted`, begins a package. What comes before the first group is an explanation.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from canton.daml_lf.language.version import V2_DEV, LanguageVersion
from canton.daml_lf.text.reader import parse_package
from canton.daml_lf.validation.errors import Fault, ValidationError
from canton.daml_lf.validation.package import check_package
from canton.daml_lf.validation.world import World

_FOLDER = Path(__file__).parent


class Row(NamedTuple):
    """A package and the fault in it, if any."""

    name: str
    text: str
    fault: Fault | None


def read_table(file: str) -> list[Row]:
    """The packages of a file of this folder."""
    rows = []
    _, *groups = f"\n{(_FOLDER / file).read_text('utf-8')}".split("\n=== ")
    for group in groups:
        head, *entries = group.split("\n--- ")
        title, _, common = head.partition("\n")
        for entry in entries:
            line, _, text = entry.partition("\n")
            name, _, fault = line.partition(": ")
            expected = None if fault == "accepted" else Fault[fault]
            rows.append(Row(f"{title}: {name}", f"{common}\n{text}", expected))
    return rows


def fault_of(text: str, version: LanguageVersion = V2_DEV) -> Fault | None:
    """The fault that is found in the package of these modules."""
    package = parse_package(f"metadata ( 'n' : '1.0.0' )\n{text}", version)
    try:
        check_package(World({package.id: package}), package)
    except ValidationError as error:
        return error.fault
    return None
