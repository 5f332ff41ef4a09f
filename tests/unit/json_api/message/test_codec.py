"""Messages as JSON: whatever a message holds comes back, in the original's form."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from google.protobuf.descriptor import Descriptor
from google.protobuf.timestamp_pb2 import Timestamp
from google.rpc import error_details_pb2, status_pb2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canton.json_api.endpoint.endpoint import JsonBody
from canton.json_api.endpoint.table import ENDPOINTS
from canton.json_api.message.codec import codec_of
from canton.json_api.mismatch import Mismatch
from canton.wire import ledger_admin_pb2 as admin
from canton.wire import ledger_command_pb2 as command
from canton.wire import ledger_event_pb2 as event
from canton.wire import ledger_interactive_pb2 as interactive
from canton.wire import ledger_service_pb2 as service
from canton.wire import ledger_value_pb2 as api
from unit.json_api.message.strategies import ANY_TYPES, messages


def _of_endpoints() -> list[Descriptor]:
    """Every message that an endpoint reads or writes as JSON."""
    found = {}
    for each in ENDPOINTS:
        method = each.method.descriptor
        found[method.output_type.full_name] = method.output_type
        if isinstance(each.body, JsonBody):
            found[method.input_type.full_name] = method.input_type
    return [found[name] for name in sorted(found)]


def encoded(message: Any) -> Any:
    return codec_of(message.DESCRIPTOR).encode(message, ANY_TYPES)


def decoded(kind: Any, json: Any) -> Any:
    return codec_of(kind.DESCRIPTOR).decode(json, ANY_TYPES)


@pytest.mark.parametrize("descriptor", _of_endpoints(), ids=lambda each: each.name)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_message_comes_back_from_its_json(descriptor: Descriptor, data: st.DataObject) -> None:
    message = data.draw(messages(descriptor))
    codec = codec_of(descriptor)
    text = msgspec.json.encode(codec.encode(message, ANY_TYPES))
    assert codec.decode(msgspec.json.decode(text), ANY_TYPES) == message


def test_absent_things_are_null_empty_or_neutral() -> None:
    assert encoded(service.GetActiveContractsPageRequest()) == {
        "activeAtOffset": None,
        "eventFormat": None,
        "maxPageSize": None,
        "pageToken": None,
    }
    assert encoded(service.GetLedgerEndResponse()) == {"offset": 0, "synchronizerTimes": []}
    assert encoded(admin.ObjectMeta()) == {"resourceVersion": "", "annotations": {}}


def test_a_request_may_leave_out_what_has_a_neutral_value_and_say_what_nobody_knows() -> None:
    assert decoded(admin.AllocatePartyRequest, {"unknown": 1}) == admin.AllocatePartyRequest()
    assert decoded(service.CompletionStreamRequest, {}) == service.CompletionStreamRequest()


def test_a_oneof_is_a_constructor_around_its_value() -> None:
    right = admin.Right(can_act_as=admin.Right.CanActAs(party="p"))
    assert encoded(right) == {"kind": {"CanActAs": {"value": {"party": "p"}}}}
    assert encoded(admin.Right()) == {"kind": {"Empty": {}}}
    assert decoded(admin.Right, {}) == admin.Right()
    with pytest.raises(Mismatch, match="at 'kind'"):
        decoded(admin.Right, {"kind": {"CanDoAll": {}}})
    none = encoded(api.PriorTopologySerial(no_prior={}))
    assert none == {"serial": {"NoPrior": {}}}
    assert encoded(api.PriorTopologySerial(prior=3)) == {"serial": {"Prior": {"value": 3}}}


def test_a_scalar_inside_a_constructor_may_be_left_out_but_a_message_may_not() -> None:
    json: dict[str, Any] = {"commands": [], "commandId": "c", "actAs": ["p"]}
    offset = decoded(command.Commands, {**json, "deduplicationPeriod": {"DeduplicationOffset": {}}})
    assert offset.WhichOneof("deduplication_period") == "deduplication_offset"
    with pytest.raises(Mismatch, match=r"DeduplicationDuration\.value"):
        decoded(command.Commands, {**json, "deduplicationPeriod": {"DeduplicationDuration": {}}})
    assert decoded(command.Commands, {**json, "deduplicationPeriod": None}).act_as == ["p"]


def test_events_and_contracts_stand_for_themselves() -> None:
    archived = event.Event(archived=event.ArchivedEvent(contract_id="00"))
    assert encoded(archived)["ArchivedEvent"]["contractId"] == "00"
    entry = service.GetActiveContractsResponse(active_contract={"synchronizer_id": "s"})
    assert encoded(entry)["contractEntry"]["JsActiveContract"]["synchronizerId"] == "s"
    assert encoded(service.GetActiveContractsResponse())["contractEntry"] == {"JsEmpty": {}}
    unassigned = event.ReassignmentEvent(unassigned={"source": "s"})
    assert encoded(unassigned)["JsUnassignedEvent"]["value"]["source"] == "s"
    assigned = event.ReassignmentEvent(assigned={"source": "s"})
    assert encoded(assigned)["JsAssignmentEvent"]["source"] == "s"


def test_hashes_of_transactions_are_hex_and_other_bytes_base64() -> None:
    transaction = event.Transaction(transaction_hash=b"\x12\xff")
    assert encoded(transaction)["transactionHash"] == "12ff"
    contract = command.DisclosedContract(created_event_blob=b"\xff\xfe\xfd\xfc")
    assert encoded(contract)["createdEventBlob"] == "//79/A=="
    without_padding = {"createdEventBlob": "//79/A"}
    assert decoded(command.DisclosedContract, without_padding) == contract
    with pytest.raises(Mismatch, match="not a valid Base64"):
        decoded(command.DisclosedContract, {"createdEventBlob": "%"})


def test_points_in_time_have_as_many_digits_as_java_gives_them() -> None:
    def shown(seconds: int, nanos: int = 0) -> str:
        time = Timestamp(seconds=seconds, nanos=nanos)
        json = encoded(api.SynchronizerTime(record_time=time))["recordTime"]
        assert decoded(api.SynchronizerTime, {"recordTime": json}).record_time == time
        return str(json)

    assert shown(0) == "1970-01-01T00:00:00Z"
    assert shown(0, 500_000_000) == "1970-01-01T00:00:00.500Z"
    assert shown(-1, 1_000) == "1969-12-31T23:59:59.000001Z"
    assert shown(-62_135_596_800, 1) == "0001-01-01T00:00:00.000000001Z"
    with pytest.raises(Mismatch, match="point in time"):
        decoded(api.SynchronizerTime, {"recordTime": "yesterday"})


def test_an_enumeration_must_be_named() -> None:
    with pytest.raises(Mismatch, match="Missing required field at 'transactionShape'"):
        decoded(event.TransactionFormat, {})
    with pytest.raises(Mismatch, match=r"Supported values: .*LEDGER_EFFECTS"):
        decoded(event.TransactionFormat, {"transactionShape": "ALL"})


def test_whole_numbers_may_be_texts_and_must_fit() -> None:
    assert decoded(service.GetUpdateByOffsetRequest, {"offset": "7"}).offset == 7
    for wrong in (7.5, True, None, "x", 2**63, [], "9" * 5000):
        with pytest.raises(Mismatch, match="at 'offset'"):
            decoded(service.GetUpdateByOffsetRequest, {"offset": wrong})


def test_a_prepared_transaction_is_its_bytes() -> None:
    json = encoded(interactive.PrepareSubmissionResponse(prepared_transaction={}))
    assert json["preparedTransaction"] == ""
    request = {
        "preparedTransaction": "/w==",
        "partySignatures": {},
        "submissionId": "s",
        "hashingSchemeVersion": "HASHING_SCHEME_VERSION_V2",
    }
    with pytest.raises(Mismatch, match="Cannot parse prepared_transaction"):
        decoded(interactive.ExecuteSubmissionRequest, request)


def test_details_of_a_status_are_taken_apart_where_they_are_known() -> None:
    status = status_pb2.Status(code=3, message="wrong")
    info = error_details_pb2.ErrorInfo(reason="R", metadata={"category": "8"})
    status.details.add().Pack(info)
    status.details.add(type_url="type.googleapis.com/unknown.Type", value=b"data")
    known, unknown = encoded(command.Completion(status=status))["status"]["details"]
    assert known["valueDecoded"] == {
        "reason": "R",
        "domain": "",
        "metadata": {"category": "8"},
        "unknownFields": {"fields": {}},
    }
    assert unknown["valueDecoded"] == "Unknown type for decoding"
    assert unknown["value"] == "ZGF0YQ=="


def test_an_identifier_is_one_text() -> None:
    found = decoded(event.TemplateFilter, {"templateId": "#name:Main.Sub:Template.Inner"})
    assert found.template_id.entity_name == "Template.Inner"
    for wrong in ("a:b", "a:b:", "a:b:c:d", ""):
        with pytest.raises(Mismatch, match="Invalid identifier format"):
            decoded(event.TemplateFilter, {"templateId": wrong})
