"""Which types may be stored."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from canton.daml_lf.validation.errors import Fault, ValidationError

Check = Callable[..., ValidationError | None]

TYPES = """
  record @serializable Stored (a: *) = { x: a };
  record Local = {};
  enum @serializable E = A;
  synonym S = Text;
"""


@pytest.mark.parametrize(
    "type_",
    [
        "Int64",
        "Text",
        "AnyException",
        "Numeric 7",
        "ContractId (Text -> Text)",
        "List (Option (TextMap (GenMap Party Date)))",
        "M:Stored M:E",
        "M:R",
    ],
)
def test_storable_types(check: Check, type_: str) -> None:
    text = f"record @serializable R = {{ x: {type_} }};"
    assert check(f"module M {{ {TYPES} {text} }}") is None


@pytest.mark.parametrize(
    ("type_", "reason"),
    [
        ("Text -> Text", "ARROW"),
        ("Update Unit", "UPDATE"),
        ("Any", "ANY"),
        ("TypeRep", "TYPE_REP"),
        ("BigNumeric", "BIGNUMERIC"),
        ("FailureCategory", "FAILURE_CATEGORY"),
        ("<a: Text>", "struct"),
        ("forall a. a", "polymorphic"),
        ("M:Local", "M:Local is not serializable"),
        ("List M:Local", "M:Local is not serializable"),
        ("||M:S||", "type synonym M:S"),
    ],
)
def test_types_that_may_not_be_stored(check: Check, type_: str, reason: str) -> None:
    error = check(f"module M {{ {TYPES} record @serializable R = {{ x: {type_} }}; }}")
    assert error is not None
    assert error.fault is Fault.EXPECTED_SERIALIZABLE
    assert reason in error.detail


@pytest.mark.parametrize(
    "text",
    [
        "variant @serializable V = ;",
        "enum @serializable V = ;",
        "record @serializable V (f: * -> *) = {};",
        "record @serializable V (n: nat) = {};",
    ],
)
def test_uninhabited_and_higher_types_may_not_be_stored(check: Check, text: str) -> None:
    error = check(f"module M {{ {text} }}")
    assert error is not None
    assert error.fault is Fault.EXPECTED_SERIALIZABLE


TEMPLATE = """module M {{
  record {tag} T = {{ p: Party }};
  record Local = {{}};
  record @serializable View = {{}};
  template (this: T) = {{
    precondition True; signatories Nil @Party; observers Nil @Party;
    choice C (self) (a: {argument}): {result}, controllers Nil @Party
      to upure @({result}) (ERROR @({result}) "");
    key @({key}) (ERROR @({key}) "") (\\(k: {key}) -> Nil @Party);
  }};
  interface (this: I) = {{ viewtype M:{view}; }};
  record {tag} X = {{}};
  exception X = {{ message \\(x: M:X) -> "" }};
}}"""
GOOD = {
    "tag": "@serializable",
    "argument": "Unit",
    "result": "Unit",
    "key": "Party",
    "view": "View",
}


@pytest.mark.parametrize(
    ("part", "value", "place"),
    [
        ("tag", "", "template argument"),
        ("argument", "Text -> Text", "argument of choice C"),
        ("result", "Any", "result of choice C"),
        ("key", "TypeRep", "contract key"),
        ("view", "Local", "view"),
    ],
)
def test_what_reaches_the_ledger_must_be_storable(
    check: Check, part: str, value: str, place: str
) -> None:
    assert check(TEMPLATE.format(**GOOD)) is None
    error = check(TEMPLATE.format(**{**GOOD, part: value}))
    assert error is not None
    assert (error.fault, error.place.part) == (Fault.EXPECTED_SERIALIZABLE, place)
