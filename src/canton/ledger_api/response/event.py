"""Events as a reader sees them: who may see them, in which form, with which extras.

Source: ledger API sheet 8.1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from google.rpc import status_pb2

from canton.daml_lf.builtins.errors import InterpretationError
from canton.daml_lf.language.reference import Identifier, parse_identifier
from canton.daml_lf.library.labels import interface_view
from canton.daml_lf.library.library import Library
from canton.daml_lf.transaction.coder import decode_contract
from canton.daml_lf.value.ledger_api import identifier_to_api, record_to_api
from canton.daml_lf.value.value import RecordValue
from canton.error_status import status_of
from canton.identifiers import Offset
from canton.ledger_api.request.format import EventFormat, PartyFilter, Shape, TypeName
from canton.ledger_api.response.verbosity import make_terse
from canton.participant.stores.update import ActiveContractRow
from canton.participant.update import EventKind, LedgerEvent
from canton.wire import ledger_event_pb2 as wire


@dataclass(frozen=True, slots=True)
class _Visible:
    """What a reader sees of an event: by whom, and what it wants besides."""

    witnesses: tuple[str, ...]
    has_blob: bool
    views: tuple[Identifier, ...]


class EventShaper:
    """Shapes events for one format."""

    def __init__(self, format: EventFormat, library: Library) -> None:
        self._format = format
        self._library = library
        self._interfaces: dict[str, dict[TypeName, Identifier]] = {}

    def event(self, event: LedgerEvent, offset: Offset, shape: Shape) -> wire.Event | None:
        """The event in the shape; None if it is not to be seen."""
        if shape is Shape.LEDGER_EFFECTS:
            candidates = event.witnesses
        elif event.changes_activeness:
            candidates = event.stakeholders
        else:
            return None
        visible = self._visible(event.package_name, event.template, candidates)
        if visible is None:
            return None
        is_delta = event.changes_activeness and self._format.names_any(event.stakeholders)
        if event.kind is EventKind.CREATED:
            created = self._created(event.event, offset, event.node_id, visible)
            created.acs_delta = is_delta
            return wire.Event(created=created)
        exercised = self._exercised(event, offset, visible)
        exercised.acs_delta = is_delta
        if shape is Shape.ACS_DELTA:
            return wire.Event(archived=_archived(exercised))
        return wire.Event(exercised=exercised)

    def active(self, row: ActiveContractRow) -> wire.CreatedEvent | None:
        """The created event of an active contract; None if it is not to be seen."""
        visible = self._visible(row.package_name, row.template, row.stakeholders)
        if visible is None:
            return None
        created = self._created(row.event, Offset(row.created_at), row.node_id, visible)
        created.acs_delta = True
        return created

    # --- visibility --------------------------------------------------------------------------

    def _visible(
        self, package_name: str, template: str, candidates: Iterable[str]
    ) -> _Visible | None:
        """None unless a filter of a candidate, or of any party, lets the type through."""
        parties = tuple(candidates)
        filters = [
            each
            for party in parties
            if (each := self._format.by_party.get(party)) is not None  # type: ignore[call-overload]
        ]
        if self._format.any_party is not None and parties:
            filters.append(self._format.any_party)
        name = (package_name, template.partition(":")[2])
        is_seen, has_blob = False, False
        views: dict[Identifier, None] = {}
        for each in filters:
            let_through, blob = self._lets_through(each, name, template, views)
            is_seen |= let_through
            has_blob |= blob
        if not is_seen:
            return None
        if self._format.any_party is None:
            parties = tuple(each for each in parties if each in self._format.by_party)
        return _Visible(parties, has_blob, tuple(views))

    def _lets_through(
        self, wish: PartyFilter, name: TypeName, template: str, views: dict[Identifier, None]
    ) -> tuple[bool, bool]:
        is_seen, has_blob = wish.wildcard_blob is not None, bool(wish.wildcard_blob)
        if name in wish.template_blobs:
            is_seen, has_blob = True, has_blob or wish.template_blobs[name]
        if wish.interfaces:
            implemented = self._implemented(template)
            for interface, wanted in wish.interfaces.items():
                identifier = implemented.get(interface)
                if identifier is not None:
                    is_seen, has_blob = True, has_blob or wanted.has_blob
                    if wanted.has_view:
                        views[identifier] = None
        return is_seen, has_blob

    def _implemented(self, template: str) -> dict[TypeName, Identifier]:
        """The interfaces that a template implements, by name."""
        known = self._interfaces.get(template)
        if known is None:
            found = self._library.template(parse_identifier(template))
            instances = found.instances if found is not None else {}
            known = {
                (self._library.package_name(each.package), each.qualified_name): each
                for each in instances
            }
            self._interfaces[template] = known
        return known

    # --- forms -------------------------------------------------------------------------------

    def _created(
        self, content: bytes, offset: Offset, node_id: int, visible: _Visible
    ) -> wire.CreatedEvent:
        event = wire.CreatedEvent.FromString(content)
        event.offset = offset
        event.node_id = node_id
        event.witness_parties.extend(visible.witnesses)
        for interface in visible.views:
            event.interface_views.append(self._view(event, interface))
        if not visible.has_blob:
            event.ClearField("created_event_blob")
        if not self._format.is_verbose:
            make_terse(event)
        return event

    def _view(self, event: wire.CreatedEvent, interface: Identifier) -> wire.InterfaceView:
        """The contract as the interface presents it, or why that failed."""
        contract = decode_contract(event.created_event_blob)
        view = wire.InterfaceView(
            interface_id=identifier_to_api(interface),
            implementation_package_id=contract.template_id.package,
            view_status=status_pb2.Status(),
        )
        try:
            value = interface_view(
                self._library, contract.template_id, contract.argument, interface
            )
        except InterpretationError as error:
            view.view_status.CopyFrom(status_of(error))
            return view
        assert isinstance(value, RecordValue)
        view.view_value.CopyFrom(record_to_api(value, is_verbose=self._format.is_verbose))
        return view

    def _exercised(
        self, event: LedgerEvent, offset: Offset, visible: _Visible
    ) -> wire.ExercisedEvent:
        exercised = wire.ExercisedEvent.FromString(event.event)
        exercised.offset = offset
        exercised.node_id = event.node_id
        exercised.witness_parties.extend(visible.witnesses)
        if event.is_consuming:
            exercised.implemented_interfaces.extend(map(identifier_to_api, visible.views))
        if not self._format.is_verbose:
            make_terse(exercised)
        return exercised


def _archived(exercised: wire.ExercisedEvent) -> wire.ArchivedEvent:
    return wire.ArchivedEvent(
        offset=exercised.offset,
        node_id=exercised.node_id,
        contract_id=exercised.contract_id,
        template_id=exercised.template_id,
        witness_parties=exercised.witness_parties,
        package_name=exercised.package_name,
        implemented_interfaces=exercised.implemented_interfaces,
    )
