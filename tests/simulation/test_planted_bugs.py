"""The seeds find bugs: each one that is planted here, by putting a wrong part in place of ours."""

from __future__ import annotations

import pytest

from canton.identifiers import Offset
from canton.participant.core.deduplication import Fresh
from canton.participant.submission import submissions
from canton.sequencer_client.outbox import OUTBOX
from canton.storage.memory import MemoryDatabase
from canton.storage.storage import WriteGuard
from canton.storage.table import Insert, InsertNew, Write
from simulation.deployment.process import ProcessStorage
from simulation.seeded import WARNINGS, root_of, run_seed

pytestmark = pytest.mark.logs(WARNINGS)
"""Trouble is what these runs are about; errors fail them all the same."""
SEEDS_MAX = 30


def first_seed_that_fails() -> int | None:
    """The first seed under which the planted bug shows."""
    for seed in range(SEEDS_MAX):
        try:
            run_seed(seed)
        except Exception as error:
            assert isinstance(root_of(error), AssertionError), "a check must find it"
            return seed
    return None


def test_seeds_find_missing_deduplication(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submissions, "deduplicate", lambda *_, **__: Fresh(Offset(0)))
    assert first_seed_that_fails() is not None


def test_seeds_find_messages_that_are_sent_without_being_stored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def is_message(write: Write) -> bool:
        return isinstance(write, Insert | InsertNew) and write.table.name == OUTBOX.name

    monkeypatch.setattr(ProcessStorage, "lost", staticmethod(is_message))
    assert first_seed_that_fails() is not None


@pytest.mark.logs("stopped: DB_UNIQUE_VIOLATION")
def test_seeds_find_a_stale_epoch_that_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    commit = MemoryDatabase.commit

    async def unfenced(
        database: MemoryDatabase, writes: tuple[Write, ...], guard: WriteGuard | None
    ) -> None:
        del guard
        await commit(database, writes, None)

    monkeypatch.setattr(MemoryDatabase, "commit", unfenced)
    assert first_seed_that_fails() is not None
