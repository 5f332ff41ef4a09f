"""Updates and checkpoints as a reader sees them. Source: ledger API sheet 2.8, 8.1."""

from __future__ import annotations

from collections.abc import Mapping

from google.protobuf.timestamp_pb2 import Timestamp as TimestampMessage

from canton.daml_lf.library.library import Library
from canton.identifiers import Offset
from canton.ledger_api.request.format import TransactionFormat, UpdateFormat
from canton.ledger_api.response.event import EventShaper
from canton.participant.update import (
    AuthorizationEvent,
    TopologyUpdate,
    TransactionUpdate,
    UpdateAt,
)
from canton.telemetry.trace import Trace
from canton.topology.difference import HostingEventKind
from canton.wire import ledger_event_pb2 as event_wire
from canton.wire import ledger_service_pb2 as wire
from canton.wire import ledger_value_pb2 as value_wire

_MICROS_PER_SECOND = 1_000_000


class UpdateShaper:
    """Shapes updates for one format."""

    def __init__(self, format: UpdateFormat, library: Library) -> None:
        self._format = format
        self._transactions = (
            None if format.transactions is None else TransactionShaper(format.transactions, library)
        )

    def update(self, at: UpdateAt) -> event_wire.Transaction | wire.TopologyTransaction | None:
        """The update; None if nothing of it is to be seen."""
        if isinstance(at.update, TransactionUpdate):
            if self._transactions is None:
                return None
            return self._transactions.transaction(at.offset, at.update)
        return self._topology(at.offset, at.update)

    def _topology(self, offset: Offset, update: TopologyUpdate) -> wire.TopologyTransaction | None:
        parties = self._format.topology_parties
        if parties is None:
            return None
        events = [
            _topology_event(each) for each in update.events if not parties or each.party in parties
        ]
        if not events:
            return None
        return wire.TopologyTransaction(
            update_id=update.update_id,
            offset=offset,
            synchronizer_id=logical_id(update.synchronizer),
            record_time=time_message(update.record_time),
            events=events,
            trace_context=trace_message(update.traceparent),
        )


class TransactionShaper:
    """Shapes transactions for one format."""

    def __init__(self, format: TransactionFormat, library: Library) -> None:
        self._format = format
        self._events = EventShaper(format.events, library)

    def transaction(
        self, offset: Offset, update: TransactionUpdate, *, may_be_empty: bool = False
    ) -> event_wire.Transaction | None:
        """The transaction; None if no event of it is to be seen."""
        shape = self._format.shape
        shown = [self._events.event(each, offset, shape) for each in update.events]
        events = [each for each in shown if each is not None]
        if not events and not may_be_empty:
            return None
        transaction = event_wire.Transaction(
            update_id=update.update_id,
            workflow_id=update.workflow_id,
            effective_at=time_message(update.effective_at),
            events=events,
            offset=offset,
            synchronizer_id=logical_id(update.synchronizer),
            trace_context=trace_message(update.traceparent),
            record_time=time_message(update.record_time),
        )
        if self._format.events.names_any(update.submitters):
            transaction.command_id = update.command_id
            transaction.paid_traffic_cost = update.paid_traffic_cost
        if update.external_hash:
            transaction.external_transaction_hash = update.external_hash
        return transaction


def _topology_event(event: AuthorizationEvent) -> wire.TopologyEvent:
    names = {"party_id": event.party, "participant_id": event.participant}
    level = wire.ParticipantPermission.Name(event.permission)
    match event.kind:
        case HostingEventKind.REVOKED:
            revoked = wire.ParticipantAuthorizationRevoked(**names)
            return wire.TopologyEvent(participant_authorization_revoked=revoked)
        case HostingEventKind.ADDED:
            added = wire.ParticipantAuthorizationAdded(**names, participant_permission=level)
            return wire.TopologyEvent(participant_authorization_added=added)
        case HostingEventKind.CHANGED:
            changed = wire.ParticipantAuthorizationChanged(**names, participant_permission=level)
            return wire.TopologyEvent(participant_authorization_changed=changed)
        case HostingEventKind.ONBOARDING:
            begun = wire.ParticipantAuthorizationOnboarding(**names, participant_permission=level)
            return wire.TopologyEvent(participant_authorization_onboarding=begun)


def checkpoint(offset: Offset, times: Mapping[str, int]) -> value_wire.OffsetCheckpoint:
    """Says that everything up to an offset was delivered."""
    return value_wire.OffsetCheckpoint(
        offset=offset,
        synchronizer_times=[
            synchronizer_time(synchronizer, time) for synchronizer, time in sorted(times.items())
        ],
    )


def synchronizer_time(synchronizer: str, record_time: int) -> value_wire.SynchronizerTime:
    """How far a synchronizer has come."""
    return value_wire.SynchronizerTime(
        synchronizer_id=logical_id(synchronizer), record_time=time_message(record_time)
    )


def time_message(micros: int) -> TimestampMessage:
    """The message of a timestamp in microseconds."""
    seconds, rest = divmod(micros, _MICROS_PER_SECOND)
    return TimestampMessage(seconds=seconds, nanos=rest * 1000)


def trace_message(traceparent: str) -> value_wire.TraceContext | None:
    """The message of a trace; None without a trace."""
    trace = Trace.parse(traceparent)
    return None if trace is None else value_wire.TraceContext(traceparent=trace.traceparent)


def logical_id(synchronizer: str) -> str:
    """The logical id of a synchronizer that may be named by its physical one."""
    return "::".join(synchronizer.split("::")[:2])
