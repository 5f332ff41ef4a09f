"""The bootstrap macros: make a synchronizer out of sequencers, mediators and owners.

Nothing but calls to the nodes' admin APIs. A macro looks first at what is there already, so that it
may be run again. Source: Canton 3.6 ConsoleMacros.bootstrap; protocol sheet 7.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Final

from canton.console.commands.topology import AUTHORIZED, TemporaryStore
from canton.console.failure import CommandFailure
from canton.console.identifier import PhysicalSynchronizerId, SynchronizerId
from canton.console.parameters import (
    NO_AMPLIFICATION,
    SequencerConnections,
    SequencerConnectionValidation,
    SubmissionRequestAmplification,
)
from canton.console.spelling import command
from canton.console.status import Failure, NotInitialized, Status, Success
from canton.identifiers import Fingerprint, Member, UniqueIdentifier
from canton.topology.mapping.mapping import TopologyMapping
from canton.topology.mapping.namespace import DecentralizedNamespaceDefinition
from canton.topology.mapping.synchronizer import (
    MediatorSynchronizerState,
    SequencerSynchronizerState,
    SynchronizerParametersState,
)
from canton.topology.parameters.dynamic import DynamicSynchronizerParameters
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.topology.stored import genesis_row, write_delimited
from canton.topology.transaction import (
    Operation,
    SignedTopologyTransaction,
    merge_by_hash,
)
from canton.wire import topology_admin_pb2

_ALIEN_MEMBER: Final = topology_admin_pb2.FORCE_FLAG_ALIEN_MEMBER
_MEDIATOR_GROUP: Final = 0


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a synchronizer is to be made of."""

    name: str
    sequencers: tuple[Any, ...]
    mediators: dict[Any, SequencerConnections]
    owners: tuple[Any, ...]
    threshold: int
    parameters: StaticSynchronizerParameters
    mediator_threshold: int

    @property
    def namespace(self) -> DecentralizedNamespaceDefinition:
        """The namespace of the owners; its fingerprint follows from theirs."""
        namespaces = [Fingerprint(owner.namespace) for owner in self.owners]
        return DecentralizedNamespaceDefinition.create(namespaces, self.threshold)

    @property
    def synchronizer_id(self) -> UniqueIdentifier:
        """The id that the synchronizer will have."""
        return UniqueIdentifier(self.name, self.namespace.namespace)

    @property
    def physical_id(self) -> PhysicalSynchronizerId:
        """The same with protocol version and serial."""
        version = f"{self.parameters.protocol_version}-{self.parameters.serial}"
        return PhysicalSynchronizerId(f"{self.synchronizer_id}::{version}")


class Bootstrap:
    """Make synchronizers."""

    def __init__(self, local: Callable[[str], Sequence[Any]]) -> None:
        self._local = local

    @command
    def synchronizer(
        self,
        synchronizer_name: str,
        sequencers: Iterable[Any],
        mediators: Iterable[Any] = (),
        synchronizer_owners: Iterable[Any] = (),
        synchronizer_threshold: int = 1,
        static_synchronizer_parameters: StaticSynchronizerParameters | None = None,
        mediator_request_amplification: SubmissionRequestAmplification = NO_AMPLIFICATION,
        mediator_threshold: int = 1,
        *,
        mediators_to_sequencers: dict[Any, tuple[Sequence[Any], int, int]] | None = None,
    ) -> PhysicalSynchronizerId:
        """Makes a synchronizer and returns its id; if it is there already, returns that.

        Every mediator uses every sequencer and trusts one, unless `mediators_to_sequencers` says
        otherwise: mediator to (sequencers, trust threshold, liveness margin).

        Raises:
            CommandFailure: a node cannot be reached, is passive, or belongs to another one.
        """
        sequencers, mediators = tuple(sequencers), tuple(mediators)
        owners = tuple(synchronizer_owners)
        for node in (*sequencers, *mediators, *owners):
            node.health.wait_until_settled()
        by_id = {sequencer.id: sequencer for sequencer in sequencers}
        distinct = tuple(by_id.values())
        assignment = mediators_to_sequencers or dict.fromkeys(mediators, (distinct, 1, 0))
        plan = _Plan(
            synchronizer_name,
            distinct,
            {
                mediator: SequencerConnections(
                    tuple(sequencer.sequencer_connection for sequencer in its_sequencers),
                    trust,
                    margin,
                    mediator_request_amplification,
                )
                for mediator, (its_sequencers, trust, margin) in assignment.items()
            },
            owners or distinct,
            synchronizer_threshold,
            static_synchronizer_parameters or StaticSynchronizerParameters(),
            mediator_threshold,
        )
        waiting = _nodes_to_initialize(plan)
        if waiting:
            _found(plan, waiting)
        return plan.physical_id

    @command
    def synchronizer_local(self, synchronizer_name: str = "local") -> SynchronizerId:
        """Makes a synchronizer of all sequencers and mediators of this process that run."""
        sequencers = [node for node in self._local("sequencers") if node.is_running]
        mediators = [node for node in self._local("mediators") if node.is_running]
        physical_id = self.synchronizer(
            synchronizer_name,
            sequencers,
            mediators,
            sequencers,
            len(sequencers),
            mediator_threshold=len(mediators),
        )
        return physical_id.logical

    @command
    def decentralized_namespace(
        self, owners: Iterable[Any], threshold: int, store: Any = AUTHORIZED
    ) -> tuple[str, list[SignedTopologyTransaction]]:
        """Makes a namespace of owners; returns it with the transactions that define it."""
        owners = tuple(owners)
        identities = [transaction for owner in owners for transaction in _identity_of(owner)]
        for owner in owners:
            owner.topology.transactions.load(identities, store, [_ALIEN_MEMBER])
        namespaces = [Fingerprint(owner.namespace) for owner in owners]
        mapping = DecentralizedNamespaceDefinition.create(namespaces, threshold)
        stores = dict.fromkeys(owners, store)
        definition = _propose_by_all(stores, mapping)
        return mapping.namespace, [*identities, definition]


def _nodes_to_initialize(plan: _Plan) -> list[Any]:
    """The sequencers and mediators that wait for initialization, sequencers first."""
    waiting, problems = [], []
    for node in (*plan.sequencers, *plan.mediators):
        status = node.health.status
        problem = _problem_of(status, plan.physical_id)
        if problem:
            problems.append(f"{node.name} {problem}")
        elif isinstance(status, NotInitialized):
            waiting.append(node)
    if problems:
        raise CommandFailure("The synchronizer cannot be bootstrapped: " + "; ".join(problems))
    return waiting


def _problem_of(status: Status, expected: PhysicalSynchronizerId) -> str | None:
    match status:
        case Failure(message):
            return f"cannot be reached: {message}"
        case NotInitialized() if not status.active:
            return "is passive"
        case Success() if status.synchronizer_id != expected:
            return f"is already initialized for {status.synchronizer_id}"
        case _:
            return None


def _found(plan: _Plan, waiting: Sequence[Any]) -> None:
    """Founds the synchronizer: the owners agree on its first state, the nodes begin with it."""
    with ExitStack() as stack:
        stores = {}
        for owner in plan.owners:
            store = owner.topology.stores.create_temporary_topology_store(
                f"{plan.name}-setup", plan.parameters.protocol_version
            )
            drop = owner.topology.stores.drop_temporary_topology_store
            stack.callback(drop, store)
            stores[owner] = store
        genesis = _genesis_state(plan, stores)
        for sequencer in plan.sequencers:
            if sequencer in waiting:
                sequencer.setup.assign_from_genesis_state_v2(genesis, plan.parameters)
        for mediator, connections in plan.mediators.items():
            if mediator in waiting:
                mediator.setup.assign(
                    plan.physical_id, connections, SequencerConnectionValidation.DISABLED
                )
        for node in waiting:
            node.health.wait_for_initialized()


def _genesis_state(plan: _Plan, stores: dict[Any, TemporaryStore]) -> bytes:
    members = dict.fromkeys((*plan.sequencers, *plan.mediators, *plan.owners))
    identities = [transaction for member in members for transaction in _identity_of(member)]
    for owner, store in stores.items():
        owner.topology.transactions.load(identities, store, [_ALIEN_MEMBER])
    agreed = [_propose_by_all(stores, plan.namespace)]
    agreed += [_propose_by_all(stores, mapping) for mapping in _genesis_mappings(plan)]
    additions = [
        transaction
        for transaction in merge_by_hash([*identities, *agreed])
        if transaction.operation is Operation.REPLACE
    ]
    return b"".join(write_delimited(map(genesis_row, additions)))


def _genesis_mappings(plan: _Plan) -> list[TopologyMapping]:
    mediators = dict.fromkeys(Member.parse(node.id.member) for node in plan.mediators)
    sequencers = dict.fromkeys(Member.parse(node.id.member) for node in plan.sequencers)
    return [
        SynchronizerParametersState(plan.synchronizer_id, DynamicSynchronizerParameters()),
        MediatorSynchronizerState(
            plan.synchronizer_id,
            _MEDIATOR_GROUP,
            plan.mediator_threshold,
            tuple(mediators),
            (),
        ),
        SequencerSynchronizerState(plan.synchronizer_id, 1, tuple(sequencers), ()),
    ]


def _identity_of(node: Any) -> list[SignedTopologyTransaction]:
    transactions: list[SignedTopologyTransaction] = (
        node.topology.transactions.identity_transactions()
    )
    return transactions


def _propose_by_all(stores: dict[Any, Any], mapping: TopologyMapping) -> SignedTopologyTransaction:
    """Has every owner sign the same transaction, and makes the result known to all of them."""
    proposals = [
        owner.topology.transactions.propose(mapping, store, must_fully_authorize=False)
        for owner, store in stores.items()
    ]
    merged = merge_by_hash(proposals)
    if len(merged) != 1:
        raise CommandFailure(f"the owners do not agree on {type(mapping).__name__}")
    if len(stores) > 1:
        for owner, store in stores.items():
            owner.topology.transactions.load(merged, store, [_ALIEN_MEMBER])
    return merged[0]
