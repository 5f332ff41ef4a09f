"""A replica as a process of its own, for the replication tests. Arguments: a JSON object.

It says what happens on its standard output, one word and its details a line: `waiting`, `active
EPOCH`, `lost REASON`, `write OUTCOME`. While active it writes journal rows as fast as it can.
On SIGUSR1 it releases its lease. With `freeze`, it stops itself (SIGSTOP) in the middle of the
transaction of its tenth write.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from contextlib import AsyncExitStack
from dataclasses import dataclass

from canton.clock import WallClock
from canton.replication.core import LeaseTiming
from canton.replication.database import DatabaseLeadership
from canton.replication.leadership import Lease
from canton.storage import LeaseLost, Storage, Table
from canton.storage.postgres import PostgresSettings, postgres_storage, writer


@dataclass(frozen=True, slots=True)
class Entry:
    epoch: int
    number: int
    note: str


JOURNAL = Table("journal", Entry, key=("epoch", "number"))


def say(*words: object) -> None:
    print(*words, flush=True)


async def write_until_lost(storage: Storage, lease: Lease, freeze: bool) -> None:
    number = 0
    while not lease.lost.is_set():
        number += 1
        if freeze and number == 10:
            freeze_in_transaction()
        insert = JOURNAL.insert(Entry(lease.epoch, number, ""))
        update = JOURNAL.update((lease.epoch, number), note="complete")
        try:
            await storage.write(insert, update)
        except LeaseLost:
            say("write", "LeaseLost", number)
            return
        if number == 20:
            say("write", "many")
        await asyncio.sleep(0.002)


def freeze_in_transaction() -> None:
    execute = writer._execute

    async def stopping(connection, statement) -> None:
        await execute(connection, statement)
        writer._execute = execute
        say("frozen")
        os.kill(os.getpid(), signal.SIGSTOP)

    writer._execute = stopping


async def main(settings: PostgresSettings, timing: LeaseTiming, freeze: bool) -> None:
    clock = WallClock()
    leadership = DatabaseLeadership(settings, clock, timing)
    async with AsyncExitStack() as stack:
        opened = postgres_storage(settings, settings.application_name, clock)
        storage = await stack.enter_async_context(opened)
        group = await stack.enter_async_context(asyncio.TaskGroup())
        asyncio.get_running_loop().add_signal_handler(
            signal.SIGUSR1, lambda: group.create_task(leadership.release())
        )
        while True:
            say("waiting")
            async with leadership.held() as lease:
                say("active", lease.epoch)
                await write_until_lost(lease.guarded(storage), lease, freeze)
                await lease.lost.wait()
            say("lost", lease.reason)


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    asyncio.run(
        main(PostgresSettings(**given["settings"]), LeaseTiming(**given["timing"]), given["freeze"])
    )
