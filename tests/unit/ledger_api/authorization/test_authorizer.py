"""The door before handlers: who is let in, with what request, and who is not."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import pytest

from canton.clock import ManualClock
from canton.errors import InvariantViolation, LedgerError
from canton.ledger_api.authorization.authorizer import Authorizer, caller_of
from canton.ledger_api.authorization.claims import WILDCARD, Claims
from canton.ledger_api.authorization.errors import stale_stream_authorization
from canton.ledger_api.authorization.standing import Standings
from canton.ledger_api.user.value import Right
from canton.participant.stores.user import RightKind
from canton.telemetry.trace import Trace
from canton.timestamps import Micros, Timestamp
from canton.transport.seam import Call, ServiceTable, guarded, methods_of, table_of
from canton.wire import connection_pb2
from canton.wire import ledger_service_pb2 as wire

NOW = Timestamp(1_000_000)
STATE = wire.DESCRIPTOR.services_by_name["StateService"]
UPDATES = wire.DESCRIPTOR.services_by_name["UpdateService"]
VERSION = wire.DESCRIPTOR.services_by_name["VersionService"]
COMMANDS = wire.DESCRIPTOR.services_by_name["CommandService"]
PARTICIPANT = "participant::1"
READER = Claims(frozenset({Right(RightKind.CAN_READ_AS, "a")}), "reader", is_from_user=True)


class Known:
    """Knows callers by the whole header."""

    def __init__(self, **callers: Claims) -> None:
        self._callers = callers
        self.services: list[str] = []

    async def claims(self, header: str | None, service: str) -> Claims:
        self.services.append(service)
        return self._callers[header or "nobody"]


def authorizer(known: Known, leeway: int = 0) -> tuple[Authorizer, Standings]:
    clock = ManualClock(NOW)
    standings = Standings(clock)
    return Authorizer(known, standings, clock, PARTICIPANT, Micros(leeway)), standings


def protected(known: Known, table: ServiceTable, leeway: int = 0) -> ServiceTable:
    return authorizer(known, leeway)[0].protect(table)


def call_of(table: ServiceTable, name: str, header: str | None) -> tuple[Any, Call]:
    method = next(each for each in table if each.name == name)
    metadata = {} if header is None else {"authorization": header}
    return table[method], Call(method, metadata, "peer", Trace("0" * 32, "0" * 16))


async def end(request: Any, call: Call) -> Any:
    return caller_of(call)


async def test_a_handler_knows_its_caller_and_the_service_is_asked_for() -> None:
    known = Known(reader=READER)
    handler, call = call_of(
        protected(known, table_of(STATE, {"GetLedgerEnd": end})), "GetLedgerEnd", "reader"
    )
    assert await handler(wire.GetLedgerEndRequest(), call) == READER
    assert known.services == ["com.daml.ledger.api.v2.StateService"]


async def test_an_open_method_asks_nobody() -> None:
    async def version(request: Any, call: Call) -> str:
        return "told"

    known = Known()
    table = protected(known, table_of(VERSION, {"GetLedgerApiVersion": version}))
    handler, call = call_of(table, "GetLedgerApiVersion", None)
    assert await handler(wire.GetLedgerApiVersionRequest(), call) == "told"
    assert known.services == []
    with pytest.raises(InvariantViolation, match="without authorization"):
        caller_of(call)


def test_a_method_without_a_rule_is_not_served() -> None:
    service = connection_pb2.DESCRIPTOR.services_by_name["ApiInfoService"]
    with pytest.raises(InvariantViolation, match="nothing says who may call"):
        protected(Known(), table_of(service, dict.fromkeys(methods_of(service), end)))


async def test_what_is_missing_keeps_the_handler_from_being_called() -> None:
    async def submit(request: Any, call: Call) -> None:
        raise AssertionError("was called")

    table = protected(Known(reader=READER), table_of(COMMANDS, {"SubmitAndWait": submit}))
    handler, call = call_of(table, "SubmitAndWait", "reader")
    with pytest.raises(LedgerError, match="act as party 'a'"):
        await handler(wire.SubmitAndWaitRequest(commands={"act_as": ["a"]}), call)


@pytest.mark.parametrize(
    ("claims", "leeway", "refusal"),
    [
        (Claims(expires_at=Timestamp(NOW + 1_000)), 0, None),
        (Claims(expires_at=NOW), 0, "valid until"),
        (Claims(expires_at=NOW), 1_000_000, None),
        (Claims(participant_id=PARTICIPANT), 0, None),
        (Claims(participant_id="participant::2"), 0, "only valid for participantId"),
    ],
)
async def test_claims_hold_for_their_time_and_participant(
    claims: Claims, leeway: int, refusal: str | None
) -> None:
    table = protected(Known(one=claims), table_of(STATE, {"GetLedgerEnd": end}), leeway)
    handler, call = call_of(table, "GetLedgerEnd", "one")
    if refusal is None:
        assert await handler(wire.GetLedgerEndRequest(), call) == claims
    else:
        with pytest.raises(LedgerError, match=refusal):
            await handler(wire.GetLedgerEndRequest(), call)


async def test_streams_of_users_are_watched_and_others_are_not() -> None:
    async def updates(request: Any, call: Call) -> AsyncGenerator[int, None]:
        yield 1
        yield 2

    known = Known(reader=READER, root=WILDCARD)
    door, standings = authorizer(known)
    table = door.protect(table_of(UPDATES, {"GetUpdates": updates}))
    for header, ends in (("reader", True), ("root", False)):
        handler, call = call_of(table, "GetUpdates", header)
        async with aclosing(handler(wire.GetUpdatesRequest(), call)) as stream:
            assert await anext(stream) == 1
            standings.user_changed("reader")
            if ends:
                with pytest.raises(LedgerError) as caught:
                    await anext(stream)
                assert caught.value.code == stale_stream_authorization().code
            else:
                assert await anext(stream) == 2


async def test_protected_tables_may_stand_behind_other_guards() -> None:
    refused: list[str] = []

    async def guard(call: Call) -> None:
        refused.append(call.method.name)

    table = guarded(protected(Known(one=WILDCARD), table_of(STATE, {"GetLedgerEnd": end})), guard)
    handler, call = call_of(table, "GetLedgerEnd", "one")
    assert await handler(wire.GetLedgerEndRequest(), call) == WILDCARD
    assert refused == ["GetLedgerEnd"]
