"""What the engine is asked to do, what is known to it, and what it answers: all as values.

Source: Daml-LF sheet 0 (decision 5), 2.9; protocol sheet 2.7 (root actions of views).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from canton.daml_lf.builtins.errors import InterpretationError
from canton.daml_lf.interpreter.limit import UNLIMITED, Limits
from canton.daml_lf.library.library import Library
from canton.daml_lf.transaction.contract import ContractInstance, TransactionMetadata
from canton.daml_lf.transaction.node import GlobalKey, Transaction
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.identifier import Identifier, PackageId, PackageName, TypeReference
from canton.daml_lf.value.value import Value
from canton.identifiers import PartyId
from canton.timestamps import Timestamp


@dataclass(frozen=True, slots=True)
class CreateCommand:
    """Create a contract. Labels and type ids in the argument may be missing."""

    template: TypeReference
    argument: Value


@dataclass(frozen=True, slots=True)
class ExerciseCommand:
    """Exercise a choice of a template or, where `target` names one, of an interface."""

    target: TypeReference
    contract_id: ContractId
    choice: str
    argument: Value


@dataclass(frozen=True, slots=True)
class ExerciseByKeyCommand:
    """Exercise a choice on the contract that has a key."""

    template: TypeReference
    key: Value
    choice: str
    argument: Value


@dataclass(frozen=True, slots=True)
class CreateAndExerciseCommand:
    """Create a contract and exercise a choice on it."""

    template: TypeReference
    argument: Value
    choice: str
    choice_argument: Value


Command = CreateCommand | ExerciseCommand | ExerciseByKeyCommand | CreateAndExerciseCommand


@dataclass(frozen=True, slots=True)
class ReplayCreate:
    """The root action of a view: a create."""

    template_id: Identifier
    argument: Value


@dataclass(frozen=True, slots=True)
class ReplayExercise:
    """The root action of a view: an exercise, on the template or on the interface if given."""

    template_id: Identifier
    interface_id: Identifier | None
    contract_id: ContractId
    choice: str
    argument: Value


@dataclass(frozen=True, slots=True)
class ReplayExerciseByKey:
    """The root action of a view: an exercise by key. The key finds the contract."""

    template_id: Identifier
    key: Value
    choice: str
    argument: Value


@dataclass(frozen=True, slots=True)
class ReplayFetch:
    """The root action of a view: a fetch, through the interface if given."""

    template_id: Identifier
    interface_id: Identifier | None
    contract_id: ContractId


@dataclass(frozen=True, slots=True)
class ReplayFetchByKey:
    """The root action of a view: a fetch by key."""

    template_id: Identifier
    key: Value


ReplayCommand = ReplayCreate | ReplayExercise | ReplayExerciseByKey | ReplayFetch | ReplayFetchByKey


class ContractHashMethod(Enum):
    """How a contract is hashed under its id; the id's suffix says which."""

    LEGACY = "legacy"
    UPGRADE_FRIENDLY = "upgrade-friendly"
    TYPED_NORMAL_FORM = "typed-normal-form"


@dataclass(frozen=True, slots=True)
class Submission:
    """Commands of an application, run in order in one transaction.

    `seed` is 32 secret random bytes, `participant` the text of the participant's unique
    identifier (without `PAR::`). `package_preference` says which package stands for a name.
    `undoes_effects`: a caught exception undoes creates and archives, as in protocol version 34.
    """

    commands: tuple[Command, ...]
    act_as: frozenset[PartyId]
    seed: bytes
    participant: str
    preparation_time: Timestamp
    ledger_time: Timestamp
    package_preference: Mapping[PackageName, PackageId] = field(default_factory=dict)
    undoes_effects: bool = False


@dataclass(frozen=True, slots=True)
class Replay:
    """One root action of a view, to be run again by whoever validates it.

    `seed` is the seed of the root node itself (None for a fetch). `must_fail` says that the action
    failed and was rolled back; then its failing run gives the transaction without the rollback
    around it.
    """

    command: ReplayCommand
    authorizers: frozenset[PartyId]
    seed: bytes | None
    preparation_time: Timestamp
    ledger_time: Timestamp
    package_preference: Mapping[PackageName, PackageId] = field(default_factory=dict)
    must_fail: bool = False
    undoes_effects: bool = False


Work = Submission | Replay


@dataclass(frozen=True, slots=True)
class KeyAnswer:
    """The contracts of the ledger that have a key, newest first.

    `is_complete` says that there are no more than these.
    """

    contracts: tuple[ContractInstance, ...]
    is_complete: bool


@dataclass(frozen=True, slots=True)
class KeyNeed:
    """A key whose contracts are needed, and how many of them at least."""

    key: GlobalKey
    count: int


@dataclass(frozen=True, slots=True)
class Interpreted:
    """The commands ran through."""

    transaction: Transaction
    metadata: TransactionMetadata


@dataclass(frozen=True, slots=True)
class Failed:
    """The commands failed; the error has the code, the message and the resources for the user."""

    error: InterpretationError


@dataclass(frozen=True, slots=True)
class Need:
    """What must be known before the commands can run: load it and run again."""

    contracts: frozenset[ContractId] = frozenset()
    packages: frozenset[PackageId] = frozenset()
    keys: tuple[KeyNeed, ...] = ()


Outcome = Interpreted | Failed | Need

Authenticate = Callable[[ContractInstance, bytes], bool]
"""Whether a contract with that contract hash is the one that its id commits to."""

Supports = Callable[[ContractId], bool]
"""Whether the ledger has contracts with ids of that form."""

CheckDeadline = Callable[[], bool]
"""Asked now and then while interpreting; True means that the time is over."""


def never_late() -> bool:
    """The deadline check of whoever has no deadline."""
    return False


def any_form(contract_id: ContractId) -> bool:
    """Supports every contract id."""
    return True


def trust(contract: ContractInstance, contract_hash: bytes) -> bool:
    """The authentication of whoever made the contracts himself, as in tests."""
    return True


@dataclass(frozen=True, slots=True)
class Known:
    """What interpretation may use.

    A contract mapped to None is known not to exist (or not to be visible). `keys` is by the hash
    of the key. Contracts of the ledger are authenticated with `authenticate`, if the form of their
    ids is one that it `supports`. `languages` are the language versions that the protocol version
    allows, as texts; None allows all that are loaded.
    """

    packages: Library
    contracts: Mapping[ContractId, ContractInstance | None] = field(default_factory=dict)
    keys: Mapping[bytes, KeyAnswer] = field(default_factory=dict)
    authenticate: Authenticate = trust
    supports: Supports = any_form
    is_late: CheckDeadline = never_late
    languages: frozenset[str] | None = None
    limits: Limits = UNLIMITED
