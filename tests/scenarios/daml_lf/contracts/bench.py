r"""A bench for updates: packages in textual LF, contracts of a ledger, and update expressions.

An expression is a function of typed arguments, `\(cid: ContractId M:T) -> exercise ...`. It runs
as the body of a choice of a contract that the committers sign, so it has exactly their authority.
What is told of the result are the nodes below that choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

from canton.daml_lf.engine import (
    CreateAndExerciseCommand,
    Failed,
    Interpreted,
    KeyAnswer,
    Known,
    Library,
    Need,
    Submission,
    interpret,
)
from canton.daml_lf.interpreter.limit import UNLIMITED, Limits
from canton.daml_lf.interpreter.work import Supports, any_form
from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import Identifier, PackageId
from canton.daml_lf.language.version import V2_DEV
from canton.daml_lf.library.contract_hash import key_hash
from canton.daml_lf.library.library import identifier
from canton.daml_lf.text.reader import parse_package
from canton.daml_lf.transaction.contract import ContractInstance
from canton.daml_lf.transaction.node import (
    CreateNode,
    ExerciseNode,
    FetchNode,
    GlobalKey,
    KeyWithMaintainers,
    Node,
    QueryByKeyNode,
    SerializationVersion,
    Transaction,
    children_of,
)
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.value import Value
from unit.daml_lf.textual import TUPLE2, library_of, value_of

_FOLDER = Path(__file__).parent
_HEADING = re.compile(r"^package '([^']+)'$", re.MULTILINE)
_BINDER = re.compile(r"\(\s*(\w+)\s*:\s*([^()]*(?:\([^()]*\)[^()]*)*)\)\s*")
_RUN = """
metadata ( '-run-' : '1.0.0' )
module R {
  record @serializable Run = { parties: List Party };
  record @serializable Arguments = { %(fields)s };
  template (this: Run) = {
    precondition True;
    signatories R:Run {parties} this;
    observers Nil @Party;
    choice @nonConsuming Go (self) (a: R:Arguments): %(result)s, controllers R:Run {parties} this
      to %(body)s;
  };
}
"""
_numbers = count()


def read_packages(name: str) -> dict[str, ast.Package]:
    """The packages of a file of this folder, by id; a line `package 'id'` begins each."""
    text = (_FOLDER / name).read_text().replace("$tuple", TUPLE2)
    parts = _HEADING.split(text)
    pairs = zip(parts[1::2], parts[2::2], strict=True)
    return {id_: parse_package(body, V2_DEV, PackageId(id_)) for id_, body in pairs}


def contract_id(name: str, method: bytes = b"\xca\x12") -> ContractId:
    """The id of a contract of the ledger, by a name of its own and its method of hashing."""
    return ContractId(b"\0" + sha256(name.encode()).digest() + method + bytes(32))


@dataclass
class Bench:
    """Packages, and a ledger that knows what it was given and nothing else."""

    packages: Mapping[str, ast.Package]
    without: frozenset[str] = frozenset()
    preference: Mapping[str, str] = field(default_factory=dict)
    contracts: dict[ContractId, ContractInstance] = field(default_factory=dict)
    limits: Limits = UNLIMITED
    supports: Supports = any_form
    undoes_effects: bool = False
    time: int = 0
    library: Library = field(init=False)

    def __post_init__(self) -> None:
        chosen = [package for id_, package in self.packages.items() if id_ not in self.without]
        self.library = library_of(*chosen)

    def id(self, text: str) -> Identifier:
        """`Module:Name` of the first package, or `package:Module:Name`."""
        package, _, rest = text.partition(":")
        if ":" in rest:
            return identifier(package, rest)
        return identifier(next(iter(self.packages)), text)

    def add(
        self,
        name: str,
        template: str,
        argument: Any,
        signatories: Iterable[str],
        observers: Iterable[str] = (),
        *,
        key: KeyWithMaintainers | None = None,
        **changes: Any,
    ) -> ContractId:
        """Puts a contract on the ledger, as whoever created it describes it."""
        template_id = self.id(template)
        package = self.packages.get(template_id.package)
        signing = frozenset(signatories)
        contract = ContractInstance(
            contract_id(name),
            "?" if package is None else package.metadata.name,
            template_id,
            value_of(argument),
            signing,
            signing | frozenset(observers),
            key,
            SerializationVersion.V1 if key is None else SerializationVersion.V2,
            0,
        )
        contract = replace(contract, **changes)
        self.contracts[contract.contract_id] = contract
        return contract.contract_id

    def key(self, template: str, plain: Any, maintainers: Iterable[str]) -> KeyWithMaintainers:
        """A key of a template that is loaded."""
        template_id, value = self.id(template), value_of(plain)
        name = self.packages[template_id.package].metadata.name
        hashed = key_hash(self.library, template_id, value)
        global_key = GlobalKey(template_id, name, value, hashed)
        return KeyWithMaintainers(global_key, frozenset(maintainers))

    # --- running -----------------------------------------------------------------------------

    def update(
        self, expression: str, *arguments: Any, by: Iterable[str], result: str = ""
    ) -> Interpreted | Failed:
        """Runs an update with the authority of parties; its result is dropped if it has no type."""
        package_id = f"-run{next(_numbers)}-"
        text = _wrapped(self._named(expression), self._named(result))
        self.library.add(parse_package(text, V2_DEV, PackageId(package_id)))
        command = CreateAndExerciseCommand(
            identifier(package_id, "R:Run"),
            value_of(([f"'{party}" for party in sorted(by)],)),
            "Go",
            value_of(tuple(arguments)),
        )
        return self.run(command, by=by)

    def _named(self, text: str) -> str:
        """The text with the first package put before the names of its modules."""
        id_, package = next(iter(self.packages.items()))
        modules = "|".join(package.modules)
        return re.sub(rf"(?<![\w:'.])({modules}):(?=\w)", rf"'{id_}':\1:", text)

    def run(self, *commands: Any, by: Iterable[str]) -> Interpreted | Failed:
        """Runs commands as parties."""
        return self.interpret(self.submission(commands, by))

    def submission(self, commands: tuple[Any, ...], by: Iterable[str]) -> Submission:
        """Commands of parties, as they are handed to the engine."""
        return Submission(
            commands,
            frozenset(by),
            bytes(32),
            "participant",
            self.time,
            self.time,
            dict(self.preference),
            self.undoes_effects,
        )

    def interpret(self, work: Any) -> Interpreted | Failed:
        """Interprets, answering that what is not there is not there."""
        contracts: dict[ContractId, ContractInstance | None] = dict(self.contracts)
        keys = self.keys()
        while True:
            known = Known(self.library, contracts, keys, supports=self.supports, limits=self.limits)
            outcome = interpret(work, known)
            if not isinstance(outcome, Need):
                return outcome
            if outcome.packages:
                raise LookupError(f"packages {sorted(outcome.packages)}")
            contracts.update((each, None) for each in outcome.contracts)
            keys.update((need.key.hash, KeyAnswer((), True)) for need in outcome.keys)

    def keys(self) -> dict[bytes, KeyAnswer]:
        """What the ledger has under each key, in the order in which contracts were put there."""
        found: dict[bytes, list[ContractInstance]] = {}
        for contract in self.contracts.values():
            if contract.key is not None:
                found.setdefault(contract.key.key.hash, []).append(contract)
        return {key: KeyAnswer(tuple(contracts), True) for key, contracts in found.items()}


def _wrapped(expression: str, result: str) -> str:
    lambda_ = expression.strip().replace("$tuple", TUPLE2)
    binders: list[tuple[str, str]] = []
    if lambda_.startswith("\\"):
        position = 1
        while match := _BINDER.match(lambda_, position):
            binders.append((match[1], match[2]))
            position = match.end()
    applied = " ".join([f"({lambda_})", *(f"(R:Arguments {{{name}}} a)" for name, _ in binders)])
    return _RUN % {
        "fields": ", ".join(f"{name}: {type_}" for name, type_ in binders),
        "result": result or "Unit",
        "body": applied if result else f"ubind dropped: Unit <- {applied} in upure @Unit ()",
    }


# --- telling -------------------------------------------------------------------------------------

Shape = list[Any]


def below(result: Interpreted) -> list[Node]:
    """The nodes below the choice of `Bench.update`, in pre-order."""
    transaction = result.transaction
    run = transaction.nodes[transaction.roots[1]]
    inner = Transaction(transaction.nodes, children_of(run))
    return [node for _, node in inner.pre_order()]


def value_below(result: Interpreted) -> Value | None:
    """The result of `Bench.update`."""
    run = result.transaction.nodes[result.transaction.roots[1]]
    assert isinstance(run, ExerciseNode)
    return run.result


def roots(result: Interpreted) -> Shape:
    """What commands did: words for actions, lists for what lies below them."""
    return _shapes(result.transaction, result.transaction.roots)


def shape(result: Interpreted) -> Shape:
    """What an update did: words for actions, lists for what lies below them."""
    transaction = result.transaction
    return _shapes(transaction, children_of(transaction.nodes[transaction.roots[1]]))


def _shapes(transaction: Transaction, node_ids: Iterable[Any]) -> Shape:
    found: Shape = []
    for node_id in node_ids:
        node = transaction.nodes[node_id]
        found.append(_word(node))
        if children_of(node):
            found.append(_shapes(transaction, children_of(node)))
    return found


def _word(node: Node) -> str:
    match node:
        case CreateNode():
            return f"create {node.template_id.name}"
        case FetchNode():
            return f"fetch {node.template_id.name}" + (" by key" if node.by_key else "")
        case QueryByKeyNode():
            return f"query {node.template_id.name}: {len(node.result)}"
        case ExerciseNode():
            by_key = " by key" if node.by_key else ""
            failed = " failed" if node.result is None else ""
            return f"{node.choice} {node.template_id.name}{by_key}{failed}"
        case _:
            return "rollback"


def error(result: Interpreted | Failed) -> tuple[str, str]:
    """The code and the text of a failure, or `ok`."""
    if isinstance(result, Failed):
        return result.error.code.id, result.error.cause
    return "ok", ""


def assert_outcome(result: Interpreted | Failed, code: str, *fragments: str) -> None:
    """Whether an update went through (`ok`) or failed with a code and a text that has all parts."""
    found, text = error(result)
    assert found == code, text
    for fragment in fragments:
        assert fragment in text
