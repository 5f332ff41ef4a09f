"""A participant in virtual time with its JSON Ledger API, asked without sockets."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from canton.clock import SeededRandomness
from canton.json_api.api import JsonApi, Limits
from canton.json_api.endpoint.endpoint import Endpoint
from canton.json_api.endpoint.table import ENDPOINTS
from canton.json_api.exchange import Incoming, Outgoing
from canton.transport.seam import Services
from simulation.virtual_loop import run
from unit.ledger_api.conftest import Api, participant_api

PING = "#canton-builtin-admin-workflow-ping:Canton.Internal.Ping:Ping"


@dataclass
class Client:
    """Asks the API as an HTTP client would."""

    ledger: Api
    api: JsonApi

    @property
    def party(self) -> str:
        return self.ledger.party

    async def ask(
        self,
        verb: str,
        path: str,
        body: Any = None,
        headers: dict[str, str] | None = None,
        **query: str,
    ) -> Outgoing:
        content = body if isinstance(body, bytes) else b""
        if body is not None and not isinstance(body, bytes):
            content = json.dumps(body).encode()
        texts = {name.replace("_", "-"): [text] for name, text in query.items()}
        return await self.api.answer(Incoming(verb, path, texts, headers or {}, content, "test"))

    async def get(self, path: str, **query: str) -> Any:
        return loaded(await self.ask("GET", path, **query))

    async def post(self, path: str, body: Any) -> Any:
        return loaded(await self.ask("POST", path, body))

    async def refused(self, verb: str, path: str, body: Any = None) -> tuple[int, Any]:
        answer = await self.ask(verb, path, body)
        assert answer.status != 200, answer
        return answer.status, json.loads(answer.body)

    def commands(self, command_id: str, *commands: Any) -> dict[str, Any]:
        return {
            "commands": list(commands),
            "commandId": command_id,
            "actAs": [self.party],
            "userId": "user",
        }

    def ping(self, name: str) -> dict[str, Any]:
        arguments = {"id": name, "initiator": self.party, "responder": self.party}
        return {"CreateCommand": {"templateId": PING, "createArguments": arguments}}

    def respond(self, contract_id: str) -> dict[str, Any]:
        return {
            "ExerciseCommand": {
                "templateId": PING,
                "contractId": contract_id,
                "choice": "Respond",
                "choiceArgument": {},
            }
        }

    def wildcard(self, *, verbose: bool = True) -> dict[str, Any]:
        everything = {"WildcardFilter": {"value": {"includeCreatedEventBlob": False}}}
        filters = {"cumulative": [{"identifierFilter": everything}]}
        return {"filtersByParty": {self.party: filters}, "verbose": verbose}


def loaded(answer: Outgoing) -> Any:
    assert answer.status == 200, answer
    return json.loads(answer.body)


def simulate(
    scenario: Callable[[Client], Awaitable[None]],
    limits: Limits = Limits(),
    endpoints: Sequence[Endpoint] = ENDPOINTS,
) -> None:
    """Runs a scenario against a participant that is connected and has the package of Ping."""

    async def main() -> None:
        async with participant_api() as ledger:
            services = Services(dict(ledger.handlers.values()))
            api = JsonApi(
                services,
                ledger.active.ledger,
                SeededRandomness("json"),
                "3.6.0",
                limits,
                endpoints=endpoints,
            )
            await scenario(Client(ledger, api))

    run(main(), 0)
