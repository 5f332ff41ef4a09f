"""Asks the endpoints of sequencer connections, once, what they are: before they are registered."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass

from canton.identifiers import Member
from canton.sequencer_client.connection import FaultyConnection, SequencerConnection
from canton.sequencer_client.core.pool import Agreement
from canton.sequencer_client.core.validation import (
    Endpoint,
    Unreachable,
    Validation,
    Wrong,
    agreement_of,
    problem_with,
)
from canton.sequencer_client.seam import Signer, Surroundings
from canton.sequencer_client.settings import ConnectionSettings, SequencerConnections
from canton.transport.seam import RpcError, Transport


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """The problem, if there is one; and what the sequencers that were reached agree on."""

    problem: str | None
    agreement: Agreement | None


async def validate_connections(
    connections: SequencerConnections,
    validation: Validation,
    transport: Transport,
    member: Member,
    signer: Signer,
    surroundings: Surroundings,
) -> ValidationResult:
    """Asks all endpoints at once and judges the answers."""
    if validation is Validation.DISABLED:
        return ValidationResult(None, None)

    async def ask(alias: str, settings: ConnectionSettings) -> Endpoint:
        async with AsyncExitStack() as stack:
            channel = await stack.enter_async_context(transport.channel(settings.channel))
            connection = SequencerConnection(settings, channel, member, signer, surroundings.clock)
            try:
                return Endpoint(alias, await connection.validate(), settings.expected)
            except RpcError as error:
                return Endpoint(alias, Unreachable(str(error)), settings.expected)
            except FaultyConnection as error:
                return Endpoint(alias, Wrong(str(error)), settings.expected)

    async with asyncio.TaskGroup() as tasks:
        asking = [
            tasks.create_task(ask(alias.alias, settings))
            for alias in connections.aliases
            for settings in alias.connections()
        ]
    endpoints = [task.result() for task in asking]
    problem = problem_with(endpoints, validation, connections.trust_threshold)
    return ValidationResult(problem, agreement_of(endpoints))
