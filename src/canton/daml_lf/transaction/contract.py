"""Contracts as stored and disclosed, and what interpretation tells about a transaction.

Source: Daml-LF sheet 2.8 (FatContractInstance, metadata).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from canton.daml_lf.transaction.node import (
    CreateNode,
    GlobalKey,
    KeyWithMaintainers,
    NodeId,
    Parties,
    SerializationVersion,
)
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.identifier import Identifier, PackageId, PackageName
from canton.daml_lf.value.value import Value
from canton.timestamps import TIMESTAMP_MAX, TIMESTAMP_MIN, Timestamp


@dataclass(frozen=True, slots=True)
class ContractInstance:
    """A contract with all that is needed to use it: FatContractInstance of the wire.

    `authentication_data` is the ledger's own (in Canton the salt that the contract id commits to);
    the engine passes it through.
    """

    contract_id: ContractId
    package_name: PackageName
    template_id: Identifier
    argument: Value
    signatories: Parties
    stakeholders: Parties
    key: KeyWithMaintainers | None
    version: SerializationVersion
    created_at: Timestamp
    authentication_data: bytes = b""

    @staticmethod
    def of_node(
        node: CreateNode, created_at: Timestamp, authentication_data: bytes = b""
    ) -> ContractInstance:
        """The contract that a create node brings into being."""
        return ContractInstance(
            node.contract_id,
            node.package_name,
            node.template_id,
            node.argument,
            node.signatories,
            node.stakeholders,
            node.key,
            node.version,
            created_at,
            authentication_data,
        )

    def to_node(self) -> CreateNode:
        """The create node that brought the contract into being."""
        return CreateNode(
            self.contract_id,
            self.package_name,
            self.template_id,
            self.argument,
            self.signatories,
            self.stakeholders,
            self.key,
            self.version,
        )


@dataclass(frozen=True, slots=True)
class TimeBounds:
    """The ledger times, both inclusive, for which a transaction stays as it is."""

    earliest: Timestamp = TIMESTAMP_MIN
    latest: Timestamp = TIMESTAMP_MAX

    @property
    def is_unbounded(self) -> bool:
        """Whether the transaction never looked at the time."""
        return self == TimeBounds()


@dataclass(frozen=True, slots=True)
class TransactionMetadata:
    """What interpretation tells beside the nodes.

    `node_seeds` has an entry per create and exercise node. `key_inputs` gives for each key the
    contracts of the ledger that were found for it, in order. `contract_order` lists the contracts
    as the transaction met them: local ones newest first, then inputs. `contract_hashes` gives the
    hash of each created contract under the method of its id; `node_seeds` never leave the
    submitter except those of view roots.
    """

    submission_seed: bytes | None
    preparation_time: Timestamp
    ledger_time: Timestamp
    used_packages: frozenset[PackageId]
    time_bounds: TimeBounds
    node_seeds: Mapping[NodeId, bytes]
    key_inputs: Mapping[GlobalKey, tuple[ContractId, ...]]
    contract_order: tuple[ContractId, ...]
    contract_hashes: Mapping[NodeId, bytes]
