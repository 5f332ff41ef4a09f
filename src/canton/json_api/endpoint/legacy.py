"""Older forms of requests and answers that clients still use.

Source: Canton 3.6 LegacyDTOs, JsUpdateService, JsStateService, JsCommandService.
"""

from __future__ import annotations

from typing import Any, Final

from canton.errors import InvariantViolation
from canton.json_api.mismatch import Json, wrong
from canton.ledger_api.errors import invalid_argument
from canton.wire import ledger_event_pb2 as event_wire
from canton.wire import ledger_service_pb2 as wire

TREE_MEMBERS: Final = (
    "updateId",
    "commandId",
    "workflowId",
    "effectiveAt",
    "offset",
    "synchronizerId",
    "traceContext",
    "recordTime",
)
"""What a tree has of its transaction, beside the events."""

TREE_EVENTS: Final = {"CreatedEvent": "CreatedTreeEvent", "ExercisedEvent": "ExercisedTreeEvent"}
"""What an event is called in a tree."""


def updates_request(json: Json) -> Json:
    """A request for updates by `filter` and `verbose` as one by `updateFormat`.

    Raises:
        LedgerError: it has both, or neither.
    """
    event_format = _event_format(json, "updateFormat", "update_format")
    if event_format is None:
        return json
    shape = "TRANSACTION_SHAPE_ACS_DELTA"
    update_format = {
        "includeTransactions": {"eventFormat": event_format, "transactionShape": shape},
        "includeReassignments": event_format,
    }
    return {**json, "updateFormat": update_format}


def active_contracts_request(json: Json) -> Json:
    """A request for active contracts by `filter` and `verbose` as one by `eventFormat`.

    Raises:
        LedgerError: it has both, or neither.
    """
    event_format = _event_format(json, "eventFormat", "event_format")
    return json if event_format is None else {**json, "eventFormat": event_format}


def _event_format(json: Json, present: str, shown: str) -> Json:
    """The event format of the older form; None where the present form is used."""
    if type(json) is not dict:
        raise wrong(json, "an object")
    filter_, verbose = json.get("filter"), json.get("verbose", False)
    either = f"Please use either backwards compatible arguments (filter and verbose) or {shown}"
    if type(verbose) is not bool:
        raise wrong(verbose, "a boolean").inside("verbose")
    if json.get(present) is not None:
        if filter_ is not None:
            raise invalid_argument(f"Both {shown} and filter are set. {either}, but not both.")
        if verbose:
            raise invalid_argument(f"Both {shown} and verbose are set. {either}, but not both.")
        return None
    if filter_ is None:
        raise invalid_argument(f"Either filter/verbose or {shown} is required. {either}.")
    if type(filter_) is not dict:
        raise wrong(filter_, "an object").inside("filter")
    return {
        "filtersByParty": filter_.get("filtersByParty", {}),
        "filtersForAnyParty": filter_.get("filtersForAnyParty"),
        "verbose": verbose,
    }


def ask_for_effects(request: wire.SubmitAndWaitForTransactionRequest) -> None:
    """Asks for all that whoever acts can see of the transaction, as trees show it."""
    everything = event_wire.Filters(
        cumulative=[event_wire.CumulativeFilter(wildcard_filter=event_wire.WildcardFilter())]
    )
    parties: dict[str, Any] = dict.fromkeys(request.commands.act_as, everything)
    request.transaction_format.CopyFrom(
        event_wire.TransactionFormat(
            event_format=event_wire.EventFormat(filters_by_party=parties, verbose=True),
            transaction_shape=event_wire.TRANSACTION_SHAPE_LEDGER_EFFECTS,
        )
    )


def tree_answer(json: Json) -> Json:
    """A transaction as a tree: its events by the number of their node."""
    transaction = json["transaction"]
    if transaction is None:
        raise InvariantViolation("an accepted command has no transaction")
    events = {
        str(content["nodeId"]): {TREE_EVENTS[tag]: {"value": content}}
        for event in transaction["events"]
        for tag, content in event.items()
        if tag in TREE_EVENTS
    }
    tree = {name: transaction[name] for name in TREE_MEMBERS}
    return {"transactionTree": {**tree, "eventsById": events}}
