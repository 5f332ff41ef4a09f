"""Textual Daml-LF to try things with: expressions, packages, commands against a test's ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from canton.daml_lf.archive.stable import stable_archives
from canton.daml_lf.builtins.errors import DamlException, InterpretationError
from canton.daml_lf.builtins.running import limited
from canton.daml_lf.engine import (
    Failed,
    Interpreted,
    KeyAnswer,
    Known,
    Library,
    Need,
    Submission,
    interpret,
)
from canton.daml_lf.interpreter.work import never_late
from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import Identifier, PackageId
from canton.daml_lf.language.version import V2_DEV
from canton.daml_lf.library import runtime
from canton.daml_lf.library.contract_hash import contract_hash
from canton.daml_lf.library.library import identifier
from canton.daml_lf.text.reader import parse_package
from canton.daml_lf.transaction.contract import ContractInstance
from canton.daml_lf.transaction.node import CreateNode, ExerciseNode, map_transaction_contract_ids
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.value import (
    NONE,
    BoolValue,
    Int64Value,
    ListValue,
    OptionalValue,
    PartyValue,
    RecordValue,
    TextValue,
    Value,
)

STABLE = [archive.decode() for archive in stable_archives()]
TUPLE2 = "'5aee9b21b8e9a4c4975b5f4c4198e6e6e8469df49e2010820e792f393db870f4':DA.Types:Tuple2"
_numbers = count()


def package_of(
    text: str, *, name: str = "test", version: str = "1.0.0", id_: str = ""
) -> ast.Package:
    """A package from modules; `$tuple` stands for the stable pair type."""
    metadata = f"metadata ( '{name}' : '{version}' )\n"
    package_id = PackageId(id_ or f"-test{next(_numbers)}-")
    return parse_package(metadata + text.replace("$tuple", TUPLE2), V2_DEV, package_id)


def library_of(*packages: ast.Package) -> Library:
    """The packages, with the stable ones."""
    library = Library()
    library.add_all([*STABLE, *packages])
    return library


def evaluate(
    expression: str, definitions: str = "", is_late: Callable[[], bool] = never_late
) -> Any:
    """The run-time value of an expression; definitions are of module M."""
    package = package_of(f"module M {{ {definitions} val it: Unit = {expression}; }}")
    library = library_of(package)
    with limited(is_late):
        return library.value(identifier(package.id, "M:it"))


def outcome(
    expression: str, definitions: str = "", is_late: Callable[[], bool] = never_late
) -> Any:
    """The value, or the code of the error, or the message of the exception."""
    try:
        return evaluate(expression, definitions, is_late)
    except InterpretationError as error:
        return error.code.id
    except DamlException as error:
        return error.value[0]


def traces(expression: str, definitions: str = "") -> list[str]:
    """What TRACE wrote until the value was there or failed."""
    found: list[str] = []
    runtime.trace_sink.append(found)
    try:
        outcome(expression, definitions)
    finally:
        runtime.trace_sink.pop()
    return found


def value_of(plain: Any) -> Value:
    """A ledger value from a plain one: texts are parties if they begin with a quote."""
    match plain:
        case bool():
            return BoolValue(plain)
        case int():
            return Int64Value(plain)
        case str() if plain.startswith("'"):
            return PartyValue(plain[1:])
        case str():
            return TextValue(plain)
        case tuple():
            return RecordValue(tuple(map(value_of, plain)))
        case list():
            return ListValue(tuple(map(value_of, plain)))
        case None:
            return NONE
        case {"some": inner}:
            return OptionalValue(value_of(inner))
    return plain


@dataclass
class Ledger:
    """A ledger of one test: commits transactions and answers what interpretation needs.

    Contract ids get a suffix that counts the commits; a contract is authentic if its hash is the
    one of the commit.
    """

    library: Library
    preference: dict[str, str] = field(default_factory=dict)
    contracts: dict[ContractId, ContractInstance | None] = field(default_factory=dict)
    hashes: dict[ContractId, bytes] = field(default_factory=dict)
    time: int = 0
    commits: int = 0

    def id(self, qualified: str, package: ast.Package | None = None) -> Identifier:
        """The identifier of `Module:Name` in a package, or in the only one that is not stable."""
        if package is not None:
            return identifier(package.id, qualified)
        stable = {each.id for each in STABLE}
        [own] = self.library.package_ids - stable
        return identifier(own, qualified)

    def submission(self, commands: Iterable[Any], act_as: Iterable[str]) -> Submission:
        """The commands with a seed of their own."""
        seed = self.commits.to_bytes(32)
        return Submission(
            tuple(commands),
            frozenset(act_as),
            seed,
            "participant",
            self.time,
            self.time,
            self.preference,
        )

    def known(self) -> Known:
        """What the ledger knows: contracts, and keys of active contracts, newest first."""
        keys: dict[bytes, list[ContractInstance]] = {}
        for contract in reversed([c for c in self.contracts.values() if c is not None]):
            if contract.key is not None:
                keys.setdefault(contract.key.key.hash, []).append(contract)
        answers = {key: KeyAnswer(tuple(found), True) for key, found in keys.items()}
        return Known(self.library, self.contracts, answers, authenticate=self.is_authentic)

    def is_authentic(self, contract: ContractInstance, hashed: bytes) -> bool:
        """Whether the contract was committed with that hash."""
        return self.hashes[contract.contract_id] == hashed

    def run(self, *commands: Any, act_as: Iterable[str]) -> Interpreted | Failed:
        """Interprets, answering that what is not there is not there."""
        work = self.submission(commands, act_as)
        known = self.known()
        contracts, keys = dict(known.contracts), dict(known.keys)
        while True:
            result = interpret(work, replace(known, contracts=contracts, keys=keys))
            if not isinstance(result, Need):
                return result
            assert not result.packages
            contracts.update((c, None) for c in result.contracts if c not in contracts)
            keys.update((n.key.hash, KeyAnswer((), True)) for n in result.keys)

    def commit(self, *commands: Any, act_as: Iterable[str]) -> Interpreted:
        """Interprets and applies the effects; the transaction with suffixed ids."""
        result = self.run(*commands, act_as=act_as)
        assert isinstance(result, Interpreted), result.error
        self.commits += 1
        suffix = self.commits.to_bytes(4)
        transaction = map_transaction_contract_ids(
            result.transaction, lambda cid: cid.with_suffix(suffix) if cid.is_local else cid
        )
        for _, node in transaction.pre_order():
            if isinstance(node, CreateNode):
                self.contracts[node.contract_id] = ContractInstance.of_node(node, self.time)
                hashed = contract_hash(self.library, node.template_id, node.argument)
                self.hashes[node.contract_id] = hashed
            elif isinstance(node, ExerciseNode) and node.consuming and node.result is not None:
                self.contracts[node.contract_id] = None
        return replace(result, transaction=transaction)

    def created(self, command: Any, act_as: Iterable[str]) -> ContractId:
        """The id of the contract that a create command creates."""
        transaction = self.commit(command, act_as=act_as).transaction
        node = transaction.nodes[transaction.roots[0]]
        assert isinstance(node, CreateNode)
        return node.contract_id

    def code(self, *commands: Any, act_as: Iterable[str]) -> str:
        """The code of the error, or `ok`."""
        result = self.run(*commands, act_as=act_as)
        return result.error.code.id if isinstance(result, Failed) else "ok"
