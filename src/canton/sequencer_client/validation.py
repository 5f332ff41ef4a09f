"""Asks the endpoints of sequencer connections what they are, before they are registered.

One that cannot be reached may be about to start, so it is asked again for a while.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from typing import Final

from canton.errors import LedgerError
from canton.identifiers import Member, PhysicalSynchronizerId
from canton.lifecycle.queue import Signal
from canton.lifecycle.supervisor import Supervisor
from canton.sequencer_client.connection import FaultyConnection, SequencerConnection
from canton.sequencer_client.core.pool import Agreement
from canton.sequencer_client.core.validation import (
    Endpoint,
    Unreachable,
    Validation,
    Wrong,
    agreement_of,
    is_enough,
    problem_with,
)
from canton.sequencer_client.errors import BAD_CONNECTIVITY
from canton.sequencer_client.seam import Signer, Surroundings
from canton.sequencer_client.settings import ConnectionSettings, SequencerConnections
from canton.transport.seam import RpcError, Transport

ASK_AGAIN_S: Final = 0.2


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """The problem, if there is one; and what the sequencers that were reached agree on."""

    problem: str | None
    agreement: Agreement | None


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and by what."""

    transport: Transport
    member: Member
    signer: Signer
    surroundings: Surroundings

    async def ask(self, alias: str, settings: ConnectionSettings) -> Endpoint:
        """What the endpoint answers."""
        async with AsyncExitStack() as stack:
            channel = await stack.enter_async_context(self.transport.channel(settings.channel))
            clock = self.surroundings.clock
            connection = SequencerConnection(settings, channel, self.member, self.signer, clock)
            try:
                return Endpoint(alias, await connection.validate(), settings.expected)
            except RpcError as error:
                return Endpoint(alias, Unreachable(str(error)), settings.expected)
            except FaultyConnection as error:
                return Endpoint(alias, Wrong(str(error)), settings.expected)


async def validate_connections(
    connections: SequencerConnections,
    validation: Validation,
    asker: Asker,
    seconds_max: float,
) -> ValidationResult:
    """Asks all endpoints at once and judges the answers, as soon as there are enough of them.

    Those that cannot be reached are asked again until the time is over.
    """
    if validation is Validation.DISABLED:
        return ValidationResult(None, None)
    endpoints = {
        one.name: (each.alias, one) for each in connections.aliases for one in each.connections()
    }
    silence = Unreachable(f"no answer within {seconds_max:g} s")
    answers = {name: Endpoint(alias, silence) for name, (alias, _) in endpoints.items()}
    changed = Signal()
    threshold = connections.trust_threshold

    async def keep_asking(name: str) -> None:
        while isinstance(answers[name].answer, Unreachable):
            answers[name] = await asker.ask(*endpoints[name])
            changed.notify()
            await asker.surroundings.clock.sleep(ASK_AGAIN_S)

    async with Supervisor("connection validation", asker.surroundings.clock) as supervisor:
        for name in endpoints:
            supervisor.spawn(name, lambda name=name: keep_asking(name))  # type: ignore[misc]
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds_max):
                await changed.wait_until(
                    lambda: is_enough(list(answers.values()), validation, threshold)
                )
    given = list(answers.values())
    return ValidationResult(problem_with(given, validation, threshold), agreement_of(given))


async def require_valid(
    connections: SequencerConnections,
    validation: Validation,
    asker: Asker,
    seconds_max: float,
    expected: PhysicalSynchronizerId | None,
) -> None:
    """Returns if the answers are as the validation asks, and of the expected synchronizer.

    Raises:
        LedgerError: BAD_CONNECTIVITY, they are not.
    """
    result = await validate_connections(connections, validation, asker, seconds_max)
    problem, agreement = result.problem, result.agreement
    if agreement is not None and expected not in (None, agreement.synchronizer):
        problem = f"they serve {agreement.synchronizer}, not {expected}"
    if problem is not None:
        raise LedgerError(
            BAD_CONNECTIVITY, f"The provided sequencer connections are inconsistent: {problem}"
        )
