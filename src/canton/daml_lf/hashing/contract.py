"""Hashes of contracts and keys.

The typed hash takes what the codec of the argument's type writes (`library.codec`); the older
ones take the normalised value alone and are needed to authenticate old contracts. Hash methods go
by the prefix of the contract id's suffix. Source: protocol sheet 2.2, 9.2; Daml-LF sheet 2.7.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from typing import Final

from canton.crypto.encoding import (
    encode_bytes,
    encode_int,
    encode_long,
    encode_sequence,
    encode_string,
)
from canton.daml_lf.builtins.numeric import numeric_of_decimal
from canton.daml_lf.hashing.encoding import numeric_bytes, qualified_name_bytes
from canton.daml_lf.language.reference import Identifier, PackageName
from canton.daml_lf.value import value as v
from canton.daml_lf.value.contract_id import ContractId

_CONTRACT: Final = 5
_KEY: Final = 9
_OLD_KEY: Final = 2
_TYPED: Final = 3
_UPGRADE_FRIENDLY: Final = 1
_LEGACY: Final = 0


def typed_contract_hash(
    package_name: PackageName, template: Identifier, argument: Iterable[bytes]
) -> bytes:
    """The hash of a contract whose argument is written by its codec. Package ids do not enter."""
    head = _typed_head(bytes([_TYPED, _CONTRACT]), package_name, template)
    return sha256(head + b"".join(argument)).digest()


def typed_key_hash(package_name: PackageName, template: Identifier, key: Iterable[bytes]) -> bytes:
    """The hash of a key, written by its codec; it must not contain contract ids."""
    head = _typed_head(bytes([_TYPED, _KEY, 1]), package_name, template)
    return sha256(head + b"".join(key)).digest()


@lru_cache(maxsize=4096)
def _typed_head(purpose: bytes, package_name: PackageName, template: Identifier) -> bytes:
    return purpose + encode_string(package_name) + qualified_name_bytes(template)


def legacy_contract_hash(
    package_name: PackageName, template: Identifier, argument: v.Value
) -> bytes:
    """The hash of the oldest contract ids."""
    head = _old_head(_LEGACY, package_name, template)
    return sha256(head + legacy_bytes(argument)).digest()


def upgrade_friendly_contract_hash(
    package_name: PackageName, template: Identifier, argument: v.Value
) -> bytes:
    """The hash of the contract ids of Canton 3.3 to 3.4, with fields of default value left out."""
    head = _old_head(_UPGRADE_FRIENDLY, package_name, template)
    return sha256(head + upgrade_friendly_bytes(argument)).digest()


def older_key_hash(package_name: PackageName, template: Identifier, key: v.Value) -> bytes:
    """The hash of a key in a contract whose version says that keys have no hash.

    Raises:
        ValueError: the key contains a contract id.
    """
    for contract_id in v.contract_ids(key):
        raise ValueError(f"contract ids are not allowed in keys: {contract_id}")
    head = bytes([_UPGRADE_FRIENDLY, _OLD_KEY]) + qualified_name_bytes(template)
    return sha256(head + encode_string(package_name) + upgrade_friendly_bytes(key)).digest()


def _old_head(version: int, package_name: PackageName, template: Identifier) -> bytes:
    return (
        bytes([version, _CONTRACT])
        + encode_string(package_name)
        + encode_string(template.package)
        + qualified_name_bytes(template)
    )


def _atom(value: v.Value) -> bytes | None:
    match value:
        case v.UnitValue():
            return b"\0"
        case v.BoolValue(flag):
            return b"\x01" if flag else b"\0"
        case v.Int64Value(number):
            return encode_long(number)
        case v.NumericValue():
            return encode_bytes(numeric_bytes(numeric_of_decimal(value.value)[0]))
        case v.TimestampValue(micros):
            return encode_long(micros)
        case v.DateValue(days):
            return encode_int(days)
        case v.PartyValue(text) | v.TextValue(text):
            return encode_string(text)
        case ContractId():
            return encode_bytes(value.data)
        case v.EnumValue(constructor):
            return encode_string(constructor)
        case _:
            return None


def legacy_bytes(value: v.Value) -> bytes:
    """What the oldest hash takes of a value."""
    match value:
        case v.OptionalValue(inner):
            return encode_int(0) if inner is None else encode_int(1) + legacy_bytes(inner)
        case v.ListValue(elements):
            return encode_sequence(map(legacy_bytes, elements))
        case v.TextMapValue(entries):
            return encode_sequence(encode_string(k) + legacy_bytes(w) for k, w in entries)
        case v.GenMapValue(pairs):
            return encode_sequence(legacy_bytes(k) + legacy_bytes(w) for k, w in pairs)
        case v.RecordValue(fields):
            return encode_sequence(map(legacy_bytes, fields))
        case v.VariantValue(constructor, inner):
            return encode_string(constructor) + legacy_bytes(inner)
    atom = _atom(value)
    assert atom is not None
    return atom


def upgrade_friendly_bytes(value: v.Value) -> bytes:
    """What the upgrade-friendly hash takes of a value."""
    match value:
        case v.OptionalValue(inner):
            return b"\0" if inner is None else b"\x01" + upgrade_friendly_bytes(inner)
        case v.ListValue(elements):
            return encode_sequence(map(upgrade_friendly_bytes, elements))
        case v.TextMapValue(entries):
            return encode_sequence(encode_string(k) + upgrade_friendly_bytes(w) for k, w in entries)
        case v.GenMapValue(pairs):
            return encode_sequence(
                upgrade_friendly_bytes(k) + upgrade_friendly_bytes(w) for k, w in pairs
            )
        case v.RecordValue(fields):
            return b"".join(_friendly_field(i, f) for i, f in enumerate(fields)) + b"\xff"
        case v.VariantValue(constructor, inner):
            return encode_string(constructor) + upgrade_friendly_bytes(inner)
    atom = _atom(value)
    assert atom is not None
    return atom


def _friendly_field(index: int, value: v.Value) -> bytes:
    if _is_default(value):
        return b""
    match value:
        case v.OptionalValue(inner) if inner is not None:
            return encode_int(index) + upgrade_friendly_bytes(inner)
        case v.TextMapValue() | v.GenMapValue():
            # The original forgets the index of maps; ids in use commit to that.
            return upgrade_friendly_bytes(value)
    return encode_int(index) + upgrade_friendly_bytes(value)


def _is_default(value: v.Value) -> bool:
    match value:
        case v.UnitValue() | v.OptionalValue(None):
            return True
        case v.Int64Value(0) | v.TextValue("") | v.TimestampValue(0) | v.DateValue(0):
            return True
        case v.BoolValue(flag):
            return not flag
        case v.NumericValue(number):
            return number == 0
        case v.ListValue(()) | v.TextMapValue(()) | v.GenMapValue(()):
            return True
    return False
