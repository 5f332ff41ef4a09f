"""Contracts through interfaces: exercised, fetched, viewed, in the preferred version."""

from __future__ import annotations

import pytest

from canton.daml_lf.builtins.errors import InterpretationError
from canton.daml_lf.engine import ExerciseCommand, Interpreted
from canton.daml_lf.library.labels import interface_view
from canton.daml_lf.library.library import identifier
from canton.daml_lf.transaction.node import SerializationVersion
from canton.daml_lf.value.value import UNIT, ListValue, TextValue, normalise
from scenarios.daml_lf.contracts.bench import (
    Bench,
    assert_outcome,
    contract_id,
    read_packages,
    value_below,
)
from scenarios.daml_lf.contracts.replaying import assert_replays
from unit.daml_lf.textual import value_of

PACKAGES = read_packages("interfaces.lf")
PREFERENCE = {"interfaces": "-i-", "versions": "-w2-", "extra": "-x-"}
MISSING = "CONTRACT_DOES_NOT_IMPLEMENT_INTERFACE"


def name(text: str, package: str = "-i-"):
    return identifier(package, f"M:{text}")


def ledger(*, versions: str = "-w2-", without: frozenset[str] = frozenset()) -> Bench:
    preference = PREFERENCE | {"versions": versions}
    bench = Bench(PACKAGES, without, preference=preference)
    for template in ("T1", "T2", "V6"):
        bench.add(template, f"M:{template}", ("'party",), {"party"})
    for package in ("-i-", "-x-"):
        fields = ("'party", "'bob", "name")
        bench.add(f"iou{package}", f"{package}:M:Iou", fields, {"party"}, {"bob"})
    for package in ("-w1-", "-w2-"):
        bench.add(package, f"{package}:M:W", ("'party",), {"party"})
    return bench


# --- exercises ------------------------------------------------------------------------------------

# What is exercised, on which contract, and how it fails.
EXERCISES = {
    "I1 on T1": ("I1", "T1", "C1", "ok", ""),
    "I1 on T2": ("I1", "T2", "C1", "ok", ""),
    "I2 on T2": ("I2", "T2", "C2", "ok", ""),
    "I2 on T1": (
        "I2",
        "T1",
        "C2",
        MISSING,
        "Expected contract to implement interface M:I2@-i- but contract has type M:T1@-i-",
    ),
    "a choice of I2 on T1 itself": (
        "T1",
        "T1",
        "C2",
        "COMMAND_PREPROCESSING_FAILED",
        "unknown choice C2 in template -i-:M:T1",
    ),
}


@pytest.mark.parametrize("case", EXERCISES)
def test_choices_of_interfaces(case) -> None:
    target, cid, choice, code, text = EXERCISES[case]
    bench = ledger()
    result = bench.run(ExerciseCommand(name(target), contract_id(cid), choice, UNIT), by={"party"})
    assert_outcome(result, code, text)
    if isinstance(result, Interpreted):
        [node] = result.transaction.nodes.values()
        assert node.interface_id == name(target) and node.template_id == name(cid)
        assert result.transaction.version is SerializationVersion.V1
        assert assert_replays(bench, result) == 1


# The version of the contract, the preferred version, and whether it has the instance.
VERSIONS = [("-w2-", "-w1-", False), ("-w2-", "-w2-", True), ("-w1-", "-w2-", True)]
VERSIONS += [("-w1-", "-w1-", False)]


@pytest.mark.parametrize(("contract", "preferred", "has_instance"), VERSIONS)
def test_the_preferred_version_decides_on_the_instance(contract, preferred, has_instance) -> None:
    command = ExerciseCommand(name("I2"), contract_id(contract), "C2", UNIT)
    result = ledger(versions=preferred).run(command, by={"party"})
    text = f"interface M:I2@-i- but contract has type M:W@{preferred}"
    assert_outcome(result, "ok" if has_instance else MISSING, "" if has_instance else text)


# --- views ----------------------------------------------------------------------------------------

SEE = r"\(c: ContractId M:Seen) (p: Party) -> "
FETCHED = "ubind seen: M:Seen <- fetch_interface @M:Seen c in"
CATCH = r"catch e -> Some @(Update Unit) (upure @Unit ())"
WITHOUT_VIEW = {
    "fetched": f"{FETCHED} upure @Unit ()",
    "exercised": "exercise_interface @M:Seen See c p",
    "fetched in a scope": f"try @Unit ({FETCHED} upure @Unit ()) {CATCH}",
    "exercised in a scope": f"try @Unit (exercise_interface @M:Seen See c p) {CATCH}",
}


@pytest.mark.parametrize("cid", ["V6", "-w1-"], ids=["one that throws", "one that changed"])
@pytest.mark.parametrize("case", WITHOUT_VIEW)
def test_no_view_is_computed_where_none_is_asked_for(case, cid) -> None:
    expression = SEE + WITHOUT_VIEW[case]
    result = ledger().update(expression, contract_id(cid), "'party", by={"party"})
    assert_outcome(result, "ok")


def nat(number: int) -> str:
    return "Zero" if number == 0 else f"Succ {nat(number - 1)}"


def shown(value) -> str:
    """A natural number as text."""
    return value.constructor + ("" if value.constructor == "Zero" else f" {shown(value.value)}")


@pytest.mark.parametrize("preferred", [1, 2])
def test_a_view_is_that_of_the_preferred_version(preferred) -> None:
    bench = ledger(versions=f"-w{preferred}-")
    view = f"{FETCHED} upure @M:View (view_interface @M:Seen seen)"
    result = bench.update(SEE + view, contract_id("-w1-"), "'party", by={"party"}, result="M:View")
    assert_outcome(result, "ok")
    number, _, natural = value_below(result).fields
    assert number == value_of(preferred) and shown(natural) == nat(preferred)


def test_a_view_that_nests_too_deeply_fails() -> None:
    view = f"{FETCHED} upure @M:View (view_interface @M:Seen seen)"
    result = ledger(versions="-w3-").update(
        SEE + view, contract_id("-w1-"), "'party", by={"party"}, result="M:View"
    )
    assert_outcome(result, "VALUE_NESTING")


REJECTED = "COMMAND_PREPROCESSING_FAILED"
VIEWS = {
    "well": ("V1", ("'party", 42), "Seen", (42, True), ""),
    "well, of another": ("V2", ("'party", 23), "Seen", (23, False), ""),
    "crashing": ("V3", ("'party", 42), "Seen", "INTERPRETATION_USER_ERROR", "view crashed"),
    "throwing": ("V6", ("'party",), "Seen", "DAML_FAILURE", "no view"),
    "no instance": ("V4", ("'party", 42), "Seen", REJECTED, "unknown interface instance"),
    "nesting too deeply": ("V5", ("'party",), "Seen", "VALUE_NESTING", ""),
    "argument of another type": ("V1", ("'party",), "Seen", REJECTED, "Missing non-optional"),
    "no template": ("V0", ("'party", 42), "Seen", REJECTED, "unknown template -i-:M:V0"),
    "no interface": ("V1", ("'party", 42), "Sight", REJECTED, "unknown interface -i-:M:Sight"),
}


@pytest.mark.parametrize("case", VIEWS)
def test_views_computed_for_readers(case) -> None:
    template, argument, interface, expected, text = VIEWS[case]
    compute = (ledger().library, name(template), value_of(argument), name(interface))
    if isinstance(expected, str):
        with pytest.raises(InterpretationError) as caught:
            interface_view(*compute)
        assert caught.value.code.id == expected and text in caught.value.cause
    else:
        view = normalise(interface_view(*compute))
        assert view.fields[:2] == value_of(expected).fields and shown(view.fields[2]) == "Zero"


# --- values of interfaces -------------------------------------------------------------------------

IOU = (
    r"\(p: Party) (q: Party) -> let i: M:I1 = to_interface @M:I1 @M:Iou"
    ' (M:Iou { issuer = p, owner = q, name = "x" }) in '
)
VALUES = {
    "signatories": ("upure @(List Party) (signatory_interface @M:I1 i)", ["'party"]),
    "observers": ("upure @(List Party) (observer_interface @M:I1 i)", ["'bob"]),
}


@pytest.mark.parametrize("case", VALUES)
def test_what_an_interface_tells_of_its_template(case) -> None:
    expression, parties = VALUES[case]
    result = ledger().update(IOU + expression, "'party", "'bob", by={"party"}, result="List Party")
    assert value_below(result) == ListValue(tuple(map(value_of, parties)))


def test_the_type_of_the_template_behind_an_interface() -> None:
    shown_type = (
        "upure @Text (case TYPE_REP_TYCON_NAME (interface_template_type_rep @M:I1 i) of"
        ' Some t -> t | None -> "none")'
    )
    result = ledger().update(IOU + shown_type, "'party", "'bob", by={"party"}, result="Text")
    assert value_below(result) == TextValue("-i-:M:Iou")


# --- packages -------------------------------------------------------------------------------------

FETCH = r"\(c: ContractId M:I1) -> ubind i: M:I1 <- fetch_interface @M:I1 c in upure @Unit ()"


def test_the_package_behind_an_interface_is_asked_for() -> None:
    own, other = contract_id("iou-i-"), contract_id("iou-x-")
    assert_outcome(ledger().update(FETCH, other, by={"party"}), "ok")
    bench = ledger(without=frozenset({"-x-"}))
    assert_outcome(bench.update(FETCH, own, by={"party"}), "ok")
    with pytest.raises(LookupError, match="-x-"):
        bench.update(FETCH, other, by={"party"})
