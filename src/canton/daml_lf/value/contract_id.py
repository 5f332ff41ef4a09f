"""Contract ids: a version byte, what the engine computes, and the suffix put on afterwards.

V1 (the ones in use): 00, a 32-byte discriminator, up to 94 bytes of suffix. V2: 01, a 12-byte
local part, up to 33 bytes of suffix. An id without suffix is *local*: it names a contract of the
transaction that is being built. Source: Daml-LF sheet 2.3, 2.7.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

V1_VERSION: Final = 0
V2_VERSION: Final = 1
DISCRIMINATOR_SIZE: Final = 32
_V1_LOCAL_SIZE: Final = 1 + DISCRIMINATOR_SIZE
_V2_LOCAL_SIZE: Final = 1 + 12
_V1_SUFFIX_SIZE_MAX: Final = 94
_V2_SUFFIX_SIZE_MAX: Final = 33
_ABSOLUTE_BIT: Final = 0x80


@dataclass(frozen=True, slots=True)
class ContractId:
    """A contract id by its bytes; a ledger value, and the same object at run time."""

    data: bytes

    @staticmethod
    def parse(text: str) -> ContractId:
        """Reads the lower- or upper-case hex text of an id.

        Raises:
            ValueError: the text is no hex, or the version or a size is not allowed.
        """
        return ContractId.of_bytes(bytes.fromhex(text))

    @staticmethod
    def of_bytes(data: bytes) -> ContractId:
        """Checks version and sizes.

        Raises:
            ValueError: the version or a size is not allowed.
        """
        if not data:
            raise ValueError("a contract id is not empty")
        if data[0] == V1_VERSION:
            local, suffix_max = _V1_LOCAL_SIZE, _V1_SUFFIX_SIZE_MAX
        elif data[0] == V2_VERSION:
            local, suffix_max = _V2_LOCAL_SIZE, _V2_SUFFIX_SIZE_MAX
        else:
            raise ValueError(f"{data.hex()!r} has an unknown contract id version")
        if not local <= len(data) <= local + suffix_max:
            raise ValueError(f"{data.hex()!r} has not the size of a contract id")
        return ContractId(data)

    @staticmethod
    def local(discriminator: bytes) -> ContractId:
        """The V1 id of a contract created in this transaction, before it gets its suffix."""
        assert len(discriminator) == DISCRIMINATOR_SIZE
        return ContractId(b"\x00" + discriminator)

    @property
    def is_v1(self) -> bool:
        """Whether the id has the form in use."""
        return self.data[0] == V1_VERSION

    @property
    def prefix(self) -> bytes:
        """What the engine computed, with the version byte."""
        return self.data[: _V1_LOCAL_SIZE if self.is_v1 else _V2_LOCAL_SIZE]

    @property
    def discriminator(self) -> bytes:
        """The prefix without the version byte."""
        return self.prefix[1:]

    @property
    def suffix(self) -> bytes:
        """What was put on afterwards; empty for a local id."""
        return self.data[_V1_LOCAL_SIZE if self.is_v1 else _V2_LOCAL_SIZE :]

    @property
    def is_local(self) -> bool:
        """Whether the id has no suffix yet."""
        return not self.suffix

    @property
    def is_absolute(self) -> bool:
        """Whether the suffix makes the id global (for V2 the top bit of the suffix says so)."""
        suffix = self.suffix
        return bool(suffix) and (self.is_v1 or bool(suffix[0] & _ABSOLUTE_BIT))

    def with_suffix(self, suffix: bytes) -> ContractId:
        """The id with its suffix put on.

        Raises:
            ValueError: the suffix is too long.
        """
        return ContractId.of_bytes(self.prefix + suffix)

    @property
    def hex(self) -> str:
        """The text that users see."""
        return self.data.hex()

    def __str__(self) -> str:
        return self.data.hex()

    def __lt__(self, other: ContractId) -> bool:
        return self.data < other.data
