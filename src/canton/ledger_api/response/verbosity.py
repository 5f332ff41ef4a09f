"""Takes labels and type ids out of values, for readers who do not want them.

Events are stored as verbose readers get them. Source: ledger API sheet 8.2.
"""

from __future__ import annotations

from canton.wire import ledger_event_pb2 as wire
from canton.wire import ledger_value_pb2 as value_wire


def make_terse(event: wire.CreatedEvent | wire.ExercisedEvent) -> None:
    """Removes field labels and the ids of records, variants and enums from an event."""
    if isinstance(event, wire.CreatedEvent):
        _record(event.create_arguments)
        if event.HasField("contract_key"):
            _value(event.contract_key)
        return
    if event.HasField("choice_argument"):
        _value(event.choice_argument)
    if event.HasField("exercise_result"):
        _value(event.exercise_result)


def _record(record: value_wire.Record) -> None:
    record.ClearField("record_id")
    for each in record.fields:
        each.ClearField("label")
        _value(each.value)


def _value(value: value_wire.Value) -> None:
    match value.WhichOneof("sum"):
        case "record":
            _record(value.record)
        case "variant":
            value.variant.ClearField("variant_id")
            _value(value.variant.value)
        case "enum":
            value.enum.ClearField("enum_id")
        case "optional":
            if value.optional.HasField("value"):
                _value(value.optional.value)
        case "list":
            for element in value.list.elements:
                _value(element)
        case "text_map":
            for entry in value.text_map.entries:
                _value(entry.value)
        case "gen_map":
            for pair in value.gen_map.entries:
                _value(pair.key)
                _value(pair.value)
        case _:
            pass
