"""Parts of choices as functions, in which exceptions are failures; experiments.

No version of the language has the first, so that they are only met in text.
"""

from __future__ import annotations

from typing import Any

import pytest

DEFINITIONS = r"""
    record @serializable Oops = { message: Text };
    exception Oops = { message \(e: M:Oops) -> M:Oops { message } e };
    record @serializable View = {};
    record @serializable T = { p: Party, q: Party };
    interface (this: I) = {
      viewtype M:View;
      method owner: Party;
      choice Look (self) (also: Party): Unit
        , controllers Cons @Party [call_method @M:I owner this, also] (Nil @Party)
        , observers Cons @Party [also] (Nil @Party)
        to upure @Unit ();
    };
    template (this: T) = {
      precondition True;
      signatories Nil @Party;
      observers Nil @Party;
      choice Give (self) (to_: Party): Unit
        , controllers Cons @Party [M:T { p } this, to_] (Nil @Party)
        to upure @Unit ();
      choice Show (self) (u: Unit): Unit
        , controllers throw @(List Party) @M:Oops (M:Oops { message = "who" })
        , observers Cons @Party [M:T { q } this] (Nil @Party)
        to upure @Unit ();
      implements M:I { view = M:View {}; method owner = M:T { q } this; };
    };
    val party: Text -> Party = \(t: Text) ->
      case TEXT_TO_PARTY t of Some p -> p | None -> ERROR @Party "";
    val t: M:T = M:T { p = M:party "p", q = M:party "q" };
    val asI: M:I = to_interface @M:I @M:T M:t;
    val names: List Party -> Text = \(ps: List Party) ->
      FOLDL @Text @Party (\(t: Text) (p: Party) -> APPEND_TEXT t (PARTY_TO_TEXT p)) "" ps;
"""


@pytest.mark.parametrize(
    ("expression", "parties"),
    [
        ('choice_controller @M:T Give M:t (M:party "x")', "px"),
        ('choice_observer @M:T Give M:t (M:party "x")', ""),
        ("choice_observer @M:T Show M:t ()", "q"),
        ('choice_controller @M:I Look M:asI (M:party "x")', "qx"),
        ('choice_observer @M:I Look M:asI (M:party "x")', "x"),
    ],
)
def test_parts_of_choices_are_functions(lf: Any, expression: str, parties: str) -> None:
    assert lf.evaluate(f"M:names ({expression})", DEFINITIONS) == parties


def test_an_exception_in_a_part_of_a_choice_is_not_caught(lf: Any) -> None:
    shown = lf.outcome("M:names (choice_controller @M:T Show M:t ())", DEFINITIONS)
    assert shown == "DAML_FAILURE"
    # The same exception outside is one that handlers see.
    assert lf.outcome('throw @Unit @M:Oops (M:Oops { message = "who" })', DEFINITIONS) == "who"


def test_arguments_are_evaluated_from_the_last_on(lf: Any) -> None:
    contract = 'TRACE @M:T "contract" M:t'
    argument = 'TRACE @Party "argument" (M:party "x")'
    written = lf.traces(f"choice_controller @M:T Give ({contract}) ({argument})", DEFINITIONS)
    assert written == ["argument", "contract"]


def test_the_only_experiment_answers(lf: Any) -> None:
    assert lf.evaluate("(experimental ANSWER (Unit -> Int64)) ()") == 42
    assert lf.outcome("experimental OTHER Int64") == "INTERPRETATION_USER_ERROR"
