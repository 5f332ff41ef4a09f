"""The packages that a transaction needs: those of its actions and all that they depend on."""

from __future__ import annotations

import pytest

from canton.daml_lf.engine import (
    CreateCommand,
    ExerciseByKeyCommand,
    ExerciseCommand,
    Interpreted,
    Replay,
    ReplayFetch,
    ReplayFetchByKey,
)
from canton.daml_lf.library.library import identifier
from canton.daml_lf.value.value import UNIT
from scenarios.daml_lf.contracts.bench import Bench, contract_id, read_packages
from unit.daml_lf.textual import value_of

PACKAGES = read_packages("metadata.lf")
PARTY = value_of("'p")
T, SHOWN, IMPL, BASE = (
    identifier(*text.split(" "))
    for text in ("-t- M:T", "-int- M:I", "-impl- M:Impl", "-base- M:Base")
)
OF_T = {"-t-", "-tlib-"}
OF_IMPL = {"-int-", "-intlib-", "-impl-", "-impllib-"}
OF_BASE = {"-base-", "-baselib-", "-t-", "-tlib-", "-int-", "-intlib-"}
BOTH = value_of((contract_id("t"), contract_id("i")))


def of_base(choice: str) -> ExerciseCommand:
    return ExerciseCommand(BASE, contract_id("base"), choice, BOTH)


CASES = {
    "create": (CreateCommand(T, value_of(("'p",))), OF_T),
    "exercise": (ExerciseCommand(T, contract_id("t"), "ChT", UNIT), OF_T),
    "exercise by key": (ExerciseByKeyCommand(T, PARTY, "ChT", UNIT), OF_T),
    "fetch": (ReplayFetch(T, None, contract_id("t")), OF_T),
    "fetch by key": (ReplayFetchByKey(T, PARTY), OF_T),
    "create of one with an interface": (CreateCommand(IMPL, value_of(("'p",))), OF_IMPL),
    "exercise by interface": (ExerciseCommand(SHOWN, contract_id("i"), "ChI", UNIT), OF_IMPL),
    "fetch by interface": (ReplayFetch(IMPL, SHOWN, contract_id("i")), OF_IMPL),
    "create and fetch by interface below": (of_base("CreateT"), OF_BASE | OF_IMPL),
    "exercises below": (of_base("UseT"), OF_BASE | OF_IMPL),
    "fetch and exercise below": (of_base("FetchT"), OF_BASE | OF_IMPL),
    "fetch below": (of_base("FetchOnlyT"), OF_BASE),
}


@pytest.mark.parametrize(("command", "packages"), CASES.values(), ids=CASES)
def test_used_packages(command, packages) -> None:
    names = {package.metadata.name: id_ for id_, package in PACKAGES.items()}
    bench = Bench(PACKAGES, preference=names)
    key = bench.key("-t-:M:T", "'p", {"p"})
    bench.add("t", "-t-:M:T", ("'p",), {"p"}, key=key)
    bench.add("i", "-impl-:M:Impl", ("'p",), {"p"})
    bench.add("base", "-base-:M:Base", ("'p",), {"p"})
    if isinstance(command, ReplayFetch | ReplayFetchByKey):
        work = Replay(command, frozenset({"p"}), None, 0, 0, names)
    else:
        work = bench.submission((command,), {"p"})
    result = bench.interpret(work)
    assert isinstance(result, Interpreted), result
    assert result.metadata.used_packages == packages
