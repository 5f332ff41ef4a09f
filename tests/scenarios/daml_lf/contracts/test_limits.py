"""Limits of ten, met by one, ten, eleven and fifty: creates, fetches and exercises."""

from __future__ import annotations

import pytest

from canton.daml_lf.engine import (
    CreateAndExerciseCommand,
    CreateCommand,
    ExerciseCommand,
    Replay,
    ReplayFetch,
)
from canton.daml_lf.interpreter.limit import Limits
from scenarios.daml_lf.contracts.bench import Bench, assert_outcome, contract_id, read_packages
from unit.daml_lf.textual import value_of

PACKAGES = read_packages("limits.lf")
PARTIES = [f"p{n}" for n in range(60)]
CID = contract_id("c0")
SIZES = [(1, True), (10, True), (11, False), (50, False)]


def names(parties):
    return [f"'{party}" for party in parties]


def on_contract(signers, watchers):
    """The three ways to meet a contract with these parties, each from a fresh bench."""

    def created(bench):
        return CreateCommand(bench.id("M:T"), value_of((names(signers), names(watchers))))

    def fetched(bench):
        bench.add("c0", "M:T", (names(signers), names(watchers)), signers, watchers)
        return ReplayFetch(bench.id("M:T"), None, CID)

    def exercised(bench):
        fetched(bench)
        argument = value_of((names(signers), [], names(signers)))
        return ExerciseCommand(bench.id("M:T"), CID, "Use", argument)

    return {"create": created, "fetch": fetched, "exercise": exercised}


def with_choice(**parties):
    """A create and an exercise that concerns these parties; the last party signs the contract."""

    def command(bench):
        given = {"users": PARTIES[-1:], "watchers": [], "givers": PARTIES[-1:]} | parties
        return CreateAndExerciseCommand(
            bench.id("M:T"),
            value_of((names(PARTIES[-1:]), [])),
            "Use",
            value_of(tuple(names(given[name]) for name in ("users", "watchers", "givers"))),
        )

    return command


def run(bench, command):
    if isinstance(command, ReplayFetch):
        return bench.interpret(Replay(command, frozenset(PARTIES), None, 0, 0))
    return bench.run(command, by=PARTIES)


@pytest.mark.parametrize(("size", "fits"), SIZES)
@pytest.mark.parametrize("action", ["create", "fetch", "exercise"])
@pytest.mark.parametrize("role", ["signatories", "observers"])
def test_stakeholders_of_a_contract(role, action, size, fits) -> None:
    many, few = PARTIES[:size], PARTIES[size:]
    signers, watchers = (many, few) if role == "signatories" else (few, many)
    bench = Bench(PACKAGES, limits=Limits(**{role: 10}))
    command = on_contract(signers, watchers)[action](bench)
    text = f"a Contract of type -l-:M:T with {size} {role} but the limit is 10"
    check(run(bench, command), fits, text)


@pytest.mark.parametrize(("size", "fits"), SIZES)
@pytest.mark.parametrize(
    ("limit", "field", "word"),
    [
        ("controllers", "users", "controllers"),
        ("choice_observers", "watchers", "observers"),
        ("choice_authorizers", "givers", "authorizers"),
    ],
)
def test_parties_of_a_choice(limit, field, word, size, fits) -> None:
    bench = Bench(PACKAGES, limits=Limits(**{limit: 10}))
    command = with_choice(**{field: PARTIES[:size]})(bench)
    text = f"Exercise the choice Use with {size} {word} but the limit is 10"
    check(run(bench, command), fits, text)


@pytest.mark.parametrize(("size", "fits"), SIZES)
def test_contracts_of_the_ledger(size, fits) -> None:
    bench = Bench(PACKAGES, limits=Limits(input_contracts=10))
    ids = [bench.add(f"c{n}", "M:T", (["'p0"], []), {"p0"}) for n in range(size)]
    argument = value_of((["'p0"], [], ["'p0"]))
    commands = [ExerciseCommand(bench.id("M:T"), cid, "Use", argument) for cid in ids]
    check(bench.run(*commands, by={"p0"}), fits, "exceeds maximum input contract number of 10")


def check(result, fits: bool, text: str) -> None:
    assert_outcome(result, "ok" if fits else "INTERPRETATION_DEV_ERROR", "" if fits else text)
