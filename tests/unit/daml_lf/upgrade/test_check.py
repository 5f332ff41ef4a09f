"""The rules of upgrades, one by one."""

from __future__ import annotations

import pytest

from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import PackageId
from canton.daml_lf.language.version import V2_2, V2_3, LanguageVersion
from canton.daml_lf.text.reader import parse_package
from canton.daml_lf.upgrade.check import check_upgrade
from canton.daml_lf.upgrade.errors import Rule, UpgradeError


def package(
    text: str, version: str, lf: LanguageVersion = V2_3, name: str = "n", identifier: str = ""
) -> ast.Package:
    package_id = PackageId(identifier or f"{name}-{version}".replace(".", "_"))
    return parse_package(f"metadata ( '{name}' : '{version}' ) {text}", lf, package_id)


def broken_rule(past: str, present: str) -> Rule | None:
    try:
        check_upgrade({}, package(past, "1.0.0"), package(present, "2.0.0"))
    except UpgradeError as error:
        return error.rule
    return None


def module(text: str) -> str:
    return f"module M {{ {text} }}"


TEMPLATE = """
record @serializable T = {{ p: Party {field} }};
record @serializable View = {{}};
interface (this: I) = {{ viewtype M:View; }};
template (this: T) = {{
  precondition {precondition}; signatories Nil @Party; observers Nil @Party;
  {choice} {instance} {key}
}};
"""
CHOICE = 'choice C (self) (a: Unit): {}, controllers Nil @Party to ERROR @(Update Unit) "";'
KEY = 'key @{0} (ERROR @{0} "") (\\(k: {0}) -> Nil @Party);'


def template(**parts: str) -> str:
    usual = {"field": "", "precondition": "True", "choice": "", "instance": "", "key": ""}
    return module(TEMPLATE.format(**{**usual, **parts}))


@pytest.mark.parametrize(
    ("past", "present"),
    [
        (template(), template(field=", q: Option Text", precondition="False")),
        (template(), template(choice=CHOICE.format("Unit"))),
        (template(), template(instance="implements M:I { view = M:View {}; };")),
        (template(key=KEY.format("Party")), template(key=KEY.format("Party"))),
        (template(), template() + "module N { record @serializable R = {}; }"),
        (module("record R = {};"), module("")),
        (module("record R = { x: Text };"), module("record R = { x: Int64 };")),
        (module("record R = { x: Text };"), module("record @serializable R = { x: Int64 };")),
        (
            module("record @serializable R (a: *) = { x: a };"),
            module("record @serializable R (b: *) = { x: b, y: Option b };"),
        ),
        (
            module("record @serializable R = { x: M:S }; record @serializable S = {};"),
            module("record @serializable R = { x: M:S }; record @serializable S = {};"),
        ),
        (
            module("variant @serializable V = A: Text;"),
            module("variant @serializable V = A: Text | B: Int64;"),
        ),
        (
            module("enum @serializable E = A | B;"),
            module("enum @serializable E = A | B | C;"),
        ),
        (module('val x: Text = "";'), module("")),
        (
            module("record @serializable X = {}; exception X = { message y };"),
            module("record @serializable X = { z: Text }; exception X = { message y };"),
        ),
    ],
)
def test_valid_upgrades(past: str, present: str) -> None:
    assert broken_rule(past, present) is None


@pytest.mark.parametrize(
    ("past", "present", "rule"),
    [
        (template(), "module N {}", Rule.MISSING_MODULE),
        (template(), module("record @serializable T = { p: Party };"), Rule.MISSING_TEMPLATE),
        (template(choice=CHOICE.format("Unit")), template(), Rule.MISSING_CHOICE),
        (
            template(choice=CHOICE.format("Unit")),
            template(choice=CHOICE.format("Text")),
            Rule.CHANGED_CHOICE_RESULT,
        ),
        (
            template(instance="implements M:I { view = M:View {}; };"),
            template(),
            Rule.MISSING_IMPLEMENTATION,
        ),
        (template(key=KEY.format("Party")), template(), Rule.REMOVED_KEY),
        (template(), template(key=KEY.format("Party")), Rule.ADDED_KEY),
        (
            template(key=KEY.format("Party")),
            template(key=KEY.format("Text")),
            Rule.CHANGED_KEY_TYPE,
        ),
        (template(), template(field=", q: Text"), Rule.RECORD_FIELDS_NOT_OPTIONAL),
        (module("record @serializable R = {};"), module(""), Rule.MISSING_DATA_TYPE),
        (
            module("record @serializable R = {};"),
            module("record R = {};"),
            Rule.BECAME_UNSERIALIZABLE,
        ),
        (
            module("record @serializable R = {};"),
            module("enum @serializable R = A;"),
            Rule.CHANGED_VARIETY,
        ),
        (
            module("record @serializable R = { x: Text };"),
            module("record @serializable R = { y: Option Text };"),
            Rule.RECORD_FIELDS_MISSING,
        ),
        (
            module("record @serializable R = { x: Text };"),
            module("record @serializable R = { x: Option Text };"),
            Rule.RECORD_FIELDS_CHANGED,
        ),
        (
            module("record @serializable R = { x: Text };"),
            module("record @serializable R = { y: Option Text, x: Text };"),
            Rule.RECORD_FIELDS_ORDER,
        ),
        (
            module("record @serializable R (a: *) = {};"),
            module("record @serializable R = {};"),
            Rule.DIFFERENT_PARAMETER_COUNT,
        ),
        (
            module("record @serializable R (a: *) = {};"),
            module("record @serializable R (a: nat) = {};"),
            Rule.DIFFERENT_PARAMETER_KINDS,
        ),
        (
            module("record @serializable R (a: *) (b: *) = { x: a };"),
            module("record @serializable R (a: *) (b: *) = { x: b };"),
            Rule.RECORD_FIELDS_CHANGED,
        ),
        (
            module("variant @serializable V = A: Text | B: Text;"),
            module("variant @serializable V = A: Text;"),
            Rule.VARIANT_CONSTRUCTOR_REMOVED,
        ),
        (
            module("variant @serializable V = A: Text;"),
            module("variant @serializable V = A: Int64;"),
            Rule.VARIANT_CONSTRUCTOR_CHANGED,
        ),
        (
            module("variant @serializable V = A: Text;"),
            module("variant @serializable V = B: Text | A: Text;"),
            Rule.VARIANT_CONSTRUCTORS_ORDER,
        ),
        (
            module("variant @serializable V = A: M:V.A; record @serializable V.A = {};"),
            module("variant @serializable V = A: M:V.A; record @serializable V.A = { x: Text };"),
            Rule.VARIANT_FIELD_ADDED,
        ),
        (
            module("enum @serializable E = A | B;"),
            module("enum @serializable E = A;"),
            Rule.ENUM_CONSTRUCTOR_REMOVED,
        ),
        (
            module("enum @serializable E = A | B;"),
            module("enum @serializable E = B | A;"),
            Rule.ENUM_CONSTRUCTORS_ORDER,
        ),
        (
            module("record @serializable C = {};"),
            module(
                TEMPLATE.format(
                    field="", precondition="True", choice=CHOICE.format("Unit"), instance="", key=""
                )
                + "record @serializable C = {};"
            ),
            Rule.CHANGED_ORIGIN,
        ),
    ],
)
def test_invalid_upgrades(past: str, present: str, rule: Rule) -> None:
    assert broken_rule(past, present) is rule


def test_the_language_version_may_not_decrease() -> None:
    older, newer = package("", "1.0.0", V2_2), package("", "2.0.0", V2_3)
    check_upgrade({}, older, newer)
    with pytest.raises(UpgradeError) as caught:
        check_upgrade({}, newer, older)
    assert caught.value.rule is Rule.DECREASING_LF_VERSION


def test_types_of_dependencies_may_become_newer_but_not_older() -> None:
    old = package("module L { record @serializable R = {}; }", "1.2.0", name="l")
    new = package("module L { record @serializable R = {}; }", "1.10.0", name="l")
    fork = package("module L { record @serializable R = {}; }", "3.0.0", name="fork")
    packages = {item.id: item for item in (old, new, fork)}

    def rule(before: ast.Package, after: ast.Package) -> Rule | None:
        text = "record @serializable T = {{ x: '{}':L:R }};"
        past = package(module(text.format(before.id)), "1.0.0")
        present = package(module(text.format(after.id)), "2.0.0")
        try:
            check_upgrade(packages, past, present)
        except UpgradeError as error:
            return error.rule
        return None

    assert rule(old, old) is None
    assert rule(old, new) is None
    assert rule(new, old) is Rule.RECORD_FIELDS_CHANGED
    assert rule(old, fork) is Rule.RECORD_FIELDS_CHANGED


def test_an_interface_of_the_package_itself_is_another_one_in_its_upgrade() -> None:
    instance = "implements M:I { view = M:View {}; };"
    past = template(instance=instance)
    assert broken_rule(past, past) is Rule.MISSING_IMPLEMENTATION
