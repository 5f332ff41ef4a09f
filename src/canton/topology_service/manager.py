"""Authors topology changes: chooses serial and keys, signs, checks, hands over.

Source: Canton 3.6 TopologyManager; protocol sheet 4.1, 4.4.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from canton.crypto.hash import Hash
from canton.crypto.signature import Signature
from canton.errors import LedgerError
from canton.identifiers import Fingerprint, UniqueIdentifier
from canton.topology.authorization.signing import SigningKeys, find_signing_keys
from canton.topology.danger import ForceFlag, ForceFlags, find_danger
from canton.topology.mapping.mapping import TopologyMapping, unique_key
from canton.topology.stored import StoredTopologyTransaction
from canton.topology.transaction import (
    Operation,
    SignedTopologyTransaction,
    TopologySignature,
    TopologyTransaction,
)
from canton.topology_service.destination import Destination
from canton.topology_service.errors import (
    MAPPING_ALREADY_EXISTS,
    NO_APPROPRIATE_SIGNING_KEY,
    SECRET_KEY_NOT_IN_STORE,
    SERIAL_MISMATCH,
    TRANSACTION_NOT_FOUND,
    error_of_danger,
)

_LOGGER = logging.getLogger(__name__)
NO_FORCE: ForceFlags = frozenset()


class TopologySigner(Protocol):
    """The node's keys; the vault is one."""

    async def own_fingerprints(self) -> frozenset[Fingerprint]:
        """The keys whose private half is here."""

    async def sign(self, content: Hash, fingerprint: Fingerprint) -> Signature:
        """Signs the hash with that key."""


class ChangeGuard(Protocol):
    """Further checks of a node on its own changes, such as a participant's on vetting."""

    async def check(self, signed: SignedTopologyTransaction, flags: ForceFlags) -> None:
        """Raises `LedgerError` where the change must be forced."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change to author.

    `serial` None has the next one chosen. Without `signing_keys` the node's preferred ones are
    found; `namespaces` then limits whom to sign for. `wait_s` waits for the change to be in force.
    """

    mapping: TopologyMapping
    operation: Operation = Operation.REPLACE
    serial: int | None = None
    signing_keys: frozenset[Fingerprint] = frozenset()
    namespaces: frozenset[Fingerprint] = frozenset()
    must_fully_authorize: bool = True
    force: ForceFlags = NO_FORCE
    wait_s: float | None = None


class TopologyManager:
    """Authors changes against one destination, one call after another."""

    def __init__(
        self,
        node: UniqueIdentifier,
        signer: TopologySigner,
        destination: Destination,
        guard: ChangeGuard | None = None,
    ) -> None:
        self.destination = destination
        self._node = node
        self._signer = signer
        self._guard = guard
        self._turn = asyncio.Lock()

    async def propose(self, proposal: Proposal) -> SignedTopologyTransaction:
        """Builds, signs and submits a change; without full authorization it is a proposal.

        Raises:
            LedgerError: the serial or the keys do not fit, the mapping is there already, the change
                must be forced, or it is refused.
        """
        transaction = self.build(proposal.operation, proposal.mapping, proposal.serial)
        keys = await self._keys_for(
            transaction, proposal.signing_keys, proposal.namespaces, proposal.force
        )
        last = self._last_of(transaction)
        if last is not None and last.hash == transaction.hash and keys <= last.transaction.signers:
            raise _already_exists(proposal.mapping, last)
        signatures = await self._signatures(transaction.hash, keys)
        signed = SignedTopologyTransaction.create(
            transaction, signatures, is_proposal=not proposal.must_fully_authorize
        )
        await self.add(
            [signed],
            proposal.force,
            must_fully_authorize=proposal.must_fully_authorize,
            wait_s=proposal.wait_s,
        )
        return signed

    async def ensure(
        self, mapping: TopologyMapping, force: ForceFlags = NO_FORCE, wait_s: float | None = None
    ) -> SignedTopologyTransaction:
        """Proposes a mapping unless it is in force already; safe to repeat after a crash.

        Raises:
            LedgerError: as `propose`.
        """
        last = self.destination.state.rows.last_of(unique_key(mapping))
        if (
            last is not None
            and last.transaction.operation is Operation.REPLACE
            and last.mapping == mapping
        ):
            return last.transaction
        return await self.propose(Proposal(mapping, force=force, wait_s=wait_s))

    async def accept(
        self,
        tx_hash: Hash,
        signing_keys: Iterable[Fingerprint] = (),
        force: ForceFlags = NO_FORCE,
        *,
        must_fully_authorize: bool = False,
        wait_s: float | None = None,
    ) -> SignedTopologyTransaction:
        """Adds this node's signatures to a transaction that is pending or in force.

        Raises:
            LedgerError: there is no such transaction, or as `propose`.
        """
        known = self.destination.state.rows.latest_of(tx_hash)
        if known is None:
            raise LedgerError(
                TRANSACTION_NOT_FOUND, f"Topology transaction with hash {tx_hash} does not exist"
            )
        (extended,) = await self.extend([known.transaction], signing_keys, force)
        await self.add([extended], force, must_fully_authorize=must_fully_authorize, wait_s=wait_s)
        return extended

    async def extend(
        self,
        transactions: Iterable[SignedTopologyTransaction],
        signing_keys: Iterable[Fingerprint] = (),
        force: ForceFlags = NO_FORCE,
    ) -> list[SignedTopologyTransaction]:
        """The transactions with this node's signatures added; nothing is submitted.

        Raises:
            LedgerError: the keys do not fit.
        """
        extended = []
        for signed in transactions:
            keys = await self._keys_for(
                signed.transaction, frozenset(signing_keys), frozenset(), force
            )
            signatures = await self._signatures(signed.hash, keys - signed.signers)
            extended.append(signed.with_signatures(signatures) if signatures else signed)
        return extended

    async def add(
        self,
        transactions: Sequence[SignedTopologyTransaction],
        force: ForceFlags = NO_FORCE,
        *,
        must_fully_authorize: bool = False,
        wait_s: float | None = None,
    ) -> None:
        """Submits signed transactions; those that bring no new signature are left out.

        Raises:
            LedgerError: a change must be forced or is refused, or is not in force in time.
        """
        async with self._turn:
            state = self.destination.state
            for signed in transactions:
                danger = find_danger(
                    signed, self._node, state.rows, force, self.destination.synchronizer
                )
                if danger is not None:
                    raise error_of_danger(danger)
                if self._guard is not None:
                    await self._guard.check(signed, force)
            new = [signed for signed in transactions if self._brings_something(signed)]
            if new:
                await self.destination.submit(new, expect_full_authorization=must_fully_authorize)
        if new and wait_s is not None:
            await self.destination.wait_effective(new, wait_s)

    def build(
        self, operation: Operation, mapping: TopologyMapping, serial: int | None = None
    ) -> TopologyTransaction:
        """The transaction of a change, with the serial checked or chosen.

        Raises:
            LedgerError: the serial is not the next one, or the mapping exists with another.
        """
        last = self.destination.state.rows.last_of(unique_key(mapping))
        if last is None:
            expected = 1
        elif last.transaction.operation is operation and last.mapping == mapping:
            if serial not in (None, last.transaction.serial):
                raise _already_exists(mapping, last)
            # The very bytes in force, so that signatures add up.
            return last.transaction.transaction
        else:
            expected = last.transaction.serial + 1
        if serial not in (None, expected):
            raise LedgerError(
                SERIAL_MISMATCH,
                f"The given serial {serial} did not match the expected serial {expected}.",
            )
        return TopologyTransaction.create(operation, expected, mapping)

    def _last_of(self, transaction: TopologyTransaction) -> StoredTopologyTransaction | None:
        return self.destination.state.rows.last_of(transaction.unique_key)

    def _brings_something(self, signed: SignedTopologyTransaction) -> bool:
        known = self.destination.state.rows.latest_of(signed.hash)
        return known is None or not signed.signers <= known.transaction.signers

    async def _keys_for(
        self,
        transaction: TopologyTransaction,
        wanted: frozenset[Fingerprint],
        namespaces: frozenset[Fingerprint],
        force: ForceFlags,
    ) -> frozenset[Fingerprint]:
        own_keys = await self._signer.own_fingerprints()
        last = self._last_of(transaction)
        found = find_signing_keys(
            self.destination.state,
            transaction,
            last.transaction.transaction if last else None,
            own_keys,
            namespaces=namespaces,
            find_all=bool(wanted),
        )
        if not wanted:
            if not found.keys:
                raise _no_key(found, frozenset())
            return found.keys
        unusable = wanted - found.keys
        if unusable and ForceFlag.ALLOW_UNVALIDATED_SIGNING_KEYS not in force:
            raise _no_key(found, unusable)
        return wanted

    async def _signatures(
        self, content: Hash, keys: Iterable[Fingerprint]
    ) -> list[TopologySignature]:
        own_keys = await self._signer.own_fingerprints()
        signatures = []
        for key in sorted(keys):
            if key not in own_keys:
                raise LedgerError(
                    SECRET_KEY_NOT_IN_STORE, f"Secret key with fingerprint {key} is not in store"
                )
            signatures.append(TopologySignature(await self._signer.sign(content, key)))
        return signatures


def _already_exists(mapping: TopologyMapping, row: StoredTopologyTransaction) -> LedgerError:
    keys = ", ".join(sorted(row.transaction.signers))
    return LedgerError(
        MAPPING_ALREADY_EXISTS,
        f"A matching topology mapping {mapping.code.name} authorized with the same keys already"
        f" exists in this state: {keys}",
    )


def _no_key(found: SigningKeys, unusable: frozenset[Fingerprint]) -> LedgerError:
    concerned = ", ".join(sorted(found.concerned.namespaces | found.concerned.keys))
    detail = f"; not usable: {', '.join(sorted(unusable))}" if unusable else ""
    return LedgerError(
        NO_APPROPRIATE_SIGNING_KEY,
        f"Could not find an appropriate signing key to issue the topology transaction for"
        f" {concerned}{detail}",
    )
