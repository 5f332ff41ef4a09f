"""Contracts by key: own ones and those of the ledger, found, archived, undone, asked for once.

The cases are those of the original's tests of keys that are not unique, of keys and exceptions in
the engine, and of the evaluation of keys.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from canton.daml_lf.engine import (
    CreateCommand,
    ExerciseByKeyCommand,
    Failed,
    KeyAnswer,
    Known,
    Need,
    Replay,
    ReplayExerciseByKey,
    ReplayFetchByKey,
    interpret,
)
from canton.daml_lf.library.library import identifier
from canton.daml_lf.transaction.node import (
    CreateNode,
    ExerciseNode,
    FetchNode,
    QueryByKeyNode,
    RollbackNode,
)
from canton.daml_lf.value.value import NONE, UNIT, NumericValue, RecordValue
from scenarios.daml_lf.contracts.bench import (
    Bench,
    assert_outcome,
    below,
    contract_id,
    read_packages,
    shape,
    value_below,
)
from unit.daml_lf.textual import value_of

PACKAGES = read_packages("keys.lf")
A, B = contract_id("a"), contract_id("b")
EFFECTFUL, INACTIVE = "DAML_EFFECTFUL_ROLLBACK_ERROR", "CONTRACT_NOT_ACTIVE"
ARGUMENTS = r"\(p: Party) (a: ContractId M:K) (b: ContractId M:K) (u: ContractId M:U) -> "


def ledger(*labels: str, **how) -> Bench:
    """Contracts of one key, in this order, and one without key."""
    bench = Bench(PACKAGES, **how)
    key = bench.key("M:K", ("'party", 1), {"party"})
    for label in labels:
        bench.add(label, "M:K", ("'party", 1, label), {"party"}, key=key)
    bench.add("u", "M:U", ("'party",), {"party"})
    return bench


def steps(*texts: str, last: str = "upure @Unit ()") -> str:
    """Updates one after the other: `x <- e` names a result, anything else drops it."""
    named = re.compile(r"\w+ <- ")
    made = [
        text.replace(" <- ", ": Unit <- ", 1) if named.match(text) else f"d{n}: Unit <- {text}"
        for n, text in enumerate(texts)
    ]
    return f"(ubind {'; '.join(made)} in {last})"


def tried(*texts: str) -> str:
    return f"(try @Unit {steps(*texts)} catch e -> Some @(Update Unit) (upure @Unit ()))"


FIND, FIRST, ALL = "M:find p 1", "M:all 1 p 1", "M:all 9 p 1"
OWN, OWN2, THROWS = 'l <- M:make p 1 "l"', 'M:make p 1 "m"', "M:throws"
FETCH_A, FETCH_B = "fetch_template @M:K a", "fetch_template @M:K b"


def run(bench: Bench, texts: tuple[str, ...], last: str, type_: str):
    expression = ARGUMENTS + steps(*texts, last=last)
    return bench.update(expression, "'party", A, B, contract_id("u"), by={"party"}, result=type_)


# What is done with `a` and `b` on the ledger under the key; what is found then, in order.
FOUND = {
    "the newer of two own": ((OWN, OWN2), FIND, ["m"]),
    "the own one, the ledger not asked": ((OWN,), FIND, ["l"]),
    "the own one, the ledger asked before": ((FIND, OWN), FIND, ["l"]),
    "the first, though another was fetched": ((FIND, FETCH_B), FIND, ["a"]),
    "the own one, though another was fetched": ((OWN, FETCH_A), FIND, ["l"]),
    "the first, the own one archived": ((OWN, "M:gone l"), FIRST, ["a"]),
    "as before, the own one archived": ((ALL, OWN, "M:gone l"), ALL, ["a", "b"]),
    "the other, one archived before": ((FETCH_A, FETCH_B, "M:gone a"), ALL, ["b"]),
    "the first, the other archived": ((FETCH_A, FETCH_B, FIND, "M:gone b"), ALL, ["a"]),
    "the other, the first archived": ((FETCH_A, FETCH_B, FIND, "M:gone a"), ALL, ["b"]),
    "the own one, finding was undone": ((tried(FIND, THROWS), OWN), FIND, ["l"]),
    "the own one, a fetch was undone": ((tried(FETCH_A, THROWS), OWN), FIND, ["l"]),
    "the other, all found and undone": (("M:gone a", tried(ALL, THROWS)), ALL, ["b"]),
    "own and other, all found and undone": (
        ("M:gone a", tried(ALL, THROWS), OWN),
        ALL,
        ["l", "b"],
    ),
    "what was made in a scope that ends": ((OWN, tried("M:gone l", OWN2)), FIND, ["m"]),
}


@pytest.mark.parametrize("case", FOUND)
def test_what_is_found_under_a_key(case) -> None:
    texts, last, labels = FOUND[case]
    is_one = last == FIND
    result = run(ledger("a", "b"), texts, last, "Text" if is_one else "List Text")
    assert_outcome(result, "ok")
    assert value_below(result) == value_of(labels[0] if is_one else labels)


# Where rollbacks may not undo effects, and where they may.
OWN_U = "c <- create @M:U (M:U { p = p })"
GONE_C, GONE_U = "exercise @M:U Gone c ()", "exercise @M:U Gone u ()"
CARRIED = (
    "(try @Unit (ubind c: ContractId M:U <- create @M:U (M:U { p = p }) in M:throws_with c)"
    " catch e -> Some @(Update Unit) (M:archive_carried e))"
)
IN_HANDLER = (
    "(try @Unit (try @Unit M:throws catch e -> {handler})"
    " catch e -> Some @(Update Unit) (upure @Unit ()))"
)
BOOM = "@M:Boom (M:Boom { cids = Nil @(ContractId M:U) })"
UNDONE = {
    "a create": ((tried(OWN, FIND, THROWS),), EFFECTFUL, "ok"),
    "the archive of an own contract": ((OWN, tried("M:gone l", THROWS)), EFFECTFUL, "ok"),
    "the archive of the ledger's": ((FIND, tried("M:gone b", THROWS)), EFFECTFUL, "ok"),
    "an own archived, then archived": ((OWN_U, tried(GONE_C, THROWS), GONE_C), EFFECTFUL, "ok"),
    "an own archived for good": ((OWN_U, tried(GONE_C), GONE_C), INACTIVE, INACTIVE),
    "the ledger's archived, then archived": ((tried(GONE_U, THROWS), GONE_U), EFFECTFUL, "ok"),
    "the ledger's archived for good": ((tried(GONE_U), GONE_U), INACTIVE, INACTIVE),
    "keys changed": ((OWN, tried("M:gone l", OWN2, THROWS), FIND), EFFECTFUL, "ok"),
    "a create that the exception carries out": ((CARRIED,), EFFECTFUL, "CONTRACT_NOT_FOUND"),
    "nothing, the handler runs what throws": (
        (IN_HANDLER.format(handler="Some @(Update Unit) M:throws"),),
        "ok",
        "ok",
    ),
    "nothing, the handler throws at once": (
        (IN_HANDLER.format(handler=f"throw @(Option (Update Unit)) {BOOM}"),),
        "ok",
        "ok",
    ),
    "nothing, what the handler gives throws": (
        (IN_HANDLER.format(handler=f"Some @(Update Unit) (throw @(Update Unit) {BOOM})"),),
        "ok",
        "ok",
    ),
}


@pytest.mark.parametrize("undoes", [False, True], ids=["not undoing", "undoing"])
@pytest.mark.parametrize("case", UNDONE)
def test_what_rollbacks_undo(case, undoes) -> None:
    texts, refused, undone = UNDONE[case]
    result = run(ledger("a", "b", undoes_effects=undoes), texts, "upure @Unit ()", "Unit")
    assert_outcome(result, undone if undoes else refused)


# --- how often the ledger is asked ----------------------------------------------------------------


class Counted(dict[bytes, KeyAnswer]):
    """Answers, and how often the engine looked into them."""

    count = 0

    def get(self, key, default=None):
        self.count += 1
        return super().get(key, default)


ASKED = {
    "found twice": ((FIRST,), ["a"], 1),
    "behind a create": ((OWN,), ["l"], 0),
    "behind a fetch": ((FETCH_A,), ["a"], 1),
    "found and undone": ((tried(FIRST, THROWS),), ["a"], 1),
    # The second time for what comes behind the first, which is archived.
    "behind an archive": ((FETCH_A, "M:gone a"), [], 2),
    "found and undone, then archived": (
        (tried(FIRST, THROWS), FETCH_A, "M:gone a"),
        [],
        2,
    ),
}


@pytest.mark.parametrize("case", ASKED)
def test_the_ledger_is_asked_no_more_than_needed(case, monkeypatch) -> None:
    texts, labels, count = ASKED[case]
    bench = ledger("a")
    counted = Counted(bench.keys())
    monkeypatch.setattr(bench, "keys", lambda: counted)
    result = run(bench, texts, FIRST, "List Text")
    assert value_below(result) == value_of(labels)
    assert counted.count == count


# --- nodes ----------------------------------------------------------------------------------------

PLUS = "exercise_by_key @M:K Plus (M:Key { p = p, n = 1 }) 5"


def test_by_key_is_said_in_the_nodes_and_nothing_is_fetched_before() -> None:
    result = run(ledger("a"), (FIND, FIRST, FETCH_A), PLUS, "Int64")
    assert shape(result) == ["fetch K by key", "query K: 1", "fetch K", "Plus K by key"]
    assert value_below(result) == value_of(6)
    for node in below(result):
        assert node.key is not None and node.key.maintainers == {"party"}


def test_own_creates_and_exercises_alone_have_seeds() -> None:
    everything = (FETCH_A, OWN, OWN2, tried(FETCH_A, FIND, FIRST, THROWS))
    result = run(ledger("a"), everything, "upure @Unit ()", "Unit")
    kinds = [type(node) for node in below(result)]
    found = [FetchNode, CreateNode, CreateNode, RollbackNode, FetchNode, FetchNode, QueryByKeyNode]
    assert kinds == found
    numbers = {number for number, _ in result.transaction.pre_order()}
    assert numbers == set(range(9)) and set(result.metadata.node_seeds) == {0, 1, 3, 4}


def test_own_creates_and_exercises_alone_have_seeds_where_rollbacks_undo() -> None:
    own = "create @M:U (M:U { p = p })"
    fetch = "fetch_template @M:U u"
    everything = (fetch, own, tried(fetch, own, THROWS))
    result = run(ledger(undoes_effects=True), everything, "upure @Unit ()", "Unit")
    kinds = [type(node) for node in below(result)]
    assert kinds == [FetchNode, CreateNode, RollbackNode, FetchNode, CreateNode]
    assert set(result.metadata.node_seeds) == {0, 1, 3, 6}


def replayed(command):
    return ledger("a").interpret(Replay(command, frozenset({"party"}), bytes(32), 0, 0))


def test_root_actions_by_key_are_run_again_by_key() -> None:
    template, key = identifier("-k-", "M:K"), value_of(("'party", 1))
    bench = ledger("a")
    command = ExerciseByKeyCommand(template, key, "Plus", value_of(5))
    result = bench.run(command, by={"party"})
    [node] = result.transaction.nodes.values()
    assert isinstance(node, ExerciseNode) and node.by_key and node.contract_id == A
    again = replayed(ReplayExerciseByKey(template, key, "Plus", value_of(5)))
    assert again.transaction == result.transaction
    [fetch] = replayed(ReplayFetchByKey(template, key)).transaction.nodes.values()
    assert isinstance(fetch, FetchNode) and fetch.by_key and fetch.contract_id == A


# --- keys that are in the way ---------------------------------------------------------------------

TEMPLATE = identifier("-k-", "M:K")
ABSENT = value_of(("'party", 43))
NO_MAINTAINERS = "Update failed due to a contract key with an empty set of maintainers when"
WHEN_CREATING = (
    f"{NO_MAINTAINERS} creating M:NoMaintainer@-k- with {{ <no-label> = 'party' }}\n"
    "The computed key is 'party'"
)
WHEN_LOOKING = (
    f"{NO_MAINTAINERS} fetching or looking up by key keys / M:NoMaintainer@-k-\n"
    "The provided shared key is 'party'"
)
NOBODYS = identifier("-k-", "M:NoMaintainer")
NOT_FOUND = (
    "dependency error: couldn't find key: GlobalKey(-k-:M:K,keys,Record(None,ImmArray("
    "(None,Party(party)),(None,Int64(43)))),Hash("
)


@dataclass(frozen=True)
class Refused:
    """A command or an update, and how it fails."""

    what: object
    code: str
    text: str


REFUSED = {
    "exercise by an absent key": Refused(
        ExerciseByKeyCommand(TEMPLATE, ABSENT, "Plus", value_of(5)),
        "CONTRACT_KEY_NOT_FOUND",
        NOT_FOUND,
    ),
    "fetch by an absent key": Refused("M:find p 43", "CONTRACT_KEY_NOT_FOUND", NOT_FOUND),
    "fetch by a key that was not found": Refused(
        f"(ubind none: List Text <- M:all 1 p 43 in {'M:find p 43'})",
        "CONTRACT_KEY_NOT_FOUND",
        NOT_FOUND,
    ),
    "create without maintainers": Refused(
        CreateCommand(NOBODYS, value_of(("'party",))),
        "CREATE_EMPTY_CONTRACT_KEY_MAINTAINERS",
        WHEN_CREATING,
    ),
    "exercise by a key without maintainers": Refused(
        ExerciseByKeyCommand(NOBODYS, value_of("'party"), "Skip", UNIT),
        "FETCH_EMPTY_CONTRACT_KEY_MAINTAINERS",
        WHEN_LOOKING,
    ),
    "fetch by a key without maintainers": Refused(
        "fetch_by_key @M:NoMaintainer p", "FETCH_EMPTY_CONTRACT_KEY_MAINTAINERS", WHEN_LOOKING
    ),
    "query by a key without maintainers": Refused(
        "query_n_by_key @M:NoMaintainer 1 p",
        "FETCH_EMPTY_CONTRACT_KEY_MAINTAINERS",
        WHEN_LOOKING,
    ),
    "the precondition before the key": Refused(
        CreateCommand(identifier("-k-", "M:Late"), value_of(("'party",))),
        "TEMPLATE_PRECONDITION_VIOLATED",
        "precondition",
    ),
    "a query of none": Refused("M:all 0 p 1", "DAML_INTERPRETATION_ERROR", "positive"),
    "a query of less than none": Refused("M:all -1 p 1", "DAML_INTERPRETATION_ERROR", "positive"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_keys_that_are_in_the_way(case) -> None:
    refused, bench = REFUSED[case], ledger("a")
    if isinstance(refused.what, str):
        result = run(bench, (refused.what,), "upure @Unit ()", "Unit")
    else:
        result = bench.run(refused.what, by={"party"})
    assert_outcome(result, refused.code, refused.text)


# What is there under the key, whose id is not supported, an update, and whether it goes through.
UNSUPPORTED = {
    "by id": ("a", A, "fetch_template @M:K a", False),
    "by id, unknown": ("", A, "fetch_template @M:K a", False),
    "by key": ("a", A, "M:find p 1", False),
    "by key, behind what is wanted": ("b a", A, "M:find p 1", True),
    "by key, among what is wanted": ("b a", A, "M:all 2 p 1", False),
    "by id, another": ("a b", A, "fetch_template @M:K b", True),
}


@pytest.mark.parametrize("case", UNSUPPORTED)
def test_ids_of_a_form_that_the_ledger_does_not_have(case) -> None:
    labels, unsupported, text, goes = UNSUPPORTED[case]
    bench = ledger(*labels.split(), supports=lambda cid: cid != unsupported)
    result = run(
        bench, (f"(ubind it: Unit <- {text} in upure @Unit ())",), "upure @Unit ()", "Unit"
    )
    told = f"Update failed due to a unsupported contract ID {unsupported}"
    assert_outcome(result, *(("ok",) if goes else ("UNSUPPORTED_CONTRACT_ID", told)))


def test_the_key_of_a_create_that_is_not_run_is_not_computed() -> None:
    unused = "let unused: Update (ContractId M:Late) = create @M:Late (M:Late { p = p }) in"
    result = ledger().update(rf"\(p: Party) -> {unused} upure @Unit ()", "'party", by={"party"})
    assert_outcome(result, "ok")


# --- keys of commands -----------------------------------------------------------------------------

PARTY, NUMBER, SHORT = value_of("'party"), NumericValue(Decimal("10.1200")), Decimal("10.12")
KEYS = {
    "as it is": RecordValue((PARTY, NUMBER, NONE)),
    "in another order": RecordValue((NUMBER, PARTY, NONE), ("n", "p", "i")),
    "of another scale": RecordValue((PARTY, NumericValue(SHORT), NONE), ("p", "n", "i")),
    "without its last field": RecordValue((PARTY, NumericValue(SHORT)), ("p", "n")),
}


def asked_for(key):
    command = ExerciseByKeyCommand(identifier("-k-", "M:NumericKey"), key, "Skip", UNIT)
    bench = ledger()
    return interpret(bench.submission((command,), {"party"}), Known(bench.library))


@pytest.mark.parametrize("way", KEYS)
def test_a_key_may_be_written_in_many_ways(way) -> None:
    need, plain = asked_for(KEYS[way]), asked_for(KEYS["as it is"])
    assert isinstance(need, Need) and need == plain
    assert need.keys[0].key.value == RecordValue((PARTY, NUMBER))
    assert replace(need.keys[0], count=1) == need.keys[0]


def test_a_key_of_another_type_is_refused() -> None:
    result = asked_for(RecordValue((PARTY,), ("p",)))
    assert isinstance(result, Failed)
    assert_outcome(result, "COMMAND_PREPROCESSING_FAILED", 'Missing non-optional field "n"')
