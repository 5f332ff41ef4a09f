"""What a participant refuses to take on, over its APIs."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from canton.errors import GrpcStatus
from canton.transport.seam import RpcChannel, RpcError, methods_of
from canton.wire import admin_participant_pb2 as admin
from canton.wire import ledger_command_pb2 as ledger
from canton.wire import ledger_service_pb2 as service
from canton.wire import ledger_value_pb2 as value
from canton.workflows.packages.admin_workflow_ping import admin_workflow_ping
from integration.limits.conftest import Host

RESOURCES = methods_of(admin.DESCRIPTOR.services_by_name["ResourceManagementService"])
PACKAGES = methods_of(admin.DESCRIPTOR.services_by_name["PackageService"])
WAIT = methods_of(service.DESCRIPTOR.services_by_name["CommandService"])["SubmitAndWait"]
PARTY = "p::1220" + "aa" * 32
SUBMIT = methods_of(service.DESCRIPTOR.services_by_name["CommandSubmissionService"])["Submit"]


def command() -> Any:
    """A ping; nobody is connected, so that none is sent."""
    template = value.Identifier(
        package_id=admin_workflow_ping().archive.package_id,
        module_name="Canton.Internal.Ping",
        entity_name="Ping",
    )
    fields = [value.Value(text="p"), value.Value(party=PARTY), value.Value(party=PARTY)]
    arguments = value.Record(fields=[value.RecordField(value=each) for each in fields])
    create = ledger.CreateCommand(template_id=template, create_arguments=arguments)
    commands = ledger.Commands(
        user_id="u", command_id="c", act_as=[PARTY], commands=[ledger.Command(create=create)]
    )
    return service.SubmitRequest(commands=commands)


async def limit(channel: RpcChannel, **limits: int) -> None:
    new = admin.ResourceLimits(max_submission_burst_factor=1.0, **limits)
    request = admin.SetResourceLimitsRequest(new_limits=new)
    await channel.unary(RESOURCES["SetResourceLimits"], request)


async def refusal(channel: RpcChannel) -> RpcError:
    with pytest.raises(RpcError) as caught:
        await channel.unary(SUBMIT, command())
    return caught.value


async def test_commands_are_refused_while_limits_that_were_set_are_reached(host: Host) -> None:
    async with (
        host("") as nodes,
        nodes.channel("alice", "admin-api") as operator,
        nodes.channel("alice", "ledger-api") as application,
    ):
        assert (await refusal(application)).code_id == "NOT_CONNECTED_TO_ANY_SYNCHRONIZER"
        await limit(operator, max_inflight_validation_requests=0)
        refused = await refusal(application)
        assert (refused.status, refused.code_id) == (GrpcStatus.ABORTED, "PARTICIPANT_BACKPRESSURE")
        assert refused.message.endswith(
            "The participant is overloaded: too many in-flight validation requests "
            "(count: 0, limit: 0)"
        )
        assert refused.info.metadata["definite_answer"] == "true"
        assert refused.retry_after_s == 1
        await limit(operator, max_submission_rate=1)
        codes = [(await refusal(application)).code_id for _ in range(3)]
        assert (codes[0], codes[2]) == (
            "NOT_CONNECTED_TO_ANY_SYNCHRONIZER",
            "PARTICIPANT_BACKPRESSURE",
        )
        await limit(operator)
        assert (await refusal(application)).code_id == "NOT_CONNECTED_TO_ANY_SYNCHRONIZER"


async def test_commands_that_are_waited_for_are_limited_by_the_configuration(host: Host) -> None:
    settings = "canton.participants.alice.ledger-api.command-service.max-commands-in-flight = 0"
    async with host(settings) as nodes, nodes.channel("alice", "ledger-api") as application:
        request = service.SubmitAndWaitRequest(commands=command().commands)
        with pytest.raises(
            RpcError, match="Maximum number of in-flight requests reached"
        ) as caught:
            await application.unary(WAIT, request)
        assert (await refusal(application)).code_id == "NOT_CONNECTED_TO_ANY_SYNCHRONIZER"
    assert caught.value.code_id == "PARTICIPANT_BACKPRESSURE"


async def test_a_dar_with_a_file_over_the_limit_is_refused(host: Host) -> None:
    settings = """
      canton.participants.alice.parameters {
        max-unzipped-dar-size = 1000, admin-workflow.auto-load-dar = no
      }
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("META-INF/MANIFEST.MF", "x" * 1000)
    dar = admin.UploadDarRequest.UploadDarData(bytes=packed.getvalue())
    async with (
        host(settings) as nodes,
        nodes.channel("alice", "ledger-api"),
        nodes.channel("alice", "admin-api") as channel,
    ):
        with pytest.raises(RpcError) as caught:
            await channel.unary(PACKAGES["UploadDar"], admin.UploadDarRequest(dars=[dar]))
    assert caught.value.code_id == "ZIP_BOMB"
