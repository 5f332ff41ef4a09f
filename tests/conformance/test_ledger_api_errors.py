"""The recorded requests that the original refused, sent to our Ledger API: the same refusals.

Only what the API itself decides is compared; the parties and contracts of the recording do not
exist in our participant.
"""

from __future__ import annotations

import base64
import re

from canton.errors import CantonError
from canton.transport.seam import Method
from canton.wire import ledger_admin_pb2, ledger_service_pb2
from simulation.virtual_loop import run
from unit.ledger_api.conftest import Api, participant_api

_TEXT = re.compile(r"([A-Z_]+)\(\d+,[^)]*\): (.*)", re.DOTALL)
_FROM_THE_API = {
    "MISSING_FIELD",
    "INVALID_FIELD",
    "INVALID_ARGUMENT",
    "NEGATIVE_OFFSET",
    "NON_POSITIVE_OFFSET",
    "OFFSET_AFTER_LEDGER_END",
    "OFFSET_OUT_OF_RANGE",
    "UPDATE_NOT_FOUND",
    "CONTRACT_EVENTS_NOT_FOUND",
    "PACKAGE_NOT_FOUND",
    "PACKAGE_SELECTION_FAILED",
}
_OWN_TEXT = {"OFFSET_AFTER_LEDGER_END", "PACKAGE_SELECTION_FAILED"}
_OWN_TEXTS = re.compile("already exists|before ledger end")
"""Their texts name offsets of the ledger, or reasons that we give in other words."""


def refused_calls(recording):
    """Method, request, code and cause of the calls to the Ledger API that failed."""
    opened, requests = {}, {}
    list(recording.messages("GetUpdates", "request"))
    for entry in recording._entries:
        call = entry["call"]
        if "method" in entry:
            opened[call] = entry["method"]
        elif entry.get("dir") == "request":
            requests[call] = entry["b64"]
        elif "status" in entry and "ledger.api" in opened[call] and call in requests:
            match = _TEXT.fullmatch(entry.get("details") or "")
            if match and match[1] in _FROM_THE_API:
                yield opened[call], requests[call], match[1], match[2]


async def fill(api: Api) -> None:
    """A party of the recording's name, and some updates."""
    carol = ledger_admin_pb2.AllocatePartyRequest(party_id_hint="carol")
    await api.call("PartyManagementService/AllocateParty", carol)
    for number in range(6):
        commands = api.commands(f"c{number}", api.ping("x"))
        request = ledger_service_pb2.SubmitAndWaitRequest(commands=commands)
        await api.call("CommandService/SubmitAndWait", request)


def test_recorded_refusals_are_ours_too(recording) -> None:
    async def outcome(api: Api, method: Method, handler, request) -> tuple[str, str]:
        name = method.path.rpartition(".")[2]
        try:
            if method.server_streaming:
                await anext(api.stream(name, request))
            else:
                await api.call(name, request)
        except CantonError as error:
            return error.code.id, error.cause
        return "OK", ""

    async def scenario() -> None:
        different, compared = [], 0
        async with participant_api() as api:
            await fill(api)
            for path, content, code, cause in refused_calls(recording):
                name = path.rpartition(".")[2]
                if name not in api.handlers:
                    continue
                method, handler = api.handlers[name]
                request = method.request_type.FromString(base64.b64decode(content))
                found = await outcome(api, method, handler, request)
                compared += 1
                has_own_text = code in _OWN_TEXT or re.search(
                    "already exists|before ledger end", cause
                )
                if found[0] != code or not (has_own_text or found[1] == cause):
                    different.append((name, (code, cause[:150]), found))
        assert compared > 20
        assert different == []

    run(scenario(), 0)
