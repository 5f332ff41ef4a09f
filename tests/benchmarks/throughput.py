"""Transactions a second through the six processes of examples/04-high-availability.

Some clients submit commands over the Ledger API of the active participant, each client one after
the other: it creates a Ping, then archives it by AbortPing. Every command is one transaction that
goes through a sequencer, the participant, the mediator and the durable PostgreSQL. Run it with

    PYTHONPATH=tests .venv/bin/python -m benchmarks.throughput --clients 20 --seconds 20

It prints one line of JSON: rate, latencies of the commands, CPU time a transaction by process.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from benchmarks.measured_network import bootstrapped, cpu_seconds, difference, memory_mib
from canton.transport.http2.backend import Http2Transport
from canton.transport.seam import ChannelSettings, RpcChannel, methods_of
from canton.wire import ledger_admin_pb2, ledger_command_pb2, ledger_event_pb2, ledger_service_pb2
from integration.processes.network import PARTICIPANTS, Network

_ALLOCATE: Final = methods_of(
    ledger_admin_pb2.DESCRIPTOR.services_by_name["PartyManagementService"]
)["AllocateParty"]
_SUBMIT: Final = methods_of(ledger_service_pb2.DESCRIPTOR.services_by_name["CommandService"])[
    "SubmitAndWaitForTransaction"
]
_TEMPLATE: Final = {
    "package_id": "#canton-builtin-admin-workflow-ping",
    "module_name": "Canton.Internal.Ping",
    "entity_name": "Ping",
}
_CALL_S: Final = 30.0


@dataclass(slots=True)
class Load:
    """Clients of one party on one Ledger API, and how long each of their commands took."""

    ledger: RpcChannel
    party: str
    durations_s: list[float] = field(default_factory=list)

    async def run(self, clients: int, seconds: float) -> None:
        """Submits for so long; every client ends with what it has begun."""
        deadline_s = time.monotonic() + seconds
        async with asyncio.TaskGroup() as group:
            for _ in range(clients):
                group.create_task(self._client(deadline_s))

    async def _client(self, deadline_s: float) -> None:
        while time.monotonic() < deadline_s:
            transaction = await self._submit(self._create())
            contract_id = transaction.events[0].created.contract_id
            await self._submit(self._abort(contract_id))

    async def _submit(self, command: dict[str, Any]) -> ledger_event_pb2.Transaction:
        request = ledger_service_pb2.SubmitAndWaitForTransactionRequest(
            commands=ledger_command_pb2.Commands(
                user_id="benchmark",
                command_id=str(uuid.uuid4()),
                act_as=[self.party],
                commands=[ledger_command_pb2.Command(**command)],
            )
        )
        began_s = time.monotonic()
        answer = await self.ledger.unary(_SUBMIT, request, timeout_s=_CALL_S)
        self.durations_s.append(time.monotonic() - began_s)
        transaction: ledger_event_pb2.Transaction = answer.transaction
        return transaction

    def _create(self) -> dict[str, Any]:
        values = ({"text": str(uuid.uuid4())}, {"party": self.party}, {"party": self.party})
        fields = [{"value": value} for value in values]
        return {"create": {"template_id": _TEMPLATE, "create_arguments": {"fields": fields}}}

    def _abort(self, contract_id: str) -> dict[str, Any]:
        return {
            "exercise": {
                "template_id": _TEMPLATE,
                "contract_id": contract_id,
                "choice": "AbortPing",
                "choice_argument": {"record": {"fields": [{"value": {"party": self.party}}]}},
            }
        }


async def measure(network: Network, clients: int, seconds: float) -> dict[str, Any]:
    """The figures of one run, after a warm-up."""
    active = network.active_of(PARTICIPANTS)[0]
    settings = ChannelSettings("localhost", network.port(active, "ledger-api"))
    async with Http2Transport().channel(settings) as ledger:
        hint = f"benchmark-{uuid.uuid4().hex[:8]}"
        request = ledger_admin_pb2.AllocatePartyRequest(party_id_hint=hint)
        allocated = await ledger.unary(_ALLOCATE, request, timeout_s=_CALL_S)
        load = Load(ledger, allocated.party_details.party)
        await load.run(clients, seconds / 4)
        load.durations_s.clear()
        cpu_before = await asyncio.to_thread(cpu_seconds, network)
        began_s = time.monotonic()
        own_s = time.process_time()
        await load.run(clients, seconds)
        took_s = time.monotonic() - began_s
        own_s = time.process_time() - own_s
    cpu_after = await asyncio.to_thread(cpu_seconds, network)
    count = len(load.durations_s)
    spent = {**difference(cpu_after, cpu_before), "this benchmark": own_s}
    return {
        "clients": clients,
        "seconds": round(took_s, 1),
        "transactions": count,
        "transactions_per_s": round(count / took_s, 1),
        "p50_ms": _milliseconds(load.durations_s, 50),
        "p95_ms": _milliseconds(load.durations_s, 95),
        "cpu_ms_per_transaction": {n: round(s / count * 1000, 1) for n, s in spent.items()},
        "cores": os.cpu_count(),
    }


def _milliseconds(durations_s: Sequence[float], percentile: int) -> float:
    return round(statistics.quantiles(durations_s, n=100)[percentile - 1] * 1000, 1)


def main() -> None:
    """Starts the network and prints the figures for each number of clients."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 20])
    parser.add_argument("--seconds", type=float, default=15.0)
    arguments = parser.parse_args()
    with bootstrapped() as network:
        for clients in arguments.clients:
            figures = asyncio.run(measure(network, clients, arguments.seconds))
            figures["memory_mib"] = {n: round(v) for n, v in memory_mib(network).items()}
            sys.stdout.write(json.dumps(figures) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
