"""The kinds of mappings by number and by the three letters that queries use."""

from __future__ import annotations

from enum import Enum


class MappingCode(Enum):
    """A kind of mapping; the value is its number on the wire and in hashes."""

    NAMESPACE_DELEGATION = 1
    DECENTRALIZED_NAMESPACE_DEFINITION = 3
    OWNER_TO_KEY_MAPPING = 4
    SYNCHRONIZER_TRUST_CERTIFICATE = 5
    PARTICIPANT_SYNCHRONIZER_PERMISSION = 6
    PARTY_HOSTING_LIMITS = 7
    VETTED_PACKAGES = 8
    PARTY_TO_PARTICIPANT = 9
    SYNCHRONIZER_PARAMETERS_STATE = 11
    MEDIATOR_SYNCHRONIZER_STATE = 12
    SEQUENCER_SYNCHRONIZER_STATE = 13
    SEQUENCING_PARAMETERS_STATE = 17
    PARTY_TO_KEY_MAPPING = 18
    LSU_ANNOUNCEMENT = 19
    LSU_SEQUENCER_CONNECTION_SUCCESSOR = 20

    @property
    def short(self) -> str:
        """The three letters, as in `nsd`."""
        return _SHORT[self]

    @staticmethod
    def of_short(text: str) -> MappingCode:
        """The kind of three letters.

        Raises:
            ValueError: no kind has them.
        """
        for code, short in _SHORT.items():
            if short == text:
                return code
        raise ValueError(f"{text!r} is not a mapping code; known: {', '.join(_SHORT.values())}")


_SHORT = {
    MappingCode.NAMESPACE_DELEGATION: "nsd",
    MappingCode.DECENTRALIZED_NAMESPACE_DEFINITION: "dnd",
    MappingCode.OWNER_TO_KEY_MAPPING: "otk",
    MappingCode.SYNCHRONIZER_TRUST_CERTIFICATE: "dtc",
    MappingCode.PARTICIPANT_SYNCHRONIZER_PERMISSION: "pdp",
    MappingCode.PARTY_HOSTING_LIMITS: "phl",
    MappingCode.VETTED_PACKAGES: "vtp",
    MappingCode.PARTY_TO_PARTICIPANT: "ptp",
    MappingCode.SYNCHRONIZER_PARAMETERS_STATE: "dop",
    MappingCode.MEDIATOR_SYNCHRONIZER_STATE: "mds",
    MappingCode.SEQUENCER_SYNCHRONIZER_STATE: "sds",
    MappingCode.SEQUENCING_PARAMETERS_STATE: "sep",
    MappingCode.PARTY_TO_KEY_MAPPING: "ptk",
    MappingCode.LSU_ANNOUNCEMENT: "lsu",
    MappingCode.LSU_SEQUENCER_CONNECTION_SUCCESSOR: "scs",
}

LSU_CODES = frozenset(
    {MappingCode.LSU_ANNOUNCEMENT, MappingCode.LSU_SEQUENCER_CONNECTION_SUCCESSOR}
)
"""The only kinds accepted while a synchronizer upgrade is announced."""
