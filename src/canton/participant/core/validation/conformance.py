"""Model conformance: the root action of each topmost view, run again, must give the same views.

The action with its seed, the contracts of the view and the times determine the result. What comes
out is decomposed, salted and built up again with the received salts, and must equal what came in,
by value. Source: protocol sheet 2.7 step 6.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import assert_never

from canton.daml_lf.engine import (
    Failed,
    Interpreted,
    Replay,
    ReplayCommand,
    ReplayCreate,
    ReplayExercise,
    ReplayExerciseByKey,
    ReplayFetch,
    ReplayFetchByKey,
)
from canton.daml_lf.transaction.contract import ContractInstance
from canton.daml_lf.transaction.node import KeyWithMaintainers, Transaction
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.identifier import PackageId
from canton.daml_lf.value.value import Value
from canton.errors import Rejection
from canton.identifiers import Member
from canton.participant.core.engine import Engine
from canton.participant.core.validation.check import authorizers_of
from canton.participant.errors import MODEL_CONFORMANCE
from canton.protocol.construction.decomposition import HostsOf
from canton.protocol.construction.tree_builder import rebuild_view
from canton.protocol.construction.view_builder import ViewContext
from canton.protocol.view.action import CreateAction, ExerciseAction, FetchAction
from canton.protocol.view.contract import StoredContract
from canton.protocol.view.full_view import FullViewTree
from canton.protocol.view.participant_data import ViewParticipantData
from canton.timestamps import Timestamp
from canton.topology.snapshot.snapshot import TopologySnapshot


@dataclass(frozen=True, slots=True)
class ViewReplay:
    """What is to be interpreted for one view, with the contracts that it brings.

    `package_preference` names packages by id; whoever interprets knows their names. `found` has, by
    the hash of a key, what the view says is there; nothing is there under other keys.
    """

    work: Replay
    package_preference: frozenset[PackageId]
    contracts: Mapping[ContractId, ContractInstance]
    found: Mapping[bytes, tuple[ContractInstance, ...]]


def replay_of(view: FullViewTree, engine: Engine) -> ViewReplay | Rejection:
    """The interpretation that a view asks for."""
    data = view.view.participant
    try:
        contracts = {
            each.contract_id: engine.decode_contract(each.encoded) for each in input_contracts(view)
        }
        command = _command_of(data, engine, contracts)
    except ValueError as error:
        return Rejection(MODEL_CONFORMANCE, f"the view {view.position} does not read: {error}")
    metadata = view.tree.participant
    action = data.action
    work = Replay(
        command,
        authorizers_of(view.view),
        None if isinstance(action, FetchAction) else action.seed,
        metadata.preparation_time,
        metadata.ledger_time,
        must_fail=isinstance(action, ExerciseAction) and action.failed,
    )
    preference = frozenset() if isinstance(action, CreateAction) else action.package_preference
    return ViewReplay(work, preference, contracts, _found_by_key(view, contracts))


def _found_by_key(
    view: FullViewTree, contracts: Mapping[ContractId, ContractInstance]
) -> dict[bytes, tuple[ContractInstance, ...]]:
    """The contracts under each key: as the view resolved it, then the other inputs that have it."""
    found: dict[bytes, dict[ContractId, ContractInstance]] = {}
    for resolved in view.view.participant.resolved_keys:
        ids = filter(contracts.__contains__, resolved.contract_ids)
        found[resolved.hash] = {each: contracts[each] for each in ids}
    created = {
        new.contract.contract_id
        for _, each in view.view.walk(view.position)
        for new in each.participant.created_core
    }
    for contract_id, contract in contracts.items():
        if contract.key is not None and contract_id not in created:
            found.setdefault(contract.key.key.hash, {}).setdefault(contract_id, contract)
    return {key_hash: tuple(by_id.values()) for key_hash, by_id in found.items()}


def input_contracts(view: FullViewTree) -> Iterable[StoredContract]:
    """The contracts that a view and its subviews bring along."""
    for _, each in view.view.walk(view.position):
        for used in each.participant.core_inputs:
            yield used.contract


def _command_of(
    data: ViewParticipantData, engine: Engine, contracts: Mapping[ContractId, ContractInstance]
) -> ReplayCommand:
    action = data.action
    match action:
        case CreateAction():
            created = engine.decode_contract(data.created_core[0].contract.encoded)
            return ReplayCreate(created.template_id, created.argument)
        case ExerciseAction():
            argument = engine.decode_value(action.argument)
            if action.by_key:
                key = _key_of(contracts, action.contract_id)
                return ReplayExerciseByKey(action.template_id, key, action.choice, argument)
            return ReplayExercise(
                action.template_id,
                action.interface_id,
                action.contract_id,
                action.choice,
                argument,
            )
        case FetchAction():
            if action.by_key:
                return ReplayFetchByKey(action.template_id, _key_of(contracts, action.contract_id))
            return ReplayFetch(action.template_id, action.interface_id, action.contract_id)
        case _:
            assert_never(action)


def _key_of(contracts: Mapping[ContractId, ContractInstance], contract_id: ContractId) -> Value:
    key: KeyWithMaintainers | None = contracts[contract_id].key
    if key is None:
        raise ValueError(f"{contract_id} has no key")
    return key.key.value


def compare(
    view: FullViewTree,
    outcome: Interpreted | Failed,
    *,
    engine: Engine,
    snapshot: TopologySnapshot,
) -> Transaction | Rejection:
    """The transaction of a view with its final contract ids, if it gives the same view again."""
    if isinstance(outcome, Failed):
        return Rejection(MODEL_CONFORMANCE, f"interpretation failed: {outcome.error.cause}")
    common = view.tree.common
    submitter = view.tree.submitter
    context = ViewContext(
        common.synchronizer,
        common.mediator_group,
        common.uuid,
        view.tree.participant.ledger_time,
        engine,
        {each.contract_id: each for each in input_contracts(view)},
    )
    rebuilt = rebuild_view(
        outcome.transaction,
        outcome.metadata.node_seeds,
        view.view,
        view.position,
        context,
        hosts_of(snapshot),
        None if submitter is None else submitter.submitting_participant.party,
    )
    if isinstance(rebuilt, Rejection):
        return Rejection(MODEL_CONFORMANCE, rebuilt.cause)
    if rebuilt.view != view.view:
        return Rejection(
            MODEL_CONFORMANCE, f"the view {view.position} is not what its action gives"
        )
    return _vetted(view, outcome, snapshot) or rebuilt.transaction


def _vetted(
    view: FullViewTree, outcome: Interpreted, snapshot: TopologySnapshot
) -> Rejection | None:
    """Whether every participant that sees a view has vetted the packages that it uses."""
    ledger_time = view.tree.participant.ledger_time
    used = {package for node in _action_packages(outcome.transaction) for package in node}
    for participant in sorted(snapshot.parties.participants_of(view.view.common.informees)):
        missing = used - vetted_at(snapshot, participant, ledger_time)
        if missing:
            packages = ", ".join(sorted(missing))
            return Rejection(MODEL_CONFORMANCE, f"{participant} has not vetted {packages}")
    return None


def _action_packages(transaction: Transaction) -> Iterable[tuple[PackageId, ...]]:
    for node in transaction.nodes.values():
        packages = getattr(node, "package_ids", None)
        if packages is not None:
            yield packages


def vetted_at(
    snapshot: TopologySnapshot, participant: Member, ledger_time: Timestamp
) -> frozenset[PackageId]:
    """The packages that a participant has vetted for a ledger time."""
    return frozenset(
        PackageId(package_id)
        for package_id, vetted in snapshot.members.vetted_packages(participant).items()
        if vetted.is_valid_at(ledger_time)
    )


def hosts_of(snapshot: TopologySnapshot) -> HostsOf:
    """Who hosts a party, by a snapshot."""
    parties = snapshot.parties
    return lambda party: frozenset(parties.info(party).participants)
