"""Commands on their way: receipts, refusals, and what runs out."""

from __future__ import annotations

from dataclasses import replace

from canton.errors import Rejection
from canton.participant.core.in_flight import InFlightSubmissions, Lost, Sequenced
from canton.participant.errors import LOCAL_TIMEOUT, NOT_SEQUENCED_TIMEOUT
from canton.participant.stores.submission import InFlightRow
from canton.participant.update import Completion, decode_completion, encode
from canton.timestamps import Timestamp

REFUSED = Rejection(LOCAL_TIMEOUT, "refused")


def row(name: str, latest: int = 100) -> InFlightRow:
    change_id, root_hash = name.encode(), f"root {name}".encode()
    return InFlightRow(change_id, "sync", f"message {name}", root_hash, latest, None, "", b"")


def with_two() -> InFlightSubmissions:
    found = InFlightSubmissions([row("a")])
    found.register(row("b", latest=50))
    return found


def test_a_receipt_says_when_a_command_was_sequenced() -> None:
    found = with_two()
    sequenced = found.on_receipt("message a", Timestamp(10))
    assert isinstance(sequenced, Sequenced) and sequenced.row.sequenced_at == 10
    assert found.on_receipt("message a", Timestamp(11)) is None, "a copy says nothing new"
    assert found.on_receipt("message of another kind", Timestamp(12)) is None


def test_a_command_runs_out_when_an_event_comes_after_its_latest_time() -> None:
    found = with_two()
    assert list(found.on_time(Timestamp(50))) == []
    [lost] = found.on_time(Timestamp(51))
    assert lost.row.change_id == b"b" and lost.reason.code is NOT_SEQUENCED_TIMEOUT
    assert list(found.on_time(Timestamp(52))) == [], "it is told once"


def test_what_is_sequenced_does_not_run_out() -> None:
    found = with_two()
    found.on_receipt("message b", Timestamp(10))
    assert [lost.row.change_id for lost in found.on_time(Timestamp(1000))] == [b"a"]


def test_a_refusal_ends_a_command_unless_a_copy_was_sequenced() -> None:
    found = with_two()
    found.on_receipt("message b", Timestamp(10))
    assert found.on_refusal("message b", REFUSED) is None
    assert found.on_refusal("message a", REFUSED) == Lost(row("a"), REFUSED)
    assert found.on_refusal("message a", REFUSED) is None


def test_the_request_of_a_command_is_known_by_its_root_hash() -> None:
    found = with_two()
    assert found.by_root_hash(b"root b") == row("b", latest=50)
    assert found.by_root_hash(b"root c") is None


def test_a_finished_command_is_forgotten() -> None:
    found = with_two()
    found.finish(b"a")
    assert found.by_root_hash(b"root a") is None and found.by_root_hash(b"root b") is not None


def test_only_what_is_not_sequenced_has_a_deadline() -> None:
    found = with_two()
    assert sorted(found.deadlines) == [50, 100]
    found.on_receipt("message b", Timestamp(10))
    assert found.deadlines == [100]
    assert InFlightSubmissions().deadlines == []


def test_what_a_command_paid_goes_into_its_completion() -> None:
    completion = Completion("c", "u", ("p",), "s", 0, "sync", 0, "", b"", "")
    found = InFlightSubmissions(
        replace(row(name), completion=encode(completion)) for name in ("a", "b", "c")
    )
    sequenced = found.on_receipt("message a", Timestamp(10), paid=110)
    refused = found.on_refusal("message b", REFUSED, paid=20)
    free = found.on_receipt("message c", Timestamp(11))
    assert sequenced is not None and refused is not None and free is not None
    costs = [decode_completion(each.row.completion) for each in (sequenced, refused, free)]
    assert [each.paid_traffic_cost for each in costs] == [110, 20, 0]
    assert replace(costs[0], paid_traffic_cost=0) == completion
