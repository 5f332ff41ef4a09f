"""Aggregation rules: who must submit the same before it is delivered once.

Source: protocol sheet 10, AggregationRule of protocol version 35.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from canton.crypto.encoding import encode_bytes
from canton.crypto.hash import Hash, HashBuilder, HashPurpose
from canton.identifiers import Member
from canton.protocol.sequencing.envelope import Envelope
from canton.protocol.sequencing.recipient import Group, MediatorGroup, parse_recipient
from canton.timestamps import Timestamp
from canton.wire import topology_pb2

_NO_TOPOLOGY_TIME: Final = -(2**63)
_MEDIATOR_GROUP: Final = 1
_SEQUENCER_GROUP: Final = 2
_SENDER_DEDUPLICATION: Final = 3


@dataclass(frozen=True, slots=True)
class MediatorGroupAggregation:
    """The active mediators of a group, as many as its threshold at the delivery."""

    index: int


@dataclass(frozen=True, slots=True)
class SequencerGroupAggregation:
    """The active sequencers, as many as their threshold at the delivery."""


@dataclass(frozen=True, slots=True)
class SenderDeduplication:
    """The sender alone, once: what it sends again, through whatever sequencer, is dropped."""


@dataclass(frozen=True, slots=True)
class MemberAggregation:
    """Members by name, and how many of them must submit."""

    members: tuple[Member, ...]
    threshold: int


AggregationRule = (
    MediatorGroupAggregation | SequencerGroupAggregation | SenderDeduplication | MemberAggregation
)


def rule_to_proto(rule: AggregationRule) -> topology_pb2.AggregationRule:
    """The message; only named members carry a threshold."""
    match rule:
        case MediatorGroupAggregation(index):
            return topology_pb2.AggregationRule(eligible_members=[str(MediatorGroup(index))])
        case SequencerGroupAggregation():
            return topology_pb2.AggregationRule(eligible_members=[str(Group.SEQUENCERS)])
        case SenderDeduplication():
            return topology_pb2.AggregationRule()
        case MemberAggregation(members, threshold):
            return topology_pb2.AggregationRule(
                eligible_members=list(map(str, members)), threshold=threshold
            )
        case _:
            assert_never(rule)


def read_rule(message: topology_pb2.AggregationRule) -> AggregationRule:
    """Reads a rule.

    Raises:
        ValueError: a name is malformed, or members are named without a positive threshold.
    """
    recipients = [parse_recipient(text) for text in message.eligible_members]
    match recipients:
        case []:
            return SenderDeduplication()
        case [MediatorGroup(index)]:
            return MediatorGroupAggregation(index)
        case [Group.SEQUENCERS]:
            return SequencerGroupAggregation()
        case _:
            members = tuple(each for each in recipients if isinstance(each, Member))
            if not members or message.threshold < 1:
                raise ValueError("an aggregation rule has no members or no threshold")
            return MemberAggregation(members, message.threshold)


def aggregation_id(
    envelopes: Sequence[Envelope],
    rule: AggregationRule,
    sender: Member,
    max_sequencing_time: Timestamp,
    topology_timestamp: Timestamp | None,
) -> Hash:
    """The name under which equal submissions are gathered; signatures do not count, only whether
    there are any."""
    builder = HashBuilder(HashPurpose.AGGREGATION_ID).add_int(len(envelopes))
    for envelope in envelopes:
        builder.add_bytes(encode_bytes(envelope.content))
        builder.add_bytes(encode_bytes(envelope.recipients.to_bytes()))
        builder.add_bytes(b"\x01" if envelope.signatures else b"\x00")
    builder.add_long(max_sequencing_time)
    builder.add_long(_NO_TOPOLOGY_TIME if topology_timestamp is None else topology_timestamp)
    match rule:
        case MediatorGroupAggregation(index):
            builder.add_int(_MEDIATOR_GROUP).add_int(index)
        case SequencerGroupAggregation():
            builder.add_int(_SEQUENCER_GROUP)
        case SenderDeduplication():
            builder.add_int(_SENDER_DEDUPLICATION).add_string(str(sender))
        case MemberAggregation(members, threshold):
            builder.add_int(len(members))
            for member in members:
                builder.add_string(str(member))
            builder.add_int(threshold)
        case _:
            assert_never(rule)
    return builder.finish()
