"""A send's attempts and its one outcome, as transcripts of inputs and effects."""

from __future__ import annotations

from canton.errors import GrpcStatus
from canton.protocol.sequencing.envelope import EMPTY
from canton.protocol.sequencing.event import Deliver, DeliverError
from canton.protocol.status import Status
from canton.sequencer_client.core.submission import (
    NO_CONNECTION,
    Amplification,
    Attempt,
    Failed,
    Finish,
    NoConnection,
    Refused,
    SendAccepted,
    SendRejected,
    Sequenced,
    SubmissionCore,
    TimedOut,
    Wait,
)
from canton.timestamps import Timestamp
from unit.sequencer_client.fake_sequencer import SYNCHRONIZER

LIMIT = Timestamp(100)
TWICE = Amplification(factor=2, patience_s=5)
ONCE = Amplification()
AWAY = Refused(GrpcStatus.UNAVAILABLE, "away", may_be_sequenced=True)
BAD = Refused(GrpcStatus.INVALID_ARGUMENT, "bad")


def deliver(time: int, message_id: str | None = None) -> Deliver:
    return Deliver(None, Timestamp(time), SYNCHRONIZER, EMPTY, message_id)


def test_accepted_copy_is_repeated_after_the_rest_of_the_patience_up_to_the_factor() -> None:
    core = SubmissionCore()
    assert core.start("m", LIMIT, TWICE) == [Attempt("m")]
    assert core.attempted("m", SendAccepted(1.5)) == [Wait("m", 3.5)]
    assert core.patience_is_over("m") == [Attempt("m")]
    assert core.attempted("m", SendAccepted()) == []
    receipt = deliver(7, "m")
    assert core.observe(receipt) == [Finish("m", Sequenced(Timestamp(7), receipt))]
    assert core.patience_is_over("m") == []
    assert core.attempted("m", SendAccepted()) == []


def test_failure_is_tried_elsewhere_at_once_and_refusal_is_trusted() -> None:
    core = SubmissionCore()
    core.start("m", LIMIT, TWICE)
    assert core.attempted("m", SendRejected(AWAY, elsewhere=True)) == [Attempt("m")]
    assert core.attempted("m", SendRejected(AWAY, elsewhere=True)) == [Finish("m", AWAY)]
    core.start("n", LIMIT, TWICE)
    assert core.attempted("n", SendRejected(BAD, elsewhere=False)) == [Finish("n", BAD)]


def test_refusal_of_a_copy_says_nothing_about_the_one_that_was_accepted() -> None:
    core = SubmissionCore()
    core.start("m", LIMIT, TWICE)
    core.attempted("m", SendAccepted())
    core.patience_is_over("m")
    assert core.attempted("m", SendRejected(BAD, elsewhere=False)) == []
    assert core.observe_time(Timestamp(101)) == [Finish("m", TimedOut(Timestamp(101)))]


def test_without_connection_only_amplified_sends_wait() -> None:
    core = SubmissionCore()
    core.start("m", LIMIT, ONCE)
    assert core.attempted("m", NoConnection()) == [Finish("m", NO_CONNECTION)]
    core.start("n", LIMIT, TWICE)
    for _ in range(3):
        assert core.attempted("n", NoConnection()) == [Wait("n", 5)]
        assert core.patience_is_over("n") == [Attempt("n")]


def test_error_event_ends_the_send() -> None:
    core = SubmissionCore()
    core.start("m", LIMIT, ONCE)
    reason = Status(9, "no")
    event = DeliverError(None, Timestamp(3), SYNCHRONIZER, "m", reason)
    assert core.observe(event) == [Finish("m", Failed(Timestamp(3), reason))]


def test_send_times_out_only_when_the_stream_is_past_its_limit() -> None:
    core = SubmissionCore()
    core.start("m", LIMIT, ONCE)
    assert core.observe(deliver(100)) == []
    assert core.observe(deliver(101)) == [Finish("m", TimedOut(Timestamp(101)))]
    assert core.count == 0
