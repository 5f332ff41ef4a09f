"""One interpretation from start to end: commands read and run, limits kept, results put together.

Source: Daml-LF sheet 0 (decisions 4 and 5), 2.7 to 2.9.
"""

from __future__ import annotations

from typing import Final

from canton.daml_lf.archive.errors import ALLOWED_LANGUAGE_VERSIONS
from canton.daml_lf.builtins.errors import (
    DAML_FAILURE,
    DamlException,
    InterpretationError,
    NeedMore,
    crash,
)
from canton.daml_lf.builtins.running import limited
from canton.daml_lf.hashing.seed import transaction_seed
from canton.daml_lf.interpreter.builder import Scope, TransactionBuilder
from canton.daml_lf.interpreter.command import (
    Action,
    CommandReader,
    read_commands,
    read_replay,
    shown_type,
)
from canton.daml_lf.interpreter.contract_access import ContractAccess
from canton.daml_lf.interpreter.machine import Machine
from canton.daml_lf.interpreter.work import (
    CreateAndExerciseCommand,
    CreateCommand,
    ExerciseCommand,
    Failed,
    Interpreted,
    Known,
    Need,
    Outcome,
    Replay,
    Submission,
    Work,
)
from canton.daml_lf.language.stable import STABLE_PACKAGE_IDS
from canton.daml_lf.library.failure import Failures
from canton.daml_lf.transaction.contract import TransactionMetadata
from canton.daml_lf.transaction.node import (
    NodeId,
    RollbackNode,
    Transaction,
    children_of,
)
from canton.daml_lf.transaction.rollback import normalise_rollbacks
from canton.daml_lf.transaction.state import ContractState
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.identifier import PackageId
from canton.daml_lf.value.value import contract_ids

_TRACE_LENGTH_MAX: Final = 10


def interpret(work: Work, known: Known) -> Outcome:
    """Runs commands, or a view's root action, against what is known.

    Pure: the same work and knowledge give the same outcome. Every failure of the contract's own
    making, running away included, is a `Failed`.
    """
    wanted = _prefetch(work, known)
    if wanted:
        return Need(contracts=wanted)
    machine: Machine | None = None
    action: Action | None = None
    try:
        with limited(known.is_late):
            actions = _read(work, known)
            machine = _machine(work, known)
            try:
                for action in actions:
                    _run(machine, action, work)
            except DamlException as error:
                # The message of the exception is the contract's code too.
                raise Failures(known.packages).unhandled(error) from None
            return _interpreted(work, known, machine)
    except NeedMore as need:
        return _need(need)
    except InterpretationError as error:
        failure = error
    # A traceback would keep every frame of the run alive, a million of them at worst.
    failure.__cause__ = failure.__context__ = None
    return Failed(_with_trace(failure.with_traceback(None), machine, action))


def _read(work: Work, known: Known) -> list[Action]:
    reader = CommandReader(known.packages, work.package_preference)
    if isinstance(work, Submission):
        return read_commands(reader, work.commands)
    return [read_replay(reader, work.command)]


def _machine(work: Work, known: Known) -> Machine:
    if isinstance(work, Submission):
        seed = transaction_seed(work.seed, work.participant, work.preparation_time)
        root = Scope(work.act_as, seed)
    else:
        root = Scope(work.authorizers, None, given_seeds=(work.seed,))
    state = ContractState(undoes_effects=work.undoes_effects)
    return Machine(
        known.packages,
        TransactionBuilder(root, state),
        ContractAccess(known, state, work.package_preference),
        preparation_time=work.preparation_time,
        ledger_time=work.ledger_time,
    )


def _run(machine: Machine, action: Action, work: Work) -> None:
    if isinstance(work, Submission):
        action.run(machine)
    else:
        # A root action that fails is to be found as a rollback, as it was when it was submitted.
        machine.try_catch(action.run, lambda thrown: (lambda machine: (),))


def _prefetch(work: Work, known: Known) -> frozenset[ContractId]:
    """The contracts that commands name and of which nothing is known: all asked for at once."""
    if isinstance(work, Replay):
        return frozenset()
    wanted: set[ContractId] = set()
    for command in work.commands:
        match command:
            case ExerciseCommand(_, contract_id, _, argument):
                wanted.add(contract_id)
                wanted.update(contract_ids(argument))
            case CreateCommand(_, argument):
                wanted.update(contract_ids(argument))
            case CreateAndExerciseCommand():
                wanted.update(contract_ids(command.argument))
                wanted.update(contract_ids(command.choice_argument))
            case _:
                wanted.update(contract_ids(command.argument))
    return frozenset(c for c in wanted if not c.is_local and c not in known.contracts)


def _need(need: NeedMore) -> Need:
    return Need(need.contracts, need.packages, need.keys)  # type: ignore[arg-type]


def _with_trace(
    error: InterpretationError, machine: Machine | None, action: Action | None
) -> InterpretationError:
    if error.code.id != DAML_FAILURE.id or machine is None or action is None:
        return error
    exercises = machine.builder.open_exercises()
    lines = [
        f"in choice {shown_type(e.interface_id or e.template_id)}:{e.choice} on contract"
        f" {e.contract_id.hex[:10]} (#{node_id})"
        for node_id, e in exercises[:_TRACE_LENGTH_MAX]
    ]
    if len(exercises) > _TRACE_LENGTH_MAX:
        lines.append("...")
    lines.append(action.trace)
    error.context = {
        **error.context,
        "exercise_trace": "".join(f"    {line}\n" for line in lines),
    }
    return error


def _interpreted(work: Work, known: Known, machine: Machine) -> Outcome:
    built = machine.builder.finish()
    transaction, renamed = normalise_rollbacks(built)
    if isinstance(work, Replay) and work.must_fail:
        transaction, renamed = _peeled(transaction, renamed)
    used: set[PackageId] = set()
    for node in transaction.nodes.values():
        if not isinstance(node, RollbackNode):
            used.update(node.package_ids)
    used_packages = known.packages.dependencies(frozenset(used))
    _check_languages(known, used_packages)
    state = machine.builder.state
    metadata = TransactionMetadata(
        submission_seed=work.seed if isinstance(work, Submission) else None,
        preparation_time=work.preparation_time,
        ledger_time=work.ledger_time,
        used_packages=used_packages,
        time_bounds=machine.time_bounds,
        node_seeds=_renamed(machine.builder.seeds, renamed),
        key_inputs={key: found.contracts for key, found in state.key_inputs().items()},
        contract_order=state.order(),
        contract_hashes=_renamed(machine.contract_hashes, renamed),
    )
    return Interpreted(transaction, metadata)


def _check_languages(known: Known, used: frozenset[PackageId]) -> None:
    if known.languages is None:
        return
    for package_id in sorted(used - STABLE_PACKAGE_IDS):
        version = known.packages.compiled(package_id).language_version
        if version not in known.languages:
            allowed = ", ".join(sorted(known.languages))
            raise InterpretationError(
                ALLOWED_LANGUAGE_VERSIONS,
                f"Disallowed language version in package {package_id}: Expected version in"
                f" {allowed} but got {version}",
            )


def _renamed(seeds: dict[NodeId, bytes], renamed: dict[NodeId, NodeId]) -> dict[NodeId, bytes]:
    return {renamed[node]: seed for node, seed in seeds.items() if node in renamed}


def _peeled(
    transaction: Transaction, renamed: dict[NodeId, NodeId]
) -> tuple[Transaction, dict[NodeId, NodeId]]:
    """The failed root action without the rollback around it; numbers stay as they are.

    Raises:
        InterpretationError: the action did not fail.
    """
    root = transaction.nodes[transaction.roots[0]] if transaction.roots else None
    children = children_of(root) if isinstance(root, RollbackNode) else ()
    if len(children) != 1:
        raise crash("the action was expected to fail and be rolled back, but it was not")
    nodes = {n: node for n, node in transaction.nodes.items() if n != transaction.roots[0]}
    return Transaction(nodes, children), renamed
