"""Applications ping each other through crashes, failovers and a bad network, under many seeds.

A failure names its seed; the run repeats exactly with `pytest tests/simulation --seed N`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from simulation.seeded import TOTALS, WARNINGS, root_of, run_seed

pytestmark = pytest.mark.logs(WARNINGS)
"""Trouble is what these runs are about; errors fail them all the same."""
TESTS = Path(__file__).resolve().parent.parent
EFFECTS = {"commit", "send", "order"}


def test_every_command_is_done_once_and_all_see_the_same(network_seed: int) -> None:
    try:
        run_seed(network_seed)
    except Exception as error:
        replay = f"pytest tests/simulation/test_seeds.py --seed {network_seed}"
        pytest.fail(f"seed {network_seed}: {root_of(error)!r}; replay with {replay}")


def test_processes_died_at_every_kind_of_effect() -> None:
    if TOTALS.runs < 50:
        pytest.skip("few seeds meet few kinds")
    nodes = {kind.split()[0] for kind in TOTALS.crashed}
    assert nodes == {"sequencer", "mediator", "participant"}
    # Not each kind of effect of each kind of node: those that are rare may be missed.
    met = {tuple(kind.split()[1:]) for kind in TOTALS.crashed}
    assert met == {(moment, effect) for moment in ("before", "after") for effect in EFFECTS}


def test_a_seed_repeats_whatever_the_hash_seed() -> None:
    code = "from simulation.seeded import run_seed; print(run_seed(3).trace, end='')"
    shown = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(TESTS)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("0", "1")
    ]
    assert shown == [run_seed(3).trace] * 2
