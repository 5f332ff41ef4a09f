"""Contracts of one version met by every operation of another: a matrix.

Every change of a template is met by every operation, inside `try` and outside, on a contract of
the same transaction, on one of the ledger, and on one whose own package is not there any more.
The changes and their outcomes are those of the original's UpgradesMatrix.
"""

from __future__ import annotations

import pytest

from canton.daml_lf.engine import CreateAndExerciseCommand

COMMON = """
module C {
  record @serializable View = { n: Int64 };
  record @serializable Ex = { message: Text };
  exception Ex = { message \\(e: C:Ex) -> C:Ex {message} e };
  interface (this: I) = {
    viewtype C:View;
    method controller: Party;
    choice @nonConsuming N (self) (a: Unit): Unit,
      controllers Cons @Party [call_method @C:I controller this] (Nil @Party)
      to upure @Unit ();
  };
}
"""
TEMPLATE = """
module M {
  record @serializable Go = {};
  record @serializable Key = { p: Party%(key_fields)s };
  variant @serializable Side = %(sides)s;
  enum @serializable Colour = %(colours)s;
  record @serializable Inner = { %(inner)s };
  record @serializable T = { p: Party, q: Party, s: M:Side, c: M:Colour, r: M:Inner%(fields)s };
  template (this: T) = {
    precondition %(precondition)s;
    signatories %(signatories)s;
    observers %(observers)s;
    choice @nonConsuming Touch (self) (a: M:Go): Unit,
      controllers Cons @Party [M:T {p} this] (Nil @Party)
      to upure @Unit ();
    %(instance)s
    key @M:Key (%(key)s) (%(maintainers)s);
  };
}
"""
ONE = "Cons @Party [M:T {p} this] (Nil @Party)"
TWO = "Cons @Party [M:T {p} this, M:T {q} this] (Nil @Party)"
INSTANCE = "implements '-c-':C:I { view = %s; method controller = %s; };"
VIEW = "'-c-':C:View { n = 1 }"
DEFAULTS = {
    "key_fields": "",
    "sides": "Left: Int64 | Right: Int64",
    "colours": "Red | Blue",
    "inner": "n: Int64",
    "fields": "",
    "precondition": "True",
    "signatories": ONE,
    "observers": "Nil @Party",
    "instance": INSTANCE % (VIEW, "M:T {p} this"),
    "key": "M:Key { p = M:T {p} this }",
    "maintainers": r"\(k: M:Key) -> Cons @Party [M:Key {p} k] (Nil @Party)",
}


def throws(type_: str) -> str:
    return f"throw @({type_}) @'-c-':C:Ex ('-c-':C:Ex {{ message = \"no\" }})"


OPERATIONS = {
    "fetch": "ubind x: $T <- fetch_template @$T $cid in upure @Unit ()",
    "exercise": "exercise @$T Touch $cid ('-v2-':M:Go {})",
    "fetch interface": "ubind x: $I <- fetch_interface @$I (COERCE_CONTRACT_ID @$T @$I $cid)"
    " in upure @Unit ()",
    "exercise interface": "exercise_interface @$I N (COERCE_CONTRACT_ID @$T @$I $cid) ()",
    "fetch by key": "ubind x: $tuple (ContractId $T) $T <- fetch_by_key @$T $key in upure @Unit ()",
    "exercise by key": "exercise_by_key @$T Touch $key ('-v2-':M:Go {})",
    "query": "ubind x: List ($tuple (ContractId $T) $T) <- query_n_by_key @$T 2 $key"
    " in upure @Unit ()",
}
NAMES = list(OPERATIONS)
FIELDS = "p = C:W {p} this, q = C:W {q} this, s = '-v1-':M:Side:%s 1, c = '-v1-':M:Colour:%s"


def client(creates: str, *, is_local: bool) -> str:
    """A template whose choices do the operations; locally, each creates its contract."""
    cid, key_argument = "C:Go {cid} a", "('-v2-':M:Key { p = C:W {p} this })"
    if is_local:
        cid = "COERCE_CONTRACT_ID @'-v1-':M:T @'-v2-':M:T c"
    choices = []
    create = f"create @'-v1-':M:T ('-v1-':M:T {{ {creates} }})"
    for number, operation in enumerate(OPERATIONS.values()):
        text = operation.replace("$cid", f"({cid})").replace("$key", key_argument)
        text = text.replace("$T", "'-v2-':M:T").replace("$I", "'-c-':C:I")
        if is_local:
            text = f"ubind c: ContractId '-v1-':M:T <- {create} in {text}"
        caught = f"try @Unit {text} catch e -> Some @(Update Unit) (upure @Unit ())"
        for prefix, body in [("Plain", text), ("Caught", caught)]:
            choices.append(
                f"choice @nonConsuming {prefix}{number} (self) (a: C:Go): Unit,"
                f" controllers Cons @Party [C:W {{p}} this] (Nil @Party) to {body};"
            )
    if is_local:
        choices.append(
            "choice @nonConsuming Make (self) (a: C:Go): ContractId '-v1-':M:T,"
            f" controllers Cons @Party [C:W {{p}} this] (Nil @Party) to {create};"
        )
    argument = "" if is_local else "cid: ContractId '-v2-':M:T"
    return f"""module C {{
      record @serializable W = {{ p: Party, q: Party }};
      record @serializable Go = {{ {argument} }};
      template (this: W) = {{
        precondition True; signatories Cons @Party [C:W {{p}} this] (Nil @Party);
        observers Nil @Party; {" ".join(choices)}
      }};
    }}"""


VALIDATION = "INTERPRETATION_UPGRADE_ERROR_VALIDATION_FAILED"
TRANSLATION = "INTERPRETATION_UPGRADE_ERROR_TRANSLATION_FAILED"
AUTHENTICATION = "INTERPRETATION_UPGRADE_ERROR_AUTHENTICATION_FAILED"
MORE_SIDES = {"sides": "Left: Int64 | Right: Int64 | Up: Int64"}
MORE_COLOURS = {"colours": "Red | Blue | Green"}
MORE_INNER = {"inner": "n: Int64, extra: Option Unit"}
OPTIONAL = {"fields": ", extra: Option Unit"}
NONE_INNER, NONE_FIELD = "n = 1, extra = None @Unit", ", extra = None @Unit"
SOME_INNER, SOME_FIELD = "n = 1, extra = Some @Unit ()", ", extra = Some @Unit ()"
WIDE_KEY = {
    "key_fields": ", x: Option Unit",
    "key": "M:Key { p = M:T {p} this, x = Some @Unit () }",
}
THROWING_VIEW = {"instance": INSTANCE % (throws("'-c-':C:View"), "M:T {p} this")}
THROWING_MAINTAINERS = {"maintainers": r"\(k: M:Key) -> " + throws("List Party")}

# What the second version changes; the first version's own; what the contract has; the outcome.
CASES = {
    "nothing": ({}, {}, {}, "ok"),
    "a precondition that holds": ({"precondition": "case () of () -> True"}, {}, {}, "ok"),
    "a precondition": ({"precondition": "False"}, {}, {}, "TEMPLATE_PRECONDITION_VIOLATED"),
    "a throwing precondition": ({"precondition": throws("Bool")}, {}, {}, "DAML_FAILURE"),
    "signatories": ({"signatories": TWO}, {}, {}, VALIDATION),
    "throwing signatories": ({"signatories": throws("List Party")}, {}, {}, "DAML_FAILURE"),
    "observers": ({"observers": TWO}, {}, {}, VALIDATION),
    "throwing observers": ({"observers": throws("List Party")}, {}, {}, "DAML_FAILURE"),
    "an instance added": ({}, {"instance": ""}, {}, "ok"),
    "a throwing view": (THROWING_VIEW, {}, {}, "ok"),
    "a field of the template": (OPTIONAL, {}, {}, "ok"),
    "a field gone that was None": ({}, OPTIONAL, {"fields": NONE_FIELD}, "ok"),
    "a field gone that was Some": ({}, OPTIONAL, {"fields": SOME_FIELD}, TRANSLATION),
    "a field of a record": (MORE_INNER, {}, {}, "ok"),
    "a record's field renamed": ({"inner": "m: Int64"}, {}, {}, AUTHENTICATION),
    "a record's field gone that was None": ({}, MORE_INNER, {"inner": NONE_INNER}, "ok"),
    "a record's field gone that was Some": ({}, MORE_INNER, {"inner": SOME_INNER}, TRANSLATION),
    "a constructor": (MORE_SIDES, {}, {}, "ok"),
    "constructors turned round": ({"sides": "Right: Int64 | Left: Int64"}, {}, {}, AUTHENTICATION),
    "an unused constructor gone": ({}, MORE_SIDES, {}, "ok"),
    "a used constructor gone": ({}, MORE_SIDES, {"side": "Up"}, TRANSLATION),
    "an enum's constructor": (MORE_COLOURS, {}, {}, "ok"),
    "an enum turned round": ({"colours": "Blue | Red"}, {}, {}, AUTHENTICATION),
    "a used constructor of an enum gone": ({}, MORE_COLOURS, {"colour": "Green"}, TRANSLATION),
    "a key": ({"key": "M:Key { p = M:T {q} this }"}, {}, {}, VALIDATION),
    "a throwing key": ({"key": throws("M:Key")}, {}, {}, "DAML_FAILURE"),
    "throwing maintainers": (THROWING_MAINTAINERS, {}, {}, "DAML_FAILURE"),
    "a key with something more": (WIDE_KEY, {}, {}, VALIDATION),
}
# Where the key itself cannot be formed in the second version, it cannot be asked for by key.
NOT_BY_KEY = {"a key with something more"}


@pytest.mark.parametrize("origin", ["local", "ledger", "ledger without its package"])
@pytest.mark.parametrize("case", CASES)
def test_every_operation_has_the_outcome_of_the_change(lf, case, origin) -> None:
    second, first, has, outcome = CASES[case]
    is_local = origin == "local"
    creates = FIELDS % (has.get("side", "Left"), has.get("colour", "Red"))
    creates += f", r = '-v1-':M:Inner {{ {has.get('inner', 'n = 1')} }}{has.get('fields', '')}"
    packages = [
        lf.package(COMMON, name="common", id_="-c-"),
        lf.package(TEMPLATE % (DEFAULTS | first), id_="-v1-"),
        lf.package(TEMPLATE % (DEFAULTS | second), version="2.0.0", id_="-v2-"),
    ]
    local = lf.package(client(creates, is_local=True), name="local")
    operator = local if is_local else lf.package(client("", is_local=False), name="client")
    ledger = lf.ledger(lf.library(*packages, local, operator), preference={"test": "-v2-"})
    argument = ()
    if not is_local:
        argument = (commit_one(lf, ledger, local),)
    if origin == "ledger without its package":
        ledger.library = lf.library(packages[0], packages[2], operator)
    codes = {}
    for number, name in enumerate(NAMES):
        for prefix in ("Plain", "Caught"):
            command = CreateAndExerciseCommand(
                ledger.id("C:W", operator),
                lf.value(("'alice", "'bob")),
                f"{prefix}{number}",
                lf.value(argument),
            )
            if not (case in NOT_BY_KEY and name in ("fetch by key", "exercise by key", "query")):
                codes[prefix, name] = ledger.code(command, act_as={"alice"})
    assert codes == dict.fromkeys(codes, outcome)


def commit_one(lf, ledger, local):
    """A contract of the first version on the ledger, made by the local client's first choice."""
    command = CreateAndExerciseCommand(
        ledger.id("C:W", local), lf.value(("'alice", "'bob")), "Make", lf.value(())
    )
    nodes = ledger.commit(command, act_as={"alice"}).transaction.nodes.values()
    [cid] = [node.contract_id for node in nodes if str(node.template_id.package) == "-v1-"]
    return cid
