"""Options of the seeded simulation: how many seeds, or which one; and what all went through."""

from __future__ import annotations

import pytest

from simulation.seeded import TOTALS

SEEDS = 50


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("simulation")
    group.addoption("--seeds", type=int, default=SEEDS, help="how many seeds to run")
    group.addoption("--seed", type=int, default=None, help="the one seed to run again")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "network_seed" in metafunc.fixturenames:
        # Not there when the whole suite runs, since this file is read later than the options are.
        one = metafunc.config.getoption("seed", None)
        count = metafunc.config.getoption("seeds", SEEDS)
        metafunc.parametrize("network_seed", range(count) if one is None else [one])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if TOTALS.runs:
        terminalreporter.section("simulation")
        for line in TOTALS.lines():
            terminalreporter.write_line(line)
