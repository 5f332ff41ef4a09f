"""Labels of arguments, keys, choices and results; views of interfaces; hashes by value."""

from __future__ import annotations

from pathlib import Path

import pytest

from canton.daml_lf.builtins import running
from canton.daml_lf.builtins.errors import InterpretationError
from canton.daml_lf.engine import CreateCommand, ExerciseCommand, interpret
from canton.daml_lf.library import labels
from canton.daml_lf.library.contract_hash import contract_hash, key_hash
from canton.daml_lf.library.labels import (
    interface_view,
    label_argument,
    label_choice_argument,
    label_choice_result,
    label_key,
    label_transaction,
)
from canton.daml_lf.library.translation import TranslationError
from canton.daml_lf.value.value import Int64Value, RecordValue, TextValue, normalise

MODULE = (Path(__file__).parents[1] / "interpreter" / "contracts.lf").read_text()


@pytest.fixture(scope="module")
def library(lf):
    return lf.library(lf.package(MODULE))


@pytest.fixture
def ledger(lf, library):
    return lf.ledger(library)


def test_nodes_get_the_names_of_their_fields(lf, ledger, library) -> None:
    iou = ledger.id("M:Iou")
    argument = label_argument(library, iou, lf.value(("'bank", "'alice", 1)))
    assert argument.labels == ("issuer", "owner", "amount") and argument.type_id == iou
    chosen = label_choice_argument(library, iou, None, "Transfer", lf.value(("'bob",)))
    assert chosen.labels == ("newOwner",)
    amount = label_choice_result(library, iou, ledger.id("M:Asset"), "Amount", lf.value(3))
    assert amount == Int64Value(3)
    key = label_key(library, ledger.id("M:Account"), lf.value(("'bank", 1)))
    assert key.labels == ("bank", "number")


def test_a_view_is_computed_with_labels(lf, ledger, library) -> None:
    argument = lf.value(("'bank", "'alice", 7))
    view = interface_view(library, ledger.id("M:Iou"), argument, ledger.id("M:Asset"))
    assert view == RecordValue((Int64Value(7),), ("amount",), ledger.id("M:View"))
    for template, value in [("M:Plain", lf.value(("'a",))), ("M:Iou", TextValue("no record"))]:
        with pytest.raises(InterpretationError):
            interface_view(library, ledger.id(template), value, ledger.id("M:Asset"))


VIEWS = r"""
module M {
  record @serializable V = { n: Int64 };
  record @serializable T = { p: Party };
  record @serializable Boom = { };
  exception Boom = { message \(e: M:Boom) -> "boom" };
  val loop: Int64 -> Int64 = \(n: Int64) -> M:loop (ADD_INT64 n 0);
  val deep: Int64 -> Int64 = \(n: Int64) -> ADD_INT64 1 (M:deep (ADD_INT64 n 0));
  interface (this: I) = { viewtype M:V; };
  template (this: T) = {
    precondition True;
    signatories Cons @Party [M:T {p} this] (Nil @Party);
    observers Nil @Party;
    implements M:I { view = M:V { n = BODY }; };
  };
}
"""


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("throw @Int64 @M:Boom (M:Boom {})", "DAML_FAILURE"),
        ("M:loop 1", "INTERPRETATION_TIME_EXCEEDED"),
        ("M:deep 1", "DAML_INTERPRETATION_ERROR"),
        ('ERROR @Int64 "no"', "INTERPRETATION_USER_ERROR"),
    ],
)
def test_a_view_that_fails_or_runs_away_is_an_error(lf, monkeypatch, body, code) -> None:
    monkeypatch.setattr(running, "DEPTH_MAX", 20_000)
    monkeypatch.setattr(labels, "_VIEW_CHECKS_MAX", 3)
    library = lf.library(lf.package(VIEWS.replace("BODY", body)))
    ledger = lf.ledger(library)
    with pytest.raises(InterpretationError) as caught:
        interface_view(library, ledger.id("M:T"), lf.value(("'a",)), ledger.id("M:I"))
    assert caught.value.code.id == code


def test_hashes_by_value_are_those_of_interpretation(lf, ledger, library) -> None:
    create = CreateCommand(ledger.id("M:Account"), lf.value(("'bank", 1, "x")))
    result = interpret(ledger.submission([create], {"bank"}), ledger.known())
    [node] = result.transaction.nodes.values()
    hashed = contract_hash(library, node.template_id, node.argument)
    assert result.metadata.contract_hashes == {0: hashed}
    assert key_hash(library, node.template_id, node.key.key.value) == node.key.key.hash
    with pytest.raises(TranslationError):
        contract_hash(library, ledger.id("M:Nothing"), node.argument)
    with pytest.raises(TranslationError):
        key_hash(library, ledger.id("M:Iou"), node.key.key.value)


def test_a_trace_of_many_exercises_is_cut(lf) -> None:
    text = r"""
        module M {
          record @serializable T = { p: Party };
          record @serializable A = { n: Int64 };
          val one: M:T -> List Party = \(t: M:T) -> Cons @Party [M:T {p} t] (Nil @Party);
          template (this: T) = {
            precondition True; signatories M:one this; observers Nil @Party;
            choice @nonConsuming Down (self) (a: M:A): Unit, controllers M:one this
              to case EQUAL @Int64 (M:A {n} a) 0 of
                  True -> upure @Unit (FAIL_WITH_STATUS @Unit "id"
                    INVALID_INDEPENDENT_OF_SYSTEM_STATE "m" (TEXTMAP_EMPTY @Text))
                | False -> exercise @M:T Down self (M:A { n = SUB_INT64 (M:A {n} a) 1 });
          };
        }
    """
    ledger = lf.ledger(lf.library(lf.package(text)))
    cid = ledger.created(CreateCommand(ledger.id("M:T"), lf.value(("'a",))), {"a"})
    down = ExerciseCommand(ledger.id("M:T"), cid, "Down", lf.value((20,)))
    trace = ledger.run(down, act_as={"a"}).error.context["exercise_trace"].splitlines()
    assert len(trace) == 12 and trace[10].strip() == "..."


def test_a_labelled_transaction_is_the_same_transaction(lf, ledger, library) -> None:
    create = CreateCommand(ledger.id("M:Account"), lf.value(("'bank", 1, "x")))
    account = ledger.created(create, {"bank"})
    commands = [
        ExerciseCommand(ledger.id("M:Account"), account, choice, lf.value(("'bank", 1, 2)))
        for choice in ("Find", "ByKey", "Reopen")
    ]
    plain = ledger.run(*commands, act_as={"bank"}).transaction
    labelled = label_transaction(library, plain)
    assert labelled != plain
    arguments = [node.argument for node in labelled.nodes.values() if hasattr(node, "argument")]
    assert all(argument.labels and argument.type_id for argument in arguments)
    for number, node in plain.nodes.items():
        again = labelled.nodes[number]
        if hasattr(node, "argument"):
            assert normalise(again.argument) == node.argument
