"""Ids as scripts use them: texts that know their parts, so that a string or an id will both do."""

from __future__ import annotations

from typing import Any


class Identifier(str):
    """`identifier::namespace`."""

    __slots__ = ()

    def to_proto_primitive(self) -> str:
        """The text as it goes over the wire."""
        return str(self)

    @property
    def identifier(self) -> str:
        """The part before the namespace."""
        return self.partition("::")[0]

    @property
    def namespace(self) -> str:
        """The fingerprint of the key that the name belongs to."""
        return self.partition("::")[2].partition("::")[0]

    @property
    def uid(self) -> Identifier:
        """The unique identifier without a kind in front or a version behind."""
        return Identifier(f"{self.identifier}::{self.namespace}")


class PartyId(Identifier):
    """A party."""

    __slots__ = ()


class MemberId(Identifier):
    """A member by its unique identifier; `member` has the kind in front."""

    __slots__ = ()
    kind = ""

    @property
    def member(self) -> str:
        """The member as the protocol names it: `PAR::...`."""
        return f"{self.kind}::{self}"


class ParticipantId(MemberId):
    """A participant."""

    __slots__ = ()
    kind = "PAR"

    @property
    def admin_party(self) -> PartyId:
        """The party of the same name."""
        return PartyId(self)


class SequencerId(MemberId):
    """A sequencer."""

    __slots__ = ()
    kind = "SEQ"


class MediatorId(MemberId):
    """A mediator."""

    __slots__ = ()
    kind = "MED"


class SynchronizerId(Identifier):
    """A synchronizer: `name::namespace`."""

    __slots__ = ()


class PhysicalSynchronizerId(Identifier):
    """A synchronizer with protocol version and serial: `name::namespace::35-0`."""

    __slots__ = ()

    @property
    def logical(self) -> SynchronizerId:
        """The synchronizer without version and serial."""
        return SynchronizerId(self.rpartition("::")[0])


def text_of(value: Any) -> str:
    """The id of whatever stands for something with an id: a node reference, an id, a string."""
    owner = getattr(value, "id", None)
    return str(value if owner is None else owner)


def member_of(value: Any) -> str:
    """The member, kind in front: of a node reference, an id of a member, or a text as it is."""
    owner = getattr(value, "id", value)
    return owner.member if isinstance(owner, MemberId) else str(owner)


def logical_of(synchronizer: str) -> str:
    """The logical id, whether the logical or the physical one is given."""
    return "::".join(synchronizer.split("::")[:2])
