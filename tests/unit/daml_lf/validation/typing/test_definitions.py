"""Type checking of whole definitions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from canton.daml_lf.validation.errors import Fault, ValidationError

Check = Callable[..., ValidationError | None]

BASE = """
  record @serializable View = {};
  record @serializable T = { p: Party };
  interface (this: J) = { viewtype M:View; };
  interface (this: I) = { viewtype M:View; requires M:J; method m: Text; };
"""


def template(**parts: str) -> str:
    good = {
        "precondition": "True",
        "signatories": "Nil @Party",
        "observers": "Nil @Party",
        "controllers": "Nil @Party",
        "watchers": "Nil @Party",
        "body": "upure @Unit ()",
        "rest": "",
        "name": "T",
    }
    return (
        "template (this: {name}) = {{ precondition {precondition}; signatories {signatories}; "
        "observers {observers}; choice C (self) (arg: Int64): Unit, controllers {controllers}, "
        "observers {watchers} to {body}; {rest} }};"
    ).format(**{**good, **parts})


J = "implements M:J { view = M:View {}; };"


@pytest.mark.parametrize(
    "text",
    [
        template(),
        template(signatories="Cons @Party [M:T { p } this] (Nil @Party)"),
        template(body="exercise @M:T C self arg"),
        template(rest=f'{J} implements M:I {{ view = M:View {{}}; method m = ""; }};'),
        template(rest="key @Party (M:T { p } this) (\\(k: Party) -> Nil @Party);"),
        "synonym S (a: *) = List a;",
        "val x: forall a. a -> a = /\\ b. \\(y: b) -> y;",
    ],
)
def test_well_typed_definitions(check: Check, text: str) -> None:
    assert check(f"module M {{ {BASE} {text} }}") is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("record R (a: *) (a: *) = {};", Fault.DUPLICATE_TYPE_PARAMETER),
        ("record R = { x: a };", Fault.UNKNOWN_TYPE_VARIABLE),
        ("record R = { x: List };", Fault.KIND_MISMATCH),
        ("variant V (f: nat -> nat) = A: Unit;", Fault.NAT_KIND_RIGHT_OF_ARROW),
        ("synonym S = List;", Fault.KIND_MISMATCH),
        ("val x: Text = 1;", Fault.TYPE_MISMATCH),
        ("val x: List = Nil @Text;", Fault.KIND_MISMATCH),
        ('exception X = { message "" };', Fault.UNKNOWN_DEFINITION),
        ("record X (a: *) = {}; exception X = { message x };", Fault.EXPECTED_EXCEPTION_RECORD),
        ('record X = {}; exception X = { message "" };', Fault.TYPE_MISMATCH),
        (template(name="Gone"), Fault.UNKNOWN_DEFINITION),
        ("enum E = A; " + template(name="E"), Fault.EXPECTED_TEMPLATE_RECORD),
        (template(precondition="()"), Fault.TYPE_MISMATCH),
        (template(signatories="this"), Fault.TYPE_MISMATCH),
        (template(observers="arg"), Fault.UNKNOWN_VARIABLE),
        (template(controllers="self"), Fault.UNKNOWN_VARIABLE),
        (template(watchers="arg"), Fault.TYPE_MISMATCH),
        (template(body="upure @Text ()"), Fault.TYPE_MISMATCH),
        (template(rest="key @Party this (\\(k: Party) -> Nil @Party);"), Fault.TYPE_MISMATCH),
        (
            template(rest="key @Party (M:T { p } this) (\\(k: Party) -> M:T { p } this);"),
            Fault.UNKNOWN_VARIABLE,
        ),
        (template(rest="implements M:T { view = (); };"), Fault.UNKNOWN_DEFINITION),
        (
            template(rest='implements M:I { view = M:View {}; method m = ""; };'),
            Fault.MISSING_REQUIRED_INSTANCE,
        ),
        (template(rest=J + "implements M:I { view = M:View {}; };"), Fault.MISSING_METHOD),
        (
            template(rest="implements M:J { view = M:View {}; method n = 1; };"),
            Fault.UNKNOWN_METHOD,
        ),
        (
            template(rest=J + "implements M:I { view = M:View {}; method m = 1; };"),
            Fault.METHOD_TYPE_MISMATCH,
        ),
        (template(rest="implements M:J { view = (); };"), Fault.VIEW_TYPE_MISMATCH),
        ("interface (this: K) = { viewtype Text; };", Fault.VIEW_HEAD_NOT_CONSTRUCTOR),
        ("interface (this: K) = { viewtype List Text; };", Fault.VIEW_HAS_VARIABLES),
        ("enum E = A; interface (this: K) = { viewtype M:E; };", Fault.VIEW_NOT_RECORD),
        ("interface (this: K) = { viewtype M:View; requires M:K; };", Fault.CIRCULAR_REQUIREMENT),
        (
            "interface (this: K) = { viewtype M:View; requires M:I; };",
            Fault.REQUIREMENTS_NOT_CLOSED,
        ),
        ("interface (this: K) = { viewtype M:View; method m: List; };", Fault.KIND_MISMATCH),
    ],
)
def test_ill_typed_definitions(check: Check, text: str, fault: Fault) -> None:
    error = check(f"module M {{ {BASE} {text} }}")
    assert error is not None
    assert error.fault is fault


def test_errors_name_the_part_of_a_template(check: Check) -> None:
    error = check(f"module M {{ {BASE} {template(watchers='arg')} }}")
    assert error is not None
    assert str(error.place) == "template M:T, choice C"
