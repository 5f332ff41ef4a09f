"""A contract by its id: for its stakeholders, active or not, until it is pruned."""

from __future__ import annotations

import pytest

from canton.errors import LedgerError
from canton.wire import ledger_admin_pb2 as admin_wire
from canton.wire import ledger_service_pb2 as wire
from unit.ledger_api.conftest import Api, simulate, transactions, wildcard


async def get(api: Api, contract_id: str, *parties: str):
    request = wire.GetContractRequest(contract_id=contract_id, querying_parties=parties)
    return (await api.call("ContractService/GetContract", request)).created_event


def test_a_contract_is_given_to_its_stakeholders_until_it_is_pruned() -> None:
    async def scenario(api: Api) -> None:
        request = wire.SubmitAndWaitForTransactionRequest(
            commands=api.commands("c", api.ping("one")),
            transaction_format=transactions(wildcard(api.party, blob=True, verbose=False)),
        )
        made = await api.call("CommandService/SubmitAndWaitForTransaction", request)
        created = made.transaction.events[0].created
        found = await get(api, created.contract_id, api.party)
        assert found.create_arguments == created.create_arguments
        assert found.created_event_blob == created.created_event_blob
        assert list(found.witness_parties) == [api.party]
        assert await get(api, created.contract_id) == found

        archive = wire.SubmitAndWaitRequest(
            commands=api.commands("d", api.respond(created.contract_id))
        )
        await api.call("CommandService/SubmitAndWait", archive)
        assert await get(api, created.contract_id) == found
        prune = admin_wire.PruneRequest(prune_up_to=api.active.ledger.end)
        await api.call("ParticipantPruningService/Prune", prune)
        with pytest.raises(LedgerError) as error:
            await get(api, created.contract_id)
        assert error.value.code.id == "CONTRACT_PAYLOAD_NOT_FOUND"

    simulate(scenario)


def test_strangers_do_not_see_a_contract() -> None:
    async def scenario(api: Api) -> None:
        request = wire.SubmitAndWaitForTransactionRequest(
            commands=api.commands("c", api.ping("one"))
        )
        made = await api.call("CommandService/SubmitAndWaitForTransaction", request)
        contract_id = made.transaction.events[0].created.contract_id
        with pytest.raises(LedgerError) as error:
            await get(api, contract_id, "stranger::" + api.party.partition("::")[2])
        assert error.value.code.id == "CONTRACT_PAYLOAD_NOT_FOUND"

    simulate(scenario)
