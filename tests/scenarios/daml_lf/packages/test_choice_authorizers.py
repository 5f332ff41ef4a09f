"""Choices that say whose authority their bodies have (Daml-LF 2.dev)."""

from __future__ import annotations

import pytest

from canton.daml_lf.engine import CreateCommand, ExerciseCommand, Failed
from canton.daml_lf.transaction.node import ExerciseNode
from canton.daml_lf.value.value import UNIT
from unit.daml_lf.textual import Ledger, library_of, package_of, value_of

PACKAGE = """
module M {
  record @serializable T = { owner: Party, mover: Party, given: List Party };
  template (this: T) = {
    precondition True;
    signatories Cons @Party [M:T { owner } this] (Nil @Party);
    observers Nil @Party;
    choice Usual (self) (u: Unit): ContractId M:T
      , controllers Cons @Party [M:T { mover } this] (Nil @Party)
      to create @M:T this;
    choice Given (self) (u: Unit): ContractId M:T
      , controllers Cons @Party [M:T { mover } this] (Nil @Party)
      , authorizers M:T { given } this
      to create @M:T this;
  };
}
"""


@pytest.mark.parametrize(
    ("choice", "given", "act_as", "outcome"),
    [
        pytest.param("Usual", [], "mover", "ok", id="the owner's authority is inherited"),
        pytest.param("Given", ["'owner"], "mover", "requires", id="what is given is required"),
        pytest.param("Given", ["'owner"], "owner", "requires", id="so are the controllers"),
        pytest.param("Given", ["'owner"], "owner mover", "ok", id="the body has what is given"),
        pytest.param("Given", ["'mover"], "owner mover", "requires", id="and nothing else"),
        pytest.param("Given", [], "owner mover", "no authorizers", id="it is not nothing"),
    ],
)
def test_a_body_has_the_authority_that_the_choice_says(
    choice: str, given: list[str], act_as: str, outcome: str
) -> None:
    ledger = Ledger(library_of(package_of(PACKAGE)))
    template = ledger.id("M:T")
    argument = value_of(("'owner", "'mover", given))
    contract = ledger.created(CreateCommand(template, argument), {"owner"})

    result = ledger.run(ExerciseCommand(template, contract, choice, UNIT), act_as=act_as.split())
    if outcome == "ok":
        assert not isinstance(result, Failed), result.error
        node = result.transaction.nodes[result.transaction.roots[0]]
        assert isinstance(node, ExerciseNode)
        expected = {party[1:] for party in given} if choice == "Given" else None
        assert node.choice_authorizers == expected
    else:
        assert isinstance(result, Failed)
        assert result.error.code.id == "DAML_AUTHORIZATION_ERROR"
        assert outcome in str(result.error)
