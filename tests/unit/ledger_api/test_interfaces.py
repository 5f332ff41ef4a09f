"""Interface filters and views, and disclosed contracts, over a package uploaded by the API."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from canton.daml_lf.language.version import V2_2
from canton.daml_lf.tools.assembler import assemble
from canton.errors import LedgerError
from canton.wire import ledger_admin_pb2 as admin_wire
from canton.wire import ledger_command_pb2 as command_wire
from canton.wire import ledger_event_pb2 as event_wire
from canton.wire import ledger_service_pb2 as wire
from canton.wire import ledger_value_pb2 as value_wire
from unit.ledger_api.conftest import Api, simulate, wildcard

TEXT = """
metadata ( 'token' : '1.0.0' )
module M {
  record @serializable View = { amount: Int64 };
  record @serializable Token = { owner: Party, amount: Int64 };
  record @serializable Odd = { owner: Party };
  interface (this: Asset) = { viewtype M:View; };
  template (this: Token) = {
    precondition True;
    signatories Cons @Party [M:Token { owner } this] (Nil @Party);
    observers Nil @Party;
    implements M:Asset {
      view = M:View { amount = DIV_INT64 100 (M:Token { amount } this) };
    };
  };
  template (this: Odd) = {
    precondition True;
    signatories Cons @Party [M:Odd { owner } this] (Nil @Party);
    observers Nil @Party;
  };
}
"""


@cache
def dar() -> bytes:
    return assemble(TEXT, "token", "1.0.0", V2_2).dar_bytes


def named(entity: str) -> value_wire.Identifier:
    return value_wire.Identifier(package_id="#token", module_name="M", entity_name=entity)


def create(api: Api, entity: str, *numbers: int) -> command_wire.Command:
    values = [value_wire.Value(party=api.party), *(value_wire.Value(int64=n) for n in numbers)]
    arguments = value_wire.Record(fields=[value_wire.RecordField(value=v) for v in values])
    command = command_wire.CreateCommand(template_id=named(entity), create_arguments=arguments)
    return command_wire.Command(create=command)


async def upload(api: Api) -> None:
    request = admin_wire.UploadDarFileRequest(dar_file=dar())
    await api.call(
        "PackageManagementService/ValidateDarFile",
        admin_wire.ValidateDarFileRequest(dar_file=dar()),
    )
    await api.call("PackageManagementService/UploadDarFile", request)


async def submit(api: Api, command_id: str, *commands: command_wire.Command) -> None:
    request = wire.SubmitAndWaitRequest(commands=api.commands(command_id, *commands))
    await api.call("CommandService/SubmitAndWait", request)


async def active(api: Api, format: event_wire.EventFormat) -> list[Any]:
    end = int(api.active.ledger.end)
    request = wire.GetActiveContractsRequest(active_at_offset=end, event_format=format)
    entries = await api.all("StateService/GetActiveContracts", request)
    return [each.active_contract.created_event for each in entries]


def of_interface(api: Api, *, verbose: bool = True) -> event_wire.EventFormat:
    only = event_wire.CumulativeFilter(
        interface_filter=event_wire.InterfaceFilter(
            interface_id=named("Asset"), include_interface_view=True
        )
    )
    filters = event_wire.Filters(cumulative=[only])
    return event_wire.EventFormat(filters_by_party={api.party: filters}, verbose=verbose)


def test_an_interface_filter_finds_implementations_with_their_views() -> None:
    async def scenario(api: Api) -> None:
        await upload(api)
        await submit(api, "c", create(api, "Token", 5), create(api, "Odd"))
        (event,) = await active(api, of_interface(api))
        (view,) = event.interface_views
        assert view.view_status.code == 0
        assert [f.label for f in view.view_value.fields] == ["amount"]
        assert view.view_value.fields[0].value.int64 == 20
        assert view.implementation_package_id == event.template_id.package_id
        assert event.created_event_blob == b""
        (terse,) = await active(api, of_interface(api, verbose=False))
        assert terse.interface_views[0].view_value.fields[0].label == ""

    simulate(scenario)


def test_a_view_that_fails_has_a_status_and_no_value() -> None:
    async def scenario(api: Api) -> None:
        await upload(api)
        await submit(api, "c", create(api, "Token", 0))
        (event,) = await active(api, of_interface(api))
        (view,) = event.interface_views
        assert view.view_status.code != 0
        assert not view.HasField("view_value")

    simulate(scenario)


def test_a_disclosed_contract_must_be_what_is_said_of_it() -> None:
    async def scenario(api: Api) -> None:
        await upload(api)
        await submit(api, "c", create(api, "Odd"))
        (event,) = await active(api, wildcard(api.party, blob=True))
        exercise = command_wire.ExerciseCommand(
            template_id=named("Odd"),
            contract_id=event.contract_id,
            choice="Archive",
            choice_argument=value_wire.Value(record=value_wire.Record()),
        )
        commands = api.commands("d", command_wire.Command(exercise=exercise))
        disclosed = commands.disclosed_contracts.add(
            created_event_blob=event.created_event_blob, contract_id=event.contract_id
        )
        request = wire.SubmitAndWaitRequest(commands=commands)
        other_byte = "01" if event.contract_id.endswith("00") else "00"
        for change in (
            {"contract_id": event.contract_id[:-2] + other_byte},
            {"created_event_blob": b"\x01"},
            {"created_event_blob": b""},
        ):
            for name, value in change.items():
                setattr(request.commands.disclosed_contracts[0], name, value)
            with pytest.raises(LedgerError) as error:
                await api.call("CommandService/SubmitAndWait", request)
            assert error.value.code.id in ("INVALID_ARGUMENT", "MISSING_FIELD")
            request.commands.disclosed_contracts[0].CopyFrom(disclosed)
            request.commands.disclosed_contracts[0].created_event_blob = event.created_event_blob
            request.commands.disclosed_contracts[0].contract_id = event.contract_id
        await api.call("CommandService/SubmitAndWait", request)
        assert await active(api, wildcard()) == []

    simulate(scenario)
