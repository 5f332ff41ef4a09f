"""Prepared transactions from messages: what a wallet sends back, not to be trusted.

Whether somebody has altered it shows in its hash, which the parties have signed.
Source: ledger API sheet 2.13.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from canton.daml_lf.transaction.coder import ContractCodingError, decode_contract
from canton.daml_lf.transaction.contract import ContractInstance
from canton.daml_lf.transaction.node import (
    CreateNode,
    ExerciseNode,
    FetchNode,
    GlobalKey,
    KeyWithMaintainers,
    Node,
    NodeId,
    QueryByKeyNode,
    RollbackNode,
    SerializationVersion,
    Transaction,
)
from canton.daml_lf.value.coder import ValueCodingError
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.identifier import Identifier, PackageName
from canton.daml_lf.value.ledger_api import from_api, identifier_from_api
from canton.daml_lf.value.value import Value, normalise
from canton.ledger_api.request.field import parties
from canton.protocol.prepared.transaction import (
    InputContract,
    PreparedMetadata,
    PreparedTransaction,
)
from canton.protocol.reading import read_uuid
from canton.timestamps import TIMESTAMP_MAX, Timestamp
from canton.wire import ledger_interactive_common_pb2 as common_wire
from canton.wire import ledger_interactive_node_pb2 as node_wire
from canton.wire import ledger_interactive_pb2 as wire
from canton.wire import ledger_value_pb2 as value_wire


@dataclass(frozen=True, slots=True)
class DecodedTransaction:
    """What a message says: the transaction to hash, and the stored contracts that it brings."""

    prepared: PreparedTransaction
    contracts: Mapping[ContractId, ContractInstance]


def decode_prepared(message: wire.PreparedTransaction) -> DecodedTransaction:
    """Reads the message.

    Raises:
        ValueError: something is missing or malformed, or contradicts itself.
        LedgerError: a party is malformed.
    """
    nodes = {_node_id(each.node_id): _node(each.v1) for each in message.transaction.nodes}
    if len(nodes) != len(message.transaction.nodes):
        raise ValueError("two nodes have the same id")
    transaction = Transaction(nodes, _node_ids(message.transaction.roots))
    _check_forest(transaction)
    if message.transaction.version != transaction.version.value:
        raise ValueError(f"the transaction has not the version {message.transaction.version!r}")
    seeds = {NodeId(each.node_id): each.seed for each in message.transaction.node_seeds}
    seeded = {
        number for number, node in nodes.items() if isinstance(node, CreateNode | ExerciseNode)
    }
    if seeds.keys() != seeded or any(len(seed) != 32 for seed in seeds.values()):
        raise ValueError("there must be a seed of 32 bytes for every create and exercise node")
    metadata = message.metadata
    inputs = [_input(each) for each in metadata.input_contracts]
    contracts = {contract.contract_id: contract for _, contract in inputs}
    if len(contracts) != len(inputs):
        raise ValueError("two input contracts have the same id")
    act_as = parties(metadata.submitter_info.act_as)
    if not act_as:
        raise ValueError("nobody is to act")
    read = PreparedMetadata(
        act_as=act_as,
        command_id=metadata.submitter_info.command_id,
        transaction_uuid=read_uuid(metadata.transaction_uuid),
        mediator_group=metadata.mediator_group,
        synchronizer=metadata.synchronizer_id,
        preparation_time=_time(metadata.preparation_time),
        inputs=tuple(sorted((each for each, _ in inputs), key=lambda x: x.create.contract_id.hex)),
        ledger_time_min=_optional_time(metadata, "min_ledger_effective_time"),
        ledger_time_max=_optional_time(metadata, "max_ledger_effective_time"),
        max_record_time=_optional_time(metadata, "max_record_time"),
    )
    return DecodedTransaction(PreparedTransaction(transaction, seeds, read), contracts)


def without_labels(transaction: Transaction) -> Transaction:
    """The transaction with values as the protocol has them."""
    nodes = {number: _without_labels(node) for number, node in transaction.nodes.items()}
    return Transaction(nodes, transaction.roots)


def _without_labels(node: Node) -> Node:
    match node:
        case CreateNode():
            return replace(node, argument=normalise(node.argument), key=_plain_key(node.key))
        case ExerciseNode():
            result = None if node.result is None else normalise(node.result)
            argument = normalise(node.argument)
            return replace(node, argument=argument, result=result, key=_plain_key(node.key))
        case FetchNode():
            return replace(node, key=_plain_key(node.key))
        case QueryByKeyNode():
            key = _plain_key(node.key)
            assert key is not None
            return replace(node, key=key)
        case RollbackNode():
            return node


def _plain_key(key: KeyWithMaintainers | None) -> KeyWithMaintainers | None:
    if key is None:
        return None
    return replace(key, key=replace(key.key, value=normalise(key.key.value)))


def _check_forest(transaction: Transaction) -> None:
    """Every node is a root or the child of one other node."""
    reached: set[NodeId] = set()
    pending = list(transaction.roots)
    while pending:
        number = pending.pop()
        node = transaction.nodes.get(number)
        if node is None or number in reached:
            raise ValueError(f"the node {number} is missing, or has two parents")
        reached.add(number)
        if isinstance(node, ExerciseNode | RollbackNode):
            pending.extend(node.children)
    if reached != transaction.nodes.keys():
        raise ValueError("a node has no parent and is no root")


def _input(message: wire.Metadata.InputContract) -> tuple[InputContract, ContractInstance]:
    if not message.HasField("v1"):
        raise ValueError("an input contract is missing")
    try:
        contract = decode_contract(message.event_blob)
    except (ContractCodingError, ValueCodingError) as error:
        raise ValueError(f"the blob of an input contract does not read: {error}") from error
    create = _create(message.v1)
    if _without_labels(create) != contract.to_node():
        raise ValueError(f"the input contract {create.contract_id.hex} is not what its blob says")
    if message.created_at != contract.created_at:
        raise ValueError(f"the input contract {create.contract_id.hex} was created at another time")
    return InputContract(create, contract.created_at), contract


def _node(message: node_wire.Node) -> Node:
    match message.WhichOneof("node_type"):
        case "create":
            return _create(message.create)
        case "fetch":
            return _fetch(message.fetch)
        case "exercise":
            return _exercise(message.exercise)
        case "query_by_key":
            return _query(message.query_by_key)
        case "rollback":
            return RollbackNode(_node_ids(message.rollback.children))
        case _:
            raise ValueError("a node is missing")


def _create(message: node_wire.Create) -> CreateNode:
    return CreateNode(
        contract_id=ContractId.parse(message.contract_id),
        package_name=PackageName(message.package_name),
        template_id=identifier_from_api(message.template_id),
        argument=_value(message.argument),
        signatories=parties(message.signatories),
        stakeholders=parties(message.stakeholders),
        key=_key(message.key) if message.HasField("key") else None,
        version=SerializationVersion(message.lf_version),
    )


def _fetch(message: node_wire.Fetch) -> FetchNode:
    return FetchNode(
        contract_id=ContractId.parse(message.contract_id),
        package_name=PackageName(message.package_name),
        template_id=identifier_from_api(message.template_id),
        acting_parties=parties(message.acting_parties),
        signatories=parties(message.signatories),
        stakeholders=parties(message.stakeholders),
        key=_key(message.key) if message.HasField("key") else None,
        by_key=message.by_key,
        interface_id=_interface(message),
        version=SerializationVersion(message.lf_version),
    )


def _exercise(message: node_wire.Exercise) -> ExerciseNode:
    if message.external_call_results:
        raise ValueError("results of external calls are not supported")
    has_result = message.HasField("exercise_result")
    return ExerciseNode(
        contract_id=ContractId.parse(message.contract_id),
        package_name=PackageName(message.package_name),
        template_id=identifier_from_api(message.template_id),
        interface_id=_interface(message),
        choice=message.choice_id,
        consuming=message.consuming,
        acting_parties=parties(message.acting_parties),
        argument=_value(message.chosen_value),
        signatories=parties(message.signatories),
        stakeholders=parties(message.stakeholders),
        choice_observers=parties(message.choice_observers),
        choice_authorizers=None,
        children=_node_ids(message.children),
        result=_value(message.exercise_result) if has_result else None,
        key=_key(message.key) if message.HasField("key") else None,
        by_key=message.by_key,
        version=SerializationVersion(message.lf_version),
    )


def _query(message: node_wire.QueryByKey) -> QueryByKeyNode:
    return QueryByKeyNode(
        package_name=PackageName(message.package_name),
        template_id=identifier_from_api(message.template_id),
        key=_key(message.key),
        result=tuple(map(ContractId.parse, message.result)),
        is_exhaustive=message.exhaustive,
        version=SerializationVersion(message.lf_version),
    )


def _key(message: common_wire.GlobalKeyWithMaintainers) -> KeyWithMaintainers:
    key = GlobalKey(
        identifier_from_api(message.key.template_id),
        PackageName(message.key.package_name),
        _value(message.key.key),
        message.key.hash,
    )
    return KeyWithMaintainers(key, parties(message.maintainers))


def _interface(message: node_wire.Fetch | node_wire.Exercise) -> Identifier | None:
    if not message.HasField("interface_id"):
        return None
    return identifier_from_api(message.interface_id)


def _value(message: value_wire.Value) -> Value:
    return from_api(message)


def _node_id(text: str) -> NodeId:
    if not text.isdecimal():
        raise ValueError(f"{text[:20]!r} is no id of a node")
    return NodeId(int(text))


def _node_ids(texts: Iterable[str]) -> tuple[NodeId, ...]:
    return tuple(map(_node_id, texts))


def _time(micros: int) -> Timestamp:
    if micros > TIMESTAMP_MAX:
        raise ValueError(f"{micros} is no time")
    return Timestamp(micros)


def _optional_time(metadata: wire.Metadata, name: str) -> Timestamp | None:
    return _time(getattr(metadata, name)) if metadata.HasField(name) else None
