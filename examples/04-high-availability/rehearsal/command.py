"""The command line of `run`."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from typing import Final

from addresses import nodes
from network import RehearsalError, network, stop_kept
from probe import probing
from rehearsal import Rehearsal
from report import Report

from canton.transport.seam import RpcError

EXIT_OK: Final = 0
EXIT_FAILED: Final = 1
EXIT_INTERRUPTED: Final = 130
_KEPT: Final = """
The network is up. From this folder, for example:
  ../../bin/canton --config {files}
gives a console with all six nodes; participants answer on the Ledger API at localhost:3050 or
localhost:3060, whichever is active. `./run --stop` ends it."""


def main() -> int:
    """Runs the rehearsal and returns the exit code."""
    options = _arguments()
    if options.stop:
        stopped = stop_kept()
        print(f"Stopped {', '.join(stopped)}." if stopped else "Nothing was running.")
        return EXIT_OK
    report = Report(sys.stderr if options.json else sys.stdout)
    try:
        with asyncio.Runner() as runner:
            is_ok = runner.run(_until_signalled(options, report))
    except KeyboardInterrupt:
        print("Interrupted; everything is stopped.", file=sys.stderr)
        return EXIT_INTERRUPTED
    except (RehearsalError, RpcError) as error:
        print(error, file=sys.stderr)
        is_ok = False
    if options.json:
        print(report.as_json(ok=is_ok))
    return EXIT_OK if is_ok else EXIT_FAILED


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="run",
        description="Starts the deployment of this folder as six processes on PostgreSQL, "
        "bootstraps it from a seventh, pings, and shows how it goes on when parts fail.",
    )
    parser.add_argument("--keep", action="store_true", help="leave the network up at the end")
    parser.add_argument("--stop", action="store_true", help="end a network that was kept up")
    parser.add_argument("--no-failover", action="store_true", help="stop after the pings")
    parser.add_argument(
        "--pings", type=int, default=100, metavar="N", help="how many (%(default)s)"
    )
    parser.add_argument(
        "--json", action="store_true", help="one JSON object on standard output; progress on stderr"
    )
    options = parser.parse_args()
    if options.pings < 1:
        parser.error("--pings must be at least 1")
    return options


async def _until_signalled(options: argparse.Namespace, report: Report) -> bool:
    """SIGTERM ends the rehearsal as Ctrl-C does."""
    task = asyncio.current_task()
    assert task is not None
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    try:
        return await _rehearse(options, report)
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None


async def _rehearse(options: argparse.Namespace, report: Report) -> bool:
    all_nodes = nodes()
    async with network(all_nodes) as processes, probing(all_nodes) as probe:
        rehearsal = Rehearsal(all_nodes, processes, probe, report)
        await rehearsal.bring_up()
        async with rehearsal.pinging() as loop:
            await rehearsal.ping(loop, options.pings)
            if not options.no_failover:
                await rehearsal.fail_over(loop)
        await rehearsal.reckon(loop)
        print(report.table(), file=report.output)
        processes.is_kept = options.keep
    if options.keep:
        files = "admin/remote-" + ",admin/remote-".join(
            f"{node.file_name}.conf" for node in all_nodes.values()
        )
        print(_KEPT.format(files=files), file=report.output)
    return report.comparison is not None and report.comparison.is_ok
