"""Building a transaction's tree when submitting, and rebuilding one view when validating.

Source: protocol sheet 2.2 (order of salts), 2.7 (model conformance).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count

from canton.crypto.errors import malformed
from canton.crypto.salt import Salt
from canton.daml_lf.transaction.node import (
    CreateNode,
    ExerciseNode,
    NodeId,
    RollbackNode,
    Transaction,
    map_transaction_contract_ids,
)
from canton.errors import Rejection
from canton.identifiers import PartyId
from canton.protocol.construction.decomposition import HostsOf, decompose
from canton.protocol.construction.view_builder import ViewBuilder, ViewContext, ViewFault
from canton.protocol.merkle.node import Leaf
from canton.protocol.merkle.position import ViewPosition, indices
from canton.protocol.merkle.sequence import MerkleSequence
from canton.protocol.view.metadata import (
    CommonMetadata,
    ParticipantMetadata,
    SubmitterMetadata,
)
from canton.protocol.view.transaction_tree import TransactionTree
from canton.protocol.view.transaction_view import TransactionView


def salts_of(seed: bytes) -> Iterator[Salt]:
    """The salts of a transaction in the order they are used; the seed is 16 random bytes."""
    return (Salt.derive(seed, index) for index in count())


@dataclass(frozen=True, slots=True)
class BuiltTree:
    """A tree, and the transaction with the final contract ids."""

    tree: TransactionTree
    transaction: Transaction


@dataclass(frozen=True, slots=True)
class Submission:
    """A transaction as interpreted, and what the metadata leaves say.

    The salts in the metadata are replaced by those of the seed.
    """

    transaction: Transaction
    node_seeds: Mapping[NodeId, bytes]
    submitter: SubmitterMetadata
    participant: ParticipantMetadata
    seed: bytes


def build_tree(
    submission: Submission, context: ViewContext, hosts_of: HostsOf
) -> BuiltTree | Rejection:
    """The tree of a submission."""
    salts = salts_of(submission.seed)
    submitter = replace(submission.submitter, salt=next(salts))
    common = CommonMetadata(next(salts), context.synchronizer, context.uuid, context.mediator_group)
    participant = replace(submission.participant, salt=next(salts))
    views = decompose(
        submission.transaction,
        submission.node_seeds,
        hosts_of,
        submitter.submitting_participant.party,
    )
    builder = ViewBuilder(context, salts)
    try:
        built = [
            builder.build(view, ViewPosition((index,)))
            for view, index in zip(views, indices(len(views)), strict=True)
        ]
    except ViewFault as fault:
        return malformed(str(fault))
    tree = TransactionTree(
        Leaf.of(submitter), Leaf.of(common), Leaf.of(participant), MerkleSequence.of(built)
    )
    return BuiltTree(tree, _with_final_ids(submission.transaction, builder))


@dataclass(frozen=True, slots=True)
class RebuiltView:
    """A view as own interpretation gives it, and the transaction with the final contract ids."""

    view: TransactionView
    transaction: Transaction


def rebuild_view(
    transaction: Transaction,
    node_seeds: Mapping[NodeId, bytes],
    received: TransactionView,
    position: ViewPosition,
    context: ViewContext,
    hosts_of: HostsOf,
    submitting_party: PartyId | None,
) -> RebuiltView | Rejection:
    """The view that a transaction gives where the received one stands, with its salts.

    `submitting_party` is the admin party of the submitting participant for a root view, else None.
    The caller compares: the views must be equal.
    """
    if len(transaction.roots) != 1:
        return malformed("the action of a view gives not exactly one root node")
    rollback = received.participant.rollback_context
    if rollback.is_rolled_back and _has_effects(transaction):
        return malformed("a rolled-back view has effects")
    views = decompose(transaction, node_seeds, hosts_of, submitting_party, rollback)
    if len(views) != 1:
        return malformed("the action of a view gives not exactly one view")
    builder = ViewBuilder(context, salts_in(received))
    try:
        view = builder.build(views[0], position)
    except ViewFault as fault:
        return malformed(str(fault))
    return RebuiltView(view, _with_final_ids(transaction, builder))


def salts_in(view: TransactionView) -> Iterator[Salt]:
    """The salts of a view and its subviews in the order in which building uses them."""
    for _, each in view.walk(ViewPosition()):
        yield each.common.salt
        yield each.participant.salt


def _has_effects(transaction: Transaction) -> bool:
    return any(
        isinstance(node, CreateNode) or (isinstance(node, ExerciseNode) and node.consuming)
        for node in transaction.nodes.values()
    )


def _with_final_ids(transaction: Transaction, builder: ViewBuilder) -> Transaction:
    """The result of an exercise may name what is created below it, so ids come in at the end."""
    nodes = {
        node_id: node if isinstance(node, RollbackNode) else builder.nodes[node_id]
        for node_id, node in transaction.nodes.items()
    }
    return map_transaction_contract_ids(Transaction(nodes, transaction.roots), builder.contract_id)
