"""Exceptions: who catches them, what nobody catches, and where catching them is not allowed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from canton.daml_lf.engine import Failed, Interpreted
from canton.daml_lf.language.reference import PackageId
from canton.daml_lf.language.version import V2_DEV
from canton.daml_lf.text.reader import parse_package
from scenarios.daml_lf.contracts.bench import Bench, contract_id, error, shape, value_below
from unit.daml_lf.textual import value_of

_FOLDER = Path(__file__).parent
DESCRIBED = _FOLDER / "described.lf"

UNCAUGHT = {
    "upure @Int64 (ADD_INT64 10 (throw @Int64 @M:Plain (M:Plain {})))": (
        "UNHANDLED_EXCEPTION/M:Plain",
        "plain",
    ),
    "try @Int64 (upure @Int64 (ADD_INT64 10 (throw @Int64 @M:Plain (M:Plain {}))))"
    " catch e -> M:pass": ("UNHANDLED_EXCEPTION/M:Plain", "plain"),
    "upure @Int64 (throw @Int64 @M:Plain (M:Plain {}))": ("UNHANDLED_EXCEPTION/M:Plain", "plain"),
    "upure @Int64 (throw @Int64 @M:Nested (M:Nested {}))": (
        "UNHANDLED_EXCEPTION/M:Nested",
        "<Failed to calculate message as M:Plain was thrown during conversion>",
    ),
    "upure @Int64 (throw @Int64 @M:Status (M:Status {}))": ("a status", "went wrong"),
    "upure @Int64 (DIV_INT64 1 0)": (
        "UNHANDLED_EXCEPTION/DA.Exception.ArithmeticError:ArithmeticError",
        "ArithmeticError while evaluating (DIV_INT64 1 0).",
    ),
}


def bench(**options: Any) -> Bench:
    """A bench of the package that the updates are written for."""
    text = (_FOLDER / "exceptions.lf").read_text()
    package = parse_package(text, V2_DEV, PackageId("-exceptions-"))
    return Bench({package.id: package}, preference={"exceptions": package.id}, **options)


def assert_failure(result: Interpreted | Failed, error_id: str, message: str) -> None:
    """Whether nobody caught what failed with a status."""
    assert isinstance(result, Failed)
    assert error(result)[0] == "DAML_FAILURE"
    assert result.error.context["error_id"] == error_id
    assert result.error.code.category.number == 9
    assert result.error.cause.endswith(f"{error_id} (error category 9): {message}")


@pytest.mark.parametrize("update", UNCAUGHT)
def test_what_nobody_catches_is_a_failure_with_a_message(update: str) -> None:
    assert_failure(bench().update(update, by=["Alice"]), *UNCAUGHT[update])


INNER = r"\(e: AnyException) -> "
NUMBERS = {
    "try @Int64 M:thrown catch e -> M:answer 77": 77,
    "try @Int64 M:thrown catch e -> M:answer (M:numberOf e 999)": 1000,
    "try @Int64 (upure @Int64 (throw @Int64 @M:Plain (M:Plain {})))"
    " catch e -> M:answer (M:numberOf e 999)": 999,
    f"M:within ({INNER} M:answer 77)": 377,
    f"M:within ({INNER} M:pass)": 1188,
    f"M:within ({INNER} M:answer (ADD_INT64 77 (M:numberOf e 0)))": 1377,
    f'M:within ({INNER} M:raise @(Option (Update Int64)) "again" 2000)': 2188,
    f"M:within ({INNER} throw @(Option (Update Int64)) @M:Plain (M:Plain {{}}))": 188,
    "M:levels 1": 7001,
    "M:levels 2": 3202,
    "M:levels 3": 3203,
    "M:levels 4": 7004,
}


@pytest.mark.parametrize("update", NUMBERS)
def test_the_handler_that_does_not_pass_goes_on(update: str) -> None:
    result = bench().update(update, by=["Alice"], result="Int64")
    assert isinstance(result, Interpreted), error(result)
    assert value_below(result) == value_of(NUMBERS[update])


BODY = r"\(u: Unit) -> "
TOLD = {
    f'M:told ({BODY} "fine")': "went well: fine",
    f'M:told ({BODY} M:raise @Text "a note" 0)': "caught: a note",
    f'M:told ({BODY} throw @Text @M:Other (M:Other {{ text = "no note" }}))': "another",
    f'M:told ({BODY} APPEND_TEXT (M:raise @Text "left" 0) (M:raise @Text "right" 0))': (
        "caught: right"
    ),
    f'M:told ({BODY} throw @Text @M:Note (M:raise @M:Note "inner" 0))': "caught: inner",
}


@pytest.mark.parametrize("update", TOLD)
def test_what_is_evaluated_first_throws_first(update: str) -> None:
    result = bench().update(update, by=["Alice"], result="Text")
    assert isinstance(result, Interpreted), error(result)
    assert value_below(result) == value_of(TOLD[update])


EXERCISES = {
    "template": "exercise @M:T {} cid ()",
    "interface": "exercise_interface @M:I {} (COERCE_CONTRACT_ID @M:T @M:I cid) ()",
}


@pytest.mark.parametrize("way", EXERCISES)
@pytest.mark.parametrize("choice", ["Body", "Controllers", "Observers"])
def test_only_the_body_of_a_choice_may_be_caught(way: str, choice: str) -> None:
    result = bench(undoes_effects=True).update(
        rf"""\(sig: Party) -> try @Unit
          (ubind cid: ContractId M:T <- create @M:T (M:T {{ party = sig }})
           in {EXERCISES[way].format(choice)})
        catch e -> Some @(Update Unit) (upure @Unit ())""",
        "'Alice",
        by=["Alice"],
    )
    if choice == "Body":
        assert error(result) == ("ok", "")
    else:
        assert_failure(result, "UNHANDLED_EXCEPTION/M:Plain", "plain")


def test_creates_are_rolled_back_where_effects_may_be_undone() -> None:
    update = r"\(sig: Party) -> M:throwing sig"
    result = bench(undoes_effects=True).update(update, "'Alice", by=["Alice"])
    assert isinstance(result, Interpreted)
    undone = ["create T", "Two T", ["create T", "create T"], "create T"]
    assert shape(result) == ["rollback", undone, "create T"]
    refused = bench().update(update, "'Alice", by=["Alice"])
    assert error(refused)[0] == "DAML_EFFECTFUL_ROLLBACK_ERROR"


PREPARED = "INTERPRETATION_EXTERNAL_CALL_ERROR_EXECUTION_FAILED"
UNPREPARED = "INTERPRETATION_EXTERNAL_CALL_ERROR_PREPARATION_FAILED"
CALLS = {
    ("0a0b", "c0ff"): PREPARED,
    ("", ""): PREPARED,
    ("0A0B", "c0ff"): UNPREPARED,
    ("nope", "c0ff"): UNPREPARED,
    (" 0a0b", "c0ff"): UNPREPARED,
    ("0a0b", "C0FF"): UNPREPARED,
    ("0a0b", "nope"): UNPREPARED,
    ("0a0b", "c0ff "): UNPREPARED,
    ("0a0b", "abc"): UNPREPARED,
}


@pytest.mark.parametrize(("config", "payload"), CALLS)
def test_external_calls_fail_and_nobody_catches_it(config: str, payload: str) -> None:
    call = f'EXTERNAL_CALL "ext" "fun" "{config}" "{payload}"'
    update = f'try @Text ({call}) catch e -> Some @(Update Text) (upure @Text "caught")'
    result = bench().update(update, by=["Alice"], result="Text")
    assert isinstance(result, Failed)
    assert error(result)[0] == CALLS[config, payload]
    assert "(extensionId=ext, functionId=fun): " in result.error.cause
    kinds = ("EXTERNAL_CALL_EXTENSION_ID", "EXTERNAL_CALL_FUNCTION_ID", "EXCEPTION_TEXT")
    assert tuple(kind for kind, _ in result.error.resources) == kinds


# --- what the ledger cannot hold ---------------------------------------------------------------

TEXT_MAP = "TEXTMAP_INSERT @Int64 {} 0 (TEXTMAP_INSERT @Int64 {} 2 (TEXTMAP_EMPTY @Int64))"
GEN_MAP = (
    "GENMAP_INSERT @Text @Int64 {} 0 (GENMAP_INSERT @Text @Int64 {} 2 (GENMAP_EMPTY @Text @Int64))"
)
RESULTS = {
    ("Text", "M:control"): "ok",
    ("Text", 'APPEND_TEXT "->" (APPEND_TEXT M:null "<-")'): "MALFORMED_TEXT",
    ("M:Other", "M:Other { text = APPEND_TEXT M:control M:null }"): "MALFORMED_TEXT",
    ("GenMap Text Int64", GEN_MAP.format("M:null", '(APPEND_TEXT M:null "1")')): "MALFORMED_TEXT",
    ("TextMap Int64", TEXT_MAP.format("M:null", "M:control")): "MALFORMED_TEXT",
    ("TextMap Int64", TEXT_MAP.format('"0"', "M:control")): "ok",
    ("M:Nat", "M:nat 99"): "ok",
    ("M:Nat", "M:nat 100"): "VALUE_NESTING",
}


@pytest.mark.parametrize(("type_", "value"), RESULTS)
def test_what_the_ledger_cannot_hold_is_refused(type_: str, value: str) -> None:
    result = bench().update(f"upure @({type_}) ({value})", by=["Alice"], result=type_)
    code, text = error(result)
    assert code == RESULTS[type_, value]
    assert code != "MALFORMED_TEXT" or "null character" in text


# --- what describes a contract -------------------------------------------------------------------

FAULTS = {
    "precondition": ("precondition True", "precondition throw @Bool FAULT"),
    "signatories": (
        "signatories '-common-':C:one (M:T {p} this)",
        "signatories throw @(List Party) FAULT",
    ),
    "observers": ("observers Nil @Party;", "observers throw @(List Party) FAULT;"),
    "key": ("('-common-':C:key (M:T {p} this))", "(throw @'-common-':C:Key FAULT)"),
    "maintainers": (
        r"(\(key: '-common-':C:Key) -> '-common-':C:Key {parties} key)",
        "(throw @('-common-':C:Key -> List Party) FAULT)",
    ),
    "maintainers of a key": ("'-common-':C:Key {parties} key", "throw @(List Party) FAULT"),
}
FAULTS_OF_CHOICES = {
    "controllers": (
        "controllers = '-common-':C:one (M:T {p} this)",
        "controllers = throw @(List Party) FAULT",
    ),
    "choice observers": (
        "choiceObservers = Nil @Party",
        "choiceObservers = throw @(List Party) FAULT",
    ),
}
BY_INTERFACE = "exercise by interface"
TRIES = {
    "exercise": "exercise @'-v2-':M:T Direct cid ()",
    "exercise by key": "exercise_by_key @'-v2-':M:T Direct ('-common-':C:key sig) ()",
    "fetch": "ubind got: '-v2-':M:T <- fetch_template @'-v2-':M:T cid in upure @Text \"got\"",
    "fetch by interface": (
        "ubind got: '-common-':C:I <- fetch_interface @'-common-':C:I"
        " (COERCE_CONTRACT_ID @'-v2-':M:T @'-common-':C:I cid) in upure @Text \"got\""
    ),
    "fetch by key": (
        "ubind got: $tuple (ContractId '-v2-':M:T) '-v2-':M:T <-"
        " fetch_by_key @'-v2-':M:T ('-common-':C:key sig) in upure @Text \"got\""
    ),
    "query by key": (
        "ubind got: Option (List ($tuple (ContractId '-v2-':M:T) '-v2-':M:T)) <-"
        " query_n_by_key @'-v2-':M:T 1 ('-common-':C:key sig) in upure @Text \"got\""
    ),
    BY_INTERFACE: (
        "exercise_interface @'-common-':C:I Through"
        " (COERCE_CONTRACT_ID @'-v2-':M:T @'-common-':C:I cid) ()"
    ),
}
SUCCESSES = {"exercise": "direct", "exercise by key": "direct", BY_INTERFACE: "through"}
CASES = [
    *((way, part) for way in TRIES for part in FAULTS),
    *((BY_INTERFACE, part) for part in FAULTS_OF_CHOICES),
]


def described(part: str = "") -> Bench:
    """Version 1 of a template, and version 2 that throws where a part of it is evaluated."""
    _, common, first = re.split(r"^package .*\n", DESCRIBED.read_text(), flags=re.MULTILINE)
    second = first.replace("1.0.0", "2.0.0")
    if part:
        right, wrong = {**FAULTS, **FAULTS_OF_CHOICES}[part]
        assert second.count(right) == 1
        fault = f"@'-common-':C:Fault ('-common-':C:Fault {{ part = \"{part}\" }})"
        second = second.replace(right, wrong.replace("FAULT", fault))
    sources = {"-common-": common, "-v1-": first, "-v2-": second}
    packages = {
        id_: parse_package(source, V2_DEV, PackageId(id_)) for id_, source in sources.items()
    }
    return Bench(packages, preference={"described": "-v2-"})


def tried(made: Bench, way: str, *, is_local: bool) -> Interpreted | Failed:
    """A contract of version 1 used as one of version 2, with a handler for what is thrown."""
    update = f'try @Text ({TRIES[way]}) catch e -> Some @(Update Text) (upure @Text "caught")'
    if is_local:
        make = "create @'-v1-':M:T ('-v1-':M:T { p = sig })"
        update = (
            f"ubind made: ContractId '-v1-':M:T <- {make} in"
            " let cid: ContractId '-v2-':M:T = COERCE_CONTRACT_ID @'-v1-':M:T @'-v2-':M:T made in "
            + update
        )
        return made.update(rf"\(sig: Party) -> {update}", "'Alice", by=["Alice"], result="Text")
    key = made.key("-v1-:M:T", ("k", ["'Alice"]), ["Alice"])
    made.add("cid", "-v1-:M:T", ("'Alice",), ["Alice"], key=key)
    update = rf"\(sig: Party) (cid: ContractId '-v2-':M:T) -> {update}"
    return made.update(update, "'Alice", contract_id("cid"), by=["Alice"], result="Text")


@pytest.mark.parametrize("is_local", [False, True], ids=["of the ledger", "local"])
@pytest.mark.parametrize(("way", "part"), CASES)
def test_what_describes_a_contract_throws_to_nobody(way: str, part: str, is_local: bool) -> None:
    result = tried(described(part), way, is_local=is_local)
    assert_failure(result, "UNHANDLED_EXCEPTION/C:Fault", part)


@pytest.mark.parametrize("is_local", [False, True], ids=["of the ledger", "local"])
@pytest.mark.parametrize("way", TRIES)
def test_without_a_fault_all_ways_lead_to_the_contract(way: str, is_local: bool) -> None:
    result = tried(described(), way, is_local=is_local)
    assert isinstance(result, Interpreted), error(result)
    assert value_below(result) == value_of(SUCCESSES.get(way, "got"))


@pytest.mark.parametrize("part", FAULTS)
def test_what_describes_a_contract_may_be_caught_around_its_create(part: str) -> None:
    result = described(part).update(
        r"""\(sig: Party) -> try @Unit
          (ubind made: ContractId '-v2-':M:T <- create @'-v2-':M:T ('-v2-':M:T { p = sig })
           in upure @Unit ())
        catch e -> Some @(Update Unit) (upure @Unit ())""",
        "'Alice",
        by=["Alice"],
    )
    assert error(result) == ("ok", "")
    assert isinstance(result, Interpreted) and shape(result) == []


def test_a_precondition_that_throws_is_caught_around_a_create_only() -> None:
    made = described("precondition")
    made.add("cid", "-v2-:M:T", ("'Alice",), ["Alice"])
    result = made.update(
        r"""\(cid: ContractId '-v2-':M:T) -> try @Text (exercise @'-v2-':M:T Direct cid ())
        catch e -> Some @(Update Text) (upure @Text "caught")""",
        contract_id("cid"),
        by=["Alice"],
        result="Text",
    )
    assert_failure(result, "UNHANDLED_EXCEPTION/C:Fault", "precondition")
