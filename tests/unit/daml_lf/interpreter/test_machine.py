"""Creates, exercises, fetches, keys, time, exceptions, interfaces: scenarios on a test's ledger."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from canton.daml_lf.builtins.running import after_checks
from canton.daml_lf.engine import (
    CreateAndExerciseCommand,
    CreateCommand,
    ExerciseByKeyCommand,
    ExerciseCommand,
    Failed,
    interpret,
)
from canton.daml_lf.transaction.node import (
    CreateNode,
    ExerciseNode,
    FetchNode,
    QueryByKeyNode,
    RollbackNode,
)

MODULE = Path(__file__).with_name("contracts.lf").read_text()


@pytest.fixture(scope="module")
def library(lf):
    return lf.library(lf.package(MODULE))


@pytest.fixture
def ledger(lf, library):
    return lf.ledger(library, time=1_000)


@pytest.fixture
def make(lf, ledger):
    """Commands by short names: `make.iou(...)` and so on."""

    class Make:
        def create(self, template, *fields):
            return CreateCommand(ledger.id(f"M:{template}"), lf.value(fields))

        def exercise(self, template, cid, choice, *fields):
            return ExerciseCommand(ledger.id(f"M:{template}"), cid, choice, lf.value(fields))

        def iou(self, amount=10):
            return ledger.created(self.create("Iou", "'bank", "'alice", amount), {"bank"})

        def tool(self, party="alice"):
            return ledger.created(self.create("Tool", f"'{party}"), {party})

    return Make()


def kinds(transaction):
    return [type(node).__name__.removesuffix("Node") for _, node in transaction.pre_order()]


# --- contracts -----------------------------------------------------------------------------------


def test_a_create_has_its_stakeholders_and_a_local_id(ledger, make) -> None:
    result = ledger.run(make.create("Iou", "'bank", "'alice", 1), act_as={"bank"})
    [node] = result.transaction.nodes.values()
    assert (node.signatories, node.stakeholders) == ({"bank"}, {"bank", "alice"})
    assert node.contract_id.is_local
    assert set(result.metadata.node_seeds) == set(result.metadata.contract_hashes) == {0}


def test_a_consuming_exercise_archives_and_its_children_have_its_authority(ledger, make) -> None:
    cid = make.iou()
    transfer = make.exercise("Iou", cid, "Transfer", "'bob")
    transaction = ledger.commit(transfer, act_as={"alice"}).transaction
    root, child = (node for _, node in transaction.pre_order())
    assert isinstance(root, ExerciseNode) and isinstance(child, CreateNode)
    assert root.informees == {"bank", "alice"} and child.informees == {"bank", "bob"}
    assert root.result == child.contract_id
    assert ledger.code(transfer, act_as={"alice"}) == "CONTRACT_NOT_FOUND"


def test_a_contract_is_gone_in_the_body_of_its_own_consuming_choice(ledger, make) -> None:
    cid = make.iou()
    again = make.exercise("Iou", cid, "TwiceSelf")
    assert ledger.code(again, act_as={"alice"}) == "CONTRACT_NOT_ACTIVE"


def test_observers_learn_of_consuming_choices_only(ledger, make) -> None:
    cid = make.iou()
    peek = ledger.commit(make.exercise("Iou", cid, "Peek"), act_as={"alice"}).transaction
    [node] = peek.nodes.values()
    assert node.choice_observers == {"bank"}
    assert node.informees == {"bank", "alice"} and not node.consuming


def test_create_and_exercise_uses_the_local_contract(lf, ledger, make) -> None:
    command = CreateAndExerciseCommand(
        ledger.id("M:Iou"), lf.value(("'bank", "'alice", 3)), "Transfer", lf.value(("'bob",))
    )
    transaction = ledger.commit(command, act_as={"bank", "alice"}).transaction
    assert kinds(transaction) == ["Create", "Exercise", "Create"]
    assert len(transaction.roots) == 2


def test_a_failed_precondition_is_an_error_of_its_own(ledger, make) -> None:
    command = make.create("Iou", "'bank", "'alice", 0)
    assert ledger.code(command, act_as={"bank"}) == "TEMPLATE_PRECONDITION_VIOLATED"


def test_a_fetch_names_the_authorising_stakeholders_as_actors(ledger, make) -> None:
    cid, tool = make.iou(), make.tool()
    transaction = ledger.commit(
        make.exercise("Tool", tool, "Fetch", cid), act_as={"alice"}
    ).transaction
    _, fetch = (node for _, node in transaction.pre_order())
    assert isinstance(fetch, FetchNode)
    assert fetch.acting_parties == {"alice"} and fetch.informees == {"bank", "alice"}


# --- authorisation -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "act_as"),
    [
        (lambda m: m.create("Iou", "'bank", "'alice", 1), {"alice"}),
        (lambda m: m.exercise("Iou", m.iou(), "Transfer", "'bob"), {"bank"}),
        (lambda m: m.exercise("Tool", m.tool("carol"), "Fetch", m.iou()), {"carol"}),
        (lambda m: m.exercise("Tool", m.tool(), "NoControllers"), {"alice"}),
    ],
)
def test_missing_authority_is_refused(ledger, make, command, act_as) -> None:
    assert ledger.code(command(make), act_as=act_as) == "DAML_AUTHORIZATION_ERROR"


# --- interfaces ----------------------------------------------------------------------------------


def test_interfaces_are_reached_through_the_preferred_package(ledger, make, lf) -> None:
    cid, tool = make.iou(7), make.tool()
    fetch = make.exercise("Tool", tool, "FetchAsset", cid)
    amount = ExerciseCommand(ledger.id("M:Asset"), cid, "Amount", lf.value(()))
    assert ledger.code(fetch, act_as={"alice"}) == "UNRESOLVED_PACKAGE_NAME"
    ledger.preference = {"test": ledger.id("M:Iou").package}
    transaction = ledger.commit(fetch, amount, act_as={"alice"}).transaction
    first, second = (transaction.nodes[root] for root in transaction.roots)
    assert first.result == second.result == lf.value(7)
    assert second.interface_id == ledger.id("M:Asset")
    other = make.exercise("Tool", tool, "FetchOther", cid)
    assert ledger.code(other, act_as={"alice"}) == "CONTRACT_DOES_NOT_IMPLEMENT_INTERFACE"


def test_a_contract_of_another_template_is_refused(ledger, make) -> None:
    confuse = make.exercise("Tool", make.tool(), "Confuse", make.iou())
    assert ledger.code(confuse, act_as={"alice"}) == "WRONGLY_TYPED_CONTRACT"


# --- time ----------------------------------------------------------------------------------------


def test_looking_at_the_time_bounds_it(ledger, make) -> None:
    tool = make.tool()
    now = ledger.run(make.exercise("Tool", tool, "Now"), act_as={"alice"})
    assert (now.metadata.time_bounds.earliest, now.metadata.time_bounds.latest) == (1000, 1000)
    around = ledger.run(
        make.exercise("Tool", tool, "Before", 2000),
        make.exercise("Tool", tool, "Before", 1500),
        make.exercise("Tool", tool, "Before", 900),
        make.exercise("Tool", tool, "Before", 1000),
        act_as={"alice"},
    )
    assert (around.metadata.time_bounds.earliest, around.metadata.time_bounds.latest) == (
        1000,
        1499,
    )
    silent = ledger.run(make.exercise("Tool", tool, "Peeks"), act_as={"alice"})
    assert silent.metadata.time_bounds.is_unbounded


# --- exceptions ----------------------------------------------------------------------------------


def test_an_uncaught_exception_is_a_failure_with_its_message_and_a_trace(ledger, make) -> None:
    tool = make.tool()
    result = ledger.run(make.exercise("Tool", tool, "Throw"), act_as={"alice"})
    assert isinstance(result, Failed)
    error = result.error
    assert error.code.id == "DAML_FAILURE" and error.code.category.number == 9
    assert error.cause.endswith("UNHANDLED_EXCEPTION/M:Boom (error category 9): boom: x")
    assert error.context["error_id"] == "UNHANDLED_EXCEPTION/M:Boom"
    assert "in choice" in error.context["exercise_trace"]
    assert "in exercise command" in error.context["exercise_trace"]


MESSAGES = r"""
module M {
  record @serializable T = { p: Party };
  record @serializable Go = {};
  record @serializable A = {};
  record @serializable B = {};
  exception A = { message \(e: M:A) -> MESSAGE };
  exception B = { message \(e: M:B) -> "b" };
  val loop: Int64 -> Text = \(n: Int64) -> M:loop (ADD_INT64 n 0);
  template (this: T) = {
    precondition True;
    signatories Cons @Party [M:T {p} this] (Nil @Party);
    observers Nil @Party;
    choice Throw (self) (a: M:Go): Int64, controllers Cons @Party [M:T {p} this] (Nil @Party)
      to throw @(Update Int64) @M:A (M:A {});
  };
}
"""


@pytest.mark.parametrize(
    ("message", "code", "cause"),
    [
        (
            "throw @Text @M:B (M:B {})",
            "DAML_FAILURE",
            "<Failed to calculate message as M:B was thrown during conversion>",
        ),
        (
            'FAIL_WITH_STATUS @Text "status" INVALID_INDEPENDENT_OF_SYSTEM_STATE "s" '
            "(TEXTMAP_EMPTY @Text)",
            "DAML_FAILURE",
            "status (error category 8): s",
        ),
        ('ERROR @Text "oops"', "INTERPRETATION_USER_ERROR", "oops"),
        ("M:loop 1", "INTERPRETATION_TIME_EXCEEDED", "Time exceeds limit"),
    ],
)
def test_the_message_of_an_uncaught_exception_may_fail_itself(lf, message, code, cause) -> None:
    ledger = lf.ledger(lf.library(lf.package(MESSAGES.replace("MESSAGE", message))))
    command = CreateAndExerciseCommand(ledger.id("M:T"), lf.value(("'a",)), "Throw", lf.value(()))
    known = replace(ledger.known(), is_late=after_checks(1))
    result = interpret(ledger.submission([command], {"a"}), known)
    assert isinstance(result, Failed)
    assert result.error.code.id == code and cause in result.error.cause


def test_fail_with_status_chooses_category_and_metadata(ledger, make) -> None:
    result = ledger.run(make.exercise("Tool", make.tool(), "Status"), act_as={"alice"})
    error = result.error
    assert (error.code.id, error.code.category.number) == ("DAML_FAILURE", 8)
    assert error.context["k"] == "v" and error.context["error_id"] == "my-id"


def test_catching_leaves_a_rollback_of_what_was_read(ledger, make, lf) -> None:
    result = ledger.commit(make.exercise("Tool", make.tool(), "Catch"), act_as={"alice"})
    assert kinds(result.transaction) == ["Exercise", "Rollback", "Exercise"]
    root = result.transaction.nodes[result.transaction.roots[0]]
    assert root.result == lf.value(1)
    assert set(result.metadata.node_seeds) == {0, 2}


def test_a_rollback_of_nothing_vanishes(ledger, make, lf) -> None:
    result = ledger.commit(make.exercise("Tool", make.tool(), "CatchByType"), act_as={"alice"})
    [root] = result.transaction.nodes.values()
    message = "ArithmeticError while evaluating (DIV_INT64 1 0)."
    assert root.result == lf.value(message)


def test_a_handler_may_leave_the_exception_to_the_next(ledger, make, lf) -> None:
    result = ledger.commit(make.exercise("Tool", make.tool(), "Rethrow"), act_as={"alice"})
    assert result.transaction.nodes[0].result == lf.value("boom: y")


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        ("Effect", "DAML_EFFECTFUL_ROLLBACK_ERROR"),
        ("Abort", "INTERPRETATION_USER_ERROR"),
        ("CatchControllers", "DAML_FAILURE"),
    ],
)
def test_what_cannot_be_caught(ledger, make, choice, code) -> None:
    assert ledger.code(make.exercise("Tool", make.tool(), choice), act_as={"alice"}) == code


# --- keys ----------------------------------------------------------------------------------------


@pytest.fixture
def accounts(ledger, make):
    """Two accounts of one key, the second newer, and one of another key."""
    return [
        ledger.created(make.create("Account", "'bank", number, label), {"bank"})
        for number, label in [(1, "old"), (1, "young"), (2, "other")]
    ]


def test_keys_are_not_unique_and_the_newest_comes_first(ledger, make, accounts, lf) -> None:
    find = make.exercise("Account", accounts[2], "Find", "'bank", 1, 5)
    result = ledger.commit(find, act_as={"bank"})
    root, query = (node for _, node in result.transaction.pre_order())
    assert root.result == lf.value(["young", "old"])
    assert isinstance(query, QueryByKeyNode) and query.is_exhaustive
    assert query.result == (accounts[1], accounts[0])
    assert list(result.metadata.key_inputs.values()) == [(accounts[1], accounts[0])]


def test_a_query_that_is_satisfied_is_not_exhaustive(ledger, make, accounts, lf) -> None:
    find = make.exercise("Account", accounts[2], "Find", "'bank", 1, 1)
    result = ledger.commit(find, act_as={"bank"})
    _, query = (node for _, node in result.transaction.pre_order())
    assert not query.is_exhaustive and query.result == (accounts[1],)


def test_local_contracts_come_before_those_of_the_ledger(ledger, make, accounts, lf) -> None:
    reopen = make.exercise("Account", accounts[0], "Reopen", "'bank", 1, 3)
    result = ledger.commit(reopen, act_as={"bank"})
    root = result.transaction.nodes[0]
    assert root.result == lf.value(["new", "young"])


def test_by_key_finds_the_first_and_says_so_in_the_node(ledger, make, accounts, lf) -> None:
    key = lf.value(("'bank", 1))
    close = ExerciseByKeyCommand(ledger.id("M:Account"), key, "Close", lf.value(()))
    first = ledger.commit(close, act_as={"bank"}).transaction.nodes[0]
    second = ledger.commit(close, act_as={"bank"}).transaction.nodes[0]
    assert first.by_key and first.result == lf.value("young")
    assert second.result == lf.value("old")
    assert ledger.code(close, act_as={"bank"}) == "CONTRACT_KEY_NOT_FOUND"
    fetch = make.exercise("Account", accounts[2], "ByKey", "'bank", 2, 0)
    _, node = (n for _, n in ledger.commit(fetch, act_as={"bank"}).transaction.pre_order())
    assert isinstance(node, FetchNode) and node.by_key


def test_a_query_needs_the_maintainers_and_a_positive_count(ledger, make, accounts) -> None:
    other = make.exercise("Account", accounts[2], "Find", "'rich", 1, 1)
    none = make.exercise("Account", accounts[2], "Find", "'bank", 1, 0)
    assert ledger.code(other, act_as={"bank"}) == "DAML_AUTHORIZATION_ERROR"
    assert ledger.code(none, act_as={"bank"}) == "DAML_INTERPRETATION_ERROR"


def test_rollback_nodes_are_in_no_transaction_without_exceptions(ledger, make) -> None:
    transaction = ledger.commit(make.create("Tool", "'a"), act_as={"a"}).transaction
    assert not any(isinstance(node, RollbackNode) for node in transaction.nodes.values())
