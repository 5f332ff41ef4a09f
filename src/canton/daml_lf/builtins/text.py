"""Texts, parties and their encodings. Lists are nested pairs.

Source: Daml-LF sheet 2.3.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any, Final

from canton.daml_lf.builtins.application import spend
from canton.daml_lf.builtins.errors import (
    CRYPTO_MALFORMED_BYTE_ENCODING,
    DAML_INTERPRETATION_ERROR,
    crash,
    failed,
)

LfList = tuple[Any, ...]

TEXT_LENGTH_MAX: Final = 2**28
"""Longer texts would fill the memory; the ledger holds much shorter ones."""

_LONG: Final = 2**16
_CODE_POINTS_OF_STEP: Final = 2**10
"""So many code points of long texts are copied in the time of a step."""

LIST_LENGTH_MAX: Final = 10_000_000
"""Longer texts are not taken apart: every code point would be an object of its own."""

_PARTY: Final = re.compile(r"[A-Za-z0-9:\-_ ]{1,255}")
_HEX: Final = re.compile(r"(?:[0-9a-f]{2})*+")
_SURROGATES: Final = range(0xD800, 0xE000)


def to_list(items: Iterable[Any]) -> LfList:
    """A run-time list of the items in order."""
    result: LfList = ()
    for item in reversed(list(items)):
        result = (item, result)
    return result


def from_list(items: LfList) -> list[Any]:
    """The items of a run-time list."""
    result = []
    while items:
        item, items = items
        result.append(item)
    return result


def _check_length(length: int) -> None:
    if length < _LONG:
        return
    if length > TEXT_LENGTH_MAX:
        raise failed(DAML_INTERPRETATION_ERROR, "the memory is exhausted")
    spend(length // _CODE_POINTS_OF_STEP)


def _check_room_for_list(length: int) -> None:
    if length > LIST_LENGTH_MAX:
        raise failed(DAML_INTERPRETATION_ERROR, "the memory is exhausted")
    spend(length)


def append_text(x: str, y: str) -> str:
    """APPEND_TEXT."""
    _check_length(len(x) + len(y))
    return x + y


def explode_text(text: str) -> LfList:
    """EXPLODE_TEXT: one text per code point."""
    _check_room_for_list(len(text))
    return to_list(text)


def implode_text(texts: LfList) -> str:
    """IMPLODE_TEXT."""
    parts = from_list(texts)
    _check_length(sum(map(len, parts)))
    return "".join(parts)


def code_points_to_text(points: LfList) -> str:
    """CODE_POINTS_TO_TEXT."""
    result = from_list(points)
    for point in result:
        if not 0 <= point <= 0x10FFFF or point in _SURROGATES:
            raise crash(f"invalid code point 0x{point & (2**64 - 1):x}.")
    return "".join(map(chr, result))


def text_to_code_points(text: str) -> LfList:
    """TEXT_TO_CODE_POINTS."""
    _check_room_for_list(len(text))
    return to_list(map(ord, text))


def int64_to_text(x: int) -> str:
    """INT64_TO_TEXT."""
    return str(x)


def party_to_text(party: str) -> str:
    """PARTY_TO_TEXT."""
    return party


def text_to_party(text: str) -> tuple[str] | None:
    """TEXT_TO_PARTY."""
    return (text,) if _PARTY.fullmatch(text) else None


def contract_id_to_text(contract_id: object) -> None:
    """CONTRACT_ID_TO_TEXT: nothing, as ids differ between submission and validation."""
    return


def sha256_text(text: str) -> str:
    """SHA256_TEXT."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def text_to_hex(text: str) -> str:
    """TEXT_TO_HEX."""
    encoded = text.encode("utf-8", "surrogatepass")
    _check_length(2 * len(encoded))
    return encoded.hex()


def is_hex(text: str) -> bool:
    """Whether the text is lower-case hex of whole bytes."""
    return _HEX.fullmatch(text) is not None


def decode_hex(text: str, cause: str) -> bytes:
    """The bytes of lower-case hex.

    Raises:
        InterpretationError: it is none.
    """
    if not is_hex(text):
        raise failed(
            CRYPTO_MALFORMED_BYTE_ENCODING,
            f"Invalid byte encoding format for {text}:\n{cause}",
            ("CRYPTO_VALUE", text),
        )
    return bytes.fromhex(text)


def hex_to_text(text: str) -> str:
    """HEX_TO_TEXT: what is no UTF-8 becomes replacement characters."""
    return decode_hex(text, "can not parse hex string argument").decode("utf-8", "replace")


def sha256_hex(text: str) -> str:
    """SHA256_HEX."""
    return hashlib.sha256(decode_hex(text, "can not parse hex string")).hexdigest()
