"""Commands against a ledger: transactions, authority, contracts that are not what they should be.

The cases are those of the original's tests of the engine, of the propagation of authority, of node
seeds and of reinterpretation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from canton.daml_lf.engine import (
    CreateAndExerciseCommand,
    CreateCommand,
    ExerciseCommand,
    Failed,
    Known,
    Need,
    Replay,
    ReplayCreate,
    ReplayExercise,
    ReplayFetch,
    interpret,
)
from canton.daml_lf.hashing.contract import legacy_contract_hash, upgrade_friendly_contract_hash
from canton.daml_lf.language.version import V2_DEV
from canton.daml_lf.library.contract_hash import contract_hash
from canton.daml_lf.library.library import identifier
from canton.daml_lf.text.reader import parse_package
from canton.daml_lf.transaction.node import CreateNode, ExerciseNode, FetchNode
from canton.daml_lf.value.value import NONE, UNIT, RecordValue
from scenarios.daml_lf.contracts.bench import (
    Bench,
    assert_outcome,
    contract_id,
    read_packages,
    roots,
)
from scenarios.daml_lf.contracts.replaying import assert_replays
from unit.daml_lf.textual import value_of

PACKAGES = read_packages("engine.lf")
TRANSLATION = "INTERPRETATION_UPGRADE_ERROR_TRANSLATION_FAILED"
DENIED = "DAML_AUTHORIZATION_ERROR"


def name(template: str):
    return identifier("-e-", f"M:{template}")


def create(template: str, *fields: Any) -> CreateCommand:
    return CreateCommand(name(template), value_of(fields))


def exercise(template: str, cid: str, choice: str, argument: Any) -> ExerciseCommand:
    return ExerciseCommand(name(template), contract_id(cid), choice, value_of(argument))


def both(template: str, fields: tuple, choice: str, argument: Any) -> CreateAndExerciseCommand:
    return CreateAndExerciseCommand(name(template), value_of(fields), choice, value_of(argument))


def ledger() -> Bench:
    bench = Bench(PACKAGES)
    for party in ("alice", "bob", "charlie"):
        bench.add(f"t-{party}", "M:T1", (f"'{party}",), {party})
        bench.add(f"x-{party}", "M:X1", (f"'{party}",), {party})
        bench.add(f"simple-{party}", "M:Simple", (f"'{party}",), {party})
    bench.add("callable", "M:Callable", ("'alice", "'bob"), {"alice"}, {"bob"})
    bench.add("fetched", "M:Fetched", ("'alice", "'bob", "'clara"), {"alice", "bob"}, {"clara"})
    for cid, parties in (
        ("fetcher1", ("alice", "bob", "clara")),
        ("fetcher2", ("party", "alice", "clara")),
        ("fetcher3", ("clara", "alice", "party")),
        ("fetcher-alice", ("alice", "alice", "alice")),
    ):
        fields = tuple(f"'{party}" for party in parties)
        bench.add(cid, "M:Fetcher", fields, {parties[0]}, {parties[1]} - {parties[0]})
    bench.add("role", "M:Role", ("'operator",), {"operator"})
    bench.add("request", "M:Request", ("'operator", "'investor"), {"operator"}, {"investor"})
    return bench


@dataclass(frozen=True)
class Run:
    """A command, by whom, and what comes of it: the nodes, or a code and a text."""

    command: Any
    by: str
    nodes: str = ""
    code: str = "ok"
    text: str = ""


def outer(inner: list[str]) -> ExerciseCommand:
    signers = ["'alice", "'bob", "'charlie"]
    argument = (contract_id("x-charlie"), "'alice", inner, signers)
    return exercise("X1", "x-bob", "Outer", argument)


MAKE_T2 = "Make T1 [ create T2 ]"
RUNS = {
    # Creates and exercises.
    "create": Run(create("Simple", "'party"), "party", "create Simple"),
    "create of many": Run(create("T2", "'alice", "'bob"), "alice bob", "create T2"),
    "create of many, by more": Run(create("T2", "'alice", "'bob"), "alice bob clara", "create T2"),
    "create of many, by fewer": Run(create("T2", "'alice", "'bob"), "alice", code=DENIED),
    "create by nobody": Run(create("T1", "'alice"), "", code=DENIED),
    "exercise": Run(exercise("Simple", "simple-alice", "Hello", UNIT), "alice", "Hello Simple"),
    "create and exercise": Run(
        both("Simple", ("'party",), "Hello", UNIT), "party", "create Simple, Hello Simple"
    ),
    "create and exercise by many": Run(
        both("T2", ("'alice", "'bob"), "Sign", UNIT), "alice bob", "create T2, Sign T2"
    ),
    "call": Run(
        exercise("Callable", "callable", "Call", UNIT), "bob", "Call Callable [ create PayOut ]"
    ),
    "transfer": Run(
        exercise("Callable", "callable", "Transfer", "'clara"),
        "bob",
        "Transfer Callable [ create Callable ]",
    ),
    "accept": Run(
        exercise("Role", "role", "AcceptTransfer", contract_id("request")),
        "operator",
        "AcceptTransfer Role [ fetch Request, Accept Request [ create PayOut ] ]",
    ),
    # Authority of signatories and controllers, of the innermost exercise only.
    "alice signed, bob makes": Run(
        exercise("T1", "t-alice", "Make", ("'alice", "'bob")), "bob", MAKE_T2
    ),
    "bob signed, alice makes": Run(
        exercise("T1", "t-bob", "Make", ("'bob", "'alice")), "alice", MAKE_T2
    ),
    "alice signed, alice exercises for bob": Run(
        exercise("T1", "t-alice", "Make", ("'alice", "'bob")),
        "alice",
        code=DENIED,
        text="(-e-:M:T1) requires authorizers bob, but only alice were given",
    ),
    "alice signed, alice makes for bob": Run(
        exercise("T1", "t-alice", "Make", ("'bob", "'alice")),
        "alice",
        code=DENIED,
        text="(-e-:M:T2) requires authorizers alice,bob, but only alice were given",
    ),
    "no authority from the outer exercise": Run(
        outer(["'alice"]),
        "alice",
        code=DENIED,
        text="(-e-:M:X2) requires authorizers alice,bob,charlie, but only alice,charlie were given",
    ),
    "authority that the outer exercise hands on": Run(
        outer(["'alice", "'bob"]), "alice", "Outer X1 [ Inner X1 [ create X2 ] ]"
    ),
    # Contracts used as something else, and contracts that are not of their type.
    "fetch of another template": Run(
        exercise("Fetcher", "fetcher-alice", "FetchSimple", contract_id("t-alice")),
        "alice",
        code="WRONGLY_TYPED_CONTRACT",
        text="Expected contract of type M:Simple@-e- but got M:T1@-e-",
    ),
    "exercise of another template": Run(
        exercise("Simple", "t-alice", "Hello", UNIT), "alice", code="WRONGLY_TYPED_CONTRACT"
    ),
    "an unknown contract": Run(
        exercise("Simple", "nowhere", "Hello", UNIT), "alice", code="CONTRACT_NOT_FOUND"
    ),
    "functions compared": Run(
        exercise("Simple", "simple-alice", "Compare", UNIT),
        "alice",
        code="NON_COMPARABLE_VALUES",
        text="functions are not comparable",
    ),
}


def shown(result) -> str:
    """The nodes of a transaction in one line."""

    def tell(shapes: list) -> str:
        words = []
        for each in shapes:
            if isinstance(each, str):
                words.append(each)
            else:
                words[-1] += f" [ {tell(each)} ]"
        return ", ".join(words)

    return tell(roots(result))


@pytest.mark.parametrize("case", RUNS)
def test_commands_and_what_comes_of_them(case) -> None:
    expected = RUNS[case]
    result = ledger().run(expected.command, by=expected.by.split())
    assert_outcome(result, expected.code, expected.text)
    if not isinstance(result, Failed):
        assert shown(result) == expected.nodes


@pytest.mark.parametrize("case", [case for case, run in RUNS.items() if run.code == "ok"])
def test_every_action_run_again_with_its_seed_gives_the_same_below_it(case) -> None:
    bench = ledger()
    result = bench.run(RUNS[case].command, by=RUNS[case].by.split())
    assert assert_replays(bench, result) == len(result.transaction.nodes)


def test_a_contract_used_rightly_before_is_still_not_of_another_template() -> None:
    right = exercise("T1", "t-alice", "Make", ("'alice", "'alice"))
    wrong = exercise("Simple", "t-alice", "Hello", UNIT)
    assert_outcome(ledger().run(right, wrong, by={"alice"}), "WRONGLY_TYPED_CONTRACT")


# --- actors of fetches ----------------------------------------------------------------------------

# The fetcher, who exercises, who acts in the fetch: the signatory, the watcher and the user of the
# fetcher are, in this order, alice, bob, clara; party, alice, clara; clara, alice, party.
ACTORS = [
    ("fetcher1", "clara", {"alice", "clara"}),
    ("fetcher2", "clara", {"clara"}),
    ("fetcher3", "party", {"clara"}),
]


@pytest.mark.parametrize(("fetcher", "by", "actors"), ACTORS)
def test_stakeholders_with_authority_act_in_a_fetch(fetcher, by, actors) -> None:
    bench = ledger()
    result = bench.run(exercise("Fetcher", fetcher, "Fetch", contract_id("fetched")), by={by})
    _, fetch = (node for _, node in result.transaction.pre_order())
    assert isinstance(fetch, FetchNode) and fetch.acting_parties == actors and not fetch.by_key
    assert assert_replays(bench, result) == 2


# --- who learns of what ---------------------------------------------------------------------------


def test_the_receiver_of_a_transfer_learns_of_the_new_contract_only() -> None:
    result = ledger().run(RUNS["transfer"].command, by={"bob"})
    root, made = (node for _, node in result.transaction.pre_order())
    assert root.informees == {"alice", "bob"} and root.acting_parties == {"bob"} and root.consuming
    assert made.informees == {"alice", "clara"}


# --- time -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("choice", "looks"), [("Six", False), ("Time", True), ("Six", False)])
def test_only_who_looks_at_the_time_depends_on_it(choice, looks) -> None:
    bench = replace(ledger(), time=5)
    result = bench.run(both("Simple", ("'party",), choice, UNIT), by={"party"})
    assert result.metadata.time_bounds.is_unbounded == (not looks)


# --- many nodes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("depth", "nodes"), [(0, 2), (1, 6), (2, 14), (3, 30)])
def test_nested_exercises(depth, nodes) -> None:
    bench = ledger()
    result = bench.run(both("Fork", ("'party", None), "Split", depth), by={"party"})
    assert len(result.transaction.nodes) == nodes
    assert assert_replays(bench, result) == nodes


# --- contracts that are not what they should be ---------------------------------------------------

FETCH = exercise("Fetcher", "fetcher-alice", "FetchSimple", contract_id("bad"))
HELLO = exercise("Simple", "bad", "Hello", UNIT)
LABELLED = RecordValue((value_of("'alice"),), ("p",))
TRAILING = RecordValue((value_of("'alice"), NONE))
ARGUMENTS = {
    "of a wrong type": (value_of((0,)), TRANSLATION, "mismatching type: Party"),
    "with labels": (LABELLED, TRANSLATION, "Unexpected label p in record value."),
    "with an absent field at the end": (TRAILING, TRANSLATION, "Unexpected trailing None"),
}


@pytest.mark.parametrize("command", [FETCH, HELLO], ids=["fetched", "exercised"])
@pytest.mark.parametrize("case", ARGUMENTS)
def test_a_contract_with_a_bad_argument(case, command) -> None:
    argument, code, text = ARGUMENTS[case]
    bench = ledger()
    bench.add("bad", "M:Simple", argument, {"alice"})
    assert_outcome(bench.run(command, by={"alice"}), code, text)


def legacy(template, argument) -> bytes:
    return legacy_contract_hash("engine", template, argument)


def friendly(template, argument) -> bytes:
    return upgrade_friendly_contract_hash("engine", template, argument)


def typed(template, argument) -> bytes:
    return contract_hash(ledger().library, template, argument)


METHODS = {
    "V10": (b"\xca\x10", legacy, "ok"),
    "V11": (b"\xca\x11", friendly, TRANSLATION),
    "V12": (b"\xca\x12", typed, TRANSLATION),
}


def with_contract(prefix: bytes, argument) -> tuple[Bench, list]:
    """A ledger with a contract of a hash method, and the commands that use it."""
    bench = ledger()
    cid = contract_id("bad", prefix)
    bench.add("bad", "M:Simple", argument, {"alice"}, contract_id=cid)
    return bench, [replace(FETCH, argument=cid), replace(HELLO, contract_id=cid)]


@pytest.mark.parametrize("version", METHODS)
def test_an_absent_field_at_the_end_is_of_old_contracts(version) -> None:
    prefix, _, code = METHODS[version]
    bench, commands = with_contract(prefix, TRAILING)
    for command in commands:
        assert_outcome(bench.run(command, by={"alice"}), code)


@pytest.mark.parametrize("version", METHODS)
def test_a_contract_is_authenticated_with_the_hash_of_its_id(version) -> None:
    prefix, hash_of, _ = METHODS[version]
    argument = value_of(("'alice",))
    bench, commands = with_contract(prefix, argument)
    for command in commands:
        for is_authentic in (True, False):
            hashes = []

            def authenticate(contract, hashed, hashes=hashes, is_authentic=is_authentic) -> bool:
                if contract.argument != argument or contract.template_id != name("Simple"):
                    return True
                hashes.append(hashed)
                return is_authentic

            known = Known(bench.library, bench.contracts, authenticate=authenticate)
            result = interpret(bench.submission((command,), {"alice"}), known)
            assert hashes == [hash_of(name("Simple"), argument)]
            code = "ok" if is_authentic else "INTERPRETATION_UPGRADE_ERROR_AUTHENTICATION_FAILED"
            assert_outcome(result, code)


# --- root actions that are run again --------------------------------------------------------------


def replayed(choice: str, *, must_fail: bool = False):
    command = ReplayExercise(name("Simple"), None, contract_id("simple-alice"), choice, UNIT)
    return ledger().interpret(
        Replay(command, frozenset({"alice"}), bytes(32), 0, 0, must_fail=must_fail)
    )


def test_a_root_action_that_throws_is_a_rollback() -> None:
    assert roots(replayed("Hello")) == ["Hello Simple"]
    assert roots(replayed("Throw")) == ["rollback", ["Throw Simple failed"]]
    assert roots(replayed("Throw", must_fail=True)) == ["Throw Simple failed"]
    assert_outcome(replayed("Compare"), "NON_COMPARABLE_VALUES")


EMPTY = "metadata ( 'empty' : '1.0.0' )"
ASKED: list[tuple[Callable[[Any, Any], Any], set[str]]] = [
    (lambda t, i: ReplayCreate(t, value_of(())), {"-t-"}),
    (lambda t, i: ReplayExercise(t, None, contract_id("c"), "C", value_of(())), {"-t-"}),
    (lambda t, i: ReplayExercise(t, i, contract_id("c"), "C", value_of(())), {"-t-", "-i-"}),
    (lambda t, i: ReplayFetch(t, None, contract_id("c")), {"-t-"}),
]


@pytest.mark.parametrize(("command", "expected"), ASKED)
def test_packages_of_template_and_interface_are_asked_for(command, expected) -> None:
    made = command(identifier("-t-", "A:T"), identifier("-i-", "B:I"))
    bench = ledger()
    asked = set()
    while True:
        work = Replay(made, frozenset({"alice"}), bytes(32), 0, 0)
        outcome = interpret(work, Known(bench.library, bench.contracts))
        if not isinstance(outcome, Need) or not outcome.packages:
            break
        asked |= outcome.packages
        for package in outcome.packages:
            bench.library.add(parse_package(EMPTY, V2_DEV, package))
    assert asked == expected
    assert isinstance(outcome, Failed)


def test_seeds_and_hashes_are_those_of_creates_and_exercises() -> None:
    for case, run in RUNS.items():
        if run.code == "ok":
            result = ledger().run(run.command, by=run.by.split())
            creates, others = (
                {n for n, node in result.transaction.nodes.items() if isinstance(node, kind)}
                for kind in (CreateNode, ExerciseNode)
            )
            assert set(result.metadata.node_seeds) == creates | others, case
            assert set(result.metadata.contract_hashes) == creates, case
            assert result.metadata.used_packages == {"-e-"}
