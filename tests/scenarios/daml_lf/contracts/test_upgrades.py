"""Contracts met in other versions of their package: the original's `UpgradeTest`.

Every contract of the ledger is met twice: with the package of its creation loaded, and without it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.value import (
    NONE,
    EnumValue,
    Int64Value,
    OptionalValue,
    PartyValue,
    TextValue,
    VariantValue,
)
from scenarios.daml_lf.contracts.bench import (
    Bench,
    assert_outcome,
    contract_id,
    read_packages,
    value_below,
)
from unit.daml_lf.textual import value_of

PACKAGES = read_packages("upgrades.lf")
KEY = Bench(PACKAGES).key("-v2-:M:T", "'alice", {"alice"})
BASE = ("'alice", "'bob", 100)
VALIDATION, TRANSLATION, AUTHENTICATION = (
    f"INTERPRETATION_UPGRADE_ERROR_{word}_FAILED"
    for word in ("VALIDATION", "TRANSLATION", "AUTHENTICATION")
)


@dataclass(frozen=True)
class Met:
    """A contract of a version, how another version meets it, and what comes of it."""

    template: str
    argument: tuple[Any, ...]
    by: str
    code: str
    text: str = ""
    key: Any = KEY
    observers: tuple[str, ...] = ("bob",)
    changes: dict[str, Any] = field(default_factory=dict)


EXTRA_NONE, EXTRA_SOME = (*BASE, NONE), (*BASE, OptionalValue(PartyValue("bob")))
WITH_TAG = ("'alice", "'bob", VariantValue("Tag", Int64Value(42)))
WITH_BLACK = ("'alice", "'bob", EnumValue("Black"))

MET = {
    "an absent optional field is put in": Met("-v2-:M:T", BASE, "-v3-", "ok"),
    "an absent field that is not optional": Met(
        "-v1-:M:T",
        ("'alice",),
        "-v1-",
        TRANSLATION,
        "Unexpected non-optional extra template field type encountered during upgrading.",
        observers=(),
    ),
    "another name (1)": Met("-v2-:M1:T", BASE, "-v3-", "WRONGLY_TYPED_CONTRACT"),
    "another name (2)": Met("-v2-:M2:T", BASE, "-v3-", "WRONGLY_TYPED_CONTRACT"),
    "another package name": Met(
        "-v0-:M:T",
        BASE,
        "-v1-",
        VALIDATION,
        "original package name is wrong",
        key=None,
        observers=(),
        changes={"package_name": "wrong"},
    ),
    "a downgrade without fields to drop": Met("-v2-:M:T", BASE, "-v1-", "ok"),
    "an extra field that is not optional": Met(
        "-v1-:M:T",
        (*BASE, "extra"),
        "-v1-",
        TRANSLATION,
        "Found non-optional extra field at index 3, cannot remove for downgrading.",
    ),
    "an extra field with a value": Met(
        "-v3-:M:T",
        EXTRA_SOME,
        "-v2-",
        TRANSLATION,
        "Found an optional contract field with a value of Some at index 3, may not be dropped"
        " during downgrading.",
    ),
    "an extra absent field of an old contract": Met(
        "-v3-:M:T",
        EXTRA_NONE,
        "-v1-",
        "ok",
        changes={"contract_id": contract_id("old", b"\xca\x10")},
    ),
    "an extra absent field of a newer contract": Met(
        "-v3-:M:T",
        EXTRA_NONE,
        "-v1-",
        TRANSLATION,
        changes={"contract_id": contract_id("newer", b"\xca\x11")},
    ),
    "an extra absent field": Met("-v3-:M:T", EXTRA_NONE, "-v1-", TRANSLATION),
    "an unknown constructor of a variant": Met(
        "-variant1-:M:T", WITH_TAG, "-variant2-", TRANSLATION, "Tag", key=None
    ),
    "an unknown constructor of an enumeration": Met(
        "-enum1-:M:T", WITH_BLACK, "-enum2-", TRANSLATION, "Black", key=None
    ),
}


@pytest.mark.parametrize("is_loaded", [True, False], ids=["loaded", "not loaded"])
@pytest.mark.parametrize("name", MET)
def test_a_contract_of_the_ledger_in_another_version(name, is_loaded) -> None:
    case = MET[name]
    creator = case.template.partition(":")[0]
    without = frozenset() if is_loaded or creator == case.by else frozenset({creator})
    bench = Bench(PACKAGES, without)
    cid = bench.add(
        name, case.template, case.argument, {"alice"}, case.observers, key=case.key, **case.changes
    )
    fetch = rf"\(c: ContractId Unit) -> fetch_template @'{case.by}':M:T c"
    result = bench.update(fetch, cid, by={"alice", "bob"}, result=f"'{case.by}':M:T")
    assert_outcome(result, case.code, case.text)
    if case.code == "ok":
        assert value_below(result) == value_of(BASE)


@pytest.mark.parametrize("is_loaded", [True, False], ids=["loaded", "not loaded"])
def test_two_versions_may_meet_one_contract(is_loaded) -> None:
    bench = Bench(PACKAGES, frozenset() if is_loaded else frozenset({"-v1-"}))
    cid = bench.add("c", "-v1-:M:T", BASE, {"alice"}, {"bob"}, key=KEY)
    twice = r"""\(c: ContractId Unit) ->
      ubind x: '-v2-':M:T <- fetch_template @'-v2-':M:T c;
            y: '-v3-':M:T <- fetch_template @'-v3-':M:T c
      in upure @Unit ()"""
    assert_outcome(bench.update(twice, cid, by={"alice", "bob"}), "ok")


# --- contracts of the same transaction ------------------------------------------------------------

MAKE = (
    r"\(alice: Party) (bob: Party) (any: ContractId Unit) -> ubind c: ContractId '-v1-':M:T <-"
    " create @'-v1-':M:T ('-v1-':M:T { p = alice, q = bob, n = 100 })"
)
WITH_ID = (
    r"\(alice: Party) (bob: Party) (any: ContractId Unit) -> ubind c: ContractId '-cid1-':M:T <-"
    " create @'-cid1-':M:T ('-cid1-':M:T { p = alice, q = bob, c = any })"
)
RENAMED = MAKE.replace("-v1-", "-v0-")
TO_I = "let i: '-i-':M:I = to_interface @'-i-':M:I @'{0}':M:T ({1}) in"
V1_RECORD = "'-v1-':M:T { p = alice, q = bob, n = 100 }"
V1_VALUE = (
    rf"\(alice: Party) (bob: Party) (any: ContractId Unit) -> {TO_I.format('-v1-', V1_RECORD)}"
)
OWN_ID = (
    r"\(alice: Party) (bob: Party) (any: ContractId Unit) -> ubind c: ContractId '-v1-':M:T <-"
    f" create @'-v1-':M:T ({V1_RECORD}) in"
    f" {TO_I.format('-cid1-', chr(39) + '-cid1-' + chr(39) + ':M:T { p = alice, q = bob, c = c }')}"
)
OK = ("ok", "")
LOCAL = {
    "fetched": (f"{MAKE}; x: '-v2-':M:T <- fetch_template @'-v2-':M:T c in upure @Unit ()", OK),
    "a field renamed": (
        f"{RENAMED}; x: '-v5-':M:T <- fetch_template @'-v5-':M:T c in upure @Unit ()",
        (AUTHENTICATION, "against template M:T@-v5- : failed to authenticate contract"),
    ),
    "fetched, with an id in it": (
        f"{WITH_ID}; x: '-cid2-':M:T <- fetch_template @'-cid2-':M:T c in upure @Unit ()",
        OK,
    ),
    "fetched by interface, with an id in it": (
        f"{WITH_ID}; x: '-i-':M:I <- fetch_interface @'-i-':M:I c in upure @Unit ()",
        OK,
    ),
    "fetched by key": (
        f"{MAKE}; x: Unit <- fetch_by_key @'-v2-':M:T alice in upure @Unit ()",
        OK,
    ),
    "exercised": (f"{MAKE} in exercise @'-v2-':M:T Skip c ()", OK),
    "exercised by key": (f"{MAKE} in exercise_by_key @'-v2-':M:T Skip alice ()", OK),
}


def run(expression: str, result: str = ""):
    bench = Bench(PACKAGES, preference={"up": "-v2-", "with-id": "-cid2-"})
    other = contract_id("other")
    return bench.update(expression, "'alice", "'bob", other, by={"alice", "bob"}, result=result)


@pytest.mark.parametrize("name", LOCAL)
def test_a_local_contract_in_another_version(name) -> None:
    expression, (code, text) = LOCAL[name]
    assert_outcome(run(expression), code, text)


VALUES = {
    "a choice of an interface": (
        f"{MAKE} in exercise_interface @'-i-':M:I Mark c alice",
        "Text",
        TextValue("v2"),
    ),
    "a value of an interface": (
        f"{V1_VALUE} upure @(Option '-v2-':M:T) (from_interface @'-i-':M:I @'-v2-':M:T i)",
        "Option '-v2-':M:T",
        OptionalValue(value_of(BASE)),
    ),
}


@pytest.mark.parametrize("name", VALUES)
def test_interfaces_lead_to_the_preferred_version(name) -> None:
    expression, type_, expected = VALUES[name]
    result = run(expression, type_)
    assert_outcome(result, "ok")
    assert value_below(result) == expected


def test_a_value_with_a_local_id_is_upgraded_through_its_interface() -> None:
    upgraded = "upure @(Option '-cid2-':M:T) (from_interface @'-i-':M:I @'-cid2-':M:T i)"
    found = value_below(run(f"{OWN_ID} {upgraded}", "Option '-cid2-':M:T"))
    record = found.value
    assert isinstance(record.fields[2], ContractId) and record.fields[2].is_local


def test_an_unsafe_conversion_does_not_upgrade() -> None:
    for package, code in (("-v1-", "ok"), ("-v2-", "WRONGLY_TYPED_CONTRACT")):
        conversion = f"unsafe_from_interface @'-i-':M:I @'{package}':M:T any i"
        result = run(f"{V1_VALUE} let t: '{package}':M:T = {conversion} in upure @Unit ()")
        text = "" if code == "ok" else "Expected contract of type M:T@-v2- but got M:T@-v1-"
        assert_outcome(result, code, text)
