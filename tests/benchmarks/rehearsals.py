"""Start, memory, pings and failover of examples/04-high-availability, over several runs.

    .venv/bin/python tests/benchmarks/rehearsals.py --runs 3

It runs `run --json` of the example and prints the median and the range of each figure as a table.
A run needs the example's ports and about half a minute.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

RUN: Final = Path(__file__).resolve().parents[2] / "examples" / "04-high-availability" / "run"
_FAILURES: Final = (
    "participant",
    "mediator",
    "sequencer",
    "frozen_sequencer",
    "frozen_participant",
)


def main() -> int:
    """Prints the table; the exit code is 1 if a run did not hold."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--pings", type=int, default=200)
    arguments = parser.parse_args()
    runs = [rehearsed(arguments.pings) for _ in range(arguments.runs)]
    print("\n".join(table(runs)))
    return 0 if all(run["ok"] for run in runs) else 1


def rehearsed(pings: int) -> dict[str, Any]:
    """The figures of one run."""
    command = [str(RUN), "--json", "--pings", str(pings)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if not done.stdout:
        raise SystemExit(f"{RUN} ended with exit code {done.returncode} and gave no figures")
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def table(runs: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    """A line of Markdown for each figure."""
    yield f"| figure | median of {len(runs)} | range |"
    yield "|---|---|---|"
    for kind in ("sequencer", "mediator", "participant"):
        for figure, unit in (("ready_s", "s"), ("rss_mib", "MiB")):
            values = [
                node[figure]
                for run in runs
                for name, node in run["nodes"].items()
                if name.startswith(kind)
            ]
            yield _line(f"{kind}, {figure}", values, unit)
    yield _line("bootstrapped", [run["bootstrapped_s"] for run in runs], "s")
    for point in ("p50", "p95"):
        yield _line(f"ping, {point}", [run["ping_ms"][point] for run in runs], "ms")
    for failure in _FAILURES:
        values = [run["failover_s"][failure] for run in runs if failure in run["failover_s"]]
        yield _line(f"failover, {failure}", values, "s")
    for count in ("acknowledged", "lost", "duplicated"):
        yield _line(count, [run[count] for run in runs if run[count] is not None], "")


def _line(what: str, values: Sequence[float], unit: str) -> str:
    if not values:
        return f"| {what} | none | |"
    middle = statistics.median(values)
    return f"| {what} | {middle:.4g} {unit} | {min(values):.4g} to {max(values):.4g} |"


if __name__ == "__main__":
    sys.exit(main())
