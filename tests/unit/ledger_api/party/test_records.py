"""Details of parties: annotations that are merged, all else as it is."""

from __future__ import annotations

from typing import Any

import pytest

from canton.errors import LedgerError
from canton.wire import ledger_admin_pb2 as wire
from unit.ledger_api.conftest import Api, simulate

FOREIGN = "nobody::1220" + "00" * 32
INVALID = "INVALID_PARTY_DETAILS_UPDATE_REQUEST"


async def update(api: Api, paths: list[str], party: str = "", **details: Any) -> Any:
    request = wire.UpdatePartyDetailsRequest(
        party_details={"party": party or api.party, **details}, update_mask={"paths": paths}
    )
    answer = await api.call("PartyManagementService/UpdatePartyDetails", request)
    return answer.party_details


async def refused(api: Api, paths: list[str], party: str = "", **details: Any) -> str:
    with pytest.raises(LedgerError) as error:
        await update(api, paths, party, **details)
    return error.value.code.id


def noted(version: str = "", **annotations: str) -> dict[str, Any]:
    return {"local_metadata": {"annotations": annotations, "resource_version": version}}


def test_annotations_of_a_party_are_merged_and_counted() -> None:
    async def scenario(api: Api) -> None:
        path = ["local_metadata.annotations"]
        first = await update(api, path, **noted(a="1", b="2"))
        assert first.local_metadata.annotations == {"a": "1", "b": "2"}
        assert (first.local_metadata.resource_version, first.is_local) == ("0", True)
        second = await update(api, ["local_metadata"], **noted("0", a="", c="3"))
        assert second.local_metadata.annotations == {"b": "2", "c": "3"}
        assert second.local_metadata.resource_version == "1"
        stale = await refused(api, path, **noted("0", d="4"))
        assert stale == "CONCURRENT_PARTY_DETAILS_UPDATE_DETECTED"
        untouched = await update(api, ["party"], **noted(z="9"))
        assert untouched.local_metadata.annotations == second.local_metadata.annotations
        found = await api.call(
            "PartyManagementService/GetParties", wire.GetPartiesRequest(parties=[api.party])
        )
        assert found.party_details[0].local_metadata.annotations == {"b": "2", "c": "3"}

    simulate(scenario)


def test_a_party_keeps_no_more_than_so_many_annotations() -> None:
    async def scenario(api: Api) -> None:
        path = ["local_metadata.annotations"]
        half = "x" * 140 * 1024
        await update(api, path, **noted(a=half))
        exceeded = await refused(api, path, **noted(b=half))
        assert exceeded == "MAX_PARTY_DETAILS_ANNOTATIONS_SIZE_EXCEEDED"

    simulate(scenario)


def test_what_does_not_change_must_be_as_it_is() -> None:
    async def scenario(api: Api) -> None:
        assert await refused(api, ["is_local"], is_local=False) == INVALID
        await update(api, ["is_local"], is_local=True)
        assert await refused(api, ["party"], identity_provider_id="idp") == "INVALID_ARGUMENT"
        assert await refused(api, []) == INVALID
        assert await refused(api, ["name"]) == INVALID
        assert await refused(api, ["party", "party"]) == INVALID
        assert await refused(api, ["party"], FOREIGN) == "PARTY_NOT_FOUND"
        assert await refused(api, ["party"], **noted("one")) == "INVALID_FIELD"
        for request in (
            wire.UpdatePartyDetailsRequest(),
            wire.UpdatePartyDetailsRequest(party_details={"party": api.party}),
        ):
            with pytest.raises(LedgerError, match="MISSING_FIELD"):
                await api.call("PartyManagementService/UpdatePartyDetails", request)

    simulate(scenario)
