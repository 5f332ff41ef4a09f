"""A participant in virtual time with its Ledger API behind an in-memory server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from google.protobuf.message import Message

from canton.clock import SeededRandomness
from canton.ledger_api.authorization.authentication import Authentication
from canton.ledger_api.authorization.authorizer import Authorizer
from canton.ledger_api.authorization.standing import Standings
from canton.ledger_api.directories import Directories
from canton.ledger_api.services import LedgerSettings, ledger_services
from canton.ledger_api.user.value import UserLimits
from canton.storage.memory import MemoryStorage
from canton.telemetry.trace import Trace, tracing
from canton.transport.seam import Call, Handler, Method
from canton.wire import ledger_command_pb2 as command_wire
from canton.wire import ledger_event_pb2 as event_wire
from canton.wire import ledger_value_pb2 as value_wire
from simulation.deployment.participant import AtWork, first_start
from simulation.deployment.synchronizer import Synchronizer
from simulation.virtual_loop import run

PING = value_wire.Identifier(
    package_id="#canton-builtin-admin-workflow-ping",
    module_name="Canton.Internal.Ping",
    entity_name="Ping",
)
TRACE = Trace("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331")


@dataclass
class Api:
    """The handlers of a participant's Ledger API, called as a server would."""

    world: Synchronizer
    active: AtWork
    handlers: dict[str, tuple[Method, Handler]]

    @property
    def party(self) -> str:
        return self.active.party

    def cut_off(self) -> None:
        """Takes the participant off the network."""
        active = self.world.machines["alice"].active
        assert active is not None
        host = active[0].host
        self.world.network.isolate(host, [each for each in self.world.hosts() if each != host])

    def _call(self, method: Method, remaining_s: float | None) -> Call:
        return Call(method, {}, "test", TRACE, lambda: remaining_s)

    async def call(self, path: str, request: Message, remaining_s: float | None = None) -> Any:
        method, handler = self.handlers[path]
        with tracing(TRACE):
            return await handler(request, self._call(method, remaining_s))

    def stream(self, path: str, request: Message) -> AsyncIterator[Any]:
        method, handler = self.handlers[path]
        return handler(request, self._call(method, None))

    async def all(self, path: str, request: Message) -> list[Any]:
        return [each async for each in self.stream(path, request)]

    def commands(self, command_id: str, *commands: command_wire.Command) -> command_wire.Commands:
        return command_wire.Commands(
            user_id="user", command_id=command_id, act_as=[self.party], commands=commands
        )

    def ping(self, name: str, responder: str | None = None) -> command_wire.Command:
        values = [
            value_wire.Value(text=name),
            value_wire.Value(party=self.party),
            value_wire.Value(party=responder or self.party),
        ]
        fields = [value_wire.RecordField(value=each) for each in values]
        return command_wire.Command(
            create=command_wire.CreateCommand(
                template_id=PING, create_arguments=value_wire.Record(fields=fields)
            )
        )

    def respond(self, contract_id: str, choice: str = "Respond") -> command_wire.Command:
        argument = value_wire.Value(record=value_wire.Record())
        return command_wire.Command(
            exercise=command_wire.ExerciseCommand(
                template_id=PING,
                contract_id=contract_id,
                choice=choice,
                choice_argument=argument,
            )
        )


def wildcard(*parties: str, blob: bool = False, verbose: bool = True) -> event_wire.EventFormat:
    """Everything of some parties; of any party without one."""
    filters = event_wire.Filters(
        cumulative=[
            event_wire.CumulativeFilter(
                wildcard_filter=event_wire.WildcardFilter(include_created_event_blob=blob)
            )
        ]
    )
    if not parties:
        return event_wire.EventFormat(filters_for_any_party=filters, verbose=verbose)
    return event_wire.EventFormat(filters_by_party=dict.fromkeys(parties, filters), verbose=verbose)


def transactions(
    events: event_wire.EventFormat,
    shape: event_wire.TransactionShape = event_wire.TRANSACTION_SHAPE_ACS_DELTA,
) -> event_wire.TransactionFormat:
    return event_wire.TransactionFormat(event_format=events, transaction_shape=shape)


EFFECTS = event_wire.TRANSACTION_SHAPE_LEDGER_EFFECTS


@asynccontextmanager
async def participant_api() -> AsyncIterator[Api]:
    world = Synchronizer(participants=("alice",))
    async with world.running():
        active = await world.active("alice")
        await first_start(active)
        directories = await Directories.open(MemoryStorage(), world.clock, UserLimits())
        authorizer = Authorizer(
            Authentication([], directories.users),
            Standings(world.clock),
            world.clock,
            str(active.ledger.participant.uid),
        )
        tables = ledger_services(
            active.ledger,
            active.participant.administration,
            SeededRandomness("api"),
            LedgerSettings("3.6.0"),
            authorizer,
            directories,
        )
        handlers = {
            method.path.rpartition(".")[2]: (method, handler)
            for table in tables
            for method, handler in table.items()
        }
        yield Api(world, active, handlers)
    assert world.errors == []


def simulate(scenario: Callable[[Api], Awaitable[None]]) -> None:
    """Runs a scenario against a participant that is connected and has the package of Ping."""

    async def main() -> None:
        async with participant_api() as api:
            await scenario(api)

    run(main(), 0)
