"""What a view finds under contract keys, in the order it was first seen.

Source: protocol sheet 2.1 (resolved_keys of protocol version 35).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from canton.daml_lf.language.reference import Identifier
from canton.daml_lf.transaction.node import (
    ActionNode,
    ExerciseNode,
    FetchNode,
    KeyWithMaintainers,
    QueryByKeyNode,
    SerializationVersion,
)
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.value import Value
from canton.protocol.view.contract import StoredKey
from canton.protocol.view.participant_data import ResolvedKey


class KeyEncoder(Protocol):
    """What is needed of the engine to write keys."""

    def encode_value(self, value: Value, version: SerializationVersion) -> bytes:
        """The bytes of a versioned value."""

    def encode_identifier(self, identifier: Identifier) -> bytes:
        """The bytes of an identifier message."""


def stored_key(
    encoder: KeyEncoder, key: KeyWithMaintainers | None, version: SerializationVersion
) -> StoredKey | None:
    """A key as it goes into the id of its contract."""
    if key is None:
        return None
    return StoredKey(encoder.encode_value(key.key.value, version), key.maintainers, key.key.hash)


def queried_contract_ids(node: ActionNode) -> tuple[ContractId, ...]:
    """The contracts that a node found by key, in order."""
    match node:
        case QueryByKeyNode(result=result):
            return result
        case FetchNode(by_key=True) | ExerciseNode(by_key=True):
            return (node.contract_id,)
        case _:
            return ()


class KeyResolutions:
    """The keys seen in one view and its subviews, each with what was found under it."""

    __slots__ = ("_encoder", "_found", "_keys")

    def __init__(self, encoder: KeyEncoder) -> None:
        self._encoder = encoder
        self._keys: dict[bytes, ResolvedKey] = {}
        self._found: dict[bytes, dict[ContractId, None]] = {}

    def observe(self, node: ActionNode) -> None:
        """Takes the key of a node, whose contract ids are final."""
        if node.key is None:
            return
        key = node.key.key
        resolved = ResolvedKey(
            hash=key.hash,
            template_id=self._encoder.encode_identifier(key.template_id),
            value=self._encoder.encode_value(key.value, node.version),
            package_name=key.package_name,
            maintainers=node.key.maintainers,
            contract_ids=queried_contract_ids(node),
        )
        self.merge(resolved)

    def merge(self, resolved: ResolvedKey) -> None:
        """Takes what a subview or a node found."""
        self._keys[resolved.hash] = resolved
        self._found.setdefault(resolved.hash, {}).update(dict.fromkeys(resolved.contract_ids))

    def resolved(self, without: Collection[ContractId]) -> tuple[ResolvedKey, ...]:
        """All keys in order of their hash, without the contracts that the view itself created."""
        return tuple(
            ResolvedKey(
                hash=key_hash,
                template_id=resolved.template_id,
                value=resolved.value,
                package_name=resolved.package_name,
                maintainers=resolved.maintainers,
                contract_ids=tuple(each for each in self._found[key_hash] if each not in without),
            )
            for key_hash, resolved in sorted(self._keys.items())
        )
