"""Prepared transactions as messages, as wallets show and sign them.

Source: ledger API sheet 2.13.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from canton.daml_lf.transaction.node import (
    CreateNode,
    ExerciseNode,
    FetchNode,
    KeyWithMaintainers,
    Node,
    QueryByKeyNode,
    RollbackNode,
)
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.identifier import Identifier
from canton.daml_lf.value.ledger_api import identifier_to_api, to_api
from canton.daml_lf.value.value import Value
from canton.protocol.prepared.transaction import PreparedMetadata, PreparedTransaction
from canton.wire import ledger_interactive_common_pb2 as common_wire
from canton.wire import ledger_interactive_node_pb2 as node_wire
from canton.wire import ledger_interactive_pb2 as wire
from canton.wire import ledger_value_pb2 as value_wire


def encode_prepared(
    prepared: PreparedTransaction, blobs: Mapping[ContractId, bytes]
) -> wire.PreparedTransaction:
    """The message; `blobs` are the stored bytes of the contracts that the transaction uses."""
    transaction = prepared.transaction
    return wire.PreparedTransaction(
        transaction=wire.DamlTransaction(
            version=transaction.version.value,
            roots=map(str, transaction.roots),
            nodes=[
                wire.DamlTransaction.Node(node_id=str(number), v1=_node(node))
                for number, node in sorted(transaction.nodes.items())
            ],
            node_seeds=[
                wire.DamlTransaction.NodeSeed(node_id=number, seed=seed)
                for number, seed in sorted(prepared.seeds.items())
            ],
        ),
        metadata=_metadata(prepared.metadata, blobs),
    )


def _metadata(metadata: PreparedMetadata, blobs: Mapping[ContractId, bytes]) -> wire.Metadata:
    return wire.Metadata(
        submitter_info=wire.Metadata.SubmitterInfo(
            act_as=sorted(metadata.act_as), command_id=metadata.command_id
        ),
        synchronizer_id=metadata.synchronizer,
        mediator_group=metadata.mediator_group,
        transaction_uuid=metadata.transaction_uuid,
        preparation_time=metadata.preparation_time,
        input_contracts=[
            wire.Metadata.InputContract(
                v1=_create(each.create),
                created_at=each.created_at,
                event_blob=blobs[each.create.contract_id],
            )
            for each in metadata.inputs
        ],
        min_ledger_effective_time=metadata.ledger_time_min,
        max_ledger_effective_time=metadata.ledger_time_max,
        max_record_time=metadata.max_record_time,
    )


def _node(node: Node) -> node_wire.Node:
    match node:
        case CreateNode():
            return node_wire.Node(create=_create(node))
        case FetchNode():
            return node_wire.Node(fetch=_fetch(node))
        case ExerciseNode():
            return node_wire.Node(exercise=_exercise(node))
        case QueryByKeyNode():
            return node_wire.Node(query_by_key=_query(node))
        case RollbackNode(children):
            return node_wire.Node(rollback=node_wire.Rollback(children=map(str, children)))


def _create(node: CreateNode) -> node_wire.Create:
    return node_wire.Create(
        lf_version=node.version.value,
        contract_id=node.contract_id.hex,
        package_name=node.package_name,
        template_id=identifier_to_api(node.template_id),
        argument=_value(node.argument),
        signatories=sorted(node.signatories),
        stakeholders=sorted(node.stakeholders),
        key=_key(node.key),
    )


def _fetch(node: FetchNode) -> node_wire.Fetch:
    return node_wire.Fetch(
        lf_version=node.version.value,
        contract_id=node.contract_id.hex,
        package_name=node.package_name,
        template_id=identifier_to_api(node.template_id),
        signatories=sorted(node.signatories),
        stakeholders=sorted(node.stakeholders),
        acting_parties=sorted(node.acting_parties),
        interface_id=_interface(node.interface_id),
        key=_key(node.key),
        by_key=node.by_key,
    )


def _exercise(node: ExerciseNode) -> node_wire.Exercise:
    return node_wire.Exercise(
        lf_version=node.version.value,
        contract_id=node.contract_id.hex,
        package_name=node.package_name,
        template_id=identifier_to_api(node.template_id),
        signatories=sorted(node.signatories),
        stakeholders=sorted(node.stakeholders),
        acting_parties=sorted(node.acting_parties),
        interface_id=_interface(node.interface_id),
        choice_id=node.choice,
        chosen_value=_value(node.argument),
        consuming=node.consuming,
        children=map(str, node.children),
        exercise_result=None if node.result is None else _value(node.result),
        choice_observers=sorted(node.choice_observers),
        key=_key(node.key),
        by_key=node.by_key,
    )


def _query(node: QueryByKeyNode) -> node_wire.QueryByKey:
    return node_wire.QueryByKey(
        lf_version=node.version.value,
        package_name=node.package_name,
        template_id=identifier_to_api(node.template_id),
        exhaustive=node.is_exhaustive,
        key=_key(node.key),
        result=_texts(node.result),
    )


def _key(key: KeyWithMaintainers | None) -> common_wire.GlobalKeyWithMaintainers | None:
    if key is None:
        return None
    return common_wire.GlobalKeyWithMaintainers(
        key=common_wire.GlobalKey(
            template_id=identifier_to_api(key.key.template_id),
            package_name=key.key.package_name,
            key=_value(key.key.value),
            hash=key.key.hash,
        ),
        maintainers=sorted(key.maintainers),
    )


def _interface(identifier: Identifier | None) -> value_wire.Identifier | None:
    return None if identifier is None else identifier_to_api(identifier)


def _value(value: Value) -> value_wire.Value:
    return to_api(value, is_verbose=True)


def _texts(contract_ids: Iterable[ContractId]) -> Iterable[str]:
    return [each.hex for each in contract_ids]
