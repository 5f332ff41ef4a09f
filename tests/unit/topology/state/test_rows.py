"""The rows over time and the taking back of changes."""

from __future__ import annotations

import pytest

from canton.errors import InvariantViolation
from canton.timestamps import TIMESTAMP_MAX, Timestamp
from canton.topology.mapping.code import MappingCode
from canton.topology.mapping.participant import VettedPackage, VettedPackages
from canton.topology.state.rows import AddRow, EndRow, TopologyRows
from canton.topology.stored import StoredTopologyTransaction


def row(world, time: int, *packages: str, serial: int = 1, proposal: bool = False):
    mapping = VettedPackages(world.member("p"), tuple(map(VettedPackage, packages)))
    signed = world.signed(mapping, "p", serial=serial, proposal=proposal)
    return StoredTopologyTransaction(Timestamp(time), Timestamp(time), None, signed)


def test_a_row_holds_after_its_start_and_up_to_its_end(world) -> None:
    rows = TopologyRows()
    first = row(world, 10, "a")
    rows.add(first)
    rows.end(0, Timestamp(20))
    rows.add(row(world, 20, "b", serial=2))
    key = first.transaction.transaction.unique_key

    def serial_at(time: int) -> int | None:
        found = rows.at(key, Timestamp(time))
        return found.transaction.serial if found else None

    assert [serial_at(time) for time in (10, 11, 20, 21, TIMESTAMP_MAX)] == [None, 1, 1, 2, 2]


def test_rows_come_in_order_and_end_once(world) -> None:
    rows = TopologyRows()
    rows.add(row(world, 10))
    with pytest.raises(InvariantViolation):
        rows.add(row(world, 9))
    rows.end(0, Timestamp(11))
    with pytest.raises(InvariantViolation):
        rows.end(0, Timestamp(12))


def test_undo_takes_back_the_newest_changes(world) -> None:
    rows = TopologyRows()
    rows.add(row(world, 10, "a"))
    rows.add(row(world, 11, "b", serial=2, proposal=True))
    before = list(rows)
    changes = [
        rows.end(0, Timestamp(20)),
        rows.end(1, Timestamp(20)),
        rows.add(row(world, 20, "b", serial=2)),
    ]
    assert [type(change) for change in changes] == [EndRow, EndRow, AddRow]
    rows.undo(changes)
    assert list(rows) == before
    assert rows.newest_effective == 11
    key = before[0].transaction.transaction.unique_key
    assert rows.last_of(key) == before[0]
    assert list(rows.proposals()) == [before[1]]
    assert list(rows.history_of(MappingCode.VETTED_PACKAGES)) == [before[0]]
