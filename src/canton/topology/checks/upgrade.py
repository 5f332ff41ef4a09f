"""Checks around a logical synchronizer upgrade, the freeze before it included."""

from __future__ import annotations

from canton.identifiers import PhysicalSynchronizerId
from canton.topology.checks.context import CheckContext
from canton.topology.mapping.code import LSU_CODES, MappingCode
from canton.topology.mapping.mapping import TopologyMapping
from canton.topology.mapping.upgrade import LsuAnnouncement, LsuSequencerConnectionSuccessor
from canton.topology.rejection import RejectionName, TopologyRejection
from canton.topology.transaction import TopologyTransaction


def succession_order(synchronizer: PhysicalSynchronizerId) -> tuple[int, int]:
    """By what successors are compared: the serial, then the protocol version."""
    return synchronizer.serial, synchronizer.protocol_version


def check_not_frozen(context: CheckContext, mapping: TopologyMapping) -> TopologyRejection | None:
    """Once an upgrade is announced, only mappings about the upgrade are accepted."""
    current = context.synchronizer
    if current is None or mapping.code in LSU_CODES:
        return None
    for row in context.state.of_uid(MappingCode.LSU_ANNOUNCEMENT, current.logical):
        announced = row.mapping
        if isinstance(announced, LsuAnnouncement) and succession_order(
            announced.successor
        ) > succession_order(current):
            return TopologyRejection(
                RejectionName.ANNOUNCED_LSU_TOPOLOGY_FREEZE,
                f"The topology state of synchronizer {current.logical} is frozen due to an"
                " announced LSU. No more topology changes are allowed until upgrade completion.",
            )
    return None


def check_announcement(
    context: CheckContext, transaction: TopologyTransaction, mapping: LsuAnnouncement
) -> TopologyRejection | None:
    """Successors only go up, and the upgrade lies ahead."""
    previous = context.previous
    if previous is not None and isinstance(previous.mapping, LsuAnnouncement):
        is_same = previous.mapping == mapping and previous.serial == transaction.serial
        is_later = succession_order(mapping.successor) > succession_order(
            previous.mapping.successor
        )
        if not is_same and not is_later:
            return TopologyRejection(
                RejectionName.INVALID_SYNCHRONIZER_SUCCESSOR,
                f"The declared successor {mapping.successor} is not greater than prior"
                f" synchronizer {previous.mapping.successor}.",
            )
    if mapping.upgrade_time <= context.effective:
        return TopologyRejection(
            RejectionName.INVALID_UPGRADE_TIME,
            f"The upgrade time {mapping.upgrade_time} must be after the effective"
            f" {context.effective} of the synchronizer upgrade announcement for synchronizer"
            f" {mapping.successor.logical}.",
        )
    return None


def check_connection_successor(
    context: CheckContext, mapping: LsuSequencerConnectionSuccessor
) -> TopologyRejection | None:
    """The upgrade was announced before, to the same successor."""
    rows = context.state.of_uid(MappingCode.LSU_ANNOUNCEMENT, mapping.successor.logical)
    announced = [
        row.mapping
        for row in rows
        if row.valid_from < context.effective and isinstance(row.mapping, LsuAnnouncement)
    ]
    if not announced:
        return TopologyRejection(
            RejectionName.NO_LSU_ANNOUNCED,
            "The operation cannot be performed because no LSU is announced",
        )
    if announced[0].successor != mapping.successor:
        return TopologyRejection(
            RejectionName.LSU_SEQUENCER_SUCCESSOR_INVALID,
            f"Lsu sequencer successor for sequencer {mapping.sequencer} is invalid because it"
            f" mentions successor {mapping.successor} but the current LSU announcement mentions"
            f" {announced[0].successor}",
        )
    return None
