"""From decomposed views to view trees: salts, contract ids, inputs, keys, actions.

The submitter builds a tree this way, and every validator rebuilds its views the same way from its
own interpretation, to compare them by value. Source: protocol sheet 2.1, 2.2, 2.7 (step 6);
NextGenTransactionTreeFactory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from canton.crypto.salt import Salt
from canton.daml_lf.language.reference import Identifier, Name, PackageId
from canton.daml_lf.transaction.contract import ContractInstance
from canton.daml_lf.transaction.node import (
    ActionNode,
    CreateNode,
    ExerciseNode,
    FetchNode,
    NodeId,
    QueryByKeyNode,
    SerializationVersion,
    map_node_contract_ids,
)
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.value import Value
from canton.errors import Rejection
from canton.identifiers import PhysicalSynchronizerId
from canton.protocol.construction.decomposition import ViewDecomposition
from canton.protocol.construction.key_resolution import KeyResolutions, stored_key
from canton.protocol.merkle.node import Leaf
from canton.protocol.merkle.position import ViewPosition, indices
from canton.protocol.merkle.sequence import MerkleSequence
from canton.protocol.view.action import Action, CreateAction, ExerciseAction, FetchAction
from canton.protocol.view.common_data import ViewCommonData
from canton.protocol.view.contract import (
    ContractIdVersion,
    StoredContract,
    authentication_data,
    contract_id_suffix,
    contract_salt,
    unicum,
)
from canton.protocol.view.participant_data import (
    CreatedContract,
    InputContract,
    ViewParticipantData,
)
from canton.protocol.view.transaction_view import TransactionView
from canton.timestamps import Timestamp


class Engine(Protocol):
    """What is needed of the engine: bytes of values and contracts, and contract hashes."""

    def encode_value(self, value: Value, version: SerializationVersion) -> bytes:
        """The bytes of a versioned value."""

    def encode_identifier(self, identifier: Identifier) -> bytes:
        """The bytes of an identifier message."""

    def encode_contract(self, contract: ContractInstance) -> bytes:
        """The bytes of a contract as stored."""

    def hash_contract(self, node: CreateNode, version: ContractIdVersion) -> bytes:
        """The 32-byte hash of a contract whose argument has no local contract ids left."""


class ViewFault(Exception):
    """The views of a transaction cannot be built; caught where building starts."""


@dataclass(frozen=True, slots=True)
class ViewContext:
    """What all views of a transaction share."""

    synchronizer: PhysicalSynchronizerId
    mediator_group: int
    uuid: str
    ledger_time: Timestamp
    engine: Engine
    contracts: Mapping[ContractId, StoredContract]
    """The contracts that the transaction uses and does not create."""
    id_version: ContractIdVersion = ContractIdVersion.V12


def used_contract_ids(node: ActionNode) -> tuple[ContractId, ...]:
    """The contracts that a node needs, in order."""
    match node:
        case FetchNode() | ExerciseNode():
            return (node.contract_id,)
        case QueryByKeyNode(result=result):
            return result
        case _:
            return ()


def _consumed(node: ActionNode) -> ContractId | None:
    return node.contract_id if isinstance(node, ExerciseNode) and node.consuming else None


class ViewBuilder:
    """Builds the views of one transaction, one after another, in pre-order.

    It remembers the ids of the contracts created so far, so that later views use them.
    """

    __slots__ = ("_context", "_created", "_ids", "_nodes", "_salts")

    def __init__(self, context: ViewContext, salts: Iterator[Salt]) -> None:
        self._context = context
        self._salts = salts
        self._ids: dict[ContractId, ContractId] = {}
        self._created: dict[ContractId, StoredContract] = {}
        self._nodes: dict[NodeId, ActionNode] = {}

    @property
    def nodes(self) -> Mapping[NodeId, ActionNode]:
        """The nodes of the views built so far, with their final contract ids."""
        return self._nodes

    def contract_id(self, contract_id: ContractId) -> ContractId:
        """The final id of a contract."""
        return self._ids.get(contract_id, contract_id)

    def build(self, view: ViewDecomposition, position: ViewPosition) -> TransactionView:
        """The view at a position, with its subviews.

        Raises:
            ViewFault: an input contract is missing, salts run out, or package preferences
                contradict each other.
        """
        common_salt, participant_salt = self._next_salt(), self._next_salt()
        core = _Core(KeyResolutions(self._context.engine))
        places = iter(indices(len(view.subviews)))
        for each in view.nodes:
            if isinstance(each, ViewDecomposition):
                subview = self.build(each, position.child(next(places)))
                core.add_subview(subview)
            elif isinstance(each.node, CreateNode):
                created = self._create(each.node, participant_salt, position, len(core.created))
                core.created.append(created)
                self._add_node(core, each.node_id, created)
            else:
                node = map_node_contract_ids(each.node, self.contract_id)
                assert not isinstance(node, CreateNode), "the kind of a node stays"
                core.others.append(node)  # type: ignore[arg-type]
                self._add_node(core, each.node_id, node)  # type: ignore[arg-type]
        common = ViewCommonData(common_salt, view.informees, view.quorums)
        participant = self._participant_data(view, core, participant_salt)
        return TransactionView(
            Leaf.of(common), Leaf.of(participant), MerkleSequence.of(core.subviews)
        )

    def _next_salt(self) -> Salt:
        salt = next(self._salts, None)
        if salt is None:
            raise ViewFault("there are not as many salts as the views need")
        return salt

    def _add_node(self, core: _Core, node_id: NodeId, node: ActionNode) -> None:
        self._nodes[node_id] = node
        core.keys.observe(node)

    def _create(
        self, node: CreateNode, view_salt: Salt, position: ViewPosition, index: int
    ) -> CreateNode:
        context = self._context
        local_id = node.contract_id
        suffixed = map_node_contract_ids(node, self.contract_id)
        assert isinstance(suffixed, CreateNode)
        salt = contract_salt(
            view_salt=view_salt,
            create_index=index,
            position=position,
            uuid=context.uuid,
            synchronizer=context.synchronizer,
            mediator_group=context.mediator_group,
        )
        commitment = unicum(
            salt=salt,
            created_at=context.ledger_time,
            signatories=suffixed.signatories,
            stakeholders=suffixed.stakeholders,
            key=stored_key(context.engine, suffixed.key, suffixed.version),
            contract_hash=context.engine.hash_contract(suffixed, context.id_version),
        )
        contract_id = local_id.with_suffix(contract_id_suffix(commitment, context.id_version))
        if local_id in self._ids:
            raise ViewFault(f"two contracts have the same local id {local_id}")
        self._ids[local_id] = contract_id
        suffixed = replace(suffixed, contract_id=contract_id)
        instance = ContractInstance.of_node(
            suffixed, context.ledger_time, authentication_data(salt)
        )
        self._created[contract_id] = self._stored(instance)
        return suffixed

    def _stored(self, instance: ContractInstance) -> StoredContract:
        stored = StoredContract.from_bytes(self._context.engine.encode_contract(instance))
        if isinstance(stored, Rejection):
            raise ViewFault(f"a created contract does not read back: {stored.cause}")
        return stored

    def _participant_data(
        self, view: ViewDecomposition, core: _Core, salt: Salt
    ) -> ViewParticipantData:
        consumed = {found for node in core.others if (found := _consumed(node)) is not None}
        created = [node.contract_id for node in core.created]
        in_subviews = core.created_in_subviews()
        here = in_subviews | set(created)
        inputs = {used for node in core.others for used in used_contract_ids(node)} - here
        return ViewParticipantData(
            salt=salt,
            core_inputs=tuple(
                InputContract(self._contract(used), used in consumed) for used in sorted(inputs)
            ),
            created_core=tuple(
                CreatedContract(self._created[each], each in consumed) for each in created
            ),
            created_in_subview_archived_in_core=frozenset(consumed & in_subviews),
            resolved_keys=core.keys.resolved(without=here),
            action=self._action(view),
            rollback_context=view.root.rollback,
        )

    def _contract(self, contract_id: ContractId) -> StoredContract:
        found = self._created.get(contract_id) or self._context.contracts.get(contract_id)
        if found is None:
            raise ViewFault(f"the contract {contract_id} is not known")
        return found

    def _action(self, view: ViewDecomposition) -> Action:
        node = self._nodes[view.root.node_id]
        match node:
            case CreateNode(contract_id=contract_id):
                return CreateAction(contract_id, _seed(view))
            case ExerciseNode():
                return ExerciseAction(
                    contract_id=node.contract_id,
                    template_id=node.template_id,
                    interface_id=node.interface_id,
                    choice=Name(node.choice),
                    argument=self._context.engine.encode_value(node.argument, node.version),
                    actors=node.acting_parties,
                    by_key=node.by_key,
                    seed=_seed(view),
                    failed=node.result is None,
                    package_preference=package_preference(view),
                )
            case FetchNode():
                return FetchAction(
                    contract_id=node.contract_id,
                    template_id=node.template_id,
                    interface_id=node.interface_id,
                    actors=node.acting_parties,
                    by_key=node.by_key,
                )
            case _:
                raise ViewFault("a query by key cannot be the root of a view")


def _seed(view: ViewDecomposition) -> bytes:
    if view.seed is None:
        raise ViewFault("the root node of a view has no seed")
    return view.seed


class _Core:
    """What is gathered while the core of one view is gone through."""

    __slots__ = ("created", "keys", "others", "subviews")

    def __init__(self, keys: KeyResolutions) -> None:
        self.keys = keys
        self.created: list[CreateNode] = []
        self.others: list[ActionNode] = []
        self.subviews: list[TransactionView] = []

    def add_subview(self, view: TransactionView) -> None:
        """Takes a subview and what it found under keys."""
        self.subviews.append(view)
        for resolved in view.participant.resolved_keys:
            self.keys.merge(resolved)

    def created_in_subviews(self) -> set[ContractId]:
        """The contracts that subviews, at any depth, create."""
        return {
            created.contract.contract_id
            for subview in self.subviews
            for _, each in subview.walk(ViewPosition())
            for created in each.participant.created_core
        }


def package_preference(view: ViewDecomposition) -> frozenset[PackageId]:
    """The packages through which interfaces were used, in the view and below.

    Raises:
        ViewFault: two packages of one name were used.
    """
    chosen: dict[str, PackageId] = {}
    for node in view.action_nodes():
        if not isinstance(node, ExerciseNode | FetchNode) or node.interface_id is None:
            continue
        package = node.template_id.package
        if chosen.setdefault(node.package_name, package) != package:
            raise ViewFault(f"two packages are used under the name {node.package_name}")
    return frozenset(chosen.values())
