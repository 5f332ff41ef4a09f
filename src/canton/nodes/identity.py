"""A node's first start: its name, its keys, the topology transactions that tell of them.

The name is `identifier::fingerprint of the namespace key`. Everything is found again by name where
an earlier start was interrupted, so that the second attempt ends where the first would have.
Source: protocol sheet 5; Canton 3.6 CantonNodeBootstrap.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Final

from canton.clock import Clock
from canton.crypto.key import PublicKey, SigningKeyUsage, SigningPublicKey
from canton.identifiers import Member, MemberKind, UniqueIdentifier
from canton.storage.storage import Storage
from canton.storage.table import Table
from canton.topology.mapping.key import OwnerToKeyMapping
from canton.topology.mapping.namespace import CAN_SIGN_ALL, NamespaceDelegation
from canton.topology_service.registry import TopologyRegistry
from canton.vault.vault import Vault

_LOGGER = logging.getLogger(__name__)
_ID: Final = 1
NAMESPACE: Final = frozenset({SigningKeyUsage.NAMESPACE})
AUTHENTICATION: Final = frozenset({SigningKeyUsage.SEQUENCER_AUTHENTICATION})
PROTOCOL: Final = frozenset({SigningKeyUsage.PROTOCOL})


@dataclass(frozen=True, slots=True)
class IdentityRow:
    """The node's unique identifier; one row."""

    id: int
    uid: str


IDENTITY: Final = Table("common_node_identity", IdentityRow, key=("id",))
TABLES: Final = (IDENTITY,)


async def known_identity(storage: Storage) -> UniqueIdentifier | None:
    """The node's name, if it has got one."""
    rows = await storage.read(IDENTITY.get(_ID))
    return UniqueIdentifier.parse(rows[0].uid) if rows else None


async def make_identity(storage: Storage, vault: Vault, identifier: str) -> UniqueIdentifier:
    """Makes the namespace key and the name, unless they are there."""
    known = await known_identity(storage)
    if known is not None:
        return known
    key = await _signing_key(vault, f"{identifier}-namespace", NAMESPACE)
    uid = UniqueIdentifier(identifier, key.fingerprint)
    await storage.write(IDENTITY.insert_new(IdentityRow(_ID, str(uid))))
    _LOGGER.info("this node is %s", uid)
    return uid


async def make_keys_and_topology(
    uid: UniqueIdentifier, kind: MemberKind, vault: Vault, storage: Storage, clock: Clock
) -> TopologyRegistry:
    """Makes the other keys and authorizes what others need to know of the node."""
    registry = await TopologyRegistry.open(uid, vault, storage, clock)
    root = await vault.pair(uid.namespace)
    assert isinstance(root.public, SigningPublicKey), "a namespace key signs"
    delegation = NamespaceDelegation(uid.namespace, root.public, CAN_SIGN_ALL)
    await registry.authorized.ensure(delegation)
    name = uid.identifier
    keys: list[PublicKey] = [
        await _signing_key(vault, f"{name}-sequencer-auth", AUTHENTICATION),
        await _signing_key(vault, f"{name}-signing", PROTOCOL),
    ]
    if kind is MemberKind.PARTICIPANT:
        known = await vault.find_by_name(f"{name}-encryption")
        keys.append(
            known.key if known else await vault.generate_encryption_key(f"{name}-encryption")
        )
    member = Member(kind, uid)
    if not any(registry.authorized_store.state.rows.of_uid(OwnerToKeyMapping.code, uid)):
        await registry.authorized.ensure(OwnerToKeyMapping(member, tuple(keys)))
    return registry


async def _signing_key(
    vault: Vault, name: str, usages: frozenset[SigningKeyUsage]
) -> SigningPublicKey:
    known = await vault.find_by_name(name)
    if known is not None and isinstance(known.key, SigningPublicKey):
        return known.key
    return await vault.generate_signing_key(name, usages)
