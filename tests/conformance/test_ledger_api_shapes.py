"""The recorded ledger, read back through our shapes: the same messages as recorded.

The stream of ledger effects holds everything; from it follow the updates as our ledger keeps them,
and from these the stream of ACS deltas, the active contracts and single updates.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass

import pytest

from canton.daml_lf.engine import Library
from canton.identifiers import Offset
from canton.ledger_api.request.format import event_format, update_format
from canton.ledger_api.response.event import EventShaper
from canton.ledger_api.response.update import UpdateShaper
from canton.participant.stores.update import ActiveContractRow
from canton.participant.update import (
    AuthorizationEvent,
    EventKind,
    LedgerEvent,
    TopologyUpdate,
    TransactionUpdate,
    UpdateAt,
)
from canton.topology.difference import HostingEventKind
from canton.wire import ledger_event_pb2 as event_wire
from canton.wire import ledger_service_pb2 as wire
from conformance.conftest import GOLDEN


def calls(method: str, request_type, response_type):
    with gzip.open(GOLDEN / "ledger-api.jsonl.gz", "rt") as lines:
        for line in lines:
            entry = json.loads(line)
            if entry["method"].endswith(f"/{method}"):
                responses = [
                    response_type.FromString(bytes.fromhex(each)) for each in entry["responses_hex"]
                ]
                yield request_type.FromString(bytes.fromhex(entry["request_hex"])), responses


@dataclass
class Seen:
    """The contracts of the recording, by id."""

    created: dict[str, event_wire.CreatedEvent]


def micros(time) -> int:
    return time.seconds * 1_000_000 + time.nanos // 1000


def stakeholders(event: event_wire.CreatedEvent) -> tuple[str, ...]:
    return tuple(sorted({*event.signatories, *event.observers}))


def stored(event: event_wire.Event, seen: Seen, transient: set[str]) -> LedgerEvent:
    """The event as our ledger keeps it."""
    kind = EventKind.CREATED if event.HasField("created") else EventKind.EXERCISED
    content = event.created if kind is EventKind.CREATED else event.exercised
    if kind is EventKind.CREATED:
        seen.created[content.contract_id] = event.created
    template = content.template_id
    plain = type(content).FromString(content.SerializeToString())
    for name in ("offset", "witness_parties", "acs_delta"):
        plain.ClearField(name)
    known = seen.created.get(content.contract_id)
    return LedgerEvent(
        node_id=content.node_id,
        kind=kind,
        contract_id=content.contract_id,
        package_name=content.package_name,
        template=f"{template.package_id}:{template.module_name}:{template.entity_name}",
        interface="",
        event=plain.SerializeToString(),
        witnesses=tuple(content.witness_parties),
        stakeholders=() if known is None else stakeholders(known),
        is_consuming=kind is EventKind.EXERCISED and content.consuming,
        is_transient=content.contract_id in transient,
    )


def update_of(response: wire.GetUpdatesResponse, seen: Seen) -> UpdateAt:
    if response.HasField("topology_transaction"):
        topology = response.topology_transaction
        events = []
        for each in topology.events:
            added = each.participant_authorization_added
            assert each.WhichOneof("event") == "participant_authorization_added"
            permission = added.participant_permission
            events.append(
                AuthorizationEvent(
                    HostingEventKind.ADDED, added.party_id, added.participant_id, permission
                )
            )
        update = TopologyUpdate(
            topology.update_id,
            topology.synchronizer_id,
            micros(topology.record_time),
            tuple(events),
            topology.trace_context.traceparent,
        )
        return UpdateAt(Offset(topology.offset), update)
    transaction = response.transaction
    created = {e.created.contract_id for e in transaction.events if e.HasField("created")}
    gone = {e.exercised.contract_id for e in transaction.events if e.exercised.consuming}
    return UpdateAt(
        Offset(transaction.offset),
        TransactionUpdate(
            update_id=transaction.update_id,
            command_id=transaction.command_id,
            workflow_id=transaction.workflow_id,
            submitters=("someone",) if transaction.HasField("paid_traffic_cost") else (),
            synchronizer=transaction.synchronizer_id,
            effective_at=micros(transaction.effective_at),
            record_time=micros(transaction.record_time),
            events=tuple(stored(each, seen, created & gone) for each in transaction.events),
            traceparent=transaction.trace_context.traceparent,
        ),
    )


@pytest.fixture(scope="module")
def streams():
    found = {}
    for request, responses in calls("GetUpdates", wire.GetUpdatesRequest, wire.GetUpdatesResponse):
        shape = request.update_format.include_transactions.transaction_shape
        found[shape] = (request, responses)
    return found


@pytest.fixture(scope="module")
def ledger(streams) -> list[UpdateAt]:
    _, responses = streams[event_wire.TRANSACTION_SHAPE_LEDGER_EFFECTS]
    seen = Seen({})
    return [update_of(each, seen) for each in responses]


@pytest.mark.parametrize(
    "shape",
    [event_wire.TRANSACTION_SHAPE_LEDGER_EFFECTS, event_wire.TRANSACTION_SHAPE_ACS_DELTA],
)
def test_recorded_updates_come_out_as_recorded(shape, streams, ledger) -> None:
    request, responses = streams[shape]
    shaper = UpdateShaper(update_format(request.update_format), Library())
    shown = [each for at in ledger if (each := shaper.update(at)) is not None]
    recorded = [getattr(each, each.WhichOneof("update")) for each in responses]
    assert len(shown) == len(recorded) > 20
    for ours, theirs in zip(shown, recorded, strict=True):
        assert ours == theirs


def test_recorded_active_contracts_come_out_as_recorded(ledger) -> None:
    compared = 0
    for request, responses in calls(
        "GetActiveContracts", wire.GetActiveContractsRequest, wire.GetActiveContractsResponse
    ):
        shaper = EventShaper(event_format(request.event_format), Library())
        rows = active_rows(ledger, request.active_at_offset)
        shown = [each for row in rows if (each := shaper.active(row)) is not None]
        recorded = [each.active_contract.created_event for each in responses]
        assert shown == recorded
        compared += len(recorded)
    assert compared > 0


def active_rows(ledger: list[UpdateAt], at: int) -> list[ActiveContractRow]:
    rows: dict[str, ActiveContractRow] = {}
    for each in ledger:
        if not isinstance(each.update, TransactionUpdate) or each.offset > at:
            continue
        for event in each.update.events:
            if event.kind is EventKind.EXERCISED and event.changes_activeness:
                rows.pop(event.contract_id, None)
            elif event.changes_activeness:
                rows[event.contract_id] = ActiveContractRow(
                    event.contract_id,
                    each.offset,
                    event.node_id,
                    None,
                    each.update.synchronizer,
                    0,
                    event.package_name,
                    event.template,
                    event.stakeholders,
                    each.update.workflow_id,
                    event.event,
                )
    return list(rows.values())


def test_recorded_events_of_contracts_come_out_as_recorded(ledger) -> None:
    for request, responses in calls(
        "GetEventsByContractId",
        wire.GetEventsByContractIdRequest,
        wire.GetEventsByContractIdResponse,
    ):
        (answer,) = responses
        shaper = EventShaper(event_format(request.event_format), Library())
        (row,) = (
            row
            for at in ledger
            for row in active_rows(ledger, at.offset)
            if row.contract_id == request.contract_id and row.created_at == at.offset
        )
        assert shaper.active(row) == answer.created.created_event
        assert answer.archived.HasField("archived_event")
