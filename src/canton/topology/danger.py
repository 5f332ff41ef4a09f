"""Changes that may break a node or a synchronizer, which an operator must force.

These are checks of a node on its own operator, before anything is signed for others; members do
not refuse such transactions. Source: Canton 3.6 TopologyManager.transactionIsNotDangerous,
ForceFlags; protocol sheet 4.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from canton.identifiers import PhysicalSynchronizerId, UniqueIdentifier
from canton.topology.checks.upgrade import succession_order
from canton.topology.mapping.code import MappingCode
from canton.topology.mapping.key import OwnerToKeyMapping, PartyToKeyMapping
from canton.topology.mapping.participant import VettedPackages
from canton.topology.mapping.party import PartyToParticipant
from canton.topology.mapping.synchronizer import SynchronizerParametersState
from canton.topology.mapping.upgrade import LsuAnnouncement
from canton.topology.state.rows import TopologyRows
from canton.topology.transaction import Operation, SignedTopologyTransaction


class ForceFlag(Enum):
    """What an operator may force; the value is the number in the admin API."""

    ALIEN_MEMBER = 1
    ALLOW_UNKNOWN_PACKAGE = 4
    ALLOW_UNVETTED_DEPENDENCIES = 5
    DISABLE_PARTY_WITH_ACTIVE_CONTRACTS = 6
    ALLOW_UNVALIDATED_SIGNING_KEYS = 7
    PREPARATION_TIME_RECORD_TIME_TOLERANCE_INCREASE = 9
    ALLOW_INSUFFICIENT_PARTICIPANT_PERMISSION_FOR_SIGNATORY_PARTY = 10
    ALLOW_INSUFFICIENT_SIGNATORY_ASSIGNING_PARTICIPANTS_FOR_PARTY = 11
    ALLOW_VET_INCOMPATIBLE_UPGRADES = 12
    ALLOW_OUT_OF_BOUNDS_VALUE = 13
    ALLOW_CONFIRMING_THRESHOLD_CANNOT_BE_MET = 14


ForceFlags = frozenset[ForceFlag]


class DangerName(Enum):
    """The kinds of dangerous changes."""

    ALIEN_MEMBER = "alien member"
    PREPARATION_TIME_TOLERANCE_INCREASE = "increase of the preparation time tolerance"
    VALUE_OUT_OF_BOUNDS = "value out of bounds"
    SIGNING_THRESHOLD_UNREACHABLE = "signing threshold out of reach"
    CONFIRMING_THRESHOLD_UNREACHABLE = "confirming threshold out of reach"
    INVALID_SUCCESSOR = "invalid successor"


@dataclass(frozen=True, slots=True)
class Danger:
    """What is dangerous, and the flag that permits it; None where nothing does."""

    name: DangerName
    cause: str
    permitted_by: ForceFlag | None = None


def find_danger(
    signed: SignedTopologyTransaction,
    node: UniqueIdentifier,
    rows: TopologyRows,
    flags: ForceFlags,
    synchronizer: PhysicalSynchronizerId | None = None,
) -> Danger | None:
    """The first danger of the change that no flag permits."""
    for danger in _dangers(signed, node, rows, synchronizer):
        if danger.permitted_by is None or danger.permitted_by not in flags:
            return danger
    return None


def _dangers(
    signed: SignedTopologyTransaction,
    node: UniqueIdentifier,
    rows: TopologyRows,
    synchronizer: PhysicalSynchronizerId | None,
) -> Iterator[Danger]:
    match signed.mapping:
        case OwnerToKeyMapping(member=member) | VettedPackages(participant=member):
            if member.uid != node:
                yield Danger(
                    DangerName.ALIEN_MEMBER,
                    f"Issuing {signed.mapping.code.name} for alien member {member} requires force",
                    ForceFlag.ALIEN_MEMBER,
                )
        case SynchronizerParametersState() as mapping:
            yield from _parameter_dangers(mapping, rows)
        case PartyToKeyMapping(signing_keys=keys):
            yield from _signing_threshold(keys.threshold, len(keys.keys))
        case PartyToParticipant() as mapping:
            yield from _party_dangers(mapping)
        case LsuAnnouncement(successor=successor) if synchronizer is not None:
            is_earlier = succession_order(successor) < succession_order(synchronizer)
            if signed.operation is Operation.REPLACE and is_earlier:
                yield Danger(
                    DangerName.INVALID_SUCCESSOR,
                    f"The declared successor {successor} of synchronizer {synchronizer} is not"
                    " valid.",
                )
        case _:
            return


def _parameter_dangers(
    mapping: SynchronizerParametersState, rows: TopologyRows
) -> Iterator[Danger]:
    new = mapping.parameters
    for row in rows.of_uid(MappingCode.SYNCHRONIZER_PARAMETERS_STATE, mapping.synchronizer_id):
        if not isinstance(row.mapping, SynchronizerParametersState):
            continue
        old = row.mapping.parameters.preparation_time_record_time_tolerance
        if new.preparation_time_record_time_tolerance > old:
            yield Danger(
                DangerName.PREPARATION_TIME_TOLERANCE_INCREASE,
                "The parameter preparationTimeRecordTimeTolerance can currently not be increased"
                f" to {new.preparation_time_record_time_tolerance} microseconds.",
                ForceFlag.PREPARATION_TIME_RECORD_TIME_TOLERANCE_INCREASE,
            )
    for name in new.values_out_of_bounds():
        yield Danger(
            DangerName.VALUE_OUT_OF_BOUNDS,
            f"Value for {name} is out of bounds",
            ForceFlag.ALLOW_OUT_OF_BOUNDS_VALUE,
        )


def _signing_threshold(threshold: int, count: int) -> Iterator[Danger]:
    if threshold > count:
        yield Danger(
            DangerName.SIGNING_THRESHOLD_UNREACHABLE,
            f"Signing threshold ({threshold}) cannot be reached with {count} keys",
        )


def _party_dangers(mapping: PartyToParticipant) -> Iterator[Danger]:
    if mapping.signing_keys is not None:
        yield from _signing_threshold(mapping.signing_keys.threshold, len(mapping.party_keys))
    count = len(mapping.participants)
    if count and mapping.threshold > count:
        yield Danger(
            DangerName.CONFIRMING_THRESHOLD_UNREACHABLE,
            f"Confirming threshold ({mapping.threshold}) cannot be reached with {count} hosting"
            " participants",
            ForceFlag.ALLOW_CONFIRMING_THRESHOLD_CANNOT_BE_MET,
        )
