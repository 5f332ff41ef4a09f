"""The door before the handlers: who calls, whether that suffices, and for how long.

`protect` wraps a service table; the wrapped handlers take the token from the call's metadata, so
whoever calls a handler within the process (the JSON API does) passes it there too.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from typing import Any, Final, Protocol

from canton.clock import Clock
from canton.errors import InvariantViolation
from canton.ledger_api.authorization.claims import Claims
from canton.ledger_api.authorization.errors import permission_denied
from canton.ledger_api.authorization.requirement import check
from canton.ledger_api.authorization.rules import RULES, Rule
from canton.timestamps import Micros, Timestamp, iso
from canton.transport.seam import Call, Handler, Method, ServiceTable

HEADER: Final = "authorization"
"""The metadata entry, and the HTTP header, with `Bearer <token>`."""


class Authentication(Protocol):
    """Finds out who calls."""

    async def claims(self, header: str | None, service: str) -> Claims:
        """The claims of whoever sends that header to a service.

        Raises:
            LedgerError: UNAUTHENTICATED; PERMISSION_DENIED, if the token is good and its user not.
        """


class Streams(Protocol):
    """Ends streams whose claims cease to hold."""

    def watched(
        self, responses: AsyncGenerator[Any, None], claims: Claims
    ) -> AsyncGenerator[Any, None]:
        """The responses, until the claims cease to hold."""


class Authorizer:
    """Guards the methods of the Ledger API of one participant."""

    def __init__(
        self,
        authentication: Authentication,
        streams: Streams,
        clock: Clock,
        participant_id: str,
        leeway: Micros = Micros(0),
    ) -> None:
        self._authentication = authentication
        self._streams = streams
        self._clock = clock
        self._participant_id = participant_id
        self._leeway = leeway

    def protect(
        self, table: ServiceTable, rules: Mapping[str, Rule | None] = RULES
    ) -> ServiceTable:
        """The same services, of which each call is authorised first.

        Raises:
            InvariantViolation: a method has no rule.
        """
        return {method: self._protected(method, table[method], rules) for method in table}

    def _protected(
        self, method: Method, handler: Handler, rules: Mapping[str, Rule | None]
    ) -> Handler:
        if method.path not in rules:
            raise InvariantViolation(f"nothing says who may call {method.path}")
        rule = rules[method.path]
        if rule is None:
            return handler

        async def answer(request: Any, call: Call) -> Any:
            await self._authorize(rule, request, call)
            return await handler(request, call)

        async def answers(request: Any, call: Call) -> AsyncGenerator[Any, None]:
            claims = await self._authorize(rule, request, call)
            responses: AsyncGenerator[Any, None] = handler(request, call)
            if claims.expires_at is not None or claims.is_from_user:
                responses = self._streams.watched(responses, claims)
            try:
                async for response in responses:
                    yield response
            finally:
                await responses.aclose()

        return answers if method.server_streaming else answer

    async def _authorize(self, rule: Rule, request: Any, call: Call) -> Claims:
        service = call.method.service.full_name
        claims = await self._authentication.claims(call.text(HEADER), service)
        self._require_valid(claims)
        check(rule(request), claims, request)
        call.caller = claims
        return claims

    def _require_valid(self, claims: Claims) -> None:
        now, until = self._clock.now(), claims.expires_at
        if until is not None and now - self._leeway >= until:
            raise permission_denied(
                f"Claims were valid until {iso(until)}, current time is {iso(Timestamp(now))}"
            )
        if claims.participant_id not in (None, self._participant_id):
            raise permission_denied(
                f"Claims are only valid for participantId {claims.participant_id!r}, actual "
                f"participantId is {self._participant_id!r}"
            )


def caller_of(call: Call) -> Claims:
    """The claims with which a call was let in.

    Raises:
        InvariantViolation: its handler is not protected.
    """
    if not isinstance(call.caller, Claims):
        raise InvariantViolation(f"{call.method.path} was called without authorization")
    return call.caller
