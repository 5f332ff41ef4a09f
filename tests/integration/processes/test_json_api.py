"""A newcomer's network, used over the JSON Ledger API by a client that is not our own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any, Final

import aiohttp
import pytest

from canton.daml_lf.language.version import LanguageVersion
from canton.daml_lf.tools.assembler import assemble
from integration.processes.process import ROOT, CantonProcess, free_port, until

pytestmark = pytest.mark.processes

EXAMPLE: Final = ROOT / "examples" / "01-simple-topology"
READY_WITHIN_S: Final = 60.0
APIS: Final = {
    "sequencers.sequencer1": ("public-api", "admin-api"),
    "mediators.mediator1": ("admin-api",),
    "participants.participant1": ("admin-api", "ledger-api", "http-ledger-api"),
    "participants.participant2": ("admin-api", "ledger-api", "http-ledger-api"),
}
ASSETS: Final = assemble(
    """module Assets {
  enum @serializable Colour = Red | Green;
  variant @serializable State = Free: Unit | Held: Party;
  record @serializable Asset = {
    owner: Party, amount: Numeric 10, tags: TextMap Int64, state: Assets:State,
    colour: Assets:Colour, note: Option Text
  };
  record @serializable Give = { reason: Text };
  val one: Party -> List Party = \\(p: Party) -> Cons @Party [p] (Nil @Party);
  template (this: Asset) = {
    precondition True;
    signatories Assets:one (Assets:Asset {owner} this);
    observers Nil @Party;
    choice Hold (self) (a: Assets:Give): ContractId Assets:Asset,
      controllers Assets:one (Assets:Asset {owner} this)
      to create @Assets:Asset (Assets:Asset {
        this with state = Assets:State:Held (Assets:Asset {owner} this)
      });
  };
}""",
    "assets",
    "1.0.0",
    LanguageVersion(2, 2),
)
ASSET: Final = "#assets:Assets:Asset"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a participant of the example listens, on ports of its own."""
    folder = tmp_path_factory.mktemp("json")
    ports = {(node, api): free_port() for node, apis in APIS.items() for api in apis}
    lines = [f"canton.{node}.{api}.port = {port}" for (node, api), port in ports.items()]
    da_port = ports["sequencers.sequencer1", "public-api"]
    (folder / "own.conf").write_text("\n".join(lines))
    words = [
        "daemon",
        "--no-tty",
        f"-Dcanton-examples.da-port={da_port}",
        f"--config={EXAMPLE / 'simple-topology.conf'}",
        "--config=own.conf",
        f"--bootstrap={EXAMPLE / 'simple-ping.py'}",
    ]
    process = CantonProcess(folder, "network", words, {})
    process.start()
    try:
        until(lambda: "A ping across took" in process.output, "the network is up", READY_WITHIN_S)
        yield f"http://127.0.0.1:{ports['participants.participant1', 'http-ledger-api']}"
        assert process.stop() == 143
        assert not process.errors
    finally:
        process.discard()


class Client:
    """A party that has the package of assets and speaks JSON."""

    def __init__(self, session: aiohttp.ClientSession, party: str) -> None:
        self.session = session
        self.party = party

    async def ask(self, path: str, body: Any = None) -> tuple[int, Any]:
        verb = "GET" if body is None else "POST"
        async with self.session.request(verb, path, json=body) as response:
            return response.status, await response.json()

    async def got(self, path: str, body: Any = None) -> Any:
        status, answer = await self.ask(path, body)
        assert status == 200, answer
        return answer

    def commands(self, command_id: str, *commands: Any) -> dict[str, Any]:
        return {
            "commandId": command_id,
            "userId": "tester",
            "actAs": [self.party],
            "commands": list(commands),
        }

    def asset(self, **changes: Any) -> dict[str, Any]:
        arguments = {
            "owner": self.party,
            "amount": "12.5",
            "tags": {"b": "2", "a": "1"},
            "state": {"tag": "Free", "value": {}},
            "colour": "Green",
            **changes,
        }
        return {"CreateCommand": {"templateId": ASSET, "createArguments": arguments}}

    async def create(self, command_id: str, **changes: Any) -> Any:
        path = "/v2/commands/submit-and-wait-for-transaction"
        commands = self.commands(command_id, self.asset(**changes))
        answer = await self.got(path, {"commands": commands})
        (event,) = answer["transaction"]["events"]
        return event["CreatedEvent"]

    @property
    def events(self) -> dict[str, Any]:
        return {"filtersByParty": {self.party: {}}, "verbose": True}


@asynccontextmanager
async def client_of(url: str, name: str) -> AsyncIterator[Client]:
    async with aiohttp.ClientSession(url) as session:
        client = Client(session, "")
        allocated = await client.got("/v2/parties", {"partyIdHint": name})
        client.party = allocated["partyDetails"]["party"]
        async with session.post("/v2/packages", data=ASSETS.dar_bytes) as response:
            assert (response.status, await response.json()) == (200, {})
        yield client


async def test_a_contract_is_created_exercised_and_read_with_typed_values(url: str) -> None:
    async with client_of(url, "alice") as client:
        created = await client.create("c1")
        assert created["createArgument"] == {
            "owner": client.party,
            "amount": "12.5000000000",
            "tags": {"a": "1", "b": "2"},
            "state": {"tag": "Free", "value": {}},
            "colour": "Green",
        }
        hold = {
            "templateId": ASSET,
            "contractId": created["contractId"],
            "choice": "Hold",
            "choiceArgument": {"reason": "mine"},
        }
        request = {
            "commands": client.commands("c2", {"ExerciseCommand": hold}),
            "transactionFormat": {
                "eventFormat": client.events,
                "transactionShape": "TRANSACTION_SHAPE_LEDGER_EFFECTS",
            },
        }
        answer = await client.got("/v2/commands/submit-and-wait-for-transaction", request)
        exercised, held = answer["transaction"]["events"]
        exercised, held = exercised["ExercisedEvent"], held["CreatedEvent"]
        assert exercised["choiceArgument"] == {"reason": "mine"}
        assert exercised["exerciseResult"] == held["contractId"]
        assert held["createArgument"]["state"] == {"tag": "Held", "value": client.party}

        end = (await client.got("/v2/state/ledger-end"))["offset"]
        request = {"activeAtOffset": end, "eventFormat": client.events}
        found = await client.got("/v2/state/active-contracts", request)
        entries = [each["contractEntry"]["JsActiveContract"] for each in found]
        assert [each["createdEvent"]["contractId"] for each in entries] == [held["contractId"]]

        request = {"contractId": created["contractId"], "eventFormat": client.events}
        both = await client.got("/v2/events/events-by-contract-id", request)
        assert both["created"]["createdEvent"]["contractId"] == created["contractId"]
        assert both["archived"]["archivedEvent"]["offset"] == answer["transaction"]["offset"]


async def test_updates_come_by_a_websocket_as_they_happen(url: str) -> None:
    async with client_of(url, "bob") as client:
        begin = (await client.got("/v2/state/ledger-end"))["offset"]
        await client.create("c1", note="before")
        format = {
            "includeTransactions": {
                "eventFormat": client.events,
                "transactionShape": "TRANSACTION_SHAPE_ACS_DELTA",
            }
        }
        async with client.session.ws_connect("/v2/updates", protocols=["daml.ws.auth"]) as socket:
            await socket.send_json({"beginExclusive": begin, "updateFormat": format})
            assert await note_of_next(socket) == "before"
            await client.create("c2", note="after")
            assert await note_of_next(socket) == "after"


async def note_of_next(socket: aiohttp.ClientWebSocketResponse) -> str:
    """The note of the asset that the next transaction creates; checkpoints are passed over."""
    while True:
        update = (await socket.receive_json())["update"]
        if "Transaction" in update:
            (event,) = update["Transaction"]["value"]["events"]
            return str(event["CreatedEvent"]["createArgument"]["note"])


async def test_refusals_have_the_codes_of_the_ledger(url: str) -> None:
    async with client_of(url, "carol") as client:
        await client.create("c1")
        path = "/v2/commands/submit-and-wait"
        status, error = await client.ask(path, client.commands("c1", client.asset()))
        assert (status, error["code"], error["grpcCodeValue"]) == (409, "DUPLICATE_COMMAND", 6)
        exercise = {
            "templateId": ASSET,
            "contractId": f"00{'0' * 64}ca121220{'0' * 64}",
            "choice": "Archive",
            "choiceArgument": {},
        }
        commands = client.commands("c2", {"ExerciseCommand": exercise})
        status, error = await client.ask(path, commands)
        assert (status, error["code"]) == (404, "CONTRACT_NOT_FOUND")
        assert error["resources"] == [["CONTRACT_ID", exercise["contractId"]]]
        status, error = await client.ask(path, client.commands("c3", client.asset(colour="Blue")))
        assert (status, error["code"]) == (400, "INVALID_ARGUMENT")
        assert "createArguments.colour" in error["cause"]


async def test_templates_that_cannot_be_are_told_apart(url: str) -> None:
    async with client_of(url, "erin") as client:
        path = "/v2/commands/submit-and-wait"

        def of(template: str) -> dict[str, Any]:
            command = client.asset()
            command["CreateCommand"]["templateId"] = template
            return client.commands("c1", command)

        for template, status, category in (
            ("Unknown:Module:Template", 404, 11),
            ("###Malformed:Module:Template", 400, 8),
            ("#assets:Assets:Unknown", 404, 11),
        ):
            answer = await client.ask(path, of(template))
            assert (answer[0], answer[1]["errorCategory"]) == (status, category), answer
        async with client.session.post(path, json=of("nothing")) as response:
            assert (response.status, response.content_type) == (400, "text/plain")
            assert await response.text() == (
                "Invalid value for: body (Invalid identifier format (nothing) not matching the"
                " expected format (<package>:<moduleName>:<entityName>)"
                " at 'commands[0].CreateCommand.templateId')"
            )


async def test_the_package_comes_back_as_it_was_uploaded(url: str) -> None:
    async with client_of(url, "dave") as client:
        package_id = ASSETS.archive.package_id
        assert package_id in (await client.got("/v2/packages"))["packageIds"]
        async with client.session.get(f"/v2/packages/{package_id}") as response:
            assert response.headers["Canton-Package-Hash"] == package_id
            assert await response.read() in ASSETS.archive.data
        async with client.session.post("/v2/dars", data=b"no dar") as response:
            assert response.status == 400


async def test_probes_see_that_it_is_ready(url: str) -> None:
    async with aiohttp.ClientSession(url) as session:
        async with session.get("/livez") as response:
            assert (response.status, await response.text()) == (200, "")
        async with session.get("/readyz") as response:
            assert (response.status, "readyz check passed" in await response.text()) == (200, True)
