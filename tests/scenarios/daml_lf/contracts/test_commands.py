"""Commands and root actions that do not fit the packages, and what is asked for beforehand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canton.daml_lf.engine import (
    CreateAndExerciseCommand,
    CreateCommand,
    ExerciseByKeyCommand,
    ExerciseCommand,
    Known,
    Need,
    Replay,
    ReplayCreate,
    ReplayExercise,
    ReplayExerciseByKey,
    ReplayFetch,
    ReplayFetchByKey,
    interpret,
)
from canton.daml_lf.library.library import identifier
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.identifier import NamedReference
from canton.daml_lf.value.value import UNIT, RecordValue
from scenarios.daml_lf.contracts.bench import Bench, assert_outcome, contract_id, read_packages
from scenarios.daml_lf.contracts.value_cases import ABSOLUTE_V2, LOCAL_V1, LOCAL_V2, RELATIVE_V2
from unit.daml_lf.textual import value_of

PACKAGES = read_packages("commands.lf")
PREFERENCE = {"commands": "-c-"}
CID, OTHER = contract_id("t"), contract_id("other")
T, REF, FACE, OTHER_FACE = (identifier("-c-", f"M:{name}") for name in ("T", "Ref", "I", "J"))
UNDEFINED, NO_MODULE = identifier("-c-", "M:Undefined"), identifier("-c-", "N:T")
OWNERS = value_of(["'alice"])
RECORD = RecordValue((OWNERS, value_of(42)), ("owners", "n"))
BOX = RecordValue((OWNERS,), ("content",))
BAD = RecordValue((value_of(42),), ("content",))
BAD_KEY = value_of([42])
MISMATCH, MISSING = "mismatching type", 'Missing non-optional field "owners"'

CREATE = CreateCommand(T, RECORD)
EXERCISE = ExerciseCommand(T, CID, "Transfer", BOX)
BY_KEY = ExerciseByKeyCommand(T, OWNERS, "Transfer", BOX)
BY_INTERFACE = ExerciseCommand(FACE, CID, "OfI", UNIT)
BOTH = CreateAndExerciseCommand(T, RECORD, "Transfer", BOX)
R_CREATE = ReplayCreate(T, RECORD)
R_EXERCISE = ReplayExercise(T, None, CID, "Transfer", BOX)
R_BY_INTERFACE = ReplayExercise(T, FACE, CID, "OfI", UNIT)
R_BY_KEY = ReplayExerciseByKey(T, OWNERS, "Transfer", BOX)
R_FETCH = ReplayFetch(T, None, CID)
R_FETCH_BY_KEY = ReplayFetchByKey(T, OWNERS)

WELL_FORMED = {
    "create": CREATE,
    "exercise": EXERCISE,
    "exercise by key": BY_KEY,
    "exercise by interface": BY_INTERFACE,
    "create and exercise": BOTH,
    "create again": R_CREATE,
    "exercise again": R_EXERCISE,
    "exercise by interface again": R_BY_INTERFACE,
    "exercise by key again": R_BY_KEY,
    "fetch again": R_FETCH,
    "fetch by interface again": replace(R_FETCH, interface_id=FACE),
    "fetch by key again": R_FETCH_BY_KEY,
}
UNKNOWN_CHOICE = "unknown choice Undefined in template -c-:M:T"
FOR_CHOICE = "unknown template -c-:M:Undefined while looking for choice Transfer in template"
IN_N = "unknown module -c-:N while looking for"
ILL_FORMED = {
    "create: template": (replace(CREATE, template=UNDEFINED), "unknown template -c-:M:Undefined"),
    "create: module": (replace(CREATE, template=NO_MODULE), f"{IN_N} template -c-:N:T"),
    "create: argument": (replace(CREATE, argument=BAD), MISSING),
    "exercise: target": (
        replace(EXERCISE, target=UNDEFINED),
        "unknown template or interface -c-:M:Undefined",
    ),
    "exercise: module": (
        replace(EXERCISE, target=NO_MODULE),
        f"{IN_N} template or interface -c-:N:T",
    ),
    "exercise: choice": (replace(EXERCISE, choice="Undefined"), UNKNOWN_CHOICE),
    "exercise: argument": (replace(EXERCISE, argument=BAD), MISMATCH),
    "exercise: id before argument": (
        replace(EXERCISE, argument=BAD, contract_id=LOCAL_V1),
        "non-suffixed V1",
    ),
    "exercise by interface: choice of another": (
        replace(BY_INTERFACE, choice="OfJ"),
        "unknown choice OfJ in interface -c-:M:I",
    ),
    "exercise by key: template": (replace(BY_KEY, template=UNDEFINED), FOR_CHOICE),
    "exercise by key: key": (replace(BY_KEY, key=BAD_KEY), MISMATCH),
    "exercise by key: choice": (replace(BY_KEY, choice="Undefined"), UNKNOWN_CHOICE),
    "exercise by key: argument": (replace(BY_KEY, argument=BAD), MISMATCH),
    "exercise by key: no key": (
        ExerciseByKeyCommand(identifier("-c-", "M:Plain"), OWNERS, "Skip", UNIT),
        "unknown template without contract key -c-:M:Plain.",
    ),
    "exercise by key: id in key": (
        ExerciseByKeyCommand(identifier("-c-", "M:ById"), value_of(("'alice", CID)), "Skip", UNIT),
        f"Contract IDs are not supported in contract keys: {CID}",
    ),
    "create and exercise: template": (
        replace(BOTH, template=UNDEFINED),
        "unknown definition -c-:M:Undefined while looking for data type -c-:M:Undefined",
    ),
    "create and exercise: no template": (
        replace(BOTH, template=identifier("-c-", "M:View")),
        "unknown template -c-:M:View while looking for choice Transfer in template -c-:M:View",
    ),
    "create and exercise: argument": (replace(BOTH, argument=BAD), MISSING),
    "create and exercise: choice": (replace(BOTH, choice="Undefined"), UNKNOWN_CHOICE),
    "create and exercise: choice argument": (replace(BOTH, choice_argument=BAD), MISMATCH),
    "create again: template": (replace(R_CREATE, template_id=UNDEFINED), "unknown template"),
    "create again: argument": (replace(R_CREATE, argument=BAD), MISSING),
    "exercise again: template": (replace(R_EXERCISE, template_id=UNDEFINED), FOR_CHOICE),
    "exercise again: an interface as template": (
        replace(R_EXERCISE, template_id=FACE, choice="OfI", argument=UNIT),
        "unknown template -c-:M:I while looking for choice OfI in template -c-:M:I",
    ),
    "exercise again: choice": (replace(R_EXERCISE, choice="Undefined"), UNKNOWN_CHOICE),
    "exercise again: argument": (replace(R_EXERCISE, argument=BAD), MISMATCH),
    "exercise by key again: template": (replace(R_BY_KEY, template_id=UNDEFINED), FOR_CHOICE),
    "exercise by key again: key": (replace(R_BY_KEY, key=BAD_KEY), MISMATCH),
    "exercise by key again: choice": (replace(R_BY_KEY, choice="Undefined"), UNKNOWN_CHOICE),
    "exercise by key again: argument": (replace(R_BY_KEY, argument=BAD), MISMATCH),
    "fetch again: template": (replace(R_FETCH, template_id=UNDEFINED), "unknown template"),
    "fetch again: no instance": (
        replace(R_FETCH, interface_id=OTHER_FACE),
        "unknown interface instance -c-:M:J for -c-:M:T",
    ),
    "fetch by key again: template": (
        replace(R_FETCH_BY_KEY, template_id=UNDEFINED),
        "unknown template -c-:M:Undefined while looking for template without contract key",
    ),
    "fetch by key again: key": (replace(R_FETCH_BY_KEY, key=BAD_KEY), MISMATCH),
}


def ledger() -> Bench:
    bench = Bench(PACKAGES, preference=PREFERENCE)
    key = bench.key("M:T", ["'alice"], {"alice"})
    bench.add("t", "M:T", (["'alice"], 42), {"alice"}, key=key)
    ref_key = bench.key("M:Ref", ["'alice"], {"alice"})
    bench.add("r", "M:Ref", (["'alice"], CID), {"alice"}, key=ref_key)
    return bench


def run(bench: Bench, command):
    if "Replay" not in type(command).__name__:
        return bench.run(command, by={"alice"})
    work = Replay(command, frozenset({"alice"}), bytes(32), 0, 0, PREFERENCE)
    return bench.interpret(work)


@pytest.mark.parametrize("name", WELL_FORMED)
def test_well_formed_commands_run(name) -> None:
    assert_outcome(run(ledger(), WELL_FORMED[name]), "ok")


@pytest.mark.parametrize("name", ILL_FORMED)
def test_ill_formed_commands_are_refused_with_the_reason(name) -> None:
    command, text = ILL_FORMED[name]
    assert_outcome(run(ledger(), command), "COMMAND_PREPROCESSING_FAILED", text)


# --- ids of contracts -----------------------------------------------------------------------------


def naming(culprit: ContractId, innocent: ContractId = CID):
    """Commands and root actions that name a contract in every place."""
    record, other = value_of((["'alice"], culprit)), value_of((["'alice"], innocent))
    return [
        CreateCommand(REF, record),
        ExerciseCommand(REF, innocent, "Change", culprit),
        ExerciseCommand(REF, culprit, "Change", innocent),
        CreateAndExerciseCommand(REF, record, "Change", innocent),
        CreateAndExerciseCommand(REF, other, "Change", culprit),
        ExerciseByKeyCommand(REF, OWNERS, "Change", culprit),
        ReplayCreate(REF, record),
        ReplayExercise(REF, None, innocent, "Change", culprit),
        ReplayExercise(REF, None, culprit, "Change", innocent),
        ReplayExerciseByKey(REF, OWNERS, "Change", culprit),
    ]


REFUSED_IDS = [
    (LOCAL_V1, "non-suffixed V1 Contract IDs are forbidden"),
    (LOCAL_V2, "non-suffixed V2 Contract IDs are forbidden"),
    (RELATIVE_V2, "relative Contract IDs are forbidden"),
]


@pytest.mark.parametrize(("culprit", "text"), REFUSED_IDS)
def test_local_and_relative_ids_are_refused_wherever_they_stand(culprit, text) -> None:
    for command in naming(culprit):
        assert_outcome(run(ledger(), command), "COMMAND_PREPROCESSING_FAILED", text)


@pytest.mark.parametrize("legal", [OTHER, ABSOLUTE_V2], ids=["V1", "V2"])
def test_other_ids_are_not_refused(legal) -> None:
    for command in naming(legal):
        result = run(ledger(), command)
        if isinstance(getattr(command, "contract_id", None), ContractId):
            code = "CONTRACT_NOT_FOUND" if command.contract_id != CID else "WRONGLY_TYPED_CONTRACT"
            assert_outcome(result, code)
        else:
            assert_outcome(result, "ok")


# --- packages by name, and what is asked for ------------------------------------------------------


def by_name(name: str):
    plain = NamedReference("commands", "M", name)
    return [
        CreateCommand(plain, RECORD),
        ExerciseCommand(plain, CID, "Transfer", BOX),
        ExerciseByKeyCommand(plain, OWNERS, "Transfer", BOX),
        CreateAndExerciseCommand(plain, RECORD, "Transfer", BOX),
    ]


def test_a_package_name_stands_for_the_preferred_package() -> None:
    for command in by_name("T"):
        result = run(ledger(), command)
        assert_outcome(result, "ok")
        roots = [result.transaction.nodes[root] for root in result.transaction.roots]
        assert {node.template_id for node in roots} == {T}


def test_a_package_name_without_a_package_is_not_found() -> None:
    for command in by_name("T"):
        bench = replace(ledger(), preference={})
        text = "Couldn't find package #commands while looking for template"
        assert_outcome(bench.run(command, by={"alice"}), "PACKAGE_NOT_FOUND", text)


def test_all_contracts_that_commands_name_are_asked_for_at_once() -> None:
    ids = [contract_id(f"c{n}") for n in range(6)]
    commands = (
        CreateCommand(REF, value_of((["'alice"], ids[0]))),
        ExerciseCommand(REF, ids[1], "Change", ids[2]),
        ExerciseByKeyCommand(REF, OWNERS, "Change", ids[3]),
        CreateAndExerciseCommand(REF, value_of((["'alice"], ids[4])), "Change", ids[5]),
    )
    bench = ledger()
    work = replace(submission(bench), commands=commands)
    assert interpret(work, Known(bench.library)) == Need(contracts=frozenset(ids))


def test_what_is_disclosed_is_not_asked_for() -> None:
    bench = ledger()
    work = replace(submission(bench), commands=(EXERCISE,))
    assert isinstance(interpret(work, Known(bench.library)), Need)
    assert not isinstance(interpret(work, Known(bench.library, bench.contracts)), Need)


def submission(bench: Bench):
    return bench.submission((), {"alice"})
