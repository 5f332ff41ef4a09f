"""Progress while it goes on, and what came out: a table, or one JSON object."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any, TextIO

from comparison import Comparison


@dataclass(slots=True)
class Report:
    """The figures of one rehearsal; times in seconds unless the name says otherwise."""

    output: TextIO = sys.stdout
    began_s: float = field(default_factory=time.monotonic)
    ready_s: dict[str, float] = field(default_factory=dict)
    rss_mib: dict[str, float] = field(default_factory=dict)
    bootstrapped_s: float | None = None
    pings_ms: list[float] = field(default_factory=list)
    failover_s: dict[str, float] = field(default_factory=dict)
    comparison: Comparison | None = None

    def say(self, text: str) -> None:
        """One line of progress, with the time since the start."""
        print(f"{time.monotonic() - self.began_s:6.1f} s  {text}", file=self.output, flush=True)

    @contextmanager
    def step(self, text: str) -> Iterator[None]:
        """A line when the step begins; what fails within is told by whoever catches it."""
        self.say(f"{text} ...")
        yield

    @property
    def ping_ms(self) -> dict[str, float]:
        """The median, the 95th percentile and the number of pings."""
        if len(self.pings_ms) < 2:
            return {"count": len(self.pings_ms)}
        points = quantiles(self.pings_ms, n=100, method="inclusive")
        return {
            "p50": round(points[49], 1),
            "p95": round(points[94], 1),
            "count": len(self.pings_ms),
        }

    def table(self) -> str:
        """The figures as a short table."""
        lines = ["", f"{'node':<16}{'ready after':>12}{'memory':>12}"]
        lines += [
            f"{name:<16}{ready:>10.2f} s{self.rss_mib.get(name, 0):>8.0f} MiB"
            for name, ready in sorted(self.ready_s.items())
        ]
        lines += ["", f"bootstrapped after {self.bootstrapped_s:.1f} s"]
        ping = self.ping_ms
        if "p50" in ping:
            lines.append(
                f"{ping['count']} pings: half within {ping['p50']:.0f} ms, "
                f"95 of 100 within {ping['p95']:.0f} ms"
            )
        if self.failover_s:
            lines += ["", f"{'what failed':<36}{'next ping answered after':>26}"]
            lines += [
                f"{_FAILURES[name]:<36}{seconds:>24.2f} s"
                for name, seconds in self.failover_s.items()
            ]
        if (found := self.comparison) is not None:
            lines += [
                "",
                f"{found.acknowledged} pings acknowledged, {found.lost} lost, "
                f"{found.duplicated} done twice; {found.updates} updates read on both replicas, "
                f"{found.different} different",
            ]
        return "\n".join(lines)

    def as_json(self, *, ok: bool) -> str:
        """The figures as one JSON object."""
        found = self.comparison
        content: dict[str, Any] = {
            "ok": ok,
            "nodes": {
                name: {"ready_s": round(ready, 3), "rss_mib": self.rss_mib.get(name)}
                for name, ready in self.ready_s.items()
            },
            "bootstrapped_s": self.bootstrapped_s and round(self.bootstrapped_s, 2),
            "ping_ms": self.ping_ms,
            "failover_s": {name: round(each, 3) for name, each in self.failover_s.items()},
            "acknowledged": found and found.acknowledged,
            "lost": found and found.lost,
            "duplicated": found and found.duplicated,
        }
        return json.dumps(content)


_FAILURES = {
    "participant": "active participant, kill -9",
    "mediator": "active mediator, kill -9",
    "sequencer": "one sequencer, kill -9",
    "frozen_sequencer": "one sequencer, kill -STOP",
    "frozen_participant": "active participant, kill -STOP",
}
