"""What the ledger shows of topology changes: recorded update ids, record times and events."""

from __future__ import annotations

from canton.timestamps import Timestamp
from canton.topology.difference import HostingEventKind, hosting_change
from canton.topology.encoding.time import timestamp_from_proto
from canton.wire import ledger_service_pb2

KINDS = {
    "participant_authorization_added": HostingEventKind.ADDED,
    "participant_authorization_changed": HostingEventKind.CHANGED,
    "participant_authorization_revoked": HostingEventKind.REVOKED,
    "participant_authorization_onboarding": HostingEventKind.ONBOARDING,
}


def recorded_updates(recording) -> dict[Timestamp, object]:
    found = {}
    for message in recording.messages("GetUpdates", "response"):
        response = ledger_service_pb2.GetUpdatesResponse.FromString(message.content)
        if response.HasField("topology_transaction"):
            update = response.topology_transaction
            found[timestamp_from_proto(update.record_time)] = update
    return found


def test_hosting_changes_have_the_recorded_update_ids_and_events(recording) -> None:
    rows = recording.state.rows
    updates = recorded_updates(recording)
    assert len(updates) >= 4
    for time, update in updates.items():
        change = hosting_change(recording.synchronizer, time, rows)
        assert change is not None
        assert change.update_id.hex() == update.update_id
        assert {recorded_event(event) for event in update.events} == {
            (each.kind, each.party, str(each.participant.uid)) for each in change.events
        }


def recorded_event(event) -> tuple[HostingEventKind, str, str]:
    kind = event.WhichOneof("event")
    body = getattr(event, kind)
    return KINDS[kind], body.party_id, body.participant_id
