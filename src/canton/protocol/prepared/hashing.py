"""The hash of a prepared transaction: what external parties sign.

A node's hash covers those of its children. Source: protocol sheet 9.1.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Final

from canton.crypto.encoding import (
    encode_bool,
    encode_int,
    encode_long,
    encode_optional,
    encode_sequence,
    encode_string,
    encode_strings,
)
from canton.crypto.hash import Hash, HashPurpose, digest
from canton.daml_lf.transaction.node import (
    ActionNode,
    CreateNode,
    ExerciseNode,
    FetchNode,
    KeyWithMaintainers,
    Node,
    NodeId,
    QueryByKeyNode,
    RollbackNode,
    SerializationVersion,
    Transaction,
    children_of,
)
from canton.daml_lf.value.identifier import Identifier
from canton.protocol.prepared.transaction import (
    HashingScheme,
    InputContract,
    PreparedMetadata,
    PreparedTransaction,
)
from canton.protocol.prepared.value_encoding import (
    encode_contract_id,
    encode_identifier,
    encode_value,
)
from canton.timestamps import Timestamp

_V2_PREFIX: Final = b"\x01"
_VERSION_MAX: Final = {
    HashingScheme.V2: SerializationVersion.V1,
    HashingScheme.V3: SerializationVersion.V2,
}


def hash_prepared(prepared: PreparedTransaction, scheme: HashingScheme) -> Hash:
    """The hash to sign.

    Raises:
        ValueError: the scheme does not cover nodes of such a version.
    """
    transaction, metadata = prepared.transaction, prepared.metadata
    versions = [transaction.version, *(each.create.version for each in metadata.inputs)]
    newest = max(versions, key=lambda version: version.rank)
    if newest.rank > _VERSION_MAX[scheme].rank:
        raise ValueError(
            f"hashing scheme {scheme.name} does not cover nodes of version {newest.value}"
        )
    nodes = _Nodes(scheme, transaction, prepared.seeds)
    parts = nodes.transaction_hash() + _metadata_hash(metadata, scheme)
    return digest(HashPurpose.PREPARED_SUBMISSION, bytes([scheme.value]) + parts)


class _Nodes:
    """Hashes the nodes of one transaction under one scheme."""

    def __init__(
        self, scheme: HashingScheme, transaction: Transaction, seeds: Mapping[NodeId, bytes]
    ) -> None:
        self._scheme = scheme
        self._transaction = transaction
        self._seeds = seeds

    def transaction_hash(self) -> bytes:
        hashes: dict[NodeId, bytes] = {}
        # Children come after their parents in pre-order, so before them backwards: a deep tree
        # needs no deep stack.
        for node_id, node in reversed(list(self._transaction.pre_order())):
            children = encode_sequence(hashes[child] for child in children_of(node))
            hashes[node_id] = hashlib.sha256(self._node(node_id, node, children)).digest()
        roots = encode_sequence(hashes[root] for root in self._transaction.roots)
        content = encode_string(self._transaction.version.value) + roots
        return digest(HashPurpose.PREPARED_SUBMISSION, content).raw

    def _node(self, node_id: NodeId, node: Node, children: bytes) -> bytes:
        match node:
            case CreateNode():
                return _create(node, self._scheme, self._seeds[node_id])
            case ExerciseNode():
                return self._exercise(node, self._seeds[node_id]) + children
            case FetchNode():
                return self._fetch(node)
            case QueryByKeyNode():
                return self._query(node)
            case RollbackNode():
                return _prefix(self._scheme) + b"\x03" + children

    def _exercise(self, node: ExerciseNode, seed: bytes) -> bytes:
        result = None if node.result is None else encode_value(node.result)
        return b"".join(
            (
                _head(node, self._scheme, b"\x01"),
                seed,
                encode_contract_id(node.contract_id),
                _template(node),
                _parties(node.signatories),
                _parties(node.stakeholders),
                _parties(node.acting_parties),
                _interface(node.interface_id),
                encode_string(node.choice),
                encode_value(node.argument),
                encode_bool(node.consuming),
                encode_optional(result),
                _parties(node.choice_observers),
                self._by_key(node.by_key, node.key),
            )
        )

    def _fetch(self, node: FetchNode) -> bytes:
        return b"".join(
            (
                _head(node, self._scheme, b"\x02"),
                encode_contract_id(node.contract_id),
                _template(node),
                _parties(node.signatories),
                _parties(node.stakeholders),
                _interface(node.interface_id),
                _parties(node.acting_parties),
                self._by_key(node.by_key, node.key),
            )
        )

    def _query(self, node: QueryByKeyNode) -> bytes:
        return b"".join(
            (
                _head(node, self._scheme, b"\x04"),
                _template(node),
                encode_bool(node.is_exhaustive),
                _key(node.key),
                encode_sequence(map(encode_contract_id, node.result)),
            )
        )

    def _by_key(self, is_by_key: bool, key: KeyWithMaintainers | None) -> bytes:
        if self._scheme is HashingScheme.V2:
            return b""
        return encode_bool(is_by_key) + _optional_key(key)


def _create(node: CreateNode, scheme: HashingScheme, seed: bytes | None) -> bytes:
    return b"".join(
        (
            _head(node, scheme, b"\x00"),
            encode_optional(seed),
            encode_contract_id(node.contract_id),
            _template(node),
            encode_value(node.argument),
            _parties(node.signatories),
            _parties(node.stakeholders),
            b"" if scheme is HashingScheme.V2 else _optional_key(node.key),
        )
    )


def _metadata_hash(metadata: PreparedMetadata, scheme: HashingScheme) -> bytes:
    content = b"".join(
        (
            _prefix(scheme),
            _parties(metadata.act_as),
            encode_string(metadata.command_id),
            encode_string(metadata.transaction_uuid),
            encode_int(metadata.mediator_group),
            encode_string(metadata.synchronizer),
            _time(metadata.ledger_time_min),
            _time(metadata.ledger_time_max),
            encode_long(metadata.preparation_time),
            encode_sequence(_input(each, scheme) for each in metadata.inputs),
            b"" if scheme is HashingScheme.V2 else _time(metadata.max_record_time),
        )
    )
    return digest(HashPurpose.PREPARED_SUBMISSION, content).raw


def _input(contract: InputContract, scheme: HashingScheme) -> bytes:
    create = hashlib.sha256(_create(contract.create, scheme, None)).digest()
    return encode_long(contract.created_at) + create


def _prefix(scheme: HashingScheme) -> bytes:
    return _V2_PREFIX if scheme is HashingScheme.V2 else b""


def _head(node: ActionNode, scheme: HashingScheme, tag: bytes) -> bytes:
    return _prefix(scheme) + encode_string(node.version.value) + tag


def _template(node: ActionNode) -> bytes:
    return encode_string(node.package_name) + encode_identifier(node.template_id)


def _interface(identifier: Identifier | None) -> bytes:
    return encode_optional(None if identifier is None else encode_identifier(identifier))


def _parties(parties: Iterable[str]) -> bytes:
    return encode_strings(sorted(parties))


def _optional_key(key: KeyWithMaintainers | None) -> bytes:
    return encode_optional(None if key is None else _key(key))


def _key(key: KeyWithMaintainers) -> bytes:
    return b"".join(
        (
            encode_string(key.key.package_name),
            encode_identifier(key.key.template_id),
            encode_value(key.key.value),
            key.key.hash,
            _parties(key.maintainers),
        )
    )


def _time(time: Timestamp | None) -> bytes:
    return encode_optional(None if time is None else encode_long(time))
