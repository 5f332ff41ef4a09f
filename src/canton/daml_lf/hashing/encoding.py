"""How texts, names and numbers enter hashes: counted, big-endian.

Source: protocol sheet 9.2 (primitives).
"""

from __future__ import annotations

from canton.crypto.encoding import encode_sequence, encode_string
from canton.daml_lf.language.reference import Identifier

string_bytes = encode_string
"""The UTF-8 text behind its length."""


def qualified_name_bytes(identifier: Identifier) -> bytes:
    """The module's and the definition's segments, each counted; no package."""
    return b"".join(
        encode_sequence(map(encode_string, dotted.split(".")))
        for dotted in (identifier.module, identifier.name)
    )


def numeric_bytes(unscaled: int) -> bytes:
    """The unscaled number in two's complement, as short as it goes."""
    size = (unscaled if unscaled >= 0 else ~unscaled).bit_length() // 8 + 1
    return unscaled.to_bytes(size, "big", signed=True)
