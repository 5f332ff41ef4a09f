"""How long a ping and the start of a node take, and how much memory nodes need.

All on the six processes of examples/04-high-availability with a durable PostgreSQL. Run it with

    PYTHONPATH=tests .venv/bin/python -m benchmarks.latency --pings 200

It prints one line of JSON. A ping is two transactions, one after the other.
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
from typing import Any, Final

from benchmarks.measured_network import bootstrapped, memory_mib, start_again_s
from canton.transport.http2.backend import Http2Transport
from canton.transport.seam import ChannelSettings, methods_of
from canton.wire import admin_participant_pb2
from integration.processes.network import MEDIATORS, PARTICIPANTS, SEQUENCERS, Network

_PING: Final = methods_of(admin_participant_pb2.DESCRIPTOR.services_by_name["PingService"])["Ping"]
_WARM_UP: Final = 20
_CALL_S: Final = 10.0


async def pings_ms(network: Network, node: str, count: int) -> list[float]:
    """The durations of pings of the participant by itself, one after the other."""
    participant = network.node(node)
    party = str(participant.id).removeprefix("PAR::")
    settings = ChannelSettings("localhost", network.port(node, "admin-api"))
    durations = []
    async with Http2Transport().channel(settings) as admin:
        for _ in range(_WARM_UP + count):
            request = admin_participant_pb2.PingRequest(
                target_parties=[party], id=str(uuid.uuid4())
            )
            request.timeout.FromSeconds(round(_CALL_S))
            began_s = time.monotonic()
            answer = await admin.unary(_PING, request, timeout_s=_CALL_S)
            assert answer.HasField("success"), answer
            durations.append((time.monotonic() - began_s) * 1000)
    return durations[_WARM_UP:]


def measure(network: Network, pings: int) -> dict[str, Any]:
    """All figures."""
    active, passive = network.await_one_active(PARTICIPANTS)
    durations = asyncio.run(pings_ms(network, active, pings))
    memory = memory_mib(network)
    starts = {}
    for node in (SEQUENCERS[1], network.await_one_active(MEDIATORS)[1], passive):
        network.process_of(node).stop()
        starts[node] = start_again_s(network, node)
    return {
        "pings": pings,
        "ping_p50_ms": _percentile(durations, 50),
        "ping_p95_ms": _percentile(durations, 95),
        "start_s": {node: round(took_s, 2) for node, took_s in starts.items()},
        "memory_mib": {name: round(value) for name, value in memory.items()},
        "cores": os.cpu_count(),
    }


def _percentile(values: Sequence[float], percentile: int) -> float:
    return round(statistics.quantiles(values, n=100)[percentile - 1], 1)


def main() -> None:
    """Starts the network and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pings", type=int, default=200)
    arguments = parser.parse_args()
    with bootstrapped() as network:
        sys.stdout.write(json.dumps(measure(network, arguments.pings)) + "\n")


if __name__ == "__main__":
    main()
