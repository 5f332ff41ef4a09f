"""Topology transactions, and the signatures that authorize them.

A transaction keeps the exact bytes it was read from (or made with): these are hashed and signed,
and never serialised again. A signature covers one transaction or, made over a combined hash,
several. Two transactions are the same where their bytes are.
Source: Canton 3.6 TopologyTransaction, SignedTopologyTransaction, TopologyTransactionSignature;
protocol sheet 4.1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum

from canton.crypto.hash import Hash, HashBuilder, HashPurpose, digest
from canton.crypto.signature import Signature
from canton.identifiers import Fingerprint, UniqueIdentifier
from canton.topology.encoding.parsing import accepted
from canton.topology.encoding.versioned import parsed, unwrap, wrap
from canton.topology.mapping.code import MappingCode
from canton.topology.mapping.mapping import TopologyMapping, mapping_from_proto, unique_key
from canton.wire import topology_pb2 as wire

SERIAL_MAX = 2**31 - 1


class Operation(Enum):
    """What a transaction does with its mapping."""

    REPLACE = 1
    REMOVE = 2


@dataclass(frozen=True, slots=True)
class TopologyTransaction:
    """One change: the operation, the serial among those of the same unique key, the mapping.

    Build it with `create` or `parse`; two are equal where their bytes are.
    """

    content: bytes
    operation: Operation = field(compare=False)
    serial: int = field(compare=False)
    mapping: TopologyMapping = field(compare=False)
    hash: Hash = field(compare=False)
    unique_key: Hash = field(compare=False)

    @staticmethod
    def create(operation: Operation, serial: int, mapping: TopologyMapping) -> TopologyTransaction:
        """A new transaction.

        Raises:
            ValueError: the serial is not positive.
        """
        message = wire.TopologyTransaction(
            operation=operation.value,  # type: ignore[arg-type]
            serial=serial,
            mapping=mapping.to_proto(),
        )
        return TopologyTransaction._of(wrap(message), operation, serial, mapping)

    @staticmethod
    def parse(content: bytes) -> TopologyTransaction:
        """Reads the versioned bytes of a transaction.

        Raises:
            ValueError: they are malformed.
        """
        message = parsed(wire.TopologyTransaction, unwrap(content))
        return TopologyTransaction._of(
            content,
            Operation(message.operation),
            message.serial,
            mapping_from_proto(message.mapping),
        )

    @staticmethod
    def _of(
        content: bytes, operation: Operation, serial: int, mapping: TopologyMapping
    ) -> TopologyTransaction:
        if not 0 < serial <= SERIAL_MAX:
            raise ValueError(f"the serial {serial} is not positive")
        tx_hash = digest(HashPurpose.TOPOLOGY_TRANSACTION_SIGNATURE, content)
        return TopologyTransaction(
            content, operation, serial, mapping, tx_hash, unique_key(mapping)
        )

    @property
    def code(self) -> MappingCode:
        """The kind of the mapping."""
        return self.mapping.code

    @property
    def namespace(self) -> Fingerprint:
        """The namespace that the mapping belongs to."""
        return self.mapping.namespace

    @property
    def uid(self) -> UniqueIdentifier | None:
        """The name that the mapping belongs to, unless it concerns a whole namespace."""
        return self.mapping.uid


def combined_hash(hashes: Iterable[Hash]) -> Hash:
    """What a signature over several transactions signs."""
    ordered = sorted(set(hashes))
    builder = HashBuilder(HashPurpose.MULTI_TOPOLOGY_TRANSACTION).add_int(len(ordered))
    for each in ordered:
        builder.add_bytes(each.multihash)
    return builder.finish()


@dataclass(frozen=True, slots=True)
class TopologySignature:
    """A signature, and the transactions it covers where it was made over a combined hash."""

    signature: Signature
    covered: frozenset[Hash] = frozenset()
    """Empty for a signature over a single transaction."""

    @property
    def signed_by(self) -> Fingerprint:
        """The long-term key that the signature names."""
        return self.signature.signed_by

    def covers(self, tx_hash: Hash) -> bool:
        """Whether the signature is meant for that transaction."""
        return not self.covered or tx_hash in self.covered

    def signed_hash(self, tx_hash: Hash) -> Hash:
        """The hash that the signature signs for that transaction."""
        return combined_hash(self.covered) if self.covered else tx_hash


def distinct_signatures(signatures: Iterable[TopologySignature]) -> tuple[TopologySignature, ...]:
    """The first signature of each key, in order of first appearance."""
    first: dict[Fingerprint, TopologySignature] = {}
    for each in signatures:
        first.setdefault(each.signed_by, each)
    return tuple(first.values())


@dataclass(frozen=True, slots=True)
class SignedTopologyTransaction:
    """A transaction with signatures of different keys; a proposal may lack some."""

    transaction: TopologyTransaction
    signatures: tuple[TopologySignature, ...]
    """At least one, at most one per key."""
    is_proposal: bool = False

    @staticmethod
    def create(
        transaction: TopologyTransaction,
        signatures: Iterable[Signature | TopologySignature],
        *,
        is_proposal: bool = False,
    ) -> SignedTopologyTransaction:
        """Puts signatures to a transaction; of one key, the first counts.

        Raises:
            ValueError: there is no signature.
        """
        wrapped = [
            each if isinstance(each, TopologySignature) else TopologySignature(each)
            for each in signatures
        ]
        if not wrapped:
            raise ValueError("a topology transaction needs a signature")
        return SignedTopologyTransaction(transaction, distinct_signatures(wrapped), is_proposal)

    @property
    def hash(self) -> Hash:
        """The hash of the transaction."""
        return self.transaction.hash

    @property
    def mapping(self) -> TopologyMapping:
        """The mapping of the transaction."""
        return self.transaction.mapping

    @property
    def operation(self) -> Operation:
        """The operation of the transaction."""
        return self.transaction.operation

    @property
    def serial(self) -> int:
        """The serial of the transaction."""
        return self.transaction.serial

    @property
    def signers(self) -> frozenset[Fingerprint]:
        """The keys that signed, unverified."""
        return frozenset(each.signed_by for each in self.signatures)

    def with_signatures(
        self, more: Iterable[TopologySignature | Signature]
    ) -> SignedTopologyTransaction:
        """Adds the signatures of keys that have not signed yet."""
        wrapped = (
            each if isinstance(each, TopologySignature) else TopologySignature(each)
            for each in more
        )
        return replace(self, signatures=distinct_signatures([*self.signatures, *wrapped]))

    def without_signers(self, keys: frozenset[Fingerprint]) -> SignedTopologyTransaction | None:
        """Drops the signatures of these keys; None where no signature would be left."""
        kept = tuple(each for each in self.signatures if each.signed_by not in keys)
        return replace(self, signatures=kept) if kept else None

    def as_proposal(self, is_proposal: bool) -> SignedTopologyTransaction:
        """The same transaction with the proposal flag set or cleared."""
        return self if self.is_proposal is is_proposal else replace(self, is_proposal=is_proposal)

    @staticmethod
    def parse(content: bytes) -> SignedTopologyTransaction:
        """Reads the versioned bytes of a signed transaction.

        Raises:
            ValueError: they are malformed, or a combined signature does not name this transaction.
        """
        return SignedTopologyTransaction.from_proto(
            parsed(wire.SignedTopologyTransaction, unwrap(content))
        )

    @staticmethod
    def from_proto(message: wire.SignedTopologyTransaction) -> SignedTopologyTransaction:
        """Reads the message.

        Raises:
            ValueError: it is malformed, or a combined signature does not name this transaction.
        """
        transaction = TopologyTransaction.parse(message.transaction)
        signatures = [
            TopologySignature(accepted(Signature.from_proto(each))) for each in message.signatures
        ]
        for group in message.multi_transaction_signatures:
            covered = frozenset(accepted(Hash.parse(each)) for each in group.transaction_hashes)
            if transaction.hash not in covered or not group.signatures:
                raise ValueError("a combined signature does not cover the transaction")
            signatures.extend(
                TopologySignature(accepted(Signature.from_proto(each)), covered)
                for each in group.signatures
            )
        return SignedTopologyTransaction.create(
            transaction, signatures, is_proposal=message.proposal
        )

    def to_bytes(self) -> bytes:
        """The versioned bytes; the transaction inside keeps its own."""
        return wrap(self.to_proto())

    def to_proto(self) -> wire.SignedTopologyTransaction:
        """The message."""
        message = wire.SignedTopologyTransaction(
            transaction=self.transaction.content, proposal=self.is_proposal
        )
        groups: dict[frozenset[Hash], wire.MultiTransactionSignatures] = {}
        for each in self.signatures:
            if not each.covered:
                message.signatures.append(each.signature.to_proto())
                continue
            group = groups.get(each.covered)
            if group is None:
                group = message.multi_transaction_signatures.add(
                    transaction_hashes=[hash_.multihash for hash_ in sorted(each.covered)]
                )
                groups[each.covered] = group
            group.signatures.append(each.signature.to_proto())
        return message


def merge_by_hash(
    transactions: Iterable[SignedTopologyTransaction],
) -> list[SignedTopologyTransaction]:
    """One transaction per hash, with the signatures of all, in order of first appearance."""
    merged: dict[Hash, SignedTopologyTransaction] = {}
    for each in transactions:
        known = merged.get(each.hash)
        merged[each.hash] = known.with_signatures(each.signatures) if known else each
    return list(merged.values())
