"""Completions as a reader sees them. Source: ledger API sheet 2.5, 2.7."""

from __future__ import annotations

from collections.abc import Collection

from google.rpc import status_pb2

from canton.ledger_api.response.update import synchronizer_time, trace_message
from canton.participant.update import CompletionAt
from canton.wire import ledger_command_pb2 as wire


def completion(at: CompletionAt, parties: Collection[str]) -> wire.Completion:
    """The completion for readers of some parties; empty means all."""
    content = at.completion
    submitters = [each for each in content.act_as if not parties or each in parties]
    return wire.Completion(
        command_id=content.command_id,
        status=status_pb2.Status.FromString(content.status),
        update_id=content.update_id,
        user_id=content.user_id,
        act_as=submitters,
        submission_id=content.submission_id,
        deduplication_offset=content.deduplication_offset,
        trace_context=trace_message(content.traceparent),
        offset=at.offset,
        paid_traffic_cost=content.paid_traffic_cost,
        synchronizer_time=synchronizer_time(content.synchronizer, content.record_time),
    )
