"""The checks that only a node's own changes must pass, before they are sent.

Source: Canton 3.6 OptionalTopologyMappingChecks.
"""

from __future__ import annotations

from canton.topology.checks.context import CheckContext
from canton.topology.checks.member import group_members
from canton.topology.mapping.synchronizer import (
    MediatorSynchronizerState,
    SequencerSynchronizerState,
)
from canton.topology.rejection import RejectionName, TopologyRejection, member_list
from canton.topology.transaction import Operation, SignedTopologyTransaction


def check_optional(
    context: CheckContext, transaction: SignedTopologyTransaction
) -> TopologyRejection | None:
    """A mediator or sequencer that left does not come back."""
    mapping = transaction.mapping
    if transaction.operation is Operation.REMOVE or not isinstance(
        mapping, MediatorSynchronizerState | SequencerSynchronizerState
    ):
        return None
    new = set(mapping.members) - set(group_members(context.previous_in_force))
    former = {
        member
        for row in context.state.history_of(mapping.code)
        if row.valid_from < context.effective and row.transaction.serial < transaction.serial
        for member in group_members(row.mapping)
    }
    if not new & former:
        return None
    return TopologyRejection(
        RejectionName.MEMBERS_CANNOT_REJOIN_SYNCHRONIZER,
        f"Member {member_list(new & former)} tried to rejoin a synchronizer from which they had"
        " previously left.",
    )
