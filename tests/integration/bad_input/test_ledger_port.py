"""Whatever comes to the Ledger API of a participant is refused with its code, and nothing stops."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from canton.errors import GrpcStatus
from canton.wire import (
    grpc_reflection_pb2,
    ledger_command_pb2,
    ledger_service_pb2,
    ledger_value_pb2,
)
from canton.workflows.packages.admin_workflow_ping import admin_workflow_ping
from integration.bad_input.network import LiveNetwork, service

PORT = ("participant1", "ledger-api")
COMMANDS = service(ledger_service_pb2, "CommandService")
UPDATES = service(ledger_service_pb2, "UpdateService")
STATE = service(ledger_service_pb2, "StateService")
PACKAGES = service(ledger_service_pb2, "PackageService")


def submission(network: LiveNetwork, **changes: Any) -> Any:
    """A create of an unknown template, otherwise good."""
    party = str(network.identity("participant1")[0].uid)
    commands = ledger_command_pb2.Commands(
        user_id="user", command_id="command", act_as=[party], **changes
    )
    create = commands.commands.add().create
    create.template_id.package_id = "ab" * 32
    create.template_id.module_name = "M"
    create.template_id.entity_name = "T"
    create.create_arguments.SetInParent()
    return ledger_service_pb2.SubmitAndWaitRequest(commands=commands)


@pytest.mark.parametrize("field", ["command_id", "act_as", "commands"])
def test_a_command_without_a_needed_field_is_refused(network: LiveNetwork, field: str) -> None:
    request = submission(network)
    request.commands.ClearField(field)
    error = network.refusal(*PORT, COMMANDS["SubmitAndWait"], request)
    assert error.status is GrpcStatus.INVALID_ARGUMENT
    assert error.code_id == "MISSING_FIELD"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("act_as", ["not a party!"]),
        ("act_as", ["x" * 400]),
        ("command_id", "x" * 400),
        ("command_id", "\n"),
        ("workflow_id", "no spaces\tor tabs"),
        ("submission_id", "x" * 400),
        ("synchronizer_id", "nowhere"),
    ],
)
def test_a_command_with_a_malformed_field_is_refused(
    network: LiveNetwork, field: str, value: Any
) -> None:
    request = submission(network)
    request.commands.ClearField(field)
    if isinstance(value, list):
        getattr(request.commands, field).extend(value)
    else:
        setattr(request.commands, field, value)
    error = network.refusal(*PORT, COMMANDS["SubmitAndWait"], request)
    assert error.status is GrpcStatus.INVALID_ARGUMENT
    assert error.code_id in ("INVALID_FIELD", "INVALID_ARGUMENT")


def ping(network: LiveNetwork, **fields: Any) -> Any:
    """A create of a ping by its record's fields."""
    request = submission(network)
    create = request.commands.commands[0].create
    create.template_id.package_id = admin_workflow_ping().archive.package_id
    create.template_id.module_name = "Canton.Internal.Ping"
    create.template_id.entity_name = "Ping"
    for label, value in fields.items():
        create.create_arguments.fields.add(label=label, value=value)
    return request


def _values(network: LiveNetwork) -> dict[str, Any]:
    value = ledger_value_pb2.Value
    me, other = (str(network.identity(f"participant{n}")[0].uid) for n in (1, 2))
    return {
        "id": value(text="bad input"),
        "initiator": value(party=me),
        "responder": value(party=other),
    }


@pytest.mark.parametrize(
    "value",
    [
        ledger_value_pb2.Value(),
        ledger_value_pb2.Value(text="a text"),
        ledger_value_pb2.Value(int64=7),
        ledger_value_pb2.Value(party="not a party!"),
        ledger_value_pb2.Value(numeric="one"),
        ledger_value_pb2.Value(contract_id="xyz"),
        ledger_value_pb2.Value(timestamp=2**62),
        ledger_value_pb2.Value(date=2**31 - 1),
        None,
    ],
    ids=str,
)
def test_a_value_of_a_wrong_type_is_refused(network: LiveNetwork, value: Any) -> None:
    fields = _values(network) | {"responder": value}
    request = ping(network, **{k: v for k, v in fields.items() if v is not None})
    error = network.refusal(*PORT, COMMANDS["SubmitAndWait"], request)
    assert error.status is GrpcStatus.INVALID_ARGUMENT
    assert error.code_id


def test_an_unknown_template_or_choice_or_party_is_refused(network: LiveNetwork) -> None:
    template = ping(network, **_values(network))
    template.commands.commands[0].create.template_id.entity_name = "Pong"
    name = ping(network, **_values(network))
    name.commands.commands[0].create.template_id.package_id = "#no-such-package"
    stranger = f"nobody::1220{'ab' * 32}"
    party = ping(
        network, **_values(network) | {"responder": ledger_value_pb2.Value(party=stranger)}
    )
    submitter = ping(network, **_values(network))
    submitter.commands.act_as[:] = [stranger]
    for request in (template, name, party, submitter):
        error = network.refusal(*PORT, COMMANDS["SubmitAndWait"], request)
        assert error.status in (
            GrpcStatus.NOT_FOUND,
            GrpcStatus.INVALID_ARGUMENT,
            GrpcStatus.FAILED_PRECONDITION,
        )
        assert error.code_id


def test_a_command_is_done_once(network: LiveNetwork) -> None:
    request = ping(network, **_values(network))
    request.commands.command_id = f"once {uuid4()}"
    network.call(*PORT, COMMANDS["SubmitAndWait"], request)
    error = network.refusal(*PORT, COMMANDS["SubmitAndWait"], request)
    assert error.status is GrpcStatus.ALREADY_EXISTS
    assert error.code_id == "DUPLICATE_COMMAND"


def test_an_unknown_package_is_not_found(network: LiveNetwork) -> None:
    error = network.refusal(*PORT, COMMANDS["SubmitAndWait"], submission(network))
    assert error.status is GrpcStatus.NOT_FOUND


def test_a_read_from_beyond_the_end_or_before_the_beginning_is_refused(
    network: LiveNetwork,
) -> None:
    party = str(network.identity("participant1")[0].uid)
    for begin, end, status, code in (
        (10**12, None, GrpcStatus.OUT_OF_RANGE, "OFFSET_AFTER_LEDGER_END"),
        (10, 5, GrpcStatus.FAILED_PRECONDITION, "OFFSET_OUT_OF_RANGE"),
        (-1, None, GrpcStatus.INVALID_ARGUMENT, "NEGATIVE_OFFSET"),
    ):
        request = ledger_service_pb2.GetUpdatesRequest(begin_exclusive=begin, end_inclusive=end)
        filters = request.update_format.include_transactions
        filters.transaction_shape = 1
        filters.event_format.filters_by_party[party].SetInParent()
        error = network.refusal(*PORT, UPDATES["GetUpdates"], request)
        assert error.status is status
        assert error.code_id == code


def test_a_read_for_nobody_is_refused(network: LiveNetwork) -> None:
    error = network.refusal(*PORT, UPDATES["GetUpdates"], ledger_service_pb2.GetUpdatesRequest())
    assert error.status is GrpcStatus.INVALID_ARGUMENT
    request = ledger_service_pb2.GetActiveContractsRequest(active_at_offset=10**12)
    error = network.refusal(*PORT, STATE["GetActiveContracts"], request)
    assert error.status in (GrpcStatus.INVALID_ARGUMENT, GrpcStatus.OUT_OF_RANGE)


def test_a_package_that_is_not_there_is_not_found(network: LiveNetwork) -> None:
    request = ledger_service_pb2.GetPackageRequest(package_id="ab" * 32)
    error = network.refusal(*PORT, PACKAGES["GetPackage"], request)
    assert error.status is GrpcStatus.NOT_FOUND


def test_a_message_above_the_limit_is_refused(network: LiveNetwork) -> None:
    request = submission(network)
    request.commands.workflow_id = "x" * 80_000_000
    error = network.refusal(*PORT, COMMANDS["SubmitAndWait"], request)
    assert error.status is GrpcStatus.RESOURCE_EXHAUSTED


def test_an_unknown_method_is_unimplemented(network: LiveNetwork) -> None:
    method = replace(COMMANDS["SubmitAndWait"], path="/com.daml.ledger.api.v2.CommandService/No")
    error = network.refusal(*PORT, method, submission(network))
    assert error.status is GrpcStatus.UNIMPLEMENTED


def test_reflection_of_what_is_not_there_answers_so(network: LiveNetwork) -> None:
    method = service(grpc_reflection_pb2, "ServerReflection")["ServerReflectionInfo"]
    request = grpc_reflection_pb2.ServerReflectionRequest(file_containing_symbol="no.such.Thing")

    async def asked() -> list[Any]:
        async def requests() -> Any:
            yield request

        return [each async for each in network.channel(*PORT).converse(method, requests())]

    (answer,) = network.run(asked())
    assert answer.error_response.error_code == GrpcStatus.NOT_FOUND.value
