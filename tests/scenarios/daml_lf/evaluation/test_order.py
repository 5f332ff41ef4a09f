"""The order in which updates evaluate the parts of contracts, ask the ledger and authorize.

Contracts that are found by a key come with the answer to the question for it, so our engine does
not ask for them again. The guard of an exercise by interface comes before the controllers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from canton.daml_lf.engine import Failed, Interpreted, KeyAnswer, Known, interpret
from canton.daml_lf.interpreter import actions, machine
from canton.daml_lf.language.reference import PackageId
from canton.daml_lf.language.version import V2_2, V2_3, V2_DEV, LanguageVersion
from canton.daml_lf.library import runtime
from canton.daml_lf.text.reader import parse_package
from canton.daml_lf.transaction.contract import ContractInstance
from canton.daml_lf.value.contract_id import ContractId
from scenarios.daml_lf.contracts.bench import Bench, contract_id, error
from unit.daml_lf.textual import TUPLE2

_FOLDER = Path(__file__).parent
_KEYS = re.compile(r"//key\n.*?//key\n", re.DOTALL)
_GUARD = re.compile(r"//guard\n.*?//guard\n", re.DOTALL)
_PARTS = ["precondition", "signatories", "observers", "key", "maintainers"]
_SHORT = {
    "describe": _PARTS,
    "load": ["asks contract", *_PARTS],
    "parties": ["controllers", "choice observers", "choice authorizers"],
}


_PLAIN_KEY = (["'alice"], None, ())


class Case(NamedTuple):
    """An update, what is on the ledger before it, its outcome, and the steps from `begin` on."""

    name: str
    ledger: str
    update: str
    outcome: str
    steps: tuple[str, ...]
    needs_keys: bool


def read_cases() -> list[Case]:
    """The cases of the file, those for each n as three."""
    cases = []
    _, *parts = re.split(r"^== (.*)\n", (_FOLDER / "order.cases").read_text(), flags=re.MULTILINE)
    for group, block in zip(parts[::2], parts[1::2], strict=True):
        counts = (1, 2, 5) if "for each n" in group else (0,)
        for text in re.split(r"\n(?! )", block.strip()):
            name, ledger, *lines = text.split("\n  ")
            ends = 1 if lines[-1].isupper() or lines[-1] == "ok" else 2
            update, outcome = " ".join(lines[:-ends]), lines[-ends]
            steps = lines[-1] if ends == 2 else ""
            for n in counts:
                full = f"{group}: {name}" + (f", n = {n}" if n else "")
                parts = (re.sub(r"\bn\b", str(n), part) for part in (ledger, update, steps))
                cases.append(read_case(full, outcome, *parts))
    return [*cases, *(guarded(case) for case in cases if "M:nap " in case.update)]


def read_case(name: str, outcome: str, ledger: str, update: str, steps: str) -> Case:
    """A case from its lines."""
    return Case(name, ledger, update, outcome, read_steps(steps), "(keys)" in name)


def guarded(case: Case) -> Case:
    """The case of an exercise by interface with a guard."""
    found: list[str] = []
    for step in case.steps:
        found += ["guard", step] if step == "controllers" else [step]
    update = case.update.replace("M:nap ", "M:napGuarded ")
    return case._replace(name=f"{case.name}, guarded", update=update, steps=tuple(found))


def read_steps(text: str) -> tuple[str, ...]:
    """The steps with what is short written out."""
    steps = ["begin"]
    for part in filter(None, text.split(", ")):
        word, _, times = part.partition(" * ")
        count, _, less = times.partition(" - ")
        steps += _SHORT.get(word, [word]) * (int(count or 1) - int(less or 0))
    return tuple(steps)


class Log:
    """The steps of one run, in order; they are told where TRACE tells its own."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    def wrap(self, step: str, check: Callable[..., None]) -> Callable[..., None]:
        """The check that says when it is made."""

        def logged(*arguments: object) -> None:
            self.steps.append(step)
            check(*arguments)

        return logged


class AskedContracts(dict[ContractId, ContractInstance | None]):
    """Contracts of a ledger that knows all it has, and tells what it is asked for first."""

    def __init__(self, contracts: dict[ContractId, ContractInstance], log: Log) -> None:
        super().__init__(contracts)
        self._log = log
        self._asked: set[ContractId] = set()

    def __contains__(self, _: object) -> bool:
        return True

    def __getitem__(self, contract_id: ContractId) -> ContractInstance | None:
        if contract_id not in self._asked:
            self._asked.add(contract_id)
            self._log.steps.append("asks contract")
        return super().get(contract_id)


class AskedKeys(dict[bytes, KeyAnswer]):
    """Keys of a ledger that knows all it has, and tells what it is asked for first."""

    def __init__(self, keys: dict[bytes, KeyAnswer], log: Log) -> None:
        super().__init__(keys)
        self._log = log
        self._asked: set[bytes] = set()

    def get(self, key: bytes, default: Any = None) -> Any:
        if key not in self._asked:
            self._asked.add(key)
            self._log.steps.append("asks key")
        return super().get(key, KeyAnswer((), True))


class WatchedBench(Bench):
    """A bench that logs what the engine asks for."""

    log: Log
    answers: dict[bytes, KeyAnswer]

    def interpret(self, work: Any) -> Interpreted | Failed:
        contracts = AskedContracts(self.contracts, self.log)
        known = Known(self.library, contracts, AskedKeys(self.answers, self.log))
        outcome = interpret(work, known)
        assert isinstance(outcome, Interpreted | Failed)
        return outcome


def bench(ledger: str, version: LanguageVersion) -> WatchedBench:
    """A bench with what a case puts on the ledger, in a version that may have no keys or guards."""
    text = (_FOLDER / "order.lf").read_text().replace("$tuple", TUPLE2)
    with_keys = version != V2_2
    if not with_keys:
        text = _KEYS.sub("", text)
    if version != V2_DEV:
        text = _GUARD.sub("", text)
    made = WatchedBench(
        {"-order-": parse_package(text, version, PackageId("-order-"))},
        preference={"order": "-order-"},
    )
    made.log = Log()
    template, *rest = ledger.split()
    key = made.key("M:T", _PLAIN_KEY, ["alice"]) if with_keys else None
    if template == "Dummy":
        made.add("cid", "M:Dummy", ("'alice",), ["alice"])
    elif template != "nothing":
        if template == "Human" and with_keys:
            key = made.key("M:Human", _PLAIN_KEY, ["alice"])
        argument = ("'alice", "'bob", True, _PLAIN_KEY, ())
        for name in ["cid", *map(str, range(1, int(rest[1]) if "*" in rest else 1))]:
            made.add(name, f"M:{template}", argument, ["alice"], ["bob"], key=key)
    # A ledger that is at fault gives a contract of another template for a key.
    answer = KeyAnswer(tuple(made.contracts.values()), True)
    made.answers = {} if key is None or "unkeyed" in rest else {key.key.hash: answer}
    return made


def run(
    case: Case, version: LanguageVersion, monkeypatch: pytest.MonkeyPatch
) -> tuple[str, list[str]]:
    """The code of the outcome, and the steps from `begin` on."""
    made = bench(case.ledger, version)
    for module, name, step in [
        (actions, "check_create", "authorizes create"),
        (actions, "check_fetch", "authorizes fetch"),
        (actions, "check_exercise", "authorizes exercise"),
        (machine, "check_query", "authorizes query"),
    ]:
        monkeypatch.setattr(module, name, made.log.wrap(step, getattr(module, name)))
    runtime.trace_sink.append(made.log.steps)
    try:
        result = made.update(
            rf"\(sig: Party) (obs: Party) (cid: ContractId M:T) -> {case.update}",
            "'alice",
            "'bob",
            contract_id("cid"),
            by=["alice"],
        )
    finally:
        runtime.trace_sink.pop()
    steps = made.log.steps
    return error(result)[0], steps[steps.index("begin") :]


CASES = read_cases()
STABLE = [case for case in CASES if "guarded" not in case.name]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_steps(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(case, V2_DEV, monkeypatch) == (case.outcome, list(case.steps))


@pytest.mark.parametrize("case", STABLE, ids=lambda case: case.name)
def test_steps_in_the_stable_version(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(case, V2_3, monkeypatch) == (case.outcome, list(case.steps))


@pytest.mark.parametrize("case", [c for c in STABLE if not c.needs_keys], ids=lambda c: c.name)
def test_steps_in_a_version_without_keys(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [step for step in case.steps if step not in ("key", "maintainers")]
    assert run(case, V2_2, monkeypatch) == (case.outcome, steps)
