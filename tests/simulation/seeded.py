"""One run under one seed: applications at work, trouble, healing, and what must hold then."""

from __future__ import annotations

import asyncio
import gc
import logging
import random
from collections import Counter
from dataclasses import dataclass, field

from simulation.deployment.bootstrap import TRAFFIC, founded
from simulation.deployment.checks import check_all, has_paid, is_quiet, until
from simulation.deployment.faults import NetworkFaults, SlowCommits, Trouble
from simulation.deployment.process import DEAD, Effects
from simulation.deployment.synchronizer import Plan, Synchronizer
from simulation.deployment.workload import Applications, History
from simulation.virtual_loop import run

WARNINGS = r"^WARN"
"""Whatever is logged as a warning."""
PINGS = 10
TROUBLE_S = 20.0
WORK_S_MAX = 150.0
SETTLE_S_MAX = 300.0
CRASHES_MAX = 12
CHARGED_EACH = 3
"""In every third run sending costs."""


class Stuck(AssertionError):
    """Something did not come to its end although nothing was in its way."""


@dataclass
class Report:
    """What a run went through."""

    seed: int
    effects: Effects
    trouble: Counter[str]
    history: History
    trace: str


@dataclass
class Totals:
    """What all runs of this process went through."""

    runs: int = 0
    performed: Counter[str] = field(default_factory=Counter)
    crashed: Counter[str] = field(default_factory=Counter)
    trouble: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)

    def add(self, report: Report) -> None:
        self.runs += 1
        self.performed += report.effects.performed
        self.crashed += report.effects.crashed
        self.trouble += report.trouble
        self.answers += report.history.answers

    def lines(self) -> list[str]:
        """What a reader wants to see of it."""
        crashes = [
            f"  {kind}: {self.crashed[kind]} of {count}"
            for kind, count in sorted(self.performed.items())
        ]
        trouble = ", ".join(f"{count} {what}" for what, count in sorted(self.trouble.items()))
        answers = ", ".join(f"{count} {what}" for what, count in sorted(self.answers.items()))
        return [
            f"{self.runs} runs; trouble: {trouble}",
            f"answers to applications: {answers}",
            "processes that died, of the effects of each kind:",
            *crashes,
        ]


TOTALS = Totals()


class Errors(logging.Handler):
    """Keeps what was logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        # What a process says while it is being killed does not count.
        if DEAD not in message and "sub-exception" not in message:
            self.messages.append(f"{record.name}: {message}")


def run_seed(seed: int) -> Report:
    """Runs a seed to its end.

    Raises:
        AssertionError: an invariant does not hold.
    """
    start = founded(TRAFFIC if seed % CHARGED_EACH == 0 else None)
    errors = Errors()
    root = logging.getLogger()
    root.addHandler(errors)
    # The collector closes what generators were left, whenever it happens to run.
    gc.collect()
    gc.disable()
    try:
        report = run(_scenario(seed, start, errors), seed)
        TOTALS.add(report)
        return report
    finally:
        gc.enable()
        root.removeHandler(errors)


def root_of(error: BaseException) -> BaseException:
    """The first cause within groups of errors."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


async def _scenario(seed, start, errors):  # type: ignore[no-untyped-def]
    rng = random.Random(seed)
    network = NetworkFaults(random.Random(f"network-{seed}"))
    plan = Plan(random.Random(f"plan-{seed}"), rng.randint(0, CRASHES_MAX))
    world = Synchronizer(
        seed=seed,
        faults=network,
        storage_faults=SlowCommits(random.Random(f"storage-{seed}")),
        plan=plan,
        founded=start,
        trust_threshold=rng.choice((1, 1, 2)),
    )
    applications = Applications(world, random.Random(f"applications-{seed}"))
    trouble = Trouble(world, random.Random(f"trouble-{seed}"), plan, network)
    async with world.running(), asyncio.TaskGroup() as tasks:
        readers = [
            tasks.create_task(applications.read_updates(name)) for name in world.participants
        ]
        making = tasks.create_task(trouble.run(TROUBLE_S))
        allocating = [tasks.create_task(applications.allocate(n)) for n in world.participants]
        await _within(WORK_S_MAX, "the pings", applications.run(PINGS))
        await _within(WORK_S_MAX, "allocating", asyncio.wait(allocating))
        await making
        await _within(60, "pings after healing", applications.run(3, prefix="late", spread_s=1))
        await _within(SETTLE_S_MAX, "settling", until(lambda: is_quiet(world), SETTLE_S_MAX))
        await asyncio.sleep(1)
        for each in readers:
            each.cancel()
    check_all(world, applications.history)
    assert has_paid(world) is (seed % CHARGED_EACH == 0)
    assert not errors.messages, f"logged as errors: {errors.messages}"
    trace = asyncio.get_running_loop().trace  # type: ignore[attr-defined]
    return Report(seed, world.effects, trouble.done, applications.history, trace)


async def _within(seconds, what, work):  # type: ignore[no-untyped-def]
    try:
        async with asyncio.timeout(seconds):
            await work
    except TimeoutError:
        raise Stuck(f"{what} did not end within {seconds} virtual seconds") from None
