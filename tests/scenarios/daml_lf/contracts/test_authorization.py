"""Actions with too little authority: on contracts of the ledger, known and unknown, and local ones.

Who is missing what is in the text of the error. The cases are those of the original's tests of
authorisation and of explicit choice authority.
"""

from __future__ import annotations

import pytest

from scenarios.daml_lf.contracts.bench import (
    Bench,
    assert_outcome,
    contract_id,
    read_packages,
)

PACKAGES = read_packages("authorization.lf")
CID, HUMAN, HELPER = contract_id("t0"), contract_id("human"), contract_id("helper")
CREATE = "cid: ContractId M:T <- create @M:T (M:T { signer = alice, watcher = bob });"
FETCH = "x: M:T <- fetch_template @M:T cid;"
MET = (
    r"\(alice: Party) (bob: Party) (charlie: Party)"
    " (cid: ContractId M:T) (human: ContractId M:Human)"
)
NEEDS_ALICE = "requires authorizers alice, but only charlie were given"
NEEDS_STAKEHOLDER = (
    "requires one of the stakeholders Set(alice, bob) of the fetched contract to be an authorizer,"
    " but authorizers were Set(charlie)"
)
NEEDS_MAINTAINER = "requires authorizers alice for lookup by key, but it only has charlie"
OPERATIONS = {
    "exercise": ("Use", "cid", f"(-a-:M:T) {NEEDS_ALICE}"),
    "exercise by key": ("UseByKey", "alice", f"(-a-:M:T) {NEEDS_ALICE}"),
    "fetch": ("Fetch", "cid", NEEDS_STAKEHOLDER),
    "fetch by key": ("FetchByKey", "alice", NEEDS_STAKEHOLDER),
    **{
        f"query {n} by key": (
            "Query",
            f"(M:Query {{ count = {n}, owner = alice }})",
            NEEDS_MAINTAINER,
        )
        for n in (1, 2, 5)
    },
}
CONTRACTS = {"of the ledger": "", "of the ledger, fetched before": FETCH, "local": CREATE}
BY_CHARLIE = {
    f"{operation} {contract}": (
        rf"{MET} -> ubind {before} alone: ContractId M:Alone <- M:alone charlie; done: Unit <-"
        rf" exercise @M:Alone {choice} alone {argument} in upure @Unit ()",
        {"alice", "charlie"},
        text,
    )
    for operation, (choice, argument, text) in OPERATIONS.items()
    for contract, before in CONTRACTS.items()
}
GUARDS = {"": "", " with a guard": r" (\(this: M:Person) -> True)"}
NAP = "exercise_interface{guarded} @M:Person Nap (M:person {cid}) 42{guard}"


def nap(guard: str, cid: str) -> str:
    guarded = "_with_guard" if guard else ""
    return NAP.format(guarded=guarded, cid=cid, guard=guard)


OTHERS = {
    "create": (
        rf"{MET} -> create @M:T (M:T {{ signer = alice, watcher = bob }})",
        {"bob"},
        "(-a-:M:T) requires authorizers alice, but only bob were given",
    ),
    "create by interface": (
        rf"{MET} -> create_by_interface @M:Person (to_interface @M:Person @M:Human"
        " (M:Human { name = alice, watcher = bob, chief = alice }))",
        {"bob"},
        "(-a-:M:Human) requires authorizers alice, but only bob were given",
    ),
    **{
        f"exercise by interface{name} of the ledger": (
            rf"{MET} -> {nap(guard, 'human')}",
            {"charlie"},
            f"(-a-:M:Human) {NEEDS_ALICE}",
        )
        for name, guard in GUARDS.items()
    },
    **{
        f"exercise by interface{name} of the ledger, fetched before": (
            rf"{MET} -> ubind x: M:Human <- fetch_template @M:Human human in {nap(guard, 'human')}",
            {"bob"},
            "(-a-:M:Human) requires authorizers alice, but only bob were given",
        )
        for name, guard in GUARDS.items()
    },
    **{
        f"exercise by interface{name} local": (
            rf"{MET} -> ubind own: ContractId M:Human <- create @M:Human (M:Human {{ name = alice,"
            rf" watcher = bob, chief = bob }}) in {nap(guard, 'own')}",
            {"alice"},
            "(-a-:M:Human) requires authorizers bob, but only alice were given",
        )
        for name, guard in GUARDS.items()
    },
    "fetch by key of a local contract that others made": (
        rf"{MET} -> ubind made: ContractId M:T <- exercise @M:Alone Make"
        " (COERCE_CONTRACT_ID @M:T @M:Alone cid) ();"
        " alone: ContractId M:Alone <- M:alone charlie;"
        " x: M:T <- exercise @M:Alone FetchByKey alone alice in upure @Unit ()",
        {"charlie"},
        "requires one of the stakeholders Set(alice) of the fetched contract to be an authorizer,"
        " but authorizers were Set(charlie)",
    ),
}
MISSING = BY_CHARLIE | OTHERS


def ledger(count: int = 1) -> Bench:
    """So many contracts of Alice, her `Human`, and a contract of hers that Charlie may use."""
    bench = Bench(PACKAGES, preference={"authorization": "-a-"})
    key = bench.key("M:T", "'alice", {"alice"})
    for n in range(count):
        bench.add(f"t{n}", "M:T", ("'alice", "'bob"), {"alice"}, {"bob"}, key=key)
    bench.add("human", "M:Human", ("'alice", "'bob", "'alice"), {"alice"}, {"bob"})
    bench.add("helper", "M:Alone", ("'alice", "'charlie"), {"alice"})
    return bench


@pytest.mark.parametrize("name", MISSING)
def test_missing_authority_is_named(name) -> None:
    expression, by, text = MISSING[name]
    bench = ledger(5 if "query 5" in name else 2 if "query 2" in name else 1)
    cid = HELPER if "others made" in name else CID
    result = bench.update(expression, "'alice", "'bob", "'charlie", cid, HUMAN, by=by)
    assert_outcome(result, "DAML_AUTHORIZATION_ERROR", text)


def test_a_query_that_would_find_nothing_needs_the_maintainers_too() -> None:
    bench = Bench(PACKAGES)
    expression = BY_CHARLIE["query 5 by key of the ledger"][0]
    result = bench.update(
        expression, "'alice", "'bob", "'charlie", CID, HUMAN, by={"alice", "charlie"}
    )
    assert_outcome(result, "DAML_AUTHORIZATION_ERROR", NEEDS_MAINTAINER)


# --- explicit authority of choices ----------------------------------------------------------------

# Alice signs, Bob exercises: whose authority the choice names, whose the body needs, the outcome.
EXPLICIT = [
    ("alice", "alice", ""),
    ("bob", "bob", ""),
    ("alice bob", "alice", ""),
    ("alice bob", "bob", ""),
    ("", "alice", "(-a-:M:Explicit) has no authorizers"),
    ("alice", "bob", "(-a-:M:Goal) requires authorizers bob, but only alice were given"),
    ("bob", "alice", "(-a-:M:Goal) requires authorizers alice, but only bob were given"),
    (
        "alice bob",
        "charlie",
        "(-a-:M:Goal) requires authorizers charlie, but only alice,bob were given",
    ),
    (
        "charlie",
        "alice",
        "node NodeId(3) (-a-:M:Explicit) requires authorizers bob,charlie, but only alice,bob were"
        " given",
    ),
]
REACH = (
    r"\(given: List Party) (goal: Party) (alice: Party) (bob: Party) ->"
    " ubind made: ContractId M:Explicit <- create @M:Explicit (M:Explicit"
    " { signer = alice, user = bob, given = given, goal = goal })"
    " in exercise @M:Explicit Reach made ()"
)


@pytest.mark.parametrize(("given", "goal", "text"), EXPLICIT)
def test_a_choice_restricts_authority_and_gains_none(given, goal, text) -> None:
    parties = [f"'{party}" for party in given.split()]
    result = Bench(PACKAGES).update(
        REACH, parties, f"'{goal}", "'alice", "'bob", by={"alice", "bob"}
    )
    assert_outcome(result, "DAML_AUTHORIZATION_ERROR" if text else "ok", text)
