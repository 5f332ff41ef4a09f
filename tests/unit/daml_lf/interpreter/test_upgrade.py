"""Contracts, choices and values across versions of a package: tables of versions and outcomes."""

from __future__ import annotations

import pytest

from canton.daml_lf.engine import CreateCommand, ExerciseCommand
from canton.daml_lf.value.identifier import NamedReference
from canton.daml_lf.value.value import (
    EnumValue,
    Int64Value,
    OptionalValue,
    PartyValue,
    RecordValue,
    TextValue,
    VariantValue,
)

TEMPLATE = r"""
module M {
  record @serializable None_ = {};
  record @serializable T = { p: Party, q: Party%(fields)s };
  record @serializable Key = { p: Party%(key_fields)s };
  variant @serializable Side = %(sides)s;
  enum @serializable Colour = %(colours)s;
  record @serializable Boom = {};
  exception Boom = { message \(e: M:Boom) -> "boom" };
  record @serializable V = { n: Int64 };
  val one: Party -> List Party = \(x: Party) -> Cons @Party [x] (Nil @Party);
  interface (this: I) = {
    viewtype M:V;
    method n: Int64;
    choice @nonConsuming N (self) (a: M:None_): Int64,
      controllers M:one (M:T {p} (case (from_interface @M:I @M:T this) of Some t -> t
        | None -> ERROR @M:T "not this version"))
      to upure @Int64 (call_method @M:I n this);
  };
  template (this: T) = {
    precondition %(precondition)s;
    signatories M:one (M:T {%(signatory)s} this);
    observers %(observers)s;
    choice @nonConsuming Version (self) (a: M:None_): Text, controllers M:one (M:T {p} this)
      to upure @Text "%(version)s";
    choice @nonConsuming Refetch (self) (a: M:None_): M:T, controllers M:one (M:T {p} this)
      to fetch_template @M:T self;
    %(more)s
    %(key)s
  };
}
"""
DEFAULTS = {
    "fields": "",
    "precondition": "True",
    "signatory": "p",
    "observers": "M:one (M:T {q} this)",
    "more": "",
    "key": "",
    "key_fields": "",
    "sides": "Left: Int64 | Right: Int64",
    "colours": "Red | Blue",
}
OPTIONAL = {"fields": ", extra: Option Text"}


def versions(lf, first: dict, second: dict):
    """A ledger with two versions of a package; the first is not preferred."""
    packages = [
        lf.package(TEMPLATE % (DEFAULTS | changes | {"version": version}), version=version)
        for version, changes in [("1.0.0", first), ("2.0.0", second)]
    ]
    ledger = lf.ledger(lf.library(*packages), preference={"test": packages[1].id})
    return ledger, packages


def create_in(ledger, package, *fields):
    argument = RecordValue((PartyValue("alice"), PartyValue("bob"), *fields))
    return ledger.created(CreateCommand(ledger.id("M:T", package), argument), {"alice"})


def version_of(ledger, package, cid):
    command = ExerciseCommand(ledger.id("M:T", package), cid, "Version", RecordValue(()))
    return ledger.code(command, act_as={"alice"})


VALIDATION = "INTERPRETATION_UPGRADE_ERROR_VALIDATION_FAILED"
TRANSLATION = "INTERPRETATION_UPGRADE_ERROR_TRANSLATION_FAILED"
SOME = OptionalValue(TextValue("x"))
KEY = {"key": r"key @M:Key (M:Key { p = M:T {p} this }) (\(k: M:Key) -> M:one (M:Key {p} k));"}
OTHER_KEY = {
    "key": r"key @M:Key (M:Key { p = M:T {q} this }) (\(k: M:Key) -> M:one (M:Key {p} k));"
}

SIDE, COLOUR = {"fields": ", s: M:Side"}, {"fields": ", c: M:Colour"}
LEFT, RED = VariantValue("Left", Int64Value(1)), EnumValue("Red")
BLUE, UP = EnumValue("Blue"), VariantValue("Up", Int64Value(1))
MORE_SIDES = SIDE | {"sides": "Left: Int64 | Right: Int64 | Up: Int64"}
MORE_COLOURS = COLOUR | {"colours": "Red | Blue | Green"}
AUTHENTICATION = "INTERPRETATION_UPGRADE_ERROR_AUTHENTICATION_FAILED"
THROWS = "throw @(List Party) @M:Boom (M:Boom {})"
WIDE_KEY = KEY | {"key_fields": ", x: Option Text"}
WIDE_KEY["key"] = WIDE_KEY["key"].replace("{p} this }", "{p} this, x = None @Text }", 1)
OTHER_WIDE_KEY = dict(WIDE_KEY)
OTHER_WIDE_KEY["key"] = WIDE_KEY["key"].replace("None @Text", 'Some @Text "x"')

UPGRADES = [
    (OPTIONAL, {"fields": ", other: Option Text"}, (), "ok"),
    (OPTIONAL, {"fields": ", other: Option Text"}, (SOME,), AUTHENTICATION),
    (SIDE, SIDE, (LEFT,), "ok"),
    (SIDE, MORE_SIDES, (LEFT,), "ok"),
    (MORE_SIDES, SIDE, (LEFT,), "ok"),
    (MORE_SIDES, SIDE, (UP,), TRANSLATION),
    (SIDE, SIDE | {"sides": "Right: Int64 | Left: Int64"}, (LEFT,), AUTHENTICATION),
    (COLOUR, MORE_COLOURS, (BLUE,), "ok"),
    (MORE_COLOURS, COLOUR, (RED,), "ok"),
    (MORE_COLOURS, COLOUR, (EnumValue("Green"),), TRANSLATION),
    (COLOUR, COLOUR | {"colours": "Blue | Red"}, (RED,), AUTHENTICATION),
    ({}, {"observers": THROWS}, (), "DAML_FAILURE"),
    (KEY, WIDE_KEY, (), "ok"),
    (WIDE_KEY, KEY, (), "ok"),
    (KEY, OTHER_WIDE_KEY, (), VALIDATION),
    (OTHER_WIDE_KEY, KEY, (), VALIDATION),
    ({}, {}, (), "ok"),
    ({}, OPTIONAL, (), "ok"),
    (OPTIONAL, {}, (), "ok"),
    (OPTIONAL, {}, (SOME,), TRANSLATION),
    (OPTIONAL, OPTIONAL, (SOME,), "ok"),
    ({}, {"fields": ", extra: Text"}, (), TRANSLATION),
    ({"fields": ", extra: Text"}, {}, (TextValue("x"),), TRANSLATION),
    ({}, {"observers": "Nil @Party"}, (), VALIDATION),
    ({}, {"observers": "Cons @Party [M:T {q} this, M:T {p} this] (Nil @Party)"}, (), "ok"),
    ({}, {"precondition": "False"}, (), "TEMPLATE_PRECONDITION_VIOLATED"),
    ({}, KEY, (), VALIDATION),
    (KEY, KEY, (), "ok"),
    ({}, {"precondition": 'ERROR @Bool "no"'}, (), "INTERPRETATION_USER_ERROR"),
]


@pytest.mark.parametrize(("first", "second", "fields", "code"), UPGRADES)
def test_a_contract_used_as_another_version(lf, first, second, fields, code) -> None:
    ledger, packages = versions(lf, first, second)
    cid = create_in(ledger, packages[0], *fields)
    assert version_of(ledger, packages[0], cid) == "ok"
    assert version_of(ledger, packages[1], cid) == code


@pytest.mark.parametrize(
    "change",
    [{"signatory": "q"}, OTHER_KEY | {"signatory": "q"}],
)
def test_changed_signatories_are_found(lf, change) -> None:
    ledger, packages = versions(lf, {}, change)
    cid = create_in(ledger, packages[0])
    assert version_of(ledger, packages[1], cid) == VALIDATION


def test_a_choice_runs_in_the_version_that_it_is_exercised_in(lf) -> None:
    ledger, packages = versions(lf, {}, OPTIONAL)
    cid = create_in(ledger, packages[0])
    by_name = NamedReference("test", "M", "T")
    texts = []
    for target in [ledger.id("M:T", packages[0]), by_name]:
        command = ExerciseCommand(target, cid, "Version", RecordValue(()))
        [node] = ledger.commit(command, act_as={"alice"}).transaction.nodes.values()
        texts.append(node.result.value)
        assert node.template_id.package in {package.id for package in packages}
    assert texts == ["1.0.0", "2.0.0"]


def test_an_upgraded_argument_is_normal_again_in_nodes(lf) -> None:
    ledger, packages = versions(lf, {}, OPTIONAL)
    cid = create_in(ledger, packages[0])
    command = ExerciseCommand(ledger.id("M:T", packages[1]), cid, "Refetch", RecordValue(()))
    root = ledger.commit(command, act_as={"alice"}).transaction.nodes[0]
    assert root.result == RecordValue((PartyValue("alice"), PartyValue("bob")))


def test_an_interface_is_implemented_by_the_preferred_version_only(lf) -> None:
    implements = {
        "more": "implements M:I { view = M:V { n = 1 }; method n = 1; };",
    }
    ledger, packages = versions(lf, {}, implements)
    cid = create_in(ledger, packages[0])
    interface = ledger.id("M:I", packages[1])
    exercise = ExerciseCommand(interface, cid, "N", RecordValue(()))
    [node] = ledger.commit(exercise, act_as={"alice"}).transaction.nodes.values()
    assert node.template_id == ledger.id("M:T", packages[1]) and node.interface_id == interface
    ledger.preference = {"test": packages[0].id}
    code = ledger.code(exercise, act_as={"alice"})
    assert code == "CONTRACT_DOES_NOT_IMPLEMENT_INTERFACE"


def test_a_package_of_another_name_is_no_upgrade(lf) -> None:
    first = lf.package(TEMPLATE % (DEFAULTS | {"version": "1"}), name="one")
    second = lf.package(TEMPLATE % (DEFAULTS | {"version": "2"}), name="two")
    ledger = lf.ledger(lf.library(first, second))
    assert version_of(ledger, second, create_in(ledger, first)) == VALIDATION
