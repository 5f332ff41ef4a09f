"""View common data: who is informed of a view and whose confirmation it needs.

Source: protocol sheet 2.1, 2.3; ViewCommonData, Quorum.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from canton.crypto.hash import HashPurpose
from canton.crypto.salt import Salt
from canton.crypto.versioned import unwrap_as, wrap
from canton.identifiers import PartyId
from canton.protocol.reading import read_index, read_party, required
from canton.wire import protocol_v30_pb2 as v30

_VERSION: Final = 30


@dataclass(frozen=True, slots=True)
class Quorum:
    """Parties with weights whose approvals must reach a threshold together."""

    weights: tuple[tuple[PartyId, int], ...]
    """By party, in order of the party; every weight is positive."""
    threshold: int

    @staticmethod
    def of(weights: Mapping[PartyId, int], threshold: int) -> Quorum:
        """The quorum of these weights."""
        return Quorum(tuple(sorted(weights.items())), threshold)

    @staticmethod
    def of_all(parties: Iterable[PartyId]) -> Quorum:
        """The quorum in which every party must approve."""
        weights = dict.fromkeys(parties, 1)
        return Quorum.of(weights, len(weights))

    @property
    def parties(self) -> frozenset[PartyId]:
        """The parties with a weight."""
        return frozenset(party for party, _ in self.weights)


@dataclass(frozen=True, slots=True)
class ViewCommonData:
    """The informees of a view and its quorums, each of which must be reached."""

    purpose: ClassVar[HashPurpose] = HashPurpose.VIEW_COMMON_DATA

    salt: Salt
    informees: frozenset[PartyId]
    quorums: tuple[Quorum, ...]

    @property
    def confirmers(self) -> frozenset[PartyId]:
        """The parties that have a weight in a quorum."""
        return frozenset().union(*(quorum.parties for quorum in self.quorums))

    def to_bytes(self) -> bytes:
        """The wrapped message; quorums point to informees by their place."""
        informees = sorted(self.informees)
        places = {party: place for place, party in enumerate(informees)}
        message = v30.ViewCommonData(salt=self.salt.to_proto(), informees=informees)
        for quorum in self.quorums:
            message.quorums.add(
                party_index_and_weight=[
                    v30.PartyIndexAndWeight(index=places[party], weight=weight)
                    for party, weight in quorum.weights
                ],
                threshold=quorum.threshold,
            )
        return wrap(message, _VERSION)

    @staticmethod
    def read(content: bytes) -> ViewCommonData:
        """Reads common data.

        Raises:
            ValueError: a field is malformed, or a quorum points beyond the informees.
        """
        message = required(unwrap_as(content, v30.ViewCommonData, {_VERSION}))
        informees = [read_party(party) for party in message.informees]
        return ViewCommonData(
            salt=required(Salt.from_proto(message.salt)),
            informees=frozenset(informees),
            quorums=tuple(_read_quorum(quorum, informees) for quorum in message.quorums),
        )


def _read_quorum(message: v30.Quorum, informees: list[PartyId]) -> Quorum:
    weights = {}
    for entry in message.party_index_and_weight:
        if not 0 <= entry.index < len(informees) or entry.weight < 1:
            raise ValueError("a quorum points beyond the informees, or has no positive weight")
        weights[informees[entry.index]] = entry.weight
    return Quorum.of(weights, read_index(message.threshold))
