"""The edge towards other members: what does not parse is a rejection, never an error."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canton.errors import Rejection
from canton.topology.broadcast import broadcast_message, read_broadcast, read_transactions


def test_a_broadcast_carries_transactions_to_one_synchronizer(world) -> None:
    transactions = (world.root("a"), world.trust_certificate("a"))
    message = broadcast_message(world.synchronizer, transactions)
    assert read_broadcast(world.synchronizer, message) == transactions
    elsewhere = replace(world.synchronizer, serial=1)
    assert isinstance(read_broadcast(elsewhere, message), Rejection)


@given(st.binary(max_size=60))
def test_whatever_is_sent_reading_ends_in_a_value(content: bytes) -> None:
    assert isinstance(read_transactions([content]), Rejection)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(position=st.integers(min_value=0), byte=st.integers(0, 255))
def test_altered_bytes_end_in_a_value(world, position: int, byte: int) -> None:
    altered = bytearray(world.owner_to_keys("p").to_bytes())
    altered[position % len(altered)] = byte
    assert isinstance(read_transactions([bytes(altered)]), tuple | Rejection)
