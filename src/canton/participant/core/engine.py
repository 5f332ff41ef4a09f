"""What the participant's cores need of the Daml engine besides interpretation: pure functions."""

from __future__ import annotations

from typing import Protocol

from canton.daml_lf.transaction.contract import ContractInstance
from canton.daml_lf.transaction.node import CreateNode, ExerciseNode, Transaction
from canton.daml_lf.value.identifier import PackageId
from canton.daml_lf.value.value import Value
from canton.protocol.construction.view_builder import Engine as ViewEngine


class Engine(ViewEngine, Protocol):
    """Values and contracts to bytes and back, and how users see what happened to a contract."""

    def decode_value(self, content: bytes) -> Value:
        """The value that versioned bytes hold.

        Raises:
            ValueError: the bytes are malformed.
        """

    def decode_contract(self, content: bytes) -> ContractInstance:
        """The contract that bytes as stored hold.

        Raises:
            ValueError: the bytes are malformed.
        """

    def created_event(self, contract: ContractInstance, encoded: bytes) -> bytes:
        """The serialized `CreatedEvent`, verbose, with blob, without offset and witnesses."""

    def exercised_event(
        self, node: ExerciseNode, node_id: int, last_descendant_node_id: int
    ) -> bytes:
        """The serialized `ExercisedEvent`, verbose, without offset and witnesses."""

    def instance_of(self, node: CreateNode, encoded: bytes) -> ContractInstance:
        """The contract of a create node as it was stored."""

    def labelled_transaction(self, transaction: Transaction) -> Transaction:
        """The transaction with labels and type ids in all its values."""

    def labelled_input(
        self, contract: ContractInstance, packages: frozenset[PackageId]
    ) -> CreateNode:
        """The node that created a contract, with labels and type ids as these packages have them.

        Raises:
            ValueError: they differ.
        """
