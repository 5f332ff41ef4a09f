"""Creates, fetches and exercises: the machine without keys, time and exceptions.

Authentication, activeness and upgrades are in `contract_access`, the tree of nodes in `builder`.
Source: Daml-LF sheet 2.4, 2.5; the order of steps is the original's.
"""

from __future__ import annotations

from typing import Any, Final

from canton.daml_lf.builtins.application import apply1, check, steps
from canton.daml_lf.builtins.errors import (
    CREATE_EMPTY_CONTRACT_KEY_MAINTAINERS,
    DUPLICATE_CONTRACT_ID,
    INCONSISTENT_CONTRACT_KEY,
    INTERPRETATION_DEV_ERROR,
    crash,
    failed,
)
from canton.daml_lf.compiler.encoding import EncodedType, con_type
from canton.daml_lf.hashing.seed import discriminator
from canton.daml_lf.interpreter.authorization import (
    check_create,
    check_exercise,
    check_fetch,
)
from canton.daml_lf.interpreter.builder import Exercise, TransactionBuilder
from canton.daml_lf.interpreter.contract_access import ContractAccess
from canton.daml_lf.interpreter.contract_info import (
    ContractInfo,
    contract_info,
    parties_of,
)
from canton.daml_lf.library.failure import Failures
from canton.daml_lf.library.library import Library
from canton.daml_lf.library.template import Choice, Interface, Template
from canton.daml_lf.transaction.contract import TimeBounds
from canton.daml_lf.transaction.node import (
    NOBODY,
    CreateNode,
    FetchNode,
    NodeId,
)
from canton.daml_lf.transaction.state import DuplicateContract, InconsistentKey
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.identifier import Identifier
from canton.daml_lf.value.shown import pretty, pretty_type
from canton.daml_lf.value.value import NESTING_MAX
from canton.timestamps import Timestamp

_STEPS_OF_EXERCISE: Final = 100


class ContractActions:
    """What one interpretation does to contracts by their ids."""

    def __init__(
        self,
        library: Library,
        builder: TransactionBuilder,
        access: ContractAccess,
        *,
        preparation_time: Timestamp,
        ledger_time: Timestamp,
    ) -> None:
        self.builder: Final = builder
        self.access: Final = access
        self.time_bounds = TimeBounds()
        self.contract_hashes: dict[NodeId, bytes] = {}
        self._library = library
        self.failures = Failures(library)
        self._preparation_time = preparation_time
        self._ledger_time = ledger_time

    # --- create ------------------------------------------------------------------------------

    def create(self, template: Template, record: Any) -> ContractId:
        """Creates a contract."""
        info = contract_info(template, record)
        if info.key is not None and not info.key.maintainers:
            raise failed(
                CREATE_EMPTY_CONTRACT_KEY_MAINTAINERS,
                "Update failed due to a contract key with an empty set of maintainers when"
                f" creating {pretty_type(template.identifier)} with"
                f" {pretty(info.argument, is_verbose=True)}\nThe computed key is"
                f" {pretty(info.key.key.value, is_verbose=True)}",
                ("TEMPLATE_ID", str(template.identifier)),
            )
        builder = self.builder
        seed = builder.action_seed()
        if seed is None:
            raise crash("a create has no seed")
        contract_id = ContractId.local(
            discriminator(seed, self._preparation_time, info.stakeholders)
        )
        node_id = builder.upcoming
        check_create(
            node_id,
            template.identifier,
            info.signatories,
            None if info.key is None else info.key.maintainers,
            builder.authorizers,
        )
        try:
            builder.state.create(node_id, contract_id, info.global_key)
        except DuplicateContract as error:
            raise failed(
                DUPLICATE_CONTRACT_ID, f"contract {error.contract_id} is created twice"
            ) from error
        node = CreateNode(
            contract_id,
            template.package_name,
            template.identifier,
            info.argument,
            info.signatories,
            info.stakeholders,
            info.key,
            info.version,
        )
        self.access.limits.check_contract(template.identifier, info.signatories, info.observers)
        builder.add(node, seed)
        self.contract_hashes[node_id] = info.hash()
        self.access.add_local(contract_id, info)
        return contract_id

    def create_any(self, value: tuple[EncodedType, Any]) -> ContractId:
        """Creates a contract from an interface's value."""
        return self.create(self._library.template_of(value[0]), value[1])

    # --- fetch -------------------------------------------------------------------------------

    def fetch(self, template: Template, contract_id: ContractId) -> Any:
        """Fetches a contract as a template's."""
        info = self.access.load(template, contract_id)
        self._add_fetch(contract_id, info, by_key=False, interface=None)
        return info.record

    def fetch_interface(self, interface: Interface, contract_id: ContractId) -> Any:
        """Fetches a contract as an interface's."""
        info = self.access.load_through(interface, contract_id)
        self._add_fetch(contract_id, info, by_key=False, interface=interface.identifier)
        return con_type(info.template.identifier), info.record

    def _add_fetch(
        self,
        contract_id: ContractId,
        info: ContractInfo,
        *,
        by_key: bool,
        interface: Identifier | None,
    ) -> None:
        builder = self.builder
        given = builder.authorizers
        if not by_key:
            self._use(contract_id, info)
        check_fetch(builder.upcoming, info.stakeholders, given)
        node = FetchNode(
            contract_id,
            info.template.package_name,
            info.template.identifier,
            given & info.stakeholders,
            info.signatories,
            info.stakeholders,
            info.key,
            by_key,
            interface,
            info.version,
        )
        builder.add(node)

    def _use(self, contract_id: ContractId, info: ContractInfo) -> None:
        try:
            self.builder.state.use(contract_id, info.global_key)
        except InconsistentKey as error:
            raise inconsistent_key(error) from error

    # --- exercise ----------------------------------------------------------------------------

    def exercise(
        self, template: Template, choice_name: str, contract_id: ContractId, argument: Any
    ) -> Any:
        """Exercises a template's choice."""
        info = self.access.load(template, contract_id)
        choice = template.choices[choice_name]
        return self._exercise(info, choice, contract_id, argument, info.record, None, False)

    def exercise_interface(
        self,
        interface: Interface,
        choice_name: str,
        contract_id: ContractId,
        argument: Any,
        guard: Any = None,
    ) -> Any:
        """Exercises an interface's choice, if the guard (of LF 2.dev) lets the contract pass."""
        info = self.access.load_through(interface, contract_id)
        this = con_type(info.template.identifier), info.record
        if guard is not None and not self.failures.guarded1(
            lambda value: apply1(guard, value), this
        ):
            raise failed(
                INTERPRETATION_DEV_ERROR,
                f"Choice guard failed for {pretty_type(info.template.identifier)} contract"
                f" {contract_id} when exercising choice {choice_name} by interface"
                f" {pretty_type(interface.identifier)}",
                ("DEV_ERROR_TYPE", "ChoiceGuardFailed"),
            )
        choice = interface.choices[choice_name]
        return self._exercise(
            info, choice, contract_id, argument, this, interface.identifier, False
        )

    def _exercise(
        self,
        info: ContractInfo,
        choice: Choice,
        contract_id: ContractId,
        argument: Any,
        this: Any,
        interface: Identifier | None,
        by_key: bool,
    ) -> Any:
        # An exercise costs many steps of plain code, so that a loop of them meets the deadline.
        steps[0] -= _STEPS_OF_EXERCISE
        if steps[0] < 0:
            check()
        guarded = self.failures.guarded2
        controllers = parties_of(guarded(choice.controllers, this, argument))
        observers, authorizers = NOBODY, None
        if choice.observers is not None:
            observers = parties_of(guarded(choice.observers, this, argument))
        if choice.authorizers is not None:
            authorizers = parties_of(guarded(choice.authorizers, this, argument))
        self.access.limits.check_choice(choice.name, controllers, observers, authorizers)
        exercise = Exercise(
            contract_id,
            info.template.package_name,
            info.template.identifier,
            interface,
            choice.name,
            choice.consuming,
            controllers,
            choice.argument.to_ledger(argument, NESTING_MAX),
            info.signatories,
            info.stakeholders,
            observers,
            authorizers,
            info.key,
            by_key,
            info.version,
        )
        self._begin(exercise, info)
        result = choice.body(this, argument, contract_id, self)
        self.builder.end_exercise(choice.result.to_ledger(result, NESTING_MAX))
        return result

    def _begin(self, exercise: Exercise, info: ContractInfo) -> None:
        builder = self.builder
        node_id = builder.upcoming
        if not exercise.by_key:
            self._use(exercise.contract_id, info)
        if exercise.consuming:
            # From now on the contract is gone, in the body of its own choice too.
            builder.state.consume(exercise.contract_id, node_id)
        check_exercise(
            node_id,
            exercise.template_id,
            exercise.controllers,
            exercise.authorizers,
            builder.authorizers,
        )
        builder.begin_exercise(exercise)


def inconsistent_key(error: InconsistentKey) -> Exception:
    """The error for contradicting answers of the ledger for a key."""
    key = error.key
    return failed(
        INCONSISTENT_CONTRACT_KEY,
        f"Update failed due to an inconsistent contract key {pretty(key.value)}",
        ("TEMPLATE_ID", str(key.template_id)),
        ("PACKAGE_NAME", key.package_name),
    )
