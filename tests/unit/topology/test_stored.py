"""Rows in files and streams."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canton.crypto.hash import HashPurpose, digest
from canton.timestamps import TIMESTAMP_MAX, TIMESTAMP_MIN, Timestamp
from canton.topology.stored import (
    INITIAL_TOPOLOGY_TIME,
    StoredTopologyTransaction,
    as_genesis,
    genesis_row,
    initial_state_hash,
    read_delimited,
    read_transactions_message,
    write_delimited,
    write_transactions_message,
)


def rows(world) -> list[StoredTopologyTransaction]:
    return [
        genesis_row(world.root("a").as_proposal(True)),
        StoredTopologyTransaction(Timestamp(-7), Timestamp(1), Timestamp(2), world.root("b")),
        StoredTopologyTransaction(Timestamp(3), Timestamp(4), Timestamp(4), world.root("c"), "no"),
        StoredTopologyTransaction(TIMESTAMP_MIN, TIMESTAMP_MAX, None, world.root("d")),
    ]


def test_rows_survive_both_forms(world) -> None:
    written = rows(world)
    assert read_delimited(b"".join(write_delimited(written))) == written
    assert read_transactions_message(write_transactions_message(written)) == written


def test_a_cut_stream_is_refused(world) -> None:
    content = b"".join(write_delimited(rows(world)))
    first = len(next(write_delimited(rows(world))))
    for size in (1, 2, first - 1, first + 1, len(content) - 1):
        with pytest.raises(ValueError, match=r"ends within"):
            read_delimited(content[:size])
    with pytest.raises(ValueError, match="malformed"):
        read_delimited(b"\xff" * 6)


def test_a_founding_row_is_no_proposal_and_has_the_first_time(world) -> None:
    row = rows(world)[0]
    assert not row.is_proposal
    assert row.sequenced == row.valid_from == INITIAL_TOPOLOGY_TIME == TIMESTAMP_MIN + 1


def test_a_new_beginning_drops_rejections_and_times(world) -> None:
    first, ended, _, last = rows(world)
    start = INITIAL_TOPOLOGY_TIME
    assert list(as_genesis(rows(world))) == [
        first,
        replace(ended, sequenced=start, valid_from=start, valid_until=start),
        replace(last, sequenced=start, valid_from=start),
    ]


def test_the_initial_state_hash_covers_the_transaction_hashes_in_order(world) -> None:
    hashes = [row.hash.multihash for row in rows(world)]
    purpose = HashPurpose.INITIAL_TOPOLOGY_STATE_CONSISTENCY
    assert initial_state_hash(rows(world)) == digest(purpose, b"".join(hashes))


def test_a_row_is_active_after_its_start_and_up_to_its_end(world) -> None:
    row = rows(world)[1]
    assert [row.is_active_at(Timestamp(time)) for time in (1, 2, 3)] == [False, True, False]
