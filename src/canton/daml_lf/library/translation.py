"""How strict a translation of ledger values is, and how it fails.

Source: Daml-LF sheet 2.9 (lenient for commands, strict for stored contracts).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from canton.daml_lf.value import value as v
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.shown import pretty, structure

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class TranslationError(Exception):
    """A ledger value does not fit the type; the text says why.

    `value` is the part that does not fit, if it is about one, and `type_text` its type, if that is
    what it does not fit.
    """

    def __init__(self, text: str, value: v.Value | None = None, type_text: str = "") -> None:
        super().__init__(text)
        self.value = value
        self.type_text = type_text

    @property
    def reason(self) -> str:
        """Why a stored contract does not fit."""
        if self.value is None:
            return str(self)
        if not self.type_text:
            return f"Invalid value {pretty(self.value)} {self}"
        return (
            f"Type-checking fails  {self}\n  Expected type: {self.type_text}\n  Actual value:"
            f" {pretty(self.value)}"
        )


@dataclass(frozen=True, slots=True)
class Translation:
    """What is asked of a value.

    `is_strict`: no labels, no type ids, exact scales, ordered maps. `allows_trailing_none`: a
    record may end with absent fields (old contracts). Local contract ids name contracts of the
    transaction under way only; relative ones are refused in commands.
    """

    is_strict: bool
    allows_trailing_none: bool = False
    allows_local_ids: bool = False
    allows_relative_ids: bool = True

    def check_room(self, room: int) -> None:
        """Fails where the value nests too deeply."""
        if room < 0:
            subject = "Value" if self.is_strict else "Provided value"
            raise TranslationError(f"{subject} exceeds maximum nesting level of {v.NESTING_MAX}")

    def check_text(self, text: str) -> None:
        """Fails where the ledger cannot hold a text."""
        problem = text_problem(text)
        if problem is not None:
            intro = "Value contains malformed text: " if self.is_strict else ""
            raise TranslationError(intro + problem)

    def check_contract_id(self, contract_id: ContractId) -> None:
        """Fails where the contract id is not of an allowed form."""
        if contract_id.is_local:
            if not self.allows_local_ids:
                if self.is_strict:
                    text = f"Encountered non-suffixed Contract ID {contract_id}"
                    raise TranslationError(text)
                version = "V1" if contract_id.is_v1 else "V2"
                raise TranslationError(
                    f'Illegal Contract ID "{contract_id}", non-suffixed {version} Contract IDs are'
                    " forbidden"
                )
        elif not contract_id.is_absolute and not self.allows_relative_ids:
            raise TranslationError(
                f'Illegal Contract ID "{contract_id}", relative Contract IDs are forbidden'
            )


COMMAND: Final = Translation(is_strict=False, allows_relative_ids=False)
"""Arguments of an application's commands, and of root actions that are run again."""

STORED: Final = Translation(is_strict=True)
"""Arguments of stored contracts."""

STORED_LEGACY: Final = Translation(is_strict=True, allows_trailing_none=True)
"""Arguments of contracts whose ids commit to the oldest hash."""

LOCAL: Final = Translation(is_strict=True, allows_local_ids=True)
"""Arguments of contracts that the transaction itself created."""


def mismatch(type_text: str, value: v.Value) -> TranslationError:
    """The error for a value of another kind than the type's."""
    text = f"mismatching type: {type_text} and value: {structure(value)}"
    return TranslationError(text, value, type_text)


def text_problem(text: str) -> str | None:
    """Why the ledger cannot hold a text, or None."""
    if "\0" in text:
        return "Text contains null character"
    if not text.isascii() and (found := _SURROGATE.search(text)):
        half = "high" if found[0] < "\udc00" else "low"
        return f"Text contains unpaired {half} surrogate"
    return None
