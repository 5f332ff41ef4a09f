"""Mappings about a synchronizer: its parameters, its mediator groups and its sequencers.

Source: Canton 3.6 SynchronizerParametersState, SequencingParametersState,
MediatorSynchronizerState, SequencerSynchronizerState; protocol sheet 4.2.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from canton.identifiers import Fingerprint, Member, UniqueIdentifier, mediator, sequencer
from canton.topology.mapping.code import MappingCode
from canton.topology.parameters.dynamic import DynamicSynchronizerParameters
from canton.wire import topology_pb2 as wire


@dataclass(frozen=True, slots=True)
class SynchronizerParametersState:
    """The changeable parameters of a synchronizer."""

    code: ClassVar[MappingCode] = MappingCode.SYNCHRONIZER_PARAMETERS_STATE

    synchronizer_id: UniqueIdentifier
    parameters: DynamicSynchronizerParameters

    @property
    def namespace(self) -> Fingerprint:
        """The synchronizer's namespace."""
        return self.synchronizer_id.namespace

    @property
    def uid(self) -> UniqueIdentifier:
        """The synchronizer's name."""
        return self.synchronizer_id

    @staticmethod
    def from_proto(message: wire.SynchronizerParametersState) -> SynchronizerParametersState:
        """Reads the message.

        Raises:
            ValueError: the name is malformed, or a parameter is missing or out of range.
        """
        return SynchronizerParametersState(
            UniqueIdentifier.parse(message.synchronizer_id),
            DynamicSynchronizerParameters.from_proto(message.synchronizer_parameters),
        )

    def to_proto(self) -> wire.TopologyMapping:
        """The mapping's message."""
        return wire.TopologyMapping(
            synchronizer_parameters_state=wire.SynchronizerParametersState(
                synchronizer_id=str(self.synchronizer_id),
                synchronizer_parameters=self.parameters.to_proto(),
            )
        )


@dataclass(frozen=True, slots=True)
class SequencingParametersState:
    """The parameters of the ordering layer, opaque here; None is the engine's default."""

    code: ClassVar[MappingCode] = MappingCode.SEQUENCING_PARAMETERS_STATE

    synchronizer_id: UniqueIdentifier
    payload: bytes | None = None

    @property
    def namespace(self) -> Fingerprint:
        """The synchronizer's namespace."""
        return self.synchronizer_id.namespace

    @property
    def uid(self) -> UniqueIdentifier:
        """The synchronizer's name."""
        return self.synchronizer_id

    @staticmethod
    def from_proto(message: wire.DynamicSequencingParametersState) -> SequencingParametersState:
        """Reads the message.

        Raises:
            ValueError: the name is malformed.
        """
        return SequencingParametersState(
            UniqueIdentifier.parse(message.synchronizer_id),
            message.sequencing_parameters.payload or None,
        )

    def to_proto(self) -> wire.TopologyMapping:
        """The mapping's message."""
        return wire.TopologyMapping(
            sequencing_dynamic_parameters_state=wire.DynamicSequencingParametersState(
                synchronizer_id=str(self.synchronizer_id),
                sequencing_parameters=wire.DynamicSequencingParameters(payload=self.payload or b""),
            )
        )


def check_group(threshold: int, active: tuple[Member, ...], observers: tuple[Member, ...]) -> None:
    """Checks a group that someone proposes.

    Raises:
        ValueError: the threshold cannot be met, or a member is both active and an observer.
    """
    if threshold <= 0 or threshold > len(active):
        raise ValueError(f"threshold {threshold} is not within 1 to {len(active)} active members")
    if set(active) & set(observers):
        raise ValueError("a member is both active and an observer")


def _distinct(members: Iterable[Member]) -> tuple[Member, ...]:
    return tuple(dict.fromkeys(members))


@dataclass(frozen=True, slots=True)
class MediatorSynchronizerState:
    """A group of mediators; `threshold` of the active ones decide together."""

    code: ClassVar[MappingCode] = MappingCode.MEDIATOR_SYNCHRONIZER_STATE

    synchronizer_id: UniqueIdentifier
    group: int
    threshold: int
    active: tuple[Member, ...]
    observers: tuple[Member, ...] = ()

    @property
    def namespace(self) -> Fingerprint:
        """The synchronizer's namespace."""
        return self.synchronizer_id.namespace

    @property
    def uid(self) -> UniqueIdentifier:
        """The synchronizer's name."""
        return self.synchronizer_id

    @property
    def members(self) -> tuple[Member, ...]:
        """All mediators of the group, the active ones first."""
        return self.active + self.observers

    @staticmethod
    def from_proto(message: wire.MediatorSynchronizerState) -> MediatorSynchronizerState:
        """Reads the message.

        Raises:
            ValueError: a name is malformed, the threshold is out of range, or a mediator is both
                active and an observer.
        """
        active = tuple(mediator(UniqueIdentifier.parse(uid)) for uid in message.active)
        observers = tuple(mediator(UniqueIdentifier.parse(uid)) for uid in message.observers)
        # The original holds the threshold against the list as sent, then drops duplicates.
        check_group(message.threshold, active, observers)
        return MediatorSynchronizerState(
            UniqueIdentifier.parse(message.synchronizer_id),
            message.group,
            message.threshold,
            _distinct(active),
            _distinct(observers),
        )

    def to_proto(self) -> wire.TopologyMapping:
        """The mapping's message."""
        return wire.TopologyMapping(
            mediator_synchronizer_state=wire.MediatorSynchronizerState(
                synchronizer_id=str(self.synchronizer_id),
                group=self.group,
                threshold=self.threshold,
                active=[str(member.uid) for member in self.active],
                observers=[str(member.uid) for member in self.observers],
            )
        )


@dataclass(frozen=True, slots=True)
class SequencerSynchronizerState:
    """The sequencers of a synchronizer."""

    code: ClassVar[MappingCode] = MappingCode.SEQUENCER_SYNCHRONIZER_STATE

    synchronizer_id: UniqueIdentifier
    threshold: int
    active: tuple[Member, ...]
    observers: tuple[Member, ...] = ()

    @property
    def namespace(self) -> Fingerprint:
        """The synchronizer's namespace."""
        return self.synchronizer_id.namespace

    @property
    def uid(self) -> UniqueIdentifier:
        """The synchronizer's name."""
        return self.synchronizer_id

    @property
    def members(self) -> tuple[Member, ...]:
        """All sequencers, the active ones first."""
        return self.active + self.observers

    @staticmethod
    def from_proto(message: wire.SequencerSynchronizerState) -> SequencerSynchronizerState:
        """Reads the message.

        Raises:
            ValueError: a name is malformed, the threshold is out of range, or a sequencer is both
                active and an observer.
        """
        active = tuple(sequencer(UniqueIdentifier.parse(uid)) for uid in message.active)
        observers = tuple(sequencer(UniqueIdentifier.parse(uid)) for uid in message.observers)
        check_group(message.threshold, active, observers)
        return SequencerSynchronizerState(
            UniqueIdentifier.parse(message.synchronizer_id),
            message.threshold,
            _distinct(active),
            _distinct(observers),
        )

    def to_proto(self) -> wire.TopologyMapping:
        """The mapping's message."""
        return wire.TopologyMapping(
            sequencer_synchronizer_state=wire.SequencerSynchronizerState(
                synchronizer_id=str(self.synchronizer_id),
                threshold=self.threshold,
                active=[str(member.uid) for member in self.active],
                observers=[str(member.uid) for member in self.observers],
            )
        )
