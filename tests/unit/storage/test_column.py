"""Which annotations are columns, and how values cross."""

from __future__ import annotations

from dataclasses import make_dataclass
from enum import Enum
from typing import NewType, Optional

import pytest

from canton.errors import InvariantViolation
from canton.storage.column import Column, ColumnKind, columns_of

Offset = NewType("Offset", int)
Later = NewType("Later", Offset)


class State(Enum):
    OPEN = 0
    DONE = 1


class Mixed(Enum):
    ONE = 1
    TWO = "two"


@pytest.mark.parametrize(
    ("annotation", "column"),
    [
        (int, Column("x", ColumnKind.BIGINT)),
        (Later, Column("x", ColumnKind.BIGINT)),
        (bool, Column("x", ColumnKind.BOOLEAN)),
        (str | None, Column("x", ColumnKind.TEXT, True)),
        (Optional[Offset], Column("x", ColumnKind.BIGINT, True)),  # noqa: UP045
        (tuple[Offset, ...], Column("x", ColumnKind.BIGINT_ARRAY)),
        (tuple[bytes, ...] | None, Column("x", ColumnKind.BYTEA_ARRAY, True)),
        (State, Column("x", ColumnKind.BIGINT, False, State)),
        (State | None, Column("x", ColumnKind.BIGINT, True, State)),
    ],
)
def test_the_annotation_decides_the_column(annotation, column) -> None:
    assert columns_of(make_dataclass("Row", [("x", annotation)])) == (column,)


@pytest.mark.parametrize(
    "annotation", [float, list[int], dict, tuple[int, str], tuple[bool, ...], int | str, Mixed]
)
def test_what_is_no_column_is_refused(annotation) -> None:
    with pytest.raises(InvariantViolation):
        columns_of(make_dataclass("Row", [("x", annotation)]))


def test_enums_and_arrays_are_decoded() -> None:
    state = Column("x", ColumnKind.BIGINT, True, State)
    assert state.encoded(State.DONE) == 1
    assert state.decoded(1) is State.DONE
    assert state.decoded(None) is None
    assert Column("x", ColumnKind.TEXT_ARRAY).decoded(["a"]) == ("a",)
    assert Column("x", ColumnKind.TEXT).is_verbatim and not state.is_verbatim
