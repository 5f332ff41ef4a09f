"""The door of the engine: what is asked for, replay, authentication, limits, command arguments."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from canton.daml_lf.builtins import running
from canton.daml_lf.engine import (
    CreateCommand,
    ExerciseCommand,
    Failed,
    Interpreted,
    Known,
    Need,
    Replay,
    ReplayCreate,
    ReplayExercise,
    ReplayFetch,
    interpret,
)
from canton.daml_lf.interpreter.limit import Limits
from canton.daml_lf.transaction.node import ExerciseNode, map_transaction_contract_ids
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.identifier import Identifier, NamedReference
from canton.daml_lf.value.value import (
    NONE,
    Int64Value,
    OptionalValue,
    PartyValue,
    RecordValue,
    TextValue,
)

MODULE = Path(__file__).with_name("contracts.lf").read_text()


@pytest.fixture(scope="module")
def library(lf):
    return lf.library(lf.package(MODULE))


@pytest.fixture
def ledger(lf, library):
    return lf.ledger(library, time=1_000)


def create(ledger, lf, template, *fields):
    return CreateCommand(ledger.id(f"M:{template}"), lf.value(fields))


# --- needs ---------------------------------------------------------------------------------------


def test_all_contracts_that_commands_name_are_asked_for_at_once(ledger, lf) -> None:
    ids = [ContractId(b"\0" + bytes([i]) * 32 + b"\1") for i in range(3)]
    commands = [
        ExerciseCommand(ledger.id("M:Tool"), ids[0], "Fetch", lf.value((ids[1],))),
        ExerciseCommand(ledger.id("M:Iou"), ids[2], "Peek", lf.value(())),
    ]
    work = ledger.submission(commands, {"alice"})
    assert interpret(work, ledger.known()) == Need(contracts=frozenset(ids))


def test_a_package_is_asked_for_by_its_id(ledger, lf) -> None:
    unknown = Identifier("cafe", "M", "T")
    work = ledger.submission([CreateCommand(unknown, lf.value(()))], {"alice"})
    assert interpret(work, ledger.known()) == Need(packages=frozenset({"cafe"}))
    by_name = ledger.submission([CreateCommand(NamedReference("n", "M", "T"), lf.value(()))], {"a"})
    result = interpret(by_name, ledger.known())
    assert isinstance(result, Failed) and result.error.code.id == "PACKAGE_NOT_FOUND"


def test_a_key_is_asked_for_with_how_many_contracts_are_wanted(ledger, lf) -> None:
    account = ledger.created(create(ledger, lf, "Account", "'bank", 1, "x"), {"bank"})
    find = ExerciseCommand(ledger.id("M:Account"), account, "Find", lf.value(("'bank", 2, 3)))
    work = ledger.submission([find], {"bank"})
    known = replace(ledger.known(), keys={})
    result = interpret(work, known)
    assert isinstance(result, Need) and [need.count for need in result.keys] == [3]


# --- replay --------------------------------------------------------------------------------------


def replayed(ledger, result, command, *, must_fail=False):
    """The root action of a transaction of one root, run again with its seed."""
    root = result.transaction.roots[0]
    node = result.transaction.nodes[root]
    replay = Replay(
        command,
        node.required_authorizers,
        result.metadata.node_seeds.get(root),
        result.metadata.preparation_time,
        result.metadata.ledger_time,
        ledger.preference,
        must_fail=must_fail,
    )
    return interpret(replay, ledger.known())


def test_a_replayed_root_action_gives_the_same_nodes_and_seeds(ledger, lf) -> None:
    cid = ledger.created(create(ledger, lf, "Iou", "'bank", "'alice", 3), {"bank"})
    commands = {
        "Transfer": lf.value(("'bob",)),
        "Peek": lf.value(()),
    }
    for choice, argument in commands.items():
        exercise = ExerciseCommand(ledger.id("M:Iou"), cid, choice, argument)
        submitted = ledger.run(exercise, act_as={"alice"})
        again = ReplayExercise(ledger.id("M:Iou"), None, cid, choice, argument)
        result = replayed(ledger, submitted, again)
        assert isinstance(result, Interpreted)
        assert result.transaction == submitted.transaction
        assert result.metadata.node_seeds == submitted.metadata.node_seeds
        assert result.metadata.contract_hashes == submitted.metadata.contract_hashes


def test_a_replayed_create_and_fetch(ledger, lf) -> None:
    command = create(ledger, lf, "Iou", "'bank", "'alice", 3)
    submitted = ledger.run(command, act_as={"bank"})
    result = replayed(ledger, submitted, ReplayCreate(command.template, command.argument))
    assert result.transaction == submitted.transaction
    cid = ledger.created(command, {"bank"})
    fetch = Replay(ReplayFetch(ledger.id("M:Iou"), None, cid), frozenset({"alice"}), None, 0, 0)
    [node] = interpret(fetch, ledger.known()).transaction.nodes.values()
    assert node.acting_parties == {"alice"} and node.contract_id == cid


def test_an_action_that_must_fail_gives_its_failed_node(ledger, lf) -> None:
    tool = ledger.created(create(ledger, lf, "Tool", "'alice"), {"alice"})
    command = ReplayExercise(ledger.id("M:Tool"), None, tool, "Throw", lf.value(()))
    replay = Replay(command, frozenset({"alice"}), bytes(32), 0, 0, must_fail=True)
    result = interpret(replay, ledger.known())
    [node] = result.transaction.nodes.values()
    assert isinstance(node, ExerciseNode) and node.result is None
    well = replace(replay, command=replace(command, choice="Peeks"))
    assert isinstance(interpret(well, ledger.known()), Failed)


# --- authentication ------------------------------------------------------------------------------


def test_a_contract_is_authenticated_by_the_hash_of_its_method(ledger, lf) -> None:
    cid = ledger.created(create(ledger, lf, "Iou", "'bank", "'alice", 3), {"bank"})
    contract = ledger.contracts[cid]
    seen = {}
    for prefix in (b"\xca\x10", b"\xca\x11", b"\xca\x12"):
        other = ContractId(cid.prefix + prefix + bytes(34))
        moved = replace(contract, contract_id=other)

        def is_authentic(given, hashed, moved=moved, prefix=prefix):
            assert given == moved
            seen[prefix] = hashed
            return prefix != b"\xca\x11"

        known = Known(ledger.library, {other: moved}, authenticate=is_authentic)
        peek = ExerciseCommand(ledger.id("M:Iou"), other, "Peek", lf.value(()))
        result = interpret(ledger.submission([peek], {"alice"}), known)
        if prefix == b"\xca\x11":
            code = result.error.code.id
            assert code == "INTERPRETATION_UPGRADE_ERROR_AUTHENTICATION_FAILED"
        else:
            assert isinstance(result, Interpreted)
    assert len(set(seen.values())) == 3


# --- arguments of commands -----------------------------------------------------------------------

ALICE, BANK = PartyValue("alice"), PartyValue("bank")
IOU_ARGUMENTS = [
    (RecordValue((BANK, ALICE, Int64Value(1))), "ok"),
    (RecordValue((ALICE, Int64Value(1), BANK), ("owner", "amount", "issuer")), "ok"),
    (RecordValue((BANK, ALICE, Int64Value(1), NONE)), "ok"),
    (RecordValue((BANK, ALICE, Int64Value(1), NONE), ("issuer", "owner", "amount", "new")), "ok"),
    (RecordValue((BANK, ALICE, Int64Value(1), OptionalValue(ALICE))), "fails"),
    (RecordValue((BANK, ALICE, Int64Value(1), ALICE)), "fails"),
    (RecordValue((BANK, ALICE)), "fails"),
    (RecordValue((BANK, ALICE, Int64Value(1)), ("issuer", "", "owner")), "fails"),
    (RecordValue((BANK, ALICE, BANK), ("issuer", "owner", "issuer")), "fails"),
    (RecordValue((BANK, ALICE, TextValue("1"))), "fails"),
    (RecordValue((BANK, ALICE, Int64Value(1)), (), Identifier("other", "M", "Iou")), "ok"),
    (RecordValue((BANK, ALICE, Int64Value(1)), (), Identifier("other", "M", "You")), "fails"),
    (TextValue("no record"), "fails"),
]


@pytest.mark.parametrize(("argument", "expected"), IOU_ARGUMENTS)
def test_arguments_are_read_leniently(ledger, argument, expected) -> None:
    command = CreateCommand(ledger.id("M:Iou"), argument)
    code = "ok" if expected == "ok" else "COMMAND_PREPROCESSING_FAILED"
    assert ledger.code(command, act_as={"bank"}) == code


def test_unknown_names_and_local_ids_in_commands_are_refused(ledger, lf) -> None:
    local = ContractId(b"\0" + bytes(32))
    suffixed = local.with_suffix(b"\1")
    commands = [
        ExerciseCommand(ledger.id("M:Iou"), local, "Peek", lf.value(())),
        ExerciseCommand(ledger.id("M:Iou"), suffixed, "Nothing", lf.value(())),
        ExerciseCommand(ledger.id("M:Nothing"), suffixed, "Peek", lf.value(())),
        CreateCommand(ledger.id("M:Nothing"), lf.value(())),
    ]
    for command in commands:
        assert ledger.code(command, act_as={"bank"}) == "COMMAND_PREPROCESSING_FAILED"


# --- running away --------------------------------------------------------------------------------

ENDLESS = r"""
module M {
  record @serializable T = { p: Party };
  record @serializable A = {};
  val one: M:T -> List Party = \(t: M:T) -> Cons @Party [M:T {p} t] (Nil @Party);
  val deep: Int64 -> Int64 = \(n: Int64) -> ADD_INT64 1 (M:deep n);
  template (this: T) = {
    precondition True; signatories M:one this; observers Nil @Party;
    choice @nonConsuming Again (self) (a: M:A): Unit, controllers M:one this
      to exercise @M:T Again self a;
    choice @nonConsuming Deep (self) (a: M:A): Int64, controllers M:one this
      to upure @Int64 (M:deep 0);
  };
}
"""


@pytest.mark.parametrize("choice", ["Again", "Deep"])
def test_endless_recursion_is_an_error_and_no_crash(lf, monkeypatch, choice) -> None:
    monkeypatch.setattr(running, "DEPTH_MAX", 20_000)
    ledger = lf.ledger(lf.library(lf.package(ENDLESS)))
    cid = ledger.created(CreateCommand(ledger.id("M:T"), lf.value(("'a",))), {"a"})
    command = ExerciseCommand(ledger.id("M:T"), cid, choice, lf.value(()))
    assert ledger.code(command, act_as={"a"}) == "DAML_INTERPRETATION_ERROR"


def test_ids_can_be_put_in_for_local_ones_afterwards(ledger, lf) -> None:
    cid = ledger.created(create(ledger, lf, "Iou", "'bank", "'alice", 3), {"bank"})
    exercise = ExerciseCommand(ledger.id("M:Iou"), cid, "Transfer", lf.value(("'bob",)))
    transaction = ledger.run(exercise, act_as={"alice"}).transaction
    changed = map_transaction_contract_ids(
        transaction, lambda c: c.with_suffix(b"\7") if c.is_local else c
    )
    root, child = (node for _, node in changed.pre_order())
    assert root.result == child.contract_id and child.contract_id.suffix == b"\7"


def test_packages_of_a_language_version_that_is_not_allowed_are_found_when_used(ledger, lf) -> None:
    work = ledger.submission([create(ledger, lf, "Iou", "'bank", "'alice", 1)], {"bank"})
    allowed = replace(ledger.known(), languages=frozenset({"2.1", "2.dev"}))
    refused = replace(ledger.known(), languages=frozenset({"2.1", "2.2", "2.3"}))
    assert isinstance(interpret(work, allowed), Interpreted)
    result = interpret(work, refused)
    assert isinstance(result, Failed) and result.error.code.id == "ALLOWED_LANGUAGE_VERSIONS"


LIMITS = [
    (Limits(signatories=1, observers=1, controllers=1, input_contracts=2), "ok"),
    (Limits(signatories=0), "INTERPRETATION_DEV_ERROR"),
    (Limits(observers=0), "INTERPRETATION_DEV_ERROR"),
    (Limits(controllers=0), "INTERPRETATION_DEV_ERROR"),
    (Limits(choice_observers=0), "INTERPRETATION_DEV_ERROR"),
    (Limits(input_contracts=1), "INTERPRETATION_DEV_ERROR"),
]


@pytest.mark.parametrize(("limits", "code"), LIMITS)
def test_limits_hold_where_they_are_set(ledger, lf, limits, code) -> None:
    ids = [
        ledger.created(create(ledger, lf, "Iou", "'bank", "'alice", n), {"bank"}) for n in (1, 2)
    ]
    peeks = [ExerciseCommand(ledger.id("M:Iou"), cid, "Peek", lf.value(())) for cid in ids]
    work = ledger.submission(peeks, {"alice"})
    result = interpret(work, replace(ledger.known(), limits=limits))
    assert code == ("ok" if isinstance(result, Interpreted) else result.error.code.id)
