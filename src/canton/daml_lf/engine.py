"""The engine's door: commands in; a transaction, a failure, or what is missing out.

`interpret` is pure and synchronous. On a miss it answers `Need`; whoever drives it loads what is
needed (from stores, disclosed contracts, a test's dictionary), adds it to what is known and runs
it again from the start. Source: Daml-LF sheet 0 (decision 5), 2.9.
"""

from __future__ import annotations

from canton.daml_lf.interpreter.interpretation import interpret
from canton.daml_lf.interpreter.work import (
    Authenticate,
    CheckDeadline,
    Command,
    ContractHashMethod,
    CreateAndExerciseCommand,
    CreateCommand,
    ExerciseByKeyCommand,
    ExerciseCommand,
    Failed,
    Interpreted,
    KeyAnswer,
    KeyNeed,
    Known,
    Need,
    Outcome,
    Replay,
    ReplayCommand,
    ReplayCreate,
    ReplayExercise,
    ReplayExerciseByKey,
    ReplayFetch,
    ReplayFetchByKey,
    Submission,
    Work,
)
from canton.daml_lf.library.library import Library

__all__ = [
    "Authenticate",
    "CheckDeadline",
    "Command",
    "ContractHashMethod",
    "CreateAndExerciseCommand",
    "CreateCommand",
    "ExerciseByKeyCommand",
    "ExerciseCommand",
    "Failed",
    "Interpreted",
    "KeyAnswer",
    "KeyNeed",
    "Known",
    "Library",
    "Need",
    "Outcome",
    "Replay",
    "ReplayCommand",
    "ReplayCreate",
    "ReplayExercise",
    "ReplayExerciseByKey",
    "ReplayFetch",
    "ReplayFetchByKey",
    "Submission",
    "Work",
    "interpret",
]
